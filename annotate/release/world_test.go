package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

var rooms = []pg.Migrations{account.Migrations, audit.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations, annotate.Migrations}

// day is the day of release of the tests.
var day = civil.MustParse("2026-11-22")

// world is a database with documents and approved pairs, a file store and a key. Its pairs are entered by SQL: what review
// makes of a pair is annotate's to test, what may leave is ours.
type world struct {
	t     testing.TB
	pool  *pgxpool.Pool
	files *ingest.Files
	dir   string // of the store
	key   *Key
	docs  int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t, rooms...), dir: t.TempDir()}
	var err error
	w.files, err = ingest.OpenFiles(w.dir)
	require.NoError(t, err)
	w.key, err = OpenKey(t.TempDir())
	require.NoError(t, err)
	return w
}

func (w *world) ctx() context.Context { return auth.WithActor(w.t.Context(), auth.System("job")) }

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.pool.Exec(w.t.Context(), sql, args...)
	require.NoError(w.t, err)
}

func (w *world) id(sql string, args ...any) (id int64) {
	w.t.Helper()
	require.NoError(w.t, w.pool.QueryRow(w.t.Context(), sql, args...).Scan(&id))
	return id
}

// doc is a document with one version, a chunk a paragraph.
type doc struct {
	id, version int64
	title, text string
	chunks      []int64
}

// document enters a text in force since 2021.
func (w *world) document(title, text string, c auth.Clearance) doc {
	w.t.Helper()
	w.docs++
	sum := sha256.Sum256([]byte(title + text))
	sha := hex.EncodeToString(sum[:])
	w.exec(`insert into ingest.file (sha256, sm3, size) values ($1, $1, $2) on conflict do nothing`, sha, len(text))
	d := doc{title: title, text: text}
	d.id = w.id(`insert into ingest.document (kind, title, doc_no, issuer, clearance, source_class) values ('law', $1, '云澜市人民政府令第18号', '云澜市人民政府', $2, 2) returning id`, title, c)
	d.version = w.id(`insert into ingest.version (document_id, sha256, filename, format, title, doc_no, effective_from, text)
		values ($1, $2, $3, 'md', $4, '云澜市人民政府令第18号', '2021-03-01', $5) returning id`, d.id, sha, "内部文件名-"+title+".md", title, text)
	at := 0
	for i, para := range strings.Split(text, "\n") {
		n := len([]rune(para))
		d.chunks = append(d.chunks, w.id(`insert into ingest.chunk (version_id, seq, kind, address, label, text, start_rune, end_rune, hash)
			values ($1, $2, 'article', $3, $3, $4, $5, $6, 'x') returning id`, d.version, i, "第"+strings.Repeat("十", i/10)+string([]rune("一二三四五六七八九十")[i%10])+"条", para, at, at+n))
		at += n + 1
	}
	return d
}

// pair enters a pair approved by reviewers 7 and 9 that rests on quotes of the documents.
func (w *world) pair(question, answer string, c auth.Clearance, quotes ...any) int64 {
	w.t.Helper()
	id := w.id(`insert into annotate.pair (state, type, origin, clearance, document_id, approved_version, approved_at)
		values ('approved', 3, 'rule', $1, $2, 1, '2026-11-20 10:00+08') returning id`, c, quotes[0].(doc).id)
	w.version(id, 1, question, answer, quotes...)
	return id
}

// version enters version n of a pair and its two sign-offs, and makes it the approved one.
func (w *world) version(id int64, n int, question, answer string, quotes ...any) {
	w.t.Helper()
	w.exec(`insert into annotate.pair_version (pair_id, n, question, answer, question_key, created_at) values ($1, $2, $3, $4, $3, '2026-11-19 10:00+08')`, id, n, question, answer)
	for i := 0; i < len(quotes); i += 2 {
		d, quote := quotes[i].(doc), quotes[i+1].(string)
		at := strings.Index(d.text, quote)
		require.GreaterOrEqual(w.t, at, 0, quote)
		start := len([]rune(d.text[:at]))
		para := strings.Count(d.text[:at], "\n")
		sum := sha256.Sum256([]byte(quote))
		w.exec(`insert into annotate.basis (pair_id, n, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash)
			select $1, $2, $3, $4, $5, address, label, $6, $7, $8, $9 from ingest.chunk where id = $4`,
			id, n, i/2+1, d.chunks[para], d.version, quote, start, start+len([]rune(quote)), hex.EncodeToString(sum[:]))
	}
	for round, reviewer := range []int64{7, 9} {
		w.exec(`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, unit, action, created_at)
			values ($1, $2, $3, $4, $5, '云澜市委编办', 'accept', '2026-11-20 10:00+08')`, id, n, round+1, reviewer, []string{"沈审核", "韩复核"}[round])
	}
	w.exec(`update annotate.pair set version = $2, approved_version = $2, state = 'approved', round = 0 where id = $1`, id, n)
}

