package understand

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// Lexicon knows the bodies that the asker may see, by every name they go by.
type Lexicon struct {
	bodies  []Body
	byAlias map[string][]int // alias → indexes of bodies
	longest int              // runes of the longest alias
	places  []place
	whole   map[string]string // a shorter name of a body → the name it goes by
}

// Body is a known body: its place (云澜市), its level (市) and its name without the place (数据局).
type Body struct {
	Name  string
	Place string
	Level string // 省 市 区 县 镇 乡 街道, "" for none
	Core  string
}

// placeHead is one or two place names in front of a body's own name. Two characters at least stand before 市 or 区, so that
// 市场监督管理局 is no place.
var placeHead = regexp.MustCompile(`^(?:中共|中国共产党)?([\p{Han}]{2,6}?(?:省|自治区|市|自治州|区|县|街道|镇|乡)(?:[\p{Han}]{2,3}?(?:市|区|县|街道|镇|乡)){0,2})([\p{Han}A-Za-z（）()、]*)$`)

// level is the last word of a place.
var level = regexp.MustCompile(`(省|自治区|市|自治州|区|县|街道|镇|乡)$`)

// shortNames are the customary short forms of bodies whose names no rule shortens.
var shortNames = map[string][]string{
	"机构编制委员会办公室":  {"编办", "编委办", "委编办", "机构编制办公室", "委机构编制委员会办公室"},
	"机构编制委员会":     {"编委", "编委会", "委编委"},
	"人力资源和社会保障局":  {"人社局", "人力社保局", "人力资源社会保障局"},
	"人力资源和社会保障厅":  {"人社厅"},
	"发展和改革委员会":    {"发改委", "发展改革委"},
	"发展和改革局":      {"发改局", "发展改革局"},
	"卫生健康委员会":     {"卫健委", "卫生健康委"},
	"卫生健康局":       {"卫健局"},
	"自然资源和规划局":    {"资规局", "自规局", "自然资源规划局"},
	"自然资源局":       {"资源局"},
	"市场监督管理局":     {"市监局", "市场监管局"},
	"综合行政执法局":     {"执法局", "综合执法局", "综合行政执法局"},
	"城市管理局":       {"城管局"},
	"城市管理委员会":     {"城管委"},
	"城市管理和综合执法局":  {"城管局", "综合执法局"},
	"住房和城乡建设局":    {"住建局", "住房城乡建设局"},
	"生态环境局":       {"环境局"},
	"应急管理局":       {"应急局"},
	"退役军人事务局":     {"退役军人局"},
	"医疗保障局":       {"医保局"},
	"文化广电和旅游局":    {"文旅局", "文广旅局", "文化广电旅游局", "文化和旅游局"},
	"文化广电旅游局":     {"文旅局", "文广旅局"},
	"文化和旅游局":      {"文旅局"},
	"文化广电旅游体育局":   {"文旅局", "文广旅体局", "文旅体局"},
	"工业和信息化局":     {"工信局", "经信局", "工业信息化局"},
	"经济和信息化局":     {"经信局"},
	"经济和信息化委员会":   {"经信委"},
	"交通运输局":       {"交通局", "交运局"},
	"农业农村局":       {"农村局"},
	"政务服务和数据管理局":  {"政数局", "政务服务数据管理局", "数据管理局"},
	"政务服务管理局":     {"政务局", "政务服务局", "政管局"},
	"数据资源管理局":     {"数管局", "数据资源局"},
	"大数据发展管理局":    {"大数据局", "大数据管理局"},
	"大数据管理局":      {"大数据局"},
	"行政审批服务局":     {"审批局", "行政审批局"},
	"国有资产监督管理委员会": {"国资委"},
	"机关事务管理局":     {"机关事务局"},
	"地方金融监督管理局":   {"金融局", "金融监管局"},
	"人民政府办公室":     {"政府办", "政府办公室", "府办"},
	"人民政府办公厅":     {"政府办公厅"},
	"委办公室":        {"委办"},
	"委组织部":        {"组织部"},
	"委宣传部":        {"宣传部"},
	"委政法委员会":      {"政法委"},
	"科学技术局":       {"科技局"},
	"教育体育局":       {"教体局"},
	"民族宗教事务局":     {"民宗局"},
	"园林绿化局":       {"园林局"},
	"乡村振兴局":       {"振兴局"},
	"投资促进局":       {"投促局"},
	"消防救援支队":      {"消防支队"},
	"疾病预防控制中心":    {"疾控中心"},
	"疾病预防控制局":     {"疾控局"},
	"食品药品监督管理局":   {"食药监局", "食药局", "药监局"},
	"第一人民医院":      {"一院", "市一院"},
	"第二人民医院":      {"二院", "市二院"},
	"第三人民医院":      {"三院", "市三院"},
	"人民医院":        {"人医"},
	"中医院":         {"中医医院"},
	"不动产登记中心":     {"不动产中心"},
	"公共资源交易中心":    {"交易中心"},
}

