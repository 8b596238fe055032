package qa

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/qa/understand"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// Searcher finds chunks: *retrieval.Index.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
}

// Config is what a Service stands on. Pool and Index are needed.
type Config struct {
	Pool  *pgxpool.Pool
	Index Searcher
	Chat  model.Chat              // nil: extractive answers
	Words *sensitivewords.Matcher // nil: nothing is blocked or masked
	Now   func() time.Time        // nil: time.Now
	Log   *slog.Logger            // nil: slog.Default()
}

// Service answers questions. It is safe for concurrent use.
type Service struct {
	Config
	lexicons lexicons
}

// New makes a Service.
func New(c Config) *Service {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Service{Config: c}
}

// maxQuestion is the longest question in characters.
const maxQuestion = 2000

// asking is one question on its way to its answer.
type asking struct {
	*Service
	question Question
	emit     func(Event)
	today    civil.Date
	asOf     civil.Date
	meaning  understand.Meaning
	lexicon  *understand.Lexicon
	answer   Answer
	offered  []passage      // what a model is given besides the draft's quotes
	evidence []int64        // chunk ids, stored with the turn
	near     []nearPair     // approved pairs that ask the same in words less near
	floor    auth.Clearance // of what a model has been shown
	notices  []string       // about how the question was read
	spoken   bool           // the text was streamed as it was made
	summing  bool           // a sum is asked for, which a paper on one matter may state
	stage    string
	began    time.Time
}

// stages are the steps that a person sees while waiting.
var stages = map[string]string{"understanding": "理解问题", "retrieving": "检索资料", "reading": "核对条文", "answering": "组织回答", "verifying": "核验引文"}

// Ask answers q for the actor in ctx, calling emit (nil is allowed) for every step. It stores the turn and its audit event
// unless q says not to. A refusal is an answer, not an error.
func (s *Service) Ask(ctx context.Context, q Question, emit func(Event)) (_ Answer, err error) {
	defer fault.Wrapf(&err, "qa.Ask(%.40q)", q.Text)
	if emit == nil {
		emit = func(Event) {}
	}
	q.Text = strings.TrimSpace(q.Text)
	switch n := len([]rune(q.Text)); {
	case !auth.ActorFrom(ctx).SignedIn():
		return Answer{}, fault.New(fault.Unauthenticated, "请先登录。")
	case n == 0:
		return Answer{}, fault.Field("question", "请输入问题。")
	case n > maxQuestion:
		return Answer{}, fault.Field("question", "问题太长，请控制在 2000 字以内。")
	}
	a := &asking{Service: s, question: q, emit: emit, today: civil.On(s.Now()), began: s.Now()}
	a.answer = Answer{Question: q.Text, ConversationID: q.ConversationID, Timings: map[string]float64{}, Sentences: []Sentence{}, Citations: []Citation{}}
	if err := a.run(ctx); err != nil {
		return Answer{}, err
	}
	if !q.NoStore {
		if err := a.store(ctx); err != nil {
			return Answer{}, err
		}
	}
	a.emit(Event{Type: "final", Answer: &a.answer})
	return a.answer, nil
}

// enter begins a stage and books the time of the one before.
func (a *asking) enter(stage string) {
	now := a.Now()
	if a.stage != "" {
		a.answer.Timings[a.stage] += float64(now.Sub(a.began).Microseconds()) / 1000
	}
	a.stage, a.began = stage, now
	if stage != "" {
		a.emit(Event{Type: "stage", Stage: stage, Label: stages[stage]})
	}
}

// run goes from the question to the answer.
func (a *asking) run(ctx context.Context) error {
	defer a.enter("")
	a.enter("understanding")
	if err := a.understand(ctx); err != nil {
		return err
	}
	a.Log.DebugContext(ctx, "qa: understood", "meaning", a.meaning)
	d, err := a.draft(ctx)
	if err != nil {
		return err
	}
	if d.refusal == nil && d.approved == nil && a.Chat != nil && !figured[a.meaning.Intent] {
		return a.write(ctx, d)
	}
	return a.finish(ctx, d)
}

