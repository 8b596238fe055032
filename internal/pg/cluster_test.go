package pg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

var quiet = slog.New(slog.DiscardHandler)

// clusterDir is a folder that the server's owner can enter when the tests run as root; t.TempDir's parent may be closed.
func clusterDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bianku-cluster")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// start runs a cluster; it is stopped at the end whatever happens.
func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := startCluster(t.Context(), dir, quiet, true)
	require.NoError(t, err)
	t.Cleanup(func() {
		if pid, _ := c.running(); pid != 0 {
			_ = syscall.Kill(pid, syscall.SIGQUIT)
		}
	})
	return c
}

func ask(t *testing.T, c *Cluster, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL())
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var out string
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&out))
	return out
}

// mark leaves something in the cluster that requireMark finds.
func mark(t *testing.T, c *Cluster) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL())
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for _, sql := range []string{"create table mark ()", "checkpoint"} { // the second: a killed scratch server loses the rest
		_, err = conn.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
}

func requireMark(t *testing.T, c *Cluster) {
	t.Helper()
	require.Equal(t, "mark", ask(t, c, "select tablename from pg_tables where schemaname = 'public'"))
}

func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(b), ") Z ")
}

func TestClusterLife(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(clusterDir(t), "var", "pg")
	c := start(t, dir)
	require.Equal(t, "bianku", ask(t, c, "select current_database()"))
	require.Equal(t, "UTF8", ask(t, c, "show server_encoding"))
	require.Equal(t, "", ask(t, c, "show listen_addresses"), "no TCP")
	require.Equal(t, "编库", ask(t, c, "select '编库'"))
	mark(t, c)
	fi, err := os.Stat(c.socket)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), fi.Mode().Perm(), "nobody else reaches the socket")
	require.NoError(t, c.Stop(t.Context()))
	require.False(t, alive(c.pid))
	require.NoFileExists(t, c.pidFile())

	again := start(t, dir)
	requireMark(t, again)
	require.NotContains(t, again.logTail(20), "not properly shut down")
	require.NoError(t, again.Stop(t.Context()))
}

func TestTheLastOneOutStopsIt(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	first := start(t, dir)
	second := start(t, dir)
	require.Equal(t, first.pid, second.pid, "the second attached")
	require.Equal(t, first.URL(), second.URL())

	require.NoError(t, first.Stop(t.Context()))
	require.Equal(t, "1", ask(t, second, "select '1'"), "the one who started left; it runs for the other")
	require.NoError(t, second.Stop(t.Context()))
	require.False(t, alive(first.pid))
}

func TestManyStartAtOnce(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	type result struct {
		c   *Cluster
		err error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			c, err := startCluster(context.WithoutCancel(t.Context()), dir, quiet, true)
			results <- result{c, err}
		}()
	}
	var all []*Cluster
	for range 4 {
		r := <-results
		require.NoError(t, r.err)
		all = append(all, r.c)
	}
	for _, c := range all {
		require.Equal(t, all[0].pid, c.pid)
		require.Equal(t, "1", ask(t, c, "select '1'"))
	}
	for _, c := range all {
		require.NoError(t, c.Stop(t.Context()))
	}
	require.False(t, alive(all[0].pid))
}

func TestAfterTheServerWasKilled(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	c := start(t, dir)
	mark(t, c)
	require.NoError(t, syscall.Kill(c.pid, syscall.SIGKILL))
	<-c.exited
	require.FileExists(t, c.pidFile())

	again := start(t, dir)
	require.NotEqual(t, c.pid, again.pid)
	requireMark(t, again)
	require.NoError(t, c.Stop(t.Context()), "the handle of the dead one does no harm")
	require.Equal(t, "1", ask(t, again, "select '1'"))
	require.NoError(t, again.Stop(t.Context()))
}

// After a reboot, and on every start of a container, the number in postmaster.pid may be some other program's.
func TestStalePidOfAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	c := start(t, dir)
	left, err := os.ReadFile(c.pidFile())
	require.NoError(t, err)
	require.NoError(t, c.Stop(t.Context()))

	cmd, release, err := c.command("/bin/sleep", c.data()) // a program of the server's own user
	require.NoError(t, err)
	defer release()
	cmd.Args = []string{"sleep", "60"}
	require.NoError(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	_, rest, _ := strings.Cut(string(left), "\n")
	require.NoError(t, os.WriteFile(c.pidFile(), []byte(strconv.Itoa(cmd.Process.Pid)+"\n"+rest), 0o600))
	if c.owner != nil {
		require.NoError(t, os.Chown(c.pidFile(), int(c.owner.uid), int(c.owner.gid)))
	}

	again := start(t, dir)
	require.Equal(t, "1", ask(t, again, "select '1'"))
	require.NoError(t, again.Stop(t.Context()))
	require.True(t, alive(cmd.Process.Pid), "the other program was left alone")
}

