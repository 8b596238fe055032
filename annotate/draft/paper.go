package draft

import (
	"regexp"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
)

var (
	aboutTopic = regexp.MustCompile(`关于(?:印发|进一步|做好|开展|明确|加强|规范|下达|调整|公布|推进|组织)*(.+?)(?:的)?(?:通知|意见|决定|通告|公告|函|批复|方案)$`)
	headed     = regexp.MustCompile(`^([^。；：，]{2,18})。(.{6,})$`)
	bodyDoes   = regexp.MustCompile(`^([^，。；负]{3,24}?(?:局|委员会|办公室|办|厅|部|政府|中心))(负责|承担|牵头)(.+)$`)
	youAre     = regexp.MustCompile(`[你本该](?:局|委|办|厅|院|区|县|市|校|中心|站)`)
	changed    = regexp.MustCompile(`(?:同意)?((?:共)?(?:核增|核减|收回|划转|核定|下达)[^，。；的][^，。；]{1,40}?)(\d+)名`)
	setUp      = regexp.MustCompile(`^同意(?:设立|组建|成立)([^，。；]{4,30})，为(.+)`)
	renamed    = regexp.MustCompile(`^同意(?:将)?([^，。；]{3,30}?)更名为([^，。；]{3,30})`)
	dissolved  = regexp.MustCompile(`^同意撤销([^，。；]{3,60})，(.+)`)
	moved      = regexp.MustCompile(`^(?:同意)?将([^，。；]{3,24}?)承担的([^，。；]{4,50}?职责)(?:划转|划入)(?:给|至|到)?([^，。；]{3,24})`)
	doneFor    = regexp.MustCompile(`^([^，。；：]{4,30})的主要职责是[:：](.+)`)
	asChanged  = regexp.MustCompile(`^(?:将)?(第` + numerals + `+条(?:第` + numerals + `+[款项])?)(?:改为第` + numerals + `+条，)?(修改为|，修改为|其中)`)
	revisionOf = regexp.MustCompile(`修[改订正]《([^》]+)》`)
	endsHere   = regexp.MustCompile(`予以废止|宣布失效|停止执行`)
)

// topic is what a paper is about: 关于X的通知 → X.
func (m *Material) topic() string {
	if f := aboutTopic.FindStringSubmatch(strings.ReplaceAll(m.title(), " ", "")); f != nil && balanced(f[1]) {
		return strings.Trim(f[1], "的")
	}
	return ""
}

// section is one numbered part of a paper with what stands under it.
type section struct {
	heading string
	chunks  []ingest.Chunk
}

func (m *Material) sections() []section {
	var out []section
	last := ""
	for _, c := range m.Chunks {
		if c.Kind != structure.Section {
			continue
		}
		top, _, _ := strings.Cut(c.Address, "/")
		if strings.HasPrefix(c.Address, "附件") || strings.HasPrefix(c.Address, "通知") || strings.HasPrefix(c.Address, "第") {
			continue
		}
		if top != last {
			s := section{}
			if len(c.Path) > 0 {
				s.heading = itemHead.ReplaceAllString(c.Path[0], "")
			}
			out, last = append(out, s), top
		}
		s := &out[len(out)-1]
		s.chunks = append(s.chunks, c)
	}
	return out
}

// paperDrafts: the parts of a notice; who does what; what a decision ends or changes.
func (m *Material) paperDrafts() (out []Draft) {
	topic := m.topic()
	if topic == "" || m.kind() != structure.Gongwen && m.kind() != structure.Law {
		return nil
	}
	for _, s := range m.sections() {
		switch {
		case endsHere.MatchString(m.said(s.chunks[0])) || endsHere.MatchString(s.heading):
			out = append(out, m.endedDrafts(s)...)
		case revisionOf.MatchString(m.title()):
			out = append(out, m.amendDrafts(s)...)
		default:
			out = append(out, m.sectionDrafts(topic, s)...)
		}
	}
	return out
}

func (m *Material) sectionDrafts(topic string, s section) (out []Draft) {
	single := true
	for _, c := range s.chunks {
		said := m.said(c)
		if f := bodyDoes.FindStringSubmatch(splitAt(said, "。")[0]); f != nil {
			out, single = append(out, m.taskDrafts(topic, c, f[1], said)...), false
			continue
		}
		f := headed.FindStringSubmatch(said)
		if f == nil || hasVerb.MatchString(f[1]) || strings.HasPrefix(f[2], "包括") && len(s.chunks) > 1 {
			continue
		}
		single = false
		if inCharge.MatchString(f[1]) && runeLen(f[1]) > 3 {
			out = append(out, m.taskDrafts(topic, c, f[1], f[1]+f[2])...)
			continue
		}
		out = append(out, m.headedDraft(topic, f[1], f[2], at(c)))
	}
	if single {
		return append(out, m.wholeSection(topic, s)...)
	}
	return out
}

