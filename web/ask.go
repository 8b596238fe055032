package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"bianku/internal/civil"
	"bianku/qa"
)

const (
	askTimeout = 5 * time.Minute  // a slow model on a slow machine still answers
	writeLimit = 30 * time.Second // one write to a client that has stopped reading
)

// Question is what is asked.
type Question struct {
	Question       string     `json:"question" minLength:"1" maxLength:"2000"`
	ConversationID int64      `json:"conversation_id,omitempty" doc:"接着哪个对话问，默认新建"`
	AsOf           civil.Date `json:"as_of,omitempty" doc:"按哪一天的规定回答，默认看问题，再默认今天"`
}

// ask answers as JSON, or as a stream where the client accepts one.
func (s *server) ask(ctx context.Context, in *struct {
	Accept string `header:"Accept" hidden:"true"`
	Body   Question
}) (*huma.StreamResponse, error) {
	q := qa.Question{Text: in.Body.Question, ConversationID: in.Body.ConversationID, AsOf: in.Body.AsOf}
	if strings.Contains(in.Accept, "text/event-stream") {
		return s.answerStream(ctx, q, sseEvents{}), nil
	}
	a, err := s.answer(ctx, q, func(qa.Event) {})
	if err != nil {
		return nil, err
	}
	return writeJSON(a), nil
}

// answer asks the room and keeps the meters.
func (s *server) answer(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error) {
	a, err := s.QA.Ask(ctx, q, emit)
	if err == nil {
		s.meters.answered(a)
	}
	return a, err
}

// writeJSON is a JSON body for handlers that can also stream.
func writeJSON(v any) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		hc.SetStatus(http.StatusOK)
		_ = huma.DefaultJSONFormat.Marshal(hc.BodyWriter(), fillArrays(v)) // the client is gone when this fails
	}}
}

// eventWriter puts answer events into one of the two dialects that we stream.
type eventWriter interface {
	event(e qa.Event) []byte   // nil: this dialect has no such event
	failed(p *Problem) []byte  // the stream ends with it
	finished(qa.Answer) []byte // after the last event
}

// answerStream answers as server-sent events. Until the first byte is out an error still gets its own HTTP status;
// from then on it is an event. The answer is made on another goroutine, so that a heartbeat can go out while a model
// thinks; a client that goes away cancels it through the context.
func (s *server) answerStream(ctx context.Context, q qa.Question, dialect eventWriter) *huma.StreamResponse {
	type result struct {
		answer qa.Answer
		err    error
	}
	frames, done := make(chan []byte), make(chan result, 1)
	emit := func(e qa.Event) {
		// Written out here: what e points to is only this goroutine's to read.
		select {
		case frames <- dialect.event(e):
		case <-ctx.Done():
		}
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			defer s.caught(ctx, func(err error) { done <- result{err: err} })
			a, err := s.answer(ctx, q, emit)
			done <- result{a, err}
		}()
		w := newStream(hc, cancel, s.Heartbeat)
		defer w.close()
		for {
			select {
			case b := <-frames:
				w.write(b)
			case <-w.beat.C:
				w.write([]byte(": \n\n"))
			case r := <-done:
				switch {
				case r.err == nil:
					w.write(dialect.finished(r.answer))
				case !w.begun:
					s.writeProblem(hc, r.err)
				default:
					w.write(dialect.failed(s.problem(ctx, r.err)))
				}
				return
			}
		}
	}}
}

// caught turns a panic of a goroutine that gin's recovery does not cover into an error.
func (s *server) caught(ctx context.Context, report func(error)) {
	if p := recover(); p != nil {
		s.Log.ErrorContext(ctx, "panic", "request_id", requestIDFrom(ctx), "panic", fmt.Sprint(p), "stack", stack())
		report(fmt.Errorf("panic: %v", p))
	}
}

// stream is the response side of server-sent events.
type stream struct {
	hc     huma.Context
	rc     *http.ResponseController
	beat   *time.Ticker
	begun  bool
	cancel context.CancelFunc // a client that cannot be written to is gone
}

func newStream(hc huma.Context, cancel context.CancelFunc, heartbeat time.Duration) *stream {
	return &stream{hc: hc, rc: http.NewResponseController(humagin.Unwrap(hc).Writer), beat: time.NewTicker(heartbeat), cancel: cancel}
}

func (w *stream) close() { w.beat.Stop() }

func (w *stream) write(b []byte) {
	if b == nil {
		return
	}
	if !w.begun {
		w.begun = true
		w.hc.SetHeader("Content-Type", "text/event-stream; charset=utf-8")
		w.hc.SetHeader("X-Accel-Buffering", "no") // nginx would hold the stream back
		w.hc.SetStatus(http.StatusOK)
	}
	_ = w.rc.SetWriteDeadline(time.Now().Add(writeLimit)) // not every writer has deadlines
	if _, err := w.hc.BodyWriter().Write(b); err != nil {
		w.cancel()
		return
	}
	_ = w.rc.Flush()
}

// sseEvents is our own dialect: the event's type as its name, qa.Event as its data.
type sseEvents struct{}

func (sseEvents) event(e qa.Event) []byte {
	if e.Type == "error" {
		return nil // Ask returns the error too, and failed sends it once
	}
	return frame(e.Type, e)
}

func (sseEvents) failed(p *Problem) []byte {
	return frame("error", qa.Event{Type: "error", Error: p.Detail})
}

func (sseEvents) finished(qa.Answer) []byte { return nil } // final was an event

// frame is one server-sent event; JSON has no raw line break, so one data line holds it.
func frame(name string, v any) []byte {
	data, err := json.Marshal(fillArrays(v))
	if err != nil {
		return nil
	}
	if name == "" {
		return fmt.Appendf(nil, "data: %s\n\n", data)
	}
	return fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data)
}
