package structure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/parse"
)

// resultOf is a parsed text without a file: one block a line.
func resultOf(t *testing.T, text string) *parse.Result {
	t.Helper()
	r := &parse.Result{Format: "txt"}
	at := 0
	var kept []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		n := len([]rune(l))
		r.Blocks = append(r.Blocks, parse.Block{Kind: parse.Paragraph, Text: l, Start: at, End: at + n})
		kept = append(kept, l)
		at += n + 1
	}
	r.Text = strings.Join(kept, "\n")
	return r
}

func analyzedRow(t *testing.T, title, text string) *Document {
	t.Helper()
	r := resultOf(t, text)
	d := AnalyzeRow(title, r)
	requireSound(t, title, r, d)
	return d
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]int{"一": 1, "十": 10, "十二": 12, "二十": 20, "六十一": 61, "一百零三": 103, "一百一十": 110, "一千二百六十": 1260,
		"一万二千": 12000, "二〇一九": 2019, "两": 2, "61": 61, "６１": 61, "〇": 0} {
		n, ok := ParseNumber(s)
		require.True(t, ok, s)
		require.Equal(t, want, n, s)
	}
	for _, s := range []string{"", "甲", "十甲", "-1"} {
		_, ok := ParseNumber(s)
		require.False(t, ok, s)
	}
	for n := 1; n < 2500; n++ {
		got, ok := ParseChineseNumber(chinese(n))
		require.True(t, ok, n)
		require.Equal(t, n, got, chinese(n))
	}
}

func TestDocNumbers(t *testing.T) {
	for s, want := range map[string]string{
		"云编办〔2024〕12号":            "云编办〔2024〕12号",
		"云编办[2024]12号":            "云编办〔2024〕12号",
		"云编办（2024）12号":            "云编办〔2024〕12号",
		"云编办【2024】第12号":           "云编办〔2024〕12号",
		"根据云编办〔2024〕12号文件":        "云编办〔2024〕12号",
		"按照市委印发的云编办〔2024〕12号执行":   "云编办〔2024〕12号",
		"云政发〔2023〕1号和云编办〔2024〕2号": "云政发〔2023〕1号",
		"中华人民共和国国务院令第486号":        "国务院令第486号",
		"云澜市人民政府令 第12号":           "云澜市人民政府令第12号",
		"中华人民共和国国务院、中华人民共和国中央军事委员会令第521号": "国务院、中央军事委员会令第521号",
		"没有文号": "",
	} {
		no, ok := ParseDocNo(s)
		require.Equal(t, want != "", ok, s)
		require.Equal(t, want, no.String(), s)
	}
}

func TestTitlesAreNormalised(t *testing.T) {
	for s, want := range map[string]string{
		"中华人民共和国国务院组织法":              "国务院组织法",
		"国务院组织法(2024-03-11).md":      "国务院组织法",
		"《国务院组织法》":                   "国务院组织法",
		"国务院 组织法（2024年修订）":           "国务院组织法",
		"云澜市管理办法（试行）":                "云澜市管理办法（试行）",
		"关于修改〈云澜市条例〉的决定":             "关于修改《云澜市条例》的决定",
		"《甲办法》和《乙办法》":                "《甲办法》和《乙办法》",
		"中华人民共和国刑法修正案（七）":            "刑法修正案（七）",
		"国务院关于修改部分行政法规的决定(2016).txt": "国务院关于修改部分行政法规的决定（2016）", // another year, another decision
	} {
		require.Equal(t, want, NormalizeTitle(s), s)
	}
}

func TestFoldKeepsPositions(t *testing.T) {
	s := "（一）云编办[2024]１２号：職責,內設機構　𠮷<甲>"
	require.Equal(t, len([]rune(s)), len([]rune(fold(s))))
	require.Equal(t, "（一）云编办〔2024〕12号：职责，内设机构 𠮷〈甲〉", fold(s))
}

func TestMarks(t *testing.T) {
	for s, want := range map[string]string{
		"第三条 甲": "第三条", "第三条之一 甲": "第三条之一", "第一章 总则": "第一章", "第一章总则": "第一章", "一、总体要求": "一",
		"（三）甲": "（三）", "(三)甲": "（三）", "1.甲": "1", "1、甲": "1", "（1）甲": "（1）", "①甲": "①",
		"1.5亿元": "", "第一章规定的事项，应当公开。": "", "二〇二〇年六月": "", "第三条第二款规定的": "", "一般规定": "",
	} {
		require.Equal(t, want, markOf(fold(s), false, 2).seg, s)
	}
	require.Equal(t, "", markOf("第九条所列情形", false, 2).seg, "no blank and out of turn")
	require.Equal(t, "第三条", markOf("第三条为了管理", false, 2).seg, "no blank, but in turn")
}

func TestSentences(t *testing.T) {
	l := line{Block: parse.Block{Text: "甲。乙（丙。丁）；“戊。”己", Start: 10, End: 24}}
	l.fold = fold(l.Text)
	var got []string
	runes := []rune(l.Text)
	for _, s := range l.sentences() {
		got = append(got, string(runes[s.start-10:s.end-10]))
	}
	require.Equal(t, []string{"甲。", "乙（丙。丁）；", "“戊。”己"}, got)
}
