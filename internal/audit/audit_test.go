package audit_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
)

func as(t *testing.T, login string) context.Context {
	return auth.WithActor(t.Context(), auth.Actor{ID: 7, Login: login, Name: "张三", Roles: []auth.Role{auth.Lead}, Via: "session"})
}

func record(t *testing.T, pool *pgxpool.Pool, login, action, object, id string) {
	t.Helper()
	require.NoError(t, audit.Record(as(t, login), pool, audit.Event{Action: action, Object: object, ObjectID: id}))
}

func TestRecordKeepsWhoWhatAndBothSides(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	err := audit.Record(as(t, "zhangsan"), pool, audit.Event{
		Action: "document.clearance", Object: "document", ObjectID: "12",
		Before: map[string]int{"clearance": 1}, After: map[string]int{"clearance": 2},
	})
	require.NoError(t, err)

	entries, total, err := audit.List(t.Context(), pool, audit.Filter{})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	e := entries[0]
	require.Equal(t, "zhangsan", e.ActorLogin)
	require.Equal(t, int64(7), e.ActorID)
	require.Equal(t, "张三", e.ActorName)
	require.Equal(t, []auth.Role{auth.Lead}, e.ActorRoles)
	require.Equal(t, "session", e.Via)
	require.JSONEq(t, `{"clearance":1}`, string(e.Before))
	require.JSONEq(t, `{"clearance":2}`, string(e.After))
	require.False(t, e.At.IsZero())
}

func TestRecordIsPartOfTheTransaction(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	undo := errors.New("changed my mind")
	err := pg.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		require.NoError(t, audit.Record(as(t, "a"), tx, audit.Event{Action: "x.y", Object: "x"}))
		return undo
	})
	require.ErrorIs(t, err, undo)
	_, total, err := audit.List(t.Context(), pool, audit.Filter{})
	require.NoError(t, err)
	require.Zero(t, total, "the change was undone, and so is its event")
}

func TestRecordRefuses(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	for name, c := range map[string]struct {
		ctx context.Context
		e   audit.Event
	}{
		"nobody":                {t.Context(), audit.Event{Action: "x.y", Object: "x"}},
		"an action in capitals": {as(t, "a"), audit.Event{Action: "Delete All", Object: "x"}},
		"no object":             {as(t, "a"), audit.Event{Action: "x.y"}},
		"what JSON cannot say":  {as(t, "a"), audit.Event{Action: "x.y", Object: "x", After: func() {}}},
	} {
		require.Error(t, audit.Record(c.ctx, pool, c.e), name)
	}
}

func TestTrailIsAppendOnly(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	record(t, pool, "a", "x.y", "x", "1")
	for _, sql := range []string{
		"update audit.event set actor_login = 'b'",
		"delete from audit.event",
		"truncate audit.event",
	} {
		_, err := pool.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "append-only", sql)
	}
	_, total, err := audit.List(t.Context(), pool, audit.Filter{Actor: "a"})
	require.NoError(t, err)
	require.Equal(t, 1, total)
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	record(t, pool, "admin", "account.create", "account", "1")
	record(t, pool, "admin", "account.update", "account", "2")
	record(t, pool, "lead", "relation.confirm", "relation", "1")
	record(t, pool, "lead", "accounting", "account", "3")
	today := civil.Today()
	for name, c := range map[string]struct {
		f    audit.Filter
		want []string // newest first
	}{
		"all":                  {audit.Filter{}, []string{"accounting", "relation.confirm", "account.update", "account.create"}},
		"one action":           {audit.Filter{Action: "account.update"}, []string{"account.update"}},
		"all actions below":    {audit.Filter{Action: "account"}, []string{"account.update", "account.create"}},
		"an underscore is one": {audit.Filter{Action: "accoun_"}, nil},
		"actor":                {audit.Filter{Actor: "lead"}, []string{"accounting", "relation.confirm"}},
		"object":               {audit.Filter{Object: "account", ObjectID: "2"}, []string{"account.update"}},
		"today, both ends":     {audit.Filter{Object: "relation", From: today, To: today}, []string{"relation.confirm"}},
		"until yesterday":      {audit.Filter{To: today.AddDays(-1)}, nil},
		"from tomorrow":        {audit.Filter{From: today.AddDays(1)}, nil},
	} {
		entries, total, err := audit.List(t.Context(), pool, c.f)
		require.NoError(t, err, name)
		var got []string
		for _, e := range entries {
			got = append(got, e.Action)
		}
		require.Equal(t, c.want, got, name)
		require.Equal(t, len(c.want), total, name)
	}
}

func TestListPages(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, audit.Migrations)
	for i := range 5 {
		record(t, pool, "a", "x.y", "x", fmt.Sprint(i))
	}
	var ids []string
	for offset := 0; offset < 6; offset += 2 {
		page, total, err := audit.List(t.Context(), pool, audit.Filter{Limit: 2, Offset: offset})
		require.NoError(t, err)
		require.Equal(t, 5, total, "the total does not depend on the page")
		for _, e := range page {
			ids = append(ids, e.ObjectID)
		}
	}
	require.Equal(t, []string{"4", "3", "2", "1", "0"}, ids)
}
