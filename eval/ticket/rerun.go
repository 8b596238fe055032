package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/eval/metrics"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

// Again asks exactly the ticket's cases anew: a run over a set made of them, which the caller enqueues. A question of a set is asked as
// the newest version of the set has it, one made of a pair as the pair stands now: what was frozen wrong cannot pass. A thumbs-down
// asks its question again.
func Again(ctx context.Context, tx pgx.Tx, id int64) (_ eval.Run, err error) {
	defer fault.Wrapf(&err, "ticket.Again(%d)", id)
	t, err := begin(ctx, tx, id, rerunning, "")
	if err != nil {
		return eval.Run{}, err
	}
	var under bool
	if err := tx.QueryRow(ctx, `select exists (select from eval.run where ticket_id = $1 and state in ('queued', 'running'))`, id).Scan(&under); err != nil {
		return eval.Run{}, err
	}
	if under {
		return eval.Run{}, fault.New(fault.Conflict, "该工单的复测正在进行，请等它结束。")
	}
	questions, eyes, err := asked(ctx, tx, t)
	if err != nil {
		return eval.Run{}, err
	}
	set, err := eval.ImportSet(ctx, tx, "工单 "+itoa(id), eval.FromFile, questions)
	if err != nil {
		return eval.Run{}, err
	}
	run, err := eval.NewRun(ctx, tx, set.ID, eval.Config{TicketID: id, Label: "工单 " + itoa(id) + " 复测", Clearance: eyes})
	if err != nil {
		return run, err
	}
	_, err = done(ctx, tx, t, rerunning, fmt.Sprintf("发起复测（评测 %d，%d 个案例）。", run.ID, len(questions)), map[string]any{"run": run.ID})
	return run, err
}

// asked are the questions of the ticket's cases, and with whose eyes they were asked: the lowest of them.
func asked(ctx context.Context, tx pgx.Tx, t Ticket) (list []eval.Question, eyes auth.Clearance, err error) {
	all, err := cases(ctx, tx, t.ID)
	if err != nil {
		return nil, 0, err
	}
	for _, c := range all {
		var q eval.Question
		if c.FeedbackID != 0 {
			q, err = ofFeedback(ctx, tx, c, t.Class)
		} else {
			q, err = ofQuestion(ctx, tx, c)
		}
		if err != nil {
			return nil, 0, err
		}
		q.ID, q.Split = keyOf(c.ID), ""
		list = append(list, q)
	}
	err = tx.QueryRow(ctx, `select coalesce(min((r.config->>'clearance')::smallint), 0) from eval.ticket_case c join eval.run r on r.id = c.run_id
		where c.ticket_id = $1 and (r.config->>'clearance')::smallint > 0`, t.ID).Scan(&eyes)
	return list, eyes, err
}

func keyOf(caseID int64) string { return "case-" + itoa(caseID) }

// ofQuestion is a case's question as the newest version of its set has it.
func ofQuestion(ctx context.Context, tx pgx.Tx, c Case) (q eval.Question, err error) {
	err = tx.QueryRow(ctx, `select q.body from eval.question q join eval.set s on s.id = q.set_id
		where q.key = $1 and s.name = (select name from eval.set where id = $2) order by s.version desc limit 1`, c.Key, c.SetID).Scan(&q)
	if err != nil || q.PairID == 0 {
		return q, err
	}
	now, ok, err := eval.PairQuestion(ctx, tx, q.PairID)
	if err != nil || ok {
		return now, err
	}
	q.Must, q.MustNot, q.Gold, q.Answer, q.Answers, q.PairID = nil, nil, nil, "", nil, 0 // withdrawn: nobody vouches for what it said
	return q, nil
}

// ofFeedback asks the question of a thumbs-down again, on the day it was answered for where that was not simply today.
func ofFeedback(ctx context.Context, tx pgx.Tx, c Case, class eval.Class) (q eval.Question, err error) {
	turn, err := turnOf(ctx, tx, c.FeedbackID)
	if err != nil {
		return q, err
	}
	q = eval.Question{Type: 3, Text: turn.question, Answerable: class != eval.ShouldRefuse}
	if turn.answer.AsOfSource != "" && turn.answer.AsOfSource != "today" {
		q.AsOf = turn.asOf
	}
	if sameWordsFail[turn.reason] && turn.answer.Mode != qa.Refused && turn.answer.Text != "" {
		q.MustNot = []string{turn.answer.Text}
	}
	return q, nil
}

// sameWordsFail are the reasons after which the same answer, word for word, is no pass. One that was incomplete may stand in the better one.
var sameWordsFail = map[string]bool{"wrong": true, "outdated": true, "citation": true}

// turn is an answer that was judged, as it was given.
type turn struct {
	id        int64
	question  string
	asOf      civil.Date
	answer    qa.Answer
	prompt    string
	clearance auth.Clearance
	reason    string
	comment   string
	verdict   string
}

func turnOf(ctx context.Context, db pg.DB, feedbackID int64) (t turn, err error) {
	var whole []byte
	err = db.QueryRow(ctx, `select t.id, t.question, t.as_of, t.answer, t.prompt_version, greatest(t.clearance, 1), f.reason, f.comment, f.verdict
		from qa.feedback f join qa.turn t on t.id = f.turn_id where f.id = $1`, feedbackID).
		Scan(&t.id, &t.question, &t.asOf, &whole, &t.prompt, &t.clearance, &t.reason, &t.comment, &t.verdict)
	if err == pgx.ErrNoRows {
		return t, fault.Newf(fault.NotFound, "没有编号为 %d 的评价。", feedbackID)
	}
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(whole, &t.answer)
}

