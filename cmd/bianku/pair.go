package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/annotate"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

func pairCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "pair", Short: "问答对：查看、检查、新建、送审、审核"}
	cmd.AddCommand(pairListCmd(a), pairShowCmd(a), pairCheckCmd(a), pairAddCmd(a), pairQueueCmd(a), pairNextCmd(a),
		pairVerdictCmd(a, "accept ID", "通过手中的问答对", annotate.Accept), pairVerdictCmd(a, "reject ID", "退回手中的问答对", annotate.Reject),
		pairChangeCmd(a, "submit ID", "送审（草稿 → 初审）", false, func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64, _ string) (annotate.Pair, error) {
			return s.Submit(ctx, tx, id)
		}),
		pairChangeCmd(a, "return ID", "归还手中的问答对", false, func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64, _ string) (annotate.Pair, error) {
			if err := s.Return(ctx, tx, id); err != nil {
				return annotate.Pair{}, err
			}
			return annotate.PairByID(ctx, tx, id)
		}),
		pairChangeCmd(a, "recheck ID", "已审定的退回复核", true, func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64, reason string) (annotate.Pair, error) {
			return s.Recheck(ctx, tx, id, reason)
		}),
		pairChangeCmd(a, "withdraw ID", "撤下", true, func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64, reason string) (annotate.Pair, error) {
			return s.Withdraw(ctx, tx, id, reason)
		}))
	return cmd
}

func pairListCmd(a *app) *cobra.Command {
	var f annotate.Filter
	var state, origin string
	cmd := &cobra.Command{Use: "list", Short: "列出问答对", Args: cobra.NoArgs,
		Example: "  bianku pair list --state approved -q 编制\n  bianku pair list --document 3",
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.State, f.Origin = annotate.State(state), annotate.Origin(origin)
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				list, total, err := annotate.Pairs(ctx, pool, f)
				if err != nil {
					return err
				}
				return a.print(map[string]any{"items": list, "total": total}, func() { a.printPairs(list, total) })
			})
		}}
	cmd.Flags().StringVar(&state, "state", "", "状态：draft、review、approved、rejected、withdrawn")
	cmd.Flags().StringVarP(&f.Q, "query", "q", "", "问题或答案中的文字")
	cmd.Flags().Int64Var(&f.DocumentID, "document", 0, "以这份文件为依据的")
	cmd.Flags().IntVar(&f.Type, "type", 0, "问题类型 1–30")
	cmd.Flags().StringVar(&origin, "origin", "", "来源：rule、model、expert、feedback、failure")
	cmd.Flags().BoolVar(&f.Mine, "mine", false, "只要本人写过或审过的（与 --as 合用）")
	cmd.Flags().IntVarP(&f.Limit, "limit", "n", 50, "条数")
	cmd.Flags().IntVar(&f.Offset, "offset", 0, "跳过的条数")
	return cmd
}

func (a *app) printPairs(list []annotate.Pair, total int) {
	rows := [][]string{{"编号", "状态", "版本", "类型", "密级", "问题"}}
	for _, p := range list {
		rows = append(rows, []string{fmt.Sprint(p.ID), stateOf(p), fmt.Sprint(p.Version), fmt.Sprint(p.Type), fmt.Sprintf("L%d", p.Clearance), excerpt(p.Question, 40)})
	}
	table(a.out, rows)
	fmt.Fprintf(a.out, "共 %d 个。\n", total)
}

// stateOf is where a pair stands, with the round.
func stateOf(p annotate.Pair) string {
	switch p.Round {
	case 1:
		return "初审"
	case 2:
		return "复审"
	}
	return p.State.Chinese()
}

func pairShowCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: "显示一个问答对及其各版本", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := pairID(args[0])
			if err != nil {
				return err
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				p, err := annotate.PairByID(ctx, pool, id)
				if err != nil {
					return err
				}
				history, err := annotate.Versions(ctx, pool, id)
				if err != nil {
					return err
				}
				return a.print(map[string]any{"pair": p, "versions": history}, func() { a.printPair(p); a.printHistory(history) })
			})
		}}
}

func pairID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 {
		return 0, wrongUsage("问答对的编号应是正整数，给的是“%s”。", s)
	}
	return id, nil
}

