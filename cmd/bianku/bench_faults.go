package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"bianku/eval"
	"bianku/eval/ticket"
	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/internal/pg"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// benchFaultsCmd plants faults in copies of the sample corpus, asks the questions they concern through a real run, and compares what the
// failures are classed as with what was planted.
func benchFaultsCmd(a *app) *cobra.Command {
	var scratch, only string
	var proofs bool
	cmd := &cobra.Command{Use: "faults", Short: "在示例资料的副本中逐个埋入错误，看失败归因是否准确（不动正式数据）", Args: cobra.NoArgs,
		Example: "  bianku bench faults --proofs",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if scratch == "" {
				dir, err := os.MkdirTemp("", "bianku-faults-")
				if err != nil {
					return fault.Wrap(err, fault.Unavailable, "建不了临时目录，请用 --scratch 指定一个。")
				}
				a.onClose(func(context.Context) { _ = os.RemoveAll(dir) }) // closed last: the cluster has stopped by then
				scratch = dir
			}
			a.cfg.Home, a.cfg.DatabaseURL = scratch, ""
			lab, err := a.newFaultLab(ctx)
			if err != nil {
				return err
			}
			return a.benchFaults(ctx, lab, only, proofs)
		}}
	cmd.Flags().StringVar(&scratch, "scratch", "", "演练用的数据目录（默认用临时目录，用完删除）")
	cmd.Flags().StringVar(&only, "only", "", "只做种类或说明中含这些字的错误")
	cmd.Flags().BoolVar(&proofs, "proofs", false, "列出每个错误的归因证据")
	return cmd
}

// faultLab makes copies of a loaded sample corpus.
type faultLab struct {
	a        *app
	base     string // address of the database that is copied
	name     string
	terms    *retrieval.Terms
	embedder retrieval.Embedder
	files    *ingest.Files
}

// newFaultLab loads the sample corpus into the application's database, by the real pipeline, and lets go of it: a database is copied
// while nobody is in it.
func (a *app) newFaultLab(ctx context.Context) (*faultLab, error) {
	pool, err := a.migrated(ctx)
	if err != nil {
		return nil, err
	}
	out := a.out
	a.out = a.errw
	err = a.loadSample(ctx, pool)
	a.out = out
	if err != nil {
		return nil, err
	}
	l := &faultLab{a: a, base: pool.Config().ConnString()}
	if err := pool.QueryRow(ctx, `select current_database()`).Scan(&l.name); err != nil {
		return nil, err
	}
	if l.files, err = a.files(); err != nil {
		return nil, err
	}
	l.embedder = a.idx.embedder
	if l.terms, err = retrieval.NewTerms(); err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) { l.terms.Close() })
	pool.Close()
	return l, nil
}

// faultWorld is a copy of the sample with everything that answers from it.
type faultWorld struct {
	lab   *faultLab
	pool  *pgxpool.Pool
	index *retrieval.Index
	chat  model.Chat
}

// copied makes a world of its own; close takes it away whole, which is how a fault is undone.
func (l *faultLab) copied(ctx context.Context, n int) (w *faultWorld, closeWorld func(), err error) {
	name := fmt.Sprintf("bianku_fault_%d_%d", os.Getpid(), n)
	if err := l.admin(ctx, fmt.Sprintf("create database %s template %s", pgx.Identifier{name}.Sanitize(), pgx.Identifier{l.name}.Sanitize())); err != nil {
		return nil, nil, err
	}
	url, err := pg.WithDatabase(l.base, name)
	if err != nil {
		return nil, nil, err
	}
	pool, err := pg.Open(ctx, url)
	if err != nil {
		return nil, nil, err
	}
	w = &faultWorld{lab: l, pool: pool, index: retrieval.New(pool, l.terms, l.embedder)}
	return w, func() {
		pool.Close()
		if err := l.admin(context.WithoutCancel(ctx), fmt.Sprintf("drop database %s with (force)", pgx.Identifier{name}.Sanitize())); err != nil {
			l.a.log.Warn("copy is not dropped", "database", name, "err", err)
		}
	}, nil
}

