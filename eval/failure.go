package eval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"bianku/ingest/claim"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

// walk goes along the line a failed answer came from, source first, and stops at the first place where something is
// wrong. It knows what everybody could know: the question with its gold, the corpus, the index, the answer.
//
//	answerable? → asked at all? → file there → pair true → text whole → in force → may be seen → answered from a true pair
//	            → in the index → found → read → said → cited
//
// What it looked at stays behind as proofs, the good ones too: "the article is there and in force" is half of the reason why
// a failure is the search's.
type walk struct {
	Deps
	q      Question
	a      qa.Answer
	day    civil.Date
	asker  auth.Clearance
	golds  []golden
	proofs []Proof
	tx     pg.DB // where it is not the pool's: in the transaction of a thumbs-down
}

func (w *walk) db() pg.DB {
	if w.tx != nil {
		return w.tx
	}
	return w.Pool
}

// step looks at one place. nil: nothing is wrong there.
type step func(*walk, context.Context) (*Classed, error)

var steps = []step{(*walk).refusable, (*walk).looked, (*walk).present, (*walk).pairTrue, (*walk).whole, (*walk).inForce, (*walk).allowed,
	(*walk).answeredFromPair, (*walk).indexed, (*walk).found, (*walk).said}

// classify says what went wrong with a failed answer, by looking and not by guessing. It reads as the asker in ctx searches,
// and everything else with the eyes of the system: whether a text exists must not depend on who asked.
func classify(ctx context.Context, d Deps, q Question, a qa.Answer) (_ Classed, err error) {
	defer fault.Wrapf(&err, "eval.classify(%s)", q.ID)
	w := &walk{Deps: d, q: q, a: a, day: dayOf(q, a), asker: auth.ActorFrom(ctx).Clearance}
	if err := w.load(ctx); err != nil {
		return Classed{}, err
	}
	for _, look := range steps {
		c, err := look(w, ctx)
		if err != nil {
			return Classed{}, err
		}
		if c != nil {
			c.Evidence = w.proofs
			c.Clearance, err = levelOf(ctx, w.db(), w.proofs)
			return *c, err
		}
	}
	return Classed{}, fmt.Errorf("no step decides") // said always does
}

// levelOf is the highest clearance of the records that proofs name.
func levelOf(ctx context.Context, db pg.DB, proofs []Proof) (level auth.Clearance, err error) {
	ids := map[string][]int64{}
	for _, p := range proofs {
		for kind, id := range p.IDs {
			ids[kind] = append(ids[kind], id)
		}
	}
	err = db.QueryRow(ctx, `
		select coalesce(max(l), 1) from (
		    select d.clearance from ingest.document d where d.id = any($1::bigint[])
		    union all select d.clearance from ingest.version v join ingest.document d on d.id = v.document_id where v.id = any($2::bigint[])
		    union all select d.clearance from ingest.chunk c join ingest.version v on v.id = c.version_id join ingest.document d on d.id = v.document_id
		               where c.id = any($3::bigint[])
		    union all select p.clearance from annotate.pair p where p.id = any($4::bigint[])) as t (l)`,
		ids["document"], append(ids["version"], ids["by_version"]...), ids["chunk"], ids["pair"]).Scan(&level)
	return level, err
}

// dayOf is the day on which the texts must count: the question's, else the one the answer settled on.
func dayOf(q Question, a qa.Answer) civil.Date {
	switch {
	case !q.AsOf.IsZero():
		return q.AsOf
	case !a.AsOf.IsZero():
		return a.AsOf
	}
	return civil.Today()
}

// prove keeps what was seen.
func (w *walk) prove(check, label string, ok bool, detail string, more ...func(*Proof)) {
	p := Proof{Check: check, Label: label, OK: ok, Detail: detail}
	for _, f := range more {
		f(&p)
	}
	w.proofs = append(w.proofs, p)
}

func at(name string, id int64) func(*Proof) {
	return func(p *Proof) {
		if p.IDs == nil {
			p.IDs = map[string]int64{}
		}
		if id != 0 {
			p.IDs[name] = id
		}
	}
}

func ranked(ranks map[string]int) func(*Proof) { return func(p *Proof) { p.Ranks = ranks } }

func printed(s string) func(*Proof) { return func(p *Proof) { p.Print = s } }

// blame makes the class, with the stage that mends it.
func blame(class Class, stage, objectType string, id any, object string) *Classed {
	return &Classed{Class: class, Stage: stage, ObjectType: objectType, ObjectID: fmt.Sprint(id), Object: object}
}

