package main

import (
	"context"
	"io"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/internal/fault"
)

// app is what the commands share. Its parts are opened on first use and closed once, at the end of run.
type app struct {
	cfg       config
	in        io.Reader
	out, errw io.Writer
	json      bool
	as        string
	log       *slog.Logger
	started   bool // the command line was understood

	pool        *pgxpool.Pool
	cluster     *supervisor // nil with DATABASE_URL
	schemaKnown bool        // migrated, or checked
	idx         *indexing
	degraded    []string                    // Chinese: what is missing, and what it costs
	closers     []func(ctx context.Context) // closed last to first
}

// configure reads the configuration and, with --as, becomes that account.
func (a *app) configure(cmd *cobra.Command) error {
	cfg, err := loadConfig(cmd.Flags())
	if err != nil {
		return err
	}
	a.cfg = cfg
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return fault.Field("log_level", "log_level 只能是 debug、info、warn 或 error。")
	}
	a.log = slog.New(slog.NewTextHandler(a.errw, &slog.HandlerOptions{Level: level}))
	return nil
}

func (a *app) onClose(f func(ctx context.Context)) { a.closers = append(a.closers, f) }

func (a *app) close(ctx context.Context) {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i](ctx)
	}
	a.closers = nil
}
