package structure

import (
	"regexp"
	"strings"

	"bianku/ingest/parse"
	"bianku/internal/civil"
)

var (
	copyNo    = regexp.MustCompile(`^(?:No\.?)?\d{6}$`)
	secrecy   = regexp.MustCompile(`^(绝密|机密|秘密)(?: ?★ ?(?:\d+ ?年|\d+ ?个月|长期)?)?(?: *(?:特提|特急|加急|平急))?$`)
	internal  = regexp.MustCompile(`^(?:内部资料|内部文件|内部材料|工作秘密|内部)(?:[，、 ]?(?:注意保存|不得外传|严禁外传|请勿外传))?$`)
	urgency   = regexp.MustCompile(`^(特提|特急|加急|平急)$`)
	redHead   = regexp.MustCompile(`^[\p{Han} ]{4,40}文 ?件$`)
	signer    = regexp.MustCompile(`签发人： ?([\p{Han}·、 ]+)$`)
	published = regexp.MustCompile(`^(?:时间|日期|发布时间|发布日期|来源|作者|浏览次数|字号|发布机关|发布于)：?`)
	recipient = regexp.MustCompile(`^[^。；]{2,300}：$`)
	leadEnd   = regexp.MustCompile(`(?:如下|决定|通知|规定|包括|事项|情形|条件|是|下列.{0,12}|以下.{0,12}|附件)：$`)
	historyRE = regexp.MustCompile(`(?:通过|公布|发布|颁布|修正|修订|施行|实施|生效|批准|印发|修改|公告)(?:施行|实施)?[）》]?$|^根据.*(?:修正|修订|修改)|会议$`)
	bareNo    = regexp.MustCompile(`^(?:〔\d{4}〕 ?第?\d{1,4} ?[号期]|第 ?[\d` + numerals + `]{1,4} ?[号期](?:（[^）]*）)?)$`) // of 纪要 and 公报
	numberEnd = regexp.MustCompile(`号[）]?$`)
)

// headLine says whether line i belongs to the head of the page above the title: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人.
func (p *paper) headLine(i int) bool {
	l := p.lines[i]
	s := strings.TrimSpace(l.fold)
	if l.Kind == parse.Row || l.runes() > 60 {
		return false
	}
	if redHead.MatchString(s) && !strings.Contains(s, "关于") {
		return true
	}
	if _, a, b := findDocNo(s); b > a && runeLen(s)-runeLen(s[a:b]) <= 12 && !strings.Contains(s, "关于") {
		return true
	}
	return copyNo.MatchString(s) || secrecy.MatchString(s) || internal.MatchString(s) || urgency.MatchString(s) ||
		signer.MatchString(s) || bareNo.MatchString(s) || i+1 < len(p.lines) && bareNo.MatchString(strings.TrimSpace(p.lines[i+1].fold)) || published.MatchString(s) || dayOnly.MatchString(s) || s == "目录" || s == "附件"
}

// front reads the head of the document and returns the first line of its body.
func (a *analysis) front() int {
	t := a.p.findTitle()
	a.doc.Title = strings.TrimSpace(t.text)
	a.headFields(max(t.lo, min(6, len(a.p.lines))))
	i := t.hi
	for i < len(a.p.lines) && a.afterTitle(i) {
		i++
	}
	for k := range i {
		a.history(k)
	}
	if a.doc.DocNo == "" {
		if no, ok := ParseDocNo(a.p.meta["发文字号"]); ok {
			a.doc.DocNo = no.String()
		}
	}
	return a.recipients(i)
}

// headFields reads what stands above the title, or in the first lines where there is no title.
func (a *analysis) headFields(n int) {
	for i, l := range a.p.lines[:min(n+8, len(a.p.lines))] {
		s := strings.TrimSpace(l.fold)
		if l.runes() > 80 || l.mark.rank == article || l.mark.heading() {
			break
		}
		switch {
		case secrecy.MatchString(s) && i < 8:
			a.field("secrecy", l.Text, l.Start, l.End, 1)
			a.find("secrecy_mark", "首页标有密级“"+l.Text+"”。涉密文件不得进入本系统，已停止处理，请立即按保密规定处置原件。", "quarantine", l.Start, l.End)
		case internal.MatchString(s) && i < 8:
			a.find("internal_mark", "首页标有“"+l.Text+"”，可能含工作秘密，请确认能否入库。", "review", l.Start, l.End)
		case urgency.MatchString(s):
			a.field("urgency", l.Text, l.Start, l.End, 0.9)
		case redHead.MatchString(s) && a.doc.Issuer == "":
			name := strings.TrimSuffix(squash(l.Text), "文件")
			a.doc.Issuer = name
			a.field("issuer", name, l.Start, l.End, 0.9)
		}
		if m := signer.FindStringSubmatch(s); m != nil {
			a.field("signer", m[1], l.Start, l.End, 0.9)
		}
		a.ownNumber(l, s)
	}
}

