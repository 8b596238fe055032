package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
	"bianku/retrieval"
)

// defaultWorkers is how many questions are asked at once when the run does not say.
const defaultWorkers = 2

// execution is a run under way.
type execution struct {
	Deps
	run   Run
	asker auth.Actor
	done  atomic.Int64
}

// errStopped ends an execution whose run is no longer running: it was cancelled, or another process finished it.
var errStopped = errors.New("run was stopped")

// Execute does a run, or what is left of it. Every outcome is committed by itself, so a run that was killed goes on where it
// stood; where the program, a model or the data have changed since, it begins anew instead of mixing two states. A run that has
// ended is left alone. progress is called after each question, from several goroutines.
func Execute(ctx context.Context, d Deps, runID int64, progress func(done, total int)) (err error) {
	defer fault.Wrapf(&err, "eval.Execute(%d)", runID)
	if d.Log == nil {
		d.Log = slog.Default()
	}
	ctx = auth.WithActor(ctx, auth.System("job"))
	e := &execution{Deps: d, asker: auth.System("job")}
	if err := pg.InTx(ctx, d.Pool, func(tx pgx.Tx) error { return e.begin(ctx, tx, runID) }); err != nil {
		return ended(err)
	}
	todo, err := e.todo(ctx)
	if err != nil {
		return err
	}
	e.done.Store(int64(e.run.Total - len(todo)))
	progress(int(e.done.Load()), e.run.Total)
	if err := e.askAll(ctx, todo, progress); err != nil {
		return ended(err)
	}
	return ended(pg.InTx(ctx, d.Pool, func(tx pgx.Tx) error { return e.finish(ctx, tx) }))
}

