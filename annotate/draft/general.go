package draft

import (
	"regexp"
	"strings"

	"bianku/ingest/structure"
)

var (
	responsible = regexp.MustCompile(`^([^，。；]{2,30}?)(主管|负责|统一领导|归口管理)([^，。；]{4,40}?)$`)
	notCharge   = regexp.MustCompile(`^(?:部门|机关|单位|人|同志|领导|下|制|、|（|\()`)
	inCharge    = regexp.MustCompile(`委|办|局|厅|部|政府|机关|部门|国务院|院|单位|中心|人民银行|组织$`)
	principle   = regexp.MustCompile(`^(.{2,30}?)(，?应当[^。；]{0,80}?|必须|要)?(坚持|遵循)([^。；]+?)(?:的)?(原则|方针)`)
	scopeOf     = regexp.MustCompile(`适用本(?:办法|规定|条例|法|细则|规则|制度)$|^本(?:办法|规定|条例|法|细则|规则)适用于`)
	purposeOf   = regexp.MustCompile(`^(?:为了?|根据|依据|依照|按照)(.+)制定本(?:办法|规定|条例|法|细则|规则|意见|制度)$`)
	explainedBy = regexp.MustCompile(`^本[\p{Han}]{1,3}(?:（[^）]*）)?(?:由|的解释由)(.{2,40}?)(?:负责解释|解释)`)
	startsOn    = regexp.MustCompile(`^本[\p{Han}]{1,4}(?:（[^）]*）)?自(.{2,20}?)起(?:正式)?(施行|试行|实施|执行|生效)`)
	expiresOn   = regexp.MustCompile(`有效期(?:至|到|为|自)?(.{2,24}?)(?:止|，|$)`)
	abolished   = regexp.MustCompile(`《([^》]+(?:〈[^〉]*〉[^》]*)?)》(?:（([^）]{4,24})）)?`)
)

// inChargeOf: X负责Y.
func inChargeOf(m *Material, s sentence) (asked, bool) {
	segs := splitAt(s.text, "；，")
	f := responsible.FindStringSubmatch(segs[0])
	if f == nil || !inCharge.MatchString(f[1]) || !subject(f[1], 2, 30) || notTopic.MatchString(f[1]) || strings.Contains(f[3], "解释") ||
		!subject(f[3], 4, 40) || strings.ContainsAny(f[1], "的对按") || strings.Contains(f[3], "某") || vague.MatchString(f[1]) || notCharge.MatchString(f[3]) || m.charter() {
		return asked{}, false
	}
	what := strings.TrimPrefix(f[3], "对")
	return asked{rule: "charge", typ: 14, q: "由谁" + f[2] + what, also: []string{"哪个部门" + f[2] + what, what + "归谁管"}}, true
}

// principled: X应当坚持…的原则.
func principled(m *Material, s sentence) (asked, bool) {
	f := principle.FindStringSubmatch(s.text)
	if f == nil || m.charter() || !subject(f[1], 2, 30) || strings.ContainsAny(f[1], "，") || strings.Contains(f[4], "。") {
		return asked{}, false
	}
	of := strings.TrimSuffix(f[1], "，")
	if strings.Contains(f[2], "应当") {
		f[2] = "应当"
	}
	return asked{rule: "principle", typ: 3, q: of + f[2] + f[3] + "什么" + f[5], also: []string{of + "的" + f[5] + "是什么"}}, true
}

// scoped: …适用本办法.
func scoped(m *Material, s sentence) (asked, bool) {
	if !scopeOf.MatchString(s.text) || strings.HasPrefix(s.text, "除") {
		return asked{}, false
	}
	t := "《" + quotedTitle(m.short()) + "》"
	return asked{rule: "scope", typ: 3, q: t + "的适用范围是什么", also: []string{t + "适用于哪些单位和事项", "哪些情况适用" + t}, plain: true}, true
}

// founded: 根据《…》，制定本办法. Without a text it rests on, the question is what it is for.
func founded(m *Material, s sentence) (asked, bool) {
	if !purposeOf.MatchString(s.text) {
		return asked{}, false
	}
	t := "《" + quotedTitle(m.short()) + "》"
	if grounds.MatchString(s.text) || lawGrounds.MatchString(s.text) {
		return asked{rule: "basis", typ: 21, q: "制定" + t + "的依据是什么", also: []string{t + "是根据哪些文件制定的", t + "的上位依据是什么"}, plain: true}, true
	}
	return asked{rule: "basis", typ: 3, q: "制定" + t + "的目的是什么", also: []string{"为什么要制定" + t}, plain: true}, true
}

var lawGrounds = regexp.MustCompile(`根据(?:宪法|[\p{Han}]{2,20}法|[\p{Han}]{2,20}条例)`)

var grounds = regexp.MustCompile(`(?:根据|依据|依照|按照).*《`)

// explained: 本办法由X负责解释.
func explained(m *Material, s sentence) (asked, bool) {
	f := explainedBy.FindStringSubmatch(s.text)
	if f == nil || m.charter() {
		return asked{}, false
	}
	t := "《" + quotedTitle(m.short()) + "》"
	return asked{rule: "explain", typ: 3, q: t + "由谁负责解释", also: []string{"对" + t + "理解有疑问，应当问哪个单位"}, lead: "由" + f[1] + "负责解释。", plain: true, alone: true}, true
}

