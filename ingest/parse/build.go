package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// builder collects blocks and, at the end, the text and positions they make.
type builder struct {
	blocks []Block
	tables int
}

// add appends a block of text; text that is empty after cleaning leaves no block.
func (b *builder) add(blk Block) {
	blk.Text = clean(blk.Text)
	if blk.Text != "" {
		b.blocks = append(b.blocks, blk)
	}
}

// table appends rows as Row blocks. The first row is the header when there is more than one and it holds no figures.
func (b *builder) table(rows [][]string, page int) {
	rows = trimRows(rows)
	if len(rows) == 0 {
		return
	}
	if len(rows) == 1 || wide(rows) == 1 { // a frame around text, not a table
		for _, row := range rows {
			for _, c := range row {
				b.add(Block{Kind: Paragraph, Text: c, Page: page})
			}
		}
		return
	}
	b.tables++
	var header []string
	for i, row := range rows {
		blk := Block{Kind: Row, Text: strings.Join(nonEmpty(row), "\u3000"), Page: page, Table: b.tables, Cells: row, Header: header}
		if i == 0 && headerLike(row) {
			header = row
		}
		b.add(blk)
	}
}

func trimRows(rows [][]string) [][]string {
	var out [][]string
	for _, row := range rows {
		for i := range row {
			row[i] = clean(strings.Join(strings.Fields(row[i]), " "))
		}
		if len(nonEmpty(row)) > 0 {
			out = append(out, row[:min(len(row), maxColumns)])
		}
	}
	return out
}

func wide(rows [][]string) int {
	n := 0
	for _, row := range rows {
		n = max(n, len(row))
	}
	return n
}

func nonEmpty(row []string) []string {
	var out []string
	for _, c := range row {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}

func headerLike(row []string) bool {
	for _, c := range row {
		if c != "" && strings.Trim(c, "0123456789.,%-") == "" {
			return false
		}
	}
	return len(nonEmpty(row)) > 1
}

// result joins the blocks to one text and fixes their positions in runes.
func (b *builder) result(parser string) *Result {
	r := &Result{Parser: parser, Blocks: b.blocks}
	var text strings.Builder
	at := 0
	for i := range r.Blocks {
		if i > 0 {
			text.WriteByte('\n')
			at++
		}
		blk := &r.Blocks[i]
		text.WriteString(blk.Text)
		blk.Start = at
		at += utf8.RuneCountInString(blk.Text)
		blk.End = at
	}
	r.Text = text.String()
	return r
}

// clean drops what no reader sees (control and zero-width characters, a soft hyphen), gives every kind of blank as a
// space but keeps the ideographic one inside, folds Kangxi and compatibility radicals to the characters they stand for
// (⽤ → 用), and trims the ends. All else stays verbatim: quotes must match the page.
func clean(s string) string {
	if plain(s) {
		return strings.TrimFunc(s, unicode.IsSpace)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\n', r == '\r', r == '\t', r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x2028, r == 0x2029:
			b.WriteByte(' ')
		case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xAD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r == 0x2060, r == 0xFEFF:
		case r >= 0x2E80 && r <= 0x2FDF, r >= 0xF900 && r <= 0xFAFF:
			b.WriteString(radical(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimFunc(b.String(), unicode.IsSpace)
}

func plain(s string) bool {
	for _, r := range s {
		if r < 0x20 || r >= 0x7F && r < 0xB0 || r >= 0x2000 && r <= 0x206F && (r <= 0x200F || r >= 0x2028 && r <= 0x202F || r == 0x2060) ||
			r >= 0x2E80 && r <= 0x2FDF || r >= 0xF900 && r <= 0xFAFF || r == 0xFEFF {
			return false
		}
	}
	return true
}

// The simplified radicals of U+2E80–2EFF have no compatibility decomposition in Unicode; fonts of PDF makers use these.
var radicals = map[rune]string{'⺟': "母", '⻁': "虎", '⻄': "西", '⻅': "见", '⻆': "角", '⻉': "贝", '⻋': "车", '⻓': "长",
	'⻔': "门", '⻘': "青", '⻙': "韦", '⻚': "页", '⻛': "风", '⻜': "飞", '⻝': "食", '⻢': "马", '⻣': "骨", '⻤': "鬼",
	'⻥': "鱼", '⻦': "鸟", '⻨': "麦", '⻩': "黄", '⻬': "齐", '⻮': "齿", '⻰': "龙", '⻳': "龟", '⺠': "民", '⺓': "幺",
	'⻑': "長", '⻒': "長", '⺒': "巳", '⺎': "兀", '⺝': "月", '⺫': "目", '⻌': "辶"}

func radical(r rune) string {
	if s, ok := radicals[r]; ok {
		return s
	}
	return norm.NFKC.String(string(r))
}
