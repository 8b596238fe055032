package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// scene is a small corpus whose failures are classed.
type scene struct {
	t    *testing.T
	deps Deps
	pool *pgxpool.Pool
	ctx  context.Context
	hits []retrieval.Hit // what every search finds; nil: what the index finds
}

// Search stands for an index whose ranking a test decides.
func (s *scene) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	return retrieval.Result{Hits: s.hits}, nil
}

const classedRules = `云澜市灵活用编管理办法

（2022年3月10日中共云澜市委机构编制委员会云编〔2022〕11号印发）

第一条　为了规范灵活用编工作，制定本办法。
第二条　申请灵活用编，应当由单位向市委编办提出申请，市委编办审核后报市委编委审批。
第三条　灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。
第四条　本办法自2022年5月1日起施行。
`

func newScene(t *testing.T) *scene {
	t.Helper()
	pool := pgtest.Pool(t, account.Migrations, audit.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations,
		annotate.Migrations, qa.Migrations, Migrations)
	files, err := ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	s := &scene{t: t, pool: pool, ctx: auth.WithActor(t.Context(), auth.System("test"))}
	s.deps = Deps{Pool: pool, Files: files, Index: s, Program: "v1"}
	s.tx(func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(s.ctx, tx, ingest.NewSubmission{Label: "题", Clearance: auth.L2})
		if err != nil {
			return err
		}
		in, err := ingest.AddFile(s.ctx, tx, files, b.ID, "办法.txt", strings.NewReader(classedRules))
		if err != nil {
			return err
		}
		items, err := ingest.Begin(s.ctx, tx, in.Stage, []int64{in.ID})
		if err != nil {
			return err
		}
		reading, err := ingest.Understand(s.ctx, tx, files, items[0])
		if err != nil {
			return err
		}
		_, err = ingest.Save(s.ctx, tx, reading)
		return err
	})
	// The index itself is retrieval's; here it is enough that every chunk has an entry.
	s.exec(`insert into retrieval.entry (chunk_id, version_id, length) select id, version_id, 1 from ingest.chunk`)
	s.found("第三条", 1)
	return s
}

func (s *scene) tx(f func(tx pgx.Tx) error) { require.NoError(s.t, pg.InTx(s.ctx, s.pool, f)) }

func (s *scene) exec(sql string, args ...any) {
	s.t.Helper()
	_, err := s.pool.Exec(s.ctx, sql, args...)
	require.NoError(s.t, err)
}

func (s *scene) chunk(address string) (id int64) {
	require.NoError(s.t, s.pool.QueryRow(s.ctx, `select id from ingest.chunk where address = $1`, address).Scan(&id))
	return id
}

// found makes every search find the article at a place; 0: not at all.
func (s *scene) found(address string, place int) {
	s.hits = make([]retrieval.Hit, 50)
	if place > 0 {
		s.hits[place-1].ChunkID = s.chunk(address)
	}
}

var extension = Question{ID: "q", Type: 3, Text: "灵活用编最长几年，能延长多久？", Answerable: true, Must: []string{"2年", "6个月"}, MustNot: []string{"3年"},
	Gold: []Gold{{File: "办法.txt", Address: "第三条"}}}

func (s *scene) classed(q Question, a qa.Answer) Classed {
	s.t.Helper()
	c, err := classify(s.ctx, s.deps, q, a)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, c.Evidence, "a class without proof is a guess")
	require.False(s.t, c.Evidence[len(c.Evidence)-1].OK, "the last look is where it breaks")
	return c
}

func extracted(text string) qa.Answer { return qa.Answer{Mode: qa.Extractive, Text: text} }

