package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/sentence"
	"bianku/qa/understand"
)

var changeWords = regexp.MustCompile(`改叫|改成|并入|并到|撤[的了掉]|划到|划给|划过|移交|转到|减下来|减少|增加|加上去|更名|改名|改的名|组建|成立|设立|撤销|合并|划转|划入|划出|加挂|挂牌|升格|调整|核增|核减|收回|转隶|原来叫|原名|前身|曾用名|以前叫|上级`)

// eventOf is what a paper says where a question uses one of changeWords.
func eventOf(question string) *regexp.Regexp {
	switch w := changeWords.FindString(question); w {
	case "撤的", "撤了", "撤掉", "并入", "并到":
		return regexp.MustCompile(`撤销|并入|合并|整合`)
	case "改叫", "改成", "改名", "更名", "改的名", "原来叫", "原名", "前身", "曾用名", "以前叫", "上级":
		return regexp.MustCompile(`更名|组建|名称变更|变更名称|由.{2,30}(?:改为|改组)`)
	case "划到", "划给", "划过", "移交", "转到":
		return regexp.MustCompile(`划转|划入|移交|调整为`)
	case "减下来", "减少", "核减":
		return regexp.MustCompile(`核减|减少|收回`)
	case "加上去", "增加", "核增":
		return regexp.MustCompile(`核增|增加`)
	case "成立", "组建", "设立":
		return regexp.MustCompile(`设立|组建|成立|更名`)
	case "":
		return changeWords
	default:
		return regexp.MustCompile(w)
	}
}

