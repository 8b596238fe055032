package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/eval"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// onDatabase runs f on the database as the actor of --as.
func (a *app) onDatabase(ctx context.Context, f func(ctx context.Context, pool *pgxpool.Pool) error) error {
	pool, _, err := a.database(ctx)
	if err != nil {
		return err
	}
	if ctx, err = a.actor(ctx); err != nil {
		return err
	}
	return f(ctx, pool)
}

func evalSetsCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "sets", Short: "列出问题集", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error {
			sets, total, err := eval.Sets(ctx, pool, 1000, 0)
			if err != nil {
				return err
			}
			return a.print(map[string]any{"items": sets, "total": total}, func() {
				rows := [][]string{{"编号", "名称", "版本", "来源", "题数", "密级", "评测次数", "时间"}}
				for _, s := range sets {
					rows = append(rows, []string{fmt.Sprint(s.ID), s.Name, fmt.Sprint(s.Version), s.Origin.Chinese(), fmt.Sprint(s.Size),
						fmt.Sprintf("L%d", s.Clearance), fmt.Sprint(s.Runs), s.CreatedAt.Local().Format("2006-01-02 15:04")})
				}
				table(a.out, rows)
			})
		})
	}}
}

// importOptions say where a set comes from.
type importOptions struct {
	name                           string
	pairs, sample                  bool
	queries, qrels, answers, split string
}

func evalImportCmd(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{Use: "import [文件.jsonl]", Short: "导入问题集（内容相同即同一版本）", Args: cobra.MaximumNArgs(1),
		Example: "  bianku eval import 题目.jsonl --name 自编题\n  bianku eval import --pairs --name 已审定问答\n" +
			"  bianku eval import --name policy --queries queries.jsonl --qrels qrels.tsv --answers answers.jsonl --splits dev=split_dev.txt,test=split_test.txt",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error {
				var s eval.Set
				err := pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) {
					s, err = o.set(ctx, tx, args)
					return err
				})
				if err != nil {
					return err
				}
				return a.print(s, func() {
					fmt.Fprintf(a.out, "问题集 %d：%s 第 %d 版，%d 题。\n", s.ID, s.Name, s.Version, s.Size)
				})
			})
		}}
	cmd.Flags().StringVar(&o.name, "name", "", "问题集名称（默认为文件名）")
	cmd.Flags().BoolVar(&o.pairs, "pairs", false, "由已审定的问答生成")
	cmd.Flags().BoolVar(&o.sample, "sample", false, "随产品附带的示例问题")
	cmd.Flags().StringVar(&o.queries, "queries", "", "通用测试集的问题文件，每行 {id, text}")
	cmd.Flags().StringVar(&o.qrels, "qrels", "", "通用测试集的相关性文件（问题id ⇥ 资料id ⇥ 相关度）")
	cmd.Flags().StringVar(&o.answers, "answers", "", "通用测试集的答案文件，每行 {id, answers: […]}")
	cmd.Flags().StringVar(&o.split, "splits", "", "各部分的问题 id 文件：dev=文件,test=文件")
	return cmd
}

func (o importOptions) set(ctx context.Context, tx pgx.Tx, args []string) (eval.Set, error) {
	switch {
	case o.sample:
		return eval.SampleSet(ctx, tx)
	case o.pairs && o.name == "":
		return eval.Set{}, wrongUsage("请用 --name 给问题集起名")
	case o.pairs:
		return eval.SetFromPairs(ctx, tx, o.name)
	case o.queries != "" && o.name == "":
		return eval.Set{}, wrongUsage("请用 --name 给问题集起名")
	case o.queries != "":
		questions, err := o.outside()
		if err != nil {
			return eval.Set{}, err
		}
		return eval.ImportSet(ctx, tx, o.name, eval.FromFile, questions)
	case len(args) == 1:
		return importFile(ctx, tx, o.name, args[0])
	}
	return eval.Set{}, wrongUsage("请给出问题集文件，或用 --pairs、--sample、--queries 指明来源")
}

// outside reads a published test set's files.
func (o importOptions) outside() (_ []eval.Question, err error) {
	var open []*os.File
	defer func() {
		for _, f := range open {
			f.Close()
		}
	}()
	file := func(path string) io.Reader {
		if path == "" || err != nil {
			return nil
		}
		f, e := os.Open(path)
		if e != nil {
			err = fault.Wrap(e, fault.NotFound, "文件打不开，请检查路径："+path)
			return nil
		}
		open = append(open, f)
		return f
	}
	set := eval.Outside{Queries: file(o.queries), Qrels: file(o.qrels), Answers: file(o.answers), Splits: map[string]io.Reader{}}
	for _, part := range strings.FieldsFunc(o.split, func(r rune) bool { return r == ',' }) {
		name, path, ok := strings.Cut(part, "=")
		if !ok {
			return nil, wrongUsage("--splits 应形如 dev=文件,test=文件")
		}
		set.Splits[name] = file(path)
	}
	if err != nil {
		return nil, err
	}
	return set.Questions()
}

