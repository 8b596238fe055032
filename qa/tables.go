package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/qa/understand"
)

// sum adds one kind of number over the bodies named, or over a class of bodies (各区数据局). One number missing and there is
// no sum: a total that leaves somebody out is a wrong total.
func (a *asking) sum(ctx context.Context) (*draft, error) {
	bodies := a.bodies()
	if len(a.meaning.Unknown) > 0 {
		return &draft{refusal: refuse(partial, "现有资料中没有"+strings.Join(a.meaning.Unknown, "、")+"的数据，不能给出合计数。")}, nil
	}
	if a.meaning.Below || len(bodies) < 2 && len(a.meaning.Asks) < 2 || len(bodies) == 0 || a.meaning.When.Future {
		return nil, nil
	}
	asks := slices.Clone(a.asksOr(adminAsk))
	var figs []figure
	for i, ask := range asks {
		of, missing, err := a.figuresOver(ctx, bodies, ask)
		if err != nil {
			return nil, err
		}
		if len(of) > 0 && len(ask.Types) > 1 && !isLeader(ask.Types[0]) {
			if of, missing, asks[i], err = a.oneKind(ctx, bodies, of); err != nil {
				return nil, err
			}
		}
		if len(missing) > 0 {
			return &draft{refusal: refuse(partial, "现有资料中没有"+strings.Join(missing, "、")+"的"+asks[i].Name+"数，不能给出合计数。")}, nil
		}
		figs = append(figs, of...)
	}
	name := asks[0].Name
	for _, ask := range asks[1:] {
		name += "和" + ask.Name
	}
	return a.saySum(ctx, figs, name)
}

// figuresOver are the figures of one ask over bodies, with the bodies that have none.
func (a *asking) figuresOver(ctx context.Context, bodies []string, ask understand.Ask) (figs []figure, missing []string, err error) {
	for _, body := range bodies {
		facts, err := a.bodyFacts(ctx, body, a.asOf, false)
		if err != nil {
			return nil, nil, err
		}
		of := figuresOf(body, facts, ask.Types, ask.Title)
		if len(of) == 0 {
			missing = append(missing, body)
		}
		figs = append(figs, of...)
	}
	return figs, missing, nil
}

// oneKind settles which kind of quota a sum of 编制 is of: 行政编制, or the one kind that all the bodies have. Kinds are not
// added up: 行政编制 and 事业编制 are different things.
func (a *asking) oneKind(ctx context.Context, bodies []string, of []figure) ([]figure, []string, understand.Ask, error) {
	ask := adminAsk
	if !slices.ContainsFunc(of, func(f figure) bool { return f.base.Type == structure.QuotaAdmin }) {
		t := of[0].base.Type
		ask = understand.Ask{Types: []string{t}, Name: typeNames[t]}
	}
	figs, missing, err := a.figuresOver(ctx, bodies, ask)
	return figs, missing, ask, err
}

func (a *asking) saySum(ctx context.Context, figs []figure, name string) (*draft, error) {
	d := &draft{header: []string{"机构", "项目", "核定数"}}
	total, parts := 0, []string{}
	var all []Citation
	for _, f := range figs {
		quotes, err := a.cited(ctx, f.facts()...)
		if err != nil {
			return nil, err
		}
		total += f.total
		parts = append(parts, fmt.Sprint(f.total))
		all = append(all, quotes...)
		d.rows = append(d.rows, row{cells: []string{f.body, f.name, fmt.Sprintf("%d%s", f.total, f.unit())}, quotes: quotes})
	}
	u := figs[0].unit()
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s合计%d%s（%s = %d）。", onDay(a.asOf, a.today)+joined(figs)+name, total, u, strings.Join(parts, " + "), total),
		quotes: distinctQuotes(all), derived: []string{fmt.Sprintf("%d%s %d %s", total, u, total, strings.Join(parts, " "))}})
	for _, f := range figs {
		quotes, err := a.cited(ctx, f.facts()...)
		if err != nil {
			return nil, err
		}
		a.sayFigure(d, f, quotes)
	}
	return d, nil
}

func joined(figs []figure) string {
	var names []string
	for _, f := range figs {
		if !slices.Contains(names, f.body) {
			names = append(names, f.body)
		}
	}
	return strings.Join(names, "、")
}

var totalWord = regexp.MustCompile(`合计|共计|总计|总数|总量|总额|共有|共核定|共`)

