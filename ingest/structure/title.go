package structure

import (
	"path"
	"regexp"
	"strings"

	"bianku/ingest/parse"
)

const lawKinds = `法|法典|条例|规定|办法|细则|规则|章程|准则|通则|修正案|若干问题|解释|解答`

const paperKinds = `决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|复函|纪要|答复`

var (
	titleEnd = regexp.MustCompile(`(?:` + lawKinds + `|` + paperKinds + `|方案|规划|计划|要点|纲要|制度|标准|规范|目录|清单|安排|公约|协定|声明|指引|指南|须知|名单|说明|总结|要求|总则|编|补充规定|罪名)(?:（[^）]{1,24}）)*$`)
	lawEnd   = regexp.MustCompile(`(?:` + lawKinds + `|安排|罪名)(?:（[^）]{1,24}）)*$`)
	paperEnd = regexp.MustCompile(`(?:` + paperKinds + `)(?:（[^）]{1,24}）)*$`)
	suffix   = regexp.MustCompile(`(?i)\.(?:md|markdown|txt|html?|jsp|docx?|pdf|wps|jsonl?|ofd)$`)
	yearNote = regexp.MustCompile(`（(?:\d{4}年?(?:修正|修订|修改|版|文本)(?:本|版)?|修正|修订|修正本|修订版|\d{4}-\d{1,2}-\d{1,2})?）$`)
	draftRE  = regexp.MustCompile(`征求意见稿|公开征求意见|（草案）|草案$|讨论稿|送审稿|草案征求意见|征求意见草案`)
	amender  = regexp.MustCompile(`关于修改.*的(?:决定|命令)|修正案|关于废止.*的决定|关于修改和废止|的修改决定`)
)

// NormalizeTitle is the title as it is compared: folded, without blanks, 《》, 中华人民共和国 in front, a year note or a
// file's suffix behind. 国务院组织法(2024-03-11).md and 《中华人民共和国国务院组织法》 are equal by it.
func NormalizeTitle(s string) string {
	s = squash(suffix.ReplaceAllString(strings.TrimSpace(s), ""))
	for {
		t := yearNote.ReplaceAllString(s, "")
		if strings.HasPrefix(t, "《") && strings.HasSuffix(t, "》") && strings.Count(t, "《") == 1 {
			t = strings.TrimSuffix(strings.TrimPrefix(t, "《"), "》")
		}
		if t == s || t == "" {
			break
		}
		s = t
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "〈", "《"), "〉", "》")
	if rest := strings.TrimPrefix(s, "中华人民共和国"); runeLen(rest) >= 2 {
		s = rest
	}
	return s
}

// shortTitle is the title without 中华人民共和国, else verbatim.
func shortTitle(s string) string {
	if rest := strings.TrimPrefix(s, "中华人民共和国"); runeLen(rest) >= 2 {
		return rest
	}
	return s
}

// titleAt is where a title stands: lines lo…hi-1.
type titleAt struct {
	text   string
	lo, hi int
}

// findTitle looks for the title: the format's own first heading, the wrapper's 标题 found in the text, or the first lines
// that together read like one. Where there is none, hi is 0 and the name of the file serves.
func (p *paper) findTitle() titleAt {
	for i, l := range p.lines[:min(3, len(p.lines))] {
		if l.Kind == parse.Heading && l.Level == 1 && !l.mark.heading() && l.mark.rank != article {
			return titleAt{squashHan(l.Text), i, i + 1}
		}
	}
	if want := squash(firstOf(p.meta["标题"], p.meta["title"])); want != "" {
		if t, ok := p.matchLines(0, min(30, len(p.lines)), func(s string) bool { return s == want }); ok {
			return t
		}
	}
	if t, ok := p.journalTitle(); ok {
		return t
	}
	for i := range min(20, len(p.lines)) {
		if p.headLine(i) {
			continue
		}
		if t, ok := p.joinTitle(i, 120); ok {
			return t
		}
		if l := p.lines[i]; l.mark.rank != noMark || l.runes() > 120 || l.Kind == parse.Row {
			break
		}
	}
	return p.namedTitle()
}