func (l *faultLab) admin(ctx context.Context, sql string) error {
	url, err := pg.WithDatabase(l.base, "postgres")
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// reindexed changes a version and makes its entries anew, as the pipeline does.
func (w *faultWorld) reindexed(ctx context.Context, file string, change func(tx pgx.Tx, version int64) error) error {
	var version int64
	err := pg.InTx(ctx, w.pool, func(tx pgx.Tx) (err error) {
		if version, _, err = versionOf(ctx, tx, file); err != nil {
			return err
		}
		if err := change(tx, version); err != nil {
			return err
		}
		if err := w.index.RemoveVersion(ctx, tx, version); err != nil {
			return err
		}
		return w.index.IndexVersion(ctx, tx, version)
	})
	if err != nil || w.lab.embedder == nil {
		return err
	}
	return w.index.EmbedVersion(ctx, version, func(int, int) {})
}

// verdict is what became of a planted fault.
type verdict struct {
	Kind     string       `json:"kind"`
	What     string       `json:"what"`
	Question string       `json:"question"`
	Planted  string       `json:"planted"` // stage
	Class    eval.Class   `json:"class"`   // as planted
	Exposed  bool         `json:"exposed"` // the question failed
	Found    eval.Class   `json:"found"`   // as classed
	Stage    string       `json:"stage"`   // as classed
	Object   string       `json:"object"`  // as classed
	Ticket   bool         `json:"ticket"`  // one was opened for it
	Problem  string       `json:"problem"` // what the run says
	Answer   string       `json:"answer"`
	Evidence []eval.Proof `json:"evidence"` // why
}

func (v verdict) right() bool { return v.Exposed && v.Planted == v.Stage }

// try plants one fault in a copy and runs its question.
func (l *faultLab) try(ctx context.Context, n int, f plannedFault) (v verdict, err error) {
	defer fault.Wrapf(&err, "fault %q", f.what)
	v = verdict{Kind: f.kind, What: f.what, Planted: f.stage, Class: f.class}
	w, closeWorld, err := l.copied(ctx, n)
	if err != nil {
		return v, err
	}
	defer closeWorld()
	if err := f.plant(ctx, w); err != nil {
		return v, err
	}
	q, err := f.ask(ctx, w)
	if err != nil {
		return v, err
	}
	o, tickets, err := w.run(ctx, q)
	if err != nil {
		return v, err
	}
	v.Question, v.Exposed, v.Problem, v.Answer = q.Text, !o.Passed, o.Problem, o.Answer.Text
	v.Found, v.Stage, v.Object, v.Evidence, v.Ticket = o.Class, o.Stage, o.Object, o.Evidence, tickets == 1
	return v, nil
}

// run asks one question through a set and a run, as evaluation does, and says how many tickets that opened.
func (w *faultWorld) run(ctx context.Context, q eval.Question) (o eval.Outcome, tickets int, err error) {
	words, err := sensitivewords.Load(ctx, w.pool)
	if err != nil {
		return o, 0, err
	}
	deps := eval.Deps{Pool: w.pool, Files: w.lab.files, Index: w.index, Log: w.lab.a.log, Program: program(), Gather: ticket.Ended,
		QA: qa.New(qa.Config{Pool: w.pool, Index: w.index, Chat: w.chat, Words: words, Log: w.lab.a.log})}
	var run eval.Run
	err = pg.InTx(ctx, w.pool, func(tx pgx.Tx) error {
		set, err := eval.ImportSet(ctx, tx, "演练", eval.FromFile, []eval.Question{q})
		if err == nil {
			run, err = eval.NewRun(ctx, tx, set.ID, eval.Config{})
		}
		return err
	})
	if err != nil {
		return o, 0, err
	}
	if err := eval.Execute(ctx, deps, run.ID, func(int, int) {}); err != nil {
		return o, 0, err
	}
	list, _, err := eval.Outcomes(ctx, w.pool, run.ID, eval.OutcomeFilter{})
	if err != nil {
		return o, 0, err
	}
	_, tickets, _, err = ticket.Tickets(ctx, w.pool, ticket.Filter{})
	return list[0], tickets, err
}

// faultReport is what the bench says.
type faultReport struct {
	Verdicts []verdict `json:"verdicts"`
	Exposed  int       `json:"exposed"`
	Right    int       `json:"right_stage"`
	Share    float64   `json:"share"` // of the planted: what does not show is not found either
	Seconds  float64   `json:"seconds"`
}

func (a *app) benchFaults(ctx context.Context, l *faultLab, only string, proofs bool) error {
	began := time.Now()
	var r faultReport
	for n, f := range faultPlan {
		if !strings.Contains(f.kind+f.what, only) {
			continue
		}
		v, err := l.try(ctx, n, f)
		if err != nil {
			return err
		}
		r.add(v)
		fmt.Fprintf(a.errw, "%2d %s：%s\n", len(r.Verdicts), v.What, v.outcome())
		if proofs {
			for _, p := range v.Evidence {
				fmt.Fprintf(a.errw, "     %s %s %s\n", map[bool]string{true: "√", false: "×"}[p.OK], p.Label, p.Detail)
			}
		}
	}
	r.Seconds = time.Since(began).Seconds()
	return a.print(r, func() { a.printFaults(r) })
}

func (r *faultReport) add(v verdict) {
	r.Verdicts = append(r.Verdicts, v)
	if v.Exposed {
		r.Exposed++
	}
	if v.right() {
		r.Right++
	}
	r.Share = float64(r.Right) / float64(len(r.Verdicts))
}

func (v verdict) outcome() string {
	switch {
	case !v.Exposed:
		return "没有暴露（问题仍然答对）"
	case v.right():
		return v.Found.Chinese() + "（" + v.Stage + "），归对"
	}
	return v.Found.Chinese() + "（" + v.Stage + "），应为" + v.Planted
}

// printFaults shows the confusion of what was planted with the stage it was classed to.
func (a *app) printFaults(r faultReport) {
	stages := []string{eval.StageData, eval.StageCatalog, eval.StageLabel, eval.StageRetrieve, eval.StageGenerate}
	rows := [][]string{append(append([]string{"埋入的错误", "应归"}, stages...), "未暴露", "环节归对")}
	var kinds []string
	for _, v := range r.Verdicts {
		if !slices.Contains(kinds, v.Kind) {
			kinds = append(kinds, v.Kind)
		}
	}
	for _, kind := range kinds {
		counts := map[string]int{}
		planted, right, all := "", 0, 0
		for _, v := range r.Verdicts {
			if v.Kind != kind {
				continue
			}
			planted = v.Planted
			all++
			if v.right() {
				right++
			}
			if v.Exposed {
				counts[v.Stage]++
			}
		}
		row := []string{kind, planted}
		exposed := 0
		for _, s := range stages {
			row = append(row, blankZero(counts[s]))
			exposed += counts[s]
		}
		rows = append(rows, append(row, blankZero(all-exposed), fmt.Sprintf("%d/%d", right, all)))
	}
	table(a.out, rows)
	fmt.Fprintf(a.out, "\n共 %d 个错误，暴露 %d 个，环节归对 %d 个（%.1f%%），用时 %.0f 秒。资料目录 %s\n", len(r.Verdicts), r.Exposed, r.Right, 100*r.Share, r.Seconds,
		filepath.Base(a.cfg.Home))
}

func blankZero(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}
