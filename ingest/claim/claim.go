// Package claim finds what a sentence asserts that a machine can check: numbers with their unit, dates, 文号, articles.
//
// An answer about posts is worth nothing when one digit is off, so every claim of a composed sentence must occur in the
// quotes it names. 六十一名 and 61名 are one claim; 2024年3月 is covered by 2024年3月1日, not the other way round.
//
//	sentence --Find--> claims --Missing--> those that no quote holds
//
// The package is pure: no database, no model, no clock.
package claim

import (
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Kind is the sort of a claim.
type Kind string

const (
	Number  Kind = "number"
	Date    Kind = "date"
	DocNo   Kind = "doc_no"
	Article Kind = "article"
)

// Claim is one checkable assertion. Value is canonical: 61名, 2024-03-01, 云编办〔2024〕12号, 第19条.
// Start and End are bytes in the text given to Find, after normalising its width.
type Claim struct {
	Kind  Kind
	Value string
	Text  string
	Start int
	End   int
}

const chineseDigits = "零〇○一二三四五六七八九十百千万亿两"

var (
	docNo = regexp.MustCompile(`([\p{Han}]{1,12})[〔\[(（【]\s*(\d{4})\s*[〕\])）】]\s*(?:第)?\s*(\d{1,5})\s*号`)
	order = regexp.MustCompile(`([\p{Han}]{2,20}?令)(?:第)?\s*([\d` + chineseDigits + `]{1,6})\s*号`)
	// A year is written digit by digit, months and days as numbers.
	date = regexp.MustCompile(`((?:19|20)\d{2}|[零〇○一二三四五六七八九]{4})\s*年(?:\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月(?:份)?(?:\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?)?`)
	iso  = regexp.MustCompile(`((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})`)
	// The article number may carry 之一.
	article = regexp.MustCompile(`第\s*([\d` + chineseDigits + `]+)\s*条(?:之([一二三四五六七八九十]+))?`)
	pair    = regexp.MustCompile(`([一二三四五六七八九\d])正([一二三四五六七八九十\d]{1,2})副`)
	arabic  = regexp.MustCompile(`(\d+(?:,\d{3})*(?:\.\d+)?)\s*(万|亿)?\s*([\p{Han}%‰]?[\p{Han}]?)`)
	percent = regexp.MustCompile(`百分之([` + chineseDigits + `]+|\d+(?:\.\d+)?)`)
	han     = regexp.MustCompile(`([` + chineseDigits + `]+)\s*(个百分点|个工作日|个月|工作日|名|人|个|家|项|款|章|节|编|日|天|月|周|元|倍|岁|户|台|辆|小时|分钟|级|位)`)
)

// units are the words after a number that make it a different claim. 人 and 名 count the same heads.
var units = []string{"个百分点", "个工作日", "工作日", "个月", "小时", "分钟", "名", "人", "个", "家", "项", "款", "章", "节", "日", "天", "月", "周",
	"年", "元", "倍", "岁", "户", "台", "辆", "级", "位", "吨", "亩", "件", "双", "%", "‰"}

// sameUnit maps units that count the same thing onto one.
var sameUnit = map[string]string{"人": "名", "位": "名", "天": "日", "家": "个"}

// Normalise folds full-width digits and letters, so that ６１名 is 61名.
func Normalise(s string) string { return width.Fold.String(s) }

// finder collects claims and remembers which bytes are taken: the 12 of 〔2024〕12号 is not a number of its own.
type finder struct {
	text  string
	taken []bool
	found []Claim
}

func (f *finder) free(start, end int) bool {
	for _, t := range f.taken[start:end] {
		if t {
			return false
		}
	}
	return true
}

func (f *finder) add(k Kind, value string, start, end int) {
	if value == "" || !f.free(start, end) {
		return
	}
	for i := start; i < end; i++ {
		f.taken[i] = true
	}
	f.found = append(f.found, Claim{Kind: k, Value: value, Text: f.text[start:end], Start: start, End: end})
}

// each runs add for every match of re with the value that canon makes of its groups.
func (f *finder) each(re *regexp.Regexp, k Kind, canon func(groups []string) string) {
	for _, m := range re.FindAllStringSubmatchIndex(f.text, -1) {
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = f.text[m[2*i]:m[2*i+1]]
			}
		}
		f.add(k, canon(groups), m[0], m[1])
	}
}

