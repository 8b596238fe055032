package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/structure"
)

// Material is one version with all that is known of it.
type Material struct {
	Version   ingest.Version
	Chunks    []ingest.Chunk
	Facts     []ingest.Fact
	Relations []ingest.Relation // that this version states
	Events    []Event           // what later papers in force say of the body this one is about, oldest first

	runes []rune
	plan  []Draft
}

// Draft is a pair as a rule or a model writes it.
type Draft struct {
	annotate.Content
	Rule      string `json:"rule"`                // the rule that wrote it
	Otherwise string `json:"otherwise,omitempty"` // to be asked instead where another text has the same question; "": then not at all
	Near      string `json:"near,omitempty"`      // drafts of a version with the same word here belong together
}

func (m *Material) text() []rune {
	if m.runes == nil {
		m.runes = []rune(m.Version.Text)
	}
	return m.runes
}

func (m *Material) slice(start, end int) string { return string(m.text()[start:end]) }

func (m *Material) kind() structure.Kind { return m.Version.Document.Kind }

// title is the text's name as it is cited: without the notice that brought it.
func (m *Material) title() string {
	return strings.Join(strings.Fields(strings.ReplaceAll(m.Version.Title, "\u3000", " ")), " ")
}

// named is 《title》（number）.
func (m *Material) named() string {
	if m.Version.DocNo == "" {
		return "《" + quotedTitle(m.title()) + "》"
	}
	return "《" + quotedTitle(m.title()) + "》（" + m.Version.DocNo + "）"
}

// quotedTitle turns the marks inside a title into single ones: 《关于修改〈甲办法〉的决定》.
func quotedTitle(t string) string {
	return strings.NewReplacer("《", "〈", "》", "〉").Replace(t)
}

// place is a range of the version's text that an answer rests on.
type place struct {
	start, end int
	label      string
	one        bool // one quote, over however many chunks
}

func newPlace(start, end int, label string) place { return place{start: start, end: end, label: label} }

// basis is the places as 依据: one a chunk that they touch, without blanks at the ends.
func (m *Material) basis(places ...place) []annotate.Basis {
	var out []annotate.Basis
	for _, p := range places {
		for _, c := range m.Chunks {
			lo, hi := m.trim(max(p.start, c.Start), min(p.end, c.End))
			if lo >= hi {
				continue
			}
			if p.one {
				lo, hi = m.trim(p.start, p.end)
			}
			b := m.basisIn(c, lo, hi)
			if !slices.ContainsFunc(out, func(o annotate.Basis) bool { return o.Start == lo && o.End == hi }) {
				out = append(out, b)
			}
		}
	}
	return out
}

func (m *Material) basisIn(c ingest.Chunk, lo, hi int) annotate.Basis {
	v := m.Version
	quote := m.slice(lo, hi)
	return annotate.Basis{ChunkID: c.ID, VersionID: v.ID, DocumentID: v.DocumentID, Title: v.Title, DocNo: v.DocNo, Filename: v.Filename,
		Address: c.Address, Label: c.Label, Quote: quote, Start: lo, End: hi, Hash: ingest.HashText(quote), Status: v.Status,
		EffectiveFrom: v.EffectiveFrom, EffectiveTo: v.EffectiveTo}
}

func (m *Material) trim(lo, hi int) (int, int) {
	blank := func(r rune) bool { return r == ' ' || r == '\u3000' || r == '\n' || r == '\t' }
	for lo < hi && blank(m.text()[lo]) {
		lo++
	}
	for hi > lo && blank(m.text()[hi-1]) {
		hi--
	}
	return lo, hi
}

// line is one paragraph or item of an article, without the 第X条 in front.
type line struct {
	text       string // joined where the page broke it
	start, end int
	item       bool // （一）… or 1.…
}

// article is an article whole, also where it was cut into several chunks.
type article struct {
	label      string // 第九条
	lines      []line
	start, end int
	kind       structure.ChunkKind
}

// articles are the articles of the text in order.
func (m *Material) articles() []article {
	var out []article
	last := ""
	for _, c := range m.Chunks {
		key, label := articleOf(c)
		if key == "" {
			last = ""
			continue
		}
		if key != last {
			out = append(out, article{label: label, start: c.Start, end: c.End, kind: c.Kind})
		}
		last = key
		a := &out[len(out)-1]
		a.end = max(a.end, c.End)
	}
	for i := range out {
		out[i].lines = m.lines(out[i].start, out[i].end)
	}
	return out
}

// articleOf is the address up to and with the article, and the article's label.
func articleOf(c ingest.Chunk) (key, label string) {
	segs := strings.Split(c.Address, "/")
	for i, s := range segs {
		if articleNumber.MatchString(s) {
			return strings.Join(segs[:i+1], "/"), s
		}
	}
	return "", ""
}

// lines cuts a range at line ends, joining what only the page has broken.
func (m *Material) lines(start, end int) []line {
	var out []line
	at := start
	for _, raw := range strings.Split(m.slice(start, end), "\n") {
		n := utf8.RuneCountInString(raw)
		lo, hi := m.trim(at, at+n)
		at += n + 1
		if lo == hi {
			continue
		}
		s := m.slice(lo, hi)
		if len(out) > 0 && goesOn(out[len(out)-1].text, s) {
			l := &out[len(out)-1]
			l.text, l.end = l.text+s, hi
			continue
		}
		lo += utf8.RuneCountInString(articleHead.FindString(s))
		s = m.slice(lo, hi)
		if s == "" {
			continue
		}
		out = append(out, line{text: s, start: lo, end: hi, item: itemHead.MatchString(s)})
	}
	return out
}

// goesOn says whether the second line is the rest of the first.
func goesOn(first, second string) bool {
	if itemHead.MatchString(second) || articleHead.MatchString(second) {
		return false
	}
	if h := itemHead.FindString(first); h != "" && runeLen(first) < 24 && !strings.ContainsAny(first[len(h):], "，。；、") {
		return false // a heading
	}
	r, _ := utf8.DecodeLastRuneInString(first)
	return !strings.ContainsRune("。；：！？”）》;:.", r)
}

// body is the text of a whole article, items on lines of their own.
func (a article) body() string {
	var b strings.Builder
	for i, l := range a.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

func runeLen(s string) int { return utf8.RuneCountInString(s) }