// NewLexicon reads the names of bodies. Order does not matter; a name twice is one body.
func NewLexicon(names []string) *Lexicon {
	l := &Lexicon{byAlias: map[string][]int{}}
	names = slices.Clone(names)
	sort.Strings(names)
	names = slices.Compact(names)
	l.whole = joined(names)
	var short []Body
	for _, name := range names {
		if _, ok := l.whole[name]; ok {
			continue // its aliases are among the longer name's
		}
		b := ParseBody(strings.TrimSpace(name))
		switch {
		case b.Name == "":
		case b.Place == "" && strings.ContainsAny(string([]rune(b.Name)[:1]), "省市区县镇乡"):
			short = append(short, b) // 市数据局: a table's way of naming 云澜市数据局, if there is one
		default:
			l.add(b)
		}
	}
	for _, b := range short {
		if _, ok := l.byAlias[b.Name]; !ok {
			l.add(b)
		}
	}
	l.places = placesOf(l.bodies)
	return l
}

// Bodies lists the known bodies by name.
func (l *Lexicon) Bodies() []Body { return l.bodies }

// ParseBody splits a body's name into place and core.
func ParseBody(name string) Body {
	b := Body{Name: name, Core: name}
	m := placeHead.FindStringSubmatch(name)
	if m == nil {
		return b
	}
	b.Place = m[1]
	b.Level = level.FindString(m[1])
	b.Core = strings.TrimPrefix(strings.TrimPrefix(name, "中共"), m[1])
	if b.Core == "" || b.Core == "人民政府" {
		b.Core = "人民政府"
	}
	return b
}

func (l *Lexicon) add(b Body) {
	l.bodies = append(l.bodies, b)
	n := len(l.bodies) - 1
	seen := map[string]bool{}
	for _, a := range aliases(b) {
		if len([]rune(a)) < 2 || seen[a] {
			continue
		}
		seen[a] = true
		l.byAlias[a] = append(l.byAlias[a], n)
		l.longest = max(l.longest, len([]rune(a)))
	}
}

// generic names belong to many bodies and to none: without its place 人民政府 is the word of every law.
var generic = map[string]bool{"": true, "人民政府": true, "政府": true, "办公室": true, "委员会": true, "委": true, "管理委员会": true,
	"管委会": true, "管理委": true, "中心": true, "服务中心": true, "人民法院": true, "人民检察院": true, "委办公室": true, "委员会办公室": true}

// aliases are all names of b: with its place, with its level only (市数据局), bare, each core in full and short.
func aliases(b Body) []string {
	out := []string{b.Name, strings.TrimPrefix(b.Name, "中共")}
	last := lastPlace(b.Place)
	for _, core := range cores(b.Core) {
		out = append(out, b.Place+core, last+core)
		if generic[core] {
			continue
		}
		out = append(out, core)
		if b.Level != "" {
			out = append(out, b.Level+core)
		}
		if stem := strings.TrimSuffix(last, b.Level); b.Level != "" && stem != "" {
			out = append(out, stem+core) // 云澜数据局
		}
	}
	return out
}

// lastPlace is 东湖区 of 云澜市东湖区.
func lastPlace(place string) string {
	parts := regexp.MustCompile(`[\p{Han}]{2,6}?(?:省|自治区|市|自治州|区|县|街道|镇|乡)`).FindAllString(place, -1)
	if len(parts) == 0 {
		return place
	}
	return parts[len(parts)-1]
}

// cores are the forms of a body's own name. A town's name without a core is the town itself.
func cores(core string) []string {
	out := []string{core}
	stripped := strings.TrimPrefix(core, "委")
	for full, short := range shortNames {
		if core == full || stripped == full {
			out = append(out, full)
			out = append(out, short...)
		}
	}
	if core == "人民政府" {
		out = append(out, "政府", "")
	}
	if s, ok := strings.CutSuffix(core, "委员会"); ok {
		out = append(out, s+"委")
	}
	if s, ok := strings.CutSuffix(core, "管理局"); ok && len([]rune(s)) >= 2 {
		out = append(out, s+"局")
	}
	if strings.Contains(core, "和") {
		out = append(out, strings.Replace(core, "和", "", 1))
	}
	return out
}

