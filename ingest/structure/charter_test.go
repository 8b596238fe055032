package structure

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/parse"
)

// analyzed reads an invented text as a file of that name and checks what must be true of every document.
func analyzed(t *testing.T, name, text string) *Document {
	t.Helper()
	r, err := parse.Parse(context.Background(), name, []byte(text))
	require.NoError(t, err)
	d := Analyze(name, r)
	requireSound(t, name, r, d)
	return d
}

func addresses(d *Document) []string {
	var out []string
	for _, c := range d.Chunks {
		out = append(out, c.Address)
	}
	return out
}

func chunkOf(t *testing.T, d *Document, address string) Chunk {
	t.Helper()
	for _, c := range d.Chunks {
		if c.Address == address {
			return c
		}
	}
	require.Failf(t, "no such chunk", "%s in %v", address, addresses(d))
	return Chunk{}
}

// brief is a fact without its place, for tables of expectations.
type brief struct {
	org, unit, kind, title string
	n                      int
	delta                  bool
	qualifier              string
}

func briefs(d *Document) []brief {
	var out []brief
	for _, f := range d.Facts {
		out = append(out, brief{f.Org, f.Unit, f.Type, f.Title, f.N, f.Delta, f.Qualifier})
	}
	return out
}

const newCharter = `云澜市数据局职能配置、内设机构和人员编制规定

云办发〔2019〕18号

第一条　根据《云澜市机构改革方案》（云委发〔2019〕3号），制定本规定。
第二条　云澜市数据局（以下简称市数据局）是市人民政府工作部门，为正处级。
第三条　本规定确定的主要职责、机构设置、人员编制等，是市数据局履行职责的基本依据。
第四条　市数据局的主要职责是：
（一）负责推进公共数据资源整合共享和开发利用。
（二）职能转变。市数据局应当强化统筹协调职责。
（三）有关职责分工。
1.与市发展和改革委员会的有关职责分工。市发展和改革委员会负责拟订产业政策；市数据局负责数据要素市场建设。
2.与市公安局的有关职责分工。市公安局负责网络安全监督管理。
第五条　市数据局设下列内设机构：
（一）办公室。负责机关日常运转工作。
（二）政策法规处（行政审批处）。负责起草规范性文件草案。核定处长1名、副处长2名。
机关党委。负责机关和直属单位的党群工作。
第六条　市数据局机关行政编制61名（含机关党委专职副书记1名）。设局长1名，副局长3名（其中1名由市政府副秘书长兼任），总工程师1名；处级领导职数18名（其中正处级8名、副处级10名）。另核定机关工勤编制4名。
第七条　市数据局所属事业单位的设置、职责和编制事项另行规定。
第八条　本规定由中共云澜市委机构编制委员会办公室负责解释。
第九条　本规定自2019年3月1日起施行。2014年8月5日印发的《云澜市数据管理办公室主要职责内设机构和人员编制规定》（云政办发〔2014〕66号）同时废止。
`

func TestCharterInArticles(t *testing.T) {
	d := analyzed(t, "数据局.txt", newCharter)
	require.Equal(t, Sanding, d.Kind)
	require.Equal(t, "云澜市数据局", d.Org)
	require.Equal(t, "云办发〔2019〕18号", d.DocNo)
	require.Equal(t, "2019-03-01", d.EffectiveFrom.String())
	require.Equal(t, []string{"题注", "第一条", "第二条", "第三条", "第四条", "第四条/第（一）项", "第四条/第（二）项", "第四条/第（三）项",
		"第四条/第（三）项/第1目", "第四条/第（三）项/第2目", "第五条", "第五条/第（一）项", "第五条/第（二）项", "第五条/第二款",
		"第六条", "第七条", "第八条", "第九条"}, addresses(d))

	for address, kind := range map[string]ChunkKind{"第一条": Article, "第三条": Article, "第四条/第（一）项": Duty,
		"第四条/第（三）项/第2目": Division, "第五条/第（二）项": InnerUnit, "第六条": Quota, "第七条": Article} {
		require.Equal(t, kind, chunkOf(t, d, address).Kind, address)
	}
	item := chunkOf(t, d, "第四条/第（一）项")
	require.Equal(t, "第四条第（一）项", item.Label)
	require.True(t, strings.HasSuffix(item.Lead, "市数据局的主要职责是："), item.Lead)
	require.Equal(t, []string{"第四条"}, item.Path)
	require.Equal(t, "（一）负责推进公共数据资源整合共享和开发利用。", item.Text)
}

