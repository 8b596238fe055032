package pg

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

const mega = 1 << 20

// settings are the server's options: ours over the defaults, sized to the machine. They go on the command line, so that
// postgresql.conf stays as initdb made it and a new version of bianku brings its own.
func (c *Cluster) settings() []string {
	mem := memory()
	maintenance := clamp(mem/16, 64*mega, 1024*mega) // HNSW builds many times faster when the graph fits
	s := []string{
		"listen_addresses=",
		"port=" + socketPort,
		"unix_socket_directories=" + c.socket,
		"unix_socket_permissions=0700",
		"max_connections=100",
		kb("shared_buffers", clamp(mem/8, 64*mega, 4096*mega)),
		kb("effective_cache_size", clamp(mem/2, 256*mega, 64*1024*mega)),
		kb("maintenance_work_mem", maintenance),
		kb("work_mem", clamp(mem/512, 4*mega, 64*mega)),
		"max_wal_size=2GB",
		"random_page_cost=1.1", // SSD
		"jit=off",              // our statements are short; compiling them costs more than it saves
		"log_checkpoints=off",
		"log_line_prefix=%m [%p] ",
		"log_timezone=Asia/Shanghai",
		"timezone=Asia/Shanghai",
	}
	if freeShm() < 2*maintenance {
		s = append(s, "dynamic_shared_memory_type=mmap") // containers give /dev/shm 64 MB: a parallel index build needs more
	}
	if c.scratch {
		s = append(s, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
			"autovacuum_naptime=10min", "max_connections=400", "shared_buffers=256MB")
	}
	return s
}

func kb(name string, bytes int64) string { return fmt.Sprintf("%s=%dkB", name, bytes/1024) }

func clamp(v, lo, hi int64) int64 { return max(lo, min(v, hi)) }

// memory is what this process may use: the machine's memory or its container's limit, whichever is less. 1 GB when unknown.
func memory() int64 {
	total := int64(1024 * mega)
	if b, err := os.ReadFile("/proc/meminfo"); err == nil {
		if kb, ok := memTotal(b); ok {
			total = kb * 1024
		}
	}
	for _, limit := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		b, err := os.ReadFile(limit)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil && n > 0 { // "max": no limit
			total = min(total, n)
		}
	}
	return total
}

// memTotal reads MemTotal, in kB, from /proc/meminfo.
func memTotal(meminfo []byte) (int64, bool) {
	for sc := bufio.NewScanner(bytes.NewReader(meminfo)); sc.Scan(); {
		f := strings.Fields(sc.Text())
		if len(f) >= 2 && f[0] == "MemTotal:" {
			n, err := strconv.ParseInt(f[1], 10, 64)
			return n, err == nil
		}
	}
	return 0, false
}

func freeShm() int64 {
	var st syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &st) != nil || st.Type != 0x01021994 { // not a tmpfs: a chroot's empty folder
		return 0
	}
	return int64(st.Bavail) * st.Bsize
}

// openLog opens the server's log for appending; what has grown large is set aside first, one generation.
func (c *Cluster) openLog() (*os.File, error) {
	if fi, err := os.Stat(c.logFile()); err == nil && fi.Size() > 16*mega {
		_ = os.Rename(c.logFile(), c.logFile()+".1") // if not, it grows on
	}
	f, err := os.OpenFile(c.logFile(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("pg: open the server's log: %w", err)
	}
	return f, nil
}

// logTail returns the last n lines of the server's log.
func (c *Cluster) logTail(n int) string {
	b, err := os.ReadFile(c.logFile())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
