package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/internal/civil"
	"bianku/qa/understand"
)

// numbers answers how many posts, leaders or units a body has.
func (a *asking) numbers(ctx context.Context) (*draft, error) {
	d := &draft{}
	if a.meaning.When.Future || a.meaning.Below {
		return nil, nil
	}
	for _, body := range a.bodies() {
		facts, err := a.bodyFacts(ctx, body, a.asOf, false)
		if err != nil {
			return nil, err
		}
		for _, ask := range a.meaning.Asks {
			if ask.Types[0] == structure.UnitCount {
				said := len(d.lines)
				if err := a.countUnits(ctx, d, body); err != nil {
					return nil, err
				}
				if len(d.lines) > said {
					continue
				}
			}
			figs := figuresOf(body, facts, ask.Types, ask.Title)
			if len(figs) == 0 {
				return nil, nil // part of what was asked is not there: say nothing rather than half
			}
			if err := a.sayFigures(ctx, d, ask, figs); err != nil {
				return nil, err
			}
		}
		if err := a.changesWithin(ctx, d, body, facts); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// sayFigures says the figures of one ask: the conclusion, how it came about, and the texts.
func (a *asking) sayFigures(ctx context.Context, d *draft, ask understand.Ask, figs []figure) error {
	if err := a.correctPremise(ctx, d, figs); err != nil {
		return err
	}
	var grounds []Citation
	leaders := len(figs) > 1 && isLeader(figs[0].base.Type)
	if leaders {
		text, quotes, err := a.leaderLine(ctx, figs)
		if err != nil {
			return err
		}
		d.lines = append(d.lines, line{text: text, quotes: quotes, derived: pairs(figs), newline: len(d.lines) > 0})
		grounds = quotes
	}
	for _, f := range figs {
		quotes, err := a.cited(ctx, f.facts()...)
		if err != nil {
			return err
		}
		if !leaders || len(f.changes) > 0 || f.conflict() {
			a.sayFigure(d, f, quotes)
		}
		grounds = append(grounds, quotes...)
	}
	d.basis(distinctQuotes(grounds)...)
	return nil
}

func isLeader(t string) bool {
	return t == structure.LeaderChief || t == structure.LeaderDeputy || t == structure.LeaderOther
}

func distinctQuotes(in []Citation) []Citation {
	var out []Citation
	for _, c := range in {
		if !slices.ContainsFunc(out, func(o Citation) bool { return sameQuote(o, c) }) {
			out = append(out, c)
		}
	}
	return out
}

// sayFigure says one figure as a sentence, with every later change and its paper.
func (a *asking) sayFigure(d *draft, f figure, quotes []Citation) {
	u := f.unit()
	derived := []string{fmt.Sprintf("%d%s", f.total, u), fmt.Sprint(f.total)}
	inRow := inTable(*f.base) // a row names no unit: its column does
	text := onDay(a.asOf, a.today) + f.body + f.name + fmt.Sprintf("%d%s", f.total, u) + qualifier(*f.base)
	if len(f.changes) == 0 && f.stated == nil {
		l := line{text: text + "。", quotes: quotes, newline: len(d.lines) > 0}
		if inRow {
			l.derived = derived
		}
		d.lines = append(d.lines, l)
		if f.own != nil {
			d.say(fmt.Sprintf("其中，%s%s%d%s。", named(*f.own), upOrDown(f.own.N), abs(f.own.N), u), quotes...)
		}
		return
	}
	d.lines = append(d.lines, line{text: text + "。", quotes: quotes, derived: derived, newline: len(d.lines) > 0})
	how := fmt.Sprintf("其中，%s核定%d%s", named(*f.base), f.base.N, u)
	for _, c := range f.changes {
		how += fmt.Sprintf("；%s，%s%s%d%s", day(c), named(c), upOrDown(c.N), abs(c.N), u)
		derived = append(derived, fmt.Sprintf("%d%s", abs(c.N), u), c.EffectiveFrom.Chinese(), fmt.Sprint(abs(c.N)), fmt.Sprint(f.base.N))
	}
	switch {
	case len(f.changes) > 0:
		how += "，即" + f.arithmetic() + "（" + u + "）"
	case f.stated != nil && f.stated.N != f.base.N:
		how += fmt.Sprintf("；%s，%s调整为%d%s", day(*f.stated), named(*f.stated), f.stated.N, u)
	}
	d.lines = append(d.lines, line{text: how + "。", quotes: quotes, derived: derived})
	if f.conflict() {
		d.note("%s写明%s为%d%s，与按核定数和增减数计算的%d%s不一致，请核对原件。", named(*f.stated), f.name, f.stated.N, u, f.total, u)
	}
}

// qualifier is the 含/另 clause of a number, verbatim in brackets: it changes what the number counts.
func qualifier(f ingest.Fact) string {
	q := strings.Trim(strings.TrimSpace(f.Qualifier), "（）()，；。、")
	if q == "" {
		return ""
	}
	return "（" + q + "）"
}

func named(f ingest.Fact) string {
	s := "《" + f.DocTitle + "》"
	if f.DocNo != "" {
		s += "（" + f.DocNo + "）"
	}
	return s
}

func day(f ingest.Fact) string {
	if f.EffectiveFrom.IsZero() {
		return "其后"
	}
	return f.EffectiveFrom.Chinese()
}

func upOrDown(n int) string {
	if n < 0 {
		return "核减"
	}
	return "核增"
}

func abs(n int) int { return max(n, -n) }

// leaderLine says the leading posts of a body in one sentence, with 几正几副 at its end.
func (a *asking) leaderLine(ctx context.Context, figs []figure) (string, []Citation, error) {
	var (
		parts []string
		facts []ingest.Fact
	)
	for _, f := range figs {
		parts = append(parts, fmt.Sprintf("%s%d名%s", f.name, f.total, qualifier(*f.base)))
		facts = append(facts, f.facts()...)
	}
	text := onDay(a.asOf, a.today) + figs[0].body + "核定领导职数为" + strings.Join(parts, "、")
	if p := pairs(figs); p != nil {
		text += "，即" + p[0]
	}
	quotes, err := a.cited(ctx, facts...)
	return text + "。", quotes, err
}

// pairs writes chiefs and deputies as 一正三副, nil where one of them is not known.
func pairs(figs []figure) []string {
	var chiefs, deputies int
	for _, f := range figs {
		switch f.base.Type {
		case structure.LeaderChief:
			chiefs += f.total
		case structure.LeaderDeputy:
			deputies += f.total
		}
	}
	if chiefs == 0 || deputies == 0 || chiefs > 10 || deputies > 10 {
		return nil
	}
	const digits = "零一二三四五六七八九十"
	d := []rune(digits)
	return []string{string(d[chiefs]) + "正" + string(d[deputies]) + "副"}
}

// correctPremise says first that a number the question takes for granted is wrong, or right.
func (a *asking) correctPremise(ctx context.Context, d *draft, figs []figure) error {
	if len(a.meaning.Premise) == 0 || len(figs) != 1 {
		return nil
	}
	f, said := figs[0], a.meaning.Premise[0]
	n, ok := claim.ParseNumber(strings.TrimRight(said.Value, "名个"))
	if !ok {
		return nil
	}
	text := fmt.Sprintf("问题的前提与资料一致：%s%s为%d%s。", f.body, f.name, f.total, f.unit())
	if n != f.total {
		text = fmt.Sprintf("问题的前提与资料不符：%s%s应为%d%s，不是%d%s。", f.body, f.name, f.total, f.unit(), n, f.unit())
	}
	quotes, err := a.cited(ctx, f.facts()...)
	if err != nil {
		return err
	}
	d.lines = append(d.lines, line{text: text, quotes: quotes, derived: []string{fmt.Sprintf("%d%s %d%s", f.total, f.unit(), n, f.unit())}, newline: len(d.lines) > 0})
	return nil
}

// changesWithin notes a number that changed inside the year or month that the question names without a day.
func (a *asking) changesWithin(ctx context.Context, d *draft, body string, now []ingest.Fact) error {
	w := a.meaning.When
	if (w.Year == 0 && !w.Month) || w.From.IsZero() || a.answer.AsOfSource != "question" {
		return nil
	}
	then, err := a.bodyFacts(ctx, body, w.From, false)
	if err != nil {
		return err
	}
	for _, ask := range a.meaning.Asks {
		was, is := figuresOf(body, then, ask.Types, ask.Title), figuresOf(body, now, ask.Types, ask.Title)
		for i := range min(len(was), len(is)) {
			if was[i].name == is[i].name && was[i].total != is[i].total {
				d.note("该数在%s内有变化：%s为%d%s，%s为%d%s。", w.Text, w.From.Chinese(), was[i].total, was[i].unit(),
					a.asOf.Chinese(), is[i].total, is[i].unit())
			}
		}
	}
	return nil
}

// vacancy computes approved minus actual. The approved number is the body's own where it is known; a question that states
// another one is told so. Without a body only the question's own figures are left, and the answer says that.
func (a *asking) vacancy(ctx context.Context) (*draft, error) {
	d := &draft{}
	bodies := a.bodies()
	if len(bodies) == 0 {
		return a.vacancyAsGiven(ctx)
	}
	if a.meaning.Actual == 0 || a.meaning.When.Future {
		return nil, nil
	}
	facts, err := a.bodyFacts(ctx, bodies[0], a.asOf, false)
	if err != nil {
		return nil, err
	}
	ask := a.asksOr(adminAsk)[0]
	if len(ask.Types) > 1 {
		ask = adminAsk
	}
	figs := figuresOf(bodies[0], facts, ask.Types, ask.Title)
	if len(figs) != 1 {
		return nil, nil
	}
	f := figs[0]
	quotes, err := a.cited(ctx, f.facts()...)
	if err != nil {
		return nil, err
	}
	if a.meaning.Approved > 0 && a.meaning.Approved != f.total {
		d.lines = append(d.lines, line{text: fmt.Sprintf("问题中的核定数%d与资料不符，%s%s为%d名。", a.meaning.Approved, f.body, f.name, f.total),
			quotes: quotes, derived: []string{fmt.Sprint(a.meaning.Approved), fmt.Sprintf("%d名", f.total)}})
	}
	left := f.total - a.meaning.Actual
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s%d名，按问题所给实有%d名计算，%d - %d = %d，%s。", f.body, f.name, f.total, a.meaning.Actual,
		f.total, a.meaning.Actual, left, vacant(left)), quotes: quotes,
		derived: []string{fmt.Sprintf("%d名 %d名 %d %d %d %d名", f.total, a.meaning.Actual, f.total, a.meaning.Actual, left, abs(left))}})
	if len(f.changes) > 0 {
		a.sayFigure(d, f, quotes)
	}
	d.basis(quotes...)
	d.note("实有人数由提问给出，未经资料核对；实际可用数还应当扣除已批准尚未使用的用编计划，并按规定办理用编核准。")
	return d, nil
}

