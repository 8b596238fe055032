package draft

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/annotate"
	"bianku/ingest/structure"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/internal/pg"
)

// Options say what to draft.
type Options struct {
	DocumentIDs []int64    // none: every document in force
	Chat        model.Chat // nil: by rule only
	Submit      bool       // what passes the checks goes into review at once
}

// Progress is how far a run is.
type Progress struct {
	Done      int `json:"done"` // documents, and with a model passages
	Total     int `json:"total"`
	Created   int `json:"created"`
	Submitted int `json:"submitted"`
	Skipped   int `json:"skipped"` // drafted before, or asked of another text
	Refused   int `json:"refused"` // of a model: not verbatim, a number from nowhere, not readable
}

// Report is what a run did.
type Report struct {
	Progress
	Passed  []Passed       `json:"passed,omitempty"`  // documents that gave nothing, and why
	Refusal []Refusal      `json:"refusal,omitempty"` // what of a model was refused
	ByType  map[int]int    `json:"by_type"`           // created, by type of question
	ByRule  map[string]int `json:"by_rule"`
}

// Passed is a document that gives nothing to draft from.
type Passed struct {
	DocumentID int64  `json:"document_id"`
	Reason     string `json:"reason"`
}

// perTransaction is how many pairs are written at once.
const perTransaction = 25

// run is one execution of Run.
type run struct {
	pool   *pgxpool.Pool
	pairs  *annotate.Service
	opts   Options
	tell   func(Progress)
	report Report
}

// Run drafts. Killed at any moment and started again, it goes on: what is drafted is known by its version and question, and
// a model is asked about a chunk once. Pairs belong to nobody, whoever set the run going.
func Run(ctx context.Context, pool *pgxpool.Pool, pairs *annotate.Service, o Options, tell func(Progress)) (rep Report, err error) {
	defer fault.Wrapf(&err, "draft.Run")
	r := &run{pool: pool, pairs: pairs, opts: o, tell: tell, report: Report{ByType: map[int]int{}, ByRule: map[string]int{}}}
	ids, err := inForce(ctx, pool, o.DocumentIDs)
	if err != nil {
		return r.report, err
	}
	events, err := allEvents(ctx, pool)
	if err != nil {
		return r.report, err
	}
	r.report.Total = len(ids)
	for _, id := range ids {
		if err := r.document(ctx, id, events); err != nil {
			return r.report, err
		}
		r.step()
	}
	return r.report, nil
}

func (r *run) step() {
	r.report.Done++
	r.tell(r.report.Progress)
}

func (r *run) document(ctx context.Context, id int64, events []Event) error {
	m, why, err := load(ctx, r.pool, id, events)
	if err != nil {
		return err
	}
	if m == nil {
		r.report.Passed = append(r.report.Passed, Passed{id, why})
		return nil
	}
	for part := range slices.Chunk(m.planned(), perTransaction) {
		if err := r.write(ctx, m, part, nil); err != nil {
			return err
		}
		r.tell(r.report.Progress)
	}
	if r.opts.Chat == nil {
		return nil
	}
	return r.byModel(ctx, m)
}

// write makes pairs of drafts in one transaction, and runs also in it.
func (r *run) write(ctx context.Context, m *Material, drafts []Draft, also func(tx pgx.Tx) error) error {
	was := r.report.Progress
	var made []Draft
	err := pg.InTx(ctx, r.pool, func(tx pgx.Tx) error {
		made, r.report.Progress = nil, was // a transaction that is tried again counts once
		if err := lockVersion(ctx, tx, m.Version.ID); err != nil {
			return err
		}
		w, err := r.writer(ctx, tx, m, drafts)
		if err != nil {
			return err
		}
		for _, d := range drafts {
			ok, err := w.create(ctx, tx, d)
			if err != nil {
				return err
			}
			if ok {
				made = append(made, d)
			}
		}
		if also != nil {
			return also(tx)
		}
		return nil
	})
	if err != nil {
		r.report.Progress = was
		return err
	}
	for _, d := range made {
		r.report.ByType[d.Type]++
		r.report.ByRule[d.Rule]++
	}
	return nil
}

