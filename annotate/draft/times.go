package draft

import (
	"regexp"
	"strings"
)

const amount = `(?:\d+|` + numerals + `+)`

var (
	within   = regexp.MustCompile(`(` + amount + `(?:个)?(?:工作日|日|个月|月|年|天|小时))(?:内|以内|之内)`)
	byDay    = regexp.MustCompile(`((?:每年)?\d{1,2}月\d{1,2}日(?:至(?:次年)?\d{1,2}月\d{1,2}日)?)(前|以前|之前|通过|向)`)
	often    = regexp.MustCompile(`每(?:` + amount + `)?(?:年|季度|个月|月|半年|周)(?:至少)?`)
	once     = regexp.MustCompile(`(` + amount + `)次`)
	must     = regexp.MustCompile(`应当|须|必须|应`)
	noActor  = regexp.MustCompile(`(?:后|的|时|内|前|日起)$`)
	bound    = regexp.MustCompile(`^(.{2,26}?)(?:一般|原则上)?(?:应当)?(不得超过|不超过|不得少于|不少于|不得低于|不低于|最多不超过|最长不超过)(.{2,30})$`)
	measured = regexp.MustCompile(`(` + amount + `)(名|人|个|块|次|年|个月|日|周岁|倍|元|万元|小时)`)
	lasts    = regexp.MustCompile(`^(.{2,20}?)(?:的)?(有效期|期限|任期|试用期|过渡期)(?:为|是)(` + amount + `(?:年|个月|日))`)
	percent  = regexp.MustCompile(`百分之(?:` + numerals + `|点)+|\d+(?:\.\d+)?[%％]`)
)

// deadline: 应当自收到之日起5个工作日内… The figure becomes the question.
func deadline(m *Material, s sentence) (asked, bool) {
	for n, seg := range splitAt(s.text, "；") {
		at := within.FindStringSubmatchIndex(seg)
		if at == nil || len(within.FindAllString(seg, -1)) > 2 {
			continue
		}
		end := len(seg) // to the end of the clause that holds the figure
		if i := strings.IndexAny(seg[at[1]:], "，："); i >= 0 {
			end = at[1] + i
		}
		q := seg[:end]
		if within.MatchString(seg[:at[0]]) || !strings.ContainsAny(q, "应须") || runeLen(q) > 70 || runeLen(seg[at[1]:end]) < 2 {
			continue
		}
		if n > 0 && !hasActor(q) || unclear.MatchString(q) || vague.MatchString(q) || !balanced(q) {
			continue
		}
		figure := seg[at[2]:at[3]]
		a := asked{rule: "deadline", typ: 4, lead: figure + "内。", q: seg[:at[0]] + "多长时间内" + seg[at[1]:end],
			also: []string{seg[:at[0]] + "几天内" + seg[at[1]:end]}}
		if !strings.ContainsAny(figure, "日天") {
			a.also = []string{seg[:at[0]] + "多久之内" + seg[at[1]:end]}
		}
		return a, true
	}
	return asked{}, false
}

// hasActor says whether somebody stands in front of 应当.
func hasActor(q string) bool {
	at := must.FindStringIndex(q)
	return at != nil && at[0] > 0 && !noActor.MatchString(q[:at[0]])
}

// dated: 应当于每年10月31日前…
func dated(m *Material, s sentence) (asked, bool) {
	seg := splitAt(s.text, "；")[0]
	at := byDay.FindStringSubmatchIndex(seg)
	if at == nil || len(byDay.FindAllString(seg, -1)) > 1 || !hasActor(seg) || runeLen(seg) > 70 || unclear.MatchString(seg) {
		return asked{}, false
	}
	end := len(seg)
	if i := strings.Index(seg[at[1]:], "，"); i >= 0 {
		end = at[1] + i
	}
	figure, behind := seg[at[2]:at[3]], seg[at[4]:end]
	when := "什么时候"
	if strings.HasPrefix(figure, "每年") {
		when = "每年什么时候"
	}
	q := seg[:at[2]] + when + behind
	return asked{rule: "deadline", typ: 4, q: q, also: []string{strings.Replace(q, "什么时候", "几月几日", 1)}}, runeLen(behind) >= 4
}

// frequent: 每2年核定一次
func frequent(m *Material, s sentence) (asked, bool) {
	for _, seg := range splitAt(s.text, "，；") {
		at, n := often.FindStringIndex(seg), once.FindStringIndex(seg)
		if at == nil || n == nil || n[0] < at[1] || at[0] < len("单位") || !subject(seg, 8, 44) || !strings.HasPrefix(s.text, seg) {
			continue
		}
		q := seg[:at[0]] + "多久" + seg[at[1]:n[0]] + "一次" + seg[n[1]:]
		return asked{rule: "frequency", typ: 3, q: q, lead: seg[at[0]:at[1]] + seg[n[0]:n[1]] + "。",
			also: []string{seg[:at[0]] + "每隔多长时间" + seg[at[1]:n[0]] + "一次" + seg[n[1]:]}}, true
	}
	return asked{}, false
}

// limited: X不得超过Y的百分之十五, X不少于4名.
func limited(m *Material, s sentence) (asked, bool) {
	seg := splitAt(s.text, "，；")[0]
	f := bound.FindStringSubmatch(seg)
	if f == nil || !subject(f[1], 2, 26) || strings.ContainsAny(f[1], "，") || notTopic.MatchString(f[1]) || strings.HasSuffix(f[1], "按照") || strings.HasSuffix(f[1], "以") {
		return asked{}, false
	}
	a := asked{rule: "limit", typ: 3, also: []string{f[1] + "的上限是多少"}}
	if strings.ContainsAny(f[2], "少低") {
		a.also = []string{f[1] + "至少要多少"}
	}
	switch p, n := percent.FindStringIndex(f[3]), measured.FindStringSubmatchIndex(f[3]); {
	case p != nil && len(percent.FindAllString(f[3], -1)) == 1:
		a.q = f[1] + f[2] + f[3][:p[0]] + "百分之多少" + f[3][p[1]:]
	case n != nil && n[0] == 0 && strings.Contains("年 个月 日 小时", f[3][n[4]:n[5]]):
		a.q, a.also = f[1]+"最长是多久", []string{f[1] + f[2] + "多久"}
		if strings.ContainsAny(f[2], "少低") {
			a.q = f[1] + "最短是多久"
		}
	case n != nil && n[0] == 0:
		a.q = f[1] + "最多是多少" + f[3][n[4]:]
		if strings.ContainsAny(f[2], "少低") {
			a.q = f[1] + "至少是多少" + f[3][n[4]:]
		}
	default:
		return asked{}, false
	}
	return a, true
}

// lasting: X有效期为6个月
func lasting(m *Material, s sentence) (asked, bool) {
	f := lasts.FindStringSubmatch(splitAt(s.text, "，；")[0])
	if f == nil || !subject(f[1], 2, 20) {
		return asked{}, false
	}
	of := strings.TrimSuffix(f[1], "的") + "的" + f[2]
	return asked{rule: "limit", typ: 3, q: of + "是多久", also: []string{of + "有多长"}}, true
}
