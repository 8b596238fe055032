package annotate

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// verbatim is the condition under which basis b stands in its version v as quoted.
const verbatim = `substr(v.text, b.start_rune + 1, b.end_rune - b.start_rune) = b.quote`

// Approved returns those of the pairs (nil: of all) that may be served on a day (zero: today) to the actor: approved, every basis
// within their clearance, in force on that day, and verbatim as the text stands now. In the order of ids.
func Approved(ctx context.Context, db pg.DB, ids []int64, asOf civil.Date) (list []Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Approved")
	if asOf.IsZero() {
		asOf = civil.Today()
	}
	rows, err := db.Query(ctx, `
		select p.id from annotate.pair p
		 where p.state = 'approved' and (@ids::bigint[] is null or p.id = any(@ids)) and `+visible+`
		   and exists (select from annotate.basis b where b.pair_id = p.id and b.n = p.version)
		   and not exists (select from annotate.basis b join ingest.version v on v.id = b.version_id
		        where b.pair_id = p.id and b.n = p.version
		          and not (ingest.in_force(v.effective_from, v.effective_to, v.draft, @as_of::date) and `+verbatim+`))
		 order by array_position(@ids::bigint[], p.id), p.id`,
		pgx.NamedArgs{"ids": ids, "clearance": int16(auth.ActorFrom(ctx).Clearance), "as_of": asOf})
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	return load(ctx, db, found, asOf)
}

// Stale brings the pairs up to date with their texts, whoever may see them: the approved ones whose basis is withdrawn, no longer in
// force (but for questions about the past) or no longer verbatim go back into review, out of the index; and where a document's
// clearance has changed, its pairs change with it. It returns how many went back. It belongs into every transaction that changes a
// text or its validity. With versions, it looks only at the documents that these can change: their own, and those that they repeal.
func (s *Service) Stale(ctx context.Context, tx pg.DB, versions ...int64) (n int, err error) {
	defer fault.Wrapf(&err, "annotate.Stale")
	actor := auth.ActorFrom(ctx)
	actor.Clearance = auth.L4 // who caused it answers for it, and need not see what it does
	ctx = auth.WithActor(ctx, actor)
	scope := ""
	if len(versions) > 0 {
		scope = touched
	}
	if err := s.reclassify(ctx, tx, scope, versions); err != nil {
		return 0, err
	}
	rows, err := tx.Query(ctx, `
		with bad as (
		    select b.pair_id, b.seq, '依据《' || v.title || '》' || b.label || case
		               when d.withdrawn_at is not null then '所在文件已撤下'
		               when not `+verbatim+` then '的原文已变动'
		               else '已不再有效' end || '，请重新核对。' as reason
		      from annotate.pair p
		      join annotate.basis b on b.pair_id = p.id and b.n = p.version
		      join ingest.version v on v.id = b.version_id
		      join ingest.document d on d.id = v.document_id
		     where p.state = 'approved' and (d.withdrawn_at is not null
		        or not ingest.in_force(v.effective_from, v.effective_to, v.draft, @today::date) and p.type <> all(@past::integer[])
		        or not `+verbatim+`)`+scope+`
		), reasons as (
		    select distinct on (pair_id) pair_id, reason from bad order by pair_id, seq
		)
		select p.id, r.reason from annotate.pair p join reasons r on r.pair_id = p.id
		 where p.state = 'approved' order by p.id for update of p`,
		pgx.NamedArgs{"today": civil.Today(), "past": pastTypes, "versions": versions})
	if err != nil {
		return 0, err
	}
	type stale struct {
		ID     int64
		Reason string
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[stale])
	if err != nil {
		return 0, err
	}
	for _, p := range list {
		pair, err := one(ctx, tx, p.ID)
		if err != nil {
			return 0, err
		}
		if _, err := s.recheck(ctx, tx, pair, p.Reason); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// touched keeps of documents d those that @versions can change.
const touched = ` and d.id in (
	select tv.document_id from ingest.version tv where tv.id = any(@versions)
	union
	select tr.target_document_id from ingest.relation tr where tr.version_id = any(@versions))`

// reclassify gives every pair the highest clearance of its basis, in the index too.
func (s *Service) reclassify(ctx context.Context, tx pg.DB, scope string, versions []int64) error {
	rows, err := tx.Query(ctx, `
		update annotate.pair p set clearance = x.clearance
		  from (select b.pair_id, b.n, max(d.clearance) as clearance
		          from annotate.basis b join ingest.version v on v.id = b.version_id join ingest.document d on d.id = v.document_id
		         where b.pair_id in (select b.pair_id from annotate.basis b join ingest.version v on v.id = b.version_id
		                               join ingest.document d on d.id = v.document_id where true`+scope+`)
		         group by b.pair_id, b.n) x
		 where x.pair_id = p.id and x.n = p.version and x.clearance <> p.clearance
		returning p.id, p.state`, pgx.NamedArgs{"versions": versions})
	if err != nil {
		return err
	}
	var approved []int64
	var id int64
	var state State
	_, err = pgx.ForEachRow(rows, []any{&id, &state}, func() error {
		if state == StateApproved {
			approved = append(approved, id)
		}
		return nil
	})
	if err != nil || len(approved) == 0 {
		return err
	}
	pairs, err := load(ctx, tx, approved, civil.Today())
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := s.index.IndexPair(ctx, tx, p.entry()); err != nil {
			return err
		}
	}
	return nil
}
