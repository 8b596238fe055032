package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/retrieval"
)

func TestReadingTheCorpus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := w.add("管理办法.txt", openPaper, auth.L1)
	c := w.as("staff1")

	var docs list[ingest.Document]
	c.get("/api/v1/documents?q=机构编制管理").into(&docs)
	require.Equal(t, 1, docs.Total)
	doc := docs.Items[0]
	require.Equal(t, open, doc.Versions[0].ID)

	var v ingest.Version
	c.get("/api/v1/versions/" + id(open)).into(&v)
	require.Contains(t, v.Text, "第二条 市机构编制委员会办公室负责")
	require.Equal(t, doc.ID, v.Document.ID)

	var chunks list[ingest.Chunk]
	c.get("/api/v1/versions/" + id(open) + "/chunks").into(&chunks)
	require.NotEmpty(t, chunks.Items)
	for _, ch := range chunks.Items {
		require.Equal(t, ch.Text, string([]rune(v.Text)[ch.Start:ch.End]), "positions are runes of the text that is served")
	}

	var found retrieval.Result
	c.get("/api/v1/search?q=机构编制日常管理&explain=true").into(&found)
	require.NotEmpty(t, found.Hits)
	require.Equal(t, open, found.Hits[0].VersionID)
	require.NotNil(t, found.Hits[0].Explain)

	require.Equal(t, 200, c.get("/api/v1/versions/"+id(open)+"/facts").status)
	require.Equal(t, 200, c.get("/api/v1/versions/"+id(open)+"/relations").status)
	require.Equal(t, 200, c.get("/api/v1/relations?state=proposed").status)
	require.Equal(t, 200, c.get("/api/v1/orgs").status)
	require.Equal(t, 200, c.get("/api/v1/documents/"+id(doc.ID)+"?as_of=2020-01-01").status)
}

// TestWhatOneMayNotSeeDoesNotExist compares, over every route that names a thing, the answer about a thing above the
// caller's clearance with that about a thing which never was: status, headers and body are the same.
func TestWhatOneMayNotSeeDoesNotExist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("管理办法.txt", openPaper, auth.L1)
	closed := w.add("数据局三定.txt", closedPaper, auth.L3)
	hidden := map[string]string{"/versions/": id(closed), "/documents/": id(w.document(closed)), "/batches/": "2", "/intakes/": "2"}
	// An administrator without the clearance must not learn of it either.
	low := map[string]*client{"staff1": w.as("staff1"), "expert": w.byKey("expert"), "low admin": w.lowAdmin()}
	for _, r := range routes() {
		for noun, hiddenID := range hidden {
			if !strings.Contains(r.path, noun+"{id}") {
				continue
			}
			for who, c := range low {
				path := func(id string) string {
					return strings.ReplaceAll(r.path, "{id}", id) + "?reason=x&as_of=2025-01-01"
				}
				ask := func(id string) answered {
					body := map[string]any{"clearance": 1}
					if strings.HasSuffix(r.path, "/restore") {
						body = map[string]any{"reason": "看看"}
					}
					return c.json(r.method, path(id), body)
				}
				theirs, missing := ask(hiddenID), ask("987654321")
				require.Equal(t, missing.status, theirs.status, "%s %s %s: %s", who, r.method, r.path, theirs.body)
				require.Equal(t, strings.ReplaceAll(missing.body, "987654321", "N"), regexp.MustCompile(`\b`+hiddenID+`\b`).ReplaceAllString(theirs.body, "N"), "%s %s", who, r.path)
				require.Equal(t, plainHeaders(missing.header), plainHeaders(theirs.header), "%s %s", who, r.path)
			}
		}
	}
	require.Equal(t, 200, w.as("staff3").get("/api/v1/versions/"+id(closed)).status, "it is there for those who may see it")
}

