package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"bianku/annotate/release"
	"bianku/ingest"
	"bianku/internal/auth"
)

// releaseArgs is the job of building a release that was begun. A job that is done twice does nothing the second time.
type releaseArgs struct {
	ID int64 `json:"id"`
}

// Kind names the job for River.
func (releaseArgs) Kind() string { return "release" }

// queueRelease has one worker: a release is told against the one before it.
const queueRelease = "release"

// enqueueRelease brings a release on its way that was begun in tx.
func (p *pipeline) enqueueRelease(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := p.insert.InsertTx(ctx, tx, releaseArgs{id}, &river.InsertOpts{Queue: queueRelease, MaxAttempts: 3})
	if err != nil {
		return fmt.Errorf("enqueue release %d: %w", id, err)
	}
	return nil
}

// releaseKey is the key that releases are signed with, made on first use.
func (a *app) releaseKey() (*release.Key, error) {
	return release.OpenKey(filepath.Join(a.cfg.Home, "keys"))
}

// releaseWorker lets River build releases.
type releaseWorker struct {
	river.WorkerDefaults[releaseArgs]
	p     *pipeline
	files *ingest.Files
	key   func() (*release.Key, error)
}

func (w *releaseWorker) Timeout(*river.Job[releaseArgs]) time.Duration { return time.Hour }

// Work builds a release. What goes wrong stands at the release itself; only what may pass is tried again.
func (w *releaseWorker) Work(ctx context.Context, job *river.Job[releaseArgs]) error {
	ctx = auth.WithActor(ctx, auth.System("job"))
	key, err := w.key()
	if err != nil {
		w.p.log.ErrorContext(ctx, "no key to sign releases with", "err", err) // Run says so at the release
	}
	_, err = release.Run(ctx, w.p.pool, w.files, key, job.Args.ID)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), context.Canceled):
		return river.JobSnooze(0) // the process is being stopped: the next one builds it
	case permanent(err):
		return river.JobCancel(err)
	}
	return err
}
