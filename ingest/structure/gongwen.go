package structure

import (
	"strings"

	"bianku/ingest/parse"
)

// sections cuts lines lo…hi-1 at 一、（一）1.（1）: the highest level below above that occurs. What stands before the first
// mark is passages of the place itself.
func (a *analysis) sections(pl place, lo, hi int, above rank) {
	level := a.level(lo, hi, above)
	if level == noMark {
		a.passages(pl, lo, hi, Section)
		return
	}
	starts := a.starts(lo, hi, level)
	if lo < starts[0] {
		a.opening(pl, lo, starts[0])
	}
	for k, i := range starts {
		end := hi
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		a.section(pl, i, end, level)
	}
}

// opening is the text before the first mark: passages 第1段 …, so that they cannot be mistaken for the whole.
func (a *analysis) opening(pl place, lo, hi int) {
	if len(pl.addr) == 0 || pl.addr[len(pl.addr)-1] == "通知" || a.p.size(lo, hi) > maxPiece || a.hasRows(lo, hi) {
		a.passages(pl, lo, hi, Passage)
		return
	}
	a.chunk(Passage, pl.below("第1段", "第1段"), lo, hi)
}

// level is the highest rank below above that opens a line.
func (a *analysis) level(lo, hi int, above rank) rank {
	best := noMark
	for i := lo; i < hi; i++ {
		r := a.p.lines[i].mark.rank
		if r < first || r <= above || best != noMark && r >= best {
			continue
		}
		best = r
	}
	return best
}

func (a *analysis) starts(lo, hi int, level rank) []int {
	var out []int
	for i := lo; i < hi; i++ {
		if a.p.lines[i].mark.rank == level {
			out = append(out, i)
		}
	}
	return out
}

// section cuts one numbered section. 一、 and （一） are always chunks of their own; 1. and below only where the section is
// long, or in a 三定, where each is a duty or a unit.
func (a *analysis) section(pl place, lo, hi int, level rank) {
	l := a.p.lines[lo]
	at := pl.below(l.mark.seg, l.mark.text)
	kind := a.chunkKind(pl.kind, l)
	sub := a.level(lo+1, hi, level)
	split := sub == second || sub != noMark && (a.p.size(lo, hi) > maxArticle || a.doc.Kind == Sanding && level == first && kind != Quota || ends(l.fold, "：") && repealRE.MatchString(l.fold))
	if !split && a.p.size(lo, hi) <= maxPiece && !a.hasRows(lo, hi) {
		a.chunk(kind, at, lo, hi)
		return
	}
	at.kind = kind
	inner := at.under(a.sectionName(l))
	from := lo
	if a.headingOnly(lo, hi) {
		inner, from = at.under(squashHan(l.Text)), lo+1
	}
	if !split {
		a.passages(inner, from, hi, kind)
		return
	}
	begin := a.starts(from, hi, sub)[0]
	if from < begin {
		a.chunkOrPassages(inner, from, begin, kind)
		inner.lead = a.lead(begin - 1)
	}
	a.sections(inner, begin, hi, level)
}

func (a *analysis) chunkOrPassages(pl place, lo, hi int, kind ChunkKind) {
	if a.p.size(lo, hi) <= maxPiece && !a.hasRows(lo, hi) {
		a.chunk(kind, pl, lo, hi)
		return
	}
	a.passages(pl, lo, hi, kind)
}

// headingOnly says whether a section's first line is a heading and nothing more, so that it stands in the path of what
// follows and needs no chunk.
func (a *analysis) headingOnly(lo, hi int) bool {
	l := a.p.lines[lo]
	return lo+1 < hi && l.runes() <= 60 && (l.Kind == parse.Heading || !ends(l.fold, "。；：，"))
}

// sectionName is how a section that is not only a heading shows in a path: its mark and first sentence, if that is short.
func (a *analysis) sectionName(l line) string {
	if s, _, ok := strings.Cut(l.Text, "。"); ok && runeLen(s) <= 40 {
		return s
	}
	if l.runes() <= 40 {
		return strings.TrimRight(l.Text, "：:。")
	}
	return l.mark.text
}

// headings cuts a text by the headings its format marks, or short unnumbered lines in a journal article.
func (a *analysis) headings(root place, lo, hi int) {
	if a.doc.Kind == Journal && a.level(lo, hi, noMark) == first && !a.hasHeadings(lo, hi) {
		a.sections(root, lo, hi, noMark)
		return
	}
	o := outline{root: root}
	for i := lo; i < hi; {
		l := a.p.lines[i]
		if a.textHeading(i, lo, hi) {
			o.open(headingLevel(l), a.headingSeg(l), squashHan(l.Text))
			i++
			if i >= hi || a.textHeading(i, lo, hi) && headingLevel(a.p.lines[i]) <= headingLevel(l) { // nothing below it
				a.chunk(Section, o.top().below("第1段", ""), i-1, i)
			}
			continue
		}
		j := i + 1
		for j < hi && !a.textHeading(j, lo, hi) {
			j++
		}
		if len(o.at) == 0 {
			a.passages(root, i, j, Passage)
		} else {
			a.sections(a.labelled(o.top()), i, j, noMark)
		}
		i = j
	}
}

// labelled gives a place under headings its label: the last heading's words.
func (a *analysis) labelled(pl place) place {
	if len(pl.path) > 0 {
		pl.kind = a.chunkKind("", line{fold: fold(pl.path[len(pl.path)-1])})
	}
	if pl.label == "" && len(pl.path) > 0 {
		pl.label = "“" + pl.path[len(pl.path)-1] + "”"
	}
	return pl
}

func headingLevel(l line) rank {
	if l.Level > 0 {
		return rank(l.Level)
	}
	return chapter
}

// textHeading says whether line i is a heading: the format says so, or, in a journal, it is short, ends without a full
// stop and stands between paragraphs.
func (a *analysis) textHeading(i, lo, hi int) bool {
	l := a.p.lines[i]
	if l.Kind == parse.Heading {
		return true
	}
	if a.doc.Kind != Journal || l.Kind == parse.Row || l.runes() > 30 || l.runes() < 2 || ends(l.fold, "。；：，！？”）") || dayOnly.MatchString(l.fold) {
		return false
	}
	if journalMark.MatchString(l.fold) {
		return false
	}
	long := func(k int) bool { return k >= lo && k < hi && a.p.lines[k].runes() > 50 }
	return long(i+1) && (i == lo || long(i-1) || isJournalMark(a.p.lines[i-1]) || l.mark.rank == first)
}
