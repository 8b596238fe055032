package draft

import (
	"regexp"
	"slices"
	"strings"

	"bianku/annotate"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// Event is one item of a 批复 in force, as somebody else reads it: with the body's name where it says 你局. A charter stands
// as printed until it is issued anew, and every 批复 since changes what is true: an answer from the charter alone would be
// wrong from that day.
type Event struct {
	Text  string // the item without its number
	Where string // 《title》（number）
	Item  string // 一、
	On    civil.Date
	Basis annotate.Basis

	Clearance auth.Clearance
}

var (
	handedOver  = regexp.MustCompile(`(?:划转|划入|移交|调整).{0,20}职责|职责.{0,40}(?:划转|划入|移交|划给)`)
	unitsChange = regexp.MustCompile(`增设[^，。]*[科处室股]|撤销[^，。]*[科处室股]|分设为|[科处室股]更名|内设机构[^，。]{0,12}(?:增加|减少|调整)`)
	// handed is the matter that changes hands.
	handed = regexp.MustCompile(`承担的(.{4,60}?)职责`)
)

// events are the items of a 批复.
func (m *Material) events() (out []Event) {
	if m.kind() != structure.Reply {
		return nil
	}
	for _, s := range m.sections() {
		for _, c := range s.chunks {
			text := m.spoken(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(m.said(c)), "此复。")))
			lo, hi := m.trim(c.Start, c.End)
			out = append(out, Event{Text: text, Where: m.named(), Item: c.Label, On: m.Version.EffectiveFrom, Basis: m.basisIn(c, lo, hi)})
		}
	}
	return out
}

// changesUnits says whether e changes which units m's body has.
func (m *Material) changesUnits(e Event) bool {
	for _, seg := range splitAt(e.Text, "；。") {
		if unitsChange.MatchString(seg) && (strings.Contains(seg, m.bodyName()) || names(seg, m.bodyShort())) {
			return true
		}
	}
	return false
}

// after are those of events that speak of m's body and are later than m.
func (m *Material) after(events []Event) []Event {
	full, short := m.bodyName(), m.bodyShort()
	var out []Event
	for _, e := range events {
		if full != "" && e.On.After(m.Version.EffectiveFrom) && (strings.Contains(e.Text, full) || names(e.Text, short)) && !slices.ContainsFunc(out, func(o Event) bool { return o.Where == e.Where && o.Item == e.Item }) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Event) int { return strings.Compare(a.On.String(), b.On.String()) })
	return out
}

// names says whether text names the body by its short name, and not a longer one that ends in it.
func names(text, short string) bool {
	for rest := text; ; {
		i := strings.Index(rest, short)
		if i < 0 {
			return false
		}
		before := []rune(rest[:i])
		if len(before) == 0 || !strings.ContainsRune("县区省", before[len(before)-1]) {
			return true
		}
		rest = rest[i+len(short):]
	}
}

// withEvents tells with each draft the events that are about the same matter.
func (m *Material) withEvents(drafts []Draft, kind func(Event) bool) []Draft {
	for i := range drafts {
		for _, e := range m.Events {
			if f := handed.FindStringSubmatch(e.Text); f != nil && kind(e) && (drafts[i].Rule == "duties" || shareWords(drafts[i].Answer, f[1])) {
				drafts[i].add(e)
			}
		}
	}
	return drafts
}

// add tells what has changed since, with its basis.
func (d *Draft) add(e Event) {
	d.Answer = fullStop(d.Answer) + "\n此后，" + e.Where + "规定：" + e.Item + fullStop(e.Text)
	d.Basis = append(d.Basis, e.Basis)
}

// shareWords says whether four characters in a row of matter stand in text, other than words of every duty.
func shareWords(text, matter string) bool {
	runes := []rune(matter)
	for i := 0; i+4 <= len(runes); i++ {
		if g := string(runes[i : i+4]); !everywhere.MatchString(g) && strings.Contains(text, g) {
			return true
		}
	}
	return false
}

var everywhere = regexp.MustCompile(`监督|管理|建设|组织|实施|工作|推进|统筹|协调|安全|、|和`)
