package draft

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// asks are the questions of a rule about one article of an invented text, with how their answers begin.
type asks struct {
	article string   // paragraphs by \n
	want    []string // question ← lead
}

// grammar runs a rule over articles and compares all it asks, and nothing more.
func grammar(t *testing.T, rule string, cases []asks) {
	t.Helper()
	for _, c := range cases {
		lines := append([]string{"云澜市机构编制试行办法", "第一条　为了规范工作，制定本办法。"}, strings.Split("第二条　"+c.article, "\n")...)
		m := text(t, append(lines, "第三条　本办法自2020年1月1日起施行。")...)
		var got []string
		for _, d := range Plan(m) {
			if d.Rule != rule || d.Basis[0].Label == "第一条" || d.Basis[0].Label == "第三条" {
				continue
			}
			lead, _, ok := strings.Cut(d.Answer, "根据《")
			require.True(t, ok, d.Answer)
			got = append(got, strings.TrimSuffix(d.Question+" "+lead, " "))
		}
		require.Equal(t, c.want, got, c.article)
	}
}

func TestGrammarOfApproval(t *testing.T) {
	t.Parallel()
	grammar(t, "approval", []asks{
		{"地方各级人民政府行政机构的设立、撤销、合并或者变更规格、名称，由本级人民政府提出方案，经上一级人民政府机构编制管理机关审核后，报上一级人民政府批准。",
			[]string{"地方各级人民政府行政机构的设立、撤销、合并或者变更规格、名称由谁批准？ 由上一级人民政府批准。"}},
		{"内设机构的设立、撤销，由该行政机构报本级人民政府机构编制管理机关审批。", []string{"内设机构的设立、撤销由谁审批？ 由本级人民政府机构编制管理机关审批。"}},
		{"行政编制总额，由省、自治区、直辖市人民政府提出，经国务院机构编制管理机关审核后，报国务院批准。", []string{"行政编制总额由谁批准？ 由国务院批准。"}},
		{"但是，在同一个行政区域不同层级之间调配使用行政编制的，应当由省级机构编制管理机关报国务院机构编制管理机关审批。",
			[]string{"在同一个行政区域不同层级之间调配使用行政编制的，由谁审批？ 由国务院机构编制管理机关审批。"}},
		{"国务院议事协调机构的设立由国务院机构编制管理机关提出方案，报国务院决定。", []string{"国务院议事协调机构的设立由谁决定？ 由国务院决定。"}},
		{"机构编制事项由市委编委集体讨论决定。", []string{"机构编制事项由谁决定？ 由市委编委决定。"}},
		{"借用行政编制的，报市委编委审批；借用事业编制的，由市委编办审批。", nil},
		{"借用机关的行政编制的，报市委编委审批；借用事业编制的，由市委编办审批。", []string{"借用机关的行政编制的，由谁审批？"}},
		{"录用特殊职位人员的编制，经市委编办批准，可以简化程序。", nil},
		{"情况复杂的，经市委编办主任批准，可以延长10个工作日。", nil},
		{"未经批准增加编制的，由市委编办责令改正并报市委编委决定。", nil},
		{"机构名称应当规范，并与其职责相称。", nil},
		{"职责分工方案经部门之间协商一致后批准。", nil},
	})
}

func TestGrammarOfDefinition(t *testing.T) {
	t.Parallel()
	grammar(t, "definition", []asks{
		{"本办法所称编制，是指机构编制管理机关核定的人员数额和领导职数。", []string{"什么是编制？"}},
		{"本办法所称的“内设机构”，是指机关内部设立的科、室。", []string{"什么是内设机构？"}},
		{"所称空编是指核定编制数大于实有人数的部分。", []string{"什么是空编？"}},
		{"本办法所称机关，包括党的机关、人大机关和行政机关。", []string{"什么是机关？"}},
		{"实名制是机构编制管理的一项制度。", nil},
		{"前款所称机关，是指市级机关。", nil},
	})
}

func TestGrammarOfContrast(t *testing.T) {
	t.Parallel()
	grammar(t, "contrast", []asks{
		{"部门联席会议不属于议事协调机构。", []string{"部门联席会议属于议事协调机构吗？ 不属于。"}},
		{"报备员额不是事业编制。", []string{"报备员额是事业编制吗？ 不是。"}},
		{"商用密码用于保护不属于国家秘密的信息。", nil},
		{"不属于本机关职责的，应当移送。", nil},
	})
}

