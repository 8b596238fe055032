package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/structure"
)

var quotaNames = map[string]string{structure.QuotaAdmin: "行政编制", structure.QuotaPoliticalLegal: "政法专项编制", structure.QuotaInstitution: "事业编制",
	structure.QuotaCivilRef: "参公编制", structure.QuotaSupport: "工勤编制"}

// figureDrafts: quotas and posts. The answer is the whole paragraph, so that every 含 and 另 stays; what a later paper in
// force has changed is told with it, and the later number leads.
func (m *Material) figureDrafts() (out []Draft) {
	org := m.bodyName()
	asked1 := map[string]bool{}
	for _, f := range m.Facts {
		if f.Org != org || f.Unit != "" || f.Delta || f.VersionID != m.Version.ID || asked1[f.Type+f.Title] || f.N == 0 {
			continue
		}
		i := slices.IndexFunc(m.Chunks, func(c ingest.Chunk) bool { return c.ID == f.ChunkID })
		a, lead, ok := figureQuestion(m, f)
		if !ok || asked1[a.q] || i < 0 || m.Chunks[i].Kind == structure.TableRow {
			continue
		}
		asked1[f.Type+f.Title], asked1[a.q] = true, true
		if !balanced(lead) {
			lead = "" // the clause breaks off in the text as it was read
		}
		out = append(out, m.figureDraft(m.Chunks[i], f, a, lead))
	}
	return out
}

func figureQuestion(m *Material, f ingest.Fact) (asked, string, bool) {
	org, short := m.bodyName(), m.bodyShort()
	n := fmt.Sprintf("%d名。", f.N)
	said := strings.Trim(articleHead.ReplaceAllString(joined(f.Quote), ""), "；，。 \n")
	switch f.Type {
	case structure.LeaderChief, structure.LeaderDeputy:
		return asked{rule: "leaders", typ: 10, q: org + "的领导职数是几正几副", plain: true,
			also: []string{short + "领导班子配几名", short + "有几个副职"}}, strings.TrimPrefix(said, "其中：") + "。", true
	case structure.LeaderInner:
		rank := strings.TrimSuffix(f.Title, "领导")
		if rank == "" {
			return asked{}, "", false
		}
		return asked{rule: "leaders", typ: 10, q: org + "的" + rank + "领导职数是多少名", plain: true,
			also: []string{short + rank + "领导职数有几个"}}, said + "。", true
	case structure.LeaderOther:
		return asked{rule: "leaders", typ: 10, q: org + "设几名" + f.Title, plain: true, also: []string{short + "设不设" + f.Title}}, n, f.Title != ""
	case structure.UnitCount:
		return asked{rule: "figure", typ: 9, q: org + "有几个内设机构", plain: true, also: []string{short + "设几个科室"}}, fmt.Sprintf("%d个。", f.N), true
	}
	name := quotaNames[f.Type]
	if name == "" {
		return asked{}, "", false
	}
	if strings.Contains(f.Quote, "机关"+name) {
		name = "机关" + name
	}
	return asked{rule: "figure", typ: 9, q: org + name + "有多少名", plain: true,
		also: []string{short + strings.TrimPrefix(name, "机关") + "是多少", org + "核定了多少" + name}}, n, true
}

func joined(s string) string { return strings.NewReplacer("\n", "", "\u3000", "").Replace(s) }

func (m *Material) figureDraft(c ingest.Chunk, f ingest.Fact, a asked, lead string) Draft {
	art := article{lines: m.lines(c.Start, c.End)}
	later := m.later(f)
	answer := "根据" + m.named() + cited(c.Label) + "，" + itemHead.ReplaceAllString(art.body(), "")
	var more []annotate.Basis
	for i, l := range later {
		if !l.Delta {
			lead = fmt.Sprintf("现为%d名。", l.N)
		}
		answer = fullStop(answer)
		if i == 0 || later[i-1].VersionID != l.VersionID {
			answer += "此后，《" + quotedTitle(l.DocTitle) + "》（" + l.DocNo + "）规定："
		}
		answer += strings.TrimRight(m.named3(itemHead.ReplaceAllString(joined(l.Quote), "")), "。") + "。"
		more = append(more, annotate.Basis{ChunkID: l.ChunkID, VersionID: l.VersionID, DocumentID: l.DocumentID, Title: l.DocTitle, DocNo: l.DocNo,
			Label: l.Label, Quote: l.Quote, Start: l.Start, End: l.End, Hash: ingest.HashText(l.Quote), Status: l.Status})
	}
	d := m.draft(a, lead+answer, at(c))
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	d.Basis = append(d.Basis, more...)
	return d
}

// named3 puts the body's name where a reply says 你局.
func (m *Material) named3(s string) string {
	return strings.NewReplacer("你局", m.bodyShort(), "你委", m.bodyShort(), "你办", m.bodyShort()).Replace(s)
}

// later are what texts in force after this one say of the same number, oldest first: first that it changes, then to what.
func (m *Material) later(f ingest.Fact) (out []ingest.Fact) {
	for _, l := range m.Facts {
		if l.VersionID == m.Version.ID || l.Org != f.Org || l.Unit != f.Unit || l.Type != f.Type || l.Title != f.Title && f.Title != "" && l.Title != "" ||
			!l.EffectiveFrom.After(m.Version.EffectiveFrom) {
			continue
		}
		if slices.ContainsFunc(out, func(o ingest.Fact) bool { return o.VersionID == l.VersionID && o.Start == l.Start }) {
			continue
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b ingest.Fact) int {
		return cmp.Or(strings.Compare(a.EffectiveFrom.String(), b.EffectiveFrom.String()), a.Start-b.Start)
	})
	return out
}
