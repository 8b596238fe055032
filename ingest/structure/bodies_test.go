package structure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// untitled is a charter whose title was lost on the way: nothing but its articles says what it is.
const untitled = `第一条　为规范云澜市林业局的机构编制，制定本规定。
第二条　云澜市林业局（以下简称市林业局）是市政府工作部门，为正处级。
第三条　市林业局的主要职责是：
（一）负责森林资源监督管理。
（二）负责湿地保护。
第四条　市林业局设下列内设机构：
（一）办公室。负责文电、会务。
（二）资源科。负责林木采伐管理。
第五条　市林业局机关行政编制26名。设局长1名，副局长2名。
第六条　本规定自2024年9月1日起施行。
`

func TestCharterIsKnownByItsArticles(t *testing.T) {
	d := analyzed(t, "林业局(新).txt", untitled)
	require.Equal(t, Sanding, d.Kind)
	require.Equal(t, "云澜市林业局", d.Org)
	require.Len(t, d.Facts, 3)
	law := analyzed(t, "办法.txt", "云澜市机构管理办法\n第一条　为规范机构管理，制定本办法。\n第二条　行政机构的主要职责由三定规定。\n第三条　工作部门编制在30名以下的，可以设下列内设机构：\n（一）办公室。\n第四条　本办法自2024年9月1日起施行。\n")
	require.Equal(t, Law, law.Kind)
}

func TestPageTitleIsCutAtTheSitesName(t *testing.T) {
	d := analyzed(t, "x1.html", "<html><head><title>云澜市林业局职能配置内设机构和人员编制规定_云澜机构编制网</title></head><body><p>"+untitled+"</p></body></html>")
	require.Equal(t, "云澜市林业局职能配置内设机构和人员编制规定", d.Title)
}

func TestAmendedLocalRule(t *testing.T) {
	d := analyzed(t, "条例.txt", "云澜市机构设置条例\n（2020年5月20日云澜市第八届人民代表大会常务委员会第三十次会议通过　2020年7月31日省第十三届人民代表大会常务委员会第二十三次会议批准　根据2023年6月28日云澜市第九届人民代表大会常务委员会第十次会议《关于修改〈云澜市机构设置条例〉的决定》修正）\n第一条　为了规范机构设置，制定本条例。\n第二条　本市机构设置适用本条例。\n第三条　本条例自2020年10月1日起施行。\n")
	require.Equal(t, "云澜市人民代表大会常务委员会", d.Issuer)
	require.Equal(t, "2023-06-28", d.EffectiveFrom.String(), "these words stand since the amendment")
	require.Equal(t, "2020-10-01", fieldOf(d, "first_effective"))
	whole := analyzed(t, "法.txt", "中华人民共和国机构设置法\n（2020年5月20日第十三届全国人民代表大会常务委员会第十八次会议通过）\n第一条　为了规范机构设置，制定本法。\n第二条　本法自2020年10月1日起施行。\n")
	require.Equal(t, "全国人民代表大会常务委员会", whole.Issuer)
	require.Empty(t, fieldOf(whole, "first_effective"))
	require.Equal(t, "全国人民代表大会常务委员会", analyzed(t, "法.txt", "机构设置法\n（2020年5月20日第十三届常务委员会第十八次会议通过）\n第一条　为了规范机构设置，制定本法。\n第二条　本法自2020年10月1日起施行。\n").Issuer)
}

const allotment = "松编办〔2024〕7号\n中共松陵县委机构编制委员会办公室\n关于下达2024年度乡镇编制分配方案的通知\n各乡镇党委、人民政府：\n" +
	"经研究，现将2024年度乡镇编制分配方案下达给你们，自2024年7月1日起执行。\n附件：分配表\n中共松陵县委机构编制委员会办公室\n2024年6月12日\n"

func TestWhatANoticeSendsOutBeginsInItsLastClause(t *testing.T) {
	d := analyzed(t, "通知.txt", allotment)
	require.Equal(t, "2024-07-01", d.EffectiveFrom.String())
	require.Empty(t, d.Org, "a notice to everybody is about no single body")
}

func TestNumberInFrontOfTheDayOfIssue(t *testing.T) {
	for head, want := range map[string]string{
		"（云办发〔2019〕8号　2019年3月2日印发）":           "云办发〔2019〕8号",
		"（云委办发〔2020〕19号，2020年3月2日印发）":         "云委办发〔2020〕19号",
		"（2019年4月8日中共云澜市委办公室印发　云办发〔2019〕33号）": "云办发〔2019〕33号",
	} {
		d := analyzed(t, "三定.txt", "云澜市林业局职能配置、内设机构和人员编制规定\n"+head+"\n"+untitled)
		require.Equal(t, want, d.DocNo)
	}
	d := analyzed(t, "通知.txt", "关于做好年度统计工作的通知\n（根据云办发〔2019〕8号整理）\n各单位：\n请于月底前报送。\n")
	require.Empty(t, d.DocNo)
}

