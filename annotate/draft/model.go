package draft

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/prompts"
)

// Passage is a chunk with what stands around it.
type Passage struct {
	Material *Material
	Own      ingest.Chunk
	Around   []ingest.Chunk
	Asked    []string // questions about the chunk that are there already
}

// Refusal is something of a model that was not taken, and why.
type Refusal struct {
	ChunkID  int64  `json:"chunk_id,omitempty"`
	Question string `json:"question,omitempty"`
	Reason   string `json:"reason"` // Chinese
}

// perPassage is how many pairs a model may write of one chunk.
const perPassage = 3

// shown is a passage as the prompt shows it.
type shown struct {
	Handle, Label, Text string
	Own                 bool
	chunk               ingest.Chunk
}

// promptVersion names the templates a draft was written with, and their very text.
func promptVersion() (system, user prompts.Template, version string, err error) {
	if system, err = prompts.Get("pair-system"); err != nil {
		return
	}
	if user, err = prompts.Get("pair-user"); err != nil {
		return
	}
	return system, user, system.Name + "@" + system.Version + "+" + user.Name + "@" + user.Version, nil
}

// FromModel lets a model write of a passage. Nothing it says is believed: the JSON is repaired or asked for once more, a quote
// is found verbatim in a passage it was shown or the pair is refused, and so is one with a number that no quote holds.
func FromModel(ctx context.Context, chat model.Chat, p Passage) (drafts []Draft, refused []Refusal, err error) {
	defer fault.Wrapf(&err, "draft.FromModel(%d)", p.Own.ID)
	system, user, version, err := promptVersion()
	if err != nil {
		return nil, nil, err
	}
	list := p.shown()
	v := p.Material.Version
	rules, err := system.Render(nil)
	if err != nil {
		return nil, nil, err
	}
	ask, err := user.Render(map[string]any{"Title": v.Title, "DocNo": v.DocNo, "Status": v.Status.Chinese(), "Passages": list, "Asked": p.Asked, "Most": perPassage})
	if err != nil {
		return nil, nil, err
	}
	said, err := converse(ctx, chat, []model.Message{{Role: "system", Content: rules}, {Role: "user", Content: ask}})
	if err != nil {
		return nil, nil, err
	}
	if said == nil {
		return nil, []Refusal{{ChunkID: p.Own.ID, Reason: "模型没有按 JSON 输出。"}}, nil
	}
	for i, s := range said {
		d, why := p.accept(s, list)
		if why == "" && i >= perPassage {
			why = "超出了要求的数量。"
		}
		if why != "" {
			refused = append(refused, Refusal{p.Own.ID, s.Question, why})
			continue
		}
		d.Model, d.PromptVersion = chat.Name(), version
		drafts = append(drafts, d)
	}
	return drafts, refused, nil
}

// converse asks, and where what comes is no JSON in spite of repair, once more.
func converse(ctx context.Context, chat model.Chat, messages []model.Message) ([]said, error) {
	for try := 0; try < 2; try++ {
		text, err := chat.Stream(ctx, messages, func(string) error { return nil })
		if err != nil {
			return nil, err
		}
		if list, ok := repair(text); ok {
			return list, nil
		}
		messages = append(messages, model.Message{Role: "assistant", Content: text},
			model.Message{Role: "user", Content: `上面的输出不是合法的 JSON。只输出一个 JSON 对象：{"pairs":[…]}，不写别的文字。`})
	}
	return nil, nil
}

func (p Passage) shown() []shown {
	all := append([]ingest.Chunk{p.Own}, p.Around...)
	out := make([]shown, len(all))
	for i, c := range all {
		text := p.Material.slice(c.Start, c.End)
		if c.Lead != "" {
			text = c.Lead + "\n" + text
		}
		out[i] = shown{Handle: fmt.Sprintf("c%d", i+1), Label: c.Label, Text: text, Own: i == 0, chunk: c}
	}
	return out
}

// leaning questions cannot be understood without the text in front of one.
var leaning = regexp.MustCompile(`本(?:办法|规定|条例|法|细则|通知|条|款|局|单位)|该(?:局|办法|单位|规定)|上述|前款|原文|材料中|\[c\d`)

