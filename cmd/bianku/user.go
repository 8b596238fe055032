package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
)

var roleNames = map[auth.Role]string{auth.Staff: "工作人员", auth.Expert: "领域专家", auth.Lead: "审核组长", auth.Admin: "管理员",
	auth.Auditor: "审计员", auth.Partner: "共建城市"}

func userCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "管理账号"}
	cmd.AddCommand(userListCmd(a), userAddCmd(a), userChangeCmd(a), userPasswordCmd(a))
	return cmd
}

// withDatabase is the frame of the commands that only need the database and who acts.
func (a *app) withDatabase(cmd *cobra.Command, f func(ctx context.Context, pool *pgxpool.Pool) error) error {
	pool, _, err := a.database(cmd.Context())
	if err != nil {
		return err
	}
	ctx, err := a.actor(cmd.Context())
	if err != nil {
		return err
	}
	return f(ctx, pool)
}

func userListCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "列出账号", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				list, err := account.List(ctx, pool)
				if err != nil {
					return err
				}
				return a.print(list, func() { a.printAccounts(list) })
			})
		}}
}

func (a *app) printAccounts(list []account.Account) {
	rows := [][]string{{"登录名", "姓名", "单位", "角色", "密级", "状态"}}
	for _, u := range list {
		state := "启用"
		if u.Disabled {
			state = "停用"
		}
		rows = append(rows, []string{u.Login, u.Name, u.Unit, chineseRoles(u.Roles), fmt.Sprintf("L%d", u.Clearance), state})
	}
	table(a.out, rows)
}

func chineseRoles(roles []auth.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = roleNames[r]
	}
	return strings.Join(names, "、")
}

// parseRoles takes the identifiers and the Chinese names.
func parseRoles(list []string) (roles []auth.Role, err error) {
	for _, s := range list {
		i := slices.IndexFunc(auth.Roles, func(r auth.Role) bool { return string(r) == s || roleNames[r] == s })
		if i < 0 {
			return nil, wrongUsage("没有“%s”这个角色。可用：staff 工作人员、expert 领域专家、lead 审核组长、admin 管理员、auditor 审计员、partner 共建城市。", s)
		}
		roles = append(roles, auth.Roles[i])
	}
	return roles, nil
}

func userAddCmd(a *app) *cobra.Command {
	var name, unit, clearance string
	var roles []string
	cmd := &cobra.Command{Use: "add 登录名", Short: "新建账号（密码从标准输入读；终端上会提示；空行则随机生成）", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			n := account.New{Login: args[0], Name: name, Unit: unit, MustChange: true}
			var err error
			if n.Roles, err = parseRoles(roles); err != nil {
				return err
			}
			if n.Clearance, err = parseClearance(clearance); err != nil {
				return err
			}
			if n.Name == "" {
				n.Name = n.Login
			}
			return a.addUser(cmd, n)
		}}
	cmd.Flags().StringVar(&name, "name", "", "姓名（默认同登录名）")
	cmd.Flags().StringVar(&unit, "unit", "", "单位")
	cmd.Flags().StringVar(&clearance, "clearance", "L1", "密级 L1–L4")
	cmd.Flags().StringSliceVar(&roles, "role", []string{"staff"}, "角色，可重复或用逗号分隔")
	return cmd
}

func (a *app) addUser(cmd *cobra.Command, n account.New) error {
	password, made, err := a.readPassword()
	if err != nil {
		return err
	}
	n.Password = password
	return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
		var u account.Account
		err := pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) { u, err = account.Create(ctx, tx, n); return err })
		if err != nil {
			return err
		}
		out := map[string]any{"account": u}
		if made {
			out["password"] = password
		}
		return a.print(out, func() {
			fmt.Fprintf(a.out, "已建账号 %s（%s，L%d）。首次登录须修改密码。\n", u.Login, chineseRoles(u.Roles), u.Clearance)
			if made {
				fmt.Fprintln(a.out, "初始密码："+password)
			}
		})
	})
}

func userChangeCmd(a *app) *cobra.Command {
	var clearance string
	var roles []string
	var disable, enable bool
	cmd := &cobra.Command{Use: "change 登录名", Short: "修改角色、密级，停用或启用", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var c account.Change
			if len(roles) > 0 {
				list, err := parseRoles(roles)
				if err != nil {
					return err
				}
				c.Roles = &list
			}
			if clearance != "" {
				level, err := parseClearance(clearance)
				if err != nil {
					return err
				}
				c.Clearance = &level
			}
			if disable != enable {
				c.Disabled = &disable
			}
			if c == (account.Change{}) {
				return wrongUsage("请用 --role、--clearance、--disable 或 --enable 指明要改什么。")
			}
			return a.changeUser(cmd, args[0], c)
		}}
	cmd.Flags().StringVar(&clearance, "clearance", "", "密级 L1–L4")
	cmd.Flags().StringSliceVar(&roles, "role", nil, "角色，可重复或用逗号分隔")
	cmd.Flags().BoolVar(&disable, "disable", false, "停用")
	cmd.Flags().BoolVar(&enable, "enable", false, "启用")
	return cmd
}

func (a *app) changeUser(cmd *cobra.Command, login string, c account.Change) error {
	return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
		u, err := account.ByLogin(ctx, pool, login)
		if err != nil {
			return err
		}
		err = pg.InTx(ctx, pool, func(tx pgx.Tx) (err error) { u, err = account.Update(ctx, tx, u.ID, c); return err })
		if err != nil {
			return err
		}
		return a.print(u, func() { a.printAccounts([]account.Account{u}) })
	})
}

func userPasswordCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "password 登录名", Short: "重设密码（从标准输入读；空行则随机生成）", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, made, err := a.readPassword()
			if err != nil {
				return err
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				u, err := account.ByLogin(ctx, pool, args[0])
				if err != nil {
					return err
				}
				err = pg.InTx(ctx, pool, func(tx pgx.Tx) error { return account.SetPassword(ctx, tx, u.ID, password) })
				if err != nil {
					return err
				}
				out := map[string]any{"login": u.Login}
				if made {
					out["password"] = password
				}
				return a.print(out, func() {
					fmt.Fprintf(a.out, "已重设 %s 的密码，下次登录须修改。\n", u.Login)
					if made {
						fmt.Fprintln(a.out, "新密码："+password)
					}
				})
			})
		}}
}

// readPassword reads a password without showing it; never from the arguments, which every user of the machine can see.
// An empty line makes one.
func (a *app) readPassword() (password string, made bool, err error) {
	if f, ok := a.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(a.errw, "密码（回车则随机生成）：")
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.errw)
		if err != nil {
			return "", false, err
		}
		password = string(b)
	} else {
		in := bufio.NewScanner(a.in)
		in.Scan()
		if password, err = in.Text(), in.Err(); err != nil {
			return "", false, err
		}
	}
	if password != "" {
		return password, false, nil
	}
	password, err = randomPassword()
	return password, true, err
}

// readable leaves out what people confuse: 0 O, 1 l I.
const readableChars = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

func randomPassword() (string, error) {
	var b strings.Builder
	for i := range 16 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(readableChars))))
		if err != nil {
			return "", err
		}
		b.WriteByte(readableChars[n.Int64()])
	}
	return b.String(), nil
}
