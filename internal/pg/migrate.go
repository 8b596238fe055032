package pg

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"bianku/internal/fault"
)

// RiverSchema is where River keeps its jobs.
const RiverSchema = "river"

// MinVector is the oldest pgvector that has what the index needs: halfvec, sparsevec and iterative scans.
const MinVector = "0.8"

// migrationLock is the advisory lock under which migrations run, so that processes started together take turns. The number
// is arbitrary and must not change.
const migrationLock = 0x6269616e6b75

const bookkeeping = `
create schema if not exists pg;
create table if not exists pg.migration (
    room       text not null,
    name       text not null,
    sha256     text not null,
    applied_at timestamptz not null default now(),
    primary key (room, name)
);`

// file is one migration of one room.
type file struct {
	room, name, sha256, sql string
}

func (f file) key() string { return f.room + "/" + f.name }

var (
	fileName   = regexp.MustCompile(`^(\d{3})_[a-z0-9_]+\.sql$`)
	schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// files returns the room's migrations in order.
func (m Migrations) files() ([]file, error) {
	if !schemaName.MatchString(m.Room) {
		return nil, fmt.Errorf("pg: room %q is not a schema name", m.Room)
	}
	names, err := fs.Glob(m.FS, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("pg: migrations of %s: %w", m.Room, err)
	}
	slices.Sort(names)
	var out []file
	for i, name := range names {
		match := fileName.FindStringSubmatch(name)
		if match == nil || match[1] != fmt.Sprintf("%03d", i+1) {
			return nil, fmt.Errorf("pg: migration %s/%s is out of order: the files are 001_what.sql, 002_what.sql, … without gaps", m.Room, name)
		}
		b, err := fs.ReadFile(m.FS, name)
		if err != nil {
			return nil, fmt.Errorf("pg: migrations of %s: %w", m.Room, err)
		}
		sum := sha256.Sum256(b)
		out = append(out, file{m.Room, name, hex.EncodeToString(sum[:]), string(b)})
	}
	return out, nil
}

func allFiles(rooms []Migrations) ([]file, error) {
	var all []file
	for _, r := range rooms {
		fs, err := r.files()
		if err != nil {
			return nil, err
		}
		all = append(all, fs...)
	}
	return all, nil
}

// Fingerprint is a hash over everything Migrate would apply: databases with equal fingerprints have equal schemas.
func Fingerprint(rooms []Migrations) (string, error) {
	all, err := allFiles(rooms)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprint(h, bookkeeping, MinVector)
	for _, f := range all {
		fmt.Fprintln(h, f.key(), f.sha256)
	}
	r, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		return "", fmt.Errorf("pg.Fingerprint: %w", err)
	}
	for _, v := range r.AllVersions() {
		fmt.Fprintln(h, "river", v.Version, v.SQLUp)
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// Migrate brings the database to what this binary expects: the extension, the bookkeeping, each room's schema and files in
// the order given, River's tables. It does nothing when all is there. Two processes at once take turns.
func Migrate(ctx context.Context, pool *pgxpool.Pool, rooms []Migrations) (err error) {
	defer fault.Wrapf(&err, "pg.Migrate")
	all, err := allFiles(rooms)
	if err != nil {
		return err
	}
	// A connection of its own: the lock must not take one of a small pool's while River works through the pool.
	conn, err := pgx.ConnectConfig(ctx, pool.Config().ConnConfig)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "连接不上数据库，结构没有升级。")
	}
	defer conn.Close(context.WithoutCancel(ctx)) // closing drops the lock too
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("take the migration lock: %w", err)
	}
	if err := ensureVector(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, bookkeeping); err != nil {
		return fmt.Errorf("create pg.migration: %w", err)
	}
	missing, err := pending(ctx, conn, all)
	if err != nil {
		return err
	}
	for _, r := range rooms {
		if _, err := conn.Exec(ctx, "create schema if not exists "+pgx.Identifier{r.Room}.Sanitize()); err != nil {
			return fmt.Errorf("create schema %s: %w", r.Room, err)
		}
	}
	for _, f := range missing {
		if err := apply(ctx, conn, f); err != nil {
			return err
		}
	}
	if err := migrateRiver(ctx, conn, pool); err != nil {
		return err
	}
	pool.Reset() // connections opened before the extension do not know its types
	return nil
}

// apply runs one file and books it, in one transaction.
func apply(ctx context.Context, conn *pgx.Conn, f file) error {
	err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, f.sql); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "insert into pg.migration (room, name, sha256) values ($1, $2, $3)", f.room, f.name, f.sha256)
		return err
	})
	if err != nil {
		return fmt.Errorf("migration %s: %w", f.key(), err)
	}
	return nil
}

// migrateRiver applies River's own migrations when any is missing.
func migrateRiver(ctx context.Context, conn *pgx.Conn, pool *pgxpool.Pool) error {
	if _, err := conn.Exec(ctx, "create schema if not exists "+RiverSchema); err != nil {
		return fmt.Errorf("create schema %s: %w", RiverSchema, err)
	}
	m, err := riverMigrator(pool)
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate river: %w", err)
	}
	return nil
}

func riverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{
		Schema: RiverSchema,
		Logger: slog.New(slog.DiscardHandler), // it tells each step at Info; Migrate's callers say it in one line
	})
	if err != nil {
		return nil, fmt.Errorf("river's migrations: %w", err)
	}
	return m, nil
}

// pending returns the files not applied yet. It refuses a database whose applied files are not a prefix, room by room, of
// this binary's.
func pending(ctx context.Context, db interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, all []file) ([]file, error) {
	rows, err := db.Query(ctx, "select room, name, sha256 from pg.migration order by room, name")
	if err != nil {
		return nil, fmt.Errorf("read pg.migration: %w", err)
	}
	applied := map[string]file{}
	for rows.Next() {
		var f file
		if err := rows.Scan(&f.room, &f.name, &f.sha256); err != nil {
			rows.Close()
			return nil, fmt.Errorf("read pg.migration: %w", err)
		}
		applied[f.key()] = f
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read pg.migration: %w", err)
	}
	var missing []file
	gap := map[string]string{}
	for _, f := range all {
		was, done := applied[f.key()]
		switch {
		case !done:
			missing = append(missing, f)
			gap[f.room] = f.name
		case was.sha256 != f.sha256:
			return nil, fault.Newf(fault.StaleSchema,
				"迁移文件 %s 在应用到数据库之后被改动过，拒绝继续。已发布的迁移不能修改，请恢复原文件并另加新文件；若只是开发库，可删除数据库重建。", f.key())
		case gap[f.room] != "":
			return nil, fault.Newf(fault.StaleSchema, "数据库里应用了 %s，却缺少它之前的 %s，拒绝继续。请从备份恢复，或重建数据库。", f.key(), gap[f.room])
		}
		delete(applied, f.key())
	}
	if len(applied) > 0 {
		newer := slices.MinFunc(slices.Collect(maps.Values(applied)), func(a, b file) int { return cmp.Compare(a.key(), b.key()) })
		return nil, fault.Newf(fault.StaleSchema,
			"数据库由更新版本的 bianku 建立（含本程序没有的迁移 %s）。请升级 bianku 程序后再启动，数据没有改动。", newer.key())
	}
	return missing, nil
}

// CheckSchema says whether the database is what this binary expects, and changes nothing. What is not is a
// fault.StaleSchema that names the command to type.
func CheckSchema(ctx context.Context, pool *pgxpool.Pool, rooms []Migrations) (err error) {
	defer fault.Wrapf(&err, "pg.CheckSchema")
	all, err := allFiles(rooms)
	if err != nil {
		return err
	}
	var booked bool
	if err := pool.QueryRow(ctx, "select to_regclass('pg.migration') is not null").Scan(&booked); err != nil {
		return fault.Wrap(err, fault.Unavailable, "连接不上数据库，请检查数据库是否在运行。")
	}
	if !booked {
		return fault.New(fault.StaleSchema, "数据库还是空的，没有建表。请执行：bianku migrate")
	}
	missing, err := pending(ctx, pool, all)
	if err != nil {
		return err
	}
	m, err := riverMigrator(pool)
	if err != nil {
		return err
	}
	res, err := m.Validate(ctx, nil)
	if err != nil {
		return fmt.Errorf("validate river: %w", err)
	}
	if len(missing) > 0 || !res.OK {
		names := append([]string(nil), res.Messages...)
		for _, f := range missing {
			names = append(names, f.key())
		}
		return fault.Wrap(fmt.Errorf("missing: %s", strings.Join(names, ", ")), fault.StaleSchema,
			"数据库结构比程序旧，需要升级。请执行：bianku migrate")
	}
	return nil
}

// ensureVector creates or updates the extension and refuses one that is too old.
func ensureVector(ctx context.Context, conn *pgx.Conn) error {
	var server int
	var available, have *string
	err := conn.QueryRow(ctx, `select current_setting('server_version_num')::int,
		(select default_version from pg_available_extensions where name = 'vector'),
		(select extversion from pg_extension where extname = 'vector')`).Scan(&server, &available, &have)
	if err != nil {
		return fmt.Errorf("look for pgvector: %w", err)
	}
	if server < MinServer*10000 {
		return fault.Newf(fault.Unavailable, "数据库服务器是 PostgreSQL %d，需要 %d 或更新版本。", server/10000, MinServer)
	}
	if have != nil && atLeast(*have, MinVector) {
		return nil
	}
	if available == nil || !atLeast(*available, MinVector) {
		return fault.Newf(fault.Unavailable, "数据库服务器上没有 pgvector %s 或更新版本。请在服务器上执行：apt-get install postgresql-%d-pgvector（Debian 12：在 bianku 源码目录执行 scripts/install-postgres.sh）",
			MinVector, server/10000)
	}
	sql := "create extension vector"
	if have != nil {
		sql = "alter extension vector update"
	}
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fault.Wrap(err, fault.Unavailable, "当前数据库用户无权启用 pgvector。请由数据库管理员在本库执行："+sql)
	}
	return nil
}

// atLeast compares dotted versions by number.
func atLeast(have, want string) bool {
	h, w := strings.Split(have, "."), strings.Split(want, ".")
	for i := range w {
		var a, b int
		if i < len(h) {
			fmt.Sscan(h[i], &a)
		}
		fmt.Sscan(w[i], &b)
		if a != b {
			return a > b
		}
	}
	return true
}
