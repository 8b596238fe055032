package structure

import (
	"regexp"
	"strings"

	"bianku/internal/civil"
)

var (
	basisRE   = regexp.MustCompile(`(?:根据|依据|依照|按照|遵照)(.{2,300}?)(?:，|等|的规定|规定|精神|要求)*(?:，?结合[^。，]{2,60}?)?，?(?:特|现|决定|、)*(?:制定|制订|修订|作出|就|提出|设立|组建|通知如下|批复如下|对|现将)`)
	makesRE   = regexp.MustCompile(`制定(?:本|了|如下|以下|下列|这个|此|补充)|制定本|现(?:就|将|对).{0,80}(?:如下|解释|通知|批复)|(?:解释|规定|决定|批复|通知|答复|办法)如下|设立.{2,40}(?:局|委员会|办公室|中心)，|作如下`)
	repealRE  = regexp.MustCompile(`同时(?:予以)?废止|同时停止执行|同时失效|予以废止|宣布失效|即行废止|自行废止|停止执行|废止。|废止；|同时作废|一律废止|不再执行|自动失效`)
	replaceRE = regexp.MustCompile(`(?:取代|代替|替代|代之以|替换)`)
	byThisRE  = regexp.MustCompile(`(?:以|按)本(?:规定|办法|通知|条例|解释|意见|细则|方案|批复).{0,6}为准|与本.{1,8}不一致的`)
	bookRE    = regexp.MustCompile(`《((?:[^《》]|《[^》]*》)+)》`)
	bareLaw   = regexp.MustCompile(`^(?:中华人民共和国)?[\p{Han}]{0,28}(?:宪法|法|条例)$`)
	bareSplit = regexp.MustCompile(`[、，]|以及|和|及|与`)
	bareTail  = regexp.MustCompile(`(?:等|的|第[` + numerals + `]+条|有关).*$`)
	bareNoise = regexp.MustCompile(`有关|其他|相关|法律|行政法|办法|总结|根据|本法|方法|做法|司法`)
	articleRE = regexp.MustCompile(`第[` + numerals + `]+条(?:之[` + numerals + `]+)?(?:第[` + numerals + `]+款)?`)
	oldOrgRE  = regexp.MustCompile(`(?:原|此前|以前).{0,40}(?:“?三定”?|主要职责|职能配置).{0,60}(?:废止|停止执行|不再执行)`)
)

// relations reads, sentence by sentence, what this text does to others. Each keeps the sentence that proves it; a person
// confirms it before it acts.
func (a *analysis) relations(parts []part) {
	if a.doc.Kind == Journal {
		return
	}
	a.titleRelations(parts)
	lo, basis := parts[0].lo, 0
	for i := lo; i < len(a.p.lines); i++ {
		l := a.p.lines[i]
		if l.Header != nil || i >= a.toc.start && i < a.toc.end {
			continue
		}
		for _, s := range l.sentences() {
			text := fold(a.p.slice(s.start, s.end))
			if basis < 3 && i < lo+14 || strings.Contains(text, "制定本") {
				basis += a.basis(text, s)
			}
			a.repeals(text, s)
			a.repealList(text, s, i)
		}
	}
	a.innerRelation(parts)
}

func (a *analysis) relate(kind, title, number string, on civil.Date, s span) {
	title = strings.TrimSpace(title)
	if title == "" && number == "" || NormalizeTitle(title) == "" && number == "" {
		return
	}
	for _, r := range a.doc.Relations {
		if r.Type == kind && NormalizeTitle(r.TargetTitle) == NormalizeTitle(title) && r.TargetDocNo == number && r.TargetDate == on {
			return
		}
	}
	a.doc.Relations = append(a.doc.Relations, Relation{Type: kind, TargetTitle: title, TargetDocNo: number, TargetDate: on,
		Sentence: strings.TrimSpace(a.p.slice(s.start, s.end)), Start: s.start, End: s.end})
}

// named is a title in 《》 with what stands around it: its number, and the day and issuer in front.
type named struct {
	title, number string
	on            civil.Date
	from, to      int // bytes
}

