package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

func TestEveryRouteHasAPolicyAndAReason(t *testing.T) {
	require.NoError(t, checkPolicies(routes()))
	seen := map[string]bool{}
	for _, r := range routes() {
		require.False(t, seen[r.method+r.path] || seen[r.id], "%s %s or %s twice", r.method, r.path, r.id)
		seen[r.method+r.path], seen[r.id] = true, true
		require.Regexp(t, `\p{Han}`, r.summary, r.path)
		require.NotContains(t, r.access.name, "  ")
	}
}

func TestARouteWithoutAPolicyDoesNotStart(t *testing.T) {
	bare := route{method: "GET", path: "/api/v1/secrets", id: "secrets"}
	for name, r := range map[string]route{
		"no access at all": bare,
		"no roles":         {method: "GET", path: "/x", access: access{name: "谁"}, why: "because"},
		"no reason":        {method: "GET", path: "/x", access: admins},
	} {
		require.ErrorContains(t, checkPolicies([]route{r}), "no access policy", name)
	}
	e := newEngine()
	e.GET("/api/v1/secrets", func(*gin.Context) {})
	require.ErrorContains(t, (&server{}).mount(e), "not in the list of routes")
}

// TestPolicyMatrix sends every route of the list to every kind of caller. What is asked is only who gets past the policy:
// a caller who does may still be told that the input is off or the thing missing.
func TestPolicyMatrix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	callers := map[string]*client{"nobody": w.nobody()}
	roles := map[string][]auth.Role{}
	for _, p := range people {
		callers[p.Login], roles[p.Login] = w.as(p.Login), p.Roles
		callers[p.Login+" by key"], roles[p.Login+" by key"] = w.byKey(p.Login), p.Roles
	}
	callers["wrong key"] = w.nobody().with("Authorization", "Bearer bk_wrong")
	callers["dead session"] = w.nobody().with("Cookie", sessionCookie+"=dead")
	for _, r := range routes() {
		for who, c := range callers {
			if r.id == "signOut" && c.header.Get("Cookie") != "" {
				continue // it would end the session that the other routes need
			}
			got := c.with("X-Forwarded-For", "192.0.2.1").json(r.method, fill(r.path), map[string]any{})
			want := expected(r.access, roles[who], strings.HasSuffix(who, "by key"))
			switch {
			case want == 0:
				require.NotContains(t, []int{401, 403}, got.status, "%s: %s %s: %s", who, r.method, r.path, got.body)
				require.Less(t, got.status, 500, "%s: %s %s: %s", who, r.method, r.path, got.body)
			default:
				require.Equal(t, want, got.status, "%s: %s %s: %s", who, r.method, r.path, got.body)
			}
		}
	}
}

// fill puts an id that nothing has into a path.
func fill(path string) string { return strings.ReplaceAll(path, "{id}", "987654321") }

// expected is the status at the door, 0 when it is open, told from the list's own words.
func expected(a access, roles []auth.Role, byKey bool) int {
	may := false
	for _, r := range roles {
		for _, allowed := range a.roles {
			may = may || r == allowed
		}
	}
	switch {
	case a.public:
		return 0
	case len(roles) == 0:
		return http.StatusUnauthorized
	case !may || (a.bySession && byKey):
		return http.StatusForbidden
	}
	return 0
}

// TestPartnerSeesAlmostNothing spells out what the contract grants a partner city, so that a change of the list shows.
func TestPartnerSeesAlmostNothing(t *testing.T) {
	var open []string
	for _, r := range routes() {
		if !r.access.public && r.access.allows(auth.Actor{Login: "p", Roles: []auth.Role{auth.Partner}, Via: "apikey"}, false) == nil {
			open = append(open, r.method+" "+r.path)
		}
	}
	require.Equal(t, []string{"GET /api/v1/session", "GET /api/v1/releases", "GET /api/v1/releases/key", "GET /api/v1/releases/{version}",
		"GET /api/v1/releases/{version}/manifest", "GET /api/v1/releases/{version}/files/{name}", "GET /api/v1/releases/{version}/files/data/{name}",
		"GET /api/v1/releases/{version}/delta", "GET /api/v1/releases/{version}/archive",
		"GET /api/v1/api-keys", "DELETE /api/v1/api-keys/{id}", "GET /v1/models"}, open)
}

func TestMetricsAreForThisMachineAndAdministrators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Equal(t, 200, w.nobody().get("/metrics").status, "from the machine itself")
	require.Equal(t, 401, w.nobody().with("X-Forwarded-For", "203.0.113.9").get("/metrics").status, "through a proxy")
	got := w.byKey("admin").with("X-Forwarded-For", "203.0.113.9").get("/metrics")
	require.Equal(t, 200, got.status)
	require.Contains(t, got.body, `bianku_http_request_seconds_count{method="GET",route="/metrics",status="200"} 1`)
}
