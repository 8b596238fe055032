package draft

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/civil"
)

func TestCharter(t *testing.T) {
	t.Parallel()
	m := sampled(t, "云澜市数据局职能配置内设机构和人员编制规定(2026)")
	require.Equal(t, "云澜市数据局", m.bodyName())
	require.Equal(t, "市数据局", m.bodyShort())
	for _, c := range []struct {
		question, label, lead string
		holds                 []string
	}{
		{"云澜市数据局有哪些内设机构？", "第五条", "根据", []string{"市数据局设下列内设机构：办公室（人事科）、政策法规和规划科、", "数据基础设施和安全科。另设机关党委。"}},
		{"云澜市数据局数据要素流通科负责什么？", "第五条第（四）项", "根据", []string{"云澜市数据局数据要素流通科负责公共数据授权运营的组织和监督，"}},
		{"云澜市数据局由哪个内设机构负责公共数据授权运营的组织和监督？", "第五条第（四）项", "由数据要素流通科负责。", nil},
		{"云澜市由哪个部门负责组织推进公共数据授权运营？", "第四条第（四）项", "由云澜市数据局负责。", []string{"监督管理公共数据运营机构和数据流通交易场所的数据使用行为。"}},
		{"云澜市数据局的主要职责有哪些？", "第四条第（一）项", "根据", []string{"（一）贯彻执行", "（十四）完成市委、市政府交办的其他任务。"}},
		{"云澜市数据局在职能转变方面有什么要求？", "第四条第（十五）项", "根据", []string{"应当统筹发展和安全"}},
		{"云澜市数据局与市发展和改革委员会的职责怎么分工？", "第四条第（十六）项第2目", "根据", []string{"未经审核的项目不予审批。"}},
		{"云澜市由哪个部门负责城市运行“一网统管”平台的建设、管理和运行监测？", "第四条第（十六）项第3目", "由市城市管理局负责。", []string{"市数据局负责为平台提供"}},
		{"云澜市数据局是什么性质的机构，机构规格是什么？", "第二条", "根据", []string{"为正处级"}},
		{"云澜市数据局加挂什么牌子？", "第二条", "加挂云澜市政务服务管理局牌子。", nil},
		{"云澜市数据局机关行政编制有多少名？", "第六条", "36名。", []string{"另核定机关工勤编制2名。", "（含机关党委专职副书记1名）"}},
		{"云澜市数据局机关工勤编制有多少名？", "第六条", "2名。", nil},
		{"云澜市数据局的领导职数是几正几副？", "第六条", "设局长1名，副局长4名（其中1名兼任市政务服务中心主任）。", nil},
		{"云澜市数据局的科级领导职数是多少名？", "第六条", "科级领导职数14名（含机关党委专职副书记1名）。", nil},
	} {
		d := find(t, m, c.question)
		require.Equal(t, c.label, d.Basis[0].Label, c.question)
		require.True(t, strings.HasPrefix(d.Answer, c.lead), "%s\n%s", c.question, d.Answer)
		for _, part := range c.holds {
			require.Contains(t, d.Answer, part, c.question)
		}
	}
	for _, d := range Plan(m) {
		require.NotContains(t, d.Question, "机关党委", "every charter has it")
		require.NotContains(t, d.Question, "交办", "every charter has it")
	}
}

func TestDivisionOfANamedMatter(t *testing.T) {
	t.Parallel()
	d := find(t, sampled(t, "水利局职能配置内设机构和人员编制规定(2025)"), "河道采砂管理方面，云澜市水利局与市自然资源和规划局、市公安局、市交通运输局、市生态环境局的职责怎么分工？")
	require.Contains(t, d.Answer, "市公安局负责依法打击河道非法采砂违法犯罪活动；")
	require.Equal(t, []string{"在河道采砂管理方面，市水利局和市自然资源和规划局、市公安局、市交通运输局、市生态环境局各负责什么？"}, d.Variants)
}

func TestCounty(t *testing.T) {
	t.Parallel()
	m := sampled(t, "松陵县数据局")
	require.Contains(t, find(t, m, "松陵县由哪个部门负责推进数字经济发展？").Answer, "由松陵县数据局负责。")
	require.Equal(t, "股级领导职数3名。", find(t, m, "松陵县数据局的股级领导职数是多少名？").Answer[:len("股级领导职数3名。")])
}

func TestWhere(t *testing.T) {
	t.Parallel()
	for org, want := range map[string]string{"云澜市数据局": "云澜市", "云澜市临江区数据局": "云澜市临江区", "松陵县数据局": "松陵县", "云澜市市场监督管理局": "云澜市",
		"中共云澜市委机构编制委员会办公室": "云澜市", "国家药品监督管理局": ""} {
		require.Equal(t, want, where(org), org)
	}
}

