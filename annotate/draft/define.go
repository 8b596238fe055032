package draft

import (
	"regexp"
	"strings"
)

var (
	definition = regexp.MustCompile(`^(?:本[\p{Han}]{1,3}(?:所称|中|所指|所说)的?|所称的?)(.{2,24}?)(?:，是指|是指|，指|，是|，包括)(.+)$`)
	glossary   = regexp.MustCompile(`^(?:[（(]` + numerals + `+[）)])?\s*([^，。；：]{2,16}?)(?:，是指|：是指|是指)(.+)$`)
	glossLead  = regexp.MustCompile(`(?:用语|术语|概念).{0,8}(?:含义|定义|是指)`)
	notSame    = regexp.MustCompile(`^([^，。；]{2,24}?)不(属于|是)([^，。；]{2,16})$`)
)

// defined: 本办法所称X，是指Y。
func defined(m *Material, s sentence) (asked, bool) {
	f := definition.FindStringSubmatch(s.text)
	if f == nil {
		return asked{}, false
	}
	return definitionOf(m, strings.Trim(f[1], "“”《》")), subject(f[1], 2, 24)
}

func definitionOf(m *Material, term string) asked {
	return asked{rule: "definition", typ: 1, q: "什么是" + term, plain: true, alone: false,
		also: []string{term + "是什么意思", "《" + quotedTitle(m.short()) + "》所称的" + term + "指什么"}}
}

// defineItems: 本法下列用语的含义：（一）X，是指Y；… Each item is a definition of its own.
func defineItems(m *Material, a article) (out []Draft) {
	for i, l := range a.lines {
		if l.item || !glossLead.MatchString(l.text) {
			continue
		}
		for j := i + 1; j < len(a.lines) && a.lines[j].item; j++ {
			x := a.lines[j]
			f := glossary.FindStringSubmatch(x.text)
			if f == nil || !subject(f[1], 2, 16) {
				continue
			}
			term := strings.Trim(f[1], "“”")
			text := itemHead.ReplaceAllString(x.text, "")
			out = append(out, m.draft(definitionOf(m, term), "根据"+m.named()+a.label+"，"+strings.TrimRight(text, "；"), newPlace(x.start, x.end, a.label)))
		}
	}
	return out
}

// contrasted: X不属于Y。
func contrasted(m *Material, s sentence) (asked, bool) {
	first, _, _ := strings.Cut(s.text, "，")
	f := notSame.FindStringSubmatch(first)
	if f == nil || !subject(f[1], 2, 24) || strings.ContainsAny(f[1], "的时") && runeLen(f[1]) > 14 || strings.Contains(f[3], "的") || strings.Contains(f[1], "用于") || strings.Contains(f[1], "对") {
		return asked{}, false
	}
	lead := "不" + f[2] + "。"
	return asked{rule: "contrast", typ: 2, q: f[1] + f[2] + f[3] + "吗", lead: lead, plain: true,
		also: []string{f[1] + "算不算" + f[3], f[1] + "和" + f[3] + "是一回事吗"}}, true
}
