package web

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/annotate/release"
	"bianku/internal/audit"
	"bianku/internal/auth"
)

// releasing is a world with an open and a closed paper, a pair approved on each, and what builds releases in line.
func releasing(t *testing.T) *world {
	w := newWorld(t)
	open, closed := w.add("办法.md", openPaper, auth.L1), w.add("三定.md", closedPaper, auth.L2)
	w.approve("全市机构编制的日常管理由谁负责？", "市机构编制委员会办公室。", open, "市机构编制委员会办公室负责全市机构编制的日常管理工作", auth.L1)
	w.approve("市级行政机构的设立由谁批准？", "省人民政府。", open, "报省人民政府批准", auth.L1)
	w.approve("市数据局编制多少名？", "61名。", closed, "云澜市数据局机关行政编制61名", auth.L2)
	return w
}

// approve enters a pair as two reviews leave it: what they do is annotate's to test.
func (w *world) approve(question, answer string, version int64, quote string, c auth.Clearance) (id int64) {
	w.t.Helper()
	w.inTx(func(tx pgx.Tx) error {
		ctx := w.t.Context()
		err := tx.QueryRow(ctx, `insert into annotate.pair (state, type, origin, clearance, document_id, approved_version, approved_at)
			select 'approved', 3, 'rule', $1, document_id, 1, now() from ingest.version where id = $2 returning id`, c, version).Scan(&id)
		if err != nil {
			return err
		}
		for _, sql := range []string{
			`insert into annotate.pair_version (pair_id, n, question, answer, question_key) values ($1, 1, $4, $5, $4)`,
			`insert into annotate.basis (pair_id, n, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash)
			 select $1, 1, 1, c.id, v.id, c.address, c.label, $3, position($3 in v.text) - 1, position($3 in v.text) - 1 + length($3), encode(sha256(convert_to($3, 'UTF8')), 'hex')
			   from ingest.version v join ingest.chunk c on c.version_id = v.id and position($3 in c.text) > 0 where v.id = $2 limit 1`,
			`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, action) values ($1, 1, 1, 101, '甲', 'accept'), ($1, 1, 2, 102, '乙', 'accept')`,
		} {
			used := []any{id, version, quote, question, answer}
			sql = "with given as (select $1::bigint, $2::bigint, $3::text, $4::text, $5::text) " + sql
			if _, err := tx.Exec(ctx, sql, used...); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

// build builds what was begun, as the worker does.
func (w *world) build() release.Release {
	w.t.Helper()
	key, err := w.deps.ReleaseKey()
	require.NoError(w.t, err)
	r, err := release.Build(w.system(), w.pool, w.files, key, release.Options{})
	require.NoError(w.t, err)
	return r
}

func TestALeadBuildsAndAPartnerPulls(t *testing.T) {
	t.Parallel()
	w := releasing(t)
	lead, partner := w.as("lead"), w.byKey("partner")
	var begun release.Release
	r := lead.post("/api/v1/releases", NewRelease{Note: "第一版"})
	require.Equal(t, 200, r.status, r.body)
	r.into(&begun)
	require.Equal(t, release.Building, begun.State)
	require.Equal(t, []int64{begun.ID}, w.begun(), "the job was enqueued in the transaction")
	partner.get("/api/v1/releases/" + begun.Version).problem(404)
	require.JSONEq(t, `{"items":[],"total":0}`, partner.get("/api/v1/releases").body)

	ready := w.build()
	require.Equal(t, begun.ID, ready.ID)
	var all list[release.Release]
	partner.get("/api/v1/releases").into(&all)
	require.Equal(t, 1, all.Total)
	require.Equal(t, 2, all.Items[0].Records)
	var d release.Detail
	partner.get("/api/v1/releases/" + ready.Version).into(&d)
	require.Len(t, d.Files, 17)
	require.Equal(t, []release.Count{{Name: "含内部及以上（L2—L4）内容，不得对外", N: 1}}, d.HeldBack)
	require.Contains(t, d.Changelog, "第一版")

	// Everything that the manifest lists can be pulled, and what was pulled verifies on another machine.
	dir := t.TempDir()
	base := "/api/v1/releases/" + ready.Version
	for _, f := range d.Files {
		got := partner.get(base + "/files/" + f.Path)
		require.Equal(t, 200, got.status, f.Path)
		require.Equal(t, `"`+f.SHA256+`"`, got.header.Get("ETag"))
		require.NotContains(t, got.body, "61名", f.Path)
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, f.Path)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, f.Path), []byte(got.body), 0o644))
	}
	public, err := release.ParsePublicKey([]byte(partner.get("/api/v1/releases/key").body))
	require.NoError(t, err)
	c, err := release.Verify(dir, public)
	require.NoError(t, err)
	require.Empty(t, c.Problems)

	m := partner.get(base + "/manifest")
	require.Equal(t, ready.Signature, m.header.Get("X-Bianku-Signature"))
	require.Equal(t, public.ID(), m.header.Get("X-Bianku-Key-Id"))
	require.JSONEq(t, string(mustRead(t, filepath.Join(dir, "MANIFEST.json"))), m.body)
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

func TestPullsAreCheapToRepeatAndToResume(t *testing.T) {
	t.Parallel()
	w := releasing(t)
	v, partner := w.build().Version, w.byKey("partner")
	path := "/api/v1/releases/" + v + "/files/data/pairs.jsonl"
	whole := partner.get(path)
	require.Equal(t, 200, whole.status)
	require.Equal(t, "application/jsonlines", whole.header.Get("Content-Type"))
	require.Equal(t, "bytes", whole.header.Get("Accept-Ranges"))
	etag := whole.header.Get("ETag")

	for _, known := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
		again := partner.with("If-None-Match", known).get(path)
		require.Equal(t, 304, again.status, known)
		require.Empty(t, again.body)
		require.Equal(t, etag, again.header.Get("ETag"))
	}
	require.Equal(t, 200, partner.with("If-None-Match", `"other"`).get(path).status)

	part := partner.with("Range", "bytes=10-29").get(path)
	require.Equal(t, 206, part.status)
	require.Equal(t, whole.body[10:30], part.body)
	require.Equal(t, whole.body[100:], partner.with("Range", "bytes=100-").with("If-Range", etag).get(path).body)
	require.Equal(t, whole.body, partner.with("Range", "bytes=100-").with("If-Range", `"other"`).get(path).body, "it has changed since: from the start")
	require.Equal(t, 416, partner.with("Range", "bytes=99999999-").get(path).status)

	var pulls list[release.Pull]
	w.as("lead").get("/api/v1/releases/" + v + "/pulls?limit=100").into(&pulls)
	require.Equal(t, 6, pulls.Total, "what was not sent was not pulled")
	require.Equal(t, "data/pairs.jsonl", pulls.Items[0].Path)
	require.Equal(t, int64(len(whole.body)), pulls.Items[5].Bytes)
	require.Equal(t, int64(20), pulls.Items[3].Bytes)
	events, _, err := audit.List(w.system(), w.pool, audit.Filter{Action: "release.pull"})
	require.NoError(t, err)
	require.Len(t, events, 6)
	require.Equal(t, "partner", events[0].ActorLogin)
	require.Equal(t, "apikey", events[0].Via)
}

