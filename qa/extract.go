package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/sentence"
	"bianku/qa/understand"
	"bianku/retrieval"
)

// How sentences are chosen. The weights were set on the dev part of the sample questions and of the policy notices; the
// thresholds say when nothing answers, and are never lowered to find something.
const (
	searched = 24 // passages looked at

	weighSentence = 0.45 // the question's terms in the sentence with its lead-in
	weighPassage  = 0.20 // in the passage
	weighContext  = 0.15 // in the titles above it
	weighNeed     = 0.15 // the sentence has the kind of thing asked for
	weighRank     = 0.20 // it was found first
	weighLike     = 0.50 // cosine above minLike
	weighOwn      = 0.12 // a body's own paper speaks for it before a rule for all does
	weighModal    = 0.20 // taken off a sentence that neither permits nor forbids, where that is asked
	weighShape    = 0.12 // taken off a sentence that does not look like an answer to what is asked
	strayLevel    = 0.20 // taken off a rule on the bodies of the state where local ones are asked about
	weighNarrow   = 0.10 // taken off a rule on a narrower kind of body than the question's
	strayNote     = 0.15 // taken off notes, minutes and drafts: they tell what was so, or may be
	weighRow      = 0.10 // taken off a table row: it says little by itself
	weighLaw      = 0.10 // a rule answers better than a ledger that mentions the same thing
	strayCharter  = 0.15 // taken off a body's own paper when the question is about no body

	strayDistrict = 0.08 // and of a district's, which answers for no one else
	minCovered    = 0.62 // of the question by sentence, passage and titles together
	minSentence   = 0.28 // of the question by the sentence and its lead-in alone
	sureOwn       = 0.50 // a body's own paper answers a question about no body only when it is sure
	sureCovered   = 0.80
	minLike       = 0.53 // cosine from which a passage may answer in other words than the question's
	minLikeOwn    = 0.18 // and what its sentence has to share with the question even so
	minLikeAll    = 0.25 // and the passage with its titles
	firstLike     = 0.60 // cosine from which the first find may answer
	firstOwn      = 0.12 // when its sentence shares this much
	alsoSaid      = 0.92 // a second text is quoted too when it scores this share of the best
	goesOn        = 0.60 // the next sentence belongs to a list of measures when it scores this share
	shortWhole    = 220  // an article up to this length is quoted whole
	longPlain     = 160  // characters of a plain answer that goes on
)

// search finds the passages at hand for this question, once.
func (a *asking) search(ctx context.Context, anyDay bool) error {
	if a.offered != nil && !anyDay {
		return nil
	}
	a.enter("retrieving")
	q := retrieval.Query{Text: expanded(a.meaning.Text), K: searched, AsOf: a.asOf, NoPairs: true}
	var err error
	if q.DocumentIDs, err = a.within(ctx); err != nil {
		return err
	}
	found, err := a.find(ctx, q)
	if err != nil {
		return err
	}
	if len(q.DocumentIDs) == 0 {
		if found, err = a.withOurs(ctx, q, found); err != nil {
			return err
		}
		if found, err = a.withCharters(ctx, found); err != nil {
			return err
		}
	}
	a.offered = found
	a.enter("reading")
	return nil
}

// withCharters adds the whole 三定 of the bodies asked about: what a body is stands there in one line that no question is like.
func (a *asking) withCharters(ctx context.Context, found []passage) ([]passage, error) {
	for _, body := range a.bodies() {
		s, ok, err := charterOn(ctx, a.Pool, a.asOf, a.names(body))
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		all, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if !slices.ContainsFunc(found, func(o passage) bool { return o.ID == p.ID }) {
				p.rank = searched
				found = append(found, p)
			}
		}
	}
	return found, nil
}

