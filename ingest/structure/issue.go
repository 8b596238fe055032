package structure

import (
	"regexp"
	"strings"

	"bianku/internal/civil"
)

// signatures reads the end of the paper: who signs, when, 印发, 抄送, 附注, the list of attachments.
func (a *analysis) signatures(parts []part) {
	d := a.doc
	outer := parts[0]
	for i := outer.tail; i < outer.hi; i++ {
		l := a.p.lines[i]
		s := strings.TrimSpace(l.fold)
		switch {
		case printedRE.MatchString(s):
			d.PublishedOn = firstKnown(d.PublishedOn, findDay(s))
			a.field("printed_on", findDay(s).String(), l.Start, l.End, 0.95)
			if by := strings.TrimSpace(s[:dayRE.FindStringIndex(s)[0]]); by != "" {
				a.field("printed_by", by, l.Start, l.End, 0.9)
			}
		case dayOnly.MatchString(squash(s)):
			a.signedOn(l, squash(s))
		case ccRE.MatchString(s):
			_, cc, _ := strings.Cut(s, "：")
			a.field("cc", strings.TrimRight(cc, "。"), l.Start, l.End, 0.9)
		case remark.MatchString(s):
			a.field("release_flag", l.Text, l.Start, l.End, 0.9)
		case annexNote.MatchString(s), l.mark.rank == third:
			name := annexName.ReplaceAllString(s, "")
			a.field("attachment", name, l.Start, l.End, 0.9)
		case signatureLine(l, s) && i+1 < outer.hi:
			a.field("signature", squashHan(l.Text), l.Start, l.End, 0.8)
		}
	}
	if d.SignedOn.IsZero() {
		d.SignedOn = findDay(fold(a.p.meta["成文日期"]))
	}
	d.PublishedOn = firstKnown(d.PublishedOn, findDay(fold(a.p.meta["发布日期"])))
	a.issuer()
}

func (a *analysis) signedOn(l line, s string) {
	day := findDay(s)
	if day.IsZero() {
		a.find("bad_date", "日期“"+l.Text+"”无法识别，请对照原件核对。", "review", l.Start, l.End)
		return
	}
	if m := dayRE.FindStringSubmatch(s); m != nil && strings.ContainsAny(m[3], "lIO") {
		a.find("doubtful_date", "日期“"+l.Text+"”含疑似误识的字母，按"+day.Chinese()+"处理，请对照原件核对。", "review", l.Start, l.End)
	}
	if a.doc.SignedOn.IsZero() {
		a.doc.SignedOn = day
		a.field("signed_on", day.String(), l.Start, l.End, 0.95)
	}
}

var annexName = regexp.MustCompile(`^(?:附 ?件 ?\d* ?：)? ?(?:\d{1,2} ?[.、])? ?`)

var (
	titleIssuer  = regexp.MustCompile(`^(.{3,50}?)(?:关于|对)`)
	headerIssuer = []struct {
		re   *regexp.Regexp
		name string
	}{
		{regexp.MustCompile(`全国人民代表大会常务委员会`), "全国人民代表大会常务委员会"},
		{regexp.MustCompile(`全国人民代表大会`), "全国人民代表大会"},
		{regexp.MustCompile(`最高人民法院.*最高人民检察院`), "最高人民法院、最高人民检察院"},
		{regexp.MustCompile(`最高人民法院`), "最高人民法院"},
		{regexp.MustCompile(`最高人民检察院`), "最高人民检察院"},
		{regexp.MustCompile(`^[^省市县区州旗]*第[` + numerals + `]+届.*常务委员会`), "全国人民代表大会常务委员会"},
		{regexp.MustCompile(`国务院、.*中央军事委员会令`), "国务院、中央军事委员会"},
		{regexp.MustCompile(`国务院令|国务院(?:第\d+次常务会议|批准|发布|公布)`), "国务院"},
		{regexp.MustCompile(`中共中央`), "中共中央"},
	}
	// localCongress is a place's own congress or its committee: what a higher one approved is still theirs.
	localCongress = regexp.MustCompile(`(?:^|[日（，])([\p{Han}]{2,9}?(?:自治区|自治州|自治县|省|市|县|区|州|旗))(?:第[` + numerals + `]+届)?人民代表大会(常务委员会)?`)
	orderIssuer   = regexp.MustCompile(`([\p{Han}、]{3,24})令 ?第`)
)

