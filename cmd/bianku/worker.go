package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

type pgxDB = *pgxpool.Pool

// riverSchema is where pg.Migrate puts River's tables.
const riverSchema = "river"

// rowsPerJob is how many --jsonl rows share a job: one job a row would spend its time on the queue.
const rowsPerJob = 200

// stageArgs is a job: a stage of the pipeline on some intakes. All jobs are of this kind; what differs is in the table.
type stageArgs struct {
	Stage   string  `json:"stage"`
	Intakes []int64 `json:"intakes"`
}

// Kind names the job for River.
func (stageArgs) Kind() string { return "intake" }

func stack() string { return string(debug.Stack()) }

// pipeline runs the stages on River.
type pipeline struct {
	pool    *pgxpool.Pool
	parts   *parts
	log     *slog.Logger
	workers int
	insert  *river.Client[pgx.Tx] // only enqueues
	others  []jobKind
	checked civil.Date // the day on which the pairs were last compared with their texts; of maintain alone
}

// jobKind is a kind of background work besides the intake, on a queue of its own.
type jobKind struct {
	name  string
	queue string
	at    int // how many at once
	add   func(*river.Workers)
}

// kinds are the names of all kinds of jobs.
func (p *pipeline) kinds() []string {
	names := []string{stageArgs{}.Kind()}
	for _, k := range p.others {
		names = append(names, k.name)
	}
	return names
}

func newPipeline(pool *pgxpool.Pool, files *ingest.Files, index indexer, workers int, log *slog.Logger) (*pipeline, error) {
	if workers == 0 {
		workers = min(runtime.NumCPU(), 8)
	}
	// Without word lists: they are looked through when a person submits or accepts.
	p := &pipeline{pool: pool, parts: &parts{files: files, index: index, pairs: annotate.New(index, nil), db: pool}, log: log, workers: workers}
	var err error
	p.insert, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: riverSchema, Logger: log})
	return p, err
}

// enqueue adds jobs for the intakes at a stage, perJob in each, in the caller's transaction.
func (p *pipeline) enqueue(ctx context.Context, tx pgx.Tx, stage string, ids []int64, perJob int) error {
	i, ok := findStage(stage)
	if !ok || len(ids) == 0 {
		return nil
	}
	var jobs []river.InsertManyParams
	for len(ids) > 0 {
		n := min(perJob, len(ids))
		jobs = append(jobs, river.InsertManyParams{Args: stageArgs{stage, ids[:n]}, InsertOpts: stages[i].opts(i)})
		ids = ids[n:]
	}
	_, err := p.insert.InsertManyFastTx(ctx, tx, jobs)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", stage, err)
	}
	return nil
}

// opts: the later stages go first, so that a large batch yields its first searchable files at once and not all at its end.
func (s stage) opts(i int) *river.InsertOpts {
	return &river.InsertOpts{Queue: s.queue, MaxAttempts: s.attempts, Priority: max(1, 3-i)}
}

// stageWorker lets River run the table.
type stageWorker struct {
	river.WorkerDefaults[stageArgs]
	p *pipeline
}

func (w *stageWorker) Timeout(job *river.Job[stageArgs]) time.Duration {
	if i, ok := findStage(job.Args.Stage); ok {
		return stages[i].timeout
	}
	return time.Minute
}

// NextRetry: 2 s, 8 s, 18 s … What is going to pass (a database that restarts, a model that is busy) passes in that time.
func (w *stageWorker) NextRetry(job *river.Job[stageArgs]) time.Time {
	return time.Now().Add(time.Duration(2*job.Attempt*job.Attempt) * time.Second)
}

// Work does one job: the stage's work, then the items moved on and their next job enqueued in one transaction.
func (w *stageWorker) Work(ctx context.Context, job *river.Job[stageArgs]) error {
	i, ok := findStage(job.Args.Stage)
	if !ok {
		return river.JobCancel(fmt.Errorf("no stage %q in this version", job.Args.Stage))
	}
	ctx = auth.WithActor(ctx, auth.System("job"))
	r := &jobRun{p: w.p, at: i, stage: stages[i], last: job.Attempt >= job.MaxAttempts}
	items, err := ingest.Begin(ctx, w.p.pool, r.stage.name, job.Args.Intakes)
	if err != nil || len(items) == 0 {
		return err
	}
	return r.do(ctx, items)
}

// jobRun is one execution of a job.
type jobRun struct {
	p     *pipeline
	at    int
	stage stage
	last  bool // the last attempt
}

