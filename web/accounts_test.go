package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	sensitivewords "bianku/sensitive-words"
)

func TestAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	var made account.Account
	got := admin.post("/api/v1/users", NewUser{Login: "Xin.Ren", Name: "新人", Unit: "市委编办", Password: password, Roles: []auth.Role{auth.Staff}, Clearance: auth.L2})
	require.Equal(t, 200, got.status, got.body)
	got.into(&made)
	require.Equal(t, "xin.ren", made.Login)
	require.NotContains(t, got.body, password)
	require.NotContains(t, got.body, "argon2")

	var s Session
	w.as("xin.ren").get("/api/v1/session").into(&s)
	require.True(t, s.Actor.MustChange, "the first password is the administrator's")
	newcomer := w.as("xin.ren")
	require.Contains(t, newcomer.get("/api/v1/documents").problem(403).Detail, "修改密码")
	newcomer.post("/api/v1/ask", map[string]string{"question": "编制多少名？"}).problem(403)
	require.Equal(t, 204, newcomer.post("/api/v1/session/password", PasswordChange{Old: password, New: "Yunlan#2029-xin"}).status)
	require.Equal(t, 200, newcomer.get("/api/v1/documents").status, "the same session goes on")

	for name, c := range map[string]struct {
		got    answered
		status int
	}{
		"the login again": {admin.post("/api/v1/users", NewUser{Login: "xin.ren", Name: "又", Password: password, Roles: []auth.Role{auth.Staff}, Clearance: 1}), 409},
		"a weak password": {admin.post("/api/v1/users", NewUser{Login: "weak1", Name: "弱", Password: "123", Roles: []auth.Role{auth.Staff}, Clearance: 1}), 422},
		"a strange role":  {admin.post("/api/v1/users", map[string]any{"login": "odd1", "name": "怪", "password": password, "roles": []string{"king"}, "clearance": 1}), 422},
		"too cleared":     {admin.post("/api/v1/users", map[string]any{"login": "odd2", "name": "怪", "password": password, "roles": []string{"staff"}, "clearance": 9}), 422},
		"nobody there":    {admin.patch("/api/v1/users/987654321", map[string]any{"name": "无"}), 404},
		"weak reset":      {admin.post("/api/v1/users/"+id(made.ID)+"/password", PasswordReset{"1"}), 422},
	} {
		t.Run(name, func(t *testing.T) { c.got.problem(c.status) })
	}

	user := w.signIn("xin.ren", "Yunlan#2029-xin")
	var changed account.Account
	admin.patch("/api/v1/users/"+id(made.ID), map[string]any{"unit": "市数据局", "disabled": true}).into(&changed)
	require.Equal(t, "新人", changed.Name, "what is not named stays")
	require.True(t, changed.Disabled)
	user.get("/api/v1/session").problem(401)
	require.Equal(t, 204, admin.post("/api/v1/users/"+id(made.ID)+"/password", PasswordReset{"Yunlan#2028-xin"}).status)
	require.Contains(t, admin.get("/api/v1/users").body, "xin.ren")

	var me Session
	admin.get("/api/v1/session").into(&me)
	admin.patch("/api/v1/users/"+id(me.Actor.ID), map[string]any{"disabled": true}).problem(409) // the last administrator
}

func TestSensitiveWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	got := admin.form("/api/v1/sensitive-words/import", field{"list", "", "测试词表"}, field{"class", "", "A.1.1"}, field{"action", "", "block"},
		field{"file", "words.txt", "云澜禁词\n另一禁词\n"})
	require.Equal(t, 200, got.status, got.body)
	require.JSONEq(t, `{"added":2}`, got.body)

	var v sensitivewords.Verdict
	admin.post("/api/v1/sensitive-words/check", Text{"这里有云 澜禁词。"}).into(&v)
	require.Equal(t, sensitivewords.Block, v.Action)
	require.Contains(t, admin.get("/api/v1/sensitive-words/lists").body, "测试词表")
	require.Equal(t, 200, admin.get("/api/v1/sensitive-words/coverage").status)

	for name, c := range map[string]struct {
		got    answered
		status int
		field  string
	}{
		"no file":     {admin.form("/api/v1/sensitive-words/import", field{"list", "", "甲"}), 422, "file"},
		"no name":     {admin.form("/api/v1/sensitive-words/import", field{"class", "", "A.1.1"}, field{"action", "", "block"}, field{"file", "w.txt", "词"}), 422, "list"},
		"not a form":  {admin.post("/api/v1/sensitive-words/import", nil), 415, ""},
		"not theirs":  {w.as("lead").form("/api/v1/sensitive-words/import", field{"file", "w.txt", "词"}), 403, ""},
		"not theirs2": {w.as("lead").post("/api/v1/sensitive-words/check", Text{"词"}), 403, ""},
	} {
		require.Equal(t, c.field, c.got.problem(c.status).Field, name)
	}
}