// statedSum answers a sum over a class with a total that a text itself states; anything else is partial.
func (a *asking) statedSum(ctx context.Context) (*draft, error) {
	if d, err := a.tableSum(ctx); err != nil || !d.empty() {
		return d, err
	}
	one := *a
	one.summing = true
	d, err := one.extractWhere(ctx, func(c candidate) bool { return totalWord.MatchString(c.text()) && hasNumber(c.text()) })
	a.offered = one.offered
	if err != nil || !d.empty() {
		return d, err
	}
	return &draft{refusal: refuse(partial, "现有资料没有覆盖所问范围内的全部机构，不能给出合计数。可以逐个写明机构全称后再问。")}, nil
}

// history lists how a number of a body came to be what it is, paper by paper.
func (a *asking) history(ctx context.Context) (*draft, error) {
	bodies := a.bodies()
	if len(bodies) != 1 {
		return nil, nil
	}
	facts, err := a.bodyFacts(ctx, bodies[0], a.today, true)
	if err != nil {
		return nil, err
	}
	ask := a.asksOr(adminAsk)[0]
	if len(ask.Types) > 1 && !isLeader(ask.Types[0]) {
		ask = adminAsk
	}
	facts = slices.DeleteFunc(facts, func(f ingest.Fact) bool {
		return !slices.Contains(ask.Types, f.Type) || ask.Title != "" && f.Title != ask.Title || !a.meaning.When.From.IsZero() && !inPeriod(f.EffectiveFrom, a.meaning.When)
	})
	slices.SortFunc(facts, func(x, y ingest.Fact) int {
		if laterFact(x, y) {
			return 1
		}
		return -1
	})
	kept := withoutRestated(facts)
	if len(kept) == 0 {
		return nil, nil
	}
	return a.sayHistory(ctx, bodies[0], kept, facts)
}

// withoutRestated drops a paper's resulting number where it also states the change: the change is the event. A number that
// two papers state alike stays: it is a confirmation with a date.
func withoutRestated(facts []ingest.Fact) []ingest.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f ingest.Fact) bool {
		return !f.Delta && f.DocKind == structure.Reply && slices.ContainsFunc(facts, func(o ingest.Fact) bool {
			return o.VersionID == f.VersionID && o.Type == f.Type && o.Title == f.Title && (o.Delta || o.Start > f.Start)
		})
	})
}

// restatedBy is the number that the paper of a change says has come out.
func restatedBy(f ingest.Fact, all []ingest.Fact) (after ingest.Fact, ok bool) {
	for _, o := range all {
		if f.Delta && !o.Delta && o.VersionID == f.VersionID && o.Type == f.Type && o.Title == f.Title && (!ok || o.Start > after.Start) {
			after, ok = o, true
		}
	}
	return after, ok
}

func (a *asking) sayHistory(ctx context.Context, body string, facts, every []ingest.Fact) (*draft, error) {
	d := &draft{header: []string{"时间", "文件", "事项", "数量"}}
	var (
		all   []Citation
		steps []string
	)
	for _, f := range facts {
		after, restated := restatedBy(f, every)
		cite := []ingest.Fact{f}
		if restated {
			cite = append(cite, after)
		}
		quotes, err := a.cited(ctx, cite...)
		if err != nil {
			return nil, err
		}
		all = append(all, quotes...)
		name := typeNames[f.Type]
		if f.Title != "" {
			name = f.Title
		}
		what, n := "核定"+name, fmt.Sprintf("%d名%s", f.N, qualifier(f))
		if f.Delta {
			what, n = upOrDown(f.N)+name, fmt.Sprintf("%d名", abs(f.N))
			if restated {
				n += fmt.Sprintf("，调整后%d名", after.N)
			}
		}
		steps = append(steps, fmt.Sprintf("%s，%s%s%s", dayOf(f), named(f), what, n))
		d.rows = append(d.rows, row{cells: []string{dayOf(f), named(f), what, n}, quotes: quotes})
	}
	derived := []string{}
	for _, f := range facts {
		derived = append(derived, fmt.Sprintf("%d名", abs(f.N)))
	}
	d.lines = append(d.lines, line{text: body + "的变化情况：" + strings.Join(steps, "；") + "。", quotes: distinctQuotes(all), derived: derived})
	return d, nil
}

// compare sets two bodies side by side: what was asked for, else numbers and inner units.
func (a *asking) compare(ctx context.Context) (*draft, error) {
	bodies := a.bodies()
	if len(a.meaning.Unknown) > 0 || len(bodies) != 2 || a.meaning.When.Future {
		return nil, nil
	}
	d := &draft{header: []string{"项目", bodies[0], bodies[1]}}
	units := strings.Contains(a.meaning.Text, "内设") || strings.Contains(a.meaning.Text, "科室") || a.meaning.CountsUnits()
	duties := strings.Contains(a.meaning.Text, "职责") && !strings.Contains(a.meaning.Text, "职数")
	switch {
	case duties:
		return nil, nil // sentences say more than a table
	case units:
		return d, a.compareUnits(ctx, d, bodies)
	case len(a.meaning.Asks) > 0:
		return d, a.compareNumbers(ctx, d, bodies, a.meaning.Asks)
	}
	if err := a.compareNumbers(ctx, d, bodies, []understand.Ask{{Types: allTypes}}); err != nil {
		return nil, err
	}
	return d, a.compareUnits(ctx, d, bodies)
}