// Mention is a place in the question where one or more known bodies are named.
type Mention struct {
	Text   string
	Bodies []string // full names that answer to Text, sorted
	Start  int      // runes
	End    int
	Likely bool // Text is no name of theirs, but most likely meant for one
}

// Find returns the mentions of known bodies, longest name first at each place, and the body-like names that no known
// body answers to. A bare name behind a foreign place (东湖区数据局, where only 云澜市数据局 is known) is unknown.
func (l *Lexicon) Find(question string) (known []Mention, unknown []string) {
	runes := []rune(question)
	taken := make([]bool, len(runes))
	for i := 0; i < len(runes); {
		m, ok := l.at(runes, i)
		if !ok {
			i++
			continue
		}
		if other, ok := l.sharing(runes, m); ok {
			known = append(known, other)
			markTaken(taken, other.Start, other.End)
		}
		if foreign := foreignPlace(runes, m.Start); foreign != "" {
			unknown = append(unknown, foreign+m.Text)
			markTaken(taken, m.Start-len([]rune(foreign)), m.End)
		} else {
			known = append(known, m)
			markTaken(taken, m.Start, m.End)
		}
		i = m.End
	}
	known = append(known, l.likely(runes, taken)...)
	slices.SortStableFunc(known, func(a, b Mention) int { return a.Start - b.Start })
	return known, append(unknown, strangers(runes, taken)...)
}

// shared is a place that shares the body's name with the one after it: 临江区 in 临江区和松陵县数据局.
var shared = regexp.MustCompile(`([\p{Han}]{2,4}?(?:市|区|县|镇|乡))(?:和|与|、|跟|及|同)$`)

// sharing finds the body that a place in front of m names together with it.
func (l *Lexicon) sharing(runes []rune, m Mention) (Mention, bool) {
	head := string(runes[max(0, m.Start-6):m.Start])
	at := shared.FindStringSubmatchIndex(head)
	if at == nil || len(m.Bodies) != 1 {
		return Mention{}, false
	}
	place := head[at[2]:at[3]]
	for cut := place; len([]rune(cut)) >= 3; cut = string([]rune(cut)[1:]) {
		ids, ok := l.byAlias[cut+ParseBody(m.Bodies[0]).Core]
		if !ok || len(ids) != 1 {
			continue
		}
		end := m.Start - 1
		return Mention{Text: cut, Bodies: []string{l.bodies[ids[0]].Name}, Start: end - len([]rune(cut)), End: end}, true
	}
	return Mention{}, false
}

func markTaken(taken []bool, from, to int) {
	for i := max(0, from); i < to; i++ {
		taken[i] = true
	}
}

// at finds the longest alias that begins at rune i.
func (l *Lexicon) at(runes []rune, i int) (Mention, bool) {
	for n := min(l.longest, len(runes)-i); n >= 2; n-- {
		alias := string(runes[i : i+n])
		ids, ok := l.byAlias[alias]
		if !ok || !wholeName(runes, i, i+n) {
			continue
		}
		m := Mention{Text: alias, Start: i, End: i + n}
		for _, id := range ids {
			m.Bodies = append(m.Bodies, l.bodies[id].Name)
		}
		// An exact full name is that body alone, whoever else it could abbreviate.
		if slices.Contains(m.Bodies, alias) {
			m.Bodies = []string{alias}
		}
		sort.Strings(m.Bodies)
		return m, true
	}
	return Mention{}, false
}

// grows are characters that would make an alias part of another body's name: 数据局 in 大数据局, 公安局 in 公安局长.
const growsBefore = "大总分副"

func wholeName(runes []rune, start, end int) bool {
	if start > 0 && strings.ContainsRune(growsBefore, runes[start-1]) {
		return false
	}
	rest := string(runes[end:min(end+2, len(runes))])
	for _, s := range []string{"长", "党", "党组", "党委"} {
		if strings.HasPrefix(rest, s) {
			return true // 数据局局长, 数据局党组: still this body
		}
	}
	return true
}

// foreign is a place name that stands right before a bare name. 全市, 本市, 我市 are no places.
var foreign = regexp.MustCompile(`((?:[\p{Han}]{2,3}?(?:省|自治区|市))?[\p{Han}A-Za-z]{1,4}?(?:省|自治区|市|自治州|区|县|街道|镇|乡))$`)

var noPlace = regexp.MustCompile(`(全|本|我|该|各|某|这个|那个|哪个|所有|每个|两|几个|在|和|与|、|及)(省|市|区|县|街道|镇|乡)$`)

