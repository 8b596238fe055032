package draft

import (
	"regexp"
	"strings"
)

var (
	forbids   = regexp.MustCompile(`^(.{2,22}?)(?:一律|均|也|都)?(不得|不准|禁止|严禁)(.{2,36})$`)
	denies    = regexp.MustCompile(`^(.{2,22}?)不(核定|作为|单独|另设|计入|纳入|占用|办理|承担|参与|实行|适用)(.{1,30})$`)
	allows    = regexp.MustCompile(`^(.{2,24}?)可以(.{4,40})$`)
	exception = regexp.MustCompile(`除.{0,40}外|但是|但|例外|另有规定|未经|擅自|违反`)
	condition = regexp.MustCompile(`^(.{6,50}?)的，(.+)$`)
	wrong     = regexp.MustCompile(`违反|擅自|虚报|瞒报|伪造|篡改|骗取|冒用|逾期|未经|超出|超过规定|拒不|拒绝|滥用|玩忽|未按|不按|不履行|失职|挪用|泄露|隐瞒|构成犯罪|情节`)
	sanction  = regexp.MustCompile(`处分|处罚|责令|警告|罚款|追究|处理|通报|撤销|没收|吊销|暂停|收回|清退|不予`)
	mixing    = regexp.MustCompile(`编制|职数`)
)

// forbidden: X不得Y. Whoever asks wants to know whether it is allowed.
func forbidden(m *Material, s sentence) (asked, bool) {
	if exception.MatchString(s.text) {
		return asked{}, false
	}
	first := splitAt(s.text, "，；")[0]
	if f := forbids.FindStringSubmatch(first); f != nil && actor(f[1]) && !strings.Contains(f[3], "下列") && !strings.HasPrefix(f[3], "超过") && !strings.HasPrefix(f[3], "少于") && !strings.HasPrefix(f[3], "低于") && !strings.HasSuffix(f[3], "的") && !strings.HasSuffix(f[3], "：") && !strings.HasPrefix(f[1], "下列") {
		typ := 3
		if mixing.MatchString(f[1]) && mixing.MatchString(f[3]) {
			typ = 18
		}
		return asked{rule: "forbidden", typ: typ, q: f[1] + "可以" + f[3] + "吗", lead: "不可以。",
			also: []string{f[1] + "能不能" + f[3], f[1] + "是否允许" + f[3]}}, true
	}
	if f := denies.FindStringSubmatch(first); f != nil && actor(f[1]) && (establishment.MatchString(f[1]) || establishment.MatchString(f[3])) {
		typ := 3
		if mixing.MatchString(f[3]) {
			typ = 18
		}
		return asked{rule: "forbidden", typ: typ, q: f[1] + "能" + f[2] + f[3] + "吗", also: []string{f[1] + "可不可以" + f[2] + f[3]}}, true
	}
	return asked{}, false
}

var kindsApart = regexp.MustCompile(`行政编制.*事业编制|事业编制.*行政编制`)

// kept: 行政编制 and 事业编制 are not for each other's bodies. It is the question of this kind that is asked most.
func keptApart(m *Material, s sentence) (asked, bool) {
	if !kindsApart.MatchString(s.text) || !strings.Contains(s.text, "不得混用") {
		return asked{}, false
	}
	return asked{rule: "apart", typ: 18, q: "行政编制和事业编制可以混用吗", lead: "不可以。",
		also: []string{"事业编制能给机关用吗", "机关能不能占用事业编制"}}, true
}

// actor says whether s is who or what a rule is about: a name without a clause in it.
func actor(s string) bool {
	return subject(s, 2, 22) && !strings.ContainsAny(s, "，、的时或") && !notTopic.MatchString(s) ||
		subject(s, 2, 22) && !strings.Contains(s, "，") && establishment.MatchString(s) && !notTopic.MatchString(s) && !strings.HasSuffix(s, "的")
}

// allowed: X可以Y, where nothing restricts it.
func allowed(m *Material, s sentence) (asked, bool) {
	first := splitAt(s.text, "，；")[0]
	f := allows.FindStringSubmatch(first)
	parts := splitAt(s.text, "，；")
	if len(parts) > 1 && !strings.HasPrefix(parts[1], "报") {
		return asked{}, false // what follows is part of it
	}
	if f == nil || !actor(f[1]) || exception.MatchString(s.text) || strings.Contains(f[2], "下列") || strings.Contains(s.text, "经") || strings.Contains(s.text, "应当") {
		return asked{}, false
	}
	return asked{rule: "allowed", typ: 3, q: f[1] + "可以" + f[2] + "吗", lead: "可以。", also: []string{f[1] + "能不能" + f[2]}}, true
}

// liable: 违反…的，由…责令改正.
func liable(m *Material, s sentence) (asked, bool) {
	f := condition.FindStringSubmatch(splitAt(s.text, "；")[0])
	if f == nil || !wrong.MatchString(f[1]) || !sanction.MatchString(f[2]) || !subject(f[1], 6, 50) || strings.Contains(f[1], "下列") || vague.MatchString(f[1]) {
		return asked{}, false
	}
	return asked{rule: "liability", typ: 19, q: f[1] + "的，怎么处理", also: []string{f[1] + "的，会有什么后果", f[1] + "的，要承担什么责任"}}, true
}

// headless conditions do not say who or what meets them.
var headless = regexp.MustCompile(`^(?:对|经|符合|属于|不属于|根据|按照|依照|在|有|无|应|可|能|已|被|由|自|需|拟|当|法律|不)`)

// demand begins what is asked of whoever meets a condition; otherwise somebody else acts.
var demand = regexp.MustCompile(`^(?:还|也)?(?:应当|须|必须|不得|期限|事先)`)

// vague conditions point at other articles: 违反本法第二十条规定的.
var vague = regexp.MustCompile(`第` + numerals + `+条|前款|上述|所列|本条[^例]|依照`)

// conditional: X的，应当Y. The last resort of a sentence that no other rule reads.
func conditional(m *Material, s sentence) (asked, bool) {
	f := condition.FindStringSubmatch(splitAt(s.text, "；")[0])
	if f == nil || !subject(f[1], 8, 40) || headless.MatchString(f[1]) || strings.Contains(f[1], "，") && runeLen(f[1]) > 30 || strings.Contains(f[1], "下列") || strings.Contains(f[1], "的或者") || vague.MatchString(f[1]) ||
		!must.MatchString(f[2]) && !strings.Contains(f[2], "可以") && !strings.Contains(f[2], "由") || runeLen(f[2]) < 8 || wrong.MatchString(f[1]) {
		return asked{}, false
	}
	q := "的，怎么处理"
	if demand.MatchString(f[2]) {
		q = "的，有什么规定"
	}
	return asked{rule: "condition", typ: 4, q: f[1] + q, also: []string{f[1] + "的，应当怎么办"}}, true
}
