package retrieval

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var arabicArticle = regexp.MustCompile(`第\s*(\d{1,4})\s*([编章节条款项])`)

// normalize brings the ways of writing one thing together, for questions and texts alike: full and half width, case, the
// two zeros, 第9条 and 第九条, brackets of document numbers. Line breaks inside a Chinese sentence (PDF) go; what no reader
// sees (zero width, control) goes.
func normalize(s string) string { return strings.ToLower(fold(s)) }

// fold is normalize with the case kept: titles are compared with it.
func fold(s string) string {
	s = norm.NFKC.String(strings.ToValidUTF8(s, " "))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '○' || r == '〇':
			return '零'
		case r == '\n' || r == '\t':
			return r
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co):
			return -1
		}
		return r
	}, s)
	s = joinLines(s)
	return arabicArticle.ReplaceAllStringFunc(s, func(m string) string {
		p := arabicArticle.FindStringSubmatch(m)
		n, _ := strconv.Atoi(p[1])
		return "第" + chineseNumber(n) + p[2]
	})
}

// joinLines drops a line break between two Chinese characters.
func joinLines(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	rs := []rune(s)
	out := rs[:0]
	for i, r := range rs {
		if r == '\n' && i > 0 && i+1 < len(rs) && unicode.Is(unicode.Han, rs[i-1]) && unicode.Is(unicode.Han, rs[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// chineseNumber writes 0–9999 as laws number their articles: 9 九, 10 十, 15 十五, 101 一百零一, 110 一百一十.
func chineseNumber(n int) string {
	digits := []rune("零一二三四五六七八九")
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	zero := false
	for unit, place := 1000, 0; unit > 0; unit, place = unit/10, place+1 {
		d := n / unit % 10
		if d == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteRune('零')
			zero = false
		}
		if !(unit == 10 && d == 1 && b.Len() == 0) {
			b.WriteRune(digits[d])
		}
		b.WriteString([]string{"千", "百", "十", ""}[place])
	}
	return b.String()
}
