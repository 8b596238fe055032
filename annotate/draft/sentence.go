package draft

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const numerals = `[一二三四五六七八九十百零〇两]`

var (
	articleNumber = regexp.MustCompile(`^第` + numerals + `+条(?:之` + numerals + `+)?$`)
	articleHead   = regexp.MustCompile(`^第` + numerals + `+条(?:之` + numerals + `+)?[\s\x{3000}]*`)
	itemHead      = regexp.MustCompile(`^(?:[（(]` + numerals + `+[）)]|\d{1,2}[.．、]|[（(]\d{1,2}[）)]|` + numerals + `{1,3}、)\s*`)
	turn          = regexp.MustCompile(`^(?:但是|但|其中|同时|此外)，`)
	// unclear begins a sentence that leans on the one before it: a question made of it would ask about nothing.
	unclear = regexp.MustCompile(`^(?:前款|前条|前项|前两款|前述|上述|上款|该|其|本条[^例]|此|有前|依照前|依照本条|按照前|同时|但是|但|因前|除前|除本条|并|且|或者|以及|他们|她|它)`)
)

// sentence is one sentence of an article with its paragraph.
type sentence struct {
	text  string // without the full stop
	art   *article
	line  int // in art.lines
	start int // rune offset in the line
	first bool
}

// sentences are those of the paragraphs; items are no sentences of their own.
func (a *article) sentences() []sentence {
	var out []sentence
	for i, l := range a.lines {
		if l.item {
			continue
		}
		at := 0
		for n, s := range splitSentences(l.text) {
			text := turn.ReplaceAllString(strings.TrimRight(s, "。"), "")
			out = append(out, sentence{text: text, art: a, line: i, start: at, first: n == 0})
			at += runeLen(s)
		}
	}
	return out
}

// splitSentences cuts behind 。 outside of quotation marks.
func splitSentences(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '“', '《', '（', '(':
			depth++
		case '”', '》', '）', ')':
			depth = max(0, depth-1)
		case '。':
			if depth == 0 {
				out = append(out, s[from:i+len("。")])
				from = i + len("。")
			}
		}
	}
	if from < len(s) {
		out = append(out, s[from:])
	}
	return out
}

// splitAt cuts s at the marks, in either width, that stand outside of brackets and quotation marks; the marks are dropped.
func splitAt(s, marks string) []string {
	marks += width.Narrow.String(marks)
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch {
		case strings.ContainsRune("“《（(〔", r):
			depth++
		case strings.ContainsRune("”》）)〕", r):
			depth = max(0, depth-1)
		case depth == 0 && strings.ContainsRune(marks, r):
			out = append(out, s[from:i])
			from = i + utf8.RuneLen(r)
		}
	}
	return append(out, s[from:])
}

// balanced says whether every bracket that opens in s closes in it.
func balanced(s string) bool {
	pairs := map[rune]rune{'”': '“', '》': '《', '）': '（', ')': '(', '〕': '〔', '〉': '〈', '’': '‘'}
	var open []rune
	for _, r := range s {
		switch {
		case strings.ContainsRune("“《（(〔〈‘", r):
			open = append(open, r)
		case pairs[r] != 0:
			if len(open) == 0 || open[len(open)-1] != pairs[r] {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

// subject says whether s can be what a question is about.
func subject(s string, least, most int) bool {
	n := runeLen(s)
	return n >= least && n <= most && balanced(s) && !unclear.MatchString(s) && !strings.ContainsAny(s, "。；：？,;:?")
}
