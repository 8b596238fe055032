package understand

import (
	"regexp"

	"bianku/ingest/structure"
)

// intentRule gives the intent when re matches and ok (if any) agrees. The table is read from the top: what is more special
// stands first.
type intentRule struct {
	intent Intent
	re     *regexp.Regexp
	ok     func(m Meaning) bool
}

func hasTitle(m Meaning) bool  { return len(m.Titles) > 0 || len(m.DocNos) > 0 }
func hasBody(m Meaning) bool   { return len(m.Bodies) > 0 || len(m.Unknown) > 0 }
func twoBodies(m Meaning) bool { return len(m.Bodies)+len(m.Unknown) >= 2 }
func hasAsks(m Meaning) bool   { return len(m.Asks) > 0 }

func numberOfBody(m Meaning) bool { return hasAsks(m) && hasBody(m) }

// noRule is a question for a number or a name of a body, not for the rule behind it.
func bodyWithoutUnit(m Meaning) bool { return hasBody(m) && m.Unit == "" }

var intentRules = []intentRule{
	{Draft, regexp.MustCompile(`(?:起草|草拟|代拟|拟写|撰写|帮.{0,3}写|写一[份篇个])`), nil},
	{ArticleText, regexp.MustCompile(`第.{1,8}条`), func(m Meaning) bool {
		return len(m.Articles) > 0 && (lookup.MatchString(m.Text) || hasTitle(m) || bareArticle.MatchString(m.Text)) && !validity.MatchString(m.Text)
	}},
	{VersionDiff, regexp.MustCompile(`新(?:的)?三定.{0,6}(?:增加|新增|调整|取消|减少|变)|(?:增加|新增|取消|划出|划入|减少|调整)了?(?:哪些|什么)(?:职责|内设|科室|编制)|新旧|旧.{0,12}新|两版|前后.{0,4}(?:三定|版本)|(?:三定|规定|办法|修正|修订|修改|改革|调整|版本?)[^，。]{0,8}(?:前后|相比|对比|比较|比[，,]|有(?:哪些|什么|何)(?:变化|不同|修改|调整|改动))|(?:与|和|跟|比|较)(?:旧|老|原|上一?版|\d{4}年版?|以前|之前|修改前|修订前|修正前)[^，。]{0,12}(?:比|相比|不同|变化|区别|多了|少了|增加|减少|划)|(?:职责|内设机构)[^，。]{0,10}(?:划出|划入|新增|取消|调出|变化|调整了)|(?:修正|修订|修改|改)了(?:哪些|什么)|修改了哪|有哪些(?:修改|变化|调整)|新增了?哪些职责|划出了?哪些|划入了?哪些|哪些职责(?:划出|划入|增加|减少|取消)`), nil},
	{Compare, regexp.MustCompile(`不同|不一样|区别|差别|差异|对比|比较|相比|哪个(?:多|少)|谁(?:多|少)|多几|少几|相差|差多少|异同|一样吗|谁的`), twoBodies},
	{Difference, regexp.MustCompile(`(?:区别|有(?:何|什么|哪些|啥)不(?:同|一样)|不同(?:之处|点|在哪|[？?]?$)|差别|差异|怎么区分|如何区分|异同|是一回事|一样吗|有何联系)`), nil},
	{History, regexp.MustCompile(`(?:从|由)\d+名?[^，。]{0,3}(?:到|变|增|减)[^，。]{0,4}\d+|(?:哪个|什么|哪份)(?:文件|文|批复)(?:定|批|核|调|明确)的?|(?:怎么变|如何变|怎么调整|如何调整|怎样调整|变化情况|历年|近[一二两三四五六七八九十\d]+年|沿革|演变|历次|变化过程|变动|变化|(?:变|调整|变动|调)过(?:几次|多少次|吗|哪些)|调整过几次|增减|(?:核增|核减|调整)过)`), func(m Meaning) bool { return hasBody(m) && (hasAsks(m) || history.MatchString(m.Text)) }},
	{Vacancy, regexp.MustCompile(`空编|空(?:着|了|出)?(?:几|多少)|能进(?:几|多少)|缺几|还能(?:用|进|招|录)|还可以(?:用|进|招|录)|剩(?:余)?(?:多少|几)|余编|缺编|超编(?:了)?(?:多少|几|吗)|是否超编|满编|可用编制`), func(m Meaning) bool {
		return m.Approved > 0 || m.Actual > 0 || hasBody(m) && !aboutRule.MatchString(m.Text)
	}},
	{Sum, regexp.MustCompile(`合计|一共|总共|共计|加起来|总和|总数|总量是|共有多少|总计|累计`), func(m Meaning) bool { return hasAsks(m) && !oneTotal(m) }},
	{WhichText, regexp.MustCompile(`哪一?(?:版|个版本|部|个文本|年的)|什么版本|(?:适用|执行|用)的?(?:是)?(?:哪|什么)(?:一|个|份|部|版|文|规|三)|哪个(?:文件|规定|办法|三定).{0,6}(?:有效|适用)|适用哪|执行哪`), nil},
	{Basis, regexp.MustCompile(`(?:依据|根据|上位法)(?:啥|是啥|是什么|是哪|有哪些|什么|哪些|哪个|还有效|是否|现在)|(?:制定|设立|出台|印发)的?(?:依据|根据)|依据的?(?:是)?(?:什么|哪)|的依据`), func(m Meaning) bool { return hasTitle(m) || lawName.MatchString(m.Text) }},
	{StillValid, validity, func(m Meaning) bool { return hasTitle(m) || lawName.MatchString(m.Text) || sanding.MatchString(m.Text) }},
	{Change, regexp.MustCompile(`什么时候.{0,20}(?:划到|划给|划过|移交|转到)|(?:何时|什么时候|哪一?年|哪天|依据何文|哪个文件|什么文件|何文|文号|怎么|原来叫|原名|以前叫|曾用名|前身|为何|原为|由.{0,12}更名)[^，。]{0,24}(?:更名|改名|改叫|改成|撤[的了掉]|并入|并到|组建|成立|设立|撤销|合并|划转|划入|划出|加挂|挂牌|升格|调整|核增|核减|收回|转隶|划到|划给|划过|移交|转到|减下来|加上去|减少|增加)|(?:更名|改名|组建|成立|设立|撤销|合并|划转|划入|加挂|挂牌|升格|核增|核减|转隶|减下来)[^，。]{0,24}(?:何时|什么时候|哪一?年|哪天|何文|哪个文件|什么文件|文号|时间|依据|批准)|原来叫|原名|前身|曾用名|以前叫什么|上级(?:机构|单位|部门)`), hasBody},
	{TakesEffect, regexp.MustCompile(`(?:何时|什么时候|哪天|哪一?年|哪一天|什么时间|几号|几月)[^，。]{0,10}(?:施行|实施|生效|开始用|起用|启用|实行|作废|印发|公布|发布|开始执行|起执行|失效|废止|修订|修正|通过)|(?:施行|实施|生效|印发|公布|发布|成文|修订|修正|失效|废止)(?:的)?(?:日期|时间|时候|是哪|是何时|于何时|是什么时候)`), nil},
	{Study, regexp.MustCompile(`难在哪|难点|难处|困境|瓶颈|堵点|(?:各地|外地|经验|实践|探索|研究|学者|学界|学术界|理论界|专家|期刊|文章|观点|论文|课题).{0,20}(?:做法|经验|认为|观点|建议|思考|介绍|模式|问题|怎么看|如何看|咋看|看法|主张)|(?:做法|经验)(?:有哪些|介绍|是什么)|有什么(?:经验|探索|研究)`), nil},
	{List, regexp.MustCompile(`(?:有哪些|哪些|列出|列一下|列举|清单|一览|汇总|所有|全部|几份|多少份|有几个)[^，。？?]{0,16}(?:批复|文件|通知|三定|办法|规定|条例|意见|决定|文章)|(?:批复|文件|通知|三定规定|办法|文章|决定)(?:有哪些|有几[份个件]|有多少[份个件]?|清单|列表|一览|都有)|关于[^，。]{2,20}的批复[？?]?$|(?:批|印发|出台|下发|发)(?:过|了)?(?:哪些|哪几个|哪几份|什么|几个|多少|几份)(?:文件?|东西)?(?:[？?]|$)`), func(m Meaning) bool { return !hasTitle(m) }},
	{Units, regexp.MustCompile(`(?:内设机构|内设科室|科室|处室|内设|下设)(?:的)?(?:有哪些|有什么|包括|都有|设置|是哪些|名单|名称|分别|情况|呢)|(?:哪些|什么|哪几个)(?:内设机构|科室|处室|内设|科|处)(?:[？?]|$)|设(?:了|有|置了?)?(?:哪些|几个|哪几个|多少个?)(?:内设机构|科室|处室|科|处)|下设(?:哪些|什么)`), bodyWithoutUnit},
	{Number, regexp.MustCompile(`.`), numberOfBody},
	{Responsible, regexp.MustCompile(`(?:由|归|属于|是|该|应由)?(?:谁|哪个(?:部门|单位|局|委|机构|科|处|科室|处室|内设机构)|哪些(?:部门|单位)|什么部门|哪家|哪个局|何部门|哪一?个?科室?)(?:来)?(?:总?负责|管|主管|牵头|承担|监管|主抓|组织|配合|协助|制定|办理|受理|处理|承办|归口|执法|查处|审核|统筹)|归谁|归[\p{Han}]{0,12}哪个?(?:科|处|股|部门|局|单位)|谁(?:管|负责|牵头|配合|主管)|归(?:哪个|什么|哪)|由(?:谁|哪)[^，。]{0,8}(?:总?负责|管|牵头|承担|主管|监管)|(?:职责分工|怎么分工|如何分工|分工是|职责边界|管哪|分别管)|(?:哪个|哪些)(?:部门|单位|科室|内设机构|处室|局)[^，。]{0,20}(?:负责|职责|管理|牵头|承担)|(?:牵头|主管|负责|配合|责任)(?:部门|单位|科室|机构)(?:是|有|为)`), notApproval},
	{Definition, regexp.MustCompile(`^(?:请问)?(?:什么是|何谓|何为|什么叫|啥是|什么叫做)|(?:是什么意思|是指什么|指的是什么|的定义|的含义|指什么|的概念|的涵义|是指$)|^[\p{Han}“”"]{2,14}是什么[？?]?$`), notDuties},
	{Duties, regexp.MustCompile(`职责|负责(?:什么|哪些|的)|干什么|做什么|管什么|承担(?:什么|哪些)|职能|主要工作|工作内容`), hasBody},
}

