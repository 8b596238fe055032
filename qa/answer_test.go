package qa

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bianku/internal/civil"
)

// shown is all a reader sees of an answer.
func shown(a Answer) string {
	parts := append([]string{a.Text, a.AsOfNote}, a.Notices...)
	if a.Table != nil {
		for _, r := range a.Table.Rows {
			parts = append(parts, r...)
		}
	}
	return strings.Join(parts, "\n")
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	for _, c := range []struct {
		q    string
		must []string
		not  []string
		cite string // a label among the citations
	}{
		{"市城新局机关行政编制多少名？", []string{"29名", "25 + 4 = 29", "云编〔2025〕40号", "云办发〔2024〕33号"}, []string{"22名"}, "第六条"},
		{"2025年8月底市城新局行政编制多少名？", []string{"25名"}, []string{"29名"}, "第六条"},
		{"2023年12月31日市城新局行政编制是多少", []string{"22名", "截至2023年12月31日"}, []string{"25名", "29名"}, "第六条"},
		{"2024年市城新局行政编制多少名？", []string{"25名", "2024年1月1日为22名"}, nil, "第六条"},
		{"改革前市城新局有几名副局长？", []string{"副局长2名", "2024年5月31日"}, []string{"副局长3名"}, "第六条"},
		{"市城新局领导职数几正几副？", []string{"局长1名", "副局长3名", "一正三副"}, nil, "第六条"},
		{"市城新局科级领导职数多少名？", []string{"5名", "含机关党委专职副书记1名"}, []string{"4名。"}, "第六条"},
		{"灯塔区城新局行政编制几名", []string{"9名"}, []string{"25名", "29名"}, "第六条"},
		{"城新局行政编制几名", []string{"29名", "灯塔区城新局"}, []string{"9名。依据"}, "第六条"},
		{"市城新局为什么有40名行政编制？", []string{"不符", "29名", "不是40名"}, nil, "第六条"},
		{"市城新局实有26人，还能进几个人？", []string{"29 - 26 = 3", "空编3名"}, nil, "第六条"},
		{"某单位核定30、实有32，还能用几个编？", []string{"30 - 32 = -2", "超编2名"}, nil, ""},
		{"市城新局和灯塔区城新局行政编制加起来多少？", []string{"38名", "29 + 9 = 38"}, nil, "第六条"},
		{"市城新局的行政编制历年怎么变的？", []string{"22名", "25名", "核增", "4名", "云编〔2025〕40号"}, nil, "第六条"},
		{"市城新局和灯塔区城新局内设机构有什么不同？", []string{"体检评估科", "项目股"}, nil, "第五条第（四）项"},
		{"市城新局和灯塔区城新局行政编制哪个多？", []string{"29名", "9名", "前者多20名"}, nil, "第六条"},
		{"市城新局有哪些内设机构？", []string{"4个内设机构", "办公室、规划科、改造科、体检评估科"}, nil, "第五条第（一）项"},
		{"2020年市城新局有几个科室？", []string{"3个内设机构"}, []string{"体检评估科"}, "第五条第（三）项"},
		{"市城新局的主要职责是什么？", []string{"城市更新规划", "储备库"}, []string{"历史街区灯光设施的建设和管护工作"}, "第四条第（一）项"},
		{"市城新局体检评估科负责什么？", []string{"城市体检和地下管廊的统筹协调工作"}, nil, "第五条第（四）项"},
		{"市城新局新旧三定相比职责有什么变化？", []string{"新增", "地下管廊", "不再保留", "历史街区灯光"}, nil, "第四条第（三）项"},
		{"历史街区灯光设施由谁管护，谁配合？", []string{"市照明局负责历史街区灯光设施的建设和管护", "市城新局配合"}, nil, "第四条第（五）项第1目"},
		{"2020年历史街区灯光设施由谁管护？", []string{"云澜市城新局", "历史街区灯光设施的建设和管护"}, []string{"市照明局"}, "第四条第（三）项"},
		{"什么是灵活用编？", []string{"按照项目周期使用编制并到期退回"}, nil, "第二条"},
		{"申请灵活用编应当具备哪些条件？", []string{"有明确的项目任务", "有相应的空编", "混编混岗"}, nil, "第六条"},
		{"申请灵活用编由谁审批？", []string{"市委编委审批"}, nil, "第三条"},
		{"灵活用编的期限最长几年？", []string{"不超过2年"}, []string{"一般为1年"}, "第四条"},
		{"2020年灵活用编的期限一般几年？", []string{"一般为1年"}, []string{"不超过2年"}, "第二条"},
		{"事业单位能占用行政编制灵活用编吗？", []string{"不可以", "不得占用"}, nil, "第五条"},
		{"擅自灵活用编怎么处理？", []string{"责令限期改正", "通报批评"}, nil, "第七条"},
		{"《云澜市灵活用编管理办法》第四条的内容是什么？", []string{"应当在期满30日前提出"}, nil, "第四条"},
		{"《云澜市灵活用编管理暂行办法》还能引用吗？", []string{"不能", "云澜市灵活用编管理办法"}, nil, ""},
		{"灵活用编管理办法还有效吗？", []string{"现行有效"}, nil, ""},
		{"灵活用编管理办法什么时候施行？", []string{"2022年5月1日"}, nil, ""},
		{"2024年3月1日时市城新局三定是哪一版？", []string{"2019年3月20日起施行"}, nil, ""},
		{"《云澜市灵活用编管理办法》的依据还有效吗？", []string{"云澜市城乡照明管理条例", "不在现有资料中"}, nil, ""},
		{"2025年以来的批复有哪些？", []string{"云编〔2025〕40号"}, nil, ""},
		{"市城新局什么时候核增的编制，依据哪个文件？", []string{"2025年9月10日", "云编〔2025〕40号", "4名"}, nil, ""},
		{"关于灵活用编，期刊文章有哪些观点？", []string{"有文章认为", "作者观点"}, nil, ""},
		{"云编〔2025〕40号说了什么？", []string{"核增你局机关行政编制4名"}, nil, "一、"},
	} {
		a := r.ask(ctx, c.q)
		if !assert.NotEqual(t, Refused, a.Mode, "%s: %s", c.q, a.Text) {
			continue
		}
		for _, m := range c.must {
			assert.Contains(t, shown(a), m, c.q)
		}
		for _, m := range c.not {
			assert.NotContains(t, a.Text, m, c.q)
		}
		if c.cite != "" {
			labels := []string{}
			for _, x := range a.Citations {
				labels = append(labels, x.Label)
			}
			assert.Contains(t, labels, c.cite, c.q)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	for q, reason := range map[string]string{
		"市海洋局行政编制多少名？":            noEvidence,
		"云澜市望海区城新局有几名副局长？":        noEvidence,
		"市城新局2030年行政编制多少？":        noEvidence,
		"市城新局政法专项编制多少名？":          noEvidence,
		"市城新局实有多少人？":              noEvidence,
		"市城新局局长是谁？":               noEvidence,
		"2015年市城新局行政编制多少名？":       notInForce,
		"2017年灵活用编的期限一般几年？":       notInForce,
		"全市所有部门行政编制合计多少名？":        partial,
		"市城新局和市海洋局行政编制一共多少？":      partial,
		"某涉密单位的编制有多少？":            "secret",
		"张某是什么编制？":                "personal",
		"你认为市城新局该不该撤销？":           "opinion",
		"今天天气怎么样？":                "out_of_domain",
		"《云澜市不存在的办法》第三条说了什么？":     noEvidence,
		"《云澜市灵活用编管理办法》第九十九条说了什么？": noEvidence,
	} {
		a := r.ask(ctx, q)
		if assert.Equal(t, Refused, a.Mode, "%s: %s", q, a.Text) {
			assert.Equal(t, reason, a.Refusal.Reason, q)
			assert.NotEmpty(t, a.Refusal.Message)
			assert.Equal(t, a.Refusal.Message, a.Text)
			assert.Empty(t, a.Citations, "nearest articles are no citations")
		}
	}
}

func TestAsksBackWhereSeveralBodiesAreMeant(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("a.txt", strings.ReplaceAll(dengguang, "灯塔", "东塔"), 1)
	r.add("b.txt", strings.ReplaceAll(dengguang, "灯塔", "西塔"), 1)
	a := r.ask(system(t), "城新局行政编制几名？")
	require.Equal(t, Refused, a.Mode)
	require.Equal(t, unclear, a.Refusal.Reason)
	require.Contains(t, a.Text, "云澜市东塔区城新局")
	require.Contains(t, a.Text, "云澜市西塔区城新局")
}

func TestTheRequestsDayWins(t *testing.T) {
	t.Parallel()
	r := whole(t)
	a, err := r.Ask(system(t), Question{Text: "市城新局机关行政编制多少名？", AsOf: civil.MustParse("2020-01-01"), NoStore: true}, nil)
	require.NoError(t, err)
	require.Contains(t, a.Text, "22名")
	require.Equal(t, "request", a.AsOfSource)
	require.Equal(t, "2020-01-01", a.AsOf.String())
	require.Equal(t, "按2020年1月1日的规定回答", a.AsOfNote)
}

func TestAnUnconfirmedRepealIsSaid(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("old.txt", banfaOld, 1)
	r.add("new.txt", banfa, 1)
	a := r.ask(system(t), "《云澜市灵活用编管理暂行办法》还能引用吗？")
	require.Contains(t, a.Text, "待人工确认", "the doubt leads, it is no footnote")
}

func TestAConflictIsShownNotSettled(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("a.txt", chengxin2024, 1)
	r.add("b.txt", strings.Replace(chengxinReply, "增加到29名", "增加到30名", 1), 1)
	a := r.ask(system(t), "市城新局机关行政编制多少名？")
	require.Contains(t, a.Text, "25 + 4 = 29")
	require.Contains(t, strings.Join(a.Notices, ""), "30名")
	require.Contains(t, strings.Join(a.Notices, ""), "不一致")
}

func TestStreamedPiecesMakeTheText(t *testing.T) {
	t.Parallel()
	r := whole(t)
	var text strings.Builder
	var stages, citations []string
	a, err := r.Ask(system(t), Question{Text: "市城新局机关行政编制多少名？", NoStore: true}, func(e Event) {
		switch e.Type {
		case "delta":
			require.NotEmpty(t, citations, "citations come before the text that marks them")
			text.WriteString(e.Delta)
		case "stage":
			stages = append(stages, e.Stage)
			require.NotEmpty(t, e.Label)
		case "citation":
			citations = append(citations, e.Citation.Quote)
		case "final":
			require.NotNil(t, e.Answer)
		}
	})
	require.NoError(t, err)
	require.Equal(t, a.Text, text.String())
	require.Len(t, citations, len(a.Citations))
	require.Equal(t, "understanding", stages[0])
	require.Equal(t, "verifying", stages[len(stages)-1])
	require.Contains(t, a.Timings, "verifying")
}
