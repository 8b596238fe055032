package draft

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSplitSentences(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"甲。", "乙“丙。丁”戊。", "己"}, splitSentences("甲。乙“丙。丁”戊。己"))
	require.Equal(t, []string{"（此件。公开）"}, splitSentences("（此件。公开）"))
	require.Nil(t, splitSentences(""))
}

func TestSplitAt(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"甲", "乙（丙，丁）", "戊"}, splitAt("甲，乙（丙，丁）；戊", "，；"))
	require.Equal(t, []string{"甲", "乙"}, splitAt("甲,乙", "，"), "in either width")
	require.Equal(t, []string{"《甲，乙》丙"}, splitAt("《甲，乙》丙", "，"))
}

func TestBalanced(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"": true, "甲（乙）": true, "《甲〈乙〉》": true, "甲（乙": false, "甲）": false, "（甲》": false, "“甲”": true} {
		require.Equal(t, want, balanced(s), s)
	}
}

func TestSubject(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"用编核准单": true, "前款规定的机构": false, "本条例所称公务员": true, "本条所称": false, "该机构": false, "甲；乙丙": false, "甲": false, "并区分情况": false} {
		require.Equal(t, want, subject(s, 2, 20), s)
	}
}

func TestLinesJoinWhatThePageBroke(t *testing.T) {
	t.Parallel()
	m := text(t, "云澜市试行办法", "第一条　为了规范工作，制定本办法。", "第二条　申请应当提交下列材料：", "（一）申请书；", "（二）说明。", "第三条　本办法自2020年1月1日起施行。")
	a := m.articles()
	require.Len(t, a, 3)
	require.Equal(t, "申请应当提交下列材料：\n（一）申请书；\n（二）说明。", a[1].body())
	require.Equal(t, []bool{false, true, true}, []bool{a[1].lines[0].item, a[1].lines[1].item, a[1].lines[2].item})
	require.Equal(t, 1, a[1].paragraphs())
	for first, second := range map[string]string{"编制和领导": "职数", "由市委编办负责，": "报市委编委审批。"} {
		require.True(t, goesOn(first, second), first)
	}
	require.False(t, goesOn("一、总体要求", "按照原则办理。"), "a heading is a line of its own")
	require.False(t, goesOn("甲；", "乙"))
	require.False(t, goesOn("甲", "（二）乙"))
}

func TestSentencesOfAnArticle(t *testing.T) {
	t.Parallel()
	a := article{lines: []line{{text: "甲应当报告。但是，乙不报告。"}, {text: "（一）丙。", item: true}}}
	got := a.sentences()
	require.Len(t, got, 2)
	require.Equal(t, "甲应当报告", got[0].text)
	require.Equal(t, "乙不报告", got[1].text, "the turn is not part of it")
}
