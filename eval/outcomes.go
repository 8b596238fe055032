package eval

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// OutcomeFilter narrows Outcomes. Zero fields do not.
type OutcomeFilter struct {
	Failed bool
	Class  Class
	Type   int
	Keys   []string
	Limit  int
	Offset int
}

// An object or a proof may lie higher than the answer: what the asker could not see, others may not read in the reason.
const outcomeColumns = `o.run_id, o.seq, q.body, o.answer, o.passed, o.correct, o.cited, o.refused, o.problem, o.scores, o.took_ms, o.class, o.stage,
	case when o.evidence_clearance <= $2 then o.evidence else '[]' end,
	case when o.evidence_clearance <= $2 then o.object_type else '' end,
	case when o.evidence_clearance <= $2 then o.object_id else '' end,
	case when o.evidence_clearance <= $2 then o.object else '' end, o.evidence_clearance`

const outcomeFrom = ` from eval.outcome o join eval.run r on r.id = o.run_id join eval.question q on q.set_id = r.set_id and q.seq = o.seq
	where o.run_id = $1 and r.clearance <= $2`

func scanOutcome(row pgx.CollectableRow) (o Outcome, err error) {
	err = row.Scan(&o.RunID, &o.Seq, &o.Question, &o.Answer, &o.Passed, &o.Correct, &o.Cited, &o.Refused, &o.Problem, &o.Scores, &o.TookMS,
		&o.Class, &o.Stage, &o.Evidence, &o.ObjectType, &o.ObjectID, &o.Object, &o.Clearance)
	return o, err
}

// Outcomes are what a run brought, in the order of the questions.
func Outcomes(ctx context.Context, db pg.DB, runID int64, f OutcomeFilter) (_ []Outcome, total int, err error) {
	defer fault.Wrapf(&err, "eval.Outcomes(%d)", runID)
	if _, err := RunByID(ctx, db, runID); err != nil {
		return nil, 0, err
	}
	const where = outcomeFrom + ` and (not $3 or not o.passed) and ($4 = '' or o.class = $4) and ($5 = 0 or (q.body->>'type')::int = $5)
		and ($6::text[] is null or o.key = any($6))`
	args := []any{runID, auth.ActorFrom(ctx).Clearance, f.Failed, f.Class, f.Type, f.Keys}
	if err := db.QueryRow(ctx, `select count(*)`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select `+outcomeColumns+where+` order by o.seq limit $7 offset $8`, append(args, pageLimit(f.Limit), max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, err
	}
	list, err := pgx.CollectRows(rows, scanOutcome)
	return list, total, err
}

// allOutcomes are all outcomes of a run that the actor may see.
func allOutcomes(ctx context.Context, db pg.DB, runID int64) ([]Outcome, error) {
	rows, err := db.Query(ctx, `select `+outcomeColumns+outcomeFrom+` order by o.seq`, runID, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanOutcome)
}
