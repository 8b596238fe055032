package qa

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"bianku/qa/understand"
)

// term is one thing the question is about: a gram, or a manner of speaking with what official texts say instead.
type term struct {
	any    []string // covered where one of them stands
	weight float64
}

// spoken maps how people ask to how rules are written. Without it 新设一个部门要谁批 and 机构的设立……批准 share not a single word.
var spoken = []struct {
	asked *regexp.Regexp
	said  []string
	shape bool // what an answer looks like, not what it is about: it chooses among sentences and is not searched for
}{
	{regexp.MustCompile(`新设|新建|新成立|增设|加设|想设|设一个|成立一个|多设`), []string{"设立", "增设"}, false},
	{regexp.MustCompile(`要?谁批准?|谁来批|由谁审批|谁审批|谁同意|找谁批|报谁批|谁说了算|谁决定|谁核定`), []string{"审批", "批准", "审定", "决定"}, false},
	{regexp.MustCompile(`一个科|科室|处室|科里|一个处|增设科|设个科`), []string{"内设机构"}, false},
	{regexp.MustCompile(`配几个领导|几个领导|领导怎么配|配多少领导|几个科长|科长副科长`), []string{"领导职数", "正职"}, false},
	{regexp.MustCompile(`(?:县里?|市里?|省里?)[\p{Han}\d]{0,14}(?:乡镇|街道|县里?|市里?)`), []string{"不同层级", "跨层级"}, false},
	{regexp.MustCompile(`私自|自作主张|偷偷|没经过批准`), []string{"擅自", "未经批准", "自行"}, false},
	{regexp.MustCompile(`先管着|先管|先由谁管`), []string{"先行管理", "暂由"}, false},
	{regexp.MustCompile(`会怎样|会怎么样|有什么后果`), []string{"责令", "处理", "处分", "纠正"}, true},
	{regexp.MustCompile(`一回事|一样吗|区别|不一样|不同`), []string{"不同于", "区别", "不属于", "不等同", "不是"}, true},
	{regexp.MustCompile(`哪天|什么时候|何时|几月几号|从哪天开始执行`), []string{"日起", "施行", "之日", "日前", "底前"}, true},
	{regexp.MustCompile(`最高|最多占|比例`), []string{"百分之", "不超过", "以内", "%"}, true},
	{regexp.MustCompile(`算不算|属不属于|是不是属于|算编制吗`), []string{"不是", "不属于", "属于", "视为"}, true},
	{regexp.MustCompile(`去哪了|去哪里了|怎么处理了|去向|哪里去了`), []string{"划转", "收回", "核销", "纳入"}, true},
	{regexp.MustCompile(`能用多久|有效多久|管多久|有效期`), []string{"有效期"}, false},
	{regexp.MustCompile(`说了算`), []string{"决定", "审定"}, true},
	{regexp.MustCompile(`前交|上交|交到|啥时候交|什么时候交|交材料`), []string{"报送", "提交"}, false},
	{regexp.MustCompile(`名字`), []string{"名称"}, false},
	{regexp.MustCompile(`没办|未办|没经过|不经`), []string{"未经", "未办理"}, false},
	{regexp.MustCompile(`不同意见|有意见|意见不一`), []string{"异议", "协商", "不一致", "争议"}, false},
	{regexp.MustCompile(`都说自己不管|都不管|没人管|互相推`), []string{"异议", "协商", "争议", "先行管理"}, false},
	{regexp.MustCompile(`不够|不足`), []string{"不足", "少于"}, false},
	{regexp.MustCompile(`裁撤|撤掉|取消机构`), []string{"撤销"}, false},
	{regexp.MustCompile(`改名|换名|换个名`), []string{"更名", "变更名称", "变更规格、名称", "变更名称、规格"}, false},
	{regexp.MustCompile(`调给|划给|调到|拨给|转给|匀给`), []string{"调配", "调整", "调剂", "划转"}, false},
	{regexp.MustCompile(`公务员编制|行编`), []string{"行政编制"}, false},
	{regexp.MustCompile(`(?:给|让|被)[\p{Han}]{1,6}(?:用|使用|占用)|能.{0,4}用吗|混用|混编`), []string{"不得混用", "挤占", "使用范围", "混用"}, false},
	{regexp.MustCompile(`怎么处理|如何处理|怎么处罚|如何处罚|什么后果|什么问题|承担什么责任|怎么追责`), []string{"责令", "通报批评", "处理", "处分", "违反"}, true},
	{regexp.MustCompile(`多久|几天|多长时间|多少天|几个工作日|多少个工作日|时限|期限`), []string{"工作日", "日内", "个月内", "期限"}, true},
	{regexp.MustCompile(`工作部门`), []string{"工作部门", "行政机构"}, false},
	{regexp.MustCompile(`换法人|变更法人|换法定代表人`), []string{"变更登记", "法定代表人"}, false},
	{regexp.MustCompile(`举报|投诉|检举`), []string{"举报", "反映", "检举", "12310"}, false},
	{regexp.MustCompile(`什么条件|哪些条件|条件`), []string{"条件", "应当符合"}, true},
	{regexp.MustCompile(`争议|扯皮|推诿|都写了|冲突|打架|不一致|有异议|分歧`), []string{"异议", "协商", "争议", "分歧"}, false},
	{regexp.MustCompile(`什么材料|哪些材料|交什么|提交什么|报送什么|附什么`), []string{"材料", "报送", "报告", "附"}, true},
	{regexp.MustCompile(`走什么程序|什么程序|怎么办理|怎么申请|如何申请|流程|步骤`), []string{"申请", "审核", "审批", "程序"}, true},
	{regexp.MustCompile(`最少|至少|不少于|不低于`), []string{"不少于", "不低于", "以上", "不得少于"}, true},
	{regexp.MustCompile(`最多|至多|最长|不超过|上限`), []string{"不超过", "不得超过", "不多于", "以内", "最长"}, true},
	{regexp.MustCompile(`没用|不用|闲置|空着`), []string{"未使用", "空编", "闲置"}, false},
	{regexp.MustCompile(`什么级别|什么规格|行政级别|什么级`), []string{"正处级", "副处级", "正科级", "副科级", "正厅级", "规格", "处级", "科级"}, false},
	{regexp.MustCompile(`什么性质|性质是`), []string{"工作部门", "直属机构", "事业单位", "派出机构", "办事机构"}, true},
	{regexp.MustCompile(`挂牌|加挂`), []string{"加挂", "挂牌"}, false},
	{regexp.MustCompile(`领导职数`), []string{"领导职数", "职数", "正职", "副职"}, false},
	{regexp.MustCompile(`怎么定|如何确定|怎么核定`), []string{"核定", "确定"}, true},
}

