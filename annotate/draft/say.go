package draft

import (
	"regexp"
	"slices"
	"strings"

	"bianku/annotate"
)

// asked is what a rule has found to ask about a sentence: wordings without the question mark.
type asked struct {
	rule  string
	typ   int // DOMAIN §3
	q     string
	also  []string
	lead  string // the answer in short, where the sentence gives one
	plain bool   // q names what it is about: no text has to be named in front
	alone bool   // the paragraph answers it: the rest of the article is about something else
}

// whole is how long an article may be to be given as the answer in full; above that its paragraph is.
const whole = 320

var (
	selfName = regexp.MustCompile(`本(?:办法|规定|条例|法|细则|决定|通知|意见|规则|方案|章程|准则|制度)`)
	noMark   = regexp.MustCompile(`[？?。，,；：]+$`)
)

// question makes the final wording: whole, with the text's name where it says 本办法.
func (m *Material) question(q string) string {
	q = selfName.ReplaceAllString(q, "《"+quotedTitle(m.short())+"》")
	q = strings.ReplaceAll(strings.ReplaceAll(q, "\n", ""), "\u3000", "")
	if at := m.home(); at != "" {
		own := at
		if strings.Contains(q, at) {
			own = ""
		}
		q = strings.NewReplacer("本市", own, "我市", own, "全市", own).Replace(q)
	}
	return noMark.ReplaceAllString(q, "") + "？"
}

// under asks q of this text by name.
func (m *Material) under(q string) string {
	if selfName.MatchString(q) || strings.Contains(q, "《"+quotedTitle(m.short())+"》") {
		return m.question(q)
	}
	return m.question("按照《" + quotedTitle(m.short()) + "》，" + q)
}

// short is the title as it is said: without 中华人民共和国 in front.
func (m *Material) short() string {
	return strings.TrimPrefix(m.title(), "中华人民共和国")
}

var cityInFront = regexp.MustCompile(`^(?:中共)?((?:[^省市区县共]{2,7}省)?[^省市区县共]{2,7}市)`)

// home is the city a local text speaks of, "" for a national one.
func (m *Material) home() string {
	for _, s := range []string{m.title(), m.Version.Document.Issuer, m.Version.Document.Org} {
		if f := cityInFront.FindStringSubmatch(s); f != nil {
			return f[1]
		}
	}
	return ""
}

// of makes the draft of what was asked about a sentence.
func (m *Material) of(s sentence, a asked) Draft {
	text, p := m.answerPart(s, a.alone)
	return m.draft(a, a.lead+m.says(p.label, text), p)
}

// says gives words with where they stand.
func (m *Material) says(label, text string) string {
	if ownGround.MatchString(text) {
		return m.named() + label + "规定：" + text // not 根据甲，根据乙
	}
	return "根据" + m.named() + label + "，" + text
}

var ownGround = regexp.MustCompile(`^(?:根据|依据|依照|按照|为了|为)`)

// draft puts a pair together. The wordings of a question that could be about any text name this one.
func (m *Material) draft(a asked, answer string, places ...place) Draft {
	d := Draft{Rule: a.rule}
	d.Type, d.Answer, d.Basis, d.Origin = a.typ, fullStop(answer), m.basis(places...), annotate.ByRule
	d.Note = "由规则“" + ruleNames[a.rule] + "”起草"
	first, named := m.question(a.q), m.under(a.q)
	if !a.plain && !m.specific(a.q) {
		first = named
	}
	d.Question = first
	if named != first {
		d.Otherwise = named
	}
	for _, v := range a.also {
		if first == named && !a.plain {
			v = m.under(v)
		}
		d.Variants = append(d.Variants, m.question(v))
	}
	if d.Otherwise != "" {
		d.Variants = append(d.Variants, d.Otherwise)
	}
	d.Variants = distinct(d.Variants, d.Question)
	return d
}

func distinct(list []string, not string) []string {
	var out []string
	for _, s := range list {
		if s != not && !slices.Contains(out, s) && len(out) < 3 {
			out = append(out, s)
		}
	}
	return out
}

// fullStop ends an answer like a sentence. A list that ends in ； is ended by it too.
func fullStop(s string) string {
	s = strings.TrimRight(s, " \n\u3000")
	for _, mark := range []string{"。", "！", "？", "。”", "。）"} {
		if strings.HasSuffix(s, mark) {
			return s
		}
	}
	return strings.TrimRight(s, "；，、：;,") + "。"
}

// answerPart is what is given of the sentence's article: all of it where it is short, else the paragraph with its items.
func (m *Material) answerPart(s sentence, alone bool) (string, place) {
	a := s.art
	if body := a.body(); runeLen(body) <= whole && !alone {
		return body, newPlace(a.start, a.end, a.label)
	}
	lo, hi, n := s.line, s.line+1, 0
	for i := 0; i <= s.line; i++ {
		if !a.lines[i].item {
			n++
		}
	}
	for hi < len(a.lines) && a.lines[hi].item {
		hi++
	}
	part := article{lines: a.lines[lo:hi]}
	label := a.label
	if a.paragraphs() > 1 {
		label += "第" + chinese(n) + "款"
	}
	return part.body(), newPlace(a.lines[lo].start, a.lines[hi-1].end, label)
}

func (a *article) paragraphs() (n int) {
	for _, l := range a.lines {
		if !l.item {
			n++
		}
	}
	return n
}

var digits = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// chinese writes 1–99.
func chinese(n int) string {
	switch {
	case n <= 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	case n%10 == 0:
		return digits[n/10] + "十"
	}
	return digits[n/10] + "十" + digits[n%10]
}

var (
	titleTail = regexp.MustCompile(`(?:(?:暂行|试行|实施|管理|监督|若干|有关)*(?:办法|规定|条例|细则|规则|意见|通知|决定|批复|方案|法))(?:[（(].+[）)])?$`)
	common    = []string{"人民政", "民政府", "机构编", "构编制", "委员会", "事业单", "业单位", "机关事", "关事业", "编制委", "制委员", "共和国",
		"员会办", "会办公", "办公室", "管理办", "单位编", "规定的", "各级人", "级人民"}
)

// specific says whether q is understood without naming the text: it shares a rare word with the title, or the text is
// about establishment as a whole, which is what this knowledge base is about.
func (m *Material) specific(q string) bool {
	core := titleTail.ReplaceAllString(m.short(), "")
	if f := cityInFront.FindString(core); f != "" {
		core = core[len(f):]
	}
	if i := strings.Index(core, "关于"); i >= 0 {
		core = core[i+len("关于"):]
	}
	runes := []rune(core)
	if len(runes) == 2 {
		return strings.Contains(q, core)
	}
	rare := 0
	for i := 0; i+3 <= len(runes); i++ {
		if g := string(runes[i : i+3]); !slices.Contains(common, g) {
			rare++
			if strings.Contains(q, g) {
				return true
			}
		}
	}
	return rare == 0 && establishment.MatchString(q)
}

var establishment = regexp.MustCompile(`编制|机构|职数|内设|挂牌|职责|编办|编外|空编|超编|满编|用编`)
