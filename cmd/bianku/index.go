package main

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/fault"
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
	local, err := embed.Open(ctx, a.cfg.ModelDir)
	if err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) { _ = local.Close() })
	return local, nil
}
