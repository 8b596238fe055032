package draft

import (
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
)

// replyDrafts: what a 批复 decides, in whole and by its parts. It is an event: the question names the paper or the day, so
// that a number of then is not read as one of today.
func (m *Material) replyDrafts() (out []Draft) {
	var all []string
	var places []place
	for _, s := range m.sections() {
		for _, c := range s.chunks {
			said := m.spoken(strings.TrimSuffix(strings.TrimSpace(m.said(c)), "此复。"))
			all, places = append(all, itemHead.FindString(c.Text)+said), append(places, at(c))
			out = append(out, m.changeDrafts(c, said)...)
		}
	}
	if org := m.bodyName(); org != "" && strings.Contains(m.title(), org) && !slices.ContainsFunc(m.Facts, func(f ingest.Fact) bool { return f.DocKind == structure.Sanding }) {
		out = append(out, m.figureDrafts()...) // a body without a charter: the reply is where its numbers stand
	}
	if len(all) == 0 || m.Version.DocNo == "" {
		return out
	}
	about := strings.TrimSpace(m.topicFull())
	answer := "根据" + m.named() + "，主要内容是：\n" + strings.Join(all, "\n")
	d := m.draft(asked{rule: "reply", typ: 20, q: m.Version.DocNo + "的主要内容是什么", plain: true,
		also: []string{about + "是怎么批复的", m.Version.DocNo + "定了哪些事"}}, answer, places...)
	if about == "" {
		d.Variants = d.Variants[1:]
	}
	d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
	out = append([]Draft{d}, out...)
	for i := range out {
		out[i].Near = m.Version.Document.Org
	}
	return out
}

// topicFull is the matter with its verb: 核增市数据局机关行政编制.
func (m *Material) topicFull() string {
	t := strings.ReplaceAll(m.title(), " ", "")
	if _, after, ok := strings.Cut(t, "关于"); ok {
		for _, end := range []string{"的批复", "的通知", "的决定"} {
			if s, ok := strings.CutSuffix(after, end); ok {
				return s
			}
		}
	}
	return ""
}

// addressee is who 你局 is: the only recipient, as the paper calls it.
func (m *Material) addressee() string {
	for _, f := range m.Version.Fields {
		if f.Name == "recipients" {
			one := strings.TrimRight(f.Value, "：:")
			if !strings.ContainsAny(one, "、，,") {
				return one
			}
		}
	}
	return ""
}

// spoken is the text as read by somebody else: 你局 by its name.
func (m *Material) spoken(s string) string {
	if who := m.addressee(); who != "" {
		return youAre.ReplaceAllStringFunc(s, func(y string) string {
			if strings.HasPrefix(y, "你") {
				return who
			}
			return y
		})
	}
	return s
}

func (m *Material) changeDrafts(c ingest.Chunk, said string) (out []Draft) {
	answer := "根据" + m.named() + cited(c.Label) + "，" + said
	if strings.Contains(said, "你局") || strings.Contains(said, "你委") {
		return nil // several addressees: nobody knows who is meant
	}
	add := func(typ int, q string, lead string, also ...string) {
		d := m.draft(asked{rule: "change", typ: typ, q: q, also: also, plain: true}, lead+answer, at(c))
		d.Variants, d.Otherwise = withoutNamed(d.Variants), ""
		out = append(out, d)
	}
	if f := setUp.FindStringSubmatch(said); f != nil {
		add(3, f[1]+"是什么性质的单位，机构规格是什么", "", f[1]+"归哪个部门管", f[1]+"是公益几类")
	}
	if f := renamed.FindStringSubmatch(said); f != nil {
		if who := m.addressee(); who != "" && !placed.MatchString(f[1]) {
			f[1] = who + f[1]
		}
		add(26, f[1]+"更名为什么机构，依据是什么", "更名为"+f[2]+"。", f[2]+"的前身是什么机构", f[1]+"什么时候改的名")
	}
	if f := dissolved.FindStringSubmatch(said); f != nil {
		add(26, f[1]+"撤销后怎么安排", "", f[1]+"现在还在吗", f[1]+"并到哪里去了")
	}
	if f := moved.FindStringSubmatch(said); f != nil && !strings.Contains(f[2], "承担的") {
		add(26, f[1]+"的"+f[2]+"划转到了哪个部门", "划转到"+f[3]+"。", f[2]+"现在归哪个部门")
	}
	if f := doneFor.FindStringSubmatch(said); f != nil {
		add(14, f[1]+"的主要职责是什么", "", f[1]+"负责什么")
	}
	if f := changed.FindStringSubmatch(said); f != nil && counted.MatchString(f[1]) && c.Kind == structure.Section && strings.Count(said, "同意") <= 1 && balanced(f[1]) {
		what := f[1]
		if q := m.Version.DocNo; q != "" {
			also := []string{"依据" + q + "，" + what + "多少名"}
			if placed.MatchString(what) {
				also = append(also, day(m)+what+"多少名")
			}
			add(13, q+what+"多少名", "", also...)
		}
	}
	return out
}

var (
	placed  = regexp.MustCompile(`市|县|区|省|局|委`)
	counted = regexp.MustCompile(`编制|职数|总量|员额|计划`)
)

func day(m *Material) string {
	if d := m.Version.SignedOn; !d.IsZero() {
		return d.Chinese()[:len("2025年")]
	}
	return ""
}