// lowAdmin is an administrator who may see only L1.
func (w *world) lowAdmin() *client {
	w.t.Helper()
	admin := w.as("admin")
	made := admin.post("/api/v1/users", NewUser{Login: "lowadmin", Name: "吴管理", Password: password, Roles: []auth.Role{auth.Admin}, Clearance: auth.L1})
	require.Equal(w.t, 200, made.status, made.body)
	return w.byKey("lowadmin")
}

// plainHeaders are the headers without what differs between any two responses.
func plainHeaders(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"X-Request-Id", "Date", "Content-Length"} {
		h.Del(name)
	}
	return h
}

// TestCountsDoNotTell: with and without a paper above their clearance in the corpus, people get the same lists and counts.
func TestCountsDoNotTell(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := w.add("管理办法.txt", openPaper, auth.L1)
	c := w.as("staff1")
	paths := []string{"/documents", "/documents?q=数据局", "/documents?org=云澜市数据局", "/orgs", "/relations", "/batches", "/system",
		"/search?q=数据局行政编制&explain=true", "/search?q=云澜市数据局职能配置、内设机构和人员编制规定", "/versions/" + id(open) + "/relations"}
	before := map[string]string{}
	for _, p := range paths {
		before[p] = stable(c.get("/api/v1" + p).body)
	}
	w.add("数据局三定.txt", closedPaper, auth.L3)
	for _, p := range paths {
		require.Equal(t, before[p], stable(c.get("/api/v1"+p).body), p)
	}
	require.Contains(t, w.as("staff3").get("/api/v1/documents?q=数据局").body, "云澜市数据局")
}

// stable is a body without times and scores: idf is the whole corpus's, and a weight tells no text.
func stable(body string) string {
	return regexp.MustCompile(`"(took_ms|score|value|lexical_score|weight)":[0-9.e-]+`).ReplaceAllString(body, `"$1":0`)
}

func TestChangingTheCorpus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("数据局三定.txt", closedPaper, auth.L1)
	doc := "/api/v1/documents/" + id(w.document(version))
	admin, staff := w.as("admin"), w.as("staff1")
	find := func(c *client) bool {
		return strings.Contains(c.get("/api/v1/search?q=数据局行政编制").body, "61名")
	}
	require.True(t, find(staff))

	staff.patch(doc, DocumentChange{auth.L3}).problem(403)
	var changed ingest.Document
	admin.patch(doc, DocumentChange{auth.L3}).into(&changed)
	require.Equal(t, auth.L3, changed.Clearance)
	require.False(t, find(staff), "the index follows at once")
	staff.get(doc).problem(404)
	require.Equal(t, "clearance", admin.patch(doc, DocumentChange{0}).problem(422).Field)

	staff.delete(doc + "?reason=x").problem(403)
	require.Equal(t, "reason", admin.delete(doc).problem(422).Field)
	require.Equal(t, 204, admin.delete(doc+"?reason=重复").status)
	require.False(t, find(admin))
	admin.get(doc).problem(404)
	admin.delete(doc + "?reason=再撤").problem(404)

	var gone list[ingest.Document]
	admin.get("/api/v1/documents?withdrawn=true").into(&gone)
	require.Equal(t, 1, gone.Total)
	staff.get("/api/v1/documents?withdrawn=true").problem(403)
	staff.post(doc+"/restore", Restored{"想看"}).problem(403)
	require.Equal(t, 200, admin.post(doc+"/restore", Restored{"撤错了"}).status)
	require.True(t, find(admin), "it is found again at once")
	require.False(t, find(staff), "with the clearance it had")
	admin.post(doc+"/restore", Restored{"再来"}).problem(404)

	var trail list[audit.Entry]
	w.as("auditor").get("/api/v1/audit?action=document&actor=admin").into(&trail)
	require.Equal(t, 3, trail.Total)
	require.Equal(t, "document.restore", trail.Items[0].Action)
	require.Equal(t, "document.withdraw", trail.Items[1].Action)
	require.Contains(t, string(trail.Items[1].After), "重复")
	admin.get("/api/v1/audit").problem(403)
}

