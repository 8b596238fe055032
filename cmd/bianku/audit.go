package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/internal/audit"
	"bianku/internal/civil"
)

func auditCmd(a *app) *cobra.Command {
	var f audit.Filter
	var from, to string
	cmd := &cobra.Command{Use: "audit", Short: "查看审计记录", Args: cobra.NoArgs,
		Example: "  bianku audit --action account --from 2026-01-01\n  bianku audit --object version --json",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if f.From, err = civil.Parse(from); err != nil {
				return wrongUsage("--from 应写成 2026-01-31，给的是“%s”。", from)
			}
			if f.To, err = civil.Parse(to); err != nil {
				return wrongUsage("--to 应写成 2026-01-31，给的是“%s”。", to)
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error { return a.audit(ctx, pool, f) })
		}}
	cmd.Flags().StringVar(&f.Action, "action", "", "动作，如 account.create；写 account 则包括其下全部")
	cmd.Flags().StringVar(&f.Actor, "actor", "", "操作人登录名")
	cmd.Flags().StringVar(&f.Object, "object", "", "对象类型，如 document")
	cmd.Flags().StringVar(&f.ObjectID, "id", "", "对象编号")
	cmd.Flags().StringVar(&from, "from", "", "起始日期（含）")
	cmd.Flags().StringVar(&to, "to", "", "截止日期（含）")
	cmd.Flags().IntVar(&f.Limit, "limit", 50, "条数")
	cmd.Flags().IntVar(&f.Offset, "offset", 0, "跳过条数")
	return cmd
}

// beijing is the time that is shown, wherever the server stands.
var beijing = time.FixedZone("北京时间", 8*3600)

func (a *app) audit(ctx context.Context, pool *pgxpool.Pool, f audit.Filter) error {
	list, total, err := audit.List(ctx, pool, f)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"items": list, "total": total}, func() {
		rows := [][]string{{"时间", "操作人", "途径", "动作", "对象"}}
		for _, e := range list {
			rows = append(rows, []string{e.At.In(beijing).Format("2006-01-02 15:04:05"), e.ActorLogin, e.Via, e.Action, e.Object + " " + e.ObjectID})
		}
		table(a.out, rows)
		fmt.Fprintf(a.out, "共 %d 条。\n", total)
	})
}
