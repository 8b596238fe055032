package retrieval

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bianku/ingest/structure"
)

// names are what a question names, to be looked up rather than searched.
type names struct {
	docNos   []string // 云编办〔2024〕12号: every way the body's abbreviation may begin
	orders   []order
	titles   []title
	articles []string // 第九条
	parts    []string // 第二款, 第（三）项: the part of an article, where the question says it
}

// order is 国务院令第486号 or 486号令; body is what stands in front of 令, perhaps with more before it.
type order struct{ body, number string }

// title is what may be a document's title: the normalised text, where it stands in the question, and the place that stands
// in front of it there, perhaps with more before it.
type title struct {
	text       string
	start, end int
	place      string
}

// shortNames are names by which everybody calls a text that bears a longer one.
var shortNames = map[string]string{
	"地方组织法":       "地方各级人民代表大会和地方各级人民政府组织法",
	"全国人大组织法":     "全国人民代表大会组织法",
	"全国人大常委会议事规则": "全国人民代表大会常务委员会议事规则",
	"国务院机构编制条例":   "国务院行政机构设置和编制管理条例",
	"地方机构编制条例":    "地方各级人民政府机构设置和编制管理条例",
}

func (n names) none() bool { return len(n.docNos)+len(n.orders)+len(n.titles) == 0 }

var (
	docNoName  = regexp.MustCompile(`(\p{Han}{1,14})[〔\[(【{]\s*(\d{4})\s*[〕\])】}]\s*(?:第\s*)?0*(\d{1,5})\s*号`)
	orderName  = regexp.MustCompile(`(\p{Han}{0,20})令\s*(?:第\s*)?0*(\d{1,4})\s*号|(?:第\s*)?0*(\d{1,4})\s*号令`)
	quoted     = regexp.MustCompile(`《([^《》]{2,80}(?:《[^《》]{2,80}》[^《》]{0,40})?)》`)
	partName   = regexp.MustCompile(`第[一二三四五六七八九十百]+款|第?[(（][一二三四五六七八九十百]+[)）]项?|第[一二三四五六七八九十百]+项`)
	titleEnd   = regexp.MustCompile(`^(?:法典|法|条例|规定|办法|细则|规则|准则|规程|章程|纲要|方案|意见|通知|决定|决议|解释|批复|公告|标准|制度|纪要|第[一二三四五六七八九十百千零]+条)`)
	placeName  = regexp.MustCompile(`(\p{Han}{1,12}[省市县区州盟旗镇乡])(?:人民政府)?的?《?$`)
	noPlace    = regexp.MustCompile(`(?:本|我|咱|们|全|该|各|贵|个|地|城|特|社)[省市县区州盟旗镇乡]$`)
	idle       = regexp.MustCompile(`根据|依据|依照|按照|文件|规定|通知|内容|全文|主要|(?:都?[是讲说写]了?)?(?:什么|啥)|哪些|介绍|一下|请问|查`)
	itemNumber = regexp.MustCompile(`[一二三四五六七八九十百]+`)
)

// longest and shortest title looked for where no 《》 mark it, in characters.
const shortTitle, longTitle = 2, 40

// mostTitles bounds the candidates of one question, those in 《》 first: beyond some, the database reads every title instead of
// looking each up (a question of 1,800 characters that is nothing but titles took two seconds).
const mostTitles = 600

// namesIn reads what text names.
func namesIn(text string) names {
	text = fold(text)
	var n names
	for _, m := range docNoName.FindAllStringSubmatch(text, -1) {
		n.docNos = append(n.docNos, suffixes(m[1], "〔"+m[2]+"〕"+m[3]+"号")...)
	}
	for _, m := range orderName.FindAllStringSubmatch(text, -1) {
		n.orders = append(n.orders, order{body: m[1], number: m[2] + m[3]})
	}
	n.titles = titlesIn(text)
	n.articles = distinct(articleTerm.FindAllString(text, -1))
	for _, p := range partName.FindAllString(text, -1) {
		number := itemNumber.FindString(p)
		if strings.HasSuffix(p, "款") {
			n.parts = append(n.parts, "第"+number+"款")
		} else {
			n.parts = append(n.parts, "（"+number+"）")
		}
	}
	n.parts = distinct(n.parts)
	return n
}

