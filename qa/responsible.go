package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/sentence"
	"bianku/qa/understand"
	"bianku/retrieval"
)

var (
	leads   = regexp.MustCompile(`划入|划转|牵头|负责|承担|主管|负总责|监督管理|归口|组织实施|主要职责|管理|指导`)
	assists = regexp.MustCompile(`配合|会同|协助|参与|协同`)
)

// minTopic is how much of the matter asked about a duty has to name: who is responsible for it is no question of likeness.
const minTopic = 0.7

// sureTopic is how much of it a duty has to name to be told beside a division of duties.
const sureTopic = 0.85

// responsible answers who does a thing and who helps: the division of duties where a text draws one, else the duties that
// name the thing.
func (a *asking) responsible(ctx context.Context) (*draft, error) {
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	about := newVocabulary(a.whoClause(), a.offered)
	if about.total == 0 {
		return nil, nil
	}
	var divisions, duties, units, rows []candidate
	for _, p := range a.offered {
		if !a.mayAssign(p) {
			continue
		}
		all := sentence.Split(p.Text)
		for i := range all {
			c := candidate{passage: p, all: all, i: i}
			c.own = about.coverage(c.text() + strings.Join(p.Path, " "))
			c.score = c.own - 0.01*float64(p.rank)
			if len(a.meaning.Bodies) == 0 && a.meaning.District() == "" && belowCity(p.Org) {
				c.score -= strayDistrict
			}
			if c.own < minTopic || introduces(c.sentence().Text) || envelope.MatchString(c.sentence().Text) || p.Chunk.Kind == structure.Front || !leads.MatchString(c.text()) && !assists.MatchString(c.text()) {
				continue
			}
			switch {
			case p.Chunk.Kind == structure.TableRow:
				rows = append(rows, c)
			case p.Chunk.Kind == structure.Division || divides(p, c.text()):
				if p.Chunk.Kind == structure.Division {
					c.score += 0.2
				}
				divisions = append(divisions, c)
			case p.Chunk.Kind == structure.InnerUnit:
				units = append(units, c)
			default:
				duties = append(duties, c)
			}
		}
	}
	d := &draft{}
	if asksUnit.MatchString(a.meaning.Text) && len(units) > 0 {
		divisions, duties = nil, nil
	} else {
		units = nil
	}
	if len(divisions)+len(duties)+len(units) == 0 {
		divisions = rows
	}
	if len(a.meaning.Bodies) == 0 {
		divisions, duties, units = cityFirst(divisions, duties, units)
	}
	a.sayAssigned(d, divisions, duties, units)
	if len(d.lines) > 0 {
		if i := slices.IndexFunc(a.offered, func(p passage) bool { return p.ID == d.lines[0].quotes[0].ChunkID }); i >= 0 {
			a.otherParts(d, candidate{passage: a.offered[i]})
		}
	}
	return d, nil
}

// cityFirst leaves the districts out where the city itself has the matter: who asks without a place means the city.
func cityFirst(divisions, duties, units []candidate) (x, y, z []candidate) {
	ofCity := func(c candidate) bool { return !belowCity(c.passage.Org) }
	lists := [3][]candidate{divisions, duties, units}
	if !slices.ContainsFunc(slices.Concat(lists[:]...), ofCity) {
		return divisions, duties, units
	}
	for i := range lists {
		lists[i] = slices.DeleteFunc(lists[i], func(c candidate) bool { return !ofCity(c) })
	}
	return lists[0], lists[1], lists[2]
}

// whoClause is the part of the question that asks who: 农机监理的执法职责由谁承担，带过去几个编 asks two things.
func (a *asking) whoClause() string {
	for _, p := range partMark.Split(a.withoutBodies(), -1) {
		if whoWord.MatchString(p) {
			if t := understand.TopicOf(p); t != "" {
				return t
			}
		}
	}
	return a.meaning.Topic
}

var whoWord = regexp.MustCompile(`谁|哪个|哪家|哪些|什么部门|何部门|分工`)

var asksUnit = regexp.MustCompile(`科室|处室|内设|哪个(?:科|处|股)|哪一?个?(?:科|处)(?:负责|管|承担)?`)

// divides says whether a text outside a 三定 draws a division of duties.
func divides(p passage, text string) bool {
	return p.source.Kind == structure.Gongwen && clauseBody.MatchString(text) && (strings.Contains(strings.Join(p.Path, " "), "分工") || strings.Contains(p.Title, "分工"))
}

