package sentence

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func texts(s string) []string {
	var out []string
	for _, x := range Split(s) {
		out = append(out, x.Text)
	}
	return out
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"full stops", "甲负责乙。丙负责丁！戊？", []string{"甲负责乙。", "丙负责丁！", "戊？"}},
		{"closing quote stays", "他说“可以。”然后走了。", []string{"他说“可以。”", "然后走了。"}},
		{"stop inside brackets", "本规定（试行。另有规定的除外）自印发之日起施行。", []string{"本规定（试行。另有规定的除外）自印发之日起施行。"}},
		{"lines", "第一行\n第二行。", []string{"第一行", "第二行。"}},
		{"semicolon in a sentence", "甲负责乙；丙负责丁。", []string{"甲负责乙；丙负责丁。"}},
		{"items by line", "有下列情形之一的：\n（一）超编；\n（二）混编。", []string{"有下列情形之一的：", "（一）超编；", "（二）混编。"}},
		{"items on one line", "主要职责是：（一）拟订规划；（二）管理数据。", []string{"主要职责是：", "（一）拟订规划；", "（二）管理数据。"}},
		{"spaces of a flattened page", "关于稳岗的通知 各有关单位： 为深入贯彻，制定本措施。 一、加强管理。", []string{"关于稳岗的通知", "各有关单位：", "为深入贯彻，制定本措施。", "一、加强管理。"}},
		{"Latin spaces stay", "网址为 http://a.gov.cn/x y 可查。", []string{"网址为 http://a.gov.cn/x y 可查。"}},
		{"no stop at the end", "机关行政编制61名", []string{"机关行政编制61名"}},
		{"empty", " \n ", nil},
	} {
		require.Equal(t, c.want, texts(c.in), c.name)
	}
}

func TestRangesAreVerbatim(t *testing.T) {
	text := "　第六条　云澜市数据局机关行政编制61名。设局长1名，副局长3名；\n（一）办公室。 负责机关运转。"
	runes := []rune(text)
	for _, s := range Split(text) {
		require.Equal(t, s.Text, string(runes[s.Start:s.End]))
		for _, c := range Clauses(s) {
			require.Equal(t, c.Text, string(runes[c.Start:c.End]))
		}
	}
}

func TestItemsKnowTheirLead(t *testing.T) {
	all := Split("违反规定。有下列行为之一的，给予处分：\n（一）擅自设立机构；\n（二）擅自超编。情节严重的，从重。\n（三）其他。\n本条例自印发之日起施行。\n（四）孤立。")
	leads := map[string]string{}
	for _, s := range all {
		if s.Lead >= 0 {
			leads[s.Text] = all[s.Lead].Text
		}
	}
	lead := "有下列行为之一的，给予处分："
	require.Equal(t, map[string]string{"（一）擅自设立机构；": lead, "（二）擅自超编。": lead, "（三）其他。": lead}, leads)
}

func TestNestedLead(t *testing.T) {
	all := Split("主要职责是：\n（一）职责分工如下：\n1.甲负责乙；\n2.丙负责丁。")
	require.Equal(t, 1, all[2].Lead)
	require.Equal(t, 1, all[3].Lead)
	require.Equal(t, 0, all[1].Lead)
}

func TestClauses(t *testing.T) {
	s := Split("甲负责乙；丙负责丁，戊配合。")[0]
	var got []string
	for _, c := range Clauses(s) {
		got = append(got, c.Text)
	}
	require.Equal(t, []string{"甲负责乙；", "丙负责丁，", "戊配合。"}, got)
}

func TestMarker(t *testing.T) {
	require.Equal(t, "（三）", Marker("（三）办公室。"))
	require.Equal(t, "", Marker("第三条 办公室。"))
}
