package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/annotate"
	"bianku/eval/ticket"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
)

func ticketCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "ticket", Short: "整改工单：失败从发现到修复、复审、复测、关闭",
		Long: "整改工单：失败从发现到修复、复审、复测、关闭。\n修复人不能复审自己的修复，所以各步请用 --as 写明办理人。"}
	cmd.AddCommand(ticketListCmd(a), ticketShowCmd(a), ticketAssignCmd(a),
		ticketStepCmd(a, "start 编号", "开始修复（问答对会退回初审）", func(ctx context.Context, tx pgx.Tx, pairs *annotate.Service, id int64, note string) (ticket.Ticket, error) {
			return ticket.Start(ctx, tx, id, note, func(ctx context.Context, tx pg.DB, pair int64, reason string) error {
				_, err := pairs.Recheck(ctx, tx, pair, reason)
				return err
			})
		}),
		ticketFixedCmd(a),
		ticketStepCmd(a, "accept 编号", "复审通过（修复人以外的人）", func(ctx context.Context, tx pgx.Tx, _ *annotate.Service, id int64, note string) (ticket.Ticket, error) {
			return ticket.Accept(ctx, tx, id, note)
		}),
		ticketStepCmd(a, "reject 编号", "复审退回", func(ctx context.Context, tx pgx.Tx, _ *annotate.Service, id int64, note string) (ticket.Ticket, error) {
			return ticket.Reject(ctx, tx, id, note)
		}),
		ticketRerunCmd(a))
	return cmd
}

func ticketListCmd(a *app) *cobra.Command {
	var f ticket.Filter
	var state string
	cmd := &cobra.Command{Use: "list", Short: "列出工单", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
			f.State = ticket.State(state)
			list, total, counts, err := ticket.Tickets(ctx, pool, f)
			if err != nil {
				return err
			}
			return a.print(map[string]any{"items": list, "total": total, "counts": counts}, func() { a.printTickets(list) })
		})
	}}
	cmd.Flags().StringVar(&state, "state", "", "只列这个状态：new、assigned、fixing、re_review、re_run、closed")
	cmd.Flags().StringVar(&f.Stage, "stage", "", "只列这个环节：数据集成、编目、标注、检索、生成")
	cmd.Flags().StringVar(&f.Class, "class", "", "只列这个类别，如 label_wrong")
	cmd.Flags().BoolVar(&f.Mine, "mine", false, "只列指派给 --as 账号的")
	return cmd
}

func (a *app) printTickets(list []ticket.Ticket) {
	rows := [][]string{{"编号", "状态", "环节", "案例", "处理人", "工单"}}
	for _, t := range list {
		rows = append(rows, []string{fmt.Sprint(t.ID), t.State.Chinese(), t.Stage, fmt.Sprint(t.Cases), t.Assignee, t.Title})
	}
	table(a.out, rows)
}

func ticketShowCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "show 编号", Short: "一个工单：案例及证据、经过、可填的修复版本", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := ticketID(args[0])
		if err != nil {
			return err
		}
		return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
			tr, err := ticket.ByID(ctx, pool, id, program())
			if err != nil {
				return err
			}
			return a.print(tr, func() { a.printTrail(tr) })
		})
	}}
}

func ticketID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 {
		return 0, wrongUsage("工单编号应是数字：%s", s)
	}
	return id, nil
}

func (a *app) printTrail(tr ticket.Trail) {
	t := tr.Ticket
	fmt.Fprintf(a.out, "工单 %d　%s\n状态：%s　环节：%s　处理人：%s　重开：%d 次\n", t.ID, t.Title, t.State.Chinese(), t.Stage, t.Assignee, t.Reopened)
	for _, c := range tr.Cases {
		fmt.Fprintf(a.out, "\n案例 %d　%s\n  %s\n", c.ID, c.Question, c.Problem)
		for _, p := range c.Evidence {
			fmt.Fprintf(a.out, "  %s %s %s\n", map[bool]string{true: "√", false: "×"}[p.OK], p.Label, p.Detail)
		}
	}
	fmt.Fprintln(a.out, "\n经过：")
	for _, e := range tr.Events {
		fmt.Fprintf(a.out, "  %s　%s　%s　%s\n", e.CreatedAt.Local().Format("2006-01-02 15:04"), e.ToState.Chinese(), e.Actor, e.Note)
	}
	for _, f := range tr.Fixes {
		fmt.Fprintf(a.out, "可填的修复版本：%s　%s\n", f.Version, f.Label)
	}
}