func (a *app) printPair(p annotate.Pair) {
	fmt.Fprintf(a.out, "第 %d 号  %s  第 %d 版  L%d\n", p.ID, stateOf(p), p.Version, p.Clearance)
	if p.Reason != "" {
		fmt.Fprintln(a.out, "原因："+p.Reason)
	}
	fmt.Fprintf(a.out, "问：%s\n", p.Question)
	for _, v := range p.Variants {
		fmt.Fprintln(a.out, "　　"+v)
	}
	fmt.Fprintf(a.out, "答：%s\n", p.Answer)
	for i, b := range p.Basis {
		fmt.Fprintf(a.out, "依据 %d：《%s》%s（%s）\n　　%s\n", i+1, b.Title, b.Label, b.Status.Chinese(), excerpt(b.Quote, 200))
	}
	for _, l := range p.Links {
		fmt.Fprintf(a.out, "关联：%s\n", l.Title)
	}
	a.printFindings(p.Findings)
}

func (a *app) printFindings(list []annotate.Finding) {
	for _, f := range list {
		mark := "提示"
		if f.Level == annotate.LevelError {
			mark = "错误"
		}
		fmt.Fprintf(a.out, "%s：%s\n", mark, f.Message)
	}
}

func (a *app) printHistory(history []annotate.PairVersion) {
	actions := map[string]string{annotate.Accept: "通过", annotate.Edit: "修改", annotate.Reject: "退回"}
	for _, v := range history {
		author := v.Author
		if author == "" {
			author = "系统"
		}
		fmt.Fprintf(a.out, "第 %d 版  %s  %s  %s\n", v.N, v.CreatedAt.Local().Format(time.DateTime), author, v.Note)
		for _, x := range v.Verdicts {
			fmt.Fprintf(a.out, "　　%s %s %s %s\n", []string{"", "初审", "复审"}[x.Round], x.Reviewer, actions[x.Action], x.Comment)
		}
	}
}

func pairCheckCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "check [文件]", Short: "检查问答对（JSONL，每行一个，默认从标准输入读），有错误时退出码为 1", Args: cobra.MaximumNArgs(1),
		Example: `  echo '{"question":"…","answer":"…","type":9,"basis":[{"chunk_id":7,"quote":"…"}]}' | bianku pair check`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachContent(cmd, args, func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, list []annotate.Content) error {
				wrong := 0
				for i, c := range list {
					found, err := s.Check(ctx, pool, c)
					if err != nil {
						return err
					}
					for _, f := range found {
						if f.Level == annotate.LevelError {
							wrong++
							break
						}
					}
					err = a.print(map[string]any{"line": i + 1, "findings": found}, func() {
						fmt.Fprintf(a.out, "第 %d 个：%s\n", i+1, excerpt(c.Question, 60))
						a.printFindings(found)
					})
					if err != nil {
						return err
					}
				}
				if wrong > 0 {
					return fault.Newf(fault.Invalid, "%d 个问答对里，%d 个有错误。", len(list), wrong)
				}
				return nil
			})
		}}
}

func pairAddCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "add [文件]", Short: "新建草稿（JSONL，每行一个，默认从标准输入读）；有一个不能保存则都不保存", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachContent(cmd, args, func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, list []annotate.Content) error {
				made := []annotate.Pair{}
				err := pg.InTx(ctx, pool, func(tx pgx.Tx) error {
					for i, c := range list {
						if auth.ActorFrom(ctx).ID != 0 && (c.Origin == annotate.ByRule || c.Origin == annotate.ByModel) {
							c.Origin = annotate.ByExpert // a person answers for what they bring, whoever wrote it
						}
						p, err := s.Create(ctx, tx, c)
						if err != nil {
							return fault.Wrap(err, fault.KindOf(err), fmt.Sprintf("第 %d 个：%s", i+1, fault.Message(err)))
						}
						made = append(made, p)
					}
					return nil
				})
				if err != nil {
					return err
				}
				return a.print(map[string]any{"items": made, "total": len(made)}, func() { a.printPairs(made, len(made)) })
			})
		}}
}

