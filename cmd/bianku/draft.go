package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/annotate/draft"
	"bianku/internal/fault"
)

type draftOptions struct {
	documents []int64
	model     bool
	submit    bool
}

func draftCmd(a *app) *cobra.Command {
	var o draftOptions
	cmd := &cobra.Command{
		Use: "draft", Short: "起草问答对：按结构和编制数字；--model 再由对话模型起草（中断后再执行即接着做）", Args: cobra.NoArgs,
		Example: "  bianku draft --submit\n  bianku draft --document 12 --document 15 --model",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.draft(cmd.Context(), o) },
	}
	cmd.Flags().Int64SliceVar(&o.documents, "document", nil, "文件编号，可重复；不给则为全部现行有效的文件")
	cmd.Flags().BoolVar(&o.model, "model", false, "再由已配置的对话模型起草")
	cmd.Flags().BoolVar(&o.submit, "submit", false, "检查没有问题的直接送审")
	return cmd
}

func (a *app) draft(ctx context.Context, o draftOptions) error {
	pool, _, err := a.database(ctx)
	if err != nil {
		return err
	}
	if ctx, err = a.actor(ctx); err != nil {
		return err
	}
	opts := draft.Options{DocumentIDs: o.documents, Submit: o.submit}
	if o.model {
		if opts.Chat, err = a.chat(); err != nil {
			return err
		}
		if opts.Chat == nil {
			return fault.New(fault.Invalid, "没有配置对话模型，不能用 --model。请设置 --chat-url 和 --chat-model，或去掉 --model。")
		}
	}
	began := time.Now()
	rep, err := a.runDraft(ctx, pool, opts)
	if err != nil {
		return err
	}
	return a.print(rep, func() { a.showDrafted(rep, time.Since(began)) })
}

// runDraft drafts with a bar on the terminal.
func (a *app) runDraft(ctx context.Context, pool *pgxpool.Pool, o draft.Options) (draft.Report, error) {
	pairs, err := a.pairs(ctx, pool)
	if err != nil {
		return draft.Report{}, err
	}
	bar := a.bar(1, "起草")
	defer bar.done()
	rep, err := draft.Run(ctx, pool, pairs, o, func(p draft.Progress) { bar.set(p.Done, p.Total, fmt.Sprintf("起草（新 %d 对）", p.Created)) })
	return rep, err
}

func (a *app) showDrafted(rep draft.Report, took time.Duration) {
	fmt.Fprintf(a.out, "新起草 %d 对，送审 %d 对；已有或与其他文件重复 %d 对；不采用 %d 对。用时 %s。\n", rep.Created, rep.Submitted, rep.Skipped, rep.Refused,
		took.Round(100*time.Millisecond))
	var types []string
	for _, t := range slices.Sorted(maps.Keys(rep.ByType)) {
		types = append(types, fmt.Sprintf("%d 类 %d", t, rep.ByType[t]))
	}
	if len(types) > 0 {
		fmt.Fprintln(a.out, "按问题类型："+strings.Join(types, "，"))
	}
	for _, p := range rep.Passed {
		fmt.Fprintf(a.out, "没有起草  文件 %d：%s\n", p.DocumentID, p.Reason)
	}
	for _, r := range rep.Refusal {
		fmt.Fprintf(a.out, "不采用  %s：%s\n", r.Question, r.Reason)
	}
}
