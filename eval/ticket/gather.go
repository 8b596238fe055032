package ticket

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// failure is a case on its way to its ticket.
type failure struct {
	eval.Classed
	from      Case
	clearance auth.Clearance
	failed    failing
	when      string // Chinese: where it was seen
}

func (f failure) cause() string { return string(f.Class) + "|" + f.ObjectType + "|" + f.ObjectID }

// what became of a failure's ticket.
type fate int

const (
	opened fate = iota
	added
	reopened
)

// gathering is the lock under which cases find their tickets: two runs that end at once must not open one cause twice.
const gathering = 0x7469636b // "tick"

// Gather files every failed outcome of an ended run under the ticket of its cause: an open one, else a closed one that is opened
// again, else a new one. Gathered again, a run adds nothing. A re-run of a ticket concludes that ticket instead (Conclude).
func Gather(ctx context.Context, tx pg.DB, runID int64) (nOpened, nAdded, nReopened int, err error) {
	defer fault.Wrapf(&err, "ticket.Gather(%d)", runID)
	list, err := failures(ctx, tx, runID)
	if err != nil {
		return 0, 0, 0, err
	}
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, gathering); err != nil {
		return 0, 0, 0, err
	}
	met := map[string]bool{}
	for _, f := range list {
		what, err := file(ctx, tx, f)
		if err != nil {
			return 0, 0, 0, err
		}
		switch {
		case met[f.cause()]:
		case what == opened:
			nOpened++
		case what == reopened:
			nReopened++
		default:
			nAdded++
		}
		met[f.cause()] = true
	}
	return nOpened, nAdded, nReopened, nil
}

// failures are the classed failed outcomes of a done run. A case is as secret as its answer and what its evidence
// names; where a text is missing, whose level nobody knows, as its whole set.
func failures(ctx context.Context, db pg.DB, runID int64) ([]failure, error) {
	rows, err := db.Query(ctx, `
		select o.key, r.set_id, q.body->>'question', o.problem, o.class, o.stage, o.evidence, o.object_type, o.object_id, o.object,
		       greatest(o.evidence_clearance, (o.answer->>'clearance')::smallint, case when o.class = 'corpus_missing' then s.clearance end),
		       coalesce(r.ended_at, now()), r.program, r.prompt_version
		  from eval.outcome o join eval.run r on r.id = o.run_id join eval.set s on s.id = r.set_id
		  join eval.question q on q.set_id = r.set_id and q.seq = o.seq
		 where o.run_id = $1 and not o.passed and o.class <> '' and r.state = 'done' and r.ticket_id is null
		 order by o.seq`, runID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (f failure, err error) {
		f.from.RunID, f.failed.weights, f.when = runID, eval.WeightsPrint(), fmt.Sprintf("评测 %d", runID)
		err = r.Scan(&f.from.Key, &f.from.SetID, &f.from.Question, &f.from.Problem, &f.Class, &f.Stage, &f.Evidence, &f.ObjectType, &f.ObjectID, &f.Object,
			&f.clearance, &f.failed.at, &f.failed.program, &f.failed.prompt)
		return f, err
	})
}

// file puts a failure under its ticket.
func file(ctx context.Context, tx pg.DB, f failure) (fate, error) {
	id, state, err := open(ctx, tx, f.cause())
	if err != nil {
		return 0, err
	}
	what := added
	switch {
	case id == 0:
		what = opened
		if id, err = create(ctx, tx, f); err != nil {
			return 0, err
		}
	case state == Closed:
		if known, err := passedSince(ctx, tx, id, f); err != nil || known {
			return added, err
		}
		what = reopened
		if err := reopen(ctx, tx, id, f); err != nil {
			return 0, err
		}
	}
	return what, addCase(ctx, tx, id, f)
}

// open finds the ticket of a cause: the open one, else the one that was closed last.
func open(ctx context.Context, tx pg.DB, cause string) (id int64, s State, err error) {
	err = tx.QueryRow(ctx, `select id, state from eval.ticket where cause = $1 order by state = 'closed', closed_at desc limit 1 for update`, cause).Scan(&id, &s)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, "", nil
	}
	return id, s, err
}

// passedSince: a run that was gathered late is older than what closed the ticket, and opens nothing.
func passedSince(ctx context.Context, tx pg.DB, id int64, f failure) (yes bool, err error) {
	err = tx.QueryRow(ctx, `select closed_at > $2 from eval.ticket where id = $1`, id, f.failed.at).Scan(&yes)
	return yes, err
}

