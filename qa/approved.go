package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"bianku/annotate"
	"bianku/ingest/claim"
	"bianku/internal/civil"
	"bianku/qa/sentence"
	"bianku/qa/understand"
	"bianku/retrieval"
)

// Approval says that an answer is an approved pair's: two named experts have vouched for its words.
type Approval struct {
	PairID     int64     `json:"pair_id"`
	Version    int       `json:"version"`
	ApprovedAt time.Time `json:"approved_at"`
}

// Chinese says so for clients that show only text.
func (p Approval) Chinese() string {
	if p.ApprovedAt.IsZero() {
		return fmt.Sprintf("已审定问答（第%d版）。", p.Version)
	}
	return fmt.Sprintf("已审定问答（第%d版，%s审定）。", p.Version, civil.On(p.ApprovedAt).Chinese())
}

// How near a question has to be to an approved one to get its answer. What they ask (bodies, texts, times, numbers, acts) has to be
// the same whatever these say, see understand.SameAsked.
const (
	pairsSeen = 8    // approved pairs looked at
	sameWords = 0.75 // Dice of the words
	nearWords = 0.5  // with sameSense
	sameSense = 0.86 // cosine
	someWords = 0.3  // of a pair that is shown to a model beside the texts
)

// vouched are the kinds of questions that a pair may answer. The others are worked out from what the corpus holds on the day (sums,
// histories, lists, articles, validity): there a pair could only be older.
var vouched = map[understand.Intent]bool{understand.Rule: true, understand.Definition: true, understand.Difference: true, understand.Number: true,
	understand.Responsible: true, understand.Duties: true, understand.Units: true, understand.TakesEffect: true, understand.Basis: true,
	understand.Change: true, understand.Study: true}

