package retrieval

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/structure"
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

func TestLocalNames(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	for title, want := range map[string]string{
		"云澜市编制周转池管理办法":           "编制周转池管理办法",
		"云澜市编制周转池管理办法（试行）":       "编制周转池管理办法",
		"中共云澜市委机构编制工作规则":         "委机构编制工作规则", // 市委 is a body, not a place
		"云澜市人民政府办公室公文处理细则":       "公文处理细则",
		"中国共产党机构编制工作条例":          "机构编制工作条例",
		"松陵自治县事业单位登记办法":          "事业单位登记办法",
		"云澜市数据局职能配置、内设机构和人员编制规定": "数据局职能配置、内设机构和人员编制规定",
		"云澜市管理办法":                "",
		"云澜市人民政府工作规则":            "",
		"云澜市实施办法（试行）":            "",
		"少数民族地区干部管理办法":           "",
		"城市管理条例":                 "",
		"编制周转池管理办法":              "",
		"云澜市":                    "",
		"":                       "",
	} {
		var got string
		require.NoError(t, c.pool.QueryRow(t.Context(), `select retrieval.local_name($1)`, title).Scan(&got))
		require.Equal(t, want, got, title)
	}
}

func TestThePlaceInFrontOfATitle(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"松陵县": "松陵县", "请问松陵县的": "请问松陵县", "云澜市人民政府《": "云澜市", "本市": "", "我市的": "", "全省": "", "根据": "", "": "", "云澜市财政局的": "",
	} {
		require.Equal(t, want, placeBefore(text), text)
	}
}

// TestABareTitleWithAnArticle: the title stands without 《》, whole, short, or without its place.
func TestABareTitleWithAnArticle(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	articles := []string{"第一条", "第九条", "第七十九条"}
	texts := func(s string) []string {
		return []string{s + "目的。", s + "的编制周转池使用期限不超过三年。", s + "的附则。"}
	}
	pool := c.add(&work{title: "云澜市编制周转池管理办法", addresses: articles, texts: texts("本市")})
	law := c.add(&work{title: "中华人民共和国地方各级人民代表大会和地方各级人民政府组织法", addresses: articles, texts: texts("国家")})
	generic := c.add(&work{title: "云澜市管理办法", addresses: articles, texts: texts("某个")})
	party := c.add(&work{title: "中国共产党机构编制工作条例", addresses: articles, texts: texts("党")})
	for question, want := range map[string]int64{
		"编制周转池管理办法第九条":         pool.document,
		"编制周转池管理办法第9条怎么说":      pool.document,
		"云澜市编制周转池管理办法第九条":      pool.document,
		"请问云澜市的编制周转池管理办法第九条":   pool.document,
		"本市编制周转池管理办法第九条":       pool.document,
		"《编制周转池管理办法》第九条":       pool.document,
		"湖东省云澜市编制周转池管理办法第九条":   pool.document,
		"松陵县编制周转池管理办法第九条":      0, // another place's
		"地方组织法第九条":             law.document,
		"根据地方组织法第九条，":          law.document,
		"机构编制工作条例第九条":          party.document,
		"管理办法第九条":              0, // of what?
		"云澜市管理办法第九条":           generic.document,
		"云澜市机构编制管理办法第九条":       0,             // not in the corpus
		"编制周转池管理办法第九十条有没有":     pool.document, // named, but has no such article
		"《没有的办法》和编制周转池管理办法第九条": pool.document,
	} {
		for _, leg := range []Leg{Fused, Lexical, Dense} {
			res := c.find(Query{Text: question, Leg: leg})
			if want == 0 {
				require.Empty(t, directs(res), question)
				continue
			}
			require.Equal(t, want, res.Hits[0].DocumentID, question)
			if question != "编制周转池管理办法第九十条有没有" {
				require.Equal(t, []string{"article 第九条"}, directs(res), "%s %s", question, leg)
			} else {
				require.Equal(t, "title", res.Hits[0].Direct)
			}
		}
	}
}