func TestDoes(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"负责节约用水工作，拟订节约用水政策。":       "负责节约用水工作",
		"组织推进公共数据授权运营，培育市场。":       "负责组织推进公共数据授权运营",
		"牵头负责河道采砂管理，编制河道采砂规划。":     "牵头负责河道采砂管理",
		"会同有关部门查处违法采砂行为。":          "",
		"完成市委、市政府交办的其他任务。":         "",
		"负责起草有关规范性文件，承担合法性审核。":     "",
		"文电、会务、机要工作。":              "",
		"依法行使安全生产综合监督管理职权，指导协调工作。": "依法行使安全生产综合监督管理职权",
	} {
		got, ok := does(said)
		require.Equal(t, want != "", ok, said)
		if ok {
			require.Equal(t, want, got)
		}
	}
}

func TestCited(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{"二、（三）": "第二部分第（三）项", "四、": "第四部分", "第九条第一款": "第九条第一款", "附件1表1第3行": "附件1表1第3行"} {
		require.Equal(t, want, cited(label))
	}
	require.Equal(t, "第四条", head("第四条第（一）项"))
}

// A charter stands as printed; what papers have changed since is told with it, and the number of today leads.
func TestWhatHasChangedSince(t *testing.T) {
	t.Parallel()
	m := *sampled(t, "应急管理局职能配置内设机构和人员编制规定(2019)")
	reply := *sampled(t, "云编(2022)9号")
	reply.Version.ID, reply.Version.DocumentID = 2, 2
	m.Events = m.after(reply.events())
	require.Len(t, m.Events, 3, "the last item names nobody")
	m.Facts = append([]ingest.Fact{}, m.Facts...)
	for _, f := range reply.Facts {
		f.VersionID, f.DocumentID, f.EffectiveFrom = 2, 2, civil.MustParse("2022-04-19")
		m.Facts = append(m.Facts, f)
	}
	d := find(t, &m, "云澜市应急管理局机关行政编制有多少名？")
	require.True(t, strings.HasPrefix(d.Answer, "现为51名。"), d.Answer)
	require.Contains(t, d.Answer, "市应急管理局机关行政编制48名。")
	require.Contains(t, d.Answer, "核增后，市应急管理局机关行政编制由48名增加到51名。")
	require.Equal(t, 1, strings.Count(d.Answer, "此后，"), "one paper is named once")
	require.Len(t, d.Basis, 3)
	require.Equal(t, int64(2), d.Basis[2].VersionID)

	units := find(t, &m, "云澜市应急管理局有哪些内设机构？")
	require.Contains(t, units.Answer, "此后，《中共云澜市委机构编制委员会关于市应急管理局增设内设机构等事项的批复》（云编〔2022〕9号）规定：一、同意市应急管理局增设救援协调和预案管理科")
	require.Equal(t, int64(2), units.Basis[len(units.Basis)-1].VersionID)
}

// A duty that has moved away since is not told as if it stood.
func TestDutyThatMovedAway(t *testing.T) {
	t.Parallel()
	m := *sampled(t, "农业农村局职能配置内设机构和人员编制规定(2019)")
	reply := sampled(t, "云编(2025)5号")
	m.Events = m.after(reply.events())
	require.NotEmpty(t, m.Events)
	d := find(t, &m, "云澜市由哪个部门负责农业投资管理？")
	require.Contains(t, d.Answer, "负责小型水库和山塘的建设、管护与安全监督。")
	require.Contains(t, d.Answer, "将市农业农村局承担的小型水库和山塘的建设、管护与安全监督职责划转市水利局。")
	require.NotContains(t, find(t, &m, "云澜市农业农村局渔业科负责什么？").Answer, "此后", "not its matter")
	require.NotContains(t, find(t, &m, "云澜市农业农村局有哪些内设机构？").Answer, "分设为", "the units of another body")
}

// A paper older than the charter has been taken into it.
func TestOlderPapersAreNotEvents(t *testing.T) {
	t.Parallel()
	m := sampled(t, "云澜市数据局职能配置内设机构和人员编制规定(2026)")
	require.Empty(t, m.after(sampled(t, "云编(2025)17号").events()))
	require.True(t, names("划转市数据局", "市数据局"))
	require.False(t, names("划转松陵县数据局", "数据局"))
}

// A body without a charter has its numbers from the reply; one with a charter has not.
func TestNumbersOfARepliedBody(t *testing.T) {
	t.Parallel()
	m := sampled(t, "云编(2024)16号")
	require.True(t, strings.HasPrefix(find(t, m, "云澜市公共数据运营服务中心事业编制有多少名？").Answer, "15名。"))
	require.Contains(t, find(t, m, "云澜市公共数据运营服务中心事业编制有多少名？").Answer, "其中专业技术人员编制不少于11名")

	with := *sampled(t, "云编(2025)17号")
	with.Facts = append(with.Facts, ingest.Fact{Org: with.bodyName(), DocKind: structure.Sanding, VersionID: 9, Type: structure.QuotaAdmin, N: 36})
	for _, d := range Plan(&with) {
		require.NotEqual(t, "figure", d.Rule, d.Question)
	}
}
