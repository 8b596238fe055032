package eval

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

// NewRun queues a run over a set. It asks with the actor's eyes, or with less where the configuration says so.
func NewRun(ctx context.Context, tx pgx.Tx, setID int64, c Config) (_ Run, err error) {
	defer fault.Wrapf(&err, "eval.NewRun(%d)", setID)
	s, err := SetByID(ctx, tx, setID)
	if err != nil {
		return Run{}, err
	}
	switch c.Leg {
	case "", retrieval.Fused, retrieval.Lexical, retrieval.Dense:
	default:
		return Run{}, fault.Field("leg", "检索方式只能是 fused、lexical 或 dense。")
	}
	a := auth.ActorFrom(ctx)
	if c.Clearance == 0 || c.Clearance > a.Clearance {
		c.Clearance = a.Clearance
	}
	c.Workers = min(max(c.Workers, 0), 32)
	total, err := selected(ctx, tx, setID, c)
	if err != nil {
		return Run{}, err
	}
	if total == 0 {
		return Run{}, fault.Field("split", "问题集里没有这一部分的问题，请检查 split。")
	}
	var id int64
	err = tx.QueryRow(ctx, `
		insert into eval.run (set_id, label, config, total, clearance, actor_id, actor, ticket_id)
		values ($1, $2, $3, $4, $5, $6, $7, nullif($8::bigint, 0)) returning id`,
		setID, c.Label, c, total, s.Clearance, a.ID, a.Name, c.TicketID).Scan(&id)
	if err != nil {
		return Run{}, err
	}
	err = audit.Record(ctx, tx, audit.Event{Action: "eval.run.create", Object: "eval_run", ObjectID: fmt.Sprint(id),
		After: map[string]any{"set": s.Name, "version": s.Version, "label": c.Label, "config": c, "questions": total}})
	if err != nil {
		return Run{}, err
	}
	return RunByID(ctx, tx, id)
}

// ofConfig are the questions of set $1 that a configuration selects: split $2, keys $3.
const ofConfig = `q.set_id = $1 and ($2 = '' or q.body->>'split' = $2) and ($3::text[] is null or q.key = any($3))`

func selected(ctx context.Context, db pg.DB, setID int64, c Config) (n int, err error) {
	err = db.QueryRow(ctx, `select count(*) from eval.question q where `+ofConfig, setID, c.Split, c.Keys).Scan(&n)
	return n, err
}

const runColumns = `r.id, r.set_id, s.name, s.version, r.state, r.label, r.config, r.program, r.model, r.embedder, r.prompt_version, r.data_version,
	r.total, r.done, r.metrics, r.error, r.clearance, r.actor, coalesce(r.ticket_id, 0), r.created_at, r.started_at, r.ended_at`

func scanRun(row pgx.CollectableRow) (r Run, err error) {
	err = row.Scan(&r.ID, &r.SetID, &r.SetName, &r.SetVersion, &r.State, &r.Label, &r.Config, &r.Program, &r.Model, &r.Embedder, &r.PromptVersion,
		&r.DataVersion, &r.Total, &r.Done, &r.Metrics, &r.Error, &r.Clearance, &r.Actor, &r.TicketID, &r.CreatedAt, &r.StartedAt, &r.EndedAt)
	r.Config.Label, r.Config.TicketID = r.Label, r.TicketID
	if r.Metrics.All.Scores == nil {
		r.Metrics.All.Scores = []Score{}
	}
	return r, err
}

// RunFilter narrows Runs. Zero fields do not.
type RunFilter struct {
	SetID  int64
	Limit  int
	Offset int
}

// Runs lists the runs the actor may see, newest first.
func Runs(ctx context.Context, db pg.DB, f RunFilter) (_ []Run, total int, err error) {
	defer fault.Wrapf(&err, "eval.Runs(%+v)", f)
	const where = ` from eval.run r join eval.set s on s.id = r.set_id where r.clearance <= $1 and ($2::bigint = 0 or r.set_id = $2)`
	level := auth.ActorFrom(ctx).Clearance
	if err := db.QueryRow(ctx, `select count(*)`+where, level, f.SetID).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select `+runColumns+where+` order by r.id desc limit $3 offset $4`, level, f.SetID, pageLimit(f.Limit), max(f.Offset, 0))
	if err != nil {
		return nil, 0, err
	}
	list, err := pgx.CollectRows(rows, scanRun)
	return list, total, err
}

// RunByID is one run, fault.NotFound where the actor may not see it.
func RunByID(ctx context.Context, db pg.DB, id int64) (_ Run, err error) {
	defer fault.Wrapf(&err, "eval.RunByID(%d)", id)
	rows, err := db.Query(ctx, `select `+runColumns+` from eval.run r join eval.set s on s.id = r.set_id where r.id = $1 and r.clearance <= $2`,
		id, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return Run{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, scanRun)
	return r, missing(err, "没有这次评测。")
}

// Cancel ends a run that has not ended. What has been answered stays; the worker notices at its next question.
func Cancel(ctx context.Context, tx pgx.Tx, id int64) (_ Run, err error) {
	defer fault.Wrapf(&err, "eval.Cancel(%d)", id)
	r, err := RunByID(ctx, tx, id)
	if err != nil {
		return Run{}, err
	}
	tag, err := tx.Exec(ctx, `update eval.run set state = 'cancelled', ended_at = now() where id = $1 and state in ('queued', 'running')`, id)
	if err != nil {
		return Run{}, err
	}
	if tag.RowsAffected() == 0 {
		return Run{}, fault.New(fault.Conflict, "这次评测已经结束，不能取消。")
	}
	err = audit.Record(ctx, tx, audit.Event{Action: "eval.run.cancel", Object: "eval_run", ObjectID: fmt.Sprint(id), Before: map[string]any{"state": r.State, "done": r.Done}})
	if err != nil {
		return Run{}, err
	}
	return RunByID(ctx, tx, id)
}

// Fail ends a run that cannot be finished. message is Chinese.
func Fail(ctx context.Context, db pg.DB, id int64, message string) error {
	_, err := db.Exec(ctx, `update eval.run set state = 'failed', error = $2, ended_at = now() where id = $1 and state in ('queued', 'running')`, id, message)
	return err
}
