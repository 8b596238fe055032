package ingest

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// linking is the advisory lock under which relations find their targets. Two texts that name each other and arrive at
// once would otherwise both look before the other is there.
const linking = 0x62696e6b // "bink"

// connect links a new version with the rest of the corpus: the targets of its relations, and the relations that have
// waited for its document; and settles its own work and those where a confirmed repeal now counts.
func connect(ctx context.Context, tx pg.DB, doc, version int64) error {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, linking); err != nil {
		return err
	}
	if err := nameBodies(ctx, tx, doc, version); err != nil {
		return err
	}
	touched, err := link(ctx, tx, doc, version)
	if err != nil {
		return fmt.Errorf("link(%d): %w", version, err)
	}
	for _, id := range append(touched, doc) {
		if err := settle(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// link resolves the open relations of the version, and those that may mean its document: by number, else by normalised
// title, and where several works have that title, by the date in front of it. What stays ambiguous stays open. A text
// can repeal its own namesake (an older version of the same work) but is not its own basis. It returns the documents
// whose intervals may have changed.
func link(ctx context.Context, tx pg.DB, doc, version int64) ([]int64, error) {
	rows, err := tx.Query(ctx, `
		with open as (
		    select r.id from ingest.relation r where r.version_id = $2 and r.target_document_id is null
		    union
		    select r.id from ingest.relation r join ingest.document d on d.id = $1
		     where r.target_document_id is null and r.target_doc_no <> '' and r.target_doc_no = d.doc_no
		    union
		    select r.id from ingest.relation r join ingest.document d on d.id = $1
		     where r.target_document_id is null and r.target_key <> '' and r.target_key in (d.title_key, d.short_key)
		), candidate as (
		    select r.id as relation, d.id as document, d.by_no,
		           r.target_date is not null and exists (select from ingest.version v where v.document_id = d.id
		               and r.target_date in (v.signed_on, v.published_on, v.effective_from)) as by_date
		      from open join ingest.relation r using (id)
		      join ingest.version fv on fv.id = r.version_id
		      cross join lateral (
		          select id, bool_or(by_no) as by_no from (
		              select id, true as by_no from ingest.document where doc_no = r.target_doc_no and r.target_doc_no <> ''
		              union all select id, false from ingest.document where title_key = r.target_key and r.target_key <> ''
		              union all select id, false from ingest.document where short_key = r.target_key and r.target_key <> ''
		          ) found group by id) d
		     where d.id <> fv.document_id or r.type in ('repeals', 'replaces', 'revises', 'amends')
		), best as (
		    select relation, min(document) as document from (
		        select *, rank() over (partition by relation order by by_no desc, by_date desc) as place from candidate) ranked
		     where place = 1 group by relation having count(*) = 1
		)
		update ingest.relation r set target_document_id = best.document from best where best.relation = r.id
		returning best.document, r.state = 'confirmed'`, doc, version)
	if err != nil {
		return nil, err
	}
	var (
		touched   []int64
		id        int64
		confirmed bool
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &confirmed}, func() error {
		if confirmed && id != doc {
			touched = append(touched, id)
		}
		return nil
	})
	return touched, err
}

// RelationFilter selects relations.
type RelationFilter struct {
	VersionID     int64  // that this version states
	DocumentID    int64  // that any version of this document states, or that mean it
	State         string // "" means all
	Type          string // "" means all
	Limit, Offset int    // Limit 0 means all
}

// visibleRelation is one row per relation r whose stating text the actor ($1: clearance) may see; its target only where
// they may see that too.
const visibleRelation = `
	select r.id, r.version_id, fv.title as from_title, fv.document_id as from_document_id, r.type, r.target_title, r.target_doc_no,
	       r.target_date, td.id as target_document_id, r.sentence, r.start_rune, r.end_rune, r.state
	  from ingest.relation r
	  join ingest.version fv on fv.id = r.version_id
	  join ingest.document fd on fd.id = fv.document_id and fd.withdrawn_at is null and fd.clearance <= $1
	  left join ingest.document td on td.id = r.target_document_id and td.withdrawn_at is null and td.clearance <= $1`

// Relations returns the relations that the actor may see, those to be decided first, and how many there are.
func Relations(ctx context.Context, db pg.DB, f RelationFilter) (list []Relation, total int, err error) {
	defer fault.Wrapf(&err, "ingest.Relations(%+v)", f)
	from := `(` + visibleRelation + `) r where ($2 = 0 or r.version_id = $2) and ($3 = 0 or $3 in (r.from_document_id, r.target_document_id))
		and ($4 = '' or r.state = $4) and ($5 = '' or r.type = $5)`
	args := []any{auth.ActorFrom(ctx).Clearance, f.VersionID, f.DocumentID, f.State, f.Type}
	if err := db.QueryRow(ctx, `select count(*) from `+from, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = relations(ctx, db, from+` order by r.state <> 'proposed', r.id limit nullif($6, 0) offset $7`, append(args, f.Limit, f.Offset)...)
	return list, total, err
}

// RelationByID returns one relation.
func RelationByID(ctx context.Context, db pg.DB, id int64) (Relation, error) {
	list, err := relations(ctx, db, `(`+visibleRelation+` where r.id = $2) r`, auth.ActorFrom(ctx).Clearance, id)
	if err != nil {
		return Relation{}, fmt.Errorf("ingest.RelationByID(%d): %w", id, err)
	}
	if len(list) == 0 {
		return Relation{}, fault.Newf(fault.NotFound, "没有编号为 %d 的文件关系。", id)
	}
	return list[0], nil
}

func relations(ctx context.Context, db pg.DB, from string, args ...any) ([]Relation, error) {
	rows, err := db.Query(ctx, `select r.id, r.version_id, r.from_title, r.from_document_id, r.type, r.target_title, r.target_doc_no,
		r.target_date, coalesce(r.target_document_id, 0), r.sentence, r.start_rune, r.end_rune, r.state from `+from, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r Relation, err error) {
		return r, row.Scan(&r.ID, &r.VersionID, &r.FromTitle, &r.FromDocumentID, &r.Type, &r.TargetTitle, &r.TargetDocNo,
			&r.TargetDate, &r.TargetDocumentID, &r.Sentence, &r.Start, &r.End, &r.State)
	})
}

// DecideRelation confirms or rejects a relation. A confirmed repeal ends its target's earlier versions from the acting
// text's first day on; a rejected one gives them back. Both in the caller's transaction, with the audit event.
func DecideRelation(ctx context.Context, tx pg.DB, id int64, state string) (r Relation, err error) {
	defer fault.Wrapf(&err, "ingest.DecideRelation(%d, %s)", id, state)
	if state != "confirmed" && state != "rejected" {
		return r, fault.Field("state", "决定只能是 confirmed（确认）或 rejected（否定）。")
	}
	before, err := RelationByID(ctx, tx, id)
	if err != nil {
		return r, err
	}
	if state == "confirmed" {
		if err := canAct(ctx, tx, before); err != nil {
			return r, err
		}
	}
	var target int64 // the real one, also where the actor may not see it
	err = tx.QueryRow(ctx, `update ingest.relation set state = $2, decided_by = $3, decided_at = now() where id = $1
		returning coalesce(target_document_id, 0)`, id, state, auth.ActorFrom(ctx).ID).Scan(&target)
	if err != nil {
		return r, err
	}
	if target != 0 {
		if err := settle(ctx, tx, target); err != nil {
			return r, err
		}
	}
	if r, err = RelationByID(ctx, tx, id); err != nil {
		return r, err
	}
	return r, record(ctx, tx, "relation."+state, "relation", id, before, r)
}

// canAct refuses to confirm a repeal by a text that is in force on no known day.
func canAct(ctx context.Context, tx pg.DB, r Relation) error {
	var ends, dated, draft bool
	err := tx.QueryRow(ctx, `select $2 in `+ending+`, coalesce(effective_from, published_on, signed_on) is not null, draft
		from ingest.version where id = $1`, r.VersionID, r.Type).Scan(&ends, &dated, &draft)
	switch {
	case err != nil:
		return err
	case ends && draft:
		return fault.New(fault.Conflict, "征求意见稿还没有效力，不能据此确认废止。")
	case ends && !dated:
		return fault.Newf(fault.Conflict, "《%s》的施行日期不明，无法确定被废止文件从哪一天起失效。请先提交带有日期的文本。", r.FromTitle)
	}
	return nil
}
