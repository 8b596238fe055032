package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/qa/claim"
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

// candidate is one sentence that may answer.
type candidate struct {
	passage   passage
	all       []sentence.Sentence // of the passage
	i         int
	score     float64
	covered   float64
	own       float64
	satisfies bool
	keyed     bool
	tied      bool // another item of its list answers as well
}

func (c candidate) sentence() sentence.Sentence { return c.all[c.i] }

// text is the sentence with what it is to be read with: its lead-in, and the words in front of its paragraph that name its
// matter (（一）联合会商。).
func (c candidate) text() string { return c.lead() + c.caption() + c.sentence().Text }

// longCaption is how long, in characters, the words that name a paragraph's matter can be.
const longCaption = 18

func (c candidate) caption() string {
	for i := c.i - 1; i >= 0 && c.all[i].Paragraph == c.sentence().Paragraph; i-- {
		if s := c.all[i]; (i == 0 || c.all[i-1].Paragraph != s.Paragraph || s.Item) && s.End-s.Start <= longCaption {
			return s.Text
		}
	}
	return ""
}

func (c candidate) lead() string {
	if l := c.sentence().Lead; l >= 0 {
		return c.all[l].Text
	}
	return c.passage.Lead
}

// search finds the passages at hand for this question, once.
func (a *asking) search(ctx context.Context, anyDay bool) error {
	if a.offered != nil && !anyDay {
		return nil
	}
	a.enter("retrieving")
	q := retrieval.Query{Text: expanded(a.meaning.Text), K: searched, AsOf: a.asOf}
	var err error
	if q.DocumentIDs, err = a.within(ctx); err != nil {
		return err
	}
	found, err := a.find(ctx, q)
	if err != nil {
		return err
	}
	if len(q.DocumentIDs) == 0 {
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
	return a.find(ctx, retrieval.Query{Text: a.meaning.Text, K: searched, AsOf: a.today, AnyValidity: true})
}

// extract answers with the sentences that answer best, if any does.
func (a *asking) extract(ctx context.Context) (*draft, error) {
	return a.extractWhere(ctx, func(candidate) bool { return true })
}

func (a *asking) extractWhere(ctx context.Context, fits func(candidate) bool) (*draft, error) {
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
		return own && (c.own < sureOwn || c.covered < sureCovered || a.meaning.AsksNumber())
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

// sentences of a passage. A table row is one: its cells say nothing alone.
func (p passage) sentences() []sentence.Sentence {
	if p.Chunk.Kind == structure.TableRow {
		return []sentence.Sentence{{Text: p.Text, End: len([]rune(p.Text)), Lead: -1}}
	}
	return sentence.Split(p.Text)
}

// candidates scores all sentences of the passages, best first.
func (a *asking) candidates(at []passage, fits func(candidate) bool) []candidate {
	at = slices.DeleteFunc(slices.Clone(at), func(p passage) bool { return p.Chunk.Kind == structure.Front || !a.concerns(p) })
	v := newVocabulary(a.withoutBodies(), at)
	approval := a.meaning.Intent == understand.Rule && a.meaning.AsksApproval()
	var out []candidate
	for _, p := range at {
		all := p.sentences()
		whole := v.coverage(p.Text)
		above := v.coverage(p.context())
		for i := range all {
			c := candidate{passage: p, all: all, i: i}
			c.own = v.coverage(c.text())
			c.covered = v.coverage(p.context() + p.Text)
			c.keyed = v.keyed(p.context() + p.Text)
			c.satisfies = satisfies(a.meaning.Needs, c.sentence().Text)
			c.score = weighSentence*c.own + weighPassage*whole + weighContext*above + weighRank/(1+float64(p.rank)/3) + weighLike*max(0, p.cosine-minLike)
			if c.satisfies {
				c.score += weighNeed
			}
			if p.source.Kind == structure.Law {
				c.score += weighLaw
			}
			if len(a.meaning.Bodies) > 0 && a.owns(p) {
				c.score += weighOwn
			}
			if a.meaning.YesNo && mayAsk.MatchString(a.meaning.Text) && !modal.MatchString(c.sentence().Text) {
				c.score -= weighModal
			}
			if p.Chunk.Kind == structure.TableRow {
				c.score -= weighRow
			}
			if len(a.meaning.Bodies) == 0 && belowCity(p.Org) {
				c.score -= strayDistrict
			}
			if len(a.meaning.Bodies) == 0 && (p.source.Kind == structure.Sanding || p.source.Kind == structure.Reply) {
				c.score -= strayCharter
			}
			if c.answers(a.meaning) && fits(c) && (!approval || approves(c.text()) && v.about(p.context()+c.text())) && !envelope.MatchString(c.sentence().Text) {
				out = append(out, c)
			} else if c.score > 0.3 {
				a.Log.Debug("qa: rejected", "q", a.meaning.Text, "score", c.score, "cov", c.covered, "own", c.own, "cos", p.cosine, "rank", p.rank, "need", c.needed(a.meaning.Needs), "label", p.Title[:min(len(p.Title), 30)]+p.Label)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y candidate) int {
		switch {
		case x.score > y.score:
			return -1
		case x.score < y.score:
			return 1
		}
		return 0
	})
	return out
}

var modal = regexp.MustCompile(`不得|不能|不予|不可|禁止|严禁|可以|应当|允许|必须|不单独|不作为|不办理|不需`)

// owns says whether a passage stands in a paper of the bodies asked about, or names one.
func (a *asking) owns(p passage) bool {
	for _, b := range a.meaning.Bodies {
		if slices.Contains(b.Bodies, p.Org) || strings.Contains(p.Text, b.Text) {
			return true
		}
	}
	return false
}

// envelope is the sentence that sends a text out: it says nothing of what the text says.
var envelope = regexp.MustCompile(`(?:现|特此)(?:予以?)?(?:印发|转发|通知|公布|发布)|请(?:你们?)?(?:认真|遵照|结合[^，。]{1,10})?[，,]?(?:认真)?(?:贯彻|遵照|组织)(?:执行|落实|实施)`)

var approving = regexp.MustCompile(`批准|审批|审定|核准|决定|同意|备案|报[^，。；]{0,16}(?:批|审)`)

// approves says whether a sentence says who approves something.
func approves(s string) bool { return approving.MatchString(s) }

// belowCity says whether a body belongs to a district, a county or a town.
func belowCity(org string) bool {
	l := understand.ParseBody(org).Level
	return org != "" && l != "" && strings.Contains("区县镇乡街道", l)
}

// namesOfTexts are looked up, not compared.
var namesOfTexts = regexp.MustCompile(`《[^》]*》|[\p{Han}]{0,6}[〔\[(（]\d{4}[〕\])）]\d{1,5}号(?:文件?)?(?:里?说|中|规定|要求)?`)

// withoutBodies is the question without the names of known bodies and texts and the day: those are matched by concerns and the
// search, and would drown what is asked of them.
func (a *asking) withoutBodies() string {
	runes := []rune(a.meaning.Text)
	for _, b := range a.meaning.Bodies {
		for i := b.Start; i < min(b.End, len(runes)); i++ {
			runes[i] = '，'
		}
	}
	q := namesOfTexts.ReplaceAllString(string(runes), "，")
	if w := a.meaning.When; w.Text != "" && !w.Future {
		q = strings.Replace(q, w.Text, "，", 1)
	}
	for _, r := range a.meaning.Regions {
		for _, place := range []string{r.District, r.City, r.Province} {
			if place != "" {
				q = strings.ReplaceAll(q, place, "，")
			}
		}
	}
	return q
}

// answers says whether a sentence may answer at all: it covers enough, holds the hard words, and the number asked for.
func (c candidate) answers(m understand.Meaning) bool {
	lexical := c.covered >= minCovered && c.own >= minSentence
	alike := c.passage.cosine >= minLike && c.own >= minLikeOwn && c.covered >= minLikeAll
	first := c.passage.rank == 0 && c.passage.cosine >= firstLike && c.own >= firstOwn
	if !lexical && !(alike || first) || !lexical && !c.keyed || !c.needed(m.Needs) {
		return false
	}
	for _, w := range hard.FindAllString(m.Text, -1) {
		if !strings.Contains(c.text(), w) && !strings.Contains(m.When.Text, w) {
			return false
		}
	}
	if m.When.Future && !c.meansFuture(m) {
		return false
	}
	if len(m.Asks) > 0 && len(m.Bodies)+len(m.Unknown) > 0 && m.Intent != understand.Rule {
		return hasNumber(c.text()) && slices.ContainsFunc(m.Asks, func(k understand.Ask) bool { return strings.Contains(c.text(), k.Name) })
	}
	return true
}

// needed says whether what the question needs stands in the sentence, or in the short article around it. A number, a day or
// a telephone number cannot be answered by a sentence without one.
func (c candidate) needed(n understand.Need) bool {
	if n != understand.Quantity && n != understand.Day && n != understand.Date && n != understand.Phone {
		return true
	}
	return satisfies(n, c.text()) || len([]rune(c.passage.Text)) <= shortWhole && satisfies(n, c.passage.Text)
}

// meansFuture says whether a passage may answer about a day to come: its text is made for that day, or the sentence names it.
func (c candidate) meansFuture(m understand.Meaning) bool {
	if m.Intent == understand.Rule && c.passage.Status == ingest.InForce && len(m.Unknown)+len(m.Bodies) == 0 && c.passage.source.Kind == structure.Law {
		return true
	}
	return strings.Contains(c.text(), strings.TrimSuffix(m.When.Text, "年")) && satisfies(m.Needs, c.sentence().Text) && c.own >= sureOwn
}

// within are the documents that the question names: what it asks is asked of them. A text that is named and not in the
// corpus leaves nothing to look through, and the general search must not stand in for it; that is for namedMissing.
func (a *asking) within(ctx context.Context) ([]int64, error) {
	if len(a.meaning.Titles)+len(a.meaning.DocNos) == 0 && !workName.MatchString(a.meaning.Text) {
		return nil, nil
	}
	all, err := a.namedTexts(ctx)
	var ids []int64
	for _, s := range all {
		if !slices.Contains(ids, s.DocumentID) {
			ids = append(ids, s.DocumentID)
		}
	}
	return ids, err
}

// concerns says whether a passage may speak for the bodies in the question. Another body's own paper may not; a general rule
// may, where a rule is what is asked for.
func (a *asking) concerns(p passage) bool {
	switch {
	case (p.source.Kind == structure.Journal) != (a.meaning.Intent == understand.Study):
		return false // an opinion is no ground for a rule
	case a.meaning.Intent == understand.Study:
		return true
	case a.elsewhere(p.source, p.Text):
		return false
	case p.Status == ingest.Unknown && a.otherDay() && p.ExternalID == "":
		return false // nobody knows whether it counted on that day
	}
	for _, name := range a.meaning.Unknown {
		if !namesStranger(p, name) {
			return false
		}
	}
	if len(a.meaning.Bodies) == 0 {
		return true
	}
	for _, b := range a.meaning.Bodies {
		if slices.Contains(b.Bodies, a.lexicon.Canonical(p.Org)) || strings.Contains(p.Text+p.Title, b.Text) {
			return true
		}
		for _, full := range b.Bodies {
			if strings.Contains(p.Text+p.Title, full) || strings.Contains(p.Text, levelName(full)) {
				return true
			}
		}
	}
	own := p.source.Kind == structure.Sanding || p.source.Kind == structure.Reply
	return !own && len(a.meaning.Asks) == 0 && a.meaning.Intent == understand.Rule
}

// levelName is how papers of the same place call a body: 市数据局.
func levelName(full string) string {
	b := understand.ParseBody(full)
	return b.Level + b.Core
}

// namesStranger says whether a passage speaks of a body that the corpus has no papers of: its own name and its place.
func namesStranger(p passage, name string) bool {
	text := p.Text + p.Title
	if strings.Contains(text, name) {
		return true
	}
	b := understand.ParseBody(name)
	if b.Place == "" {
		return false
	}
	runes := []rune(strings.TrimSuffix(b.Place, b.Level))
	if b.Level != "" && len(runes) > 1 {
		runes = append(runes, []rune(b.Level)...)
	}
	return strings.Contains(text, string(runes)) && strings.Contains(text, b.Core)
}

var (
	dateWord  = regexp.MustCompile(`\d+月\d+日|\d+月底|\d{4}年|[一二三四五六七八九十]+月[一二三四五六七八九十]+日`)
	noneWord  = regexp.MustCompile(`不单独核定|不核定|不单独设|不设|不得核定|不予核定|不占`)
	dayWord   = regexp.MustCompile(`每(?:年|半年|季度|月|周|日)|\d+\s*(?:年|月|日|天|个月|个工作日|小时)|[一二三四五六七八九十]+(?:年|个月|日|天|个工作日)|之日|即日|当日`)
	bodyWord  = regexp.MustCompile(`局|委|部门|机关|单位|中心|办公室|公司|政府|机构|科|处`)
	phoneWord = regexp.MustCompile(`\d{5,}|https?://|www\.|@|\d{3,4}-\d{7,8}|热线|电话`)
	listWord  = regexp.MustCompile(`[、；：]|（一）|一是|措施|应当|可以|不得`)
)

// calendar are the units of days of the year: 12月31日前 is no quantity of anything.
var calendar = regexp.MustCompile(`\d(?:月|日|年|天|个月|工作日|个工作日|条|款|章|节)$`)

func hasNumber(s string) bool {
	return slices.ContainsFunc(claim.Find(s), func(c claim.Claim) bool { return c.Kind == claim.Number && !calendar.MatchString(c.Value) })
}

// satisfies says whether a sentence has the kind of thing the question needs.
func satisfies(n understand.Need, s string) bool {
	switch n {
	case understand.Quantity:
		return hasNumber(s) || noneWord.MatchString(s)
	case understand.Date:
		return dateWord.MatchString(s)
	case understand.Day:
		return dayWord.MatchString(s)
	case understand.Who:
		return bodyWord.MatchString(s)
	case understand.Phone:
		return phoneWord.MatchString(s)
	case understand.Several:
		return listWord.MatchString(s)
	}
	return false
}

// compose makes the answer of the best candidate, and of a second text that says as much.
func (a *asking) compose(found []candidate) *draft {
	if len(found) == 0 {
		return nil
	}
	best := found[0]
	best.tied = best.sentence().Item && slices.ContainsFunc(found[1:], func(c candidate) bool {
		return c.passage.ID == best.passage.ID && c.sentence().Item && c.sentence().Lead == best.sentence().Lead && c.own == best.own
	})
	a.Log.Debug("qa: chosen", "question", a.meaning.Text, "covered", best.covered, "own", best.own, "cosine", best.passage.cosine, "rank", best.passage.rank, "score", best.score, "label", best.passage.Label)
	d := &draft{}
	if best.passage.source.Kind == structure.Plain {
		a.sayPlain(d, best, found)
		return d
	}
	a.sayRule(d, best, "根据")
	for _, c := range found[1:] {
		other := c.passage.DocumentID != best.passage.DocumentID
		if other && c.score >= alsoSaid*best.score && isRule(c.passage.source.Kind) && isRule(best.passage.source.Kind) {
			a.sayRule(d, c, "另据")
			break
		}
	}
	return d
}

func isRule(k structure.Kind) bool { return k == structure.Law || k == structure.Gongwen }

// sayPlain answers from an unstructured text: the sentence, and those after it that go on with what was asked for.
func (a *asking) sayPlain(d *draft, best candidate, found []candidate) {
	d.plain = true
	s := best.sentence()
	d.say(oneLine(best.passage.bare(s.Start, s.End).Quote), best.passage.bare(s.Start, s.End))
	if a.meaning.Needs != understand.Several {
		return
	}
	length := s.End - s.Start
	for i := best.i + 1; i < len(best.all) && length < longPlain; i++ {
		at := slices.IndexFunc(found, func(c candidate) bool { return c.passage.ID == best.passage.ID && c.i == i })
		if !best.all[i].Item && (at < 0 || found[at].score < goesOn*best.score) {
			return
		}
		next := best.all[i]
		length += next.End - next.Start
		d.say(oneLine(next.Text), best.passage.part(next.Start, next.End))
	}
}

// articleHead is what stands in front of an article or item and belongs to its address, not to its words.
var articleHead = regexp.MustCompile(`^\s*(?:第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])[\s　]*`)

// sayRule answers from a text with articles: the rule with its conditions, never cut off before a 但 or an exception, with
// where it stands in front and 不可以 first where that is what it comes to.
func (a *asking) sayRule(d *draft, c candidate, how string) {
	p := c.passage
	from, to, items := c.extent(a.meaning)
	quote := p.bare(from, to)
	verdict := ""
	if len(d.lines) == 0 && a.meaning.YesNo && mayAsk.MatchString(a.meaning.Text) {
		verdict = verdictOf(quote.Quote)
	}
	opening := how + reference(quote)
	if p.source.Kind == structure.Journal {
		opening = "有文章认为（" + reference(quote) + "）"
	}
	opening = verdict + onDay(a.asOf, a.today) + opening + "，"
	if items {
		a.sayItems(d, c, opening)
		return
	}
	lead := ""
	quotes := []Citation{quote}
	if l := c.sentence().Lead; l >= 0 && c.all[l].Start < from {
		q := p.bare(c.all[l].Start, c.all[l].End)
		lead, quotes = q.Quote, append(quotes, q)
	} else if p.Lead != "" {
		lead = articleHead.ReplaceAllString(p.Lead, "")
	}
	d.para(opening+oneLine(lead)+oneLine(quote.Quote), quotes...)
}

// scaleLead leads to a scale: its steps are told together.
var scaleLead = regexp.MustCompile(`标准|(?:下列|以下|如下)[^。；]{0,16}(?:核定|确定|配备|计算|执行|设置)|分别(?:按|核定)`)

// extent is the range of runes that answers: the whole article when it is short, else the paragraph. items says that it is a
// list to be given item by item.
func (c candidate) extent(m understand.Meaning) (from, to int, items bool) {
	p, s := c.passage, c.sentence()
	length := len([]rune(p.Text))
	isLead := c.i+1 < len(c.all) && c.all[c.i+1].Lead == c.i
	scale := s.Lead >= 0 && (c.tied || scaleLead.MatchString(c.all[s.Lead].Text)) // 按照下列标准核定： one step alone misleads
	if isLead || s.Item && s.Lead >= 0 && (m.Needs == understand.Several || scale) {
		return s.Start, s.End, true
	}
	if s.Item && s.Lead >= 0 {
		return s.Start, s.End, false
	}
	if length <= shortWhole && (p.source.Kind == structure.Law || p.source.Kind == structure.Gongwen || p.source.Kind == structure.Sanding) {
		return 0, length, false
	}
	from, to = s.Start, s.End
	for i := c.i - 1; i >= 0 && c.all[i].Paragraph == s.Paragraph && c.all[i].Lead == s.Lead; i-- {
		from = c.all[i].Start
	}
	for i := c.i + 1; i < len(c.all) && c.all[i].Paragraph == s.Paragraph && c.all[i].Lead == s.Lead; i++ {
		to = c.all[i].End
	}
	return from, to, false
}

// sayItems gives a list with its lead-in, each item a line.
func (a *asking) sayItems(d *draft, c candidate, opening string) {
	lead := c.i
	if c.sentence().Lead >= 0 {
		lead = c.sentence().Lead
	}
	p := c.passage
	q := p.bare(c.all[lead].Start, c.all[lead].End)
	d.para(opening+oneLine(q.Quote), q)
	for i := lead + 1; i < len(c.all); i++ {
		if c.all[i].Lead == lead {
			d.para(oneLine(c.all[i].Text), p.part(c.all[i].Start, c.all[i].End))
		}
	}
}

// mayAsk is a question for permission: 是一回事吗 asks for none.
var mayAsk = regexp.MustCompile(`能|可以|可否|允许|准不准|行不行`)

var (
	forbids = regexp.MustCompile(`不得|严禁|禁止|不能|不予|不可以`)
	permits = regexp.MustCompile(`可以|允许`)
)

// verdictOf answers yes or no where a rule leaves no doubt; one that both permits and forbids is left to the reader.
func verdictOf(rule string) string {
	no, yes := forbids.MatchString(rule), permits.MatchString(rule)
	switch {
	case no && !yes:
		return "不可以。"
	case yes && !no:
		return "可以，但须符合规定的条件和程序。"
	}
	return ""
}
