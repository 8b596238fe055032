package sensitivewords

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Word is an entry of a list.
type Word struct {
	Text   string `json:"word"`
	Class  string `json:"class"` // a code of Classes
	Action Action `json:"action"`
}

// Hit is a word found. Start and End are runes in the text as it was given, with all that was put between its characters.
type Hit struct {
	Word      string `json:"word"` // as the list has it
	Class     string `json:"class"`
	ClassName string `json:"class_name"`
	Action    Action `json:"action"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Note      string `json:"note,omitempty"` // Chinese: why the action is milder than the list's
}

// Verdict is what a text comes to: the strictest action of its hits, None without any.
type Verdict struct {
	Action Action `json:"action"`
	Hits   []Hit  `json:"hits"`
}

// Matcher finds the words of its lists. It does not change and is safe for concurrent use.
type Matcher struct {
	words   []Word
	allowed int // words[:allowed] are the allow-list
	names   map[string]string
	longest int // folded runes of the longest word
	auto    *automaton
}

// New makes a matcher of words; what lies inside an occurrence of a phrase of allow is no hit. Of the same word in two
// lists the stricter action counts.
func New(words []Word, allow []string) *Matcher {
	m := &Matcher{names: map[string]string{}, allowed: len(allow)}
	for _, c := range Classes {
		m.names[c.Code] = c.Name
	}
	for _, a := range allow {
		m.words = append(m.words, Word{Text: a})
	}
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b Word) int { return -stricter(a.Action, b.Action) })
	m.words = append(m.words, sorted...)
	folded := make([][]rune, len(m.words))
	for i, w := range m.words {
		folded[i] = foldWord(w.Text)
		m.longest = max(m.longest, len(folded[i]))
	}
	m.auto = build(folded)
	return m
}

// Len is the number of words, without the allow-list.
func (m *Matcher) Len() int { return len(m.words) - m.allowed }

// span is an occurrence in the folded text, end inclusive.
type span struct{ word, from, to int }

// Check finds the words in text. The hits are in reading order, and none lies inside another that is as strict.
func (m *Matcher) Check(text string) Verdict {
	f := fold(text)
	var found, allow []span
	m.auto.find(f.runes, func(word, end, length int) {
		s := span{word, end - length + 1, end}
		switch {
		case word < m.allowed:
			allow = append(allow, s)
		case wholeLatin(f, s):
			found = append(found, s)
		}
	})
	if len(found) == 0 {
		return Verdict{}
	}
	slices.SortFunc(found, bySize)
	slices.SortFunc(allow, bySize)
	outer := slices.Clone(found)
	outer = slices.DeleteFunc(outer, func(s span) bool {
		return m.covered(s, allow, func(span) bool { return true }) || m.covered(s, found, func(o span) bool {
			return o.to-o.from > s.to-s.from && !m.words[s.word].Action.Stronger(m.words[o.word].Action)
		})
	})
	return m.verdict(text, f, outer)
}

// bySize orders spans by their start, the longer one first.
func bySize(a, b span) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.word, b.word))
}

// covered says whether s lies inside one of others (in order of bySize) that ok accepts. It looks no further back than
// the longest word reaches, so that a long text with many hits stays linear.
func (m *Matcher) covered(s span, others []span, ok func(span) bool) bool {
	i, _ := slices.BinarySearchFunc(others, s.from+1, func(o span, from int) int { return cmp.Compare(o.from, from) })
	for i--; i >= 0 && others[i].from > s.to-m.longest; i-- {
		if others[i].to >= s.to && ok(others[i]) {
			return true
		}
	}
	return false
}

// wholeLatin keeps a word of Latin letters or digits from being found inside a longer one: "av" is not in "save".
func wholeLatin(f folded, s span) bool {
	joined := func(i, j int) bool {
		return i >= 0 && j < len(f.runes) && latin(f.runes[i]) && latin(f.runes[j]) && f.at[j]-f.at[i] <= 1
	}
	return !joined(s.from-1, s.from) && !joined(s.to, s.to+1)
}

func latin(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// legalTitle is the name of a legal text in its marks: what stands in it is the law's wording, not the writer's.
var legalTitle = regexp.MustCompile(`《[^《》\n]{2,60}?(?:法|法典|条例|规定|办法|决定|解释|细则|意见|通知|规则|公约|修正案(?:（[^）]*）)?)》`)

func (m *Matcher) verdict(text string, f folded, found []span) Verdict {
	var v Verdict
	if len(found) == 0 {
		return v
	}
	runes := []rune(text)
	titles := runeSpans(text, legalTitle.FindAllStringIndex(text, -1))
	for _, s := range found {
		w := m.words[s.word]
		h := Hit{Word: w.Text, Class: w.Class, ClassName: m.names[w.Class], Action: w.Action,
			Start: int(f.at[s.from]), End: int(f.at[s.to]) + 1}
		switch {
		case slices.ContainsFunc(titles, func(t [2]int) bool { return t[0] <= h.Start && h.End <= t[1] }):
			h.Action, h.Note = Log, "在法规文件名称中出现，仅作记录"
		case w.Action.Stronger(Review) && strings.ContainsAny(string(runes[h.Start:h.End]), "，、：,:"):
			h.Action, h.Note = Review, "词中有标点，可能是两句话，转人工复核"
		}
		v.Hits = append(v.Hits, h)
		if h.Action.Stronger(v.Action) {
			v.Action = h.Action
		}
	}
	return v
}

// runeSpans turns byte positions, in order, into rune positions.
func runeSpans(text string, spans [][]int) [][2]int {
	out := make([][2]int, 0, len(spans))
	runes, last := 0, 0
	for _, s := range spans {
		from := runes + utf8.RuneCountInString(text[last:s[0]])
		runes, last = from+utf8.RuneCountInString(text[s[0]:s[1]]), s[1]
		out = append(out, [2]int{from, runes})
	}
	return out
}

// Mask gives text with every hit whose action is mask or block covered by ＊, one for each character.
func (m *Matcher) Mask(text string) string {
	v := m.Check(text)
	if !v.Action.Stronger(Review) {
		return text
	}
	runes := []rune(text)
	for _, h := range v.Hits {
		if !h.Action.Stronger(Review) {
			continue
		}
		for i := h.Start; i < h.End; i++ {
			runes[i] = '＊'
		}
	}
	return string(runes)
}
