package understand

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// A name that nobody bears may still be meant for one that somebody does: shortened by leaving characters out (环境宣教中心 for
// 环境宣传教育中心), or mistyped by its sound (数剧局). Both are read only where exactly such a body is known, and are said to be
// read so (Mention.Likely): a guess that stays silent is a number of the wrong body. A character that merely differs is
// another body (体育局 is not 教育局), so only one of the same sound counts as a slip.

// bodyEnd is where a body's name may end.
var bodyEnd = regexp.MustCompile(`局|委|厅|办公室|中心|支队|大队|总队|站|所|院|馆|校|处`)

const (
	shortestLikely = 3 // characters of a name that is read so
	longestLikely  = 14
	mostLeftOut    = 0.5 // of a name may be left out
)

// likely finds the bodies that untaken stretches of the question are most likely meant for, the longest stretch first.
func (l *Lexicon) likely(runes []rune, taken []bool) []Mention {
	var out []Mention
	for _, loc := range bodyEnd.FindAllStringIndex(string(runes), -1) {
		end := len([]rune(string(runes)[:loc[1]]))
		if taken[end-1] {
			continue
		}
		for start := max(0, end-longestLikely); start <= end-shortestLikely; start++ {
			if slices.Contains(taken[start:end], true) {
				continue
			}
			name := string(runes[start:end])
			if found := l.meant(name); len(found) > 0 && foreignPlace(runes, start) == "" {
				sort.Strings(found)
				out = append(out, Mention{Text: name, Bodies: found, Start: start, End: end, Likely: true})
				markTaken(taken, start, end)
				break
			}
		}
	}
	return out
}

// meant are the full names of the bodies that a name may be a short or a mistyped form of.
func (l *Lexicon) meant(name string) []string {
	var short, typed []string
	for _, b := range l.bodies {
		said, ok := withoutPlace(name, b)
		if !ok || len([]rune(said)) < shortestLikely {
			continue
		}
		for _, core := range cores(b.Core) {
			switch {
			case said != core && leavesOut(said, core) && !slices.Contains(short, b.Name):
				short = append(short, b.Name)
			case soundsLike(said, core) && !slices.Contains(typed, b.Name):
				typed = append(typed, b.Name)
			}
		}
	}
	if len(typed) > 0 { // nothing is left out: nearer
		return typed
	}
	return short
}

// withoutPlace takes the place of b, or its level, off the head of a name. A name with another place is not of b.
func withoutPlace(name string, b Body) (string, bool) {
	for _, head := range []string{b.Place, lastPlace(b.Place), b.Level} {
		if head != "" && strings.HasPrefix(name, head) {
			return strings.TrimPrefix(name, head), true
		}
	}
	return name, !strings.ContainsRune("省市区县镇乡", []rune(name)[0])
}

// leavesOut says whether said is core with characters left out: it begins and ends alike, and most is there.
func leavesOut(said, core string) bool {
	s, c := []rune(said), []rune(core)
	if len(s) >= len(c) || len(s) < shortestLikely {
		return false
	}
	tail := s[len(s)-1] == c[len(c)-1]
	sure := s[1] == c[1] || len(s) > shortestLikely && s[len(s)-2] == c[len(c)-2] // 城运中心: the end of two characters stands for the second
	if s[0] != c[0] || !sure || !tail || float64(len(s)) < mostLeftOut*float64(len(c)) {
		return false
	}
	i := 0
	for _, r := range c {
		if i < len(s) && s[i] == r {
			i++
		}
	}
	return i == len(s)
}

// soundsLike says whether said is core with one character put for another of the same sound.
func soundsLike(said, core string) bool {
	s, c := []rune(said), []rune(core)
	if len(s) != len(c) {
		return false
	}
	slips := 0
	for i := range s {
		if s[i] == c[i] {
			continue
		}
		if slips++; slips > 1 || !sameSound(s[i], c[i]) {
			return false
		}
	}
	return slips == 1
}

var allReadings = pinyin.Args{Style: pinyin.Normal, Heteronym: true}

func sameSound(a, b rune) bool {
	other := pinyin.SinglePinyin(b, allReadings)
	return slices.ContainsFunc(pinyin.SinglePinyin(a, allReadings), func(p string) bool { return slices.Contains(other, p) })
}
