package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/retrieval"
)

func TestSessionsByCookie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.nobody().post("/api/v1/session", map[string]string{"login": "staff3", "password": password})
	require.Equal(t, 200, in.status, in.body)
	cookie := in.header.Get("Set-Cookie")
	require.Regexp(t, `^bianku_session=[^;]{20,}; Path=/; HttpOnly; SameSite=Strict$`, cookie)
	require.NotContains(t, in.body, strings.TrimPrefix(strings.SplitN(cookie, ";", 2)[0], "bianku_session="), "the token is in the cookie alone")
	var s Session
	in.into(&s)
	require.Equal(t, Actor{ID: s.Actor.ID, Login: "staff3", Name: "李工作", Roles: []auth.Role{auth.Staff}, Clearance: auth.L3, Via: "session"}, s.Actor)

	c := w.nobody().with("Cookie", strings.SplitN(cookie, ";", 2)[0])
	require.Equal(t, 200, c.get("/api/v1/session").status)
	out := c.delete("/api/v1/session")
	require.Equal(t, 204, out.status)
	require.Contains(t, out.header.Get("Set-Cookie"), "Max-Age=0")
	c.get("/api/v1/session").problem(401)
	require.Equal(t, 204, w.nobody().delete("/api/v1/session").status, "signing out twice is fine")

	behindTLS := w.nobody().with("X-Forwarded-Proto", "https").post("/api/v1/session", map[string]string{"login": "staff3", "password": password})
	require.Contains(t, behindTLS.header.Get("Set-Cookie"), "; Secure")

	key := w.byKey("staff3").get("/api/v1/session")
	key.into(&s)
	require.Equal(t, "apikey", s.Actor.Via)
	require.Equal(t, "no-store", key.header.Get("Cache-Control"))
}

func TestWrongSignInsTellNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wrong := w.nobody().post("/api/v1/session", map[string]string{"login": "staff1", "password": "nonsense"})
	nobody := w.nobody().post("/api/v1/session", map[string]string{"login": "nobody1", "password": "nonsense"})
	wrong.problem(401)
	require.Equal(t, wrong.body, nobody.body)
	require.Empty(t, wrong.header.Get("Set-Cookie"))
	require.NotContains(t, w.log.String(), "nonsense")
	require.NotContains(t, w.log.String(), password)
}

func TestChangeOwnPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, elsewhere := w.as("staff1"), w.as("staff1")
	p := here.post("/api/v1/session/password", PasswordChange{Old: "wrong", New: "Yunlan#2027-neu"}).problem(422)
	require.Equal(t, "old", p.Field)
	require.Equal(t, 204, here.post("/api/v1/session/password", PasswordChange{Old: password, New: "Yunlan#2027-neu"}).status)
	require.Equal(t, 200, here.get("/api/v1/session").status, "the session one works in goes on")
	require.Equal(t, 401, elsewhere.get("/api/v1/session").status, "the others end")
}

func TestSignInsAreLimited(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now })
	for range signInsPerLogin {
		require.NoError(t, l.admit("192.0.2.1", "a"))
	}
	require.True(t, fault.Is(l.admit("192.0.2.1", "a"), fault.RateLimited))
	require.NoError(t, l.admit("192.0.2.1", "b"), "another account from there")
	require.NoError(t, l.admit("192.0.2.2", "a"), "the account from elsewhere")
	for range signInsPerIP {
		_ = l.admit("192.0.2.3", "many"+now.String())
		now = now.Add(time.Millisecond)
	}
	require.Error(t, l.admit("192.0.2.3", "one more"), "many accounts from one place")
	now = now.Add(signInWindow)
	require.NoError(t, l.admit("192.0.2.1", "a"), "the window passes")
}

func TestWritesFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as("admin")
	body := map[string]string{"text": "正常文字"}
	const path = "/api/v1/sensitive-words/check"
	for name, tc := range map[string]struct {
		client *client
		status int
	}{
		"a program":                  {c, 200},
		"our page":                   {c.with("Sec-Fetch-Site", "same-origin").with("Origin", w.url), 200},
		"our page, an old browser":   {c.with("Origin", w.url), 200},
		"another site":               {c.with("Sec-Fetch-Site", "cross-site").with("Origin", "https://evil.example"), 403},
		"another host of our domain": {c.with("Sec-Fetch-Site", "same-site"), 403},
		"another site, old browser":  {c.with("Origin", "https://evil.example"), 403},
		"a sandboxed frame":          {c.with("Origin", "null"), 403},
		"another site, by key":       {w.byKey("admin").with("Origin", "https://evil.example"), 200},
	} {
		require.Equal(t, tc.status, tc.client.post(path, body).status, name)
	}
	evil := w.nobody().with("Sec-Fetch-Site", "cross-site")
	evil.post("/api/v1/session", map[string]string{"login": "staff1", "password": password}).problem(403)
	require.Equal(t, 200, c.with("Sec-Fetch-Site", "cross-site").get("/api/v1/documents").status, "reading changes nothing")
	require.Empty(t, c.get("/api/v1/documents").header.Get("Access-Control-Allow-Origin"), "and nobody else may read the answer")
}

func TestTrustedOriginsCanWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.TrustedOrigins = []string{"https://bianku.example.gov.cn"} })
	c := w.as("admin").with("Origin", "https://bianku.example.gov.cn").with("Sec-Fetch-Site", "cross-site")
	require.Equal(t, 200, c.post("/api/v1/sensitive-words/check", Text{"文字"}).status)
	odd := w.deps
	odd.TrustedOrigins = []string{"bianku"}
	_, err := New(odd)
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	_, err = New(Deps{})
	require.Error(t, err)
}

