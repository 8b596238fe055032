package qa

import (
	"fmt"
	"slices"
	"strings"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/civil"
)

// line is one sentence of a draft with the quotes that prove it. derived are figures computed from quoted ones in the
// open. own marks a line that rests on the question's own figures and on no text: it is said, and said to be so.
type line struct {
	text    string
	quotes  []Citation
	derived []string
	own     string // why it has no quote, Chinese
	newline bool   // begins a paragraph
	ground  bool   // names a text relied on: in the answer's text only, whoever shows citations shows it by them
}

// draft is an answer before it is checked.
type draft struct {
	lines   []line
	notices []string
	header  []string // of the table
	rows    []row
	related []Related
	refusal *Refusal
	// approved is the pair that the lines are of, word for word.
	approved *annotate.Pair
	// plain drafts are verbatim sentences of unstructured texts: nothing is put around them.
	plain bool
}

type row struct {
	cells  []string
	quotes []Citation
}

func (d *draft) say(text string, quotes ...Citation) {
	d.lines = append(d.lines, line{text: text, quotes: quotes})
}

// para says text in a paragraph of its own.
func (d *draft) para(text string, quotes ...Citation) {
	d.lines = append(d.lines, line{text: text, quotes: quotes, newline: true})
}

func (d *draft) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(d.notices, n) {
		d.notices = append(d.notices, n)
	}
}

func (d *draft) empty() bool { return d == nil || len(d.lines) == 0 && d.refusal == nil }

// basis says where the quotes stand: 依据：《…》（文号）第六条：“…”。
func (d *draft) basis(quotes ...Citation) {
	for i, c := range quotes {
		head := "依据："
		if i > 0 {
			head = "并据："
		}
		said := "：" + quoteMarks(c.Quote)
		if strings.Contains(c.Label, "表") { // a row without its header says nothing
			said = "。"
		}
		d.para(head+reference(c)+"（"+validity(c)+"）"+said, c)
		d.lines[len(d.lines)-1].ground = true
	}
}

// quoteMarks puts a quote in quotation marks, its own made single.
func quoteMarks(s string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’").Replace(oneLine(s)) + "”"
}

// oneLine is a quote with its line breaks taken out for reading. The citation keeps them.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// reference is how a text is named: 《title》（文号）第六条.
func reference(c Citation) string {
	s := "《" + c.Title + "》"
	if c.DocNo != "" {
		s += "（" + c.DocNo + "）"
	}
	if l := c.Label; l != "" && l != "全文" && l != "题注" && !strings.HasPrefix(l, "第1段") {
		s += l
	}
	return s
}

// ofThatDay says 当时有效 of what is relied on where the answer is about another day: today it may have been amended.
func (d *draft) ofThatDay() {
	for i, l := range d.lines {
		d.lines[i].text = strings.Replace(l.text, "现行有效）", "当时有效）", 1)
	}
}

// validity is a citation's status in words: 自2026年4月1日起施行，现行有效.
func validity(c Citation) string {
	var parts []string
	if !c.EffectiveFrom.IsZero() {
		parts = append(parts, "自"+c.EffectiveFrom.Chinese()+"起施行")
	}
	if !c.EffectiveTo.IsZero() && c.Status != ingest.InForce {
		parts = append(parts, "至"+c.EffectiveTo.AddDays(-1).Chinese())
	}
	return strings.Join(append(parts, c.Status.Chinese()), "，")
}

// warn adds what a reader must know of the quoted texts: doubts, opinion, what is no longer in force.
func (d *draft) warn() {
	for _, c := range d.quotes() {
		if c.Doubt != "" {
			d.note("《%s》的效力存在疑点：%s", c.Title, c.Doubt)
		}
		switch {
		case c.DocKind == structure.Journal:
			d.note("《%s》是期刊文章，内容属于作者观点，不能作为规定的依据。", c.Title)
		case c.Status == ingest.Unknown && c.DocKind != structure.Plain && c.DocKind != structure.Reply:
			d.note("《%s》的施行日期不明，效力未知，请核对原件后使用。", c.Title)
		}
	}
}

// quotes lists all citations of the draft once each.
func (d *draft) quotes() []Citation {
	var out []Citation
	add := func(cs []Citation) {
		for _, c := range cs {
			if !slices.ContainsFunc(out, func(o Citation) bool { return sameQuote(o, c) }) {
				out = append(out, c)
			}
		}
	}
	for _, l := range d.lines {
		add(l.quotes)
	}
	for _, r := range d.rows {
		add(r.quotes)
	}
	return out
}

func sameQuote(a, b Citation) bool {
	return a.VersionID == b.VersionID && a.ChunkID == b.ChunkID && a.Start == b.Start && a.End == b.End
}

// assemble numbers the citations in the order they are used and joins the lines into one text with [1] marks.
func (d *draft) assemble(a *Answer) {
	number := func(c Citation) int {
		for _, have := range a.Citations {
			if sameQuote(have, c) {
				return have.N
			}
		}
		c.N = len(a.Citations) + 1
		a.Citations = append(a.Citations, c)
		return c.N
	}
	var b strings.Builder
	for i, l := range d.lines {
		s := Sentence{Text: l.text, Supported: l.own == "", Problem: l.own, Citations: []int{}}
		for _, c := range l.quotes {
			if n := number(c); !slices.Contains(s.Citations, n) {
				s.Citations = append(s.Citations, n)
			}
		}
		if !l.ground || len(a.Sentences) == 0 {
			a.Sentences = append(a.Sentences, s)
		}
		if l.newline && i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s.Text + marks(s.Citations))
	}
	a.Text = b.String()
	if len(d.rows) > 0 {
		a.Table = &Table{Header: d.header}
		for _, r := range d.rows {
			cites := []int{}
			for _, c := range r.quotes {
				cites = append(cites, number(c))
			}
			a.Table.Rows = append(a.Table.Rows, r.cells)
			a.Table.Cites = append(a.Table.Cites, cites)
		}
	}
	a.Notices, a.Related, a.Refusal = d.notices, d.related, d.refusal
}

func marks(citations []int) string {
	var b strings.Builder
	for _, n := range citations {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

// onDay is the opening of an answer about another day than today.
func onDay(asOf, today civil.Date) string {
	if asOf == today {
		return ""
	}
	return "截至" + asOf.Chinese() + "，"
}
