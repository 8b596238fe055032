package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/qa"
)

// scripted is an Asker that does what a test tells it: for the ways of a stream that a real answer takes only when
// something breaks.
type scripted func(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error)

func (f scripted) Ask(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error) {
	return f(ctx, q, emit)
}

// anAnswer is an answer with one citation.
func anAnswer() qa.Answer {
	return qa.Answer{ID: 7, Question: "多少名？", Mode: qa.Extractive, Text: "行政编制为61名。[1]", AsOf: civil.MustParse("2026-01-05"),
		Citations: []qa.Citation{{N: 1, Title: "云澜市数据局职能配置、内设机构和人员编制规定", DocNo: "云编办〔2024〕12号", Label: "第四条",
			Quote: "机关行政编制61名", Status: ingest.InForce}},
		Notices: []string{"另核定工勤编制3名。"}, Timings: map[string]float64{"retrieving": 12}}
}

func TestAskAsStream(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(_ context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error) {
			a := anAnswer()
			emit(qa.Event{Type: "stage", Stage: "retrieving", Label: "检索"})
			emit(qa.Event{Type: "delta", Delta: "机关行政编制"})
			emit(qa.Event{Type: "delta", Delta: "61名。\n[1]"})
			emit(qa.Event{Type: "citation", Citation: &a.Citations[0]})
			emit(qa.Event{Type: "final", Answer: &a})
			return a, nil
		})
	})
	got := w.as("staff1").with("Accept", "text/event-stream").post("/api/v1/ask", Question{Question: "多少名？"})
	require.Equal(t, 200, got.status)
	require.Equal(t, "text/event-stream; charset=utf-8", got.header.Get("Content-Type"))
	require.Equal(t, "no", got.header.Get("X-Accel-Buffering"))
	list := events(got.body)
	require.Equal(t, []string{"stage", "delta", "citation", "final"}, names(list))
	var text strings.Builder
	for _, e := range list {
		var ev qa.Event
		require.NoError(t, json.Unmarshal([]byte(e.data), &ev))
		require.Equal(t, e.name, ev.Type)
		text.WriteString(ev.Delta)
	}
	require.Equal(t, "机关行政编制61名。\n[1]", text.String())
	require.NotContains(t, got.body, `"sentences":null`)
	require.Contains(t, w.nobody().get("/metrics").body, `bianku_answers_total{mode="extractive",refusal=""} 1`)
}

func TestAskFails(t *testing.T) {
	t.Parallel()
	var script scripted
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error) {
			return script(ctx, q, emit)
		})
	})
	c := w.as("staff1")
	sse := c.with("Accept", "text/event-stream")
	ask := Question{Question: "多少名？"}

	script = func(context.Context, qa.Question, func(qa.Event)) (qa.Answer, error) {
		return qa.Answer{}, fault.New(fault.NotFound, "没有这个对话。")
	}
	sse.post("/api/v1/ask", ask).problem(404) // nothing was sent yet: the status is still free
	c.post("/api/v1/ask", ask).problem(404)

	script = func(_ context.Context, _ qa.Question, emit func(qa.Event)) (qa.Answer, error) {
		emit(qa.Event{Type: "stage", Stage: "answering"})
		emit(qa.Event{Type: "error", Error: "内部事件"})
		return qa.Answer{}, errors.New("secret of the inside")
	}
	got := sse.post("/api/v1/ask", ask)
	require.Equal(t, 200, got.status)
	require.Equal(t, []string{"stage", "error"}, names(events(got.body)))
	require.Len(t, events(got.body), 2, "the error once")
	require.Contains(t, got.body, "系统内部错误")
	require.NotContains(t, got.body, "secret")

	script = func(_ context.Context, _ qa.Question, emit func(qa.Event)) (qa.Answer, error) {
		emit(qa.Event{Type: "stage", Stage: "answering"})
		panic("secret of the inside")
	}
	got = sse.post("/api/v1/ask", ask)
	require.Equal(t, []string{"stage", "error"}, names(events(got.body)))
	require.NotContains(t, got.body, "secret")
	require.Contains(t, w.log.String(), "secret of the inside")
}

func TestAClientThatLeavesStopsTheAnswer(t *testing.T) {
	t.Parallel()
	stopped := make(chan error, 1)
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(ctx context.Context, _ qa.Question, emit func(qa.Event)) (qa.Answer, error) {
			emit(qa.Event{Type: "stage", Stage: "answering"})
			<-ctx.Done()
			emit(qa.Event{Type: "delta", Delta: "nobody reads this"}) // must not block
			stopped <- ctx.Err()
			return qa.Answer{}, ctx.Err()
		})
	})
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "POST", w.url+"/api/v1/ask", strings.NewReader(`{"question":"多少名？"}`))
	require.NoError(t, err)
	req.Header = w.as("staff1").with("Accept", "text/event-stream").with("Content-Type", "application/json").header
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	line, err := bufio.NewReader(res.Body).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "event: stage\n", line)
	leave()
	require.ErrorIs(t, <-stopped, context.Canceled)
	_ = res.Body.Close()
}

