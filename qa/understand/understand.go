// Package understand reads a question by rules: what is asked (Intent), of whom (bodies), of when (When), about which text
// (titles, 文号, articles), and whether it may be answered at all (Policy).
//
//	question --Read(lexicon, today)--> Meaning --Follow(former)--> Meaning with what the follow-up left out
//
// Rules and not a model, because the same question must be read the same way on every machine, and because a number is
// looked up by what is read here: a body that is guessed wrong is a wrong number of posts. What the rules cannot tell apart
// stays open (several Bodies to one Mention) and is asked back. The package is pure: no database, no clock.
package understand

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/claim"
	"bianku/internal/civil"
)

// Intent is what a question wants (the types of DOMAIN §3, joined where one way of answering serves several).
type Intent string

const (
	Rule        Intent = "rule"         // 3 4 5 15 18 19 23: what the rules say
	Definition  Intent = "definition"   // 1
	Difference  Intent = "difference"   // 2
	Number      Intent = "number"       // 9 10 27: posts and leaders of a body
	Vacancy     Intent = "vacancy"      // 11: 核定 − 实有
	Sum         Intent = "sum"          // 12
	History     Intent = "history"      // 13
	Responsible Intent = "responsible"  // 6 14: who does it, who helps
	Duties      Intent = "duties"       // what a body or an inner unit does
	Units       Intent = "units"        // which inner units
	Compare     Intent = "compare"      // 16
	VersionDiff Intent = "version_diff" // 17
	WhichText   Intent = "which_text"   // 7: which version on a day
	StillValid  Intent = "still_valid"  // 8
	TakesEffect Intent = "takes_effect" // when a text came or comes into force, was issued
	ArticleText Intent = "article"      // 20
	Basis       Intent = "basis"        // 21
	List        Intent = "list"         // 22
	Study       Intent = "study"        // 24
	Draft       Intent = "draft"        // 25
	Change      Intent = "change"       // 26: when renamed, set up, moved, and by what paper
)

// Policy is why a question is not answered whatever the corpus holds, "" when it may be.
type Policy string

const (
	Secret      Policy = "secret"
	Personal    Policy = "personal"
	Opinion     Policy = "opinion"
	OutOfDomain Policy = "out_of_domain"
)

// Meaning is a question understood.
type Meaning struct {
	Text     string // normalised, spoken forms written out
	Intent   Intent
	Policy   Policy
	Bodies   []Mention
	Unknown  []string // body-like names that no known body answers to
	Titles   []string // in 《》
	DocNos   []string
	Articles []string // canonical: 第十九条 as 第19条
	Regions  []Region // places named, with those of the bodies
	Unit     string   // an inner unit: 数据资源管理科
	Asks     []Ask
	When     When
	Premise  []claim.Claim // numbers of posts that the question takes for granted
	Approved int           // given in the question: 核定30
	Actual   int           // given in the question: 实有27
	Pending  int           // given in the question: 已核准未到岗1
	YesNo    bool
	Below    bool // asks about the institutions under a body, not about the body
	Needs    Need // what the answering sentence must hold
	Topic    string
}

// Need is what kind of thing answers a free question.
type Need string

const (
	AnyThing Need = ""
	Quantity Need = "quantity"
	Day      Need = "day"  // a time or a term
	Date     Need = "date" // a day of the calendar
	Who      Need = "who"
	Several  Need = "several" // a list, measures, steps
	Phone    Need = "phone"
)

// Read understands question, asked on today, of someone who may see the bodies of lexicon.
func Read(question string, lexicon *Lexicon, today civil.Date) Meaning {
	m := Meaning{Text: formal(strings.TrimSpace(claim.Normalise(question)))}
	m.Titles = titles(m.Text)
	open := quoted.ReplaceAllStringFunc(m.Text, blank)
	m.Bodies, m.Unknown = lexicon.Find(open)
	for _, c := range claim.Find(m.Text) {
		switch c.Kind {
		case claim.DocNo:
			m.DocNos = append(m.DocNos, cleanDocNo(c.Value))
		case claim.Article:
			m.Articles = append(m.Articles, c.Value)
		}
	}
	m.When = ParseWhen(m.Text, today)
	m.Unit = innerUnit(open, m.Bodies)
	m.Asks = asks(open)
	m.readFigures(open)
	m.YesNo = yesNo.MatchString(open)
	m.Below = below.MatchString(open)
	m.Needs = need(open)
	m.Topic = topic(m)
	m.Regions = m.regions(lexicon)
	m.Policy = policy(m)
	m.Intent = intent(m, open)
	return m
}

