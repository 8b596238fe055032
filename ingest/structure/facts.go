package structure

import (
	"regexp"
	"sort"
	"strings"

	"bianku/ingest/parse"
)

const count = `(\d{1,6}|[` + numerals + `]{1,7})`

// grown is the old number in front of the new one: 由60名增加到65名.
const grown = `(?:由(?:原来的)? ?\d+ ?名(?:增加|减少|核增|核减|增|减|调整|变更|变)(?:到|至|为))?`

var (
	quotaRE = regexp.MustCompile(`((?:机关|核定|共|行政|政法专项|政法|专项|事业|参公|参照公务员法管理|全额拨款|差额拨款|财政补助|财政拨款|经费自理|工勤|后勤|服务|人员|机关后勤服务|单列|周转|公益一类|公益二类|聘用|、)*编制)(?:总数|总额|数|员额)?(?:核定)?(?:为|共|共计|是|增至|减至|调整为|增加到|减少到|：|\x{1}|` + changeGap + `|` + grown[:len(grown)-1] + `)* ?` + count + ` ?(?:名|人|个)`)
	// the number in front: 5名行政编制
	quotaBefore = regexp.MustCompile(count + ` ?(?:名|个) ?((?:机关|行政|政法专项|政法|事业|参公|参照公务员法管理|全额拨款|差额拨款|财政补助|财政拨款|工勤|后勤|服务|人员)*编制)`)
	staffRE     = regexp.MustCompile(`((?:机关)?(?:工勤|后勤服务)人员)(?:核定|为|共)* ?` + count + ` ?名`)
	headcount   = regexp.MustCompile(`(编外用人控制数|报备员额|员额|人员总量|人员控制数|控制数)(?:核定)?(?:为|共)* ?` + count + ` ?(?:名|人|个)`)
	unitsRE     = regexp.MustCompile(`(?:设|设置|内设|下设|设立|设下列|共设)?(?:下列|以下|职能)? ?` + count + ` ?个(?:职能|正科级|正处级|副科级|副处级|综合|正股级)*(内设机构|职能处室|职能科室|处室|科室|股室|职能处|处（室）|科（室）|司局|司（局）|厅司)`)
	namedUnits  = regexp.MustCompile(`(内设机构|处室|科室)(?:数|总数)?(?:为|共)? ?` + count + ` ?个`)
)

// facts reads the numbers of posts, quotas and units, sentence by sentence, and from tables.
func (a *analysis) facts() {
	d := a.doc
	if d.Kind == Law || d.Kind == Journal || d.Draft && d.Kind != Sanding {
		return
	}
	for i := range d.Chunks {
		c := &d.Chunks[i]
		switch c.Kind {
		case TableRow, Front:
			continue
		}
		for _, l := range a.linesOf(*c) {
			a.lineFacts(l, c)
		}
	}
	a.tableFacts()
	for i := range d.Facts {
		d.Facts[i].Chunk = a.chunkAt(d.Facts[i].Start)
	}
	sort.SliceStable(d.Facts, func(i, j int) bool { return d.Facts[i].Start < d.Facts[j].Start })
}

// linesOf are the lines, or parts of lines, that a chunk holds.
func (a *analysis) linesOf(c Chunk) []line {
	var out []line
	i := sort.Search(len(a.p.lines), func(i int) bool { return a.p.lines[i].End > c.Start })
	for ; i < len(a.p.lines) && a.p.lines[i].Start < c.End; i++ {
		l := a.p.lines[i]
		if l.Kind == parse.Row {
			continue
		}
		if l.Start < c.Start || l.End > c.End {
			from, to := max(l.Start, c.Start), min(l.End, c.End)
			l.Text = a.p.slice(from, to)
			l.fold, l.Start, l.End = fold(l.Text), from, to
		}
		out = append(out, l)
	}
	return out
}

func (a *analysis) chunkAt(pos int) int {
	for _, c := range a.doc.Chunks {
		if c.Start <= pos && pos < c.End {
			return c.Seq
		}
	}
	return 0
}

