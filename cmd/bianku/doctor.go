package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"bianku/ingest"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// States of a check. Only missing makes the doctor's exit code 1: the product cannot run, or not safely.
const (
	fine     = "正常"
	degraded = "降级" // runs, with less
	off      = "未配置"
	missing  = "缺失"
)

// check is one finding of the doctor with the command that mends it.
type check struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Detail string `json:"detail"`
	Fix    string `json:"fix,omitempty"`
}

func doctorCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "doctor", Short: "检查运行条件：已配置、缺失、降级的各是什么，怎样补齐", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			list := a.examine(cmd.Context())
			ready := true
			for _, c := range list {
				ready = ready && c.State != missing
			}
			if err := a.print(map[string]any{"ready": ready, "checks": list}, func() { a.printChecks(list) }); err != nil {
				return err
			}
			if !ready {
				return fault.New(fault.Unavailable, "缺少必需的部件，按上面的办法补齐后再检查一次。")
			}
			return nil
		}}
}

func (a *app) printChecks(list []check) {
	for _, c := range list {
		fmt.Fprintf(a.out, "%s  %s：%s\n", c.State, c.Name, c.Detail)
		if c.Fix != "" {
			fmt.Fprintf(a.out, "      办法：%s\n", c.Fix)
		}
	}
}

// examine runs all checks. One that cannot run does not stop the others.
func (a *app) examine(ctx context.Context) []check {
	list := []check{a.checkServer()}
	list = append(list, a.checkDatabase(ctx)...)
	list = append(list, a.checkModelFiles()...)
	return append(list, a.checkEmbedder(ctx), a.checkChat(ctx), a.checkDisk(), a.checkPort(ctx))
}

func (a *app) checkServer() check {
	c := check{Name: "PostgreSQL 服务器程序"}
	dir, v, err := pg.Binaries(0)
	switch {
	case a.cfg.DatabaseURL != "":
		c.State, c.Detail = off, "使用 DATABASE_URL 指定的数据库，不需要本机的服务器程序"
	case err != nil:
		c.State, c.Detail, c.Fix = missing, fault.Message(err), "scripts/install-postgres.sh"
	default:
		c.State, c.Detail = fine, fmt.Sprintf("%d 版，%s，带 pgvector", v, dir)
	}
	return c
}

// checkDatabase looks at the database and what is in it. A private cluster that does not exist yet is not made: the
// doctor changes nothing.
func (a *app) checkDatabase(ctx context.Context) []check {
	c := check{Name: "数据库"}
	if a.cfg.DatabaseURL == "" {
		if _, err := os.Stat(filepath.Join(a.clusterDir(), "data", "PG_VERSION")); errors.Is(err, fs.ErrNotExist) {
			c.State, c.Detail, c.Fix = off, "私有数据库尚未建立（"+a.clusterDir()+"），首次运行时自动建立", "bianku migrate"
			return []check{c}
		}
	}
	pool, err := a.open(ctx)
	if err != nil {
		c.State, c.Detail, c.Fix = missing, fault.Message(err), "检查 DATABASE_URL 与数据库服务；私有数据库看 "+filepath.Join(a.clusterDir(), "postgres.log")
		return []check{c}
	}
	var version, vector string
	err = pool.QueryRow(ctx, `select current_setting('server_version'), coalesce((select extversion from pg_extension where extname = 'vector'), '')`).
		Scan(&version, &vector)
	if err != nil {
		c.State, c.Detail = missing, err.Error()
		return []check{c}
	}
	c.State, c.Detail = fine, fmt.Sprintf("PostgreSQL %s，pgvector %s", version, vector)
	s := check{Name: "数据库结构", State: fine, Detail: "与程序一致"}
	if err := pg.CheckSchema(ctx, pool, rooms()); err != nil {
		s.State, s.Detail, s.Fix = missing, fault.Message(err), "bianku migrate"
		return []check{c, s}
	}
	return []check{c, s, a.checkCorpus(ctx), a.checkAccounts(ctx)}
}

func (a *app) checkCorpus(ctx context.Context) check {
	c := check{Name: "资料", State: fine}
	n, err := ingest.Count(ctx, a.pool)
	if err != nil {
		return check{Name: "资料", State: missing, Detail: err.Error()}
	}
	states, err := ingest.IntakeCounts(ctx, a.pool)
	if err != nil {
		return check{Name: "资料", State: missing, Detail: err.Error()}
	}
	c.Detail = fmt.Sprintf("文件 %d、版本 %d、条目 %d；处理中 %d、失败 %d", n.Documents, n.Versions, n.Chunks,
		states[ingest.Queued]+states[ingest.Running], states[ingest.Failed])
	if n.Documents == 0 {
		c.State, c.Fix = off, "bianku demo --load（示例），或 bianku ingest 路径…"
	}
	return c
}