// TestANameOfManyNamesNone: which of four places is meant nobody knows; with the place, it is known. A text that bears the
// name whole is meant before any that bears it behind a place, and what one may not see is not among the namesakes.
func TestANameOfManyNamesNone(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	var all []*work
	for i, place := range []string{"云澜市", "松陵县", "柳河县", "湖东省"} {
		l := auth.L1
		if i == 3 {
			l = auth.L3
		}
		all = append(all, c.add(&work{title: place + "编制周转池管理办法", clearance: l, addresses: []string{"第九条"}, texts: []string{place + "的期限。"}}))
	}
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
	require.Empty(t, named(auth.L3, "编制周转池管理办法第九条"))
	require.Len(t, named(auth.L1, "编制周转池管理办法第九条"), 3)
	require.Equal(t, []int64{all[1].document}, named(auth.L3, "松陵县的编制周转池管理办法第九条"))
	require.Equal(t, []int64{all[3].document}, named(auth.L3, "湖东省编制周转池管理办法第九条"))
	require.Empty(t, named(auth.L1, "湖东省编制周转池管理办法第九条"), "not even known to exist")
	whole := c.add(&work{title: "编制周转池管理办法", addresses: []string{"第九条"}, texts: []string{"国家的期限。"}})
	require.Equal(t, []int64{whole.document}, named(auth.L1, "编制周转池管理办法第九条"))
}

func TestEveryVersionsNumberNamesTheWork(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	old := c.add(&work{title: "云澜市编制规定", docNo: "云政发〔2010〕5号", from: "2010-01-01", to: "2020-01-01", texts: []string{"旧的条文。"}})
	c.add(&work{title: "云澜市编制规定", docNo: "云政令第31号", from: "2020-01-01", document: old.document, texts: []string{"新的条文。"}})
	c.add(&work{title: "云澜市编制规定（草案）", docNo: "云政草〔2023〕1号", draft: true, document: old.document, texts: []string{"草案的条文。"}})
	texts := func(q Query) (out []string) {
		for _, h := range c.find(q).Hits {
			if h.Direct != "" {
				out = append(out, h.Text)
			}
		}
		return out
	}
	day := civil.MustParse("2015-06-01")
	require.Equal(t, []string{"旧的条文。"}, texts(Query{Text: "云政发〔2010〕5号", AsOf: day}))
	require.Equal(t, []string{"旧的条文。"}, texts(Query{Text: "云政令第31号", AsOf: day}), "the work, as it stood on the day")
	require.Equal(t, []string{"新的条文。"}, texts(Query{Text: "云政发〔2010〕5号"}))
	require.Equal(t, []string{"新的条文。"}, texts(Query{Text: "云政令第31号"}), "a number only a version bears")
	require.Empty(t, texts(Query{Text: "云政草〔2023〕1号"}), "a draft's number")
	require.Equal(t, "新的条文。", texts(Query{Text: "云政令第031号", AnyValidity: true})[0])
	require.Equal(t, "旧的条文。", texts(Query{Text: "云政发〔2010〕5号", AnyValidity: true})[0])
	require.Equal(t, "草案的条文。", texts(Query{Text: "云政草〔2023〕1号", AnyValidity: true})[0])
	c.exec(`update ingest.document set withdrawn_at = now()`)
	require.Empty(t, texts(Query{Text: "云政令第31号", AnyValidity: true}))
}

