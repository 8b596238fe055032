package claim

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]int{
		"61": 61, "六十一": 61, "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "一百一十": 110, "二〇二四": 2024,
		"两": 2, "三": 3, "一千二百": 1200, "一万两千": 12000, "６１": 61, "一百一": 101,
	} {
		got, ok := ParseNumber(in)
		require.True(t, ok, in)
		require.Equal(t, want, got, in)
	}
	for _, in := range []string{"", "若干", "六十a"} {
		_, ok := ParseNumber(in)
		require.False(t, ok, in)
	}
}

func values(s string) string {
	var v []string
	for _, c := range Find(s) {
		v = append(v, string(c.Kind)+":"+c.Value)
	}
	return strings.Join(v, " ")
}

func TestFind(t *testing.T) {
	for in, want := range map[string]string{
		"机关行政编制61名。":     "number:61名",
		"机关行政编制六十一名。":    "number:61名",
		"核定事业编制 12 人":    "number:12名",
		"设局长1名、副局长3名":    "number:1名 number:3名",
		"领导职数一正三副":       "number:1名 number:3名",
		"根据云编办〔2024〕12号": "doc_no:根据云编办〔2024〕12号",
		"国务院令第486号":      "doc_no:国务院令486号",
		"自2024年3月1日起施行":  "date:2024-03-01",
		"二〇二四年三月一日":      "date:2024-03-01",
		"2018年改革":        "date:2018",
		"2024-03-01":     "date:2024-03-01",
		"第十九条":           "article:第19条",
		"第一百三十三条之一":      "article:第133条之1",
		"应当统一管理":         "",
		"一般在十个工作日内答复":    "number:10个工作日",
		"10个工作日":         "number:10个工作日",
		"３个月":            "number:3个月",
		"1.4万件防护服":       "number:14000件",
		"空编率不超过百分之三":     "number:3%",
		"补助50%":          "number:50%",
		"内设机构8个":         "number:8个",
		"云编办【2024】08号":   "doc_no:云编办〔2024〕8号",
		"设8个内设机构，科级领导职数11名（8正3副）": "number:8个 number:11名 number:8名 number:3名",
	} {
		require.Equal(t, want, values(in), in)
	}
}

func TestMissing(t *testing.T) {
	quote := "云澜市数据局机关行政编制61名，设局长1名、副局长3名，自2024年3月20日起施行。"
	for _, c := range []struct {
		sentence string
		derived  []string
		missing  int
	}{
		{"云澜市数据局机关行政编制六十一名。", nil, 0},
		{"云澜市数据局机关行政编制62名。", nil, 1},
		{"设副局长三名。", nil, 0},
		{"三定自2024年3月起施行。", nil, 0},
		{"三定自2024年4月起施行。", nil, 1},
		{"三个月内完成。", nil, 1}, // 3名 does not prove 3个月
		{"核增3名后共64名。", []string{"64名"}, 0},
		{"核增3名后共65名。", []string{"64名"}, 1},
		{"依据云编办〔2024〕12号。", nil, 1},
	} {
		require.Len(t, Missing(c.sentence, []string{quote}, c.derived), c.missing, c.sentence)
	}
}

func TestMissingDocNoNeedsTheWholeCode(t *testing.T) {
	require.Empty(t, Missing("依据云编办〔2024〕12号", []string{"云编办〔2024〕12号"}, nil))
	require.Empty(t, Missing("云编办〔2024〕12号", []string{"经研究，现将云编办〔2024〕12号"}, nil))
	require.Len(t, Missing("云编办〔2024〕12号", []string{"云编办〔2024〕13号", "云编办〔2023〕12号", "东编办〔2024〕12号"}, nil), 1)
}
