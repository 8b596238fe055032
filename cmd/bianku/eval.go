package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/eval"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

// evalOptions are how a run is asked for.
type evalOptions struct {
	config    eval.Config
	leg       string
	clearance string
	failures  bool
}

func (o *evalOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.config.Split, "split", "", "只评测其中一部分，例如 dev 或 test")
	cmd.Flags().StringVar(&o.config.Label, "label", "", "给这次评测起个名字")
	cmd.Flags().StringVar(&o.leg, "leg", "", "检索指标用哪种检索：lexical、dense 或 fused")
	cmd.Flags().StringVar(&o.clearance, "clearance", "", "以哪个密级的眼光提问（默认为自己的密级）")
	cmd.Flags().IntVar(&o.config.Workers, "workers", 2, "同时提问的个数")
	cmd.Flags().BoolVar(&o.failures, "failures", false, "列出没有通过的问题、原因和归属环节")
}

func (o *evalOptions) read() (eval.Config, error) {
	c := o.config
	c.Leg = retrieval.Leg(o.leg)
	var err error
	if o.clearance != "" {
		c.Clearance, err = parseClearance(o.clearance)
	}
	return c, err
}

func evalCmd(a *app) *cobra.Command {
	var o evalOptions
	var sample bool
	var file string
	cmd := &cobra.Command{
		Use: "eval", Short: "用有标准答案的问题集评测：答案、引文、拒答、检索各自计分",
		Example: "  bianku eval --sample --failures\n  bianku eval import --name 自编题 题目.jsonl && bianku eval run 自编题\n  bianku eval gate 12 --min answers=0.9 --against 11 --max-broken 0",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case file != "":
				return a.evaluateSet(cmd.Context(), o, func(ctx context.Context, tx pgx.Tx) (eval.Set, error) { return importFile(ctx, tx, "", file) })
			case sample:
				return a.evaluateSet(cmd.Context(), o, eval.SampleSet)
			}
			return wrongUsage("请用 --sample 评测示例问题集，用 --questions 指定问题集，或用 bianku eval run 评测已导入的问题集")
		},
	}
	cmd.Flags().BoolVar(&sample, "sample", false, "评测随产品附带的示例问题集")
	cmd.Flags().StringVar(&file, "questions", "", "评测自己的问题集（JSONL）")
	o.flags(cmd)
	cmd.AddCommand(evalSetsCmd(a), evalImportCmd(a), evalRunCmd(a), evalRunsCmd(a), evalShowCmd(a), evalCompareCmd(a), evalGateCmd(a), evalCancelCmd(a))
	return cmd
}

// importFile makes a set of a file of questions. Without a name it is called as the file is.
func importFile(ctx context.Context, tx pgx.Tx, name, path string) (eval.Set, error) {
	f, err := os.Open(path)
	if err != nil {
		return eval.Set{}, fault.Wrap(err, fault.NotFound, "问题集打不开，请检查路径："+path)
	}
	defer f.Close()
	questions, err := eval.ReadQuestions(f)
	if err != nil {
		return eval.Set{}, err
	}
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return eval.ImportSet(ctx, tx, name, eval.FromFile, questions)
}

// evaluateSet makes or finds the set, runs over it, waits, and prints what came out.
func (a *app) evaluateSet(ctx context.Context, o evalOptions, set func(context.Context, pgx.Tx) (eval.Set, error)) error {
	c, err := o.read()
	if err != nil {
		return err
	}
	p, _, err := a.pipeline(ctx)
	if err != nil {
		return err
	}
	if ctx, err = a.actor(ctx); err != nil {
		return err
	}
	var run eval.Run
	err = pg.InTx(ctx, p.pool, func(tx pgx.Tx) error {
		s, err := set(ctx, tx)
		if err != nil {
			return err
		}
		if run, err = eval.NewRun(ctx, tx, s.ID, c); err != nil {
			return err
		}
		return p.enqueueRun(ctx, tx, run.ID)
	})
	if err != nil {
		return err
	}
	if err := a.followRun(ctx, p, run); err != nil {
		return err
	}
	return a.showRun(ctx, p.pool, run.ID, o.failures)
}

