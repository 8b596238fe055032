package structure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// related lists a document's relations as type, title, number, day.
func related(d *Document) []string {
	var out []string
	for _, r := range d.Relations {
		out = append(out, strings.TrimSpace(strings.Join([]string{r.Type, r.TargetTitle, r.TargetDocNo, r.TargetDate.String()}, " ")))
	}
	return out
}

func tidy(ss []string) []string {
	for i, s := range ss {
		ss[i] = strings.Join(strings.Fields(s), " ")
	}
	return ss
}

func TestRelationsOfASentence(t *testing.T) {
	for _, c := range []struct {
		name, title, text string
		want              []string
	}{
		{"basis in brackets with its number", "云澜市甲办法", "根据《云澜市乙条例》（云常〔2020〕3号）和《丙规定》，制定本办法。",
			[]string{"basis_of 云澜市乙条例 云常〔2020〕3号", "basis_of 丙规定"}},
		{"basis without brackets", "云澜市甲条例", "根据宪法、地方各级人民代表大会和地方各级人民政府组织法和有关法律、行政法规，制定本条例。",
			[]string{"basis_of 宪法", "basis_of 地方各级人民代表大会和地方各级人民政府组织法"}},
		{"implements", "云澜市河道条例实施细则", "根据《云澜市河道条例》，制定本细则。",
			[]string{"implements 云澜市河道条例", "basis_of 云澜市河道条例"}},
		{"one repeal with day and issuer", "云澜市甲办法", "2011年8月2日云澜市人民政府发布的《云澜市甲暂行办法》（云政发〔2011〕9号）同时废止。",
			[]string{"repeals 云澜市甲暂行办法 云政发〔2011〕9号 2011-08-02"}},
		{"several joined", "云澜市甲办法", "《云澜市乙办法》、《云澜市丙规定》和《云澜市丁细则》同时废止。",
			[]string{"repeals 云澜市乙办法", "repeals 云澜市丙规定", "repeals 云澜市丁细则"}},
		{"the day is that of the effect, not of the repealed text", "云澜市甲办法", "本办法自2021年1月1日起施行，《云澜市乙办法》同时废止。",
			[]string{"repeals 云澜市乙办法"}},
		{"only an article", "云澜市甲办法", "《云澜市乙办法》第十二条同时废止。", []string{"repeals_part 云澜市乙办法"}},
		{"by number alone", "云澜市甲办法", "云政发〔2010〕5号文件同时废止。", []string{"repeals 云政发〔2010〕5号"}},
		{"speaking of repeal is none", "云澜市甲办法", "市司法局应当及时提出修改或者废止规范性文件的建议。", nil},
		{"priority is no repeal", "云澜市甲办法", "《云澜市乙办法》与本办法不一致的，以本办法为准。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := analyzed(t, "文.txt", c.title+"\n第一条　"+c.text+"\n第二条　其他事项由市司法局负责解释。\n")
			require.Equal(t, c.want, tidy(related(d)))
			for _, r := range d.Relations {
				require.NotEmpty(t, r.Sentence)
			}
		})
	}
}

func TestRelationsOfATitle(t *testing.T) {
	for title, want := range map[string]string{
		"云澜市人民政府关于修改《云澜市甲办法》的决定":            "amends 云澜市甲办法",
		"中华人民共和国刑法修正案（七）":                   "amends 中华人民共和国刑法",
		"云澜市人民政府关于废止《云澜市甲办法》的决定":            "repeals 云澜市甲办法",
		"最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（二）": "interprets 中华人民共和国民法典",
		"云澜市人民政府关于贯彻《云澜市甲条例》的实施意见":          "implements 云澜市甲条例",
		"云澜市人民政府关于修订《云澜市甲办法》的通知":            "revises 云澜市甲办法",
	} {
		d := analyzed(t, "文.txt", title+"\n云政发〔2024〕1号\n各部门：\n请认真执行。\n云澜市人民政府\n2024年1月2日\n")
		require.Contains(t, tidy(related(d)), want, title)
		require.Equal(t, title, d.Relations[0].Sentence, "the title proves it")
	}
}

func TestCharterWithoutTheOldTitle(t *testing.T) {
	d := analyzed(t, "三定.txt", strings.Replace(quotaText("市林业局机关行政编制30名。"), "本规定自2020年1月1日起施行。",
		"本规定自2020年1月1日起施行，原“三定”规定同时废止。", 1))
	require.Contains(t, tidy(related(d)), "supersedes_org_charter 云澜市林业局职能配置、内设机构和人员编制规定")
}

