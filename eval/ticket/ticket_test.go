package ticket

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/eval"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/qa"
)

// The whole round: a text that is missing, a ticket, the text brought in, a second pair of eyes, the case asked again, closed.
func TestAMissingTextGoesAllTheWayRound(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.run("题", absent("q1"))
	tk := r.only()
	require.Equal(t, eval.CorpusMissing, tk.Class)
	require.Equal(t, eval.StageData, tk.Stage)
	require.Equal(t, rulesFile, tk.ObjectID)
	require.Equal(t, New, tk.State)
	require.Empty(t, r.trail(tk.ID).Fixes, "nothing has come in yet")

	r.toFixing(tk.ID)
	err := r.fixed(r.expert, tk.ID, "1")
	require.True(t, fault.Is(err, fault.Invalid))
	require.Contains(t, fault.Message(err), "还没有新的版本")

	v := r.add(rulesFile, rules, auth.L1)
	require.Equal(t, versionName(v), r.trail(tk.ID).Fixes[0].Version)
	err = r.fixed(r.expert, tk.ID, "999")
	require.Contains(t, fault.Message(err), "可以填："+versionName(v))
	require.NoError(t, r.fixed(r.expert, tk.ID, versionName(v)))
	require.NoError(t, r.reject(r.lead, tk.ID, "施行日期没有核对"))
	require.NoError(t, r.fixed(r.expert, tk.ID, versionName(v)))
	require.NoError(t, r.accept(r.lead, tk.ID))
	r.again(r.lead, tk.ID)

	tr := r.trail(tk.ID)
	require.Equal(t, Closed, tr.Ticket.State)
	require.NotNil(t, tr.Ticket.ClosedAt)
	require.Equal(t, tr.Ticket.RunID, tr.Cases[0].PassedIn)
	var states []State
	for _, e := range tr.Events {
		states = append(states, e.ToState)
	}
	require.Equal(t, []State{New, Assigned, Fixing, ReReview, Fixing, ReReview, ReRun, ReRun, Closed}, states)
	entries, _, err := audit.List(t.Context(), r.pool, audit.Filter{Object: "ticket", ObjectID: itoa(tk.ID)})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(entries), len(states), "every step is in the audit")
}

func TestAFailingRerunGoesBackAndALaterFailureReopens(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	q := absent("q1")
	q.Must = []string{"没有的话"}
	r.run("题", q)
	tk := r.only()
	r.toFixing(tk.ID)
	v := r.add(rulesFile, rules, auth.L1)
	require.NoError(t, r.fixed(r.expert, tk.ID, versionName(v)))
	require.NoError(t, r.accept(r.lead, tk.ID))
	r.again(r.lead, tk.ID)
	tk = r.only()
	require.Equal(t, Fixing, tk.State)
	require.Empty(t, tk.FixVersion, "what did not mend it is forgotten")
	require.Error(t, r.fixed(r.expert, tk.ID, versionName(v)), "it is older than the last failure now")

	// The question itself was wrong: its next version is what is asked.
	r.must(func(tx pgx.Tx) error {
		_, err := eval.ImportSet(r.system(), tx, "题", eval.FromFile, []eval.Question{absent("q1")})
		if err == nil {
			_, err = tx.Exec(t.Context(), `update ingest.version set created_at = now() + interval '1 minute'`)
		}
		return err
	})
	require.NoError(t, r.fixed(r.expert, tk.ID, versionName(v)))
	require.NoError(t, r.accept(r.lead, tk.ID))
	r.again(r.lead, tk.ID)
	require.Equal(t, Closed, r.only().State)

	_, err := r.pool.Exec(t.Context(), `delete from ingest.intake; delete from ingest.document`)
	require.NoError(t, err)
	r.run("题", absent("q1"))
	tk = r.only()
	require.Equal(t, Assigned, tk.State)
	require.Equal(t, 1, tk.Reopened)
	require.Empty(t, tk.FixVersion)
	require.Equal(t, 1, tk.Cases, "the same case")
}

// One open ticket per cause, however many cases and runs.
func TestCasesOfOneCauseAreGathered(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	other := eval.Question{ID: "q3", Type: 1, Text: "什么是编制蓄水？", Answerable: true, Gold: []eval.Gold{{File: "别的.txt", Address: "第一条"}}}
	run := r.run("题", absent("q1"), absent("q2"), other)
	require.Len(t, r.tickets(r.system()), 2)
	r.run("题", absent("q1"), absent("q2"), other)
	list := r.tickets(r.system())
	require.Len(t, list, 2)
	require.Equal(t, 3, list[0].Cases+list[1].Cases)
	r.must(func(tx pgx.Tx) error {
		opened, _, reopened, err := Gather(r.system(), tx, run.ID)
		require.Zero(t, opened+reopened, "gathered again it opens nothing")
		return err
	})
	_, total, counts, err := Tickets(r.system(), r.pool, Filter{Stage: eval.StageData, State: New})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, map[State]int{New: 2}, counts)
}