func (r *jobRun) do(ctx context.Context, items []ingest.Item) error {
	began := time.Now()
	results := r.stage.run(ctx, r.p.parts, items, r.progress(ctx, items))
	took := time.Since(began) / time.Duration(len(items))
	var ready []done
	var again error
	for i, it := range items {
		if res := results[i]; res.err == nil {
			ready = append(ready, done{it, res.finish})
		} else if err := r.trouble(ctx, it, res.err, took); err != nil {
			again = err
		}
	}
	err := r.commit(ctx, ready, took)
	if err != nil && len(ready) > 1 {
		r.p.log.Warn("group does not commit, one by one", "stage", r.stage.name, "items", len(ready), "err", err)
	}
	if err != nil {
		for _, d := range ready {
			if err := r.commit(ctx, []done{d}, took); err == nil {
				continue
			} else if err := r.trouble(ctx, d.item, err, took); err != nil {
				again = err
			}
		}
	}
	if again != nil && ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled) {
		return r.giveBack(ctx, items, again)
	}
	return again
}

// giveBack lets the items wait again when the process is being stopped; the attempt does not count.
func (r *jobRun) giveBack(ctx context.Context, items []ingest.Item, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, it := range items {
		if err := ingest.Release(ctx, r.p.pool, it); err != nil {
			return cause
		}
	}
	return river.JobSnooze(0)
}

type done struct {
	item   ingest.Item
	finish finish
}

// commit moves the items on, in one transaction.
func (r *jobRun) commit(ctx context.Context, ready []done, took time.Duration) error {
	if len(ready) == 0 {
		return nil
	}
	next := after(r.at)
	return pg.InTx(ctx, r.p.pool, func(tx pgx.Tx) error {
		var on []int64
		for _, d := range ready {
			still, err := ingest.Lock(ctx, tx, d.item)
			if err != nil {
				return err
			}
			if !still {
				continue
			}
			began := time.Now()
			var o ingest.Outcome
			if err := caught(func() (err error) { o, err = d.finish(ctx, tx); return err }); err != nil {
				return err
			}
			if err := ingest.Advance(ctx, tx, d.item, next, o, took+time.Since(began)); err != nil {
				return err
			}
			if o.State == ingest.Queued {
				on = append(on, d.item.ID)
			}
		}
		return r.p.enqueue(ctx, tx, next, on, max(1, len(on)))
	})
}

// trouble deals with an item that did not go through: for good, it fails (or, where the stage is optional, goes on with
// a note); for a passing reason it returns the error, and River tries again.
func (r *jobRun) trouble(ctx context.Context, it ingest.Item, cause error, took time.Duration) error {
	if !permanent(cause) && !r.last || errors.Is(cause, context.Canceled) {
		return cause
	}
	r.p.log.Warn("stage failed", "stage", r.stage.name, "intake", it.ID, "file", it.Filename, "err", cause)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second) // it may have failed by running out of time
	defer cancel()
	if r.stage.optional {
		note := ingest.Outcome{State: ingest.Queued, Note: noVectors + "：" + fault.Message(cause)}
		return r.commit(ctx, []done{{it, func(context.Context, pgx.Tx) (ingest.Outcome, error) { return note, nil }}}, took)
	}
	return ingest.Fail(ctx, r.p.pool, it, readable(cause))
}

// readable gives causes that are known, and carry no sentence of their own, one.
func readable(cause error) error {
	var pge *pgconn.PgError
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		return fault.Wrap(cause, fault.Unavailable, "处理超时。文件可能过大或过于复杂，请拆分后再提交。")
	case errors.As(cause, &pge) && (pge.Code == "22021" || pge.Code == "22P05"):
		return fault.Wrap(cause, fault.Unsupported, "文件里的文字含有数据库不能保存的字符，请另存为 UTF-8 文本或 DOCX 后再提交。")
	}
	return cause
}

// permanent says whether trying again cannot help.
func permanent(err error) bool {
	var pge *pgconn.PgError
	if errors.As(err, &pge) && (pge.Code[:2] == "22" || pge.Code[:2] == "23") { // data exception, constraint
		return true
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Unsupported, fault.TooLarge, fault.NotFound, fault.Conflict:
		return true
	}
	return false
}

// progress shows how far the items are, at most twice a second.
func (r *jobRun) progress(ctx context.Context, items []ingest.Item) func(float64) {
	ids := make([]int64, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	var last atomic.Int64
	last.Store(time.Now().UnixMilli())
	return func(share float64) {
		now := time.Now().UnixMilli()
		if was := last.Load(); now-was < 500 || !last.CompareAndSwap(was, now) {
			return
		}
		if err := ingest.Progress(ctx, r.p.pool, ids, share); err != nil {
			r.p.log.Debug("progress", "err", err)
		}
	}
}
