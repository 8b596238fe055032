package retrieval

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

func quotas() []*work {
	return []*work{
		{title: "云澜市数据局职能配置、内设机构和人员编制规定", org: "云澜市数据局", kind: structure.Sanding, docNo: "云编办〔2024〕12号", from: "2024-03-01",
			addresses: []string{"第一条", "第六条"}, texts: []string{"为规范云澜市数据局的职责，制定本规定。", "云澜市数据局机关行政编制61名。设局长1名，副局长3名。"}},
		{title: "云澜市机构编制管理办法", docNo: "云政发〔2020〕5号", from: "2020-01-01",
			addresses: []string{"第一章/第八条", "第一章/第九条/第一款", "第一章/第九条/第二款"},
			texts:     []string{"新设工作部门由市委编办审核，报市委编委审批。", "内设机构的设立由部门提出方案。", "内设机构的撤销参照前款办理。"}},
		{title: "云澜市会议费管理细则", from: "2021-01-01", texts: []string{"会议费由财政局核定，参会人数不得超过二百人。"}},
	}
}

func TestSearchFindsByWordsAndByMeaning(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, realEmbedder(t))
	for _, w := range quotas() {
		c.add(w)
	}
	for _, leg := range []Leg{Fused, Lexical, Dense} {
		res := c.find(Query{Text: "数据局有多少行政编制？", Leg: leg, K: 3})
		require.Equal(t, leg, res.Leg)
		require.Empty(t, res.Degraded)
		require.NotEmpty(t, res.Hits)
		require.Equal(t, "第六条", res.Hits[0].Address, leg)
	}
	// Not a word in common with the text: only its meaning finds it.
	require.Empty(t, c.find(Query{Text: "开大会花的钱归谁批", Leg: Lexical, NoDirect: true}).Hits)
	require.Equal(t, "云澜市会议费管理细则", c.find(Query{Text: "开大会花的钱归谁批", Leg: Dense}).Hits[0].Title)
}

func TestHitCarriesWhatACitationNeeds(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	w := quotas()[0]
	w.externalID, w.clearance = "row-7", auth.L2
	c.add(w)
	h := c.find(Query{Text: "局长 副局长", AsOf: civil.MustParse("2024-05-01")}).Hits[0]
	require.Equal(t, w.version, h.VersionID)
	require.Equal(t, w.document, h.DocumentID)
	require.Equal(t, "row-7", h.ExternalID)
	require.Equal(t, w.title, h.Title)
	require.Equal(t, w.title+".txt", h.Filename)
	require.Equal(t, "云编办〔2024〕12号", h.DocNo)
	require.Equal(t, "云澜市数据局", h.Org)
	require.Equal(t, structure.Sanding, h.DocKind)
	require.Equal(t, structure.Article, h.Kind)
	require.Equal(t, w.texts[1], h.Text)
	require.Equal(t, hashOf(w.texts[1]), h.Hash)
	require.Equal(t, len([]rune(w.texts[1])), h.End)
	require.Equal(t, ingest.InForce, h.Status)
	require.Equal(t, civil.MustParse("2024-03-01"), h.EffectiveFrom)
	require.True(t, h.EffectiveTo.IsZero())
	require.Equal(t, auth.L2, h.Clearance)
	require.Equal(t, []string{"第六条"}, h.Path)
	require.Positive(t, h.ChunkID)
	require.Nil(t, h.Explain)
}

func TestScoresExplainThemselves(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 64})
	for _, w := range quotas() {
		c.add(w)
	}
	for _, leg := range []Leg{Fused, Lexical, Dense} {
		for _, q := range []string{"内设机构由谁提出方案", "云编办〔2024〕12号规定的行政编制"} {
			res := c.find(Query{Text: q, Leg: leg, Explain: true})
			require.NotEmpty(t, res.Hits)
			last := res.Hits[0].Score
			for _, h := range res.Hits {
				require.LessOrEqual(t, h.Score, last)
				last = h.Score
				sum, terms := 0.0, 0.0
				for _, p := range h.Explain.Parts {
					sum += p.Value
				}
				require.InDelta(t, h.Score, sum, 1e-9)
				for _, w := range h.Explain.Terms {
					terms += w.Weight
				}
				if h.Explain.LexicalRank > 0 {
					require.InDelta(t, h.Explain.LexicalScore, terms, 1e-3, "the terms add up to the lexical score")
				}
				require.Equal(t, h.Direct != "", h.Score > 1 && leg == Fused || h.Direct != "")
			}
		}
	}
}

