package pgtest

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

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
