package model

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

type embedRequest struct {
	Model string   `json:"model"`
	Input []string `json:"input"`
}

// vectorsOf answers as an endpoint does: the vector of a text is its length and 1.
func vectorsOf(t *testing.T, w http.ResponseWriter, r *http.Request) embedRequest {
	var in embedRequest
	require.NoError(t, json.NewDecoder(r.Body).Decode(&in))
	type item struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []item
	for i, text := range in.Input {
		data = append(data, item{i, []float32{float32(len([]rune(text))), 1}})
	}
	require.NoError(t, json.NewEncoder(w).Encode(map[string]any{"data": data}))
	return in
}

func newEmbedder(t *testing.T, cfg EmbedConfig) *Embedder {
	cfg.Model, cfg.Pause = "bge-m3", time.Millisecond
	e, err := NewEmbedder(cfg)
	require.NoError(t, err)
	return e
}

func TestEmbedsInOrderBatchesAndUnitLength(t *testing.T) {
	var requests []embedRequest
	s, _ := server(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "/v1/embeddings", r.URL.Path)
		require.Equal(t, "Bearer secret", r.Header.Get("Authorization"))
		requests = append(requests, vectorsOf(t, w, r))
	})
	e := newEmbedder(t, EmbedConfig{BaseURL: s.URL + "/v1/", Key: "secret", Batch: 2, QueryPrefix: "问："})
	require.Zero(t, e.Dim())
	got, err := e.Embed(t.Context(), []string{"", "编", "编制"}, false)
	require.NoError(t, err)
	require.Len(t, requests, 2)
	require.Equal(t, "bge-m3", requests[0].Model)
	require.Equal(t, []string{"编制"}, requests[1].Input)
	require.Equal(t, 2, e.Dim())
	require.InDeltaSlice(t, []float32{0, 1}, got[0], 1e-6)
	require.InDeltaSlice(t, []float32{0.7071068, 0.7071068}, got[1], 1e-6)
	require.InDeltaSlice(t, []float32{0.8944272, 0.4472136}, got[2], 1e-6)
	_, err = e.Embed(t.Context(), []string{"编制"}, true)
	require.NoError(t, err)
	require.Equal(t, []string{"问：编制"}, requests[2].Input)
}

func TestEmbedRetriesWhatMayPass(t *testing.T) {
	s, calls := server(t, func(call int, w http.ResponseWriter, r *http.Request) {
		if call < 3 {
			http.Error(w, `{"error":{"message":"busy"}}`, http.StatusServiceUnavailable)
			return
		}
		vectorsOf(t, w, r)
	})
	_, err := newEmbedder(t, EmbedConfig{BaseURL: s.URL}).Embed(t.Context(), []string{"编制"}, false)
	require.NoError(t, err)
	require.EqualValues(t, 3, calls.Load())
}

func TestEmbedFailsPlainly(t *testing.T) {
	for name, c := range map[string]struct {
		dim    int
		handle http.HandlerFunc
		calls  int32
	}{
		"wrong key":      {0, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusUnauthorized) }, 1},
		"always busy":    {0, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusTooManyRequests) }, 3},
		"garbage":        {0, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, 3},
		"too few":        {0, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":[{"embedding":[1]}]}`)) }, 3},
		"none":           {0, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":[]}`)) }, 3},
		"another length": {3, func(w http.ResponseWriter, r *http.Request) { vectorsOf(t, w, r) }, 1},
		"no direction": {0, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"data":[{"embedding":[0,0]},{"embedding":[0,0]}]}`))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, calls := server(t, func(_ int, w http.ResponseWriter, r *http.Request) { c.handle(w, r) })
			_, err := newEmbedder(t, EmbedConfig{BaseURL: s.URL, Dim: c.dim}).Embed(t.Context(), []string{"编", "制"}, false)
			require.Equal(t, fault.Unavailable, fault.KindOf(err))
			require.Contains(t, fault.Message(err), "向量模型")
			require.Equal(t, c.calls, calls.Load())
		})
	}
	_, err := NewEmbedder(EmbedConfig{BaseURL: "http://x"})
	require.Equal(t, fault.Invalid, fault.KindOf(err))
}