// accept makes a draft of what a model said; why is the reason in Chinese where it is refused.
func (p Passage) accept(s said, list []shown) (d Draft, why string) {
	s.Question, s.Answer = strings.TrimSpace(s.Question), strings.TrimSpace(s.Answer)
	switch n := runeLen(s.Question); {
	case n < 6 || n > 120:
		return d, "问题太短或者太长。"
	case leaning.MatchString(s.Question):
		return d, "问题离开原文看不懂。"
	case runeLen(s.Answer) < 10:
		return d, "答案不是完整的句子。"
	case s.Type < 1 || s.Type > 30:
		return d, "问题类型不在 1 到 30 之间。"
	case len(s.Basis) == 0:
		return d, "没有依据。"
	case p.Material.kind() == structure.Journal && s.Type != 24:
		return d, "期刊文章只能作为研究观点。"
	}
	var quotes []string
	for _, b := range s.Basis {
		at, ok := p.locate(b, list)
		if !ok {
			return d, "依据在原文里找不到：" + clip(b.Quote, 30)
		}
		found := p.Material.basisIn(at.chunk, at.start, at.end)
		d.Basis, quotes = append(d.Basis, found), append(quotes, found.Quote)
	}
	v := p.Material.Version
	for _, b := range d.Basis {
		quotes = append(quotes, b.Label)
	}
	if missing := claim.Missing(s.Answer, append(quotes, v.Title, v.DocNo, v.EffectiveFrom.Chinese()), nil); len(missing) > 0 {
		return d, "答案中的“" + missing[0].Text + "”在依据里找不到。"
	}
	d.Rule, d.Question, d.Answer, d.Type, d.Origin = "model", strings.TrimRight(s.Question, "?？。")+"？", fullStop(s.Answer), s.Type, annotate.ByModel
	for _, q := range s.Variants {
		if q = strings.TrimRight(strings.TrimSpace(q), "?？。"); runeLen(q) >= 4 && runeLen(q) <= 120 && !leaning.MatchString(q) {
			d.Variants = append(d.Variants, q+"？")
		}
	}
	d.Variants = distinct(d.Variants, d.Question)
	return d, ""
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// located is where a quote stands.
type located struct {
	chunk      ingest.Chunk
	start, end int
}

// locate finds a quote in the passage it is said to be of, else in any that was shown: word for word, but for the blanks and
// line ends, which a model does not keep. The basis takes the text's own.
func (p Passage) locate(b saidBasis, list []shown) (located, bool) {
	want := solid([]rune(b.Quote))
	if len(want.runes) < 4 {
		return located{}, false
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y shown) int {
		switch {
		case x.Handle == b.Handle && y.Handle != b.Handle:
			return -1
		case y.Handle == b.Handle && x.Handle != b.Handle:
			return 1
		}
		return 0
	})
	for _, s := range list {
		have := solid(p.Material.text()[s.chunk.Start:s.chunk.End])
		if i := strings.Index(string(have.runes), string(want.runes)); i >= 0 {
			at := runeLen(string(have.runes)[:i])
			return located{s.chunk, s.chunk.Start + have.at[at], s.chunk.Start + have.at[at+len(want.runes)-1] + 1}, true
		}
	}
	return located{}, false
}

// dense is a text without blanks, with where each rune stood.
type dense struct {
	runes []rune
	at    []int
}

func solid(r []rune) (d dense) {
	for i, c := range r {
		if !unicode.IsSpace(c) {
			d.runes, d.at = append(d.runes, c), append(d.at, i)
		}
	}
	return d
}

// byModel asks the model about every chunk of a version that it was not asked about before.
func (r *run) byModel(ctx context.Context, m *Material) error {
	_, _, version, err := promptVersion()
	if err != nil {
		return err
	}
	before, err := askedModel(ctx, r.pool, m.Version.ID, r.opts.Chat.Name(), version)
	if err != nil {
		return err
	}
	passages := m.passages(before)
	r.report.Total += len(passages)
	for _, p := range passages {
		drafts, refused, err := FromModel(ctx, r.opts.Chat, p)
		if err != nil {
			return err
		}
		err = r.write(ctx, m, drafts, func(tx pgx.Tx) error {
			return keepAsked(ctx, tx, p.Own.ID, r.opts.Chat.Name(), version, len(drafts), len(refused))
		})
		if err != nil {
			return err
		}
		r.report.Refused += len(refused)
		r.report.Refusal = append(r.report.Refusal, refused...)
		r.step()
	}
	return nil
}

// passages are the chunks worth asking about, each with its neighbours and the questions that rules have asked of it.
func (m *Material) passages(before map[int64]bool) (out []Passage) {
	for i, c := range m.Chunks {
		if before[c.ID] || c.Kind == structure.Front || c.Kind == structure.TableRow || c.End-c.Start < 30 {
			continue
		}
		p := Passage{Material: m, Own: c}
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(m.Chunks) && m.Chunks[j].Kind != structure.Front {
				p.Around = append(p.Around, m.Chunks[j])
			}
		}
		for _, d := range m.planned() {
			if slices.ContainsFunc(d.Basis, func(b annotate.Basis) bool { return b.ChunkID == c.ID }) && len(p.Asked) < 8 {
				p.Asked = append(p.Asked, d.Question)
			}
		}
		out = append(out, p)
	}
	return out
}