func TestOriginalsCannotHarm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as("staff1")
	text := c.get("/api/v1/versions/" + id(w.add("管理办法（试行）.txt", openPaper, auth.L1)) + "/file")
	require.Equal(t, 200, text.status)
	require.Equal(t, openPaper, text.body, "byte for byte")
	require.Equal(t, "text/plain", text.header.Get("Content-Type"))
	require.Equal(t, "inline; filename*=utf-8''%E7%AE%A1%E7%90%86%E5%8A%9E%E6%B3%95%EF%BC%88%E8%AF%95%E8%A1%8C%EF%BC%89.txt", text.header.Get("Content-Disposition"))
	require.Regexp(t, `^"[0-9a-f]{64}"$`, text.header.Get("ETag"))
	again := c.with("If-None-Match", text.header.Get("ETag")).get("/api/v1/versions/1/file")
	require.Equal(t, 304, again.status)
	part := c.with("Range", "bytes=0-2").get("/api/v1/versions/1/file")
	require.Equal(t, 206, part.status)
	require.Equal(t, "云", part.body)

	evil := w.add("公告.html", `<html><head><title>云澜市公告</title></head><body><p>云澜市机构编制委员会办公室公告，现将有关事项公告如下。</p><script>alert(1)</script></body></html>`, auth.L1)
	page := c.get("/api/v1/versions/" + id(evil) + "/file")
	require.Equal(t, "application/octet-stream", page.header.Get("Content-Type"))
	require.Regexp(t, `^attachment; `, page.header.Get("Content-Disposition"))
	require.Regexp(t, `^sandbox; default-src 'none'`, page.header.Get("Content-Security-Policy"))
	require.Equal(t, "nosniff", page.header.Get("X-Content-Type-Options"))
}

func TestFileTypes(t *testing.T) {
	for format, want := range map[string]struct {
		kind   string
		inline bool
	}{
		"pdf": {"application/pdf", true}, "txt": {"text/plain", true}, "md": {"text/plain", true},
		"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
		"ofd":  {"application/ofd", false}, "csv": {"text/csv", false},
		"html": {"application/octet-stream", false}, "svg": {"application/octet-stream", false}, "": {"application/octet-stream", false},
	} {
		kind, inline := fileType(ingest.VersionInfo{Format: format})
		require.Equal(t, want.kind, kind, format)
		require.Equal(t, want.inline, inline, format)
	}
	require.Equal(t, `attachment; filename=b.html`, disposition(false, `..\a/b.html`))
	require.NotContains(t, disposition(false, "a\"\r\nX-Evil: 1.html"), "\n")
}

func TestDecidingRelations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("新办法.txt", strings.ReplaceAll(openPaper, "第四条 本办法自2021年3月1日起施行。",
		"第四条 本办法自2021年3月1日起施行。2009年5月6日公布的《云澜市机构编制管理规定》同时废止。"), auth.L1)
	var relation int64
	w.inTx(func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), `insert into ingest.relation (version_id, type, target_title, sentence, start_rune, end_rune)
			values ($1, 'cites', '《云澜市例外规定》', '测试', 0, 2) returning id`, version).Scan(&relation)
	})
	path := "/api/v1/relations/" + id(relation) + "/decision"
	w.as("staff1").post(path, Decision{"rejected"}).problem(403)
	lead := w.as("lead")
	require.Equal(t, "state", lead.post(path, Decision{"maybe"}).problem(422).Field)
	var r ingest.Relation
	lead.post(path, Decision{"rejected"}).into(&r)
	require.Equal(t, "rejected", r.State)
	var rest list[ingest.Relation]
	lead.get("/api/v1/relations?state=rejected").into(&rest)
	require.Equal(t, 1, rest.Total)
	lead.post("/api/v1/relations/987654321/decision", Decision{"rejected"}).problem(404)
}
