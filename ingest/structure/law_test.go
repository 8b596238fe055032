package structure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const regulation = `# 云澜市河道管理条例

2005年6月1日 云澜市第三届人民代表大会常务委员会第十次会议通过

2005年7月20日 公布

2018年3月9日 云澜市第六届人民代表大会常务委员会第八次会议《关于修改〈云澜市河道管理条例〉的决定》第一次修正

<!-- INFO END -->

目 录

第一章 总 则

第二章 保护和监督

第三章 附 则

## 第一章 总 则

第一条 为了加强河道管理，根据《中华人民共和国水法》和有关法律、行政法规，结合本市实际，制定本条例。

第二条 本市行政区域内河道的管理适用本条例。

第二十条第一款规定的河道，另有规定的从其规定。

第二条之一 河道管理坚持统一规划。

## 第二章 保护和监督

### 第一节 保护

第三条 禁止下列行为：

(一)倾倒垃圾；

(二)擅自采砂。

## 第三章 附 则

第四条 本条例自2005年9月1日起施行。1998年5月6日云澜市人民政府发布的《云澜市河道管理办法》和《云澜市河道采砂管理规定》同时废止。
`

func TestLawInChapters(t *testing.T) {
	d := analyzed(t, "云澜市河道管理条例(2018-03-09).md", regulation)
	require.Equal(t, Law, d.Kind)
	require.Equal(t, "云澜市河道管理条例", d.Title)
	require.Equal(t, []string{"题注", "第一章/第一条", "第一章/第二条", "第一章/第二条之一", "第二章/第一节/第三条", "第三章/第四条"}, addresses(d))
	c := chunkOf(t, d, "第一章/第二条")
	require.Equal(t, "第二条", c.Label)
	require.Equal(t, []string{"第一章 总则"}, c.Path)
	require.Contains(t, c.Text, "第二十条第一款规定的河道", "a paragraph that begins with a reference is no article")
	require.Equal(t, []string{"第二章 保护和监督", "第一节 保护"}, chunkOf(t, d, "第二章/第一节/第三条").Path)
}

func TestLawHistoryAndDates(t *testing.T) {
	d := analyzed(t, "云澜市河道管理条例(2018-03-09).md", regulation)
	var kinds []string
	for _, e := range d.History {
		kinds = append(kinds, e.On.String()+" "+e.Kind)
	}
	require.Equal(t, []string{"2005-06-01 adopted", "2005-07-20 promulgated", "2018-03-09 amended"}, kinds)
	require.Equal(t, "2018-03-09", d.EffectiveFrom.String(), "the text as amended is in force from its amendment, not from 2005")
}

func TestLawRepealsBothTitles(t *testing.T) {
	d := analyzed(t, "云澜市河道管理条例(2018-03-09).md", regulation)
	var got []string
	for _, r := range d.Relations {
		if r.Type == "repeals" {
			got = append(got, r.TargetTitle+" "+r.TargetDate.String())
		}
	}
	require.Equal(t, []string{"云澜市河道管理办法 1998-05-06", "云澜市河道采砂管理规定 "}, got)
}

// longArticle has two 款, the second with items, more than an article that stays whole may have.
func longArticle() string {
	filler := strings.Repeat("有关部门应当依照各自职责做好相关工作，", 16)
	var items strings.Builder
	for i := 1; i <= 4; i++ {
		fmt.Fprintf(&items, "（%s）%s第%d项。\n", chinese(i), strings.Repeat("不得有的行为", 6), i)
	}
	return "云澜市市容条例\n第一条　为了加强市容管理，制定本条例。\n第二条　" + filler + "共同管理。\n违反前款规定的，有下列情形之一的，依照本条例处罚：\n" +
		items.String() + "第三条　本条例自2020年1月1日起施行。\n"
}

func TestLongArticleIsSplit(t *testing.T) {
	d := analyzed(t, "条例.txt", longArticle())
	require.Equal(t, []string{"题注", "第一条", "第二条/第一款", "第二条/第二款", "第三条"}, addresses(d),
		"a 款 whose items are short stays whole")
	require.Equal(t, "第二条第二款", chunkOf(t, d, "第二条/第二款").Label)
	require.Equal(t, []string{"第二条"}, chunkOf(t, d, "第二条/第一款").Path)

	long := strings.ReplaceAll(longArticle(), "不得有的行为", "不得有的行为和其他应当制止的各种行为")
	d = analyzed(t, "条例.txt", long)
	require.Equal(t, []string{"题注", "第一条", "第二条/第一款", "第二条/第二款", "第二条/第二款/第（一）项", "第二条/第二款/第（二）项",
		"第二条/第二款/第（三）项", "第二条/第二款/第（四）项", "第三条"}, addresses(d))
	item := chunkOf(t, d, "第二条/第二款/第（三）项")
	require.Equal(t, "第二条第二款第（三）项", item.Label)
	require.Equal(t, "违反前款规定的，有下列情形之一的，依照本条例处罚：", item.Lead)
	require.NotContains(t, item.Text, item.Lead)
}

func TestOneClauseNeedsNoNumber(t *testing.T) {
	items := ""
	for i := 1; i <= 6; i++ {
		items += fmt.Sprintf("(%s)%s；\n", chinese(i), strings.Repeat("应当公开的事项及其具体内容", 7))
	}
	d := analyzed(t, "规定.txt", "云澜市公开规定\n第一条　为了规范公开，制定本规定。\n第二条　下列事项应当公开：\n"+items+"第三条　本规定自公布之日起施行。\n")
	require.Contains(t, addresses(d), "第二条/第（三）项")
	require.Equal(t, "第二条第（三）项", chunkOf(t, d, "第二条/第（三）项").Label)
	require.True(t, strings.HasPrefix(chunkOf(t, d, "第二条/第（三）项").Text, "(三)"), "the text keeps its half-width brackets")
}

