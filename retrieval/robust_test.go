package retrieval

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/internal/pg"
)

func TestOddQuestions(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	for _, w := range quotas() {
		c.add(w)
	}
	for _, leg := range []Leg{Fused, Lexical, Dense} {
		for _, text := range []string{"的", "的了吗呢", "？！。", "\u200b的\u3000", "第条", "《》", "《", "号令", "〔〕号", "%_'\\", "第九条第九条第九条", "a\x00b", "\xff\xfe编制"} {
			res, err := c.Search(c.as(auth.L4), Query{Text: text, Leg: leg, Explain: true})
			require.NoError(t, err, "%q %s", text, leg)
			require.Empty(t, directs(res), "%q names nothing", text)
		}
		long := strings.Repeat("行政编制数", maxQueryN/5)
		require.NotEmpty(t, c.find(Query{Text: long, Leg: leg}).Hits, "as long as may be")
		for _, text := range []string{"", " \n\u3000", long + "多", strings.Repeat("编", 10_000)} {
			_, err := c.Search(c.as(auth.L4), Query{Text: text, Leg: leg})
			require.Equal(t, fault.Invalid, fault.KindOf(err))
			require.Equal(t, "q", fault.FieldOf(err))
		}
	}
	require.Empty(t, c.find(Query{Text: "的了吗呢", Leg: Lexical}).Hits, "no term, no hit")
	names := strings.Repeat("云澜市数据管理办法", maxQueryN/9) // a title may begin at every character
	require.Empty(t, directs(c.find(Query{Text: names, Leg: Lexical})))
	require.LessOrEqual(t, len(namesIn(names).titles), mostTitles+1)
	require.Equal(t, "编制办法", namesIn(names + "《编制办法》").titles[0].text, "what is marked is not crowded out")
}

// TestTheDirectNamesAreBounded: a document named, however long, does not crowd out all else.
func TestTheDirectNamesAreBounded(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	long := &work{title: "云澜市编制汇编办法", docNo: "云编办〔2024〕30号"}
	for i := range 60 {
		long.addresses = append(long.addresses, fmt.Sprintf("第九条/第%s款", chineseNumber(i+1)))
		long.texts = append(long.texts, fmt.Sprintf("编制事项之%d。", i))
	}
	c.add(long)
	require.Len(t, directs(c.find(Query{Text: "云编办〔2024〕30号的编制事项", K: 50})), c.weights.Titled)
	require.Len(t, directs(c.find(Query{Text: "编制汇编办法", K: 50})), c.weights.Titled)
	articles := directs(c.find(Query{Text: "编制汇编办法第九条", K: 50}))
	require.Len(t, articles, 20)
	require.Equal(t, "article 第九条/第一款", articles[0], "in reading order")
	require.Equal(t, "article 第九条/第五十款", directs(c.find(Query{Text: "编制汇编办法第九条第五十款"}))[0])
	require.Len(t, c.find(Query{Text: "编制汇编办法第九条", K: 2}).Hits, 2, "never more than asked for")
}

