package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// database opens the database, once: the private cluster, which is ours to migrate, or the one DATABASE_URL names, which
// is somebody's and is refused when its schema is not this binary's. The returned function is for symmetry: run closes it.
func (a *app) database(ctx context.Context) (*pgxpool.Pool, func(), error) {
	pool, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if a.schemaKnown {
		return pool, func() {}, nil
	}
	if a.cfg.DatabaseURL == "" {
		err = pg.Migrate(ctx, pool, rooms())
	} else {
		err = pg.CheckSchema(ctx, pool, rooms())
	}
	a.schemaKnown = err == nil
	return pool, func() {}, err
}

// open opens the database whatever its schema.
func (a *app) open(ctx context.Context) (*pgxpool.Pool, error) {
	if a.pool != nil {
		return a.pool, nil
	}
	url := a.cfg.DatabaseURL
	if url == "" {
		c, err := pg.StartCluster(ctx, a.clusterDir(), a.log)
		if err != nil {
			return nil, err
		}
		a.cluster = &supervisor{dir: a.clusterDir(), log: a.log, cluster: c}
		a.onClose(a.cluster.stop)
		url = c.URL()
	}
	pool, err := pg.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) { pool.Close() })
	a.pool = pool
	return pool, nil
}

func (a *app) clusterDir() string { return filepath.Join(a.cfg.Home, "pg") }

// files opens the file store.
func (a *app) files() (*ingest.Files, error) {
	return ingest.OpenFiles(filepath.Join(a.cfg.Home, "files"))
}

// actor is ctx with the account named by --as; without --as it is ctx.
func (a *app) actor(ctx context.Context) (context.Context, error) {
	if a.as == "" {
		return ctx, nil
	}
	pool, _, err := a.database(ctx)
	if err != nil {
		return nil, err
	}
	acc, err := account.ByLogin(ctx, pool, a.as)
	if err != nil {
		return nil, err
	}
	if acc.Disabled {
		return nil, fault.Newf(fault.Forbidden, "账号“%s”已停用。", a.as)
	}
	return auth.WithActor(ctx, acc.Actor("cli")), nil
}

// supervisor keeps the private cluster running for a process that stays: a database that was killed is started again.
type supervisor struct {
	dir     string
	log     *slog.Logger
	mu      sync.Mutex
	cluster *pg.Cluster
	stopped bool
}

// watch looks after the cluster until ctx ends.
func (s *supervisor) watch(ctx context.Context, pool *pgxpool.Pool) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.answer(ctx, pool); err == nil || ctx.Err() != nil {
			continue
		}
		if err := s.restart(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("private cluster does not come back", "err", err)
		}
	}
}

func (s *supervisor) answer(ctx context.Context, pool *pgxpool.Pool) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := pool.Ping(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil // busy, or all connections in use: not dead
	}
	return err
}

// restart attaches to the cluster, which starts it where nobody else has. It comes back under the same address.
func (s *supervisor) restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	c, err := pg.StartCluster(ctx, s.dir, s.log)
	if err != nil {
		return err
	}
	s.log.Warn("private cluster was gone, runs again")
	_ = s.cluster.Stop(ctx) // gives up the old hold only: the new one keeps the server running
	s.cluster = c
	return nil
}

func (s *supervisor) stop(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := s.cluster.Stop(ctx); err != nil {
		s.log.Warn("private cluster", "err", err)
	}
}