var allTypes = []string{structure.QuotaAdmin, structure.QuotaPoliticalLegal, structure.QuotaInstitution, structure.QuotaCivilRef, structure.QuotaSupport,
	structure.QuotaOther, structure.LeaderChief, structure.LeaderDeputy, structure.LeaderOther, structure.LeaderInner}

func (a *asking) compareNumbers(ctx context.Context, d *draft, bodies []string, asks []understand.Ask) error {
	var sides [2][]figure
	for i, body := range bodies {
		facts, err := a.bodyFacts(ctx, body, a.asOf, false)
		if err != nil {
			return err
		}
		for _, ask := range asks {
			sides[i] = append(sides[i], figuresOf(body, facts, ask.Types, ask.Title)...)
		}
		if len(sides[i]) == 0 {
			return nil // one side is not known: there is nothing to compare
		}
	}
	for _, left := range sides[0] {
		if j := slices.IndexFunc(sides[1], func(f figure) bool {
			return f.base.Type == left.base.Type && (f.name == left.name || postOfHead(f.base.Type))
		}); j >= 0 {
			if err := a.compareFigures(ctx, d, left, sides[1][j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// postOfHead says whether a type is the head or a deputy of a body, however the body calls them.
func postOfHead(t string) bool { return t == structure.LeaderChief || t == structure.LeaderDeputy }

func (a *asking) compareFigures(ctx context.Context, d *draft, x, y figure) error {
	quotes, err := a.cited(ctx, append(x.facts(), y.facts()...)...)
	if err != nil {
		return err
	}
	n := func(f figure) string { return fmt.Sprintf("%d%s%s", f.total, f.unit(), qualifier(*f.base)) }
	second := ""
	if y.name != x.name {
		second = y.name
	}
	text := fmt.Sprintf("%s%s%s%s，%s%s%s", onDay(a.asOf, a.today), x.body, x.name, n(x), y.body, second, n(y))
	switch diff := x.total - y.total; {
	case diff > 0:
		text += fmt.Sprintf("，前者多%d%s", diff, x.unit())
	case diff < 0:
		text += fmt.Sprintf("，后者多%d%s", -diff, x.unit())
	default:
		text += "，两者相同"
	}
	d.lines = append(d.lines, line{text: text + "。", quotes: quotes, newline: len(d.lines) > 0,
		derived: []string{fmt.Sprintf("%d%s %d%s %d%s", x.total, x.unit(), y.total, y.unit(), abs(x.total-y.total), x.unit())}})
	d.rows = append(d.rows, row{cells: []string{x.name, n(x), n(y)}, quotes: quotes})
	return nil
}

func (a *asking) compareUnits(ctx context.Context, d *draft, bodies []string) error {
	var sides [2][]innerUnit
	for i, body := range bodies {
		var err error
		if sides[i], err = a.unitsOf(ctx, body); err != nil {
			return err
		}
		if len(sides[i]) == 0 {
			d.lines, d.rows = nil, nil
			return nil
		}
	}
	for i, body := range bodies {
		names, quotes := listed(sides[i])
		d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s设%d个内设机构：%s。", onDay(a.asOf, a.today), body, len(sides[i]), names),
			quotes: quotes, derived: []string{fmt.Sprintf("%d个", len(sides[i]))}, newline: len(d.lines) > 0})
	}
	a.unitRows(d, sides)
	return nil
}

// unitRows aligns units of the same name, then lists the others of each side.
func (a *asking) unitRows(d *draft, sides [2][]innerUnit) {
	used := map[string]bool{}
	for _, x := range sides[0] {
		cells, quotes := []string{"内设机构", x.name, "—"}, []Citation{x.quote}
		for _, y := range sides[1] {
			if y.core() == x.core() {
				cells[2], quotes = y.name, append(quotes, y.quote)
				used[y.name] = true
			}
		}
		d.rows = append(d.rows, row{cells: cells, quotes: quotes})
	}
	for _, y := range sides[1] {
		if !used[y.name] {
			d.rows = append(d.rows, row{cells: []string{"内设机构", "—", y.name}, quotes: []Citation{y.quote}})
		}
	}
}
