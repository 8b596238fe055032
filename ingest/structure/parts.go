package structure

import (
	"regexp"
	"strings"

	"bianku/ingest/parse"
)

// part is a stretch of lines that is cut on its own: the body, the inner text of an envelope, an attachment.
type part struct {
	seg    string // in front of its addresses: "", 通知, 附件1
	title  string
	front  int // first line of its head (title and so on), = lo where it has none
	lo, hi int // its body
	tail   int // first line of signature, 附件说明 and 版记; hi where there is none
}

var (
	envelopeRE  = regexp.MustCompile(`(?:印发|发布|颁布|公布|转发|批转|下发)(?:[^《》]{0,30})《(.+)》的?(?:通知|公告|通告|决定|命令|令|函)(?:（[^）]*）)?$`)
	envelopeOld = regexp.MustCompile(`关于(?:印发|发布|颁布|转发|批转)(.{4,80}?)的(?:通知|公告|决定|函)$`)
	nowIssued   = regexp.MustCompile(`《([^》]{3,80})》(?:（[^）]*）)?(?:已经?|已于)?.{0,80}(?:现予(?:以)?(?:公布|发布|印发)|现印发给你们|予以公布)`)
	annexMark   = regexp.MustCompile(`^附 ?[件表图] ?([0-9` + numerals + `]{0,3}) ?[：.、]?$`)
	annexTitled = regexp.MustCompile(`^附 ?件 ?([0-9` + numerals + `]{0,3}) ?[：.、]? ?(\p{Han}.{2,60})$`)
	annexNote   = regexp.MustCompile(`^附 ?件 ?[：] ?(?:\d+ ?[.、])?.+`)
	printedRE   = regexp.MustCompile(dayPattern + ` ?印发`)
	ccRE        = regexp.MustCompile(`^(?:抄送|抄报|主送|分送)：`)
	fiction     = regexp.MustCompile(`虚构文件|均系虚构|仅供演示|演示用`) // the last line of an invented sample
	remark      = regexp.MustCompile(`^（(?:此件|本文|联系).+）$`)
)

// parts divides the body from line lo on. The notice in front of an inner text keeps its own prefix, for both may count
// 一、二、; the inner text, which is what people cite, has none.
func (a *analysis) parts(lo int) []part {
	p := a.p
	annexes := a.annexes(lo)
	inner, title := a.innerText(lo, annexes)
	var out []part
	end := len(p.lines)
	if len(annexes) > 0 {
		end = annexes[0].front
	}
	if inner != nil {
		a.doc.Envelope = title
		out = append(out, part{seg: "通知", front: 0, lo: lo, hi: inner.front})
		inner.hi = len(p.lines)
		if k := nextAnnex(annexes, inner.lo); k >= 0 {
			inner.hi = annexes[k].front
			annexes = annexes[k:]
		} else {
			annexes = nil
		}
		out = append(out, *inner)
	} else {
		out = append(out, part{front: 0, lo: lo, hi: end})
	}
	out = append(out, annexes...)
	for i := range out {
		out[i].tail = a.tail(out[i])
	}
	return out
}

func nextAnnex(annexes []part, after int) int {
	for k, x := range annexes {
		if x.front >= after {
			return k
		}
	}
	return -1
}

// annexes finds the texts of attachments: 附件 or 附件1 alone on a line, or with a title once the paper has been signed.
func (a *analysis) annexes(lo int) []part {
	p := a.p
	var out []part
	signed := false
	for i := lo; i < len(p.lines); i++ {
		l := p.lines[i]
		s := strings.TrimSpace(l.fold)
		if l.Kind == parse.Row || l.runes() > 70 {
			continue
		}
		if dayOnly.MatchString(squash(s)) {
			signed = true
		}
		m := annexMark.FindStringSubmatch(s)
		if m == nil && (signed || len(out) > 0 || l.Kind == parse.Heading) && !ends(s, "。；，") {
			m = annexTitled.FindStringSubmatch(s)
		}
		if m == nil || !signed && len(out) == 0 && i+1 < len(p.lines) && p.lines[i+1].mark.rank == third {
			continue
		}
		x := part{seg: "附件" + annexNumber(m[1], len(out)+1), front: i, lo: i + 1}
		if len(m) > 2 {
			x.title = m[2]
		} else if t, ok := p.joinTitle(i+1, 60); i+1 < len(p.lines) && ok {
			x.title, x.lo = t.text, t.hi
		} else if a.annexTitle(i + 1) {
			x.title, x.lo = squashHan(p.lines[i+1].Text), i+2
		}
		out = append(out, x)
	}
	for k := range out {
		out[k].hi = len(p.lines)
		if k+1 < len(out) {
			out[k].hi = out[k+1].front
		}
	}
	return out
}

