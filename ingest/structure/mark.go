package structure

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"bianku/ingest/parse"
)

// rank is the level of a mark, highest first.
type rank int

const (
	noMark  rank = iota
	book         // 第一编
	subBook      // 第一分编
	chapter      // 第一章
	sect         // 第一节
	article      // 第一条
	first        // 一、
	second       // （一）
	third        // 1.
	fourth       // （1）
	fifth        // ①
)

// mark is the number a line opens with.
type mark struct {
	rank rank
	n    int
	sub  int    // 第X条之一: 1
	seg  string // its part of an address: 第九条, 一, （一）, 1
	text string // the mark as printed: 第九条, 一、, （一）, 1.
	rest string // the line after the mark, folded, trimmed
}

func (m mark) heading() bool { return m.rank >= book && m.rank <= sect }

var (
	unitMark    = regexp.MustCompile(`^第 ?([` + numerals + `0-9]{1,9}) ?(编|分编|章|节)(?:\s+|$|)(.*)$`)
	articleMark = regexp.MustCompile(`^第 ?([` + numerals + `0-9]{1,9}) ?条(?:之([一二三四五六七八九十]{1,3}))?(\s*)(.*)$`)
	listMarks   = []struct {
		rank rank
		re   *regexp.Regexp
	}{
		{first, regexp.MustCompile(`^([` + numerals + `]{1,4})(?:、|\.)\s*(.*)$`)},
		{second, regexp.MustCompile(`^（([` + numerals + `]{1,4})）\s*(.*)$`)},
		{third, regexp.MustCompile(`^(\d{1,3})(?:[.、]|．)\s*([^\d].*|)$`)},
		{fourth, regexp.MustCompile(`^（(\d{1,3})）\s*(.*)$`)},
		{fifth, regexp.MustCompile(`^([①②③④⑤⑥⑦⑧⑨⑩])\s*(.*)$`)},
	}
	// reference opens a paragraph that speaks of an article and is not one: 第二十条第一款规定的…
	reference = regexp.MustCompile(`^(?:第|规定|所|的|、|和|至|到|或|及|中|之|以|，|与|“|”|（[一二三四五六七八九十]+）项)`)
)

// markLines gives every line its mark. Articles need their neighbours: a paragraph may begin with a reference to one.
func (p *paper) markLines() {
	last := 0
	for i := range p.lines {
		l := &p.lines[i]
		if l.Kind == parse.Row {
			continue
		}
		l.mark = markOf(l.fold, l.Kind == parse.Heading, last)
		if l.mark.rank == article {
			last = l.mark.n
		}
	}
}

func markOf(s string, heading bool, lastArticle int) mark {
	if strings.HasPrefix(s, "第") {
		if m := articleMark.FindStringSubmatch(s); m != nil {
			return articleOf(m, lastArticle)
		}
		return unitOfText(s, heading)
	}
	for _, lm := range listMarks {
		m := lm.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		n, ok := ParseNumber(m[1])
		if lm.rank == fifth {
			n, ok = int([]rune(m[1])[0]-'①')+1, true
		}
		if !ok || n == 0 {
			return mark{}
		}
		return mark{rank: lm.rank, n: n, seg: listSegment(lm.rank, m[1]), text: listText(lm.rank, m[1]), rest: strings.TrimSpace(m[2])}
	}
	return mark{}
}

func articleOf(m []string, last int) mark {
	n, ok := ParseNumber(m[1])
	if !ok {
		return mark{}
	}
	if m[3] == "" && m[4] != "" && (reference.MatchString(m[4]) || n != last+1 && m[2] == "" || last == 0 && n != 1) {
		return mark{}
	}
	// With a blank behind, 第二十条 第一款 is still a reference.
	if strings.HasPrefix(m[4], "第") && reference.MatchString(m[4]) && regexpKuan.MatchString(m[4]) && n != last+1 {
		return mark{}
	}
	a := mark{rank: article, n: n, rest: strings.TrimSpace(m[4])}
	a.seg = "第" + m[1] + "条"
	if m[2] != "" {
		a.sub, _ = ParseNumber(m[2])
		a.seg += "之" + m[2]
	}
	a.text = a.seg
	return a
}

var regexpKuan = regexp.MustCompile(`^第[` + numerals + `]+[款项]`)

func unitOfText(s string, heading bool) mark {
	m := unitMark.FindStringSubmatch(s)
	if m == nil {
		return mark{}
	}
	rest := strings.TrimSpace(m[3])
	if !heading && (runeLen(rest) > 40 || strings.ContainsAny(rest, "。；，：") || strings.HasPrefix(rest, "规定") || strings.HasPrefix(rest, "的")) {
		return mark{}
	}
	n, ok := ParseNumber(m[1])
	if !ok {
		return mark{}
	}
	ranks := map[string]rank{"编": book, "分编": subBook, "章": chapter, "节": sect}
	seg := "第" + m[1] + m[2]
	return mark{rank: ranks[m[2]], n: n, seg: seg, text: seg, rest: rest}
}

// listSegment is the mark's part of an address: 一, （一）, 1, （1）, ①.
func listSegment(r rank, n string) string {
	switch r {
	case second, fourth:
		return "（" + n + "）"
	}
	return n
}

// listText is the mark as a person cites it: 一、, （一）, 1, （1）.
func listText(r rank, n string) string {
	if r == first {
		return n + "、"
	}
	return listSegment(r, n)
}

// headingText is a heading line as shown in a path: 第一章 总则, whatever blanks the page has in it.
func (l line) headingText() string {
	if l.mark.heading() || l.mark.rank == article {
		return strings.TrimSpace(l.mark.seg + " " + squashHan(l.mark.rest))
	}
	return squashHan(l.Text)
}

// squashHan closes the blanks of letter-spaced Chinese (总　则); between two whole names, as of joint issuers, one blank stays.
func squashHan(s string) string {
	words := strings.Fields(s)
	var b strings.Builder
	for i, w := range words {
		if i > 0 && (!hanBetween(words[i-1], w) || runeLen(words[i-1]) > 2 && runeLen(w) > 2) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

func hanBetween(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.Is(unicode.Han, x) && unicode.Is(unicode.Han, y)
}
