package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/qa/understand"
)

// A table row says little by itself: 石门镇　28　41　9. Read with the header that stands in its Lead it is a sentence, and the rows of
// one table with a row of totals are a sum that somebody has vouched for.

const cellGap = "\u3000"

var (
	nameHeader = regexp.MustCompile(`^(?:机构|单位|部门|名称|内设机构|处室|科室|街道|乡镇|区县|县区|学校|医院|主管部门|管理事项|事项|.{1,6}(?:单位|名称|机构|部门|事项))$`)
	serial     = regexp.MustCompile(`^(?:序号|编号|No\.?)$`)
	totalName  = regexp.MustCompile(`^(?:合 ?计|总 ?计|共 ?计|总 ?数)$`)
	heads      = regexp.MustCompile(`编制|职数|员额|人员|人数|计划|借用数|控制数|名额`)
	bareNumber = regexp.MustCompile(`^\d{1,6}$`)
)

// cell is one field of a row under its header.
type cell struct{ head, text string }

// cells reads a row under its header, nil where they cannot be told to belong together.
func (p passage) cells() []cell {
	head, text := strings.Split(p.Lead, cellGap), strings.Split(strings.TrimSpace(p.Text), cellGap)
	if p.Chunk.Kind != structure.TableRow || len(head) != len(text) || len(head) < 2 {
		return nil
	}
	out := make([]cell, len(head))
	for i := range head {
		out[i] = cell{strings.TrimSpace(head[i]), strings.TrimSpace(text[i])}
	}
	return out
}

// said is a cell in words: 行政编制28名, 到期日为2027年12月31日.
func (c cell) said() string {
	switch {
	case bareNumber.MatchString(c.text) && heads.MatchString(c.head):
		return c.head + c.text + "名"
	case bareNumber.MatchString(c.text):
		return c.head + c.text
	}
	return c.head + "为" + c.text
}

// rowWords says a row as a sentence, "" where its header does not fit.
func (p passage) rowWords() string {
	cells := slices.DeleteFunc(p.cells(), func(c cell) bool { return serial.MatchString(c.head) || c.text == "" || c.text == "—" })
	if len(cells) < 2 {
		return ""
	}
	name := max(0, slices.IndexFunc(cells, func(c cell) bool { return nameHeader.MatchString(c.head) }))
	var parts []string
	for i, c := range cells {
		if i != name {
			parts = append(parts, c.said())
		}
	}
	return cells[name].text + "：" + strings.Join(parts, "，") + "。"
}

// readable is a quote as an answer says it: a row with its header, anything else as it stands. derived are the figures it has put
// a unit to.
func (p passage) readable(quote Citation) (text string, derived []string) {
	if p.Chunk.Kind != structure.TableRow {
		return oneLine(quote.Quote), nil
	}
	if words := p.rowWords(); words != "" {
		return words, []string{words}
	}
	return oneLine(p.Lead + " " + quote.Quote), nil
}

// grid is a table: its rows by what they are named by, and the row of totals.
type grid struct {
	rows  []passage
	total *passage
}

// tableOf reads the table that a row stands in.
func (a *asking) tableOf(ctx context.Context, p passage) (grid, error) {
	i := strings.LastIndex(p.Address, "/")
	if i < 0 {
		return grid{}, nil
	}
	all, err := passages(ctx, a.Pool, a.asOf, `v.id = $3 and c.kind = 'row' and c.address like $4 || '/%'`, p.source.VersionID, p.Address[:i])
	var g grid
	for _, r := range all {
		if first, _, _ := strings.Cut(strings.TrimSpace(r.Text), cellGap); totalName.MatchString(first) {
			g.total = &r
		} else {
			g.rows = append(g.rows, r)
		}
	}
	return g, err
}

// column lists the numbers of the column that ask means, with the rows they are of: nil where a row has none.
func (g grid) column(ask understand.Ask) (numbers []int, names []string) {
	for _, r := range g.rows {
		cells := r.cells()
		name := max(0, slices.IndexFunc(cells, func(c cell) bool { return nameHeader.MatchString(c.head) }))
		at := slices.IndexFunc(cells, func(c cell) bool { return strings.Contains(c.head, ask.Name) && bareNumber.MatchString(c.text) })
		if at < 0 {
			if len(cells) == 0 && strings.Contains(r.Lead, ask.Name) { // an empty cell at its end: the number still stands in its place
				cells, at, name = r.shortRow(ask)
			}
			if at < 0 {
				return nil, nil
			}
		}
		n, _ := claim.ParseNumber(cells[at].text)
		numbers, names = append(numbers, n), append(names, cells[name].text)
	}
	return numbers, names
}

