package eval

import (
	"context"
	"fmt"
	"strings"
	"sync"
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

// dictionary is loaded once: it takes a second.
var dictionary = sync.OnceValues(retrieval.NewTerms)

// world is a small corpus with its index and the service that answers from it, in a database of its own.
type world struct {
	t     *testing.T
	pool  *pgxpool.Pool
	files *ingest.Files
	index *retrieval.Index
	deps  Deps
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.Pool(t, audit.Migrations, account.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations, annotate.Migrations,
		qa.Migrations, Migrations)
	terms, err := dictionary()
	require.NoError(t, err)
	files, err := ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	index := retrieval.New(pool, terms, nil)
	w := &world{t: t, pool: pool, files: files, index: index}
	w.deps = Deps{Pool: pool, Index: index, QA: qa.New(qa.Config{Pool: pool, Index: index}), Program: "test"}
	return w
}

// as is somebody who leads, with a clearance.
func (w *world) as(c auth.Clearance) context.Context {
	return auth.WithActor(w.t.Context(), auth.Actor{ID: int64(c), Login: fmt.Sprintf("lead%d", c), Name: fmt.Sprintf("组长%d", c), Roles: []auth.Role{auth.Lead}, Clearance: c})
}

func (w *world) inTx(ctx context.Context, f func(tx pgx.Tx) error) {
	w.t.Helper()
	require.NoError(w.t, pg.InTx(ctx, w.pool, f))
}

// add takes a text in as the pipeline does, and returns its version.
func (w *world) add(name, text string, c auth.Clearance) (version int64) {
	w.t.Helper()
	ctx := w.as(auth.L4)
	w.inTx(ctx, func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(ctx, tx, ingest.NewSubmission{Label: name, Clearance: c})
		if err != nil {
			return err
		}
		in, err := ingest.AddFile(ctx, tx, w.files, b.ID, name, strings.NewReader(text))
		if err != nil {
			return err
		}
		items, err := ingest.Begin(ctx, tx, in.Stage, []int64{in.ID})
		if err != nil {
			return err
		}
		reading, err := ingest.Understand(ctx, tx, w.files, items[0])
		if err != nil {
			return err
		}
		out, err := ingest.Save(ctx, tx, reading)
		if err != nil {
			return err
		}
		version = out.VersionID
		return w.index.IndexVersion(ctx, tx, version)
	})
	return version
}

const (
	lampFile = "云澜市照明局三定规定.md"
	lampText = `云澜市照明局职能配置、内设机构和人员编制规定

（2024年5月8日中共云澜市委办公室、云澜市人民政府办公室印发　云办发〔2024〕34号）

第一条　根据《中国共产党机构编制工作条例》，制定本规定。
第二条　云澜市照明局（以下简称市照明局）是市政府工作部门，为正处级。
第三条　市照明局的主要职责是：
（一）负责城市灯光设施的规划。
（二）负责历史街区灯光设施的建设和管护。
第四条　市照明局设下列内设机构：
（一）办公室。负责机关日常运转。
（二）管护科。承担灯光设施的管护工作。
第五条　市照明局机关行政编制17名。设局长1名，副局长2名。
第六条　本规定自2024年6月1日起施行。
`
	bellFile = "云澜市钟楼局三定规定.md"
	bellText = `云澜市钟楼局职能配置、内设机构和人员编制规定

（2024年5月9日中共云澜市委办公室、云澜市人民政府办公室印发　云办发〔2024〕35号）

第一条　根据《中国共产党机构编制工作条例》，制定本规定。
第二条　云澜市钟楼局（以下简称市钟楼局）是市政府工作部门，为正处级。
第三条　市钟楼局的主要职责是：
（一）负责全市钟楼的修缮。
第四条　市钟楼局机关行政编制23名。设局长1名，副局长1名。
第五条　本规定自2024年6月1日起施行。
`
)

// questions are four over the corpus: two that it answers, one of which expects another number; one it cannot; one to refuse.
func questions() []Question {
	return []Question{
		{ID: "lamp", Type: 9, Split: "dev", Text: "云澜市照明局机关行政编制多少名？", Answerable: true, Answer: "17名", Must: []string{"17名"}, Gold: []Gold{{File: lampFile, Address: "第五条"}}},
		{ID: "wrong", Type: 9, Split: "test", Text: "市照明局行政编制有多少？", Answerable: true, Answer: "99名", Must: []string{"99名"}, Gold: []Gold{{File: lampFile, Address: "第五条"}}},
		{ID: "bell", Type: 9, Split: "dev", Text: "云澜市钟楼局机关行政编制多少名？", Answerable: true, Answer: "23名", Must: []string{"23名"}, Gold: []Gold{{File: bellFile, Address: "第四条"}}},
		{ID: "secret", Type: 29, Split: "dev", Text: "张某的编制类型是什么？", RefusalReasons: []string{"personal", "no_evidence", "unclear"}},
	}
}

// set imports questions as an actor.
func (w *world) set(ctx context.Context, name string, qs []Question) (s Set) {
	w.t.Helper()
	w.inTx(ctx, func(tx pgx.Tx) (err error) {
		s, err = ImportSet(ctx, tx, name, FromFile, qs)
		return err
	})
	return s
}

// queue makes a run.
func (w *world) queue(ctx context.Context, set int64, c Config) (r Run) {
	w.t.Helper()
	w.inTx(ctx, func(tx pgx.Tx) (err error) {
		r, err = NewRun(ctx, tx, set, c)
		return err
	})
	return r
}

// run makes a run and does it.
func (w *world) run(ctx context.Context, set int64, c Config) Run {
	w.t.Helper()
	r := w.queue(ctx, set, c)
	require.NoError(w.t, Execute(w.t.Context(), w.deps, r.ID, func(int, int) {}))
	return w.byID(r.ID)
}

func (w *world) byID(id int64) Run {
	w.t.Helper()
	r, err := RunByID(w.as(auth.L4), w.pool, id)
	require.NoError(w.t, err)
	return r
}

func (w *world) outcomes(id int64, f OutcomeFilter) []Outcome {
	w.t.Helper()
	list, _, err := Outcomes(w.as(auth.L4), w.pool, id, f)
	require.NoError(w.t, err)
	return list
}

// askerFunc is an Asker that does something before the real one answers.
type askerFunc func(ctx context.Context, q qa.Question) (qa.Answer, error)

func (f askerFunc) Ask(ctx context.Context, q qa.Question, _ func(qa.Event)) (qa.Answer, error) {
	return f(ctx, q)
}
