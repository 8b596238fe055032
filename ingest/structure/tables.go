package structure

import (
	"regexp"
	"strings"

	"bianku/ingest/parse"
)

var (
	nameColumn   = regexp.MustCompile(`^(?:机构名称|单位名称|单位|部门|部门名称|机构|名称|内设机构|内设机构名称|处室|科室|处室名称|科室名称|街道|乡镇|主管部门)$`)
	numberColumn = regexp.MustCompile(`编制|职数|员额|控制数|正职|副职|局长|主任|处长|科长|书记|内设机构.{0,2}数`)
	notApproved  = regexp.MustCompile(`实有|空编|空缺|超编|增减|备注|文号|原有|调整前|变动`)
	numberCell   = regexp.MustCompile(`^([+-]?) ?(\d{1,6})(?: ?(?:名|人|个))?$`)
	totalRow     = regexp.MustCompile(`^(?:合计|总计|小计|共计|总 ?计|合 ?计)$`)
)

// tableFacts reads the numbers of tables whose header names 编制 or 职数 and whose rows name bodies or units.
func (a *analysis) tableFacts() {
	for _, l := range a.p.lines {
		if l.Kind != parse.Row || l.Header == nil || len(l.Cells) < 2 {
			continue
		}
		name, col := rowName(l)
		if col < 0 {
			continue
		}
		org, unit := a.rowOwner(name, squash(l.Header[col]))
		if org == "" {
			continue
		}
		for i, cell := range l.Cells {
			if i >= len(l.Header) || i == col {
				continue
			}
			a.cellFact(l, squash(l.Header[i]), strings.TrimSpace(fold(cell)), Fact{Org: org, Unit: unit, Qualifier: remarkOf(l)})
		}
	}
}

// rowName is the cell that names a row: the column headed 单位, 处室 and the like, else the first that is no number.
func rowName(l line) (string, int) {
	for i, h := range l.Header {
		if i < len(l.Cells) && nameColumn.MatchString(squash(h)) {
			return squash(l.Cells[i]), i
		}
	}
	return "", -1
}

// rowOwner says whose numbers a row holds. In a 三定 rows are units; elsewhere a column of units belongs to the document's body.
func (a *analysis) rowOwner(name, header string) (org, unit string) {
	inner := strings.Contains(header, "内设") || strings.Contains(header, "处室") || strings.Contains(header, "科室")
	switch {
	case name == "":
		return "", ""
	case totalRow.MatchString(name):
		if a.doc.Kind == Sanding || inner {
			return a.doc.Org, ""
		}
		return "", ""
	case a.doc.Kind == Sanding && !a.sameOrg(name), inner:
		return a.doc.Org, name
	case a.doc.Org != "" && strings.HasSuffix(a.doc.Org, name):
		return a.doc.Org, ""
	case !orgName.MatchString(name):
		return "", ""
	}
	return a.fullOrg(name), ""
}

// remarkOf is what the row's 备注 says.
func remarkOf(l line) string {
	for i, h := range l.Header {
		if i < len(l.Cells) && remarkColumn.MatchString(squash(h)) {
			return strings.TrimSpace(l.Cells[i])
		}
	}
	return ""
}

var remarkColumn = regexp.MustCompile(`^(?:备注|说明|附注)$`)

// qualifies says whether a remark is about a number of that type: the types it names, else the quotas.
func qualifies(remark, kind string) bool {
	named := quotaType(fold(remark))
	switch {
	case named != QuotaOther:
		return named == kind
	case strings.Contains(remark, "职数"), leaderHint.MatchString(fold(remark)):
		return strings.HasPrefix(kind, "leader") || kind == LeaderInner
	}
	return strings.HasPrefix(kind, "quota")
}

// cellFact writes the fact of a cell for the body, the unit and the remark that f brings.
func (a *analysis) cellFact(l line, header, cell string, f Fact) {
	m := numberCell.FindStringSubmatch(cell)
	if m == nil || !numberColumn.MatchString(header) || notApproved.MatchString(header) {
		return
	}
	n, ok := ParseNumber(m[2])
	if !ok {
		return
	}
	f.N, f.Quote, f.Start, f.End = n, l.Text, l.Start, l.End
	f.Type, f.Title = columnType(header, f.Unit != "")
	if !qualifies(f.Qualifier, f.Type) {
		f.Qualifier = ""
	}
	if m[1] == "-" {
		f.N = -n
	}
	f.Delta = m[1] != "" || changeVerb.MatchString(header)
	if f.Delta && strings.Contains(header, "减") && f.N > 0 {
		f.N = -f.N
	}
	a.doc.Facts = append(a.doc.Facts, f)
}

// columnType reads a column's header as the type of its numbers.
func columnType(header string, unit bool) (kind, title string) {
	switch {
	case strings.Contains(header, "内设机构") && strings.Contains(header, "数") && !strings.Contains(header, "职数"):
		return UnitCount, ""
	case strings.Contains(header, "编制"), strings.Contains(header, "员额"):
		kind = quotaType(header)
		if kind == QuotaOther {
			title = header
		}
		return kind, title
	case strings.Contains(header, "科级"), strings.Contains(header, "处级"), strings.Contains(header, "内设机构"), unit:
		return LeaderInner, header
	case strings.Contains(header, "副"):
		return LeaderDeputy, header
	case strings.Contains(header, "正职"), strings.Contains(header, "局长"), strings.Contains(header, "主任"), strings.Contains(header, "书记"):
		return LeaderChief, header
	}
	return LeaderOther, header
}