// annexTitle says whether line i, the first of an attachment, is its title: short, no mark, no end of a sentence, and not
// all there is.
func (a *analysis) annexTitle(i int) bool {
	if i+1 >= len(a.p.lines) {
		return false
	}
	l := a.p.lines[i]
	return l.Kind != parse.Row && l.mark.rank == noMark && l.runes() <= 40 && !ends(l.fold, "。；，：、")
}

func annexNumber(s string, n int) string {
	if k, ok := ParseNumber(s); ok && k > 0 {
		n = k
	}
	return itoa(n)
}

// innerText finds the text that an envelope brings along: the lines that repeat its title.
func (a *analysis) innerText(lo int, annexes []part) (*part, string) {
	want := a.envelopeTitle(lo)
	if want == "" {
		return nil, ""
	}
	p, key := a.p, NormalizeTitle(want)
	same := func(s string) bool {
		n := NormalizeTitle(s)
		return n == key || strings.HasSuffix(key, n) && runeLen(n) >= 8 && titleEnd.MatchString(n) ||
			strings.HasSuffix(n, key) && runeLen(n)-runeLen(key) < 12 && runeLen(key) >= 4
	}
	t, ok := p.matchLines(lo+1, len(p.lines), same)
	if !ok || t.hi >= len(p.lines) {
		return nil, ""
	}
	for t.lo+1 < t.hi { // a line of the notice before the title is none of it
		if u, ok := p.matchLines(t.lo+1, t.hi, same); ok && u.hi == t.hi {
			t = u
			continue
		}
		break
	}
	in := &part{title: t.text, front: t.lo, lo: t.hi}
	if t.lo > 0 && annexMark.MatchString(strings.TrimSpace(p.lines[t.lo-1].fold)) {
		in.front = t.lo - 1
	}
	for in.lo < len(p.lines) && a.afterTitle(in.lo) {
		in.lo++
	}
	return in, strings.TrimSpace(want)
}

// envelopeTitle is the title of the text that this one issues, from its own title or its first sentences.
func (a *analysis) envelopeTitle(lo int) string {
	title := squash(a.doc.Title)
	for _, re := range []*regexp.Regexp{envelopeRE, envelopeOld} {
		if m := re.FindStringSubmatch(title); m != nil {
			return strings.Trim(m[1], "《》")
		}
	}
	if amender.MatchString(title) || lawEnd.MatchString(title) {
		return ""
	}
	for i := lo; i < min(lo+3, len(a.p.lines)); i++ {
		if m := nowIssued.FindStringSubmatch(a.p.lines[i].fold); m != nil {
			return m[1]
		}
	}
	return ""
}

// tail is the first line of what follows the text proper: 附件说明, signature, date, 附注, 版记.
func (a *analysis) tail(x part) int {
	p, i := a.p, x.hi
	dated := false
	for i > x.lo {
		l := p.lines[i-1]
		s := strings.TrimSpace(l.fold)
		if l.Kind == parse.Row || l.runes() > 60 && !ccRE.MatchString(s) && !annexNote.MatchString(s) {
			break
		}
		switch {
		case dayOnly.MatchString(squash(s)), printedRE.MatchString(s):
			dated = true
		case ccRE.MatchString(s), remark.MatchString(s), fiction.MatchString(s), annexNote.MatchString(s), urgency.MatchString(s):
		case dated && signatureLine(l, s):
		case l.mark.rank == third && a.listedAnnex(i-1, x.lo):
		default:
			return i
		}
		i--
	}
	return i
}

// signatureLine says whether a line above the date can be the name of who signs.
func signatureLine(l line, s string) bool {
	return l.runes() <= 40 && l.mark.rank == noMark && l.Kind == parse.Paragraph && !ends(s, "。；：，！？") && !strings.ContainsAny(s, "。；")
}

// listedAnnex says whether a numbered line belongs to 附件：1.… 2.… above it.
func (a *analysis) listedAnnex(i, lo int) bool {
	for k := i - 1; k >= lo && k > i-15; k-- {
		s := strings.TrimSpace(a.p.lines[k].fold)
		if annexNote.MatchString(s) || s == "附件：" {
			return true
		}
		if a.p.lines[k].mark.rank != third {
			return false
		}
	}
	return false
}
