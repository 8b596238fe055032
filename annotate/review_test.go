package annotate

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/retrieval"
)

func TestTwoRoundsByDifferentPeople(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("规定.txt", charter, auth.L1)
	p := r.submitted(r.as(1, auth.L2), r.aboutPosts(v))
	require.Equal(t, StateReview, p.State)
	require.Equal(t, 1, p.Round)
	require.Empty(t, errorsOf(p.Findings), p.Findings)
	require.Zero(t, r.pull(r.as(1, auth.L4)), "nobody their own draft")

	p = r.accept(r.as(2, auth.L2), p.ID)
	require.Equal(t, 2, p.Round)
	require.Empty(t, r.indexed())
	require.Zero(t, r.pull(r.as(2, auth.L2)), "the second round is somebody else's")
	require.Zero(t, r.pull(r.as(1, auth.L2)))

	p = r.accept(r.as(3, auth.L2), p.ID)
	require.Equal(t, StateApproved, p.State)
	require.Equal(t, 1, p.ApprovedVersion)
	require.NotNil(t, p.ApprovedAt)
	require.Equal(t, []int64{p.ID}, r.indexed())
	require.Equal(t, []string{"create", "submit", "verdict", "accept", "verdict", "approve"}, r.actions(p.ID))

	res, err := r.index.Search(r.as(9, auth.L1), retrieval.Query{Text: "数据局有几个行政编制"})
	require.NoError(t, err)
	require.Equal(t, p.ID, res.Hits[0].PairID, "in its other wording, at once")
	list, err := Approved(r.as(9, auth.L1), r.pool, []int64{p.ID}, civil.Date{})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, posts, list[0].Basis[0].Quote)

	history, err := Versions(r.as(9, auth.L1), r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 1)
	require.Equal(t, "专家1", history[0].Author)
	require.Len(t, history[0].Verdicts, 2)
	require.Equal(t, "专家2", history[0].Verdicts[0].Reviewer)
	require.Equal(t, "市委编办", history[0].Verdicts[0].Unit)
	require.Equal(t, []int{1, 2}, []int{history[0].Verdicts[0].Round, history[0].Verdicts[1].Round})
}

func TestAnEditStartsAgainAndItsAuthorIsOut(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.submitted(r.system(), r.aboutPosts(v))
	one, two, three, four := r.as(1, auth.L2), r.as(2, auth.L2), r.as(3, auth.L2), r.as(4, auth.L2)
	r.accept(one, p.ID)

	c := r.aboutPosts(v)
	c.Answer = "机关行政编制61名。"
	p, err := r.decide(two, p.ID, Decision{Action: Edit, Content: &c, Comment: "只答所问"})
	require.NoError(t, err)
	require.Equal(t, standing{State: StateReview, Round: 1, Version: 2}, p.standing())
	require.Equal(t, "专家2", p.Author)
	require.Zero(t, p.LeasedBy)
	require.Zero(t, r.pull(two), "nobody their own words")
	require.Equal(t, p.ID, r.pull(one), "who signed the version before may sign this one")
	require.NoError(t, r.Return(one, r.pool, p.ID))

	r.accept(three, p.ID)
	p = r.accept(four, p.ID)
	require.Equal(t, StateApproved, p.State)
	require.Equal(t, 2, p.ApprovedVersion)
	require.Equal(t, "机关行政编制61名。", p.Answer)

	history, err := Versions(four, r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 2)
	require.Equal(t, []string{"", "专家2"}, []string{history[1].Author, history[0].Author})
	require.Equal(t, "只答所问", history[0].Note)
	require.Equal(t, "61名，其中局长1名、副局长3名。", history[1].Answer, "what was is kept")
	actions := func(v PairVersion) (out []string) {
		for _, x := range v.Verdicts {
			out = append(out, x.Reviewer+x.Action)
		}
		return out
	}
	require.Equal(t, []string{"专家1accept", "专家2edit"}, actions(history[1]))
	require.Equal(t, []string{"专家3accept", "专家4accept"}, actions(history[0]))
	require.Equal(t, []string{"create", "submit", "verdict", "accept", "verdict", "revise", "verdict", "accept", "verdict", "approve"}, r.actions(p.ID))
}

func TestARejectedPairIsRevisedAndComesBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	author, one := r.as(1, auth.L2), r.as(2, auth.L2)
	p := r.submitted(author, r.aboutPosts(v))
	p, err := r.decide(one, p.ID, Decision{Action: Reject, Reason: "wrong_answer", Comment: "没有答全"})
	require.NoError(t, err)
	require.Equal(t, StateRejected, p.State)
	require.Equal(t, "答案有误：没有答全", p.Reason)
	require.Zero(t, p.Round)
	require.Zero(t, r.pull(r.as(3, auth.L2)))

	c := r.aboutPosts(v)
	err = r.inTx(func(tx pgx.Tx) error { _, err := r.Save(author, tx, p.ID, c); return err })
	require.Equal(t, "content", fault.FieldOf(err), "the same words again are no revision")
	c.Answer, c.Basis = "行政编制61名，局长1名，副局长3名。", nil
	r.must(func(tx pgx.Tx) error { p, err = r.Save(author, tx, p.ID, c); return err })
	require.Equal(t, StateDraft, p.State)
	require.Equal(t, 2, p.Version)
	require.Empty(t, p.Reason)
	require.Equal(t, posts, p.Basis[0].Quote, "not said again, the basis stays")
	r.must(func(tx pgx.Tx) error { p, err = r.Submit(author, tx, p.ID); return err })
	require.Equal(t, 2, r.accept(one, p.ID).Round, "who rejected the version before may look again")
}

func TestDecideRefuses(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.submitted(r.system(), r.aboutPosts(v))
	one := r.as(1, auth.L2)
	wrong := r.aboutPosts(v)
	wrong.Answer = "99名。"
	unquoted := r.aboutPosts(v)
	unquoted.Basis[0].Quote = "另一句话"
	same := r.aboutPosts(v)
	for name, c := range map[string]struct {
		d     Decision
		kind  fault.Kind
		field string
		says  string
	}{
		"an old version":        {Decision{Version: 9, Action: Accept}, fault.Conflict, "", "第 9 版"},
		"no action":             {Decision{Action: "approve"}, fault.Invalid, "action", "accept"},
		"no reason":             {Decision{Action: Reject}, fault.Invalid, "reason", "原因"},
		"no such reason":        {Decision{Action: Reject, Reason: "ugly"}, fault.Invalid, "reason", "原因"},
		"other without comment": {Decision{Action: Reject, Reason: "other", Comment: " "}, fault.Invalid, "comment", "写明"},
		"an edit of nothing":    {Decision{Action: Edit}, fault.Invalid, "content", "修改后"},
		"an edit that is none":  {Decision{Action: Edit, Content: &same}, fault.Invalid, "content", "没有改动"},
		"an edit with errors":   {Decision{Action: Edit, Content: &wrong}, fault.Invalid, "content", "“99”"},
		"an edit not verbatim":  {Decision{Action: Edit, Content: &unquoted}, fault.Invalid, "basis", "不一致"},
		"an endless comment":    {Decision{Action: Accept, Comment: strings.Repeat("长", 3000)}, fault.Invalid, "comment", "缩短"},
	} {
		_, err := r.decide(one, p.ID, c.d)
		require.Equal(t, c.kind, fault.KindOf(err), "%s: %v", name, err)
		require.Equal(t, c.field, fault.FieldOf(err), name)
		require.Contains(t, fault.Message(err), c.says, name)
	}
	var signed int
	require.NoError(t, r.pool.QueryRow(t.Context(), `select count(*) from annotate.verdict`).Scan(&signed))
	require.Zero(t, signed, "a verdict that is refused is not recorded")
	err := r.inTx(func(tx pgx.Tx) error {
		_, err := r.Decide(r.as(2, auth.L2), tx, p.ID, Decision{Version: 1, Action: Accept})
		return err
	})
	require.Equal(t, fault.Conflict, fault.KindOf(err), "somebody else holds it")

	// Who wrote a version, or has signed this one, may not sign even with the item in their hands.
	r.exec(`update annotate.pair_version set author_id = 1`)
	_, err = r.decide(one, p.ID, Decision{Action: Accept})
	require.Equal(t, fault.Forbidden, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "自己的内容")
	r.exec(`update annotate.pair_version set author_id = 0`)
	r.accept(one, p.ID)
	r.exec(`update annotate.pair set leased_by = 1, leased_until = now() + interval '1 minute'`)
	_, err = r.decide(one, p.ID, Decision{Action: Accept})
	require.Equal(t, fault.Forbidden, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "已审核过")
}