func TestCharterFacts(t *testing.T) {
	d := analyzed(t, "数据局.txt", newCharter)
	org := "云澜市数据局"
	require.ElementsMatch(t, []brief{
		{org, "政策法规处", LeaderInner, "处长", 1, false, ""},
		{org, "政策法规处", LeaderInner, "副处长", 2, false, ""},
		{org, "", QuotaAdmin, "", 61, false, "含机关党委专职副书记1名"},
		{org, "", LeaderInner, "处级领导", 18, false, "其中正处级8名、副处级10名"},
		{org, "", LeaderInner, "正处级领导", 8, false, ""},
		{org, "", LeaderInner, "副处级领导", 10, false, ""},
		{org, "", LeaderChief, "局长", 1, false, ""},
		{org, "", LeaderDeputy, "副局长", 3, false, "其中1名由市政府副秘书长兼任"},
		{org, "", LeaderOther, "总工程师", 1, false, ""},
		{org, "", QuotaSupport, "", 4, false, ""},
	}, briefs(d))
	for _, f := range d.Facts {
		require.Contains(t, d.Chunks[f.Chunk].Text, f.Quote)
	}
}

func TestCharterReplacesTheOldOne(t *testing.T) {
	d := analyzed(t, "数据局.txt", newCharter)
	types := map[string]Relation{}
	for _, r := range d.Relations {
		types[r.Type] = r
	}
	old := types["supersedes_org_charter"]
	require.Equal(t, "云澜市数据管理办公室主要职责内设机构和人员编制规定", old.TargetTitle)
	require.Equal(t, "云政办发〔2014〕66号", old.TargetDocNo)
	require.Equal(t, "2014-08-05", old.TargetDate.String())
	require.Contains(t, old.Sentence, "同时废止。")
	require.NotContains(t, old.Sentence, "本规定自")
	require.Equal(t, "云澜市机构改革方案", types["basis_of"].TargetTitle)
	require.Equal(t, "云委发〔2019〕3号", types["basis_of"].TargetDocNo)
	require.Contains(t, types, "repeals")
}

const oldCharter = `云澜市人民政府办公室文件
云政办发〔2010〕77号
云澜市人民政府办公室关于印发云澜市农业局主要职责
内设机构和人员编制规定的通知
各县（市、区）人民政府，市政府各部门、各直属机构：
《云澜市农业局主要职责内设机构和人员编制规定》已经市政府批准，现予印发。
云澜市人民政府办公室
二〇一〇年六月十八日
云澜市农业局主要职责内设机构和人员编制规定
根据《云澜市人民政府机构改革的实施意见》（云委发〔2010〕5号），设立云澜市农业局，为市政府工作部门。
一、职责调整
（一）取消已由市政府公布取消的行政审批事项。
（二）划入原市畜牧局的职责。
二、主要职责
（一）贯彻执行国家农业农村方针政策。
（二）承担农业行业安全生产监督管理责任。
三、内设机构
根据上述职责，市农业局设9个内设机构：
（一）办公室
负责机关文电、会务、机要等工作。
（二）人事科
负责人事管理。
四、人员编制
市农业局机关行政编制为四十五名。其中：局长1名、副局长3名、纪检组长1名；正科级领导职数12名（含机关党委专职副书记1名）、副科级领导职数6名。
后勤服务人员编制5名。
五、其他事项
所属事业单位的设置、职责和编制事项另行规定。
六、附则
本规定由市机构编制委员会办公室负责解释。
`