// TestFiltersAreATruthTable puts one text under every combination of clearance, withdrawal and validity, and asks as every
// actor on three days, by each leg: found exactly when all conditions hold.
func TestFiltersAreATruthTable(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 64})
	type row struct {
		*work
		withdrawn bool
	}
	var rows []row
	for l := auth.L1; l <= auth.L4; l++ {
		for _, span := range [][2]string{{"", ""}, {"2020-01-01", ""}, {"", "2022-01-01"}, {"2020-01-01", "2022-01-01"}} {
			for _, draft := range []bool{false, true} {
				for _, withdrawn := range []bool{false, true} {
					w := c.add(&work{title: fmt.Sprintf("规定%d", len(rows)), docNo: "云规〔2020〕7号", versionNo: "云规令第8号", clearance: l, from: span[0], to: span[1], draft: draft,
						texts: []string{fmt.Sprintf("机构编制事项之%d", len(rows))}})
					if withdrawn {
						c.exec(`update ingest.document set withdrawn_at = now() where id = $1`, w.document)
					}
					rows = append(rows, row{w, withdrawn})
				}
			}
		}
	}
	questions := []Query{{Text: "机构编制", Leg: Lexical}, {Text: "机构编制", Leg: Dense}, {Text: "机构编制", Leg: Fused}, {Text: "云规〔2020〕7号", Leg: Lexical}, {Text: "云规令第8号", Leg: Lexical}}
	for l := auth.Clearance(0); l <= auth.L4; l++ {
		for _, day := range []string{"2019-12-31", "2020-01-01", "2021-12-31", "2022-01-01"} {
			for _, any := range []bool{false, true} {
				want := []int64{}
				for _, r := range rows {
					valid := any || !r.draft && (r.from == "" || r.from <= day) && (r.to == "" || day < r.to)
					if r.clearance <= l && !r.withdrawn && valid {
						want = append(want, r.document)
					}
				}
				for _, q := range questions {
					q.K, q.AsOf, q.AnyValidity = 100, civil.MustParse(day), any
					res, err := c.Search(c.as(l), q)
					require.NoError(t, err)
					got := []int64{}
					for _, h := range res.Hits {
						got = append(got, h.DocumentID)
					}
					require.ElementsMatch(t, want, got, "clearance %d, %s, any %v, %s %s", l, day, any, q.Leg, q.Text)
				}
			}
		}
	}
}

func TestNobodyFindsNothing(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	c.add(quotas()[0])
	res, err := c.Search(t.Context(), Query{Text: "行政编制"})
	require.NoError(t, err)
	require.Empty(t, res.Hits)
}

func TestKindsAndDocuments(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	ws := quotas()
	for _, w := range ws {
		c.add(w)
	}
	q := Query{Text: "云澜市 内设机构 行政编制 会议费", K: 20}
	require.Len(t, c.find(q).Hits, 6)
	q.Kinds = []structure.Kind{structure.Sanding}
	require.Len(t, c.find(q).Hits, 2)
	q.Kinds, q.DocumentIDs = nil, []int64{ws[1].document, ws[2].document}
	require.Len(t, c.find(q).Hits, 4)
	q.DocumentIDs = []int64{}
	require.Empty(t, c.find(q).Hits, "no document is not every document")
}

// TestFiltersNeverStarve: among 5,000 entries, nearest first, the five that an actor may see come last. HNSW alone would give
// up long before.
func TestFiltersNeverStarve(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	c.weights.ExactUpTo = 0 // HNSW, however small the corpus
	secret := &work{title: "受限汇编", clearance: auth.L4}
	for i := range 5000 {
		secret.texts = append(secret.texts, fmt.Sprintf("行政编制核定数%d", i))
	}
	c.add(secret)
	open := c.add(&work{title: "公开汇编", texts: []string{"教育系统的编制。", "卫生系统的编制。", "水利系统的编制。", "林业系统的编制。", "公安系统的编制。"}})
	require.NoError(t, c.Maintain(t.Context()))
	c.exec(`analyze`)
	for _, g := range c.graphs() {
		state, err := g.state(t.Context(), c.pool)
		require.NoError(t, err)
		require.Equal(t, built, state)
	}
	for _, leg := range []Leg{Lexical, Dense, Fused} {
		res, err := c.Search(c.as(auth.L1), Query{Text: "行政编制核定数", Leg: leg})
		require.NoError(t, err)
		require.Len(t, res.Hits, 5, leg)
		require.Equal(t, open.document, res.Hits[0].DocumentID)
		res = c.find(Query{Text: "行政编制核定数4321", Leg: leg, K: 50})
		require.Len(t, res.Hits, 50)
		require.Equal(t, secret.document, res.Hits[0].DocumentID)
	}
}