func TestASilentStreamBeats(t *testing.T) {
	t.Parallel()
	heard := make(chan struct{})
	w := newWorld(t, func(d *Deps) {
		d.Heartbeat = time.Millisecond
		d.QA = scripted(func(context.Context, qa.Question, func(qa.Event)) (qa.Answer, error) {
			<-heard
			return qa.Answer{}, fault.New(fault.Unavailable, "模型没有应答，请稍后再试。")
		})
	})
	req, err := http.NewRequestWithContext(t.Context(), "POST", w.url+"/api/v1/ask", strings.NewReader(`{"question":"多少名？"}`))
	require.NoError(t, err)
	req.Header = w.as("staff1").with("Accept", "text/event-stream").with("Content-Type", "application/json").header
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	first := make([]byte, 4)
	_, err = io.ReadFull(res.Body, first)
	require.NoError(t, err)
	require.Equal(t, ": \n\n", string(first), "a comment, which clients pass over")
	close(heard)
	rest, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, []string{"error"}, names(events(string(rest))), "the stream had begun, so the error is an event")
}

// deadlines is a response that remembers the last read deadline of its connection.
type deadlines struct {
	*httptest.ResponseRecorder
	set  int
	last time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error { d.set, d.last = d.set+1, t; return nil }

// TestALongAnswerOutlivesTheReadingOfItsQuestion: the deadline that huma puts on the body must be gone while the answer
// is made, or net/http takes its passing for the client's departure.
func TestALongAnswerOutlivesTheReadingOfItsQuestion(t *testing.T) {
	t.Parallel()
	rec := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(context.Context, qa.Question, func(qa.Event)) (qa.Answer, error) {
			require.NotZero(t, rec.set)
			require.True(t, rec.last.IsZero(), "no deadline any more")
			return anAnswer(), nil
		})
	})
	h, err := New(w.deps)
	require.NoError(t, err)
	req := httptest.NewRequest("POST", "/api/v1/ask", strings.NewReader(`{"question":"多少名？"}`))
	req.Header = w.as("staff1").with("Content-Type", "application/json").header
	h.ServeHTTP(rec, req)
	require.Equal(t, 200, rec.Code, rec.Body.String())
}

func TestChatCompletions(t *testing.T) {
	t.Parallel()
	var asked qa.Question
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(_ context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error) {
			asked = q
			a := anAnswer()
			if strings.Contains(q.Text, "工资") {
				a = qa.Answer{Mode: qa.Refused, Text: "资料中没有依据，不能回答。", Refusal: &qa.Refusal{Reason: "no_evidence",
					Message: "资料中没有依据，不能回答。", Nearest: anAnswer().Citations}}
			}
			emit(qa.Event{Type: "stage", Stage: "retrieving"})
			emit(qa.Event{Type: "delta", Delta: a.Text})
			emit(qa.Event{Type: "final", Answer: &a})
			return a, nil
		})
	})
	c := w.byKey("staff1")
	body := map[string]any{"model": "bianku", "temperature": 0.2, "messages": []map[string]any{
		{"role": "system", "content": "你是助手"},
		{"role": "user", "content": []map[string]any{{"type": "text", "text": "多少名？"}}, "name": "x"}}}
	var whole chatCompletion
	got := c.post("/v1/chat/completions", body)
	require.Equal(t, 200, got.status, got.body)
	got.into(&whole)
	require.Contains(t, asked.Text, "多少名？")
	require.Equal(t, "chat.completion", whole.Object)
	require.Equal(t, "stop", whole.Choices[0].FinishReason)
	text := whole.Choices[0].Message.Content
	require.Equal(t, "行政编制为61名。[1]\n\n另核定工勤编制3名。\n\n依据：\n[1] 《云澜市数据局职能配置、内设机构和人员编制规定》（云编办〔2024〕12号）第四条（现行有效）：“机关行政编制61名”\n\n适用时点：2026年1月5日", text)
	require.Equal(t, len([]rune(text)), whole.Usage.CompletionTokens)
	require.Equal(t, whole.Usage.PromptTokens+whole.Usage.CompletionTokens, whole.Usage.TotalTokens)

	body["stream"] = true
	got = c.post("/v1/chat/completions", body)
	list := events(got.body)
	require.Equal(t, "[DONE]", list[len(list)-1].data)
	var streamed strings.Builder
	for i, e := range list[:len(list)-1] {
		var ch chatChunk
		require.NoError(t, json.Unmarshal([]byte(e.data), &ch), e.data)
		require.Equal(t, "chat.completion.chunk", ch.Object)
		require.Equal(t, i == 0, ch.Choices[0].Delta.Role == "assistant")
		streamed.WriteString(ch.Choices[0].Delta.Content)
	}
	require.Equal(t, text, streamed.String(), "the stream adds up to the whole")

	refusal := c.post("/v1/chat/completions", map[string]any{"messages": []map[string]any{{"role": "user", "content": "局长的工资多少？"}}})
	require.Equal(t, 200, refusal.status)
	refusal.into(&whole)
	require.Contains(t, whole.Choices[0].Message.Content, "最接近的条文（并非答案）：\n[1]")
	require.NotContains(t, whole.Choices[0].Message.Content, "依据：")
}

