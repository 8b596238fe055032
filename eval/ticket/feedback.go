package ticket

import (
	"context"
	"fmt"
	"time"

	"bianku/eval"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// reasons are the codes of a thumbs-down in Chinese (qa).
var reasons = map[string]string{"wrong": "错误", "outdated": "过时", "citation": "依据不符", "incomplete": "不完整", "refused": "不该拒答", "other": "其他"}

// FromFeedback files a thumbs-down as runs file their failures, classed by its reason and the evidence of the answer as it was given. It
// runs in the transaction that keeps the feedback, as its author. A thumbs-up files nothing; a changed mind leaves the ticket to
// those who work on it, with the new words.
func FromFeedback(ctx context.Context, tx pg.DB, feedbackID int64) (err error) {
	defer fault.Wrapf(&err, "ticket.FromFeedback(%d)", feedbackID)
	t, err := turnOf(ctx, tx, feedbackID)
	if err != nil || t.verdict != "down" {
		return err
	}
	problem := reasons[t.reason]
	if t.comment != "" {
		problem += "：" + t.comment
	}
	if known, err := reworded(ctx, tx, feedbackID, problem); err != nil || known {
		return err
	}
	c, err := eval.ClassifyTurn(ctx, tx, t.reason, t.question, t.answer)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, gathering); err != nil {
		return err
	}
	f := failure{Classed: c, clearance: max(t.clearance, c.Clearance, 1), when: "读者评价",
		failed: failing{at: time.Now(), prompt: t.prompt, weights: eval.WeightsPrint()}}
	f.from = Case{FeedbackID: feedbackID, Question: t.question, Problem: problem}
	_, err = file(ctx, tx, f)
	return err
}

// Judged is FromFeedback for the actor's own judgement of a turn.
func Judged(ctx context.Context, tx pg.DB, turnID int64) error {
	var id int64
	err := tx.QueryRow(ctx, `select id from qa.feedback where turn_id = $1 and actor_id = $2`, turnID, auth.ActorFrom(ctx).ID).Scan(&id)
	if err != nil {
		return fmt.Errorf("ticket.Judged(%d): %w", turnID, err)
	}
	return FromFeedback(ctx, tx, id)
}

// reworded: feedback that is filed already only changes its words.
func reworded(ctx context.Context, tx pg.DB, feedbackID int64, problem string) (bool, error) {
	tag, err := tx.Exec(ctx, `update eval.ticket_case set problem = $2 where feedback_id = $1`, feedbackID, problem)
	return err == nil && tag.RowsAffected() > 0, err
}
