package pg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"bianku/internal/fault"
)

// owner is the system user the server runs as when we are root.
type owner struct {
	uid, gid uint32
	groups   []uint32
}

// serverOwner returns nil when we are an ordinary user: the server then runs as us.
func serverOwner() (*owner, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable,
			"以 root 运行时，数据库要由系统用户 postgres 启动，而本机没有这个用户。请执行：scripts/install-postgres.sh（或 apt-get install postgresql）")
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("pg: user postgres: %w", err)
	}
	o := &owner{uid: uint32(uid), gid: uint32(gid)}
	ids, _ := u.GroupIds() // ssl-cert and the like: nice to have
	for _, id := range ids {
		if g, err := strconv.ParseUint(id, 10, 32); err == nil {
			o.groups = append(o.groups, uint32(g))
		}
	}
	return o, nil
}

// mayEnter says whether o can walk path down to its last folder.
func (o *owner) mayEnter(path string) bool {
	for p := path; ; p = filepath.Dir(p) {
		fi, err := os.Stat(p)
		if err != nil {
			return false
		}
		st := fi.Sys().(*syscall.Stat_t)
		bit := os.FileMode(0o001)
		if st.Uid == o.uid {
			bit = 0o100
		} else if st.Gid == o.gid || slices.Contains(o.groups, st.Gid) {
			bit = 0o010
		}
		if fi.Mode().Perm()&bit == 0 {
			return false
		}
		if p == filepath.Dir(p) {
			return true
		}
	}
}

// server is an installed PostgreSQL: the folder of its programs, its major version, and whether it has pgvector.
type server struct {
	dir    string
	major  int
	vector bool
}

// Binaries returns the folder of the newest installed server of at least MinServer, or of exactly the major version given
// (0: any), and its major version. Servers that have pgvector go first.
func Binaries(major int) (dir string, version int, err error) {
	var all []server
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"} {
		dirs, _ := filepath.Glob(pattern)
		for _, d := range dirs {
			if v := serverVersion(d); v != 0 {
				all = append(all, server{d, v, hasVector(d, v)})
			}
		}
	}
	best, err := choose(all, major)
	return best.dir, best.major, err
}

// choose picks the server that Binaries returns.
func choose(all []server, major int) (best server, err error) {
	all = slices.DeleteFunc(slices.Clone(all), func(s server) bool { return s.major < MinServer || major != 0 && s.major != major })
	if len(all) == 0 && major != 0 {
		return server{}, fault.Newf(fault.Unavailable, "数据目录由 PostgreSQL %d 建立，而本机没有这个版本的服务器。请执行：apt-get install postgresql-%d", major, major)
	}
	if len(all) == 0 {
		return server{}, fault.Newf(fault.Unavailable,
			"没有找到 PostgreSQL 服务器（需要 %d 或更新版本）。请在 bianku 源码目录执行：scripts/install-postgres.sh；或设置 DATABASE_URL 使用已有的数据库。", MinServer)
	}
	best = slices.MaxFunc(all, func(a, b server) int {
		if a.vector != b.vector {
			if a.vector {
				return 1
			}
			return -1
		}
		return a.major - b.major
	})
	if !best.vector {
		return server{}, fault.Newf(fault.Unavailable,
			"PostgreSQL %d 已安装，但没有 pgvector 扩展（需要 %s 或更新版本）。请在 bianku 源码目录执行：scripts/install-postgres.sh（或 apt-get install postgresql-%d-pgvector）",
			best.major, MinVector, best.major)
	}
	return best, nil
}

var versionNumber = regexp.MustCompile(`\) (\d+)`)