func TestCharterInSectionsInsideItsNotice(t *testing.T) {
	d := analyzed(t, "农业局.txt", oldCharter)
	require.Equal(t, Sanding, d.Kind)
	require.Equal(t, "云澜市农业局主要职责内设机构和人员编制规定", d.Envelope)
	require.Equal(t, d.Envelope, d.ShortTitle)
	require.Equal(t, d.Envelope, d.Title) // the charter is what takes effect; the notice only brings it
	require.Equal(t, "云澜市人民政府办公室关于印发云澜市农业局主要职责内设机构和人员编制规定的通知", fieldOf(d, "notice_title"))
	require.Equal(t, "云澜市农业局", d.Org)
	require.Equal(t, "云政办发〔2010〕77号", d.DocNo)
	require.Equal(t, "2010-06-18", d.SignedOn.String())
	require.Equal(t, "三定:云澜市农业局", WorkKey(d))
	require.Equal(t, []string{"题注", "通知/第1段", "通知/落款", "正文/题注", "第1段", "一/（一）", "一/（二）", "二/（一）", "二/（二）",
		"三", "三/（一）", "三/（二）", "四", "五", "六"}, addresses(d))
	unit := chunkOf(t, d, "三/（二）")
	require.Equal(t, "三、（二）", unit.Label)
	require.Equal(t, []string{"三、内设机构"}, unit.Path)
	require.Equal(t, "根据上述职责，市农业局设9个内设机构：", unit.Lead)
	require.Equal(t, "（二）人事科\n负责人事管理。", unit.Text)
	org := "云澜市农业局"
	require.ElementsMatch(t, []brief{
		{org, "", UnitCount, "", 9, false, ""},
		{org, "", QuotaAdmin, "", 45, false, ""},
		{org, "", LeaderChief, "局长", 1, false, ""},
		{org, "", LeaderDeputy, "副局长", 3, false, ""},
		{org, "", LeaderOther, "纪检组长", 1, false, ""},
		{org, "", LeaderInner, "正科级领导", 12, false, "含机关党委专职副书记1名"},
		{org, "", LeaderInner, "副科级领导", 6, false, ""},
		{org, "", QuotaSupport, "", 5, false, ""},
	}, briefs(d))
}

// quotaText is a 三定 whose sixth article is the given text.
func quotaText(paragraph string) string {
	return "云澜市林业局职能配置、内设机构和人员编制规定\n第一条　根据《云澜市机构改革方案》，制定本规定。\n" +
		"第二条　云澜市林业局（以下简称市林业局）是市人民政府工作部门，为正处级。\n第三条　" + paragraph + "\n第四条　本规定自2020年1月1日起施行。\n"
}

