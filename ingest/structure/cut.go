package structure

import (
	"strings"

	"bianku/ingest/parse"
)

const (
	maxArticle = 400 // runes up to which an article or a section stays one chunk
	maxPiece   = 480 // runes above which a paragraph alone is cut at sentence ends: what the embedder takes in at once
	maxLead    = 160
)

// place is where in the outline the cutter stands.
type place struct {
	addr  []string // 附件1, 第二章, 第九条
	label string
	path  []string
	lead  string
	kind  ChunkKind // of the section above, "" at the top
}

// below is the place one step down.
func (pl place) below(seg, label string) place {
	pl.addr = append(pl.addr[:len(pl.addr):len(pl.addr)], seg)
	pl.label += label
	return pl
}

// under is the place with one more heading above it.
func (pl place) under(heading string) place {
	pl.path = append(pl.path[:len(pl.path):len(pl.path)], heading)
	return pl
}

// cut divides every part into chunks.
func (a *analysis) cut(parts []part) {
	for k, x := range parts {
		pl := place{}
		switch {
		case x.seg == "通知":
			pl.addr = []string{x.seg}
		case x.seg != "":
			pl = place{addr: []string{x.seg}, label: x.seg, path: []string{strings.TrimSpace(x.seg + " " + squashHan(x.title))}}
		}
		if k == 0 {
			a.head(place{}, x.front, x.lo, "题注")
		} else if x.seg == "" {
			a.head(place{addr: []string{"正文"}}, x.front, x.lo, "题注")
		} else {
			a.head(pl, x.front, x.lo, "题注")
		}
		a.body(pl, x)
		a.ending(pl, x.tail, x.hi)
	}
	a.number()
	a.sequence()
}

// head is the chunk of title, number and history; a table of contents in it is left out.
func (a *analysis) head(pl place, lo, hi int, name string) {
	if a.toc.end > 0 && a.toc.start >= lo && a.toc.start < hi {
		hi = a.toc.start
	}
	if lo < hi {
		pl = pl.below(name, name)
		pl.path = nil
		a.chunk(Front, pl, lo, hi)
	}
}

// ending is the chunk of 附件说明, signature, date and 版记.
func (a *analysis) ending(pl place, lo, hi int) {
	if lo < hi {
		pl = pl.below("落款", "落款")
		pl.path = nil
		a.chunk(Front, pl, lo, hi)
	}
}

func (a *analysis) body(pl place, x part) {
	lo := x.lo
	if a.toc.end > lo && a.toc.start <= lo+1 {
		lo = a.toc.end
	}
	if lo >= x.tail {
		return
	}
	c := a.count(part{lo: lo, hi: x.tail})
	switch {
	case c.articles > 0 && (a.doc.Kind == Law || a.doc.Kind == Sanding || c.articleOne):
		a.articles(pl, lo, x.tail)
	case a.doc.Kind == Journal || c.firsts == 0 && a.hasHeadings(lo, x.tail):
		a.headings(pl, lo, x.tail)
	default:
		a.sections(pl, lo, x.tail, noMark)
	}
}

func (a *analysis) hasHeadings(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if a.p.lines[i].Kind == parse.Heading {
			return true
		}
	}
	return false
}

// chunk writes lines lo…hi-1 as one chunk.
func (a *analysis) chunk(kind ChunkKind, pl place, lo, hi int) {
	if lo >= hi {
		return
	}
	a.emit(Chunk{Kind: kind, Address: strings.Join(pl.addr, "/"), Label: pl.label, Path: pl.path, Lead: pl.lead}, lo, hi)
}

func (a *analysis) emit(c Chunk, lo, hi int) {
	a.emitSpan(c, a.p.lines[lo].Start, a.p.lines[hi-1].End, a.p.lines[lo].Page)
}

// emitSpan writes a chunk; an address that was given before gets a number behind, and a person is told.
func (a *analysis) emitSpan(c Chunk, start, end, page int) {
	c.Start, c.End, c.Page = start, end, page
	c.Text = a.p.slice(start, end)
	if strings.TrimSpace(c.Text) == "" {
		return
	}
	if c.Path == nil {
		c.Path = []string{}
	}
	if c.Label == "" {
		c.Label = c.Address
	}
	base := c.Address
	for a.used[c.Address] > 0 {
		a.used[base]++
		c.Address = base + "·" + itoa(a.used[base])
	}
	a.used[c.Address]++
	if c.Address != base && a.used[base] == 2 {
		a.find("duplicate_address", "“"+c.Label+"”在文中出现不止一次，编号可能有误，请对照原件核对。", "note", start, end)
	}
	a.doc.Chunks = append(a.doc.Chunks, c)
}