// starting: 本办法自X起施行. Repeals in the same article are told by repealing.
func starting(m *Material, s sentence) (asked, bool) {
	f := startsOn.FindStringSubmatch(s.text)
	if f == nil {
		return asked{}, false
	}
	t := "《" + quotedTitle(m.short()) + "》"
	if m.changedSince(f[1]) {
		return asked{}, false
	}
	lead := "自" + f[1] + "起" + f[2] + "。"
	if !regexp.MustCompile(`\d|` + numerals + `月`).MatchString(f[1]) {
		lead = "" // 自发布之日起: the day is not in the sentence
	}
	also := []string{t + "哪天开始" + f[2], t + "什么时候生效"}
	if m.charter() {
		also = []string{m.bodyShort() + "的“三定”规定什么时候" + f[2], t + "哪天开始" + f[2]}
	}
	return asked{rule: "effect", typ: 6, q: t + "从什么时候起" + f[2], also: also, lead: lead, plain: true}, true
}

var dayOf = regexp.MustCompile(`(\d{4})年(\d{1,2})月(\d{1,2})日`)

// changedSince says whether the text as it stands is of a later day than the one its last article still names: an amended
// text keeps the clause of its first version, and the clause alone would mislead.
func (m *Material) changedSince(clause string) bool {
	f := dayOf.FindStringSubmatch(clause)
	if f == nil || m.Version.EffectiveFrom.IsZero() {
		return false
	}
	return m.Version.EffectiveFrom.Chinese() != f[0]
}

// amendedEffect is what is said instead: when the first version took effect and since when the text stands as it does, where
// the header of the text says so.
func (m *Material) amendedEffect(s sentence) (Draft, bool) {
	f := startsOn.FindStringSubmatch(s.text)
	if f == nil || !m.changedSince(f[1]) {
		return Draft{}, false
	}
	today := m.Version.EffectiveFrom.Chinese()
	for _, c := range m.Chunks {
		text := m.slice(c.Start, c.End)
		i := strings.Index(text, today)
		if c.Kind != structure.Front || i < 0 {
			continue
		}
		t := "《" + quotedTitle(m.short()) + "》"
		history := strings.TrimSpace(text[strings.LastIndex(text[:i], "\n")+1:])
		lo := c.Start + runeLen(text[:strings.LastIndex(text[:i], "\n")+1])
		a := asked{rule: "effect", typ: 6, q: t + "从什么时候起" + f[2], plain: true, also: []string{t + "现行文本从哪天起" + f[2], t + "什么时候生效"}}
		p := newPlace(s.art.lines[s.line].start, s.art.lines[s.line].end, s.art.label)
		answer := "最初自" + f[1] + "起" + f[2] + "；此后经过修改，现行文本自" + today + "起施行。根据" + m.named() + p.label + "，" + m.slice(p.start, p.end) +
			"题注记载：" + strings.Split(history, "\n")[0]
		return m.draft(a, answer, p, newPlace(lo, lo+runeLen(strings.Split(history, "\n")[0]), c.Label)), true
	}
	return Draft{}, false
}

// expiring: 有效期至X.
func expiring(m *Material, s sentence) (asked, bool) {
	if m.kind() != "law" && m.kind() != "gongwen" || !selfName.MatchString(s.text) || expiresOn.FindString(s.text) == "" {
		return asked{}, false
	}
	t := "《" + quotedTitle(m.short()) + "》"
	return asked{rule: "effect", typ: 6, q: t + "的有效期到什么时候", also: []string{t + "什么时候失效", t + "有效期多长"}, plain: true}, true
}

// repealing: 2018年…印发的《X》同时废止. One draft for each text that ends, unless nobody has confirmed that it does.
func repealing(m *Material, s sentence) []Draft {
	if !strings.Contains(s.text, "废止") || !strings.Contains(s.text, "同时") && !strings.Contains(s.text, "即行") || strings.Contains(s.text, "修改") {
		return nil
	}
	var out []Draft
	p := newPlace(s.art.lines[s.line].start, s.art.lines[s.line].end, s.art.label)
	for _, f := range abolished.FindAllStringSubmatch(s.text, -1) {
		if r := m.ends(f[1]); r != "" {
			continue
		}
		old := "《" + f[1] + "》"
		if f[2] != "" {
			old += "（" + f[2] + "）"
		}
		if sameText(f[1], m.short()) { // a new version under the old name: ask by its day
			old = "原" + old
			if d := issuedBefore.FindStringSubmatch(s.text); d != nil {
				old = d[1] + "的《" + f[1] + "》"
			}
		}
		a := asked{rule: "repeal", typ: 8, q: old + "还有效吗", also: []string{old + "现在还能引用吗", old + "废止了吗"}, plain: true}
		out = append(out, m.draft(a, "不再有效，已经废止。"+m.named()+p.label+"规定："+strings.TrimSuffix(m.slice(p.start, p.end), "\n"), p))
	}
	return out
}

var issuedBefore = regexp.MustCompile(`(\d{4}年\d{1,2}月\d{1,2}日(?:[^《》，。]{0,30}(?:印发|公布|发布|通过))?)的?《`)

// ends says why a repeal of that title does not hold, "" where it does.
func (m *Material) ends(title string) string {
	for _, r := range m.Relations {
		if (r.Type == "repeals" || r.Type == "supersedes_org_charter" || r.Type == "replaces") && sameText(r.TargetTitle, title) && r.State == "rejected" {
			return "人已否定这一废止关系"
		}
	}
	return ""
}

func sameText(a, b string) bool {
	clean := strings.NewReplacer("中华人民共和国", "", "、", "", " ", "", "　", "", "\n", "").Replace
	return clean(a) == clean(b)
}