func (w *world) build() Release {
	w.t.Helper()
	r, err := Build(w.ctx(), w.pool, w.files, w.key, Options{On: day})
	require.NoError(w.t, err)
	require.Equal(w.t, Ready, r.State)
	return r
}

// export writes a release into a new folder.
func (w *world) export(version string) string {
	w.t.Helper()
	dir := filepath.Join(w.t.TempDir(), version)
	_, err := Export(w.ctx(), w.pool, w.files, version, dir)
	require.NoError(w.t, err)
	return dir
}

func (w *world) read(version, path string) string {
	w.t.Helper()
	b, err := Open(w.ctx(), w.pool, w.files, version, path)
	require.NoError(w.t, err)
	data, err := readStored(w.files, b.File)
	require.NoError(w.t, err)
	return string(data)
}

// folder is every file of a folder.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	}))
	return all
}

const (
	openText = `第一条 为了规范云澜市机构编制管理，根据有关法律法规，制定本办法。
第二条 市机构编制委员会办公室负责全市机构编制的日常管理工作。
第三条 市级行政机构的设立、撤销、合并，由市人民政府提出方案，报省人民政府批准。
第四条 本办法自2021年3月1日起施行。`
	contactText = `第一条 各单位应当在每年3月底前报送编制使用情况。
第二条 报送方式：联系人：王小明、李四，电话：0571-88001234，邮箱 bianban@yunlan.example.cn。`
	innerText = `第一条 云澜市数据局机关行政编制61名。
第二条 内部掌握的备用编制为5名，暂不公开。`
)

// corpus is a small world: two open pairs, one with personal data, and two that must stay.
type corpus struct {
	open, contact, inner doc
	who, how, tell       int64
	secret, mixed        int64
}

func (w *world) corpus() (c corpus) {
	c.open = w.document("云澜市机构编制管理办法", openText, auth.L1)
	c.contact = w.document("云澜市编制使用情况报送通知", contactText, auth.L1)
	c.inner = w.document("云澜市数据局备用编制说明", innerText, auth.L2)
	c.who = w.pair("全市机构编制的日常管理由谁负责？", "由市机构编制委员会办公室负责。", 1, c.open, "市机构编制委员会办公室负责全市机构编制的日常管理工作")
	c.how = w.pair("市级行政机构的设立由谁批准？", "由市人民政府提出方案，报省人民政府批准。", 1, c.open, "由市人民政府提出方案，报省人民政府批准", c.open, "市级行政机构的设立、撤销、合并")
	c.tell = w.pair("报送编制使用情况找谁？", "联系王小明、李四，电话0571-88001234。", 1, c.contact, "王小明、李四，电话：0571-88001234，邮箱 bianban@yunlan.example.cn")
	c.secret = w.pair("备用编制有多少名？", "备用编制为5名。", 2, c.inner, "内部掌握的备用编制为5名")
	c.mixed = w.pair("数据局的编制和批准程序？", "61名，报省人民政府批准。", 1, c.open, "报省人民政府批准", c.inner, "云澜市数据局机关行政编制61名")
	w.exec(`insert into annotate.link (pair_id, n, seq, type, to_pair) values ($1, 1, 1, 'related', $2), ($1, 1, 2, 'contrast', $3)`, c.who, c.how, c.secret)
	w.exec(`insert into annotate.link (pair_id, n, seq, type, to_document) values ($1, 1, 3, 'related', $2), ($1, 1, 4, 'related', $3)`, c.who, c.open.id, c.inner.id)
	return c
}

func mustDay(s string) civil.Date { return civil.MustParse(s) }
