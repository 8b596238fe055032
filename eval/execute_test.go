package eval

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/qa"
)

func TestRunFromQueueToMetrics(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "小题集", questions())
	queued := w.queue(lead, s.ID, Config{Label: "第一次", Workers: 3})
	require.Equal(t, Queued, queued.State)
	require.Equal(t, auth.L2, queued.Config.Clearance, "it asks with the eyes of who started it")

	var gathered []int64
	w.deps.Gather = func(ctx context.Context, tx pgx.Tx, run int64) error {
		var state State
		require.NoError(t, tx.QueryRow(ctx, `select state from eval.run where id = $1`, run).Scan(&state))
		require.Equal(t, Done, state, "tickets are gathered of a run that is done")
		gathered = append(gathered, run)
		return nil
	}
	var last atomic.Int64
	require.NoError(t, Execute(t.Context(), w.deps, queued.ID, func(done, total int) {
		require.Equal(t, 4, total)
		last.Store(max(last.Load(), int64(done)))
	}))
	require.EqualValues(t, 4, last.Load())
	require.Equal(t, []int64{queued.ID}, gathered)

	r := w.byID(queued.ID)
	require.Equal(t, Done, r.State)
	require.Equal(t, 4, r.Done)
	require.Equal(t, "test", r.Program)
	require.Len(t, r.DataVersion, 12)
	require.False(t, r.Metrics.DataChanged)
	require.Equal(t, "组长2", r.Actor)
	require.NotNil(t, r.StartedAt)
	require.NotNil(t, r.EndedAt)
	m := r.Metrics.All
	require.Equal(t, []int{4, 3, 3, 3, 1}, []int{m.Questions, m.Answerable, m.Passed, m.Correct, m.Refused}, "all but the one that expects 99")
	for name, want := range map[string]float64{"passed": 0.75, "answers": 0.75, "refusal_precision": 1, "refusal_recall": 1, "numbers": 2.0 / 3,
		"contains": 2.0 / 3, "citation_recall": 1, "recall@10": 1} {
		got, ok := m.Score(name)
		require.True(t, ok, name)
		require.InDelta(t, want, got.Value, 1e-9, name)
	}
	require.Len(t, r.Metrics.Splits, 2)
	require.Len(t, r.Metrics.Types, 2)

	failed := w.outcomes(r.ID, OutcomeFilter{Failed: true})
	require.Len(t, failed, 1)
	require.Equal(t, "wrong", failed[0].Question.ID)
	require.Contains(t, failed[0].Problem, "99名")
	require.NotEmpty(t, failed[0].Class, "a failure is classed")
	require.NotEmpty(t, failed[0].Stage)
	require.Equal(t, 1, r.Metrics.Classes[failed[0].Class])
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{Type: 29}), 1)
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{Keys: []string{"lamp", "bell"}}), 2)
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{Class: failed[0].Class}), 1)
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{Limit: 2, Offset: 3}), 1)

	require.NoError(t, Execute(t.Context(), w.deps, r.ID, func(int, int) { t.Fatal("a run that is done is left alone") }))
}

// comparable is an outcome without what may differ from run to run.
func comparableOutcomes(list []Outcome) []Outcome {
	for i := range list {
		list[i].RunID, list[i].TookMS, list[i].Answer.Timings = 0, 0, nil
	}
	return list
}

func TestKilledRunGoesOnAndNothingIsDoubled(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "小题集", questions())
	whole := w.run(lead, s.ID, Config{})

	real, asked := w.deps.QA, map[string]int{}
	ctx, kill := context.WithCancel(t.Context())
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		asked[q.Text]++
		if len(asked) == 3 {
			kill() // in the middle of the third question
		}
		return real.Ask(ctx, q, nil)
	})
	r := w.queue(lead, s.ID, Config{Workers: 1})
	require.ErrorIs(t, Execute(ctx, w.deps, r.ID, func(int, int) {}), context.Canceled)
	half := w.byID(r.ID)
	require.Equal(t, Running, half.State)
	require.Equal(t, 2, half.Done)
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{}), 2)

	var first []int
	require.NoError(t, Execute(t.Context(), w.deps, r.ID, func(done, _ int) { first = append(first, done) }))
	require.Equal(t, []int{2, 3, 4}, first, "it goes on where it stood")
	require.Equal(t, 1, asked[questions()[0].Text], "what was answered is not asked again")
	require.Equal(t, 2, asked[questions()[2].Text], "what was interrupted is")
	resumed := w.byID(r.ID)
	require.Equal(t, Done, resumed.State)
	require.Equal(t, whole.Metrics.All, resumed.Metrics.All)
	require.Equal(t, comparableOutcomes(w.outcomes(whole.ID, OutcomeFilter{})), comparableOutcomes(w.outcomes(r.ID, OutcomeFilter{})))
}

