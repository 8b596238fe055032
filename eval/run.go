package eval

import (
	"context"

	"golang.org/x/sync/errgroup"

	"bianku/qa"
)

// Ask is what a run needs of the qa room: one question answered without keeping a turn.
type Ask func(ctx context.Context, q qa.Question) (qa.Answer, error)

// AskAll asks all questions, at most workers at once, and judges each. done is called after each one, from several
// goroutines. The outcomes stand in the questions' order. The first error that is not an answer ends the run.
func AskAll(ctx context.Context, questions []Question, workers int, ask Ask, done func()) ([]Outcome, error) {
	out := make([]Outcome, len(questions))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(workers, 1))
	for i, q := range questions {
		g.Go(func() error {
			a, err := ask(ctx, qa.Question{Text: q.Text, AsOf: q.AsOf, NoStore: true})
			if err != nil {
				return err
			}
			out[i] = Judge(q, a)
			done()
			return nil
		})
	}
	return out, g.Wait()
}
