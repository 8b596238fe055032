package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

func apikeyCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "apikey", Short: "管理接口密钥"}
	cmd.AddCommand(apikeyListCmd(a), apikeyAddCmd(a), apikeyRevokeCmd(a))
	return cmd
}

func apikeyListCmd(a *app) *cobra.Command {
	var user string
	cmd := &cobra.Command{Use: "list", Short: "列出接口密钥", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				var owner int64
				if user != "" {
					u, err := account.ByLogin(ctx, pool, user)
					if err != nil {
						return err
					}
					owner = u.ID
				}
				keys, err := account.Keys(ctx, pool, owner)
				if err != nil {
					return err
				}
				return a.print(keys, func() { a.printKeys(keys) })
			})
		}}
	cmd.Flags().StringVar(&user, "user", "", "只列这个账号的")
	return cmd
}

func (a *app) printKeys(keys []account.Key) {
	rows := [][]string{{"编号", "账号", "名称", "开头", "有效至", "状态"}}
	for _, k := range keys {
		state, until := "可用", "吊销为止"
		if k.RevokedAt != nil {
			state = "已吊销"
		}
		if !k.ExpiresOn.IsZero() {
			until = k.ExpiresOn.String()
		}
		rows = append(rows, []string{fmt.Sprint(k.ID), k.Login, k.Name, k.Prefix, until, state})
	}
	table(a.out, rows)
}

func apikeyAddCmd(a *app) *cobra.Command {
	var name, expires string
	cmd := &cobra.Command{Use: "add 登录名", Short: "为账号新建接口密钥（只显示一次）", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			until, err := civil.Parse(expires)
			if err != nil {
				return wrongUsage("日期应写成 2026-12-31，给的是“%s”。", expires)
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				u, err := account.ByLogin(ctx, pool, args[0])
				if err != nil {
					return err
				}
				var secret string
				var key account.Key
				err = pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) {
					secret, key, err = account.CreateKey(ctx, tx, u.ID, name, until)
					return err
				})
				if err != nil {
					return err
				}
				return a.print(map[string]any{"key": key, "secret": secret}, func() {
					fmt.Fprintf(a.out, "%s\n请现在保存，以后不再显示。用法：Authorization: Bearer <密钥>\n", secret)
				})
			})
		}}
	cmd.Flags().StringVar(&name, "name", "命令行建立", "用途说明")
	cmd.Flags().StringVar(&expires, "expires", "", "有效期至（含当日），如 2026-12-31；不填则到吊销为止")
	return cmd
}

func apikeyRevokeCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "revoke 编号", Short: "吊销接口密钥", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return wrongUsage("编号应为数字，用 bianku apikey list 查看。")
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				err := pg.InTx(ctx, pool, func(tx pgx.Tx) error { return account.RevokeKey(ctx, tx, id) })
				if err != nil {
					return err
				}
				return a.print(map[string]any{"revoked": id}, func() { fmt.Fprintln(a.out, "已吊销。") })
			})
		}}
}
