package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
)

// reviewers makes n experts and signs them in. They come by key: ten sign-ins a minute are all that one address may try.
func (w *world) reviewers(n int, c auth.Clearance) (list []*client) {
	w.t.Helper()
	ctx := w.system()
	w.inTx(func(tx pgx.Tx) error {
		for i := range n {
			a, err := account.Create(ctx, tx, account.New{Login: fmt.Sprintf("r%d-%d", c, i), Name: fmt.Sprintf("专家%d", i), Unit: "市委编办", Password: password,
				Roles: []auth.Role{auth.Expert}, Clearance: c})
			if err != nil {
				return err
			}
			secret, _, err := account.CreateKey(ctx, tx, a.ID, "审核", civil.Date{})
			if err != nil {
				return err
			}
			list = append(list, w.nobody().with("Authorization", "Bearer "+secret))
		}
		return nil
	})
	return list
}

// place is where words stand in a version.
func (w *world) place(version int64, words string) PairBasis {
	w.t.Helper()
	v, err := ingest.VersionByID(w.system(), w.pool, version, civil.Date{})
	require.NoError(w.t, err)
	before, _, ok := strings.Cut(v.Text, words)
	require.True(w.t, ok)
	start := len([]rune(before))
	return PairBasis{VersionID: version, Start: start, End: start + len([]rune(words))}
}