// regions are the places of the question: those it names and those its bodies stand in.
func (m Meaning) regions(l *Lexicon) []Region {
	out := l.Regions(m.Text)
	for _, b := range m.Bodies {
		if len(b.Bodies) == 1 {
			if r := l.Complete(RegionOf(b.Bodies[0])); !r.IsZero() && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return narrowest(out)
}

// narrowest leaves out the city of a district that is named as well: 云澜市临江区 is one place.
func narrowest(all []Region) []Region {
	return slices.DeleteFunc(slices.Clone(all), func(r Region) bool {
		return r.District == "" && slices.ContainsFunc(all, func(o Region) bool { return o.District != "" && !r.Conflicts(o) })
	})
}

// District is the one district that a question is about, "" where it is about none or several.
func (m Meaning) District() string {
	if len(m.Regions) == 1 {
		return m.Regions[0].District
	}
	return ""
}

var (
	quoted = regexp.MustCompile(`《[^》]*》`)
	yesNo  = regexp.MustCompile(`(?:吗|[^什怎]么|是否|能否|可否|能不能|可不可以|是不是|要不要|行不行)[^，。？?]{0,12}[？?]?$|是否|能否|可否|能不能|可不可以`)
)

// below are the institutions under a body: their posts are not its own.
var below = regexp.MustCompile(`(?:下属|所属|直属|下辖|下面|底下)的?(?:各|所有|全部|这些)?(?:个|家)?(?:公益[一二]类)?(?:事业)?(?:单位|机构)`)

func blank(s string) string { return strings.Repeat("※", len([]rune(s))) }

func titles(q string) []string {
	var out []string
	for _, t := range quoted.FindAllString(q, -1) {
		out = append(out, strings.Trim(t, "《》"))
	}
	return out
}

// cleanDocNo takes the words before a 文号 off its code: 请问云编〔2024〕3号.
func cleanDocNo(s string) string {
	return regexp.MustCompile(`^.*(?:请问|根据|依据|按照|关于|查询|文件|问|按|在|和|与|看|发的|的|中|说)`).ReplaceAllString(s, "")
}

// unitName is an inner unit. Its name ends in 科, 处, 室 or 股 and is short.
var unitName = regexp.MustCompile(`([\p{Han}]{2,14}?(?:科|处|股|室|党委))(?:（[^）]*）|\([^)]*\))?(?:的|是|有|负责|承担|主要|管|职责|设|和|与|、|，|,|何时|什么|核定|领导|$|？|\?)`)

// notUnit are words that end like a unit and are none.
var notUnit = regexp.MustCompile(`内设科|一个科|个科$|哪个科|哪些科|几个科|多少科|增设科|各科|什么科|科室$|处室$|哪个处|何处|好处|之处|职责分工处|设科|办公处|机构.{0,2}科$|增加.{0,3}科$`)

func innerUnit(q string, bodies []Mention) string {
	runes := []rune(q)
	from := 0
	if len(bodies) > 0 {
		from = bodies[0].End
	}
	m := unitName.FindStringSubmatch(strings.TrimLeft(string(runes[from:]), "的下属内设机构"))
	if m == nil || notUnit.MatchString(m[1]) {
		return ""
	}
	name := regexp.MustCompile(`^(?:请问|关于|内设机构|内设的|下设的|的|现在|目前|由|和|与)+`).ReplaceAllString(m[1], "")
	if len([]rune(name)) < 3 || (len(bodies) == 0 && len([]rune(name)) > 10) {
		return ""
	}
	return name
}

var (
	given     = regexp.MustCompile(`核定(?:了|的)?(?:行政|事业)?(?:编制)?(?:数)?(?:是|为|有)?\s*(\d{1,4})`)
	actual    = regexp.MustCompile(`(?:实有|实际在编|在编|现有|在岗|已有)(?:人员|人数|在编)?(?:数)?(?:是|为|有)?\s*(\d{1,4})`)
	pending   = regexp.MustCompile(`(?:已核准|已批准|已审批|已下达)[^，。、\d]{0,10}(?:未到岗|未使用|未入编|未报到|未到位|没到岗)[^，。、\d]{0,4}(\d{1,4})|在途[^\d，。]{0,4}(\d{1,4})`)
	heads     = regexp.MustCompile(`(\d{1,4}|[一二三四五六七八九十百]{1,5})\s*(?:名|个|人)`)
	premising = regexp.MustCompile(`为什么|为何|怎么会|既然|凭什么|怎么有|是不是|是否|对吗|对不对|对么|没错吧|吗[？?]?$`)
)

// readFigures reads what numbers the question states itself.
func (m *Meaning) readFigures(open string) {
	if g := given.FindStringSubmatch(open); g != nil {
		m.Approved = intOf(g[1])
	}
	if g := actual.FindStringSubmatch(open); g != nil {
		m.Actual = intOf(g[1])
	}
	if g := pending.FindStringSubmatch(open); g != nil {
		m.Pending = intOf(g[1] + g[2])
	}
	if !premising.MatchString(open) {
		return
	}
	for _, c := range claim.Find(open) {
		if c.Kind == claim.Number && heads.MatchString(c.Text+"名") && strings.ContainsAny(c.Value, "名个") {
			m.Premise = append(m.Premise, c)
		}
	}
}

var needs = []struct {
	need Need
	re   *regexp.Regexp
}{
	{Phone, regexp.MustCompile(`电话|号码|热线|网址|网站|邮箱|拨打`)},
	{Date, regexp.MustCompile(`几月几号|几月几日|几号前|哪天|哪一天|从几月`)},
	{Day, regexp.MustCompile(`什么时候|何时|哪天|哪一天|几号|什么时间|哪一年|哪年|几年|多少年|多久|多长时间|几天|期限|时限|几个工作日|多少个?工作日|多少天`)},
	{Quantity, regexp.MustCompile(`多少|几(?:名|个|人|项|家|种|类|次|年|块|条|级|倍)|比例|多大|标准是|数额|金额`)},
	{Who, regexp.MustCompile(`谁|去哪|去向|去了哪|哪个(?:部门|单位|机构|机关|科|处|局|企业|公司)|哪家|哪些(?:部门|单位|机构)|什么(?:部门|机关|单位)|由哪|归哪|向哪`)},
	{Several, regexp.MustCompile(`哪些|哪几|如何|怎么|怎样|措施|程序|流程|步骤|办法|什么条件|什么材料|做法|举措|要求|方面|规定`)},
}

// NeedOf is what a clause of a question needs.
func NeedOf(q string) Need { return need(q) }

func need(q string) Need {
	for _, n := range needs {
		if n.re.MatchString(q) {
			return n.need
		}
	}
	return AnyThing
}