// reading is one paragraph being read for numbers. masked is its folded text with the insides of brackets blanked, so that
// what only explains a number (含…1名) is not taken for a number of its own.
type reading struct {
	a      *analysis
	l      line
	c      *Chunk
	masked string
	unit   string
	taken  []span // byte ranges already read
	last   string // the body named last, for 该站
	total  string // type of the last quota: an untyped one after 其中 is a part of it
}

func (a *analysis) lineFacts(l line, c *Chunk) {
	if !strings.ContainsAny(l.fold, "名个人正") {
		return
	}
	if !strings.Contains(l.fold, "编制") && !strings.Contains(l.fold, "职数") && !strings.Contains(l.fold, "个") && !leaderHint.MatchString(l.fold) {
		return
	}
	r := &reading{a: a, l: l, c: c, masked: mask(l.fold)}
	if a.doc.Org == "" && a.doc.Kind != Reply {
		return
	}
	r.unit = a.unitOf(c)
	if a.doc.Kind == Reply || changeHint.MatchString(l.fold) && a.doc.Kind == Gongwen {
		r.changes()
	}
	r.quotas()
	r.leaders()
	r.units()
}

// mask blanks what stands in brackets, byte for byte, with \x01.
func mask(s string) string {
	b := []byte(s)
	depth := 0
	for i := 0; i < len(b); {
		n := 1
		switch {
		case strings.HasPrefix(s[i:], "（"):
			depth++
			n = len("（")
			fill(b[i : i+n])
		case strings.HasPrefix(s[i:], "）"):
			n = len("）")
			fill(b[i : i+n])
			depth = max(0, depth-1)
		case depth > 0:
			b[i] = 1
		}
		i += n
	}
	return string(b)
}

func fill(b []byte) {
	for i := range b {
		b[i] = 1
	}
}

