package parse

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// common holds the Han characters and symbols that official texts are made of: GB 2312 and the first level of Big5.
// A font without its table, or bytes read in the wrong encoding, give Han characters too, but mostly rare ones.
var common = sync.OnceValue(func() map[rune]bool {
	m := make(map[rune]bool, 14000)
	add := func(decode func([]byte) ([]byte, error), lead0, lead1, trail0, trail1 byte) {
		for a := int(lead0); a <= int(lead1); a++ {
			for b := int(trail0); b <= int(trail1); b++ {
				if u, err := decode([]byte{byte(a), byte(b)}); err == nil {
					for _, r := range string(u) {
						m[r] = r != 0xFFFD
					}
				}
			}
		}
	}
	gb := simplifiedchinese.GBK.NewDecoder().Bytes
	add(gb, 0xA1, 0xA3, 0xA1, 0xFE)
	add(gb, 0xB0, 0xF7, 0xA1, 0xFE)
	big5 := traditionalchinese.Big5.NewDecoder().Bytes
	add(big5, 0xA4, 0xC6, 0x40, 0x7E)
	add(big5, 0xA4, 0xC6, 0xA1, 0xFE)
	return m
})

// measured is what one pass over a text counts.
type measured struct {
	runes       int // without white space
	han         int
	latin1      int // U+0080–U+00FF: what bytes of another encoding look like
	replacement int // U+FFFD and private use
	known       float64
}

func measure(s string) measured {
	var m measured
	table, known := common(), 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		m.runes++
		switch {
		case r == 0xFFFD, unicode.Is(unicode.Co, r):
			m.replacement++
		case r < 0x20:
		case r < 0x7F:
			known++
		case r >= 0x80 && r <= 0xFF && !table[r]:
			m.latin1++
		case unicode.Is(unicode.Han, r):
			m.han++
			if table[r] {
				known++
			}
		case table[r], unicode.Is(unicode.Pd, r), r >= 0x2460 && r <= 0x25FF, r >= 0x2010 && r <= 0x2040:
			known++
		}
	}
	if m.runes > 0 {
		m.known = float64(known) / float64(m.runes)
	}
	return m
}

// score is how far a text of so many pages convinces: known characters, less for holes and pages without text.
func (m measured) score(pages, empty int) float64 {
	if m.runes == 0 {
		return 0
	}
	s := m.known - 3*float64(m.replacement)/float64(m.runes)
	if pages > 0 {
		s *= 1 - 0.8*float64(empty)/float64(pages)
	}
	return max(0, min(1, s))
}

// judge measures the finished text and says in Chinese what a person should know.
func (r *Result) judge() {
	m := measure(r.Text)
	q := &r.Quality
	q.Known, q.Replacement = m.known, m.replacement
	q.Score = m.score(r.Pages, q.EmptyPages)
	q.Garbled = m.runes > 0 && (m.known < 0.6 && !foreign(r.Text) || m.replacement*20 > m.runes)
	if q.Garbled {
		q.Notes = append(q.Notes, "文字疑似乱码，不能直接引用，请对照原件核对或上传其他版本。")
	} else if m.replacement > 0 {
		q.Notes = append(q.Notes, fmt.Sprintf("有%d个字符无法识别，请对照原件核对。", m.replacement))
	}
	if q.EmptyPages > 0 {
		q.Notes = append(q.Notes, fmt.Sprintf("有%d页没有读到文字，可能是扫描页或图片。", q.EmptyPages))
	}
}

// foreign says whether a text is in letters of real words of other languages, which is not garbling.
func foreign(s string) bool {
	letters, words := 0, 0
	for _, w := range strings.Fields(s) {
		n := 0
		for _, r := range w {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) {
				n++
			}
		}
		letters += n
		if n > 0 {
			words++
		}
	}
	return words > 50 && letters/words < 15 && letters/words >= 3
}
