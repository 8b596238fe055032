package understand

import (
	"regexp"
	"strings"
)

var (
	secretThing = regexp.MustCompile(`(?:涉密|机密|绝密|秘密级|保密|不公开|未公开|内部掌握)[\p{Han}]{0,10}(?:编制|人数|机构数|职数|名单|多少|文件|内容|材料|有哪些|底数|数量)|尚未公布|还没公布|未公布|机要局|国保|国家安全局|国安局|国安(?:部门|机关)|秘密机构|隐蔽战线`)
	aboutRule   = regexp.MustCompile(`如何管理|怎么管理|什么规定|哪些规定|程序|怎么处理|如何处理|谁审批|谁批|能不能|可以.*吗|能否|是否可以|要求是|条款|第.{1,4}条|负责.*工作|主要职责|哪个科|哪个部门`)
	privateData = regexp.MustCompile(`身份证|手机号|电话号码是|家庭住址|住址|工资|薪资|薪酬|收入多少|银行卡|个人档案|健康状况|婚姻|花名册|实名名单|人员名单|在编人员名单|谁在吃空饷|吃空饷的(?:是谁|人是谁|名单)|哪位同志|哪个同志|(?:张三|李四|王五|赵六|孙七|老[张王李赵刘陈杨]|小[张王李赵刘陈杨])(?:的|是|有|现在|退|在|什么|能|会|到底|$)|人员(?:的)?名单|名单(?:给|列|发)|姓名(?:给|是|列|告诉|有哪些)|叫什么名字|人员姓名|处分决定书|考核等次`)
	// ruleOnPrivate asks for the rule on a thing that is private only where it is somebody's: 能发工资吗, 考核等次有几种.
	ruleOnPrivate = regexp.MustCompile(`能[^，。]{0,4}(?:发|领|办|核|涨)[^，。]{0,8}吗|标准|[几哪]种|几个等次|哪些等次|哪几[类个档]|怎么(?:发|算|定|核)|由谁(?:发|核|定)|核拨|分为|分几`)
	person        = regexp.MustCompile(`(?:^|[^\p{Han}]|请问|查一?下|查询|告诉我|局|委|科|处|办|中心|的)([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫乌焦巴弓刘叶谭赖武肖曾龙温黎覃阎涂聂欧牛兰辛詹蒲][\p{Han}]{0,2}?(?:某某?|同志|先生|女士|科长|局长|处长|主任|[\p{Han}]{1,2}))(?:同志)?(?:是不是|是否|的|是|属于|算|在|有没有|占用|占的是)(?:什么|哪种|哪类|何种)?(?:编制类型|编制性质|行政编制?还是|事业编制?还是|工勤编制?还是|编制还是|公务员还是|在编|编制身份|编制吗|编制$|编制[？?]|个人|职级|级别|行政编制|事业编制|工勤编制|不是在编)`)
	someone       = regexp.MustCompile(`[赵钱孙李周吴郑王冯陈张刘杨黄徐胡林郭何高罗]某某?`)
	notPerson     = regexp.MustCompile(`^(?:曾经|周转|周边|方案|成立|计划|安全|支队|应急|应当|应该|管理|常务|常委|高等|高校|和|于|时|万|马上|水|方面|平台|平均|单位|单独|从|连|现在|目前|江|路|左右|党政|伍|解决|宣传|农业)|[局区委办县市镇乡处科院所部厅关队校站案划位构门员府会司室群业大团心源]$`)

	opinion = regexp.MustCompile(`待遇(?:最|更)?(?:好|高|怎么样)|团结(?:吗|不团结)|(?:很|最|更|太|都很)(?:闲|忙|累|轻松)|报(?:考)?哪个(?:单位|部门|局)?(?:比较)?好|哪个单位好|该不该|会不会(?:当|升|提拔|被|调|下台|搞)|涨不涨|有没有必要|你(?:喜欢|推荐)|推荐.{0,8}(?:人选|干部)|干得(?:好|怎么样)|口碑|靠谱|(?:适合|合适|够格|有资格)[^，。？?]{0,6}(?:当|担任|做|任|接任|接替|接班|出任|升任|提拔|升)|(?:接任|出任|升任|接替)[^，。？?]{0,12}(?:合适|适合|够格|行不行|怎么样|好吗)|合适.{0,4}(?:人选|当|担任)|(?:谁|哪位|哪个(?:领导|干部|人)).{0,8}(?:更|最)?(?:好|强|合适|能干|优秀|应该(?:提拔|升))|你(?:认为|觉得|怎么看|的看法|的意见|支持)|怎么评价|如何评价|评价一下|好不好|能力(?:怎么样|如何|更强|最强)|该不该(?:提拔|撤|裁|撤销|合并|免)|应不应该|值不值得|会不会(?:被)?(?:提拔|升|裁|撤销|合并|调走)|前途|前景(?:更|好)|哪个(?:局|部门|单位)(?:更|最)(?:好|重要|有权|清闲|轻松|忙)|(?:领导|局长|主任|书记).{0,6}(?:水平|人品|作风)(?:如何|怎么样)|是否应该(?:提拔|裁撤|撤销)|能不能胜任|胜任|权力(?:更)?大|谁(?:更)?(?:厉害|吃香)|预测一下|你预测|猜一下`)

	elsewhere = regexp.MustCompile(`(?:推荐|附近).{0,8}(?:饭馆|饭店|餐|酒店|电影|书|景点)|饭馆|股市|(?:想|要不要|该不该|考虑)辞职|写.{0,12}(?:诗|歌词|小说|情书|段子)|天气|气温|下雨|股票|股市|基金|彩票|菜谱|怎么做菜|好吃|餐馆|餐厅|美食|写(?:一?首|个)?(?:诗|歌|小说|代码|程序|情书|作文)|唱.{0,2}歌|讲.{0,3}笑话|笑话|旅游|去哪儿?玩|好玩|逛街|景点|电影|电视剧|明星|足球|篮球|世界杯|比分|星座|算命|减肥|感冒|吃什么药|看病|汇率|房价|油价|金价|比特币|游戏|几点了|星期几|今天几号|翻译成|翻译一下|英语怎么说|高考分数|考研|恋爱|相亲|孩子取名|装修|买房|买车|车票|机票|快递|网购|宠物|你是谁|你叫什么|你会什么|你好$|^谢谢|^你好|^您好[!！。]?$|\d\s*[+＋×*/÷]\s*\d|勾股定理|方程|圆周率|(?:首都|省会)是`)
	ours      = regexp.MustCompile(`编制|机构|职责|三定|职数|批复|内设|部门|规定|办法|条例|号文|负责`)
)

