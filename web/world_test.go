package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/annotate/release"
	"bianku/eval"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// rooms are the migrations that the server's rooms need, in the order of the flow.
var rooms = []pg.Migrations{audit.Migrations, account.Migrations, ingest.Migrations, retrieval.Migrations, annotate.Migrations,
	sensitivewords.Migrations, qa.Migrations, eval.Migrations}

// terms are shared by all tests: the dictionary is large.
var terms = sync.OnceValues(retrieval.NewTerms)

// world is a whole bianku behind an HTTP server: real database, real rooms, the lexical leg, extractive answers.
type world struct {
	t     *testing.T
	pool  *pgxpool.Pool
	files *ingest.Files
	index *retrieval.Index
	deps  Deps
	url   string
	log   *lockedBuffer

	mu       sync.Mutex
	queued   []int64
	releases []int64
}

// lockedBuffer is a log that tests read while the server writes.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// password is every test account's.
const password = "Yunlan#2026-test"

// people are the accounts of every world: login, roles, clearance.
var people = []account.New{
	{Login: "staff1", Name: "张工作", Roles: []auth.Role{auth.Staff}, Clearance: auth.L1},
	{Login: "staff3", Name: "李工作", Roles: []auth.Role{auth.Staff}, Clearance: auth.L3},
	{Login: "expert", Name: "王专家", Roles: []auth.Role{auth.Expert}, Clearance: auth.L2},
	{Login: "lead", Name: "赵组长", Roles: []auth.Role{auth.Lead}, Clearance: auth.L3},
	{Login: "admin", Name: "钱管理", Roles: []auth.Role{auth.Admin}, Clearance: auth.L4},
	{Login: "auditor", Name: "孙审计", Roles: []auth.Role{auth.Auditor}, Clearance: auth.L2},
	{Login: "partner", Name: "周共建", Roles: []auth.Role{auth.Partner}, Clearance: auth.L1},
}

// newWorld starts one; change may alter what the server stands on.
func newWorld(t *testing.T, change ...func(*Deps)) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t, rooms...), log: &lockedBuffer{}}
	ctx := w.system()
	var err error
	w.files, err = ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	tm, err := terms()
	require.NoError(t, err)
	w.index = retrieval.New(w.pool, tm, nil)
	keys := t.TempDir()
	w.deps = Deps{Pool: w.pool, Files: w.files, Index: w.index, Enqueue: w.enqueue, Version: "test",
		QA: newQA(t, w), Pairs: annotate.New(w.index, nil),
		EnqueueRelease: w.enqueueRelease, ReleaseKey: func() (*release.Key, error) { return release.OpenKey(keys) },
		EnqueueRun:    func(context.Context, pgx.Tx, int64) error { return nil },
		Draft:         func(context.Context, pgx.Tx, []int64, bool) (int64, error) { return 7, nil },
		DraftingState: func(context.Context) (Drafting, error) { return Drafting{State: "idle"}, nil },
		Stages:        []Stage{{"parse", "读取文字"}, {"structure", "分析结构"}, {"index", "建立索引"}},
		Log:           slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Ready:         func(ctx context.Context) error { return pg.CheckSchema(ctx, w.pool, rooms) },
	}
	for _, f := range change {
		f(&w.deps)
	}
	w.inTx(func(tx pgx.Tx) error {
		for _, p := range people {
			p.Password = password
			if _, err := account.Create(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	h, err := New(w.deps)
	require.NoError(t, err)
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	w.url = srv.URL
	return w
}

func (w *world) system() context.Context { return auth.WithActor(w.t.Context(), auth.System("job")) }

func (w *world) inTx(f func(tx pgx.Tx) error) {
	w.t.Helper()
	require.NoError(w.t, pg.InTx(w.t.Context(), w.pool, f))
}

func (w *world) enqueue(_ context.Context, _ pgx.Tx, in ingest.Intake) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queued = append(w.queued, in.ID)
	return nil
}

func (w *world) enqueueRelease(_ context.Context, _ pgx.Tx, id int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.releases = append(w.releases, id)
	return nil
}

// begun are the releases that were enqueued.
func (w *world) begun() []int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.releases)
}

