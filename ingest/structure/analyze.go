package structure

import (
	"sort"
	"strconv"
	"strings"

	"bianku/ingest/parse"
)

// analysis is one document on its way from lines to a Document.
type analysis struct {
	p    *paper
	doc  *Document
	used map[string]int // addresses given
	toc  span           // lines of the table of contents
}

// Analyze understands a parsed file. The name helps where the text is silent: its title, the date in brackets.
func Analyze(name string, r *parse.Result) *Document {
	a := &analysis{p: newPaper(name, r), doc: &Document{Chunks: []Chunk{}}, used: map[string]int{}}
	a.findContents()
	body := a.front()
	parts := a.parts(body)
	a.doc.Kind = a.kind(parts)
	a.titles()
	a.signatures(parts)
	a.cut(parts)
	a.dates(parts)
	a.organisation()
	a.events()
	a.facts()
	a.relations(parts)
	a.quality(r)
	a.unwrap()
	return a.doc
}

// unwrap names the document by the inner text where a notice brings one: it is what takes effect, what people ask for, and what
// later texts amend or repeal. The notice's own title stays as a field. Last, since the notice's title is read until here.
func (a *analysis) unwrap() {
	if a.doc.Envelope == "" || squash(a.doc.Title) == squash(a.doc.Envelope) {
		return
	}
	t := a.titleSpan()
	a.field("notice_title", a.doc.Title, t.start, t.end, 1)
	a.doc.Title = a.doc.Envelope
}

// AnalyzeRow cuts a --jsonl row, which is one unit of retrieval: it stays whole where it fits, as 全文, and is cut into
// passages where it is too long. Its title is given, not searched.
func AnalyzeRow(title string, r *parse.Result) *Document {
	a := &analysis{p: newPaper(title, r), doc: &Document{Kind: Plain, Title: title, Chunks: []Chunk{}}, used: map[string]int{}}
	a.doc.ShortTitle = shortTitle(squashHan(title))
	n := len(a.p.lines)
	switch {
	case n == 0:
	case a.p.size(0, n) <= maxRow:
		a.emit(Chunk{Kind: Passage, Address: "全文", Label: "全文"}, 0, n)
	default:
		a.passages(place{}, 0, n, Passage)
	}
	if draftRE.MatchString(fold(title)) {
		a.doc.Draft = true
	}
	a.number()
	a.quality(r)
	return a.doc
}

// maxRow is how long a row may be and stay whole: what the embedder takes in at once, a little more.
const maxRow = 600

// field records one element found.
func (a *analysis) field(name, value string, start, end int, confidence float64) {
	a.doc.Fields = append(a.doc.Fields, Field{Name: name, Value: strings.TrimSpace(value), Start: start, End: end, Confidence: confidence})
}

// find records what a person should look at.
func (a *analysis) find(rule, message, action string, start, end int) {
	a.doc.Findings = append(a.doc.Findings, Finding{Rule: rule, Message: message, Action: action, Start: start, End: end})
}

// number orders the chunks as they stand in the text and counts them.
func (a *analysis) number() {
	sort.SliceStable(a.doc.Chunks, func(i, j int) bool { return a.doc.Chunks[i].Start < a.doc.Chunks[j].Start })
	for i := range a.doc.Chunks {
		a.doc.Chunks[i].Seq = i
	}
}

// titles fixes the title's short form and the flags that stand in it.
func (a *analysis) titles() {
	d := a.doc
	d.ShortTitle = shortTitle(squashHan(firstOf(d.Envelope, d.Title)))
	if draftRE.MatchString(fold(d.Title)) || draftRE.MatchString(fold(a.p.name)) {
		d.Draft = true
		a.find("draft", "题目标明是征求意见稿或草案，不作为现行依据。", "note", 0, 0)
	}
}

// findContents finds a table of contents: 目录, then headings until the first of them comes again or an article begins.
func (a *analysis) findContents() {
	p := a.p
	for i := range min(40, len(p.lines)) {
		if s := squash(p.lines[i].Text); s != "目录" && s != "目次" || i+2 >= len(p.lines) {
			continue
		}
		want := contentsKey(p.lines[i+1])
		for j := i + 2; j < min(i+400, len(p.lines)); j++ {
			if p.lines[j].mark.rank == article {
				break
			}
			if contentsKey(p.lines[j]) == want {
				a.toc = span{i, j}
				break
			}
		}
		if a.toc.end > 0 {
			for k := a.toc.start; k < a.toc.end; k++ {
				p.lines[k].mark = mark{}
			}
			a.field("contents", "目录", p.lines[a.toc.start].Start, p.lines[a.toc.end-1].End, 1)
		}
		return
	}
}

func contentsKey(l line) string {
	return strings.TrimRight(squash(l.Text), "0123456789…·.-—（）")
}

// quality turns what the reader measured into findings.
func (a *analysis) quality(r *parse.Result) {
	if r.Quality.Garbled {
		a.find("garbled", "文字疑似乱码，请对照原件核对后再使用。", "review", 0, 0)
	}
	if r.Quality.EmptyPages > 0 {
		a.find("empty_pages", "有"+itoa(r.Quality.EmptyPages)+"页没有读到文字，可能是扫描页，内容不全。", "review", 0, 0)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