func TestGrammarOfLists(t *testing.T) {
	t.Parallel()
	const items = "\n（一）甲项内容；\n（二）乙项内容。"
	grammar(t, "list", []asks{
		{"申请增加编制应当提交下列材料：" + items, []string{"申请增加编制应当提交哪些材料？"}},
		{"申请增加编制，应当符合下列条件：" + items, []string{"申请增加编制应当符合哪些条件？"}},
		{"职责准入按照下列程序办理：" + items, []string{"职责准入按照哪些程序办理？"}},
		{"下列人员不得录用为公务员：" + items, []string{"按照《云澜市机构编制试行办法》，哪些人员不得录用为公务员？"}},
		{"下列机构编制事项，由市委编委决定：" + items, []string{"哪些机构编制事项由市委编委决定？"}},
		{"编制周转池的来源包括：" + items, []string{"编制周转池的来源包括哪些？"}},
		{"市委编办的主要职责是：" + items, []string{"市委编办的主要职责有哪些？"}},
		{"事业编制分为：" + items, []string{"事业编制分为哪几类？"}},
		{"申请增加编制应当提交下列材料。", nil},
		{"前款规定的申请应当提交下列材料：" + items, nil},
		{"并按照下列程序办理：" + items, nil},
	})
}

func TestGrammarOfCases(t *testing.T) {
	t.Parallel()
	const items = "\n（一）甲项情形的；\n（二）乙项情形的。"
	grammar(t, "cases", []asks{
		{"有下列情形之一的，不予核准用编：" + items, []string{"哪些情形下不予核准用编？"}},
		{"议事协调机构有下列情形之一的，应当予以撤销：" + items, []string{"议事协调机构在哪些情形下应当予以撤销？"}},
		{"有下列行为之一的，由编制机关给予通报批评，并责令限期改正；情节严重的，依法给予处分：" + items, []string{"哪些行为由编制机关给予通报批评？"}},
		{"机构编制工作人员有下列行为之一的，给予警告处分：" + items, []string{"机构编制工作人员有哪些行为的，会被给予警告处分？"}},
		{"机构编制工作人员有下列表现之一的，给予奖励：" + items, []string{"机构编制工作人员有哪些表现的，给予奖励？"}},
		{"有下列表现之一的，给予奖励：" + items, nil},
		{"其有下列情形之一的，不予核准：" + items, nil},
	})
}

func TestGrammarOfDeadlines(t *testing.T) {
	t.Parallel()
	grammar(t, "deadline", []asks{
		{"市委编办应当自收到用编申请之日起5个工作日内核准；符合条件的，发给核准单。", []string{"市委编办应当自收到用编申请之日起多长时间内核准？ 5个工作日内。"}},
		{"机构编制事项调整的，有关单位应当自收到批复之日起15日内办理变更手续。", []string{"机构编制事项调整的，有关单位应当自收到批复之日起多长时间内办理变更手续？ 15日内。"}},
		{"登记机关应当在六十日以内作出编制核准决定。", []string{"登记机关应当在多长时间内作出编制核准决定？ 六十日内。"}},
		{"各单位应当于每年10月31日前报送用编计划。", []string{"各单位应当于每年什么时候前报送用编计划？"}},
		{"各单位应当于每年1月1日至3月31日向市委编办报送编制年报。", []string{"各单位应当于每年什么时候向市委编办报送编制年报？"}},
		{"用编申请已受理的；受理后应当在20日内完成。", nil},
		{"对本办法第三条规定的事项应当自受理之日起60日内办结。", nil},
		{"编制使用期限为3年，期内不得调整。", nil},
	})
}

func TestGrammarOfFrequency(t *testing.T) {
	t.Parallel()
	grammar(t, "frequency", []asks{
		{"编外用人控制数每2年核定一次。", []string{"编外用人控制数多久核定一次？ 每2年一次。"}},
		{"市委编办每季度召集一次机构编制会商会。", []string{"市委编办多久召集一次机构编制会商会？ 每季度一次。"}},
		{"市委编办会同有关部门每年开展一次编制信息核查，结果作为依据。", []string{"市委编办会同有关部门多久开展一次编制信息核查？ 每年一次。"}},
		{"编制申请续借不超过一次。", nil},
		{"每年报告一次编制使用情况。", nil},
	})
}

func TestGrammarOfLimits(t *testing.T) {
	t.Parallel()
	grammar(t, "limit", []asks{
		{"机关编外用人控制数不得超过本单位行政编制数的百分之十五。", []string{"机关编外用人控制数不得超过本单位行政编制数的百分之多少？"}},
		{"市级机关内设机构的编制一般不少于4名。", []string{"市级机关内设机构的编制至少是多少名？"}},
		{"同一机构挂牌一般不超过2块。", []string{"同一机构挂牌最多是多少块？"}},
		{"编制借用期限一般不超过3年。", []string{"编制借用期限最长是多久？"}},
		{"机构公示期限不少于5日。", []string{"机构公示期限最短是多久？"}},
		{"用编核准单有效期为6个月；逾期失效。", []string{"用编核准单的有效期是多久？"}},
		{"编制按照不低于百分之五的比例抽查。", nil},
		{"编制数不得超过核定的数额。", nil},
	})
}