// Ended is what the end of a run means for tickets: a re-run concludes its own, any other gathers its failures. It runs in the
// transaction that ends the run.
func Ended(ctx context.Context, tx pgx.Tx, runID int64) error {
	var own int64
	if err := tx.QueryRow(ctx, `select coalesce(ticket_id, 0) from eval.run where id = $1`, runID).Scan(&own); err != nil {
		return fmt.Errorf("ticket.Ended(%d): %w", runID, err)
	}
	if own != 0 {
		return conclude(ctx, tx, own, runID)
	}
	_, _, _, err := Gather(ctx, tx, runID)
	return err
}

// conclude closes the ticket whose every case passed in its re-run, and sends it back to be mended where one did not. A case that came in
// while the run was under way has not been asked: the ticket waits for another run.
func conclude(ctx context.Context, tx pgx.Tx, id, runID int64) (err error) {
	defer fault.Wrapf(&err, "ticket.conclude(%d, run %d)", id, runID)
	t, err := get(ctx, tx, id, "for update")
	if err != nil || t.State != ReRun {
		return err
	}
	failed, left, err := mark(ctx, tx, t, runID)
	if err != nil {
		return err
	}
	switch {
	case len(failed) > 0:
		_, err = tx.Exec(ctx, `update eval.ticket t set state = 'fixing', fix_version = '', fixer_id = null, accepter_id = null, updated_at = now(),
			failed_at = coalesce(r.ended_at, now()), failed_program = r.program, failed_prompt = r.prompt_version, failed_weights = $3
			from eval.run r where t.id = $1 and r.id = $2`, id, runID, eval.WeightsPrint())
		if err != nil {
			return err
		}
		return trace(ctx, tx, id, "ticket.failed", ReRun, Fixing, fmt.Sprintf("复测未通过（评测 %d）：%s", runID, firstRunes(strings.Join(failed, "；"), 200)), nil)
	case left > 0:
		return trace(ctx, tx, id, "ticket.again", ReRun, ReRun, fmt.Sprintf("复测期间新增了 %d 个案例，请再次复测。", left), nil)
	}
	_, err = tx.Exec(ctx, `update eval.ticket set state = 'closed', run_id = $2, closed_at = now(), updated_at = now() where id = $1`, id, runID)
	if err != nil {
		return err
	}
	return trace(ctx, tx, id, "ticket.close", ReRun, Closed, fmt.Sprintf("全部案例复测通过（评测 %d），自动关闭。", runID), map[string]any{"run": runID})
}

// mark writes down which cases passed in the run. left are those it did not ask.
func mark(ctx context.Context, tx pgx.Tx, t Ticket, runID int64) (failed []string, left int, err error) {
	all, err := cases(ctx, tx, t.ID)
	if err != nil {
		return nil, 0, err
	}
	outcomes, err := results(ctx, tx, runID)
	if err != nil {
		return nil, 0, err
	}
	for _, c := range all {
		o, there := outcomes[keyOf(c.ID)]
		if !there {
			left++
			continue
		}
		if o.passed && c.FeedbackID != 0 {
			if o.passed, err = better(ctx, tx, c.FeedbackID, o.answer); err != nil {
				return nil, 0, err
			}
			if !o.passed {
				o.problem = "回答与被评为有问题的那次相同"
			}
		}
		if !o.passed {
			failed = append(failed, "“"+firstRunes(c.Question, 40)+"”"+o.problem)
		}
		_, err := tx.Exec(ctx, `update eval.ticket_case set passed_in = case when $2 then $3::bigint end, problem = case when $2 then problem else $4 end,
			evidence = case when $2 or $5::jsonb = '[]' then evidence else $5 end where id = $1`, c.ID, o.passed, runID, o.problem, notNil(o.evidence))
		if err != nil {
			return nil, 0, err
		}
	}
	return failed, left, nil
}

type result struct {
	passed   bool
	problem  string
	answer   qa.Answer
	evidence []eval.Proof
}

func results(ctx context.Context, db pg.DB, runID int64) (map[string]result, error) {
	rows, err := db.Query(ctx, `select key, passed, problem, answer, evidence from eval.outcome where run_id = $1`, runID)
	if err != nil {
		return nil, err
	}
	out := map[string]result{}
	var (
		key string
		r   result
	)
	_, err = pgx.ForEachRow(rows, []any{&key, &r.passed, &r.problem, &r.answer, &r.evidence}, func() error {
		out[key], r = r, result{}
		return nil
	})
	return out, err
}

// better: nobody knows what a right answer to a thumbs-down holds, but it is not the same answer on the same grounds again.
func better(ctx context.Context, db pg.DB, feedbackID int64, now qa.Answer) (bool, error) {
	then, err := turnOf(ctx, db, feedbackID)
	if err != nil {
		return false, err
	}
	return metrics.Normalize(then.answer.Text) != metrics.Normalize(now.Text) || grounds(then.answer) != grounds(now), nil
}

func grounds(a qa.Answer) string {
	var b strings.Builder
	for _, c := range a.Citations {
		fmt.Fprintf(&b, "%d/%s/%s/%s\n", c.VersionID, c.Address, c.Status, metrics.Normalize(c.Quote))
	}
	return b.String()
}