// change answers when something happened to a body, and by what paper: the sentence of the paper, its number and its day.
func (a *asking) change(ctx context.Context) (*draft, error) {
	found, err := a.pastHits(ctx)
	if err != nil {
		return nil, err
	}
	event := eventOf(a.meaning.Text)
	about := newVocabulary(changeWords.ReplaceAllString(a.meaning.Topic, "，"), found)
	type hit struct {
		c     candidate
		score float64
	}
	var hits []hit
	for _, p := range found {
		if p.source.Kind == structure.Journal || p.Chunk.Kind == structure.Front || !a.concerns(p) {
			continue
		}
		all := sentence.Split(p.Text)
		for i, s := range all {
			if !event.MatchString(namesOfTexts.ReplaceAllString(s.Text, "")) || received.MatchString(s.Text) || !a.speaksOf(p, s.Text) {
				continue
			}
			h := hit{c: candidate{passage: p, all: all, i: i}}
			h.score = about.coverage(s.Text) - 0.02*float64(p.rank)
			if p.source.Kind == structure.Reply {
				h.score += 0.5
			}
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(x, y hit) int { return sign(y.score - x.score) })
	d := &draft{}
	for _, h := range hits[:min(len(hits), 2)] {
		if len(d.lines) > 0 && (h.c.passage.DocumentID == d.lines[0].quotes[0].DocumentID || h.score < hits[0].score-0.3) {
			continue
		}
		a.sayEvent(d, h.c)
	}
	if len(d.lines) > 0 {
		a.offered = found
		a.otherParts(d, hits[0].c)
	}
	return d, nil
}

// received is the sentence that a reply begins with: it tells what was asked for, not what was granted.
var received = regexp.MustCompile(`收悉|批复如下|通知如下`)

// speaksOf says whether a sentence is about the body asked for: it names it, or it stands in the body's own paper.
func (a *asking) speaksOf(p passage, text string) bool {
	if len(a.meaning.Bodies) == 0 {
		return len(a.meaning.Unknown) == 0 || slices.ContainsFunc(a.meaning.Unknown, func(n string) bool { return strings.Contains(text, understand.ParseBody(n).Core) })
	}
	for _, b := range a.meaning.Bodies {
		for _, full := range b.Bodies {
			if strings.Contains(text, full) || strings.Contains(text, levelName(full)) || strings.Contains(text, b.Text) {
				return true
			}
		}
		if slices.Contains(b.Bodies, a.lexicon.Canonical(p.Org)) && regexp.MustCompile(`你局|你委|你办|你单位|你中心|本局`).MatchString(text) {
			return true
		}
	}
	return false
}

func (a *asking) sayEvent(d *draft, c candidate) {
	p := c.passage
	q := p.bare(c.sentence().Start, c.sentence().End)
	if p.End-p.Start <= shortWhole {
		q = p.bare(0, p.End-p.Start)
	}
	when := ""
	if !p.source.day().IsZero() {
		when = p.source.day().Chinese() + "，"
	}
	d.lines = append(d.lines, line{text: when + textName(p.source) + "：" + oneLine(q.Quote), quotes: []Citation{q}, derived: spanWords(p.source), newline: len(d.lines) > 0})
	d.basis(q)
}

// unlabelled is a changed item with its place in front, said once: 第六条：机关行政编制….
func unlabelled(c Citation) string {
	return c.Label + "：" + strings.TrimSpace(articleHead.ReplaceAllString(strings.TrimPrefix(oneLine(c.Quote), c.Label), ""))
}

// versionDiff answers what a newer text changed: items added, taken away, changed, with both texts quoted.
func (a *asking) versionDiff(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err != nil {
		return nil, err
	}
	bodies := a.bodies()
	if len(bodies) == 1 && (len(a.meaning.Titles) == 0 || len(all) < 2) {
		if all, err = charters(ctx, a.Pool, a.today, a.names(bodies[0])); err != nil {
			return nil, err
		}
	}
	older, newer, ok := twoTexts(all, a.meaning)
	if !ok {
		return nil, nil
	}
	was, err := passagesOf(ctx, a.Pool, a.today, older.VersionID)
	if err != nil {
		return nil, err
	}
	is, err := passagesOf(ctx, a.Pool, a.today, newer.VersionID)
	if err != nil {
		return nil, err
	}
	d := &draft{header: []string{"变化", "旧文本", "新文本"}}
	a.sayDiff(d, older, newer, pairUp(was, is, a.meaning.Text))
	return d, nil
}

// twoTexts picks the two versions to set side by side: those of the years named in the question, else the newest two.
func twoTexts(all []source, m understand.Meaning) (older, newer source, ok bool) {
	all = slices.DeleteFunc(slices.Clone(all), func(s source) bool { return s.day().IsZero() })
	if len(all) < 2 {
		return older, newer, false
	}
	newer, older = all[len(all)-1], all[len(all)-2]
	var named []source
	for _, y := range yearWord.FindAllString(m.Text, -1) {
		for _, s := range all {
			if s.day().Chinese()[:4] == y && !slices.ContainsFunc(named, func(o source) bool { return o.VersionID == s.VersionID }) {
				named = append(named, s)
			}
		}
	}
	if len(named) >= 2 {
		slices.SortFunc(named, func(x, y source) int {
			if x.day().Before(y.day()) {
				return -1
			}
			return 1
		})
		older, newer = named[0], named[len(named)-1]
	}
	return older, newer, older.VersionID != newer.VersionID
}

var yearWord = regexp.MustCompile(`(?:19|20)\d{2}`)

// pairing is an item of the older text and the one of the newer that is the same in other words; one of them may be absent.
type pairing struct{ was, is *passage }

// diffKinds are the parts of a text that are set side by side, by what the question asks for.
func diffKinds(question string) []structure.ChunkKind {
	switch {
	case strings.Contains(question, "内设") || strings.Contains(question, "科室"):
		return []structure.ChunkKind{structure.InnerUnit}
	case strings.Contains(question, "编制数") || strings.Contains(question, "职数") || strings.Contains(question, "行政编制"):
		return []structure.ChunkKind{structure.Quota}
	case strings.Contains(question, "职责"):
		return []structure.ChunkKind{structure.Duty, structure.Division}
	}
	return []structure.ChunkKind{structure.Duty, structure.Division, structure.InnerUnit, structure.Quota, structure.Article, structure.Section}
}

// sameItem is how alike two items must be to be one item changed.
const sameItem = 0.45

// pairUp finds for each item of the newer text its forerunner: by likeness, the best pairs first.
func pairUp(was, is []passage, question string) []pairing {
	kinds := diffKinds(question)
	keep := func(list []passage) []passage {
		return slices.DeleteFunc(slices.Clone(list), func(p passage) bool { return !slices.Contains(kinds, p.Chunk.Kind) })
	}
	was, is = keep(was), keep(is)
	type match struct {
		i, j  int
		alike float64
	}
	var matches []match
	for i := range was {
		for j := range is {
			if was[i].Chunk.Kind == is[j].Chunk.Kind {
				if x := alike(was[i].Text, is[j].Text); x >= sameItem {
					matches = append(matches, match{i, j, x})
				}
			}
		}
	}
	slices.SortStableFunc(matches, func(x, y match) int { return sign(y.alike - x.alike) })
	left, right := map[int]int{}, map[int]int{}
	for _, m := range matches {
		_, l := left[m.i]
		_, r := right[m.j]
		if !l && !r {
			left[m.i], right[m.j] = m.j, m.i
		}
	}
	var out []pairing
	for j := range is {
		if i, ok := right[j]; ok {
			out = append(out, pairing{&was[i], &is[j]})
		} else {
			out = append(out, pairing{nil, &is[j]})
		}
	}
	for i := range was {
		if _, ok := left[i]; !ok {
			out = append(out, pairing{&was[i], nil})
		}
	}
	return out
}

// alike is the Dice coefficient of the character bigrams, numbers of articles and items left out.
func alike(a, b string) float64 {
	x, y := bigrams(articleHead.ReplaceAllString(a, "")), bigrams(articleHead.ReplaceAllString(b, ""))
	if len(x)+len(y) == 0 {
		return 1
	}
	both := 0
	for g := range x {
		if y[g] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func bigrams(s string) map[string]bool {
	runes := []rune(s)
	out := map[string]bool{}
	for i := 0; i+1 < len(runes); i++ {
		out[string(runes[i:i+2])] = true
	}
	return out
}

// maxDiff is how many changes are told in sentences; the table has them all.
const maxDiff = 40

func (a *asking) sayDiff(d *draft, older, newer source, pairs []pairing) {
	var added, gone, changed []line
	for _, p := range pairs {
		switch {
		case p.was == nil:
			q := p.is.whole()
			added = append(added, line{text: "新增" + q.Label + "：" + oneLine(q.Quote), quotes: []Citation{q}, newline: true})
			d.rows = append(d.rows, row{cells: []string{"新增", "—", oneLine(q.Quote)}, quotes: []Citation{q}})
		case p.is == nil:
			q := p.was.whole()
			gone = append(gone, line{text: "不再保留原" + unlabelled(q), quotes: []Citation{q}, newline: true})
			d.rows = append(d.rows, row{cells: []string{"取消", oneLine(q.Quote), "—"}, quotes: []Citation{q}})
		case articleHead.ReplaceAllString(p.was.Text, "") != articleHead.ReplaceAllString(p.is.Text, ""):
			x, y := p.was.whole(), p.is.whole()
			changed = append(changed, line{text: "原" + unlabelled(x) + " 现" + unlabelled(y), quotes: []Citation{x, y}, newline: true})
			d.rows = append(d.rows, row{cells: []string{"修改", oneLine(x.Quote), oneLine(y.Quote)}, quotes: []Citation{x, y}})
		}
	}
	if len(d.rows) == 0 {
		return
	}
	n := []string{fmt.Sprintf("%d项", len(added)), fmt.Sprintf("%d项", len(gone)), fmt.Sprintf("%d项", len(changed))}
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s（%s）与%s（%s）相比，新增%s、不再保留%s、修改%s。", textName(newer), span(newer), textName(older), span(older), n[0], n[1], n[2]),
		quotes: []Citation{d.rows[0].quotes[0]}, derived: append(spanWords(older, newer), n...)})
	for _, part := range [][]line{added, gone, changed} {
		for _, l := range part {
			if len(d.lines) <= maxDiff {
				d.lines = append(d.lines, l)
			}
		}
	}
}
