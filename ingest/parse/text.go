package parse

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyLine is a line of the comment some collections put over a text: "# source: …".
var keyLine = regexp.MustCompile(`^# ?([\p{Han}\w]+)[:：] ?(.*)$`)

// parseText reads plain text: one paragraph a line, or, where the lines were broken at a fixed width, joined again.
func parseText(text string) *Result {
	lines := splitLines(text)
	meta := map[string]string{}
	for len(lines) > 0 && len(meta) < 20 {
		m := keyLine.FindStringSubmatch(lines[0])
		if m == nil {
			break
		}
		meta[m[1]] = strings.TrimSpace(m[2])
		lines = lines[1:]
	}
	lines = wrapperLines(lines, meta)
	var b builder
	for _, l := range unwrap(lines) {
		b.add(Block{Kind: Paragraph, Text: l})
	}
	r := b.result("text/1")
	if len(meta) > 0 {
		r.Meta, r.Title = meta, meta["title"]
	}
	return r
}

// wrapperLines takes the labels of a web page off the head of a text that was copied from one: a label and, on the next
// line or behind the colon, its value. One label alone is none.
func wrapperLines(lines []string, meta map[string]string) []string {
	found := map[string]string{}
	i := 0
	for i < len(lines) && len(found) < 20 {
		l := strings.TrimSpace(lines[i])
		if l == "" {
			i++
			continue
		}
		name, value, ok := cutLabel(l)
		if !ok {
			break
		}
		i++
		if value = strings.TrimSpace(value); value == "" && i < len(lines) && labelled(lines[i], found["标题"]) {
			value = lines[i]
			i++
		}
		found[name] = ""
		put(found, name, value)
	}
	if len(found) < 2 {
		return lines
	}
	for k, v := range found {
		if v != "" {
			meta[k] = v
		}
	}
	return lines[i:]
}

// labelled says whether a line can be the value of the label above it: not a label, and not the title come again.
func labelled(line, title string) bool {
	s := clean(line)
	_, _, label := cutLabel(s)
	return s != "" && !label && (title == "" || !strings.HasPrefix(strings.ReplaceAll(title, " ", ""), strings.ReplaceAll(s, " ", "")))
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n")

func splitLines(text string) []string { return strings.Split(newlines.Replace(text), "\n") }

// unwrap joins lines that were broken at a fixed width: most lines are then equally long and end inside a sentence.
func unwrap(lines []string) []string {
	width := wrapWidth(lines)
	if width == 0 {
		return lines
	}
	var out []string
	open := false
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			open = false
			continue
		}
		fresh := indented(l) || startsUnit(strings.TrimSpace(l))
		if open && !fresh {
			out[len(out)-1] = joinLines(out[len(out)-1], strings.TrimSpace(l))
		} else {
			out = append(out, l)
		}
		open = columns(l) >= width-3
	}
	return out
}

// wrapWidth is the column at which the text was broken, 0 when its lines are whole paragraphs.
func wrapWidth(lines []string) int {
	var widths []int
	for _, l := range lines {
		if w := columns(l); w > 0 {
			widths = append(widths, w)
		}
	}
	if len(widths) < 6 {
		return 0
	}
	sort.Ints(widths)
	top := widths[len(widths)*95/100]
	if top < 40 || top > 130 {
		return 0
	}
	full, broken := 0, 0
	for _, l := range lines {
		if w := columns(l); w >= top-3 && w <= top+3 {
			full++
			if !endsSentence(l) {
				broken++
			}
		}
	}
	if widths[len(widths)-1] > top+6 || full*2 < len(widths) || broken*10 < full*7 {
		return 0
	}
	return top
}

// columns is the printed width: a Han character is two wide.
func columns(s string) int {
	n := 0
	for _, r := range strings.TrimRightFunc(s, unicode.IsSpace) {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}

func indented(s string) bool {
	return strings.HasPrefix(s, "\u3000") || strings.HasPrefix(s, "    ")
}

func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(s))
	return strings.ContainsRune("。！？；：.!?;:…”", r)
}

// unitStart matches what opens a paragraph of an official text wherever it stands.
var unitStart = regexp.MustCompile(`^(?:第[一二三四五六七八九十百千零〇]+[编章节条](?:之[一二三四五六七八九十]+)?(?:[\s　]|$)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、][^\d]|[（(]\d{1,2}[）)]|附件\s*\d*[:：]?\s*$)`)

func startsUnit(s string) bool { return unitStart.MatchString(s) }

// joinLines puts two lines of a paragraph together: Chinese without a blank, words with one, a hyphenated word whole.
func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	x, n := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	switch {
	case x == '-' && n < len(a) && unicode.IsLower(y) && x < 0x80:
		return a[:len(a)-1] + b
	case wordRune(x) && wordRune(y):
		return a + " " + b
	case strings.ContainsRune(",.;:)", x) && y < 0x80:
		return a + " " + b
	}
	return a + b
}

func wordRune(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