// mayAssign says whether a passage may say who is responsible: of the bodies named, where any is.
func (a *asking) mayAssign(p passage) bool {
	switch {
	case p.source.Kind == structure.Journal || p.source.Kind == structure.Plain:
		return false
	case a.otherDistrict(p.source):
		return false
	case len(a.meaning.Bodies) == 0 && len(a.meaning.Unknown) == 0:
		return true
	}
	return a.concerns(p)
}

// most lines a responsibility answer gives of each sort.
const maxAssigned = 4

// sayAssigned gives the divisions first: they name both sides. Then the duties, each with its body.
func (a *asking) sayAssigned(d *draft, divisions, duties, units []candidate) {
	said := map[int64]bool{}
	say := func(list []candidate, text func(candidate) string) {
		slices.SortStableFunc(list, func(x, y candidate) int { return sign(y.score - x.score) })
		n := 0
		for _, c := range list {
			if said[c.passage.ID] || n >= maxAssigned {
				continue
			}
			said[c.passage.ID] = true
			n++
			quote := assignedQuote(c)
			words, derived := c.passage.readable(quote)
			d.lines = append(d.lines, line{text: onDay(a.asOf, a.today) + text(c) + "（" + reference(quote) + "）：" + words, quotes: []Citation{quote}, derived: derived, newline: true})
		}
	}
	say(divisions, func(c candidate) string { return sides(c) })
	say(units, func(c candidate) string { return bodyOf(c.passage) + "的内设机构职责" })
	if len(divisions) > 0 {
		duties = slices.DeleteFunc(duties, func(c candidate) bool { return c.own < sureTopic })
		duties = duties[:min(len(duties), 2)]
	}
	say(duties, func(c candidate) string { return bodyOf(c.passage) + "的职责" })
}

// introduces says whether a sentence only leads to what follows it.
func introduces(s string) bool { return strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":") }

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

// assignedQuote is the whole item: both sides of a division stand in it.
func assignedQuote(c candidate) Citation {
	if n := c.passage.End - c.passage.Start; n <= 500 {
		return c.passage.bare(0, n)
	}
	return c.passage.bare(c.sentence().Start, c.sentence().End)
}

func bodyOf(p passage) string {
	if p.Org != "" {
		return p.Org
	}
	if p.Issuer != "" {
		return p.Issuer + "印发的文件规定"
	}
	return "有关规定"
}

var (
	clauseBody = regexp.MustCompile(`(?:^|[；。：，]|分工。)\s*([\p{Han}]{2,20}?(?:局|委|委员会|办公室|编办|部|厅|中心|政府|法院|检察院|支队))(?:牵头|负责|承担|对|配合|会同|协助|参与|主管|组织)`)
	headBody   = regexp.MustCompile(`^\s*(?:[（(][一二三四五六七八九十]+[）)])?\s*([\p{Han}]{2,20}?(?:局|委|委员会|办公室|部|厅|中心|政府))[。：]`)
)

// ownName cuts what leads to a body off its name: 停放秩序由市城管局 is 市城管局.
func ownName(s string) string {
	if i := strings.LastIndex(s, "由"); i >= 0 {
		return s[i+len("由"):]
	}
	return s
}