// ended takes errStopped for what it is: the end that somebody wanted.
func ended(err error) error {
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// begin takes the run up.
func (e *execution) begin(ctx context.Context, tx pgx.Tx, id int64) error {
	if _, err := tx.Exec(ctx, `select from eval.run where id = $1 for update`, id); err != nil {
		return err
	}
	r, err := RunByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if r.State != Queued && r.State != Running {
		return errStopped
	}
	now := r
	now.Program, now.Model, now.Embedder, now.PromptVersion = e.Program, e.Model, e.Embedder, e.PromptVersion
	if now.DataVersion, err = DataVersion(ctx, tx); err != nil {
		return err
	}
	if r.StartedAt != nil && now.conditions() != r.conditions() {
		e.Log.InfoContext(ctx, "run begins anew: conditions changed since it was interrupted", "run", id, "was", r.conditions(), "is", now.conditions())
		if _, err := tx.Exec(ctx, `delete from eval.outcome where run_id = $1`, id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		update eval.run r set state = 'running', started_at = coalesce(started_at, now()), program = $2, model = $3, embedder = $4,
		       prompt_version = $5, data_version = $6, done = (select count(*) from eval.outcome where run_id = $1)
		 where id = $1`, id, now.Program, now.Model, now.Embedder, now.PromptVersion, now.DataVersion)
	e.run, e.asker.Clearance = now, r.Config.Clearance
	return err
}

// conditions are what outcomes of one run must share.
func (r Run) conditions() [5]string {
	return [5]string{r.Program, r.Model, r.Embedder, r.PromptVersion, r.DataVersion}
}

// asked is a question with its place in the set.
type asked struct {
	Seq      int
	Question Question
}

// todo are the questions that have no outcome yet.
func (e *execution) todo(ctx context.Context) ([]asked, error) {
	rows, err := e.Pool.Query(ctx, `select q.seq, q.body from eval.question q where `+ofConfig+`
		and not exists (select from eval.outcome o where o.run_id = $4 and o.seq = q.seq) order by q.seq`,
		e.run.SetID, e.run.Config.Split, e.run.Config.Keys, e.run.ID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[asked])
}

func (e *execution) askAll(ctx context.Context, todo []asked, progress func(done, total int)) error {
	g, each := errgroup.WithContext(ctx)
	g.SetLimit(cmp.Or(e.run.Config.Workers, defaultWorkers))
	for _, q := range todo {
		if each.Err() != nil {
			break
		}
		g.Go(func() error {
			o, err := e.one(each, q)
			if err != nil {
				return fmt.Errorf("question %s: %w", q.Question.ID, err)
			}
			if err := pg.InTx(each, e.Pool, func(tx pgx.Tx) error { return e.save(each, tx, o) }); err != nil {
				return err
			}
			progress(int(e.done.Add(1)), e.run.Total)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// one asks, judges, measures and, where it failed, says why. A question that cannot be asked is a failed outcome, not the end
// of the run; a database or a model that is away is the end of this attempt.
func (e *execution) one(ctx context.Context, q asked) (Outcome, error) {
	eyes := auth.WithActor(ctx, e.asker)
	began := time.Now()
	a, err := answered(eyes, e.QA, q.Question)
	took := float64(time.Since(began).Microseconds()) / 1000
	if err != nil && (ctx.Err() != nil || !about(err)) {
		return Outcome{}, err
	}
	o := Judge(q.Question, a)
	o.RunID, o.Seq, o.TookMS = e.run.ID, q.Seq, took
	if err != nil {
		o.Passed, o.Correct, o.Cited, o.Problem = false, false, false, "没有得到回答："+fault.Message(err)
		o.Classed = Classed{Class: GenerationWrong, Stage: StageGenerate, ObjectType: "program", ObjectID: "answer", Object: "作答程序",
			Evidence: []Proof{{Check: "answered", Label: "问题能够提出", Detail: o.Problem}}}
		return o, nil
	}
	hits, err := e.search(eyes, q.Question, a)
	if err != nil {
		return Outcome{}, err
	}
	o.Scores = Measure(q.Question, a, hits)
	if !o.Passed {
		o.Classed, err = e.class(eyes, q.Question, a)
	}
	return o, err
}

// about says whether err is of the question itself, so that asking again gives it again.
func about(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Unsupported, fault.TooLarge:
		return true
	}
	return false
}

// answered asks. A panic is an error of this question.
func answered(ctx context.Context, s Asker, q Question) (a qa.Answer, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fault.Wrap(fmt.Errorf("panic: %v\n%s", r, debug.Stack()), fault.Unsupported, "作答时程序出错，已记入日志。")
			slog.ErrorContext(ctx, "answering panicked", "question", q.ID, "err", err)
		}
	}()
	return s.Ask(ctx, qa.Question{Text: q.Text, AsOf: q.AsOf, NoStore: true}, nil)
}

// search gives what the index finds for a question with known places, on the day the answer is of. Pairs are left out: a set
// made of them would find itself.
func (e *execution) search(ctx context.Context, q Question, a qa.Answer) ([]retrieval.Hit, error) {
	if !q.Answerable || len(q.Gold) == 0 || e.Index == nil {
		return nil, nil
	}
	r, err := e.Index.Search(ctx, retrieval.Query{Text: q.Text, K: searchDepth, Leg: e.run.Config.Leg, AsOf: cmp.Or(q.AsOf, a.AsOf), NoPairs: true})
	if r.Hits == nil {
		r.Hits = []retrieval.Hit{} // searched and nothing found, which is 0 and not unknown
	}
	return r.Hits, err
}

// class asks why. That it cannot be told does not end the run: the outcome stands without a class, and says so.
func (e *execution) class(ctx context.Context, q Question, a qa.Answer) (Classed, error) {
	c, err := classify(ctx, e.Deps, q, a)
	if err == nil {
		return c, nil
	}
	if ctx.Err() != nil {
		return Classed{}, err
	}
	e.Log.ErrorContext(ctx, "failure not classed", "question", q.ID, "err", err)
	return Classed{Evidence: []Proof{{Check: "classify", Label: "查明原因", Detail: "归因时出错，请人工判断。"}}}, nil
}

// save keeps an outcome, once, and what may be seen of the run follows the highest of its answers.
func (e *execution) save(ctx context.Context, tx pgx.Tx, o Outcome) error {
	level, err := shown(ctx, tx, o.Answer)
	if err != nil {
		return err
	}
	if o.Evidence == nil {
		o.Evidence = []Proof{}
	}
	if o.Scores == nil {
		o.Scores = map[string]float64{}
	}
	tag, err := tx.Exec(ctx, `
		insert into eval.outcome (run_id, seq, key, answer, passed, correct, cited, refused, problem, scores, took_ms,
		                          class, stage, evidence, object_type, object_id, object, evidence_clearance)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, greatest($18, 1))
		on conflict do nothing`,
		o.RunID, o.Seq, o.Question.ID, o.Answer, o.Passed, o.Correct, o.Cited, o.Refused, o.Problem, o.Scores, o.TookMS,
		o.Class, o.Stage, o.Evidence, o.ObjectType, o.ObjectID, o.Object, o.Clearance)
	if err != nil {
		return fmt.Errorf("outcome of %s: %w", o.Question.ID, err)
	}
	tag, err = tx.Exec(ctx, `update eval.run set done = done + $2, clearance = greatest(clearance, $3) where id = $1 and state = 'running'`,
		o.RunID, tag.RowsAffected(), level)
	if err == nil && tag.RowsAffected() == 0 {
		return errStopped
	}
	return err
}

// shown is the highest clearance of the documents that an answer names anywhere.
func shown(ctx context.Context, db pg.DB, a qa.Answer) (level auth.Clearance, err error) {
	var ids []int64
	for _, c := range a.Citations {
		ids = append(ids, c.DocumentID)
	}
	for _, r := range a.Related {
		ids = append(ids, r.DocumentID)
	}
	if a.Refusal != nil {
		for _, c := range a.Refusal.Nearest {
			ids = append(ids, c.DocumentID)
		}
	}
	err = db.QueryRow(ctx, `select coalesce(max(clearance), 1) from ingest.document where id = any($1::bigint[])`, ids).Scan(&level)
	return max(level, a.Clearance), err
}

// finish sums up, ends the run and hands its failures on.
func (e *execution) finish(ctx context.Context, tx pgx.Tx) error {
	outcomes, err := allOutcomes(ctx, tx, e.run.ID)
	if err != nil {
		return err
	}
	m := Summarize(outcomes)
	data, err := DataVersion(ctx, tx)
	if err != nil {
		return err
	}
	m.DataChanged = data != e.run.DataVersion
	tag, err := tx.Exec(ctx, `update eval.run set state = 'done', ended_at = now(), metrics = $2, done = $3 where id = $1 and state = 'running'`,
		e.run.ID, m, len(outcomes))
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return errStopped
	}
	err = audit.Record(ctx, tx, audit.Event{Action: "eval.run.done", Object: "eval_run", ObjectID: fmt.Sprint(e.run.ID),
		After: map[string]any{"questions": m.All.Questions, "passed": m.All.Passed, "failed_by_class": m.Classes}})
	if err != nil || e.Gather == nil {
		return err
	}
	return e.Gather(ctx, tx, e.run.ID)
}

// DataVersion is a fingerprint of what answers are made of: documents and their validity, chunks, relations people have
// decided, approved pairs. It is the same whatever the order in which they came in.
func DataVersion(ctx context.Context, db pg.DB) (string, error) {
	var s string
	err := db.QueryRow(ctx, `
		select substr(md5(concat_ws(' ',
			(select bit_xor(hashtextextended(concat_ws('|', d.id, d.clearance, d.withdrawn_at), 1)) from ingest.document d),
			(select bit_xor(hashtextextended(concat_ws('|', v.id, v.sha256, v.effective_from, v.effective_to, v.ended_by), 2)) from ingest.version v),
			(select bit_xor(hashtextextended(concat_ws('|', c.version_id, c.address, c.hash), 3)) from ingest.chunk c),
			(select bit_xor(hashtextextended(concat_ws('|', r.id, r.state), 4)) from ingest.relation r where r.state <> 'proposed'),
			(select bit_xor(hashtextextended(concat_ws('|', p.id, p.approved_version), 5)) from annotate.pair p where p.state = 'approved'))), 1, 12)`).Scan(&s)
	if err != nil {
		return "", fmt.Errorf("data version: %w", err)
	}
	return s, nil
}