// TestSearchingWhileTextsComeAndGo: searches run beside transactions that index and remove. Each sees a version whole or not
// at all, never fails, and what stays is found throughout.
func TestSearchingWhileTextsComeAndGo(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 16})
	stays := c.add(&work{title: "常在的规定", texts: []string{"编制事项常在。"}})
	comes := c.add(&work{title: "来去的规定", docNo: "云来去〔2024〕1号", texts: []string{"编制事项来。", "编制事项去。"}})
	var done atomic.Bool
	group, ctx := errgroup.WithContext(t.Context())
	group.Go(func() error {
		defer done.Store(true)
		for i := range 40 {
			if err := pg.InTx(ctx, c.pool, func(tx pgx.Tx) error {
				if i%2 == 0 {
					return c.RemoveVersion(ctx, tx, comes.version)
				}
				return c.IndexVersion(ctx, tx, comes.version)
			}); err != nil {
				return err
			}
			if err := c.EmbedVersion(ctx, comes.version, nil); err != nil {
				return err
			}
		}
		return nil
	})
	for _, leg := range []Leg{Lexical, Fused} {
		group.Go(func() error {
			for first := true; first || !done.Load(); first = false {
				res, err := c.Search(auth.WithActor(ctx, auth.Actor{Clearance: auth.L4}), Query{Text: "云来去〔2024〕1号 编制事项", Leg: leg, Explain: true})
				if err != nil {
					return err
				}
				n := map[int64]int{}
				for _, h := range res.Hits {
					n[h.DocumentID]++
				}
				if n[stays.document] != 1 || n[comes.document]%2 != 0 {
					return fmt.Errorf("%s saw %v", leg, n)
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	require.Len(t, c.find(Query{Text: "编制事项"}).Hits, 3)
}

// TestMaintainTwiceAtOnce: the second finds the first at work, or done, and neither fails or leaves a broken graph.
func TestMaintainTwiceAtOnce(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 16})
	for _, w := range quotas() {
		c.add(w)
	}
	c.weights.ExactUpTo = 0
	var group errgroup.Group
	for range 3 {
		group.Go(func() error { return c.Maintain(t.Context()) })
	}
	require.NoError(t, group.Wait())
	for _, g := range c.graphs() {
		state, err := g.state(t.Context(), c.pool)
		require.NoError(t, err)
		require.Equal(t, built, state)
	}
	var locks int
	require.NoError(t, c.pool.QueryRow(t.Context(), `select count(*) from pg_locks l join pg_database d on d.oid = l.database
		where l.locktype = 'advisory' and d.datname = current_database()`).Scan(&locks))
	require.Zero(t, locks, "the next may build again")
	require.Len(t, c.find(Query{Text: "云澜市的编制", NoDirect: true}).Hits, 6)
}

// shrunk says one dimension and returns another, as a server does whose model was exchanged.
type shrunk struct{ bagEmbedder }

func (s shrunk) Dim() int { return s.dim + 1 }

func TestVectorsOfAnotherLengthAreRefused(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	w := c.add(quotas()[0])
	x := New(c.pool, c.terms, shrunk{bagEmbedder{"bag", 8}})
	err := x.EmbedVersion(t.Context(), w.version, nil)
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "8 维的向量，应为 9 维")
	counts, err := x.Counts(t.Context())
	require.NoError(t, err)
	require.Zero(t, counts.Embedded, "nothing of it is kept")

	res, err := x.Search(c.as(auth.L4), Query{Text: "行政编制"})
	require.NoError(t, err, "the words still find")
	require.Equal(t, Lexical, res.Leg)
	require.Contains(t, res.Degraded, "暂时不可用")
	require.NotEmpty(t, res.Hits)
	_, err = x.Search(c.as(auth.L4), Query{Text: "行政编制", Leg: Dense})
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
}

// TestAnEndpointOfAnotherDimension is the same through a real endpoint, whose dimension was configured.
func TestAnEndpointOfAnotherDimension(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.6,0.8,0]},{"object":"embedding","index":1,"embedding":[0.6,0.8,0]}]}`)
	}))
	defer server.Close()
	e, err := model.NewEmbedder(model.EmbedConfig{BaseURL: server.URL, Model: "bge", Dim: 4, Retries: -1})
	require.NoError(t, err)
	c := newCorpus(t, nil)
	w := c.add(quotas()[0])
	x := New(c.pool, c.terms, e)
	require.Equal(t, fault.Unavailable, fault.KindOf(x.EmbedVersion(t.Context(), w.version, nil)))
	_, err = x.Search(c.as(auth.L4), Query{Text: "行政编制", Leg: Dense})
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.NotContains(t, fault.Message(err), server.URL, "staff read it")
	counts, err := x.Counts(t.Context())
	require.NoError(t, err)
	require.Zero(t, counts.Embedded)
}

func TestDegradedSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	c.add(quotas()[0])
	degraded := func(x *Index, leg Leg) string {
		res, err := x.Search(c.as(auth.L1), Query{Text: "行政编制", Leg: leg})
		require.NoError(t, err)
		require.NotContains(t, res.Degraded, "/", "no path")
		return res.Degraded
	}
	fresh := New(c.pool, c.terms, bagEmbedder{"new", 16})
	require.Contains(t, degraded(c.Index, Fused), "bianku doctor")
	require.Contains(t, degraded(fresh, Fused), "还没有向量")
	require.Contains(t, degraded(fresh, Dense), "还没有向量")
	require.Empty(t, degraded(fresh, Lexical))
	require.NoError(t, New(c.pool, c.terms, bagEmbedder{"old", 8}).EmbedMissing(t.Context(), nil))
	require.Contains(t, degraded(fresh, Fused), "另一个模型")
	require.NoError(t, fresh.EmbedMissing(t.Context(), nil))
	require.Empty(t, degraded(fresh, Fused))
	c.exec(`delete from retrieval.entry`)
	require.Empty(t, degraded(fresh, Fused), "an empty index is empty, not degraded")
}
