package understand

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLikelyBodies(t *testing.T) {
	l := NewLexicon(append([]string{"云澜市环境宣传教育中心", "云澜市农业综合行政执法支队", "云澜市农机安全监理所", "云澜市西山区卫生健康局"}, bodies...))
	for q, want := range map[string]string{
		"市数剧局行政编制几名":      "云澜市数据局",
		"市卫键委的职责":         "云澜市卫生健康委员会",
		"西山区卫键局编制":        "云澜市西山区卫生健康局",
		"市环境宣教中心还剩多少编制":   "云澜市环境宣传教育中心",
		"农业综合执法支队编制多少":    "云澜市农业综合行政执法支队",
		"市农机安监所什么时候撤的":    "云澜市农机安全监理所",
		"云澜市环境宣教中心事业编制几名": "云澜市环境宣传教育中心",
	} {
		known, unknown := l.Find(q)
		require.Len(t, known, 1, q)
		require.Equal(t, []string{want}, known[0].Bodies, q)
		require.True(t, known[0].Likely, q)
		require.Empty(t, unknown, q)
	}
	for _, q := range []string{"市体育局编制多少", "南岭区卫键局编制", "市水务局行政编制几名", "市教委编制", "新设一个局谁批", "机构编制委员会办公室的职责"} {
		known, _ := l.Find(q)
		for _, m := range known {
			require.False(t, m.Likely, "%s: %v", q, m)
		}
	}
}

func TestFormal(t *testing.T) {
	for in, want := range map[string]string{
		"还能用不":        "还能用吗？",
		"周转池办法失效了没":   "周转池办法失效了吗？",
		"行政编几名":       "行政编制几名",
		"应急局还有几个编":    "应急局还有几个编制",
		"用编核准要多久":     "用编核准要多久",
		"编办在哪":        "编办在哪",
		"啥叫县编乡用":      "什么叫县编乡用",
		"编外人员怎么管":     "编外人员怎么管",
		"能不能调剂":       "能不能调剂",
		"事业编制和行政编制":   "事业编制和行政编制",
		"什么时候上报的，咋批的": "什么时候上报的，怎么批的",
	} {
		require.Equal(t, want, formal(in), in)
	}
}