// sides says who leads and who helps by the clauses of a division: 牵头（负责）：市水利局；配合：市自然资源和规划局.
func sides(c candidate) string {
	text := c.passage.Text
	var lead, help []string
	add := func(list *[]string, name string) {
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	if m := headBody.FindStringSubmatch(text); m != nil {
		if strings.Contains(text[:min(len(text), len(m[0])+18)], "配合") {
			add(&help, m[1])
		} else {
			add(&lead, m[1])
		}
	}
	for _, m := range clauseBody.FindAllStringSubmatchIndex(text, -1) {
		name, after := ownName(text[m[2]:m[3]]), text[m[3]:min(len(text), m[3]+6)]
		if strings.HasPrefix(after, "配合") || strings.HasPrefix(after, "协助") || strings.HasPrefix(after, "参与") {
			add(&help, name)
		} else {
			add(&lead, name)
		}
	}
	var parts []string
	if len(lead) > 0 {
		parts = append(parts, "由"+strings.Join(lead, "、")+"负责")
	}
	if len(help) > 0 {
		parts = append(parts, strings.Join(help, "、")+"配合")
	}
	if len(parts) == 0 {
		return "职责分工"
	}
	return strings.Join(parts, "，")
}

// definitionOf finds the sentence that says what a thing is.
func (a *asking) definitionOf(thing string) (candidate, bool) {
	if thing == "" {
		return candidate{}, false
	}
	is := regexp.MustCompile(`(?:“|‘|所称)?` + regexp.QuoteMeta(thing) + `(?:”|’)?(?:（[^）]*）)?[,，]?(?:是指|系指|指的是|，指|是|，是|指)[^否]`)
	var best candidate
	for _, p := range a.offered {
		all := sentence.Split(p.Text)
		for i, s := range all {
			if !is.MatchString(s.Text) {
				continue
			}
			c := candidate{passage: p, all: all, i: i, score: definitionScore(p, s.Text, thing)}
			if best.all == nil || c.score > best.score {
				best = c
			}
		}
	}
	return best, best.all != nil
}

// definitionScore prefers 是指 over 是, rules over articles, and the earlier find.
func definitionScore(p passage, text, thing string) float64 {
	score := -0.02 * float64(p.rank)
	if strings.Contains(text, "是指") || strings.Contains(text, "所称") || strings.Contains(text, "指的是") {
		score++
	}
	if strings.HasPrefix(articleHead.ReplaceAllString(text, ""), thing) {
		score += 0.3
	}
	switch p.source.Kind {
	case structure.Law:
		score += 0.5
	case structure.Journal:
		score -= 0.7
	}
	return score
}

var definitionWords = regexp.MustCompile(`请问|什么是|何谓|何为|什么叫做|什么叫|啥是|是什么意思|是指什么|指的是什么|的定义|的含义|的概念|的涵义|指什么|是什么|是指|[？?“”"‘’。\s]|（.*）`)

// definition answers what a thing is: a sentence that defines it, else the rule that comes nearest to saying so.
func (a *asking) definition(ctx context.Context) (*draft, error) {
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	thing := thingDefined(a.meaning.Text)
	if c, ok := a.definitionOf(thing); ok {
		d := &draft{}
		a.sayRule(d, c, "根据")
		a.otherParts(d, c)
		return d, nil
	}
	return a.extractWhere(ctx, func(c candidate) bool {
		return strings.Contains(c.text(), thing) && (isRule(c.passage.source.Kind) && !isNoRule(c.passage.Title) || c.passage.source.Kind == structure.Plain)
	})
}

var inMarks = regexp.MustCompile(`[“"‘]([^”"’]{2,16})[”"’]`)

// thingDefined is what a question asks the meaning of: what it puts in quotation marks, else its first clause without the words
// it asks with.
func thingDefined(question string) string {
	if m := inMarks.FindStringSubmatch(question); m != nil {
		return m[1]
	}
	for _, clause := range partMark.Split(question, -1) {
		if t := definitionWords.ReplaceAllString(clause, ""); t != "" {
			return t
		}
	}
	return ""
}

var (
	pairWords = regexp.MustCompile(`^(?:请问)?(.{2,16}?)(?:和|与|跟|同|、|及)(.{2,16}?)(?:有什么|有何|有哪些|的|之间|是不是|是一|一样|怎么|如何|有没有|区别|不同|，)`)
)

// shares says whether a text has most of a name's grams.
func shares(text, name string) bool {
	grams := understand.Grams(name)
	n := 0
	for _, g := range grams {
		if strings.Contains(text, g) {
			n++
		}
	}
	return n > 0 && float64(n) >= minTopic*float64(len(grams))
}

// bothSides says whether a sentence rules on both things in clauses of their own.
func (a *asking) bothSides(c candidate, x, y string) bool {
	one, two := -1, -1
	for i, clause := range sentence.Clauses(c.sentence()) {
		if one < 0 && shares(clause.Text, x) && !shares(clause.Text, y) {
			one = i
		}
		if shares(clause.Text, y) {
			two = i
		}
	}
	return one >= 0 && two > one
}

var contrast = regexp.MustCompile(`区别|不同于|有别于|不属于|不等同|不等于|分别`)

// difference answers how two things differ by saying what each is. One of them undefined is no answer.
func (a *asking) difference(ctx context.Context) (*draft, error) {
	m := pairWords.FindStringSubmatch(a.meaning.Text)
	if m == nil {
		return a.extract(ctx)
	}
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	d := &draft{}
	if c, ok := a.definitionOf(m[1]); ok && strings.Contains(c.passage.Text, lastRunes(m[2], 4)) {
		a.sayWhole(d, c.passage)
		return d, nil
	}
	for _, thing := range m[1:] {
		c, ok := a.definitionOf(thing)
		if !ok {
			c, ok = a.aboutOne(thing)
		}
		if !ok {
			return a.extractWhere(ctx, func(c candidate) bool {
				return shares(c.text(), m[1]) && shares(c.text(), m[2]) && (contrast.MatchString(c.text()) || a.bothSides(c, m[1], m[2]))
			})
		}
		quote := c.passage.bare(c.sentence().Start, c.sentence().End)
		if len(d.lines) > 0 && sameQuote(d.lines[0].quotes[0], quote) {
			continue
		}
		d.para(thing+"：根据"+reference(quote)+"，"+oneLine(quote.Quote), quote)
	}
	return d, nil
}

// sayWhole gives a whole article.
func (a *asking) sayWhole(d *draft, p passage) {
	q := p.bare(0, p.End-p.Start)
	d.para(onDay(a.asOf, a.today)+"根据"+reference(q)+"，"+oneLine(q.Quote), q)
}

// aboutOne is the best rule about one of two things, where none defines it.
func (a *asking) aboutOne(thing string) (candidate, bool) {
	for _, p := range a.offered {
		if !isRule(p.source.Kind) {
			continue
		}
		all := sentence.Split(p.Text)
		for i, s := range all {
			if strings.Contains(s.Text, thing) && strings.HasPrefix(articleHead.ReplaceAllString(s.Text, ""), thing) {
				return candidate{passage: p, all: all, i: i}, true
			}
		}
	}
	return candidate{}, false
}

var studyNoise = regexp.MustCompile(`研究观点|观点|研究|期刊|文章|论文|学者|专家|认为|看法|经验做法|做法|经验|有什么|有哪些`)

// study answers what articles say: each named as an opinion.
func (a *asking) study(ctx context.Context) (*draft, error) {
	at, err := a.find(ctx, retrieval.Query{Text: a.meaning.Text, K: searched, AsOf: a.today, Kinds: []structure.Kind{structure.Journal}, NoPairs: true})
	if err != nil {
		return nil, err
	}
	one := *a
	one.meaning.Bodies, one.meaning.Needs = nil, understand.AnyThing
	one.meaning.Text = studyNoise.ReplaceAllString(a.meaning.Text, "，")
	found := one.candidates(at, func(candidate) bool { return true })
	d := &draft{}
	said := map[int64]bool{}
	for _, c := range found {
		if said[c.passage.ID] || len(said) >= maxAssigned {
			continue
		}
		said[c.passage.ID] = true
		a.sayOpinion(d, c)
	}
	return d, nil
}

func (a *asking) sayOpinion(d *draft, c candidate) {
	from, to, _ := c.extent(understand.Meaning{})
	quote := c.passage.bare(from, to)
	d.para("有文章认为（"+reference(quote)+"）："+oneLine(quote.Quote), quote)
}

// forApplying are rules on how to apply for something.
var forApplying = regexp.MustCompile(`请示|申请|申报|报送|提交|报批|材料`)

// drafting cannot write without a model; it gives the rules that such a paper has to satisfy, and no paper that happened to be
// about the same body.
func (a *asking) drafting(ctx context.Context) (*draft, error) {
	d, err := a.extractWhere(ctx, func(c candidate) bool {
		return isRule(c.passage.source.Kind) && forApplying.MatchString(c.text())
	})
	switch {
	case err != nil:
		return d, err
	case d.empty() && a.Chat == nil:
		return &draft{refusal: refuse(noEvidence, "未配置对话模型，不能代拟文稿；现有资料中也没有关于这类文稿的规定。可以改问办理程序和需要报送的材料。")}, nil
	case d.empty():
		return d, nil
	case a.Chat == nil:
		d.note("未配置对话模型，不能代拟文稿；以上是起草时应当遵循的规定。")
	default:
		d.note("以下文字由人工智能辅助生成，须经人工审核后使用。")
	}
	return d, nil
}