// ticketStep runs one step in a transaction and prints the ticket as it stands then.
func (a *app) ticketStep(cmd *cobra.Command, arg string, f func(ctx context.Context, tx pgx.Tx, pool *pgxpool.Pool, id int64) (ticket.Ticket, error)) error {
	id, err := ticketID(arg)
	if err != nil {
		return err
	}
	return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
		var t ticket.Ticket
		err := pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) { t, err = f(ctx, tx, pool, id); return err })
		if err != nil {
			return err
		}
		return a.print(t, func() { a.printTickets([]ticket.Ticket{t}) })
	})
}

func ticketStepCmd(a *app, use, short string, step func(ctx context.Context, tx pgx.Tx, pairs *annotate.Service, id int64, note string) (ticket.Ticket, error)) *cobra.Command {
	var note string
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return a.ticketStep(cmd, args[0], func(ctx context.Context, tx pgx.Tx, pool *pgxpool.Pool, id int64) (ticket.Ticket, error) {
			pairs, err := a.pairs(ctx, pool)
			if err != nil {
				return ticket.Ticket{}, err
			}
			return step(ctx, tx, pairs, id, note)
		})
	}}
	cmd.Flags().StringVar(&note, "note", "", "说明")
	return cmd
}

func ticketAssignCmd(a *app) *cobra.Command {
	var to, note string
	cmd := &cobra.Command{Use: "assign 编号", Short: "指派给一个账号", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return a.ticketStep(cmd, args[0], func(ctx context.Context, tx pgx.Tx, _ *pgxpool.Pool, id int64) (ticket.Ticket, error) {
			who, err := account.ByLogin(ctx, tx, to)
			if err != nil {
				return ticket.Ticket{}, err
			}
			return ticket.Assign(ctx, tx, id, who.ID, note)
		})
	}}
	cmd.Flags().StringVar(&to, "to", "", "处理人的登录名")
	cmd.Flags().StringVar(&note, "note", "", "说明")
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

func ticketFixedCmd(a *app) *cobra.Command {
	var fix, note string
	cmd := &cobra.Command{Use: "fixed 编号", Short: "填写修复版本（show 列出可填的）", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return a.ticketStep(cmd, args[0], func(ctx context.Context, tx pgx.Tx, _ *pgxpool.Pool, id int64) (ticket.Ticket, error) {
			return ticket.Fixed(ctx, tx, id, fix, note, program())
		})
	}}
	cmd.Flags().StringVar(&fix, "version", "", "修复后的版本")
	cmd.Flags().StringVar(&note, "note", "", "改了什么")
	_ = cmd.MarkFlagRequired("version")
	_ = cmd.MarkFlagRequired("note")
	return cmd
}

func ticketRerunCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "rerun 编号", Short: "复测：把工单的案例再问一遍（由服务进程执行），全部通过即关闭", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := ticketID(args[0])
		if err != nil {
			return err
		}
		return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
			p, _, err := a.pipelineOn(ctx, pool)
			if err != nil {
				return err
			}
			var run int64
			err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
				r, err := ticket.Again(ctx, tx, id)
				if err != nil {
					return err
				}
				run = r.ID
				return p.enqueueRun(ctx, tx, run)
			})
			if err != nil {
				return err
			}
			return a.print(map[string]int64{"run_id": run}, func() { fmt.Fprintf(a.out, "已发起复测，评测编号 %d。\n", run) })
		})
	}}
}