// abbreviations are short forms of things, not of bodies.
var abbreviations = strings.NewReplacer("危化品", "危险化学品", "食药", "食品药品", "编外人员控制数", "编外用人控制数", "编外控制数", "编外用人控制数", "增编", "增加编制",
	"核编", "核定编制", "年报", "年度报告", "换证", "换发证书", "三院", "第三人民医院", "一院", "第一人民医院", "二院", "第二人民医院", "周转编制", "编制周转池",
	"议事机构", "议事协调机构", "入册", "入册手续", "用编核准", "用编核准", "机编", "机构编制", "吃空饷", "虚报人员占用编制", "套取", "冒领", "危化", "危险化学品")

// hard words change what is asked altogether: evidence without them answers another question.
var hard = regexp.MustCompile(`实有|在编|在岗|现有人员|经费|预算|工资|面积|办公地址|邮编|平均|占比|比例|年龄|学历|性别|退休|招聘|笔试|面试|科目|奖金|年终奖|补贴|津贴|收费|登记费|费用|多少钱|消防车|车辆|招录计划|计划数|评分|排名|20[3-9]\d年`)

// vocabulary weighs the question's terms by how rare they are among the passages at hand: what every passage has tells none of
// them apart, and what none has is what the corpus does not know. That is the honest measure here; the frequencies of the
// whole corpus would tell the asker of texts they may not see.
type vocabulary struct {
	terms []term
	total float64
	ways  []term     // the question's manners of speaking that say what it is about
	names [][]string // the grams of each run of content words of two grams or more
}

