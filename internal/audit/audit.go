// Package audit is the trail of what was changed and answered, by whom.
//
// An event is written with Record in the transaction that makes the change: either both are there or neither. The actor comes
// from the context, so that a change nobody answers for cannot be made: Record refuses a context without an actor, and with it
// the whole transaction. Roles and names are copied as they were then; accounts change, the trail does not.
//
// The table takes inserts only. Updates, deletes and truncation are refused by triggers, for the owner of the table too.
//
// Actions are dotted, object first (account.create, document.withdraw), so that a filter for "account" finds all that
// was done to accounts.
package audit

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables.
var Migrations = pg.Migrations{Room: "audit", FS: sub(migrations)}

func sub(f embed.FS) fs.FS {
	s, err := fs.Sub(f, "migrations")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return s
}

// Event is what a change says of itself. Before and After become JSON; nil is absent.
type Event struct {
	Action   string
	Object   string
	ObjectID string
	Before   any
	After    any
}

// Entry is an event as it stands in the trail.
type Entry struct {
	ID         int64           `json:"id"`
	At         time.Time       `json:"at"`
	ActorID    int64           `json:"actor_id"`
	ActorLogin string          `json:"actor_login"`
	ActorName  string          `json:"actor_name"`
	ActorRoles []auth.Role     `json:"actor_roles"`
	Via        string          `json:"via"`
	Action     string          `json:"action"`
	Object     string          `json:"object"`
	ObjectID   string          `json:"object_id"`
	Before     json.RawMessage `json:"before,omitempty"`
	After      json.RawMessage `json:"after,omitempty"`
}

// Record writes e into the trail as done by the actor in ctx. tx is the transaction of the change.
func Record(ctx context.Context, tx pg.DB, e Event) (err error) {
	defer fault.Wrapf(&err, "audit.Record(%s %s %s)", e.Action, e.Object, e.ObjectID)
	a := auth.ActorFrom(ctx)
	if !a.SignedIn() {
		return fmt.Errorf("nobody in the context answers for it")
	}
	before, err := encode(e.Before)
	if err != nil {
		return err
	}
	after, err := encode(e.After)
	if err != nil {
		return err
	}
	roles := a.Roles
	if roles == nil {
		roles = []auth.Role{}
	}
	_, err = tx.Exec(ctx, `insert into audit.event
		(actor_id, actor_login, actor_name, actor_roles, via, action, object, object_id, before, after)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.ID, a.Login, a.Name, roles, a.Via, e.Action, e.Object, e.ObjectID, before, after)
	return err
}

// encode returns v as JSON, nil for nil.
func encode(v any) (*string, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	s := string(b)
	return &s, nil
}

// Filter narrows List. Zero fields do not.
type Filter struct {
	Action   string     // this action, or all below it: account finds account.create
	Actor    string     // login
	Object   string     // kind of thing
	ObjectID string     // which thing
	From, To civil.Date // days in China, both included
	Limit    int        // 0: 100, at most 1000
	Offset   int
}

const matching = `from audit.event
	where ($1 = '' or action = $1 or action like replace(replace($1, '\', '\\'), '_', '\_') || '.%')
	  and ($2 = '' or actor_login = $2)
	  and ($3 = '' or object = $3)
	  and ($4 = '' or object_id = $4)
	  and ($5::date is null or at >= $5::date::timestamp at time zone 'Asia/Shanghai')
	  and ($6::date is null or at < ($6::date + 1)::timestamp at time zone 'Asia/Shanghai')`

// List returns the events that f lets through, newest first, and how many there are without Limit and Offset.
func List(ctx context.Context, db pg.DB, f Filter) (_ []Entry, total int, err error) {
	defer fault.Wrapf(&err, "audit.List(%+v)", f)
	if f.Limit <= 0 {
		f.Limit = 100
	}
	args := []any{f.Action, f.Actor, f.Object, f.ObjectID, f.From, f.To}
	if err := db.QueryRow(ctx, "select count(*) "+matching, args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("count: %w", err)
	}
	rows, err := db.Query(ctx, `select id, at, actor_id, actor_login, actor_name, actor_roles, via, action, object, object_id, before, after `+
		matching+` order by id desc limit $7 offset $8`, append(args, min(f.Limit, 1000), max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, err
	}
	entries, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Entry, err error) {
		err = row.Scan(&e.ID, &e.At, &e.ActorID, &e.ActorLogin, &e.ActorName, &e.ActorRoles, &e.Via, &e.Action, &e.Object, &e.ObjectID, &e.Before, &e.After)
		return e, err
	})
	if err != nil {
		return nil, 0, err
	}
	return entries, total, nil
}
