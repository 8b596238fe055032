package draft

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
)

var update = flag.Bool("update", false, "write testdata/questions.golden anew")

// A draft is what an official would ask, of the right type, with what must be in its answer, from the right place.
func TestDraftsOfRules(t *testing.T) {
	t.Parallel()
	const pool, gen, offbook = "编制周转池管理办法(2025)", "机构编制管理办法(2024修正)", "编外用人控制数管理规定"
	for _, c := range []struct {
		file, question string
		typ            int
		label          string
		lead           string   // how the answer begins
		holds          []string // what stands in it
	}{
		{pool, "什么是编制周转池？", 1, "第三条", "根据《云澜市编制周转池管理办法》（云编〔2025〕16号）第三条，", []string{"供机关单位按照规定借用、到期归还、滚动使用的管理方式。"}},
		{offbook, "编外用人控制数是编制吗？", 2, "第三条", "不是。", []string{"编外用人控制数不是编制，不得作为核定编制、领导职数的依据。"}},
		{"议事协调机构管理办法", "部门之间建立的联席会议属于议事协调机构吗？", 2, "第二条", "不属于。", nil},
		{pool, "哪些情形下可以申请借用周转池编制？", 22, "第八条", "根据", []string{"（一）", "（四）因机构改革、安置退役军人等造成暂时超编的。"}},
		{"议事协调机构管理办法", "议事协调机构在哪些情形下应当予以撤销？", 22, "第九条", "根据", []string{"（四）连续1年未召开会议、未开展实质性工作的。"}},
		{gen, "哪些行为由市委编办责令限期改正？", 19, "第二十五条", "根据", []string{"情节严重的", "（七）违规使用编外用人控制数或者擅自聘用编外人员的。"}},
		{gen, "机关单位申请增加编制应当符合哪些条件？", 4, "第十三条", "根据", []string{"（二）现有编制已经使用且空编率不超过百分之三；"}},
		{pool, "周转池编制的来源包括哪些？", 22, "第五条", "根据", []string{"（三）单位自然减员后按照比例收回的编制；"}},
		{gen, "市级机关内设机构的设立、撤销、合并或者变更名称、规格由谁审批？", 5, "第七条", "由市委编委审批。", []string{"申请设立内设机构，应当同时提出", "不增加内设机构总数。"}},
		{"议事协调机构管理办法", "设立议事协调机构由谁审批？", 5, "第四条", "由市委或者市政府审批。", nil},
		{pool, "按照《云澜市编制周转池管理办法》，借用行政编制或者一次借用事业编制5名以上的，由谁审批？", 5, "第十条", "根据", []string{"不足5名的，由市委编办审批。"}},
		{pool, "按照《云澜市编制周转池管理办法》，市委编办应当自受理借用申请之日起多长时间内提出审核意见？", 4, "第十条", "15个工作日内。", nil},
		{"用编核准管理办法", "按照《云澜市机关事业单位用编核准管理办法》，各单位应当于每年什么时候前向市委编办报送下一年度用编计划？", 4, "第三条", "根据", []string{"10月31日前"}},
		{offbook, "编外用人控制数多久核定一次？", 3, "第七条", "每2年一次。", []string{"期满未使用的部分自动核销。"}},
		{offbook, "机关编外用人控制数不得超过本单位行政编制数的百分之多少？", 3, "第四条", "根据", []string{"百分之十五", "百分之二十"}},
		{gen, "市级机关内设机构的编制至少是多少名？", 3, "第八条", "根据", []string{"不少于4名"}},
		{"用编核准管理办法", "用编核准单的有效期是多久？", 3, "第八条", "根据", []string{"6个月", "12个月"}},
		{gen, "挂牌机构能核定编制和领导职数吗？", 18, "第九条", "根据", []string{"挂牌机构不核定编制和领导职数"}},
		{gen, "行政编制和事业编制可以混用吗？", 18, "第十一条", "不可以。", nil},
		{pool, "按照《云澜市编制周转池管理办法》，不同层级之间可以借用行政编制吗？", 3, "第十六条", "不可以。", nil},
		{gen, "县（区）可以根据《云澜市机构编制管理办法》制定实施细则吗？", 3, "第二十七条", "可以。", []string{"报市委编办备案。"}},
		{"议事协调机构管理办法", "未经批准擅自设立议事协调机构的，怎么处理？", 19, "第十一条", "根据", []string{"责令限期纠正"}},
		{gen, "单位空编超过2年未使用的，怎么处理？", 4, "第十八条", "根据", []string{"报市委编委审批后收回统筹使用"}},
		{"实名制管理办法", "由谁负责市级机构编制实名制管理？", 14, "第四条", "根据", []string{"配合做好实名制管理工作"}},
		{gen, "机构编制管理应当坚持什么原则？", 3, "第三条", "根据", nil},
		{gen, "《云澜市机构编制管理办法》的适用范围是什么？", 3, "第二条", "根据", nil},
		{gen, "制定《云澜市机构编制管理办法》的依据是什么？", 21, "第一条", "《云澜市机构编制管理办法》第一条规定：为了", []string{"《中国共产党机构编制工作条例》"}},
		{gen, "《云澜市机构编制管理办法》由谁负责解释？", 3, "第二十八条", "由市委编办负责解释。", nil},
		{pool, "《云澜市编制周转池管理办法》从什么时候起施行？", 6, "第十八条", "自2025年7月1日起施行。", []string{"按照原批准的期限执行。"}},
		{"乡镇(街道)职责准入", "《云澜市乡镇（街道）职责准入管理办法（试行）》的有效期到什么时候？", 6, "第十条", "根据", []string{"有效期至2026年12月31日"}},
		{offbook, "《云澜市机关事业单位编外用人管理暂行办法》还有效吗？", 8, "第十二条", "不再有效，已经废止。", []string{"2018年11月5日"}},
		{"水利局职能配置内设机构和人员编制规定(2025)", "2019年4月2日印发的《云澜市水利局职能配置、内设机构和人员编制规定》还有效吗？", 8, "第九条", "不再有效，已经废止。", nil},
	} {
		d := find(t, sampled(t, c.file), c.question)
		require.Equal(t, c.typ, d.Type, c.question)
		require.Equal(t, c.label, d.Basis[0].Label, c.question)
		require.True(t, strings.HasPrefix(d.Answer, c.lead), "%s\n%s", c.question, d.Answer)
		for _, part := range c.holds {
			require.Contains(t, d.Answer, part, c.question)
		}
		require.Equal(t, annotate.ByRule, d.Origin)
		require.NotEmpty(t, d.Variants, c.question)
	}
}

