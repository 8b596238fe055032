package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/annotate/draft"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

func (m *machine) number(query string, args ...any) (n int) {
	m.t.Helper()
	require.NoError(m.t, m.pool.QueryRow(m.t.Context(), query, args...).Scan(&n))
	return n
}

// TestDemoPairs: a few hundred drafts, some of them approved by two people, the rest in the queue, a set and a release; and once only.
func TestDemoPairs(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	m := newMachine(t)
	m.run("demo", "--load")
	all, approved := m.number(`select count(*) from annotate.pair`), m.number(`select count(*) from annotate.pair where state = 'approved'`)
	require.Greater(t, all, 500)
	require.GreaterOrEqual(t, approved, 60)
	require.Equal(t, all-approved, m.number(`select count(*) from annotate.pair where state = 'review' and round = 1 and leased_by is null`), "the rest waits")
	require.Equal(t, approved, m.number(`select count(distinct entry.pair_id) from retrieval.entry where pair_id is not null`), "what is approved is found")

	require.Zero(t, m.number(`select count(*) from annotate.pair p where state = 'approved' and
		(select count(distinct reviewer_id) from annotate.verdict v where v.pair_id = p.id and v.n = p.version and v.action = 'accept') <> 2`), "two people each")
	require.Equal(t, 2, m.number(`select count(distinct reviewer) from annotate.verdict`))
	require.Zero(t, m.number(`select count(*) from annotate.pair where clearance > 1 and state = 'approved'`))
	require.GreaterOrEqual(t, m.number(`select count(distinct type) from annotate.pair where state = 'approved'`), 14)
	require.Zero(t, m.number(`select count(*) from annotate.pair_version v, jsonb_array_elements(v.findings) f where f->>'level' = 'error'`))
	require.Zero(t, m.number(`select count(*) from annotate.basis b join ingest.version v on v.id = b.version_id
		where substr(v.text, b.start_rune + 1, b.end_rune - b.start_rune) <> b.quote`), "verbatim")
	require.Equal(t, 1, m.number(`select count(*) from annotate.release where state = 'ready' and records = $1`, approved))
	require.Equal(t, 1, m.number(`select count(*) from eval.set where origin = 'sample'`))

	m.run("demo", "--load")
	require.Equal(t, all, m.number(`select count(*) from annotate.pair`))
	require.Equal(t, 2*approved, m.number(`select count(*) from annotate.verdict`))
	require.Equal(t, 1, m.number(`select count(*) from annotate.release`))
	require.Equal(t, 1, m.number(`select count(*) from eval.set`))

	// What a person has done since is left: the demo's experts do not sign again.
	_, err := m.pool.Exec(t.Context(), `update annotate.pair set state = 'withdrawn', reason = '试', approved_version = null, approved_at = null
		where id = (select min(id) from annotate.pair where state = 'approved')`)
	require.NoError(t, err)
	m.run("demo", "--load")
	require.Equal(t, approved-1, m.number(`select count(*) from annotate.pair where state = 'approved'`))
	require.Equal(t, 2*approved, m.number(`select count(*) from annotate.verdict`))

	var rep draft.Report
	require.NoError(t, json.Unmarshal([]byte(m.run("draft", "--json")), &rep))
	require.Zero(t, rep.Created)
}

// TestDraftKilledInTheMiddle kills `bianku draft` and counts what the next one makes: everything once.
func TestDraftKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	m := newMachine(t)
	m.run("demo", "--load")
	all := m.number(`select count(*) from annotate.pair`)
	_, err := m.pool.Exec(t.Context(), `truncate annotate.pair cascade`)
	require.NoError(t, err)
	cmd := m.command("draft", "--submit")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return m.number(`select count(*) from annotate.pair`) > 50 }, time.Minute, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	require.Less(t, m.number(`select count(*) from annotate.pair`), all)
	m.run("draft", "--submit")
	require.Equal(t, all, m.number(`select count(*) from annotate.pair`))
	require.Equal(t, all, m.number(`select count(distinct question_key) from annotate.pair_version`))
}

func TestChoose(t *testing.T) {
	t.Parallel()
	var all []annotate.Pair
	for i := range 40 {
		all = append(all, annotate.Pair{ID: int64(i + 1), Type: 9, DocumentID: int64(i%4 + 1), Clearance: auth.L1})
	}
	all = append(all, annotate.Pair{ID: 41, Type: 1, DocumentID: 9, Clearance: auth.L2}, annotate.Pair{ID: 42, Type: 1, DocumentID: 9, Clearance: auth.L1})
	chosen, rest := choose(all)
	require.Len(t, chosen, demoChoice[9]+1)
	require.Len(t, rest, len(all)-len(chosen))
	from := map[int64]int{}
	for _, p := range chosen {
		from[p.DocumentID]++
		require.NotEqual(t, int64(41), p.ID, "only what may leave the house")
	}
	for d := int64(1); d <= 4; d++ {
		require.Equal(t, 2, from[d], "from every document alike")
	}
	again, _ := choose(all)
	require.Equal(t, chosen, again)
}

