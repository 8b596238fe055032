package retrieval

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// pair puts one into the index, in a transaction of its own.
func (c *corpus) pair(p PairEntry) {
	c.t.Helper()
	if p.Clearance == 0 {
		p.Clearance = auth.L1
	}
	require.NoError(c.t, pg.InTx(c.t.Context(), c.pool, func(tx pgx.Tx) error { return c.IndexPair(c.t.Context(), tx, p) }))
}

func (c *corpus) unpair(id int64) {
	c.t.Helper()
	require.NoError(c.t, pg.InTx(c.t.Context(), c.pool, func(tx pgx.Tx) error { return c.RemovePair(c.t.Context(), tx, id) }))
}

func pairIDs(r Result) []int64 {
	out := []int64{}
	for _, h := range r.Hits {
		if h.PairID != 0 {
			out = append(out, h.PairID)
		}
	}
	return out
}

func TestPairIsFoundByEachLegAndCarriesItsBasis(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, realEmbedder(t))
	w := c.add(quotas()[0])
	c.add(quotas()[1])
	c.pair(PairEntry{PairID: 7, VersionID: w.version, Question: "云澜市数据局有多少\n行政编制？", Variants: []string{"数据局编制数是多少"}})
	for _, leg := range []Leg{Fused, Lexical, Dense} {
		res := c.find(Query{Text: "数据局编制数是多少", Leg: leg, Explain: true})
		h := res.Hits[0]
		require.EqualValues(t, 7, h.PairID, leg)
		require.Zero(t, h.ChunkID)
		require.Equal(t, KindPair, h.Kind)
		require.Equal(t, "云澜市数据局有多少 行政编制？", h.Text, "the question, not its other wordings")
		require.Equal(t, w.title, h.Title)
		require.Equal(t, w.docNo, h.DocNo)
		require.Equal(t, w.version, h.VersionID)
		require.Equal(t, w.document, h.DocumentID)
		require.Equal(t, ingest.InForce, h.Status)
		require.NotNil(t, h.Path)
		sum := 0.0
		for _, p := range h.Explain.Parts {
			sum += p.Value
		}
		require.InDelta(t, h.Score, sum, 1e-9)
		require.NotContains(t, pairIDs(c.find(Query{Text: "数据局编制数是多少", Leg: leg, NoPairs: true})), int64(7))
		require.Len(t, c.find(Query{Text: "《" + w.title + "》数据局编制数是多少", Leg: leg, OnlyPairs: true}).Hits, 1, "no chunk, not even one that is named")
	}
	require.Equal(t, []int64{7}, pairIDs(c.find(Query{Text: "大数据管理部门能用几个人", Leg: Dense, K: 3})), "by its meaning")
}

// TestPairsKeepTheStatisticsHonest: what a pair adds to the document frequencies goes with it, whichever way it goes.
func TestPairsKeepTheStatisticsHonest(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 16})
	w := c.add(quotas()[0])
	before := c.state()
	base := c.df("行政编制")
	p := PairEntry{PairID: 1, VersionID: w.version, Question: "行政编制有多少名"}
	c.pair(p)
	once := c.state()
	require.Equal(t, before.entries+1, once.entries)
	require.Equal(t, base+1, c.df("行政编制"))

	c.pair(p)
	require.Equal(t, once, c.state(), "indexed again is indexed once")
	p.Question = "领导职数有几名"
	c.pair(p)
	require.Equal(t, base, c.df("行政编制"), "the words of the version before are gone")
	require.Equal(t, once.entries, c.state().entries)

	c.unpair(1)
	require.Equal(t, before, c.state())
	c.unpair(1)
	require.Equal(t, before, c.state(), "removed twice is removed once")

	c.pair(p)
	c.pair(PairEntry{PairID: 2, VersionID: w.version, Question: "。"})
	require.NoError(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error { return c.RemoveVersion(t.Context(), tx, w.version) }))
	require.Equal(t, state{}, c.state(), "withdrawn with its text")
}

func TestPairsLiveAndDieWithTheTransaction(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 16})
	w := c.add(quotas()[0])
	before := c.state()
	p := PairEntry{PairID: 3, VersionID: w.version, Clearance: auth.L1, Question: "局长的职数是几名"}
	undone := errors.New("undone")
	require.ErrorIs(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error {
		require.NoError(t, c.IndexPair(t.Context(), tx, p))
		return undone
	}), undone)
	require.Equal(t, before, c.state())
	require.Empty(t, pairIDs(c.find(Query{Text: p.Question})))
	c.pair(p)
	require.Equal(t, []int64{3}, pairIDs(c.find(Query{Text: p.Question})))
	require.ErrorIs(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error {
		require.NoError(t, c.RemovePair(t.Context(), tx, 3))
		return undone
	}), undone)
	require.Equal(t, []int64{3}, pairIDs(c.find(Query{Text: p.Question})))
}