// TestWhatChangedUnderReviewIsNotAccepted: the checks are made again at every signature.
func TestWhatChangedUnderReviewIsNotAccepted(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.submitted(r.system(), r.aboutPosts(v))
	one := r.as(1, auth.L2)
	r.exec(`update ingest.version set text = replace(text, '61名', '62名') where id = $1`, v.ID)
	_, err := r.decide(one, p.ID, Decision{Action: Accept})
	require.Equal(t, fault.Conflict, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "引文与原文不一致")
	r.exec(`update ingest.version set text = replace(text, '62名', '61名'), effective_to = '2025-01-01', ended_by = 'repealed' where id = $1`, v.ID)
	_, err = r.decide(one, p.ID, Decision{Action: Accept})
	require.Contains(t, fault.Message(err), "已废止")
	require.Equal(t, StateRejected, func() State {
		p, err := r.decide(one, p.ID, Decision{Action: Reject, Reason: "not_in_force"})
		require.NoError(t, err)
		return p.State
	}())
}

func TestTheIndexHoldsExactlyTheApproved(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.submitted(r.system(), r.aboutPosts(v))
	r.accept(r.as(1, auth.L2), p.ID)

	undone := errors.New("undone")
	two := r.as(2, auth.L2)
	require.Equal(t, p.ID, r.pull(two))
	require.ErrorIs(t, r.inTx(func(tx pgx.Tx) error {
		got, err := r.Decide(two, tx, p.ID, Decision{Version: 1, Action: Accept})
		require.NoError(t, err)
		require.Equal(t, StateApproved, got.State)
		return undone
	}), undone)
	require.Empty(t, r.indexed(), "rolled back, it is not in the index")
	p, err := PairByID(two, r.pool, p.ID)
	require.NoError(t, err)
	require.Equal(t, standing{State: StateReview, Round: 2, Version: 1}, p.standing())
	r.accept(two, p.ID)
	require.Equal(t, []int64{p.ID}, r.indexed())

	for name, take := range map[string]func(tx pgx.Tx) error{
		"recheck":  func(tx pgx.Tx) error { _, err := r.Recheck(two, tx, p.ID, "有人反映数字不对"); return err },
		"withdraw": func(tx pgx.Tx) error { _, err := r.Withdraw(two, tx, p.ID, "不再提供"); return err },
	} {
		require.ErrorIs(t, r.inTx(func(tx pgx.Tx) error { return errors.Join(take(tx), undone) }), undone, name)
		require.Equal(t, []int64{p.ID}, r.indexed(), name)
	}
}

func TestRecheckGoesFirstWithAVersionOfItsOwn(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.approved(r.aboutPosts(v))
	other := r.add("办法.txt", rules, auth.L1)
	r.submitted(r.system(), r.aboutRules(other))
	lead := r.as(5, auth.L2)
	for _, reason := range []string{"", " "} {
		err := r.inTx(func(tx pgx.Tx) error { _, err := r.Recheck(lead, tx, p.ID, reason); return err })
		require.Equal(t, "reason", fault.FieldOf(err))
	}
	r.must(func(tx pgx.Tx) (err error) { p, err = r.Recheck(lead, tx, p.ID, "工单 7：数字不对"); return err })
	require.Equal(t, standing{State: StateReview, Round: 1, Version: 2, Reason: "工单 7：数字不对"}, p.standing())
	require.Equal(t, 1, p.ApprovedVersion, "until the next one is approved")
	require.Equal(t, posts, p.Basis[0].Quote)
	require.Equal(t, []string{"数据局有几个行政编制"}, p.Variants)
	require.Empty(t, r.indexed())
	list, err := Approved(lead, r.pool, []int64{p.ID}, civil.Date{})
	require.NoError(t, err)
	require.Empty(t, list)
	err = r.inTx(func(tx pgx.Tx) error { _, err := r.Recheck(lead, tx, p.ID, "再退"); return err })
	require.Equal(t, fault.Conflict, fault.KindOf(err))

	// Both who approved the version before may look at it again, before anything else that waits.
	r.accept(r.as(11, auth.L2), p.ID)
	p = r.accept(r.as(12, auth.L2), p.ID)
	require.Equal(t, StateApproved, p.State)
	require.Equal(t, 2, p.ApprovedVersion)
	require.Empty(t, p.Reason)
	require.Equal(t, []int64{p.ID}, r.indexed())
}

func TestStatesThatAllowNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	one := r.as(1, auth.L2)
	p := r.approved(r.aboutPosts(v))
	c := r.aboutPosts(v)
	c.Answer = "61名。"
	refuse := func(says string, f func(tx pgx.Tx) error) {
		t.Helper()
		err := r.inTx(f)
		require.Equal(t, fault.Conflict, fault.KindOf(err), "%v", err)
		require.Contains(t, fault.Message(err), says)
	}
	save := func(tx pgx.Tx) error { _, err := r.Save(one, tx, p.ID, c); return err }
	submit := func(tx pgx.Tx) error { _, err := r.Submit(one, tx, p.ID); return err }
	refuse("先退回复核", save)
	refuse("已审定", submit)
	refuse("不在审核中", func(tx pgx.Tx) error {
		_, err := r.Decide(one, tx, p.ID, Decision{Version: 1, Action: Accept})
		return err
	})
	r.must(func(tx pgx.Tx) (err error) { p, err = r.Withdraw(one, tx, p.ID, "不再提供"); return err })
	require.Equal(t, standing{State: StateWithdrawn, Version: 1, Reason: "不再提供"}, p.standing())
	require.Empty(t, r.indexed())
	refuse("已撤下", save)
	refuse("已撤下", submit)
	refuse("已经撤下", func(tx pgx.Tx) error { _, err := r.Withdraw(one, tx, p.ID, "再撤"); return err })

	// Under review it can be changed while nobody holds it, and starts again.
	q := r.submitted(r.system(), c)
	two := r.as(2, auth.L2)
	r.accept(two, q.ID)
	require.Equal(t, q.ID, r.pull(r.as(3, auth.L2)))
	c.Answer = "编制61名。"
	refuse("有人正在审核", func(tx pgx.Tx) error { _, err := r.Save(one, tx, q.ID, c); return err })
	require.NoError(t, r.Return(r.as(3, auth.L2), r.pool, q.ID))
	r.must(func(tx pgx.Tx) (err error) { q, err = r.Save(one, tx, q.ID, c); return err })
	require.Equal(t, standing{State: StateReview, Round: 1, Version: 2}, q.standing())
	for _, err := range []error{
		r.inTx(func(tx pgx.Tx) error { _, err := r.Save(one, tx, 999, c); return err }),
		r.inTx(func(tx pgx.Tx) error { _, err := r.Submit(one, tx, 999); return err }),
		r.inTx(func(tx pgx.Tx) error { _, err := r.Withdraw(one, tx, 999, "x"); return err }),
	} {
		require.Equal(t, fault.NotFound, fault.KindOf(err))
	}
}

// TestTheTablesHoldTheStates: what the functions never do, the constraints refuse.
func TestTheTablesHoldTheStates(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.approved(r.aboutPosts(r.add("三定.txt", charter, auth.L1)))
	for _, sql := range []string{
		`update annotate.pair set round = 1`,
		`update annotate.pair set state = 'review'`,
		`update annotate.pair set version = 2`,
		`update annotate.pair set approved_at = null`,
		`update annotate.pair set leased_by = 1, leased_until = now()`,
		`update annotate.pair set state = 'done'`,
		`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, action) values (` + "1" + `, 1, 2, 11, '再签', 'accept')`,
		`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, action) values (` + "1" + `, 1, 2, 13, '无因', 'reject')`,
	} {
		_, err := r.pool.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
	require.EqualValues(t, 1, p.ID)
}
