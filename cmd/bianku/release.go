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

	"bianku/annotate/release"
	"bianku/internal/fault"
)

// releaseCmd is the corpus on its way out: built here, verified and brought forward anywhere.
func releaseCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "release", Short: "语料发布：构建、核验、增量"}
	cmd.AddCommand(releaseBuildCmd(a), releaseListCmd(a), releaseShowCmd(a), releaseVerifyCmd(a), releaseDeltaCmd(a), releaseApplyCmd(a))
	return cmd
}

func releaseBuildCmd(a *app) *cobra.Command {
	var note string
	cmd := &cobra.Command{Use: "build", Short: "把已审定、可对外的问答对构建为新版本", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				r, err := a.buildRelease(ctx, pool, note)
				if err != nil {
					return err
				}
				return a.print(r, func() { a.printRelease(r) })
			})
		}}
	cmd.Flags().StringVar(&note, "note", "", "说明，写进变更记录")
	return cmd
}

// buildRelease builds a release in this process.
func (a *app) buildRelease(ctx context.Context, pool *pgxpool.Pool, note string) (release.Release, error) {
	files, err := a.files()
	if err != nil {
		return release.Release{}, err
	}
	key, err := a.releaseKey()
	if err != nil {
		return release.Release{}, err
	}
	return release.Build(ctx, pool, files, key, release.Options{Note: note})
}

func (a *app) printRelease(r release.Release) {
	fmt.Fprintf(a.out, "版本 %s（%s）：%d 条，新增 %d，修改 %d，撤回 %d；%.1f MB。\n清单 SHA-256 %s，公钥编号 %s。\n",
		r.Version, r.ReleasedOn, r.Records, r.Added, r.Changed, r.Withdrawn, float64(r.Size)/1e6, r.ManifestSHA256, r.KeyID)
	if r.Added+r.Changed+r.Withdrawn == 0 { // only a first release has nothing before it, and that adds
		fmt.Fprintln(a.errw, "注意：与上一版相比，没有新增、修改或撤回的问答对。")
	}
}

func releaseListCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "列出各版本", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				if _, err := release.Sweep(ctx, pool); err != nil {
					return err
				}
				list, err := release.List(ctx, pool)
				if err != nil {
					return err
				}
				return a.print(list, func() {
					rows := [][]string{{"版本", "状态", "发布日期", "条数", "新增", "修改", "撤回", "说明"}}
					for _, r := range list {
						note := r.Note
						if r.Error != "" {
							note = r.Error
						}
						rows = append(rows, []string{r.Version, r.State.Chinese(), r.ReleasedOn.String(), strconv.Itoa(r.Records), strconv.Itoa(r.Added),
							strconv.Itoa(r.Changed), strconv.Itoa(r.Withdrawn), note})
					}
					table(a.out, rows)
				})
			})
		}}
}

func releaseShowCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "show 版本", Short: "一个版本的文件、准予对外的规则和变更记录", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				files, err := a.files()
				if err != nil {
					return err
				}
				d, err := release.Describe(ctx, pool, files, args[0])
				if err != nil {
					return err
				}
				return a.print(d, func() { a.printDetail(d) })
			})
		}}
}

func (a *app) printDetail(d release.Detail) {
	if d.Release.State != release.Ready {
		fmt.Fprintf(a.out, "版本 %s：%s。%s\n", d.Release.Version, d.Release.State.Chinese(), d.Release.Error)
		return
	}
	a.printRelease(d.Release)
	for _, part := range []struct {
		title  string
		counts []release.Count
	}{{"准予对外的规则", d.Rules}, {"问题类型", d.Types}, {"已审定而未对外", d.HeldBack}} {
		for _, c := range part.counts {
			fmt.Fprintf(a.out, "%s  %s %d\n", part.title, c.Name, c.N)
		}
	}
	rows := [][]string{{"文件", "字节", "SHA-256", "SM3"}}
	for _, f := range d.Files {
		rows = append(rows, []string{f.Path, strconv.FormatInt(f.Size, 10), f.SHA256, f.SM3})
	}
	table(a.out, rows)
	fmt.Fprintf(a.out, "\n%s", d.Changelog)
}

