package qa

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/claim"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/prompts"
	"bianku/qa/understand"
)

// What a model is given and what it has to keep to.
const (
	maxEvidence  = 12  // passages, the draft's own first
	minOverlap   = 0.5 // of a sentence's character bigrams in the quotes it names
	maxUnproven  = 0.5 // share of sentences that may fail before the answer is thrown away
	maxWritten   = 4000
	cannotAnswer = "无法回答"
)

// piece is one passage under its handle.
type piece struct {
	Handle, Title, DocNo, Label, Status, Text string
	quote                                     Citation
	clearance                                 auth.Clearance // of the pair it was taken from
}

var errTooLong = errors.New("qa: the model does not stop")

// write lets the model word the answer from the draft's quotes and the passages at hand. Each sentence is checked before it
// is shown. Whatever goes wrong, the draft is the answer.
func (a *asking) write(ctx context.Context, d *draft) error {
	plain := *d
	plain.lines, plain.rows = slices.Clone(d.lines), slices.Clone(d.rows)
	w := &writing{asking: a}
	fallback := func(why string) error {
		if w.shown > 0 { // it cannot be taken back; say where the answer begins again
			a.emit(Event{Type: "delta", Delta: "\n（" + why + "以下为直接摘自资料的答案。）\n"})
		}
		a.answer.Degraded = strings.TrimSpace(a.answer.Degraded + " " + why + "以下为直接摘自资料的答案。")
		return a.finish(ctx, &plain)
	}
	a.enter("answering")
	given, err := a.pieces(ctx, d)
	if err != nil {
		return err
	}
	if len(given) == 0 {
		return a.finish(ctx, &plain)
	}
	messages, version, err := a.prompt(d, given)
	if err != nil {
		return err
	}
	k, err := newChecker(ctx, a.Pool, a.asOf, quotesOf(given))
	if err != nil {
		return err
	}
	w.given, w.check = given, k
	_, err = a.Chat.Stream(ctx, messages, w.delta)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		a.Log.WarnContext(ctx, "qa: model failed", "err", err)
		return fallback(fault.Message(err))
	}
	w.flush()
	switch {
	case w.declined || len(w.kept) == 0:
		return fallback("模型没有给出有依据的回答，")
	case float64(w.failed) > maxUnproven*float64(w.failed+len(w.kept)):
		return fallback("模型的回答多数没有依据，")
	}
	a.answer.Model, a.answer.PromptVersion = a.Chat.Name(), version
	return a.accept(ctx, w, d)
}

func quotesOf(given []piece) []Citation {
	out := make([]Citation, len(given))
	for i, p := range given {
		out[i] = p.quote
	}
	return out
}

// pieces are the draft's quotes and the passages at hand, under short handles: a model that copies long ids gets them wrong.
func (a *asking) pieces(ctx context.Context, d *draft) ([]piece, error) {
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	a.enter("answering")
	quotes := d.quotes()
	for _, p := range a.offered {
		if p.inForce() && a.concerns(p) {
			quotes = append(quotes, p.whole())
		}
	}
	var out []piece
	for _, q := range quotes {
		inside := slices.ContainsFunc(out, func(o piece) bool {
			return o.quote.VersionID == q.VersionID && o.quote.Start <= q.Start && q.End <= o.quote.End
		})
		if inside || len(out) >= maxEvidence {
			continue
		}
		a.offer(q.ChunkID)
		out = append(out, piece{Handle: fmt.Sprintf("c%d", len(out)+1), Title: q.Title, DocNo: q.DocNo, Label: q.Label, Status: validity(q), Text: q.Quote, quote: q})
	}
	near, err := a.pairPieces(ctx)
	for _, p := range near[:min(len(near), maxEvidence/3)] {
		p.Handle = fmt.Sprintf("c%d", len(out)+1)
		a.offer(p.quote.ChunkID)
		a.floor = max(a.floor, p.clearance)
		out = append(out, p)
	}
	return out, err
}

