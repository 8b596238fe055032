package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	evalsample "bianku/eval/sample"

	"bianku/eval"
	"bianku/internal/fault"
	"bianku/qa"
)

func evalCmd(a *app) *cobra.Command {
	var sample, failures bool
	var file, split string
	var workers int
	cmd := &cobra.Command{
		Use: "eval", Short: "用有标准答案的问题集评测：答案、引文、拒答各自计分",
		Example: "  bianku eval --sample --failures",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data := evalsample.Questions
			if file != "" {
				var err error
				if data, err = os.ReadFile(file); err != nil {
					return fault.Wrap(err, fault.NotFound, "问题集打不开，请检查路径："+file)
				}
			} else if !sample {
				return wrongUsage("请用 --sample 评测示例问题集，或用 --questions 指定问题集")
			}
			questions, err := eval.ReadQuestions(bytes.NewReader(data))
			if err != nil {
				return err
			}
			return a.evaluate(cmd.Context(), ofSplit(questions, split), workers, failures)
		},
	}
	cmd.Flags().BoolVar(&sample, "sample", false, "评测随产品附带的示例问题集")
	cmd.Flags().StringVar(&file, "questions", "", "评测自己的问题集（JSONL）")
	cmd.Flags().StringVar(&split, "split", "", "只评测其中一部分：dev 或 test")
	cmd.Flags().BoolVar(&failures, "failures", false, "列出没有答对的问题和原因")
	cmd.Flags().IntVar(&workers, "workers", 2, "同时提问的个数")
	return cmd
}

func ofSplit(questions []eval.Question, split string) []eval.Question {
	var out []eval.Question
	for _, q := range questions {
		if split == "" || q.Split == split {
			out = append(out, q)
		}
	}
	return out
}

// evaluation is what eval prints as JSON.
type evaluation struct {
	Report   eval.Report    `json:"report"`
	Outcomes []eval.Outcome `json:"outcomes,omitempty"`
}

func (a *app) evaluate(ctx context.Context, questions []eval.Question, workers int, failures bool) error {
	s, err := a.qaService(ctx)
	if err != nil {
		return err
	}
	ask := func(ctx context.Context, q qa.Question) (qa.Answer, error) { return s.Ask(ctx, q, nil) }
	outcomes, err := eval.AskAll(ctx, questions, workers, ask, func() {})
	if err != nil {
		return err
	}
	e := evaluation{Report: eval.Summarize(outcomes)}
	if failures {
		for _, o := range outcomes {
			if !o.Correct || !o.Cited {
				e.Outcomes = append(e.Outcomes, o)
			}
		}
	}
	return a.print(e, func() { a.printEvaluation(e) })
}

func (a *app) printEvaluation(e evaluation) {
	rows := [][]string{{"类别", "问题", "答案正确", "引文正确"}}
	for _, l := range append(append([]eval.Line{e.Report.All}, e.Report.Splits...), e.Report.Types...) {
		rows = append(rows, []string{l.Name, fmt.Sprint(l.Questions), share(l.Correct, l.Questions), share(l.Cited, l.Questions)})
	}
	table(a.out, rows)
	t := e.Report.Refusal
	fmt.Fprintf(a.out, "\n拒答：准确率 %.3f，召回率 %.3f\n", t.Precision(), t.Recall())
	for _, o := range e.Outcomes {
		fmt.Fprintf(a.out, "\n%s %s %s\n  %s\n  %s\n", o.Question.ID, eval.TypeName(o.Question.Type), o.Question.Text, o.Problem,
			strings.ReplaceAll(o.Answer.Text, "\n", "\n  "))
	}
}

func share(n, of int) string {
	if of == 0 {
		return "—"
	}
	return fmt.Sprintf("%d（%.1f%%）", n, 100*float64(n)/float64(of))
}
