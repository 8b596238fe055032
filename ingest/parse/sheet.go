package parse

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// sheetRow is a row of a sheet that holds anything; n is its number in the sheet, from 1.
type sheetRow struct {
	n     int
	cells []string
}

// merged is a range of cells shown as one: rows from 1, columns from 0, both ends in it.
type merged struct{ r0, c0, r1, c1 int }

// headerDepth is how many rows a header may have, headerBelow how many rows of titles may stand above it.
const (
	headerDepth = 5
	headerBelow = 15
)

var (
	labelCell  = regexp.MustCompile(`^[^：:]{1,20}[：:]`)
	footRow    = regexp.MustCompile(`^(?:注|附注|备注|说明|填表说明|填表人|制表人|制表|审核人?|复核|联系人|联系电话|数据来源|资料来源)\s*(?:\d*[：:、.．]|$)`)
	cellFigure = regexp.MustCompile(`^[+-]?[\d,]+(?:\.\d+)?%?$`)
	cellYear   = regexp.MustCompile(`^(?:19|20)\d\d$`)
)

// sheet appends what a sheet shows: titles and notes as paragraphs, tables as rows with their header. Sheets hold several
// tables one under another, so each stretch of rows is looked at on its own.
func (b *builder) sheet(rows []sheetRow, merges []merged) {
	for i := range rows {
		rows[i].cells = rows[i].cells[:min(len(rows[i].cells), maxColumns)]
		for j, c := range rows[i].cells {
			rows[i].cells[j] = clean(strings.Join(strings.Fields(c), " "))
		}
	}
	rows = slices.DeleteFunc(rows, func(r sheetRow) bool { return len(nonEmpty(r.cells)) == 0 })
	fillDown(rows, merges)
	for len(rows) > 0 {
		t := newSheetTable(rows, merges)
		t.write(b)
		rows = rows[t.next:]
	}
}

// fillDown writes the value of a cell that reaches into rows below into each of them. Across, a value stands once: a row's
// text would repeat it.
func fillDown(rows []sheetRow, merges []merged) {
	work := 0
	for _, m := range merges {
		i := sort.Search(len(rows), func(i int) bool { return rows[i].n >= m.r0 })
		if i == len(rows) || rows[i].n != m.r0 || m.r1 == m.r0 || cellAt(rows[i], m.c0) == "" || m.c0 >= maxColumns {
			continue
		}
		value := rows[i].cells[m.c0]
		for i++; i < len(rows) && rows[i].n <= m.r1; i++ {
			if work++; work > maxCells {
				return
			}
			for len(rows[i].cells) <= m.c0 {
				rows[i].cells = append(rows[i].cells, "")
			}
			if rows[i].cells[m.c0] == "" {
				rows[i].cells[m.c0] = value
			}
		}
	}
}

func cellAt(r sheetRow, c int) string {
	if c < len(r.cells) {
		return r.cells[c]
	}
	return ""
}

// sheetTable is one table of a sheet with what stands above it: rows[:head] are titles, rows[head:body] the header,
// rows[body:next] its rows.
type sheetTable struct {
	rows             []sheetRow
	merges           []merged
	head, body, next int
	columns          []int // that hold anything
	header           []string
}

func newSheetTable(rows []sheetRow, merges []merged) *sheetTable {
	t := &sheetTable{rows: rows, merges: merges}
	t.findHeader()
	t.next = t.end()
	used := map[int]bool{}
	for _, r := range rows[t.head:t.next] {
		for c, s := range r.cells {
			if s != "" {
				used[c] = true
			}
		}
	}
	for c := range used {
		t.columns = append(t.columns, c)
	}
	sort.Ints(t.columns)
	if t.body > t.head {
		t.header = t.merge()
	}
	return t
}

// findHeader looks for the first row that names the columns: no figures, and half as wide as the rows around it.
func (t *sheetTable) findHeader() {
	for t.head < len(t.rows)-1 && single(t.rows[t.head]) && !footing(t.rows[t.head]) {
		t.head++
	}
	t.body = t.head
	most := min(len(t.rows), t.head+headerBelow)
	width := 0
	for _, r := range t.rows[t.head:most] {
		width = max(width, len(nonEmpty(r.cells)))
	}
	for i := t.head; i < most-1; i++ {
		r := t.rows[i]
		if labelled := labelRow(r); !labelled && naming(r) && 2*t.covered(r) >= width {
			t.head, t.body = i, t.headerEnd(i)
			return
		} else if !labelled && 2*len(nonEmpty(r.cells)) > width {
			return // rows of data already
		}
	}
}

// headerEnd is the row behind the header that begins at row i: cells that reach down take rows along, and so does a cell
// over several columns that each have a name of their own below it.
func (t *sheetTable) headerEnd(i int) int {
	last := t.rows[i].n
	var across []merged
	for _, m := range t.merges {
		if m.r0 == t.rows[i].n && cellAt(t.rows[i], m.c0) != "" {
			last = max(last, min(m.r1, m.r0+headerDepth-1))
			if m.c1 > m.c0 && m.r1 == m.r0 {
				across = append(across, m)
			}
		}
	}
	end := i + 1
	for end < len(t.rows)-1 && t.rows[end].n <= last && !rowFigures(t.rows[end]) {
		end++
	}
	if end > i+1 || end >= len(t.rows)-1 || rowFigures(t.rows[end]) {
		return end
	}
	if underneath(t.rows[i], t.rows[end]) {
		return end + 1
	}
	if len(across) == 0 {
		return end
	}
	for _, m := range across {
		for c := m.c0; c <= min(m.c1, maxColumns); c++ {
			if cellAt(t.rows[end], c) == "" {
				return end
			}
		}
	}
	return end + 1
}

