package parse

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pdfRun is a string drawn at one height in one size; y grows upwards.
type pdfRun struct {
	text   string
	x0, x1 float64
	y      float64
	size   float64
}

// pdfLine is a line of a page: runs side by side.
type pdfLine struct {
	text   string
	x0, x1 float64
	y      float64
	size   float64
}

// linesOf puts runs that are drawn one after the other on one height together. The order of drawing is kept: it is the
// reading order in nearly every official PDF, and sorting by height would mix the columns of a journal page.
func linesOf(runs []pdfRun) []pdfLine {
	var lines []pdfLine
	for _, r := range runs {
		r.text = strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(r.text, "\r", ""), "\n", ""), " ")
		if strings.TrimSpace(r.text) == "" {
			continue
		}
		if n := len(lines); n > 0 {
			l := &lines[n-1]
			if math.Abs(l.y-r.y) < sameLine(l.text, r.text)*max(l.size, r.size) && r.x0 > l.x1-1.2*r.size && r.x0 < l.x1+12*r.size {
				gap := r.x0 - l.x1
				if gap > 1.6*r.size || gap > 0.25*r.size && wordGap(l.text, r.text) {
					l.text += " "
				}
				l.text += strings.TrimLeft(r.text, " ")
				if len(r.text) > len(l.text)/2 {
					l.y = r.y
				}
				l.x1, l.size = max(l.x1, r.x1), max(l.size, r.size)
				continue
			}
		}
		lines = append(lines, pdfLine{text: strings.TrimSpace(r.text), x0: r.x0, x1: r.x1, y: r.y, size: r.size})
	}
	return lines
}

// sameLine is how far apart, in ems, the middles of two strings of one line may stand. A comma or 一 alone has a small
// box that sits low or in the middle.
func sameLine(a, b string) float64 {
	if len(a) <= 9 || len(b) <= 9 {
		return 0.75
	}
	return 0.45
}

// wordGap says whether a blank belongs between two strings that stand apart.
func wordGap(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return x < 0x2E80 && y < 0x2E80 && !unicode.IsSpace(x) && !unicode.IsSpace(y)
}

// glyphWidth guesses a glyph's width in ems where the font does not say.
func glyphWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2000 {
			w += 0.5
		} else {
			w++
		}
	}
	return w
}

// layout turns the lines of all pages into paragraphs.
func layout(pages [][]pdfLine) *builder {
	drop := furniture(pages)
	var b builder
	var open *pdfParagraph
	end := func() {
		if open != nil {
			b.add(Block{Kind: Paragraph, Text: open.text, Page: open.page, Align: open.align})
		}
		open = nil
	}
	for p, lines := range pages {
		for i := range lines {
			lines[i].text = unspaced(lines[i].text)
		}
		fresh := true
		for i, l := range lines {
			if drop[[2]int{p, i}] || strings.TrimSpace(l.text) == "" {
				continue
			}
			m := margins(lines, i)
			if open != nil && open.continues(l, m, fresh) {
				open.text = joinLines(open.text, l.text)
				open.take(l, m)
			} else {
				end()
				open = &pdfParagraph{text: l.text, page: p + 1, align: m.align(l)}
				open.take(l, m)
			}
			fresh = false
		}
	}
	end()
	return &b
}

// pdfParagraph is the paragraph being put together, with its last line.
type pdfParagraph struct {
	text  string
	page  int
	align string
	last  pdfLine
	full  bool    // its last line reaches the right margin
	left  float64 // edge of the column its last line stands in
}

func (p *pdfParagraph) take(l pdfLine, m margin) {
	p.last = l
	p.left = m.left
	p.full = l.x1 >= m.right-1.6*l.size
}

// continues says whether line l goes on with the paragraph: the line before was full, l is not indented, of the same
// size and right below (or at the top of the next page).
func (p *pdfParagraph) continues(l pdfLine, m margin, newPage bool) bool {
	switch {
	case !p.full || p.align == "center" && m.align(l) == "center" || p.align == "right":
		return false
	case math.Abs(l.size-p.last.size) > 0.15*p.last.size:
		return false
	case l.x0 > m.left+1.2*l.size, !newPage && l.x0 < p.last.x1 && l.x0 > p.left+1.2*l.size:
		return false
	case newPage:
		// a ； in a full last line is the middle of a sentence: 甲局负责……；｜乙局负责……
		return !startsUnit(l.text) && (!endsSentence(p.text) || strings.HasSuffix(p.text, "；"))
	case l.y > p.last.y || p.last.y-l.y > 2.6*l.size:
		return false
	case startsUnit(l.text) && endsSentence(p.text), imprint.MatchString(l.text):
		return false
	}
	return true
}