// Every step from every state it does not belong to is refused, and nothing moves.
func TestNoStepCanBeSkipped(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.run("题", absent("q1"))
	id := r.only().ID
	v := int64(0)
	steps := map[string]func() error{
		"assign": func() error { return r.assign(r.lead, id, "zhuanjia") },
		"start":  func() error { return r.start(r.lead, id) },
		"fixed":  func() error { return r.fixed(r.lead, id, versionName(v)) },
		"accept": func() error { return r.accept(r.other, id) },
		"reject": func() error { return r.reject(r.other, id, "不对") },
		"rerun":  func() error { return r.rerun(r.other, id) },
	}
	refused := func(state State, allowed ...string) {
		for name, step := range steps {
			if len(allowed) > 0 && (name == allowed[0] || len(allowed) > 1 && name == allowed[1]) {
				continue
			}
			require.True(t, fault.Is(step(), fault.Conflict), "%s from %s", name, state)
		}
		require.Equal(t, state, r.only().State)
	}
	refused(New, "assign")
	require.NoError(t, steps["assign"]())
	refused(Assigned, "assign", "start")
	require.NoError(t, steps["start"]())
	v = r.add(rulesFile, rules, auth.L1)
	refused(Fixing, "fixed")
	require.NoError(t, steps["fixed"]())
	refused(ReReview, "accept", "reject")
	require.NoError(t, steps["accept"]())
	refused(ReRun, "rerun")
	r.again(r.other, id)
	refused(Closed)
}

// The database holds the drawing itself, whoever writes.
func TestTheDatabaseRefusesEveryOtherArrow(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	run := r.run("题", absent("q1"))
	id := r.only().ID
	legal := map[[2]State]bool{{New, Assigned}: true, {Assigned, Fixing}: true, {Fixing, ReReview}: true, {ReReview, Fixing}: true, {ReReview, ReRun}: true,
		{ReRun, Fixing}: true, {ReRun, Closed}: true, {Closed, Assigned}: true}
	set := func(tx pgx.Tx, s State) error {
		_, err := tx.Exec(t.Context(), `update eval.ticket set state = $2, assignee_id = 1, fix_version = 'x', fixer_id = 1, accepter_id = 2,
			run_id = case when $2 = 'closed' then $3::bigint end, closed_at = case when $2 = 'closed' then now() end where id = $1`, id, s, run.ID)
		return err
	}
	path := map[State][]State{New: {}, Assigned: {Assigned}, Fixing: {Assigned, Fixing}, ReReview: {Assigned, Fixing, ReReview},
		ReRun: {Assigned, Fixing, ReReview, ReRun}, Closed: {Assigned, Fixing, ReReview, ReRun, Closed}}
	back := errors.New("roll back")
	for _, from := range States {
		for _, to := range States {
			if from == to {
				continue
			}
			err := r.inTx(func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), `update eval.ticket_case set passed_in = $1`, run.ID)
				require.NoError(t, err)
				for _, s := range path[from] {
					require.NoError(t, set(tx, s))
				}
				if err := set(tx, to); err != nil {
					return err
				}
				return back
			})
			if legal[[2]State{from, to}] {
				require.ErrorIs(t, err, back, "%s → %s", from, to)
			} else {
				checked(t, err)
			}
		}
	}
	for name, sql := range map[string]string{
		"begun elsewhere":        `insert into eval.ticket (cause, class, stage, object_type, object_id, title, state, assignee_id) values ('c', 'x', '编目', 'pair', '1', 't', 'assigned', 1)`,
		"no assignee":            `update eval.ticket set state = 'assigned'`,
		"the fixer accepts":      `update eval.ticket set fixer_id = 1, accepter_id = 1`,
		"a stage from nowhere":   `update eval.ticket set stage = '别处'`,
		"an object from nowhere": `update eval.ticket set object_type = 'moon'`,
	} {
		_, err := r.pool.Exec(t.Context(), sql)
		require.Error(t, err, name)
		checked(t, err)
	}
}

func checked(t *testing.T, err error) {
	t.Helper()
	var pge *pgconn.PgError
	require.ErrorAs(t, err, &pge)
	require.Equal(t, "23514", pge.Code, pge.Message)
}

