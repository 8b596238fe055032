package account

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables, in schema auth.
var Migrations = pg.Migrations{Room: "auth", FS: sub(migrations)}

func sub(f embed.FS) fs.FS {
	s, err := fs.Sub(f, "migrations")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return s
}

// Account is a person or a machine that may sign in.
type Account struct {
	ID         int64          `json:"id"`
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Unit       string         `json:"unit"`
	Roles      []auth.Role    `json:"roles"`
	Clearance  auth.Clearance `json:"clearance"`
	Disabled   bool           `json:"disabled"`
	MustChange bool           `json:"must_change"` // the password was set by someone else
	CreatedAt  time.Time      `json:"created_at"`
	LastLogin  *time.Time     `json:"last_login"`
}

// Actor is a as the one who acts. via says how a was proved.
func (a Account) Actor(via string) auth.Actor {
	return auth.Actor{ID: a.ID, Login: a.Login, Name: a.Name, Unit: a.Unit, Roles: a.Roles, Clearance: a.Clearance, Via: via}
}

const columns = `a.id, a.login, a.name, a.unit, a.roles, a.clearance, a.disabled, a.must_change, a.created_at, a.last_login`

// into are the places that columns scan into.
func (a *Account) into() []any {
	return []any{&a.ID, &a.Login, &a.Name, &a.Unit, &a.Roles, &a.Clearance, &a.Disabled, &a.MustChange, &a.CreatedAt, &a.LastLogin}
}

// New is what Create needs.
type New struct {
	Login      string
	Name       string
	Unit       string
	Password   string
	Roles      []auth.Role
	Clearance  auth.Clearance
	MustChange bool // ask for a new password at the first sign-in
}

// Change is what Update may change; nil leaves it.
type Change struct {
	Name      *string
	Unit      *string
	Roles     *[]auth.Role
	Clearance *auth.Clearance
	Disabled  *bool
}

// reserved logins appear in the audit trail as someone else than an account.
var reserved = []string{"system", anonymous.Login}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

// normalLogin is how a login is stored and looked up.
func normalLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func checkLogin(login string) error {
	if !loginForm.MatchString(login) {
		return fault.Field("login", "登录名须为 2–32 个小写字母、数字、点、下划线或连字符，并以字母或数字开头。")
	}
	if slices.Contains(reserved, login) {
		return fault.Newf(fault.Conflict, "登录名“%s”由系统保留，请换一个。", login)
	}
	return nil
}

// checkProfile says what is wrong with the parts of an account that can change.
func checkProfile(a Account) error {
	switch {
	case strings.TrimSpace(a.Name) == "":
		return fault.Field("name", "请填写姓名。")
	case utf8.RuneCountInString(a.Name) > 64 || utf8.RuneCountInString(a.Unit) > 128:
		return fault.Field("name", "姓名不超过 64 个字，单位不超过 128 个字。")
	case len(a.Roles) == 0:
		return fault.Field("roles", "请至少选择一个角色。")
	case !a.Clearance.Valid():
		return fault.Field("clearance", "可见级别须为 L1–L4。")
	}
	for _, r := range a.Roles {
		if !slices.Contains(auth.Roles, r) {
			return fault.Field("roles", "没有这个角色："+string(r)+"。")
		}
	}
	return nil
}

// Create makes an account.
func Create(ctx context.Context, tx pg.DB, n New) (_ Account, err error) {
	defer fault.Wrapf(&err, "account.Create(%s)", n.Login)
	a := Account{Login: normalLogin(n.Login), Name: strings.TrimSpace(n.Name), Unit: strings.TrimSpace(n.Unit),
		Roles: inOrder(n.Roles), Clearance: n.Clearance, MustChange: n.MustChange}
	if err := checkLogin(a.Login); err != nil {
		return Account{}, err
	}
	if err := checkProfile(a); err != nil {
		return Account{}, err
	}
	if err := checkPassword(a.Login, n.Password); err != nil {
		return Account{}, err
	}
	hash, err := hashPassword(ctx, n.Password)
	if err != nil {
		return Account{}, err
	}
	err = tx.QueryRow(ctx, `insert into auth.account as a (login, name, unit, password, roles, clearance, must_change)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict (login) do nothing returning `+columns,
		a.Login, a.Name, a.Unit, hash, a.Roles, a.Clearance, a.MustChange).Scan(a.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return Account{}, fault.Newf(fault.Conflict, "登录名“%s”已被使用，请换一个。", a.Login)
	}
	if err != nil {
		return Account{}, err
	}
	return a, record(ctx, tx, "account.create", a.ID, nil, a)
}

// inOrder returns each role once, in the order roles are shown.
func inOrder(roles []auth.Role) []auth.Role {
	out := slices.Clone(roles)
	slices.SortFunc(out, func(a, b auth.Role) int { return slices.Index(auth.Roles, a) - slices.Index(auth.Roles, b) })
	return slices.Compact(out)
}

func record(ctx context.Context, tx pg.DB, action string, id int64, before, after any) error {
	return audit.Record(ctx, tx, audit.Event{Action: action, Object: "account", ObjectID: strconv.FormatInt(id, 10), Before: before, After: after})
}

