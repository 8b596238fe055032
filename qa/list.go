package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/understand"
)

var asksPaper = regexp.MustCompile(`说了?(?:些)?什么|讲了?什么|(?:主要)?内容|(?:废止|撤销|核增|核减|取消|划转|收回|下达|清理|同意|批准|明确|规定|修改|决定|批复|提出|要求)了?(?:哪些|什么)|写了什么|全文|原文`)

// maxItems is how many items of a paper are given.
const maxItems = 15

// paper answers what a paper that is named says: its items, in order.
func (a *asking) paper(ctx context.Context) (*draft, error) {
	if len(a.meaning.Titles)+len(a.meaning.DocNos) == 0 || len(a.meaning.Articles) > 0 || !asksPaper.MatchString(a.meaning.Text) || len(a.parts()) > 1 {
		return nil, nil
	}
	all, err := a.namedTexts(ctx)
	if err != nil || len(all) == 0 || !oneWork(all) {
		return nil, err
	}
	s, ok := current(all)
	chunks, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	for _, p := range chunks {
		if p.Chunk.Kind == structure.Front || p.Chunk.Kind == structure.TableRow || p.Label == "落款" || len(d.lines) >= maxItems {
			continue
		}
		if len(d.lines) == 0 {
			d.para(textName(s)+"（"+span(s)+"，"+s.Status.Chinese()+"）的内容：", p.whole())
			d.lines[0].derived = spanWords(s)
		}
		d.para(oneLine(p.Text), p.whole())
	}
	if len(d.lines) >= maxItems {
		d.note("内容较多，只列出前%d项，全文请打开原文查看。", maxItems-1)
	}
	if !ok {
		return d, a.saySuccessor(ctx, d, s)
	}
	return d, nil
}

var listKinds = []struct {
	asked *regexp.Regexp
	where string
}{

	{regexp.MustCompile(`批复`), `v.title like '%批复'`},
	{regexp.MustCompile(`三定`), `d.kind = 'sanding'`},
	{regexp.MustCompile(`通知`), `v.title like '%通知'`},
	{regexp.MustCompile(`文章|论文`), `d.kind = 'journal'`},
	{regexp.MustCompile(`决定`), `v.title like '%决定'`},
	{regexp.MustCompile(`办法|条例|规定|制度|法规`), `d.kind = 'law'`},
	{regexp.MustCompile(`文件|意见`), `d.kind in ('gongwen', 'law', 'reply', 'sanding')`},
}

// maxListed is how many papers a list shows.
const maxListed = 50

// list answers which papers there are of a kind, about a matter, in a period.
func (a *asking) list(ctx context.Context) (*draft, error) {
	where := ""
	for _, k := range listKinds {
		if k.asked.MatchString(a.meaning.Text) {
			where = k.where
			break
		}
	}
	if where == "" && givenOut.MatchString(a.meaning.Text) {
		where = `d.kind = 'reply'`
	}
	if where == "" {
		return nil, nil
	}
	topic := listTopic(a.meaning)
	all, err := sources(ctx, a.Pool, a.today, where+` and not v.draft and not exists (select from unnest($3::text[]) t where v.title || v.text !~ t)`, notNil(about(topic)))
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s source) bool { return !inPeriod(s.day(), a.meaning.When) || !a.listed(s) })
	if len(all) == 0 {
		return nil, nil
	}
	return a.sayList(ctx, all)
}

// givenOut asks for the papers by which something was granted, without naming their kind: 批过哪些文.
var givenOut = regexp.MustCompile(`批(?:了|过|的)?(?:哪|什么|几|多少)|批文|发文`)

var listNoise = regexp.MustCompile(`批过|批了|一共|总共|这几年|近年|批文|发文|批复|文件|三定|规定|通知|文章|论文|决定|办法|条例|意见|列出|列举|清单|一览|汇总|全部|所有|印发|出台|发布|下发|以来|市委编委|市编委|几份|多少份|份|件|期间|作出|年度`)

// listTopic is the matter that a list is limited to, "" for all.
func listTopic(m understand.Meaning) []string {
	topic := listNoise.ReplaceAllString(m.Topic, "※")
	for _, r := range m.Regions {
		topic = strings.ReplaceAll(topic, r.District+"批", r.District)
		for _, place := range []string{r.District, r.City, r.Province} {
			if place != "" {
				topic = strings.ReplaceAll(topic, place, "※")
			}
		}
	}
	return slices.DeleteFunc(understand.Segments(topic), func(s string) bool { return s == "批" || s == "文" })
}

// about makes patterns of the matters a list is limited to. A paper on a public institution seldom says the word.
func about(topic []string) []string {
	var out []string
	for _, t := range topic {
		p := regexp.QuoteMeta(t)
		if t == "事业单位" {
			p = "事业单位|事业编制"
		}
		out = append(out, p)
	}
	return out
}

// listed says whether a paper is about the matter and the bodies asked for.
func (a *asking) listed(s source) bool {
	for _, b := range a.meaning.Bodies {
		ok := slices.Contains(b.Bodies, s.Org) || slices.Contains(b.Bodies, s.Issuer) || strings.Contains(s.Title, b.Text)
		for _, full := range b.Bodies {
			ok = ok || strings.Contains(s.Title, levelName(full))
		}
		if !ok {
			return false
		}
	}
	for _, r := range a.meaning.Regions {
		if r.District != "" && !strings.Contains(s.Title+s.Org, r.District) {
			return false
		}
	}
	return true
}

func (a *asking) sayList(ctx context.Context, all []source) (*draft, error) {
	d := &draft{header: []string{"日期", "文号", "标题", "效力"}}
	var (
		quotes []Citation
		names  []string
	)
	for _, s := range all[:min(len(all), maxListed)] {
		q, ok, err := a.titleQuote(ctx, s)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		quotes = append(quotes, q)
		name := textName(s)
		if !s.day().IsZero() {
			name = s.day().Chinese() + name
		}
		names = append(names, name)
		d.rows = append(d.rows, row{cells: []string{s.day().Chinese(), s.DocNo, s.Title, s.Status.Chinese()}, quotes: []Citation{q}})
	}
	if len(d.rows) == 0 {
		return nil, nil
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("现有资料中共有%d件：%s。", len(d.rows), strings.Join(names, "；")), quotes: quotes,
		derived: append(spanWords(all...), fmt.Sprintf("%d件", len(d.rows)))})
	if len(all) > maxListed {
		d.note("符合条件的文件较多，只列出前%d件。", maxListed)
	}
	d.note("列表只包括现有资料中的文件，可能不是全部。")
	return d, nil
}

// titleQuote cites the title of a text where it stands in it, else the text's first chunk.
func (a *asking) titleQuote(ctx context.Context, s source) (Citation, bool, error) {
	all, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil || len(all) == 0 {
		return Citation{}, false, err
	}
	for _, p := range all {
		if i := strings.Index(p.Text, s.Title); i >= 0 {
			from := len([]rune(p.Text[:i]))
			return p.part(from, from+len([]rune(s.Title))), true, nil
		}
	}
	return all[0].whole(), true, nil
}
