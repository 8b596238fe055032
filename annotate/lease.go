package annotate

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Item is what a reviewer holds, and until when.
type Item struct {
	Pair  Pair      `json:"item"`
	Until time.Time `json:"lease_until"`
}

// open is the condition under which pair p waits for somebody, now.
const open = `p.state = 'review' and (p.leased_by is null or p.leased_until <= now())`

// mine is the condition under which @me may review p: they wrote none of its versions and have not signed this one. So the second
// round is never the first one's reviewer's.
const mine = `not exists (select from annotate.pair_version w where w.pair_id = p.id and w.author_id = @me)
	and not exists (select from annotate.verdict w where w.pair_id = p.id and w.n = p.version and w.reviewer_id = @me)`

// Pull gives the actor the next item and keeps it for them for the time of a Lease: the one they hold already, else the most
// urgent, of equals the one in the second round, then the oldest. nil: nothing to do.
func (s *Service) Pull(ctx context.Context, pool *pgxpool.Pool) (item *Item, err error) {
	defer fault.Wrapf(&err, "annotate.Pull")
	if auth.ActorFrom(ctx).ID == 0 {
		return nil, fault.New(fault.Forbidden, "审核必须由具名人员完成。")
	}
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		item, err = pull(ctx, tx)
		return err
	})
	return item, err
}

func pull(ctx context.Context, tx pg.DB) (*Item, error) {
	actor := auth.ActorFrom(ctx)
	args := pgx.NamedArgs{"me": actor.ID, "clearance": int16(actor.Clearance), "lease": Lease.Seconds()}
	// One person in two windows pulls one after the other, and is given the same item.
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('annotate.pull', @me))`, args); err != nil {
		return nil, err
	}
	var id int64
	var until time.Time
	// skip locked: whoever comes at the same moment takes the next one instead of waiting to find this one gone.
	err := tx.QueryRow(ctx, `
		with held as (
		    select p.id from annotate.pair p where p.leased_by = @me and p.leased_until > now() and `+visible+` limit 1
		), next as (
		    select p.id from annotate.pair p where not exists (select from held) and `+open+` and `+mine+` and `+visible+`
		     order by p.priority desc, p.round desc, p.id limit 1 for update of p skip locked
		)
		update annotate.pair p set leased_by = @me, leased_until = now() + make_interval(secs => @lease)
		 where p.id = coalesce((select id from held), (select id from next))
		returning p.id, p.leased_until`, args).Scan(&id, &until)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := one(ctx, tx, id)
	return &Item{p, until}, err
}

// Renew keeps the item for another Lease. One whose lease ran out is still the holder's as long as nobody else has pulled it.
func (s *Service) Renew(ctx context.Context, tx pg.DB, id int64) (until time.Time, err error) {
	defer fault.Wrapf(&err, "annotate.Renew(%d)", id)
	err = tx.QueryRow(ctx, `update annotate.pair p set leased_until = now() + make_interval(secs => @lease)
		where p.id = @id and p.leased_by = @me and `+visible+` returning p.leased_until`, holding(ctx, id)).Scan(&until)
	if errors.Is(err, pgx.ErrNoRows) {
		return until, notHeld()
	}
	return until, err
}

// Return gives the item back, unfinished.
func (s *Service) Return(ctx context.Context, tx pg.DB, id int64) (err error) {
	defer fault.Wrapf(&err, "annotate.Return(%d)", id)
	tag, err := tx.Exec(ctx, `update annotate.pair p set leased_by = null, leased_until = null
		where p.id = @id and p.leased_by = @me and `+visible, holding(ctx, id))
	if err == nil && tag.RowsAffected() == 0 {
		return notHeld()
	}
	return err
}

func holding(ctx context.Context, id int64) pgx.NamedArgs {
	a := auth.ActorFrom(ctx)
	return pgx.NamedArgs{"id": id, "me": a.ID, "clearance": int16(a.Clearance), "lease": Lease.Seconds()}
}

func notHeld() error {
	return fault.New(fault.Conflict, "这个问答对不在您手中：可能已超时归还，由他人领取。请重新领取。")
}

// QueueCounts are how much there is to review, of what the actor may see.
type QueueCounts struct {
	Round1    int `json:"round1"` // waiting
	Round2    int `json:"round2"`
	Available int `json:"available"`  // of both, what the actor may review
	Leased    int `json:"leased"`     // in somebody's hands
	Mine      int `json:"mine"`       // in the actor's
	MineToday int `json:"mine_today"` // verdicts the actor has given today
	Returned  int `json:"returned"`   // rejected, to be revised
}

// Queue counts what there is to review.
func Queue(ctx context.Context, db pg.DB) (c QueueCounts, err error) {
	defer fault.Wrapf(&err, "annotate.Queue")
	a := auth.ActorFrom(ctx)
	err = db.QueryRow(ctx, `
		select count(*) filter (where `+open+` and p.round = 1), count(*) filter (where `+open+` and p.round = 2),
		       count(*) filter (where `+open+` and `+mine+`),
		       count(*) filter (where p.leased_until > now()), count(*) filter (where p.leased_until > now() and p.leased_by = @me),
		       (select count(*) from annotate.verdict v where v.reviewer_id = @me
		           and v.created_at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'),
		       count(*) filter (where p.state = 'rejected')
		  from annotate.pair p where p.state in ('review', 'rejected') and `+visible,
		pgx.NamedArgs{"me": a.ID, "clearance": int16(a.Clearance)}).
		Scan(&c.Round1, &c.Round2, &c.Available, &c.Leased, &c.Mine, &c.MineToday, &c.Returned)
	return c, err
}