// Update changes an account and returns it as it is then. Disabling one ends its sessions.
func Update(ctx context.Context, tx pg.DB, id int64, c Change) (_ Account, err error) {
	defer fault.Wrapf(&err, "account.Update(%d)", id)
	before, err := lockForChange(ctx, tx, id)
	if err != nil {
		return Account{}, err
	}
	a := before
	set(&a.Name, c.Name)
	set(&a.Unit, c.Unit)
	set(&a.Clearance, c.Clearance)
	set(&a.Disabled, c.Disabled)
	if c.Roles != nil {
		a.Roles = inOrder(*c.Roles)
	}
	a.Name, a.Unit = strings.TrimSpace(a.Name), strings.TrimSpace(a.Unit)
	if err := checkProfile(a); err != nil {
		return Account{}, err
	}
	if isAdmin(before) && !isAdmin(a) {
		if err := anotherAdmin(ctx, tx, id); err != nil {
			return Account{}, err
		}
	}
	_, err = tx.Exec(ctx, `update auth.account set name = $2, unit = $3, roles = $4, clearance = $5, disabled = $6 where id = $1`,
		id, a.Name, a.Unit, a.Roles, a.Clearance, a.Disabled)
	if err != nil {
		return Account{}, err
	}
	if a.Disabled {
		if err := endSessions(ctx, tx, id); err != nil {
			return Account{}, err
		}
	}
	return a, record(ctx, tx, "account.update", id, before, a)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func isAdmin(a Account) bool { return !a.Disabled && slices.Contains(a.Roles, auth.Admin) }

// adminLock is the advisory lock under which accounts change. Two administrators who disable each other at the same time take
// turns, and the second is refused; row locks alone would let each miss what the other has not committed.
const adminLock = 0x61646d696e

// lockForChange returns account id, to be changed by no one else until the transaction ends.
func lockForChange(ctx context.Context, tx pg.DB, id int64) (Account, error) {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", adminLock); err != nil {
		return Account{}, err
	}
	return one(tx.QueryRow(ctx, "select "+columns+" from auth.account a where id = $1 for update", id))
}

// anotherAdmin refuses when nobody but account id is an administrator who can sign in.
func anotherAdmin(ctx context.Context, tx pg.DB, id int64) error {
	var there bool
	err := tx.QueryRow(ctx, `select exists (select from auth.account where id <> $1 and not disabled and 'admin' = any(roles))`, id).Scan(&there)
	if err != nil {
		return err
	}
	if !there {
		return fault.New(fault.Conflict, "这是最后一个可用的管理员账号，不能停用或取消其管理员角色。请先设置另一个管理员。")
	}
	return nil
}

// one scans an account; what is not there is NotFound.
func one(row pgx.Row) (a Account, err error) {
	err = row.Scan(a.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return Account{}, fault.New(fault.NotFound, "没有这个账号。")
	}
	return a, err
}

// List returns all accounts by login.
func List(ctx context.Context, db pg.DB) (_ []Account, err error) {
	defer fault.Wrapf(&err, "account.List")
	rows, err := db.Query(ctx, "select "+columns+" from auth.account a order by login")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a Account, err error) {
		err = row.Scan(a.into()...)
		return a, err
	})
}

// ByID returns account id.
func ByID(ctx context.Context, db pg.DB, id int64) (_ Account, err error) {
	defer fault.Wrapf(&err, "account.ByID(%d)", id)
	return one(db.QueryRow(ctx, "select "+columns+" from auth.account a where id = $1", id))
}

// ByLogin returns the account with this login, in capitals or not.
func ByLogin(ctx context.Context, db pg.DB, login string) (_ Account, err error) {
	defer fault.Wrapf(&err, "account.ByLogin(%s)", login)
	return one(db.QueryRow(ctx, "select "+columns+" from auth.account a where login = $1", normalLogin(login)))
}

// SetPassword gives account id a new password on behalf of its owner, who has to change it at the next sign-in. It ends the
// account's sessions and lifts its lock.
func SetPassword(ctx context.Context, tx pg.DB, id int64, password string) (err error) {
	defer fault.Wrapf(&err, "account.SetPassword(%d)", id)
	a, err := lockForChange(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := storePassword(ctx, tx, a, password, true); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, id); err != nil {
		return err
	}
	return record(ctx, tx, "account.set_password", id, nil, nil)
}

// ChangeOwnPassword gives the actor in ctx a new password. All their sessions end, but those whose tokens are in keep: the one
// they are working in.
func ChangeOwnPassword(ctx context.Context, tx pg.DB, old, new string, keep ...string) (err error) {
	id := auth.ActorFrom(ctx).ID
	defer fault.Wrapf(&err, "account.ChangeOwnPassword(%d)", id)
	a, err := lockForChange(ctx, tx, id)
	if err != nil {
		return err
	}
	var hash string
	if err := tx.QueryRow(ctx, "select password from auth.account where id = $1", id).Scan(&hash); err != nil {
		return err
	}
	right, _, err := verifyPassword(ctx, hash, old)
	if err != nil {
		return err
	}
	if !right {
		return fault.Field("old", "原密码不正确。")
	}
	if old == new {
		return fault.Field("new", "新密码不能与原密码相同。")
	}
	if err := storePassword(ctx, tx, a, new, false); err != nil {
		var e *fault.Error
		if errors.As(err, &e) && e.Field == "password" {
			return fault.Field("new", e.Message)
		}
		return err
	}
	if err := endSessions(ctx, tx, id, keep...); err != nil {
		return err
	}
	return record(ctx, tx, "account.change_password", id, nil, nil)
}

func storePassword(ctx context.Context, tx pg.DB, a Account, password string, mustChange bool) error {
	if err := checkPassword(a.Login, password); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update auth.account set password = $2, must_change = $3 where id = $1", a.ID, hash, mustChange); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "delete from auth.attempt where login = $1", a.Login)
	return err
}
