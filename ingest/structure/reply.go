package structure

import (
	"regexp"
	"strings"
)

// sign is what a verb does to a number: +1 more, -1 less, 0 moved from one body to another.
type sign struct {
	verb string
	n    int
}

var (
	signs = []sign{{"核增", 1}, {"增核", 1}, {"增加", 1}, {"新增", 1}, {"调增", 1}, {"追加", 1}, {"增设", 1}, {"增配", 1}, {"划入", 1}, {"调入", 1},
		{"核减", -1}, {"减少", -1}, {"收回", -1}, {"调减", -1}, {"精简", -1}, {"核销", -1}, {"划出", -1}, {"调出", -1}, {"划转", 0}, {"调剂", 0}}
	changeVerb = regexp.MustCompile(`核增|增核|增加|新增|调增|追加|增设|增配|划入|调入|核减|减少|收回|调减|精简|核销|划出|调出|划转|调剂`)
	standing   = regexp.MustCompile(`(?:调整后|调整为|增至|减至|增加到|减少到|核定|变更为|现有|共有|原有|重新核定)[^，。；]*$`)
	changeHint = regexp.MustCompile(`(?:核增|核减|收回|划转|增加|减少|调剂|划入|划出).{0,40}(?:编制|职数)`)
	postQuota  = regexp.MustCompile(`(副?)(` + postNames + `)(?:领导)?职数 ?` + count + ` ?名`)
	movedFrom  = regexp.MustCompile(`(?:从|由|将)([\p{Han}]{2,30}?)(?:机关|所属|现有|空余|闲置)?(?:的)?(?:划转|划入|划出|调剂|调整|连同|行政编制|事业编制|政法专项编制|参公编制|编制|\d|[` + numerals + `]+名)`)
	movedTo    = regexp.MustCompile(`(?:划转|划入|划给|调剂|调整|划转移交|移交)?(?:到|至|给|划入)([\p{Han}]{2,30}?)(?:。|，|；|$|管理|使用|机关|用于)`)
	forOrg     = regexp.MustCompile(`(?:为|给|同意)([\p{Han}]{2,30}?)(?:机关)?$`)
	youBody    = regexp.MustCompile(`^(?:你|贵)(?:局|委|办|厅|部|院|校|中心|单位|会)`)
	ownVerb    = regexp.MustCompile(changeWords + ` ?` + count)
	fromTo     = regexp.MustCompile(`由(?:原来的)? ?\d+ ?名`) // 由40名减至36名 says what stands; the change is said elsewhere
	quotaWords = regexp.MustCompile(`(?:机关|核定|空余|闲置|空缺|内设机构|所属|的|本级|\d+名?)+$`)
)

// changes reads what a reply adds, takes away or moves. Numbers that stand after 调整后 or 核定 are left for the standing ones.
func (r *reading) changes() {
	for _, re := range []*regexp.Regexp{postQuota, quotaRE, quotaBefore, innerRE, innerOf, leadRE, postRE} {
		for _, m := range re.FindAllStringSubmatchIndex(r.masked, -1) {
			r.change(re, m)
		}
	}
}

func (r *reading) change(re *regexp.Regexp, m []int) {
	from, to := r.quoteRange(m[0], m[1])
	before := r.masked[from:m[0]]
	if totalOf.MatchString(r.masked[clauseStart(r.masked, m[0]):m[0]]) {
		r.free(m[0], m[1])
		return
	}
	verb, at := lastVerb(before)
	behind := r.masked[m[1]:to]
	if verb.verb == "" {
		if v, i := firstVerb(behind); v.verb != "" && !strings.Contains(behind[:i], "，") {
			verb, at = v, -1
		}
	}
	if own := ownVerb.FindStringSubmatch(r.masked[m[0]:m[1]]); own != nil { // 领导职数相应核减1名: the verb stands inside
		verb, at = signOf(own[1]), -1
	}
	if verb.verb == "" || at >= 0 && standing.MatchString(before[at:]) || fromTo.MatchString(r.masked[m[0]:m[1]]) {
		return
	}
	f, ok := r.changed(re, m)
	if !ok || !r.free(m[0], m[1]) {
		return
	}
	f.Delta = true
	src, dst := r.parties(before, at, len(verb.verb), behind)
	n := f.N
	f.Qualifier = r.source(m[1], to)
	switch {
	case verb.n == 0 || src != "" && dst != "":
		r.move(f, m, n, src, dst)
	case verb.n > 0:
		f.Org, f.N = firstOf(dst, r.actor(before), r.a.doc.Org), n
		r.addKnown(f, m)
		if src != "" {
			f.Org, f.N = src, -n
			r.addKnown(f, m)
		}
	default:
		f.Org, f.N = firstOf(src, r.actor(before), r.a.doc.Org), -n
		r.addKnown(f, m)
		if dst != "" {
			f.Org, f.N = dst, n
			r.addKnown(f, m)
		}
	}
}