// figured are the questions whose answer is computed and laid out with its arithmetic: there is nothing for a model to word,
// and a paraphrase that leaves one change out is a wrong number of posts.
var figured = map[understand.Intent]bool{understand.Number: true, understand.Vacancy: true, understand.Sum: true, understand.History: true,
	understand.Compare: true, understand.VersionDiff: true, understand.ArticleText: true, understand.List: true}

// understand reads the question in the light of its conversation and fixes the day.
func (a *asking) understand(ctx context.Context) error {
	lexicon, err := a.lexicons.of(ctx, a.Service)
	if err != nil {
		return err
	}
	a.lexicon = lexicon
	former := a.question.History
	if a.question.ConversationID != 0 {
		if former, err = formerQuestions(ctx, a.Pool, a.question.ConversationID); err != nil {
			return err
		}
	}
	var before understand.Meaning
	for i, text := range former {
		m := understand.Read(text, lexicon, a.today)
		if i > 0 {
			m = understand.Follow(m, before)
		}
		before = m
	}
	a.meaning = understand.Read(a.question.Text, lexicon, a.today)
	if len(former) > 0 {
		a.meaning = understand.Follow(a.meaning, before)
	}
	a.sayLikely()
	return a.fixDay(ctx)
}

// draft finds what answers, or why nothing does.
func (a *asking) draft(ctx context.Context) (*draft, error) {
	if r := a.blocked(); r != nil {
		return &draft{refusal: r}, nil
	}
	if p := a.meaning.Policy; p != "" {
		return &draft{refusal: &Refusal{Reason: string(p), Message: policyMessages[p]}}, nil
	}
	for _, find := range append([]answerer{(*asking).fromPair}, answerers(a.meaning.Intent)...) {
		d, err := find(a, ctx)
		if err != nil {
			return nil, err
		}
		if !d.empty() && !a.ofAnotherPlace(d) {
			return d, nil
		}
	}
	return a.nothing(ctx)
}

// answerer says what it finds, an empty draft (or nil) for nothing.
type answerer func(*asking, context.Context) (*draft, error)

// answerers are tried in order for each kind of question; the first that has something to say says it.
func answerers(i understand.Intent) []answerer {
	switch i {
	case understand.Number:
		return []answerer{(*asking).bodyClear, (*asking).numbers, (*asking).extract}
	case understand.Vacancy:
		return []answerer{(*asking).bodyClear, (*asking).vacancy, (*asking).extract}
	case understand.Sum:
		return []answerer{(*asking).bodyClear, (*asking).sum, (*asking).statedSum}
	case understand.History:
		return []answerer{(*asking).bodyClear, (*asking).history, (*asking).extract}
	case understand.Compare:
		return []answerer{(*asking).bodyClear, (*asking).compare, (*asking).extract}
	case understand.Units:
		return []answerer{(*asking).bodyClear, (*asking).units, (*asking).extract}
	case understand.Duties:
		return []answerer{(*asking).bodyClear, (*asking).duties, (*asking).extract}
	case understand.VersionDiff:
		return []answerer{(*asking).bodyClear, (*asking).versionDiff, (*asking).paper, (*asking).extract}
	case understand.Responsible:
		return []answerer{(*asking).responsible, (*asking).extract}
	case understand.WhichText:
		return []answerer{(*asking).whichText, (*asking).extract}
	case understand.StillValid:
		return []answerer{(*asking).stillValid}
	case understand.TakesEffect:
		return []answerer{(*asking).takesEffect, (*asking).extract}
	case understand.ArticleText:
		return []answerer{(*asking).articleText}
	case understand.Basis:
		return []answerer{(*asking).basisOf, (*asking).extract}
	case understand.List:
		return []answerer{(*asking).list, (*asking).paper, (*asking).extract}
	case understand.Change:
		return []answerer{(*asking).change, (*asking).extract}
	case understand.Definition:
		return []answerer{(*asking).definition}
	case understand.Difference:
		return []answerer{(*asking).difference}
	case understand.Study:
		return []answerer{(*asking).study, (*asking).extract}
	case understand.Draft:
		return []answerer{(*asking).drafting}
	}
	return []answerer{(*asking).holder, (*asking).paper, (*asking).extract}
}