// add takes a file in and through every stage, and returns its version.
func (w *world) add(name, text string, c auth.Clearance) int64 {
	w.t.Helper()
	ctx := w.system()
	var in ingest.Intake
	w.inTx(func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(ctx, tx, ingest.NewSubmission{Label: name, Clearance: c})
		if err != nil {
			return err
		}
		in, err = ingest.AddFile(ctx, tx, w.files, b.ID, name, strings.NewReader(text))
		return err
	})
	return w.process(in.ID)
}

// process runs an intake through every stage, as the workers do, and returns its version.
func (w *world) process(id int64) int64 {
	w.t.Helper()
	w.stage("parse", "structure", id, func(ctx context.Context, tx pgx.Tx, it ingest.Item) (ingest.Outcome, error) {
		r, secret, err := ingest.Read(ctx, tx, w.files, it)
		if err != nil || secret != nil {
			return ingest.Outcome{State: ingest.Quarantined, Reason: "隔离"}, err
		}
		return ingest.Outcome{State: ingest.Queued}, ingest.SaveParsed(ctx, tx, it, r)
	})
	w.stage("structure", "index", id, func(ctx context.Context, tx pgx.Tx, it ingest.Item) (ingest.Outcome, error) {
		d, err := ingest.Understand(ctx, tx, w.files, it)
		if err != nil {
			return ingest.Outcome{}, err
		}
		return ingest.Save(ctx, tx, d)
	})
	w.stage("index", ingest.StageDone, id, func(ctx context.Context, tx pgx.Tx, it ingest.Item) (ingest.Outcome, error) {
		return ingest.Outcome{State: ingest.Queued}, w.index.IndexVersion(ctx, tx, it.VersionID)
	})
	in, err := ingest.IntakeByID(w.system(), w.pool, id)
	require.NoError(w.t, err)
	return in.VersionID
}

func (w *world) stage(name, next string, id int64, run func(context.Context, pgx.Tx, ingest.Item) (ingest.Outcome, error)) {
	w.t.Helper()
	ctx := w.system()
	items, err := ingest.Begin(ctx, w.pool, name, []int64{id})
	require.NoError(w.t, err)
	for _, it := range items {
		w.inTx(func(tx pgx.Tx) error {
			o, err := run(ctx, tx, it)
			if err != nil {
				return fmt.Errorf("stage %s: %w", name, err)
			}
			return ingest.Advance(ctx, tx, it, next, o, 0)
		})
	}
}

// document is the document of a version.
func (w *world) document(version int64) int64 {
	w.t.Helper()
	v, err := ingest.VersionByID(w.system(), w.pool, version, civil.Date{})
	require.NoError(w.t, err)
	return v.DocumentID
}

// answered are the results of a request that a test looks at.
type answered struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

// into decodes the body.
func (a answered) into(v any) {
	a.t.Helper()
	require.NoError(a.t, json.Unmarshal([]byte(a.body), v), a.body)
}

// problem is the body as a problem of this status.
func (a answered) problem(status int) Problem {
	a.t.Helper()
	require.Equal(a.t, status, a.status, a.body)
	require.Equal(a.t, "application/problem+json", a.header.Get("Content-Type"))
	var p Problem
	a.into(&p)
	require.Equal(a.t, status, p.Status)
	require.NotEmpty(a.t, p.Code)
	require.Regexp(a.t, `\p{Han}.*。$`, p.Detail)
	return p
}

// client is somebody at the server.
type client struct {
	w      *world
	header http.Header
}

func (w *world) nobody() *client { return &client{w, http.Header{}} }

// as signs somebody in.
func (w *world) as(login string) *client { return w.signIn(login, password) }

func (w *world) signIn(login, password string) *client {
	w.t.Helper()
	c := w.nobody()
	r := c.post("/api/v1/session", map[string]string{"login": login, "password": password})
	require.Equal(w.t, 200, r.status, r.body)
	c.header.Set("Cookie", strings.SplitN(r.header.Get("Set-Cookie"), ";", 2)[0])
	return c
}

// byKey makes somebody an API key and uses it.
func (w *world) byKey(login string) *client {
	w.t.Helper()
	ctx := w.system()
	a, err := account.ByLogin(ctx, w.pool, login)
	require.NoError(w.t, err)
	c := w.nobody()
	w.inTx(func(tx pgx.Tx) error {
		secret, _, err := account.CreateKey(ctx, tx, a.ID, "测试", civil.Date{})
		c.header.Set("Authorization", "Bearer "+secret)
		return err
	})
	return c
}

