package structure

import (
	"strings"

	"bianku/ingest/parse"
)

// outline is the headings open above an article.
type outline struct {
	ranks []rank
	at    []place
	root  place
}

func (o *outline) top() place {
	if len(o.at) == 0 {
		return o.root
	}
	return o.at[len(o.at)-1]
}

// open closes the headings of the same rank and below, and opens this one.
func (o *outline) open(r rank, seg, heading string) {
	for len(o.ranks) > 0 && o.ranks[len(o.ranks)-1] >= r {
		o.ranks, o.at = o.ranks[:len(o.ranks)-1], o.at[:len(o.at)-1]
	}
	o.at = append(o.at, o.top().below(seg, "").under(heading))
	o.ranks = append(o.ranks, r)
}

// articles cuts a text in 编章节条.
func (a *analysis) articles(root place, lo, hi int) {
	o := outline{root: root}
	for i := lo; i < hi; {
		l := a.p.lines[i]
		switch {
		case l.mark.rank == article:
			j := a.articleEnd(i+1, hi)
			a.article(o.top(), i, j)
			i = j
		case a.isHeading(i, hi):
			r := a.headingRank(l)
			o.open(r, a.headingSeg(l), l.headingText())
			i++
			if i >= hi || a.isHeading(i, hi) && a.headingRank(a.p.lines[i]) <= r { // nothing stands below it
				a.chunk(Passage, o.top(), i-1, i)
			}
		default:
			j := i + 1
			for j < hi && a.p.lines[j].mark.rank != article && !a.isHeading(j, hi) {
				j++
			}
			a.passages(o.top(), i, j, Passage)
			i = j
		}
	}
}

func (a *analysis) articleEnd(i, hi int) int {
	for i < hi && a.p.lines[i].mark.rank != article && !a.isHeading(i, hi) {
		i++
	}
	return i
}

// isHeading says whether line i is a heading above articles: 编章节, what the format marks as one, or a short 一、 line right
// above an article.
func (a *analysis) isHeading(i, hi int) bool {
	l := a.p.lines[i]
	if l.mark.heading() {
		return true
	}
	if l.mark.rank == article || l.Kind == parse.Row {
		return false
	}
	if l.Kind == parse.Heading {
		return true
	}
	next := i+1 < hi && a.p.lines[i+1].mark.rank == article
	return next && l.mark.rank == first && l.runes() <= 40 && !ends(l.fold, "。；：，")
}

func (a *analysis) headingRank(l line) rank {
	if l.mark.heading() {
		return l.mark.rank
	}
	for _, o := range a.p.lines { // 附则 ranks with the numbered headings that the format marks as it does
		if o.mark.heading() && o.Kind == parse.Heading && o.Level == l.Level && l.Level > 0 {
			return o.mark.rank
		}
	}
	if l.Level > 2 {
		return sect
	}
	return chapter
}

func (a *analysis) headingSeg(l line) string {
	if l.mark.seg != "" {
		return l.mark.seg
	}
	s := []rune(strings.ReplaceAll(squash(l.Text), "/", "／"))
	return string(s[:min(len(s), 24)])
}

// clause is a 款: its own lines and its 项.
type clause struct {
	lo, hi int   // its own lines
	items  []int // first line of each 项
	end    int
}

// article cuts one article: whole while it is short, else at 款 and 项. In a 三定 every item is a chunk of its own.
func (a *analysis) article(pl place, lo, hi int) {
	l := a.p.lines[lo]
	at := pl.below(l.mark.seg, l.mark.seg)
	apart := a.doc.Kind == Sanding
	clauses := a.clauses(lo, hi)
	items, withItems := 0, 0
	for _, c := range clauses {
		items += len(c.items)
		if len(c.items) > 0 {
			withItems++
		}
	}
	kind := a.chunkKind("", l)
	if a.p.size(lo, hi) <= maxArticle && !(apart && items > 0) && !a.hasRows(lo, hi) {
		a.chunk(kind, at, lo, hi)
		return
	}
	inner := at.under(l.mark.seg)
	for n, c := range clauses {
		sub := inner
		alone := len(clauses) == 1 || apart && withItems == 1 && len(c.items) > 0
		if !alone {
			seg := "第" + chinese(n+1) + "款"
			sub = inner.below(seg, seg)
		}
		a.clause(sub, c, kind, apart)
	}
}