// issuer settles who issued the paper: head, signature, wrapper, title, history, in this order.
func (a *analysis) issuer() {
	d := a.doc
	var signed []string
	for _, f := range d.Fields {
		if f.Name == "signature" && orgName.MatchString(squash(f.Value)) {
			signed = append(signed, f.Value)
		}
	}
	d.Issuer = firstOf(d.Issuer, strings.Join(signed, "、"), a.p.meta["发文机关"])
	if m := titleIssuer.FindStringSubmatch(squash(d.Title)); d.Issuer == "" && m != nil && (orgName.MatchString(m[1]) || higherMaker.MatchString(m[1])) {
		d.Issuer = m[1]
	}
	for _, e := range d.History {
		if d.Issuer != "" {
			break
		}
		text := titleName.ReplaceAllString(fold(e.Text), "")
		if m := localCongress.FindStringSubmatch(text); m != nil {
			d.Issuer = m[1] + "人民代表大会" + m[2]
			break
		}
		for _, h := range headerIssuer {
			if h.re.MatchString(text) {
				d.Issuer = h.name
				break
			}
		}
		if m := orderIssuer.FindStringSubmatch(text); d.Issuer == "" && m != nil {
			d.Issuer = strings.TrimPrefix(m[1], "中华人民共和国")
		}
	}
}

var (
	effectDated   = regexp.MustCompile(`(?:自|从|于|在)? ?` + dayPattern + ` ?(?:零时)?起?(?:正式)?(?:施行|实施|执行|生效|试行)`)
	effectOnIssue = regexp.MustCompile(`(?:自|从|于)?(公布|发布|印发|颁布|下发|批准|通过|公告)(?:之日|之日期|后)?起?(?:正式)?(?:施行|实施|执行|生效|试行)`)
	effectDelayed = regexp.MustCompile(`自(?:公布|发布|印发|颁布)之日起 ?(\d{1,3}|[` + numerals + `]{1,4}) ?(日|个月)(?:后|以后|之后)(?:起)?(?:施行|实施|生效)`)
	ownEffect     = regexp.MustCompile(`^(?:第[` + numerals + `]+条(?:之[` + numerals + `]+)?)?[ ]?(?:[` + numerals + `]+、|（[` + numerals + `]+）|\d+[.、])? ?(?:本|该|这个|此|上述|现予|自|从|各|请)`)
	// 现将方案下达给你们，自…起执行: what a notice sends out begins in its last clause
	sentIntoEffect = regexp.MustCompile(`(?:现将|现予|现把|下达|印发|下发)[^。；]*，(?:请)?(自[^，。；]*起(?:施行|实施|执行|生效|试行)。?)$`)
	periodYears    = regexp.MustCompile(`有效期(?:为|限为)? ?(\d{1,2}|[` + numerals + `]{1,3}) ?年`)
	periodUntil    = regexp.MustCompile(`有效期(?:限)?(?:截止|截至|至|到)+ ?` + dayPattern)
	yearsOnly      = regexp.MustCompile(`试行(?:期)?(?:为)? ?(\d{1,2}|[` + numerals + `]{1,3}) ?年`)
)

// effect is a 施行 clause found in the text.
type effect struct {
	on      civil.Date // of a dated clause
	onIssue bool
	delay   int // days after issue
	months  int
	l       line
}

// dates settles 公布 and 施行. The clause of the text, the header's history and the file's name each know a part:
// an amended text still says 自1995年9月1日起施行, which is the day of the first version; this one's day is its last change.
func (a *analysis) dates(parts []part) {
	d := a.doc
	main := parts[0]
	if d.Envelope != "" {
		main = parts[1]
	}
	changed := a.lastEvent("amended", "revised")
	issued := firstKnown(a.lastEvent("promulgated"), a.lastEvent("adopted", "approved"))
	adopted := a.lastEvent("adopted", "approved")
	if d.SignedOn.IsZero() {
		d.SignedOn = latest(adopted, changed)
	}
	if d.PublishedOn.IsZero() {
		d.PublishedOn = latest(a.lastEvent("promulgated"), changed)
		if d.PublishedOn.IsZero() && d.Kind == Law {
			d.PublishedOn = adopted
		}
	}
	if d.Draft || d.Kind == Journal {
		return
	}
	e := a.effectClause(main)
	if e == nil && d.Envelope != "" {
		e = a.effectClause(parts[0])
	}
	last := latest(changed, issued, adopted)
	if f := fileDate(a.p.name); !f.IsZero() && (last.IsZero() || daysBetween(last, f) > 60) {
		switch {
		case e != nil && !e.on.IsZero() && !e.on.Before(f): // the day the first version was issued
			d.PublishedOn = latest(d.PublishedOn, f)
			issued = f
		case !last.IsZero():
			a.find("unlisted_change", "文件名的日期"+f.String()+"晚于题注所列的各次日期，题注可能漏列一次修改，请核对。", "note", 0, 0)
			changed, last = f, f
		default:
			changed, last = f, f
		}
	}
	d.EffectiveFrom = a.effective(e, changed, firstKnown(issued, last))
	if e != nil {
		a.field("effective", d.EffectiveFrom.String(), e.l.Start, e.l.End, 0.9)
		a.firstEffective(e)
	}
	a.period(main)
	if d.EffectiveFrom.IsZero() {
		a.find("no_effective_date", "没有找到施行日期，效力按“效力未知”处理，请补充。", "review", 0, 0)
	}
}

