package draft

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
)

func named(title, no string) *Material {
	v := ingest.Version{}
	v.Title, v.DocNo = title, no
	return &Material{Version: v}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	require.Equal(t, "《云澜市甲办法》（云编〔2020〕1号）", named("云澜市甲办法", "云编〔2020〕1号").named())
	require.Equal(t, "《关于修改〈甲办法〉的决定》", named("关于修改《甲办法》的决定", "").named())
	require.Equal(t, "公务员法", named("中华人民共和国公务员法", "").short())
}

func TestQuestionNamesTheText(t *testing.T) {
	t.Parallel()
	m := named("云澜市编制周转池管理办法", "")
	require.Equal(t, "县（区）可以参照《云澜市编制周转池管理办法》执行吗？", m.question("县（区）可以参照本办法执行吗"))
	require.Equal(t, "由谁统一领导云澜市编制工作？", m.question("由谁统一领导全市编制工作"))
	require.Equal(t, "云澜市由谁领导编制工作？", m.question("云澜市由谁领导全市编制工作？"), "the city once")
	require.Equal(t, "按照《云澜市编制周转池管理办法》，借用期限最长是多久？", m.under("借用期限最长是多久"))
	require.Equal(t, "《云澜市编制周转池管理办法》由谁解释？", m.under("本办法由谁解释"))
}

// A question names its text unless it has a rare word of the title in it.
func TestSpecific(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title, q string
		want     bool
	}{
		{"云澜市编制周转池管理办法", "周转池编制的来源包括哪些", true},
		{"云澜市编制周转池管理办法", "借用期限最长是多久", false},
		{"云澜市机构编制管理办法", "单位空编超过2年未使用的，怎么处理", true},
		{"云澜市机构编制管理办法", "情况复杂的，由谁批准", false},
		{"中华人民共和国公务员法", "公务员应当具备哪些条件", true},
		{"中华人民共和国公务员法", "公示期最短是多久", false},
		{"云澜市事业单位登记管理实施细则", "事业单位应当提交哪些材料", false},
	} {
		require.Equal(t, c.want, named(c.title, "").specific(c.q), c.q)
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"云澜市机构编制管理办法": "云澜市", "中共云澜市委办公室职能配置规定": "云澜市", "公务员法": "", "江南省云澜市甲办法": "江南省云澜市"} {
		require.Equal(t, want, named(title, "").home(), title)
	}
}

func TestFullStop(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"甲": "甲。", "甲。": "甲。", "（四）甲；": "（四）甲。", "“甲。”": "“甲。”", "甲\n": "甲。", "甲：": "甲。"} {
		require.Equal(t, want, fullStop(s), s)
	}
}

func TestChineseNumerals(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "一", 10: "十", 11: "十一", 20: "二十", 25: "二十五"} {
		require.Equal(t, want, chinese(n))
	}
}

func TestDistinct(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"b", "c", "d"}, distinct([]string{"a", "b", "b", "c", "d", "e"}, "a"))
}

// A long article is answered by the paragraph with its items; the label says which.
func TestAnswerPartOfALongArticle(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("机关应当依照规定办理有关事项，", 30)
	m := text(t, "云澜市试行办法", "第一条　为了规范工作，制定本办法。", "第二条　"+long+"不得推诿。", "有下列情形之一的，不予核准用编：", "（一）无空编的；", "（二）超编的。",
		"第三条　本办法自2020年1月1日起施行。")
	d := find(t, m, "哪些情形下不予核准用编？")
	require.Equal(t, "根据《云澜市试行办法》第二条第二款，有下列情形之一的，不予核准用编：\n（一）无空编的；\n（二）超编的。", d.Answer)
	require.NotContains(t, d.Basis[0].Quote, "推诿")
}

func TestBasisOfSeveralChunks(t *testing.T) {
	t.Parallel()
	m := sampled(t, "云澜市数据局职能配置内设机构和人员编制规定(2026)")
	d := find(t, m, "云澜市数据局的主要职责有哪些？")
	require.Len(t, d.Basis, 14)
	long := *sampled(t, "市场监督管理局职能配置")
	all := find(t, &long, "云澜市市场监督管理局有哪些内设机构？")
	require.LessOrEqual(t, len(all.Basis), 20, "more than eighteen places are one range")
}
