package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/annotate"
	"bianku/annotate/draft"
	"bianku/annotate/release"
	"bianku/eval"
	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// demoReviewers are who approves the demo's first pairs: one each round.
var demoReviewers = [2]string{"zhuanjia", "zhuanjia2"}

// demoChoice is how many pairs of a kind of question the demo's experts approve: something of everything, so that chat, releases
// and evaluation have what to show. The rest waits in the queue for whoever tries the workbench.
var demoChoice = map[int]int{1: 5, 2: 2, 3: 8, 4: 8, 5: 6, 6: 4, 8: 5, 9: 8, 10: 6, 14: 8, 17: 2, 18: 3, 19: 4, 21: 2, 22: 5, 26: 1}

// demoPairs drafts pairs from the sample corpus, lets the demo's two experts approve some of them by the same functions as
// everybody, sends the rest into the queue, makes the sample question set and the first release. All of it happens once: what
// is there already, or what somebody has touched, is left.
func (a *app) demoPairs(ctx context.Context, pool *pgxpool.Pool) error {
	documents, err := sampleDocuments(ctx, pool)
	if err != nil {
		return err
	}
	pairs, err := a.pairs(ctx, pool)
	if err != nil {
		return err
	}
	if _, err := draft.Run(ctx, pool, pairs, draft.Options{DocumentIDs: documents}, func(draft.Progress) {}); err != nil {
		return err
	}
	all, err := rulePairs(ctx, pool, documents)
	if err != nil {
		return err
	}
	chosen, rest := choose(all)
	// The rest goes last. Is any of it on its way, then the approvals were given, or a person is at work.
	if !slices.ContainsFunc(rest, func(p annotate.Pair) bool { return p.State != annotate.StateDraft }) {
		if err := approveDemo(ctx, pool, pairs, chosen); err != nil {
			return err
		}
	}
	if err := submitAll(ctx, pool, pairs, rest); err != nil {
		return err
	}
	if err := pg.InTx(ctx, pool, func(tx pgx.Tx) error { _, err := eval.SampleSet(ctx, tx); return err }); err != nil {
		return err
	}
	return a.demoRelease(ctx, pool)
}

func sampleDocuments(ctx context.Context, pool *pgxpool.Pool) (ids []int64, err error) {
	f := ingest.DocumentFilter{Limit: 1000}
	list, _, err := ingest.Documents(ctx, pool, f)
	for _, d := range list {
		if d.Sample {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// rulePairs are the pairs that rules have drafted from the documents and nobody has withdrawn, in the order they were written.
func rulePairs(ctx context.Context, pool *pgxpool.Pool, documents []int64) (out []annotate.Pair, err error) {
	for f := (annotate.Filter{Origin: annotate.ByRule, Limit: 500}); ; f.Offset += f.Limit {
		list, _, err := annotate.Pairs(ctx, pool, f)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if slices.Contains(documents, p.DocumentID) {
				out = append(out, p)
			}
		}
		if len(list) < f.Limit {
			break
		}
	}
	slices.SortFunc(out, func(a, b annotate.Pair) int { return int(a.ID - b.ID) })
	return out, nil
}

// choose takes the first open pairs of each type, from as many documents as it can; the same ones each time.
func choose(all []annotate.Pair) (chosen, rest []annotate.Pair) {
	taken, from := map[int]int{}, map[[2]int64]int{}
	for pass := 0; pass < 3; pass++ {
		for _, p := range all {
			at := [2]int64{int64(p.Type), p.DocumentID}
			if taken[p.Type] >= demoChoice[p.Type] || from[at] > pass || p.Clearance > auth.L1 || len(p.Basis) > 18 ||
				slices.ContainsFunc(chosen, func(c annotate.Pair) bool { return c.ID == p.ID }) {
				continue
			}
			taken[p.Type]++
			from[at]++
			chosen = append(chosen, p)
		}
	}
	for _, p := range all {
		if !slices.ContainsFunc(chosen, func(c annotate.Pair) bool { return c.ID == p.ID }) {
			rest = append(rest, p)
		}
	}
	return chosen, rest
}

func submitAll(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, list []annotate.Pair) error {
	for part := range slices.Chunk(list, 50) {
		err := pg.InTx(ctx, pool, func(tx pgx.Tx) error {
			for _, p := range part {
				if p.State != annotate.StateDraft || slices.ContainsFunc(p.Findings, func(f annotate.Finding) bool { return f.Level == annotate.LevelError }) {
					continue
				}
				if _, err := s.Submit(ctx, tx, p.ID); err != nil && !fault.Is(err, fault.Conflict) {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// approveDemo sends the chosen ones into review and lets the two experts go through them, the second what the first accepted.
func approveDemo(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, chosen []annotate.Pair) error {
	if err := submitAll(ctx, pool, s, chosen); err != nil {
		return err
	}
	for _, login := range demoReviewers {
		who, err := account.ByLogin(ctx, pool, login)
		if fault.Is(err, fault.NotFound) || err == nil && who.Disabled {
			return nil // somebody has put the demo's experts away: nobody speaks for them
		}
		if err != nil {
			return err
		}
		expert := auth.WithActor(ctx, auth.Actor{ID: who.ID, Login: who.Login, Name: who.Name, Unit: who.Unit, Roles: who.Roles, Clearance: who.Clearance, Via: "cli"})
		if err := acceptAll(expert, pool, s, chosen); err != nil {
			return fmt.Errorf("%s: %w", login, err)
		}
	}
	return nil
}

// acceptAll pulls and accepts, as an expert does, until an item comes that is not of the chosen or there is none.
func acceptAll(ctx context.Context, pool *pgxpool.Pool, s *annotate.Service, chosen []annotate.Pair) error {
	for range 2 * len(chosen) {
		item, err := s.Pull(ctx, pool)
		if err != nil || item == nil {
			return err
		}
		ours := slices.ContainsFunc(chosen, func(p annotate.Pair) bool { return p.ID == item.Pair.ID })
		err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
			if !ours {
				return s.Return(ctx, tx, item.Pair.ID)
			}
			_, err := s.Decide(ctx, tx, item.Pair.ID, annotate.Decision{Version: item.Pair.Version, Action: annotate.Accept})
			return err
		})
		if err != nil || !ours {
			return err
		}
	}
	return nil
}

// demoRelease builds the first release.
func (a *app) demoRelease(ctx context.Context, pool *pgxpool.Pool) error {
	if list, err := release.List(ctx, pool); err != nil || len(list) > 0 {
		return err
	}
	files, err := a.files()
	if err != nil {
		return err
	}
	key, err := a.releaseKey()
	if err != nil {
		return err
	}
	_, err = release.Build(ctx, pool, files, key, release.Options{Note: "示例资料的第一个版本（虚构）"})
	return err
}