func (a *app) checkAccounts(ctx context.Context) check {
	list, err := account.List(ctx, a.pool)
	switch {
	case err != nil:
		return check{Name: "账号", State: missing, Detail: err.Error()}
	case len(list) == 0:
		return check{"账号", off, "还没有账号，无人能登录", "bianku user add 登录名 --role admin --clearance L4"}
	}
	return check{Name: "账号", State: fine, Detail: fmt.Sprintf("%d 个", len(list))}
}

// modelFiles are the published files that the local model was measured with. The library differs by machine: it is only
// looked for.
var modelFiles = []struct{ name, sha string }{
	{"bge-small-zh-v1.5/model_quantized.onnx", "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc"},
	{"bge-small-zh-v1.5/tokenizer.json", "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26"},
	{"onnxruntime/libonnxruntime.so.1", ""},
}

func (a *app) checkModelFiles() (list []check) {
	for _, f := range modelFiles {
		c := check{Name: "模型文件 " + f.name, State: fine, Detail: "在"}
		path := filepath.Join(a.cfg.ModelDir, f.name)
		sum, err := fileSum(path)
		switch {
		case a.cfg.EmbedURL != "":
			c.State, c.Detail = off, "使用 embed_url 的接口，不需要本机模型"
		case err != nil:
			c.State, c.Detail, c.Fix = degraded, "没有 "+path+"：只能按字词检索", "make models，或用 MODEL_DIR 指定已有目录"
		case f.sha != "" && sum != f.sha:
			c.State, c.Detail, c.Fix = degraded, "与发布的文件不一致（SHA-256 "+sum[:12]+"…），可能损坏或被改动", "删除 "+path+" 后执行 make models"
		}
		list = append(list, c)
	}
	return list
}

func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (a *app) checkEmbedder(ctx context.Context) check {
	c := check{Name: "向量模型"}
	e, err := a.embedder(ctx)
	if err == nil {
		began := time.Now()
		if _, err = e.Embed(ctx, []string{"机构编制"}, true); err == nil {
			c.State, c.Detail = fine, fmt.Sprintf("%s，%d 维，一句 %.0f 毫秒", e.Name(), e.Dim(), float64(time.Since(began).Microseconds())/1000)
			return c
		}
	}
	c.State, c.Detail, c.Fix = degraded, fault.Message(err), "make models"
	return c
}

func (a *app) checkChat(ctx context.Context) check {
	c := check{Name: "对话模型"}
	if a.cfg.ChatURL == "" {
		c.State, c.Detail, c.Fix = off, "按原文摘录作答，不生成", "设置 BIANKU_CHAT_URL 与 BIANKU_CHAT_MODEL"
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	path := "/models"
	if a.cfg.ChatKind == "ollama" {
		path = "/api/tags"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(a.cfg.ChatURL, "/")+path, nil)
	if err != nil {
		return check{"对话模型", degraded, "chat_url 不是合格的地址：" + a.cfg.ChatURL, "改正 BIANKU_CHAT_URL"}
	}
	if a.cfg.ChatKey != "" {
		req.Header.Set("Authorization", "Bearer "+a.cfg.ChatKey)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return check{"对话模型", degraded, "连接不上 " + a.cfg.ChatURL + "，改按原文摘录作答", "检查模型服务是否在运行、地址是否正确"}
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		return check{"对话模型", degraded, fmt.Sprintf("%s 回答 %s", a.cfg.ChatURL, res.Status), "检查地址与密钥（BIANKU_CHAT_KEY）"}
	}
	c.State, c.Detail = fine, a.cfg.ChatModel+"，"+a.cfg.ChatURL
	return c
}

func (a *app) checkDisk() check {
	dir := a.cfg.Home
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return check{Name: "磁盘", State: degraded, Detail: "查不到 " + dir + " 的剩余空间"}
	}
	free := st.Bavail * uint64(st.Bsize)
	c := check{Name: "磁盘", State: fine, Detail: fmt.Sprintf("%s 剩余 %.1f GB", a.cfg.Home, float64(free)/1e9)}
	switch {
	case free < 500<<20:
		c.State, c.Fix = missing, "清理磁盘，或用 BIANKU_HOME 换一个位置"
	case free < 5<<30:
		c.State, c.Fix = degraded, "空间不多，入库前请先清理"
	}
	return c
}

func (a *app) checkPort(ctx context.Context) check {
	c := check{Name: "端口 " + a.cfg.Listen, State: fine, Detail: "可用"}
	l, err := net.Listen("tcp", a.cfg.Listen)
	if err == nil {
		l.Close()
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+a.cfg.Listen+"/healthz", nil)
	if err == nil {
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				c.Detail = "服务正在运行"
				return c
			}
		}
	}
	c.State, c.Detail, c.Fix = degraded, "已被别的程序占用", "用 --listen 或 BIANKU_LISTEN 换一个端口"
	return c
}