// Find returns the claims of s in reading order.
func Find(s string) []Claim {
	f := &finder{text: Normalise(s)}
	f.taken = make([]bool, len(f.text))
	f.each(docNo, DocNo, func(g []string) string { return g[1] + "〔" + g[2] + "〕" + trimZero(g[3]) + "号" })
	f.each(order, DocNo, func(g []string) string { return g[1] + number(g[2]) + "号" })
	f.each(date, Date, canonDate)
	f.each(iso, Date, func(g []string) string { return g[1] + "-" + pad(g[2]) + "-" + pad(g[3]) })
	f.each(article, Article, canonArticle)
	f.pairs()
	f.each(percent, Number, func(g []string) string { return number(g[1]) + "%" })
	f.arabic()
	f.each(han, Number, func(g []string) string { return number(g[1]) + unit(g[2]) })
	sort.Slice(f.found, func(i, j int) bool { return f.found[i].Start < f.found[j].Start })
	return f.found
}

// pairs reads 一正三副 as the two numbers it states.
func (f *finder) pairs() {
	for _, m := range pair.FindAllStringSubmatchIndex(f.text, -1) {
		f.add(Number, number(f.text[m[2]:m[3]])+"名", m[2], m[3])
		f.add(Number, number(f.text[m[4]:m[5]])+"名", m[4], m[5])
	}
}

func (f *finder) arabic() {
	for _, m := range arabic.FindAllStringSubmatchIndex(f.text, -1) {
		value := strings.ReplaceAll(f.text[m[2]:m[3]], ",", "")
		end := m[3]
		if m[4] >= 0 {
			value = scale(value, f.text[m[4]:m[5]])
			end = m[5]
		}
		f.add(Number, trimZero(value)+unit(strings.TrimLeft(f.text[end:], " ")), m[2], end)
	}
}

// Covers says whether a claim found in a quote proves the claim want.
func (c Claim) Covers(want Claim) bool {
	if c.Kind != want.Kind {
		return false
	}
	switch c.Kind {
	case Date:
		return c.Value == want.Value || strings.HasPrefix(c.Value, want.Value+"-")
	case DocNo:
		return c.Value == want.Value || suffixDocNo(c.Value, want.Value) || suffixDocNo(want.Value, c.Value)
	}
	return c.Value == want.Value
}

// suffixDocNo lets 根据云编办〔2024〕12号 and 云编办〔2024〕12号 meet: the Han run in front may hold a verb. The 代字 itself
// must be whole, so at least two of its characters have to agree.
func suffixDocNo(long, short string) bool {
	head, _, _ := strings.Cut(short, "〔")
	return len([]rune(head)) >= 2 && strings.HasSuffix(long, short)
}

// Missing returns the claims of sentence that no quote holds. derived are values computed in the open from quoted
// numbers (61名 of 58 + 3): they are not in any quote, and the caller vouches for the arithmetic.
func Missing(sentence string, quotes, derived []string) []Claim {
	have := evidence(quotes, derived)
	var missing []Claim
	for _, want := range Find(sentence) {
		if !covered(want, have) {
			missing = append(missing, want)
		}
	}
	return missing
}

func evidence(quotes, derived []string) []Claim {
	var have []Claim
	for _, q := range append(append([]string{}, quotes...), derived...) {
		have = append(have, Find(q)...)
	}
	return have
}

func covered(want Claim, have []Claim) bool {
	for _, c := range have {
		if c.Covers(want) {
			return true
		}
	}
	return false
}

func canonDate(g []string) string {
	y := digits(g[1])
	if g[2] == "" {
		return y
	}
	if g[3] == "" {
		return y + "-" + pad(number(g[2]))
	}
	return y + "-" + pad(number(g[2])) + "-" + pad(number(g[3]))
}

func canonArticle(g []string) string {
	v := "第" + number(g[1]) + "条"
	if g[2] != "" {
		v += "之" + number(g[2])
	}
	return v
}

// unit returns the canonical unit at the head of s, "" for none.
func unit(s string) string {
	for _, u := range units {
		if strings.HasPrefix(s, u) {
			if same, ok := sameUnit[u]; ok {
				return same
			}
			return u
		}
	}
	return ""
}

func scale(value, by string) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	factor := 1e4
	if by == "亿" {
		factor = 1e8
	}
	return strconv.FormatFloat(f*factor, 'f', -1, 64)
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func trimZero(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" && t[0] != '.' {
		return t
	}
	return s
}

// number makes 六十一 and 061 into 61; what is no number stays as it is.
func number(s string) string {
	if n, ok := ParseNumber(s); ok {
		return strconv.Itoa(n)
	}
	return s
}