func TestBooksAndUnnumberedHeadings(t *testing.T) {
	d := analyzed(t, "法典.md", "# 云澜法典\n\n## 第一编 总则\n\n### 第一分编 通则\n\n#### 第一章 一般规定\n\n第一条 甲。\n\n## 第二编 分则\n\n### 第一章 其他\n\n第二条 乙。\n\n## 附则\n\n第三条 丙。\n")
	require.Equal(t, []string{"题注", "第一编/第一分编/第一章/第一条", "第二编/第一章/第二条", "附则/第三条"}, addresses(d))
	require.Equal(t, []string{"附则"}, chunkOf(t, d, "附则/第三条").Path)
}

func TestSameArticleTwiceAndOneMissing(t *testing.T) {
	d := analyzed(t, "规定.txt", "云澜市试点规定\n第一条　甲应当登记。\n第二条　乙应当备案。\n第二条　乙应当重新备案。\n第五条　本规定自2021年1月1日起施行。\n")
	require.Equal(t, []string{"题注", "第一条", "第二条", "第二条·2", "第五条"}, addresses(d))
	rules := map[string]bool{}
	for _, f := range d.Findings {
		rules[f.Rule] = true
	}
	require.True(t, rules["duplicate_address"])
	require.True(t, rules["article_gap"])
}

func TestEffectiveDates(t *testing.T) {
	head := "# 云澜市某规定\n\n2020年3月1日 云澜市人民政府第5次常务会议通过\n\n2020年4月1日 公布\n\n"
	for _, c := range []struct{ name, file, clause, from, to string }{
		{"dated", "规定.md", "本规定自2020年6月1日起施行。", "2020-06-01", ""},
		{"Chinese numerals", "规定.md", "本规定自二〇二〇年六月一日起施行。", "2020-06-01", ""},
		{"on issue", "规定.md", "本规定自公布之日起施行。", "2020-04-01", ""},
		{"delayed", "规定.md", "本规定自公布之日起30日后施行。", "2020-05-01", ""},
		{"five years", "规定.md", "本规定自2020年6月1日起施行，有效期5年。", "2020-06-01", "2025-06-01"},
		{"until", "规定.md", "本规定自2020年6月1日起施行，有效期至2022年12月31日。", "2020-06-01", "2023-01-01"},
		{"no clause", "规定.md", "本规定由市司法局负责解释。", "2020-04-01", ""},
		{"change only in the name", "规定(2023-02-03).md", "本规定自2020年6月1日起施行。", "2023-02-03", ""},
		{"somebody else's date", "规定.md", "企业应当自2021年1月1日起执行新标准。", "2020-04-01", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := analyzed(t, c.file, head+"第一条 为了规范管理，制定本规定。\n\n第二条 "+c.clause+"\n")
			require.Equal(t, c.from, d.EffectiveFrom.String())
			require.Equal(t, c.to, d.EffectiveTo.String())
		})
	}
}

func TestDraft(t *testing.T) {
	d := analyzed(t, "办法.txt", "云澜市评估办法（征求意见稿）\n第一条　为了规范评估，制定本办法。\n第二条　本办法自2026年1月1日起施行。\n")
	require.True(t, d.Draft)
	require.True(t, d.EffectiveFrom.IsZero(), "a draft is never in force")
	require.True(t, strings.HasSuffix(WorkKey(d), "#征求意见稿"))
}

func TestVersionsShareAKeyAndDecisionsDoNot(t *testing.T) {
	body := "\n\n第一条 为了规范机构编制管理，制定本办法。\n\n第二条 本办法自2020年1月1日起施行。\n"
	a := analyzed(t, "云澜市机构编制管理办法(2020-01-01).md", "# 云澜市机构编制管理办法"+body)
	b := analyzed(t, "云澜市机构编制管理办法(2024-09-12).md", "# 《云澜市机构编制管理办法》（2024年修正）"+body)
	require.Equal(t, WorkKey(a), WorkKey(b))
	c := analyzed(t, "决定.md", "# 云澜市人民政府关于修改《云澜市机构编制管理办法》的决定\n\n2024年9月12日 公布\n\n一、将第八条修改为：“市级机关不少于4名。”\n\n二、本决定自公布之日起施行。\n")
	require.NotEqual(t, WorkKey(a), WorkKey(c))
	require.Equal(t, "amends", c.Relations[0].Type)
	require.Equal(t, "云澜市机构编制管理办法", c.Relations[0].TargetTitle)
}

func TestRowStaysWholeOrBecomesPassages(t *testing.T) {
	short := analyzedRow(t, "某法第一条", "第一条 为了规范管理，制定本法。")
	require.Equal(t, []string{"全文"}, addresses(short))
	require.Equal(t, "某法第一条", short.Title)
	long := analyzedRow(t, "某通知", strings.Repeat(strings.Repeat("各部门应当认真落实有关要求。", 20)+"\n", 5))
	require.Equal(t, []string{"第1段", "第2段", "第3段", "第4段", "第5段"}, addresses(long))
	require.Empty(t, AnalyzeRow("空", resultOf(t, " ")).Chunks)
}
