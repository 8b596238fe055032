package release

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
)

// Texts that people read. They are files of their own, so that who answers for the wording can change it without a program.
var (
	//go:embed texts/README.md.tmpl
	cardText string
	//go:embed texts/LICENSE.txt
	licenceText string
)

var cardTemplate = template.Must(template.New("README.md").Parse(cardText))

// count is a line of a table.
type count struct {
	Name  string
	Count int
}

// card is README.md: the dataset card, with the head that dataset hubs read and the sections 0101–0104 of TC609-5-2025-04.
func (c *composer) card() ([]byte, error) {
	size := map[bool]string{true: "n<1K", false: "1K<n<10K"}[len(c.records) < 1000]
	if len(c.records) >= 10000 {
		size = "10K<n<100K"
	}
	r := c.report()
	var b bytes.Buffer
	err := cardTemplate.Execute(&b, map[string]any{
		"Version": c.edition.version, "On": c.edition.on.String(), "OnChinese": c.edition.on.Chinese(), "Note": oneLine(c.edition.note),
		"Records": len(c.records), "Chunks": len(c.content.chunks), "Size": size, "Types": named(r.ByType), "Origins": named(r.ByOrigin),
		"Rules": c.ruleCounts(), "Generated": r.Generated, "Sample": r.Sample, "Documents": r.Documents, "Held": r.HeldBack,
		"Added": len(c.changes.added), "Changed": len(c.changes.changed), "Withdrawn": len(c.changes.withdrawn), "KeyID": c.edition.public.ID(),
		"Licence": licence,
	})
	return b.Bytes(), err
}

func named(list []tally) (out []count) {
	for _, t := range list {
		out = append(out, count{t.Label, t.Count})
	}
	return out
}

func (c *composer) ruleCounts() (out []count) {
	for _, r := range Rules {
		n := 0
		for _, rec := range c.records {
			if rec.Rule == r {
				n++
			}
		}
		out = append(out, count{fmt.Sprintf("%s（%s）", r, r.Chinese()), n})
	}
	return out
}

func (c *composer) licence() ([]byte, error) { return []byte(licenceText), nil }

// changelog is CHANGELOG.md: this release record by record, those before it by number.
func (c *composer) changelog() ([]byte, error) {
	var b bytes.Buffer
	ch := c.changes
	fmt.Fprintf(&b, "# 变更记录\n\n## %s（%s）\n\n", c.edition.version, c.edition.on)
	if c.edition.note != "" {
		fmt.Fprintf(&b, "%s\n\n", oneLine(c.edition.note))
	}
	fmt.Fprintf(&b, "共 %d 条：新增 %d，修改 %d，撤回 %d。\n", len(c.records), len(ch.added), len(ch.changed), len(ch.withdrawn))
	for _, part := range []struct {
		title string
		list  []change
	}{{"新增", ch.added}, {"修改", ch.changed}, {"撤回（请同时从已训练数据和检索库中删除）", ch.withdrawn}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n", part.title)
		for _, x := range part.list {
			fmt.Fprintln(&b, strings.TrimSpace("- "+x.ID+" "+oneLine(x.Question)))
		}
	}
	for _, r := range c.edition.history {
		fmt.Fprintf(&b, "\n## %s（%s）\n\n共 %d 条：新增 %d，修改 %d，撤回 %d。明细见该版本。\n", r.Version, r.ReleasedOn, r.Records, r.Added, r.Changed, r.Withdrawn)
	}
	return b.Bytes(), nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// tally is a counted kind in the quality report.
type tally struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// check is a check that every record that leaves has passed.
type check struct {
	Name    string `json:"name"`
	Label   string `json:"label"`
	Checked int    `json:"checked"`
	Passed  int    `json:"passed"`
}

// quality is quality_report.json.
type quality struct {
	Version   string  `json:"version"`
	On        string  `json:"released_on"`
	Approved  int     `json:"approved"` // pairs that were looked at
	Records   int     `json:"records"`
	Chunks    int     `json:"chunks"`
	Documents int     `json:"documents"`
	Quotes    int     `json:"quotes"`
	Generated int     `json:"generated"`
	Sample    int     `json:"sample"` // records that rest on invented documents
	ByType    []tally `json:"by_type"`
	ByOrigin  []tally `json:"by_origin"`
	ByRule    []tally `json:"by_rule"`
	ByStatus  []tally `json:"by_status"` // of the basis
	SignOffs  struct {
		Round1  int `json:"round1"`
		Round2  int `json:"round2"`
		Experts int `json:"experts"`
	} `json:"sign_offs"`
	Checks   []check `json:"checks"`
	Masked   []tally `json:"masked"`
	HeldBack []tally `json:"held_back"` // stays in the house: how many and why, never what
	Warnings []tally `json:"warnings"`
}

func (c *composer) quality() ([]byte, error) {
	out, err := json.MarshalIndent(c.report(), "", "  ")
	return append(out, '\n'), err
}

func (c *composer) report() quality {
	q := quality{Version: c.edition.version, On: c.edition.on.String(), Approved: c.content.checked, Records: len(c.records), Chunks: len(c.content.chunks)}
	types, origins, rules, statuses, warnings := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	documents, experts := map[int64]bool{}, map[int64]bool{}
	for _, it := range c.content.items {
		types[fmt.Sprintf("%02d", it.Type)]++
		origins[string(it.from.origin)]++
		rules[string(it.Rule)]++
		q.Generated += it.Generated
		if it.sample() {
			q.Sample++
		}
		for _, b := range it.from.basis {
			documents[b.documentID] = true
			statuses[string(b.status)]++
			q.Quotes++
		}
		for _, s := range it.from.signs {
			experts[s.reviewer] = true
			if s.round == 1 {
				q.SignOffs.Round1++
			} else {
				q.SignOffs.Round2++
			}
		}
		for _, f := range it.from.findings {
			warnings[f.Rule]++
		}
	}
	q.Documents, q.SignOffs.Experts = len(documents), len(experts)
	q.ByType, q.ByOrigin, q.ByRule = c.tallies(types), c.tallies(origins), c.tallies(rules)
	q.ByStatus, q.Warnings, q.Masked = c.tallies(statuses), c.tallies(warnings), c.tallies(c.content.masks)
	q.HeldBack = []tally{}
	for _, r := range reasons {
		q.HeldBack = append(q.HeldBack, tally{string(r.reason), r.label, c.content.held[r.reason]})
	}
	q.Checks = checks(q)
	return q
}

// checks are what gather and refine let nothing past without.
func checks(q quality) []check {
	return []check{
		{"four_parts", "四要素齐全", q.Records, q.Records},
		{"signed_by_two", "两位非起草人先后签署", q.Records, q.Records},
		{"clearance_l1", "依据文件均为公开（L1）", q.Quotes, q.Quotes},
		{"in_force", "依据在发布日现行有效（含施行日期未知）", q.Quotes, q.Quotes},
		{"verbatim", "引文与原文逐字一致（遮盖处除外）", q.Quotes, q.Quotes},
		{"no_personal_data", "遮盖后复查未见个人信息", q.Records, q.Records},
	}
}

// tallies is a map as a list, by name.
func (c *composer) tallies(m map[string]int) []tally {
	out := []tally{}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, tally{k, label(k), m[k]})
	}
	return out
}
