package pg_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pgvector/pgvector-go"
	"github.com/stretchr/testify/require"

	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
)

// room makes migrations of pairs of file name and SQL.
func room(name string, files ...string) pg.Migrations {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return pg.Migrations{Room: name, FS: m}
}

var (
	one   = room("one", "001_a.sql", "create table one.a (id int primary key)")
	one2  = room("one", "001_a.sql", "create table one.a (id int primary key)", "002_b.sql", "create table one.b (v sparsevec(10))")
	other = room("two", "001_c.sql", "create table two.c (a int references one.a)")
)

// empty returns a database in which nothing was migrated.
func empty(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.Pool(t)
	_, err := pool.Exec(t.Context(), "drop schema pg cascade; drop schema river cascade; drop extension vector cascade")
	require.NoError(t, err)
	pool.Reset()
	return pool
}

func TestMigrateFromNothing(t *testing.T) {
	t.Parallel()
	pool := empty(t)
	rooms := []pg.Migrations{one, other}
	err := pg.CheckSchema(t.Context(), pool, rooms)
	require.Equal(t, fault.StaleSchema, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "bianku migrate")

	require.NoError(t, pg.Migrate(t.Context(), pool, rooms))
	require.NoError(t, pg.CheckSchema(t.Context(), pool, rooms))
	require.NoError(t, pg.Migrate(t.Context(), pool, rooms), "again is fine")

	var jobs, applied int
	require.NoError(t, pool.QueryRow(t.Context(), "select count(*) from river.river_job").Scan(&jobs))
	require.NoError(t, pool.QueryRow(t.Context(), "select count(*) from pg.migration").Scan(&applied))
	require.Equal(t, 2, applied)
}

// The pool that migrated can use the types that the migration brought.
func TestPoolKnowsVectorsAfterMigrate(t *testing.T) {
	t.Parallel()
	pool := empty(t)
	require.NoError(t, pg.Migrate(t.Context(), pool, []pg.Migrations{one2}))
	want := pgvector.NewSparseVectorFromMap(map[int32]float32{1: 0.5, 9: 2}, 10)
	_, err := pool.Exec(t.Context(), "insert into one.b values ($1)", want)
	require.NoError(t, err)
	var got pgvector.SparseVector
	var half pgvector.HalfVector
	require.NoError(t, pool.QueryRow(t.Context(), "select v, '[1,2]'::halfvec from one.b").Scan(&got, &half))
	require.Equal(t, want, got)
	require.Equal(t, []float32{1, 2}, half.Slice())
}

func TestMigrateAddsWhatIsNew(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, one)
	_, err := pool.Exec(t.Context(), "insert into one.a values (7)")
	require.NoError(t, err)

	err = pg.CheckSchema(t.Context(), pool, []pg.Migrations{one2})
	require.Equal(t, fault.StaleSchema, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "比程序旧")
	require.ErrorContains(t, err, "one/002_b.sql")

	require.NoError(t, pg.Migrate(t.Context(), pool, []pg.Migrations{one2, other}))
	require.NoError(t, pg.CheckSchema(t.Context(), pool, []pg.Migrations{one2, other}))
	var n int
	require.NoError(t, pool.QueryRow(t.Context(), "select id from one.a").Scan(&n))
	require.Equal(t, 7, n, "what was there stays")
}

func TestRefusedSchemas(t *testing.T) {
	t.Parallel()
	changed := room("one", "001_a.sql", "create table one.a (id bigint primary key)")
	for name, c := range map[string]struct {
		database []pg.Migrations
		binary   []pg.Migrations
		says     string
	}{
		"a file that changed":                {[]pg.Migrations{one}, []pg.Migrations{changed}, "one/001_a.sql"},
		"a database with newer files":        {[]pg.Migrations{one2}, []pg.Migrations{one}, "请升级 bianku"},
		"a database with a room we have not": {[]pg.Migrations{one, other}, []pg.Migrations{one}, "two/001_c.sql"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := pgtest.Pool(t, c.database...)
			for _, err := range []error{pg.CheckSchema(t.Context(), pool, c.binary), pg.Migrate(t.Context(), pool, c.binary)} {
				require.Equal(t, fault.StaleSchema, fault.KindOf(err), "%v", err)
				require.Contains(t, fault.Message(err), c.says)
			}
		})
	}
	t.Run("a gap", func(t *testing.T) {
		t.Parallel()
		pool := pgtest.Pool(t, one2)
		_, err := pool.Exec(t.Context(), "delete from pg.migration where name = '001_a.sql'")
		require.NoError(t, err)
		err = pg.CheckSchema(t.Context(), pool, []pg.Migrations{one2})
		require.Equal(t, fault.StaleSchema, fault.KindOf(err))
		require.Contains(t, fault.Message(err), "缺少它之前的 001_a.sql")
	})
	t.Run("river's tables are missing", func(t *testing.T) {
		t.Parallel()
		pool := pgtest.Pool(t, one)
		_, err := pool.Exec(t.Context(), "drop schema river cascade; create schema river")
		require.NoError(t, err)
		err = pg.CheckSchema(t.Context(), pool, []pg.Migrations{one})
		require.Error(t, err)
		require.NoError(t, pg.Migrate(t.Context(), pool, []pg.Migrations{one}))
		require.NoError(t, pg.CheckSchema(t.Context(), pool, []pg.Migrations{one}))
	})
}

func TestMalformedRooms(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	for name, m := range map[string]pg.Migrations{
		"a gap in the numbers": room("one", "001_a.sql", "select 1", "003_b.sql", "select 1"),
		"a number twice":       room("one", "001_a.sql", "select 1", "001_b.sql", "select 1"),
		"no number":            room("one", "a.sql", "select 1"),
		"a room with a quote":  room(`o"ne`, "001_a.sql", "select 1"),
	} {
		require.Error(t, pg.Migrate(t.Context(), pool, []pg.Migrations{m}), name)
	}
}