// serverVersion returns the major version of the server in dir, 0 where there is none.
func serverVersion(dir string) int {
	for _, name := range []string{"initdb", "postgres"} {
		if fi, err := os.Stat(filepath.Join(dir, name)); err != nil || fi.Mode()&0o111 == 0 {
			return 0
		}
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionNumber.FindSubmatch(out)
	if m == nil {
		return 0
	}
	v, _ := strconv.Atoi(string(m[1]))
	return v
}

// hasVector looks for pgvector's control file where the server in bin keeps its extensions.
func hasVector(bin string, major int) bool {
	for _, share := range []string{
		fmt.Sprintf("/usr/share/postgresql/%d", major),
		filepath.Join(bin, "../share"), filepath.Join(bin, "../share/postgresql"), filepath.Join(bin, "../share/pgsql"),
	} {
		b, err := os.ReadFile(filepath.Join(share, "extension/vector.control"))
		if err != nil {
			continue
		}
		m := regexp.MustCompile(`default_version *= *'([0-9.]+)'`).FindSubmatch(b)
		return m != nil && atLeast(string(m[1]), MinVector)
	}
	return false
}

// prepare finds the binaries, makes the data folder where there is none and chooses the socket folder.
func (c *Cluster) prepare(ctx context.Context) (err error) {
	var major int
	b, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	switch {
	case err == nil:
		if major, err = strconv.Atoi(strings.TrimSpace(string(b))); err != nil {
			return fault.Wrap(err, fault.Unavailable, "数据库目录 "+c.data()+" 已损坏（PG_VERSION 读不出）。请从备份恢复，或移走这个目录后重试。")
		}
	case !errors.Is(err, os.ErrNotExist):
		return fault.Wrap(err, fault.Unavailable, "读不到数据库目录 "+c.data()+"。它可能属于另一个系统用户，请用同一用户运行，或用 BIANKU_HOME 换一个位置。")
	}
	if c.bin, _, err = Binaries(major); err != nil {
		return err
	}
	if major == 0 {
		if err := c.initdb(ctx); err != nil {
			return err
		}
	}
	c.socket, err = c.socketDir()
	return err
}

// initdb makes the data folder aside and renames it when it is whole: a folder named data can be trusted.
func (c *Cluster) initdb(ctx context.Context) error {
	fresh := c.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil { // of an initdb that was killed
		return fmt.Errorf("remove an unfinished data folder: %w", err)
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return fault.Wrap(err, fault.Unavailable, "不能建立数据库目录 "+fresh+"，请检查目录权限和磁盘空间。")
	}
	if c.owner != nil {
		if err := os.Chown(fresh, int(c.owner.uid), int(c.owner.gid)); err != nil {
			return fault.Wrap(err, fault.Unavailable, "不能把数据库目录 "+fresh+" 交给系统用户 postgres，请用 BIANKU_HOME 换一个位置。")
		}
	}
	cmd, release, err := c.command(filepath.Join(c.bin, "initdb"), fresh)
	if err != nil {
		return err
	}
	defer release()
	cmd.Args = append(cmd.Args, "-U", superuser, "--encoding=UTF8", "--no-locale", "--auth=trust", "--no-instructions")
	if c.scratch {
		cmd.Args = append(cmd.Args, "--no-sync")
	}
	c.log.Debug("initdb", "dir", c.data())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "数据库初始化失败，请检查磁盘空间和目录权限。initdb 的输出：\n"+strings.TrimSpace(string(out)))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return fmt.Errorf("pg: put the data folder in place: %w", err)
	}
	return nil
}

// command makes the command of a server program on a data folder, to run as the owner. Where the owner cannot walk the path
// (root's own home is closed to others) the program gets the folder as open file descriptor 3 and finds it below /proc:
// the permissions of the folders above do not matter there. release must be called once the command has started.
func (c *Cluster) command(program, data string) (cmd *exec.Cmd, release func(), err error) {
	cmd = exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"} // none of our PG* variables
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	release = func() {}
	if c.owner != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: c.owner.uid, Gid: c.owner.gid, Groups: c.owner.groups}
		if !c.owner.mayEnter(filepath.Dir(data)) {
			f, err := os.Open(data)
			if err != nil {
				return nil, nil, fmt.Errorf("pg: open the data folder: %w", err)
			}
			cmd.ExtraFiles = []*os.File{f}
			data, release = "/proc/self/fd/3", func() { f.Close() }
		}
	}
	cmd.Args = append(cmd.Args, "-D", data)
	return cmd, release, nil
}

// maxSocketDir leaves room for "/.s.PGSQL.5432" and the end mark in the 108 bytes a unix socket's path may have.
const maxSocketDir = 107 - len("/.s.PGSQL."+socketPort)

var plainPath = regexp.MustCompile(`^[^,"'\\\s]+$`) // unix_socket_directories is a list with quotes

// socketDir makes the folder of the socket, which only the server's owner can enter: dir/run, or a short one below /tmp
// where that path is too long for a socket or closed to the owner.
func (c *Cluster) socketDir() (string, error) {
	dir := filepath.Join(c.dir, "run")
	if len(dir) > maxSocketDir || !plainPath.MatchString(dir) || c.owner != nil && !c.owner.mayEnter(c.dir) {
		sum := sha256.Sum256([]byte(c.dir))
		dir = fmt.Sprintf("/tmp/bianku-%d-%s", os.Getuid(), hex.EncodeToString(sum[:6]))
	}
	uid := os.Getuid()
	if c.owner != nil {
		uid = int(c.owner.uid)
	}
	if err := os.Mkdir(dir, 0o700); err == nil && c.owner != nil {
		if err := os.Chown(dir, uid, int(c.owner.gid)); err != nil {
			return "", fmt.Errorf("pg: hand over the socket folder: %w", err)
		}
	} else if err != nil && !errors.Is(err, os.ErrExist) {
		return "", fault.Wrap(err, fault.Unavailable, "不能建立数据库的套接字目录 "+dir+"，请检查目录权限。")
	}
	// In /tmp anyone could have made it before us, to listen in.
	fi, err := os.Lstat(dir)
	if err != nil {
		return "", fmt.Errorf("pg: socket folder: %w", err)
	}
	if st := fi.Sys().(*syscall.Stat_t); !fi.IsDir() || fi.Mode().Perm()&0o077 != 0 || int(st.Uid) != uid && st.Uid != 0 {
		return "", fault.Newf(fault.Unavailable, "数据库的套接字目录 %s 不归本用户所有或权限过宽，可能被他人占用。请删除它后重试：rm -r %s", dir, dir)
	}
	if c.owner != nil {
		return dir, os.Chown(dir, uid, int(c.owner.gid))
	}
	return dir, nil
}