func TestANumberLeadsToTheBody(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, nil)
	c.add(&work{title: "云澜市编制周转池管理办法", docNo: "云编办〔2024〕12号",
		addresses: []string{"通知/题注", "通知", "题注", "第一条", "第二条", "第三条", "第四条", "落款"},
		texts: []string{"云编办〔2024〕12号文件", "现将云编办〔2024〕12号印发。", "云编办〔2024〕12号公布", "为了用好编制，制定本办法。", "周转池由机关管理。",
			"使用期限不超过三年。", "本办法自印发之日起施行。", "云编办 2024年1月2日"}})
	for question, want := range map[string][]string{
		"云编办〔2024〕12号":            {"doc_no 第一条", "doc_no 第二条", "doc_no 第三条"},
		"云编办〔2024〕12号文件的主要内容是什么？": {"doc_no 第一条", "doc_no 第二条", "doc_no 第三条"},
		"云编办〔2024〕12号的使用期限":       {"doc_no 第三条", "doc_no 第一条", "doc_no 第二条"},
		"云编办〔2024〕12号第四条":         {"article 第四条"},
	} {
		require.Equal(t, want, directs(c.find(Query{Text: question})), question)
	}
	c.add(&work{title: "云澜市通告", docNo: "云通〔2024〕3号", addresses: []string{"题注", "落款"}, texts: []string{"云通〔2024〕3号", "云澜市"}})
	require.Equal(t, []string{"doc_no 题注", "doc_no 落款"}, directs(c.find(Query{Text: "云通〔2024〕3号"})), "better than nothing")
}

// TestFiltersHoldForNames: every way to name a text leads to it exactly when the actor may see it, and it is valid on the day.
func TestFiltersHoldForNames(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	w := c.add(&work{title: "云澜市编制周转池管理办法", docNo: "云政发〔2021〕9号", versionNo: "云政令第44号", clearance: auth.L3, from: "2020-01-01", to: "2022-01-01",
		addresses: []string{"题注", "第九条"}, texts: []string{"云澜市人民政府令第44号", "使用期限不超过三年。"}})
	for _, text := range []string{"编制周转池管理办法第九条", "云澜市编制周转池管理办法第九条", "《云澜市编制周转池管理办法》", "云政发〔2021〕9号", "云政令第44号", "第44号令第九条"} {
		found := func(l auth.Clearance, q Query) bool {
			q.Text = text
			res, err := c.Search(c.as(l), q)
			require.NoError(t, err)
			require.Equal(t, len(res.Hits) > 0, len(directs(res)) > 0, text)
			return len(res.Hits) > 0
		}
		in, before, after := civil.MustParse("2020-01-01"), civil.MustParse("2019-12-31"), civil.MustParse("2022-01-01")
		require.True(t, found(auth.L3, Query{AsOf: in}), text)
		require.True(t, found(auth.L3, Query{AsOf: after, AnyValidity: true}), text)
		require.True(t, found(auth.L3, Query{AsOf: in, DocumentIDs: []int64{w.document}}), text)
		require.True(t, found(auth.L3, Query{AsOf: in, Kinds: []structure.Kind{structure.Law}}), text)
		require.False(t, found(auth.L2, Query{AsOf: in}), "%s: clearance", text)
		require.False(t, found(auth.L2, Query{AsOf: in, AnyValidity: true, DocumentIDs: []int64{w.document}}), text)
		require.False(t, found(auth.L4, Query{AsOf: before}), "%s: not yet", text)
		require.False(t, found(auth.L4, Query{AsOf: after}), "%s: no more", text)
		require.False(t, found(auth.L4, Query{AsOf: in, Kinds: []structure.Kind{structure.Gongwen}}), text)
		require.False(t, found(auth.L4, Query{AsOf: in, DocumentIDs: []int64{}}), text)
		c.exec(`update ingest.document set withdrawn_at = now()`)
		require.False(t, found(auth.L4, Query{AsOf: in, AnyValidity: true}), "%s: withdrawn", text)
		c.exec(`update ingest.document set withdrawn_at = null`)
		c.exec(`update retrieval.entry set clearance = 4`)
		require.False(t, found(auth.L3, Query{AsOf: in}), "%s: the entry's own clearance", text)
		c.exec(`update retrieval.entry set clearance = 1`)
	}
}