func TestHeadersOfEveryResponse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/", "/documents/3", "/api/v1/session", "/api/v1/nothing", "/healthz", "/v1/models"} {
		h := w.nobody().get(path).header
		csp := h.Get("Content-Security-Policy")
		require.Contains(t, csp, "default-src 'self'", path)
		require.Contains(t, csp, "frame-ancestors 'none'", path)
		require.NotContains(t, csp, "http", path)
		require.NotContains(t, csp, "'unsafe-eval'", path)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "DENY", h.Get("X-Frame-Options"), path)
		require.Regexp(t, `^[A-Z0-9]{26}$`, h.Get("X-Request-Id"), path)
	}
	given := w.nobody().with("X-Request-Id", "proxy-0123456789").get("/healthz")
	require.Equal(t, "proxy-0123456789", given.header.Get("X-Request-Id"))
	forged := w.nobody().with("X-Request-Id", `a" status=200`).get("/healthz")
	require.NotContains(t, forged.header.Get("X-Request-Id"), "status")
}

func TestTheLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as("staff1")
	c.get("/api/v1/search?q=谁是举报人王某某")
	k := w.byKey("staff1")
	k.get("/api/v1/documents/4711")
	log := w.log.String()
	require.Contains(t, log, "route=/api/v1/search")
	require.Contains(t, log, "actor=staff1")
	for _, secret := range []string{password, "举报人", "%E4", strings.TrimPrefix(c.header.Get("Cookie"), "bianku_session="), k.header.Get("Authorization")[10:], "4711"} {
		require.NotContains(t, log, secret)
	}
}

// panicking is an index that breaks.
type panicking struct{ Searcher }

func (panicking) Search(_ context.Context, _ retrieval.Query) (retrieval.Result, error) {
	panic("secret of the inside")
}

func TestPanicsBecomeProblems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.Index = panicking{d.Index} })
	got := w.as("staff1").get("/api/v1/search?q=x")
	p := got.problem(500)
	require.NotContains(t, got.body, "secret")
	require.Equal(t, got.header.Get("X-Request-Id"), p.RequestID)
	require.Contains(t, w.log.String(), "secret of the inside")
	require.Equal(t, 200, w.nobody().get("/healthz").status, "the process lives on")
}

func TestKeysOfOthersDoNotExist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin, staff, other := w.as("admin"), w.as("staff1"), w.as("staff3")
	var made MadeKey
	got := staff.post("/api/v1/api-keys", NewKey{Name: "办公助手"})
	got.into(&made)
	require.Regexp(t, `^bk_`, made.Secret)
	require.NotContains(t, staff.get("/api/v1/api-keys").body, made.Secret)
	require.Equal(t, 200, w.nobody().with("Authorization", "Bearer "+made.Secret).get("/api/v1/session").status)
	w.nobody().with("Authorization", "Bearer "+made.Secret).post("/api/v1/api-keys", NewKey{Name: "又一个"}).problem(403)

	theirs := other.delete("/api/v1/api-keys/" + id(made.Key.ID))
	missing := other.delete("/api/v1/api-keys/987654321")
	theirs.problem(404)
	require.Equal(t, missing.body, theirs.body)
	require.Equal(t, other.get("/api/v1/api-keys?account_id=987654321").body, other.get("/api/v1/api-keys?account_id="+id(made.Key.AccountID)).body)
	require.Contains(t, admin.get("/api/v1/api-keys?account_id="+id(made.Key.AccountID)).body, "办公助手")

	require.Equal(t, 204, admin.delete("/api/v1/api-keys/"+id(made.Key.ID)).status)
	w.nobody().with("Authorization", "Bearer "+made.Secret).get("/api/v1/session").problem(401)
	entries, _, err := audit.List(w.system(), w.pool, audit.Filter{Object: "apikey"})
	require.NoError(t, err)
	require.Len(t, entries, 2)
}

func TestUI(t *testing.T) {
	built := fstest.MapFS{
		"index.html":            {Data: []byte("<title>编库</title>")},
		"favicon.svg":           {Data: []byte("<svg/>")},
		".gitkeep":              {Data: []byte("")},
		"assets/app-abc123.js":  {Data: []byte("let a")},
		"assets/app-abc123.css": {Data: []byte("a{}")},
	}
	for path, want := range map[string]struct {
		status            int
		cache, kind, body string
	}{
		"/":                     {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/index.html":           {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/documents/3?as_of=":   {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/assets":               {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/.gitkeep":             {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/../../etc/passwd":     {200, "no-cache", "text/html; charset=utf-8", "<title>编库</title>"},
		"/favicon.svg":          {200, "no-cache", "image/svg+xml", "<svg/>"},
		"/assets/app-abc123.js": {200, "public, max-age=31536000, immutable", "text/javascript; charset=utf-8", "let a"},
		"/assets/app-old.js":    {404, "", "text/plain; charset=utf-8", "404 page not found\n"},
	} {
		rec := httptest.NewRecorder()
		uiHandler(built).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		require.Equal(t, want.status, rec.Code, path)
		require.Equal(t, want.cache, rec.Header().Get("Cache-Control"), path)
		require.Equal(t, want.kind, rec.Header().Get("Content-Type"), path)
		require.Equal(t, want.body, rec.Body.String(), path)
	}
	stub := httptest.NewRecorder()
	uiHandler(fstest.MapFS{}).ServeHTTP(stub, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Contains(t, stub.Body.String(), "make build", "without a build it says how to make one")
}
