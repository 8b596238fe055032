package understand

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/claim"
	"bianku/ingest/structure"
)

// SameAsked says whether o asks the same thing as m of the same bodies, texts, numbers and times: what has been answered for o may
// then answer m, if the words are near enough as well. One doubt is enough to say no. A time in m that o does not name is no
// difference: whether o's answer held on that day is asked of its grounds.
func (m Meaning) SameAsked(o Meaning) bool {
	switch {
	case m.Intent != o.Intent || m.Policy != "" || o.Policy != "" || m.When.Future || m.Below != o.Below:
		return false
	case !sameBodies(m, o) || m.Unit != o.Unit || !sameSet(m.Unknown, o.Unknown):
		return false
	case !sameSet(keys(m.Titles), keys(o.Titles)) || !sameSet(m.DocNos, o.DocNos) || !sameSet(m.Articles, o.Articles):
		return false
	case !sameSet(wantedNames(m), wantedNames(o)) || m.Needs != o.Needs && m.Needs != AnyThing && o.Needs != AnyThing:
		return false
	case !sameSet(figures(m), figures(o)) || !sameSet(acts.FindAllString(m.Text, -1), acts.FindAllString(o.Text, -1)):
		return false
	case negated(m.Text) != negated(o.Text) || m.YesNo != o.YesNo || !sameSet(frames(m.Text), frames(o.Text)):
		return false
	}
	return sameTime(m.When, o.When)
}

// acts are what is done to a body or a post: who sets one up is not asked by who abolishes it.
var acts = regexp.MustCompile(`设立|新设|增设|撤销|合并|更名|变更|注销|加挂|核增|核减|划转|划入|划出|收回|借用|归还|续借|入编|入册|出编|出册|登记|备案|录用|聘用|辞职|辞退|退休|招聘|报送|换领`)

var negation = regexp.MustCompile(`不得|不能|不予|不准|不可以|禁止|未经|没有|未|不(?:属于|算|包括)`)

// frame are the small words that turn a question into another one: 不负责, 除……以外, 为什么说……是错的, 少于, 已经取消, 全省. A pair that asks
// without them has not answered a question with them.
var frame = regexp.MustCompile(`不|没|未|非|无|除|以外|之外|为什么|为何|为啥|错|取消|废|如果|假如|假设|若|少于|多于|高于|低于|超过|超出|不足|以上|以下|只|仅|曾|原来|从前|以前|过去|将来|今后|以后|之后|之前|省|全国|国家|中央`)

func frames(s string) []string { return frame.FindAllString(openForms.Replace(s), -1) }

// openForms ask without saying no.
var openForms = strings.NewReplacer("能不能", "", "是不是", "", "要不要", "", "有没有", "", "可不可以", "", "不同", "", "不一样", "")

func negated(s string) bool {
	return negation.MatchString(openForms.Replace(s))
}

// sameBodies says whether both name the same bodies, by whatever names. One that could be several is not the same as anything.
func sameBodies(m, o Meaning) bool {
	names := func(x Meaning) (out []string, clear bool) {
		for _, b := range x.Bodies {
			if len(b.Bodies) != 1 {
				return nil, false
			}
			out = append(out, b.Bodies[0])
		}
		return out, true
	}
	a, clearA := names(m)
	b, clearB := names(o)
	return clearA && clearB && sameSet(a, b)
}

func sameSet(a, b []string) bool {
	sorted := func(in []string) []string {
		out := slices.Clone(in)
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(sorted(a), sorted(b))
}

func keys(titles []string) []string {
	out := make([]string, len(titles))
	for i, t := range titles {
		out[i] = structure.NormalizeTitle(t)
	}
	return out
}

func wantedNames(m Meaning) []string {
	out := make([]string, len(m.Asks))
	for i, a := range m.Asks {
		out[i] = strings.Join(a.Types, "+") + a.Title
	}
	return out
}

// figures are the numbers that a question states: 编制35名的局 is not 编制20名的局.
func figures(m Meaning) []string {
	text := m.Text
	if m.When.Text != "" {
		text = strings.Replace(text, m.When.Text, "，", 1)
	}
	var out []string
	for _, c := range claim.Find(quoted.ReplaceAllString(text, "")) {
		if c.Kind == claim.Number || c.Kind == claim.Date {
			out = append(out, c.Value)
		}
	}
	return out
}

func sameTime(m, o When) bool {
	if o.Text == "" {
		return m.From.IsZero() || m.Year != 0 || m.Month || !m.AsOf.IsZero()
	}
	return m.AsOf == o.AsOf && m.From == o.From && m.To == o.To && m.Prior == o.Prior && m.Reform == o.Reform
}
