package ticket

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

const columns = `t.id, t.class, t.stage, t.object_type, t.object_id, t.object, t.title, t.clearance, t.severity, t.state,
	coalesce(t.assignee_id, 0), t.assignee, t.fix_version, t.fix_note, coalesce(t.fixer_id, -1), coalesce(t.run_id, 0), t.reopened,
	(select count(*) from eval.ticket_case c where c.ticket_id = t.id), t.created_at, t.updated_at, t.closed_at,
	t.failed_at, t.failed_program, t.failed_prompt, t.failed_weights`

func scan(row pgx.CollectableRow) (t Ticket, err error) {
	err = row.Scan(&t.ID, &t.Class, &t.Stage, &t.ObjectType, &t.ObjectID, &t.Object, &t.Title, &t.Clearance, &t.Severity, &t.State,
		&t.AssigneeID, &t.Assignee, &t.FixVersion, &t.FixNote, &t.FixerID, &t.RunID, &t.Reopened, &t.Cases, &t.CreatedAt, &t.UpdatedAt, &t.ClosedAt,
		&t.failed.at, &t.failed.program, &t.failed.prompt, &t.failed.weights)
	return t, err
}

// noFixer stands for "nobody has mended it yet": 0 is the system.
const noFixer = -1

// Filter narrows Tickets. Zero fields do not.
type Filter struct {
	State  State
	Stage  string
	Class  string
	Mine   bool // assigned to the actor
	Limit  int  // 0: 50, at most 500
	Offset int
}

// matching: clearance $1, state $2, stage $3, class $4, assignee $5 (0: anybody's).
const matching = ` from eval.ticket t where t.clearance <= $1 and ($2 = '' or t.state = $2) and ($3 = '' or t.stage = $3) and ($4 = '' or t.class = $4)
	and ($5::bigint is null or t.assignee_id = $5)`

// Tickets lists what the actor may see and f lets through, the most urgent first; counts are by state, whatever state f asks for.
func Tickets(ctx context.Context, db pg.DB, f Filter) (list []Ticket, total int, counts map[State]int, err error) {
	defer fault.Wrapf(&err, "ticket.Tickets(%+v)", f)
	if f.Limit <= 0 {
		f.Limit = 50
	}
	a := auth.ActorFrom(ctx)
	var mine *int64
	if f.Mine {
		mine = &a.ID
	}
	if counts, err = count(ctx, db, a, f, mine); err != nil {
		return nil, 0, nil, err
	}
	rows, err := db.Query(ctx, `select `+columns+matching+`
		order by t.state = 'closed', array_position(array['high', 'normal', 'low'], t.severity), t.updated_at desc, t.id desc limit $6 offset $7`,
		a.Clearance, f.State, f.Stage, f.Class, mine, min(f.Limit, 500), max(f.Offset, 0))
	if err != nil {
		return nil, 0, nil, err
	}
	list, err = pgx.CollectRows(rows, scan)
	for s, n := range counts {
		if f.State == "" || f.State == s {
			total += n
		}
	}
	return list, total, counts, err
}

func count(ctx context.Context, db pg.DB, a auth.Actor, f Filter, mine *int64) (map[State]int, error) {
	rows, err := db.Query(ctx, `select t.state, count(*)`+matching+` group by t.state`, a.Clearance, "", f.Stage, f.Class, mine)
	if err != nil {
		return nil, err
	}
	counts := map[State]int{}
	var (
		s State
		n int
	)
	_, err = pgx.ForEachRow(rows, []any{&s, &n}, func() error { counts[s] = n; return nil })
	return counts, err
}

func noTicket(id int64) error {
	return fault.Newf(fault.NotFound, "没有编号为 %d 的工单。", id)
}

// get reads a ticket the actor may see; with lock, for the transaction's own.
func get(ctx context.Context, db pg.DB, id int64, lock string) (Ticket, error) {
	rows, err := db.Query(ctx, `select `+columns+` from eval.ticket t where t.id = $1 and t.clearance <= $2 `+lock, id, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return Ticket{}, err
	}
	t, err := pgx.CollectExactlyOneRow(rows, scan)
	if err == pgx.ErrNoRows {
		return t, noTicket(id)
	}
	return t, err
}

// ByID is a ticket with its cases, its trail, and the versions that could mend it.
func ByID(ctx context.Context, db pg.DB, id int64, program string) (tr Trail, err error) {
	defer fault.Wrapf(&err, "ticket.ByID(%d)", id)
	if tr.Ticket, err = get(ctx, db, id, ""); err != nil {
		return tr, err
	}
	if tr.Cases, err = cases(ctx, db, id); err != nil {
		return tr, err
	}
	rows, err := db.Query(ctx, `select id, from_state, to_state, actor, note, created_at from eval.ticket_event where ticket_id = $1 order by id`, id)
	if err != nil {
		return tr, err
	}
	if tr.Events, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Event]); err != nil {
		return tr, err
	}
	tr.Fixes, err = Fixes(ctx, db, tr.Ticket, program)
	return tr, err
}

func cases(ctx context.Context, db pg.DB, id int64) ([]Case, error) {
	rows, err := db.Query(ctx, `select id, coalesce(set_id, 0), key, coalesce(run_id, 0), coalesce(feedback_id, 0), question, problem, evidence,
		coalesce(passed_in, 0), created_at from eval.ticket_case where ticket_id = $1 order by id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Case])
}

// Assignees are the accounts that can mend a ticket: experts, leads and administrators who are not shut out.
func Assignees(ctx context.Context, db pg.DB) ([]account.Account, error) {
	all, err := account.List(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("ticket.Assignees: %w", err)
	}
	out := []account.Account{}
	for _, a := range all {
		if canMend(a) {
			out = append(out, a)
		}
	}
	return out, nil
}

func canMend(a account.Account) bool {
	return !a.Disabled && (auth.Actor{Roles: a.Roles}).Has(auth.Expert, auth.Lead, auth.Admin)
}

// Standings are the tickets that the actor's own feedback on turns led to, by turn. It tells no more than the state, so it does not
// ask for the ticket's clearance.
func Standings(ctx context.Context, db pg.DB, turns []int64) (map[int64]qa.Handling, error) {
	rows, err := db.Query(ctx, `
		select f.turn_id, t.id, t.state, t.updated_at
		  from qa.feedback f join eval.ticket_case c on c.feedback_id = f.id join eval.ticket t on t.id = c.ticket_id
		 where f.turn_id = any($1) and f.actor_id = $2 order by t.id`, turns, auth.ActorFrom(ctx).ID)
	if err != nil {
		return nil, fmt.Errorf("ticket.Standings: %w", err)
	}
	out := map[int64]qa.Handling{}
	var (
		turn int64
		h    qa.Handling
	)
	_, err = pgx.ForEachRow(rows, []any{&turn, &h.TicketID, &h.State, &h.UpdatedAt}, func() error {
		h.Label = State(h.State).ToReporter()
		out[turn] = h
		return nil
	})
	return out, err
}
