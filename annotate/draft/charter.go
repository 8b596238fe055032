package draft

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
)

var (
	placeInFront = regexp.MustCompile(`^(?:[^省市区县]{2,7}省)?(?:[^省市区县]{2,7}市)?(?:[^省市区县]{2,4}[区县])?`)
	calledShort  = regexp.MustCompile(`以下(?:统)?简称[“"]?([^”"）)]{2,20})[”"]?[）)]`)
	unitItem     = regexp.MustCompile(`^(?:[（(]` + numerals + `+[）)])?\s*([^。；：]{2,30})。(.+)`)
	ownWords     = regexp.MustCompile(`职能转变|职责分工|交办|承办`)
	verbs        = regexp.MustCompile(`^(?:负责|承担|牵头|依法|主管|归口|受理|统一)`)
	acts         = regexp.MustCompile(`^(?:拟订|起草|组织|指导|推进|推动|统筹|管理|监督|协调|建立|开展|制定|编制|研究|审核|提出|综合|培育|实施|参与|会同|配合|协助|完善|落实|办理|查处|保障|健全|按|牵头|负责|承担|依法|受理|主管)`)
	besides      = regexp.MustCompile(`会同|配合|参与|协助|贯彻|完成|承办|交办|有关要求|相关要求`)
	divided      = regexp.MustCompile(`^(?:\d+[.．]|[（(]` + numerals + `+[）)])?\s*(?:有关职责分工。)?(?:关于)?与(.+?)(?:(?:在|关于)(.+?)方面)?的(?:有关)?职责分工。(.+)`)
	share        = regexp.MustCompile(`^([^，。；负]{3,24}?)(?:牵头|具体)?(负责|承担)([^，。；]{4,44})`)
	rankOf       = regexp.MustCompile(`是.{2,40}(?:部门|机构|机关|单位|国家局).*级|为.{0,3}[部厅局处科股]级`)
	plaque       = regexp.MustCompile(`加挂(.+?)牌子`)
)

func (m *Material) charter() bool { return m.kind() == structure.Sanding }

// bodyName is the body of a charter in full, bodyShort as its own text calls it.
func (m *Material) bodyName() string { return m.Version.Document.Org }

func (m *Material) bodyShort() string {
	for _, c := range m.Chunks[:min(len(m.Chunks), 12)] {
		if c.Kind == structure.Front {
			continue
		}
		for _, f := range calledShort.FindAllStringSubmatchIndex(c.Text, -1) {
			short := c.Text[f[2]:f[3]]
			if strings.HasSuffix(strings.TrimRight(c.Text[:f[0]], "（("), m.bodyName()) || strings.HasSuffix(m.bodyName(), tail(short)) {
				return short
			}
		}
	}
	return m.bodyName()
}

// tail is the last two runes: of a short name, they are the body's too.
func tail(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-1):])
}

// where is the place a body works in: 云澜市, 松陵县; "" for a national one.
func where(org string) string { return placeInFront.FindString(strings.TrimPrefix(org, "中共")) }

func (m *Material) charterDrafts() []Draft {
	if m.bodyName() == "" {
		return nil
	}
	var out []Draft
	for _, f := range []func() []Draft{m.rankDrafts, m.dutyDrafts, m.divisionDrafts, m.unitDrafts, m.figureDrafts} {
		out = append(out, f()...)
	}
	for i := range out {
		out[i].Near = m.bodyName()
	}
	return out
}

func (m *Material) ofKind(k structure.ChunkKind) []ingest.Chunk {
	var out []ingest.Chunk
	for _, c := range m.Chunks {
		if c.Kind == k {
			out = append(out, c)
		}
	}
	return out
}

func at(c ingest.Chunk) place { return newPlace(c.Start, c.End, cited(c.Label)) }

var partLabel = regexp.MustCompile(`^(` + numerals + `+)、(?:[（(](` + numerals + `+)[）)])?`)