// What a rule must not ask: these sentences look like its kind and are not.
func TestRulesKeepSilent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, article, never string }{
		{"what is approved is the exception", "录用特殊职位的公务员，经省级以上公务员主管部门批准，可以简化程序。", "由谁批准"},
		{"the actor is no matter", "省级人民检察院根据检察工作需要，经最高人民检察院批准，设立检察室。", "由谁批准"},
		{"a permission goes on", "检察长可以根据案件情况，将有关职权委托检察官行使。", "可以根据案件情况吗"},
		{"a department in charge is a noun", "公务员主管部门应当会同有关部门做好公务员管理工作。", "由谁主管"},
		{"an exception", "公务员不得兼任企业职务，但是经批准的除外。", "可以兼任企业职务吗"},
		{"a pointer elsewhere", "违反本办法第三条规定的，由市委编办责令限期改正。", "怎么处理"},
		{"leans on the sentence before", "前款规定的机构应当自收到通知之日起10日内报告工作。", "多长时间"},
		{"who is not said", "对科学合理、具有现实可行性的，应当采纳或者部分采纳有关建议。", "怎么"},
		{"used for what is no secret", "商用密码用于保护不属于国家秘密的信息。", "吗"},
	} {
		m := text(t, "云澜市试行办法", "第一条　为了规范工作，制定本办法。", "第二条　"+c.article, "第三条　本办法自2020年1月1日起施行。")
		for _, d := range Plan(m) {
			require.NotContains(t, d.Question, c.never, c.name)
		}
	}
}

// An amended text still says when its first version took effect; the answer says since when it stands as it does.
func TestAmendedTextTellsBothDays(t *testing.T) {
	t.Parallel()
	d := find(t, sampled(t, "机构编制管理办法(2024修正)"), "《云澜市机构编制管理办法》从什么时候起施行？")
	require.True(t, strings.HasPrefix(d.Answer, "最初自2020年7月1日起施行；此后经过修改，现行文本自2024年11月1日起施行。"), d.Answer)
	require.Len(t, d.Basis, 2, "the last article and the header")
	require.Contains(t, d.Basis[1].Quote, "修正文本自2024年11月1日起施行")
}