// refusable: what cannot be answered must be refused. Where an approved pair gave the answer, the pair is what is wrong.
func (w *walk) refusable(context.Context) (*Classed, error) {
	if w.q.Answerable {
		return nil, nil
	}
	if w.a.Mode == qa.Refused {
		w.prove("refusal", "应当拒答", true, "已拒答，但理由“"+reasonOf(w.a)+"”不在认可的理由（"+strings.Join(w.q.RefusalReasons, "、")+"）之中")
		return w.generator(GenerationWrong), nil
	}
	w.prove("refusal", "应当拒答", false, "该问题应当拒答，系统作了回答")
	for _, c := range w.a.Citations {
		if c.PairID != 0 {
			w.prove("answered_by", "回答来自", false, fmt.Sprintf("已审定问答 %d", c.PairID), at("pair", c.PairID))
			return blame(ShouldRefuse, StageLabel, "pair", c.PairID, w.pairName(c.PairID)), nil
		}
	}
	for _, c := range w.a.Citations {
		w.prove("answered_by", "回答来自", false, "《"+c.Title+"》"+c.Label, at("document", c.DocumentID), at("chunk", c.ChunkID))
	}
	return w.generator(ShouldRefuse), nil
}

// looked: a question refused for what it says never reaches the corpus: nothing behind the gate can be the reason.
func (w *walk) looked(ctx context.Context) (*Classed, error) {
	if w.a.Mode != qa.Refused {
		return nil, nil
	}
	reason := reasonOf(w.a)
	switch reason {
	case "blocked":
		words, err := blockedBy(ctx, w.db(), w.q.Text)
		if err != nil {
			return nil, err
		}
		w.prove("refusal", "可以回答的问题没有被拦", false, "被敏感词拦下："+strings.Join(words, "、"))
		return blame(ShouldAnswer, StageGenerate, "word", strings.Join(words, "、"), "敏感词“"+strings.Join(words, "、")+"”"), nil
	case "secret", "personal", "opinion", "out_of_domain":
		w.prove("refusal", "可以回答的问题没有被拦", false, "按“"+reason+"”类问题拒答，没有检索", printed(w.Program))
		return blame(ShouldAnswer, StageGenerate, "program", "policy:"+reason, "拒答规则（"+reason+"）"), nil
	}
	return nil, nil
}

func reasonOf(a qa.Answer) string {
	if a.Refusal == nil {
		return ""
	}
	return a.Refusal.Reason
}

// generator blames what worded the answer: the prompt where a model did, else the program.
func (w *walk) generator(c Class) *Classed {
	if w.a.Mode == qa.Model || w.a.Model != "" {
		w.prove("generator", "作答方式", false, "由模型 "+w.a.Model+" 按提示词 "+w.a.PromptVersion+" 作答", printed(w.a.PromptVersion))
		return blame(c, StageGenerate, "prompt", "answer", "作答提示词")
	}
	w.prove("generator", "作答方式", false, "不用模型，由程序摘取原文作答", printed(w.Program))
	return blame(c, StageGenerate, "program", "answer", "摘取式作答")
}

// said: the evidence was at hand. What is left is what was made of it.
func (w *walk) said(context.Context) (*Classed, error) {
	if w.a.Mode == qa.Refused {
		w.prove("answered", "有依据而作答", false, "依据已在手，仍以“"+reasonOf(w.a)+"”拒答", printed(w.Program))
		return blame(ShouldAnswer, StageGenerate, "program", "threshold", "作答门槛"), nil
	}
	if o := Judge(w.q, w.a); o.Correct && !o.Cited {
		var places []string
		for _, c := range w.a.Citations {
			places = append(places, "《"+c.Title+"》"+c.Label)
		}
		w.prove("cited", "引文是标准依据", false, "答案正确，引文却是"+strings.Join(places, "、"))
		return w.generator(CitationWrong), nil
	} else if o.Problem != "" {
		w.prove("answered", "答案正确", false, o.Problem)
	}
	return w.generator(GenerationWrong), nil
}

// missing are the must strings that the answer lacks.
func (w *walk) missing() []string {
	shown := normal(shownText(w.a))
	var out []string
	for _, m := range w.q.Must {
		if !says(shown, normal(m)) {
			out = append(out, m)
		}
	}
	return out
}

// claims says whether s states something a machine can look for word by word: a number, a date, a 文号.
func claims(s string) bool { return len(claim.Find(s)) > 0 }

func refused(a qa.Answer) bool { return a.Mode == qa.Refused }

// printOf is a short fingerprint.
func printOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