// cited is a label as it is read in a sentence: 二、（三） is 第二部分第（三）项.
func cited(label string) string {
	f := partLabel.FindStringSubmatch(label)
	switch {
	case f == nil:
		return label
	case f[2] != "":
		return "第" + f[1] + "部分第（" + f[2] + "）项"
	}
	return "第" + f[1] + "部分"
}

// said is a chunk's text without its number, in one piece.
func (m *Material) said(c ingest.Chunk) string {
	var b strings.Builder
	for i, l := range m.lines(c.Start, c.End) {
		t := l.text
		if i == 0 {
			t = itemHead.ReplaceAllString(t, "")
		} else if l.item {
			b.WriteByte('\n')
		}
		b.WriteString(t)
	}
	return b.String()
}

// rankDrafts: what kind of body it is, of what rank, with what further names.
func (m *Material) rankDrafts() (out []Draft) {
	for _, c := range m.Chunks {
		if c.Kind == structure.Front || !rankOf.MatchString(c.Text) || len(out) > 0 {
			continue
		}
		said := strings.TrimSpace(articleHead.ReplaceAllString(m.said(c), ""))
		if !strings.Contains(said, "是") || runeLen(said) > 260 || !strings.Contains(c.Text, tail(m.bodyName())) {
			continue
		}
		org, answer := m.bodyName(), "根据"+m.named()+cited(c.Label)+"，"+said
		out = append(out, m.draft(asked{rule: "rank", typ: 3, q: org + "是什么性质的机构，机构规格是什么", plain: true,
			also: []string{org + "是什么级别的单位", m.bodyShort() + "是正处级还是副处级"}}, answer, at(c)))
		if !strings.Contains(said, "处级") {
			out[0].Variants = []string{m.question(org + "是什么级别的单位")}
		}
		if f := plaque.FindStringSubmatch(said); f != nil {
			out = append(out, m.draft(asked{rule: "rank", typ: 3, q: org + "加挂什么牌子", plain: true,
				also: []string{m.bodyShort() + "还挂哪块牌子"}}, "加挂"+f[1]+"牌子。"+answer, at(c)))
		}
	}
	return out
}

// dutyDrafts: all duties; each duty asked from its matter; the change of function.
func (m *Material) dutyDrafts() (out []Draft) {
	org, total := m.bodyName(), 0
	var all []string
	var places []place
	for _, c := range m.ofKind(structure.Duty) {
		said := m.said(c)
		if c.Lead == "" && !itemHead.MatchString(c.Text) || runeLen(said) < 6 {
			continue
		}
		if strings.HasPrefix(said, "职能转变。") {
			out = append(out, m.draft(asked{rule: "shift", typ: 3, q: org + "在职能转变方面有什么要求", plain: true,
				also: []string{m.bodyShort() + "的职能怎么转变"}}, "根据"+m.named()+cited(c.Label)+"，"+strings.TrimPrefix(said, "职能转变。"), at(c)))
			continue
		}
		all, places, total = append(all, itemHead.FindString(c.Text)+said), append(places, at(c)), total+runeLen(said)
		if d, ok := m.dutyDraft(c, said); ok {
			out = append(out, d)
		}
	}
	if len(all) > 2 && total < 2200 {
		answer := "根据" + m.named() + head(places[0].label) + "，" + m.bodyShort() + "的主要职责是：\n" + strings.Join(all, "\n")
		out = append([]Draft{m.draft(asked{rule: "duties", typ: 14, q: org + "的主要职责有哪些", plain: true,
			also: []string{m.bodyShort() + "是管什么的", m.bodyShort() + "的职责是什么"}}, answer, m.oneOrFew(places)...)}, out...)
	}
	return m.withEvents(out, func(e Event) bool { return handedOver.MatchString(e.Text) })
}

// oneOrFew: so many places are one, from the first to the last: nobody reads twenty quotes.
func (m *Material) oneOrFew(places []place) []place {
	if len(places) <= 18 {
		return places
	}
	return []place{{places[0].start, places[len(places)-1].end, head(places[0].label), true}}
}

// head is the label of the article an item stands in.
func head(label string) string {
	if i := strings.Index(label, "第（"); i > 0 {
		return label[:i]
	}
	if i := strings.LastIndex(label, "（"); i > 0 {
		return strings.TrimRight(label[:i], "、")
	}
	return label
}

