package account_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

func TestKeyActsAsItsAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("oa", auth.Partner)
	secret, k, err := account.CreateKey(w.ctx, w.pool, a.ID, " 办公系统 ", civil.Today().AddDays(30))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(secret, "bk_"))
	require.True(t, strings.HasPrefix(secret, k.Prefix))
	require.Less(t, len(k.Prefix), 12, "the prefix tells keys apart and gives nothing away")
	require.Equal(t, "办公系统", k.Name)
	require.Equal(t, "oa", k.Login)
	require.Nil(t, k.UsedAt)

	actor, err := account.ByKey(t.Context(), w.pool, secret)
	require.NoError(t, err)
	require.Equal(t, a.Actor("apikey"), actor)
	k, err = account.KeyByID(w.ctx, w.pool, k.ID)
	require.NoError(t, err)
	require.NotNil(t, k.UsedAt)

	var stored string
	require.NoError(t, w.pool.QueryRow(t.Context(), "select string_agg(k::text, ' ') from auth.api_key k").Scan(&stored))
	require.NotContains(t, stored, secret)
}

func TestByKeyRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("oa", auth.Partner)
	for name, spoil := range map[string]func(k account.Key){
		"expired yesterday": func(k account.Key) {
			w.exec("update auth.api_key set expires_on = $2 where id = $1", k.ID, civil.Today().AddDays(-1))
		},
		"revoked": func(k account.Key) { require.NoError(t, account.RevokeKey(w.ctx, w.pool, k.ID)) },
		"of a disabled account": func(account.Key) {
			_, err := account.Update(w.ctx, w.pool, a.ID, account.Change{Disabled: ptr(true)})
			require.NoError(t, err)
		},
	} {
		w.exec("update auth.account set disabled = false")
		secret, k, err := account.CreateKey(w.ctx, w.pool, a.ID, name, civil.Date{})
		require.NoError(t, err)
		_, err = account.ByKey(t.Context(), w.pool, secret)
		require.NoError(t, err, name)
		spoil(k)
		_, err = account.ByKey(t.Context(), w.pool, secret)
		requireFault(t, err, fault.Unauthenticated, "", "API 密钥无效")
	}
	for _, secret := range []string{"", "bk_", "bk_" + strings.Repeat("A", 43)} {
		_, err := account.ByKey(t.Context(), w.pool, secret)
		requireFault(t, err, fault.Unauthenticated, "", "API 密钥无效")
	}
}

func TestAKeyWorksOnItsLastDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret, _, err := account.CreateKey(w.ctx, w.pool, w.admin.ID, "今天", civil.Today())
	require.NoError(t, err)
	_, err = account.ByKey(t.Context(), w.pool, secret)
	require.NoError(t, err)
}

func TestCreateKeyRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, _, err := account.CreateKey(w.ctx, w.pool, w.admin.ID, " ", civil.Date{})
	requireFault(t, err, fault.Invalid, "name", "名字")
	_, _, err = account.CreateKey(w.ctx, w.pool, w.admin.ID, "x", civil.Today().AddDays(-1))
	requireFault(t, err, fault.Invalid, "expires_on", "今天")
	_, _, err = account.CreateKey(w.ctx, w.pool, 4711, "x", civil.Date{})
	requireFault(t, err, fault.NotFound, "", "没有这个账号")
}

func TestKeysAndRevoke(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("oa", auth.Partner)
	_, k1, err := account.CreateKey(w.ctx, w.pool, a.ID, "一", civil.Date{})
	require.NoError(t, err)
	_, k2, err := account.CreateKey(w.ctx, w.pool, a.ID, "二", civil.Date{})
	require.NoError(t, err)
	_, k3, err := account.CreateKey(w.ctx, w.pool, w.admin.ID, "三", civil.Date{})
	require.NoError(t, err)

	own, err := account.Keys(w.ctx, w.pool, a.ID)
	require.NoError(t, err)
	require.Equal(t, []account.Key{k2, k1}, own)
	all, err := account.Keys(w.ctx, w.pool, 0)
	require.NoError(t, err)
	require.Equal(t, []account.Key{k3, k2, k1}, all)

	require.NoError(t, account.RevokeKey(w.ctx, w.pool, k1.ID))
	require.NoError(t, account.RevokeKey(w.ctx, w.pool, k1.ID), "twice is fine")
	requireFault(t, account.RevokeKey(w.ctx, w.pool, 4711), fault.NotFound, "", "没有这个密钥")
	k1, err = account.KeyByID(w.ctx, w.pool, k1.ID)
	require.NoError(t, err)
	require.NotNil(t, k1.RevokedAt, "it stays in the list, with its end")
	events := w.events()
	require.Equal(t, "apikey.revoke", events[len(events)-1])
	require.Equal(t, "apikey.create", events[len(events)-2], "revoking twice is one event")
}
