package eval

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Raise lifts everything that tells of a document to the document's clearance: sets whose gold it is, runs over them and runs whose
// answers name it, the reasons given for failures, and tickets. It belongs into every transaction that may have raised a document.
// Nothing is ever lowered: what else an answer of that time rests on is not looked at again.
func Raise(ctx context.Context, tx pg.DB, documentID int64) (err error) {
	defer fault.Wrapf(&err, "eval.Raise(%d)", documentID)
	args, level, err := toldOf(ctx, tx, documentID)
	if err != nil || level <= auth.L1 {
		return err
	}
	for _, sql := range []string{raiseSets, raiseReasons, raiseRuns, raiseTickets} {
		if _, err := tx.Exec(ctx, sql, args); err != nil {
			return err
		}
	}
	return nil
}

// toldOf are the names by which sets, answers and reasons know a document: its own, and those of its texts and of the pairs on them.
func toldOf(ctx context.Context, tx pg.DB, documentID int64) (pgx.NamedArgs, auth.Clearance, error) {
	var level auth.Clearance
	var versions, chunks, pairs []int64
	var files, rows []string
	err := tx.QueryRow(ctx, `
		select d.clearance,
		       array(select id from ingest.version where document_id = d.id),
		       array(select c.id from ingest.chunk c join ingest.version v on v.id = c.version_id where v.document_id = d.id),
		       array(select distinct b.pair_id from annotate.basis b join ingest.version v on v.id = b.version_id where v.document_id = d.id),
		       array(select distinct filename from ingest.version where document_id = d.id and external_id is null),
		       array(select distinct external_id from ingest.version where document_id = d.id and external_id is not null)
		  from ingest.document d where d.id = $1`, documentID).Scan(&level, &versions, &chunks, &pairs, &files, &rows)
	return pgx.NamedArgs{"level": level, "document": documentID, "versions": versions, "chunks": chunks, "pairs": pairs, "files": files, "rows": rows}, level, err
}

const (
	// asksOfIt: question q has its gold in the document.
	asksOfIt = `(exists (select from jsonb_path_query(q.body, '$.gold[*]') as g where g->>'file' = any(@files) or g->>'external_id' = any(@rows))
		or (q.body->>'pair_id')::bigint = any(@pairs))`

	// answersOfIt: an answer o.answer names it anywhere.
	answersOfIt = `exists (select from jsonb_path_query(o.answer, '$.**.document_id') as said where said = to_jsonb(@document::bigint))`

	// reasonsOfIt: a proof in x.evidence, or the record x lays the fault on, is of it.
	reasonsOfIt = `(exists (select from jsonb_path_query(x.evidence, '$[*].ids.keyvalue()') as i where
			i->>'key' = 'document' and (i->>'value')::bigint = @document or i->>'key' in ('version', 'by_version') and (i->>'value')::bigint = any(@versions)
			or i->>'key' = 'chunk' and (i->>'value')::bigint = any(@chunks) or i->>'key' = 'pair' and (i->>'value')::bigint = any(@pairs)))`
	objectOfIt = `(y.object_type, y.object_id) in (select 'document', @document::bigint::text union all select 'chunk', unnest(@chunks::bigint[])::text
		union all select 'pair', unnest(@pairs::bigint[])::text)`

	raiseSets = `update eval.set s set clearance = @level where s.clearance < @level
		and exists (select from eval.question q where q.set_id = s.id and ` + asksOfIt + `)`

	raiseReasons = `update eval.outcome x set evidence_clearance = @level from eval.outcome y
		where y.run_id = x.run_id and y.seq = x.seq and x.evidence_clearance < @level and (` + reasonsOfIt + ` or ` + objectOfIt + `)`

	raiseRuns = `update eval.run r set clearance = @level where r.clearance < @level
		and (exists (select from eval.set s where s.id = r.set_id and s.clearance >= @level
		             and exists (select from eval.question q where q.set_id = s.id and ` + asksOfIt + `))
		  or exists (select from eval.outcome o where o.run_id = r.id and ` + answersOfIt + `))`

	raiseTickets = `update eval.ticket y set clearance = @level where y.clearance < @level and (` + objectOfIt + ` or exists (
		select from eval.ticket_case x
		  left join eval.question q on q.set_id = x.set_id and q.key = x.key
		  left join lateral (select answer from eval.outcome where run_id = x.run_id and key = x.key
		                     union all select t.answer from qa.feedback f join qa.turn t on t.id = f.turn_id where f.id = x.feedback_id) o on true
		 where x.ticket_id = y.id and (` + reasonsOfIt + ` or coalesce(` + asksOfIt + `, false) or ` + answersOfIt + `)))`
)