// passages cuts lines without marks: paragraphs packed to about 400 runes, a table row each its own chunk. One passage
// that is all there is takes the place's own address.
func (a *analysis) passages(pl place, lo, hi int, kind ChunkKind) {
	whole := len(pl.addr) > 0 && !a.hasRows(lo, hi) && a.p.size(lo, hi) <= maxPiece
	if whole && pl.addr[len(pl.addr)-1] != "通知" {
		a.chunk(kind, pl, lo, hi)
		return
	}
	n := 0
	next := func() place {
		n++
		seg := "第" + itoa(n) + "段"
		return pl.below(seg, seg)
	}
	for i := lo; i < hi; {
		if a.p.lines[i].Kind == parse.Row {
			i = a.rows(pl, i, hi)
			continue
		}
		j := i + 1
		for j < hi && a.p.lines[j].Kind != parse.Row && a.p.size(i, j+1) <= maxArticle {
			j++
		}
		if j == i+1 && a.p.lines[i].runes() > maxPiece {
			a.pieces(next, a.p.lines[i], kind)
		} else {
			a.chunk(kind, next(), i, j)
		}
		i = j
	}
}

func (a *analysis) hasRows(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if a.p.lines[i].Kind == parse.Row {
			return true
		}
	}
	return false
}

// pieces cuts one long paragraph at sentence ends.
func (a *analysis) pieces(next func() place, l line, kind ChunkKind) {
	for _, s := range l.packed() {
		pl := next()
		a.emitSpan(Chunk{Kind: kind, Address: strings.Join(pl.addr, "/"), Label: pl.label, Path: pl.path, Lead: pl.lead}, s.start, s.end, l.Page)
	}
}

// packed is the line's sentences packed to about 400 runes; a sentence longer than that is cut where it must.
func (l line) packed() []span {
	var out []span
	for _, s := range l.sentences() {
		for s.end-s.start > 2*maxArticle {
			out = append(out, span{s.start, s.start + maxArticle})
			s.start += maxArticle
		}
		if n := len(out); n > 0 && s.end-out[n-1].start <= maxArticle {
			out[n-1].end = s.end
		} else {
			out = append(out, s)
		}
	}
	return out
}

// headersOf are the headers of the cells that are filled. A row's text leaves out its empty cells, and so header and text
// stand cell by cell.
func headersOf(l line) []string {
	var out []string
	for i, h := range l.Header {
		if h != "" && i < len(l.Cells) && strings.TrimSpace(l.Cells[i]) != "" {
			out = append(out, h)
		}
	}
	return out
}

// rows writes the rows of one table from line i on and returns the line behind it. The header stands in every row's Lead.
func (a *analysis) rows(pl place, i, hi int) int {
	table := a.p.lines[i].Table
	prefix := place{path: pl.path}
	if len(pl.addr) > 0 && strings.HasPrefix(pl.addr[0], "附件") {
		prefix.addr, prefix.label = pl.addr[:1:1], pl.addr[0]
	}
	name := "表" + itoa(table)
	at := prefix.below(name, name)
	for ; i < hi && a.p.lines[i].Kind == parse.Row && a.p.lines[i].Table == table; i++ {
		l := a.p.lines[i]
		if l.Header == nil && i+1 < hi && a.p.lines[i+1].Table == table && a.p.lines[i+1].Header != nil {
			continue // the header itself
		}
		seg := "第" + itoa(l.n) + "行"
		row := at.below(seg, seg)
		row.lead = strings.Join(headersOf(l), "\u3000")
		a.chunk(TableRow, row, i, i+1)
	}
	return i
}

// lead is the sentence that a list repeats: the last one of the paragraph above it, where that ends in a colon.
func (a *analysis) lead(i int) string {
	l := a.p.lines[i]
	if !ends(l.fold, "：") {
		return ""
	}
	ss := l.sentences()
	s := ss[len(ss)-1]
	if s.end-s.start > maxLead {
		s.start = s.end - maxLead
	}
	return strings.TrimSpace(a.p.slice(s.start, s.end))
}

// sequence reports numbers of articles that are missing, which is how lost pages show.
func (a *analysis) sequence() {
	last := 0
	for _, l := range a.p.lines {
		m := l.mark
		if m.rank != article || m.sub > 0 {
			continue
		}
		if last > 0 && m.n > last+1 && m.n < last+40 {
			a.find("article_gap", "第"+chinese(last)+"条之后是"+m.seg+"，中间可能缺页或缺条，请对照原件核对。", "note", l.Start, l.End)
		}
		last = m.n
	}
}