// clauses groups an article's lines into 款; a title alone on the article's first line belongs to the first 款.
func (a *analysis) clauses(lo, hi int) []clause {
	var out []clause
	for i := lo; i < hi; i++ {
		l := a.p.lines[i]
		n := len(out) - 1
		item := l.mark.rank >= second && l.mark.rank <= fifth && i > lo
		switch {
		case n < 0:
			out = append(out, clause{lo: i, hi: i + 1, end: i + 1})
		case item && l.mark.rank == second, item && len(out[n].items) == 0 && ends(a.p.lines[i-1].fold, "："):
			out[n].items = append(out[n].items, i)
			out[n].end = i + 1
		case item && len(out[n].items) > 0 && l.mark.rank == a.p.lines[out[n].items[0]].mark.rank:
			out[n].items = append(out[n].items, i)
			out[n].end = i + 1
		case item, l.Kind == parse.Row, a.itemGoesOn(out[n], i):
			out[n].end = i + 1
			if len(out[n].items) == 0 {
				out[n].hi = i + 1
			}
		case i == lo+1 && bareArticle(a.p.lines[lo]):
			out[n].hi, out[n].end = i+1, i+1
		default:
			out = append(out, clause{lo: i, hi: i + 1, end: i + 1})
		}
	}
	return out
}

// itemGoesOn says whether a paragraph still belongs to the item above: an item that is only a heading (（一）办公室) has its
// text on the next line.
func (a *analysis) itemGoesOn(c clause, i int) bool {
	if len(c.items) == 0 {
		return false
	}
	last := a.p.lines[c.items[len(c.items)-1]]
	return i == c.items[len(c.items)-1]+1 && last.runes() <= 30 && !ends(last.fold, "。；")
}

func bareArticle(l line) bool {
	return l.mark.rest == "" || runeLen(l.mark.rest) <= 24 && !strings.ContainsAny(l.mark.rest, "。：；，")
}

// clause cuts one 款.
func (a *analysis) clause(pl place, c clause, kind ChunkKind, apart bool) {
	size := a.p.size(c.lo, c.end)
	if a.hasRows(c.lo, c.end) || len(c.items) == 0 && size > maxPiece {
		a.passages(pl, c.lo, c.end, kind)
		return
	}
	if len(c.items) == 0 || size <= maxArticle && !apart {
		a.chunk(kind, pl, c.lo, c.end)
		return
	}
	a.chunk(kind, pl, c.lo, c.hi)
	sub := pl
	sub.lead = a.lead(c.hi - 1)
	for k, i := range c.items {
		end := c.end
		if k+1 < len(c.items) {
			end = c.items[k+1]
		}
		m := a.p.lines[i].mark
		seg := itemSegment(m)
		at := sub.below(seg, seg)
		itemKind := a.chunkKind(kind, a.p.lines[i])
		if a.p.size(i, end) > maxPiece || itemKind == Division {
			a.longItem(at, i, end, itemKind)
		} else {
			a.chunk(itemKind, at, i, end)
		}
	}
}

// itemSegment names an item in an address: 第（三）项, 第1目.
func itemSegment(m mark) string {
	switch m.rank {
	case second:
		return "第（" + strings.Trim(m.seg, "（）") + "）项"
	case third:
		return "第" + m.seg + "目"
	}
	return "第" + m.seg + "项"
}

// longItem cuts an item at its 目, or into passages.
func (a *analysis) longItem(pl place, lo, hi int, kind ChunkKind) {
	var subs []int
	for i := lo + 1; i < hi; i++ {
		if m := a.p.lines[i].mark; m.rank == third || m.rank == fourth && len(subs) == 0 {
			subs = append(subs, i)
		}
	}
	if len(subs) == 0 {
		a.passages(pl, lo, hi, kind)
		return
	}
	a.chunk(kind, pl, lo, subs[0])
	for k, i := range subs {
		end := hi
		if k+1 < len(subs) {
			end = subs[k+1]
		}
		seg := itemSegment(a.p.lines[i].mark)
		a.passages(pl.below(seg, seg), i, end, kind)
	}
}