func TestAnUnfinishedInitdbIsDoneAgain(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700))
	c := start(t, dir)
	require.NoError(t, c.Stop(t.Context()))
	require.NoDirExists(t, filepath.Join(dir, "data.new"))
}

// A clone below /root, which the user postgres cannot enter, and a path too long for a socket.
func TestClosedAndLongPaths(t *testing.T) {
	t.Parallel()
	for name, below := range map[string]string{
		"closed":      "closed/var/pg",
		"long":        strings.Repeat("d", 60) + "/" + strings.Repeat("e", 60) + "/pg",
		"odd letters": `编库, "var" 目录/pg`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := filepath.Join(clusterDir(t), "top")
			require.NoError(t, os.Mkdir(top, 0o755))
			if name == "closed" {
				require.NoError(t, os.Chmod(top, 0o700))
			}
			c := start(t, filepath.Join(top, below))
			if name != "closed" || c.owner != nil {
				require.True(t, strings.HasPrefix(c.socket, "/tmp/bianku-"), c.socket)
			}
			t.Cleanup(func() { os.RemoveAll(c.socket) })
			mark(t, c)
			require.DirExists(t, filepath.Join(top, below, "data", "base"), "the data is where it was asked for")

			attached := start(t, filepath.Join(top, below))
			require.Equal(t, c.pid, attached.pid)
			require.NoError(t, attached.Stop(t.Context()))
			require.NoError(t, c.Stop(t.Context()))
			require.False(t, alive(c.pid))
			again := start(t, filepath.Join(top, below))
			requireMark(t, again)
			require.NoError(t, again.Stop(t.Context()))
		})
	}
}