// shortRow reads a row whose last cells are empty: the ones there are stand under the first headers.
func (p passage) shortRow(ask understand.Ask) (cells []cell, at, name int) {
	head, text := strings.Split(p.Lead, cellGap), strings.Split(strings.TrimSpace(p.Text), cellGap)
	if len(text) >= len(head) || len(text) < 2 {
		return nil, -1, 0
	}
	for i := range text {
		cells = append(cells, cell{strings.TrimSpace(head[i]), strings.TrimSpace(text[i])})
	}
	return cells, slices.IndexFunc(cells, func(c cell) bool { return strings.Contains(c.head, ask.Name) && bareNumber.MatchString(c.text) }), 0
}

// classes are the bodies a sum can be asked over without naming each, with what a table of them is headed or titled by.
var classes = regexp.MustCompile(`乡镇|街道|镇街|各镇|各乡|县区|区县|各县|各区|学校|医院|部门|单位`)

// tableSum answers a sum over a class of bodies with the row of totals of a table of them, checked against its rows.
func (a *asking) tableSum(ctx context.Context) (*draft, error) {
	class := strings.TrimPrefix(classes.FindString(a.meaning.Text), "各")
	if class == "" || len(a.meaning.Asks) == 0 || a.meaning.When.Future || a.meaning.Below {
		return nil, nil
	}
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range a.offered {
		i := strings.LastIndex(p.Address, "/")
		if p.Chunk.Kind != structure.TableRow || i < 0 || !p.inForce() || a.elsewhere(p.source, p.Text) || seen[fmt.Sprint(p.source.VersionID, p.Address[:i])] {
			continue
		}
		seen[fmt.Sprint(p.source.VersionID, p.Address[:i])] = true
		if !strings.Contains(p.Title+p.Lead, class) || !a.ofRegion(p) {
			continue
		}
		g, err := a.tableOf(ctx, p)
		if err != nil {
			return nil, err
		}
		if d := a.sayTable(g); !d.empty() {
			return d, nil
		}
	}
	return nil, nil
}

// ofRegion says whether a table is of the place asked about: its text belongs there or its title names it.
func (a *asking) ofRegion(p passage) bool {
	if len(a.meaning.Regions) == 0 {
		return true
	}
	own := a.regionOf(p.source)
	for _, r := range a.meaning.Regions {
		named := r.District
		if named == "" {
			named = r.City
		}
		if own == r || strings.Contains(p.Title+p.Org+p.Issuer, named) {
			return true
		}
	}
	return false
}

// sayTable says the totals asked for, each with the numbers it is made of. A total that its rows do not make is not said.
func (a *asking) sayTable(g grid) *draft {
	if g.total == nil || len(g.rows) < 2 {
		return nil
	}
	d := &draft{header: []string{"机构"}}
	total := g.total.whole()
	for _, ask := range a.meaning.Asks {
		numbers, names := g.column(ask)
		sum := 0
		var parts []string
		for _, n := range numbers {
			sum += n
			parts = append(parts, fmt.Sprint(n))
		}
		if len(numbers) == 0 || !slices.Contains(strings.Split(g.total.Text, cellGap), fmt.Sprint(sum)) {
			return nil
		}
		text := fmt.Sprintf("%s%s所列%d个单位（%s）的%s合计%d名（%s = %d）。", onDay(a.asOf, a.today), reference(titleOnly(*g.total)), len(names),
			strings.Join(names, "、"), ask.Name, sum, strings.Join(parts, " + "), sum)
		d.lines = append(d.lines, line{text: text, quotes: append([]Citation{total}, wholes(g.rows)...), newline: len(d.lines) > 0,
			derived: []string{fmt.Sprintf("%d个 %d名 %d %s", len(names), sum, sum, strings.Join(parts, " "))}})
		d.header = append(d.header, ask.Name)
		for i, r := range g.rows {
			if len(d.rows) <= i {
				d.rows = append(d.rows, row{cells: []string{names[i]}, quotes: []Citation{r.whole()}})
			}
			d.rows[i].cells = append(d.rows[i].cells, parts[i])
		}
	}
	d.note("合计数只包括表中所列单位。")
	return d
}

func wholes(ps []passage) []Citation {
	var out []Citation
	for _, p := range ps {
		out = append(out, p.whole())
	}
	return out
}
