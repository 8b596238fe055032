package account_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
)

const password = "Yunlan-2026-ok"

// world is a database with one administrator, who is the actor of ctx.
type world struct {
	t     *testing.T
	pool  *pgxpool.Pool
	ctx   context.Context
	admin account.Account
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, pool: pgtest.Pool(t, account.Migrations, audit.Migrations)}
	w.ctx = auth.WithActor(t.Context(), auth.System("cli"))
	w.admin = w.create("guanli", auth.Admin, auth.Staff)
	w.ctx = auth.WithActor(t.Context(), w.admin.Actor("session"))
	return w
}

func (w *world) create(login string, roles ...auth.Role) account.Account {
	w.t.Helper()
	a, err := account.Create(w.ctx, w.pool, account.New{Login: login, Name: "某" + login, Unit: "云澜市委编办",
		Password: password, Roles: roles, Clearance: auth.L2})
	require.NoError(w.t, err)
	return a
}

// events returns the actions in the trail, oldest first.
func (w *world) events() []string {
	w.t.Helper()
	entries, _, err := audit.List(w.ctx, w.pool, audit.Filter{})
	require.NoError(w.t, err)
	var out []string
	for i := len(entries) - 1; i >= 0; i-- {
		out = append(out, entries[i].Action)
	}
	return out
}

func requireFault(t *testing.T, err error, kind fault.Kind, field, says string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, kind, fault.KindOf(err), "%v", err)
	require.Equal(t, field, fault.FieldOf(err), "%v", err)
	require.Contains(t, fault.Message(err), says)
}

func TestCreate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, err := account.Create(w.ctx, w.pool, account.New{Login: " LiSi ", Name: " 李四 ", Unit: "云澜市数据局", Password: password,
		Roles: []auth.Role{auth.Lead, auth.Staff, auth.Lead}, Clearance: auth.L3, MustChange: true})
	require.NoError(t, err)
	require.NotZero(t, a.ID)
	require.Equal(t, "lisi", a.Login, "logins are kept in small letters")
	require.Equal(t, "李四", a.Name)
	require.Equal(t, []auth.Role{auth.Staff, auth.Lead}, a.Roles, "each once, in the order they are shown")
	require.True(t, a.MustChange)
	require.Nil(t, a.LastLogin)

	for _, look := range []func() (account.Account, error){
		func() (account.Account, error) { return account.ByID(w.ctx, w.pool, a.ID) },
		func() (account.Account, error) { return account.ByLogin(w.ctx, w.pool, "LISI") },
	} {
		got, err := look()
		require.NoError(t, err)
		require.Equal(t, a, got)
	}
	all, err := account.List(w.ctx, w.pool)
	require.NoError(t, err)
	require.Equal(t, []account.Account{w.admin, a}, all)
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := account.New{Login: "wangwu", Name: "王五", Password: password, Roles: []auth.Role{auth.Staff}, Clearance: auth.L1}
	for name, c := range map[string]struct {
		change func(*account.New)
		kind   fault.Kind
		field  string
		says   string
	}{
		"a login with a space":    {func(n *account.New) { n.Login = "wang wu" }, fault.Invalid, "login", "小写字母"},
		"a Chinese login":         {func(n *account.New) { n.Login = "王五" }, fault.Invalid, "login", "小写字母"},
		"one letter":              {func(n *account.New) { n.Login = "w" }, fault.Invalid, "login", "2–32"},
		"the system's own name":   {func(n *account.New) { n.Login = "System" }, fault.Conflict, "", "保留"},
		"a login in use":          {func(n *account.New) { n.Login = "GuanLi" }, fault.Conflict, "", "已被使用"},
		"no name":                 {func(n *account.New) { n.Name = "  " }, fault.Invalid, "name", "姓名"},
		"a very long name":        {func(n *account.New) { n.Name = strings.Repeat("长", 65) }, fault.Invalid, "name", "64"},
		"no role":                 {func(n *account.New) { n.Roles = nil }, fault.Invalid, "roles", "角色"},
		"a role there is not":     {func(n *account.New) { n.Roles = []auth.Role{"boss"} }, fault.Invalid, "roles", "boss"},
		"clearance 0":             {func(n *account.New) { n.Clearance = 0 }, fault.Invalid, "clearance", "L1–L4"},
		"clearance 5":             {func(n *account.New) { n.Clearance = 5 }, fault.Invalid, "clearance", "L1–L4"},
		"a short password":        {func(n *account.New) { n.Password = "Ab1-5678" }, fault.Invalid, "password", "至少 10 位"},
		"an endless password":     {func(n *account.New) { n.Password = "Ab1-" + strings.Repeat("x", 125) }, fault.Invalid, "password", "128"},
		"two kinds of characters": {func(n *account.New) { n.Password = "abcdefghij12" }, fault.Invalid, "password", "三种"},
		"the login in it":         {func(n *account.New) { n.Password = "WangWu-2026" }, fault.Invalid, "password", "登录名"},
		"a well-known part":       {func(n *account.New) { n.Password = "Qwerty-2026!" }, fault.Invalid, "password", "qwerty"},
		"a control character":     {func(n *account.New) { n.Password = "Yunlan-2026\x00" }, fault.Invalid, "password", "无法输入"},
	} {
		n := good
		c.change(&n)
		_, err := account.Create(w.ctx, w.pool, n)
		t.Run(name, func(t *testing.T) { requireFault(t, err, c.kind, c.field, c.says) })
	}
	all, err := account.List(w.ctx, w.pool)
	require.NoError(t, err)
	require.Len(t, all, 1, "nothing was made")
}

