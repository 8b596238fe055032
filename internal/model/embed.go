package model

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tmc/langchaingo/llms/openai"

	"bianku/internal/fault"
)

// EmbedConfig says which embedding endpoint is used. Any server with OpenAI's /embeddings will do.
type EmbedConfig struct {
	BaseURL     string // http://host:8000/v1
	Model       string
	Key         string        // "" where the server asks for none
	Dim         int           // of its vectors; 0: learnt from the first answer
	QueryPrefix string        // what the model wants in front of a question, "" for nothing
	Batch       int           // texts in one request; 0: 32
	Timeout     time.Duration // of one request; 0: 60 s
	Retries     int           // on 429, 5xx and broken connections; 0: 2, negative: none
	Pause       time.Duration // before the first retry, doubled each time, with jitter; 0: 500 ms
	Client      *http.Client  // nil: one of its own
}

// Embedder makes vectors at an endpoint. It is what retrieval wants of one. langchaingo takes the vectors in the order in
// which the server lists them and does not look at their index; all servers we know list them in the order of the texts.
type Embedder struct {
	cfg EmbedConfig
	llm *openai.LLM
	dim atomic.Int64
}

// NewEmbedder makes an Embedder. It does not call the server: one that is down now may be up when it is asked.
func NewEmbedder(cfg EmbedConfig) (*Embedder, error) {
	if cfg.BaseURL == "" || cfg.Model == "" {
		return nil, fault.New(fault.Invalid, "向量模型需要同时配置服务地址（embed_url）和模型名称（embed_model）。")
	}
	cfg.Batch = cmp.Or(cfg.Batch, 32)
	cfg.Timeout = cmp.Or(cfg.Timeout, 60*time.Second)
	cfg.Retries = cmp.Or(cfg.Retries, 2)
	cfg.Pause = cmp.Or(cfg.Pause, 500*time.Millisecond)
	cfg.Client = cmp.Or(cfg.Client, &http.Client{})
	key := cmp.Or(cfg.Key, "none") // the library insists on one; servers that need none ignore it
	llm, err := openai.New(openai.WithBaseURL(strings.TrimRight(cfg.BaseURL, "/")), openai.WithModel(cfg.Model),
		openai.WithEmbeddingModel(cfg.Model), openai.WithToken(key), openai.WithHTTPClient(cfg.Client))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "向量模型的配置有误，请检查服务地址和模型名称。")
	}
	e := &Embedder{cfg: cfg, llm: llm}
	e.dim.Store(int64(cfg.Dim))
	return e, nil
}

// Name is the model's: vectors of two models are never compared.
func (e *Embedder) Name() string { return e.cfg.Model }

// Dim is the length of a vector, 0 while it is not known: it was not configured, and the server has not answered yet.
func (e *Embedder) Dim() int { return int(e.dim.Load()) }

// Embed returns one vector of length 1 for each text, in their order.
func (e *Embedder) Embed(ctx context.Context, texts []string, query bool) (vectors [][]float32, err error) {
	defer fault.Wrapf(&err, "model.Embed(%d texts)", len(texts))
	for start := 0; start < len(texts); start += e.cfg.Batch {
		batch := texts[start:min(start+e.cfg.Batch, len(texts))]
		if query {
			batch = prefixed(e.cfg.QueryPrefix, batch)
		}
		got, err := e.persist(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, v := range got {
			if err := e.check(v); err != nil {
				return nil, err
			}
			vectors = append(vectors, v)
		}
	}
	return vectors, nil
}

func prefixed(prefix string, texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = prefix + t
	}
	return out
}

// persist asks for one batch and retries what may pass by itself.
func (e *Embedder) persist(ctx context.Context, batch []string) ([][]float32, error) {
	for try, pause := 0, e.cfg.Pause; ; try, pause = try+1, 2*pause {
		got, err := e.once(ctx, batch)
		if err == nil {
			return got, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if try >= e.cfg.Retries || !worthRetrying(err) {
			return nil, fault.Wrap(err, fault.Unavailable, "向量模型暂时不可用，请检查其服务地址、模型名称和密钥。")
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause + rand.N(pause)):
		}
	}
}

func (e *Embedder) once(ctx context.Context, batch []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Timeout)
	defer cancel()
	got, err := e.llm.CreateEmbedding(ctx, batch)
	if err == nil && len(got) != len(batch) {
		err = fmt.Errorf("%d vectors for %d texts", len(got), len(batch))
	}
	return got, err
}

// check brings v to length 1 and refuses what is no vector of this model.
func (e *Embedder) check(v []float32) error {
	e.dim.CompareAndSwap(0, int64(len(v)))
	if len(v) == 0 || len(v) != e.Dim() {
		return fault.Newf(fault.Unavailable, "向量模型 %s 返回了 %d 维的向量，应为 %d 维。请检查模型配置。", e.cfg.Model, len(v), e.Dim())
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if norm := math.Sqrt(sum); norm > 0 && !math.IsInf(norm, 0) && !math.IsNaN(norm) {
		for i := range v {
			v[i] /= float32(norm)
		}
		return nil
	}
	return fault.Newf(fault.Unavailable, "向量模型 %s 返回了无效的向量。", e.cfg.Model)
}