// An approved answer says so to every client: in the final event, and in the text where there is only text.
func TestApprovedAnswersSaySo(t *testing.T) {
	t.Parallel()
	a := anAnswer()
	a.Approved = &qa.Approval{PairID: 5, Version: 2, ApprovedAt: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	w := newWorld(t, func(d *Deps) {
		d.QA = scripted(func(_ context.Context, _ qa.Question, emit func(qa.Event)) (qa.Answer, error) {
			emit(qa.Event{Type: "delta", Delta: a.Text})
			emit(qa.Event{Type: "final", Answer: &a})
			return a, nil
		})
	})
	staff := w.as("staff1")
	got := staff.post("/api/v1/ask", Question{Question: "多少名？"})
	require.Contains(t, string(got.body), `"approved":{"pair_id":5,"version":2,"approved_at":"2026-11-20T09:00:00Z"}`)
	stream := staff.with("Accept", "text/event-stream").post("/api/v1/ask", Question{Question: "多少名？"})
	require.Contains(t, string(stream.body), `"approved":{"pair_id":5`)
	for _, streamed := range []bool{false, true} {
		got := staff.post("/v1/chat/completions", map[string]any{"messages": []map[string]string{{"role": "user", "content": "多少名？"}}, "stream": streamed})
		require.Contains(t, string(got.body), "已审定问答（第2版，2026年11月20日审定）。", streamed)
	}
}

func TestOpenAIErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hello := map[string]any{"messages": []map[string]any{{"role": "user", "content": "你好"}}}
	for name, c := range map[string]struct {
		got    answered
		status int
		kind   string
	}{
		"nobody":       {w.nobody().post("/v1/chat/completions", hello), 401, "authentication_error"},
		"partner":      {w.byKey("partner").post("/v1/chat/completions", hello), 403, "permission_error"},
		"no messages":  {w.byKey("staff1").post("/v1/chat/completions", map[string]any{"messages": []any{}}), 422, "invalid_request_error"},
		"no such path": {w.byKey("staff1").get("/v1/embeddings"), 404, "invalid_request_error"},
	} {
		var p openAIProblem
		require.Equal(t, c.status, c.got.status, name)
		require.Equal(t, "application/json", c.got.header.Get("Content-Type"), name)
		c.got.into(&p)
		require.Equal(t, c.kind, p.Error.Type, name)
		require.Regexp(t, `\p{Han}`, p.Error.Message, name)
	}
	models := w.byKey("partner").get("/v1/models")
	require.JSONEq(t, fmt.Sprintf(`{"object":"list","data":[{"id":"bianku","object":"model","created":%d,"owned_by":"bianku"}]}`, modelsSince), models.body)
}

// TestFiftyAtOnce asks the real rooms fifty questions at the same time: everybody gets the answer to their own.
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("管理办法.txt", openPaper, auth.L1)
	w.add("数据局三定.txt", closedPaper, auth.L3)
	low, high := w.byKey("staff1"), w.byKey("staff3")
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			c, q := high, "云澜市数据局机关行政编制多少名？"
			if i%2 == 1 {
				c = low
			}
			if i%5 == 0 {
				c = c.with("Accept", "text/event-stream")
			}
			got := c.post("/api/v1/ask", Question{Question: q})
			if got.status != 200 {
				t.Errorf("%d: %d %s", i, got.status, got.body)
			}
			if knows := strings.Contains(got.body, "61名"); knows != (i%2 == 0) {
				t.Errorf("%d: clearance %v, knows %v: %s", i, i%2 == 0, knows, got.body)
			}
		})
	}
	wg.Wait()
}
