package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/spf13/cobra"

	"bianku/eval"
	"bianku/ingest"
	"bianku/ingest/parse"
	"bianku/internal/auth"
)

type ingestOptions struct {
	jsonl       bool
	clearance   string
	sourceClass int
	label       string
	wait        bool
}

func ingestCmd(a *app) *cobra.Command {
	var o ingestOptions
	cmd := &cobra.Command{
		Use: "ingest 路径…", Short: "收文件入库（目录整个收；中断后再执行同一命令即可接着做）", Args: cobra.MinimumNArgs(1),
		Example: "  bianku ingest 法规库/ 通知.docx\n  bianku ingest --jsonl 条文.jsonl --clearance L2",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.ingest(cmd.Context(), o, args) },
	}
	cmd.Flags().BoolVar(&o.jsonl, "jsonl", false, "路径是 JSONL 文件，每行一条 {id, title, text, date?, status?}")
	cmd.Flags().StringVar(&o.clearance, "clearance", "L1", "密级：L1 公开、L2 内部、L3 受限、L4 敏感个人信息")
	cmd.Flags().IntVar(&o.sourceClass, "source-class", 2, "来源类别 1–6")
	cmd.Flags().StringVar(&o.label, "label", "", "批次名称（默认为第一个路径）")
	cmd.Flags().BoolVar(&o.wait, "wait", true, "等全部处理完再返回；--wait=false 只登记")
	return cmd
}

func parseClearance(s string) (auth.Clearance, error) {
	for c := auth.L1; c <= auth.L4; c++ {
		if s == fmt.Sprintf("L%d", c) || s == fmt.Sprint(int(c)) {
			return c, nil
		}
	}
	return 0, wrongUsage("密级应为 L1、L2、L3 或 L4，给的是“%s”。", s)
}

func (a *app) ingest(ctx context.Context, o ingestOptions, paths []string) error {
	c, err := parseClearance(o.clearance)
	if err != nil {
		return err
	}
	var list []found
	if !o.jsonl {
		if list, err = walk(paths); err != nil {
			return err
		}
		if len(list) == 0 {
			return wrongUsage("给出的目录里没有文件。")
		}
	}
	p, files, err := a.pipeline(ctx)
	if err != nil {
		return err
	}
	if ctx, err = a.actor(ctx); err != nil {
		return err
	}
	if o.label == "" {
		o.label = filepath.Base(filepath.Clean(paths[0]))
	}
	s, err := p.submit(ctx, files, ingest.NewSubmission{Label: o.label, Clearance: c, SourceClass: o.sourceClass})
	if err != nil {
		return err
	}
	began := time.Now()
	work, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); p.workIfNobodyDoes(work, o.wait) }()
	defer func() { stop(); <-ended }() // the stages that run finish, and what waits stays for the next time
	if err := a.takeIn(ctx, s, o, list, paths); err != nil {
		return err
	}
	if !o.wait {
		return a.print(s.batch, func() {
			fmt.Fprintf(a.out, "已登记为批次 %d，由后台处理（bianku work 或 bianku serve）。\n", s.batch.ID)
		})
	}
	if err := a.follow(ctx, p.pool, s.batch.ID); err != nil {
		return err
	}
	if err := p.maintainIfIdle(ctx); err != nil { // a process that serves would do it within a minute; this one ends
		return err
	}
	return a.summary(ctx, p.pool, s.batch.ID, time.Since(began))
}

// takeIn reads what is submitted into the batch. The workers are busy with the first of it meanwhile.
func (a *app) takeIn(ctx context.Context, s *submission, o ingestOptions, list []found, paths []string) error {
	bar := a.bar(len(list), "登记")
	defer bar.done()
	if o.jsonl {
		for _, path := range paths {
			if err := s.rows(ctx, path, bar.add); err != nil {
				return err
			}
		}
		return nil
	}
	for _, f := range list {
		if err := s.file(ctx, f.name, func() (fs.File, error) { return os.Open(f.path) }); err != nil {
			return err
		}
		bar.add(1)
	}
	return nil
}

// pipeline is what every command needs that brings files on.
func (a *app) pipeline(ctx context.Context) (*pipeline, *ingest.Files, error) {
	pool, _, err := a.database(ctx)
	if err != nil {
		return nil, nil, err
	}
	return a.pipelineOn(ctx, pool)
}

func (a *app) pipelineOn(ctx context.Context, pool *pgxpool.Pool) (*pipeline, *ingest.Files, error) {
	files, err := a.files()
	if err != nil {
		return nil, nil, err
	}
	x, err := a.indexing(ctx, pool)
	if err != nil {
		return nil, nil, err
	}
	a.onClose(func(ctx context.Context) { _ = parse.Close(ctx) }) // the PDF reader, where a file has started it
	p, err := newPipeline(pool, files, x, a.cfg.Workers, a.log)
	if err != nil {
		return nil, nil, err
	}
	p.others = []jobKind{
		{evalArgs{}.Kind(), queueEval, 1, func(w *river.Workers) {
			river.AddWorker(w, &evalWorker{deps: func(ctx context.Context) (eval.Deps, error) { return a.evalDeps(ctx, p) }})
		}},
		{releaseArgs{}.Kind(), queueRelease, 1, func(w *river.Workers) {
			river.AddWorker(w, &releaseWorker{p: p, files: files, key: a.releaseKey})
		}},
		{draftArgs{}.Kind(), queueDraft, 1, func(w *river.Workers) { river.AddWorker(w, &draftWorker{a: a, p: p}) }},
	}
	return p, files, nil
}

// workIfNobodyDoes works in this process as long as no other process does: one that serves has its own workers, and
// two on one machine would only take the processor from each other. Should the other one go, this one steps in.
func (p *pipeline) workIfNobodyDoes(ctx context.Context, want bool) {
	for want && ctx.Err() == nil {
		others, err := workersLive(ctx, p.pool)
		if err == nil && !others {
			_ = p.Run(ctx)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(300 * time.Millisecond):
		}
	}
}
