package structure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const notice = `特急
中共云澜市委机构编制委员会办公室文件
云编办〔2024〕8号                 签发人：林知远
中共云澜市委机构编制委员会办公室关于做好
机构编制统计工作的通知
各县（区）委编办，市级各单位：
根据《机构编制统计工作办法》（云编〔2020〕3号）的有关规定，现就有关事项通知如下：
一、工作安排
（一）统计范围。各级机关和事业单位。
1.机关。
2.事业单位。
（二）统计时点。每年12月31日。
二、工作要求
各单位应当于每年1月15日前报送。
三、本通知自印发之日起施行，有效期2年。
附件：1.机关统计表
2.事业单位统计表
中共云澜市委机构编制委员会办公室
2024年5月6日
（此件公开发布）
抄送：市统计局。
中共云澜市委机构编制委员会办公室　　2024年5月7日印发
附件1
机关统计表
请如实填写本表。
附件2
事业单位统计表
请如实填写。
`

func TestNotice(t *testing.T) {
	d := analyzed(t, "通知.txt", notice)
	require.Equal(t, Gongwen, d.Kind)
	require.Equal(t, "中共云澜市委机构编制委员会办公室关于做好机构编制统计工作的通知", d.Title)
	require.Equal(t, "云编办〔2024〕8号", d.DocNo)
	require.Equal(t, "中共云澜市委机构编制委员会办公室", d.Issuer)
	require.Equal(t, "2024-05-06", d.SignedOn.String())
	require.Equal(t, "2024-05-07", d.PublishedOn.String())
	require.Equal(t, "2024-05-06", d.EffectiveFrom.String())
	require.Equal(t, "2026-05-06", d.EffectiveTo.String())
	require.Equal(t, "文:云编办〔2024〕8号", WorkKey(d))
	require.Equal(t, []string{"题注", "第1段", "一/（一）", "一/（二）", "二", "三", "落款", "附件1/题注", "附件1", "附件2/题注", "附件2"}, addresses(d))
	fields := map[string]string{}
	for _, f := range d.Fields {
		fields[f.Name] = f.Value
	}
	for name, want := range map[string]string{"urgency": "特急", "signer": "林知远", "recipients": "各县（区）委编办，市级各单位",
		"signed_on": "2024-05-06", "printed_on": "2024-05-07", "release_flag": "（此件公开发布）", "cc": "市统计局", "attachment": "事业单位统计表"} {
		require.Equal(t, want, fields[name], name)
	}
	require.Equal(t, "一、（二）", chunkOf(t, d, "一/（二）").Label)
	require.Equal(t, []string{"附件1 机关统计表"}, chunkOf(t, d, "附件1").Path)
}

func TestLongSectionsAreSplit(t *testing.T) {
	para := strings.Repeat("各部门要加强协同配合，形成工作合力。", 15) + "\n"
	text := "云澜市人民政府关于加强协同的意见\n云政发〔2023〕3号\n各部门：\n现提出如下意见：\n一、总体要求\n" + para + para +
		"二、重点任务\n要做好以下工作：\n1.甲任务。" + para + "2.乙任务。" + para + "三、保障措施\n（一）加强领导。\n" + para + para + "（二）强化督查。定期通报。\n"
	d := analyzed(t, "意见.txt", text)
	require.Equal(t, []string{"题注", "第1段", "一/第1段", "一/第2段", "二", "二/1", "二/2", "三/（一）/第1段", "三/（一）/第2段", "三/（二）"}, addresses(d))
	require.Equal(t, []string{"二、重点任务"}, chunkOf(t, d, "二/1").Path)
	require.Equal(t, "要做好以下工作：", chunkOf(t, d, "二/1").Lead)
	require.Equal(t, "三、（一）第2段", chunkOf(t, d, "三/（一）/第2段").Label)
}

const envelope = `中共云澜市委机构编制委员会办公室关于印发
《云澜市机构编制实名制管理办法》的通知
云编办〔2021〕9号
各县（区）委编办，市级各单位：
现将《云澜市机构编制实名制管理办法》印发给你们，请遵照执行。
中共云澜市委机构编制委员会办公室
2021年4月20日
云澜市机构编制实名制管理办法
第一章　总则
第一条　为了规范实名制管理，根据《中国共产党机构编制工作条例》，制定本办法。
第二章　附则
第二条　本办法自2021年5月1日起施行。
`

