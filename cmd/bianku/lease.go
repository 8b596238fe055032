package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// leaseClass is the first half of the advisory locks by which worker processes show that they live.
const leaseClass = 0x626b // "bk"

// maxCrashes is how often the process may die under a job before the job is held to be the cause.
const maxCrashes = 25

// lease is a worker's sign of life: a session-level advisory lock whose key is the end of the worker's River id. The
// server drops it the moment the process or its connection is gone, however that happens; River alone would wait an
// hour before it takes a job of a dead process for dead.
type lease struct {
	conn *pgx.Conn
	id   string
}

func (p *pipeline) lease(ctx context.Context) (*lease, error) {
	conn, err := pgx.ConnectConfig(ctx, p.pool.Config().ConnConfig.Copy()) // outside the pool: it is held for life
	if err != nil {
		return nil, fmt.Errorf("lease: %w", err)
	}
	host, _ := os.Hostname()
	for {
		key := rand.Int32N(1<<31 - 1)
		var mine bool
		if err := conn.QueryRow(ctx, `select pg_try_advisory_lock($1, $2)`, leaseClass, key).Scan(&mine); err != nil {
			conn.Close(context.WithoutCancel(ctx))
			return nil, fmt.Errorf("lease: %w", err)
		}
		if mine {
			return &lease{conn, fmt.Sprintf("%s-%d-%d", host, os.Getpid(), key)}, nil
		}
	}
}

func (l *lease) held(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return l.conn.Ping(ctx)
}

func (l *lease) end(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	l.conn.Close(ctx)
}

// live are the leases held by anybody, ours included.
const live = `select objid::bigint from pg_locks where locktype = 'advisory' and objsubid = 2 and granted and classid = %d
	and database = (select oid from pg_database where datname = current_database())`

// workersLive says whether any process works on the database.
func workersLive(ctx context.Context, db pg.DB) (yes bool, err error) {
	err = db.QueryRow(ctx, `select exists (`+fmt.Sprintf(live, leaseClass)+`)`).Scan(&yes)
	return yes, err
}

// takeOver frees the jobs of processes that are gone. The attempt that died does not count against the file, until
// there have been so many deaths that the file must be the cause.
func (p *pipeline) takeOver(ctx context.Context) (n int64, err error) {
	tag, err := p.pool.Exec(ctx, `
		with live as (`+fmt.Sprintf(live, leaseClass)+`)
		update river.river_job j
		   set state = 'available', scheduled_at = now(),
		       attempt = case when cardinality(attempted_by) > $1 then greatest(max_attempts - 1, 0)::smallint else greatest(attempt - 1, 0)::smallint end
		 where state = 'running' and kind = any($2) and cardinality(attempted_by) > 0
		   and coalesce(substring(attempted_by[cardinality(attempted_by)] from '-([0-9]+)$')::bigint, -1) not in (select objid from live)`,
		maxCrashes, p.kinds())
	if err != nil {
		return 0, fmt.Errorf("takeOver: %w", err)
	}
	return tag.RowsAffected(), nil
}

// inJobs are the intakes that some job will still bring on.
const inJobs = `select jsonb_array_elements(args->'intakes')::bigint from river.river_job
	where kind = 'intake' and state in ('available', 'pending', 'retryable', 'running', 'scheduled')`

// adopt enqueues intakes that wait and have no job: from a restored backup, or where a job was cleaned away.
func (p *pipeline) adopt(ctx context.Context) (n int, err error) {
	err = pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		lost, err := ingest.Waiting(ctx, tx, inJobs)
		if err != nil {
			return err
		}
		for stage, ids := range lost {
			n += len(ids)
			if err := p.enqueue(ctx, tx, stage, ids, 1); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// fillVectors takes files that were finished without vectors back to the stage that makes them, where there is a model
// now: those whose note says so; and all of them when nothing is under way and yet vectors are missing, which is how
// another model looks. The stage passes over what has its vectors.
func (p *pipeline) fillVectors(ctx context.Context) error {
	if !p.parts.index.HasEmbedder() {
		return nil
	}
	absent, err := p.parts.index.Unembedded(ctx)
	if err != nil {
		return err
	}
	return pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		ids, err := ingest.Reopen(ctx, tx, "embed", noVectors)
		if err != nil {
			return err
		}
		var busy bool
		if err := tx.QueryRow(ctx, `select exists (`+inJobs+`)`).Scan(&busy); err != nil {
			return err
		}
		if len(ids) == 0 && !busy && absent > 0 {
			if ids, err = ingest.Reopen(ctx, tx, "embed", ""); err != nil {
				return err
			}
		}
		return p.enqueue(ctx, tx, "embed", ids, 50)
	})
}