// TestPairsPassTheSameFilters: found exactly when the reader's clearance reaches both the pair's and its document's, the document
// stands, and the text is in force on the day.
func TestPairsPassTheSameFilters(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	type row struct {
		*work
		clearance auth.Clearance
		withdrawn bool
	}
	var rows []row
	for _, own := range []auth.Clearance{auth.L1, auth.L3} {
		for _, doc := range []auth.Clearance{auth.L1, auth.L2} {
			for _, to := range []string{"", "2022-01-01"} {
				for _, withdrawn := range []bool{false, true} {
					n := len(rows)
					w := c.add(&work{title: fmt.Sprintf("规定%d", n), clearance: doc, from: "2020-01-01", to: to, texts: []string{"无关"}})
					c.pair(PairEntry{PairID: int64(n + 1), VersionID: w.version, Clearance: own, Question: "编制周转池怎样管理"})
					if withdrawn {
						c.exec(`update ingest.document set withdrawn_at = now() where id = $1`, w.document)
					}
					rows = append(rows, row{w, own, withdrawn})
				}
			}
		}
	}
	for reader := auth.L1; reader <= auth.L4; reader++ {
		for _, day := range []string{"2019-06-01", "2021-06-01", "2023-06-01"} {
			want := []int64{}
			for i, r := range rows {
				valid := day > "2020-01-01" && (r.to == "" || day < r.to)
				if max(r.clearance, r.work.clearance) <= reader && !r.withdrawn && valid {
					want = append(want, int64(i+1))
				}
			}
			for _, leg := range []Leg{Fused, Lexical, Dense} {
				res, err := c.Search(c.as(reader), Query{Text: "编制周转池怎样管理", Leg: leg, K: 50, AsOf: civil.MustParse(day), NoDirect: true})
				require.NoError(t, err)
				require.ElementsMatch(t, want, pairIDs(res), "L%d %s %s", reader, day, leg)
				for _, h := range res.Hits {
					if h.PairID != 0 {
						require.Equal(t, max(rows[h.PairID-1].clearance, rows[h.PairID-1].work.clearance), h.Clearance)
					}
				}
			}
		}
	}
}

func TestPairsOfOneDocumentStandSideBySide(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	w := c.add(quotas()[0])
	for i := range 4 {
		c.pair(PairEntry{PairID: int64(i + 1), VersionID: w.version, Question: fmt.Sprintf("数据局的行政编制，问法%d", i)})
	}
	require.Len(t, pairIDs(c.find(Query{Text: "数据局行政编制"})), 4, "a pair has no hash by which chunks are told apart")
	direct := c.find(Query{Text: "云澜市数据局职能配置、内设机构和人员编制规定第六条"})
	require.Equal(t, "第六条", direct.Hits[0].Address, "a title leads to its text, not to what was asked of it")
}

// gone is an embedder that is not there, until it is.
type gone struct {
	bagEmbedder
	back bool
}

func (g *gone) Embed(ctx context.Context, texts []string, query bool) ([][]float32, error) {
	if !g.back {
		return nil, errors.New("connection refused")
	}
	return g.bagEmbedder.Embed(ctx, texts, query)
}

func TestAnAbsentEmbedderDoesNotStopAPair(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	w := c.add(quotas()[0])
	e := &gone{bagEmbedder: bagEmbedder{"bag", 32}}
	c.Index = New(c.pool, c.terms, e)
	c.pair(PairEntry{PairID: 5, VersionID: w.version, Question: "数据局有几名副局长"})
	require.Equal(t, []int64{5}, pairIDs(c.find(Query{Text: "几名副局长", Leg: Lexical})))
	counts, err := c.Counts(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, len(w.texts)+1, counts.Entries-counts.Embedded)

	e.back = true
	var last [2]int
	require.NoError(t, c.EmbedMissing(t.Context(), func(done, total int) { last = [2]int{done, total} }))
	require.Equal(t, [2]int{len(w.texts) + 1, len(w.texts) + 1}, last)
	require.Equal(t, []int64{5}, pairIDs(c.find(Query{Text: "数据局有几名副局长", Leg: Dense})))

	// The vector made afterwards is the one that would have been made at once.
	const vector = `select x.dense::text from retrieval.vector x join retrieval.entry e on e.id = x.entry_id where e.pair_id = 5`
	var later, atOnce string
	require.NoError(t, c.pool.QueryRow(t.Context(), vector).Scan(&later))
	c.pair(PairEntry{PairID: 5, VersionID: w.version, Question: "数据局有几名副局长"})
	require.NoError(t, c.pool.QueryRow(t.Context(), vector).Scan(&atOnce))
	require.Equal(t, later, atOnce)

	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, c.IndexPair(stopped, c.pool, PairEntry{PairID: 6, VersionID: w.version, Clearance: auth.L1, Question: "停"}))
}