func TestEnvelope(t *testing.T) {
	d := analyzed(t, "通知.txt", envelope)
	require.Equal(t, Law, d.Kind)
	require.Equal(t, "云澜市机构编制实名制管理办法", d.Envelope)
	require.Equal(t, d.Envelope, d.ShortTitle)
	require.Equal(t, []string{"题注", "通知/第1段", "通知/落款", "正文/题注", "第一章/第一条", "第二章/第二条"}, addresses(d))
	require.Equal(t, "2021-04-20", d.SignedOn.String())
	require.Equal(t, "2021-05-01", d.EffectiveFrom.String(), "the inner text's clause, not the notice's date")
	inner := analyzed(t, "办法.txt", "云澜市机构编制实名制管理办法\n第一条　甲应当登记。\n第二条　本办法自2024年1月1日起施行。\n")
	require.Equal(t, WorkKey(inner), WorkKey(d))
	last := d.Relations[len(d.Relations)-1]
	require.Equal(t, "attached_to", last.Type)
	require.Equal(t, "云编办〔2021〕9号", last.TargetDocNo)
}

func TestSecrecyMarkQuarantines(t *testing.T) {
	for _, mark := range []string{"机密★1年", "秘密", "绝密★长期", "机密★3年 特急"} {
		d := analyzed(t, "文件.txt", "000012\n"+mark+"\n云澜市人民政府文件\n云政发〔2024〕1号\n云澜市人民政府关于某事的通知\n各部门：\n请认真执行。\n")
		require.NotEmpty(t, d.Findings, mark)
		require.Equal(t, "quarantine", d.Findings[0].Action, mark)
	}
	d := analyzed(t, "文件.txt", "云澜市人民政府关于保守国家秘密的通知\n云政发〔2024〕1号\n各部门：\n一、属于机密的事项应当标注。\n二、秘密事项依法管理。\n")
	for _, f := range d.Findings {
		require.NotEqual(t, "quarantine", f.Action, "the words in the text are no mark")
	}
}

func TestDoubtfulDate(t *testing.T) {
	d := analyzed(t, "通知.txt", "云澜市人民政府关于做好统计的通知\n云政发〔2007〕1号\n各部门：\n请认真做好统计工作。\n云澜市人民政府\n2007年8月l5日\n")
	require.Equal(t, "2007-08-15", d.SignedOn.String())
	require.Equal(t, "doubtful_date", d.Findings[0].Rule)
}

func TestRepealList(t *testing.T) {
	d := analyzed(t, "决定.txt", "云澜市人民政府关于废止部分文件的决定\n云政发〔2025〕9号\n各部门：\n一、对下列文件予以废止：\n1.《云澜市甲规定》（云政发〔2011〕7号）；\n2.《云澜市乙办法》（云政发〔2013〕15号）。\n二、本决定自印发之日起施行。\n云澜市人民政府\n2025年10月14日\n")
	var got []string
	for _, r := range d.Relations {
		got = append(got, r.Type+" "+r.TargetTitle+" "+r.TargetDocNo)
	}
	require.Equal(t, []string{"repeals 云澜市甲规定 云政发〔2011〕7号", "repeals 云澜市乙办法 云政发〔2013〕15号"}, got)
	require.Contains(t, addresses(d), "一/2")
}

func TestJournalIsOpinion(t *testing.T) {
	para := strings.Repeat("编制资源的配置需要兼顾公平与效率，", 8) + "这是改革的方向。\n"
	d := analyzed(t, "文章.txt", "编制周转池运行的实践与思考\n林知远\n〔内容提要〕本文讨论编制周转池。\n关键词：编制；周转池\n主要做法\n"+para+"存在的问题\n"+para)
	require.Equal(t, Journal, d.Kind)
	require.Equal(t, "编制周转池运行的实践与思考", d.Title)
	require.Empty(t, d.Relations)
	require.Empty(t, d.Facts)
	require.True(t, d.EffectiveFrom.IsZero())
	require.Contains(t, addresses(d), "主要做法")
	require.Empty(t, WorkKey(d))
}

func TestPlainText(t *testing.T) {
	d := analyzed(t, "随笔.txt", strings.Repeat("今天天气很好，适合散步。", 20)+"\n"+strings.Repeat("明天也会很好。", 40))
	require.Equal(t, Plain, d.Kind)
	require.Equal(t, "随笔", d.Title)
	require.Equal(t, []string{"第1段", "第2段"}, addresses(d))
	require.Empty(t, Analyze("空.txt", resultOf(t, "")).Chunks)
}
