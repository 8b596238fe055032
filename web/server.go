package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/annotate"
	"bianku/annotate/release"
	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
	"bianku/retrieval"
)

// Asker answers questions: *qa.Service.
type Asker interface {
	// Ask answers q for the actor in ctx, calling emit for every step; emit's calls do not overlap. It stores the turn
	// and its audit event itself. A refusal is an answer, not an error.
	Ask(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error)
}

// Searcher finds chunks: *retrieval.Index. Its writing half keeps the index honest when a document is withdrawn or comes back.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
	IndexVersion(ctx context.Context, tx pg.DB, versionID int64) error
	EmbedVersion(ctx context.Context, versionID int64, progress func(done, total int)) error
	RemoveVersion(ctx context.Context, tx pg.DB, versionID int64) error
	Counts(ctx context.Context) (retrieval.Counts, error)
}

// Stage is one stage of intake, as listed in cmd/bianku/pipeline.go.
type Stage struct {
	Name  string `json:"name"`
	Label string `json:"label"` // Chinese
}

// Deps is what the server stands on. Pool, Files, Index, QA, Pairs and Enqueue are needed; the rest may be zero.
type Deps struct {
	Pool  *pgxpool.Pool
	Files *ingest.Files
	Index Searcher
	QA    Asker
	Pairs *annotate.Service
	Log   *slog.Logger

	Stages []Stage
	// Enqueue puts a queued intake on its way from the stage it stands at, in the transaction that stored it.
	Enqueue func(ctx context.Context, tx pgx.Tx, in ingest.Intake) error
	// Draft starts drafting pairs from documents (nil: all) in the transaction, and returns the job; DraftingState is how the latest stands.
	Draft         func(ctx context.Context, tx pgx.Tx, documents []int64, useModel bool) (int64, error)
	DraftingState func(ctx context.Context) (Drafting, error)
	// EnqueueRun brings an evaluation run on its way that was made in the transaction; nil: this process starts none.
	EnqueueRun func(ctx context.Context, tx pgx.Tx, runID int64) error
	// EnqueueRelease brings a release on its way that was begun in the transaction; nil: this process builds none.
	EnqueueRelease func(ctx context.Context, tx pgx.Tx, releaseID int64) error
	// ReleaseKey is the key that releases are signed with, made on first use; nil: none here.
	ReleaseKey func() (*release.Key, error)
	// Ready says why this process cannot serve: database away, schema of another version. nil: it can.
	Ready func(ctx context.Context) error

	Version   string
	Program   string   // the version as runs keep it, with its commit
	Degraded  []string // Chinese: what is missing and what it costs
	Embedder  string   // its name, "" for none
	ChatModel string   // its name, "" for extractive answers
	Demo      bool

	MaxFileBytes   int64         // of one uploaded file; 0: 200 MB
	SecureCookies  bool          // behind TLS that ends before this process
	TrustedProxies []string      // whose X-Forwarded-For is believed; nil: nobody's
	TrustedOrigins []string      // further origins (https://host) that may write with a session, behind a rewriting proxy
	Heartbeat      time.Duration // of a stream in which nothing happens; 0: 15 s, proxies cut what is silent for a minute
	Now            func() time.Time
}

func (d *Deps) defaults() {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.MaxFileBytes == 0 {
		d.MaxFileBytes = 200 << 20
	}
	if d.Heartbeat == 0 {
		d.Heartbeat = 15 * time.Second
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Ready == nil {
		d.Ready = func(ctx context.Context) error { return d.Pool.Ping(ctx) }
	}
}

type server struct {
	Deps
	api     huma.API
	signIns *limiter
	meters  *meters
	origins *http.CrossOriginProtection
	ui      http.Handler
}

// New returns the handler of everything bianku serves over HTTP.
func New(d Deps) (http.Handler, error) {
	if d.Pool == nil || d.Files == nil || d.Index == nil || d.QA == nil || d.Pairs == nil || d.Enqueue == nil {
		return nil, errors.New("web.New: Pool, Files, Index, QA, Pairs and Enqueue are needed")
	}
	d.defaults()
	s := &server{Deps: d, signIns: newLimiter(d.Now), origins: http.NewCrossOriginProtection()}
	for _, o := range d.TrustedOrigins {
		if err := s.origins.AddTrustedOrigin(o); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "可信来源应形如 https://bianku.example.gov.cn："+o)
		}
	}
	s.meters = newMeters()
	s.ui = newUI()
	e := newEngine()
	if err := e.SetTrustedProxies(d.TrustedProxies); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "可信代理应为 IP 或网段："+strings.Join(d.TrustedProxies, "、"))
	}
	e.Use(s.requestID, s.observe, s.recovered, secureHeaders, s.sameOrigin)
	if err := s.mount(e); err != nil {
		return nil, err
	}
	e.HandleMethodNotAllowed = true
	e.NoRoute(s.noRoute)
	e.NoMethod(s.noMethod)
	return e, nil
}