var (
	writes = regexp.MustCompile(`(?:起草|草拟|代拟|拟写|撰写|帮.{0,3}写|写一?[份篇个封段])`)
	paper  = regexp.MustCompile(`请示|报告|公文|复函|函|方案|纪要|说明|汇报|材料|申请|编`)
)

// policy says whether a question must be refused whatever the corpus holds. It comes before any search, so that the refusal
// of a secret says nothing of what there is.
func policy(m Meaning) Policy {
	q := m.Text
	switch {
	case secretThing.MatchString(q) && !aboutRule.MatchString(q):
		return Secret
	case asksPerson(m):
		return Personal
	case writes.MatchString(q) && !ours.MatchString(q) && !paper.MatchString(q):
		return OutOfDomain
	case elsewhere.MatchString(q) && opinion.MatchString(q) && !ours.MatchString(q):
		return OutOfDomain
	case opinion.MatchString(q):
		return Opinion
	case elsewhere.MatchString(q) && !ours.MatchString(q) && len(m.Bodies) == 0:
		return OutOfDomain
	}
	return ""
}

func asksPerson(m Meaning) bool {
	q := quoted.ReplaceAllString(m.Text, "")
	if privateData.MatchString(q) && !aboutRule.MatchString(q) && !ruleOnPrivate.MatchString(q) {
		return true
	}
	if someone.MatchString(q) && strings.ContainsAny(q, "编级职薪") {
		return true
	}
	for _, g := range person.FindAllStringSubmatch(q, -1) {
		if !notPerson.MatchString(g[1]) && !inBody(g[1], m.Bodies) {
			return true
		}
	}
	return false
}

func inBody(name string, bodies []Mention) bool {
	for _, b := range bodies {
		if strings.Contains(b.Text, name) {
			return true
		}
	}
	return false
}
