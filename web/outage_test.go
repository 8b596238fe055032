package web

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

// patience bounds a wait for what happens on another goroutine; a test that passes does not wait so long.
const (
	patience = 10 * time.Second
	poll     = 5 * time.Millisecond
)

// cable is the way to the database, which a test can cut and mend.
type cable struct {
	mu    sync.Mutex
	cut   bool
	conns []net.Conn
	dial  func(ctx context.Context, network, addr string) (net.Conn, error)
}

func (c *cable) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cut {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
	}
	conn, err := c.dial(ctx, network, addr)
	if err == nil {
		c.conns = append(c.conns, conn)
	}
	return conn, err
}

func (c *cable) set(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
	for _, conn := range c.conns {
		conn.Close()
	}
	c.conns = nil
}

// TestDatabaseOutage: while the database is away every route says so at once, in Chinese, with 503; afterwards all goes
// on without a restart.
func TestDatabaseOutage(t *testing.T) {
	t.Parallel()
	way := &cable{}
	w := newWorld(t, func(d *Deps) {
		cfg := d.Pool.Config()
		way.dial = cfg.ConnConfig.DialFunc
		cfg.ConnConfig.DialFunc = way.Dial
		pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
		require.NoError(t, err)
		t.Cleanup(pool.Close)
		d.Pool = pool
		tm, err := terms()
		require.NoError(t, err)
		d.Index = retrieval.New(pool, tm, nil)
		d.Ready = func(ctx context.Context) error { return pg.CheckSchema(ctx, pool, rooms) }
	})
	admin, key := w.as("admin"), w.byKey("staff1")
	require.Equal(t, 200, admin.get("/readyz").status)

	way.set(true)
	for _, r := range routes() {
		switch r.id {
		case "healthz", "openapi", "metrics":
			continue // they need no database
		}
		c := admin
		if r.access.roles != nil && !strings.Contains(r.access.name, "管理") && !r.access.bySession {
			c = key
		}
		got := c.json(r.method, fill(r.path), SignIn{"admin", password})
		if r.public() && got.status == 422 || r.id == "signOut" && c.header.Get("Cookie") == "" {
			continue
		}
		require.Equal(t, 503, got.status, "%s %s: %s", r.method, r.path, got.body)
		require.Contains(t, got.body, "数据库", r.path)
		require.NotContains(t, got.body, "refused", r.path)
	}
	require.Equal(t, 200, w.nobody().get("/healthz").status, "a supervisor must not restart us for it")
	require.Equal(t, 200, w.nobody().get("/metrics").status)
	require.Equal(t, 200, w.nobody().get("/").status)
	var h Health
	w.nobody().get("/readyz").into(&h)
	require.Equal(t, "unavailable", h.Status)
	require.Contains(t, h.Reason, "数据库")

	way.set(false)
	require.Eventually(t, func() bool { return admin.get("/api/v1/documents").status == 200 }, patience, poll)
	require.Equal(t, 200, w.nobody().get("/readyz").status)
}

func (r route) public() bool { return r.access.public }

func TestNotReadyForAnotherSchema(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) {
		d.Ready = func(context.Context) error {
			return fault.New(fault.StaleSchema, "数据库版本较旧，请执行 bianku migrate。")
		}
	})
	got := w.nobody().get("/readyz")
	require.Equal(t, 503, got.status)
	require.Contains(t, got.body, "bianku migrate")
	var sys System
	w.as("staff1").get("/api/v1/system").into(&sys)
	require.False(t, sys.Ready)
}

func TestSystemAndStages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.Degraded = []string{"没有向量模型，只按词检索。"}; d.Demo = true })
	w.add("管理办法.txt", openPaper, 1)
	var sys System
	w.as("staff1").get("/api/v1/system").into(&sys)
	require.True(t, sys.Ready && sys.Demo)
	require.Equal(t, 1, sys.Counts.Documents)
	require.NotZero(t, sys.Counts.Chunks)
	require.Equal(t, []string{"没有向量模型，只按词检索。"}, sys.Degraded)
	var stages list[Stage]
	w.as("staff1").get("/api/v1/stages").into(&stages)
	require.Equal(t, w.deps.Stages, stages.Items)
	got := w.nobody().get("/metrics").body
	require.Contains(t, got, `bianku_jobs{state="done"} 1`)
	require.Contains(t, got, `bianku_db_connections{state="idle"}`)
}
