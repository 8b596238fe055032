package structure

import (
	"regexp"
	"strings"
)

const postNames = `局长|主任|部长|书记|院长|所长|司长|厅长|处长|科长|股长|秘书长|署长|台长|馆长|校长|园长|站长|队长|支队长|大队长|中队长|行长|会长|主席|理事长|政委|政治委员|检察长|食品安全总监|药品安全总监|安全总监|总监|巡视员|督查专员|专员|社长|庭长|纪检组长|组长|总工程师|总会计师|总经济师|总规划师|总农艺师|总兽医师|总统计师|总畜牧师|总审计师|首席[\p{Han}]{2,4}官`

// changeWords is a verb between 职数 and its number: 科级领导职数相应核减1名. Only a reply reads such a number, as a change.
const changeWords = `(?:(?:相应|同步|一并|共)*(核增|核减|增加|减少|调增|调减|收回))`

var changeGap = strings.Replace(changeWords, "(核增", "(?:核增", 1)

var (
	leaderHint = regexp.MustCompile(`(?:` + postNames + `)[^。；]{0,12}\d|[正副]职|领导职数|\d ?正|[` + numerals + `]正`)
	// a post: 副 or another word in front, the post, a second name or blanked bracket, the number
	postRE = regexp.MustCompile(`((?:专职|常务|党组|党委|机关党委|党总支|纪委)*副?)(` + postNames + `)(?:\x01)*(?:核定)?(?:为|各|共)?` + grown + ` ?` + count + ` ?名`)
	// 处级领导职数20名, 内设机构领导职数12名, 正科级领导职数8名, 股级职数17名
	innerRE = regexp.MustCompile(`(正|副)?(司局|厅局|县处|乡科|厅|局|处|科|股|中层)级?(正职|副职)?(?:领导|干部|非领导)?(?:职数|职务)(?:\x01)*(?:核定)?(?:为|共|：)*` + changeGap + `?` + grown + ` ?` + count + ` ?名?`)
	innerOf = regexp.MustCompile(`(内设机构|中层|科室|处室|股室)(正职|副职)?(?:的)?(?:科级|处级|股级)?领导(?:干部)?职数(?:\x01)*(?:核定)?(?:为|共|：)*` + changeGap + `?` + grown + ` ?` + count + ` ?名?`)
	leadRE  = regexp.MustCompile(`(?:单位|班子|机关|核定)?领导(?:班子)?(?:成员)?职数(?:\x01)*(?:核定)?(?:为|共|：)*` + changeGap + `?` + grown + ` ?` + count + ` ?名`)
	pairRE  = regexp.MustCompile(`([` + numerals + `]|\d{1,3}) ?正(?:职)?(?:、|，)? ?([` + numerals + `]{1,3}|\d{1,3}) ?副`)
	chiefRE = regexp.MustCompile(`(正|副)职(?:领导)?(?:职数)?(?:\x01)*(?:为|各)? ?` + count + ` ?名`)
	splitRE = regexp.MustCompile(`(正|副)(司局|厅局|县处|乡科|厅|局|处|科|股)?(?:级|职)?(?:领导)?(?:职数|职务)? ?` + count + ` ?名`)
	oddPost = regexp.MustCompile(`组长|专员|巡视员|^总|首席|政委|政治委员|总监|组长`)
)

// leaders reads posts and their numbers: 局长1名、副局长3名, 处级领导职数20名（含…）, 一正三副.
func (r *reading) leaders() {
	for _, m := range innerRE.FindAllStringSubmatchIndex(r.masked, -1) {
		if n, ok := ParseNumber(r.masked[m[8]:m[9]]); ok && r.counted(m[1], m[9]) && !r.changing(m) && r.free(m[0], m[1]) {
			rank := part1(r.masked, m, 1) + r.masked[m[4]:m[5]] + "级领导"
			r.add(Fact{Type: LeaderInner, Title: rank + part1(r.masked, m, 3), N: n}, m[0], m[1])
			r.split(m[1])
		}
	}
	for _, m := range innerOf.FindAllStringSubmatchIndex(r.masked, -1) {
		if n, ok := ParseNumber(r.masked[m[6]:m[7]]); ok && r.counted(m[1], m[7]) && !r.changing(m) && r.free(m[0], m[1]) {
			r.add(Fact{Type: LeaderInner, Title: r.masked[m[2]:m[3]] + "领导" + part1(r.masked, m, 2), N: n}, m[0], m[1])
			r.split(m[1])
		}
	}
	r.pairs()
	for _, m := range leadRE.FindAllStringSubmatchIndex(r.masked, -1) {
		if n, ok := ParseNumber(r.masked[m[2]:m[3]]); ok && !r.changing(m) && r.free(m[0], m[1]) {
			r.add(Fact{Type: LeaderOther, Title: "领导职数", N: n}, m[0], m[1])
		}
	}
	for _, m := range postRE.FindAllStringSubmatchIndex(r.masked, -1) {
		r.post(m)
	}
	for _, m := range chiefRE.FindAllStringSubmatchIndex(r.masked, -1) {
		if n, ok := ParseNumber(r.masked[m[4]:m[5]]); ok && r.free(m[0], m[1]) {
			r.add(Fact{Type: chiefType(r.masked[m[2]:m[3]]), Title: r.masked[m[2]:m[3]] + "职", N: n}, m[0], m[1])
		}
	}
}

