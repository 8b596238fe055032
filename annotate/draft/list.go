package draft

import (
	"regexp"
	"strings"
)

var (
	oneOf   = regexp.MustCompile(`^(.{0,40}?)[，]?(?:有|具有|属于|存在)下列(情形|行为|情况|表现|条件)之一(?:的)?(?:[\p{Han}]{0,4})?，(.+)$`)
	ofThese = regexp.MustCompile(`下列`)
	consist = regexp.MustCompile(`^(.{2,40}?)(包括|的主要职责是|的职责是|的任务是|如下|分为)$`)
	punish  = regexp.MustCompile(`^(?:依法|给予|责令|处|吊销|撤销|没收|追究|依规|予以(?:警告|处分|通报|处罚))`)
)

// listed: a paragraph that opens a list: …下列材料：, 有下列情形之一的，…：
func listed(m *Material, s sentence) (asked, bool) {
	lead, ok := strings.CutSuffix(s.text, "：")
	next := s.line + 1
	if !ok || next >= len(s.art.lines) || !s.art.lines[next].item || unclear.MatchString(lead) || glossLead.MatchString(lead) {
		return asked{}, false
	}
	if f := oneOf.FindStringSubmatch(lead); f != nil {
		return casesOf(f[1], f[2], f[3])
	}
	if strings.Contains(lead, "；") {
		return asked{}, false
	}
	if ofThese.MatchString(lead) && strings.Count(lead, "下列") == 1 {
		return whichOf(lead)
	}
	if f := consist.FindStringSubmatch(lead); f != nil && subject(f[1], 2, 30) {
		q := f[1] + f[2] + "哪些"
		switch {
		case strings.HasSuffix(f[2], "是"):
			q = f[1] + strings.TrimSuffix(f[2], "是") + "有哪些"
		case f[2] == "分为":
			q = f[1] + "分为哪几类"
		case f[2] == "如下":
			q = f[1] + "有哪些"
		}
		return asked{rule: "list", typ: 22, q: q, also: []string{f[1] + "具体有哪些内容"}, alone: true}, true
	}
	return asked{}, false
}

// casesOf: who in which cases must, may or is punished.
func casesOf(who, what, then string) (asked, bool) {
	who = strings.Trim(who, "，")
	first := splitAt(then, "，；")[0]
	if who != "" && !subject(who, 2, 30) || runeLen(first) < 3 || runeLen(first) > 40 || !balanced(first) {
		return asked{}, false
	}
	who = strings.TrimSuffix(who, "，")
	if what == "表现" || what == "条件" {
		if who == "" {
			return asked{}, false
		}
		return asked{rule: "cases", typ: 22, q: who + "有哪些" + what + "的，" + first, also: []string{who + "什么情况下" + first}, alone: true}, true
	}
	if what == "行为" {
		verb := first
		if punish.MatchString(first) {
			verb = "会被" + first
		}
		q := "哪些行为" + verb
		if who != "" {
			q = who + "有哪些行为的，" + verb
		}
		return asked{rule: "cases", typ: 19, q: q, also: []string{"哪些行为属于违规，怎么处理", "对哪些行为要" + first}, alone: true}, true
	}
	q, also := "哪些情形下"+first, "什么情况下"+first
	if who != "" {
		q, also = who+"在哪些情形下"+first, "什么情况下"+who+first
	}
	return asked{rule: "cases", typ: 22, q: q, also: []string{also}, alone: true}, true
}

var kindsOfList = []struct {
	word *regexp.Regexp
	typ  int
}{
	{regexp.MustCompile(`下列(?:材料|文件|程序|步骤|手续|条件|要求|方式|办法)`), 4},
	{regexp.MustCompile(`(?:违反|处分|处罚).*下列|下列(?:违法|违规|违纪)?行为`), 19},
	{regexp.MustCompile(`下列(?:职责|职权|工作)`), 14},
}

// whichOf turns 应当提交下列材料 into 应当提交哪些材料.
func whichOf(lead string) (asked, bool) {
	parts := splitAt(lead, "，")
	q := lead
	if len(parts) > 2 { // what stands before the last two clauses is occasion, not question
		q = strings.Join(parts[len(parts)-2:], "，")
	}
	if !strings.Contains(q, "下列") || strings.Contains(q, "之一") || runeLen(q) > 60 || !balanced(q) || unclear.MatchString(q) {
		return asked{}, false
	}
	a := asked{rule: "list", typ: 22, alone: true}
	for _, k := range kindsOfList {
		if k.word.MatchString(lead) {
			a.typ = k.typ
			break
		}
	}
	if rest, ok := strings.CutPrefix(q, "下列"); ok { // 下列人员不得录用为公务员, 下列事项，由国务院决定
		q = "哪些" + strings.Replace(rest, "，", "", 1)
		a.q = q
		return a, runeLen(q) >= 6
	}
	a.q = strings.Replace(q, "下列", "哪些", 1)
	if head, tail, ok := strings.Cut(a.q, "，"); ok && runeLen(head) <= 12 && !strings.HasSuffix(head, "的") && strings.HasPrefix(tail, "应当") {
		a.q = head + tail // 申请协调应当提交哪些材料
	}
	a.also = []string{strings.Replace(strings.ReplaceAll(a.q, "应当", "要"), "哪些", "什么", 1)}
	return a, runeLen(a.q) >= 8
}