// move writes the two sides of a transfer; a side that is not named is the body the paper is about.
func (r *reading) move(f Fact, m []int, n int, src, dst string) {
	org := r.a.doc.Org
	if src == "" && dst == "" {
		return
	}
	if src == "" && dst != org {
		src = org
	}
	if dst == "" && src != org {
		dst = org
	}
	if src != "" {
		f.Org, f.N = src, -n
		r.addKnown(f, m)
	}
	if dst != "" {
		f.Org, f.N = dst, n
		r.addKnown(f, m)
	}
}

func (r *reading) addKnown(f Fact, m []int) {
	if f.Org != "" {
		r.last = f.Org
		r.add(f, m[0], m[1])
	}
}

var actorRE = regexp.MustCompile(`^(?:[` + numerals + `]+、|（[` + numerals + `]+）|\d+[.、])? ?(?:同意)?(?:在|将)?([\p{Han}]{2,24}?(?:局|委员会|办公室|编办|厅|中心|院|馆|站|所|校|学院|医院|支队|大队))(?:将|在|的|所属|内设|增设|设立|机关|加挂|成立|新设|增加|核增|核减)`)

// actor is the body a sentence begins with: 同意市水利局将…, 核增科级领导职数2名.
func (r *reading) actor(before string) string {
	if m := actorRE.FindStringSubmatch(strings.TrimSpace(before)); m != nil {
		return r.body(m[1])
	}
	return ""
}

var (
	mention   = regexp.MustCompile(`((?:该|你|贵)(?:局|委|办|站|院|中心|所|馆|校|支队|单位|部门|厅)|[\p{Han}]{2,26}?(?:局|委员会|办公室|编办|厅|中心|学院|研究院|医院|法院|检察院|院|馆|站|所|学校|支队|大队|总队|街道|镇|乡))(?:机关|所属|事业|行政|空余|闲置|内设|领导|科级|处级|核定|设|的|人员|编制|政法|参公|主任|局长|院长)`)
	formerOrg = regexp.MustCompile(`原[\p{Han}]{3,30}(?:机关)?(?:行政|事业)?编制`)
)

// replyOwner is the body a standing number of a reply belongs to: the one named last before it in its sentence, 该站 for
// the one before that, else the body the reply is about.
func (r *reading) replyOwner(from, to int) string {
	start, _ := r.quoteRange(from, to)
	org := ""
	newborn, at := r.newborn(start, from)
	for _, m := range mention.FindAllStringSubmatchIndex(r.masked[start:to], -1) {
		name := r.masked[start+m[2] : start+m[3]]
		if newborn != "" && start+m[2] > at && !strings.HasPrefix(name, "该") {
			continue // 为市林业局所属事业单位 only says what the new body is
		}
		for _, p := range []string{"调整后", "核增后", "划转后", "收回后", "核定", "其中", "现"} {
			name = strings.TrimPrefix(name, p)
		}
		switch {
		case strings.HasPrefix(name, "该"):
			org = firstOf(newborn, r.last, r.a.doc.Org)
		case r.body(name) != "":
			org = r.body(name)
		}
	}
	org = firstOf(org, newborn)
	if org == "" && r.last != "" && afterwards.MatchString(r.masked[start:from]) {
		org = r.last
	}
	if org == "" {
		return r.a.doc.Org
	}
	r.last = org
	return org
}

var newbornRE = regexp.MustCompile(`(?:设立|组建|成立|更名为|变更为)[“]?([\p{Han}（）]{2,30}?(?:局|委员会|办公室|中心|院|所|馆|站|学校|支队|大队))[”]?(?:，|、|机构|\x01|加挂|作为|为)`)

// newborn is the body that a sentence sets up, or the new name it gives, with the place where it stands: the numbers
// that follow are that body's.
func (r *reading) newborn(start, to int) (string, int) {
	all := newbornRE.FindAllStringSubmatchIndex(r.masked[start:to], -1)
	if len(all) == 0 {
		return "", 0
	}
	m := all[len(all)-1]
	return r.body(r.masked[start+m[2] : start+m[3]]), start + m[2]
}

var afterwards = regexp.MustCompile(`^(?:调整|核增|核减|划转|收回|增加|减少)后`)

