package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bianku/internal/pg"
)

var vocabulary = strings.Fields("机构 编制 管理 行政 事业 职数 领导 部门 设立 撤销 合并 审批 方案 核定 实名 监督 检查 数据 公安 教育 财政 审计 乡镇 街道")

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range 5 + rng.IntN(60) {
		b.WriteString(vocabulary[int(float64(len(vocabulary))*rng.Float64()*rng.Float64())])
		if rng.IntN(6) == 0 {
			b.WriteString("，")
		}
	}
	return b.String()
}

// exactBM25 computes the ranking from the texts alone, in the textbook form, with nothing of the index but the cutting into
// terms and the parameters.
func exactBM25(terms *Terms, title string, texts []string, question string) []float64 {
	docs := make([]map[string]float64, len(texts))
	df := map[string]float64{}
	for i, text := range texts {
		docs[i] = map[string]float64{}
		for _, part := range []string{text, title + "\n" + fmt.Sprintf("第%d段", i+1)} {
			for w, n := range terms.Count(part) {
				docs[i][w] += float64(n)
			}
		}
		for w := range docs[i] {
			df[w]++
		}
	}
	scores := make([]float64, len(texts))
	for w, n := range terms.Count(question) {
		idf := math.Log(1 + (float64(len(texts))-df[w]+0.5)/(df[w]+0.5))
		for i, d := range docs {
			length := 0.0
			for _, f := range d {
				length += f
			}
			if f := d[w]; f > 0 {
				scores[i] += float64(n) * idf * f * (k1 + 1) / (f + k1*(1-b+b*length/pivot))
			}
		}
	}
	return scores
}

func TestLexicalScoresAreBM25(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	rng := rand.New(rand.NewPCG(7, 7))
	w := &work{title: "云澜市机构编制汇编"}
	for range 300 {
		w.texts = append(w.texts, randomText(rng))
	}
	c.add(w)
	for _, question := range []string{"乡镇街道的审计", "行政编制核定方案", "撤销合并公安部门领导职数 实名监督 监督"} {
		scores := exactBM25(c.terms, w.title, w.texts, question)
		slices.SortFunc(scores, func(a, b float64) int { return cmp.Compare(b, a) })
		res := c.find(Query{Text: question, Leg: Lexical, K: 50, NoDirect: true})
		require.Len(t, res.Hits, 50)
		for i, h := range res.Hits {
			require.InDelta(t, scores[i], h.Score, 2e-3*scores[i], "%s: hit %d", question, i)
		}
	}
}

func TestStatisticsStayHonest(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	a := c.add(&work{title: "甲", texts: []string{"行政编制由编办核定", "事业编制另行规定"}})
	empty := c.state()
	b := c.add(&work{title: "乙", texts: []string{"行政编制不得突破总额", "。"}})
	require.NotEqual(t, empty, c.state())
	require.EqualValues(t, 2, c.df("行政编制"))
	require.EqualValues(t, 4, c.state().entries)

	require.NoError(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error { return c.RemoveVersion(t.Context(), tx, b.version) }))
	require.Equal(t, empty, c.state(), "as if it had never been there")
	require.EqualValues(t, 1, c.df("行政编制"))

	// A chunk that is parsed anew goes by cascade: the statistics must follow that way too.
	c.exec(`delete from ingest.chunk where version_id = $1 and seq = 0`, a.version)
	require.EqualValues(t, 0, c.df("行政编制"))
	require.EqualValues(t, 1, c.df("事业编制"))
	c.exec(`delete from ingest.document`)
	require.Equal(t, state{}, c.state())
}

// state is what the triggers keep; the sum over all terms stands for each of them.
type state struct{ entries, length, df int64 }

func (c *corpus) state() (s state) {
	c.t.Helper()
	require.NoError(c.t, c.pool.QueryRow(c.t.Context(), `select entries, length, (select coalesce(sum(df), 0)::bigint from retrieval.term)
		from retrieval.totals`).Scan(&s.entries, &s.length, &s.df))
	return s
}

func (c *corpus) df(term string) (n int64) {
	c.t.Helper()
	require.NoError(c.t, c.pool.QueryRow(c.t.Context(), `select coalesce((select df from retrieval.term where dim = $1), 0)`, Dim(term)+1).Scan(&n))
	return n
}

