package model

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// server is a model server over real HTTP; the handler is told which call it is, from 1.
func server(t *testing.T, handle func(call int, w http.ResponseWriter, r *http.Request)) (*httptest.Server, *atomic.Int32) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handle(int(calls.Add(1)), w, r) }))
	t.Cleanup(s.Close)
	return s, &calls
}

func piece(w http.ResponseWriter, text, finish string) {
	f := "null"
	if finish != "" {
		f = `"` + finish + `"`
	}
	fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%q},\"finish_reason\":%s}]}\n\n", text, f)
	w.(http.Flusher).Flush()
}

func stream(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/event-stream") }

func newChat(t *testing.T, url string) Chat {
	c, err := NewChat(ChatConfig{Kind: "openai", BaseURL: url, Model: "m", Pause: time.Millisecond,
		FirstByte: 300 * time.Millisecond, Idle: 300 * time.Millisecond, Total: 5 * time.Second})
	require.NoError(t, err)
	return c
}

func ask(c Chat) (string, []string, error) {
	var pieces []string
	text, err := c.Stream(context.Background(), []Message{{"system", "s"}, {"user", "u"}}, func(s string) error {
		pieces = append(pieces, s)
		return nil
	})
	return text, pieces, err
}

func TestStreamsToItsEnd(t *testing.T) {
	s, _ := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		stream(w)
		piece(w, "行政编制", "")
		piece(w, "61名。", "stop")
		fmt.Fprint(w, "data: [DONE]\n\n")
	})
	text, pieces, err := ask(newChat(t, s.URL))
	require.NoError(t, err)
	require.Equal(t, "行政编制61名。", text)
	require.Equal(t, []string{"行政编制", "61名。"}, pieces)
}

func TestHalfAnAnswerIsAnError(t *testing.T) {
	for name, finish := range map[string]string{"connection ends": "", "out of tokens": "length"} {
		s, calls := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
			stream(w)
			piece(w, "行政编制", finish)
		})
		_, pieces, err := ask(newChat(t, s.URL))
		require.Equal(t, fault.Unavailable, fault.KindOf(err), name)
		require.Equal(t, []string{"行政编制"}, pieces)
		require.EqualValues(t, 1, calls.Load(), "no retry once something was passed on")
	}
}

func TestRetriesWhatMayPass(t *testing.T) {
	s, calls := server(t, func(call int, w http.ResponseWriter, _ *http.Request) {
		if call < 3 {
			http.Error(w, `{"error":{"message":"busy"}}`, []int{429, 503}[call-1])
			return
		}
		stream(w)
		piece(w, "好。", "stop")
	})
	text, _, err := ask(newChat(t, s.URL))
	require.NoError(t, err)
	require.Equal(t, "好。", text)
	require.EqualValues(t, 3, calls.Load())
}

func TestDoesNotRetryWhatStaysWrong(t *testing.T) {
	s, calls := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":{"message":"bad key"}}`, http.StatusUnauthorized)
	})
	_, _, err := ask(newChat(t, s.URL))
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.EqualValues(t, 1, calls.Load())
	require.NotContains(t, fault.Message(err), "bad key", "what a server says is for the log")
}

func TestGarbageIsAnError(t *testing.T) {
	s, _ := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		stream(w)
		fmt.Fprint(w, "data: {\"choices\": not json\n\ndata: [DONE]\n\n")
	})
	_, _, err := ask(newChat(t, s.URL))
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
}

func TestSilenceIsAnError(t *testing.T) {
	done := make(chan struct{})
	s, calls := server(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		stream(w)
		piece(w, "行政", "")
		select {
		case <-r.Context().Done():
		case <-done:
		}
	})
	defer close(done)
	_, _, err := ask(newChat(t, s.URL))
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.EqualValues(t, 1, calls.Load())
}

func TestTheReaderCanStopIt(t *testing.T) {
	s, _ := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		stream(w)
		piece(w, "行政", "")
		piece(w, "编制", "stop")
	})
	gone := errors.New("gone")
	_, err := newChat(t, s.URL).Stream(context.Background(), []Message{{"user", "u"}}, func(string) error { return gone })
	require.ErrorIs(t, err, gone)
}

func TestLeavesAFailingModelAlone(t *testing.T) {
	s, calls := server(t, func(_ int, w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusUnauthorized) })
	c := newChat(t, s.URL).(*chat)
	now := time.Now()
	c.breaker.now = func() time.Time { return now }
	for range breakAfter {
		_, _, err := ask(c)
		require.Error(t, err)
	}
	_, _, err := ask(c)
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.EqualValues(t, breakAfter, calls.Load(), "not asked while it is left alone")
	now = now.Add(breakFor)
	_, _, _ = ask(c)
	require.EqualValues(t, breakAfter+1, calls.Load(), "asked again afterwards")
}

func TestOllama(t *testing.T) {
	s, _ := server(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "/api/chat", r.URL.Path)
		w.Header().Set("Content-Type", "application/x-ndjson")
		fmt.Fprintln(w, `{"model":"m","message":{"role":"assistant","content":"行政编制"},"done":false}`)
		fmt.Fprintln(w, `{"model":"m","message":{"role":"assistant","content":"61名。"},"done":true,"done_reason":"stop"}`)
	})
	c, err := NewChat(ChatConfig{Kind: "ollama", BaseURL: s.URL, Model: "m"})
	require.NoError(t, err)
	text, _, err := ask(c)
	require.NoError(t, err)
	require.Equal(t, "行政编制61名。", text)
}

func TestRefusesAnUnknownKind(t *testing.T) {
	_, err := NewChat(ChatConfig{Kind: "x", BaseURL: "http://h", Model: "m"})
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	_, err = NewChat(ChatConfig{Kind: "openai"})
	require.Equal(t, fault.Invalid, fault.KindOf(err))
}