// does makes a predicate of a duty's first clause: 负责X, or 负责 in front of another verb.
func does(said string) (string, bool) {
	first := splitAt(said, "，。；")[0]
	if besides.MatchString(first) || ownWords.MatchString(first) || bare.MatchString(first) || runeLen(first) < 6 || runeLen(first) > 42 || !balanced(first) || strings.HasPrefix(first, "按") {
		return "", false
	}
	if verbs.MatchString(first) {
		return first, true
	}
	return "负责" + first, acts.MatchString(first)
}

// bare duties say nothing without their body: 起草有关规范性文件, 为平台提供数据.
var bare = regexp.MustCompile(`有关规范性文件|相关规定|有关政策$|有关规划$|有关法律|^(?:负责|承担)?(?:为|将|在|依据|把|对其)`)

// dutyDraft: who does this?
func (m *Material) dutyDraft(c ingest.Chunk, said string) (Draft, bool) {
	act, ok := does(said)
	if !ok {
		return Draft{}, false
	}
	org, in := m.bodyName(), where(m.bodyName())
	answer := "由" + org + "负责。根据" + m.named() + cited(c.Label) + "，" + m.bodyShort() + "的主要职责包括：" + said
	d := m.draft(asked{rule: "duty", typ: 14, q: in + "由哪个部门" + act, plain: true,
		also: []string{in + "哪个单位" + act, strings.TrimPrefix(strings.TrimPrefix(act, "负责"), "承担") + "是" + in + "哪个部门的职责"}}, answer, at(c))
	d.Otherwise = ""
	d.Variants = withoutNamed(d.Variants)
	return d, true
}

// withoutNamed drops wordings that name a text: they fit a rule, not a body's duty.
func withoutNamed(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return strings.HasPrefix(s, "按照《") })
}

// divisionDrafts: who does what between bodies.
func (m *Material) divisionDrafts() (out []Draft) {
	org, in := m.bodyName(), where(m.bodyName())
	for _, c := range m.ofKind(structure.Division) {
		text := itemHead.ReplaceAllString(strings.TrimSpace(m.said(c)), "")
		f := divided.FindStringSubmatch(text)
		if f == nil || runeLen(f[3]) < 10 {
			continue
		}
		q, also := org+"与"+f[1]+"的职责怎么分工", f[1]+"和"+m.bodyShort()+"怎么划分职责"
		if f[2] != "" {
			q, also = f[2]+"方面，"+q, "在"+f[2]+"方面，"+m.bodyShort()+"和"+f[1]+"各负责什么"
		}
		answer := "根据" + m.named() + cited(c.Label) + "，" + f[3]
		d := m.draft(asked{rule: "division", typ: 14, q: q, also: []string{also}, plain: true}, answer, at(c))
		d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
		out = append(out, d)
		out = append(out, m.shares(f[3], answer, in, at(c))...)
	}
	return out
}

// shares asks for each part of a division who bears it.
func (m *Material) shares(text, answer, in string, p place) (out []Draft) {
	for _, seg := range splitAt(text, "；。") {
		f := share.FindStringSubmatch(seg)
		if f == nil || !inCharge.MatchString(f[1]) || besides.MatchString(f[3]) || bare.MatchString(f[3]) || !subject(f[3], 4, 44) || strings.ContainsAny(f[1], "的、") {
			continue
		}
		d := m.draft(asked{rule: "share", typ: 14, q: in + "由哪个部门" + f[2] + f[3], plain: true,
			also: []string{in + "哪个单位" + f[2] + f[3], f[3] + "是" + in + "哪个部门的职责"}}, "由"+f[1]+f[2]+"。"+answer, p)
		d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
		out = append(out, d)
	}
	return out
}

