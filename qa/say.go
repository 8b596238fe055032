package qa

import (
	"regexp"
	"slices"

	"bianku/ingest/structure"
	"bianku/qa/understand"
)

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

// noRule are titles of papers that report or propose and do not rule.
var noRule = regexp.MustCompile(`测算|纪要|讨论稿|征求意见|送审稿|情况(?:的)?(?:说明|汇报|通报)`)

func isNoRule(title string) bool { return noRule.MatchString(title) }

func isRule(k structure.Kind) bool { return k == structure.Law || k == structure.Gongwen }

// sayPlain answers from an unstructured text: the sentence, and those after it that go on with what was asked for.
func (a *asking) sayPlain(d *draft, best candidate, found []candidate) {
	d.plain = true
	s := best.sentence()
	quote := best.passage.bare(s.Start, s.End)
	text, derived := best.passage.readable(quote)
	d.lines = append(d.lines, line{text: text, quotes: []Citation{quote}, derived: derived})
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
	if p.Chunk.Kind == structure.TableRow {
		text, derived := p.readable(quote)
		d.lines = append(d.lines, line{text: opening + text, quotes: quotes, derived: derived, newline: true})
		return
	}
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