// newEngine is gin without its chatter on standard output, which is process-wide and cannot be had otherwise.
func newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	return gin.New()
}

// mount registers every route of the list, then checks the router against it.
func (s *server) mount(e *gin.Engine) error {
	list := routes()
	if err := checkPolicies(list); err != nil {
		return err
	}
	s.api = humagin.New(e, humaConfig())
	registry := s.api.OpenAPI().Components.Schemas
	for _, r := range list {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.within(r), s.guard(r)}
		r.mount(s, s.api, op)
		if r.doc != nil {
			r.doc(documented(s.api.OpenAPI(), r), registry)
		}
	}
	neverNull(registry.Map())
	return checkRouter(list, e.Routes())
}

// documented is the operation of r in the document, which huma copied at registration.
func documented(doc *huma.OpenAPI, r route) *huma.Operation {
	p := doc.Paths[r.path]
	return map[string]*huma.Operation{http.MethodGet: p.Get, http.MethodPost: p.Post, http.MethodPatch: p.Patch, http.MethodPut: p.Put,
		http.MethodDelete: p.Delete}[r.method]
}

// checkPolicies refuses a route without an access policy or without its reason.
func checkPolicies(list []route) error {
	for _, r := range list {
		if r.access.name == "" || (!r.access.public && len(r.access.roles) == 0) || r.why == "" {
			return fmt.Errorf("web: %s %s has no access policy", r.method, r.path)
		}
	}
	return nil
}

// checkRouter refuses a route that is served without being in the list.
func checkRouter(list []route, served gin.RoutesInfo) error {
	pathParam := strings.NewReplacer("{", ":", "}", "")
	for _, have := range served {
		if !slices.ContainsFunc(list, func(r route) bool {
			return r.method == have.Method && pathParam.Replace(r.path) == have.Path
		}) {
			return fmt.Errorf("web: %s %s is served but not in the list of routes", have.Method, have.Path)
		}
	}
	return nil
}

// mount is a handler waiting for its server.
type mount func(s *server, api huma.API, op huma.Operation)

// handle adapts a method of server to huma: its errors become problems, and what is internal goes to the log.
func handle[I, O any](f func(*server, context.Context, *I) (*O, error)) mount {
	return func(s *server, api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			if rc := controllerFrom(ctx); rc != nil {
				// huma bounds the reading of the body and leaves the deadline standing: net/http would take it for the
				// client's departure and cancel a long answer.
				_ = rc.SetReadDeadline(time.Time{})
			}
			o, err := f(s, ctx, in)
			if err != nil {
				return nil, s.problem(ctx, err)
			}
			return o, nil
		})
	}
}

// problem is problemOf with the cause of what is not the caller's fault in the log.
func (s *server) problem(ctx context.Context, err error) *Problem {
	p := problemOf(err)
	if p.Status >= 500 {
		p.RequestID = requestIDFrom(ctx)
		s.Log.ErrorContext(ctx, "request failed", "request_id", requestIDFrom(ctx), "code", p.Code, "error", err.Error())
	}
	return p
}

type controllerKey struct{}

func controllerFrom(ctx context.Context) *http.ResponseController {
	rc, _ := ctx.Value(controllerKey{}).(*http.ResponseController)
	return rc
}

// within bounds the request in time.
func (s *server) within(r route) func(huma.Context, func(huma.Context)) {
	limit := r.timeout
	if limit == 0 {
		limit = requestTimeout
	}
	return func(ctx huma.Context, next func(huma.Context)) {
		bounded, cancel := context.WithTimeout(ctx.Context(), limit)
		defer cancel()
		rc := http.NewResponseController(humagin.Unwrap(ctx).Writer)
		next(huma.WithContext(ctx, context.WithValue(bounded, controllerKey{}, rc)))
	}
}

// list is how every list is sent.
type list[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"`
}

// out is a JSON response.
type out[T any] struct{ Body T }

func reply[T any](v T, err error) (*out[T], error) {
	if err != nil {
		return nil, err
	}
	return &out[T]{v}, nil
}

func replyList[T any](items []T, total int, err error) (*out[list[T]], error) {
	return reply(list[T]{items, total}, err)
}

// none is an empty response: 204.
type none struct{}

// noInput is a request without parameters.
type noInput struct{}

// The parts of inputs are exported because huma passes over embedded types that are not.

// ByID is a request about one thing.
type ByID struct {
	ID int64 `path:"id" minimum:"1"`
}

// Page is the window of a list.
type Page struct {
	Limit  int `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"条数"`
	Offset int `query:"offset" minimum:"0" doc:"跳过的条数"`
}
