package account

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Key is an API key: it lets a program act as an account. The secret itself is shown once, when it is made.
type Key struct {
	ID        int64      `json:"id"`
	AccountID int64      `json:"account_id"`
	Login     string     `json:"login"`
	Name      string     `json:"name"`
	Prefix    string     `json:"prefix"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresOn civil.Date `json:"expires_on"` // the last day it works; zero: until revoked
	RevokedAt *time.Time `json:"revoked_at"`
	UsedAt    *time.Time `json:"used_at"`
}

const (
	keyMark     = "bk_" // lets secret scanners, and people, see what it is
	keyPrefix   = len(keyMark) + 6
	keyColumns  = `k.id, k.account_id, a.login, k.name, k.prefix, k.created_at, k.expires_on, k.revoked_at, k.used_at`
	keyNameSize = 64
)

func (k *Key) into() []any {
	return []any{&k.ID, &k.AccountID, &k.Login, &k.Name, &k.Prefix, &k.CreatedAt, &k.ExpiresOn, &k.RevokedAt, &k.UsedAt}
}

// CreateKey makes an API key of an account and returns its secret, which cannot be had again. expires is the last day it
// works, zero for none.
func CreateKey(ctx context.Context, tx pg.DB, accountID int64, name string, expires civil.Date) (secret string, k Key, err error) {
	defer fault.Wrapf(&err, "account.CreateKey(%d, %s)", accountID, name)
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > keyNameSize {
		return "", Key{}, fault.Field("name", "请给密钥起一个名字（不超过 64 个字），说明由谁使用。")
	}
	if !expires.IsZero() && expires.Before(civil.Today()) {
		return "", Key{}, fault.Field("expires_on", "到期日不能早于今天。")
	}
	if _, err := ByID(ctx, tx, accountID); err != nil {
		return "", Key{}, err
	}
	random, _ := newSecret()
	secret = keyMark + random
	err = tx.QueryRow(ctx, `with k as (
			insert into auth.api_key (account_id, name, prefix, secret, expires_on) values ($1, $2, $3, $4, $5) returning *)
		select `+keyColumns+` from k join auth.account a on a.id = k.account_id`,
		accountID, name, secret[:keyPrefix], hashSecret(secret), expires).Scan(k.into()...)
	if err != nil {
		return "", Key{}, err
	}
	return secret, k, recordKey(ctx, tx, "apikey.create", nil, k)
}

func recordKey(ctx context.Context, tx pg.DB, action string, before any, k Key) error {
	return audit.Record(ctx, tx, audit.Event{Action: action, Object: "apikey", ObjectID: strconv.FormatInt(k.ID, 10), Before: before, After: k})
}

// Keys returns the keys of an account, 0 for all accounts, newest first.
func Keys(ctx context.Context, db pg.DB, accountID int64) (_ []Key, err error) {
	defer fault.Wrapf(&err, "account.Keys(%d)", accountID)
	rows, err := db.Query(ctx, "select "+keyColumns+` from auth.api_key k join auth.account a on a.id = k.account_id
		where $1 = 0 or k.account_id = $1 order by k.id desc`, accountID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (k Key, err error) {
		err = row.Scan(k.into()...)
		return k, err
	})
}

// KeyByID returns one key.
func KeyByID(ctx context.Context, db pg.DB, id int64) (k Key, err error) {
	defer fault.Wrapf(&err, "account.KeyByID(%d)", id)
	err = db.QueryRow(ctx, "select "+keyColumns+" from auth.api_key k join auth.account a on a.id = k.account_id where k.id = $1", id).Scan(k.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return Key{}, fault.New(fault.NotFound, "没有这个密钥。")
	}
	return k, err
}

// RevokeKey ends a key at once. It stays in the list. One that is revoked already is fine.
func RevokeKey(ctx context.Context, tx pg.DB, id int64) (err error) {
	defer fault.Wrapf(&err, "account.RevokeKey(%d)", id)
	before, err := KeyByID(ctx, tx, id)
	if err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, "update auth.api_key set revoked_at = now() where id = $1 and revoked_at is null", id)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	after, err := KeyByID(ctx, tx, id)
	if err != nil {
		return err
	}
	return recordKey(ctx, tx, "apikey.revoke", before, after)
}

// ByKey returns the account that secret acts as, and marks the key as used, to the minute.
func ByKey(ctx context.Context, db pg.DB, secret string) (_ auth.Actor, err error) {
	defer fault.Wrapf(&err, "account.ByKey")
	var a Account
	err = db.QueryRow(ctx, `
		with alive as (
			select id, account_id, used_at from auth.api_key
			where secret = $1 and revoked_at is null and (expires_on is null or expires_on >= $2)
		), mark as (
			update auth.api_key k set used_at = now() from alive
			where k.id = alive.id and (alive.used_at is null or alive.used_at < now() - interval '1 minute')
		)
		select `+columns+` from alive join auth.account a on a.id = alive.account_id where not a.disabled`,
		hashSecret(secret), civil.Today()).Scan(a.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return auth.Actor{}, fault.New(fault.Unauthenticated, "API 密钥无效、已到期或已吊销，请向管理员申请新的密钥。")
	}
	if err != nil {
		return auth.Actor{}, err
	}
	return a.Actor("apikey"), nil
}