// unitDrafts: which units there are, what each does, which does this.
func (m *Material) unitDrafts() (out []Draft) {
	org := m.bodyName()
	var names []string
	var places []place
	lead, label, party := "", "", ""
	for _, c := range m.ofKind(structure.InnerUnit) {
		text := itemHead.ReplaceAllString(strings.TrimSpace(m.slice(c.Start, c.End)), "")
		f := unitItem.FindStringSubmatch(m.said(c))
		if f == nil || !strings.HasPrefix(text, f[1]) && !strings.HasPrefix(strings.ReplaceAll(text, "\n", ""), f[1]) {
			continue
		}
		if strings.HasPrefix(f[1], "机关党") {
			party = f[1] // in every charter, with the same words: nobody asks
			continue
		}
		if c.Lead != "" {
			names, lead, label = append(names, f[1]), c.Lead, head(c.Label)
			places = append(places, newPlace(c.Start, nameEnd(m, c), c.Label))
		}
		out = append(out, m.unitDraft(c, f[1], f[2])...)
	}
	out = m.withEvents(out, func(e Event) bool { return handedOver.MatchString(e.Text) })
	if len(names) < 2 {
		return out
	}
	answer := "根据" + m.named() + label + "，" + strings.TrimSpace(articleHead.ReplaceAllString(lead, "")) + strings.Join(names, "、") + "。"
	if party != "" {
		answer += "另设" + party + "。"
	}
	if p, ok := m.leadPlace(lead, places[0].start); ok {
		places = append([]place{p}, places...)
	}
	all := m.draft(asked{rule: "units", typ: 22, q: org + "有哪些内设机构", plain: true,
		also: []string{m.bodyShort() + "设了哪些" + roomOf(names[len(names)-1]), org + "的内设机构是怎么设置的"}}, answer, m.oneOrFew(places)...)
	for _, e := range m.Events {
		if m.changesUnits(e) {
			all.add(e)
		}
	}
	return append([]Draft{all}, out...)
}

// leadPlace is where the sentence stands that opens a list, in front of its first item.
func (m *Material) leadPlace(lead string, before int) (place, bool) {
	said := strings.TrimSpace(articleHead.ReplaceAllString(lead, ""))
	from := max(0, before-200)
	near := m.slice(from, before)
	i := strings.LastIndex(near, said)
	if said == "" || i < 0 {
		return place{}, false
	}
	lo := from + runeLen(near[:i])
	return newPlace(lo, lo+runeLen(said), ""), true
}

// nameEnd is where the name of a unit ends: behind its full stop.
func nameEnd(m *Material, c ingest.Chunk) int {
	for i := c.Start; i < c.End; i++ {
		if m.text()[i] == '。' {
			return i + 1
		}
	}
	return c.End
}

func (m *Material) unitDraft(c ingest.Chunk, unit, text string) []Draft {
	org := m.bodyName()
	said := org + unit + text
	if !acts.MatchString(text) {
		said = org + unit + "的职责是：" + text
	}
	answer := "根据" + m.named() + cited(c.Label) + "，" + said
	d := m.draft(asked{rule: "unit", typ: 14, q: org + unit + "负责什么", plain: true,
		also: []string{m.bodyShort() + unit + "的职责是什么", m.bodyShort() + unit + "具体管哪些工作"}}, answer, at(c))
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	out := []Draft{d}
	act, ok := does(text)
	if !ok || everyday.MatchString(unit) || everyday.MatchString(act) {
		return out
	}
	r := m.draft(asked{rule: "unit-duty", typ: 14, q: org + "由哪个内设机构" + act, plain: true,
		also: []string{m.bodyShort() + "哪个" + roomOf(unit) + act}}, "由"+unit+"负责。"+answer, at(c))
	r.Variants, r.Otherwise = withoutNamed(r.Variants), ""
	return append(out, r)
}

// roomOf is what the units of a body are called where people talk.
func roomOf(unit string) string {
	name, _, _ := strings.Cut(unit, "（")
	switch tail(name) {
	case "科", "处", "股":
		return tail(name) + "室"
	}
	return "部门"
}

// everyday units and duties are in every body: nobody asks which unit does them by their first words.
var everyday = regexp.MustCompile(`办公室|综合科|综合处|人事|机关党|离退休|日常运转|文电`)
