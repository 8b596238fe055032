package pgtest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/pg"
)

var room = pg.Migrations{Room: "room", FS: fstest.MapFS{
	"001_thing.sql": {Data: []byte("create table room.thing (id int primary key, v halfvec(3))")},
}}

func TestPoolIsMigratedAndAlone(t *testing.T) {
	t.Parallel()
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			pool := Pool(t, room)
			// The same key in each: they do not see one another.
			_, err := pool.Exec(t.Context(), "insert into room.thing values (1, '[1,2,3]')")
			require.NoError(t, err)
			require.NoError(t, pg.CheckSchema(t.Context(), pool, []pg.Migrations{room}))
		})
	}
}

func TestDatabaseIsDroppedAtTheEnd(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		require.NoError(t, Pool(t, room).QueryRow(t.Context(), "select current_database()").Scan(&name))
	})
	var there bool
	require.NoError(t, Pool(t).QueryRow(t.Context(), "select exists (select from pg_database where datname = $1)", name).Scan(&there))
	require.NotEmpty(t, name)
	require.False(t, there, "%s is still there", name)
}

func TestURLOpens(t *testing.T) {
	t.Parallel()
	pool, err := pg.Open(t.Context(), URL(t, room))
	require.NoError(t, err)
	defer pool.Close()
	require.NoError(t, pool.Ping(t.Context()))
}

func TestStale(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]bool{
		fmt.Sprintf("bianku_test_%d_12_1", now.Add(-2*time.Hour).Unix()): true,
		fmt.Sprintf("bianku_test_%d_12_1", now.Add(-time.Minute).Unix()): false,
		"bianku_template_0123456789abcdef_20260301":                      true,
		"bianku_template_0123456789abcdef_20260301_raw":                  true,
		"bianku_template_0123456789abcdef_20260309":                      false,
		"bianku_test_mine":     false,
		"bianku_template_mine": false,
	} {
		require.Equal(t, want, stale(name, now), name)
	}
}

// What killed runs left is dropped, what is new or in use is not.
func TestSweep(t *testing.T) {
	t.Parallel()
	admin, err := server()
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), admin)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	old := fmt.Sprintf("bianku_test_%d_%d_0", time.Now().Add(-2*time.Hour).Unix(), os.Getpid())
	fresh := fmt.Sprintf("bianku_test_%d_%d_0", time.Now().Unix(), os.Getpid())
	used := fmt.Sprintf("bianku_test_%d_%d_1", time.Now().Add(-2*time.Hour).Unix(), os.Getpid())
	for _, name := range []string{old, fresh, used} {
		_, err := conn.Exec(t.Context(), "create database "+name)
		require.NoError(t, err)
		t.Cleanup(func() {
			require.NoError(t, drop(context.WithoutCancel(t.Context()), address{admin: admin, name: name}))
		})
	}
	dsn, err := pg.WithDatabase(admin, used)
	require.NoError(t, err)
	user, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer user.Close(t.Context())

	require.NoError(t, sweep(t.Context(), admin))
	rows, err := conn.Query(t.Context(), "select datname from pg_database where datname = any($1)", []string{old, fresh, used})
	require.NoError(t, err)
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.ElementsMatch(t, []string{fresh, used}, left)
}

func TestRoomsThatDoNotMigrateMakeNoTemplate(t *testing.T) {
	t.Parallel()
	broken := pg.Migrations{Room: "room", FS: fstest.MapFS{"001_x.sql": {Data: []byte("select 1/0")}}}
	for range 2 { // the second time it is not taken for made
		_, err := database(t.Context(), []pg.Migrations{broken})
		require.ErrorContains(t, err, "room/001_x.sql")
	}
	_, err := database(t.Context(), []pg.Migrations{{Room: "room", FS: fstest.MapFS{"x.sql": {}}}})
	require.Error(t, err)
}
