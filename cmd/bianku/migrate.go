package main

import "github.com/spf13/cobra"

func migrateCmd(a *app) *cobra.Command {
	return &cobra.Command{Use: "migrate", Short: "建立或升级数据库结构", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return nil }}
}