// find searches and reads the passages with what an answer needs to know of them.
func (a *asking) find(ctx context.Context, q retrieval.Query) ([]passage, error) {
	q.Explain = true // for the cosine
	r, err := a.Index.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	if r.Degraded != "" {
		a.answer.Degraded = r.Degraded
	}
	ids := make([]int64, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ChunkID
	}
	byID, err := passagesByID(ctx, a.Pool, q.AsOf, ids)
	if err != nil {
		return nil, err
	}
	out := []passage{}
	for _, h := range r.Hits {
		if p, ok := byID[h.ChunkID]; ok {
			p.rank = len(out)
			if h.Explain != nil {
				p.cosine = h.Explain.DenseScore
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// pastHits are passages of any day.
func (a *asking) pastHits(ctx context.Context) ([]passage, error) {
	return a.find(ctx, retrieval.Query{Text: a.meaning.Text, K: searched, AsOf: a.today, AnyValidity: true, NoPairs: true})
}

// extract answers with the sentences that answer best, if any does.
func (a *asking) extract(ctx context.Context) (*draft, error) {
	return a.extractWhere(ctx, func(candidate) bool { return true })
}

func (a *asking) extractWhere(ctx context.Context, fits func(candidate) bool) (*draft, error) {
	if a.meaning.BareAsk() {
		return nil, nil // 编制有多少: of whom? Whatever sentence has a number in it would seem to answer
	}
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	found := a.candidates(a.offered, fits)
	found = a.general(found)
	d := a.compose(found)
	if d.empty() {
		if d = a.eachPart(fits); d.empty() {
			return a.opinionOnly(fits), nil
		}
		return d, nil
	}
	if err := a.children(ctx, d, found[0].passage); err != nil {
		return nil, err
	}
	a.otherParts(d, found[0])
	return d, nil
}

// children adds the items that a lead-in leads to where each is a passage of its own.
func (a *asking) children(ctx context.Context, d *draft, p passage) error {
	if !introduces(d.lines[len(d.lines)-1].text) {
		return nil
	}
	all, err := passages(ctx, a.Pool, a.asOf, `v.id = $3 and c.address like $4 || '/%'`, p.source.VersionID, p.Address)
	if err != nil {
		return err
	}
	for _, x := range all[:min(len(all), maxItems)] {
		d.para(oneLine(x.Text), x.whole())
	}
	return nil
}

// opinionOnly answers with what articles say where no rule says anything, as what it is.
func (a *asking) opinionOnly(fits func(candidate) bool) *draft {
	if len(a.meaning.Bodies)+len(a.meaning.Unknown)+len(a.meaning.Asks) > 0 || a.otherDay() || a.meaning.YesNo {
		return nil
	}
	one := *a
	one.meaning.Intent = understand.Study
	found := one.candidates(a.offered, func(c candidate) bool {
		return c.passage.cosine >= firstLike && c.covered >= minOpinion && fits(c)
	})
	if len(found) == 0 {
		return nil
	}
	d := &draft{}
	a.sayOpinion(d, found[0])
	return d
}

// minOpinion is how much of a question an article must cover to be told where it was not asked for.
const minOpinion = 0.45

// general keeps what is said for everybody, where no body is asked about: a paper that gave one body a unit is no rule.
func (a *asking) general(found []candidate) []candidate {
	if len(a.meaning.Bodies)+len(a.meaning.Unknown)+len(a.meaning.DocNos) > 0 || a.meaning.Intent == understand.Responsible {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(c candidate) bool {
		own := c.passage.source.Kind == structure.Sanding || c.passage.source.Kind == structure.Reply
		return own && (c.own < sureOwn || c.covered < sureCovered || a.meaning.AsksNumber() && !a.summing)
	})
}

var partMark = regexp.MustCompile(`[，,；;？?、]|以及|并且|还有`)

// parts are the clauses of a question that asks several things: 得满足什么条件、附哪些材料.
func (a *asking) parts() []string {
	var out []string
	for _, p := range partMark.Split(a.withoutBodies(), -1) {
		if len(understand.Grams(p)) > 0 && asksThing.MatchString(p) {
			out = append(out, p)
		}
	}
	return out
}

var asksThing = regexp.MustCompile(`什么|哪|几|多少|谁|怎|如何|吗|是否|能否|何`)

// eachPart answers the clauses one by one, where the question as a whole found nothing. All or nothing: half an answer to
// two questions looks like an answer to both.
func (a *asking) eachPart(fits func(candidate) bool) *draft {
	parts := a.parts()
	if len(parts) < 2 {
		return nil
	}
	d := &draft{}
	for _, p := range parts {
		one := *a
		one.meaning.Text, one.meaning.Needs, one.meaning.YesNo = p, understand.NeedOf(p), false
		one.meaning.Bodies = nil
		found := slices.DeleteFunc(one.candidates(a.offered, fits), func(c candidate) bool { return !a.concerns(c.passage) })
		found = a.general(found)
		more := one.compose(found)
		if more.empty() {
			return nil
		}
		d.lines = append(d.lines, more.lines...)
	}
	return d
}

// otherParts adds what the same text says to the question's other clauses, when the best sentence does not say it.
func (a *asking) otherParts(d *draft, best candidate) {
	parts := a.parts()
	if len(parts) < 2 {
		return
	}
	for _, p := range parts[1:] {
		one := *a
		one.meaning.Text, one.meaning.Needs, one.meaning.YesNo = p, understand.NeedOf(p), false
		at := slices.DeleteFunc(slices.Clone(a.offered), func(x passage) bool { return x.source.VersionID != best.passage.source.VersionID })
		v := newVocabulary(p, at)
		said := d.lines[len(d.lines)-1].text
		if one.meaning.Needs == understand.AnyThing || v.coverage(said) >= minCovered && satisfies(one.meaning.Needs, said) {
			continue
		}
		if c, ok := one.inSameText(v, at); ok && !strings.Contains(said, c.sentence().Text) {
			one.sayRule(d, c, "同时，根据")
		}
	}
}

// minPart is how much of a clause its sentence has to share, within a text that answers the rest of the question.
const minPart = 0.3

func (a *asking) inSameText(v vocabulary, at []passage) (best candidate, ok bool) {
	for _, p := range at {
		all := sentence.Split(p.Text)
		for i, s := range all {
			c := candidate{passage: p, all: all, i: i, score: v.coverage(s.Text)}
			if c.score >= minPart && satisfies(a.meaning.Needs, s.Text) && (!ok || c.score > best.score) {
				best, ok = c, true
			}
		}
	}
	return best, ok
}