func TestReplyNumbersGoToTheBodyTheyAreOf(t *testing.T) {
	const org = "云澜市临江区文化旅游局"
	reply := func(points string) []brief {
		d := analyzed(t, "批复.txt", "云编〔2023〕31号\n中共云澜市委机构编制委员会关于核减临江区文化旅游局行政编制等事项的批复\n临江区委机构编制委员会：\n经研究，现批复如下：\n"+points+"\n此复。\n中共云澜市委机构编制委员会\n2023年10月9日\n")
		require.Equal(t, Reply, d.Kind)
		require.Equal(t, "云澜市临江区文化旅游局", d.Org)
		return briefs(d)
	}
	const archive, centre, care = "云澜市临江区文物保护局", "云澜市城市运行中心", "云澜市临江区老年活动中心"
	for points, want := range map[string][]brief{
		"一、核减区文化旅游局机关行政编制3名，连人带编划转至区文物保护局。核减后，区文化旅游局机关行政编制为12名。": {
			{org, "", QuotaAdmin, "", -3, true, ""}, {archive, "", QuotaAdmin, "", 3, true, ""}, {org, "", QuotaAdmin, "", 12, false, ""}},
		"二、同意设立临江区文物保护局，为区文化旅游局管理的行政机构，机构规格为副科级，核定行政编制5名，设局长1名、副局长2名。": {
			{archive, "", QuotaAdmin, "", 5, false, ""}, {archive, "", LeaderChief, "局长", 1, false, ""}, {archive, "", LeaderDeputy, "副局长", 2, false, ""}},
		"三、撤销区文化旅游局文物股，股级领导职数相应核减2名。": {{org, "", LeaderInner, "股级领导", -2, true, ""}},
		"四、收回临江区老年活动中心空余事业编制6名，事业编制由31名减至25名。": {
			{care, "", QuotaInstitution, "", -6, true, ""}, {care, "", QuotaInstitution, "", 25, false, ""}},
		"五、市网格管理中心更名为市城市运行中心，机构规格不变，事业编制由12名调整为16名。": {{centre, "", QuotaInstitution, "", 16, false, ""}},
	} {
		require.ElementsMatch(t, want, reply(points), points)
	}
}

func TestShareOfTheQuotaAboveIsNoQuota(t *testing.T) {
	d := analyzed(t, "三定.txt", "云澜市林业局主要职责内设机构和人员编制规定\n一、主要职责\n（一）负责森林资源监督管理。\n二、内设机构\n（一）办公室\n负责文电。\n三、人员编制\n市林业局机关行政编制19名。其中：局长1名、副局长3名。\n派驻纪检机构（合署）的行政编制3名，在上述行政编制内单列。\n四、附则\n本规定由市委编办解释。\n")
	require.Contains(t, briefs(d), brief{"云澜市林业局", "", QuotaAdmin, "", 19, false, "派驻纪检机构（合署）的行政编制3名，在上述行政编制内单列"})
	for _, f := range d.Facts {
		require.False(t, f.Type == QuotaAdmin && f.N == 3)
	}
}

func TestRowsOfATableHaveTheirPlaceAndRemark(t *testing.T) {
	md := "# 关于下达2024年度乡镇编制分配方案的通知\n\n松编办〔2024〕7号\n\n各乡镇党委、人民政府：\n\n现将分配方案下达给你们。\n\n" +
		"| 乡镇 | 行政编制 | 事业编制 | 备注 |\n|---|---|---|---|\n| 白石镇 | 21 | 30 | 含移民事业编制2名 |\n| 云溪乡 | 18 | 26 |  |\n| 合计 | 39 | 56 |  |\n\n中共松陵县委机构编制委员会办公室\n\n2024年6月12日\n"
	d := analyzed(t, "通知.md", md)
	require.ElementsMatch(t, []brief{
		{"松陵县白石镇", "", QuotaAdmin, "", 21, false, ""}, {"松陵县白石镇", "", QuotaInstitution, "", 30, false, "含移民事业编制2名"},
		{"松陵县云溪乡", "", QuotaAdmin, "", 18, false, ""}, {"松陵县云溪乡", "", QuotaInstitution, "", 26, false, ""},
	}, briefs(d))
	require.Equal(t, "乡镇　行政编制　事业编制　备注", chunkOf(t, d, "表1/第2行").Lead)
	require.Equal(t, "乡镇　行政编制　事业编制", chunkOf(t, d, "表1/第3行").Lead)
}