// A ticket does not close in a run that has left a case out, or that it failed in.
func TestClosingNeedsEveryCase(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	run := r.run("题", absent("q1"), absent("q2"))
	_, err := r.pool.Exec(t.Context(), `update eval.ticket set state = 'assigned', assignee_id = 1`)
	require.NoError(t, err)
	for _, sql := range []string{`update eval.ticket set state = 'fixing'`, `update eval.ticket set state = 're_review', fix_version = 'x', fixer_id = 1`,
		`update eval.ticket set state = 're_run', accepter_id = 2`, `update eval.ticket_case set passed_in = run_id where key = 'q1'`} {
		_, err := r.pool.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	_, err = r.pool.Exec(t.Context(), `update eval.ticket set state = 'closed', closed_at = now(), run_id = $1`, run.ID)
	checked(t, err)
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.run("题", absent("q1"))
	id := r.only().ID
	require.True(t, fault.Is(r.assign(r.expert, id, "zhuanjia"), fault.Forbidden), "experts do not assign")
	require.True(t, fault.Is(r.assign(r.staff, id, "zhuanjia"), fault.Forbidden))
	require.Equal(t, "account_id", fault.FieldOf(r.assign(r.lead, id, "gongzuo")), "staff mend nothing")
	require.Equal(t, "account_id", fault.FieldOf(r.assign(r.lead, id, "nobody")))
	require.NoError(t, r.assign(r.lead, id, "guanli"))
	require.True(t, fault.Is(r.start(r.expert, id), fault.Forbidden), "somebody else's ticket")
	require.NoError(t, r.start(r.other, id))
	v := r.add(rulesFile, rules, auth.L1)
	require.NoError(t, r.fixed(r.other, id, versionName(v)))
	err := r.accept(r.other, id)
	require.True(t, fault.Is(err, fault.Forbidden))
	require.Contains(t, fault.Message(err), "修复人不能复审自己的修复")
	require.Equal(t, "note", fault.FieldOf(r.reject(r.lead, id, " ")))
	require.NoError(t, r.accept(r.lead, id))
	r.must(func(tx pgx.Tx) error { _, err := Again(r.lead, tx, id); return err })
	require.True(t, fault.Is(r.rerun(r.lead, id), fault.Conflict), "one re-run at a time")

	people, err := Assignees(r.system(), r.pool)
	require.NoError(t, err)
	require.Len(t, people, 4)
}

// Above one's clearance a ticket is in no list, no count, and cannot be touched.
func TestClearance(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add(rulesFile, rules, auth.L3)
	q := absent("q1")
	q.Must = []string{"没有的话"}
	r.run("题", q)
	tk := r.only()
	require.Equal(t, auth.L3, tk.Clearance)
	for _, who := range []context.Context{r.low, r.expert} {
		list, total, counts, err := Tickets(who, r.pool, Filter{})
		require.NoError(t, err)
		require.Empty(t, list)
		require.Zero(t, total)
		require.Empty(t, counts)
		_, err = ByID(who, r.pool, tk.ID, "")
		require.True(t, fault.Is(err, fault.NotFound))
	}
	require.True(t, fault.Is(r.assign(r.low, tk.ID, "xinren"), fault.NotFound))
	require.Equal(t, "account_id", fault.FieldOf(r.assign(r.lead, tk.ID, "zhuanjia")), "an L2 expert cannot mend what is L3")
}

// A thumbs-down files a ticket in its own transaction, and its author reads where it stands.
func TestAThumbsDownAndItsAuthor(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	a, err := r.qa.Ask(r.staff, qa.Question{Text: "什么是灵活用编？"}, nil)
	require.NoError(t, err)
	require.Equal(t, qa.Refused, a.Mode)
	judge := func(verdict, reason, comment string) {
		r.must(func(tx pgx.Tx) error {
			if err := qa.GiveFeedback(r.staff, tx, a.ID, verdict, reason, comment); err != nil {
				return err
			}
			return Judged(r.staff, tx, a.ID)
		})
	}
	judge("up", "", "")
	require.Empty(t, r.tickets(r.system()), "praise files nothing")
	judge("down", "refused", "办法里写了")
	tk := r.only()
	require.Equal(t, eval.CorpusMissing, tk.Class)
	require.Equal(t, "不该拒答：办法里写了", r.trail(tk.ID).Cases[0].Problem)
	judge("down", "refused", "第二条写了")
	require.Equal(t, "不该拒答：第二条写了", r.trail(tk.ID).Cases[0].Problem, "a changed mind is the same case")
	require.Equal(t, 1, r.only().Cases)

	seen := func() qa.Handling {
		h, err := Standings(r.staff, r.pool, []int64{a.ID})
		require.NoError(t, err)
		return h[a.ID]
	}
	require.Equal(t, "已受理，等待指派", seen().Label)
	h, err := Standings(r.expert, r.pool, []int64{a.ID})
	require.NoError(t, err)
	require.Empty(t, h, "others' feedback is not theirs to follow")
	require.Equal(t, "question", tk.ObjectType)
	r.toFixing(tk.ID)
	require.Equal(t, "正在修复", seen().Label)
}

// What a reader called wrong is no pass when it is said again; what was incomplete may stand in the better answer.
func TestTheSameWrongAnswerIsNoPass(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add(rulesFile, rules, auth.L1)
	a, err := r.qa.Ask(r.staff, qa.Question{Text: "灵活用编的期限一般不超过几年？"}, nil)
	require.NoError(t, err)
	require.NotEqual(t, qa.Refused, a.Mode, a.Text)
	again := func(reason string) (q eval.Question) {
		r.must(func(tx pgx.Tx) error {
			if err := qa.GiveFeedback(r.staff, tx, a.ID, "down", reason, "再看看"); err != nil {
				return err
			}
			return Judged(r.staff, tx, a.ID)
		})
		tk := r.only()
		r.must(func(tx pgx.Tx) error {
			list, _, err := asked(r.system(), tx, tk)
			if err == nil {
				q = list[0]
			}
			return err
		})
		return q
	}
	require.False(t, eval.Judge(again("wrong"), a).Correct)
	require.True(t, eval.Judge(again("incomplete"), a).Correct)
}

// A pair that is wrong goes back to review when its ticket starts, must be approved again before it is accepted, and is asked as it then stands.
func TestAWrongPairIsReviewedAgain(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add(rulesFile, rules, auth.L1)
	pairs := annotate.New(r.index, nil)
	id := r.approved(pairs, v)
	_, err := r.pool.Exec(t.Context(), `update annotate.pair_version set answer = '一般不超过3年。'`)
	require.NoError(t, err)
	q := eval.Question{ID: "pair-1", Type: 3, Text: "灵活用编的期限一般不超过几年？", Answerable: true, PairID: id, Must: []string{"3年"}, MustNot: []string{"期限"},
		Gold: []eval.Gold{{File: rulesFile, Address: "第四条"}}}
	r.run("已审定", q)
	tk := r.only()
	require.Equal(t, eval.LabelWrong, tk.Class)
	require.Equal(t, itoa(id), tk.ObjectID)
	require.Equal(t, "high", tk.Severity)
	require.NoError(t, r.assign(r.lead, tk.ID, "zhuanjia"))
	require.NoError(t, r.start(r.expert, tk.ID))
	p, err := annotate.PairByID(r.system(), r.pool, id)
	require.NoError(t, err)
	require.Equal(t, annotate.StateReview, p.State)
	require.Empty(t, r.trail(tk.ID).Fixes, "sent back is not mended")

	_, err = r.pool.Exec(t.Context(), `insert into annotate.pair_version (pair_id, n, question, answer, question_key, created_at)
		select pair_id, 9, question, '一般不超过2年。', question_key, now() + interval '1 second' from annotate.pair_version where n = 1`)
	require.NoError(t, err)
	require.NoError(t, r.fixed(r.expert, tk.ID, "9"))
	err = r.accept(r.lead, tk.ID)
	require.True(t, fault.Is(err, fault.Conflict))
	require.Contains(t, fault.Message(err), "重新审定")
}

// approved is a pair that two experts have signed.
func (r *room) approved(s *annotate.Service, version int64) int64 {
	r.t.Helper()
	var b annotate.Basis
	require.NoError(r.t, r.pool.QueryRow(r.t.Context(), `select id, version_id, text from ingest.chunk where version_id = $1 and address = '第四条'`, version).
		Scan(&b.ChunkID, &b.VersionID, &b.Quote))
	var p annotate.Pair
	r.must(func(tx pgx.Tx) (err error) {
		p, err = s.Create(r.system(), tx, annotate.Content{Question: "灵活用编的期限一般不超过几年？", Answer: "一般不超过2年。", Type: 3, Basis: []annotate.Basis{b}})
		if err == nil {
			p, err = s.Submit(r.system(), tx, p.ID)
		}
		return err
	})
	for i := range int64(2) {
		reviewer := auth.WithActor(r.t.Context(), auth.Actor{ID: 900 + i, Login: "r", Name: "审", Roles: []auth.Role{auth.Expert}, Clearance: auth.L4})
		_, err := s.Pull(reviewer, r.pool)
		require.NoError(r.t, err)
		r.must(func(tx pgx.Tx) error {
			_, err := s.Decide(reviewer, tx, p.ID, annotate.Decision{Version: p.Version, Action: annotate.Accept})
			return err
		})
	}
	return p.ID
}
