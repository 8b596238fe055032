package main

import "bianku/eval"

// plannedFault is a line of the plan: what is broken, where, which question shows it, and which stage would have to mend it. class is
// the class a person who knows the fault would give.
type plannedFault struct {
	kind  string // Chinese
	what  string // Chinese: what was done
	plant planter
	ask   asking
	class eval.Class
	stage string
}

// The sample's files by short names, so that the plan can be read.
const (
	registration = "云澜市事业单位登记管理实施细则(2021).pdf"
	inspection   = "云澜市机构编制监督检查工作实施办法(2022).md"
	dataCentre   = "云编(2024)16号关于设立市公共数据运营服务中心的批复.html"
	waterWorks   = "云编(2024)12号关于整合组建市水利工程运行服务中心的批复.docx"
	poolLedger   = "市级编制周转池使用台账(2026年6月).md"
	plan2026     = "关于下达2026年度市级机关用编计划的通知.docx"
	rules2020    = "云澜市机构编制管理办法(2020).pdf"
	rules2024    = "云澜市机构编制管理办法(2024修正).docx"
	ecology      = "云澜市生态环境局职能配置内设机构和人员编制规定(2019).md"
	office       = "中共云澜市委机构编制委员会办公室职能配置内设机构和人员编制规定(2019).html"
	pool2022     = "云澜市编制周转池管理办法(试行)(2022).docx"
	pool2025     = "云澜市编制周转池管理办法(2025).html"
	extra2023    = "云澜市机关事业单位编外用人控制数管理规定(2023).docx"
	joint        = "关于印发云澜市议事协调机构管理办法的通知(2022).pdf"
	data2026     = "云澜市数据局职能配置内设机构和人员编制规定(2026).docx"
	farming2017  = "云澜市农业局主要职责内设机构和人员编制规定(2017).txt"
	farming2019  = "云澜市农业农村局职能配置内设机构和人员编制规定(2019).docx"
	extra2018    = "云澜市机关事业单位编外用人管理暂行办法(2018).txt"
)