// desk is an app on the machine's database, without models.
func (m *machine) desk() (*app, *pipeline) {
	m.t.Helper()
	a := &app{cfg: config{Home: m.home, ModelDir: m.home}, log: slog.New(slog.DiscardHandler), out: io.Discard, errw: io.Discard}
	m.t.Cleanup(func() { a.close(context.WithoutCancel(m.t.Context())) })
	return a, m.pipeline()
}

func draftJob(id int64, attempt int) *river.Job[draftArgs] {
	return &river.Job[draftArgs]{JobRow: &rivertype.JobRow{Attempt: attempt, MaxAttempts: draftAttempts}, Args: draftArgs{id}}
}

func TestDraftingJob(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	a, p := m.desk()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	start := a.startDraft(p)
	now, err := p.draftingState(ctx)
	require.NoError(t, err)
	require.Equal(t, "idle", now.State)

	err = pg.InTx(ctx, m.pool, func(tx pgx.Tx) error { _, err := start(ctx, tx, nil, true); return err })
	require.True(t, fault.Is(err, fault.Invalid), "no model to use: %v", err)

	var id int64
	require.NoError(t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) (err error) { id, err = start(ctx, tx, nil, false); return err }))
	now, err = p.draftingState(ctx)
	require.NoError(t, err)
	require.Equal(t, draft.Queued, now.State)
	require.Equal(t, 1, m.number(`select count(*) from river.river_job where kind = 'draft'`))
	err = pg.InTx(ctx, m.pool, func(tx pgx.Tx) error { _, err := start(ctx, tx, nil, false); return err })
	require.True(t, fault.Is(err, fault.Conflict))

	w := &draftWorker{a: a, p: p}
	require.NoError(t, w.Work(ctx, draftJob(id, 1)))
	now, err = p.draftingState(ctx)
	require.NoError(t, err)
	require.Equal(t, draft.Done, now.State)
	require.NoError(t, w.Work(ctx, draftJob(id, 1)), "twice is once")
	require.True(t, w.NextRetry(draftJob(id, 2)).After(time.Now()))
}

// A run that cannot go on says why, after the last attempt; one whose document has gone says so at once.
func TestDraftingThatFails(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	a, p := m.desk()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	var r draft.Record
	require.NoError(t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) (err error) { r, err = draft.NewRun(ctx, tx, draft.Order{UseModel: true}); return err }))
	w := &draftWorker{a: a, p: p}
	var cancelled *river.JobCancelError
	require.True(t, errors.As(w.Work(ctx, draftJob(r.ID, 1)), &cancelled))
	now, err := p.draftingState(ctx)
	require.NoError(t, err)
	require.Equal(t, draft.Failed, now.State)
	require.Equal(t, "没有配置对话模型，只能按规则起草。", now.Error)
}

func TestDraftingWithoutAJobIsAdopted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	var r draft.Record
	require.NoError(t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) (err error) { r, err = draft.NewRun(ctx, tx, draft.Order{}); return err }))
	n, err := p.adoptDrafts(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	n, err = p.adoptDrafts(ctx)
	require.NoError(t, err)
	require.Zero(t, n)
	require.NoError(t, draft.Ended(ctx, m.pool, r.ID, ""))
	_, err = m.pool.Exec(ctx, `delete from river.river_job`)
	require.NoError(t, err)
	n, err = p.adoptDrafts(ctx)
	require.NoError(t, err)
	require.Zero(t, n, "what has ended needs no job")
}

// Somebody has put the demo's experts away: nobody speaks for them.
func TestDemoExpertsPutAway(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	a, _ := m.desk()
	ctx := auth.WithActor(t.Context(), auth.System("cli"))
	pairs, err := a.pairs(ctx, m.pool)
	require.NoError(t, err)
	require.NoError(t, approveDemo(ctx, m.pool, pairs, nil))
	require.Zero(t, m.number(`select count(*) from annotate.verdict`))
	require.True(t, slices.ContainsFunc(demoPeople, func(d demoAccount) bool { return d.Login == demoReviewers[1] && slices.Contains(d.Roles, auth.Expert) }))
}