func TestIndexingTwiceIsIndexingOnce(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 8})
	w := c.add(quotas()[1])
	once := c.state()
	for range 2 {
		require.NoError(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error { return c.IndexVersion(t.Context(), tx, w.version) }))
		require.NoError(t, c.EmbedVersion(t.Context(), w.version, nil))
	}
	require.Equal(t, once, c.state())
	counts, err := c.Counts(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Entries: 3, Embedded: 3, Embedder: "bag"}, counts)
}

// TestWorkersIndexAtOnce: many versions of the same words, indexed and removed by eight workers, some of them two in a
// transaction. Nobody deadlocks, and the statistics are right in the end.
func TestWorkersIndexAtOnce(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 8})
	rng := rand.New(rand.NewPCG(3, 3))
	var versions []int64
	require.NoError(t, pg.InTx(t.Context(), c.pool, func(tx pgx.Tx) error {
		for i := range 64 {
			w := &work{title: fmt.Sprintf("文件%d", i), texts: []string{randomText(rng), randomText(rng), randomText(rng)}}
			c.store(t.Context(), tx, w)
			versions = append(versions, w.version)
		}
		return nil
	}))
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(8)
	for i := 0; i < len(versions); i += 2 {
		group.Go(func() error {
			pair := versions[i : i+2]
			if i%4 == 0 {
				pair = []int64{pair[1], pair[0]}
			}
			err := pg.InTx(ctx, c.pool, func(tx pgx.Tx) error {
				return errors.Join(c.IndexVersion(ctx, tx, pair[0]), c.IndexVersion(ctx, tx, pair[1]))
			})
			if err != nil {
				return err
			}
			if i%8 == 0 {
				err = pg.InTx(ctx, c.pool, func(tx pgx.Tx) error {
					return errors.Join(c.RemoveVersion(ctx, tx, pair[0]), c.IndexVersion(ctx, tx, pair[0]))
				})
			}
			return errors.Join(err, c.EmbedVersion(ctx, pair[0], nil))
		})
	}
	require.NoError(t, group.Wait())
	var entries, length int64
	require.NoError(t, c.pool.QueryRow(t.Context(), `select count(*), sum(length) from retrieval.entry`).Scan(&entries, &length))
	got := c.state()
	require.EqualValues(t, 64*3, entries)
	require.Equal(t, entries, got.entries)
	require.Equal(t, length, got.length)
	var wrong int
	require.NoError(t, c.pool.QueryRow(t.Context(), `
		select count(*) from retrieval.term t
		full join (select dim, count(*) as n from retrieval.entry, retrieval.terms_of(lex) as dim group by dim) as real using (dim)
		where t.df is distinct from real.n`).Scan(&wrong))
	require.Zero(t, wrong)
}

// flaky fails after some texts, as a killed process would.
type flaky struct {
	bagEmbedder
	left int
}

func (f *flaky) Embed(ctx context.Context, texts []string, query bool) ([][]float32, error) {
	if f.left -= len(texts); f.left < 0 {
		return nil, errors.New("killed")
	}
	return f.bagEmbedder.Embed(ctx, texts, query)
}

func TestEmbeddingGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	w := &work{title: "长文"}
	for i := range 3*embedBatch + 5 {
		w.texts = append(w.texts, fmt.Sprintf("第%d号事项", i))
	}
	c.add(w)
	f := &flaky{bagEmbedder{"bag", 8}, 2 * embedBatch}
	x := New(c.pool, c.terms, f)
	require.Error(t, x.EmbedVersion(t.Context(), w.version, nil))
	var seen [][2]int
	f.left = math.MaxInt
	require.NoError(t, x.EmbedVersion(t.Context(), w.version, func(done, total int) { seen = append(seen, [2]int{done, total}) }))
	total := len(w.texts)
	require.Equal(t, [][2]int{{2 * embedBatch, total}, {3 * embedBatch, total}, {total, total}}, seen)
	counts, err := x.Counts(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, total, counts.Embedded)
}