func TestDeltaAndArchiveOverHTTP(t *testing.T) {
	t.Parallel()
	w := releasing(t)
	first, partner := w.build().Version, w.byKey("partner")
	w.inTx(func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `update annotate.pair set state = 'withdrawn' where id = (select min(id) from annotate.pair)`)
		return err
	})
	second := w.build().Version
	unzip := func(version string) string {
		got := partner.get("/api/v1/releases/" + version + "/archive")
		require.Equal(t, 200, got.status)
		require.Equal(t, "application/zip", got.header.Get("Content-Type"))
		require.Equal(t, 304, partner.with("If-None-Match", got.header.Get("ETag")).get("/api/v1/releases/"+version+"/archive").status)
		require.Equal(t, got.body[5:9], partner.with("Range", "bytes=5-8").get("/api/v1/releases/"+version+"/archive").body)
		return extract(t, got.body, version)
	}
	before, after := unzip(first), unzip(second)
	delta := partner.get("/api/v1/releases/" + second + "/delta?since=" + first)
	require.Equal(t, 200, delta.status, delta.body)
	require.Equal(t, delta.body, partner.get("/api/v1/releases/"+second+"/delta?since="+first).body, "its bytes stay")
	require.Equal(t, 304, partner.with("If-None-Match", delta.header.Get("ETag")).get("/api/v1/releases/"+second+"/delta?since="+first).status)
	out := filepath.Join(t.TempDir(), "out")
	_, err := release.Apply([]byte(delta.body), before, out, nil)
	require.NoError(t, err)
	for _, path := range []string{"MANIFEST.json", "MANIFEST.sig", "data/pairs.jsonl", "CHANGELOG.md"} {
		require.Equal(t, mustRead(t, filepath.Join(after, path)), mustRead(t, filepath.Join(out, path)), path)
	}
	partner.get("/api/v1/releases/" + first + "/delta?since=" + second).problem(422)
	partner.get("/api/v1/releases/" + second + "/delta?since=2001.1.1").problem(404)
	partner.get("/api/v1/releases/" + second + "/delta").problem(422)
}