var (
	// bareArticle is nothing but a name and an address: 国务院组织法第九条.
	bareArticle = regexp.MustCompile(`^(?:请问)?[\p{Han}（）()〔〕\d]{2,50}?第[一二三四五六七八九十百零〇\d]{1,6}条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\d]{1,3}[款项目]|第?[（(][一二三四五六七八九十\d]{1,3}[）)]项?)*的?[？?。\s]*$`)
	lookup      = regexp.MustCompile(`说了?的?(?:是)?什么|讲的?(?:是)?什么|内容|是什么|怎么规定|如何规定|规定了|原文|全文|怎么说|怎么写|写了什么|讲了?什么|是怎样|条文|规定的?是`)
	validity    = regexp.MustCompile(`被(?:哪|什么)[^，。]{0,8}(?:取代|代替|替代|废止|替换)|还(?:能|可以)(?:不能)?(?:按|依|继续|引用|用|适用|作为|执行|依据)|(?:还|是否|仍|现在|目前|现行|是不是)(?:还|仍然?|依然|在|是否)*(?:有效|现行|生效|执行中|在用)|(?:有没有|是否|是不是)(?:已经?|被)*(?:废止|失效|废除|修改|修订|替代|取代|过期)|(?:已经?|被)(?:废止|失效|废除|取代|替代)了?(?:吗|没有|么)|(?:施行|生效|实施)了(?:吗|没|么)|效力(?:如何|怎么样|状态|是什么)|(?:废止|失效|过期)了(?:吗|没|么)|有效吗|作废`)
	history     = regexp.MustCompile(`编制|职数|人员|内设机构`)
	lawName     = regexp.MustCompile(`(?:三定|办法|条例|规定|细则|法|规则|意见|方案|通知|决定)`)
	approval    = regexp.MustCompile(`谁(?:来)?(?:批准?|审批|审核|审定|决定|同意|核定)|批准|审批|说了算|报谁|报哪|找谁批|向谁申请|由谁(?:批|审|决定|核定)|什么程序|程序`)
	sanding     = regexp.MustCompile(`三定`)
	naming      = regexp.MustCompile(`^[^，。]{0,20}(?:职责|职能)`)
)