// changed is the type, title and number of a matched phrase.
func (r *reading) changed(re *regexp.Regexp, m []int) (Fact, bool) {
	s := r.masked
	var f Fact
	number := ""
	switch re {
	case quotaRE:
		f.Type, number = quotaType(part1(s, m, 1)), part1(s, m, 2)
	case quotaBefore:
		f.Type, number = quotaType(part1(s, m, 2)), part1(s, m, 1)
	case innerRE:
		f.Type, f.Title, number = LeaderInner, part1(s, m, 1)+part1(s, m, 2)+"级领导"+part1(s, m, 3), part1(s, m, 4)
	case innerOf:
		f.Type, f.Title, number = LeaderInner, part1(s, m, 1)+"领导"+part1(s, m, 2), part1(s, m, 3)
	case leadRE:
		f.Type, f.Title, number = LeaderOther, "领导职数", part1(s, m, 1)
	default: // postQuota, postRE
		f.Title, number = part1(s, m, 1)+part1(s, m, 2), part1(s, m, 3)
		f.Type = chiefType(f.Title)
		if oddPost.MatchString(f.Title) {
			f.Type = LeaderOther
		} else if r.innerPost(part1(s, m, 2)) {
			f.Type = LeaderInner
		}
	}
	n, ok := ParseNumber(number)
	f.N = n
	return f, ok && n > 0
}

// verbs are the places where a text changes a number. 核增后 and 增加到 only tell what came of it.
func verbs(s string) [][]int {
	var out [][]int
	for _, m := range changeVerb.FindAllStringIndex(s, -1) {
		if !afterVerb.MatchString(s[m[1]:]) {
			out = append(out, m)
		}
	}
	return out
}

var afterVerb = regexp.MustCompile(`^(?:后|到|至|为|以后|之后|\d)`)

func lastVerb(s string) (sign, int) {
	all := verbs(s)
	if len(all) == 0 {
		return sign{}, -1
	}
	m := all[len(all)-1]
	return signOf(s[m[0]:m[1]]), m[0]
}

func firstVerb(s string) (sign, int) {
	all := verbs(s)
	if len(all) == 0 {
		return sign{}, -1
	}
	return signOf(s[all[0][0]:all[0][1]]), all[0][0]
}

func signOf(verb string) sign {
	for _, s := range signs {
		if s.verb == verb {
			return s
		}
	}
	return sign{}
}

// parties names who gives and who gets, from the words around a number: 从A划转…到B, 核增A…, 为A核增….
func (r *reading) parties(before string, at, verbLen int, behind string) (src, dst string) {
	if m := lastSubmatch(movedFrom, before+"编制"); m != "" {
		src = r.body(m)
	}
	if m := movedTo.FindStringSubmatch(behind); m != nil {
		dst = r.body(m[1])
	}
	if at < 0 {
		return src, dst
	}
	verb := signOf(before[at : at+verbLen])
	words := strings.TrimLeft(before[at+verbLen:], "了")
	if loc := listed.FindStringIndex(words); loc != nil { // 收回甲局编制5名、乙局编制3名: the verb goes on
		words = words[loc[1]:]
	}
	named := r.body(quotaWords.ReplaceAllString(words, ""))
	if named == "" {
		if m := forOrg.FindStringSubmatch(before[:at]); m != nil {
			named = r.body(m[1])
		}
	}
	switch {
	case named == "":
	case verb.n > 0 && dst == "":
		dst = named
	case verb.n <= 0 && src == "":
		src = named
	}
	if src == dst {
		src = ""
		if verb.n < 0 {
			src, dst = dst, ""
		}
	}
	return src, dst
}

var listed = regexp.MustCompile(`^.*\d ?名[、，和]`)