func releaseVerifyCmd(a *app) *cobra.Command {
	var keyPath string
	cmd := &cobra.Command{
		Use:     "verify 文件夹",
		Short:   "核验一个版本：签名、每个文件、每条记录（不需要数据库和网络）",
		Example: "  bianku release verify 2026.11.1 --key 发布方公钥.pem",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			key, err := readKey(keyPath)
			if err != nil {
				return err
			}
			c, err := release.Verify(args[0], key)
			if err != nil {
				return err
			}
			if err := a.print(c, func() { a.printChecked(c) }); err != nil {
				return err
			}
			if n := len(c.Problems); n > 0 {
				return fault.Newf(fault.Conflict, "核验没有通过：%d 处问题。请不要使用，重新向发布方索取。", n)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&keyPath, "key", "", "发布方的公钥文件（PEM）；不填则用包内公钥，只能证明签名之后没有改动")
	return cmd
}

// readKey reads a public key; without a path there is none.
func readKey(path string) (*release.PublicKey, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "公钥文件打不开："+path)
	}
	return release.ParsePublicKey(data)
}

func (a *app) printChecked(c release.Checked) {
	for _, p := range c.Problems {
		fmt.Fprintln(a.out, "✗ "+p.Message)
	}
	if len(c.Problems) > 0 {
		return
	}
	fmt.Fprintf(a.out, "✓ 版本 %s 完好：%d 个文件、%d 条记录与清单一致，SM2 签名有效（公钥编号 %s）。\n", c.Version, c.Files, c.Records, c.KeyID)
	if c.OwnKey {
		fmt.Fprintln(a.out, "注意：用的是包内公钥。请另行向发布方核对公钥编号，或用 --key 指定从发布方取得的公钥。")
	}
}

func releaseDeltaCmd(a *app) *cobra.Command {
	var from, to, out string
	cmd := &cobra.Command{Use: "delta", Short: "取两个版本之间的增量文件", Args: cobra.NoArgs,
		Example: "  bianku release delta --from 2026.11.1 --to 2026.11.2 --out delta.jsonl",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from == "" || out == "" {
				return wrongUsage("缺少必需的选项：--from、--out")
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				return a.writeDelta(ctx, pool, from, to, out)
			})
		}}
	cmd.Flags().StringVar(&from, "from", "", "对方已有的版本")
	cmd.Flags().StringVar(&to, "to", "", "新版本（默认为最新版）")
	cmd.Flags().StringVar(&out, "out", "", "写到哪个文件")
	return cmd
}

func (a *app) writeDelta(ctx context.Context, pool *pgxpool.Pool, from, to, out string) error {
	files, err := a.files()
	if err != nil {
		return err
	}
	if to == "" {
		r, err := release.Latest(ctx, pool)
		if err != nil {
			return err
		}
		to = r.Version
	}
	b, err := release.Delta(ctx, pool, files, a.releaseKey, from, to)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(b)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fault.Wrap(err, fault.Unavailable, "增量文件写不了，请检查路径、磁盘空间和权限："+out)
	}
	return a.print(b.File, func() {
		fmt.Fprintf(a.out, "增量 %s → %s 已写到 %s（%d 字节，SHA-256 %s）。\n", from, to, out, b.File.Size, b.SHA256)
	})
}

func releaseApplyCmd(a *app) *cobra.Command {
	var prev, out, keyPath string
	cmd := &cobra.Command{
		Use: "apply 增量文件", Short: "在上一版上应用增量，得到完整的新版（不需要数据库和网络）", Args: cobra.ExactArgs(1),
		Example: "  bianku release apply delta.jsonl --prev 2026.11.1 --out 2026.11.2",
		RunE: func(_ *cobra.Command, args []string) error {
			if prev == "" || out == "" {
				return wrongUsage("缺少必需的选项：--prev、--out")
			}
			key, err := readKey(keyPath)
			if err != nil {
				return err
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fault.Wrap(err, fault.Invalid, "增量文件打不开："+args[0])
			}
			m, err := release.Apply(data, prev, out, key)
			if err != nil {
				return err
			}
			return a.print(map[string]any{"version": m.Version, "records": len(m.Records), "out": out}, func() {
				fmt.Fprintf(a.out, "✓ 已得到版本 %s（%d 条），在 %s，与发布方签名的清单逐字节一致。\n", m.Version, len(m.Records), strings.TrimSuffix(out, "/"))
			})
		},
	}
	cmd.Flags().StringVar(&prev, "prev", "", "上一版的文件夹")
	cmd.Flags().StringVar(&out, "out", "", "新版写到哪个文件夹（须为空或不存在）")
	cmd.Flags().StringVar(&keyPath, "key", "", "发布方的公钥文件（PEM）；不填则用上一版里的公钥")
	return cmd
}
