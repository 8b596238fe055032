package draft

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
)

var plainNumber = regexp.MustCompile(`^\d+(?:\.\d+)?$`)

// rowDrafts: a table of who leads and who assists is asked by its matter, a table of figures by its first column.
func (m *Material) rowDrafts() (out []Draft) {
	for _, c := range m.Chunks {
		if c.Kind != structure.TableRow {
			continue
		}
		head, cells := cellsOf(c.Lead), cellsOf(m.slice(c.Start, c.End))
		if len(head) != len(cells) || len(cells) < 2 {
			continue
		}
		if d, ok := m.leadRow(c, head, cells); ok {
			out = append(out, d)
		} else if d, ok := m.figureRow(c, head, cells); ok {
			out = append(out, d)
		}
	}
	return out
}

func cellsOf(s string) []string {
	var out []string
	for _, c := range strings.Split(strings.ReplaceAll(s, "\n", "\u3000"), "\u3000") {
		out = append(out, strings.TrimSpace(c))
	}
	return out
}

// tableName is the heading a row stands under, else the text's.
func (m *Material) tableName(c ingest.Chunk) string {
	for i := len(c.Path) - 1; i >= 0; i-- {
		if name := attachedHead.ReplaceAllString(c.Path[i], ""); runeLen(name) > 3 && !itemHead.MatchString(name) {
			return name
		}
	}
	return m.title()
}

var attachedHead = regexp.MustCompile(`^附件\s*\d*\s*`)

func (m *Material) leadRow(c ingest.Chunk, head, cells []string) (Draft, bool) {
	column := func(word string) int {
		return slices.IndexFunc(head, func(h string) bool { return strings.Contains(h, word) })
	}
	lead, assist := column("牵头"), column("配合")
	matter := max(column("事项"), column("任务"))
	if lead < 0 || assist < 0 || matter < 0 || cells[lead] == "" || cells[matter] == "" {
		return Draft{}, false
	}
	answer := "由" + cells[lead] + "牵头"
	if cells[assist] != "" && cells[assist] != "—" {
		answer += "，" + cells[assist] + "配合"
	}
	d := m.draft(asked{rule: "lead", typ: 14, q: cells[matter] + "由哪个部门牵头，哪些部门配合", plain: true,
		also: []string{cells[matter] + "归谁管，谁配合", cells[matter] + "的牵头部门是谁"}},
		"根据"+m.named()+"附件《"+m.tableName(c)+"》，"+cells[matter]+answer+"。", at(c))
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	return d, true
}

func (m *Material) figureRow(c ingest.Chunk, head, cells []string) (Draft, bool) {
	who := 0
	if head[0] == "序号" || plainNumber.MatchString(cells[0]) {
		who = 1
	}
	var names, said []string
	numbers := true
	for i := who + 1; i < len(cells); i++ {
		if cells[i] == "" || cells[i] == "—" || head[i] == "" {
			continue
		}
		if head[i] != "备注" {
			names = append(names, head[i])
		}
		numbers = numbers && (head[i] == "备注" || plainNumber.MatchString(cells[i]))
		if plainNumber.MatchString(cells[i]) {
			said = append(said, head[i]+cells[i])
		} else {
			said = append(said, head[i]+"："+cells[i])
		}
	}
	if who >= len(cells) || runeLen(cells[who]) < 2 || plainNumber.MatchString(cells[who]) || cells[who] == "合计" || len(names) < 1 || len(said) < 2 || len(names) > 8 || !slices.ContainsFunc(cells, plainNumber.MatchString) {
		return Draft{}, false
	}
	name := m.tableName(c)
	q := "《" + name + "》中，" + cells[who] + "的" + strings.Join(names, "、") + "各是多少"
	if len(names) == 1 {
		q = strings.Replace(q, "各是", "是", 1)
	}
	if !numbers {
		q = "《" + name + "》中，" + cells[who] + "的情况是怎样的"
	}
	d := m.draft(asked{rule: "row", typ: 9, q: q, plain: true,
		also: []string{cells[who] + "在《" + name + "》里是怎么列的"}}, "根据"+m.named()+at(c).label+"，"+cells[who]+"的情况是："+strings.Join(said, "，")+"。", at(c))
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	return d, true
}
