package pg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bianku/internal/fault"
)

// MinServer is the oldest PostgreSQL major version that works.
const MinServer = 15

const (
	superuser  = "bianku" // of the private cluster; who reaches its socket is trusted
	database   = "bianku"
	socketPort = "5432" // part of the socket's file name only: nothing listens on TCP
)

// Cluster is a private PostgreSQL, started or attached to. See the package comment.
type Cluster struct {
	dir     string // holds data, run, postgres.log and the locks
	bin     string // the server binaries
	owner   *owner // who runs the server; nil when it is us
	scratch bool   // its content may be lost
	log     *slog.Logger

	socket string        // folder of the socket
	users  *os.File      // users.lock, held shared
	pid    int           // of the postmaster
	exited chan struct{} // closed when our child has ended; nil when attached
}

// StartCluster runs the private cluster below dir, or attaches to it where it already runs. Stop must be called at the end.
func StartCluster(ctx context.Context, dir string, log *slog.Logger) (*Cluster, error) {
	return startCluster(ctx, dir, log, false)
}

// StartScratch is StartCluster for data that may be lost with the machine: nothing is forced to disk. When no process has
// used it for some minutes it stops by itself, so that a test process need not (and cannot) know that it is the last.
func StartScratch(ctx context.Context, dir string, log *slog.Logger) (*Cluster, error) {
	c, err := startCluster(ctx, dir, log, true)
	if err != nil {
		return nil, err
	}
	if c.exited != nil {
		c.watch("120")
	}
	return c, nil
}

func startCluster(ctx context.Context, dir string, log *slog.Logger, scratch bool) (_ *Cluster, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("pg.StartCluster(%s): %w", dir, err)
	}
	defer fault.Wrapf(&err, "pg.StartCluster(%s)", dir)
	c := &Cluster{dir: dir, scratch: scratch, log: log}
	if c.owner, err = serverOwner(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "不能建立数据库目录 "+dir+"，请检查目录权限，或用 BIANKU_HOME 换一个位置。")
	}
	door, err := flock(ctx, filepath.Join(dir, "door.lock"), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer door.Close()
	if c.users, err = flock(ctx, filepath.Join(dir, "users.lock"), syscall.LOCK_SH); err != nil {
		return nil, err
	}
	if err := c.come(ctx); err != nil {
		c.users.Close()
		return nil, err
	}
	return c, nil
}

// come attaches or starts, and leaves a server that answers and has our database. A server that was on its way down when we
// looked, and backends of a killed one that still hold its memory, are gone after a moment: hence the attempts.
func (c *Cluster) come(ctx context.Context) error {
	var err error
	for range 20 {
		if c.pid, c.socket = c.running(); c.pid != 0 {
			c.log.Debug("attach to the private cluster", "pid", c.pid)
		} else if err = c.launch(ctx); err != nil {
			return err
		}
		err = c.ready(ctx)
		if !errors.Is(err, errGone) {
			break
		}
		c.log.Debug("the private cluster went away, again", "err", err)
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return err
		}
	}
	if errors.Is(err, errGone) {
		return fault.Wrap(err, fault.Unavailable, "数据库启动后随即退出，请查看日志 "+c.logFile())
	}
	return err
}

// URL is what Open takes.
func (c *Cluster) URL() string { return c.url(database) }

func (c *Cluster) url(db string) string {
	q := url.Values{"host": {c.socket}, "port": {socketPort}}
	return "postgres://" + superuser + "@/" + db + "?" + q.Encode()
}

func (c *Cluster) data() string    { return filepath.Join(c.dir, "data") }
func (c *Cluster) logFile() string { return filepath.Join(c.dir, "postgres.log") }
func (c *Cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }

// running returns the pid and socket folder of a live postmaster of our data folder, or 0. A pid that lives but is some
// other program (numbers are reused, in containers on every start) does not count.
func (c *Cluster) running() (pid int, socket string) {
	b, err := os.ReadFile(c.pidFile())
	if err != nil {
		return 0, ""
	}
	lines := strings.Split(string(b), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 || len(lines) < 5 || !c.isPostmaster(pid) {
		return 0, ""
	}
	return pid, strings.TrimSpace(lines[4])
}

// isPostmaster says whether process pid lives and works in our data folder. A zombie has no working directory.
func (c *Cluster) isPostmaster(pid int) bool {
	cwd, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	data, err := os.Stat(c.data())
	return err == nil && os.SameFile(cwd, data)
}

// launch starts the server, after initdb where there is none yet.
func (c *Cluster) launch(ctx context.Context) error {
	if err := c.prepare(ctx); err != nil {
		return err
	}
	if err := c.disarmStalePid(); err != nil {
		return err
	}
	out, err := c.openLog()
	if err != nil {
		return err
	}
	defer out.Close()
	cmd, release, err := c.command(filepath.Join(c.bin, "postgres"), c.data())
	if err != nil {
		return err
	}
	defer release()
	for _, s := range c.settings() {
		cmd.Args = append(cmd.Args, "-c", s)
	}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr.Setsid = true // Ctrl-C in our terminal is for us: we stop the server when our work is done
	if err := cmd.Start(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "数据库启动失败："+cmd.Path+"。请执行：scripts/install-postgres.sh")
	}
	c.pid = cmd.Process.Pid
	exited := make(chan struct{})
	c.exited = exited
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(exited)
	}()
	c.log.Debug("private cluster started", "pid", c.pid, "dir", c.dir)
	return nil
}

