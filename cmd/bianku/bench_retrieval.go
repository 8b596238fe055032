package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"bianku/retrieval"
)

// latency is how long the searches of one leg took, in milliseconds.
type latency struct {
	Leg      string  `json:"leg"`
	Clients  int     `json:"clients"`
	Searches int     `json:"searches"`
	P50      float64 `json:"p50_ms"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
	Max      float64 `json:"max_ms"`
	PerSec   float64 `json:"per_second"`
	NoHits   int     `json:"no_hits"`
}

// benchRetrievalCmd measures whole searches: embedding the question, both legs, filters, fusion and reading the hits.
func benchRetrievalCmd(a *app) *cobra.Command {
	var f searchFlags
	var clients, searches int
	cmd := &cobra.Command{Use: "retrieval", Short: "测量检索用时（p50、p95、p99）", Args: cobra.NoArgs,
		Example: "  bianku bench retrieval --queries queries.jsonl -n 500 --clients 1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := f.query()
			if err != nil {
				return err
			}
			if clients < 1 || searches < 1 {
				return wrongUsage("--clients 和 -n 都应大于 0。")
			}
			queries, err := a.readQueries(f.queries)
			if err != nil {
				return err
			}
			if len(queries) == 0 {
				return wrongUsage("%s 里没有问题。", f.queries)
			}
			return a.withIndex(cmd, func(ctx context.Context, index *retrieval.Index) error {
				return a.benchLegs(ctx, index, q, queries, clients, searches)
			})
		}}
	f.add(cmd)
	cmd.Flags().StringVar(&f.queries, "queries", "", "问题文件（JSONL）")
	cmd.Flags().IntVarP(&searches, "searches", "n", 300, "每种方式检索多少次（问题轮流用）")
	cmd.Flags().IntVar(&clients, "clients", 1, "同时检索的人数")
	_ = cmd.MarkFlagRequired("queries")
	return cmd
}

func (a *app) benchLegs(ctx context.Context, index *retrieval.Index, q retrieval.Query, queries []batchQuery, clients, n int) error {
	var all []latency
	rows := [][]string{{"方式", "人数", "次数", "p50", "p95", "p99", "最长", "每秒", "无结果"}}
	for _, leg := range []retrieval.Leg{retrieval.Lexical, retrieval.Dense, retrieval.Fused} {
		q.Leg = leg
		search := func(ctx context.Context, i int) (bool, error) {
			one := q
			one.Text = queries[i%len(queries)].Text
			res, err := index.Search(ctx, one)
			return len(res.Hits) == 0, err
		}
		if _, err := measure(ctx, 1, min(n, 20), search); err != nil { // warms caches and connections up
			return err
		}
		l, err := measure(ctx, clients, n, search)
		if err != nil {
			return err
		}
		l.Leg = string(leg)
		all = append(all, l)
		ms := func(x float64) string { return fmt.Sprintf("%.1f ms", x) }
		rows = append(rows, []string{l.Leg, fmt.Sprint(l.Clients), fmt.Sprint(l.Searches), ms(l.P50), ms(l.P95), ms(l.P99), ms(l.Max),
			fmt.Sprintf("%.0f", l.PerSec), fmt.Sprint(l.NoHits)})
	}
	return a.print(all, func() { table(a.out, rows) })
}

// measure does n times what do does, by `clients` at once, and sums up how long each took. do is told which one of the n it
// is, and says whether it found nothing.
func measure(ctx context.Context, clients, n int, do func(ctx context.Context, i int) (none bool, err error)) (latency, error) {
	took := make([]float64, n)
	errs := make([]error, clients)
	var next, empty atomic.Int64
	began := time.Now()
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				start := time.Now()
				none, err := do(ctx, int(i))
				if err != nil {
					errs[c] = err
					return
				}
				took[i] = float64(time.Since(start).Microseconds()) / 1000
				if none {
					empty.Add(1)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return latency{}, err
		}
	}
	l := latency{Clients: clients, Searches: n, PerSec: float64(n) / time.Since(began).Seconds(), NoHits: int(empty.Load())}
	slices.Sort(took)
	l.P50, l.P95, l.P99, l.Max = quantile(took, 0.5), quantile(took, 0.95), quantile(took, 0.99), took[n-1]
	return l, nil
}

// quantile is the value below which the share p of sorted lies (nearest rank).
func quantile(sorted []float64, p float64) float64 {
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}
