package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"bianku/ingest/parse"
)

// line is a block of the parsed text with its folded form and its mark.
type line struct {
	parse.Block
	fold string // Text folded: same number of runes
	mark mark
	n    int // of a Row: its place in its table, from 1
}

func (l line) runes() int { return l.End - l.Start }

// paper is the parsed text on the table: its lines and, for slices, its runes.
type paper struct {
	lines []line
	text  []rune
	meta  map[string]string
	name  string // of the file
	title string // the format's own
}

func newPaper(name string, r *parse.Result) *paper {
	p := &paper{text: []rune(r.Text), meta: r.Meta, name: name, title: r.Title, lines: make([]line, 0, len(r.Blocks))}
	rows := map[int]int{}
	for _, b := range r.Blocks {
		l := line{Block: b, fold: fold(b.Text)}
		if b.Kind == parse.Row {
			rows[b.Table]++
			l.n = rows[b.Table]
		}
		p.lines = append(p.lines, l)
	}
	p.markLines()
	return p
}

// slice is the text between two positions.
func (p *paper) slice(start, end int) string { return string(p.text[start:end]) }

// size is the number of runes of lines lo…hi-1 with the line breaks between them.
func (p *paper) size(lo, hi int) int {
	if lo >= hi {
		return 0
	}
	return p.lines[hi-1].End - p.lines[lo].Start
}

// foldTable gives the one form of characters that are written in several. Rune to rune: positions must not move.
var foldTable = func() map[rune]rune {
	m := map[rune]rune{'(': '（', ')': '）', '[': '〔', ']': '〕', '﹝': '〔', '﹞': '〕', '【': '〔', '】': '〕', '［': '〔', '］': '〕',
		':': '：', '︰': '：', ';': '；', ',': '，', '．': '.', '○': '〇', 'Ｏ': '〇', '◯': '〇', '\u3000': ' ', '\u00a0': ' ',
		'<': '〈', '>': '〉', '＜': '〈', '＞': '〉', '﹤': '〈', '﹥': '〉', '☆': '★', '－': '-', '﹑': '、', '｡': '。'}
	for r := '０'; r <= '９'; r++ {
		m[r] = r - '０' + '0'
	}
	for r := 'Ａ'; r <= 'Ｚ'; r++ {
		m[r] = r - 'Ａ' + 'A'
	}
	traditional := []rune("職职責责內内設设機机構构編编製制員员規规關关會会辦办廳厅處处長长個个務务應应發发號号條条項项節节總总則则據据領领導导數数級级黨党記记學学師师隊队書书負负與与為为國国實实決决訂订廢废調调強强")
	for i := 0; i+1 < len(traditional); i += 2 {
		m[traditional[i]] = traditional[i+1]
	}
	return m
}()

// foldBasic is foldTable as an array over the basic plane: folding touches every rune of every document.
var foldBasic = func() *[1 << 16]rune {
	var t [1 << 16]rune
	for r := range t {
		t[r] = rune(r)
	}
	for from, to := range foldTable {
		t[from] = to
	}
	return &t
}()

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 1<<16 && r >= 0 {
			return foldBasic[r]
		}
		return r
	}, s)
}

// squash is a folded text without blanks, for comparing headings and titles.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, fold(s))
}

// at gives the rune position of byte offset b of a line's folded text.
func (l line) at(b int) int { return l.Start + utf8.RuneCountInString(l.fold[:b]) }

// span is a stretch of the text, in runes.
type span struct{ start, end int }

// sentences splits a line at 。；！？, keeping the mark with its sentence. Marks inside brackets and quotes do not split.
func (l line) sentences() []span {
	var out []span
	depth, from, at := 0, l.Start, l.Start
	for _, r := range l.fold {
		at++
		switch r {
		case '（', '“', '《', '〔':
			depth++
		case '）', '”', '》', '〕':
			depth = max(0, depth-1)
		case '。', '；', '！', '？':
			if depth == 0 {
				out = append(out, span{from, at})
				from = at
			}
		}
	}
	if from < l.End {
		out = append(out, span{from, l.End})
	}
	return out
}

func runeLen(s string) int { return utf8.RuneCountInString(s) }

// ends says whether s ends with one of the runes.
func ends(s, runes string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(s))
	return r != utf8.RuneError && strings.ContainsRune(runes, r)
}