// with is c sending one more header.
func (c *client) with(name, value string) *client {
	h := c.header.Clone()
	h.Set(name, value)
	return &client{c.w, h}
}

func (c *client) get(path string) answered          { return c.do(http.MethodGet, path, nil) }
func (c *client) delete(path string) answered       { return c.do(http.MethodDelete, path, nil) }
func (c *client) post(path string, v any) answered  { return c.json(http.MethodPost, path, v) }
func (c *client) patch(path string, v any) answered { return c.json(http.MethodPatch, path, v) }
func (c *client) json(m, path string, v any) answered {
	body, err := json.Marshal(v)
	require.NoError(c.w.t, err)
	return c.with("Content-Type", "application/json").do(m, path, bytes.NewReader(body))
}

func (c *client) do(method, path string, body io.Reader) answered {
	c.w.t.Helper()
	req, err := http.NewRequestWithContext(c.w.t.Context(), method, c.w.url+path, body)
	require.NoError(c.w.t, err)
	for k, v := range c.header {
		req.Header[k] = v
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(c.w.t, err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	require.NoError(c.w.t, err)
	return answered{c.w.t, res.StatusCode, res.Header, string(raw)}
}

// field is one part of a form: a value, or a file when name is set.
type field struct{ key, name, value string }

func (c *client) form(path string, fields ...field) answered {
	c.w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range fields {
		var p io.Writer
		var err error
		if f.name == "" {
			p, err = m.CreateFormField(f.key)
		} else {
			p, err = m.CreateFormFile(f.key, f.name)
		}
		require.NoError(c.w.t, err)
		_, err = io.WriteString(p, f.value)
		require.NoError(c.w.t, err)
	}
	require.NoError(c.w.t, m.Close())
	return c.with("Content-Type", m.FormDataContentType()).do(http.MethodPost, path, &b)
}

// events reads a stream of server-sent events: name and data.
func events(body string) (list []struct{ name, data string }) {
	for _, block := range strings.Split(body, "\n\n") {
		var e struct{ name, data string }
		for _, line := range strings.Split(block, "\n") {
			if v, ok := strings.CutPrefix(line, "event: "); ok {
				e.name = v
			}
			if v, ok := strings.CutPrefix(line, "data: "); ok {
				e.data = v
			}
		}
		if e.data != "" {
			list = append(list, e)
		}
	}
	return list
}

func names(list []struct{ name, data string }) (out []string) {
	for _, e := range list {
		if !slices.Contains(out, e.name) {
			out = append(out, e.name)
		}
	}
	return out
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// Two invented papers: a rule that everybody may read, and a body's 三定 above L1.
const (
	openPaper = `云澜市机构编制管理办法

云澜市人民政府令第18号

第一章 总则

第一条 为了规范云澜市机构编制管理，根据有关法律法规，制定本办法。

第二条 市机构编制委员会办公室负责全市机构编制的日常管理工作。

第二章 程序

第三条 市级行政机构的设立、撤销、合并，由市人民政府提出方案，报省人民政府批准。

第四条 本办法自2021年3月1日起施行。
`
	closedPaper = `云澜市数据局职能配置、内设机构和人员编制规定

第一条 为规范云澜市数据局的职能配置、内设机构和人员编制，根据《云澜市机构改革方案》，制定本规定。

第二条 云澜市数据局是市人民政府工作部门，为正处级。

第三条 云澜市数据局设下列内设机构：
（一）办公室。负责机关日常运转工作。
（二）数据资源科。负责数据资源的统筹管理。

第四条 云澜市数据局机关行政编制61名。设局长1名，副局长3名。

第五条 本规定自2024年2月1日起施行。
`
)

// newQA is the room itself, without a model.
func newQA(t *testing.T, w *world) Asker {
	t.Helper()
	words, err := sensitivewords.Default()
	require.NoError(t, err)
	return qa.New(qa.Config{Pool: w.pool, Index: w.index, Words: words, Log: slog.New(slog.DiscardHandler)})
}