func TestAChinesePasswordIsFine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := account.Create(w.ctx, w.pool, account.New{Login: "zhao", Name: "赵六", Password: "云澜市的秘密口令A1", Roles: []auth.Role{auth.Staff}, Clearance: auth.L1})
	require.NoError(t, err)
	_, _, err = account.SignIn(t.Context(), w.pool, "zhao", "云澜市的秘密口令A1", "")
	require.NoError(t, err)
}

func TestChecksStandInTheDatabaseToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, sql := range []string{
		"update auth.account set roles = array['boss']",
		"update auth.account set roles = array[]::text[]",
		"update auth.account set clearance = 0",
		"update auth.account set clearance = 5",
		"update auth.account set login = 'Guan Li'",
		"update auth.account set password = 'plain'",
	} {
		_, err := w.pool.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
}

func TestWithoutAnActorNothingChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := pg.InTx(t.Context(), w.pool, func(tx pgx.Tx) error {
		_, err := account.Create(t.Context(), tx, account.New{Login: "nobody", Name: "无名", Password: password, Roles: []auth.Role{auth.Staff}, Clearance: auth.L1})
		return err
	})
	require.Error(t, err)
	_, err = account.ByLogin(w.ctx, w.pool, "nobody")
	requireFault(t, err, fault.NotFound, "", "没有这个账号")
}

func ptr[T any](v T) *T { return &v }

func TestUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	got, err := account.Update(w.ctx, w.pool, a.ID, account.Change{
		Name: ptr("李四光"), Roles: &[]auth.Role{auth.Expert, auth.Staff}, Clearance: ptr(auth.L4)})
	require.NoError(t, err)
	require.Equal(t, "李四光", got.Name)
	require.Equal(t, "云澜市委编办", got.Unit, "what is not named stays")
	require.Equal(t, []auth.Role{auth.Staff, auth.Expert}, got.Roles)
	stored, err := account.ByID(w.ctx, w.pool, a.ID)
	require.NoError(t, err)
	require.Equal(t, stored, got)

	entries, _, err := audit.List(w.ctx, w.pool, audit.Filter{Action: "account.update"})
	require.NoError(t, err)
	require.Len(t, entries, 1)
	var before, after account.Account
	require.NoError(t, json.Unmarshal(entries[0].Before, &before))
	require.NoError(t, json.Unmarshal(entries[0].After, &after))
	require.Equal(t, auth.L2, before.Clearance)
	require.Equal(t, auth.L4, after.Clearance)
	require.Equal(t, w.admin.Login, entries[0].ActorLogin)
}

func TestUpdateRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	_, err := account.Update(w.ctx, w.pool, a.ID, account.Change{Name: ptr(" ")})
	requireFault(t, err, fault.Invalid, "name", "姓名")
	_, err = account.Update(w.ctx, w.pool, a.ID, account.Change{Roles: &[]auth.Role{}})
	requireFault(t, err, fault.Invalid, "roles", "角色")
	_, err = account.Update(w.ctx, w.pool, a.ID, account.Change{Clearance: ptr(auth.Clearance(9))})
	requireFault(t, err, fault.Invalid, "clearance", "L1–L4")
	_, err = account.Update(w.ctx, w.pool, 4711, account.Change{Name: ptr("谁")})
	requireFault(t, err, fault.NotFound, "", "没有这个账号")
	require.Equal(t, []string{"account.create", "account.create"}, w.events())
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create("lisi", auth.Staff)
	for _, c := range []account.Change{{Disabled: ptr(true)}, {Roles: &[]auth.Role{auth.Staff}}} {
		_, err := account.Update(w.ctx, w.pool, w.admin.ID, c)
		requireFault(t, err, fault.Conflict, "", "最后一个可用的管理员")
	}
	second := w.create("guanli2", auth.Admin)
	_, err := account.Update(w.ctx, w.pool, w.admin.ID, account.Change{Disabled: ptr(true)})
	require.NoError(t, err, "with a second one the first may go")
	_, err = account.Update(w.ctx, w.pool, second.ID, account.Change{Disabled: ptr(true)})
	requireFault(t, err, fault.Conflict, "", "最后一个可用的管理员") // a disabled admin is none
}

func TestTwoAdminsCannotDisableEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	second := w.create("guanli2", auth.Admin)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, id := range []int64{w.admin.ID, second.ID} {
		wg.Go(func() {
			errs[i] = pg.InTx(w.ctx, w.pool, func(tx pgx.Tx) error {
				_, err := account.Update(w.ctx, tx, id, account.Change{Disabled: ptr(true)})
				return err
			})
		})
	}
	wg.Wait()
	refused := 0
	for _, err := range errs {
		if err != nil {
			require.Equal(t, fault.Conflict, fault.KindOf(err), "%v", err)
			refused++
		}
	}
	require.Equal(t, 1, refused, "one of them is refused")
}

func TestSetPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	token, _, err := account.SignIn(t.Context(), w.pool, "lisi", password, "")
	require.NoError(t, err)

	requireFault(t, account.SetPassword(w.ctx, w.pool, a.ID, "short"), fault.Invalid, "password", "至少")
	requireFault(t, account.SetPassword(w.ctx, w.pool, 4711, "Another-1-ok"), fault.NotFound, "", "没有这个账号")
	require.NoError(t, account.SetPassword(w.ctx, w.pool, a.ID, "Another-1-ok"))

	_, err = account.BySession(t.Context(), w.pool, token)
	requireFault(t, err, fault.Unauthenticated, "", "重新登录") // the old sessions are over
	_, _, err = account.SignIn(t.Context(), w.pool, "lisi", password, "")
	requireFault(t, err, fault.Unauthenticated, "", "不正确")
	_, _, err = account.SignIn(t.Context(), w.pool, "lisi", "Another-1-ok", "")
	require.NoError(t, err)
	got, err := account.ByID(w.ctx, w.pool, a.ID)
	require.NoError(t, err)
	require.True(t, got.MustChange, "someone else knows it")
}

func TestChangeOwnPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	require.NoError(t, account.SetPassword(w.ctx, w.pool, a.ID, "Another-1-ok"))
	here, actor, err := account.SignIn(t.Context(), w.pool, "lisi", "Another-1-ok", "")
	require.NoError(t, err)
	elsewhere, _, err := account.SignIn(t.Context(), w.pool, "lisi", "Another-1-ok", "")
	require.NoError(t, err)
	ctx := auth.WithActor(t.Context(), actor)

	requireFault(t, account.ChangeOwnPassword(ctx, w.pool, "wrong", "Third-one-3"), fault.Invalid, "old", "原密码不正确")
	requireFault(t, account.ChangeOwnPassword(ctx, w.pool, "Another-1-ok", "Another-1-ok"), fault.Invalid, "new", "相同")
	requireFault(t, account.ChangeOwnPassword(ctx, w.pool, "Another-1-ok", "short"), fault.Invalid, "new", "至少")
	require.NoError(t, account.ChangeOwnPassword(ctx, w.pool, "Another-1-ok", "Third-one-3", here))

	_, err = account.BySession(t.Context(), w.pool, here)
	require.NoError(t, err, "the session one works in stays")
	_, err = account.BySession(t.Context(), w.pool, elsewhere)
	requireFault(t, err, fault.Unauthenticated, "", "重新登录")
	got, err := account.ByID(w.ctx, w.pool, a.ID)
	require.NoError(t, err)
	require.False(t, got.MustChange)
	_, _, err = account.SignIn(t.Context(), w.pool, "lisi", "Third-one-3", "")
	require.NoError(t, err)

	requireFault(t, account.ChangeOwnPassword(auth.WithActor(t.Context(), auth.System("cli")), w.pool, "a", "b"), fault.NotFound, "", "没有这个账号")
}

func TestTheTrailHoldsNoSecret(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	require.NoError(t, account.SetPassword(w.ctx, w.pool, a.ID, "Another-1-ok"))
	token, _, err := account.SignIn(t.Context(), w.pool, "lisi", "Another-1-ok", "Firefox")
	require.NoError(t, err)
	require.NoError(t, account.SignOut(t.Context(), w.pool, token))
	require.Equal(t, []string{"account.create", "account.create", "account.set_password", "session.open", "session.close"}, w.events())
	var trail string
	require.NoError(t, w.pool.QueryRow(t.Context(), "select string_agg(e::text, ' ') from audit.event e").Scan(&trail))
	for _, secret := range []string{"argon2", password, "Another-1-ok", token} {
		require.NotContains(t, trail, secret)
	}
	require.Contains(t, trail, "Firefox")
}
