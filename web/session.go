package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
)

// Actor is who is signed in.
type Actor struct {
	ID         int64          `json:"id"`
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Unit       string         `json:"unit"`
	Roles      []auth.Role    `json:"roles"`
	Clearance  auth.Clearance `json:"clearance"`
	Via        string         `json:"via" enum:"session,apikey"`
	MustChange bool           `json:"must_change,omitempty" doc:"须先修改初始密码"`
}

// Session is the answer to who am I.
type Session struct {
	Actor Actor `json:"actor"`
}

// SignIn is what a person types to sign in.
type SignIn struct {
	Login    string `json:"login" minLength:"1" maxLength:"64"`
	Password string `json:"password" minLength:"1" maxLength:"256"`
}

type signInInput struct {
	FromRequest
	Body SignIn
}

type sessionOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      Session
}

// FromRequest gives a handler the HTTP request behind huma's input, for what huma has no word for.
type FromRequest struct {
	http     *http.Request
	clientIP string
}

// Resolve is called by huma before the handler.
func (r *FromRequest) Resolve(ctx huma.Context) []error {
	c := humagin.Unwrap(ctx)
	r.http, r.clientIP = c.Request, c.ClientIP()
	return nil
}

func (s *server) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	if err := s.signIns.admit(in.clientIP, in.Body.Login); err != nil {
		return nil, err
	}
	token, actor, err := account.SignIn(ctx, s.Pool, in.Body.Login, in.Body.Password, in.http.UserAgent())
	if err != nil {
		return nil, err
	}
	body, err := s.sessionOf(auth.WithActor(ctx, actor))
	if err != nil {
		return nil, err
	}
	return &sessionOutput{SetCookie: s.cookie(in.http, token, 0), Body: body}, nil
}

// cookie carries token; a negative maxAge ends it. Strict: a link from another site opens bianku signed out, once.
func (s *server) cookie(r *http.Request, token string, maxAge int) http.Cookie {
	secure := s.SecureCookies || r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
	return http.Cookie{Name: sessionCookie, Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteStrictMode}
}

func (s *server) getSession(ctx context.Context, _ *noInput) (*out[Session], error) {
	return reply(s.sessionOf(ctx))
}

func (s *server) sessionOf(ctx context.Context) (Session, error) {
	a := auth.ActorFrom(ctx)
	acc, err := account.ByID(ctx, s.Pool, a.ID)
	if err != nil {
		return Session{}, err
	}
	return Session{Actor{ID: a.ID, Login: a.Login, Name: a.Name, Unit: a.Unit, Roles: a.Roles, Clearance: a.Clearance,
		Via: a.Via, MustChange: acc.MustChange}}, nil
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie" hidden:"true"`
}

// signOut ends the session of the cookie, if there is one, and takes the cookie away in any case.
func (s *server) signOut(ctx context.Context, in *struct{ FromRequest }) (*signOutOutput, error) {
	if token := session(in.http); token != "" {
		if err := account.SignOut(ctx, s.Pool, token); err != nil {
			return nil, err
		}
	}
	return &signOutOutput{s.cookie(in.http, "", -1)}, nil
}

// PasswordChange is a person's change of their own password.
type PasswordChange struct {
	Old string `json:"old" maxLength:"256"`
	New string `json:"new" minLength:"1" maxLength:"256"`
}

func (s *server) changePassword(ctx context.Context, in *struct {
	FromRequest
	Body PasswordChange
}) (*none, error) {
	if err := s.signIns.admit(in.clientIP, auth.ActorFrom(ctx).Login); err != nil {
		return nil, err
	}
	return nil, s.inTx(ctx, func(tx pgx.Tx) error {
		return account.ChangeOwnPassword(ctx, tx, in.Body.Old, in.Body.New, session(in.http))
	})
}

func (s *server) inTx(ctx context.Context, f func(tx pgx.Tx) error) error {
	return pg.InTx(ctx, s.Pool, f)
}