func TestRunBeginsAnewWhenConditionsHaveChanged(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "小题集", questions())
	real, n := w.deps.QA, 0
	ctx, kill := context.WithCancel(t.Context())
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		if n++; n == 4 {
			kill()
		}
		return real.Ask(ctx, q, nil)
	})
	r := w.queue(lead, s.ID, Config{Workers: 1})
	require.Error(t, Execute(ctx, w.deps, r.ID, func(int, int) {}))
	require.Equal(t, 3, w.byID(r.ID).Done)
	w.add(bellFile, bellText, auth.L1) // the third question can be answered now: its outcome is of another corpus

	var from []int
	require.NoError(t, Execute(t.Context(), w.deps, r.ID, func(done, _ int) { from = append(from, done) }))
	require.Equal(t, []int{0, 1, 2, 3, 4}, from)
	require.Equal(t, 3, w.byID(r.ID).Metrics.All.Passed)
}

func TestDataThatChangesDuringARunIsSaid(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	s := w.set(w.as(auth.L2), "小题集", questions())
	real, n := w.deps.QA, 0
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		if n++; n == 2 {
			w.add(bellFile, bellText, auth.L1)
		}
		return real.Ask(ctx, q, nil)
	})
	require.True(t, w.run(w.as(auth.L2), s.ID, Config{Workers: 1}).Metrics.DataChanged)
}

func TestCancelledRunStops(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "小题集", questions())
	r := w.queue(lead, s.ID, Config{Workers: 1})
	real, n := w.deps.QA, 0
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		if n++; n == 2 {
			w.inTx(lead, func(tx pgx.Tx) error { _, err := Cancel(lead, tx, r.ID); return err })
		}
		return real.Ask(ctx, q, nil)
	})
	w.deps.Gather = func(context.Context, pgx.Tx, int64) error { return errors.New("a cancelled run brings no tickets") }
	require.NoError(t, Execute(t.Context(), w.deps, r.ID, func(int, int) {}))
	got := w.byID(r.ID)
	require.Equal(t, Cancelled, got.State)
	require.Equal(t, 1, got.Done, "what was answered before stays")
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{}), 1)
	require.NotNil(t, got.EndedAt)
	w.inTx(lead, func(tx pgx.Tx) error {
		_, err := Cancel(lead, tx, r.ID)
		require.True(t, fault.Is(err, fault.Conflict))
		return nil
	})
}

func TestAQuestionThatCannotBeAskedIsAFailedOutcome(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	s := w.set(w.as(auth.L2), "小题集", questions())
	real := w.deps.QA
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		switch q.Text {
		case questions()[0].Text:
			panic("nil map")
		case questions()[1].Text:
			return qa.Answer{}, fault.Field("question", "问题太长。")
		}
		return real.Ask(ctx, q, nil)
	})
	r := w.run(w.as(auth.L2), s.ID, Config{})
	require.Equal(t, Done, r.State)
	o := w.outcomes(r.ID, OutcomeFilter{Keys: []string{"lamp", "wrong"}})
	require.Contains(t, o[0].Problem, "程序出错")
	require.Contains(t, o[1].Problem, "问题太长")
	require.Equal(t, []Class{GenerationWrong, GenerationWrong}, []Class{o[0].Class, o[1].Class})
	require.False(t, o[0].Passed || o[1].Passed)
}

func TestAModelThatIsAwayEndsTheAttemptAndFailSaysWhy(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	s := w.set(lead, "小题集", questions())
	w.deps.QA = askerFunc(func(context.Context, qa.Question) (qa.Answer, error) {
		return qa.Answer{}, fault.New(fault.Unavailable, "模型没有响应。")
	})
	r := w.queue(lead, s.ID, Config{})
	err := Execute(t.Context(), w.deps, r.ID, func(int, int) {})
	require.True(t, fault.Is(err, fault.Unavailable))
	require.Equal(t, Running, w.byID(r.ID).State, "the job tries again")
	require.NoError(t, Fail(t.Context(), w.pool, r.ID, fault.Message(err)))
	got := w.byID(r.ID)
	require.Equal(t, Failed, got.State)
	require.Equal(t, "模型没有响应。", got.Error)
}