// followRun lets the run be done, by this process where no other works, and shows how far it is.
func (a *app) followRun(ctx context.Context, p *pipeline, run eval.Run) error {
	work, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); p.workIfNobodyDoes(work, true) }()
	defer func() { stop(); <-ended }()
	bar := a.bar(run.Total, fmt.Sprintf("评测 %d", run.ID))
	defer bar.done()
	for {
		r, err := eval.RunByID(ctx, p.pool, run.ID)
		switch {
		case ctx.Err() != nil:
			return fault.Newf(fault.Canceled, "已中断。评测 %d 没有丢，后台处理（bianku work 或 bianku serve）会接着做；不要了可用 bianku eval cancel %d。", run.ID, run.ID)
		case err != nil:
			return err
		case r.EndedAt != nil:
			return nil
		}
		bar.set(r.Done, r.Total, fmt.Sprintf("评测 %d", run.ID))
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// evaluation is what a run prints as JSON.
type evaluation struct {
	Run      eval.Run       `json:"run"`
	Outcomes []eval.Outcome `json:"outcomes,omitempty"`
}

func (a *app) showRun(ctx context.Context, pool *pgxpool.Pool, id int64, failures bool) error {
	r, err := eval.RunByID(ctx, pool, id)
	if err != nil {
		return err
	}
	e := evaluation{Run: r}
	for failures {
		page, total, err := eval.Outcomes(ctx, pool, id, eval.OutcomeFilter{Failed: true, Limit: 500, Offset: len(e.Outcomes)})
		if err != nil {
			return err
		}
		e.Outcomes = append(e.Outcomes, page...)
		if len(e.Outcomes) >= total || len(page) == 0 {
			break
		}
	}
	if err := a.print(e, func() { a.printEvaluation(e) }); err != nil || r.State == eval.Done || r.EndedAt == nil {
		return err
	}
	return fault.Newf(fault.Conflict, "评测 %d %s。%s", r.ID, r.State.Chinese(), r.Error)
}

func (a *app) printEvaluation(e evaluation) {
	m := e.Run.Metrics
	rows := [][]string{{"类别", "问题", "答案正确", "引文正确"}}
	for _, g := range append(append([]eval.Group{m.All}, m.Splits...), m.Types...) {
		rows = append(rows, []string{g.Name, fmt.Sprint(g.Questions), share(g.Correct, g.Questions), share(g.Cited, g.Questions)})
	}
	table(a.out, rows)
	precision, _ := m.All.Score("refusal_precision")
	recall, _ := m.All.Score("refusal_recall")
	fmt.Fprintf(a.out, "\n拒答：准确率 %.3f，召回率 %.3f\n\n", precision.Value, recall.Value)
	rows = [][]string{{"指标", "", "值", "题数"}}
	for _, s := range m.All.Scores {
		rows = append(rows, []string{s.Label, s.Name, fmt.Sprintf("%.3f", s.Value), fmt.Sprint(s.N)})
	}
	table(a.out, rows)
	a.printFailures(e)
	printRunLine(a.out, e.Run)
}

func (a *app) printFailures(e evaluation) {
	if len(e.Run.Metrics.Classes) > 0 {
		fmt.Fprintln(a.out)
		rows := [][]string{{"未通过的归因", "题数"}}
		for _, c := range eval.Classes {
			if n := e.Run.Metrics.Classes[c]; n > 0 {
				rows = append(rows, []string{c.Chinese(), fmt.Sprint(n)})
			}
		}
		table(a.out, rows)
	}
	for _, o := range e.Outcomes {
		fmt.Fprintf(a.out, "\n%s %s %s\n  %s\n", o.Question.ID, eval.TypeName(o.Question.Type), o.Question.Text, o.Problem)
		if o.Class != "" {
			fmt.Fprintf(a.out, "  归因：%s（%s）%s\n", o.Class.Chinese(), o.Stage, o.Object)
		}
		fmt.Fprintf(a.out, "  %s\n", strings.ReplaceAll(o.Answer.Text, "\n", "\n  "))
	}
}

func share(n, of int) string {
	if of == 0 {
		return "—"
	}
	return fmt.Sprintf("%d（%.1f%%）", n, 100*float64(n)/float64(of))
}
