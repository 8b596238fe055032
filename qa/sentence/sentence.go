// Package sentence cuts Chinese official text into sentences a reader can be given alone, with their place in the text.
//
//	text --Split--> sentences: [Start, End) in runes, text[Start:End] verbatim
//	                  an item of a list （一）… knows the lead-in that it belongs to (…有下列情形之一的：)
//
// A quote is a claim about a text, so nothing is ever trimmed, joined or repaired here: a sentence is a range.
// The package is pure.
package sentence

import (
	"regexp"
	"strings"
	"unicode"
)

// Sentence is a range of the text. Lead is the index in the slice of the sentence that introduces this item, -1 for none.
// Paragraph counts lines from 0.
type Sentence struct {
	Text      string
	Start     int
	End       int
	Lead      int
	Paragraph int
	Item      bool
}

// marker is what an item of a list begins with.
var marker = regexp.MustCompile(`^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?:\D|$)|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[①-⑳])`)

const (
	enders  = "。！？!?"
	closers = "”’』」）)》】〕\"'"
	openers = "（(《“『「【〔"
	shuts   = "）)》”』」】〕"
)

// nested is how far an open bracket or quotation mark keeps a sentence together. Beyond it the text is taken to have lost
// its closing mark.
const nested = 120

// splitter walks the runes once.
type splitter struct {
	runes     []rune
	out       []Sentence
	start     int
	depth     int
	openedAt  int
	paragraph int
}

// Split cuts text. White space around a sentence is outside its range.
func Split(text string) []Sentence {
	s := &splitter{runes: []rune(text)}
	for i := 0; i < len(s.runes); i++ {
		i = s.step(i)
	}
	s.cut(len(s.runes))
	link(s.out)
	return s.out
}

// step looks at rune i, ends a sentence after it where one ends, and returns the last rune it used.
func (s *splitter) step(i int) int {
	r := s.runes[i]
	s.nest(r, i)
	switch {
	case r == '\n':
		s.cut(i)
		s.depth = 0
		s.paragraph++
	case s.ends(r, i):
		for i+1 < len(s.runes) && strings.ContainsRune(closers, s.runes[i+1]) {
			i++
			s.nest(s.runes[i], i)
		}
		s.cut(i + 1)
	case s.gap(i):
		s.cut(i)
	}
	return i
}

// nest follows brackets, so that a full stop inside （…） does not end the sentence around it.
func (s *splitter) nest(r rune, i int) {
	switch {
	case strings.ContainsRune(openers, r):
		if s.depth == 0 {
			s.openedAt = i
		}
		s.depth++
	case strings.ContainsRune(shuts, r) && s.depth > 0:
		s.depth--
	}
}

func (s *splitter) ends(r rune, i int) bool {
	if s.depth > 0 && i-s.openedAt < nested && !s.closesSoon(i) {
		return false
	}
	switch {
	case strings.ContainsRune(enders, r):
		return true
	case r == '；' || r == ';':
		return s.endsItem(i)
	case r == '：' || r == ':':
		return i+1 < len(s.runes) && (s.runes[i+1] == '\n' || marker.MatchString(s.peek(i+1)))
	}
	return false
}

// closesSoon says whether the bracket closes right after a full stop: “……。” ends the sentence that quotes.
func (s *splitter) closesSoon(i int) bool {
	return i+1 < len(s.runes) && s.depth == 1 && strings.ContainsRune("”』」", s.runes[i+1])
}

// endsItem says whether a semicolon ends an item: another item follows it.
func (s *splitter) endsItem(i int) bool {
	return i+1 < len(s.runes) && (s.runes[i+1] == '\n' || marker.MatchString(s.peek(i+1)))
}

func (s *splitter) peek(i int) string { return string(s.runes[i:min(i+8, len(s.runes))]) }

// gap says whether white space at i stands for a lost line break: a web page flattened to one line keeps its paragraphs
// only as spaces. Between Latin words a space is a space.
func (s *splitter) gap(i int) bool {
	if !unicode.IsSpace(s.runes[i]) || i == 0 || i+1 >= len(s.runes) || i-s.start < 4 || s.depth > 0 {
		return false
	}
	before, after := s.runes[i-1], s.runes[i+1]
	return (unicode.Is(unicode.Han, before) || strings.ContainsRune("：；:;", before)) &&
		(unicode.Is(unicode.Han, after) || strings.ContainsRune("（(《“", after) || marker.MatchString(s.peek(i+1)))
}

// cut ends the open sentence before rune end.
func (s *splitter) cut(end int) {
	a, b := s.start, end
	for a < b && unicode.IsSpace(s.runes[a]) {
		a++
	}
	for b > a && unicode.IsSpace(s.runes[b-1]) {
		b--
	}
	if a < b {
		text := string(s.runes[a:b])
		s.out = append(s.out, Sentence{Text: text, Start: a, End: b, Lead: -1, Paragraph: s.paragraph, Item: marker.MatchString(text)})
	}
	s.start = end
}

// link gives each item its lead-in: the nearest earlier sentence that ends in a colon, with only items between.
func link(all []Sentence) {
	lead := -1
	for i := range all {
		switch {
		case all[i].Item:
			all[i].Lead = lead
			if introduces(all[i].Text) {
				lead = i // （一）有下列情形之一的： introduces 1. 2. 3.
			}
		case introduces(all[i].Text):
			lead = i
		case !continues(all, i):
			lead = -1
		}
	}
}

func introduces(s string) bool { return strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":") }

// continues says whether sentence i belongs to the item before it: the same line, so （一）甲。乙。 stays in its list.
func continues(all []Sentence, i int) bool {
	return i > 0 && all[i-1].Paragraph == all[i].Paragraph && (all[i-1].Item || all[i-1].Lead >= 0)
}

// Clauses cuts a sentence at its commas and semicolons, each a range of the same text.
func Clauses(s Sentence) []Sentence {
	var out []Sentence
	runes, from := []rune(s.Text), 0
	for i, r := range runes {
		if strings.ContainsRune("，；,;", r) || i == len(runes)-1 {
			out = append(out, Sentence{Text: string(runes[from : i+1]), Start: s.Start + from, End: s.Start + i + 1, Lead: s.Lead, Paragraph: s.Paragraph})
			from = i + 1
		}
	}
	return out
}

// Marker returns the list marker at the head of s (（一）, 1.), "" for none.
func Marker(s string) string { return strings.TrimSpace(marker.FindString(s)) }