// Each place on the line, broken by itself.
func TestClassifyStopsAtTheFirstBrokenPlace(t *testing.T) {
	wrong := extracted("一般不超过2年。")
	none := qa.Answer{Mode: qa.Refused, Refusal: &qa.Refusal{Reason: "no_evidence"}}
	for name, c := range map[string]struct {
		spoil  func(s *scene)
		q      Question
		a      qa.Answer
		class  Class
		stage  string
		object string
	}{
		"no such file":            {func(s *scene) { s.exec(`delete from ingest.intake`); s.exec(`delete from ingest.document`) }, extension, none, CorpusMissing, StageData, "document"},
		"withdrawn":               {func(s *scene) { s.exec(`update ingest.document set withdrawn_at = now()`) }, extension, none, CorpusMissing, StageData, "document"},
		"an article lost":         {func(s *scene) { s.exec(`delete from ingest.chunk where address = '第三条'`) }, extension, none, ParseLost, StageCatalog, "document"},
		"its hash is not its own": {func(s *scene) { s.exec(`update ingest.chunk set hash = 'x' where address = '第三条'`) }, extension, wrong, ParseLost, StageCatalog, "chunk"},
		"words lost": {func(s *scene) {
			s.exec(`update ingest.chunk set text = '第三条　灵活用编的期限一般不超过2年', end_rune = start_rune + 17 where address = '第三条'`)
			s.exec(`update ingest.chunk set hash = encode(sha256(convert_to(text, 'UTF8')), 'hex') where address = '第三条'`)
		}, extension, wrong, ParseLost, StageCatalog, "chunk"},
		"wrong date":                {func(s *scene) { s.exec(`update ingest.version set effective_from = '2032-05-01'`) }, extension, none, ValidityWrong, StageCatalog, "document"},
		"already over":              {func(s *scene) { s.exec(`update ingest.version set effective_to = '2023-01-01', ended_by = 'lapsed'`) }, extension, none, ValidityWrong, StageCatalog, "document"},
		"no entry":                  {func(s *scene) { s.exec(`delete from retrieval.entry`) }, extension, none, NotRetrieved, StageRetrieve, "chunk"},
		"not found":                 {func(s *scene) { s.found("第三条", 0) }, extension, none, NotRetrieved, StageRetrieve, "chunk"},
		"far down":                  {func(s *scene) { s.found("第三条", 40) }, extension, none, RankedLow, StageRetrieve, "chunk"},
		"refused with it at hand":   {func(*scene) {}, extension, none, ShouldAnswer, StageGenerate, "program"},
		"a condition dropped":       {func(*scene) {}, extension, wrong, GenerationWrong, StageGenerate, "program"},
		"dropped by a model":        {func(*scene) {}, extension, qa.Answer{Mode: qa.Model, Model: "m", PromptVersion: "p1", Text: "2年"}, GenerationWrong, StageGenerate, "prompt"},
		"right, cited elsewhere":    {func(*scene) {}, extension, extracted("2年，延长6个月"), CitationWrong, StageGenerate, "program"},
		"answered what it must not": {func(*scene) {}, Question{ID: "n", Text: "张三是什么编制？"}, extracted("行政编制"), ShouldRefuse, StageGenerate, "program"},
		"refused for what it says":  {func(*scene) {}, extension, qa.Answer{Mode: qa.Refused, Refusal: &qa.Refusal{Reason: "personal"}}, ShouldAnswer, StageGenerate, "program"},
		"a pair that is gone": {func(*scene) {}, Question{ID: "p", Text: "题", Answerable: true, PairID: 77, Must: []string{"9年"},
			Gold: extension.Gold}, wrong, LabelWrong, StageLabel, "pair"},
		"nothing holds it": {func(*scene) {}, Question{ID: "g", Text: "题", Answerable: true, Must: []string{"无处可寻"}}, none, CorpusMissing, StageData, "question"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			c.spoil(s)
			if strings.HasPrefix(name, "an article lost") {
				s.hits = nil
			}
			got := s.classed(c.q, c.a)
			require.Equal(t, c.class, got.Class, "%+v", got.Evidence)
			require.Equal(t, c.stage, got.Stage)
			require.Equal(t, c.object, got.ObjectType)
		})
	}
}

// The asker's level decides what may be told, not what is so.
func TestClassifyByClearance(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	low := auth.WithActor(s.ctx, auth.Actor{Login: "x", Clearance: auth.L1})
	c, err := classify(low, s.deps, extension, qa.Answer{Mode: qa.Refused, Refusal: &qa.Refusal{Reason: "no_evidence"}})
	require.NoError(t, err)
	require.Equal(t, ShouldAnswer, c.Class)
	require.Equal(t, StageCatalog, c.Stage)
	require.Equal(t, auth.L2, c.Clearance, "the proofs name an L2 text")
}

// A thumbs-down has no gold: what the answer rests on is walked, then the reader's word decides.
func TestClassifyTurn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	cite := qa.Citation{N: 1, Title: "办法", Label: "第三条", Status: ingest.InForce}
	require.NoError(t, s.pool.QueryRow(s.ctx, `select c.id, v.id, v.document_id, c.text, c.start_rune, c.end_rune from ingest.chunk c join ingest.version v on v.id = c.version_id
		where c.address = '第三条'`).Scan(&cite.ChunkID, &cite.VersionID, &cite.DocumentID, &cite.Quote, &cite.Start, &cite.End))
	altered := cite
	altered.Quote = strings.Replace(cite.Quote, "2", "3", 1)
	answer := func(c qa.Citation) qa.Answer {
		return qa.Answer{Mode: qa.Extractive, Text: "2年", Citations: []qa.Citation{c}}
	}
	refusal := qa.Answer{Mode: qa.Refused, Refusal: &qa.Refusal{Reason: "no_evidence"}}
	near := refusal
	near.Refusal = &qa.Refusal{Reason: "no_evidence", Nearest: []qa.Citation{cite}}
	for name, c := range map[string]struct {
		reason string
		a      qa.Answer
		class  Class
	}{
		"wrong":                   {"wrong", answer(cite), GenerationWrong},
		"outdated":                {"outdated", answer(cite), ValidityWrong},
		"beside the point":        {"citation", answer(cite), CitationWrong},
		"the quote is not there":  {"wrong", answer(altered), ParseLost},
		"refused, nothing near":   {"refused", refusal, CorpusMissing},
		"refused, something near": {"refused", near, ShouldAnswer},
	} {
		got, err := ClassifyTurn(s.ctx, s.pool, c.reason, "题", c.a)
		require.NoError(t, err, name)
		require.Equal(t, c.class, got.Class, name)
		require.NotEmpty(t, got.Evidence, name)
	}
}

// A number is not found in a longer one.
func TestSays(t *testing.T) {
	for _, c := range []struct {
		text, words string
		want        bool
	}{{"有效期3年", "3年", true}, {"2023年5月", "3年", false}, {"2023年起3年", "3年", true}, {"36名", "6名", false}, {"不得混用", "混用", true}, {"x", "", true}} {
		require.Equal(t, c.want, says(c.text, c.words), c)
	}
}

var errAway = errors.New("away")

// What cannot be looked at is an error, not a class.
func TestClassifyDoesNotGuessWhenTheIndexIsAway(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.deps.Index = away{}
	_, err := classify(s.ctx, s.deps, extension, extracted("2年"))
	require.ErrorIs(t, err, errAway)
}

type away struct{}

func (away) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	return retrieval.Result{}, errAway
}