func (a *asking) vacancyAsGiven(ctx context.Context) (*draft, error) {
	m := a.meaning
	if m.Approved == 0 || m.Actual == 0 {
		return nil, nil
	}
	left := m.Approved - m.Actual - m.Pending
	sum := fmt.Sprintf("核定%d名，实有%d名，%d - %d = %d", m.Approved, m.Actual, m.Approved, m.Actual, left)
	if m.Pending > 0 {
		sum = fmt.Sprintf("核定%d名，实有%d名，已核准未到岗%d名，%d - %d - %d = %d", m.Approved, m.Actual, m.Pending, m.Approved, m.Actual, m.Pending, left)
	}
	d := &draft{lines: []line{{text: "按问题所给数字计算：" + sum + "，" + vacant(left) + "。", own: "根据问题给出的数字计算，没有资料可以核对"}}}
	d.note("核定数和实有数由提问给出，未经资料核对；实际可用数还应当扣除已批准尚未使用的用编计划，并按规定办理用编核准。")
	return d, a.sayVacancyRule(ctx, d)
}

var vacancyRule = regexp.MustCompile(`空编|用编|可用编制|编制限额|编制余额`)

// sayVacancyRule adds the rule by which vacancies are used, where the corpus has one.
func (a *asking) sayVacancyRule(ctx context.Context, d *draft) error {
	if err := a.search(ctx, false); err != nil {
		return err
	}
	one := *a
	one.meaning.Needs = understand.AnyThing
	found := one.candidates(a.offered, func(c candidate) bool {
		return isRule(c.passage.source.Kind) && !isNoRule(c.passage.Title) && vacancyRule.MatchString(c.text())
	})
	if len(found) > 0 {
		a.sayRule(d, found[0], "有关规定：")
	}
	return nil
}

func vacant(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("空编%d名，还可以使用%d名编制", n, n)
	case n < 0:
		return fmt.Sprintf("超编%d名，没有可用编制", -n)
	}
	return "满编，没有可用编制"
}

// dayOf is the day a fact counts from, for a table.
func dayOf(f ingest.Fact) string {
	if f.EffectiveFrom.IsZero() {
		return "日期不明"
	}
	return f.EffectiveFrom.Chinese()
}

// inPeriod says whether a day lies in the period the question names.
func inPeriod(d civil.Date, w understand.When) bool {
	return (w.From.IsZero() || !d.Before(w.From)) && (w.To.IsZero() || !d.After(w.To))
}