// changing says whether a match holds a change, which never is a standing number.
func (r *reading) changing(m []int) bool { return ownVerb.MatchString(r.masked[m[0]:m[1]]) }

// counted says whether a number without 名 behind it is one at all: 处级领导职数8正12副 is a pair.
func (r *reading) counted(end, number int) bool {
	return strings.HasSuffix(r.masked[:end], "名") || !strings.HasPrefix(strings.TrimSpace(r.masked[number:]), "正")
}

// part1 is submatch k, "" where it did not match.
func part1(s string, m []int, k int) string {
	if m[2*k] < 0 {
		return ""
	}
	return s[m[2*k]:m[2*k+1]]
}

func chiefType(word string) string {
	if strings.HasPrefix(word, "副") {
		return LeaderDeputy
	}
	return LeaderChief
}

// post reads one 副局长3名.
func (r *reading) post(m []int) {
	n, ok := ParseNumber(r.masked[m[6]:m[7]])
	if !ok || !r.free(m[0], m[1]) {
		return
	}
	prefix, name := r.masked[m[2]:m[3]], r.masked[m[4]:m[5]]
	title := prefix + name
	kind := LeaderChief
	switch {
	case oddPost.MatchString(name), strings.Contains(prefix, "专职"), strings.Contains(prefix, "机关党委"), strings.Contains(prefix, "纪委"):
		kind = LeaderOther
	case strings.Contains(prefix, "副"):
		kind = LeaderDeputy
	}
	unit := r.postUnit(m[0])
	if unit != "" || r.innerPost(name) {
		kind = LeaderInner
	}
	r.add(Fact{Type: kind, Title: title, N: n, Unit: unit}, m[0], m[1])
}

// innerPost says whether a post is one of internal units: 科长 in a 局.
func (r *reading) innerPost(name string) bool {
	if r.unit != "" {
		return true
	}
	switch name {
	case "科长", "股长", "处长", "司长":
		return !strings.HasSuffix(r.a.doc.Org, name[:len("科")])
	}
	return false
}

var postOwner = regexp.MustCompile(`(?:^|[，、；。：]|设|其中|和)([\p{Han}]{2,14}(?:办公室|办|处|科|室|支队|大队|中心|队|所|站|股|机关党委))(?:\x01)*$`)

// postUnit is the unit in front of a post: 应急办主任1名.
func (r *reading) postUnit(from int) string {
	m := postOwner.FindStringSubmatch(r.masked[:from])
	if m == nil {
		return ""
	}
	name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(m[1], "其中"), "核定"), "设")
	if r.a.sameOrg(name) {
		return ""
	}
	return name
}

// pairs reads 一正三副 and 8正12副: of the body, or of its units where 内设机构 or a rank stands in front.
func (r *reading) pairs() {
	for _, m := range pairRE.FindAllStringSubmatchIndex(r.masked, -1) {
		chiefs, ok1 := ParseNumber(r.masked[m[2]:m[3]])
		deputies, ok2 := ParseNumber(r.masked[m[4]:m[5]])
		if !ok1 || !ok2 || !r.free(m[0], m[1]) {
			continue
		}
		clause := r.masked[clauseStart(r.masked, m[0]):m[0]]
		if level := innerLevel.FindString(clause); level != "" || r.unit != "" {
			r.add(Fact{Type: LeaderInner, Title: "正" + level + "职", N: chiefs}, m[0], m[1])
			r.add(Fact{Type: LeaderInner, Title: "副" + level + "职", N: deputies}, m[0], m[1])
			continue
		}
		r.add(Fact{Type: LeaderChief, Title: "正职", N: chiefs}, m[0], m[1])
		r.add(Fact{Type: LeaderDeputy, Title: "副职", N: deputies}, m[0], m[1])
	}
}

var innerLevel = regexp.MustCompile(`内设机构|处级|科级|股级|中层|司局级`)

// split reads the 正/副 shares that a bracket behind a total names: （其中正处级8名、副处级12名）.
func (r *reading) split(to int) {
	rest := r.l.fold[to:]
	at := to
	if !strings.HasPrefix(rest, "（") {
		if m := clauseQualifier.FindStringIndex(r.masked[to:]); m == nil {
			return
		}
		_, stop := r.quoteRange(to, to)
		rest = r.l.fold[to:stop]
	} else {
		rest = rest[:bracketEnd(rest)]
	}
	for _, m := range splitRE.FindAllStringSubmatchIndex(rest, -1) {
		n, ok := ParseNumber(rest[m[6]:m[7]])
		if !ok || !r.free(at+m[0], at+m[1]) {
			continue
		}
		level := part1(rest, m, 2)
		title := rest[m[2]:m[3]] + "职"
		if level != "" {
			title = rest[m[2]:m[3]] + level + "级领导"
		}
		r.add(Fact{Type: LeaderInner, Title: title, N: n}, at+m[0], at+m[1])
	}
}