func TestASocketFolderOfSomeoneElseIsRefused(t *testing.T) {
	t.Parallel()
	long := filepath.Join(clusterDir(t), strings.Repeat("x", 100))
	c := &Cluster{dir: long, log: quiet}
	dir, err := c.socketDir()
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o777))
	_, err = c.socketDir()
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "rm -r "+dir)
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	t.Run("data of a version that is not installed", func(t *testing.T) {
		t.Parallel()
		dir := clusterDir(t)
		require.NoError(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("99\n"), 0o600))
		_, err := StartCluster(t.Context(), dir, quiet)
		require.Equal(t, fault.Unavailable, fault.KindOf(err))
		require.Contains(t, fault.Message(err), "apt-get install postgresql-99")
	})
	t.Run("a data folder that makes no sense", func(t *testing.T) {
		t.Parallel()
		dir := clusterDir(t)
		require.NoError(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("x"), 0o600))
		_, err := StartCluster(t.Context(), dir, quiet)
		require.Contains(t, fault.Message(err), "已损坏")
	})
	t.Run("the folder is a file", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(clusterDir(t), "pg")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		_, err := StartCluster(t.Context(), file, quiet)
		require.Contains(t, fault.Message(err), "BIANKU_HOME")
	})
	t.Run("a server that ends at once", func(t *testing.T) {
		t.Parallel()
		dir := clusterDir(t)
		c := start(t, dir)
		require.NoError(t, c.Stop(t.Context()))
		conf := filepath.Join(c.data(), "postgresql.conf")
		f, err := os.OpenFile(conf, os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = f.WriteString("\nno_such_option = 1\n")
		require.NoError(t, errors.Join(err, f.Close()))
		_, err = startCluster(t.Context(), dir, quiet, true)
		require.Equal(t, fault.Unavailable, fault.KindOf(err))
		require.Contains(t, fault.Message(err), "no_such_option", "the log's last lines are in the message")
	})
	t.Run("cancelled", func(t *testing.T) {
		t.Parallel()
		dir := clusterDir(t)
		held, err := flock(t.Context(), filepath.Join(dir, "door.lock"), syscall.LOCK_EX)
		require.NoError(t, err)
		defer held.Close()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = StartCluster(ctx, dir, quiet)
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestScratch(t *testing.T) {
	t.Parallel()
	c, err := StartScratch(t.Context(), clusterDir(t), quiet)
	require.NoError(t, err)
	require.Equal(t, "off", ask(t, c, "show fsync"))
	require.NoError(t, c.Stop(t.Context()))
	require.False(t, alive(c.pid))
}

// The watcher looks many times while the lock is held, and stops the server at the first look after.
func TestScratchStopsWhenUnused(t *testing.T) {
	t.Parallel()
	c := start(t, clusterDir(t))
	c.watch("0.02")
	for range 20 {
		require.Equal(t, "1", ask(t, c, "select '1'"))
	}
	require.NoError(t, c.users.Close()) // as the end of the process does
	<-c.exited
	require.NoFileExists(t, c.pidFile(), "it was shut down, not killed")
}

// Who comes while the server is on its way down waits for its end and starts it anew.
func TestComingWhileItShutsDown(t *testing.T) {
	t.Parallel()
	dir := clusterDir(t)
	c := start(t, dir)
	last, err := pgx.Connect(t.Context(), c.URL())
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(c.pid, syscall.SIGTERM)) // waits for its clients, refuses new ones
	for {
		conn, err := pgx.Connect(t.Context(), c.URL())
		if err != nil {
			break
		}
		require.NoError(t, conn.Close(t.Context()))
	}
	came := make(chan *Cluster)
	go func() {
		again, err := startCluster(context.WithoutCancel(t.Context()), dir, quiet, true)
		if err != nil {
			t.Error(err)
		}
		came <- again
	}()
	require.NoError(t, last.Close(t.Context()))
	again := <-came
	require.NotNil(t, again)
	require.NotEqual(t, c.pid, again.pid)
	require.Equal(t, "1", ask(t, again, "select '1'"))
	require.NoError(t, c.Stop(t.Context()))
	require.NoError(t, again.Stop(t.Context()))
}

func TestStopThatMayNotWait(t *testing.T) {
	t.Parallel()
	c := start(t, clusterDir(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := c.Stop(ctx)
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "停止命令已发出")
	<-c.exited
}

func TestChoose(t *testing.T) {
	t.Parallel()
	old, v15, v16, v17 := server{"/14", 14, true}, server{"/15", 15, true}, server{"/16", 16, true}, server{"/17", 17, false}
	for name, c := range map[string]struct {
		all   []server
		major int
		want  string
		says  string
	}{
		"the newest":                        {[]server{v15, v16}, 0, "/16", ""},
		"one with pgvector before a newer":  {[]server{v15, v17}, 0, "/15", ""},
		"the one the data was made by":      {[]server{v15, v16}, 15, "/15", ""},
		"none":                              {nil, 0, "", "没有找到 PostgreSQL 服务器"},
		"too old":                           {[]server{old}, 0, "", "scripts/install-postgres.sh"},
		"data of a version that is gone":    {[]server{v15}, 16, "", "apt-get install postgresql-16"},
		"without pgvector":                  {[]server{v17}, 0, "", "postgresql-17-pgvector"},
		"data of a version without the ext": {[]server{v15, v17}, 17, "", "没有 pgvector 扩展"},
	} {
		got, err := choose(c.all, c.major)
		if c.says != "" {
			require.Equal(t, fault.Unavailable, fault.KindOf(err), name)
			require.Contains(t, fault.Message(err), c.says, name)
			continue
		}
		require.NoError(t, err, name)
		require.Equal(t, c.want, got.dir, name)
	}
}

// program writes a shell script that stands for a server program.
func program(t *testing.T, dir, name, script string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755))
}

func TestServerVersion(t *testing.T) {
	t.Parallel()
	for says, want := range map[string]int{
		"postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)": 15,
		"postgres (PostgreSQL) 18beta1":                      18,
		"something else":                                     0,
	} {
		dir := clusterDir(t)
		program(t, dir, "initdb", "true")
		program(t, dir, "postgres", "echo '"+says+"'")
		require.Equal(t, want, serverVersion(dir), says)
	}
	broken := clusterDir(t)
	program(t, broken, "initdb", "true")
	program(t, broken, "postgres", "exit 1")
	require.Zero(t, serverVersion(broken))
}

func TestHasVectorReadsTheVersion(t *testing.T) {
	t.Parallel()
	for control, want := range map[string]bool{"default_version = '0.8.1'": true, "default_version = '0.7.4'": false, "comment = ''": false} {
		dir := clusterDir(t)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "share", "extension"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "share", "extension", "vector.control"), []byte(control), 0o644))
		require.Equal(t, want, hasVector(filepath.Join(dir, "bin"), 4711), control)
	}
}

func TestAFailingInitdbSaysWhy(t *testing.T) {
	t.Parallel()
	bin := clusterDir(t)
	program(t, bin, "initdb", "echo 'no space left on device' >&2; exit 1")
	owner, err := serverOwner()
	require.NoError(t, err)
	c := &Cluster{dir: clusterDir(t), bin: bin, owner: owner, log: quiet}
	err = c.initdb(t.Context())
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "no space left on device")
	require.NoDirExists(t, c.data(), "a folder named data is whole")
}

