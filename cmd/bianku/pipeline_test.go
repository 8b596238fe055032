package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

// fakeIndex stands where the index is: it is asked the same, and fails when told to.
type fakeIndex struct {
	index, embed func(version int64) error
	dense        atomic.Bool
	embedded     atomic.Int64
	absent       atomic.Int64
	maintained   atomic.Int64
}

func (f *fakeIndex) IndexVersion(_ context.Context, _ pg.DB, version int64) error {
	if f.index == nil {
		return nil
	}
	return f.index(version)
}

func (f *fakeIndex) EmbedVersion(_ context.Context, version int64, progress func(done, total int)) error {
	progress(1, 2)
	f.embedded.Add(1)
	if f.embed == nil {
		return nil
	}
	return f.embed(version)
}

func (f *fakeIndex) Maintain(context.Context) error { f.maintained.Add(1); return nil }

func (f *fakeIndex) IndexPair(context.Context, pg.DB, retrieval.PairEntry) error { return nil }
func (f *fakeIndex) RemovePair(context.Context, pg.DB, int64) error              { return nil }

func (f *fakeIndex) HasEmbedder() bool { return f.dense.Load() }

func (f *fakeIndex) Unembedded(context.Context) (int64, error) { return f.absent.Load(), nil }

func (m *machine) pipeline() *pipeline { return m.pipelineWith(&fakeIndex{}) }

func (m *machine) pipelineWith(x indexer) *pipeline {
	files, err := ingest.OpenFiles(filepath.Join(m.home, "files"))
	require.NoError(m.t, err)
	p, err := newPipeline(m.pool, files, x, 2, slog.New(slog.DiscardHandler))
	require.NoError(m.t, err)
	return p
}

func memoryOf(data []byte) func() (fs.File, error) {
	return func() (fs.File, error) { return &memoryFile{bytes.NewReader(data)}, nil }
}

// work runs the pipeline until the batch has ended, and returns its intakes by name.
func (m *machine) work(p *pipeline, s *submission) map[string]ingest.Intake {
	m.t.Helper()
	ctx, stop := context.WithCancel(auth.WithActor(m.t.Context(), auth.System("job")))
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	require.Eventually(m.t, func() bool {
		_, total, done, err := stageCounts(ctx, m.pool, s.batch.ID)
		return err == nil && total == done
	}, time.Minute, 50*time.Millisecond)
	list, _, err := ingest.Intakes(ctx, m.pool, ingest.IntakeFilter{BatchID: s.batch.ID})
	require.NoError(m.t, err)
	stop()
	require.NoError(m.t, <-ended)
	byName := map[string]ingest.Intake{}
	for _, in := range list {
		byName[in.Filename] = in
	}
	return byName
}

func (m *machine) batch(p *pipeline) (context.Context, *submission) {
	m.t.Helper()
	ctx := auth.WithActor(m.t.Context(), auth.System("cli"))
	s, err := p.submit(ctx, p.parts.files, ingest.NewSubmission{Label: "试"})
	require.NoError(m.t, err)
	return ctx, s
}

func TestABadFileFailsAlone(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := &fakeIndex{}
	x.index = func(version int64) error {
		v, err := ingest.VersionByID(auth.WithActor(t.Context(), auth.System("job")), m.pool, version, civil.Date{})
		if err == nil && strings.Contains(v.Text, "爆炸") {
			panic("boom")
		}
		return err
	}
	p := m.pipelineWith(x)
	ctx, s := m.batch(p)
	m.submit(ctx, s, "好.txt", "第一条 好的。")
	m.submit(ctx, s, "爆.txt", "第一条 爆炸。")
	m.submit(ctx, s, "空.txt", "")
	m.submit(ctx, s, "图.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	got := m.work(p, s)
	require.Equal(t, ingest.Done, got["好.txt"].State)
	require.Equal(t, ingest.Failed, got["爆.txt"].State)
	require.Equal(t, "index", got["爆.txt"].Stage)
	require.Contains(t, got["爆.txt"].Error, "程序出错")
	require.Contains(t, got["爆.txt"].Detail, "boom", "the administrator sees the stack")
	require.Equal(t, ingest.Failed, got["空.txt"].State)
	require.Contains(t, got["空.txt"].Error, "空")
	require.Equal(t, ingest.Failed, got["图.png"].State)
}

func TestAPassingTroubleIsTriedAgainAndAFailedFileCanBe(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	var calls atomic.Int64
	x := &fakeIndex{index: func(int64) error {
		if calls.Add(1) == 1 {
			return errors.New("connection reset")
		}
		return nil
	}}
	p := m.pipelineWith(x)
	ctx, s := m.batch(p)
	m.submit(ctx, s, "a.txt", "第一条 甲。")
	require.Equal(t, ingest.Done, m.work(p, s)["a.txt"].State)

	x.index = func(int64) error { return fault.New(fault.Invalid, "不行。") }
	ctx, s = m.batch(p)
	m.submit(ctx, s, "b.txt", "第一条 乙。")
	failed := m.work(p, s)["b.txt"]
	require.Equal(t, "不行。", failed.Error)
	x.index = nil
	require.NoError(t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) error {
		in, err := ingest.Retry(ctx, tx, failed.ID)
		if err != nil {
			return err
		}
		return p.Enqueue(ctx, tx, in)
	}))
	again := m.work(p, s)["b.txt"]
	require.Equal(t, ingest.Done, again.State)
	require.Equal(t, failed.VersionID, again.VersionID, "it went on where it failed")
}