// spokenWeight is what a manner of speaking counts for, in mean terms.
const spokenWeight = 1.5

func newVocabulary(question string, at []passage) vocabulary {
	var v vocabulary
	rest := question
	var ways []term
	rest = abbreviations.Replace(rest)
	for _, s := range spoken {
		if m := s.asked.FindString(rest); m != "" {
			rest = s.asked.ReplaceAllString(rest, "，")
			ways = append(ways, term{any: append(slices.Clone(s.said), m)})
			if !s.shape {
				v.ways = append(v.ways, ways[len(ways)-1])
			}
		}
	}
	texts := make([]string, len(at))
	for i, p := range at {
		texts[i] = strings.ToLower(p.context() + p.Text)
	}
	for _, s := range understand.Segments(rest) {
		if grams := understand.Grams(s); len(grams) >= 2 {
			v.names = append(v.names, grams)
		}
	}
	for _, g := range understand.Grams(rest) {
		if !slices.ContainsFunc(v.terms, func(t term) bool { return t.any[0] == g }) {
			v.terms = append(v.terms, term{any: []string{g}, weight: rarity(g, texts)})
		}
	}
	mean := 1.0
	if len(v.terms) > 0 {
		mean = 0
		for _, t := range v.terms {
			mean += t.weight / float64(len(v.terms))
		}
	}
	for _, w := range ways {
		w.weight = mean * spokenWeight
		v.terms = append(v.terms, w)
	}
	for _, t := range v.terms {
		v.total += t.weight
	}
	return v
}

// rarity is BM25's idf over the passages at hand, kept above zero.
func rarity(gram string, texts []string) float64 {
	df := 0.0
	for _, t := range texts {
		if strings.Contains(t, gram) {
			df++
		}
	}
	w := math.Log(1 + (float64(len(texts))-df+0.5)/(df+0.5))
	if df == 0 {
		w *= strangeWeight
	}
	return w
}

// strangeWeight is what a gram counts for that none of the passages has: most such grams lie across two words of a question
// asked in other words than the rule's (就调, 间对), a few are the thing the corpus does not know.
const strangeWeight = 0.3

// coverage is the weighted share of the question's terms that stand in text.
func (v vocabulary) coverage(text string) float64 {
	if v.total == 0 {
		return 0
	}
	text = strings.ToLower(text)
	sum := 0.0
	for _, t := range v.terms {
		if slices.ContainsFunc(t.any, func(s string) bool { return strings.Contains(text, s) }) {
			sum += t.weight
		}
	}
	return sum / v.total
}

// keyShare is how much of one run of content words a passage must have.
const keyShare = 0.5

// keyed says whether text has at least one thing by the question's own name for it. Without any, likeness is of manner and
// not of matter.
func (v vocabulary) keyed(text string) bool {
	for _, grams := range v.names {
		n := 0
		for _, g := range grams {
			if strings.Contains(text, g) {
				n++
			}
		}
		if float64(n) >= keyShare*float64(len(grams)) {
			return true
		}
	}
	return len(v.names) == 0
}

// about says whether text has everything that the question's words for things come to (新设 as 设立, 工作部门 as 行政机构). Who
// approves a blood station is no answer to who approves a department.
func (v vocabulary) about(text string) bool {
	for _, t := range v.ways {
		if !slices.ContainsFunc(t.any, func(s string) bool { return strings.Contains(text, s) }) {
			return false
		}
	}
	return len(v.ways) > 1 || v.keyed(text)
}

// expanded is the question with the words of the rules added, for the search.
func expanded(question string) string {
	out := abbreviations.Replace(question)
	if out != question {
		out = question + " " + out
	}
	for _, s := range spoken {
		if !s.shape && s.asked.MatchString(question) {
			out += " " + strings.Join(s.said, " ")
		}
	}
	return out
}

// context is where a passage stands: the titles above it and the body it is about.
func (p passage) context() string {
	return p.Title + " " + p.Org + " " + strings.Join(p.Path, " ") + " " + p.Lead + " "
}
