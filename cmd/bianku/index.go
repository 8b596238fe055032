package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/retrieval"
	"bianku/retrieval/embed"
)

// indexing is the index with what the pipeline and the status pages want to know of its model.
type indexing struct {
	*retrieval.Index
	embedder retrieval.Embedder // nil: the lexical leg alone
}

// HasEmbedder says whether vectors can be made.
func (x *indexing) HasEmbedder() bool { return x.embedder != nil }

// Unembedded is how many entries have no vector of the present model: texts came in while there was none, or while
// there was another.
func (x *indexing) Unembedded(ctx context.Context) (int64, error) {
	c, err := x.Counts(ctx)
	return c.Entries - c.Embedded, err
}

// EmbedderName is "" without one.
func (x *indexing) EmbedderName() string {
	if x.embedder == nil {
		return ""
	}
	return x.embedder.Name()
}

// index opens the index over pool, once, with the model that is configured, or without one: then a.degraded says so.
func (a *app) index(ctx context.Context, pool *pgxpool.Pool) (*retrieval.Index, func(), error) {
	x, err := a.indexing(ctx, pool)
	if err != nil {
		return nil, nil, err
	}
	return x.Index, func() {}, nil
}

func (a *app) indexing(ctx context.Context, pool *pgxpool.Pool) (*indexing, error) {
	if a.idx != nil {
		return a.idx, nil
	}
	terms, err := retrieval.NewTerms()
	if err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) { terms.Close() })
	e, err := a.embedder(ctx)
	if err != nil {
		a.degraded = append(a.degraded, fault.Message(err))
		a.log.Info("no embedder", "err", err)
	}
	a.idx = &indexing{retrieval.New(pool, terms, e), e}
	return a.idx, nil
}

// embedder opens the configured model: the endpoint, else the local files. A nil Embedder goes with the reason.
func (a *app) embedder(ctx context.Context) (retrieval.Embedder, error) {
	if a.cfg.EmbedURL != "" {
		return a.remoteEmbedder(ctx)
	}
	local, err := embed.Open(ctx, a.cfg.ModelDir)
	if err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) { _ = local.Close() })
	return local, nil
}

// remoteEmbedder asks the endpoint for one vector, to learn how long they are, unless the configuration says it.
func (a *app) remoteEmbedder(ctx context.Context) (retrieval.Embedder, error) {
	e, err := model.NewEmbedder(model.EmbedConfig{BaseURL: a.cfg.EmbedURL, Model: a.cfg.EmbedModel, Key: a.cfg.EmbedKey, Dim: a.cfg.EmbedDim})
	if err != nil {
		return nil, err // not e: a nil *model.Embedder would be an Embedder that is not nil
	}
	if a.cfg.EmbedDim > 0 {
		return e, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if _, err := e.Embed(ctx, []string{"机构编制"}, true); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "向量模型接口（embed_url）没有回答，只能按字词检索。请检查接口后重新启动。")
	}
	return e, nil
}