func evalRunCmd(a *app) *cobra.Command {
	var o evalOptions
	cmd := &cobra.Command{Use: "run 问题集", Short: "评测一个问题集（名称取最新版本，或编号）", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.evaluateSet(cmd.Context(), o, func(ctx context.Context, tx pgx.Tx) (eval.Set, error) {
				s, err := eval.SetByName(ctx, tx, args[0])
				if id, e := strconv.ParseInt(args[0], 10, 64); e == nil && fault.Is(err, fault.NotFound) {
					return eval.SetByID(ctx, tx, id)
				}
				return s, err
			})
		}}
	o.flags(cmd)
	return cmd
}

func evalRunsCmd(a *app) *cobra.Command {
	var set int64
	var n int
	cmd := &cobra.Command{Use: "runs", Short: "列出评测", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error {
			runs, total, err := eval.Runs(ctx, pool, eval.RunFilter{SetID: set, Limit: n})
			if err != nil {
				return err
			}
			return a.print(map[string]any{"items": runs, "total": total}, func() {
				rows := [][]string{{"编号", "问题集", "部分", "状态", "进度", "通过率", "答案", "引文", "名字", "时间"}}
				for _, r := range runs {
					g := r.Metrics.All
					rows = append(rows, []string{fmt.Sprint(r.ID), fmt.Sprintf("%s v%d", r.SetName, r.SetVersion), r.Config.Split, r.State.Chinese(),
						fmt.Sprintf("%d/%d", r.Done, r.Total), rate(g, "passed"), rate(g, "answers"), rate(g, "citations"), r.Label, r.CreatedAt.Local().Format("2006-01-02 15:04")})
				}
				table(a.out, rows)
			})
		})
	}}
	cmd.Flags().Int64Var(&set, "set", 0, "只看一个问题集的（编号）")
	cmd.Flags().IntVarP(&n, "limit", "n", 50, "最多列出多少次")
	return cmd
}

func rate(g eval.Group, name string) string {
	s, ok := g.Score(name)
	if !ok {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*s.Value)
}

func evalShowCmd(a *app) *cobra.Command {
	var failures bool
	cmd := &cobra.Command{Use: "show 评测", Short: "显示一次评测", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := runNumber(args[0])
		if err != nil {
			return err
		}
		return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error { return a.showRun(ctx, pool, id, failures) })
	}}
	cmd.Flags().BoolVar(&failures, "failures", false, "列出没有通过的问题、原因和归属环节")
	return cmd
}

func runNumber(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 {
		return 0, wrongUsage("评测应以编号指明（见 bianku eval runs），给的是“%s”", s)
	}
	return id, nil
}

// printRunLine says what the figures are of.
func printRunLine(w io.Writer, r eval.Run) {
	took := ""
	if r.StartedAt != nil && r.EndedAt != nil {
		took = fmt.Sprintf("，共 %.1f 秒", r.EndedAt.Sub(*r.StartedAt).Seconds())
	}
	fmt.Fprintf(w, "\n评测 %d：%s 第 %d 版，%s，%d/%d 题%s；每题 p50 %.0f ms，p95 %.0f ms\n", r.ID, r.SetName, r.SetVersion, r.State.Chinese(),
		r.Done, r.Total, took, r.Metrics.P50MS, r.Metrics.P95MS)
	fmt.Fprintf(w, "程序 %s，作答 %s，向量 %s，提示词 %s，资料 %s\n", r.Program, or(r.Model, "摘录"), or(r.Embedder, "无"), or(r.PromptVersion, "无"), r.DataVersion)
	if r.Metrics.DataChanged {
		fmt.Fprintln(w, "注意：评测期间资料有变动，前后各题所依据的资料不完全相同。")
	}
}

func or(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

func evalCancelCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "cancel 评测", Short: "取消没有做完的评测", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := runNumber(args[0])
		if err != nil {
			return err
		}
		return a.onDatabase(cmd.Context(), func(ctx context.Context, pool *pgxpool.Pool) error {
			var r eval.Run
			err := pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) { r, err = eval.Cancel(ctx, tx, id); return err })
			if err != nil {
				return err
			}
			return a.print(r, func() { fmt.Fprintf(a.out, "评测 %d 已取消，已答的 %d 题保留。\n", r.ID, r.Done) })
		})
	}}
}