func TestWaitingForALockEndsWithItsContext(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "lock")
	held, err := flock(t.Context(), file, syscall.LOCK_SH)
	require.NoError(t, err)
	second, err := flock(t.Context(), file, syscall.LOCK_SH)
	require.NoError(t, err, "shared is shared")
	require.NoError(t, second.Close())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = flock(ctx, file, syscall.LOCK_EX)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, held.Close())
	free, err := flock(t.Context(), file, syscall.LOCK_EX)
	require.NoError(t, err)
	require.NoError(t, free.Close())
	_, err = flock(t.Context(), filepath.Join(t.TempDir(), "none", "lock"), syscall.LOCK_EX)
	require.Contains(t, fault.Message(err), "BIANKU_HOME")
}

func TestBinaries(t *testing.T) {
	t.Parallel()
	dir, major, err := Binaries(0)
	require.NoError(t, err)
	require.GreaterOrEqual(t, major, MinServer)
	require.FileExists(t, filepath.Join(dir, "initdb"))
	require.True(t, hasVector(dir, major))
	require.Equal(t, major, serverVersion(dir))
	require.Zero(t, serverVersion(t.TempDir()))
	require.False(t, hasVector(t.TempDir(), 1))
}

func TestAtLeast(t *testing.T) {
	for _, c := range []struct {
		have, want string
		ok         bool
	}{
		{"0.8.0", "0.8", true}, {"0.8", "0.8", true}, {"0.10.1", "0.8", true}, {"1.0", "0.8", true},
		{"0.7.4", "0.8", false}, {"0", "0.8", false}, {"", "0.8", false},
	} {
		require.Equal(t, c.ok, atLeast(c.have, c.want), "%s ≥ %s", c.have, c.want)
	}
}

func TestSettingsFitTheMachine(t *testing.T) {
	mem := memory()
	require.Greater(t, mem, int64(64*mega))
	c := &Cluster{socket: "/tmp/x"}
	joined := strings.Join(c.settings(), " ")
	require.Contains(t, joined, "listen_addresses= ")
	require.NotContains(t, joined, "fsync")
	c.scratch = true
	require.Contains(t, strings.Join(c.settings(), " "), "fsync=off")

	require.Equal(t, int64(5), clamp(1, 5, 9))
	require.Equal(t, int64(9), clamp(10, 5, 9))
	require.Equal(t, "a=2kB", kb("a", 2048))
	kB, ok := memTotal([]byte("MemFree: 1 kB\nMemTotal:       16384 kB\n"))
	require.True(t, ok)
	require.Equal(t, int64(16384), kB)
	_, ok = memTotal([]byte("nothing"))
	require.False(t, ok)
}

func TestLogTailAndRotation(t *testing.T) {
	t.Parallel()
	c := &Cluster{dir: t.TempDir(), log: quiet}
	require.NotEmpty(t, c.logTail(2), "without a log it says so")
	require.NoError(t, os.WriteFile(c.logFile(), []byte("a\nb\nc\n"), 0o600))
	require.Equal(t, "b\nc", c.logTail(2))
	require.NoError(t, os.WriteFile(c.logFile(), bytes.Repeat([]byte("x"), 17*mega), 0o600))
	f, err := c.openLog()
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.FileExists(t, c.logFile()+".1")
	fi, err := os.Stat(c.logFile())
	require.NoError(t, err)
	require.Zero(t, fi.Size())
}

func TestMayEnter(t *testing.T) {
	t.Parallel()
	top := clusterDir(t)
	inner := filepath.Join(top, "inner")
	require.NoError(t, os.Mkdir(inner, 0o755))
	stranger := &owner{uid: 54321, gid: 54321}
	require.True(t, stranger.mayEnter(inner))
	require.NoError(t, os.Chmod(top, 0o700))
	require.False(t, stranger.mayEnter(inner))
	require.True(t, (&owner{uid: uint32(os.Getuid())}).mayEnter(inner), "its own folder")
	require.NoError(t, os.Chmod(top, 0o710))
	require.True(t, (&owner{uid: 54321, gid: 1, groups: []uint32{uint32(os.Getgid())}}).mayEnter(inner), "through a group")
	require.False(t, stranger.mayEnter(filepath.Join(top, "none")))
}

func TestPauseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, pause(ctx, time.Hour), context.Canceled)
	require.NoError(t, pause(t.Context(), time.Microsecond))
}
