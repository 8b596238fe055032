package draft

import (
	"regexp"
	"strings"

	"bianku/ingest/structure"
)

var (
	abstractOf = regexp.MustCompile(`(?:〔|【|\[)?(?:内容提要|摘\s*要|内容摘要)(?:〕|】|\])?[:：]?\s*([^〔【]+)`)
	seenFrom   = regexp.MustCompile(`^从.+?看(.{4,})$`)
	several    = regexp.MustCompile(`(?:几点|若干|主要)?(建议|意见|对策|做法|难点|问题|成效|思路|措施)`)
	issueOf    = regexp.MustCompile(`[（(]载(.+?)[）)]`)
)

// opinionDrafts: an article in a journal is one writer's view and never the basis of a rule; the answer says so.
func (m *Material) opinionDrafts() (out []Draft) {
	from := "《" + quotedTitle(m.title()) + "》"
	source := m.issue()
	if source != nil {
		f := issueOf.FindStringSubmatch(m.slice(source[0].start, source[0].end))
		from += "（" + f[1] + "）"
	}
	const caveat = "以下是研究文章的观点，不作为政策依据。"
	for _, c := range m.Chunks {
		if f := abstractOf.FindStringSubmatch(m.slice(c.Start, c.End)); f != nil && c.Kind != structure.Front && len(out) == 0 {
			text := strings.TrimSpace(strings.ReplaceAll(f[1], "\n", ""))
			out = append(out, m.draft(asked{rule: "opinion", typ: 24, q: "关于" + matterOf(m.title()) + "，有什么研究观点", plain: true,
				also: []string{"研究文章《" + quotedTitle(m.title()) + "》的主要观点是什么"}}, caveat+from+"的提要说："+text, append([]place{at(c)}, source...)...))
		}
	}
	for _, s := range m.sections() {
		out = append(out, m.viewDraft(s, caveat+from, source)...)
	}
	for i := range out {
		out[i].Variants, out[i].Otherwise = withoutNamed(out[i].Variants), ""
	}
	return out
}

// matterOf is the title as a matter: without what only a title says.
func matterOf(title string) string {
	if f := seenFrom.FindStringSubmatch(title); f != nil {
		return f[1]
	}
	for _, end := range []string{"的实践与思考", "的思考", "的对策", "的难点与对策", "研究", "初探", "探析"} {
		if s, ok := strings.CutSuffix(title, end); ok && runeLen(s) > 5 {
			return s
		}
	}
	return title
}

// issue is where the journal and its number stand, none where they do not.
func (m *Material) issue() []place {
	for _, c := range m.Chunks {
		text := m.slice(c.Start, c.End)
		if at := issueOf.FindStringIndex(text); at != nil && c.Kind == structure.Front {
			lo := c.Start + runeLen(text[:at[0]])
			return []place{newPlace(lo, lo+runeLen(text[at[0]:at[1]]), c.Label)}
		}
	}
	return nil
}

func (m *Material) viewDraft(s section, from string, source []place) []Draft {
	heading, text := s.heading, ""
	var places []place
	for _, c := range s.chunks {
		ls := m.lines(c.Start, c.End)
		for i, l := range ls {
			if i == 0 && heading == "" && len(ls) > 1 && runeLen(l.text) < 30 && !strings.ContainsAny(l.text, "。；") {
				heading = itemHead.ReplaceAllString(l.text, "")
				continue
			}
			text += l.text + "\n"
		}
		places = append(places, at(c))
	}
	if heading == "" || runeLen(text) < 20 || runeLen(text) > 900 {
		return nil
	}
	q := "关于" + matterOf(m.title()) + "，研究文章对“" + heading + "”怎么看"
	if several.MatchString(heading) {
		q = "关于" + matterOf(m.title()) + "，研究文章谈到哪些" + strings.TrimPrefix(strings.TrimPrefix(heading, "几点"), "若干")
	}
	return []Draft{m.draft(asked{rule: "opinion", typ: 24, q: q, plain: true},
		from+"在“"+heading+"”部分认为："+strings.TrimSpace(text), append(places, source...)...)}
}