// underneath says whether a row goes on with the header above it where nothing is merged, as in a CSV: it leaves the first
// column alone and names one that has no name yet.
func underneath(top, r sheetRow) bool {
	first := slices.IndexFunc(top.cells, func(s string) bool { return s != "" })
	if !naming(r) || first < 0 || cellAt(r, first) != "" {
		return false
	}
	for c, s := range r.cells {
		if s != "" && c > first && cellAt(top, c) == "" {
			return true
		}
	}
	return false
}

// covered counts the columns that the row's cells span.
func (t *sheetTable) covered(r sheetRow) int {
	n := len(nonEmpty(r.cells))
	for _, m := range t.merges {
		if m.r0 == r.n && cellAt(r, m.c0) != "" {
			n += m.c1 - m.c0
		}
	}
	return n
}

// merge makes one header of the header's rows: 行政编制 over 核定数 is 行政编制/核定数.
func (t *sheetTable) merge() []string {
	across := map[[2]int]string{}
	for _, m := range t.merges {
		for _, r := range t.rows[t.head:t.body] {
			if r.n < m.r0 || r.n > m.r1 {
				continue
			}
			for c := m.c0 + 1; c <= min(m.c1, maxColumns); c++ {
				across[[2]int{r.n, c}] = cellAt(r, m.c0)
			}
		}
	}
	if top := t.rows[t.head]; t.body-t.head == 2 && underneath(top, t.rows[t.head+1]) {
		for c := 1; c < len(t.rows[t.head+1].cells); c++ {
			at, left := [2]int{top.n, c}, [2]int{top.n, c - 1}
			if below := t.rows[t.head+1]; across[at] == "" && cellAt(top, c) == "" && cellAt(below, c) != "" && cellAt(below, c-1) != "" {
				across[at] = across[left] + cellAt(top, c-1)
			}
		}
	}
	header := make([]string, len(t.columns))
	for i, c := range t.columns {
		var parts []string
		for _, r := range t.rows[t.head:t.body] {
			s := cellAt(r, c)
			if s == "" {
				s = across[[2]int{r.n, c}]
			}
			if s != "" && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
		header[i] = strings.Join(parts, "/")
	}
	return header
}

// end is the row where the next table begins: behind an empty row, with a title of its own or with names in the columns
// that held figures.
func (t *sheetTable) end() int {
	numeric := map[int]bool{}
	for i := t.body; i < len(t.rows); i++ {
		r := t.rows[i]
		if i > t.body && r.n > t.rows[i-1].n+1 && i+1 < len(t.rows) {
			title := single(r) && !footing(r) && !single(t.rows[i+1]) && naming(t.rows[i+1])
			if title || len(numeric) > 0 && naming(r) && unlike(r, numeric) {
				return i
			}
		}
		for c, s := range r.cells {
			if cellFigure.MatchString(s) {
				numeric[c] = true
			}
		}
	}
	return len(t.rows)
}

// unlike says whether a row has words wherever the rows above have figures.
func unlike(r sheetRow, numeric map[int]bool) bool {
	for c := range numeric {
		if s := cellAt(r, c); s == "" || cellFigure.MatchString(s) && !cellYear.MatchString(s) {
			return false
		}
	}
	return true
}

func (t *sheetTable) write(b *builder) {
	for _, r := range t.rows[:t.head] {
		b.add(Block{Kind: Paragraph, Text: strings.Join(nonEmpty(r.cells), "\u3000")})
	}
	rows := t.rows[t.body:t.next]
	if len(t.columns) < 2 || t.next-t.head == 1 {
		for _, r := range t.rows[t.head:t.next] {
			b.add(Block{Kind: Paragraph, Text: strings.Join(nonEmpty(r.cells), "\u3000")})
		}
		return
	}
	b.tables++
	table := b.tables
	if t.header != nil {
		b.add(Block{Kind: Row, Text: strings.Join(nonEmpty(t.header), "\u3000"), Table: table, Cells: t.header})
	}
	for _, r := range rows {
		text := strings.Join(nonEmpty(r.cells), "\u3000")
		switch {
		case single(r) && (footing(r) || utf8.RuneCountInString(text) > 80):
			b.add(Block{Kind: Paragraph, Text: text})
		case t.header != nil && slices.Equal(r.cells, t.rows[t.head].cells): // the header again, as on every printed page
		default:
			b.add(Block{Kind: Row, Text: text, Table: table, Cells: t.cells(r), Header: t.header})
		}
	}
}

func (t *sheetTable) cells(r sheetRow) []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = cellAt(r, c)
	}
	return out
}

func single(r sheetRow) bool { return len(nonEmpty(r.cells)) == 1 }

func footing(r sheetRow) bool { return footRow.MatchString(nonEmpty(r.cells)[0]) }

// labelRow says whether a row is such as “填报单位：…　填报日期：…”: every cell is a label with its value.
func labelRow(r sheetRow) bool {
	for _, c := range nonEmpty(r.cells) {
		if !labelCell.MatchString(c) {
			return false
		}
	}
	return true
}

// naming says whether a row can name columns: two cells or more, and no figures but years.
func naming(r sheetRow) bool { return len(nonEmpty(r.cells)) > 1 && !rowFigures(r) }

func rowFigures(r sheetRow) bool {
	for _, c := range r.cells {
		if cellFigure.MatchString(c) && !cellYear.MatchString(c) {
			return true
		}
	}
	return false
}