// names lists the titles of a sentence. A day in front counts for the titles joined to it by 、 and 和 that have none.
func names(text string) []named {
	var out []named
	for _, m := range bookRE.FindAllStringSubmatchIndex(text, -1) {
		n := named{title: strings.NewReplacer("〈", "《", "〉", "》").Replace(text[m[2]:m[3]]), from: m[0], to: m[1]}
		if rest := text[m[1]:]; strings.HasPrefix(rest, "（") || strings.HasPrefix(rest, "〔") {
			if no, _, b := findDocNo(rest[:bracketEnd(strings.Replace(rest, "〔", "（", 0))]); no.Seq > 0 && b > 0 {
				n.number = no.String()
			} else if day := findDay(rest[:bracketEnd(rest)]); strings.HasPrefix(rest, "（") && !day.IsZero() {
				n.on = day
			}
		}
		start := 0
		if len(out) > 0 {
			start = out[len(out)-1].to
		}
		before := text[start:m[0]]
		if days := dayRE.FindAllStringSubmatch(before, -1); len(days) > 0 && n.on.IsZero() {
			if d := days[len(days)-1]; !regexpIssueGap.MatchString(before) {
				n.on = dayOf(d[1], d[2], d[3])
			}
		}
		out = append(out, n)
	}
	return out
}

// regexpIssueGap is a day in front of a title that is the day of something else: 自2007年5月1日起施行，《…》.
var regexpIssueGap = regexp.MustCompile(`日(?:零时)?起(?:施行|实施|执行|生效)?[，。；]?[^\d]*$`)

// basis reads 根据《…》…制定本条例.
func (a *analysis) basis(text string, s span) int {
	m := basisRE.FindStringSubmatchIndex(text)
	if m == nil || !makesRE.MatchString(text[m[0]:]) && !strings.Contains(text, "制定本") {
		return 0
	}
	words := text[m[2]:m[3]]
	found := 0
	for _, n := range names(words) {
		kind := "basis_of"
		if a.implements(n.title) {
			kind = "implements"
			a.relate("basis_of", n.title, n.number, civil.Date{}, s)
		}
		a.relate(kind, n.title, n.number, civil.Date{}, s)
		found++
	}
	for _, name := range bareNames(bookRE.ReplaceAllString(words, "，")) {
		a.relate("basis_of", name, "", civil.Date{}, s)
		found++
	}
	if found == 0 {
		return 0
	}
	return 1
}

// bareNames lists laws named without 《》: 根据宪法和全国人民代表大会组织法.
func bareNames(words string) []string {
	const both, joined = "人民代表大会和地方各级人民政府", "人民代表大会＋地方各级人民政府"
	var out []string
	for _, w := range bareSplit.Split(strings.ReplaceAll(words, both, joined), -1) {
		w = bareTail.ReplaceAllString(strings.TrimSpace(w), "")
		w = strings.ReplaceAll(strings.TrimPrefix(w, "我国"), joined, both)
		if bareLaw.MatchString(w) && !bareNoise.MatchString(w) && runeLen(w) >= 2 {
			out = append(out, w)
		}
	}
	return out
}

// implements says whether this text's title makes it the detailed rules of another.
func (a *analysis) implements(title string) bool {
	own, law := NormalizeTitle(a.doc.Title), NormalizeTitle(title)
	return law != "" && (strings.Contains(own, "实施") || strings.Contains(own, "细则") || strings.Contains(own, "若干规定")) && strings.Contains(own, law)
}

// repeals reads what ends other texts: several titles joined by 、和 share the verb.
func (a *analysis) repeals(text string, s span) {
	if !mayRepeal(text) {
		return
	}
	if !repealRE.MatchString(text) || strings.HasPrefix(text, "“") || amendsQuoted(text) {
		a.charter(text, s)
		return
	}
	at := repealRE.FindStringIndex(text)[0]
	list := names(text[:at])
	for _, n := range list {
		kind := "repeals"
		if tail := text[min(n.to, len(text)):at]; n.to <= at && articleRE.MatchString(tail) && !bookRE.MatchString(tail) && !strings.Contains(tail, "。") {
			kind = "repeals_part"
		}
		if strings.Contains(n.title, "主要职责") || strings.Contains(n.title, "职能配置") || strings.Contains(n.title, "三定") {
			a.relate("supersedes_org_charter", n.title, n.number, n.on, s)
		}
		a.relate(kind, n.title, n.number, n.on, s)
	}
	if no, _, b := findDocNo(text[:at]); len(list) == 0 && b > 0 {
		a.relate("repeals", "", no.String(), civil.Date{}, s)
	}
	a.charter(text, s)
}

// repealList reads 下列文件予以废止： with the titles in the lines below it, up to the next section.
func (a *analysis) repealList(text string, s span, i int) {
	if !mayRepeal(text) || !ends(text, "：") || !repealRE.MatchString(text) || len(names(text)) > 0 {
		return
	}
	own := a.p.lines[i].mark.rank
	for j := i + 1; j < len(a.p.lines) && j < i+500; j++ {
		l := a.p.lines[j]
		if r := l.mark.rank; r != noMark && r <= own || l.mark.rank == noMark && !strings.Contains(l.fold, "《") {
			return
		}
		for _, n := range names(l.fold) {
			a.relate("repeals", n.title, n.number, n.on, s)
		}
	}
}

