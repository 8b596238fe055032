package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"bianku/annotate/draft"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/web"
)

// draftArgs is the job of a drafting run. What it has made are pairs: a job that is taken over goes on with the rest.
type draftArgs struct {
	RunID int64 `json:"draft_run_id"`
}

// Kind names the job for River.
func (draftArgs) Kind() string { return "draft" }

// queueDraft has one worker: there is one drafting run at a time.
const queueDraft = "draft"

const draftAttempts = 5

// startDraft keeps an order of the web and brings it on its way. What passes the checks goes into review by itself: nobody
// wants to send hundreds one by one.
func (a *app) startDraft(p *pipeline) func(context.Context, pgx.Tx, []int64, bool) (int64, error) {
	return func(ctx context.Context, tx pgx.Tx, documents []int64, useModel bool) (int64, error) {
		if useModel && a.cfg.ChatURL == "" {
			return 0, fault.Field("use_model", "没有配置对话模型，只能按规则起草。")
		}
		r, err := draft.NewRun(ctx, tx, draft.Order{DocumentIDs: documents, UseModel: useModel, Submit: true})
		if err != nil {
			return 0, err
		}
		return r.ID, p.enqueueDraft(ctx, tx, r.ID)
	}
}

func (p *pipeline) enqueueDraft(ctx context.Context, tx pgx.Tx, id int64) error {
	if _, err := p.insert.InsertTx(ctx, tx, draftArgs{id}, &river.InsertOpts{Queue: queueDraft, MaxAttempts: draftAttempts}); err != nil {
		return fmt.Errorf("enqueue drafting %d: %w", id, err)
	}
	return nil
}

// draftingState is how the latest run that the actor may know of stands.
func (p *pipeline) draftingState(ctx context.Context) (web.Drafting, error) {
	r, err := draft.Latest(ctx, p.pool)
	if r.State == "" {
		r.State = "idle"
	}
	return web.Drafting{State: r.State, Done: r.Done, Total: r.Total, Created: r.Created, Error: r.Error}, err
}

// draftWorker lets River do drafting runs.
type draftWorker struct {
	river.WorkerDefaults[draftArgs]
	a *app
	p *pipeline
}

func (w *draftWorker) Timeout(*river.Job[draftArgs]) time.Duration { return 10 * time.Hour }

func (w *draftWorker) NextRetry(job *river.Job[draftArgs]) time.Time {
	return time.Now().Add(time.Duration(2*job.Attempt*job.Attempt) * time.Second)
}

// Work does a run, or what an earlier attempt has left of it.
func (w *draftWorker) Work(ctx context.Context, job *river.Job[draftArgs]) error {
	ctx = auth.WithActor(ctx, auth.System("job"))
	r, open, err := draft.Begin(ctx, w.p.pool, job.Args.RunID)
	if err != nil || !open {
		return err
	}
	err = w.do(ctx, r)
	switch {
	case err == nil:
		return draft.Ended(ctx, w.p.pool, r.ID, "")
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), context.Canceled):
		return river.JobSnooze(0) // the process is being stopped: the next one goes on
	case !permanent(err) && job.Attempt < job.MaxAttempts:
		return err
	}
	w.p.log.ErrorContext(ctx, "drafting failed", "run", r.ID, "err", err)
	kept, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if e := draft.Ended(kept, w.p.pool, r.ID, fault.Message(err)); e != nil {
		return e
	}
	return river.JobCancel(err)
}

// do drafts with the clearance of who asked for it: nobody sets going what shows them more than they may see.
func (w *draftWorker) do(ctx context.Context, r draft.Record) error {
	system := auth.System("job")
	system.Clearance = r.Clearance
	ctx = auth.WithActor(ctx, system)
	o := draft.Options{DocumentIDs: r.DocumentIDs, Submit: r.Submit}
	var err error
	if r.UseModel {
		if o.Chat, err = w.a.chat(); err != nil {
			return err
		}
		if o.Chat == nil {
			return fault.New(fault.Invalid, "没有配置对话模型，只能按规则起草。")
		}
	}
	pairs, err := w.a.pairs(ctx, w.p.pool)
	if err != nil {
		return err
	}
	before := r.Created // by an earlier attempt
	var told time.Time
	keep := func(p draft.Progress) error {
		p.Created += before
		return draft.Told(ctx, w.p.pool, r.ID, p)
	}
	rep, err := draft.Run(ctx, w.p.pool, pairs, o, func(p draft.Progress) {
		if time.Since(told) < 500*time.Millisecond {
			return
		}
		told = time.Now()
		if err := keep(p); err != nil {
			w.p.log.Debug("drafting progress", "err", err)
		}
	})
	if err != nil {
		return err
	}
	return keep(rep.Progress)
}

// adoptDrafts enqueues drafting runs that wait and have no job: from a restored backup, or where a job was cleaned away.
func (p *pipeline) adoptDrafts(ctx context.Context) (n int, err error) {
	err = pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select id from annotate.draft_run where state in ('queued', 'running') and id not in (
				select (args->>'draft_run_id')::bigint from river.river_job
				 where kind = $1 and state in ('available', 'pending', 'retryable', 'running', 'scheduled'))
			for update skip locked`, draftArgs{}.Kind())
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		for _, id := range ids {
			if err := p.enqueueDraft(ctx, tx, id); err != nil {
				return err
			}
		}
		n = len(ids)
		return err
	})
	return n, err
}
