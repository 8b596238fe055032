package draft

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// States of a run.
const (
	Queued  = "queued"  // 排队中
	Running = "running" // 起草中
	Done    = "done"    // 已完成
	Failed  = "failed"  // 失败
)

// Record is a run as it is kept and shown.
type Record struct {
	ID          int64     `json:"id"`
	State       string    `json:"state"`
	DocumentIDs []int64   `json:"document_ids"`
	UseModel    bool      `json:"use_model"`
	Submit      bool      `json:"submit"`
	Error       string    `json:"error,omitempty"`
	Actor       string    `json:"actor"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	Progress

	Clearance auth.Clearance `json:"-"`
}

// Order is what is asked of a run.
type Order struct {
	DocumentIDs []int64
	UseModel    bool
	Submit      bool
}

// abandoned is after how long without a sign of life a run that is open on paper may be replaced.
const abandoned = 15 * time.Minute

// NewRun keeps an order, to be done by a job. There is one at a time.
func NewRun(ctx context.Context, tx pg.DB, o Order) (r Record, err error) {
	defer fault.Wrapf(&err, "draft.NewRun")
	actor := auth.ActorFrom(ctx)
	if _, err := inForceIDs(ctx, tx, o.DocumentIDs); err != nil {
		return r, err
	}
	_, err = tx.Exec(ctx, `update annotate.draft_run set state = 'failed', error = '处理中断，未能继续。', updated_at = now()
		where state in ('queued', 'running') and updated_at < now() - $1::interval`, abandoned)
	if err != nil {
		return r, err
	}
	var id int64
	err = tx.QueryRow(ctx, `insert into annotate.draft_run (document_ids, use_model, submit, clearance, actor) values ($1, $2, $3, $4, $5) returning id`,
		append([]int64{}, o.DocumentIDs...), o.UseModel, o.Submit, int16(actor.Clearance), actor.Name).Scan(&id)
	var pge *pgconn.PgError
	if errors.As(err, &pge) && pge.ConstraintName == "draft_run_open" {
		return r, fault.New(fault.Conflict, "正在起草，请等这一次完成后再开始。")
	}
	if err != nil {
		return r, err
	}
	if r, err = RunByID(ctx, tx, id); err != nil {
		return r, err
	}
	return r, audit.Record(ctx, tx, audit.Event{Action: "draft.start", Object: "draft_run", ObjectID: strconv.FormatInt(id, 10),
		After: map[string]any{"document_ids": r.DocumentIDs, "use_model": o.UseModel, "submit": o.Submit}})
}

// inForceIDs refuses documents that the actor may not see; it does not look at the rest of the corpus.
func inForceIDs(ctx context.Context, db pg.DB, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return inForce(ctx, db, ids)
}

const recordColumns = `select id, state, document_ids, use_model, submit, done, total, created, submitted, skipped, refused, error, clearance, actor, created_at, updated_at
	from annotate.draft_run `

func scanRecord(row pgx.Row) (r Record, err error) {
	err = row.Scan(&r.ID, &r.State, &r.DocumentIDs, &r.UseModel, &r.Submit, &r.Done, &r.Total, &r.Created, &r.Submitted, &r.Skipped, &r.Refused,
		&r.Error, &r.Clearance, &r.Actor, &r.CreatedAt, &r.UpdatedAt)
	if r.DocumentIDs == nil {
		r.DocumentIDs = []int64{}
	}
	return r, err
}

// RunByID is one run, of those that the actor may know of.
func RunByID(ctx context.Context, db pg.DB, id int64) (Record, error) {
	r, err := scanRecord(db.QueryRow(ctx, recordColumns+`where id = $1 and clearance <= $2`, id, int16(auth.ActorFrom(ctx).Clearance)))
	if errors.Is(err, pgx.ErrNoRows) {
		return r, fault.Newf(fault.NotFound, "没有编号为 %d 的起草任务。", id)
	}
	return r, err
}

// Latest is the newest run that the actor may know of; its State is "" where there was none.
func Latest(ctx context.Context, db pg.DB) (Record, error) {
	r, err := scanRecord(db.QueryRow(ctx, recordColumns+`where clearance <= $1 order by id desc limit 1`, int16(auth.ActorFrom(ctx).Clearance)))
	if errors.Is(err, pgx.ErrNoRows) {
		return Record{DocumentIDs: []int64{}}, nil
	}
	return r, err
}

// Begin takes a run up, for the first time or again; false where it has ended meanwhile.
func Begin(ctx context.Context, db pg.DB, id int64) (r Record, ok bool, err error) {
	tag, err := db.Exec(ctx, `update annotate.draft_run set state = 'running', updated_at = now() where id = $1 and state in ('queued', 'running')`, id)
	if err != nil || tag.RowsAffected() == 0 {
		return r, false, err
	}
	r, err = RunByID(ctx, db, id)
	return r, err == nil, err
}

// Told keeps how far a run is. What an interrupted try made before is in the counts of created.
func Told(ctx context.Context, db pg.DB, id int64, p Progress) error {
	_, err := db.Exec(ctx, `update annotate.draft_run set done = $2, total = $3, created = $4, submitted = $5, skipped = $6, refused = $7, updated_at = now()
		where id = $1`, id, p.Done, p.Total, p.Created, p.Submitted, p.Skipped, p.Refused)
	return err
}

// Ended ends a run, with the reason in Chinese where it failed.
func Ended(ctx context.Context, db pg.DB, id int64, problem string) error {
	state := Done
	if problem != "" {
		state = Failed
	}
	_, err := db.Exec(ctx, `update annotate.draft_run set state = $2, error = $3, updated_at = now() where id = $1 and state in ('queued', 'running')`, id, state, problem)
	return err
}
