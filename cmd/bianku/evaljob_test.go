package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"bianku/eval"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

// answers is what a run brought, without what differs from run to run.
func (m *machine) answers(run int64) []string {
	m.t.Helper()
	rows, err := m.pool.Query(m.t.Context(), `
		select key || ' ' || passed || ' ' || class || ' ' || problem || ' ' || (answer->>'text') || ' ' || scores::text
		  from eval.outcome where run_id = $1 order by seq`, run)
	require.NoError(m.t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(m.t, err)
	return list
}

// TestRunKilledInTheMiddleIsFinishedByTheNextProcess kills `bianku eval` with SIGKILL and compares what the next process makes
// of its run with a run that nobody disturbed.
func TestRunKilledInTheMiddleIsFinishedByTheNextProcess(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	m := newMachine(t)
	m.run("demo", "--load")
	cmd := m.command("eval", "--sample", "--workers", "1")
	require.NoError(t, cmd.Start())
	run := func(id int64) eval.Run {
		r, err := eval.RunByID(auth.WithActor(t.Context(), auth.System("test")), m.pool, id)
		require.NoError(t, err)
		return r
	}
	var id int64
	require.Eventually(t, func() bool {
		return m.pool.QueryRow(t.Context(), `select id from eval.run where done >= 10`).Scan(&id) == nil
	}, time.Minute, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	half := run(id)
	require.Equal(t, eval.Running, half.State)
	require.Less(t, half.Done, half.Total)

	m.run("eval", "--sample")
	whole, resumed := run(id+1), run(id)
	require.Equal(t, eval.Done, whole.State)
	require.Eventually(t, func() bool { resumed = run(id); return resumed.EndedAt != nil || !m.working() }, time.Minute, 50*time.Millisecond)
	if resumed.EndedAt == nil { // the second was done first, and its process went
		m.run("eval", "--sample", "--split", "dev")
		resumed = run(id)
	}
	require.Equal(t, eval.Done, resumed.State)
	require.Equal(t, whole.Total, resumed.Done)
	require.Equal(t, m.answers(whole.ID), m.answers(id))
	require.Equal(t, whole.Metrics.All, resumed.Metrics.All)
}

func (m *machine) newRun(ctx context.Context, p *pipeline) (r eval.Run) {
	m.t.Helper()
	require.NoError(m.t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) error {
		s, err := eval.ImportSet(ctx, tx, "题集", eval.FromFile, []eval.Question{{ID: "a", Text: "多少名？", Answerable: true}})
		if err != nil {
			return err
		}
		if r, err = eval.NewRun(ctx, tx, s.ID, eval.Config{}); err != nil {
			return err
		}
		return p.enqueueRun(ctx, tx, r.ID)
	}))
	return r
}

// saysAlways is an Asker with one answer, or one error.
type saysAlways struct{ err error }

func (a saysAlways) Ask(context.Context, qa.Question, func(qa.Event)) (qa.Answer, error) {
	return qa.Answer{Mode: qa.Extractive, Text: "17名"}, a.err
}

func TestRunThatFailsSaysWhyAfterTheLastAttempt(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	r := m.newRun(ctx, p)
	away := saysAlways{fault.New(fault.Unavailable, "模型没有响应，请稍后再试。")}
	w := &evalWorker{deps: func(context.Context) (eval.Deps, error) { return eval.Deps{Pool: m.pool, QA: away, Log: p.log}, nil }}
	job := func(attempt int) *river.Job[evalArgs] {
		return &river.Job[evalArgs]{JobRow: &rivertype.JobRow{Attempt: attempt, MaxAttempts: evalAttempts}, Args: evalArgs{r.ID}}
	}
	var cancel *river.JobCancelError
	require.Error(t, w.Work(ctx, job(1)))
	now, err := eval.RunByID(ctx, m.pool, r.ID)
	require.NoError(t, err)
	require.Equal(t, eval.Running, now.State, "it is tried again")
	require.True(t, w.NextRetry(job(2)).After(time.Now()))

	err = w.Work(ctx, job(evalAttempts))
	require.True(t, errors.As(err, &cancel), "%v", err)
	now, err = eval.RunByID(ctx, m.pool, r.ID)
	require.NoError(t, err)
	require.Equal(t, eval.Failed, now.State)
	require.Equal(t, "模型没有响应，请稍后再试。", now.Error)
}

func TestRunWithoutAJobIsAdopted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	r := m.newRun(ctx, p)
	n, err := p.adoptRuns(ctx)
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = m.pool.Exec(ctx, `delete from river.river_job`)
	require.NoError(t, err)
	n, err = p.adoptRuns(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)

	w := &evalWorker{deps: func(context.Context) (eval.Deps, error) {
		return eval.Deps{Pool: m.pool, QA: saysAlways{}, Log: p.log}, nil
	}}
	require.NoError(t, w.Work(ctx, &river.Job[evalArgs]{JobRow: &rivertype.JobRow{Attempt: 1, MaxAttempts: evalAttempts}, Args: evalArgs{r.ID}}))
	_, err = m.pool.Exec(ctx, `delete from river.river_job`)
	require.NoError(t, err)
	n, err = p.adoptRuns(ctx)
	require.NoError(t, err)
	require.Zero(t, n, "a run that is done needs no job")
}
