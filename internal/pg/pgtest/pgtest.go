// Package pgtest gives each test a database of its own on a real PostgreSQL.
//
// The server is the one DATABASE_URL names, else a scratch cluster below the temporary folder, started by the first test
// process that needs it and shared by all others, at the same time and later; it stops by itself when unused.
//
// The migrations run once per set of rooms and binary: into a template database named by their fingerprint. A test's
// database is a clone of it, which takes some tens of milliseconds, and is dropped when the test ends. Nothing is shared
// between tests, so they can run in parallel, commit, and look at what was committed.
//
//	func TestThing(t *testing.T) {
//		t.Parallel()
//		pool := pgtest.Pool(t, account.Migrations, audit.Migrations)
package pgtest

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/pg"
)

const (
	templatePrefix = "bianku_template_" // + fingerprint + _ + day
	testPrefix     = "bianku_test_"     // + unix time + _ + pid + _ + number
)

// Pool returns a pool on a new database with the rooms' migrations applied. Both go when the test ends.
func Pool(t testing.TB, rooms ...pg.Migrations) *pgxpool.Pool {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // cleanup runs after t's own context ended
	dsn, err := database(ctx, rooms)
	if err != nil {
		t.Fatalf("测试数据库：%v", err)
	}
	t.Cleanup(func() {
		if err := drop(ctx, dsn); err != nil {
			t.Logf("测试数据库没有删除：%v", err)
		}
	})
	pool, err := pg.Open(ctx, dsn.url)
	if err != nil {
		t.Fatalf("测试数据库：%v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// URL is Pool for tests that open the database themselves, as a process of its own does.
func URL(t testing.TB, rooms ...pg.Migrations) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	dsn, err := database(ctx, rooms)
	if err != nil {
		t.Fatalf("测试数据库：%v", err)
	}
	t.Cleanup(func() {
		if err := drop(ctx, dsn); err != nil {
			t.Logf("测试数据库没有删除：%v", err)
		}
	})
	return dsn.url
}

// address is a test's database.
type address struct{ admin, name, url string }

var counter atomic.Int64

// database clones a database from the template of rooms.
func database(ctx context.Context, rooms []pg.Migrations) (address, error) {
	admin, err := server()
	if err != nil {
		return address{}, err
	}
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return address{}, fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	template, err := ensureTemplate(ctx, conn, admin, rooms)
	if err != nil {
		return address{}, err
	}
	a := address{admin: admin, name: fmt.Sprintf("%s%d_%d_%d", testPrefix, time.Now().Unix(), os.Getpid(), counter.Add(1))}
	if a.url, err = pg.WithDatabase(admin, a.name); err != nil {
		return address{}, err
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("create database %s template %s", a.name, template)); err != nil {
		return address{}, fmt.Errorf("clone %s: %w", template, err)
	}
	return a, nil
}

func drop(ctx context.Context, a address) error {
	conn, err := pgx.Connect(ctx, a.admin)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, fmt.Sprintf("drop database if exists %s with (force)", a.name))
	return err
}

// server returns the address of the server's own database, and tidies up after killed runs, once a process.
var server = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	admin := os.Getenv("DATABASE_URL")
	if admin == "" {
		dir := filepath.Join(os.TempDir(), fmt.Sprintf("bianku-test-pg-%d", os.Getuid()))
		c, err := pg.StartScratch(ctx, dir, slog.New(slog.DiscardHandler))
		if err != nil {
			return "", err
		}
		admin = c.URL() // never stopped from here: the lock c holds says that this process uses it
		keep = c
	}
	return admin, sweep(ctx, admin)
})

var keep *pg.Cluster // its file lock must live as long as the process

// templates remembers the template of each fingerprint, so that a process asks the server once.
var templates sync.Map

// ensureTemplate returns the name of the migrated template database of rooms, made now if there is none. Processes that
// need the same one take turns.
func ensureTemplate(ctx context.Context, conn *pgx.Conn, admin string, rooms []pg.Migrations) (string, error) {
	print, err := pg.Fingerprint(rooms)
	if err != nil {
		return "", err
	}
	if name, ok := templates.Load(print); ok {
		return name.(string), nil
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtext($1))", templatePrefix+print); err != nil {
		return "", fmt.Errorf("lock the template: %w", err)
	}
	defer conn.Exec(ctx, "select pg_advisory_unlock(hashtext($1))", templatePrefix+print)
	var name string
	err = conn.QueryRow(ctx, "select datname from pg_database where datname ~ $1 order by 1 desc limit 1", "^"+templatePrefix+print+"_[0-9]{8}$").Scan(&name)
	if err != nil && err != pgx.ErrNoRows {
		return "", fmt.Errorf("look for the template: %w", err)
	}
	if name == "" {
		name = templatePrefix + print + time.Now().Format("_20060102")
		if err := makeTemplate(ctx, conn, admin, name, rooms); err != nil {
			return "", err
		}
	}
	templates.Store(print, name)
	return name, nil
}

// makeTemplate migrates under another name, ending in _raw, and renames at the end: what has a template's name is whole.
func makeTemplate(ctx context.Context, conn *pgx.Conn, admin, name string, rooms []pg.Migrations) error {
	raw := name + "_raw"
	for _, sql := range []string{"drop database if exists " + raw + " with (force)", "create database " + raw + " template template0 encoding 'UTF8'"} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s (the user of DATABASE_URL needs CREATEDB): %w", sql, err)
		}
	}
	dsn, err := pg.WithDatabase(admin, raw)
	if err != nil {
		return err
	}
	pool, err := pg.Open(ctx, dsn)
	if err != nil {
		return err
	}
	err = pg.Migrate(ctx, pool, rooms)
	pool.Close()
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("alter database %s rename to %s", raw, name)); err != nil {
		return fmt.Errorf("name the template: %w", err)
	}
	return nil
}

// sweep drops what killed test processes left: test databases older than an hour without a connection, and templates older
// than three days, which a new run makes again if it needs them.
func sweep(ctx context.Context, admin string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `select datname from pg_database d
		where (datname like 'bianku\_test\_%' or datname like 'bianku\_template\_%')
		  and not exists (select from pg_stat_activity a where a.datid = d.oid)`)
	if err != nil {
		return fmt.Errorf("list old databases: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list old databases: %w", err)
	}
	for _, n := range names {
		if stale(n, time.Now()) {
			_, _ = conn.Exec(ctx, "drop database if exists "+pgx.Identifier{n}.Sanitize()) // someone may just have come in
		}
	}
	return nil
}

// stale says whether the database name is of a test or template long past.
func stale(name string, now time.Time) bool {
	if rest, ok := strings.CutPrefix(name, testPrefix); ok {
		var sec int64
		_, err := fmt.Sscanf(rest, "%d_", &sec)
		return err == nil && now.Sub(time.Unix(sec, 0)) > time.Hour
	}
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(name, templatePrefix), "_raw"), "_")
	day, err := time.Parse("20060102", parts[len(parts)-1])
	return err == nil && now.Sub(day) > 3*24*time.Hour
}