func TestNumbersOfPosts(t *testing.T) {
	org := "云澜市林业局"
	for _, c := range []struct {
		name, text string
		want       []brief
	}{
		{"Chinese numerals", "市林业局机关行政编制一百零三名。", []brief{{org, "", QuotaAdmin, "", 103, false, ""}}},
		{"number in front", "核定市林业局30名行政编制。", []brief{{org, "", QuotaAdmin, "", 30, false, ""}}},
		{"political-legal", "市林业局政法专项编制12名。", []brief{{org, "", QuotaPoliticalLegal, "", 12, false, ""}}},
		{"civil reference", "核定参照公务员法管理事业编制8名。", []brief{{org, "", QuotaCivilRef, "", 8, false, ""}}},
		{"support before institution", "机关后勤服务全额拨款事业编制1名，人员只出不进。", []brief{{org, "", QuotaSupport, "", 1, false, ""}}},
		{"total with parts", "核定编制共50名，其中行政编制30名、事业编制20名。", []brief{
			{org, "", QuotaOther, "编制", 50, false, "其中行政编制30名、事业编制20名"},
			{org, "", QuotaAdmin, "", 30, false, ""}, {org, "", QuotaInstitution, "", 20, false, ""}}},
		{"a part of the same type is no number of its own", "机关行政编制40名，其中单列行政编制2名。", []brief{
			{org, "", QuotaAdmin, "", 40, false, "其中单列行政编制2名"}}},
		{"one chief, three deputies", "市林业局领导职数一正三副。", []brief{
			{org, "", LeaderChief, "正职", 1, false, ""}, {org, "", LeaderDeputy, "副职", 3, false, ""}}},
		{"inner pair", "处级领导职数8正12副。", []brief{
			{org, "", LeaderInner, "正处级职", 8, false, ""}, {org, "", LeaderInner, "副处级职", 12, false, ""}}},
		{"bracket between post and number", "设局长（主任）1名、副局长2名。", []brief{
			{org, "", LeaderChief, "局长", 1, false, ""}, {org, "", LeaderDeputy, "副局长", 2, false, ""}}},
		{"units", "市林业局设8个内设机构。", []brief{{org, "", UnitCount, "", 8, false, ""}}},
		{"unit's post", "设局长1名，应急办主任1名。", []brief{
			{org, "", LeaderChief, "局长", 1, false, ""}, {org, "应急办", LeaderInner, "主任", 1, false, ""}}},
		{"nothing in a bracket counts", "机关行政编制20名（含离退休干部工作编制3名、纪检组长1名）。", []brief{
			{org, "", QuotaAdmin, "", 20, false, "含离退休干部工作编制3名、纪检组长1名"}}},
		{"no number", "所需编制另行核定。", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := analyzed(t, "林业局.txt", quotaText(c.text))
			require.ElementsMatch(t, c.want, briefs(d))
		})
	}
}

func TestNumbersInATable(t *testing.T) {
	d := analyzed(t, "林业局.md", "# 云澜市林业局职能配置、内设机构和人员编制规定\n\n第一条 根据《云澜市机构改革方案》，制定本规定。\n\n"+
		"第二条 内设机构编制和职数如下：\n\n| 内设机构 | 行政编制 | 科级领导职数 | 实有人数 |\n|---|---|---|---|\n| 办公室 | 6 | 2 | 5 |\n| 森林防火科 | 4 | 1 | 4 |\n| 合计 | 10 | 3 | 9 |\n\n第三条 本规定自印发之日起施行。\n")
	org := "云澜市林业局"
	require.Equal(t, []brief{
		{org, "办公室", QuotaAdmin, "", 6, false, ""}, {org, "办公室", LeaderInner, "科级领导职数", 2, false, ""},
		{org, "森林防火科", QuotaAdmin, "", 4, false, ""}, {org, "森林防火科", LeaderInner, "科级领导职数", 1, false, ""},
		{org, "", QuotaAdmin, "", 10, false, ""}, {org, "", LeaderInner, "科级领导职数", 3, false, ""},
	}, briefs(d))
	row := chunkOf(t, d, "表1/第3行")
	require.Equal(t, TableRow, row.Kind)
	require.Equal(t, "内设机构　行政编制　科级领导职数　实有人数", row.Lead)
	require.Equal(t, "森林防火科　4　1　4", row.Text)
}

func TestProfileOfABody(t *testing.T) {
	d := analyzed(t, "介绍.txt", "松陵县编制委员会办公室为县委工作部门，正科级单位。下设综合科、机构编制科、监督检查室3个内设机构。行政编制12人，实有6人，事业编制8人，实有8人。")
	require.Equal(t, "松陵县编制委员会办公室", d.Org)
	require.ElementsMatch(t, []brief{
		{d.Org, "", UnitCount, "", 3, false, ""}, {d.Org, "", QuotaAdmin, "", 12, false, ""}, {d.Org, "", QuotaInstitution, "", 8, false, ""},
	}, briefs(d))
}

func fieldOf(d *Document, name string) string {
	for _, f := range d.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}
