package sensitivewords

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What fold makes of a rune that is not simply another rune.
const (
	skip  rune = -1 // put between characters to hide a word; not part of any
	wall  rune = -2 // the end of a sentence or a paragraph: no word runs across it
	multi rune = -3 // becomes several runes; see foldMulti
)

// foldTable is fold for the basic plane, made once on first use: matching reads it for every rune of every text.
var foldTable = sync.OnceValue(func() *[0x10000]rune {
	var t [0x10000]rune
	for r := range rune(0x10000) {
		t[r] = foldSlow(r)
	}
	return &t
})

// foldSlow gives the one rune that r counts as, or skip, wall, multi.
func foldSlow(r rune) rune {
	switch r {
	case '\n', '\r', '。', '！', '？', '；', '!', '?', ';': // not the full stop: 敏.感 hides a word with it
		return wall
	case '《', '》':
		return wall
	}
	switch out := foldMulti(r); len(out) {
	case 0:
		return skip
	case 1:
		return out[0]
	}
	return multi
}

// foldMulti gives all runes that r counts as. Decomposition goes rune by rune, so every result still has one place in the
// text; marks fall away with it (é -> e), which is what somebody hiding a word counts on us not to do.
func foldMulti(r rune) []rune {
	var out []rune
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(d) || unicode.IsDigit(d) {
			d = unicode.ToLower(d)
			if s, ok := simplified()[d]; ok {
				d = s
			}
			out = append(out, d)
		}
	}
	return out
}

// folded is a text as the automaton sees it; at[i] is where runes[i] stood in the original.
type folded struct {
	runes []rune // wall stands for itself
	at    []int32
}

func fold(text string) folded {
	table := foldTable()
	f := folded{runes: make([]rune, 0, len(text)/2), at: make([]int32, 0, len(text)/2)}
	i := int32(-1)
	for _, r := range text {
		i++
		n := multi
		if r < 0x10000 {
			n = table[r]
		}
		switch n {
		case skip:
		case multi:
			for _, m := range foldMulti(r) {
				f.runes, f.at = append(f.runes, m), append(f.at, i)
			}
		default:
			f.runes, f.at = append(f.runes, n), append(f.at, i)
		}
	}
	return f
}

// foldWord is fold for an entry of a list: walls cannot be part of a word and fall away.
func foldWord(word string) []rune {
	var out []rune
	for _, r := range fold(word).runes {
		if r != wall {
			out = append(out, r)
		}
	}
	return out
}
