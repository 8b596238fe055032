package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/eval"
	"bianku/internal/fault"
)

func evalCompareCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "compare 评测A 评测B", Short: "逐题比较两次评测（B 相对于 A）", Args: cobra.ExactArgs(2), RunE: func(cmd *cobra.Command, args []string) error {
		before, err := runNumber(args[0])
		if err != nil {
			return err
		}
		after, err := runNumber(args[1])
		if err != nil {
			return err
		}
		return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error {
			c, err := eval.Compare(ctx, pool, before, after)
			if err != nil {
				return err
			}
			return a.print(c, func() { printComparison(a.out, c) })
		})
	}}
}

func printComparison(w io.Writer, c eval.Comparison) {
	if c.Note != "" {
		fmt.Fprintln(w, "注意："+c.Note)
	}
	rows := [][]string{{"指标", fmt.Sprintf("评测 %d", c.A.ID), fmt.Sprintf("评测 %d", c.B.ID), "差"}}
	for _, m := range c.Metrics {
		rows = append(rows, []string{m.Label, fmt.Sprintf("%.3f", m.A), fmt.Sprintf("%.3f", m.B), fmt.Sprintf("%+.3f", m.B-m.A)})
	}
	table(w, rows)
	fmt.Fprintf(w, "\n共同 %d 题：两次都通过 %d，改好 %d，变坏 %d，都没有通过 %d\n", c.Common, c.SamePassed, len(c.Fixed), len(c.Broken), len(c.SameFailed))
	for _, part := range []struct {
		name  string
		pairs []eval.CasePair
	}{{"变坏", c.Broken}, {"改好", c.Fixed}, {"都没有通过", c.SameFailed}} {
		for _, p := range part.pairs {
			fmt.Fprintf(w, "%s  %s %s（%s → %s）\n", part.name, p.Question.ID, p.Question.Text, or(p.A.Problem, "通过"), or(p.B.Problem, "通过"))
		}
	}
}

// gateOptions are thresholds as given on the command line.
type gateOptions struct {
	min, max  []string
	file      string
	against   int64
	maxBroken int
}

func evalGateCmd(a *app) *cobra.Command {
	var o gateOptions
	cmd := &cobra.Command{Use: "gate 评测", Short: "检查评测是否达到门槛：没达到则说明原因并以 1 退出", Args: cobra.ExactArgs(1),
		Example: "  bianku eval gate 12 --min answers=0.9 --min recall@10=0.8 --max p95_ms=800\n  bianku eval gate 12 --against 11 --max-broken 0\n  bianku eval gate 12 --thresholds 门槛.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := runNumber(args[0])
			if err != nil {
				return err
			}
			t, err := o.thresholds(cmd.Flags().Changed("max-broken"))
			if err != nil {
				return err
			}
			return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error { return a.gate(ctx, pool, id, t) })
		}}
	cmd.Flags().StringArrayVar(&o.min, "min", nil, "指标不得低于：指标=数值，可重复")
	cmd.Flags().StringArrayVar(&o.max, "max", nil, "指标不得高于：指标=数值，可重复")
	cmd.Flags().StringVar(&o.file, "thresholds", "", "门槛文件（JSON：min、max、against、max_broken）；选项优先")
	cmd.Flags().Int64Var(&o.against, "against", 0, "与哪一次评测比较（编号）")
	cmd.Flags().IntVar(&o.maxBroken, "max-broken", 0, "相对于 --against，最多允许多少题由通过变为不通过")
	return cmd
}

func (o gateOptions) thresholds(broken bool) (t eval.Thresholds, err error) {
	if o.file != "" {
		f, err := os.Open(o.file)
		if err != nil {
			return t, fault.Wrap(err, fault.NotFound, "门槛文件打不开，请检查路径："+o.file)
		}
		defer f.Close()
		if t, err = eval.ReadThresholds(f); err != nil {
			return t, err
		}
	}
	if t.Min, err = assignments(t.Min, o.min); err != nil {
		return t, err
	}
	if t.Max, err = assignments(t.Max, o.max); err != nil {
		return t, err
	}
	if o.against != 0 {
		t.Against = o.against
	}
	if broken {
		t.MaxBroken = &o.maxBroken
	}
	return t, nil
}

func assignments(m map[string]float64, list []string) (map[string]float64, error) {
	for _, s := range list {
		name, value, ok := strings.Cut(s, "=")
		v, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil {
			return nil, wrongUsage("门槛应写成 指标=数值，例如 answers=0.9，给的是“%s”", s)
		}
		if m == nil {
			m = map[string]float64{}
		}
		m[name] = v
	}
	return m, nil
}

// gate ends with an error, and so with exit code 1, when the run does not pass.
func (a *app) gate(ctx context.Context, pool *pgxpool.Pool, id int64, t eval.Thresholds) error {
	v, err := eval.Gate(ctx, pool, id, t)
	if err != nil {
		return err
	}
	err = a.print(v, func() {
		if v.Passed {
			fmt.Fprintf(a.out, "评测 %d 达到全部门槛。\n", v.Run)
		}
	})
	if err != nil || v.Passed {
		return err
	}
	return fault.Newf(fault.Conflict, "评测 %d 没有达到门槛：\n  %s", v.Run, strings.Join(v.Reasons, "\n  "))
}