// AsksApproval says whether the question is who approves a thing.
func (m Meaning) AsksApproval() bool { return whoApproves.MatchString(m.Text) }

var whoApproves = regexp.MustCompile(`(?:谁|哪里|哪儿|哪级|哪个(?:机关|部门|单位))(?:来|去)?(?:批准?|审批|审定|核准|决定|同意|说了算)|(?:找|报|经|向|归)(?:谁|哪里|哪级|哪个(?:机关|部门|单位))(?:去)?(?:批准?|审批|审定|核准|同意|申请)`)

// notApproval leaves 要谁批 and 走什么程序 to the rules: who approves is said by an article, not by a list of duties.
func notApproval(m Meaning) bool { return !approval.MatchString(m.Text) }

func notDuties(m Meaning) bool { return !naming.MatchString(m.Text) && !hasBody(m) }

// oneTotal says that 一共 is just a word for one body's number: 数据局一共多少编制.
func oneTotal(m Meaning) bool {
	return len(m.Bodies) == 1 && len(m.Unknown) == 0 && !regexp.MustCompile(`各|全市|全区|全县|所有|系统|[、和与]`).MatchString(m.Text)
}

func intent(m Meaning, open string) Intent {
	for _, r := range intentRules {
		text := open
		if r.intent == ArticleText || r.intent == VersionDiff {
			text = m.Text
		}
		if r.re.MatchString(text) && (r.ok == nil || r.ok(m)) {
			return r.intent
		}
	}
	if m.Unit != "" && hasBody(m) {
		return Duties
	}
	return Rule
}

// CountsUnits says whether the question asks how many inner units there are.
func (m Meaning) CountsUnits() bool {
	for _, a := range m.Asks {
		if a.Types[0] == structure.UnitCount {
			return true
		}
	}
	return false
}