// journalTitle is the first line of a text that soon has an abstract or keywords: titles of articles end in no set word.
func (p *paper) journalTitle() (titleAt, bool) {
	for i := 1; i < min(8, len(p.lines)); i++ {
		if isJournalMark(p.lines[i]) && p.lines[0].runes() <= 60 && p.lines[0].mark.rank == noMark && !isJournalMark(p.lines[0]) {
			return titleAt{squashHan(p.lines[0].Text), 0, 1}, true
		}
	}
	return titleAt{}, false
}

// namedTitle serves where no line reads like a title: a centred or short first line, the format's title, the file's name.
func (p *paper) namedTitle() titleAt {
	if t := p.meta["标题"]; t != "" {
		return titleAt{text: t}
	}
	stem := fileStem(p.name)
	if len(p.lines) > 0 {
		l := p.lines[0]
		short := l.runes() <= 40 && l.runes() >= 4 && !ends(l.fold, "。；：，、") && l.mark.rank == noMark && l.Kind != parse.Row
		if short && len(p.lines) > 1 && (l.Align == "center" || l.Kind == parse.Heading || p.lines[1].runes() > 40 || squash(stem) == squash(l.Text)) {
			return titleAt{squashHan(l.Text), 0, 1}
		}
	}
	for _, t := range []string{p.title, siteName.ReplaceAllString(p.title, "")} {
		if t != "" && titleEnd.MatchString(squash(t)) {
			return titleAt{text: t}
		}
	}
	if stem == "" || stem == "." {
		stem = "无标题"
	}
	return titleAt{text: stem}
}

// siteName is what web pages put behind the title: _松陵县机构编制网.
var siteName = regexp.MustCompile(`(?:_| ?[|｜] ?|--?| [-–—－] |—).*$`)

var filePrefix = regexp.MustCompile(`^\d{1,4}[_\-.、 ]+`)

// fileStem is a file's name without suffix, date and running number.
func fileStem(name string) string {
	s := strings.TrimSpace(fileDay.ReplaceAllString(suffix.ReplaceAllString(path.Base(name), ""), ""))
	return filePrefix.ReplaceAllString(s, "")
}

// joinTitle joins up to four lines from i on that together read like a title: 《》 balanced, ending in a kind of document.
func (p *paper) joinTitle(i, most int) (titleAt, bool) {
	text := ""
	for j := i; j < min(i+4, len(p.lines)); j++ {
		l := p.lines[j]
		if l.Kind == parse.Row || j > i && (l.mark.rank != noMark || p.headLine(j)) || l.runes() > most {
			return titleAt{}, false
		}
		if ends(l.fold, "。；，：") {
			return titleAt{}, false
		}
		text += squashHan(l.Text)
		s := squash(text)
		if runeLen(s) > 160 {
			return titleAt{}, false
		}
		if titleEnd.MatchString(s) && balanced(s) && runeLen(s) >= 3 && !p.titleGoesOn(j) {
			return titleAt{text, i, j + 1}, true
		}
	}
	return titleAt{}, false
}

// titleGoesOn says whether the line after j belongs to the title too: it ends one, and is centred as j is.
func (p *paper) titleGoesOn(j int) bool {
	if j+1 >= len(p.lines) {
		return false
	}
	a, b := p.lines[j], p.lines[j+1]
	s := squash(b.Text)
	return a.Align == "center" && b.Align == "center" && b.mark.rank == noMark && runeLen(s) <= 40 && paperEnd.MatchString(s) &&
		!paperEnd.MatchString(squash(a.Text)) && !p.headLine(j+1)
}

func balanced(s string) bool {
	return strings.Count(s, "《") == strings.Count(s, "》") && strings.Count(s, "（") == strings.Count(s, "）") &&
		strings.Count(s, "〈") == strings.Count(s, "〉")
}

// matchLines finds up to four lines from lo on whose squashed text together satisfies ok.
func (p *paper) matchLines(lo, hi int, ok func(string) bool) (titleAt, bool) {
	for i := lo; i < hi; i++ {
		text, s := "", ""
		for j := i; j < min(i+4, hi); j++ {
			if p.lines[j].runes() > 120 || p.lines[j].Kind == parse.Row {
				break
			}
			text += squashHan(p.lines[j].Text)
			if s = squash(text); ok(s) {
				return titleAt{text, i, j + 1}, true
			}
		}
	}
	return titleAt{}, false
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}
