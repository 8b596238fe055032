package main

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
)

// TestServeSurvivesTheDatabaseAndStopsWhenTold runs the server as a process: all its connections are cut while it
// works, then it is told to end.
func TestServeSurvivesTheDatabaseAndStopsWhenTold(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	cmd := m.command("serve", "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	url := strings.TrimSpace(strings.TrimPrefix(line, "编库已启动："))
	ready := func() bool {
		res, err := http.Get(url + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	}
	require.Eventually(t, ready, time.Minute, 50*time.Millisecond)

	// Every connection of the process, its lease and River's listener among them.
	_, err = m.pool.Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and pid <> pg_backend_pid()`)
	require.NoError(t, err)
	require.Eventually(t, ready, time.Minute, 50*time.Millisecond)
	ctx := auth.WithActor(t.Context(), auth.System("cli"))
	p := m.pipeline()
	s, err := p.submit(ctx, p.parts.files, ingest.NewSubmission{Label: "之后"})
	require.NoError(t, err)
	m.submit(ctx, s, "a.txt", "机构编制实名制，是指机构、编制和人员一一对应。")
	require.Eventually(t, func() bool {
		b, err := ingest.BatchByID(ctx, m.pool, s.batch.ID)
		return err == nil && b.Counts[ingest.Done] == 1
	}, 40*time.Second, 100*time.Millisecond, "its workers work again")

	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), "exit code 0")
	live, err := workersLive(t.Context(), m.pool)
	require.NoError(t, err)
	require.False(t, live)
}

func TestAPortInUseIsSaid(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	out, err := m.command("serve", "--listen", l.Addr().String()).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "端口可能已被占用")
}

// TestSeveralWorkersDoEveryFileOnce: three processes on one queue.
func TestSeveralWorkersDoEveryFileOnce(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	files, _ := corpus(t, t.TempDir(), 0)
	m.run(append(files, "--wait=false")...)
	for range 3 {
		cmd := m.command("work")
		require.NoError(t, cmd.Start())
		t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	}
	require.Eventually(t, func() bool { return !m.busy() }, 2*time.Minute, 100*time.Millisecond)
	var bad int
	require.NoError(t, m.pool.QueryRow(t.Context(), `select (select count(*) from ingest.intake where state <> 'done')
		+ (select count(*) - count(distinct sha256) from ingest.version)
		+ (select count(*) from ingest.chunk c where not exists (select from retrieval.entry e where e.chunk_id = c.id))`).Scan(&bad))
	require.Zero(t, bad)
}

// TestDemoAccountsAreMadeOnce and are for their owner's eyes.
func TestDemoAccountsAreMadeOnce(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	a := &app{cfg: config{Home: filepath.Join(m.home, "new")}}
	ctx := auth.WithActor(t.Context(), auth.System("cli"))
	first, err := a.demoAccounts(ctx, m.pool)
	require.NoError(t, err)
	require.Len(t, first, len(demoPeople))
	again, err := a.demoAccounts(ctx, m.pool)
	require.NoError(t, err)
	require.Equal(t, first, again)
	path := filepath.Join(a.cfg.Home, "demo-accounts.json")
	st, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), st.Mode().Perm())
	var kept []demoAccount
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &kept))
	require.Equal(t, first, kept)

	require.NoError(t, os.Remove(path)) // somebody else's accounts now, as far as anyone can tell
	none, err := a.demoAccounts(ctx, m.pool)
	require.NoError(t, err)
	require.Empty(t, none)
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err = a.demoAccounts(ctx, m.pool)
	require.ErrorContains(t, err, "读不懂")
}

func TestAddressForAPerson(t *testing.T) {
	for in, want := range map[string]string{"127.0.0.1:80": "http://127.0.0.1:80", "0.0.0.0:8080": "http://localhost:8080", "[::]:8080": "http://localhost:8080"} {
		addr, err := net.ResolveTCPAddr("tcp", in)
		require.NoError(t, err)
		require.Equal(t, want, address(addr))
	}
}