// suffixes are all ways to begin a document's number inside run: in 根据甬编办〔2024〕12号 the abbreviation is 甬编办, and only the
// corpus knows.
func suffixes(run, rest string) []string {
	var out []string
	for r := []rune(run); len(r) > 0; r = r[1:] {
		out = append(out, string(r)+rest)
	}
	return out
}

// titlesIn are the texts in 《》 and, outside them, everything that ends as titles do.
func titlesIn(text string) []title {
	var out []title
	for _, m := range quoted.FindAllStringSubmatchIndex(text, -1) {
		out = appendTitle(out, text[m[2]:m[3]], m[2], m[3])
	}
	runes := []rune(text)
	at := 0 // byte offset of runes[end]
	for end := range runes {
		m := titleEnd.FindString(string(runes[end:min(end+12, len(runes))]))
		stop := at + len(m)
		for start, left := end, at; m != "" && start >= max(0, end-longTitle); start-- {
			if start < end {
				left -= len(string(runes[start]))
			}
			if !mayBeginTitle(runes[start]) {
				break
			}
			out = appendTitle(out, text[left:stop], left, stop)
		}
		at += len(string(runes[end]))
	}
	for i, t := range out {
		out[i].place = placeBefore(text[:t.start])
	}
	return out
}

// placeBefore is the place that text ends in: a title after it is one of that place's. 本市 and 全省 say no place.
func placeBefore(text string) string {
	m := placeName.FindStringSubmatch(text)
	if m == nil || noPlace.MatchString(m[1]) {
		return ""
	}
	return m[1]
}

// besides is what text asks beyond the number of a document: by it, not by the number, the document's own chunks are told
// apart. "" for the bare number.
func besides(text string) string {
	text = orderTerm.ReplaceAllString(docNoTerm.ReplaceAllString(fold(text), "。"), "。")
	return idle.ReplaceAllString(text, "。")
}

func appendTitle(out []title, text string, start, end int) []title {
	key := structure.NormalizeTitle(text)
	if len(out) >= mostTitles || len([]rune(key)) < shortTitle || slices.ContainsFunc(out, func(t title) bool { return t.start == start && t.end == end }) {
		return out
	}
	if full, ok := shortNames[key]; ok {
		out = append(out, title{text: full, start: start, end: end})
	}
	return append(out, title{text: key, start: start, end: end})
}

// mayBeginTitle says whether a title can go on to the left over r.
func mayBeginTitle(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(`"“”()（）、·〈〉<>-—`, r)
}

// articlePattern matches the address of a chunk that is, or is part of, one of the articles. "" for none.
func (n names) articlePattern() string {
	if len(n.articles) == 0 {
		return ""
	}
	return `(^|/)(` + strings.Join(n.articles, "|") + `)(/|$)`
}

// partPattern matches an address that has the named parts too. "" for none.
func (n names) partPattern() string {
	if len(n.parts) == 0 {
		return ""
	}
	return strings.Join(n.parts, "|")
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// columns turns titles and orders into the arrays that SQL unnests.
func (n names) columns() (titles, places []string, starts, ends []int32, bodies, numbers []string) {
	for _, t := range n.titles {
		titles, places = append(titles, t.text), append(places, t.place)
		starts, ends = append(starts, int32(t.start)), append(ends, int32(t.end))
	}
	for _, o := range n.orders {
		number, _ := strconv.Atoi(o.number)
		bodies, numbers = append(bodies, o.body), append(numbers, strconv.Itoa(number))
	}
	return titles, places, starts, ends, bodies, numbers
}