// above are the words in front of a name that make it a body of the state or the province, of which the corpus of a city
// holds nothing under a city's name.
var above = regexp.MustCompile(`(国家|国务院|中央|全国|最高人民|(?:^|[^全本我该各某])省(?:委|政府|人民政府|级)?|自治区(?:党委)?)$`)

func foreignPlace(runes []rune, start int) string {
	if m := above.FindString(string(runes[max(0, start-5):start])); m != "" {
		return m
	}
	if place := levelOfForeign(runes, start); place != "" {
		return place
	}
	head := string(runes[max(0, start-9):start])
	m := foreign.FindString(head)
	if m == "" || noPlace.MatchString(head) {
		return ""
	}
	return cutJoin(m)
}

// joiners are characters that end a word in front of 市数据局 in a question, and no place name.
const joiners = "归底末初月日年时号，,。、；：（问么于及前在较比们和与跟同由为查是把将对向给到的了下说请让看据除按新原老我本该全各里内些"

// levelOfForeign finds 南岭 in front of the alias 区教育局: the alias begins with a level word that belongs to a place which
// is not the body's.
func levelOfForeign(runes []rune, start int) string {
	if start < 2 || start >= len(runes) || !strings.ContainsRune("市区县镇乡", runes[start]) {
		return ""
	}
	a, b := runes[start-2], runes[start-1]
	if !unicode.Is(unicode.Han, a) || !unicode.Is(unicode.Han, b) || strings.ContainsRune(joiners, b) || strings.ContainsRune("市省", b) {
		return ""
	}
	place := string(runes[max(0, start-5):start])
	if i := strings.LastIndexAny(place, "市省"); i >= 0 && strings.IndexRune(place, runes[start-2]) >= 0 {
		return string(runes[max(0, start-5):start])
	}
	return string(runes[start-2 : start])
}

// cutJoin drops what joins a place to the words in front: 与东湖区 is 东湖区.
func cutJoin(place string) string {
	runes := []rune(place)
	for i := len(runes) - 2; i >= 0; i-- {
		if strings.ContainsRune("与和及跟同比在由为问查的下说把将", runes[i]) {
			return string(runes[i+1:])
		}
	}
	return place
}

// stranger is a body named with its place that the lexicon does not hold.
var stranger = regexp.MustCompile(`([\p{Han}]{2,3}?(?:省|市|区|县|镇|乡|街道)[\p{Han}]{1,12}?(?:委员会|办公室|管理局|局|委|厅|中心|医院|学校|学院|支队|大队|总队)|[A-Za-z](?:县|区|市|局|单位|镇|乡))`)

// ofState is a body of the state, of which a city's corpus holds nothing under a name of its own.
var ofState = regexp.MustCompile(`国家[\p{Han}]{2,6}?(?:总局|局|署|委员会)`)

func strangers(runes []rune, taken []bool) []string {
	var out []string
	masked := slices.Clone(runes)
	for i := range masked {
		if taken[i] {
			masked[i] = '\n'
		}
	}
	text := ofState.ReplaceAllStringFunc(string(masked), func(m string) string {
		out = append(out, m)
		return "\n"
	})
	text = stranger.ReplaceAllStringFunc(text, func(m string) string {
		if noPlaceHead.MatchString(m) {
			return m
		}
		out = append(out, m)
		return "\n"
	})
	for _, m := range localStranger.FindAllStringSubmatch(text, -1) {
		if !noPlaceHead.MatchString(m[1]) && !notLocal.MatchString(m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// localStranger is a body named by its level only (市卫健委) that the lexicon does not hold. It stands at the head of a
// clause or after a word that ends one; inside a name there is no 的, 由 or 和.
var localStranger = regexp.MustCompile(`(?:^|[\n\s，,。、；：？?""（]|[问么于及在与跟对为查是把将向给了底末初月日年])([省市区县][^的由和与是，,。？?\s、有几多少]{2,10}?(?:和[^的由与是，,。？?\s、有几多少]{2,8}?)?(?:管理局|委员会|办公室|局|委|厅|中心|支队))`)

var notLocal = regexp.MustCompile(`^(?:市|县|区|省)(?:级|直|政府|里|场|民|县|区|委|编)|设立|报|批|审|申请|核定|部门`)

var noPlaceHead = regexp.MustCompile(`^(?:全|本|我|该|各|某|设区的?|不设区|县级以上|地方|什么|哪些|哪个|所在|上级|上一级|下级|同级|有关|[这那]个|在|由)?[\p{Han}]?(?:全|本|我|该|各|某|设区的|这|那)(?:省|市|区|县|镇|乡|街道)|^设区|^[\p{Han}]{0,2}(?:省级|市级|区级|县级)`)