// firstEffective keeps the day of an amended text's own clause: the law stands since then, only these words are younger.
func (a *analysis) firstEffective(e *effect) {
	if e.on.IsZero() || !e.on.Before(a.doc.EffectiveFrom) {
		return
	}
	a.field("first_effective", e.on.String(), e.l.Start, e.l.End, 0.9)
}

// effective weighs the clause against the last change.
func (a *analysis) effective(e *effect, changed, issued civil.Date) civil.Date {
	d := a.doc
	issue := firstKnown(latest(changed, issued), d.SignedOn, d.PublishedOn)
	own := civil.Date{}
	switch {
	case e != nil && !e.on.IsZero():
		own = e.on
	case e != nil && e.onIssue:
		own = firstKnown(issued, d.SignedOn, d.PublishedOn)
	case e != nil && !issue.IsZero():
		own = issue.AddDays(e.delay)
		for range e.months {
			own = civil.Of(own.Year(), own.Month()+1, own.Day())
		}
	}
	header := a.lastEvent("effective")
	switch {
	case !changed.IsZero() && !header.IsZero() && !header.Before(changed):
		return header
	case !own.IsZero() && (changed.IsZero() || !own.Before(changed)):
		return own
	case !changed.IsZero():
		return changed
	case !own.IsZero():
		return own
	case !header.IsZero():
		return header
	}
	return issue
}

// effectClause finds the text's own 施行 clause: in its last lines first, and only where the sentence speaks of itself.
func (a *analysis) effectClause(x part) *effect {
	for i := min(x.hi, len(a.p.lines)) - 1; i >= x.lo && i > x.hi-60; i-- {
		l := a.p.lines[i]
		if !strings.Contains(l.fold, "起") && !strings.Contains(l.fold, "施行") {
			continue
		}
		for _, s := range l.sentences() {
			if e := clauseOf(strings.TrimSpace(fold(a.p.slice(s.start, s.end)))); e != nil {
				e.l = l
				e.l.Start, e.l.End = s.start, s.end
				return e
			}
		}
	}
	return nil
}

func clauseOf(s string) *effect {
	if m := sentIntoEffect.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if strings.Contains(s, "同时废止") && !ownEffect.MatchString(s) || !ownEffect.MatchString(s) || strings.Contains(s, "施行前") || strings.Contains(s, "施行以前") {
		return nil
	}
	if m := effectDelayed.FindStringSubmatch(s); m != nil {
		n, _ := ParseNumber(m[1])
		if m[2] == "个月" {
			return &effect{months: n}
		}
		return &effect{delay: n}
	}
	if m := effectDated.FindStringSubmatch(s); m != nil {
		if on := dayOf(m[1], m[2], m[3]); !on.IsZero() {
			return &effect{on: on}
		}
	}
	if effectOnIssue.MatchString(s) {
		return &effect{onIssue: true}
	}
	return nil
}

// period reads 有效期5年 and 有效期至….
func (a *analysis) period(x part) {
	d := a.doc
	for i := max(x.lo, x.hi-40); i < x.hi; i++ {
		l := a.p.lines[i]
		switch {
		case periodUntil.MatchString(l.fold):
			m := periodUntil.FindStringSubmatch(l.fold)
			if day := dayOf(m[1], m[2], m[3]); !day.IsZero() {
				d.EffectiveTo = day.AddDays(1)
			}
		case periodYears.MatchString(l.fold) && ownPeriod(l.fold) && !d.EffectiveFrom.IsZero():
			n, _ := ParseNumber(periodYears.FindStringSubmatch(l.fold)[1])
			d.EffectiveTo = d.EffectiveFrom.AddYears(n)
		case yearsOnly.MatchString(l.fold) && ownPeriod(l.fold) && !d.EffectiveFrom.IsZero():
			n, _ := ParseNumber(yearsOnly.FindStringSubmatch(l.fold)[1])
			d.EffectiveTo = d.EffectiveFrom.AddYears(n)
		default:
			continue
		}
		a.field("period", d.EffectiveTo.String(), l.Start, l.End, 0.9)
		if !d.EffectiveTo.IsZero() && d.EffectiveTo.Before(d.EffectiveFrom) {
			d.EffectiveTo = civil.Date{}
		}
		return
	}
}

// ownPeriod says whether a 有效期 is the text's own, not that of a licence it speaks of.
func ownPeriod(s string) bool {
	return regexpOwnPeriod.MatchString(s)
}

var regexpOwnPeriod = regexp.MustCompile(`(?:施行|实施|执行|印发之日|本(?:办法|规定|通知|细则|意见|方案|规则|决定|标准|条例)).{0,40}(?:有效期|试行)`)
