package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/qa"
)

// readyTimeout is how long a load balancer waits for a verdict.
const readyTimeout = 3 * time.Second

// Health is the answer of healthz and readyz.
type Health struct {
	Status string `json:"status" enum:"ok,unavailable"`
	Reason string `json:"reason,omitempty"` // Chinese
}

// healthz says that the process lives; it asks nobody else, so that a database outage does not restart it.
func (s *server) healthz(context.Context, *noInput) (*out[Health], error) {
	return reply(Health{Status: "ok"}, nil)
}

type readyOutput struct {
	Status int
	Body   Health
}

// readyz says whether requests can be answered here, and if not, why.
func (s *server) readyz(ctx context.Context, _ *noInput) (*readyOutput, error) {
	if err := s.Ready(ctx); err != nil {
		s.Log.WarnContext(ctx, "not ready", "error", err)
		err = classify(err)
		reason := fault.Message(err)
		if fault.KindOf(err) == fault.Internal {
			reason = errDatabaseDown
		}
		return &readyOutput{http.StatusServiceUnavailable, Health{"unavailable", reason}}, nil
	}
	return &readyOutput{http.StatusOK, Health{Status: "ok"}}, nil
}

func (s *server) openapi(context.Context, *noInput) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		hc.SetStatus(http.StatusOK)
		_ = huma.DefaultJSONFormat.Marshal(hc.BodyWriter(), s.api.OpenAPI()) // the client is gone when this fails
	}}, nil
}

// meters are the process's metrics, in a registry of their own.
type meters struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	stages   *prometheus.HistogramVec
	answers  *prometheus.CounterVec
	jobs     *prometheus.GaugeVec
	conns    *prometheus.GaugeVec
}

func newMeters() *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "bianku_http_request_seconds",
			Help: "HTTP requests by route.", Buckets: prometheus.ExponentialBuckets(0.001, 3, 10)},
			[]string{"method", "route", "status"}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "bianku_answer_stage_seconds",
			Help: "Stages of answers.", Buckets: prometheus.ExponentialBuckets(0.0005, 3, 11)}, []string{"stage"}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "bianku_answers_total",
			Help: "Answers by mode and reason of refusal."}, []string{"mode", "refusal"}),
		jobs: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "bianku_jobs", Help: "Files in intake by state."}, []string{"state"}),
		conns: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "bianku_db_connections", Help: "Database connections by state."},
			[]string{"state"}),
	}
	m.registry.MustRegister(m.requests, m.stages, m.answers, m.jobs, m.conns, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meters) request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *meters) answered(a qa.Answer) {
	refusal := ""
	if a.Refusal != nil {
		refusal = a.Refusal.Reason
	}
	m.answers.WithLabelValues(string(a.Mode), refusal).Inc()
	for stage, ms := range a.Timings {
		m.stages.WithLabelValues(stage).Observe(ms / 1000)
	}
}

// measure reads what is counted elsewhere, the jobs and the pool; with the database away there are no jobs to tell of.
func (s *server) measure(ctx context.Context) {
	st := s.Pool.Stat()
	s.meters.conns.WithLabelValues("used").Set(float64(st.AcquiredConns()))
	s.meters.conns.WithLabelValues("idle").Set(float64(st.IdleConns()))
	s.meters.jobs.Reset()
	counts, err := ingest.IntakeCounts(auth.WithActor(ctx, auth.System("job")), s.Pool)
	if err != nil {
		s.Log.WarnContext(ctx, "metrics: jobs", "error", err)
	}
	for state, n := range counts {
		s.meters.jobs.WithLabelValues(state).Set(float64(n))
	}
}

func (s *server) metrics(ctx context.Context, _ *noInput) (*huma.StreamResponse, error) {
	s.measure(ctx)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		promhttp.HandlerFor(s.meters.registry, promhttp.HandlerOpts{}).ServeHTTP(c.Writer, c.Request)
	}}, nil
}
