package qa

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/qa/sentence"
	"bianku/qa/understand"
)

// candidate is one sentence that may answer.
type candidate struct {
	passage   passage
	all       []sentence.Sentence // of the passage
	i         int
	score     float64
	covered   float64
	own       float64
	placed    float64 // the sentence with the titles it stands under
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
	permission := a.meaning.YesNo && mayAsk.MatchString(a.meaning.Text)
	belongs := belonging.MatchString(a.meaning.Text)
	var out []candidate
	for _, p := range at {
		all := p.sentences()
		if p.source.Kind != structure.Plain && !namesThings(a.meaning.Text, p.context()+p.Text) {
			continue
		}
		whole := v.coverage(p.Text)
		above := v.coverage(p.context())
		title := ""
		if p.source.Kind != structure.Plain {
			title = p.Title
		}
		for i := range all {
			c := candidate{passage: p, all: all, i: i}
			c.own = v.beyond(title, c.text())
			c.placed = v.coverage(p.context() + c.text())
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
			c.score += ours(p)
			if isNoRule(p.Title) {
				c.score -= strayNote
			}
			if !approval && isRule(p.source.Kind) && v.narrowed(a.meaning.Text, c.text()) {
				c.score -= weighNarrow
			}
			if len(a.meaning.Bodies) > 0 && a.owns(p) {
				c.score += weighOwn
			}
			if permission && !modal.MatchString(c.sentence().Text) {
				c.score -= weighModal
			}
			if p.source.Kind != structure.Plain && !v.shaped(c.text()) {
				c.score -= weighShape
			}
			if a.otherSphere(p) {
				c.score -= strayLevel
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
			if c.answers(a.meaning) && fits(c) && (!approval || a.approves(c.text()) && v.about(p.context()+c.text()) && !v.narrowed(a.meaning.Text, c.text())) && !envelope.MatchString(c.sentence().Text) && (!permission || modal.MatchString(c.around()) && v.everyRun(p.context()+p.Text)) && (!belongs || v.shaped(c.text())) {
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

// around is the sentence with what is to be read with it, and the whole article where that is short.
func (c candidate) around() string {
	if c.passage.End-c.passage.Start <= shortWhole {
		return c.passage.Lead + c.passage.Text
	}
	return c.text()
}

// belonging asks whether one thing is another: a sentence that does not say so is no answer.
var belonging = regexp.MustCompile(`算不算|属不属于|是不是属于|算[\p{Han}]{1,6}吗`)

var (
	ofState = regexp.MustCompile(`国务院|部委|中央|国家|全国|司级|司局`)
	ofLocal = regexp.MustCompile(`[省市县区乡镇]|街道|地方|我局|我们局|本局|我委|本委`)
	stateIs = regexp.MustCompile(`^(?:《|中华人民共和国)?国务院`)
)

// otherSphere says whether a rule on the bodies of the State Council is held against a question about local ones.
func (a *asking) otherSphere(p passage) bool {
	q := a.meaning.Text
	return stateIs.MatchString(p.Title) && !ofState.MatchString(q) && ofLocal.MatchString(q) && !strings.Contains(p.Text, "地方")
}

var modal = regexp.MustCompile(`不得|不能|不予|不可|禁止|严禁|可以|应当|允许|必须|不单独|不作为|不办理|不需|有权|无权|无须`)

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
var envelope = regexp.MustCompile(`收悉|(?:批复|通知|答复)如下|现将《[^》]+》(?:[^，。]{0,8})(?:印发|转发|下达|公布)|现将[^，。]{2,40}(?:印发|转发)给|(?:现|特此)(?:予以?)?(?:印发|转发|通知|公布|发布)|请(?:你们?)?(?:认真|遵照|结合[^，。]{1,10})?[，,]?(?:认真)?(?:贯彻|遵照|组织)(?:执行|落实|实施)`)

const approver = `(?:机关|机构|政府|国务院|大会|常委会|委员会|编委|编办|党委|党组|部门|主管部|[省市县区]委|局|厅|部|办公室|单位|院|会议|本级|上级|上一级)`

var (
	approving = regexp.MustCompile(approver + `[^，。；]{0,12}(?:批准|审批|审定|核准|决定|同意)|审批机关`)
	filing    = regexp.MustCompile(approver + `[^，。；]{0,12}备案|备案`)
)

// approves says whether a sentence says who approves something, and not only that it has to be approved.
func (a *asking) approves(s string) bool {
	return approving.MatchString(s) || strings.Contains(a.meaning.Text, "备案") && filing.MatchString(s)
}

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
	lexical := c.covered >= minCovered && (c.own >= minSentence || c.own >= minLikeOwn && c.placed >= sureCovered)
	alike := c.passage.cosine >= minLike && c.own >= minLikeOwn && c.covered >= minLikeAll
	first := c.passage.rank == 0 && c.passage.cosine >= firstLike && c.own >= firstOwn
	if !lexical && !(alike || first) || !lexical && !c.keyed || !c.needed(m.Needs) {
		return false
	}
	for _, w := range hard.FindAllString(m.Text, -1) {
		if !meansHard(c.text(), w) && !strings.Contains(m.When.Text, w) {
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

var (
	dateWord  = regexp.MustCompile(`\d+月\d+日|\d+月底|\d{4}年|[一二三四五六七八九十]+月[一二三四五六七八九十]+日`)
	noneWord  = regexp.MustCompile(`不单独核定|不核定|不单独设|不设|不得核定|不予核定|不占`)
	dayWord   = regexp.MustCompile(`定期|每(?:年|半年|季度|月|周|日)|\d+\s*(?:年|月|日|天|个月|个工作日|小时)|[一二三四五六七八九十]+(?:年|个月|日|天|个工作日)|之日|即日|当日`)
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
