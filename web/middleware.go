package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

type requestIDKey struct{}

const actorLogin = "bianku.login" // gin key: for the access log

var goodRequestID = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// requestID gives every request a name, or takes the one that a proxy gave it.
func (s *server) requestID(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if !goodRequestID.MatchString(id) {
		id = rand.Text()
	}
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	c.Next()
}

func requestIDFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// observe writes the access log and the meters. The route stands in for the path: queries and ids can hold what a log
// should not.
func (s *server) observe(c *gin.Context) {
	start := s.Now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "ui"
	}
	took := s.Now().Sub(start)
	s.meters.request(c.Request.Method, route, c.Writer.Status(), took)
	level := slog.LevelInfo
	if c.Writer.Status() >= 500 {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Request.Context(), level, "request",
		slog.String("request_id", requestIDFrom(c.Request.Context())), slog.String("method", c.Request.Method),
		slog.String("route", route), slog.Int("status", c.Writer.Status()), slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Duration("took", took.Round(time.Microsecond)), slog.String("actor", c.GetString(actorLogin)),
		slog.String("ip", c.ClientIP()))
}

// recovered turns a panic into a 500 that says nothing of it; the log says everything.
func (s *server) recovered(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		s.Log.ErrorContext(c.Request.Context(), "panic", "request_id", requestIDFrom(c.Request.Context()),
			"panic", fmt.Sprint(p), "stack", stack())
		if c.Writer.Written() {
			c.Abort()
			return
		}
		s.abort(c, fmt.Errorf("panic: %v", p))
	}()
	c.Next()
}

func stack() string { return string(debug.Stack()) }

// contentPolicy lets a page load only from us. Ant Design writes its styles into the page, hence unsafe-inline there.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func secureHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if p := c.Request.URL.Path; strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/v1/") {
		h.Set("Cache-Control", "no-store")
	}
	c.Next()
}