func TestTitlesOfMessyHeads(t *testing.T) {
	for _, c := range []struct{ name, text, title, number, issuer string }{
		{"over three lines", "中共云澜市委\n云澜市人民政府\n关于深化机构改革的实施意见\n云委发〔2019〕1号\n各部门：\n请执行。\n", "中共云澜市委云澜市人民政府关于深化机构改革的实施意见", "云委发〔2019〕1号", ""},
		{"title open over the line", "云澜市人民政府关于印发《云澜市机构编制管理办法\n（试行）》的通知\n云政发〔2019〕2号\n各部门：\n请执行。\n", "云澜市人民政府关于印发《云澜市机构编制管理办法（试行）》的通知", "云政发〔2019〕2号", "云澜市人民政府"},
		{"number in brackets below", "云澜市人民政府令\n第12号\n云澜市河道管理规定\n第一条　甲。\n第二条　乙。\n", "云澜市河道管理规定", "", ""},
		{"no title at all", "各部门要认真执行有关规定，切实做好相关工作，不得推诿扯皮，不得敷衍了事，确保各项任务按时完成。\n", "文", "", ""},
		{"minutes with a bare number", "云澜市人民政府办公会议纪要\n〔2024〕3号\n市政府2024年第三次办公会议纪要\n会议研究了有关事项。\n", "市政府2024年第三次办公会议纪要", "", ""},
		{"date and source under the title", "云澜市人民政府关于统计的通知\n发布时间：2024-01-02 来源：市政府\n云政发〔2024〕1号\n各部门：\n请执行。\n", "云澜市人民政府关于统计的通知", "云政发〔2024〕1号", "云澜市人民政府"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := analyzed(t, "文(2024-01-02).txt", c.text)
			require.Equal(t, c.title, d.Title)
			require.Equal(t, c.number, d.DocNo)
			if c.issuer != "" {
				require.Equal(t, c.issuer, d.Issuer)
			}
		})
	}
}

func TestContentsAreSkipped(t *testing.T) {
	d := analyzed(t, "条例.txt", "云澜市河道条例\n目　录\n第一章　总则…………1\n第二章　附则…………9\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。\n")
	require.Equal(t, []string{"题注", "第一章/第一条", "第二章/第二条"}, addresses(d))
	require.Equal(t, "contents", d.Fields[0].Name)
	for _, c := range d.Chunks {
		require.NotContains(t, c.Text, "…")
	}
}

func TestChapterWithoutArticlesIsNotLost(t *testing.T) {
	d := analyzed(t, "条例.txt", "云澜市河道条例\n第一章　总则\n第一条　甲。\n第二章　（删去）\n第三章　附则\n第二条　乙。\n")
	require.Equal(t, []string{"题注", "第一章/第一条", "第二章", "第三章/第二条"}, addresses(d))
}

func TestVeryLongParagraphIsCutAtSentences(t *testing.T) {
	text := strings.Repeat("各部门应当依照职责做好机构编制管理的各项工作。", 60)
	d := analyzed(t, "文.txt", "云澜市人民政府关于管理的通知\n云政发〔2024〕1号\n各部门：\n"+text+"\n")
	require.Greater(t, len(d.Chunks), 3)
	for _, c := range d.Chunks[1:] {
		require.LessOrEqual(t, len([]rune(c.Text)), maxArticle)
		require.True(t, strings.HasSuffix(c.Text, "。"))
	}
}

func TestHeadingsOfAPlainDocument(t *testing.T) {
	d := analyzed(t, "手册.md", "# 机构编制工作手册\n\n前言。\n\n## 名词解释\n\n编制是指核定的人数。\n\n### 行政编制\n\n用于机关。\n\n## 办事流程\n\n（一）申请。\n\n（二）审核。\n")
	require.Equal(t, []string{"题注", "第1段", "名词解释", "名词解释/行政编制", "办事流程/（一）", "办事流程/（二）"}, addresses(d))
	require.Equal(t, []string{"名词解释", "行政编制"}, chunkOf(t, d, "名词解释/行政编制").Path)
	require.Equal(t, "“办事流程”（二）", chunkOf(t, d, "办事流程/（二）").Label)
}

func TestLocalRulesOfOneTitleAreKeptApart(t *testing.T) {
	text := func(issuer string) string {
		return "机构编制管理办法\n第一条　为了规范管理，制定本办法。\n第二条　本办法自2020年1月1日起施行。\n" + issuer + "\n2019年12月1日\n"
	}
	a, b := analyzed(t, "甲.txt", text("云澜市人民政府")), analyzed(t, "乙.txt", text("松陵县人民政府"))
	require.Equal(t, "云澜市人民政府", a.Issuer)
	require.NotEqual(t, WorkKey(a), WorkKey(b))
}

func TestPartsOfACodeAreKeptApart(t *testing.T) {
	a := analyzed(t, "总则.md", "# 云澜法典\n\n## 第一章 总则\n\n第一条 甲。\n\n第二条 乙。\n")
	b := analyzed(t, "分则.md", "# 云澜法典\n\n## 第一章 分则\n\n第九十条 丙。\n\n第九十一条 丁。\n\n第九十二条 戊。\n")
	require.NotEqual(t, WorkKey(a), WorkKey(b))
}
