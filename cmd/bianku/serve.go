package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/web"
)

func serveCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "serve", Short: "启动网页服务与后台处理", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			pool, _, err := a.database(cmd.Context())
			if err != nil {
				return err
			}
			return a.serve(cmd.Context(), pool, false, nil)
		}}
}

// drain is how long requests may take to end once the process is told to stop: an answer is being written.
const drain = 15 * time.Second

// serve serves until ctx ends: the web handler and the workers. ready is called when the address answers.
func (a *app) serve(ctx context.Context, pool *pgxpool.Pool, demo bool, ready func()) error {
	p, files, err := a.pipelineOn(ctx, pool)
	if err != nil {
		return err
	}
	handler, err := a.handler(ctx, p, web.Deps{Pool: pool, Files: files, Demo: demo})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", a.cfg.Listen)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "监听不了 "+a.cfg.Listen+"。端口可能已被占用，请用 --listen 换一个。")
	}
	work, stopWork := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = p.Run(work) }()
	defer func() { stopWork(); <-ended }()
	if a.cluster != nil {
		go a.cluster.watch(work, pool)
	}
	a.warnDegraded()
	fmt.Fprintf(a.out, "编库已启动：%s\n", address(l.Addr()))
	if ready != nil {
		ready()
	}
	return a.listen(ctx, l, handler)
}

func (a *app) handler(ctx context.Context, p *pipeline, d web.Deps) (http.Handler, error) {
	x, err := a.indexing(ctx, d.Pool)
	if err != nil {
		return nil, err
	}
	s, err := a.service(ctx, d.Pool, x.Index)
	if err != nil {
		return nil, err
	}
	d.Index, d.QA, d.Log = x.Index, s, a.log
	if d.Pairs, err = a.pairs(ctx, d.Pool); err != nil {
		return nil, err
	}
	d.Enqueue, d.EnqueueRun = p.Enqueue, p.enqueueRun
	d.Draft, d.DraftingState = a.startDraft(p), p.draftingState
	d.EnqueueRelease, d.ReleaseKey = p.enqueueRelease, a.releaseKey
	d.Ready = func(ctx context.Context) error { return pg.CheckSchema(ctx, d.Pool, rooms()) }
	d.Program = program()
	d.Version, d.Degraded, d.Embedder, d.ChatModel = version, a.degraded, x.EmbedderName(), a.cfg.ChatModel
	d.MaxFileBytes = int64(a.cfg.MaxFileMB) << 20
	d.SecureCookies, d.TrustedProxies, d.TrustedOrigins = a.cfg.SecureCookies, a.cfg.TrustedProxies, a.cfg.TrustedOrigins
	for _, st := range stages {
		d.Stages = append(d.Stages, web.Stage{Name: st.name, Label: st.label})
	}
	return web.New(d)
}

// listen serves on l until ctx ends, then lets what is under way finish.
func (a *app) listen(ctx context.Context, l net.Listener, h http.Handler) error {
	requests, cut := context.WithCancel(context.WithoutCancel(ctx)) // requests outlive the signal, up to drain
	defer cut()
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return requests }}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fault.Wrap(err, fault.Unavailable, "网页服务意外停止")
	case <-ctx.Done():
	}
	fmt.Fprintln(a.errw, "正在停止，请稍候……")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil && !errors.Is(err, http.ErrServerClosed) {
		cut()
		_ = srv.Close()
	}
	return nil
}

// address is how a person on this machine reaches a.
func address(addr net.Addr) string {
	host, port, _ := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(strings.Trim(host, "[]"), port)
}
