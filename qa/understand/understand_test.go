package understand

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(q string) Meaning { return Read(q, NewLexicon(bodies), today) }

func TestIntent(t *testing.T) {
	for _, c := range []struct {
		intent Intent
		q      string
	}{
		{Definition, "什么是机构编制实名制？"},
		{Definition, "编制周转池是什么意思？"},
		{Definition, "“三定”规定的含义是什么？"},
		{Definition, "领导职数的定义"},
		{Difference, "派出机关和派出机构有什么区别？"},
		{Difference, "行政编制与事业编制有何不同？"},
		{Rule, "设区的市新设一个政府工作部门要谁批？"},
		{Rule, "我局想增设一个科，走什么程序？"},
		{Rule, "县里能把2名行政编制调给乡镇吗？"},
		{Rule, "事业编制能给机关用吗？"},
		{Rule, "超职数配备属于什么问题，怎么处理？"},
		{Rule, "事业单位换法人要办什么？"},
		{Rule, "两个三定都写了“负责数据安全”，怎么办？"},
		{Rule, "单位空编几年不用会被收回？"},
		{Rule, "申请增加编制应当符合哪些条件？"},
		{Rule, "内设机构的编制最少几名？"},
		{Rule, "编制10名以上的内设机构核定几名副职？"},
		{Rule, "市委编办受理申请后多少个工作日内完成审核？"},
		{Rule, "市级机关增设内设机构由谁审批？"},
		{Responsible, "2018年改革前，食品安全监管归哪个部门？"},
		{Responsible, "河道采砂由谁管，谁配合？"},
		{Responsible, "城市运行一网统管平台由哪个部门负责建设？"},
		{Responsible, "小型水库由哪个局负责管护？"},
		{Responsible, "市数据局和市发改委在政务信息化项目上怎么分工？"},
		{Responsible, "市水利局哪个科室负责河道采砂管理？"},
		{WhichText, "2024年3月1日时国务院组织法是哪一版？"},
		{WhichText, "2023年时机构编制管理办法适用哪个版本？"},
		{StillValid, "《机构编制监督检查工作暂行规定》还能引用吗？"},
		{StillValid, "《云澜市机构编制管理暂行规定》现在还有效吗？"},
		{StillValid, "云编〔2020〕8号是否已经废止？"},
		{StillValid, "《云澜市机构编制管理办法》被修改了吗，还现行有效吗？"},
		{Number, "云澜市数据局机关行政编制多少名？"},
		{Number, "市教育局领导职数几正几副？"},
		{Number, "市数据局有几名副局长？"},
		{Number, "市水利局科级领导职数是多少？"},
		{Number, "市水利局设总工程师几名？"},
		{Number, "市大数据中心事业编制核定了多少？"},
		{Number, "市数据局内设机构有几个？"},
		{Number, "2023年底市数据局行政编制多少名？"},
		{Number, "市数据局机关工勤编制几名？"},
		{Number, "为什么市教育局有60名行政编制？"},
		{Number, "市数据局行政编制是65名，对吗？"},
		{Number, "市数据局一共多少名编制？"},
		{Vacancy, "C单位核定30、实有27，还能用几个编？"},
		{Vacancy, "市数据局现有58人，还能进几个人？"},
		{Vacancy, "市水利局空编几名？"},
		{Sum, "全市乡镇行政编制合计？"},
		{Sum, "市数据局、市教育局和市水利局行政编制一共多少名？"},
		{History, "市数据局编制近五年怎么变的？"},
		{History, "市水利局行政编制历年变化情况"},
		{History, "市数据局的行政编制调整过几次？"},
		{Compare, "市数据局与东湖区数据局内设机构有何不同？"},
		{Compare, "市数据局和市教育局的行政编制哪个多？"},
		{Compare, "市教育局比西山区教育局多几名编制？"},
		{VersionDiff, "市数据局新旧三定比，哪些职责划出？"},
		{VersionDiff, "市水利局2025年三定与2019年三定相比有哪些变化？"},
		{VersionDiff, "《云澜市机构编制管理办法》修正后有哪些变化？"},
		{VersionDiff, "市水利局新三定增加了哪些职责，与旧三定相比？"},
		{ArticleText, "486号令第十九条说了什么？"},
		{ArticleText, "《云澜市机构编制管理办法》第十三条的内容是什么？"},
		{ArticleText, "《地方各级人民政府机构设置和编制管理条例》第九条怎么规定的？"},
		{Basis, "《云澜市机构编制管理办法》的依据还有效吗？"},
		{Basis, "《云澜市机构编制管理办法》的制定依据是什么？"},
		{List, "2025年以来本市关于事业单位的批复"},
		{List, "2025年市委编委印发了哪些批复？"},
		{List, "列出全部三定规定"},
		{Study, "各地编制周转池做法"},
		{Study, "关于编制周转池，期刊文章有哪些观点？"},
		{Draft, "起草一份增编请示"},
		{Draft, "帮我写一份关于增设科室的请示"},
		{Change, "市数据局何时更名，依据何文？"},
		{Change, "市教育局信访科的上级机构何时更名、依据何文？"},
		{Change, "市数据局原来叫什么？"},
		{Change, "市大数据中心是哪年成立的？"},
		{TakesEffect, "《云澜市机构编制管理办法》什么时候施行？"},
		{TakesEffect, "云编〔2025〕17号的印发日期是哪天？"},
		{Units, "市数据局有哪些内设机构？"},
		{Units, "市水利局设了哪些科室？"},
		{Duties, "市数据局的主要职责是什么？"},
		{Duties, "市数据局数据资源管理科负责什么？"},
		{Duties, "市水利局河湖管理科的职责"},
		{Rule, "市数据局是什么级别？"},
		{Rule, "工业和信息化部到哪家企业进行督导检查？"},
		{Rule, "铁岭市对于运输防控重点物资的收入给予什么政策？"},
	} {
		assert.Equal(t, c.intent, read(c.q).Intent, c.q)
	}
}

