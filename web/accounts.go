package web

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

// NewUser is an account to be made.
type NewUser struct {
	Login     string         `json:"login" minLength:"1" maxLength:"64"`
	Name      string         `json:"name" minLength:"1" maxLength:"64"`
	Unit      string         `json:"unit,omitempty" maxLength:"128"`
	Password  string         `json:"password" minLength:"1" maxLength:"256" doc:"初始密码，首次登录须修改"`
	Roles     []auth.Role    `json:"roles" minItems:"1"`
	Clearance auth.Clearance `json:"clearance"`
}

// UserChange changes what is named of an account.
type UserChange struct {
	Name      *string         `json:"name,omitempty" minLength:"1" maxLength:"64"`
	Unit      *string         `json:"unit,omitempty" maxLength:"128"`
	Roles     *[]auth.Role    `json:"roles,omitempty"`
	Clearance *auth.Clearance `json:"clearance,omitempty"`
	Disabled  *bool           `json:"disabled,omitempty"`
}

// PasswordReset is a new password given by an administrator.
type PasswordReset struct {
	Password string `json:"password" minLength:"1" maxLength:"256"`
}

func (s *server) listUsers(ctx context.Context, _ *noInput) (*out[list[account.Account]], error) {
	all, err := account.List(ctx, s.Pool)
	return replyList(all, len(all), err)
}

func (s *server) createUser(ctx context.Context, in *struct{ Body NewUser }) (*out[account.Account], error) {
	var made account.Account
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		b := in.Body
		made, err = account.Create(ctx, tx, account.New{Login: b.Login, Name: b.Name, Unit: b.Unit, Password: b.Password,
			Roles: b.Roles, Clearance: b.Clearance, MustChange: true})
		return err
	})
	return reply(made, err)
}

func (s *server) updateUser(ctx context.Context, in *struct {
	ByID
	Body UserChange
}) (*out[account.Account], error) {
	var changed account.Account
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		b := in.Body
		changed, err = account.Update(ctx, tx, in.ID, account.Change{Name: b.Name, Unit: b.Unit, Roles: b.Roles,
			Clearance: b.Clearance, Disabled: b.Disabled})
		return err
	})
	return reply(changed, err)
}

func (s *server) resetPassword(ctx context.Context, in *struct {
	ByID
	Body PasswordReset
}) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error { return account.SetPassword(ctx, tx, in.ID, in.Body.Password) })
}

// NewKey is an API key to be made.
type NewKey struct {
	Name      string     `json:"name" minLength:"1" maxLength:"64"`
	ExpiresOn civil.Date `json:"expires_on,omitempty" doc:"最后一个有效日，默认不到期"`
	AccountID int64      `json:"account_id,omitempty" doc:"为哪个账号，默认为自己；为他人仅限管理员"`
}

// MadeKey is a key with its secret, which is shown this once and stored nowhere.
type MadeKey struct {
	Secret string      `json:"secret"`
	Key    account.Key `json:"key"`
}

// errNoKey is account.KeyByID's own answer: somebody else's key and a missing one look the same.
var errNoKey = fault.New(fault.NotFound, "没有这个密钥。")

// whose is the account that a request about keys concerns: the caller's own, or another's for administrators. To
// everybody else another's account does not exist.
func whose(ctx context.Context, asked int64) (int64, error) {
	a := auth.ActorFrom(ctx)
	if asked == 0 || asked == a.ID {
		return a.ID, nil
	}
	if !a.Has(auth.Admin) {
		return 0, fault.New(fault.NotFound, "没有这个账号。")
	}
	return asked, nil
}

func (s *server) listKeys(ctx context.Context, in *struct {
	AccountID int64 `query:"account_id" doc:"哪个账号的，默认为自己；他人的仅限管理员"`
}) (*out[list[account.Key]], error) {
	id, err := whose(ctx, in.AccountID)
	if err != nil {
		return nil, err
	}
	keys, err := account.Keys(ctx, s.Pool, id)
	return replyList(keys, len(keys), err)
}

func (s *server) createKey(ctx context.Context, in *struct{ Body NewKey }) (*out[MadeKey], error) {
	id, err := whose(ctx, in.Body.AccountID)
	if err != nil {
		return nil, err
	}
	var made MadeKey
	err = s.inTx(ctx, func(tx pgx.Tx) (err error) {
		made.Secret, made.Key, err = account.CreateKey(ctx, tx, id, in.Body.Name, in.Body.ExpiresOn)
		return err
	})
	return reply(made, err)
}

func (s *server) revokeKey(ctx context.Context, in *ByID) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error {
		key, err := account.KeyByID(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if _, err := whose(ctx, key.AccountID); err != nil {
			return errNoKey
		}
		return account.RevokeKey(ctx, tx, in.ID)
	})
}