func lastSubmatch(re *regexp.Regexp, s string) string {
	all := re.FindAllStringSubmatch(s, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// body is the full name of a body as a reply names it, "" where the words name none.
func (r *reading) body(name string) string {
	name = strings.Trim(strings.TrimSpace(name), "，、\x01 ")
	if _, own, ok := strings.Cut(name, "所属"); ok && runeLen(own) >= 3 {
		name = own
	}
	name = leadVerbs.ReplaceAllString(name, "")
	switch {
	case youBody.MatchString(name):
		return r.a.doc.Org
	case !onlyHan.MatchString(name):
		return ""
	case runeLen(name) < 3 || runeLen(name) > 30 || !orgName.MatchString(name):
		return ""
	case r.a.doc.Org != "" && strings.HasSuffix(r.a.doc.Org, name):
		return r.a.doc.Org
	}
	return r.a.fullOrg(name)
}

// leadVerbs are the words in front of a body that are no part of its name.
var leadVerbs = regexp.MustCompile(`^(?:同意|原|从|由|将|为|给|在|对|相应|关于|核定|核增|核减|收回|划转|划入|调整|增加|减少|撤销|设立|组建|成立|明确)+`)

var onlyHan = regexp.MustCompile(`^[\p{Han}（）]+$`)

var replyTitle = regexp.MustCompile(`关于(?:同意)?(?:将|给|为)?(?:调整|核定|核增|核减|增加|减少|收回|划转|明确|设立|整合|组建|成立|撤销|增设)*([\p{Han}（）]{2,36}?(?:局|委员会|办公室|编办|厅|部|法院|检察院|中心|研究院|学院|医院|院|所|馆|站|学校|中学|小学|校|集团|总队|支队|大队|会|署|社|台|街道|镇|乡|委|办))(?:等.{0,12})?(?:和|、)?(?:的)?(?:机构|行政|事业|机关|人员|编制|政法|参公|领导|职数|内设|更名|加挂|增挂|挂牌|有关|部分|为|增加|核增|核减|增设|设立|主要职责|职责|所属|规格|$|批复|及|调整|隶属)`)

// replyOrg is the body a reply is about: the one in its title, else the one it answers.
func (a *analysis) replyOrg() string {
	title := squash(a.doc.Title)
	if i := strings.LastIndex(title, "关于"); i > 0 {
		title = title[i:]
	}
	if m := replyTitle.FindStringSubmatch(title); m != nil && runeLen(m[1]) >= 3 {
		return a.fullOrg(m[1])
	}
	to := squash(a.fieldValue("recipients"))
	to, _, _ = strings.Cut(to, "、")
	to, _, _ = strings.Cut(to, "，")
	if runeLen(to) >= 3 && orgName.MatchString(to) && !strings.HasPrefix(to, "各") {
		return a.fullOrg(to)
	}
	return ""
}

var events = []struct {
	name string
	re   *regexp.Regexp
}{
	{"event_rename", regexp.MustCompile(`(?:同意)?(?:将)?[“《]?([\p{Han}（）]{3,36}?)[”》]?更名为[“《]?([\p{Han}（）]{3,36})[”》]?`)},
	{"event_plaque", regexp.MustCompile(`(?:同意)?(?:在)?([\p{Han}（）]{2,30}?)?加挂[“《]?([\p{Han}（）、“”]{3,50}?)[”》]?(?:的)?牌子`)},
	{"event_abolish", regexp.MustCompile(`(?:同意)?()撤销([\p{Han}（）]{3,36}?(?:局|委员会|办公室|中心|院|所|馆|站|处|科|队|机构))(?:，|。|；|、|（|$)`)},
	{"event_setup", regexp.MustCompile(`(?:同意)?()(?:设立|组建|成立|增设)([\p{Han}（）]{2,36}?(?:局|委员会|办公室|中心|院|所|馆|站|处|科|队|室))(?:，|。|；|、|（|为|$)`)},
	{"event_rank", regexp.MustCompile(`()(?:机构)?规格(?:为|相当于|确定为|调整为|由[^，。；]{2,8}调整为)((?:相当于)?(?:正|副)?(?:厅局|厅|处|县处|科|乡科|股|部)级)`)},
}

// events records what a reply does to bodies besides numbers: names, plaques, ranks, set up, abolished.
func (a *analysis) events() {
	if a.doc.Kind != Reply {
		return
	}
	for _, c := range a.doc.Chunks {
		if c.Kind == Front || c.Kind == TableRow {
			continue
		}
		for _, l := range a.linesOf(c) {
			for _, e := range events {
				for _, m := range e.re.FindAllStringSubmatchIndex(l.fold, -1) {
					value := strings.Trim(part1(l.fold, m, 2), "“”")
					if before := part1(l.fold, m, 1); before != "" {
						before = a.fullOrg(strings.TrimPrefix(before, "将"))
						value = a.fullOrg(value)
						if e.name == "event_rename" && before == a.doc.Org {
							a.doc.Org = value // what follows is about the body under its new name
						}
						value = before + "→" + value
					}
					a.field(e.name, value, l.at(m[0]), l.at(m[1]), 0.8)
				}
			}
		}
	}
}

var sourceClause = regexp.MustCompile(`所需(?:编制|职数|人员编制)?[^，。；]*(?:调剂|划转|解决|核拨)[^，。；]*`)

// source is the clause that says where posts come from, within the sentence or right behind it.
func (r *reading) source(from, to int) string {
	rest := r.masked[from:]
	if m := sourceClause.FindStringIndex(rest); m != nil && from+m[0] <= to+60 {
		return r.a.p.slice(r.l.at(from+m[0]), r.l.at(from+m[1]))
	}
	return ""
}