// prompt renders what the model is told. The version joins those of both templates.
func (a *asking) prompt(d *draft, given []piece) ([]model.Message, string, error) {
	system, err := prompts.Get("answer-system")
	if err != nil {
		return nil, "", err
	}
	user, err := prompts.Get("answer-user")
	if err != nil {
		return nil, "", err
	}
	rules, err := system.Render(nil)
	if err != nil {
		return nil, "", err
	}
	text, err := user.Render(map[string]any{"Question": a.meaning.Text, "AsOf": a.asOf.Chinese(), "Evidence": given, "Figures": figuresGiven(d, given)})
	return []model.Message{{Role: "system", Content: rules}, {Role: "user", Content: text}}, system.Version + "+" + user.Version, err
}

// figuresGiven are the draft's computed lines: a model adds badly and need not.
func figuresGiven(d *draft, given []piece) []string {
	var out []string
	for _, l := range d.lines {
		if len(l.derived) == 0 {
			continue
		}
		handles := ""
		for _, p := range given {
			if slices.ContainsFunc(l.quotes, func(q Citation) bool {
				return q.VersionID == p.quote.VersionID && p.quote.Start <= q.Start && q.End <= p.quote.End
			}) {
				handles += "[" + p.Handle + "]"
			}
		}
		out = append(out, l.text+handles)
	}
	return out
}

// writing takes the model's text as it comes, cuts it into sentences and keeps those that prove themselves.
type writing struct {
	*asking
	given    []piece
	check    *checker
	open     string // not yet a whole sentence
	length   int
	kept     []line
	failed   int
	declined bool

	citations int // sent
	shown     int // bytes of the text sent
}

var handle = regexp.MustCompile(`[\[【［(（]\s*(c\d+(?:\s*[,，、]\s*c\d+)*)\s*[\]】］)）]`)

func (w *writing) delta(s string) error {
	w.length += len([]rune(s))
	if w.length > maxWritten {
		return errTooLong
	}
	w.open += s
	for {
		cut := written(w.open)
		if cut < 0 {
			return nil
		}
		w.sentence(w.open[:cut])
		w.open = w.open[cut:]
	}
}

var sentenceEnd = regexp.MustCompile(`[。！？](?:[”’」）]*)(?:\s*[\[【［(（]\s*c\d+[^\]】］)）]*[\]】］)）])*|\n`)

// written returns where the first whole sentence of s ends, -1 when none is sure to be whole: handles may follow the stop.
func written(s string) int {
	for _, loc := range sentenceEnd.FindAllStringIndex(s, -1) {
		rest := strings.TrimLeft(s[loc[1]:], " \t")
		if rest != "" && !strings.ContainsRune("[【［(（", []rune(rest)[0]) || strings.HasSuffix(s[:loc[1]], "\n") {
			return loc[1]
		}
	}
	return -1
}

func (w *writing) flush() {
	w.open += "\n"
	for cut := written(w.open); cut > 0; cut = written(w.open) {
		w.sentence(w.open[:cut])
		w.open = w.open[cut:]
	}
}

// sentence checks one sentence and, when it stands, shows it.
func (w *writing) sentence(raw string) {
	text := strings.TrimSpace(raw)
	if strings.Contains(text, cannotAnswer) {
		w.declined = true
		return
	}
	quotes, known := w.named(text)
	text = strings.TrimSpace(handle.ReplaceAllString(text, ""))
	if len([]rune(text)) < 2 {
		return
	}
	l := line{text: text, quotes: quotes, newline: strings.HasPrefix(raw, "\n")}
	if !known || w.problem(l) != "" {
		w.failed++
		return
	}
	l.derived = []string{w.asOf.Chinese()} // the day is ours, not the texts'
	w.kept = append(w.kept, l)
	w.show()
}