// faultPlan: ten kinds, four of each, and two kinds of refusal. Every fault is planted alone, in a copy of the sample corpus.
var faultPlan = []plannedFault{
	{"文件缺失", "删去登记管理实施细则", deleted(registration), sampleQuestion("s015"), eval.CorpusMissing, eval.StageData},
	{"文件缺失", "撤下监督检查实施办法", withdrawn(inspection), sampleQuestion("s099"), eval.CorpusMissing, eval.StageData},
	{"文件缺失", "删去云编〔2024〕16号批复", deleted(dataCentre), sampleQuestion("s052"), eval.CorpusMissing, eval.StageData},
	{"文件缺失", "撤下云编〔2024〕12号批复", withdrawn(waterWorks), sampleQuestion("s122"), eval.CorpusMissing, eval.StageData},

	{"表格行或文字丢失", "用编计划表丢了市水利局一行", lost(plan2026, "", "市水利局"), ownQuestion(9, "2026年度市水利局用编计划是多少名？", plan2026, "附件/表1/第2行", "3"), eval.ParseLost, eval.StageCatalog},
	{"表格行或文字丢失", "台账首段丢了可用数", lost(poolLedger, "第1段", "尚可使用事业编制34名、行政编制6名"), sampleQuestion("s071"), eval.ParseLost, eval.StageCatalog},
	{"表格行或文字丢失", "生态环境局第六条丢了编制数", lost(ecology, "第六条", "行政编制45名"), sampleQuestion("s049"), eval.ParseLost, eval.StageCatalog},
	{"表格行或文字丢失", "登记细则第十五条丢了半句", lost(registration, "第五章/第十五条", "1月1日至3月31日"), sampleQuestion("s113"), eval.ParseLost, eval.StageCatalog},

	{"条文切成两截", "周转池办法第十一条自“期满”切断", cut(pool2025, "第三章/第十一条", "期满确需"), sampleQuestion("s014"), eval.ParseLost, eval.StageCatalog},
	{"条文切成两截", "周转池办法第十条自“一次借用事业编制不足”切断", cut(pool2025, "第三章/第十条", "一次借用事业编制不足"), sampleQuestion("s022"), eval.ParseLost, eval.StageCatalog},
	{"条文切成两截", "控制数规定第三条第二款切到下一块", cut(extra2023, "第三条", "编外用人控制数不是编制"), sampleQuestion("s006"), eval.ParseLost, eval.StageCatalog},
	{"条文切成两截", "议事协调机构办法第二条自“部门之间”切断", cut(joint, "第二条", "部门之间建立"), sampleQuestion("s005"), eval.ParseLost, eval.StageCatalog},

	{"施行日期错", "数据局2026年三定录成2028年施行", dated(data2026, "2028-04-01"), sampleQuestion("s058"), eval.ValidityWrong, eval.StageCatalog},
	{"施行日期错", "周转池办法录成2027年施行", dated(pool2025, "2027-07-01"), sampleQuestion("s014"), eval.ValidityWrong, eval.StageCatalog},
	{"施行日期错", "控制数规定录成2033年施行", dated(extra2023, "2033-11-01"), sampleQuestion("s010"), eval.ValidityWrong, eval.StageCatalog},
	{"施行日期错", "登记细则录成2031年施行", dated(registration, "2031-06-01"), sampleQuestion("s015"), eval.ValidityWrong, eval.StageCatalog},

	{"用了已废止的文本", "农业局2017年三定的废止关系被否定", rejected(farming2019, farming2017), sampleQuestion("s042"), eval.ValidityWrong, eval.StageCatalog},
	{"用了已废止的文本", "2020年机构编制办法被当作另一份现行文件", detached(rules2020), sampleQuestion("s009"), eval.ValidityWrong, eval.StageCatalog},
	{"用了已废止的文本", "周转池试行办法的失效日期丢失", revived(pool2022), sampleQuestion("s014"), eval.ValidityWrong, eval.StageCatalog},
	{"用了已废止的文本", "2018年编外办法的废止关系被否定", rejected(extra2023, extra2018), sampleQuestion("s040"), eval.ValidityWrong, eval.StageCatalog},

	{"问答数字错", "证书有效期5年写成3年", pairAnswer(registration, "第五章/第十四条", "《事业单位法人证书》有效期是几年？", "有效期为5年。", "有效期为3年。"), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"问答数字错", "编办行政编制28名写成38名", pairAnswer(office, "第六条", "云澜市委编办机关行政编制多少名？", "行政编制28名。", "行政编制38名。"), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"问答数字错", "控制数每2年核定写成每3年", pairAnswer(extra2023, "第七条", "编外用人控制数几年核定一次？", "每2年核定一次。", "每3年核定一次。"), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"问答数字错", "抽查比例百分之五写成百分之八", pairAnswer(registration, "第五章/第十六条", "登记事项随机抽查的比例不低于多少？", "不低于百分之五。", "不低于百分之八。"), pairQuestion(), eval.LabelWrong, eval.StageLabel},

	{"引文改动一字", "内设机构不少于4名引成5名", pairQuote(rules2024, "第二章/第八条", "市级机关内设机构的编制一般不少于几名？", "不少于4名。", "4", "5", false), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"引文改动一字", "注销登记15日引成18日，校验值一并改过", pairQuote(registration, "第四章/第十三条", "清算结束后多少日内申请注销登记？", "15日内。", "15", "18", true), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"引文改动一字", "空编超过2年引成3年", pairQuote(rules2024, "第三章/第十八条", "空编超过几年未使用可以收回？", "超过2年。", "2", "3", false), pairQuestion(), eval.LabelWrong, eval.StageLabel},
	{"引文改动一字", "副局长4名引成7名，校验值一并改过", pairQuote(data2026, "第六条", "云澜市数据局设副局长几名？", "副局长4名。", "副局长4", "副局长7", true), pairQuestion(), eval.LabelWrong, eval.StageLabel},

	{"没人认得的同义词", "控制数说成“临聘名额”", nothing(), reworded("s004", "啥叫临聘名额"), eval.NotRetrieved, eval.StageRetrieve},
	{"没人认得的同义词", "周转池说成“蓄水库”", nothing(), reworded("s019", "想从蓄水库里要人头得递啥？"), eval.NotRetrieved, eval.StageRetrieve},
	{"没人认得的同义词", "挂牌机构说成“门脸单位”", nothing(), reworded("s098", "门脸单位给不给坑位和官帽子"), eval.NotRetrieved, eval.StageRetrieve},
	{"没人认得的同义词", "吃空饷说成“挂名白领钱”", nothing(), reworded("s100", "挂名白领钱咋办"), eval.NotRetrieved, eval.StageRetrieve},

	{"排序权重或索引损坏", "两路权重取反", weighted(-1, -1), sampleQuestion("s086"), eval.RankedLow, eval.StageRetrieve},
	{"排序权重或索引损坏", "权重清零", weighted(0, 0), sampleQuestion("s101"), eval.RankedLow, eval.StageRetrieve},
	{"排序权重或索引损坏", "登记细则第九条的索引写成了别的条文", misindexed(registration, "第三章/第九条"), sampleQuestion("s112"), eval.RankedLow, eval.StageRetrieve},
	{"排序权重或索引损坏", "登记细则第十三条没有索引", unindexed(registration, "第四章/第十三条"), sampleQuestion("s114"), eval.NotRetrieved, eval.StageRetrieve},

	{"提示词丢了条件", "只说借用期限，不说续借", scripted("借用期限一般不超过3年。[c1]"), sampleQuestion("s014"), eval.GenerationWrong, eval.StageGenerate},
	{"提示词丢了条件", "只说设立要申请，不说谁批", scripted("设立议事协调机构，由牵头部门提出申请。[c1]"), sampleQuestion("s024"), eval.GenerationWrong, eval.StageGenerate},
	{"提示词丢了条件", "只说一般期限，不说提前办结", scripted("登记管理机关应当自受理变更登记申请之日起10个工作日内作出决定。[c1]"), sampleQuestion("s115"), eval.GenerationWrong, eval.StageGenerate},
	{"提示词丢了条件", "只说向谁申请，不说谁批", scripted("核定编外用人控制数，由用人单位集体研究后向市委编办提出申请。[c1]"), sampleQuestion("s023"), eval.GenerationWrong, eval.StageGenerate},

	{"误拦（不应拒而拒）", "“控制数”进了拦截词表", blockedWord("编外用人控制数"), sampleQuestion("s004"), eval.ShouldAnswer, eval.StageGenerate},
	{"误拦（不应拒而拒）", "“周转池编制”进了拦截词表", blockedWord("周转池编制"), sampleQuestion("s019"), eval.ShouldAnswer, eval.StageGenerate},
	{"误拦（不应拒而拒）", "“超职数”进了拦截词表", blockedWord("超职数"), sampleQuestion("s099"), eval.ShouldAnswer, eval.StageGenerate},
	{"误拦（不应拒而拒）", "“吃空饷”进了拦截词表", blockedWord("吃空饷"), sampleQuestion("s100"), eval.ShouldAnswer, eval.StageGenerate},
}