func TestWithoutAModelFilesAreDoneAndFilledInLater(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := &fakeIndex{}
	p := m.pipelineWith(x)
	ctx, s := m.batch(p)
	m.submit(ctx, s, "a.txt", "第一条 甲。")
	in := m.work(p, s)["a.txt"]
	require.Equal(t, ingest.Done, in.State)
	require.Contains(t, in.Note, noVectors)
	require.Zero(t, x.embedded.Load())

	x.dense.Store(true)
	x.embed = func(int64) error { return fault.New(fault.Invalid, "模型坏了。") }
	require.NoError(t, p.fillVectors(ctx))
	in = m.work(p, s)["a.txt"]
	require.Equal(t, ingest.Done, in.State, "a stage that is optional does not fail the file")
	require.Equal(t, noVectors+"：模型坏了。", in.Note)

	x.embed = nil
	before := x.embedded.Load()
	require.NoError(t, p.fillVectors(ctx))
	in = m.work(p, s)["a.txt"]
	require.Empty(t, in.Note)
	require.Equal(t, before+1, x.embedded.Load())

	require.NoError(t, p.fillVectors(ctx))
	require.False(t, m.busy(), "nothing is missing")
	x.absent.Store(1) // another model was configured
	require.NoError(t, p.fillVectors(ctx))
	require.True(t, m.busy())
	x.absent.Store(0)
	require.Equal(t, ingest.Done, m.work(p, s)["a.txt"].State)
	require.Equal(t, before+2, x.embedded.Load())
}

// TestAGroupOfRowsDoesNotFallWithOne: rows share a job and its transaction, not their fate.
func TestAGroupOfRowsDoesNotFallWithOne(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := &fakeIndex{}
	var bad atomic.Int64
	x.index = func(version int64) error {
		if bad.CompareAndSwap(0, version) || bad.Load() == version {
			return fault.New(fault.Invalid, "这一条不行。")
		}
		return nil
	}
	p := m.pipelineWith(x)
	ctx, s := m.batch(p)
	var rows []ingest.Row
	for i := range 50 {
		rows = append(rows, ingest.Row{ID: fmt.Sprint(i), Text: fmt.Sprintf("第%d条的文字", i), Line: i + 1})
	}
	require.NoError(t, pg.InTx(ctx, m.pool, func(tx pgx.Tx) error {
		ids, err := ingest.AddRows(ctx, tx, s.batch.ID, "rows.jsonl", rows)
		if err != nil {
			return err
		}
		return p.enqueue(ctx, tx, ingest.RowStage, ids, rowsPerJob)
	}))
	var jobs int
	require.NoError(t, m.pool.QueryRow(ctx, `select count(*) from river.river_job`).Scan(&jobs))
	require.Equal(t, 1, jobs)
	m.work(p, s)
	b, err := ingest.BatchByID(ctx, m.pool, s.batch.ID)
	require.NoError(t, err)
	require.Equal(t, map[string]int{ingest.Done: 49, ingest.Failed: 1}, b.Counts)
}

// TestStoppingGivesTheWorkBack: a stage that takes long is cancelled, and its file waits without having lost an attempt.
func TestStoppingGivesTheWorkBack(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	begun := make(chan struct{})
	r := &jobRun{p: m.pipeline(), at: 3, stage: stages[3]}
	ctx, s := m.batch(r.p)
	m.submit(ctx, s, "a.txt", "第一条 甲。")
	items, err := ingest.Begin(ctx, m.pool, ingest.FirstStage, m.ids(s))
	require.NoError(t, err)
	r.stage.run = func(ctx context.Context, _ *parts, items []ingest.Item, _ func(float64)) []result {
		close(begun)
		<-ctx.Done()
		return []result{{err: ctx.Err()}}
	}
	working, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- r.do(working, items) }()
	<-begun
	stop()
	require.ErrorContains(t, <-ended, "Snooze")
	in, err := ingest.IntakeByID(ctx, m.pool, items[0].ID)
	require.NoError(t, err)
	require.Equal(t, ingest.Queued, in.State)
}

func (m *machine) ids(s *submission) []int64 {
	rows, err := m.pool.Query(m.t.Context(), `select id from ingest.intake where batch_id = $1`, s.batch.ID)
	require.NoError(m.t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	require.NoError(m.t, err)
	return ids
}

func TestTheStagesAreOnePath(t *testing.T) {
	require.Equal(t, ingest.FirstStage, stages[0].name)
	for i, s := range stages {
		at, ok := findStage(s.name)
		require.True(t, ok)
		require.Equal(t, i, at, "names are unique")
		require.NotEmpty(t, s.label)
		require.Positive(t, s.timeout)
		require.GreaterOrEqual(t, s.attempts, 2)
	}
	_, ok := findStage(ingest.RowStage)
	require.True(t, ok)
	require.Equal(t, ingest.StageDone, after(len(stages)-1))
}

func TestWhatIsTriedAgain(t *testing.T) {
	for err, want := range map[error]bool{
		fault.New(fault.Unsupported, "x"): true, fault.New(fault.Unavailable, "x"): false, errors.New("x"): false,
		context.DeadlineExceeded: false, &panicError{value: 1}: true,
	} {
		require.Equal(t, want, permanent(err), "%v", err)
	}
	require.Contains(t, fault.Message(readable(context.DeadlineExceeded)), "超时")
}

func TestIndexIsMaintainedOnlyWhenNothingIsUnderWay(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := &fakeIndex{}
	p := m.pipelineWith(x)
	ctx, s := m.batch(p)
	m.submit(ctx, s, "甲.txt", "第一条 好的。")
	require.NoError(t, p.maintainIfIdle(t.Context()))
	require.Zero(t, x.maintained.Load(), "a file waits")

	m.work(p, s)
	require.NoError(t, p.maintainIfIdle(t.Context()))
	require.EqualValues(t, 1, x.maintained.Load())
}