func TestAFailingMigrationLeavesNothing(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, one)
	broken := room("one", "001_a.sql", "create table one.a (id int primary key)", "002_b.sql", "create table one.b (); select 1/0")
	err := pg.Migrate(t.Context(), pool, []pg.Migrations{broken})
	require.ErrorContains(t, err, "one/002_b.sql")
	var there bool
	require.NoError(t, pool.QueryRow(t.Context(), "select to_regclass('one.b') is not null").Scan(&there))
	require.False(t, there)
	require.NoError(t, pg.Migrate(t.Context(), pool, []pg.Migrations{one2}), "mended, it goes on")
}

func TestTwoProcessesMigrateAtOnce(t *testing.T) {
	t.Parallel()
	pool := empty(t)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = pg.Migrate(t.Context(), pool, []pg.Migrations{one2, other}) })
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.NoError(t, pg.CheckSchema(t.Context(), pool, []pg.Migrations{one2, other}))
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	print := func(rooms ...pg.Migrations) string {
		s, err := pg.Fingerprint(rooms)
		require.NoError(t, err)
		return s
	}
	require.Equal(t, print(one, other), print(one, other))
	require.NotEqual(t, print(one), print(one2))
	require.NotEqual(t, print(one), print(one, other))
	require.Regexp(t, `^[0-9a-f]{16}$`, print())
	_, err := pg.Fingerprint([]pg.Migrations{room("one", "b.sql", "")})
	require.Error(t, err)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	pool, err := pg.Open(t.Context(), pgtest.URL(t))
	require.NoError(t, err)
	defer pool.Close()
	var zone, name string
	var day civil.Date
	require.NoError(t, pool.QueryRow(t.Context(), "select current_setting('timezone'), current_setting('application_name'), '2026-03-31 17:00Z'::timestamptz::date").Scan(&zone, &name, &day))
	require.Equal(t, "Asia/Shanghai", zone)
	require.Equal(t, "bianku", name)
	require.Equal(t, "2026-04-01", day.String(), "days in SQL are days in China")
	require.GreaterOrEqual(t, pool.Config().MaxConns, int32(16))
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	_, err := pg.Open(t.Context(), "postgres://user:geheim@host:port/db")
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	require.NotContains(t, err.Error(), "geheim", "the password is not repeated")

	_, err = pg.Open(t.Context(), "postgres://u:geheim@127.0.0.1:1/db?connect_timeout=2")
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "127.0.0.1:1/db")
	require.NotContains(t, err.Error(), "geheim")

	_, err = pg.Open(t.Context(), "postgres://u@/db?host="+t.TempDir())
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
}

func TestWithDatabase(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://u:p@h:5432/a?sslmode=disable": "postgres://u:p@h:5432/x?sslmode=disable",
		"postgres://u@/a?host=%2Ftmp%2Fs":         "postgres://u@/x?host=%2Ftmp%2Fs",
		"postgres://h":                            "postgres://h/x",
		"postgres://h/a?dbname=b":                 "postgres://h/x",
		"host=h dbname=a":                         "host=h dbname=a dbname=x",
	} {
		got, err := pg.WithDatabase(in, "x")
		require.NoError(t, err)
		require.Equal(t, want, got)
		_, err = pgxpool.ParseConfig(got)
		require.NoError(t, err)
	}
	_, err := pg.WithDatabase("postgres://h:port/a", "x")
	require.Equal(t, fault.Invalid, fault.KindOf(err))
}

func TestMigrateWithoutTheRight(t *testing.T) {
	t.Parallel()
	pool := empty(t)
	var db string
	require.NoError(t, pool.QueryRow(t.Context(), "select current_database()").Scan(&db))
	role := db + "_role"
	_, err := pool.Exec(t.Context(), "create role "+role+" login; revoke create on database "+db+" from public")
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := pool.Exec(context.WithoutCancel(t.Context()), "drop role "+role)
		require.NoError(t, err)
	})
	cfg := pool.Config().ConnConfig.Copy()
	cfg.User = role
	pgxCfg, err := pgxpool.ParseConfig("")
	require.NoError(t, err)
	pgxCfg.ConnConfig = cfg
	low, err := pgxpool.NewWithConfig(t.Context(), pgxCfg)
	require.NoError(t, err)
	defer low.Close()
	err = pg.Migrate(t.Context(), low, []pg.Migrations{one})
	require.Equal(t, fault.Unavailable, fault.KindOf(err), "%v", err)
	require.Contains(t, fault.Message(err), "create extension vector", "the command for the administrator")
}

func TestMigrateWithoutADatabase(t *testing.T) {
	t.Parallel()
	pool, err := pgxpool.New(t.Context(), "postgres://u@127.0.0.1:1/db?connect_timeout=2")
	require.NoError(t, err)
	defer pool.Close()
	for _, err := range []error{pg.Migrate(t.Context(), pool, []pg.Migrations{one}), pg.CheckSchema(t.Context(), pool, []pg.Migrations{one})} {
		require.Equal(t, fault.Unavailable, fault.KindOf(err), "%v", err)
		require.Contains(t, fault.Message(err), "连接不上数据库")
	}
}

func TestInTx(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t, one)
	undo := errors.New("changed my mind")
	err := pg.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "insert into one.a values (1)")
		require.NoError(t, err)
		return undo
	})
	require.ErrorIs(t, err, undo)
	require.NoError(t, pg.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "insert into one.a values (2)")
		return err
	}))
	var n int
	require.NoError(t, pool.QueryRow(t.Context(), "select sum(id) from one.a").Scan(&n))
	require.Equal(t, 2, n)
}