// writer writes drafts of one version in one transaction.
type writer struct {
	*run
	m         *Material
	known     map[string]int64 // question keys ever drafted from this version → pair
	elsewhere map[string]int64 // question keys of other living pairs → pair
	rests     []annotate.Link
	replaces  []annotate.Link
}

func (r *run) writer(ctx context.Context, tx pgx.Tx, m *Material, drafts []Draft) (w *writer, err error) {
	w = &writer{run: r, m: m}
	w.rests, w.replaces = m.documentLinks()
	if w.known, err = known(ctx, tx, m.Version.ID); err != nil {
		return nil, err
	}
	var asked []string
	for _, d := range drafts {
		asked = append(asked, annotate.QuestionKey(d.Question), annotate.QuestionKey(d.Otherwise))
	}
	w.elsewhere, err = elsewhere(ctx, tx, asked)
	return w, err
}

// create writes one draft, under its other wording where another text has the question already. ok is false for what is there.
func (w *writer) create(ctx context.Context, tx pgx.Tx, d Draft) (ok bool, err error) {
	if !w.free(&d) {
		w.report.Skipped++
		return false, nil
	}
	d.Links = w.links(d)
	p, err := w.pairs.Create(ctx, tx, d.Content)
	if fault.Is(err, fault.Invalid) {
		w.report.Refused++
		w.report.Refusal = append(w.report.Refusal, Refusal{Question: d.Question, Reason: fault.Message(err)})
		return false, nil
	}
	if err != nil {
		return false, err
	}
	key := annotate.QuestionKey(d.Question)
	w.known[key], w.elsewhere[key] = p.ID, p.ID
	w.report.Created++
	if w.opts.Submit && !slices.ContainsFunc(p.Findings, func(f annotate.Finding) bool { return f.Level == annotate.LevelError }) {
		if _, err := w.pairs.Submit(ctx, tx, p.ID); err != nil {
			return false, err
		}
		w.report.Submitted++
	}
	return true, nil
}

// free says whether the question is still to be asked of this version, changing to the other wording where it must.
func (w *writer) free(d *Draft) bool {
	key, other := annotate.QuestionKey(d.Question), annotate.QuestionKey(d.Otherwise)
	if w.known[key] != 0 || other != "" && w.known[other] != 0 {
		return false
	}
	if w.elsewhere[key] == 0 {
		return true
	}
	if other == "" || w.elsewhere[other] != 0 {
		return false
	}
	d.Variants = slices.DeleteFunc(d.Variants, func(v string) bool { return v == d.Otherwise })
	d.Question, d.Otherwise = d.Otherwise, ""
	return true
}

// hubs are the rules whose pair the others of the kind belong to.
var hubs = map[string]string{"unit": "units", "unit-duty": "units", "duty": "duties", "division": "duties", "share": "division", "shift": "duties",
	"leaders": "figure", "units": "duties", "change": "reply", "contrast": "definition", "approval": "scope", "deadline": "scope", "cases": "scope",
	"list": "scope", "limit": "scope", "liability": "scope", "forbidden": "definition", "condition": "scope"}

// links are the pairs and documents that belong to a draft: the pair that gives the whole of which it is a part, the texts
// that its text rests on, and for what tells how a text stands, those it replaced.
func (w *writer) links(d Draft) []annotate.Link {
	out := slices.Clone(d.Links)
	if hub := hubs[d.Rule]; hub != "" {
		if id := w.hub(hub); id != 0 {
			kind := "related"
			if d.Rule == "contrast" {
				kind = "contrast"
			}
			out = append(out, annotate.Link{Type: kind, PairID: id})
		}
	}
	out = append(out, w.rests...)
	if slices.Contains([]string{"repeal", "effect", "basis", "duties", "units", "figure"}, d.Rule) || w.m.kind() == structure.Law && d.Rule == "definition" {
		out = append(out, w.replaces...)
	}
	return out
}

// hub is the pair that the first draft of a rule became, in this run or an earlier one.
func (w *writer) hub(rule string) int64 {
	for _, d := range w.m.planned() {
		if d.Rule != rule {
			continue
		}
		if id := w.known[annotate.QuestionKey(d.Question)]; id != 0 {
			return id
		}
		if id := w.known[annotate.QuestionKey(d.Otherwise)]; id != 0 && d.Otherwise != "" {
			return id
		}
	}
	return 0
}