func TestGrammarOfWhatIsForbidden(t *testing.T) {
	t.Parallel()
	grammar(t, "forbidden", []asks{
		{"内设机构不得越级申请编制。", []string{"内设机构可以越级申请编制吗？ 不可以。"}},
		{"挂牌机构不核定编制和领导职数。", []string{"挂牌机构能核定编制和领导职数吗？"}},
		{"周转池编制不作为核定领导职数的依据。", []string{"周转池编制能作为核定领导职数的依据吗？"}},
		{"机构实有人员不得突破规定的编制。", []string{"机构实有人员可以突破规定的编制吗？ 不可以。"}},
		{"未经批准，机关不得增加编制。", nil},
		{"除法律另有规定外，机关不得增设机构。", nil},
		{"机关编制数不得超过10名。", nil},
		{"机关编制不得用于下列事项。", nil},
	})
}

func TestGrammarOfKindsApart(t *testing.T) {
	t.Parallel()
	grammar(t, "apart", []asks{
		{"行政机构应当使用行政编制，事业单位应当使用事业编制，不得混用、挤占、挪用。", []string{"行政编制和事业编制可以混用吗？ 不可以。"}},
		{"行政编制与事业编制分别管理。", nil},
	})
}

func TestGrammarOfWhatIsAllowed(t *testing.T) {
	t.Parallel()
	grammar(t, "allowed", []asks{
		{"县（区）可以参照本办法建立编制周转池。", []string{"县（区）可以参照《云澜市机构编制试行办法》建立编制周转池吗？ 可以。"}},
		{"县（区）可以制定编制管理细则，报市委编办备案。", []string{"县（区）可以制定编制管理细则吗？ 可以。"}},
		{"机关可以在编制总额内，按照程序调整编制。", nil},
		{"机关可以申请增加编制，但应当符合条件。", nil},
		{"机关经批准可以增加编制。", nil},
	})
}

func TestGrammarOfLiability(t *testing.T) {
	t.Parallel()
	grammar(t, "liability", []asks{
		{"擅自设立议事协调机构的，由市委编办责令限期纠正，并予以通报。", []string{"擅自设立议事协调机构的，怎么处理？"}},
		{"以虚假材料骗取编制的，由市委编办收回编制。", []string{"以虚假材料骗取编制的，怎么处理？"}},
		{"违反本办法第五条规定的，给予警告。", nil},
		{"机关申请编制的，由市委编办审核。", nil},
	})
}

func TestGrammarOfConditions(t *testing.T) {
	t.Parallel()
	grammar(t, "condition", []asks{
		{"机关因职责划转需要相应划转编制的，应当坚持编随事走、人随编走。", []string{"机关因职责划转需要相应划转编制的，有什么规定？"}},
		{"单位空编超过2年未使用的，市委编办可以提出收回意见，统筹使用。", []string{"单位空编超过2年未使用的，怎么处理？"}},
		{"部门之间对职责划分有异议的，应当主动协商解决。", []string{"部门之间对职责划分有异议的，有什么规定？"}},
		{"对编制使用确有困难的机关，应当给予支持。", nil},
		{"经协商达成一致的，由发起部门报市委编办备案。", nil},
		{"特别优秀的或者工作特殊需要编制的，可以适当放宽条件。", nil},
	})
}

func TestGrammarOfCharge(t *testing.T) {
	t.Parallel()
	grammar(t, "charge", []asks{
		{"市委编办负责市级机构编制实名制管理；有关部门配合做好工作。", []string{"由谁负责市级机构编制实名制管理？"}},
		{"国家密码管理部门负责管理全国的机构密码工作。", []string{"由谁负责管理全国的机构密码工作？"}},
		{"市委机构编制委员会统一领导全市机构编制工作。", []string{"由谁统一领导云澜市机构编制工作？"}},
		{"公务员主管部门应当会同编制部门做好工作。", nil},
		{"单位主要负责人对用编进人负总责。", nil},
		{"一件编制事项原则上由一个部门负责、权责一致。", nil},
	})
}

func TestGrammarOfPrinciples(t *testing.T) {
	t.Parallel()
	grammar(t, "principle", []asks{
		{"机构编制管理应当坚持党管机构编制、优化协同高效的原则。", []string{"机构编制管理应当坚持什么原则？"}},
		{"机构编制工作，应当按照发展的要求，遵循精简、统一、效能的原则。", []string{"机构编制工作应当遵循什么原则？"}},
		{"编制奖励坚持精神奖励与物质奖励相结合的原则。", []string{"编制奖励坚持什么原则？"}},
		{"一件事情原则上由一个部门负责。", nil},
	})
}

func TestGrammarOfScope(t *testing.T) {
	t.Parallel()
	grammar(t, "scope", []asks{
		{"市级机关编制的借用和归还，适用本办法。", []string{"《云澜市机构编制试行办法》的适用范围是什么？"}},
		{"本办法适用于市级机关编制的借用。", []string{"《云澜市机构编制试行办法》的适用范围是什么？"}},
		{"除法律另有规定外，适用本办法。", nil},
	})
}
