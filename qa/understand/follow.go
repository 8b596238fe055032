package understand

import "regexp"

var (
	// ellipsis is how a follow-up shows that it leans on the question before.
	ellipsis = regexp.MustCompile(`^(?:那么?|那|还有|另外|以及|再|而)|呢[？?]?$|它|他们|该(?:局|委|办|单位|部门|中心|机构|办法|规定|条例|文件)|其(?:中|他|内设|职责|领导|编制|依据)|这个|那个|上述|前面|刚才|^(?:副|总)`)
	pronoun  = regexp.MustCompile(`它|该|其|这个|那个|上述|前面|刚才|此`)
)

// Follow completes m with what a follow-up leaves out of the question before it: the body, the text, the day, the kind of
// question. A question that stands by itself is returned as it is.
func Follow(m, former Meaning) Meaning {
	if !ellipsis.MatchString(m.Text) {
		return m
	}
	hadSubject := len(m.Bodies)+len(m.Unknown)+len(m.Titles)+len(m.DocNos) > 0
	if !hadSubject {
		m.Bodies, m.Titles, m.DocNos = former.Bodies, former.Titles, former.DocNos
	}
	if m.When.Text == "" {
		m.When = former.When
	}
	if len(m.Asks) == 0 {
		m.Asks = looseAsks(m.Text)
	}
	if m.Intent == Rule || m.Intent == Definition || hadSubject {
		m.continueIntent(former, hadSubject)
	}
	return m.reread()
}

// looseAsks reads 副局长呢？ where a question of its own would say 多少名.
func looseAsks(q string) []Ask { return asks(q + "多少") }

// AsksNumber says whether a question is after a number of posts, however little of it is said.
func (m Meaning) AsksNumber() bool {
	return len(m.Asks) > 0 || len([]rune(m.Text)) <= shortAsk && len(looseAsks(m.Text)) > 0
}

// BareAsk says whether a question asks for a number of posts and says nothing else: 编制有多少, 副局长几名.
func (m Meaning) BareAsk() bool {
	if !m.AsksNumber() || len(m.Bodies)+len(m.Unknown)+len(m.Titles)+len(m.DocNos)+len(m.Articles) > 0 {
		return false
	}
	rest := m.Text
	for _, r := range askRules {
		rest = r.re.ReplaceAllString(rest, "，")
	}
	return len(Grams(askedAbout.ReplaceAllString(rest, "，"))) == 0
}

var askedAbout = regexp.MustCompile(posts + `|领导|机关|核定|总数|人数|名额|数量|一共|总共|合计|多少|科级|处级|股级|内设|科室|机构|名|个|人|数`)

// shortAsk is the length, in characters, up to which naming a post is asking for its number: 那副局长呢？
const shortAsk = 10

// continueIntent takes over what the former question wanted when the follow-up only names another thing.
func (m *Meaning) continueIntent(former Meaning, hadSubject bool) {
	bare := len(Segments(pronoun.ReplaceAllString(m.Topic, ""))) <= 1
	switch {
	case len(m.Asks) > 0 && len(m.Bodies) > 0 && !hadSubject:
		m.Intent = Number
	case len(m.Articles) > 0 && len(m.Titles)+len(m.DocNos) > 0:
		m.Intent = ArticleText
	case hadSubject && bare && m.Unit == "":
		m.Intent = former.Intent
		if len(m.Asks) == 0 {
			m.Asks = former.Asks
		}
		m.Topic = former.Topic
		if m.Needs == AnyThing {
			m.Needs = former.Needs
		}
	}
}

// reread decides the intent again where the restored subject makes a special one fit.
func (m Meaning) reread() Meaning {
	if m.Intent != Rule {
		return m
	}
	m.Intent = intent(m, quoted.ReplaceAllStringFunc(m.Text, blank))
	return m
}
