package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

const (
	IdleLimit   = 2 * time.Hour    // a session nobody used for so long ends
	AgeLimit    = 12 * time.Hour   // and so does one this old: a working day
	LockAfter   = 5                // wrong passwords in a row
	LockFor     = 15 * time.Minute // and a quiet time this long forgets them
	shownLogin  = 64               // runes of a login that are kept of a failed try
	secretBytes = 32
)

// anonymous is the actor of a failed sign-in.
var anonymous = auth.Actor{Login: "anonymous", Name: "未登录", Via: "session"}

// newSecret returns a random token and the hash by which it is found.
func newSecret() (secret string, hash []byte) {
	b := make([]byte, secretBytes)
	rand.Read(b) // never fails
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, hashSecret(secret)
}

func hashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// SignIn opens a session for login and returns its token. agent is shown in the trail: the browser, the address.
func SignIn(ctx context.Context, pool *pgxpool.Pool, login, password, agent string) (token string, actor auth.Actor, err error) {
	login = truncate(normalLogin(login), shownLogin)
	defer fault.Wrapf(&err, "account.SignIn(%s)", login)
	failures, until, err := countTry(ctx, pool, login)
	if err != nil {
		return "", auth.Actor{}, err
	}
	if failures > LockAfter {
		return "", auth.Actor{}, refuse(ctx, pool, login, agent, "locked", lockedFault(until))
	}
	a, outdated, err := prove(ctx, pool, login, password)
	switch {
	case fault.Is(err, fault.Unauthenticated):
		if failures == LockAfter {
			err = lockedFault(until)
		} else {
			err = fault.Newf(fault.Unauthenticated, "登录名或密码不正确。再错 %d 次将锁定 %d 分钟。", LockAfter-failures, int(LockFor.Minutes()))
		}
		return "", auth.Actor{}, refuse(ctx, pool, login, agent, "password", err)
	case err != nil:
		return "", auth.Actor{}, err
	case a.Disabled:
		return "", auth.Actor{}, refuse(ctx, pool, login, agent, "disabled",
			fault.New(fault.Forbidden, "账号已停用，请联系管理员。"))
	}
	actor = a.Actor("session")
	ctx = auth.WithActor(ctx, actor)
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		token, err = open(ctx, tx, a, agent)
		if err != nil || !outdated {
			return err
		}
		hash, err := hashPassword(ctx, password)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "update auth.account set password = $2 where id = $1", a.ID, hash)
		return err
	})
	if err != nil {
		return "", auth.Actor{}, err
	}
	return token, actor, nil
}

func truncate(s string, runes int) string {
	if utf8.RuneCountInString(s) <= runes {
		return s
	}
	return string([]rune(s)[:runes])
}

func lockedFault(until time.Time) error {
	beijing := time.FixedZone("Asia/Shanghai", 8*3600)
	return fault.Newf(fault.RateLimited, "密码连续输错 %d 次，已锁定至 %s。请稍后再试，或请管理员重设密码。",
		LockAfter, until.In(beijing).Format("15:04"))
}

// countTry books a try as failed, until it proves right, and returns how many there are in a row and until when login is
// locked if they are too many. It commits at once. While locked, further tries do not prolong the lock.
func countTry(ctx context.Context, db pg.DB, login string) (failures int, until time.Time, err error) {
	err = db.QueryRow(ctx, `
		insert into auth.attempt as t (login, failures, at) values ($1, 1, now())
		on conflict (login) do update set
			failures = case when t.at < now() - $3::interval then 1 else least(t.failures, $2) + 1 end,
			at       = case when t.at >= now() - $3::interval and t.failures >= $2 then t.at else now() end
		returning failures, at + $3::interval`,
		login, LockAfter, LockFor).Scan(&failures, &until)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count the try: %w", err)
	}
	return failures, until, nil
}