// ownNumber takes a 发文字号 that stands alone on its line (or beside 签发人) as the document's own.
func (a *analysis) ownNumber(l line, s string) {
	no, from, to := findDocNo(s)
	if a.doc.DocNo != "" || no.Seq == 0 || strings.Contains(s[:from], "关于") || strings.Contains(s, "《") {
		return
	}
	if rest := runeLen(s) - runeLen(s[from:to]); rest <= 4 || signer.MatchString(s) || strings.HasSuffix(strings.TrimRight(s, "）公布发施行 "), s[from:to]) || numberFirst.MatchString(s) {
		a.doc.DocNo = no.String()
		a.field("doc_no", a.doc.DocNo, l.at(from), l.at(to), 0.95)
	}
}

// numberFirst is a number with the day of issue behind it, in brackets below the title: （云办发〔2019〕8号　2019年3月2日印发）.
var numberFirst = regexp.MustCompile(`^（[\p{Han}]{1,14}〔\d{4}〕 ?\d{1,5} ?号[，、； ]+` + dayPattern + ` ?(?:印发|发布|公布|下发|施行|实施)?）$`)

// afterTitle says whether line i still belongs to the head below the title: number, date, history, issuer.
func (a *analysis) afterTitle(i int) bool {
	l := a.p.lines[i]
	s := strings.TrimSpace(l.fold)
	if l.mark.rank != noMark || l.Kind != parse.Paragraph || l.runes() > 160 || ends(s, "。；：") && !strings.HasPrefix(s, "（") {
		return false
	}
	switch {
	case a.p.headLine(i), strings.HasPrefix(s, "（") && strings.HasSuffix(s, "）") && !strings.HasPrefix(s, "（一"):
		return true
	case dayRE.MatchString(s) && dayRE.FindStringIndex(s)[0] < 4 && l.runes() < 120:
		return true
	case historyRE.MatchString(s) && l.runes() < 120, numberEnd.MatchString(s) && l.runes() < 60:
		return true
	case strings.HasPrefix(s, "〈") && strings.Contains(s, "修"), strings.HasPrefix(s, "关于") && strings.HasSuffix(s, "的通知"):
		return true
	case l.Align == "center" && l.runes() < 40 && i < 12 && !ends(s, "。；，："):
		return true
	}
	return false
}

// recipients reads 主送机关, the line below the title that ends with a colon; it belongs to the head.
func (a *analysis) recipients(i int) int {
	if i >= len(a.p.lines) {
		return i
	}
	l := a.p.lines[i]
	s := strings.TrimSpace(l.fold)
	if l.mark.rank == noMark && l.Kind == parse.Paragraph && recipient.MatchString(s) && !leadEnd.MatchString(s) && !strings.Contains(s, "根据") {
		a.field("recipients", strings.TrimSuffix(strings.TrimSuffix(l.Text, "："), ":"), l.Start, l.End, 0.9)
		return i + 1
	}
	return i
}

var eventKinds = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"amended", regexp.MustCompile(`修正|修改`)},
	{"revised", regexp.MustCompile(`修订`)},
	{"effective", regexp.MustCompile(`施行|实施|生效`)},
	{"promulgated", regexp.MustCompile(`公布|发布|颁布|公告|印发|令第`)},
	{"approved", regexp.MustCompile(`批准`)},
	{"adopted", regexp.MustCompile(`通过|会议$|第二次$`)},
}

var titleName = regexp.MustCompile(`[《〈][^》〉]*[》〉]`)

// history reads a line of the head as events: one for every day in it, each with the words up to the next day.
func (a *analysis) history(i int) {
	l := a.p.lines[i]
	days := dayRE.FindAllStringSubmatchIndex(l.fold, -1)
	for k, m := range days {
		end := len(l.fold)
		if k+1 < len(days) {
			end = days[k+1][0]
		}
		on := dayOf(l.fold[m[2]:m[3]], l.fold[m[4]:m[5]], l.fold[m[6]:m[7]])
		words := strings.Trim(l.fold[m[1]:end], " ，、；。）（")
		if on.IsZero() || words == "" && len(days) > 1 {
			continue
		}
		kind := eventKind(titleName.ReplaceAllString(words, ""))
		if kind == "" {
			continue
		}
		a.doc.History = append(a.doc.History, Event{On: on, Kind: kind, Text: strings.TrimSpace(l.Text)})
	}
}

func eventKind(words string) string {
	for _, e := range eventKinds {
		if e.re.MatchString(strings.TrimSpace(words)) {
			return e.kind
		}
	}
	return ""
}

// lastEvent is the latest day of the history among kinds.
func (a *analysis) lastEvent(kinds ...string) civil.Date {
	var out civil.Date
	for _, e := range a.doc.History {
		for _, k := range kinds {
			if e.Kind == k {
				out = latest(out, e.On)
			}
		}
	}
	return out
}