func TestPolicy(t *testing.T) {
	for q, want := range map[string]Policy{
		"某单位涉密机构编制数是多少？":       Secret,
		"市国家安全局行政编制多少名？":       Secret,
		"市保密局涉密岗位名单有哪些？":       Secret,
		"张某的编制类型是什么？":          Personal,
		"张伟是行政编制还是事业编制？":       Personal,
		"市数据局王某是什么编制？":         Personal,
		"李建国的身份证号是多少？":         Personal,
		"市数据局在编人员名单":           Personal,
		"某领导适合当局长吗？":           Opinion,
		"你认为市数据局应该撤销吗？":        Opinion,
		"哪个局长能力更强？":            Opinion,
		"今天天气怎么样？":             OutOfDomain,
		"写一首诗":                 OutOfDomain,
		"你好":                   OutOfDomain,
		"云澜市数据局机关行政编制多少名？":     "",
		"涉密文件能不能上传到知识库，有什么规定？": "",
		"哪个部门负责保密工作？":          "",
		"高新区的编制多少？":            "",
		"方案的编制程序是什么？":          "",
		"超职数配备怎么处理？":           "",
		"市水利局副局长几名？":           "",
		"实名制登记包括哪些个人信息？":       "",
	} {
		assert.Equal(t, want, read(q).Policy, q)
	}
}

func askNames(m Meaning) string {
	var out []string
	for _, a := range m.Asks {
		out = append(out, a.Name+"/"+a.Title)
	}
	return strings.Join(out, " ")
}

func TestAsks(t *testing.T) {
	for q, want := range map[string]string{
		"市数据局机关行政编制多少名？":     "行政编制/",
		"市数据局编制多少？":          "编制/",
		"市公安局政法专项编制多少名":      "政法专项编制/",
		"市数据局有几名副局长？":        "副局长/副局长",
		"市数据局局长几名？":          "局长/局长",
		"市数据局科级领导职数多少？":      "内设机构领导职数/科级",
		"市数据局领导职数几正几副？":      "领导职数/",
		"市水利局总工程师几名？":        "总工程师/总工程师",
		"市数据局行政编制和工勤编制各多少名？": "行政编制/ 工勤编制/",
		"市数据局内设机构有几个？":       "内设机构数/",
		"单位空编几年不用会被收回":       "",
		"市委编办多少个工作日内审核":      "",
		"市数据局的主要职责是什么":       "",
		"市数据局行政编制多少名，领导职数多少": "行政编制/ 领导职数/",
	} {
		assert.Equal(t, want, askNames(read(q)), q)
	}
}

