package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"bianku/eval"
	"bianku/eval/ticket"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/prompts"
)

// evalArgs is the job of an evaluation run. What it has done are rows: a job that is taken over goes on with the rest.
type evalArgs struct {
	RunID int64 `json:"run_id"`
}

// Kind names the job for River.
func (evalArgs) Kind() string { return "eval_run" }

// queueEval has one worker: two runs at once would only take the processor from each other, and from the readers.
const queueEval = "eval"

// evalAttempts is how often a run is tried again before what goes wrong for a passing reason ends it.
const evalAttempts = 5

// enqueueRun brings a run on its way that was made in tx.
func (p *pipeline) enqueueRun(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := p.insert.InsertTx(ctx, tx, evalArgs{id}, &river.InsertOpts{Queue: queueEval, MaxAttempts: evalAttempts})
	if err != nil {
		return fmt.Errorf("enqueue run %d: %w", id, err)
	}
	return nil
}

// evalWorker lets River do runs. deps is asked for when there is a run: most processes that work never see one.
type evalWorker struct {
	river.WorkerDefaults[evalArgs]
	deps func(ctx context.Context) (eval.Deps, error)
}

func (w *evalWorker) Timeout(*river.Job[evalArgs]) time.Duration { return 10 * time.Hour }

func (w *evalWorker) NextRetry(job *river.Job[evalArgs]) time.Time {
	return time.Now().Add(time.Duration(2*job.Attempt*job.Attempt) * time.Second)
}

// Work does a run, or what an earlier attempt has left of it.
func (w *evalWorker) Work(ctx context.Context, job *river.Job[evalArgs]) error {
	ctx = auth.WithActor(ctx, auth.System("job"))
	d, err := w.deps(ctx)
	if err != nil {
		return err
	}
	err = eval.Execute(ctx, d, job.Args.RunID, func(int, int) {})
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), context.Canceled):
		return river.JobSnooze(0) // the process is being stopped: the next one goes on, and the attempt does not count
	case !permanent(err) && job.Attempt < job.MaxAttempts:
		return err
	}
	d.Log.ErrorContext(ctx, "run failed", "run", job.Args.RunID, "err", err)
	kept, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if e := eval.Fail(kept, d.Pool, job.Args.RunID, fault.Message(err)); e != nil {
		return e
	}
	return river.JobCancel(err)
}

// evalDeps is what runs of this process stand on.
func (a *app) evalDeps(ctx context.Context, p *pipeline) (eval.Deps, error) {
	x, err := a.indexing(ctx, p.pool)
	if err != nil {
		return eval.Deps{}, err
	}
	s, err := a.service(ctx, p.pool, x.Index)
	if err != nil {
		return eval.Deps{}, err
	}
	d := eval.Deps{Pool: p.pool, QA: s, Index: x.Index, Log: a.log, Program: program(), Embedder: x.EmbedderName(),
		Files: p.parts.files, Gather: ticket.Ended}
	if s.Chat != nil {
		d.Model = s.Chat.Name()
		d.PromptVersion, err = promptVersion()
	}
	return d, err
}

// promptVersion is that of the templates answers are written with, as qa joins them.
func promptVersion() (string, error) {
	system, err := prompts.Get("answer-system")
	if err != nil {
		return "", err
	}
	user, err := prompts.Get("answer-user")
	return system.Version + "+" + user.Version, err
}

// program is the version with, for a build between releases, the commit it was made of.
func program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	rev, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			rev = " " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+"
		}
	}
	return version + rev + dirty
}

// adoptRuns enqueues runs that wait and have no job: from a restored backup, or where a job was cleaned away.
func (p *pipeline) adoptRuns(ctx context.Context) (n int, err error) {
	err = pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select id from eval.run where state in ('queued', 'running') and id not in (
				select (args->>'run_id')::bigint from river.river_job
				 where kind = $1 and state in ('available', 'pending', 'retryable', 'running', 'scheduled'))
			for update skip locked`, evalArgs{}.Kind())
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		for _, id := range ids {
			if err := p.enqueueRun(ctx, tx, id); err != nil {
				return err
			}
		}
		n = len(ids)
		return err
	})
	return n, err
}