func create(ctx context.Context, tx pg.DB, f failure) (id int64, err error) {
	title := f.Class.Chinese() + "：" + f.Object
	if f.Object == "" {
		title = f.Class.Chinese() + "：" + f.from.Question
	}
	err = tx.QueryRow(ctx, `
		insert into eval.ticket (cause, class, stage, object_type, object_id, object, title, clearance, severity, failed_at, failed_program, failed_prompt, failed_weights)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
		f.cause(), f.Class, f.Stage, f.ObjectType, f.ObjectID, f.Object, firstRunes(title, 120), f.clearance, severity(f.Class),
		f.failed.at, f.failed.program, f.failed.prompt, f.failed.weights).Scan(&id)
	if err != nil {
		return 0, err
	}
	return id, trace(ctx, tx, id, "ticket.open", "", New, f.when+"发现：“"+firstRunes(f.from.Question, 60)+"”", map[string]any{"class": f.Class, "object": f.Object})
}

// severity: a wrong rule, or an answer there must not be, does harm; a citation beside the point less.
func severity(c eval.Class) string {
	switch c {
	case eval.ShouldRefuse, eval.ValidityWrong, eval.LabelWrong:
		return "high"
	case eval.CitationWrong:
		return "low"
	}
	return "normal"
}

// reopen takes a closed ticket up again. What was said to have mended it did not: the fix is forgotten here and kept in the trail.
func reopen(ctx context.Context, tx pg.DB, id int64, f failure) error {
	_, err := tx.Exec(ctx, `update eval.ticket set state = 'assigned', reopened = reopened + 1, closed_at = null, run_id = null, fix_version = '', fix_note = '',
		fixer_id = null, accepter_id = null, updated_at = now() where id = $1`, id)
	if err != nil {
		return err
	}
	return trace(ctx, tx, id, "ticket.reopen", Closed, Assigned, f.when+"再次出现：“"+firstRunes(f.from.Question, 60)+"”", nil)
}

// addCase adds a case or, where the ticket has it, says anew where it was seen. The question of a later version of its set is
// the same case.
func addCase(ctx context.Context, tx pg.DB, ticket int64, f failure) error {
	var known int64
	err := tx.QueryRow(ctx, `
		select c.id from eval.ticket_case c left join eval.set s on s.id = c.set_id
		 where c.ticket_id = $1 and (c.feedback_id = nullif($2, 0) or c.key = $3 and s.name = (select name from eval.set where id = $4))`,
		ticket, f.from.FeedbackID, f.from.Key, f.from.SetID).Scan(&known)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		_, err = tx.Exec(ctx, `insert into eval.ticket_case (ticket_id, set_id, key, run_id, feedback_id, question, problem, evidence)
			values ($1, nullif($2, 0), $3, nullif($4, 0), nullif($5, 0), $6, $7, $8)`,
			ticket, f.from.SetID, f.from.Key, f.from.RunID, f.from.FeedbackID, f.from.Question, f.from.Problem, notNil(f.Evidence))
	case err == nil:
		_, err = tx.Exec(ctx, `update eval.ticket_case set set_id = nullif($2, 0), run_id = nullif($3, 0), problem = $4, evidence = $5, passed_in = null where id = $1`,
			known, f.from.SetID, f.from.RunID, f.from.Problem, notNil(f.Evidence))
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update eval.ticket set clearance = greatest(clearance, $2), failed_at = greatest(failed_at, $3), failed_program = $4, failed_prompt = $5,
		failed_weights = $6, updated_at = now() where id = $1`, ticket, f.clearance, f.failed.at, f.failed.program, f.failed.prompt, f.failed.weights)
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "ticket.case", Object: "ticket", ObjectID: strconv.FormatInt(ticket, 10),
		After: map[string]any{"question": f.from.Question, "problem": f.from.Problem, "run": f.from.RunID, "feedback": f.from.FeedbackID}})
}

func notNil(p []eval.Proof) []eval.Proof {
	if p == nil {
		return []eval.Proof{}
	}
	return p
}

// trace writes a step into the trail and the audit.
func trace(ctx context.Context, tx pg.DB, id int64, action string, from, to State, note string, more any) error {
	a := auth.ActorFrom(ctx)
	_, err := tx.Exec(ctx, `insert into eval.ticket_event (ticket_id, from_state, to_state, actor_id, actor, note) values ($1, $2, $3, $4, $5, $6)`,
		id, from, to, a.ID, a.Name, note)
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: action, Object: "ticket", ObjectID: strconv.FormatInt(id, 10),
		Before: map[string]any{"state": from}, After: map[string]any{"state": to, "note": note, "more": more}})
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