// finish checks the draft, and makes it the answer or, when nothing of it stands, a refusal.
func (a *asking) finish(ctx context.Context, d *draft) error {
	a.enter("verifying")
	k, err := newChecker(ctx, a.Pool, a.asOf, append(d.quotes(), nearest(d)...))
	if err != nil {
		return err
	}
	for _, why := range k.check(d) {
		a.Log.WarnContext(ctx, "qa: line dropped", "why", why)
	}
	if d.refusal == nil && len(d.lines) == 0 {
		d.refusal = refuse(noEvidence, "")
	}
	a.answer.Mode = Extractive
	if d.refusal != nil {
		a.answer.Mode, d.lines, d.rows = Refused, nil, nil
		keep := d.refusal.Nearest[:0]
		for _, c := range d.refusal.Nearest {
			if k.resolves(c) {
				keep = append(keep, c)
			}
		}
		d.refusal.Nearest = keep
	}
	if a.otherDay() {
		d.ofThatDay()
	}
	if d.refusal != nil && a.meaning.When.Future {
		a.answer.AsOf, a.answer.AsOfSource, a.answer.AsOfNote = a.today, "today", ""
	}
	d.warn()
	if d.refusal == nil {
		a.saidOf(d)
		d.notices = append(slices.Clone(a.notices), d.notices...)
	}
	d.assemble(&a.answer)
	if d.refusal != nil {
		a.answer.Text = d.refusal.Message
	}
	a.answer.Clearance = max(a.floor, k.clearance(a.answer.Citations))
	if p := d.approved; p != nil && d.refusal == nil {
		a.approve(*p)
	}
	a.remember(a.answer.Citations)
	a.mask()
	a.speak()
	return nil
}

func nearest(d *draft) []Citation {
	if d.refusal == nil {
		return nil
	}
	return d.refusal.Nearest
}

// remember adds the chunks of citations to the turn's evidence.
func (a *asking) remember(citations []Citation) {
	for _, c := range citations {
		a.offer(c.ChunkID)
	}
}

func (a *asking) offer(chunk int64) {
	for _, id := range a.evidence {
		if id == chunk {
			return
		}
	}
	a.evidence = append(a.evidence, chunk)
}

// speak sends the checked answer: citations first, so that the marks in the text find them.
func (a *asking) speak() {
	if a.spoken {
		return
	}
	for i := range a.answer.Citations {
		a.emit(Event{Type: "citation", Citation: &a.answer.Citations[i]})
	}
	if len(a.answer.Sentences) == 0 {
		a.emit(Event{Type: "delta", Delta: a.answer.Text})
		return
	}
	for _, piece := range pieces(a.answer) {
		a.emit(Event{Type: "delta", Delta: piece})
	}
}

// pieces cuts the text after each sentence with its marks; together they are the text.
func pieces(a Answer) []string {
	var out []string
	rest := a.Text
	for _, s := range a.Sentences {
		end := strings.Index(rest, s.Text)
		if end < 0 {
			break
		}
		end += len(s.Text) + len(marks(s.Citations))
		out = append(out, rest[:end])
		rest = rest[end:]
	}
	if rest != "" {
		out = append(out, rest)
	}
	return out
}

// lexicons keeps the last lexicon a clearance: making one from thousands of bodies takes longer than asking for their names.
type lexicons struct {
	mu   sync.Mutex
	last map[auth.Clearance]lexiconOf
}

type lexiconOf struct {
	names   string
	lexicon *understand.Lexicon
}

func (l *lexicons) of(ctx context.Context, s *Service) (*understand.Lexicon, error) {
	names, err := ingest.Orgs(ctx, s.Pool)
	if err != nil {
		return nil, err
	}
	key, level := strings.Join(names, "\n"), auth.ActorFrom(ctx).Clearance
	l.mu.Lock()
	defer l.mu.Unlock()
	if have, ok := l.last[level]; ok && have.names == key {
		return have.lexicon, nil
	}
	if l.last == nil {
		l.last = map[auth.Clearance]lexiconOf{}
	}
	made := lexiconOf{key, understand.NewLexicon(names)}
	l.last[level] = made
	return made.lexicon, nil
}