func TestRunAsksWithTheEyesOfItsConfig(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L3)
	lead := w.as(auth.L3)
	s := w.set(w.as(auth.L1), "小题集", questions())
	require.Equal(t, auth.L1, s.Clearance, "who may not see the bell document does not learn of it through the set")

	low := w.run(lead, s.ID, Config{Clearance: auth.L1})
	high := w.run(lead, s.ID, Config{Clearance: auth.L4})
	require.Equal(t, auth.L3, high.Config.Clearance, "nobody asks with more than their own")
	require.False(t, w.outcomes(low.ID, OutcomeFilter{Keys: []string{"bell"}})[0].Correct)
	require.True(t, w.outcomes(high.ID, OutcomeFilter{Keys: []string{"bell"}})[0].Correct)
	require.Equal(t, auth.L1, low.Clearance)
	require.Equal(t, auth.L3, high.Clearance, "its answers quote what is L3")

	for _, one := range []context.Context{w.as(auth.L1), w.as(auth.L2)} {
		_, err := RunByID(one, w.pool, high.ID)
		require.True(t, fault.Is(err, fault.NotFound))
		_, _, err = Outcomes(one, w.pool, high.ID, OutcomeFilter{})
		require.True(t, fault.Is(err, fault.NotFound))
		_, err = Compare(one, w.pool, low.ID, high.ID)
		require.True(t, fault.Is(err, fault.NotFound))
		_, err = Gate(one, w.pool, high.ID, Thresholds{Min: map[string]float64{"passed": 0}})
		require.True(t, fault.Is(err, fault.NotFound))
		list, total, err := Runs(one, w.pool, RunFilter{})
		require.NoError(t, err)
		require.Equal(t, 1, total)
		require.Equal(t, low.ID, list[0].ID)
		seen, err := SetByID(one, w.pool, s.ID)
		require.NoError(t, err)
		require.Equal(t, 1, seen.Runs, "a run that one may not see is in no count")
		require.Error(t, w.cancel(one, high.ID))
	}
}

func (w *world) cancel(ctx context.Context, id int64) error {
	tx, err := w.pool.Begin(ctx)
	require.NoError(w.t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = Cancel(ctx, tx, id)
	return err
}

func TestEvidenceAboveTheReaderIsNotShown(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	s := w.set(w.as(auth.L1), "小题集", questions())
	r := w.run(w.as(auth.L1), s.ID, Config{})
	_, err := w.pool.Exec(t.Context(), `update eval.outcome set evidence_clearance = 3, object = '《绝不外泄》', object_id = '7', class = 'corpus_missing' where run_id = $1 and key = 'wrong'`, r.ID)
	require.NoError(t, err)
	for c, want := range map[auth.Clearance]string{auth.L2: "", auth.L3: "《绝不外泄》"} {
		list, _, err := Outcomes(w.as(c), w.pool, r.ID, OutcomeFilter{Keys: []string{"wrong"}})
		require.NoError(t, err)
		require.Equal(t, want, list[0].Object)
		require.Equal(t, CorpusMissing, list[0].Class, "the class itself tells nothing")
		require.Equal(t, c == auth.L2, len(list[0].Evidence) == 0)
	}
}

func TestDataVersionFollowsWhatAnswersAreMadeOf(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(auth.L4)
	version := func() string {
		v, err := DataVersion(ctx, w.pool)
		require.NoError(t, err)
		return v
	}
	seen := map[string]string{version(): "empty"}
	fresh := func(what string) {
		t.Helper()
		v := version()
		require.Empty(t, seen[v], what)
		seen[v] = what
		require.Equal(t, v, version(), "it is the same when nothing happens")
	}
	v := w.add(lampFile, lampText, auth.L1)
	fresh("a document came in")
	doc, err := ingest.VersionByID(ctx, w.pool, v, civil.Date{})
	require.NoError(t, err)
	w.inTx(ctx, func(tx pgx.Tx) error { return ingest.SetClearance(ctx, tx, doc.DocumentID, auth.L2) })
	fresh("its clearance")
	w.inTx(ctx, func(tx pgx.Tx) error { return ingest.Withdraw(ctx, tx, doc.DocumentID, "重复") })
	fresh("withdrawn")
}