func TestEmbeddersAreNeverMixed(t *testing.T) {
	t.Parallel()
	first, second := bagEmbedder{"first", 32}, bagEmbedder{"second", 48}
	c := newCorpus(t, first)
	for _, w := range quotas() {
		c.add(w)
	}
	q := Query{Text: "行政编制多少名"}
	require.Empty(t, c.find(q).Degraded)

	other := &corpus{t: t, pool: c.pool, Index: New(c.pool, c.terms, second)}
	res := other.find(q)
	require.Equal(t, Lexical, res.Leg)
	require.Contains(t, res.Degraded, "另一个模型")
	require.Contains(t, res.Degraded, "second")
	require.NotEmpty(t, res.Hits)
	res = other.find(Query{Text: "行政编制多少名", Leg: Dense, NoDirect: true})
	require.Empty(t, res.Hits)
	require.NotEmpty(t, res.Degraded)

	// The second is filled in beside the first, and then both work.
	require.NoError(t, other.EmbedMissing(t.Context(), nil))
	require.Equal(t, Fused, other.find(q).Leg)
	require.Equal(t, Fused, c.find(q).Leg)
	require.Len(t, other.find(Query{Text: "编制", Leg: Dense}).Hits, 6)
}

func TestWithoutAnEmbedderItSaysSo(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	c.add(quotas()[0])
	res := c.find(Query{Text: "行政编制"})
	require.Equal(t, Lexical, res.Leg)
	require.Contains(t, res.Degraded, "没有向量模型")
	require.NotEmpty(t, res.Hits)
	_, err := c.Search(t.Context(), Query{Text: "行政编制", Leg: Dense})
	require.ErrorContains(t, err, "没有向量模型")
	require.Empty(t, c.find(Query{Text: "行政编制", Leg: Lexical}).Degraded, "asked for, not degraded")

	down := New(c.pool, c.terms, &flaky{bagEmbedder{"bag", 8}, 0})
	res, err = down.Search(c.as(4), Query{Text: "行政编制"})
	require.NoError(t, err)
	require.Contains(t, res.Degraded, "暂时不可用")
	require.NotEmpty(t, res.Hits)
}

func TestLongRowsKeepTheirWords(t *testing.T) {
	t.Parallel()
	terms := testTerms(t)
	rng := rand.New(rand.NewPCG(1, 1))
	var text strings.Builder
	for range 4000 {
		text.WriteRune(rune(0x4e00 + rng.IntN(8000)))
	}
	vector, length := terms.document(passage{title: "汇编", text: "行政编制 " + text.String()})
	require.LessOrEqual(t, len(vector), maxTerms)
	require.Greater(t, length, maxTerms)
	require.Contains(t, vector, Dim("行政编制"))
	require.Contains(t, vector, Dim("汇编"))
	require.Empty(t, sparse{}.String())
	require.Equal(t, "{1:0.5,3:2}/1048576", sparse{2: 2, 0: 0.5}.String())
}

func TestMaintainBuildsGraphsOnlyWhenTheyPay(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"it's", 16}) // a name with a quote in it
	for _, w := range quotas() {
		c.add(w)
	}
	states := func() (out []int) {
		for _, g := range c.graphs() {
			state, err := g.state(t.Context(), c.pool)
			require.NoError(t, err)
			out = append(out, state)
		}
		return out
	}
	require.NoError(t, c.Maintain(t.Context()))
	require.Equal(t, []int{missing, missing}, states())
	exact := c.find(Query{Text: "内设机构的设立"})
	c.weights.ExactUpTo = 5
	require.Equal(t, titles(exact), titles(c.find(Query{Text: "内设机构的设立"})), "not built yet: still exact")
	require.NoError(t, c.Maintain(t.Context()))
	require.Equal(t, []int{built, built}, states())
	require.NoError(t, c.Maintain(t.Context()))
	require.Equal(t, titles(exact), titles(c.find(Query{Text: "内设机构的设立"})))
	c.exec(`update pg_index set indisvalid = false where indexrelid = 'retrieval.entry_lex'::regclass`)
	require.Equal(t, []int{broken, built}, states())
	require.NoError(t, c.Maintain(t.Context()))
	require.Equal(t, []int{built, built}, states())
}