// margin is the edges of the column a line stands in, and of the whole page around it.
type margin struct{ left, right, pageLeft, pageRight float64 }

// margins looks at the lines drawn around line i that begin near its left edge: a page may have wide lines above and two
// columns below. The right edge is one that at least two of them share, for a single line may stick out.
func margins(lines []pdfLine, i int) margin {
	l := lines[i]
	m := margin{l.x0, l.x1, l.x0, l.x1}
	for _, o := range lines {
		if math.Abs(o.x0-l.x0) <= 4.5*l.size || o.x0 < l.x1 && l.x0 < o.x1 {
			m.pageLeft, m.pageRight = min(m.pageLeft, o.x0), max(m.pageRight, o.x1)
		}
	}
	var ends []float64
	for _, o := range lines[max(0, i-12):min(len(lines), i+13)] {
		if math.Abs(o.x0-l.x0) <= 4.5*l.size && math.Abs(o.size-l.size) < 0.2*l.size {
			ends = append(ends, o.x1)
			m.left = min(m.left, o.x0)
		}
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(ends)))
	for k := 0; k+1 < len(ends); k++ {
		if ends[k]-ends[k+1] < 1.5*l.size {
			m.right = ends[k]
			return m
		}
	}
	m.right = m.pageRight
	return m
}

// align tells a title or a signature by the room left and right of it.
func (m margin) align(l pdfLine) string {
	left, right := l.x0-m.pageLeft, m.pageRight-l.x1
	switch {
	case left > 2.5*l.size && math.Abs(left-right) < 2*l.size:
		return "center"
	case left > 8*l.size && right < 5*l.size && l.x1-l.x0 < 0.4*(m.pageRight-m.pageLeft):
		return "right"
	}
	return ""
}

var (
	imprint    = regexp.MustCompile(`^(?:抄送|抄报|主送|附件)[：:]|\d日\s*印发$`) // lines of 版记 that stand for themselves
	pageNumber = regexp.MustCompile(`^(?:[—–\-－·\s]*\d{1,4}[—–\-－·\s]*|第\s*\d{1,4}\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[—–－-]\s*[一二三四五六七八九十]+\s*[—–－-])$`)
	figures    = regexp.MustCompile(`\d+`)
)

// furniture finds page numbers and the running heads and feet: lines at the edge of a page that come back on others.
func furniture(pages [][]pdfLine) map[[2]int]bool {
	drop := map[[2]int]bool{}
	seen := map[string][][2]int{}
	for p, lines := range pages {
		for _, i := range edges(lines) {
			text := strings.TrimSpace(lines[i].text)
			if pageNumber.MatchString(text) {
				drop[[2]int{p, i}] = true
				continue
			}
			key := figures.ReplaceAllString(strings.Join(strings.Fields(text), ""), "0")
			seen[key] = append(seen[key], [2]int{p, i})
		}
	}
	for key, at := range seen {
		if len(at) < 3 || len(at)*2 < len(pages) || utf8.RuneCountInString(key) > 60 {
			continue
		}
		for _, x := range at {
			drop[x] = true
		}
	}
	return drop
}

// edges are the indexes of the two topmost and two lowest lines of a page.
func edges(lines []pdfLine) []int {
	idx := make([]int, len(lines))
	for i := range idx {
		idx[i] = i
	}
	sort.SliceStable(idx, func(a, b int) bool { return lines[idx[a]].y > lines[idx[b]].y })
	if len(idx) <= 4 {
		return idx
	}
	return append(idx[:2:2], idx[len(idx)-2:]...)
}

var (
	spacedHan    = regexp.MustCompile(`(?:[\p{Han}０-９（）《》、，。；：…“”] {1,2}){3,}[\p{Han}０-９（）《》、，。；：…“”]`)
	spacedFigure = regexp.MustCompile(`(\d) (\.\d)`)
)

// unspaced takes out the blanks of letter-spaced Chinese (关 于 红 军) and inside figures (5 .5), which are only layout.
func unspaced(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	s = spacedHan.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, " ", "") })
	return spacedFigure.ReplaceAllString(s, "$1$2")
}
