package understand

import (
	"regexp"
	"slices"

	"bianku/ingest/structure"
)

// Ask is one kind of number that a question wants. Title narrows leader posts (副局长), "" for all.
type Ask struct {
	Types []string // structure fact types
	Title string
	Name  string // how the question calls it: 机关行政编制
}

var quotaTypes = []string{structure.QuotaAdmin, structure.QuotaPoliticalLegal, structure.QuotaInstitution, structure.QuotaCivilRef, structure.QuotaSupport, structure.QuotaOther}

var leaderTypes = []string{structure.LeaderChief, structure.LeaderDeputy, structure.LeaderOther}

const posts = `局长|主任|部长|书记|院长|所长|处长|科长|秘书长|站长|队长|支队长|校长|馆长|镇长|县长|区长|市长|乡长`

// askRules are tried in order on what the earlier ones have left of the question: 政法专项编制 must not be read as 编制.
var askRules = []struct {
	re    *regexp.Regexp
	types []string
	name  string
}{
	{regexp.MustCompile(`政法(?:专项)?编制?|专项编制`), []string{structure.QuotaPoliticalLegal}, "政法专项编制"},
	{regexp.MustCompile(`参公(?:事业)?编制|参照公务员法?管理(?:的)?(?:事业)?编制|参公`), []string{structure.QuotaCivilRef}, "参公编制"},
	{regexp.MustCompile(`(?:机关)?(?:行政编制?|公务员编制?|行编)`), []string{structure.QuotaAdmin}, "行政编制"},
	{regexp.MustCompile(`事业编制|事业编|事编`), []string{structure.QuotaInstitution}, "事业编制"},
	{regexp.MustCompile(`(?:机关)?(?:后勤服务人员|工勤人员|工勤|后勤)编制|工勤|工勤编`), []string{structure.QuotaSupport}, "工勤编制"},
	{regexp.MustCompile(`(?:内设机构|中层|科级|处级|股级|正科级?|副科级?|正处级?|副处级?|司局级|内设)(?:正副)?(?:职)?(?:领导)?(?:干部)?(?:人员)?职数|科级领导|处级领导|股级领导|中层(?:领导|干部)`), []string{structure.LeaderInner}, "内设机构领导职数"},
	{regexp.MustCompile(`副(` + posts + `)`), []string{structure.LeaderDeputy}, ""},
	{regexp.MustCompile(`总(?:工程师|规划师|经济师|会计师|农艺师|畜牧师|统计师|审计师|督学|监|量师)|督学|专职副书记`), []string{structure.LeaderOther}, ""},
	{regexp.MustCompile(`(` + posts + `)(?:职数|多少|几|有几|设几|和|、|\d)`), []string{structure.LeaderChief}, ""},
	{regexp.MustCompile(`副职(?:领导)?(?:职数)?`), []string{structure.LeaderDeputy}, "副职"},
	{regexp.MustCompile(`正职(?:领导)?(?:职数)?`), []string{structure.LeaderChief}, "正职"},
	{regexp.MustCompile(`班子(?:配备|配置|怎么配|构成)|(?:领导班子|班子|领导)职数|职数|几正几副|[一二三四五六七八九\d]正[一二三四五六七八九\d]副`), leaderTypes, "领导职数"},
	{regexp.MustCompile(`(?:多少|几|数量).{0,3}(?:个)?(?:内设机构|内设科室|科室|处室|内设|科|处)|(?:内设机构|内设科室|科室|处室)(?:的)?(?:总)?(?:数量|数|有几|有多少|是多少|共有?几|共?多少|设置?了?几|设置?了?多少|几|多少)`), []string{structure.UnitCount}, "内设机构数"},
	{regexp.MustCompile(`编制`), quotaTypes, "编制"},
}

var (
	counting  = regexp.MustCompile(`班子(?:配备|配置|怎么配|构成)|多少|几|数量|人数|名额|总数|合计|共计|一共|是\d+|\d+\s*(?:名|个|人)|编制数|职数|编制情况|核定情况|编制呢|数是|数为|有变化|变化|增加|减少|怎么变|现状|名编制|正副`)
	notCounts = regexp.MustCompile(`编制(?:规划|计划|委员会|办公室|管理|工作|事项|资源|周转池|标准|法定|核准|使用|性质|类型|限额)|机构编制|编制(?:一般)?不(?:少|足)|几(?:种|类|块|年|天|个工作日|条|章)|多少(?:天|年|个工作日|种|条|章)`)
)

// sharedWord is the word 编制 said once of two kinds: 行政和事业编制.
var sharedWord = regexp.MustCompile(`(行政|事业|工勤|政法专项)(和|与|、|及|加|跟)(行政|事业|工勤|政法专项)编制?`)

// asks lists the kinds of numbers the question wants, nil when it does not ask for a number of posts, leaders or units.
func asks(q string) []Ask {
	rest := notCounts.ReplaceAllString(sharedWord.ReplaceAllString(q, "${1}编制$2${3}编制"), "※")
	if !counting.MatchString(rest) {
		return nil
	}
	var out []Ask
	for _, r := range askRules {
		loc := r.re.FindStringIndex(rest)
		if loc == nil {
			continue
		}
		words := rest[loc[0]:loc[1]]
		out = append(out, Ask{Types: r.types, Title: postTitle(r.types, words), Name: nameOf(r.name, words)})
		rest = r.re.ReplaceAllString(rest, "※")
	}
	return dropWider(out)
}

var (
	postName  = regexp.MustCompile(`副?(?:` + posts + `)|总[\p{Han}]{1,3}|督学|专职副书记`)
	rankLevel = regexp.MustCompile(`司局级|[正副]?(?:科|处|股|厅)级?`)
)

func postTitle(types []string, words string) string {
	switch types[0] {
	case structure.LeaderInner:
		return rankLevel.FindString(words)
	case structure.LeaderChief, structure.LeaderDeputy, structure.LeaderOther:
		if len(types) == 1 {
			return postName.FindString(words)
		}
	}
	return ""
}

func nameOf(name, words string) string {
	if name == "" {
		return postName.FindString(words)
	}
	return name
}

// dropWider removes an ask whose types a narrower one has all claimed: 行政编制编制数 asks once.
func dropWider(in []Ask) []Ask {
	var out []Ask
	for _, a := range in {
		wider := slices.ContainsFunc(in, func(b Ask) bool {
			return len(b.Types) < len(a.Types) && slices.Contains(a.Types, b.Types[0])
		})
		if !wider {
			out = append(out, a)
		}
	}
	return out
}
