package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/fault"
)

func TestAccessAllows(t *testing.T) {
	by := func(via string, roles ...auth.Role) auth.Actor { return auth.Actor{Login: "x", Roles: roles, Via: via} }
	for name, c := range map[string]struct {
		access access
		actor  auth.Actor
		local  bool
		want   fault.Kind
	}{
		"anyone, nobody":             {anyone, auth.Actor{}, false, ""},
		"readers, nobody":            {readers, auth.Actor{}, false, fault.Unauthenticated},
		"readers, staff":             {readers, by("session", auth.Staff), false, ""},
		"readers, an admin":          {readers, by("session", auth.Admin), false, ""},
		"readers, an auditor":        {readers, by("session", auth.Auditor), false, fault.Forbidden},
		"readers, two roles":         {readers, by("session", auth.Auditor, auth.Staff), false, ""},
		"readers, no role":           {readers, by("session"), false, fault.Forbidden},
		"readers, local nobody":      {readers, auth.Actor{}, true, fault.Unauthenticated},
		"by session, with a key":     {keyMakers, by("apikey", auth.Staff), false, fault.Forbidden},
		"by session, with a session": {keyMakers, by("session", auth.Staff), false, ""},
		"metrics, here":              {localAdmins, auth.Actor{}, true, ""},
		"metrics, from elsewhere":    {localAdmins, auth.Actor{}, false, fault.Unauthenticated},
		"metrics, staff elsewhere":   {localAdmins, by("apikey", auth.Staff), false, fault.Forbidden},
		"auditors, an admin":         {auditors, by("session", auth.Admin), false, fault.Forbidden},
	} {
		require.Equal(t, c.want, fault.KindOf(c.access.allows(c.actor, c.local)), name)
	}
}

func TestIsLocal(t *testing.T) {
	for name, c := range map[string]struct {
		addr   string
		header string
		want   bool
	}{
		"loopback":          {"127.0.0.1:5", "", true},
		"loopback, six":     {"[::1]:5", "", true},
		"elsewhere":         {"192.0.2.1:5", "", false},
		"a proxy's word":    {"127.0.0.1:5", "X-Forwarded-For", false},
		"a proxy's word, 2": {"127.0.0.1:5", "Forwarded", false},
		"a socket":          {"@", "", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = c.addr
		if c.header != "" {
			r.Header.Set(c.header, "203.0.113.9")
		}
		require.Equal(t, c.want, isLocal(r), name)
	}
}

func TestBearer(t *testing.T) {
	for header, want := range map[string]string{
		"Bearer bk_1": "bk_1", "bearer  bk_1 ": "bk_1", "Basic abc": "", "Bearer": "", "": "", "bk_1": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		require.Equal(t, want, bearer(r), header)
	}
}

// TestAKeyBeatsACookie: who sends a key means the key, and a wrong one does not fall back to whoever is signed in.
func TestAKeyBeatsACookie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	require.Equal(t, 401, admin.with("Authorization", "Bearer bk_wrong").get("/api/v1/users").status)
	key := w.byKey("staff1").header.Get("Authorization")
	require.Equal(t, 403, admin.with("Authorization", key).get("/api/v1/users").status)
}

// TestLosingARoleWorksAtOnce: the policy asks the database, not the session.
func TestLosingARoleWorksAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin, lead := w.as("admin"), w.as("lead")
	var me Session
	lead.get("/api/v1/session").into(&me)
	require.Equal(t, 404, lead.post("/api/v1/relations/987654321/decision", Decision{"rejected"}).status)
	require.Equal(t, 200, admin.patch("/api/v1/users/"+id(me.Actor.ID), map[string]any{"roles": []string{"staff"}, "clearance": 1}).status)
	lead.post("/api/v1/relations/987654321/decision", Decision{"rejected"}).problem(403)
	lead.get("/api/v1/session").into(&me)
	require.Equal(t, auth.L1, me.Actor.Clearance)
}