// A repeal that a person has denied is not told.
func TestDeniedRepealIsNotTold(t *testing.T) {
	t.Parallel()
	m := *sampled(t, "编外用人控制数管理规定")
	m.Relations = slices.Clone(m.Relations)
	for i := range m.Relations {
		m.Relations[i].State = "rejected"
	}
	for _, d := range Plan(&m) {
		require.NotEqual(t, "repeal", d.Rule, d.Question)
	}
}

func TestGlossaryItemsAreDefinitions(t *testing.T) {
	t.Parallel()
	m := text(t, "云澜市数据共享办法", "第一条　为了规范工作，制定本办法。", "第二条　本办法下列用语的含义：",
		"（一）数据提供部门，是指产生和提供数据的机关；", "（二）数据使用部门，是指申请使用数据的机关。", "第三条　本办法自2020年1月1日起施行。")
	d := find(t, m, "什么是数据使用部门？")
	require.Equal(t, "根据《云澜市数据共享办法》第二条，数据使用部门，是指申请使用数据的机关。", d.Answer)
	require.Equal(t, "（二）数据使用部门，是指申请使用数据的机关。", d.Basis[0].Quote)
}

// Whatever a rule drafts of the whole sample holds to these.
func TestEveryDraftOfTheSample(t *testing.T) {
	t.Parallel()
	all, err := corpus()
	require.NoError(t, err)
	for name, m := range all {
		seen := map[string]bool{}
		for _, d := range Plan(m) {
			at := name + "：" + d.Question
			require.False(t, seen[d.Question], "twice: %s", at)
			seen[d.Question] = true
			require.True(t, strings.HasSuffix(d.Question, "？"), at)
			require.NotRegexp(t, `本办法|本规定|你局|你委|？？|，，|。。|\n`, d.Question, at)
			require.NotRegexp(t, `，，|。。|。，|、，|^，|你局|你委`, d.Answer, at)
			require.Regexp(t, `[。！？”）]$`, d.Answer, at)
			require.NotEmpty(t, ruleNames[d.Rule], "rule %q has no name", d.Rule)
			require.NotContains(t, d.Variants, d.Question, at)
			require.LessOrEqual(t, len(d.Variants), 3, at)
			require.LessOrEqual(t, len(d.Basis), 20, at)
			require.True(t, d.Type >= 1 && d.Type <= 30, at)
			var support []string
			for _, b := range d.Basis {
				require.Equal(t, b.Quote, string([]rune(m.Version.Text)[b.Start:b.End]), at)
				require.Equal(t, strings.TrimSpace(b.Quote), b.Quote, at)
				support = append(support, b.Quote, b.Label, b.Title, b.DocNo)
			}
			require.Empty(t, claim.Missing(strings.ReplaceAll(d.Answer, "附件1", ""), append(support, d.Question), nil), at)
		}
	}
}

// No rule speaks of a journal as a rule, and every journal draft says what it is.
func TestJournalsAreOpinion(t *testing.T) {
	t.Parallel()
	all, err := corpus()
	require.NoError(t, err)
	n := 0
	for name, m := range all {
		for _, d := range Plan(m) {
			require.Equal(t, m.kind() == structure.Journal, d.Type == 24, name)
			if d.Type == 24 {
				n++
				require.True(t, strings.HasPrefix(d.Answer, "以下是研究文章的观点，不作为政策依据。《"), d.Answer)
			}
		}
	}
	require.GreaterOrEqual(t, n, 8)
}

// The golden file is every question of the sample: a change of a rule shows what it changes.
func TestQuestionsOfTheSample(t *testing.T) {
	t.Parallel()
	all, err := corpus()
	require.NoError(t, err)
	var b strings.Builder
	kinds := map[int]int{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "# %s\n", name)
		for _, d := range Plan(all[name]) {
			kinds[d.Type]++
			fmt.Fprintf(&b, "%d %s %s\n", d.Type, d.Rule, d.Question)
		}
	}
	const golden = "testdata/questions.golden"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String(), "go test ./annotate/draft -update writes it anew; read the difference")
	for _, typ := range []int{1, 2, 3, 4, 5, 6, 8, 9, 10, 13, 14, 17, 18, 19, 20, 21, 22, 24, 26} {
		require.NotZero(t, kinds[typ], "nothing of type %d", typ)
	}
}