func extract(t *testing.T, archive, version string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(archive)), int64(len(archive)))
	require.NoError(t, err)
	dir := t.TempDir()
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		to := filepath.Join(dir, strings.TrimPrefix(f.Name, version+"/"))
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.WriteFile(to, data, 0o644))
	}
	c, err := release.Verify(dir, nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	return dir
}

func TestWhoMayPullAndBuild(t *testing.T) {
	t.Parallel()
	w := releasing(t)
	v := w.build().Version
	file := "/api/v1/releases/" + v + "/files/README.md"
	for who, want := range map[string]int{"partner": 200, "lead": 200, "admin": 200, "staff1": 403, "expert": 403, "auditor": 403} {
		require.Equal(t, want, w.byKey(who).get(file).status, who)
		if who != "lead" && who != "admin" {
			w.byKey(who).post("/api/v1/releases", NewRelease{}).problem(403)
			w.byKey(who).get("/api/v1/releases/" + v + "/pulls").problem(403)
		}
	}
	w.nobody().get(file).problem(401)
	w.nobody().with("Authorization", "Bearer bk_wrong").get(file).problem(401)
	partner := w.byKey("partner")
	for _, path := range []string{"/files/none.json", "/files/data/none.jsonl", "/files/..%2f..%2fetc%2fpasswd", "/files/data/..%2fREADME.md"} {
		require.Equal(t, 404, partner.get("/api/v1/releases/"+v+path).status, path)
	}
	partner.get("/api/v1/releases/2001.1.1/manifest").problem(404)
}

// What cannot be recorded, or is not what it was, does not leave.
func TestWhatCannotBeRecordedDoesNotLeave(t *testing.T) {
	t.Parallel()
	w := releasing(t)
	v, partner := w.build().Version, w.byKey("partner")
	w.inTx(func(tx pgx.Tx) error {
		_, err := tx.Exec(context.WithoutCancel(t.Context()), `alter table annotate.release_pull add check (path <> 'README.md')`)
		return err
	})
	p := partner.get("/api/v1/releases/" + v + "/files/README.md").problem(500)
	require.NotContains(t, p.Detail, "机构编制问答语料")
	require.Equal(t, 200, partner.get("/api/v1/releases/"+v+"/files/LICENSE").status)
}

func TestAServerThatBuildsNothingSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.EnqueueRelease, d.ReleaseKey = nil, nil })
	require.Contains(t, w.as("lead").post("/api/v1/releases", NewRelease{}).problem(503).Detail, "bianku release build")
	w.as("lead").get("/api/v1/releases/key").problem(503)
}

func TestAFailedBuildShowsWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.as("lead").post("/api/v1/releases", NewRelease{})
	key, err := w.deps.ReleaseKey()
	require.NoError(t, err)
	_, err = release.Run(w.system(), w.pool, w.files, key, w.begun()[0])
	require.Error(t, err)
	var all list[release.Release]
	w.as("lead").get("/api/v1/releases").into(&all)
	require.Equal(t, release.Failed, all.Items[0].State)
	require.Contains(t, all.Items[0].Error, "两轮审定")
	raw, err := json.Marshal(all.Items[0])
	require.NoError(t, err)
	require.Contains(t, string(raw), `"progress":0`)
}