// unitOf is the 内设机构 that a chunk is about: the name in front of the full stop of （一）办公室。负责…
func (a *analysis) unitOf(c *Chunk) string {
	if c.Kind != InnerUnit {
		return ""
	}
	text := fold(c.Text)
	if m := markOf(firstLine(text), false, 0); m.rank >= second {
		text = m.rest
	}
	name, _, ok := strings.Cut(firstLine(text), "。")
	if !ok && runeLen(name) > 30 {
		return ""
	}
	name = strings.TrimSpace(mask(name))
	name, _, _ = strings.Cut(name, "\x01")
	if runeLen(name) > 30 || !orgName.MatchString(name) && !strings.HasSuffix(name, "股") {
		return ""
	}
	return name
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// free says whether a byte range has not been read yet, and takes it.
func (r *reading) free(from, to int) bool {
	for _, t := range r.taken {
		if from < t.end && t.start < to {
			return false
		}
	}
	r.taken = append(r.taken, span{from, to})
	return true
}

// add writes a fact; from and to are byte offsets of the number's phrase in the line.
func (r *reading) add(f Fact, from, to int) {
	if f.Org == "" && r.a.doc.Kind == Reply {
		start, _ := r.quoteRange(from, to)
		if formerOrg.MatchString(r.masked[start:to]) {
			return // what a body had before this paper ended it
		}
		f.Org = r.replyOwner(from, to)
	} else if f.Org == "" {
		f.Org = r.a.doc.Org
	}
	if f.Unit == "" {
		f.Unit = r.unit
	}
	start, end := r.quoteRange(from, to)
	f.Start, f.End = r.l.at(start), r.l.at(end)
	f.Quote = r.a.p.slice(f.Start, f.End)
	if f.Qualifier == "" {
		f.Qualifier = r.qualifier(to)
	}
	r.a.doc.Facts = append(r.a.doc.Facts, f)
}

// quoteRange is the clause around a number, up to 。 or ；, with what stands in brackets behind.
func (r *reading) quoteRange(from, to int) (int, int) {
	start := 0
	for _, stop := range []string{"。", "；", "\n"} {
		if i := strings.LastIndex(r.masked[:from], stop); i >= 0 {
			start = max(start, i+len(stop))
		}
	}
	end := len(r.masked)
	for _, stop := range []string{"。", "；"} {
		if i := strings.Index(r.masked[to:], stop); i >= 0 {
			end = min(end, to+i+len(stop))
		}
	}
	return start, end
}

var clauseQualifier = regexp.MustCompile(`^[，；、]?(?:其中|含|包括|另有|不含|单列)`)

// qualifier is the bracket right behind a number, or the 其中/含 clause that follows it, verbatim.
func (r *reading) qualifier(to int) string {
	rest := r.l.fold[to:]
	if strings.HasPrefix(rest, "（") {
		end := to + bracketEnd(rest)
		return strings.TrimSpace(r.a.p.slice(r.l.at(to)+1, r.l.at(end)-1))
	}
	m := clauseQualifier.FindStringIndex(r.masked[to:])
	if m == nil {
		return ""
	}
	end := len(r.masked)
	for _, stop := range []string{"。", "；"} {
		if i := strings.Index(r.masked[to+m[1]:], stop); i >= 0 {
			end = min(end, to+m[1]+i)
		}
	}
	return strings.Trim(r.a.p.slice(r.l.at(to), r.l.at(end)), "，,；;、 ")
}

// bracketEnd is the byte behind the bracket that opens s.
func bracketEnd(s string) int {
	depth := 0
	for i, c := range s {
		switch c {
		case '（':
			depth++
		case '）':
			if depth--; depth == 0 {
				return i + len("）")
			}
		}
	}
	return len(s)
}

// quotas reads 编制 and what is like it.
func (r *reading) quotas() {
	for _, m := range quotaRE.FindAllStringSubmatchIndex(r.masked, -1) {
		r.quota(m[0], m[1], r.masked[m[2]:m[3]], r.masked[m[4]:m[5]])
	}
	for _, m := range staffRE.FindAllStringSubmatchIndex(r.masked, -1) {
		r.quota(m[0], m[1], r.masked[m[2]:m[3]], r.masked[m[4]:m[5]])
	}
	for _, m := range headcount.FindAllStringSubmatchIndex(r.masked, -1) {
		r.quota(m[0], m[1], r.masked[m[2]:m[3]], r.masked[m[4]:m[5]])
	}
	for _, m := range quotaBefore.FindAllStringSubmatchIndex(r.masked, -1) {
		r.quota(m[0], m[1], r.masked[m[4]:m[5]], r.masked[m[2]:m[3]])
	}
}

var totalOf = regexp.MustCompile(`(?:以上|上述|总计|累计|合计).{0,6}共?`)

var partOf = regexp.MustCompile(`(?:其中|含|包括)[^。；]{0,24}$`)

func (r *reading) quota(from, to int, words, number string) {
	n, ok := ParseNumber(number)
	if !ok || ownVerb.MatchString(r.masked[from:to]) || !r.free(from, to) {
		return
	}
	if r.within(from, to) {
		return
	}
	context := r.masked[clauseStart(r.masked, from):to]
	kind := quotaType(words)
	if kind == QuotaOther {
		kind = quotaType(context)
	}
	other := strings.HasSuffix(words, "员额") || strings.HasSuffix(words, "控制数") || strings.HasSuffix(words, "总量")
	if other {
		kind = QuotaOther
	}
	if totalOf.MatchString(context) {
		return // 以上共收回15名 only adds up what stands above
	}
	part := partOf.MatchString(r.masked[:from])
	if part && !other && (quotaType(words) == QuotaOther || quotaType(words) == r.total) {
		return // a part of the number before it, kept in that one's qualifier
	}
	r.total = kind
	f := Fact{Type: kind, N: n}
	if r.a.doc.Kind != Reply {
		f.Unit = r.owner(from)
	}
	if kind == QuotaOther {
		f.Title = strings.Trim(words, "共核定、\x01")
	}
	r.add(f, from, to)
}

var withinRE = regexp.MustCompile(`^[，；]?(?:均|已|包含|包括|含|列)?(?:在|于|从)?(?:上述|前述|以上|本局|机关|核定的?|局机关)[\p{Han}]{0,8}编制(?:总数|总额|数)?(?:之|以)?[内中]`)

// within says whether a number is a share of one that stands above: 行政编制2名，在上述行政编制内单列. It is no number of the
// body; it goes to the qualifier of the one it is part of, where that has none.
func (r *reading) within(from, to int) bool {
	if !withinRE.MatchString(r.masked[to:]) {
		return false
	}
	start, end := r.quoteRange(from, to)
	for i := range r.a.doc.Facts {
		f := &r.a.doc.Facts[i]
		if f.Type == quotaType(r.masked[from:to]) && f.Unit == "" && !f.Delta && f.Qualifier == "" && r.c.Start <= f.Start {
			f.End = r.l.at(end) // the quote must hold the qualifier's number
			f.Quote = r.a.p.slice(f.Start, f.End)
			f.Qualifier = strings.Trim(r.a.p.slice(r.l.at(start), r.l.at(end)), "，,；;。 ")
			break
		}
	}
	return true
}

func clauseStart(s string, at int) int {
	start := 0
	for _, stop := range []string{"。", "；", "，", "：", "、"} {
		if i := strings.LastIndex(s[:at], stop); i >= 0 {
			start = max(start, i+len(stop))
		}
	}
	return start
}

// quotaType reads the type of 编制 from the words in front of it. 后勤 goes before 事业: 机关后勤服务全额拨款事业编制 is 后勤's.
func quotaType(words string) string {
	switch {
	case strings.Contains(words, "工勤"), strings.Contains(words, "后勤"):
		return QuotaSupport
	case strings.Contains(words, "政法"):
		return QuotaPoliticalLegal
	case strings.Contains(words, "参公"), strings.Contains(words, "参照公务员"):
		return QuotaCivilRef
	case strings.Contains(words, "事业"):
		return QuotaInstitution
	case strings.Contains(words, "行政"):
		return QuotaAdmin
	}
	return QuotaOther
}

var ownerRE = regexp.MustCompile(`([\p{Han}]{2,16}?(?:办公室|办|处|科|室|支队|大队|中队|中心|队|所|站|股|党委))(?:的)?(?:机关)?(?:核定|设|人员|行政|事业|另|现有|共)*$`)

// owner is the unit named right in front of a number: 金融办人员编制3名. The body itself is no unit.
func (r *reading) owner(from int) string {
	if r.unit != "" {
		return ""
	}
	m := ownerRE.FindStringSubmatch(r.masked[clauseStart(r.masked, from):from])
	if m == nil || r.a.sameOrg(m[1]) {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(m[1], "其中"), "核定")
}

// sameOrg says whether a name is the body itself, in full, short or as seen from inside the city.
func (a *analysis) sameOrg(name string) bool {
	org := a.doc.Org
	name = strings.TrimPrefix(name, "核定")
	if name == "" || strings.HasSuffix(org, name) {
		return true
	}
	r := []rune(name)
	if len(r) > 2 && strings.ContainsRune("省市县区", r[0]) && strings.HasSuffix(org, string(r[1:])) {
		return true
	}
	for _, l := range a.p.lines {
		if m := shortName.FindStringSubmatch(l.fold); m != nil && m[1] == name {
			return true
		}
	}
	return abbreviates(name, org)
}

// abbreviates says whether a short name is made of the characters of a long one in order: 市委编办 of 云澜市委机构编制委员会办公室.
func abbreviates(short, long string) bool {
	rest := long
	for _, r := range short {
		i := strings.IndexRune(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i:]
		rest = rest[len(string(r)):]
	}
	return runeLen(short) >= 3
}

// units reads 设8个内设机构.
func (r *reading) units() {
	if r.unit != "" {
		return
	}
	for _, re := range []*regexp.Regexp{unitsRE, namedUnits} {
		for _, m := range re.FindAllStringSubmatchIndex(r.masked, -1) {
			a, b := m[2], m[3]
			if re == namedUnits {
				a, b = m[4], m[5]
			}
			if n, ok := ParseNumber(r.masked[a:b]); ok && n > 0 && r.free(m[0], m[1]) {
				r.add(Fact{Type: UnitCount, N: n}, m[0], m[1])
			}
		}
	}
}
