package web

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/internal/audit"
	"bianku/internal/auth"
)

func urlText(s string) string { return url.QueryEscape(s) }

// TestAPairsLife walks one through the API: written, checked, submitted, sent back, revised, signed twice, found, taken back.
func TestAPairsLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("办法.txt", openPaper, auth.L1)
	author, lead := w.as("expert"), w.as("lead")
	others := w.reviewers(2, auth.L2)
	c := PairContent{Question: "云澜市机构编制的日常管理由谁负责？", Answer: "由市机构编制委员会办公室负责，共99名。", Type: 14,
		Basis: []PairBasis{w.place(version, openQuote)}}

	var checked PairFindings
	author.post("/api/v1/pairs/check", c).into(&checked)
	require.Len(t, checked.Findings, 1)
	require.Equal(t, annotate.RuleNumber, checked.Findings[0].Rule)

	var p annotate.Pair
	a := author.post("/api/v1/pairs", c)
	require.Equal(t, 200, a.status, a.body)
	a.into(&p)
	require.Equal(t, annotate.StateDraft, p.State)
	require.Equal(t, annotate.ByExpert, p.Origin)
	require.Equal(t, "王专家", p.Author)
	require.Equal(t, openQuote, p.Basis[0].Quote)
	path := "/api/v1/pairs/" + id(p.ID)
	require.Contains(t, author.post(path+"/submit", nil).problem(409).Detail, "在依据里找不到")

	// What was read may be sent back whole, with everything that is not looked at.
	b := p.Basis[0]
	c.Answer = "由市机构编制委员会办公室负责。"
	c.Basis = []PairBasis{{VersionID: b.VersionID, Start: b.Start, End: b.End, ChunkID: b.ChunkID, Quote: b.Quote, DocumentID: b.DocumentID, Title: "改过的标题",
		Address: b.Address, Label: b.Label, Hash: b.Hash, Status: string(b.Status), EffectiveFrom: b.EffectiveFrom}}
	author.json(http.MethodPut, path, c).into(&p)
	require.Equal(t, 2, p.Version)
	require.Equal(t, b.Title, p.Basis[0].Title)
	author.post(path+"/submit", nil).into(&p)
	require.Equal(t, annotate.StateReview, p.State)

	review := func(by *client, v ReviewVerdict) answered {
		var item ReviewItem
		by.post("/api/v1/review/next", nil).into(&item)
		require.NotNil(t, item.Item)
		v.Version = item.Item.Version
		return by.post("/api/v1/review/"+id(item.Item.ID)+"/verdict", v)
	}
	require.Equal(t, "reason", review(lead, ReviewVerdict{Action: "reject"}).problem(422).Field)
	review(lead, ReviewVerdict{Action: "reject", Reason: "format", Comment: "写全称"}).into(&p)
	require.Equal(t, annotate.StateRejected, p.State)
	require.Equal(t, "格式不规范：写全称", p.Reason)

	c.Answer = "由云澜市机构编制委员会办公室负责。"
	author.json(http.MethodPut, path, c).into(&p)
	author.post(path+"/submit", nil).into(&p)
	review(lead, ReviewVerdict{Action: "accept"}).into(&p)
	require.Equal(t, 2, p.Round)
	review(others[0], ReviewVerdict{Action: "accept"}).into(&p)
	require.Equal(t, annotate.StateApproved, p.State)

	var history list[annotate.PairVersion]
	author.get(path + "/versions").into(&history)
	require.Equal(t, 3, history.Total)
	require.Len(t, history.Items[0].Verdicts, 2)
	require.Equal(t, "reject", history.Items[1].Verdicts[0].Action)

	require.Equal(t, 403, author.post(path+"/recheck", PairReason{"看看"}).status)
	lead.post(path+"/recheck", PairReason{"有人反映"}).into(&p)
	require.Equal(t, annotate.StateReview, p.State)
	lead.post(path+"/withdraw", PairReason{"不再提供"}).into(&p)
	require.Equal(t, annotate.StateWithdrawn, p.State)

	var trail list[audit.Entry]
	w.as("auditor").get("/api/v1/audit?object=pair&object_id=" + id(p.ID)).into(&trail)
	seen := map[string]int{}
	for _, e := range trail.Items {
		seen[e.Action]++
	}
	require.Equal(t, map[string]int{"pair.create": 1, "pair.revise": 2, "pair.submit": 2, "pair.verdict": 3, "pair.reject": 1, "pair.accept": 1,
		"pair.approve": 1, "pair.recheck": 1, "pair.withdraw": 1}, seen)
}

func TestPairsAreWrittenByPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("办法.txt", openPaper, auth.L1)
	c := map[string]any{"question": "日常管理由谁负责？", "answer": "市机构编制委员会办公室。", "type": 14, "origin": "rule",
		"basis": []PairBasis{w.place(version, openQuote)}}
	require.Equal(t, 422, w.as("expert").post("/api/v1/pairs", c).status, "what a rule writes has no author: nobody may say so of their own words")
	c["origin"] = "feedback"
	var p annotate.Pair
	w.as("expert").post("/api/v1/pairs", c).into(&p)
	require.Equal(t, annotate.ByFeedback, p.Origin)
	require.Equal(t, "王专家", p.Author)
	delete(c, "basis")
	require.Equal(t, 422, w.as("expert").post("/api/v1/pairs", c).status)
}

// TestWhatHappensToTextsReachesPairs: withdrawn, classed higher, repealed, each through the API, each in the same transaction.
func TestWhatHappensToTextsReachesPairs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("办法.txt", openPaper, auth.L1)
	doc := id(w.document(version))
	pair := w.inQueue(version, openQuote, 1)[0]
	for _, c := range w.reviewers(2, auth.L1) {
		c.post("/api/v1/review/next", nil)
		require.Equal(t, 200, c.post("/api/v1/review/"+id(pair)+"/verdict", ReviewVerdict{Version: 1, Action: "accept"}).status)
	}
	indexed := func() (n int) {
		require.NoError(t, w.pool.QueryRow(t.Context(), `select count(*) from retrieval.entry where pair_id = $1 and clearance <= 1`, pair).Scan(&n))
		return n
	}
	state := func() annotate.State {
		p, err := annotate.PairByID(w.system(), w.pool, pair)
		require.NoError(t, err)
		return p.State
	}
	require.Equal(t, 1, indexed())
	admin := w.as("admin")
	require.Equal(t, 200, admin.patch("/api/v1/documents/"+doc, DocumentChange{auth.L3}).status)
	require.Zero(t, indexed(), "the pair is as high as its text")
	w.as("expert").get("/api/v1/pairs/" + id(pair)).problem(404)
	require.Equal(t, 200, admin.patch("/api/v1/documents/"+doc, DocumentChange{auth.L1}).status)
	require.Equal(t, 1, indexed())
	require.Equal(t, annotate.StateApproved, state())

	require.Equal(t, 204, admin.delete("/api/v1/documents/"+doc+"?reason="+urlText("有误")).status)
	require.Zero(t, indexed())
	require.Equal(t, 404, w.as("lead").get("/api/v1/pairs/"+id(pair)).status)
	require.Equal(t, 200, admin.post("/api/v1/documents/"+doc+"/restore", Restored{"查清"}).status)
	require.Equal(t, annotate.StateReview, state(), "back, and to be looked at again")
}

func TestDraftingNeedsSomebodyToDoIt(t *testing.T) {
	t.Parallel()
	var docs []int64
	w := newWorld(t)
	require.JSONEq(t, `{"job":7}`, w.as("lead").post("/api/v1/pairs/draft", DraftingRequest{DocumentIDs: docs}).body)
	require.Contains(t, w.as("expert").get("/api/v1/drafting").body, "idle")
	none := newWorld(t, func(d *Deps) { d.Draft, d.DraftingState = nil, nil })
	require.Contains(t, none.as("lead").post("/api/v1/pairs/draft", DraftingRequest{}).problem(503).Detail, "没有启用起草")
	none.as("lead").get("/api/v1/drafting").problem(503)
}