// eachContent runs f with what a file of pairs holds.
func (a *app) eachContent(cmd *cobra.Command, args []string, f func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, list []annotate.Content) error) error {
	in := a.in
	if len(args) == 1 && args[0] != "-" {
		file, err := os.Open(args[0])
		if err != nil {
			return openFault(err, args[0])
		}
		defer file.Close()
		in = file
	}
	list, err := readContents(in)
	if err != nil {
		return err
	}
	return a.withPairs(cmd, func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service) error { return f(ctx, pool, s, list) })
}

func readContents(in io.Reader) (list []annotate.Content, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		var c annotate.Content
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("第 %d 行不是合格的 JSON。每行一个问答对：question、answer、type、basis。", n))
		}
		list = append(list, c)
	}
	return list, lines.Err()
}

// withPairs is the frame of the commands that change pairs.
func (a *app) withPairs(cmd *cobra.Command, f func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service) error) error {
	return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
		s, err := a.pairs(ctx, pool)
		if err != nil {
			return err
		}
		return f(ctx, pool, s)
	})
}

func pairQueueCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "queue", Short: "审核队列的数量", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				c, err := annotate.Queue(ctx, pool)
				if err != nil {
					return err
				}
				return a.print(c, func() {
					fmt.Fprintf(a.out, "待初审 %d，待复审 %d，审核中 %d，已退回 %d；本人可审 %d，手中 %d，今日已审 %d。\n", c.Round1, c.Round2, c.Leased, c.Returned,
						c.Available, c.Mine, c.MineToday)
				})
			})
		}}
}

func pairNextCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "next", Short: "领取下一个待审的问答对（须用 --as 指明审核人）", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withPairs(cmd, func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service) error {
				item, err := s.Pull(ctx, pool)
				if err != nil {
					return err
				}
				return a.print(item, func() {
					if item == nil {
						fmt.Fprintln(a.out, "没有可审的问答对。")
						return
					}
					a.printPair(item.Pair)
					fmt.Fprintf(a.out, "请在 %s 前给出意见：bianku pair accept|reject %d\n", item.Until.Local().Format("15:04"), item.Pair.ID)
				})
			})
		}}
}

// pairVerdictCmd gives a verdict on what the reviewer holds, at the version that they were shown.
func pairVerdictCmd(a *app, use, short, action string) *cobra.Command {
	d := annotate.Decision{Action: action}
	cmd := &cobra.Command{Use: use, Short: short + "（须用 --as 指明审核人）", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.changePair(cmd, args[0], func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64) (annotate.Pair, error) {
				p, err := annotate.PairByID(ctx, tx, id)
				if err != nil {
					return p, err
				}
				if d.Version == 0 {
					d.Version = p.Version
				}
				return s.Decide(ctx, tx, id, d)
			})
		}}
	cmd.Flags().IntVar(&d.Version, "version", 0, "看的是第几版（默认当前版）")
	cmd.Flags().StringVar(&d.Comment, "comment", "", "意见")
	if action == annotate.Reject {
		var codes []string
		for _, r := range annotate.Reasons {
			codes = append(codes, r.Code+" "+r.Label)
		}
		cmd.Flags().StringVar(&d.Reason, "reason", "", "原因："+strings.Join(codes, "、"))
	}
	return cmd
}

// pairChangeCmd is a command that moves a pair from one state to another.
func pairChangeCmd(a *app, use, short string, why bool, f func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64, reason string) (annotate.Pair, error)) *cobra.Command {
	var reason string
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.changePair(cmd, args[0], func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64) (annotate.Pair, error) {
				return f(ctx, s, tx, id, reason)
			})
		}}
	if why {
		cmd.Flags().StringVar(&reason, "reason", "", "原因（必填，记入审计）")
	}
	return cmd
}

func (a *app) changePair(cmd *cobra.Command, arg string, f func(ctx context.Context, s *annotate.Service, tx pgx.Tx, id int64) (annotate.Pair, error)) error {
	id, err := pairID(arg)
	if err != nil {
		return err
	}
	return a.withPairs(cmd, func(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service) error {
		var p annotate.Pair
		err := pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) { p, err = f(ctx, s, tx, id); return err })
		if err != nil {
			return err
		}
		return a.print(p, func() { fmt.Fprintf(a.out, "第 %d 号：%s，第 %d 版。\n", p.ID, stateOf(p), p.Version) })
	})
}