// prove returns the account of login if password is its own, Unauthenticated if not or if there is none: both take equally
// long.
func prove(ctx context.Context, db pg.DB, login, password string) (a Account, outdated bool, err error) {
	var hash string
	err = db.QueryRow(ctx, "select "+columns+", a.password from auth.account a where login = $1", login).Scan(append(a.into(), &hash)...)
	var right bool
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		err = verifyNobody(ctx, password)
	case err == nil:
		right, outdated, err = verifyPassword(ctx, hash, password)
	}
	if err != nil {
		return Account{}, false, err
	}
	if !right {
		return Account{}, false, fault.New(fault.Unauthenticated, "登录名或密码不正确。")
	}
	return a, outdated, nil
}

// refuse writes the failed sign-in into the trail and returns why.
func refuse(ctx context.Context, db pg.DB, login, agent, reason string, why error) error {
	err := audit.Record(auth.WithActor(ctx, anonymous), db, audit.Event{
		Action: "session.refuse", Object: "session", ObjectID: login,
		After: map[string]string{"reason": reason, "agent": truncate(agent, 200)},
	})
	if err != nil {
		return err
	}
	return why
}

// open makes the session, forgets failed tries, and clears away what has expired.
func open(ctx context.Context, tx pg.DB, a Account, agent string) (string, error) {
	token, hash := newSecret()
	agent = truncate(agent, 200)
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{"delete from auth.attempt where login = $1 or at < now() - interval '1 day'", []any{a.Login}},
		{"delete from auth.session where expires_at < now() or seen_at < now() - $1::interval", []any{IdleLimit}},
		{"update auth.account set last_login = now() where id = $1", []any{a.ID}},
		{"insert into auth.session (token, account_id, agent, expires_at) values ($1, $2, $3, now() + $4::interval)",
			[]any{hash, a.ID, agent, AgeLimit}},
	} {
		if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
			return "", fmt.Errorf("open the session: %w", err)
		}
	}
	return token, audit.Record(ctx, tx, audit.Event{
		Action: "session.open", Object: "session", ObjectID: a.Login, After: map[string]string{"agent": agent}})
}

// SignOut ends the session of token. One that has ended already is fine.
func SignOut(ctx context.Context, pool *pgxpool.Pool, token string) (err error) {
	defer fault.Wrapf(&err, "account.SignOut")
	actor, err := BySession(ctx, pool, token)
	if fault.Is(err, fault.Unauthenticated) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = auth.WithActor(ctx, actor)
	return pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "delete from auth.session where token = $1", hashSecret(token)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "session.close", Object: "session", ObjectID: actor.Login})
	})
}

// BySession returns who holds token, and marks the session as used. The mark is to the minute: reading pages must not be
// writing rows.
func BySession(ctx context.Context, db pg.DB, token string) (_ auth.Actor, err error) {
	defer fault.Wrapf(&err, "account.BySession")
	var a Account
	err = db.QueryRow(ctx, `
		with alive as (
			select token, account_id, seen_at from auth.session
			where token = $1 and expires_at > now() and seen_at > now() - $2::interval
		), mark as (
			update auth.session s set seen_at = now() from alive
			where s.token = alive.token and alive.seen_at < now() - interval '1 minute'
		)
		select `+columns+` from alive join auth.account a on a.id = alive.account_id where not a.disabled`,
		hashSecret(token), IdleLimit).Scan(a.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return auth.Actor{}, fault.New(fault.Unauthenticated, "登录已失效，请重新登录。")
	}
	if err != nil {
		return auth.Actor{}, err
	}
	actor := a.Actor("session")
	actor.MustChange = a.MustChange
	return actor, nil
}

// endSessions ends the sessions of account id but those of the tokens in keep.
func endSessions(ctx context.Context, tx pg.DB, id int64, keep ...string) error {
	hashes := [][]byte{}
	for _, token := range keep {
		hashes = append(hashes, hashSecret(token))
	}
	if _, err := tx.Exec(ctx, "delete from auth.session where account_id = $1 and token <> all($2)", id, hashes); err != nil {
		return fmt.Errorf("end the sessions: %w", err)
	}
	return nil
}
