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

// hard words change what is asked altogether: evidence without them answers another question.
var hard = regexp.MustCompile(`实有|在编[人数多几的教]|在岗|现有人员|经费|预算|工资|面积|办公地址|邮编|平均|占比|比例|年龄|学历|性别|退休|招聘|笔试|面试|科目|奖金|年终奖|补贴|津贴|收费|登记费|费用|多少钱|消防车|车辆|招录计划|计划数|评分|排名|20[3-9]\d年`)

// vocabulary weighs the question's terms by how rare they are among the passages at hand: what every passage has tells none of
// them apart, and what none has is what the corpus does not know. That is the honest measure here; the frequencies of the
// whole corpus would tell the asker of texts they may not see.
type vocabulary struct {
	terms []term
	total float64
	ways  []term     // the question's manners of speaking that say what it is about
	shape []string   // what an answer looks like, where the question says so
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
			if s.shape {
				v.shape = append(v.shape, s.said...)
			} else {
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

// inTitle is what a term counts in a sentence where the text's title has it already: every sentence of 编制周转池管理办法 is about
// 周转池, whether it says so or not.
const inTitle = 0.3

// beyond is coverage with the terms of the title counting little.
func (v vocabulary) beyond(title, text string) float64 {
	text, title = strings.ToLower(text), strings.ToLower(title)
	have, all := 0.0, 0.0
	for _, t := range v.terms {
		w := t.weight
		in := func(where string) bool {
			return slices.ContainsFunc(t.any, func(s string) bool { return strings.Contains(where, s) })
		}
		if title != "" && in(title) {
			w *= inTitle
		}
		all += w
		if in(text) {
			have += w
		}
	}
	if all == 0 {
		return 0
	}
	return have / all
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

// everyRun says whether text has something of each run of content words: 编外人员能转正吗 is not answered by what speaks of 编外人员 only.
func (v vocabulary) everyRun(text string) bool {
	for _, grams := range v.names {
		if !slices.ContainsFunc(grams, func(g string) bool { return strings.Contains(text, g) }) {
			return false
		}
	}
	return true
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

// shaped says whether text looks like an answer to the question: 附什么材料 is answered by a sentence with 材料 or 报送 in it.
func (v vocabulary) shaped(text string) bool {
	return len(v.shape) == 0 || slices.ContainsFunc(v.shape, func(s string) bool { return strings.Contains(text, s) })
}

// meansHard says whether text holds a hard word of the question, or what stands for it in a rule.
func meansHard(text, word string) bool {
	if word == "比例" || word == "占比" {
		return shareOf.MatchString(text)
	}
	if strings.HasPrefix(word, "在编") {
		return strings.Contains(text, "在编") || strings.Contains(text, "实有")
	}
	return strings.Contains(text, word)
}

var shareOf = regexp.MustCompile(`比例|占比|百分之|\d%|％|千分之|\d[:：∶]\d|分之[一二三四五六七八九]`)

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
