package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/annotate/release"
	"bianku/internal/fault"
)

// exportCmd writes a release out. Where there is none yet, it builds the first.
func exportCmd(a *app) *cobra.Command {
	var out, version string
	cmd := &cobra.Command{Use: "export", Short: "把一个发布版本导出到文件夹（还没有版本时先构建）", Args: cobra.NoArgs,
		Example: "  bianku export --out 语料",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return wrongUsage("缺少必需的选项：--out")
			}
			return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
				return a.export(ctx, pool, version, out)
			})
		}}
	cmd.Flags().StringVar(&out, "out", "", "写到哪个文件夹（须为空或不存在）")
	cmd.Flags().StringVar(&version, "version", "", "版本号（默认为最新版）")
	return cmd
}

func (a *app) export(ctx context.Context, pool *pgxpool.Pool, version, out string) error {
	files, err := a.files()
	if err != nil {
		return err
	}
	if version == "" {
		r, err := release.Latest(ctx, pool)
		if fault.Is(err, fault.NotFound) {
			r, err = a.buildRelease(ctx, pool, "")
		}
		if err != nil {
			return err
		}
		version = r.Version
	}
	r, err := release.Export(ctx, pool, files, version, out)
	if err != nil {
		return err
	}
	return a.print(r, func() {
		a.printRelease(r)
		fmt.Fprintf(a.out, "已导出到 %s。核验：bianku release verify %s\n", out, out)
	})
}