// inQueue submits n drafts of a rule about a version.
func (w *world) inQueue(version int64, quote string, n int) (ids []int64) {
	w.t.Helper()
	ctx := w.system()
	b := w.place(version, quote)
	w.inTx(func(tx pgx.Tx) error {
		for i := range n {
			p, err := w.deps.Pairs.Create(ctx, tx, annotate.Content{Question: fmt.Sprintf("第%d问：文件%d是怎样规定的？", i+1, version), Answer: quote, Type: 20,
				Basis: []annotate.Basis{{VersionID: b.VersionID, Start: b.Start, End: b.End}}})
			if err != nil {
				return err
			}
			if _, err = w.deps.Pairs.Submit(ctx, tx, p.ID); err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	return ids
}

const (
	openQuote   = "市机构编制委员会办公室负责全市机构编制的日常管理工作。"
	closedQuote = "云澜市数据局机关行政编制61名。设局长1名，副局长3名。"
)

// TestTenReviewersAtOnce drives the API as ten people would: each pulls, and then accepts, edits, gives back, renews, or vanishes
// with the item in hand. In the end every pair is approved, by two people who did not write it, and found.
func TestTenReviewersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const pairs = 30
	ids := w.inQueue(w.add("办法.txt", openPaper, auth.L1), openQuote, pairs)
	people := w.reviewers(10, auth.L1)

	var mu sync.Mutex
	holds := map[int64]int{} // pair → who has it in hand
	take := func(id int64, who int) error {
		mu.Lock()
		defer mu.Unlock()
		if other, held := holds[id]; held && other != who {
			return fmt.Errorf("pair %d is given to %d while %d has it", id, who, other)
		}
		holds[id] = who
		return nil
	}
	drop := func(id int64) { mu.Lock(); delete(holds, id); mu.Unlock() }

	var vanished, edited, verdicts atomic.Int64
	// round lets everybody work until nothing is left for them; some vanish on their way.
	round := func(mayVanish bool) {
		var wg sync.WaitGroup
		for who, c := range people {
			wg.Go(func() {
				for n := 0; n < 200; n++ {
					var next struct {
						Item *annotate.Pair `json:"item"`
					}
					a := c.post("/api/v1/review/next", nil)
					if a.status != 200 || json.Unmarshal([]byte(a.body), &next) != nil {
						t.Errorf("next: %d %s", a.status, a.body)
						return
					}
					if next.Item == nil {
						return
					}
					p := next.Item
					if err := take(p.ID, who); err != nil {
						t.Error(err)
						return
					}
					path := fmt.Sprintf("/api/v1/review/%d/", p.ID)
					verdict := ReviewVerdict{Version: p.Version, Action: "accept"}
					switch {
					case mayVanish && who < 3 && n == 1:
						vanished.Add(1)
						return // gone, with the item in hand
					case n%7 == 3:
						drop(p.ID) // before it is given back: the next one may have it at once
						if a := c.post(path+"return", nil); a.status >= 300 {
							t.Errorf("return: %d %s", a.status, a.body)
						}
						continue
					case n%5 == 2:
						if a := c.post(path+"renew", nil); a.status != 200 {
							t.Errorf("renew: %d %s", a.status, a.body)
						}
					case p.Version == 1 && p.ID%6 == 0:
						verdict.Action = "edit"
						verdict.Content = &PairContent{Question: p.Question, Answer: "规定是：" + p.Answer, Type: p.Type, Basis: []PairBasis{w.place(p.Basis[0].VersionID, openQuote)}}
						edited.Add(1)
					}
					drop(p.ID)
					if a := c.post(path+"verdict", verdict); a.status != 200 {
						t.Errorf("verdict: %d %s", a.status, a.body)
					}
					verdicts.Add(1)
				}
			})
		}
		wg.Wait()
	}
	round(true)
	require.EqualValues(t, 3, vanished.Load())
	var out int
	require.NoError(t, w.pool.QueryRow(t.Context(), `select count(*) from annotate.pair where leased_by is not null`).Scan(&out))
	require.Equal(t, 3, out, "what the three hold is theirs until the lease has run out")

	// Time passes: the leases run out, and others take the items.
	_, err := w.pool.Exec(t.Context(), `update annotate.pair set leased_until = now() - interval '1 second' where leased_by is not null`)
	require.NoError(t, err)
	holds = map[int64]int{}
	// Whoever finds nothing goes home, and what is signed once after that waits for the next day.
	for day := 0; day < 10; day++ {
		round(false)
		if c, err := annotate.Queue(w.system(), w.pool); err == nil && c.Round1+c.Round2 == 0 {
			break
		}
	}

	w.signedByTwo(pairs)
	require.Positive(t, edited.Load())
	var signed int64
	require.NoError(t, w.pool.QueryRow(t.Context(), `select count(*) from annotate.verdict`).Scan(&signed))
	require.Equal(t, verdicts.Load(), signed, "every verdict is recorded, none twice")
	var indexed int
	require.NoError(t, w.pool.QueryRow(t.Context(), `select count(*) from retrieval.entry where pair_id = any($1)`, ids).Scan(&indexed))
	require.Equal(t, pairs, indexed)
	var res struct {
		Hits []struct {
			PairID int64 `json:"pair_id"`
		}
	}
	w.as("staff1").get("/api/v1/search?k=50&q=" + urlText("文件怎样规定的")).into(&res)
	found := map[int64]bool{}
	for _, h := range res.Hits {
		found[h.PairID] = true
	}
	for _, id := range ids {
		require.True(t, found[id], "pair %d is searchable", id)
	}
}

// signedByTwo: n pairs are approved, each version by two people, neither of whom wrote it.
func (w *world) signedByTwo(n int) {
	t := w.t
	t.Helper()
	list, total, err := annotate.Pairs(w.system(), w.pool, annotate.Filter{State: annotate.StateApproved, Limit: 100})
	require.NoError(t, err)
	require.Equal(t, n, total, "none is lost")
	for _, p := range list {
		history, err := annotate.Versions(w.system(), w.pool, p.ID)
		require.NoError(t, err)
		signed := history[0].Verdicts
		require.Len(t, signed, 2, "pair %d", p.ID)
		require.NotEqual(t, signed[0].ReviewerID, signed[1].ReviewerID)
		for _, v := range signed {
			require.Equal(t, "accept", v.Action)
			require.NotEqual(t, history[0].Author, v.Reviewer, "nobody their own words")
		}
	}
}

// TestReviewKnowsNothingAboveTheReader: with an L3 basis, a pair is in no list, count, queue or address of an L2 reviewer.
func TestReviewKnowsNothingAboveTheReader(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := w.inQueue(w.add("办法.txt", openPaper, auth.L1), openQuote, 1)[0]
	secretVersion := w.add("三定.txt", closedPaper, auth.L3)
	closed := w.inQueue(secretVersion, closedQuote, 2)
	low, high := w.as("expert"), w.as("lead") // L2 and L3

	count := func(c *client) (counts annotate.QueueCounts) {
		var q ReviewQueue
		c.get("/api/v1/review").into(&q)
		require.Len(t, q.Reasons, 9)
		return q.Counts
	}
	require.Equal(t, annotate.QueueCounts{Round1: 1, Available: 1}, count(low))
	require.Equal(t, annotate.QueueCounts{Round1: 3, Available: 3}, count(high))
	total := func(c *client, query string) int {
		var l list[annotate.Pair]
		c.get("/api/v1/pairs" + query).into(&l)
		require.Len(t, l.Items, l.Total)
		return l.Total
	}
	doc := id(w.document(secretVersion))
	for _, q := range []string{"", "?state=review", "?q=" + urlText("规定"), "?type=20", "?origin=rule"} {
		require.Equal(t, 1, total(low, q), q)
		require.Equal(t, 3, total(high, q), q)
	}
	require.Zero(t, total(low, "?document_id="+doc))
	require.Equal(t, 2, total(high, "?document_id="+doc))
	missing := low.get("/api/v1/pairs/999").problem(404).Detail
	for _, n := range closed {
		p := "/api/v1/pairs/" + id(n)
		for _, a := range []answered{low.get(p), low.get(p + "/versions"), low.post(p+"/submit", nil),
			low.json(http.MethodPut, p, PairContent{Question: "问一问编制？", Answer: "答", Type: 9, Basis: []PairBasis{w.place(secretVersion, closedQuote)}})} {
			require.Equal(t, strings.ReplaceAll(missing, "999", id(n)), a.problem(404).Detail, "as if it were not there")
		}
		a := "/api/v1/review/" + id(n)
		require.Equal(t, 409, low.post(a+"/renew", nil).status)
		require.Equal(t, 409, low.post(a+"/return", nil).status)
		low.post(a+"/verdict", ReviewVerdict{Version: 1, Action: "accept"}).problem(404)
	}
	// A basis above the reader cannot be written either, and says no more than one that is not there.
	draft := PairContent{Question: "数据局有多少编制？", Answer: "61名。", Type: 9, Basis: []PairBasis{w.place(secretVersion, closedQuote)}}
	denied := low.post("/api/v1/pairs", draft).problem(422)
	draft.Basis = []PairBasis{{VersionID: 99999, Start: 1, End: 3}}
	require.Equal(t, denied.Detail, low.post("/api/v1/pairs", draft).problem(422).Detail)

	var item ReviewItem
	low.post("/api/v1/review/next", nil).into(&item)
	require.Equal(t, open, item.Item.ID)
	require.NotNil(t, item.LeaseUntil)
	require.Equal(t, 204, low.post("/api/v1/review/"+id(open)+"/return", nil).status)
	w.as("lead").post("/api/v1/review/next", nil).into(&item)
	require.Equal(t, open, item.Item.ID)
	item = ReviewItem{}
	low.post("/api/v1/review/next", nil).into(&item)
	require.Nil(t, item.Item, "the two that are left are not for them")
	require.JSONEq(t, `{"item":null}`, low.post("/api/v1/review/next", nil).body)
}