// disarmStalePid deals with a postmaster.pid whose number now belongs to another program of the same user: postgres would
// take that for a running server and refuse. It trusts a file that names its own parent to be stale, so the parent's number
// is written in. The rest of the file stays: by it postgres finds shared memory that orphans of a crash still hold.
func (c *Cluster) disarmStalePid() error {
	b, err := os.ReadFile(c.pidFile())
	if err != nil {
		return nil // none: nothing to disarm
	}
	_, rest, _ := strings.Cut(string(b), "\n")
	if err := os.WriteFile(c.pidFile(), []byte(strconv.Itoa(os.Getpid())+"\n"+rest), 0o600); err != nil {
		return fmt.Errorf("rewrite a stale postmaster.pid: %w", err)
	}
	return nil
}

var errGone = errors.New("the server went away")

// ready waits until the server answers and has our database. errGone: it ended meanwhile.
func (c *Cluster) ready(ctx context.Context) error {
	began, told := time.Now(), time.Now()
	for {
		conn, err := pgx.Connect(ctx, c.url("postgres"))
		if err == nil {
			defer conn.Close(ctx)
			return createDatabase(ctx, conn)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if c.ended() {
			if c.exited == nil || c.transient() {
				return fmt.Errorf("%w: %w", errGone, err)
			}
			return fault.Wrap(err, fault.Unavailable,
				fmt.Sprintf("数据库没有启动成功，日志 %s 的最后几行：\n%s", c.logFile(), c.logTail(8)))
		}
		if time.Since(told) > 5*time.Second {
			told = time.Now()
			c.log.Info("等待数据库就绪（上次若非正常关闭，正在恢复）", "seconds", int(time.Since(began).Seconds()))
		}
		if err := pause(ctx, 30*time.Millisecond); err != nil {
			return err
		}
	}
}

// ended says whether the server we started or attached to has ended.
func (c *Cluster) ended() bool {
	if c.exited == nil {
		return !c.isPostmaster(c.pid)
	}
	select {
	case <-c.exited:
		return true
	default:
		return false
	}
}

// transient says whether the server ended for a reason that passes by itself: backends of a killed server that have not
// noticed yet.
func (c *Cluster) transient() bool {
	return strings.Contains(c.logTail(4), "pre-existing shared memory")
}

func createDatabase(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "create database "+database)
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "42P04" { // it is there
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database %s: %w", database, err)
	}
	return nil
}

// Stop gives the cluster up. The last process to do so shuts the server down and waits for its end.
func (c *Cluster) Stop(ctx context.Context) (err error) {
	defer fault.Wrapf(&err, "pg.Cluster.Stop(%s)", c.dir)
	defer c.users.Close()
	door, err := flock(ctx, filepath.Join(c.dir, "door.lock"), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer door.Close()
	if syscall.Flock(int(c.users.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		c.log.Debug("private cluster left running: another process uses it", "dir", c.dir)
		return nil
	}
	if c.ended() {
		return nil
	}
	if err := syscall.Kill(c.pid, syscall.SIGINT); err != nil { // "fast": roll back what is open, write, end
		return fmt.Errorf("signal postmaster %d: %w", c.pid, err)
	}
	for !c.ended() {
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return fault.Wrap(err, fault.Unavailable, "数据库还没有停下，停止命令已发出，它会自行结束。")
		}
	}
	c.log.Debug("private cluster stopped", "dir", c.dir)
	return nil
}

// watch starts a small shell that stops a scratch server once no process holds users.lock at a look, every so many seconds.
func (c *Cluster) watch(seconds string) {
	const script = `while sleep "$2"; do
	[ -e "$1/data/postmaster.pid" ] || exit 0
	flock -n -x "$1/users.lock" kill -INT "$(head -n 1 "$1/data/postmaster.pid")" && exit 0
done`
	cmd := exec.Command("sh", "-c", script, "bianku-scratch-watch", c.dir, seconds)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		c.log.Warn("the scratch server will not stop by itself", "err", err)
		return
	}
	go func() { _ = cmd.Wait() }() // reaped if we outlive it
}

// flock opens file and takes the lock how, waiting for it as long as ctx allows. Closing the file gives it back.
func flock(ctx context.Context, file string, how int) (*os.File, error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "不能使用数据库目录："+file+"。它可能属于另一个系统用户，请用同一用户运行，或用 BIANKU_HOME 换一个位置。")
	}
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", file, err)
		}
		if err := pause(ctx, 30*time.Millisecond); err != nil {
			f.Close()
			return nil, err
		}
	}
}

// pause waits d, or less when ctx ends: then its error is returned.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
