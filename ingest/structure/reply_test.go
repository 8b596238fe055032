package structure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// replyText is a reply to 市数据局 with the given points.
func replyText(points string) string {
	return "中共云澜市委机构编制委员会办公室文件\n云编办〔2024〕12号\n中共云澜市委机构编制委员会办公室关于调整市数据局机构编制事项的批复\n市数据局：\n" +
		"你局《关于增加人员编制的请示》（云数〔2024〕5号）收悉。经研究，现批复如下：\n" + points + "\n此复。\n中共云澜市委机构编制委员会办公室\n2024年5月6日\n"
}

func TestReply(t *testing.T) {
	const data = "云澜市数据局"
	for _, c := range []struct {
		name, text string
		want       []brief
	}{
		{"more", "同意核增你局机关行政编制5名，所需编制从市发展和改革委员会机关行政编制中调剂解决。", []brief{
			{data, "", QuotaAdmin, "", 5, true, "所需编制从市发展和改革委员会机关行政编制中调剂解决"}}},
		{"named", "同意核增市林业局事业编制3名。", []brief{{"云澜市林业局", "", QuotaInstitution, "", 3, true, ""}}},
		{"less", "收回市档案局事业编制3名。", []brief{{"云澜市档案局", "", QuotaInstitution, "", -3, true, ""}}},
		{"standing afterwards", "核增后，你局机关行政编制由61名增加到66名。", []brief{{data, "", QuotaAdmin, "", 66, false, ""}}},
		{"moved", "从市林业局划转事业编制8名到云澜市数据发展中心。", []brief{
			{"云澜市林业局", "", QuotaInstitution, "", -8, true, ""}, {"云澜市数据发展中心", "", QuotaInstitution, "", 8, true, ""}}},
		{"moved here", "从市发展和改革委员会划转行政编制2名。", []brief{
			{"云澜市发展和改革委员会", "", QuotaAdmin, "", -2, true, ""}, {data, "", QuotaAdmin, "", 2, true, ""}}},
		{"less here, more there", "随职责划转，核减市林业局机关行政编制2名，核增市水利局机关行政编制2名。划转后，市林业局机关行政编制由62名减少到60名，市水利局机关行政编制由37名增加到39名。", []brief{
			{"云澜市林业局", "", QuotaAdmin, "", -2, true, ""}, {"云澜市水利局", "", QuotaAdmin, "", 2, true, ""},
			{"云澜市林业局", "", QuotaAdmin, "", 60, false, ""}, {"云澜市水利局", "", QuotaAdmin, "", 39, false, ""}}},
		{"posts", "同意增加副局长职数1名，核减处级领导职数2名。", []brief{
			{data, "", LeaderDeputy, "副局长", 1, true, ""}, {data, "", LeaderInner, "处级领导", -2, true, ""}}},
		{"subordinate", "收回市林业局所属云澜市测绘院事业编制5名。收回后，该院事业编制由46名减少到41名。", []brief{
			{"云澜市测绘院", "", QuotaInstitution, "", -5, true, ""}, {"云澜市测绘院", "", QuotaInstitution, "", 41, false, ""}}},
		{"a sum is not counted again", "收回市林业局事业编制5名、市水利局事业编制3名。以上共收回事业编制8名。", []brief{
			{"云澜市林业局", "", QuotaInstitution, "", -5, true, ""}, {"云澜市水利局", "", QuotaInstitution, "", -3, true, ""}}},
		{"total of people", "核定云澜市第三人民医院人员总量620名，其中事业编制380名、报备员额240名。", []brief{
			{"云澜市第三人民医院", "", QuotaOther, "人员总量", 620, false, "其中事业编制380名、报备员额240名"},
			{"云澜市第三人民医院", "", QuotaInstitution, "", 380, false, ""}, {"云澜市第三人民医院", "", QuotaOther, "报备员额", 240, false, ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := analyzed(t, "批复.txt", replyText(c.text))
			require.Equal(t, Reply, d.Kind)
			require.Equal(t, data, d.Org)
			require.ElementsMatch(t, c.want, briefs(d))
		})
	}
}

func TestReplyEvents(t *testing.T) {
	d := analyzed(t, "批复.txt", replyText("一、同意将云澜市大数据中心更名为云澜市数据发展中心，加挂云澜市数据开放中心牌子，机构规格为正科级。\n二、撤销云澜市信息中心。\n三、同意设立云澜市数据交易所，为公益二类事业单位。"))
	got := map[string]string{}
	for _, f := range d.Fields {
		got[f.Name] = f.Value
	}
	require.Equal(t, "云澜市大数据中心→云澜市数据发展中心", got["event_rename"])
	require.Equal(t, "云澜市数据开放中心", got["event_plaque"])
	require.Equal(t, "正科级", got["event_rank"])
	require.Equal(t, "云澜市信息中心", got["event_abolish"])
	require.Equal(t, "云澜市数据交易所", got["event_setup"])
}

func TestRenamedBodyIsKnownByItsNewName(t *testing.T) {
	d := analyzed(t, "批复.txt", "中共云澜市委机构编制委员会关于市大数据发展管理局更名为市数据局等事项的批复\n云编〔2024〕3号\n市大数据发展管理局：\n一、同意市大数据发展管理局更名为市数据局。\n二、核增行政编制2名。\n中共云澜市委机构编制委员会\n2024年2月26日\n")
	require.Equal(t, "云澜市数据局", d.Org)
	require.Equal(t, []brief{{"云澜市数据局", "", QuotaAdmin, "", 2, true, ""}}, briefs(d))
}

func TestJudicialReplyIsNoEstablishmentReply(t *testing.T) {
	d := analyzed(t, "批复.md", "# 最高人民法院关于某类案件管辖问题的批复\n\n2010年1月1日 最高人民法院审判委员会第1次会议通过\n\n某高级人民法院：\n\n你院请示收悉。经研究，批复如下：\n\n由被告住所地人民法院管辖。\n")
	require.Equal(t, Law, d.Kind)
}