// mayRepeal is the cheap question before the exact one: nearly no sentence repeals.
func mayRepeal(text string) bool {
	for _, w := range []string{"废止", "失效", "停止执行", "作废", "不再执行"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

func amendsQuoted(text string) bool {
	return strings.Contains(text, "修改为：“") || strings.Contains(text, "修改为“")
}

// charter reads a 三定 that says it replaces the old one.
func (a *analysis) charter(text string, s span) {
	if a.doc.Kind != Sanding || !(oldOrgRE.MatchString(text) || repealRE.MatchString(text) && (strings.Contains(text, "三定") || strings.Contains(text, "职能配置") || strings.Contains(text, "主要职责"))) {
		return
	}
	if len(names(text)) > 0 {
		for _, n := range names(text) {
			a.relate("supersedes_org_charter", n.title, n.number, n.on, s)
		}
		return
	}
	no, _, _ := findDocNo(text)
	a.relate("supersedes_org_charter", firstOf(a.doc.Envelope, a.doc.Title), no.String(), civil.Date{}, s)
}

var (
	amendTitle     = regexp.MustCompile(`关于修[改正][《〈]?(.+?)[》〉]?(?:的部分条款|部分条款|若干条款)?的(?:决定|命令)`)
	amendCriminal  = regexp.MustCompile(`^(?:中华人民共和国)?(刑法|宪法)修正案`)
	reviseTitle    = regexp.MustCompile(`关于修订[《〈]?(.+?)[》〉]?的(?:决定|通知)`)
	repealTitle    = regexp.MustCompile(`关于废止[《〈](.+?)[》〉].{0,10}的(?:决定|通知|命令|公告)`)
	interpretTitle = regexp.MustCompile(`关于(?:适用|执行|办理|审理)?[《〈](.+?)[》〉].{0,60}(?:的解释|解释|的意见|问题的规定|的规定|的解答|的批复)(?:（[^）]*）)?$`)
	implementTitle = regexp.MustCompile(`^(.{2,40}?(?:法|条例|办法|规定))(?:的)?实施(?:细则|条例|办法|规定|意见)(?:（[^）]*）)?$|(?:实施|贯彻|执行|落实)[《〈](.+?)[》〉].{0,12}(?:细则|条例|办法|规定|意见|通知|决定)`)
	supplement     = regexp.MustCompile(`^(.+?)(?:的)?补充规定`)
)

// titleRelations reads what the title says: 关于修改《…》的决定.
func (a *analysis) titleRelations(parts []part) {
	title := squash(firstOf(a.doc.Envelope, a.doc.Title))
	where := span{}
	if hi := parts[0].lo; hi > 0 {
		where = span{a.p.lines[0].Start, a.p.lines[hi-1].End}
		if t := a.titleSpan(); t.end > 0 {
			where = t
		}
	}
	add := func(kind, target string) {
		if target = strings.Trim(target, "《》〈〉"); target != "" && where.end > 0 {
			a.relate(kind, strings.NewReplacer("〈", "《", "〉", "》").Replace(target), "", civil.Date{}, where)
		}
	}
	switch {
	case amendTitle.MatchString(title):
		add("amends", amendTitle.FindStringSubmatch(title)[1])
	case amendCriminal.MatchString(title):
		add("amends", "中华人民共和国"+amendCriminal.FindStringSubmatch(title)[1])
	case reviseTitle.MatchString(title):
		add("revises", reviseTitle.FindStringSubmatch(title)[1])
	case repealTitle.MatchString(title):
		add("repeals", repealTitle.FindStringSubmatch(title)[1])
	case interpretTitle.MatchString(title) && judicial.MatchString(title):
		add("interprets", interpretTitle.FindStringSubmatch(title)[1])
	case implementTitle.MatchString(title):
		m := implementTitle.FindStringSubmatch(title)
		add("implements", firstOf(m[1], m[2]))
	}
}

func (a *analysis) titleSpan() span {
	want := squash(a.doc.Title)
	if t, ok := a.p.matchLines(0, min(30, len(a.p.lines)), func(s string) bool { return s == want }); ok {
		return span{a.p.lines[t.lo].Start, a.p.lines[t.hi-1].End}
	}
	return span{}
}

// innerRelation ties the inner text to the notice that brought it.
func (a *analysis) innerRelation(parts []part) {
	if a.doc.Envelope == "" || a.doc.DocNo == "" || parts[0].hi == 0 {
		return
	}
	if t := a.titleSpan(); t.end > 0 && squash(a.doc.Title) != squash(a.doc.Envelope) {
		a.relate("attached_to", a.doc.Title, a.doc.DocNo, civil.Date{}, t)
	}
}
