package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/qa/sentence"
	"bianku/qa/understand"
)

// bodyClear asks back where a name could be several bodies: a number of the wrong one is worse than none.
func (a *asking) bodyClear(context.Context) (*draft, error) {
	for i, b := range a.meaning.Bodies {
		if len(b.Bodies) > 1 {
			if city := onlyCity(b.Bodies); city != "" {
				a.meaning.Bodies[i].Bodies = []string{city}
				others := slices.DeleteFunc(slices.Clone(b.Bodies), func(n string) bool { return n == city })
				a.notices = append(a.notices, "“"+b.Text+"”按"+city+"作答；同类机构还有"+strings.Join(others, "、")+"，如需查询请写明全称。")
				continue
			}
			return &draft{refusal: refuse(unclear, "“"+b.Text+"”可能指"+strings.Join(b.Bodies, "、")+"。请写明机构全称后再问。")}, nil
		}
	}
	return nil, nil
}

// sayLikely says which body a name was taken for that is no name of it.
func (a *asking) sayLikely() {
	for _, b := range a.meaning.Bodies {
		if b.Likely && len(b.Bodies) == 1 {
			a.notices = append(a.notices, "“"+b.Text+"”按"+b.Bodies[0]+"理解；如不是，请写明机构全称后再问。")
		}
	}
}

const headOf = `[局处科股站队校院所镇县区市乡馆部厅司]长|主任|书记|领导|负责人|一把手`

var asksHolder = regexp.MustCompile(`(?:` + headOf + `)(?:现在|目前)?(?:是谁|叫什么|是哪位|由谁担任)|谁(?:是|当|任|担任).{0,12}(?:` + headOf + `)`)

// holder refuses to say who holds a post: the corpus has posts, not people.
func (a *asking) holder(context.Context) (*draft, error) {
	if !asksHolder.MatchString(a.meaning.Text) {
		return nil, nil
	}
	return &draft{refusal: refuse(noEvidence, "")}, nil
}

// onlyCity is the one city-level body among several that a bare name could mean, "" when there is none or more: an office
// of the city calls its own bodies without the place, and those of the districts with it.
func onlyCity(bodies []string) string {
	found := ""
	for _, name := range bodies {
		b := understand.ParseBody(name)
		if b.Level != "市" {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

// bodies are the full names of the bodies the question means, each once.
func (a *asking) bodies() []string {
	var out []string
	for _, b := range a.meaning.Bodies {
		for _, name := range b.Bodies {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// sentenceAround cites the sentence of the chunk that holds the runes [start, end) of the version's text, with a list
// marker or an article's number in front left out. A range that is not in the chunk is cited as it is.
func (p passage) sentenceAround(start, end int) Citation {
	for _, s := range sentence.Split(p.Text) {
		if p.Start+s.Start <= start && end <= p.Start+s.End {
			return p.bare(s.Start, s.End)
		}
	}
	if start >= p.Start && end <= p.End {
		return p.part(start-p.Start, end-p.Start)
	}
	return p.whole()
}

// bare cites runes [start, end) of the chunk without the article number or list marker they begin with.
func (p passage) bare(start, end int) Citation {
	runes := []rune(p.Text)
	text := string(runes[start:end])
	skip := len([]rune(text)) - len([]rune(strings.TrimLeft(articleHead.ReplaceAllString(text, ""), " 　\t\n")))
	if start+skip < end {
		start += skip
	}
	return p.part(start, end)
}

// shortName is how a sentence calls a body after its first mention: without the place's full name.
func shortName(body string) string {
	b := understand.ParseBody(body)
	return b.Core
}
