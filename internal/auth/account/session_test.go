package account_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
)

// exec moves time by moving what the database remembers of it.
func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.pool.Exec(w.t.Context(), sql, args...)
	require.NoError(w.t, err)
}

func (w *world) signIn(login, password string) (string, error) {
	token, _, err := account.SignIn(w.t.Context(), w.pool, login, password, "test")
	return token, err
}

func TestSignInGivesASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff, auth.Expert)
	token, actor, err := account.SignIn(t.Context(), w.pool, " LiSi ", password, strings.Repeat("浏览器", 100))
	require.NoError(t, err)
	require.Equal(t, a.Actor("session"), actor)
	require.Len(t, token, 43, "32 bytes")

	got, err := account.BySession(t.Context(), w.pool, token)
	require.NoError(t, err)
	require.Equal(t, actor, got)
	now, err := account.ByID(w.ctx, w.pool, a.ID)
	require.NoError(t, err)
	require.NotNil(t, now.LastLogin)

	second, err := w.signIn("lisi", password)
	require.NoError(t, err)
	require.NotEqual(t, token, second)

	var stored string
	require.NoError(t, w.pool.QueryRow(t.Context(), "select string_agg(s::text, ' ') from auth.session s").Scan(&stored))
	require.NotContains(t, stored, token, "the token itself is not kept")
}

func TestBySessionRefusesWhatIsNoToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, token := range []string{"", "x", strings.Repeat("A", 43), "' or 1=1 --"} {
		_, err := account.BySession(t.Context(), w.pool, token)
		requireFault(t, err, fault.Unauthenticated, "", "重新登录")
	}
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.signIn("guanli", password)
	require.NoError(t, err)
	other, err := w.signIn("guanli", password)
	require.NoError(t, err)
	require.NoError(t, account.SignOut(t.Context(), w.pool, token))
	_, err = account.BySession(t.Context(), w.pool, token)
	requireFault(t, err, fault.Unauthenticated, "", "重新登录")
	_, err = account.BySession(t.Context(), w.pool, other)
	require.NoError(t, err, "only the session that was signed out")
	require.NoError(t, account.SignOut(t.Context(), w.pool, token), "twice is fine")
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	for name, c := range map[string]struct {
		sql   string
		alive bool
	}{
		"idle for an hour":     {"update auth.session set seen_at = now() - interval '1 hour'", true},
		"idle for too long":    {"update auth.session set seen_at = now() - interval '121 minutes'", false},
		"busy but old":         {"update auth.session set expires_at = now() - interval '1 second'", false},
		"the account disabled": {"update auth.account set disabled = true where login = 'lisi'", false},
	} {
		t.Run(name, func(t *testing.T) {
			w.exec("update auth.account set disabled = false")
			token, err := w.signIn("lisi", password)
			require.NoError(t, err)
			w.exec(c.sql)
			_, err = account.BySession(t.Context(), w.pool, token)
			if c.alive {
				require.NoError(t, err)
				return
			}
			requireFault(t, err, fault.Unauthenticated, "", "重新登录")
		})
	}
	_ = a
}

func TestUseKeepsASessionAlive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.signIn("guanli", password)
	require.NoError(t, err)
	w.exec("update auth.session set seen_at = now() - interval '100 minutes'")
	_, err = account.BySession(t.Context(), w.pool, token)
	require.NoError(t, err)
	var fresh bool
	require.NoError(t, w.pool.QueryRow(t.Context(), "select seen_at > now() - interval '1 minute' from auth.session").Scan(&fresh))
	require.True(t, fresh)
}

func TestExpiredSessionsAreClearedAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.signIn("guanli", password)
	require.NoError(t, err)
	w.exec("update auth.session set expires_at = now() - interval '1 second'")
	_, err = w.signIn("guanli", password)
	require.NoError(t, err)
	var n int
	require.NoError(t, w.pool.QueryRow(t.Context(), "select count(*) from auth.session").Scan(&n))
	require.Equal(t, 1, n)
}

func TestTakingRightsAwayWorksAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff, auth.Lead)
	token, err := w.signIn("lisi", password)
	require.NoError(t, err)
	_, err = account.Update(w.ctx, w.pool, a.ID, account.Change{Roles: &[]auth.Role{auth.Staff}, Clearance: ptr(auth.L1)})
	require.NoError(t, err)
	actor, err := account.BySession(t.Context(), w.pool, token)
	require.NoError(t, err)
	require.False(t, actor.Has(auth.Lead))
	require.Equal(t, auth.L1, actor.Clearance)

	_, err = account.Update(w.ctx, w.pool, a.ID, account.Change{Disabled: ptr(true)})
	require.NoError(t, err)
	_, err = account.BySession(t.Context(), w.pool, token)
	requireFault(t, err, fault.Unauthenticated, "", "重新登录")
	_, err = w.signIn("lisi", password)
	requireFault(t, err, fault.Forbidden, "", "已停用")
	_, err = w.signIn("lisi", "Wrong-one-9")
	requireFault(t, err, fault.Unauthenticated, "", "不正确") // who does not know the password does not learn that
	_, err = account.Update(w.ctx, w.pool, a.ID, account.Change{Disabled: ptr(false)})
	require.NoError(t, err)
	_, err = account.BySession(t.Context(), w.pool, token)
	requireFault(t, err, fault.Unauthenticated, "", "重新登录") // disabling ended it for good
}

// An unknown login must look exactly like a wrong password, in words and in lock.
func TestUnknownAndWrongLookTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create("lisi", auth.Staff)
	for i := 1; i <= account.LockAfter+2; i++ {
		_, known := w.signIn("lisi", "Wrong-one-9")
		_, unknown := w.signIn("noone", "Wrong-one-9")
		require.Equal(t, fault.Message(known), fault.Message(unknown))
		require.Equal(t, fault.KindOf(known), fault.KindOf(unknown))
		switch {
		case i < account.LockAfter:
			requireFault(t, known, fault.Unauthenticated, "", fmt.Sprintf("再错 %d 次", account.LockAfter-i))
		default:
			requireFault(t, known, fault.RateLimited, "", "已锁定至")
		}
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("lisi", auth.Staff)
	lock := func() {
		for range account.LockAfter {
			_, err := w.signIn("lisi", "Wrong-one-9")
			require.Error(t, err)
		}
		_, err := w.signIn("lisi", password)
		requireFault(t, err, fault.RateLimited, "", "已锁定至")
	}

	lock()
	w.exec("update auth.attempt set at = at - interval '14 minutes'")
	_, err := w.signIn("lisi", password)
	requireFault(t, err, fault.RateLimited, "", "已锁定至") // and this try does not prolong it
	w.exec("update auth.attempt set at = at - interval '2 minutes'")
	_, err = w.signIn("lisi", password)
	require.NoError(t, err, "after a quarter of an hour it is over")

	lock()
	require.NoError(t, account.SetPassword(w.ctx, w.pool, a.ID, "Another-1-ok"))
	_, err = w.signIn("lisi", "Another-1-ok")
	require.NoError(t, err, "an administrator can lift it")
}

func TestSuccessForgetsFailures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		for range account.LockAfter - 1 {
			_, err := w.signIn("guanli", "Wrong-one-9")
			requireFault(t, err, fault.Unauthenticated, "", "不正确")
		}
		_, err := w.signIn("guanli", password)
		require.NoError(t, err)
	}
}

func TestManyTriesAtOnceAreNotFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	kinds := make([]fault.Kind, 20)
	for i := range kinds {
		wg.Go(func() {
			_, err := w.signIn("guanli", "Wrong-one-9")
			kinds[i] = fault.KindOf(err)
		})
	}
	wg.Wait()
	looked := 0
	for _, k := range kinds {
		if k == fault.Unauthenticated {
			looked++
		} else {
			require.Equal(t, fault.RateLimited, k)
		}
	}
	require.LessOrEqual(t, looked, account.LockAfter-1)
}

func TestFailedTriesAreInTheTrail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.signIn("guanli", "Wrong-one-9")
	require.Error(t, err)
	_, err = w.signIn(strings.Repeat("long", 100), "Wrong-one-9")
	require.Error(t, err)
	entries, total, err := audit.List(w.ctx, w.pool, audit.Filter{Action: "session.refuse"})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, "anonymous", entries[1].ActorLogin)
	require.Equal(t, "guanli", entries[1].ObjectID)
	require.JSONEq(t, `{"reason":"password","agent":"test"}`, string(entries[1].After))
	require.Len(t, entries[0].ObjectID, 64, "what is typed by anybody is cut")
}

func TestAnOldHashIsRenewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := account.HashAtLowerCost(t, password)
	w.exec("update auth.account set password = $1", old)
	_, err := w.signIn("guanli", password)
	require.NoError(t, err)
	var now string
	require.NoError(t, w.pool.QueryRow(t.Context(), "select password from auth.account").Scan(&now))
	require.NotEqual(t, old, now)
	_, err = w.signIn("guanli", password)
	require.NoError(t, err, "and it is the same password")
}
