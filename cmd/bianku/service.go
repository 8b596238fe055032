package main

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/annotate"
	"bianku/internal/model"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// service makes the service that answers: with the configured chat model, or extractive.
func (a *app) service(ctx context.Context, pool *pgxpool.Pool, index *retrieval.Index) (*qa.Service, error) {
	words, err := sensitivewords.Load(ctx, pool)
	if err != nil {
		return nil, err
	}
	chat, err := a.chat()
	if err != nil {
		return nil, err
	}
	return qa.New(qa.Config{Pool: pool, Index: index, Chat: chat, Words: words, Log: a.log}), nil
}

// pairs makes the service that changes pairs.
func (a *app) pairs(ctx context.Context, pool *pgxpool.Pool) (*annotate.Service, error) {
	index, err := a.indexing(ctx, pool)
	if err != nil {
		return nil, err
	}
	words, err := sensitivewords.Load(ctx, pool)
	if err != nil {
		return nil, err
	}
	return annotate.New(index, words), nil
}

// chat is the configured chat model, nil without one.
func (a *app) chat() (model.Chat, error) {
	if a.cfg.ChatURL == "" {
		return nil, nil
	}
	return model.NewChat(model.ChatConfig{Kind: a.cfg.ChatKind, BaseURL: a.cfg.ChatURL, Model: a.cfg.ChatModel, Key: a.cfg.ChatKey})
}
