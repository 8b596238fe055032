package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"bianku/eval"
	evalsample "bianku/eval/sample"
	"bianku/qa"
)

// answerLatency is how long answers took, and what the process held in memory afterwards.
type answerLatency struct {
	latency
	ResidentMB float64 `json:"resident_mb"` // of this process, PostgreSQL apart; 0 where the system does not tell
}

// benchAnswersCmd measures whole answers, from the question to the verified citations, asked by many people at once.
// Turns are not kept: a benchmark leaves no trace in anybody's history.
func benchAnswersCmd(a *app) *cobra.Command {
	var users, n int
	cmd := &cobra.Command{Use: "answers", Short: "测量作答用时（示例问题，多人同时提问）", Args: cobra.NoArgs,
		Example: "  bianku bench answers --users 50 -n 1000",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if users < 1 || n < 1 {
				return wrongUsage("--users 和 -n 都应大于 0。")
			}
			return a.benchAnswers(cmd.Context(), users, n)
		}}
	cmd.Flags().IntVar(&users, "users", 50, "同时提问的人数")
	cmd.Flags().IntVarP(&n, "questions", "n", 500, "一共提问多少次（示例问题轮流用）")
	return cmd
}

func (a *app) benchAnswers(ctx context.Context, users, n int) error {
	questions, err := eval.ReadQuestions(bytes.NewReader(evalsample.Questions))
	if err != nil {
		return err
	}
	s, err := a.qaService(ctx)
	if err != nil {
		return err
	}
	ask := func(ctx context.Context, i int) (bool, error) {
		q := questions[i%len(questions)]
		answer, err := s.Ask(ctx, qa.Question{Text: q.Text, AsOf: q.AsOf, NoStore: true}, nil)
		return answer.Mode == qa.Refused, err
	}
	if _, err := measure(ctx, 1, min(n, 20), ask); err != nil { // warms caches and connections up
		return err
	}
	l, err := measure(ctx, users, n, ask)
	if err != nil {
		return err
	}
	all := answerLatency{l, residentMemory()}
	return a.print(all, func() {
		fmt.Fprintf(a.out, "%d 人同时提问，共 %d 次：p50 %.0f ms，p95 %.0f ms，p99 %.0f ms，最长 %.0f ms；每秒 %.1f 次；拒答 %d 次；常驻内存 %.0f MB\n",
			l.Clients, l.Searches, l.P50, l.P95, l.P99, l.Max, l.PerSec, l.NoHits, all.ResidentMB)
	})
}