// show streams the last kept sentence: what is shown has been checked. The citations get the numbers they will have.
func (w *writing) show() {
	var so Answer
	(&draft{lines: w.kept}).assemble(&so)
	for ; w.citations < len(so.Citations); w.citations++ {
		w.emit(Event{Type: "citation", Citation: &so.Citations[w.citations]})
	}
	if whole := so.Text; len(whole) > w.shown {
		w.emit(Event{Type: "delta", Delta: whole[w.shown:]})
		w.shown = len(whole)
	}
}

// named are the quotes that a sentence's handles stand for. A handle that was never given condemns the sentence.
func (w *writing) named(text string) (quotes []Citation, known bool) {
	known = true
	for _, m := range handle.FindAllStringSubmatch(text, -1) {
		for _, h := range regexp.MustCompile(`c\d+`).FindAllString(m[1], -1) {
			i := slices.IndexFunc(w.given, func(p piece) bool { return p.Handle == h })
			if i < 0 {
				known = false
				continue
			}
			quotes = append(quotes, w.given[i].quote)
		}
	}
	return quotes, known && len(quotes) > 0
}

// problem says why a written sentence may not be shown: its numbers, dates and 文号 must stand in its quotes, most of its
// words too, and it must not permit what they forbid.
func (w *writing) problem(l line) string {
	resolved := slices.DeleteFunc(slices.Clone(l.quotes), func(c Citation) bool { return !w.check.resolves(c) })
	if len(resolved) < len(l.quotes) {
		return "引文不符"
	}
	grounds := w.check.grounds(resolved)
	if missing := claim.Missing(l.text, append(grounds, w.asOf.Chinese()), nil); len(missing) > 0 {
		return "“" + missing[0].Text + "”在引文中找不到"
	}
	if modality(l.text, strings.Join(grounds, "\n")) {
		return "应当、可以、不得与引文不一致"
	}
	have := bigrams(strings.Join(grounds, "\n") + strings.Join(w.bodies(), "\n") + "根据规定依据适用核定结论")
	want := bigrams(l.text)
	hits := 0
	for g := range want {
		if have[g] {
			hits++
		}
	}
	if float64(hits) < minOverlap*float64(len(want)) {
		return "与引文不符"
	}
	return ""
}

var modalWords = [][]string{{"不得", "严禁", "禁止", "不能", "不可以", "不可", "无权", "不允许", "不予"}, {"可以", "允许", "有权"}, {"应当", "必须", "应", "须"}}

// modality says whether a sentence permits, forbids or demands what its quotes do not.
func modality(text, grounds string) bool {
	for _, words := range modalWords {
		said := slices.ContainsFunc(words, func(x string) bool { return strings.Contains(withoutNegated(text, x), x) })
		there := slices.ContainsFunc(words, func(x string) bool { return strings.Contains(withoutNegated(grounds, x), x) })
		if said && !there {
			return true
		}
	}
	return false
}

// withoutNegated keeps 不可以 from counting as 可以, and 相应 and 对应 from counting as 应.
func withoutNegated(s, word string) string {
	switch word {
	case "可以":
		return strings.ReplaceAll(s, "不可以", "")
	case "应":
		return regexp.MustCompile(`相应|对应|适应|反应|响应|供应|应用|应急|效应|应对`).ReplaceAllString(s, "")
	case "须":
		return strings.ReplaceAll(s, "无须", "")
	}
	return s
}

// accept makes the kept sentences the answer, with the draft's table and notices.
func (a *asking) accept(ctx context.Context, w *writing, d *draft) error {
	made := &draft{lines: w.kept, notices: d.notices, header: d.header, rows: d.rows, related: d.related}
	if w.failed > 0 {
		made.note("模型的回答中有%d句没有通过核验，已删去。", w.failed)
	}
	if a.meaning.Intent == understand.Draft {
		made.note("以下文字由人工智能辅助生成，须经人工审核后使用。")
	}
	a.spoken = true
	if err := a.finish(ctx, made); err != nil {
		return err
	}
	if a.answer.Mode == Extractive {
		a.answer.Mode = Model
	}
	return nil
}
