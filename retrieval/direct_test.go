package retrieval

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/civil"
)

func TestNamesInAQuestion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"根据云编办〔2024〕12号文件":    "云编办〔2024〕12号",
		"云编办[2024]12号":        "云编办〔2024〕12号",
		"云编办（２０２４）第12号说了什么":   "云编办〔2024〕12号",
		"云编办【2024】 012 号":     "云编办〔2024〕12号",
		"中央编办发(2007)5号还能引用吗":  "中央编办发〔2007〕5号",
		"请解释厅字﹝2018﹞53号的内设机构": "厅字〔2018〕53号",
	} {
		require.Contains(t, namesIn(text).docNos, want, text)
	}
	for text, want := range map[string]order{
		"国务院令第486号":      {"国务院", "486"},
		"486号令第九条":       {"", "486"},
		"第486号令":         {"", "486"},
		"依照国务院令 第 227 号": {"依照国务院", "227"},
	} {
		require.Equal(t, []order{want}, namesIn(text).orders, text)
	}
	for text, want := range map[string]string{
		"《中华人民共和国公务员法》第十四条":       "公务员法",
		"国务院组织法第9条怎么说":            "国务院组织法",
		"什么是地方各级人民政府机构设置和编制管理条例？": "地方各级人民政府机构设置和编制管理条例",
		"民法典第五十四条":                "民法典第五十四条",
		"《“三定”规定制定和实施办法》何时施行":     "“三定”规定制定和实施办法",
	} {
		got := namesIn(text).titles
		require.True(t, slices.ContainsFunc(got, func(x title) bool { return x.text == want }), "%s: %v", text, got)
	}
	n := namesIn("《公务员法》第21条第二款第（三）项和第一百零七条")
	require.ElementsMatch(t, []string{"第二十一条", "第一百零七条"}, n.articles)
	require.ElementsMatch(t, []string{"第二款", "（三）"}, n.parts)
	require.True(t, namesIn("我想问数据局有几个处").none())
}

func directs(r Result) (out []string) {
	for _, h := range r.Hits {
		if h.Direct != "" {
			out = append(out, h.Direct+" "+h.Address)
		}
	}
	return out
}

func TestDirectHitsComeFirst(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	for _, w := range quotas() {
		c.add(w)
	}
	c.add(&work{title: "地方各级人民政府机构设置和编制管理条例", docNo: "国务院令第486号", from: "2007-05-01",
		addresses: []string{"第一章/第一条", "第二章/第九条", "第二章/第十条"}, texts: []string{"为了规范地方各级人民政府机构设置。", "地方各级人民政府行政机构的设立、撤销，由本级人民政府提出方案。", "职责划分有异议的，应当主动协商解决。"}})
	for question, want := range map[string][]string{
		"《云澜市机构编制管理办法》第九条第二款":       {"article 第一章/第九条/第二款", "article 第一章/第九条/第一款"},
		"云澜市机构编制管理办法第9条":            {"article 第一章/第九条/第一款", "article 第一章/第九条/第二款"},
		"486号令第十条讲什么":               {"article 第二章/第十条"},
		"国务院令第486号第九条":              {"article 第二章/第九条"},
		"省政府令第486号第九条":              nil, // another body's order
		"云政发[2020]5号第八条":            {"article 第一章/第八条"},
		"按照云编办（2024）12号，数据局行政编制多少名": {"doc_no 第六条", "doc_no 第一条"},
		"《云澜市会议费管理细则》":              {"title 第1段"},
		"《云澜市会议费管理细则》第九条":           {"title 第1段"}, // has no articles
		"第九条":         nil, // of what?
		"《没有这个办法》第九条": nil,
	} {
		for _, leg := range []Leg{Fused, Lexical, Dense} {
			res := c.find(Query{Text: question, Leg: leg, K: 8})
			require.Equal(t, want, directs(res), "%s %s", question, leg)
			for i, h := range res.Hits {
				require.Equal(t, i < len(want), h.Direct != "", "direct hits stand before all others")
				require.True(t, i == 0 || h.Score <= res.Hits[i-1].Score)
			}
			require.Empty(t, directs(c.find(Query{Text: question, Leg: leg, NoDirect: true})))
		}
	}
}

func TestTheLongerTitleIsMeant(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	c.add(&work{title: "组织法", texts: []string{"一般的组织法。"}})
	full := c.add(&work{title: "中华人民共和国国务院组织法", texts: []string{"国务院实行总理负责制。"}})
	hidden := c.add(&work{title: "关于实施国务院组织法的办法", clearance: auth.L4, texts: []string{"实施办法。"}})
	named := func(l auth.Clearance, q string) (ids []int64) {
		res, err := c.Search(c.as(l), Query{Text: q})
		require.NoError(t, err)
		for _, h := range res.Hits {
			if h.Direct != "" {
				ids = append(ids, h.DocumentID)
			}
		}
		return ids
	}
	require.Equal(t, []int64{full.document}, named(auth.L4, "国务院组织法是哪一年的"))
	require.Equal(t, []int64{hidden.document}, named(auth.L4, "关于实施国务院组织法的办法有几条"))
	require.Equal(t, []int64{full.document}, named(auth.L1, "关于实施国务院组织法的办法有几条"), "a hidden title must not show by what it displaces")
}

func TestDirectHitsRespectTheDay(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	old := c.add(&work{title: "国务院组织法", from: "1982-12-10", to: "2024-03-11", addresses: []string{"第三条"}, texts: []string{"国务院行使宪法第八十九条规定的职权。"}})
	c.add(&work{title: "国务院组织法", document: old.document, from: "2024-03-11", addresses: []string{"第三条"}, texts: []string{"国务院坚持中国共产党的领导。"}})
	text := func(day string) string {
		res := c.find(Query{Text: "国务院组织法第三条", AsOf: civil.MustParse(day)})
		require.Equal(t, []string{"article 第三条"}, directs(res))
		return res.Hits[0].Text
	}
	require.Contains(t, text("2024-03-10"), "第八十九条")
	require.Contains(t, text("2024-03-11"), "中国共产党")
	require.Len(t, directs(c.find(Query{Text: "国务院组织法第三条", AnyValidity: true})), 2)
	require.Empty(t, c.find(Query{Text: "国务院组织法第三条", AsOf: civil.MustParse("1980-01-01")}).Hits)
}
