package qa

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/sentence"
)

// innerUnit is one 内设机构 of a 三定 with the place that names it and what it does.
type innerUnit struct {
	name    string
	text    string
	quote   Citation // the name
	passage passage
}

// core is the name without what stands in brackets: 河湖管理科（河长制工作科） is compared as 河湖管理科.
func (u innerUnit) core() string {
	name, _, _ := strings.Cut(u.name, "（")
	return name
}

var unitHead = regexp.MustCompile(`^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])?\s*([\p{Han}、]{2,24}?(?:（[^）]{1,24}）|\([^)]{1,24}\))?)\s*[。：:]`)

// unitsOf lists the inner units of a body's 三定 on the day, in order. 机关党委 and 离退休 offices are set up by other rules and
// are not counted among the numbered units.
func (a *asking) unitsOf(ctx context.Context, body string) ([]innerUnit, error) {
	s, ok, err := charterOn(ctx, a.Pool, a.asOf, a.names(body))
	if err != nil || !ok {
		return nil, err
	}
	return a.unitsIn(ctx, s.VersionID)
}

func (a *asking) unitsIn(ctx context.Context, version int64) ([]innerUnit, error) {
	all, err := passagesOf(ctx, a.Pool, a.asOf, version)
	if err != nil {
		return nil, err
	}
	var out []innerUnit
	for _, p := range all {
		if p.Chunk.Kind != structure.InnerUnit {
			continue
		}
		m := unitHead.FindStringSubmatchIndex(p.Text)
		if m == nil || sentence.Marker(p.Text) == "" {
			continue
		}
		start, end := len([]rune(p.Text[:m[2]])), len([]rune(p.Text[:m[3]]))
		out = append(out, innerUnit{name: p.Text[m[2]:m[3]], text: p.Text, quote: p.part(start, end), passage: p})
	}
	return out, nil
}

func listed(units []innerUnit) (string, []Citation) {
	var (
		names  []string
		quotes []Citation
	)
	for _, u := range units {
		names = append(names, u.name)
		quotes = append(quotes, u.quote)
	}
	return strings.Join(names, "、"), quotes
}

// units answers which inner units a body has.
func (a *asking) units(ctx context.Context) (*draft, error) {
	d := &draft{}
	for _, body := range a.bodies() {
		if err := a.countUnits(ctx, d, body); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// countUnits says how many inner units a body has, and which.
func (a *asking) countUnits(ctx context.Context, d *draft, body string) error {
	if a.meaning.When.Future {
		return nil
	}
	all, err := a.unitsOf(ctx, body)
	if err != nil || len(all) == 0 {
		return err
	}
	names, quotes := listed(all)
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s设%d个内设机构：%s。", onDay(a.asOf, a.today), body, len(all), names), quotes: quotes,
		derived: []string{fmt.Sprintf("%d个", len(all))}, newline: len(d.lines) > 0})
	p := all[0].passage
	d.para("依据："+reference(p.cite(0, 0, ""))+"（"+validity(p.whole())+"）。", all[0].quote)
	return nil
}

// duties answers what a body, or one of its inner units, does.
func (a *asking) duties(ctx context.Context) (*draft, error) {
	if a.meaning.When.Future {
		return nil, nil
	}
	d := &draft{}
	for _, body := range a.bodies() {
		s, ok, err := charterOn(ctx, a.Pool, a.asOf, a.names(body))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, nil
		}
		if a.meaning.Unit != "" {
			err = a.unitDuties(ctx, d, body, s)
		} else {
			err = a.bodyDuties(ctx, d, body, s)
		}
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (a *asking) unitDuties(ctx context.Context, d *draft, body string, s source) error {
	all, err := a.unitsIn(ctx, s.VersionID)
	if err != nil {
		return err
	}
	for _, u := range all {
		if !strings.Contains(u.name, a.meaning.Unit) && !strings.Contains(a.meaning.Unit, u.core()) {
			continue
		}
		what := unitHead.ReplaceAllString(u.text, "")
		start := u.passage.End - u.passage.Start - len([]rune(what))
		d.say(onDay(a.asOf, a.today)+body+u.name+"的职责是："+strings.TrimSpace(what), u.quote, u.passage.part(start, u.passage.End-u.passage.Start))
		d.para("依据：" + reference(u.quote) + "（" + validity(u.quote) + "）。")
		d.lines[len(d.lines)-1].quotes = []Citation{u.quote}
		return nil
	}
	return nil
}

// bodyDuties lists the duties of a body as its 三定 does. A question about one matter among them is for extract.
func (a *asking) bodyDuties(ctx context.Context, d *draft, body string, s source) error {
	if !asksAllDuties.MatchString(a.meaning.Text) {
		return nil
	}
	all, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil {
		return err
	}
	first := true
	for _, p := range all {
		if p.Chunk.Kind != structure.Duty {
			continue
		}
		if first {
			d.para(fmt.Sprintf("%s根据%s（%s），%s的主要职责是：", onDay(a.asOf, a.today), reference(titleOnly(p)), validity(p.whole()), body), p.whole())
			first = false
		}
		d.para(oneLine(p.Text), p.whole())
	}
	return nil
}

var asksAllDuties = regexp.MustCompile(`(?:主要|工作|全部|所有|有哪些|哪些)?(?:职责|职能|工作)(?:是什么|有哪些|是哪些|包括|都有|呢|[？?]?$|分别)|负责什么|负责哪些|干什么|做什么|管什么|承担什么|承担哪些`)

// titleOnly refers to the whole text instead of one of its articles.
func titleOnly(p passage) Citation {
	c := p.whole()
	c.Label = ""
	return c
}
