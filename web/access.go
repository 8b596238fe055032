package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
)

// sessionCookie holds the session's token. It is no longer than the session in the database.
const sessionCookie = "bianku_session"

// guard lets a request through to r when its policy allows, with the actor in the context.
func (s *server) guard(r route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		actor, err := s.actor(ctx.Context(), c.Request, r.access)
		if err == nil {
			err = r.access.allows(actor, isLocal(c.Request))
		}
		if err != nil {
			s.writeProblem(ctx, err)
			return
		}
		c.Set(actorLogin, actor.Login)
		next(huma.WithContext(ctx, auth.WithActor(ctx.Context(), actor)))
	}
}

// allows is the policy. Not being signed in is told apart from not being allowed; neither says anything about things.
func (a access) allows(actor auth.Actor, local bool) error {
	switch {
	case a.public, a.local && local:
		return nil
	case !actor.SignedIn():
		return fault.New(fault.Unauthenticated, "请先登录。")
	case actor.MustChange && !a.newcomer:
		return fault.New(fault.Forbidden, "当前密码由他人设置。请先到“我的账号”修改密码，再使用其他功能。")
	case !actor.Has(a.roles...):
		return fault.Newf(fault.Forbidden, "您的账号没有这项操作的权限（需要：%s）。如有需要，请联系管理员。", a.name)
	case a.bySession && actor.Via != "session":
		return fault.New(fault.Forbidden, "这项操作须在网页登录后进行，不能使用接口密钥。")
	}
	return nil
}

// identifyTimeout bounds the question who somebody is: it stands before everything else.
const identifyTimeout = 5 * time.Second

// actor is who sent the request: by key, by session, or nobody. A wrong key or an expired session is nobody on public
// routes and an error elsewhere.
func (s *server) actor(ctx context.Context, r *http.Request, a access) (auth.Actor, error) {
	key, token := bearer(r), session(r)
	if a.public || (key == "" && token == "") {
		return auth.Actor{}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, identifyTimeout)
	defer cancel()
	who, credential := account.BySession, token
	if key != "" {
		who, credential = account.ByKey, key
	}
	actor, err := who(ctx, s.Pool, credential)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fault.Wrap(err, fault.Unavailable, errDatabaseDown) // it hangs: only the database was asked
	}
	return actor, err
}

func bearer(r *http.Request) string {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

func session(r *http.Request) string {
	if c, err := r.Cookie(sessionCookie); err == nil {
		return c.Value
	}
	return ""
}

// isLocal says whether the request comes from this machine itself and not through a proxy on it.
func isLocal(r *http.Request) bool {
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback()
}

// sameOrigin refuses writes that a browser sends from another site's page on a person's session. Requests by key carry
// no ambient authority; programs send neither Origin nor Sec-Fetch-Site and pass.
func (s *server) sameOrigin(c *gin.Context) {
	if bearer(c.Request) == "" {
		if err := s.origins.Check(c.Request); err != nil {
			s.abort(c, fault.Wrap(err, fault.Forbidden, "请求来自其他网站，已拒绝。请在编库页面内操作。"))
			return
		}
	}
	c.Next()
}

// writeProblem answers a huma request with err.
func (s *server) writeProblem(ctx huma.Context, err error) {
	var p any = s.problem(ctx.Context(), err)
	status := p.(*Problem).Status
	ctx.SetHeader("Content-Type", "application/problem+json")
	p, _ = s.api.Transform(ctx, "", p)
	ctx.SetStatus(status)
	_ = s.api.Marshal(ctx.BodyWriter(), "application/json", p) // the client is gone when this fails
}

// abort answers a request that never reaches huma with err.
func (s *server) abort(c *gin.Context, err error) {
	p := s.problem(c.Request.Context(), err)
	c.Header("Content-Type", "application/problem+json")
	if strings.HasPrefix(c.Request.URL.Path, "/v1/") {
		c.Header("Content-Type", "application/json")
		c.AbortWithStatusJSON(p.Status, openAIError(p))
		return
	}
	c.AbortWithStatusJSON(p.Status, p)
}