// fromPair answers with an approved pair, where one asks the same. Those that are merely near are kept for a model.
func (a *asking) fromPair(ctx context.Context) (*draft, error) {
	if !vouched[a.meaning.Intent] || a.meaning.When.Future {
		return nil, nil
	}
	found, err := a.pairs(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range found {
		if n.words < sameWords && (n.words < nearWords || n.sense < sameSense) {
			continue
		}
		ok, err := a.stillCounts(ctx, n.pair)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if d, err := a.sayPair(ctx, n.pair); err != nil || !d.empty() {
			return d, err
		}
	}
	a.near = found
	return nil, nil
}

// nearPair is an approved pair that asks the same thing, with how near its words and its sense are.
type nearPair struct {
	pair  annotate.Pair
	words float64
	sense float64
}

// pairs are the approved pairs whose question asks the same, the nearest first. What the actor may not see, what was taken back, and
// what did not hold on the day is not among them.
func (a *asking) pairs(ctx context.Context) ([]nearPair, error) {
	var any bool
	if err := a.Pool.QueryRow(ctx, `select exists (select from retrieval.entry where pair_id is not null)`).Scan(&any); err != nil || !any {
		return nil, err
	}
	a.enter("retrieving")
	r, err := a.Index.Search(ctx, retrieval.Query{Text: a.meaning.Text, K: pairsSeen, AsOf: a.asOf, OnlyPairs: true, Explain: true})
	if err != nil || len(r.Hits) == 0 {
		return nil, err
	}
	sense := map[int64]float64{}
	var ids []int64
	for _, h := range r.Hits {
		ids = append(ids, h.PairID)
		if h.Explain != nil {
			sense[h.PairID] = h.Explain.DenseScore
		}
	}
	list, err := annotate.Approved(ctx, a.Pool, ids, a.asOf)
	if err != nil {
		return nil, err
	}
	var out []nearPair
	for _, p := range list {
		if n := (nearPair{pair: p, sense: sense[p.ID]}); a.asks(&n) {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(x, y nearPair) int { return sign(y.words + y.sense - x.words - x.sense) })
	return out, nil
}

// asks says whether a pair asks the same in one of its wordings, and notes how near the nearest is.
func (a *asking) asks(n *nearPair) bool {
	for _, b := range n.pair.Basis {
		if a.elsewhere(source{Title: b.Title}, b.Quote) {
			return false
		}
	}
	mine := a.settled(a.meaning)
	found := false
	for _, w := range append([]string{n.pair.Question}, n.pair.Variants...) {
		one := *a
		one.meaning = a.settled(understand.Read(w, a.lexicon, a.today))
		same := annotate.QuestionKey(w) == annotate.QuestionKey(a.question.Text)
		if !same && (!mine.SameAsked(one.meaning) || !samePlaces(mine, one.meaning) || strangePlace(a.question.Text, w)) {
			continue
		}
		words := 1.0
		if !same {
			words = likeness(a.withoutBodies(), one.withoutBodies())
		}
		found, n.words = found || words >= someWords, max(n.words, words)
	}
	return found
}

// settled takes a bare name for the city's own body, as bodyClear does.
func (a *asking) settled(m understand.Meaning) understand.Meaning {
	m.Bodies = slices.Clone(m.Bodies)
	for i, b := range m.Bodies {
		if city := onlyCity(b.Bodies); len(b.Bodies) > 1 && city != "" {
			m.Bodies[i].Bodies = []string{city}
		}
	}
	return m
}

// samePlaces says whether no place of one question excludes those of the other. A district's answer is for those who name the district.
func samePlaces(m, o understand.Meaning) bool {
	within := func(x understand.Region, all []understand.Region) bool {
		return slices.ContainsFunc(all, func(y understand.Region) bool { return !x.Conflicts(y) && x.District == y.District })
	}
	for _, x := range m.Regions {
		if len(o.Regions) > 0 && !within(x, o.Regions) {
			return false
		}
	}
	for _, y := range o.Regions {
		if (len(m.Regions) > 0 || y.District != "") && !within(y, m.Regions) {
			return false
		}
	}
	return true
}

// places inside a sentence, where understand does not look for them: 由谁领导松湾市机构编制工作.
var places = regexp.MustCompile(`[\p{Han}]{2}[市县区州盟旗]`)

// strangePlace says whether the question may name a place that the wording does not.
func strangePlace(question, wording string) bool {
	return slices.ContainsFunc(places.FindAllString(question, -1), func(p string) bool {
		return !strings.Contains(wording, p) && !strings.ContainsAny(p, "全本我各设的地级辖城前在")
	})
}

// likeness is the Dice coefficient of what two questions say, their manners of speaking (谁批, 由谁审批) counted as one word each.
func likeness(a, b string) float64 {
	x, y := wordsOf(a), wordsOf(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func wordsOf(question string) map[string]bool {
	out := map[string]bool{}
	rest := abbreviations.Replace(question)
	for i, s := range spoken {
		if s.asked.MatchString(rest) {
			rest = s.asked.ReplaceAllString(rest, "，")
			out[fmt.Sprint("#", i)] = true
		}
	}
	for _, g := range understand.Grams(rest) {
		out[g] = true
	}
	return out
}

// stillCounts says whether the numbers of a pair are those that the facts make on the day: a paper that came after the approval may
// have changed them without touching the pair's grounds.
func (a *asking) stillCounts(ctx context.Context, p annotate.Pair) (bool, error) {
	if a.meaning.Intent != understand.Number {
		return true, nil
	}
	said := claim.Find(p.Answer)
	for _, body := range (&asking{meaning: a.settled(a.meaning)}).bodies() {
		facts, err := a.bodyFacts(ctx, body, a.asOf, false)
		if err != nil {
			return false, err
		}
		for _, ask := range a.meaning.Asks {
			for _, f := range figuresOf(body, facts, ask.Types, ask.Title) {
				want := claim.Claim{Kind: claim.Number, Value: fmt.Sprintf("%d%s", f.total, f.unit())}
				if !slices.ContainsFunc(said, func(c claim.Claim) bool { return c.Covers(want) }) {
					return false, nil
				}
			}
		}
	}
	return true, nil
}

// sayPair makes the approved answer the draft: its sentences word for word, each with the grounds it shares most words with. A pair
// of which one ground does not resolve, or that says a number which no ground holds, is not used at all.
func (a *asking) sayPair(ctx context.Context, p annotate.Pair) (*draft, error) {
	if !p.Supported() {
		a.Log.Warn("qa: an approved pair says more than its basis", "pair", p.ID, "version", p.Version)
		return nil, nil
	}
	grounds, err := a.grounds(ctx, p)
	if err != nil || len(grounds) != len(p.Basis) || len(grounds) == 0 {
		return nil, err
	}
	k, err := newChecker(ctx, a.Pool, a.asOf, grounds)
	if err != nil || slices.ContainsFunc(grounds, func(c Citation) bool { return !k.resolves(c) }) {
		return nil, err
	}
	d := &draft{approved: &p}
	last := 0
	for i, s := range sentence.Split(p.Answer) {
		d.lines = append(d.lines, line{text: s.Text, quotes: nearestGrounds(s.Text, grounds), derived: []string{s.Text}, newline: i > 0 && s.Paragraph != last})
		last = s.Paragraph
	}
	d.basis(grounds...)
	for _, l := range p.Links {
		d.related = append(d.related, Related{PairID: l.PairID, DocumentID: l.DocumentID, Title: l.Title, Relation: linkNames[l.Type]})
	}
	return d, nil
}

var linkNames = map[string]string{"related": "相关", "prerequisite": "前置", "contrast": "对比", "supersedes": "取代"}

// grounds are the citations of a pair's basis. One whose text was cut anew is found by its place.
func (a *asking) grounds(ctx context.Context, p annotate.Pair) ([]Citation, error) {
	var out []Citation
	for _, b := range p.Basis {
		at, err := passages(ctx, a.Pool, a.asOf, `v.id = $3 and (c.id = $4 or $4 = 0 and c.start_rune <= $5 and c.end_rune > $5)`, b.VersionID, b.ChunkID, b.Start)
		if err != nil {
			return nil, err
		}
		if len(at) == 0 {
			continue
		}
		c := at[0].cite(b.Start, b.End, b.Quote)
		c.PairID = p.ID
		out = append(out, c)
	}
	return out, nil
}

// nearestGrounds are the grounds of one sentence of an approved answer: the ones it shares most words with, all of them where it
// shares few with any.
func nearestGrounds(text string, grounds []Citation) []Citation {
	share := func(c Citation) float64 {
		have, want := bigrams(c.Quote), bigrams(text)
		n := 0
		for g := range want {
			if have[g] {
				n++
			}
		}
		return float64(n) / float64(max(1, len(want)))
	}
	best := 0.0
	for _, c := range grounds {
		best = max(best, share(c))
	}
	var out []Citation
	for _, c := range grounds {
		if share(c) >= 0.8*best {
			out = append(out, c)
		}
	}
	return out
}

// approve marks the answer as the pair's.
func (a *asking) approve(p annotate.Pair) {
	mark := &Approval{PairID: p.ID, Version: p.ApprovedVersion}
	if p.ApprovedAt != nil {
		mark.ApprovedAt = *p.ApprovedAt
	}
	a.answer.Approved, a.answer.Clearance = mark, max(a.answer.Clearance, p.Clearance)
}

// usedPairs are the pairs that the answer was made from or with.
func (a *asking) usedPairs() []int64 {
	out := []int64{}
	if a.answer.Approved != nil {
		out = append(out, a.answer.Approved.PairID)
	}
	if a.answer.Mode == Model {
		for _, n := range a.near {
			out = append(out, n.pair.ID)
		}
	}
	return out
}

// pairPieces are the near pairs as evidence for a model: it reads the approved answer, and is held to the grounds.
func (a *asking) pairPieces(ctx context.Context) ([]piece, error) {
	var out []piece
	for _, n := range a.near {
		grounds, err := a.grounds(ctx, n.pair)
		if err != nil {
			return nil, err
		}
		for _, c := range grounds {
			out = append(out, piece{Title: c.Title, DocNo: c.DocNo, Label: c.Label, Status: validity(c), quote: c, clearance: n.pair.Clearance,
				Text: strings.Join([]string{c.Quote, "（已审定问答）问：" + n.pair.Question, "答：" + n.pair.Answer}, "\n")})
		}
	}
	return out, nil
}
