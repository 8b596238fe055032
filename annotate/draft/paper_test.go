package draft

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPapers(t *testing.T) {
	t.Parallel()
	const sand, chem, stats, repeal, amend = "河道采砂管理职责分工", "危险化学品安全监管", "2026年度机构编制统计", "废止和宣布失效", "关于修改云澜市机构编制管理办法"
	for _, c := range []struct {
		file, question string
		typ            int
		holds          string
	}{
		{sand, "河道采砂管理中，市公安局负责什么？", 14, "（云编办〔2021〕26号）第二部分第（二）项，市公安局负责依法打击"},
		{sand, "云澜市由哪个部门牵头负责河道采砂管理工作？", 14, "由市水利局负责。"},
		{sand, "河道采砂许可由哪个部门牵头，哪些部门配合？", 14, "河道采砂许可由市水利局牵头，市交通运输局配合。"},
		{sand, "关于河道采砂管理职责分工，联合会商是怎么规定的？", 3, "市水利局每季度召集一次河道采砂管理会商会"},
		{chem, "危险化学品安全监管中，市交通运输局负责什么？", 14, "第三部分，市交通运输局负责危险化学品道路运输"},
		{stats, "2026年度机构编制统计工作的统计时点是怎么规定的？", 3, "2026年12月31日"},
		{"事业单位法人年度报告公示", "2025年度事业单位法人年度报告公示工作的报告内容是怎么规定的？", 3, "（六）接受捐赠资助及其使用情况。"},
		{repeal, "《云澜市机关内设机构设置暂行规定》（云编〔2011〕7号）还有效吗？", 8, "不再有效，已经废止。"},
		{repeal, "《云澜市编制周转池管理办法（试行）》（云编〔2022〕11号）还有效吗？", 8, "已经宣布失效。"},
		{amend, "《云澜市机构编制管理办法》2024年修改时，第八条改了什么？", 17, "将第八条修改为：“市级机关内设机构的编制一般不少于4名。"},
		{"云编(2025)17号", "云编〔2025〕17号核增市数据局机关行政编制多少名？", 13, "同意核增市数据局机关行政编制2名"},
		{"云编(2025)17号", "云编〔2025〕17号的主要内容是什么？", 20, "三、市数据局领导职数和科级领导职数不变。"},
		{"云编(2024)16号", "云澜市公共数据运营服务中心是什么性质的单位，机构规格是什么？", 3, "公益一类事业单位，机构规格相当于正科级。"},
		{"云编(2024)3号", "云澜市大数据发展管理局更名为什么机构，依据是什么？", 26, "更名为云澜市数据局。"},
		{"云编(2024)3号", "市大数据发展管理局规划科技科更名为什么机构，依据是什么？", 26, "更名为政策法规和规划科。"},
		{"云编(2025)5号", "市农业农村局的小型水库和山塘的建设、管护与安全监督职责划转到了哪个部门？", 26, "划转到市水利局。"},
		{"云编(2024)12号", "云澜市云澜江堤防管理所、云澜市水库管理站撤销后怎么安排？", 26, "整合组建云澜市水利工程运行服务中心"},
		{"2026年度市级机关用编计划", "《2026年度市级机关用编计划表》中，市水利局的用编计划、考试录用、调任转任、军转安置各是多少？", 9, "用编计划3，考试录用2，调任转任1，军转安置0。"},
		{"周转池使用台账", "《市级编制周转池使用台账》中，市应急管理局的情况是怎样的？", 9, "借用数2，借用起始：2025年9月1日"},
		{"三个关系", "关于数据管理机构职能配置的三个关系，研究文章对“统与分的关系”怎么看？", 24, "在“统与分的关系”部分认为："},
		{"从职责清单看基层减负", "关于基层减负，有什么研究观点？", 24, "松陵县12个乡镇"},
	} {
		d := find(t, sampled(t, c.file), c.question)
		require.Equal(t, c.typ, d.Type, c.question)
		require.Contains(t, d.Answer, c.holds, c.question)
	}
}

func TestWhatPapersAreNotAskedAbout(t *testing.T) {
	t.Parallel()
	for file, never := range map[string]string{
		"2026年度市级机关用编计划": "当年有效是怎么规定的", // a sentence is no heading
		"2026年度机构编制统计":   "机构情况是怎么规定的", // a fragment of a list
		"云编(2024)12号":    "备注",
		"云编(2026)15号":    "核定的编外用人控制数多少名",
		"市数据局三定规定调整方案":   "多少名",
		"市委编委2026年第二次会议": "的主要内容",
	} {
		for _, d := range Plan(sampled(t, file)) {
			require.NotContains(t, d.Question, never, file)
		}
	}
}

// A reply to several bodies says 你们: whom an item means is not guessed.
func TestAddressee(t *testing.T) {
	t.Parallel()
	require.Equal(t, "市数据局", sampled(t, "云编(2025)17号").addressee())
	require.Empty(t, sampled(t, "云编(2025)5号").addressee())
	require.Equal(t, "同意核增市数据局机关行政编制2名，本局不变", sampled(t, "云编(2025)17号").spoken("同意核增你局机关行政编制2名，本局不变"))
}

func TestTopic(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"河道采砂管理职责分工": "河道采砂管理职责分工", "2026年度机构编制统计": "2026年度机构编制统计工作", "2026年度市级机关用编计划": "2026年度市级机关用编计划"} {
		require.Equal(t, want, sampled(t, file).topic())
	}
	require.Equal(t, "基层减负", matterOf("从职责清单看基层减负"))
	require.Equal(t, "市级编制周转池运行", matterOf("市级编制周转池运行的实践与思考"))
}

func TestCells(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"1", "市数据局", "5"}, cellsOf("1　市数据局　5"))
	m := sampled(t, "河道采砂管理职责分工")
	for _, d := range m.rowDrafts() {
		require.True(t, strings.Contains(d.Basis[0].Label, "表1"), d.Basis[0].Label)
	}
}
