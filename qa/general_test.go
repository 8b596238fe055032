package qa

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

const (
	township = `中共松泉县委机构编制委员会办公室
松编办〔2025〕9号

中共松泉县委机构编制委员会办公室
关于下达2025年度乡镇编制分配方案的通知

各乡镇党委、人民政府：

经县委编委研究同意，现将2025年度乡镇行政编制、事业编制分配方案下达给你们，自2025年3月1日起执行。

| 乡镇 | 行政编制 | 事业编制 | 备注 |
|---|---|---|---|
| 青石镇 | 28 | 41 | 含移民专项事业编制3名 |
| 柳树镇 | 25 | 36 | 无 |
| 大坪乡 | 17 | 22 | 无 |
| 合计 | 70 | 99 | 无 |

中共松泉县委机构编制委员会办公室
2025年2月24日
`
	amended = `云澜市行政机构设置条例

（2021年8月27日云澜市第九届人民代表大会常务委员会第三十六次会议通过　根据2024年10月30日云澜市第十届人民代表大会常务委员会第二十一次会议《关于修改〈云澜市行政机构设置条例〉的决定》修正）

第一条　为了规范行政机构设置，制定本条例。
第二条　设立、撤销、合并行政机构的，由本级人民政府提出方案，经上一级机构编制管理机关审核后，报上一级人民政府批准。
第三条　行政机构内设机构的设立、撤销，由该行政机构提出方案，报本级机构编制管理机关审批。
第四条　任何组织和个人对违反机构编制管理规定的行为，有权向机构编制管理机关举报。
第五条　本条例自2021年12月1日起施行。
`
	stateRule = `国务院行政机构设置和编制管理条例

第一条　为了规范国务院行政机构的设置，制定本条例。
第二条　国务院行政机构的司级内设机构的增设、撤销或者合并，经国务院机构编制管理机关审核方案，报国务院批准。
第三条　本条例自1997年8月3日起施行。
`
)

func TestSumsOfTables(t *testing.T) {
	t.Parallel()
	r := whole(t)
	r.add("松泉县乡镇编制.md", township, auth.L1)
	ctx := system(t)
	a := r.ask(ctx, "松泉县各乡镇事业编制一共多少名？")
	require.Equal(t, Extractive, a.Mode, a.Text)
	require.Contains(t, a.Text, "3个单位（青石镇、柳树镇、大坪乡）的事业编制合计99名（41 + 36 + 22 = 99）", "the row of totals is not added again")
	require.Len(t, a.Table.Rows, 3)

	a = r.ask(ctx, "青石镇行政编制和事业编制加起来多少")
	require.Contains(t, a.Text, "28 + 41 = 69", "one body, two kinds")

	require.Equal(t, Refused, r.ask(ctx, "望海县各乡镇事业编制一共多少名？").Mode, "another county's table is no answer")
	require.Equal(t, Refused, r.ask(ctx, "市城新局下属事业单位编制一共多少名？").Mode, "what is below a body is not the body")
}

func TestRowsAreSaidWithTheirHeader(t *testing.T) {
	t.Parallel()
	p := passage{}
	p.Chunk.Kind, p.Lead = "row", "序号　借用单位　编制类型　借用数　到期日"
	p.Text = "5　市信访局　行政编制　2　2027年12月31日"
	require.Equal(t, "市信访局：编制类型为行政编制，借用数2名，到期日为2027年12月31日。", p.rowWords())
	p.Text = "合计　25"
	require.Empty(t, p.rowWords(), "cells that cannot be told to belong to their headers are not put under them")
}

func TestFirstDayOfAnAmendedText(t *testing.T) {
	t.Parallel()
	r := whole(t)
	r.add("云澜市行政机构设置条例.txt", amended, auth.L1)
	ctx := system(t)
	a := r.ask(ctx, "云澜市行政机构设置条例什么时候开始施行的")
	require.Contains(t, a.Text, "自2021年12月1日起施行")
	require.Contains(t, a.Text, "2024年10月30日")
	a = r.ask(ctx, "2022年5月云澜市行政机构设置条例施行了没有")
	require.Contains(t, a.Text, "已经施行，自2021年12月1日起施行")
	require.NotContains(t, a.Text, "尚未生效")
	require.NotEmpty(t, a.Notices, "the words of then are not at hand, and that is said")
}

func TestApprovalsAreAboutTheThingAsked(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("云澜市行政机构设置条例.txt", amended, auth.L1)
	r.add("国务院行政机构设置和编制管理条例.txt", stateRule, auth.L1)
	ctx := system(t)
	a := r.ask(ctx, "新设一个政府工作部门要谁批？")
	require.Contains(t, a.Text, "报上一级人民政府批准")
	require.NotContains(t, a.Text, "内设机构的设立")
	a = r.ask(ctx, "市局想增设一个内设机构报谁审批")
	require.Contains(t, a.Text, "报本级机构编制管理机关审批")
	require.NotContains(t, a.Text, "报国务院批准")
}

func TestSpokenQuestions(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	for q, must := range map[string]string{
		"市程新局行政编几名":            "29名", // mistyped, short
		"灵活用编管理办法还管用不":         "现行有效",
		"啥叫灵活用编":               "按照项目周期使用编制",
		"云编〔2025〕40号第二条讲的啥":    "领导职数不变",
		"市城新局和灯塔区城新局的副职哪个多":    "前者多1名",
		"2025年以来批了哪几个文":        "云编〔2025〕40号",
		"市城新局的行政编制怎么从22变到29的":  "云编〔2025〕40号",
		"地下管廊归市城新局哪个科":         "体检评估科",
		"2018年的灵活用编管理暂行办法还能用不": "不能",
		"事业单位占用行政编搞灵活用编行不":     "不得占用",
	} {
		a := r.ask(ctx, q)
		require.NotEqual(t, Refused, a.Mode, "%s: %s", q, a.Text)
		require.Contains(t, shown(a), must, q)
	}
	require.Contains(t, r.ask(ctx, "市程新局行政编几名").Notices[0], "“市程新局”按云澜市城新局理解")
	for q, reason := range map[string]string{
		"编制有多少":              unclear,
		"灵活用编的人能转正吗":         noEvidence, // a rule on 灵活用编 that says nothing of it is no answer
		"市城新局规划科科长是谁":        noEvidence,
		"帮我写个年会主持词":          "out_of_domain",
		"城新局哪个科室更有前途":        "opinion",
		"刘伟是不是事业编":           "personal",
		"国家数据局行政编制多少名":       noEvidence,
		"云澜市城市更新周转池怎么借":      noEvidence,
		"市城新局下属事业单位编制有多少":    noEvidence,
		"灵活用编人员工资标准是多少":      noEvidence,
		"派出机构的灵活用编由哪级政府批准设立": noEvidence,
	} {
		a := r.ask(ctx, q)
		require.Equal(t, Refused, a.Mode, "%s: %s", q, a.Text)
		require.Equal(t, reason, a.Refusal.Reason, q)
	}
}