// Run works until ctx ends. When the database goes away it waits for it to come back, under a new lease: the jobs it
// held are then taken over like those of any dead process.
func (p *pipeline) Run(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, 10*time.Second) {
		began := time.Now()
		err := p.session(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if time.Since(began) > time.Minute {
			wait = time.Second
		}
		p.log.Warn("worker interrupted, starting again", "err", err, "in", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// session is one life under one lease.
func (p *pipeline) session(ctx context.Context) error {
	l, err := p.lease(ctx)
	if err != nil {
		return err
	}
	// The lease ends last: while it is held nobody takes over what we still finish.
	defer l.end(context.WithoutCancel(ctx))
	if err := p.tidy(ctx); err != nil {
		return err
	}
	if err := p.fillVectors(ctx); err != nil {
		return err
	}
	client, err := p.client(l.id)
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil { // its end is ours to decide: Stop below
		return err
	}
	defer stopClient(context.WithoutCancel(ctx), client)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go p.maintain(ctx, time.NewTicker(time.Minute))
	return p.watch(ctx, l)
}

// maintain lets the index grow with the corpus whenever a tick finds nothing to be done: its graphs take minutes and both
// processors, which a batch under way needs itself. What fails is tried again at the next tick; searches are exact until then.
func (p *pipeline) maintain(ctx context.Context, tick *time.Ticker) {
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := p.maintainIfIdle(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("index not maintained", "err", err)
		}
	}
}

func (p *pipeline) maintainIfIdle(ctx context.Context) error {
	var busy bool
	if err := p.pool.QueryRow(ctx, `select exists (`+inJobs+`)`).Scan(&busy); err != nil || busy {
		return err
	}
	if err := p.refreshPairs(ctx); err != nil {
		return err
	}
	return p.parts.index.Maintain(ctx)
}

// refreshPairs looks once a day for pairs whose basis has ended: a text can lapse without anything being done.
func (p *pipeline) refreshPairs(ctx context.Context) error {
	today := civil.Today()
	if p.checked == today {
		return nil
	}
	ctx = auth.WithActor(ctx, auth.System("job"))
	err := pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		n, err := p.parts.pairs.Stale(ctx, tx)
		if n > 0 {
			p.log.Info("pairs back in review: their basis has ended", "pairs", n)
		}
		return err
	})
	if err == nil {
		p.checked = today
	}
	return err
}

// watch keeps the lease and tidies up until either fails or ctx ends.
func (p *pipeline) watch(ctx context.Context, l *lease) error {
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
		}
		if err := l.held(ctx); err != nil {
			return fmt.Errorf("lease lost: %w", err)
		}
		if n > 3 && n%5 != 0 { // often at first: the server may need a moment to notice who has died just before
			continue
		}
		if err := p.tidy(ctx); err != nil {
			return err
		}
	}
}

// tidy takes over what dead processes left.
func (p *pipeline) tidy(ctx context.Context) error {
	freed, err := p.takeOver(ctx)
	if err != nil {
		return err
	}
	adopted, err := p.adopt(ctx)
	if err != nil {
		return err
	}
	runs, err := p.adoptRuns(ctx)
	adopted += runs
	if err != nil {
		return err
	}
	drafts, err := p.adoptDrafts(ctx)
	adopted += drafts
	if freed+int64(adopted) > 0 {
		p.log.Info("took over jobs of a process that is gone", "freed", freed, "without_job", adopted)
	}
	return err
}

func (p *pipeline) client(id string) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &stageWorker{p: p})
	queues := map[string]river.QueueConfig{queueText: {MaxWorkers: p.workers}, queueModel: {MaxWorkers: 1}}
	for _, k := range p.others {
		k.add(workers)
		queues[k.queue] = river.QueueConfig{MaxWorkers: k.at}
	}
	return river.NewClient(riverpgxv5.New(p.pool), &river.Config{
		ID: id, Schema: riverSchema, Logger: p.log, Workers: workers,
		Queues:        queues,
		FetchCooldown: 2 * time.Millisecond, FetchPollInterval: 500 * time.Millisecond, // stages take milliseconds: the queue must not be what they wait for
		// A job that runs is never "stuck": dead processes show by their lease, and stages have timeouts.
		RescueStuckJobsAfter: 12 * time.Hour, JobTimeout: 2 * time.Hour,
		CompletedJobRetentionPeriod: time.Hour,
	})
}

// stopClient lets the running stages finish, and cancels those that take long: they give their intakes back.
func stopClient(ctx context.Context, client *river.Client[pgx.Tx]) {
	soft, cancel := context.WithTimeout(ctx, 8*time.Second)
	defer cancel()
	if err := client.Stop(soft); err == nil || !errors.Is(err, context.DeadlineExceeded) {
		return
	}
	hard, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	_ = client.StopAndCancel(hard) // what still runs then has lost its lease with the process
}
