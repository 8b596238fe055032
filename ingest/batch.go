package ingest

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// NewSubmission is what a batch is made from.
type NewSubmission struct {
	Label       string
	Clearance   auth.Clearance // of its files; 0 means L1
	SourceClass int            // 1–6 (DOMAIN §4); 0 means 2
	Sample      bool           // invented, shipped with the product
}

// NewBatch opens a submission of the actor.
func NewBatch(ctx context.Context, tx pg.DB, n NewSubmission) (b Batch, err error) {
	defer fault.Wrapf(&err, "ingest.NewBatch(%s)", n.Label)
	a := auth.ActorFrom(ctx)
	if n.Clearance == 0 {
		n.Clearance = auth.L1
	}
	if n.SourceClass == 0 {
		n.SourceClass = 2
	}
	switch {
	case !a.SignedIn():
		return b, fault.New(fault.Unauthenticated, "请先登录。")
	case !n.Clearance.Valid():
		return b, fault.Field("clearance", "密级应为 L1、L2、L3 或 L4。")
	case n.Clearance > a.Clearance:
		return b, fault.Field("clearance", "不能提交高于本人密级的文件。")
	case n.SourceClass < 1 || n.SourceClass > 6:
		return b, fault.Field("source_class", "来源类别应在 1 到 6 之间。")
	}
	b = Batch{Label: n.Label, Actor: a.Login, Clearance: n.Clearance, SourceClass: n.SourceClass, Sample: n.Sample,
		Counts: map[string]int{}}
	err = tx.QueryRow(ctx, `insert into ingest.batch (label, actor_id, actor, clearance, source_class, sample)
		values ($1, $2, $3, $4, $5, $6) returning id, created_at`,
		b.Label, a.ID, a.Login, b.Clearance, b.SourceClass, b.Sample).Scan(&b.ID, &b.CreatedAt)
	if err != nil {
		return b, err
	}
	return b, record(ctx, tx, "batch.create", "batch", b.ID, nil, b)
}

// mine is the part of WHERE by which a batch b is visible: $1 clearance, $2 all batches, $3 the actor's id, $4 login.
const mine = `b.clearance <= $1 and ($2 or (b.actor_id = $3 and b.actor = $4))`

// seesAll says who follows the submissions of everybody.
func seesAll(a auth.Actor) bool { return a.Has(auth.Admin, auth.Lead, auth.Auditor) }

// visibleIntake is one row per intake i of batch b as the actor may see it. A file whose document is above the actor's
// clearance, or withdrawn, keeps its line for the one who submitted it, without a link; for others it has none. A
// duplicate of a document above the actor's clearance looks like a file that went through: "is there already" would tell.
const visibleIntake = `
	select i.id, i.batch_id, i.filename, i.sha256, i.external_id, i.size, i.stage, i.line, i.progress, i.error, i.detail,
	       i.attempts, i.created_at, i.updated_at, i.timings,
	       case when i.state = 'duplicate' and d.id is not null and d.clearance > $1 then 'done' else i.state end as state,
	       case when i.state = 'duplicate' and d.id is not null and d.clearance > $1 then '' else i.note end as note,
	       case when d.clearance <= $1 and d.withdrawn_at is null then v.id end as version_id,
	       case when d.clearance <= $1 and d.withdrawn_at is null then d.id end as document_id
	  from ingest.intake i
	  join ingest.batch b on b.id = i.batch_id
	  left join ingest.version v on v.id = i.version_id
	  left join ingest.document d on d.id = v.document_id
	 where ` + mine + ` and (d.id is null or d.clearance <= $1 or (b.actor_id = $3 and b.actor = $4))`

func seer(ctx context.Context) []any {
	a := auth.ActorFrom(ctx)
	return []any{a.Clearance, seesAll(a), a.ID, a.Login}
}

// Batches returns the submissions the actor may follow, newest first.
func Batches(ctx context.Context, db pg.DB, limit, offset int) (list []Batch, total int, err error) {
	defer fault.Wrapf(&err, "ingest.Batches")
	args := seer(ctx)
	if err := db.QueryRow(ctx, `select count(*) from ingest.batch b where `+mine, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = batches(ctx, db, `true order by b.id desc limit $5 offset $6`, append(args, page(limit), offset)...)
	return list, total, err
}

// BatchByID returns one submission.
func BatchByID(ctx context.Context, db pg.DB, id int64) (Batch, error) {
	list, err := batches(ctx, db, `b.id = $5`, append(seer(ctx), id)...)
	if err != nil {
		return Batch{}, err
	}
	if len(list) == 0 {
		return Batch{}, fault.Newf(fault.NotFound, "没有编号为 %d 的提交批次。", id)
	}
	return list[0], nil
}

func batches(ctx context.Context, db pg.DB, where string, args ...any) ([]Batch, error) {
	rows, err := db.Query(ctx, `select b.id, b.label, b.actor, b.clearance, b.source_class, b.sample, b.created_at
		from ingest.batch b where `+mine+` and `+where, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (b Batch, err error) {
		b.Counts = map[string]int{}
		return b, row.Scan(&b.ID, &b.Label, &b.Actor, &b.Clearance, &b.SourceClass, &b.Sample, &b.CreatedAt)
	})
	if err != nil {
		return nil, err
	}
	return list, countItems(ctx, db, list)
}

// countItems fills the counts by state, over the items that the actor may see.
func countItems(ctx context.Context, db pg.DB, list []Batch) error {
	at := make(map[int64]*Batch, len(list))
	ids := make([]int64, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	rows, err := db.Query(ctx, `select batch_id, state, count(*) from (`+visibleIntake+` and b.id = any($5)) i group by 1, 2`,
		append(seer(ctx), ids)...)
	if err != nil {
		return err
	}
	var (
		id    int64
		state string
		n     int
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &state, &n}, func() error {
		at[id].Counts[state] = n
		at[id].Total += n
		return nil
	})
	return err
}

// page bounds a page's size.
func page(limit int) int {
	switch {
	case limit <= 0:
		return 50
	case limit > 1000:
		return 1000
	}
	return limit
}

// record writes the audit event of a change into the change's transaction.
func record(ctx context.Context, tx pg.DB, action, object string, id any, before, after any) error {
	return audit.Record(ctx, tx, audit.Event{Action: action, Object: object, ObjectID: text(id), Before: before, After: after})
}

// scanOne runs a query for one row and turns "no rows" into NotFound with the message.
func scanOne(row pgx.Row, missing string, dest ...any) error {
	err := row.Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, missing)
	}
	return err
}