func TestRemovalIsAtOnceAndInTheTransaction(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 16})
	w := c.add(quotas()[0])
	q := Query{Text: "行政编制"}
	require.NotEmpty(t, c.find(q).Hits)
	rolledBack := fmt.Errorf("no")
	require.ErrorIs(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error {
		require.NoError(t, c.RemoveVersion(t.Context(), tx, w.version))
		return rolledBack
	}), rolledBack)
	require.NotEmpty(t, c.find(q).Hits)
	require.NoError(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error { return c.RemoveVersion(t.Context(), tx, w.version) }))
	require.Empty(t, c.find(q).Hits)
	require.Empty(t, c.find(Query{Text: "行政编制", Leg: Dense}).Hits)
	require.Empty(t, c.find(Query{Text: w.docNo}).Hits)
}

func TestOneTextInTwoVersionsIsOneHit(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	same := "本市对编制实行总量控制。"
	old := c.add(&work{title: "云澜市编制规定", from: "2010-01-01", to: "2020-01-01", texts: []string{same, "旧的编制条文"}})
	c.add(&work{title: "云澜市编制规定", from: "2020-01-01", document: old.document, texts: []string{same, "新的编制条文"}})
	res := c.find(Query{Text: "编制 总量控制", AnyValidity: true, NoDirect: true})
	require.Len(t, res.Hits, 3)
	require.Equal(t, ingest.InForce, res.Hits[0].Status)
	require.Equal(t, ingest.Repealed, c.find(Query{Text: "旧的编制条文", AnyValidity: true, NoDirect: true}).Hits[0].Status)
	require.Len(t, c.find(Query{Text: "编制 总量控制", NoDirect: true}).Hits, 2)
	require.Equal(t, "旧的编制条文", c.find(Query{Text: "旧的编制条文", AsOf: civil.MustParse("2015-01-01"), NoDirect: true}).Hits[0].Text)
}

func TestProposedRepealCastsDoubt(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	old := c.add(quotas()[1])
	repealing := c.add(&work{title: "云澜市机构编制条例", clearance: auth.L2, from: "2023-01-01", texts: []string{"《云澜市机构编制管理办法》同时废止。"}})
	c.exec(`insert into ingest.relation (version_id, type, target_document_id, sentence, start_rune, end_rune)
		values ($1, 'repeals', $2, '《云澜市机构编制管理办法》同时废止。', 0, 20)`, repealing.version, old.document)
	doubt := func(l auth.Clearance, day string) string {
		res, err := c.Search(c.as(l), Query{Text: "工作部门", AsOf: civil.MustParse(day)})
		require.NoError(t, err)
		return res.Hits[0].Doubt
	}
	require.Contains(t, doubt(auth.L2, "2024-01-01"), "《云澜市机构编制条例》写明废止本文件，尚待人工确认。", "as everywhere else")
	require.Empty(t, doubt(auth.L2, "2022-12-31"), "the repealing text is not yet in force")
	require.Empty(t, doubt(auth.L1, "2024-01-01"), "whoever may not see the repealing text learns nothing of it")
	c.exec(`update ingest.relation set state = 'rejected', decided_at = now()`)
	require.Empty(t, doubt(auth.L2, "2024-01-01"))
}

func TestQueriesThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	for field, q := range map[string]Query{"q": {Text: "  "}, "k": {Text: "编制", K: 1001}, "leg": {Text: "编制", Leg: "both"}} {
		_, err := c.Search(c.as(auth.L1), q)
		require.Equal(t, fault.Invalid, fault.KindOf(err))
		require.Equal(t, field, fault.FieldOf(err))
	}
	require.Empty(t, c.find(Query{Text: "？！"}).Hits)
	require.Empty(t, c.find(Query{Text: "编制"}).Hits, "an empty index")
}