func TestReadsWhatTheQuestionStates(t *testing.T) {
	m := read("C单位核定30、实有27，还能用几个编？")
	require.Equal(t, 30, m.Approved)
	require.Equal(t, 27, m.Actual)
	m = read("为什么市教育局有60名行政编制？")
	require.Len(t, m.Premise, 1)
	require.Equal(t, "60名", m.Premise[0].Value)
	require.Empty(t, read("市教育局有几名副局长").Premise)
	m = read("云编〔2025〕17号核增了多少名？")
	require.Equal(t, []string{"云编〔2025〕17号"}, m.DocNos)
	m = read("《云澜市机构编制管理办法》第十三条说了什么")
	require.Equal(t, []string{"云澜市机构编制管理办法"}, m.Titles)
	require.Equal(t, []string{"第13条"}, m.Articles)
	require.Equal(t, "数据资源管理科", read("市数据局数据资源管理科负责什么？").Unit)
	require.Equal(t, "", read("市数据局增设一个科要谁批？").Unit)
	require.True(t, read("事业编制能给机关用吗？").YesNo)
	require.False(t, read("什么是实名制？").YesNo)
}

func TestTerms(t *testing.T) {
	require.Equal(t, []string{"河道采砂", "管", "配合"}, Segments("河道采砂由谁管，谁配合？"))
	require.Equal(t, []string{"河道", "道采", "采砂"}, Grams("河道采砂"))
	require.Equal(t, []string{"12310", "举报"}, Grams("12310举报"))
	require.Empty(t, Grams("是什么？"))
	require.Equal(t, "河道采砂", read("市水利局河道采砂由谁负责？").Topic)
}

func TestFollow(t *testing.T) {
	former := read("2023年底云澜市数据局行政编制多少名？")
	m := Follow(read("那副局长呢？"), former)
	require.Equal(t, Number, m.Intent)
	require.Equal(t, "云澜市数据局", m.Bodies[0].Bodies[0])
	require.Equal(t, "副局长", m.Asks[0].Title)
	require.Equal(t, "2023-12-31", m.When.AsOf.String())

	m = Follow(read("市教育局呢？"), former)
	require.Equal(t, Number, m.Intent)
	require.Equal(t, "云澜市教育局", m.Bodies[0].Bodies[0])
	require.Equal(t, "行政编制", m.Asks[0].Name)

	m = Follow(read("它的内设机构有哪些？"), former)
	require.Equal(t, Units, m.Intent)
	require.Equal(t, "云澜市数据局", m.Bodies[0].Bodies[0])

	m = Follow(read("什么是机构编制实名制？"), former)
	require.Equal(t, Definition, m.Intent)
	require.Empty(t, m.Bodies)

	m = Follow(read("第十四条呢？"), read("《云澜市机构编制管理办法》第十三条说了什么？"))
	require.Equal(t, ArticleText, m.Intent)
	require.Equal(t, []string{"云澜市机构编制管理办法"}, m.Titles)
	require.Equal(t, []string{"第14条"}, m.Articles)
}

// TestSpokenForms are the short ways in which an office asks.
func TestSpokenForms(t *testing.T) {
	for q, want := range map[string][]string{
		"水利局现在行政编几名":        {"行政编制"},
		"市水利局政法编有多少":        {"政法专项编制"},
		"市教育局行政跟事业编制一共多少名":  {"行政编制", "事业编制"},
		"水利局机关行政编制有几名":      {"行政编制"},
		"市数据局行政编制规划是多少年一轮的": nil,
	} {
		var got []string
		for _, a := range read(q).Asks {
			got = append(got, a.Name)
		}
		assert.Equal(t, want, got, q)
	}
	assert.Equal(t, "2017年那时候", read("2017年那时候采砂归谁管").When.Text)
	assert.Equal(t, Compare, read("市水利局跟市教育局的内设科室啥不一样").Intent)
	assert.Equal(t, Study, read("学术界对编制周转怎么看").Intent)
	assert.Equal(t, List, read("市委编委去年给东湖区批了哪些文").Intent)
	assert.True(t, read("增设直属机构谁说了算").AsksApproval())
	assert.True(t, read("撤一个科归哪里批").AsksApproval())
	assert.False(t, read("增设直属机构要什么材料").AsksApproval())
}

func TestPersonAndOpinionInOtherWords(t *testing.T) {
	for q, want := range map[string]Policy{
		"市水利局赵芳是事业编还是行政编":  Personal,
		"钱副主任够格升任市水利局局长吗":  Opinion,
		"让孙科长接替市教育局局长合适吗":  Opinion,
		"市水利局行政编还是事业编多":    "",
		"机关工作人员适合用什么编制":    "",
		"哪些事项适合由市委编委主持研究？": "",
	} {
		assert.Equal(t, want, read(q).Policy, q)
	}
}
