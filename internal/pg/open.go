package pg

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxvector "github.com/pgvector/pgvector-go/pgx"

	"bianku/internal/fault"
)

// Open connects to the database at url and returns a pool whose connections know pgvector's types. Sessions run in China's
// time zone, so that a timestamp cast to a date in SQL is the day civil.On gives.
func Open(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// The parser's message can repeat the password: it is not passed on.
		return nil, fault.New(fault.Invalid, "数据库地址（DATABASE_URL）的格式不对，应形如 postgres://用户:密码@主机:5432/库名。")
	}
	if _, set := cfg.ConnConfig.RuntimeParams["timezone"]; !set {
		cfg.ConnConfig.RuntimeParams["timezone"] = "Asia/Shanghai"
	}
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "bianku"
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		cfg.MaxConns = max(cfg.MaxConns, 16)
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	cfg.AfterConnect = registerTypes
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("pg.Open: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("pg.Open: %w", fault.Wrap(err, fault.Unavailable,
			fmt.Sprintf("连接不上数据库（%s）。请检查数据库是否在运行、DATABASE_URL 是否正确。", target(cfg.ConnConfig))))
	}
	return pool, nil
}

// registerTypes teaches a new connection pgvector's types. In a database that has not been migrated yet there are none:
// Migrate creates them and resets the pool.
func registerTypes(ctx context.Context, conn *pgx.Conn) error {
	var known bool
	if err := conn.QueryRow(ctx, "select to_regtype('vector') is not null").Scan(&known); err != nil {
		return fmt.Errorf("pg: look for the type vector: %w", err)
	}
	if !known {
		return nil
	}
	if err := pgxvector.RegisterTypes(ctx, conn); err != nil {
		return fmt.Errorf("pg: register pgvector's types: %w", err)
	}
	return nil
}

// target names the server and database of c for a message, without the password.
func target(c *pgx.ConnConfig) string {
	if strings.HasPrefix(c.Host, "/") {
		return c.Host + " " + c.Database
	}
	return fmt.Sprintf("%s:%d/%s", c.Host, c.Port, c.Database)
}

// WithDatabase returns dsn pointing to another database of the same server.
func WithDatabase(dsn, name string) (string, error) {
	if !strings.Contains(dsn, "://") { // key=value form: the last one wins
		return dsn + " dbname=" + name, nil
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", fault.New(fault.Invalid, "数据库地址（DATABASE_URL）的格式不对，应形如 postgres://用户:密码@主机:5432/库名。")
	}
	u.Path = "/" + name
	q := u.Query()
	q.Del("dbname")
	u.RawQuery = q.Encode()
	return u.String(), nil
}
