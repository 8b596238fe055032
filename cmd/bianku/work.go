package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func workCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "work", Short: "只运行后台处理（可在多台机器上同时运行）", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, _, err := a.pipeline(ctx)
			if err != nil {
				return err
			}
			if a.cluster != nil {
				go a.cluster.watch(ctx, p.pool)
			}
			a.warnDegraded()
			fmt.Fprintln(a.errw, "后台处理已启动，按 Ctrl-C 停止。")
			return p.Run(ctx)
		}}
}

// warnDegraded says at the start what this process does without.
func (a *app) warnDegraded() {
	for _, d := range a.degraded {
		fmt.Fprintln(a.errw, "注意："+d)
	}
}
