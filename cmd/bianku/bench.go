package main

import "github.com/spf13/cobra"

func benchCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "bench", Short: "测量性能与效果"}
	cmd.AddCommand(benchRetrievalCmd(a), benchAnswersCmd(a), benchFaultsCmd(a))
	return cmd
}