func (m *Material) headedDraft(topic, heading, text string, p place) Draft {
	q := topic + "的" + heading + "是怎么规定的"
	if !strings.HasSuffix(topic, "工作") {
		q = "关于" + topic + "，" + heading + "是怎么规定的"
	}
	d := m.draft(asked{rule: "section", typ: 3, q: q, plain: true, also: []string{topic + "对" + heading + "有什么要求"}},
		"根据"+m.named()+p.label+"，"+heading+"为："+text, p)
	if hasVerb.MatchString(text) {
		d.Answer = fullStop("根据" + m.named() + p.label + "，" + text)
	}
	d.Variants = append(withoutNamed(d.Variants), m.question("《"+quotedTitle(m.title())+"》对"+heading+"是怎么规定的"))
	return d
}

var hasVerb = regexp.MustCompile(`应当|负责|为|是|组织|召集|不得|可以|开展|须|要|进行|由|有效`)

// wholeSection: a heading with what stands under it, where that has no headings of its own.
func (m *Material) wholeSection(topic string, s section) []Draft {
	heading, text := s.heading, ""
	var places []place
	for _, c := range s.chunks {
		ls := m.lines(c.Start, c.End)
		for i, l := range ls {
			if i == 0 && heading == "" && len(ls) > 1 && runeLen(l.text) < 24 && !strings.ContainsAny(l.text, "。；，") {
				heading = itemHead.ReplaceAllString(l.text, "")
				continue
			}
			if text != "" {
				text += "\n"
			}
			text += l.text
		}
		places = append(places, at(c))
	}
	if heading == "" || runeLen(text) < 10 || runeLen(text) > 700 || runeLen(heading) > 18 {
		return nil
	}
	p := places[0]
	p.label, _, _ = strings.Cut(p.label, "第（")
	d := m.headedDraft(topic, heading, text, p)
	d.Basis = m.basis(places...)
	d.Answer = fullStop("根据" + m.named() + p.label + "，" + heading + "的规定是：" + text)
	return []Draft{d}
}

// taskDrafts: what a body has to do in a matter, and who has to do this.
func (m *Material) taskDrafts(topic string, c ingest.Chunk, body, said string) []Draft {
	matter := strings.TrimSuffix(strings.TrimSuffix(topic, "的通知"), "职责分工")
	answer := "根据" + m.named() + cited(c.Label) + "，" + said
	d := m.draft(asked{rule: "division", typ: 14, q: matter + "中，" + body + "负责什么", plain: true,
		also: []string{"在" + matter + "方面，" + body + "有哪些职责"}}, answer, at(c))
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	out := []Draft{d}
	in := where(m.home())
	for _, seg := range splitAt(strings.TrimPrefix(said, body), "，；。") {
		if act, ok := does(seg); ok {
			r := m.draft(asked{rule: "share", typ: 14, q: in + "由哪个部门" + act, plain: true,
				also: []string{in + "哪个单位" + act}}, "由"+body+"负责。"+answer, at(c))
			r.Variants, r.Otherwise = withoutNamed(r.Variants), ""
			out = append(out, r)
			break
		}
	}
	return out
}

// endedDrafts: the texts a decision ends.
func (m *Material) endedDrafts(s section) (out []Draft) {
	how := "已经废止"
	for _, c := range s.chunks {
		text := m.slice(c.Start, c.End)
		switch {
		case strings.Contains(text, "宣布失效") || strings.Contains(s.heading, "宣布失效"):
			how = "已经宣布失效"
		case strings.Contains(text, "予以废止"):
			how = "已经废止"
		}
		for _, l := range m.lines(c.Start, c.End) {
			f := abolished.FindStringSubmatch(l.text)
			if f == nil || !l.item || strings.HasPrefix(l.text, "三") || m.ends(f[1]) != "" {
				continue
			}
			old := "《" + f[1] + "》"
			if f[2] != "" {
				old += "（" + f[2] + "）"
			}
			p := newPlace(c.Start, c.End, c.Label)
			out = append(out, m.draft(asked{rule: "repeal", typ: 8, q: old + "还有效吗", plain: true,
				also: []string{"《" + f[1] + "》现在还能引用吗", "《" + f[1] + "》废止了吗"}},
				"不再有效，"+how+"。根据"+m.named()+cited(c.Label)+"，该文件自决定印发之日起停止执行，不再作为机构编制管理工作的依据。", p))
		}
	}
	return out
}

// amendDrafts: what a decision changes in another text.
func (m *Material) amendDrafts(s section) (out []Draft) {
	of := revisionOf.FindStringSubmatch(m.title())
	for _, c := range s.chunks {
		said := m.said(c)
		f := asChanged.FindStringSubmatch(said)
		if f == nil {
			continue
		}
		year := ""
		if d := m.Version.SignedOn; !d.IsZero() {
			year = d.Chinese()[:len("2024年")]
		}
		out = append(out, m.draft(asked{rule: "amend", typ: 17, q: "《" + of[1] + "》" + year + "修改时，" + f[1] + "改了什么", plain: true,
			also: []string{year + "修改《" + of[1] + "》，对" + f[1] + "作了什么修改"}}, "根据"+m.named()+cited(c.Label)+"，"+said, at(c)))
	}
	return out
}
