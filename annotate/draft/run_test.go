package draft

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/sample"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

var dictionary = sync.OnceValues(retrieval.NewTerms)

func TestMain(m *testing.M) {
	code := m.Run()
	if t, err := dictionary(); err == nil {
		t.Close()
	}
	os.Exit(code)
}

// desk is a corpus with the service of pairs over it, in a database of its own.
type desk struct {
	t     *testing.T
	pool  *pgxpool.Pool
	pairs *annotate.Service
	index *retrieval.Index
	files *ingest.Files
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, pool: pgtest.Pool(t, account.Migrations, audit.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations, annotate.Migrations)}
	terms, err := dictionary()
	require.NoError(t, err)
	d.files, err = ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	d.index = retrieval.New(d.pool, terms, nil)
	d.pairs = annotate.New(d.index, nil)
	return d
}

func (d *desk) ctx() context.Context { return auth.WithActor(d.t.Context(), auth.System("test")) }

// sample takes documents of the sample in, found by a part of their names, and confirms every relation.
func (d *desk) sample(parts ...string) {
	d.t.Helper()
	items, err := sample.Documents()
	require.NoError(d.t, err)
	for _, part := range parts {
		n := 0
		for _, it := range items {
			if strings.Contains(it.File, part) {
				d.add(it.File, it.Data, it.Clearance)
				n++
			}
		}
		require.Equal(d.t, 1, n, part)
	}
	list, _, err := ingest.Relations(d.ctx(), d.pool, ingest.RelationFilter{State: "proposed"})
	require.NoError(d.t, err)
	for _, r := range list {
		d.tx(func(tx pgx.Tx) error { _, err := ingest.DecideRelation(d.ctx(), tx, r.ID, "confirmed"); return err })
	}
}

func (d *desk) tx(f func(tx pgx.Tx) error) {
	d.t.Helper()
	require.NoError(d.t, pg.InTx(d.t.Context(), d.pool, f))
}

func (d *desk) add(name string, data []byte, c auth.Clearance) (document int64) {
	d.t.Helper()
	ctx := d.ctx()
	d.tx(func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(ctx, tx, ingest.NewSubmission{Label: name, Clearance: c})
		if err != nil {
			return err
		}
		in, err := ingest.AddFile(ctx, tx, d.files, b.ID, name, strings.NewReader(string(data)))
		if err != nil {
			return err
		}
		items, err := ingest.Begin(ctx, tx, in.Stage, []int64{in.ID})
		if err != nil {
			return err
		}
		reading, err := ingest.Understand(ctx, tx, d.files, items[0])
		if err != nil {
			return err
		}
		out, err := ingest.Save(ctx, tx, reading)
		if err != nil {
			return err
		}
		v, err := ingest.VersionByID(ctx, tx, out.VersionID, civil.Date{})
		document = v.DocumentID
		return err
	})
	return document
}

func (d *desk) run(o Options) Report {
	d.t.Helper()
	rep, err := Run(d.ctx(), d.pool, d.pairs, o, func(Progress) {})
	require.NoError(d.t, err)
	return rep
}

// pair is the pair that asks q.
func (d *desk) pair(q string) annotate.Pair {
	d.t.Helper()
	list, _, err := annotate.Pairs(d.ctx(), d.pool, annotate.Filter{Q: strings.TrimSuffix(q, "？"), Limit: 500})
	require.NoError(d.t, err)
	for _, p := range list {
		if p.Question == q {
			return p
		}
	}
	require.Fail(d.t, "no pair asks", q)
	return annotate.Pair{}
}

func (d *desk) count() (n int) {
	d.t.Helper()
	require.NoError(d.t, d.pool.QueryRow(d.t.Context(), `select count(*) from annotate.pair`).Scan(&n))
	return n
}

func TestRun(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("应急管理局职能配置", "云编(2022)9号", "编制周转池管理办法(2025)", "机构编制管理办法(2024修正)")
	var told []Progress
	rep, err := Run(d.ctx(), d.pool, d.pairs, Options{Submit: true}, func(p Progress) { told = append(told, p) })
	require.NoError(t, err)
	require.Equal(t, 4, rep.Done)
	require.Equal(t, 4, rep.Total)
	require.Equal(t, d.count(), rep.Created)
	require.Greater(t, rep.Created, 80)
	require.Equal(t, rep.Created, rep.Submitted, "every draft of a rule passes the checks")
	require.Equal(t, rep.Progress, told[len(told)-1])
	for i := 1; i < len(told); i++ {
		require.GreaterOrEqual(t, told[i].Created, told[i-1].Created)
	}

	// The later paper is told with the charter: its number leads, and it is a basis.
	p := d.pair("云澜市应急管理局机关行政编制有多少名？")
	require.Equal(t, annotate.StateReview, p.State)
	require.Equal(t, annotate.ByRule, p.Origin)
	require.Empty(t, p.Author)
	require.True(t, strings.HasPrefix(p.Answer, "现为51名。"), p.Answer)
	require.Len(t, p.Basis, 3)
	require.NotEqual(t, p.Basis[0].DocumentID, p.Basis[2].DocumentID)

	// Links: the list a unit belongs to, the text a text rests on.
	unit := d.pair("云澜市应急管理局火灾防治管理科负责什么？")
	require.Contains(t, unit.Links, annotate.Link{Type: "related", PairID: d.pair("云澜市应急管理局有哪些内设机构？").ID, Title: "云澜市应急管理局有哪些内设机构？"})
	borrowed := d.pair("什么是编制周转池？")
	require.Equal(t, "prerequisite", borrowed.Links[0].Type)
	require.Equal(t, "云澜市机构编制管理办法", borrowed.Links[0].Title)
}

// A run that is started again makes nothing twice, whatever became of the pairs.
func TestRunGoesOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("编制周转池管理办法(2025)", "议事协调机构管理办法")
	stop, cancel := context.WithCancel(d.ctx())
	_, err := Run(stop, d.pool, d.pairs, Options{}, func(p Progress) { cancel() })
	require.ErrorIs(t, err, context.Canceled)
	half := d.count()
	require.Greater(t, half, 5)

	rep := d.run(Options{})
	require.Equal(t, half, rep.Skipped)
	whole := d.count()
	require.Equal(t, whole, half+rep.Created)

	// What was withdrawn, or reworded by an expert, is not written again.
	gone, reworded := d.pair("什么是编制周转池？"), d.pair("哪些情形下可以申请借用周转池编制？")
	d.tx(func(tx pgx.Tx) error { _, err := d.pairs.Withdraw(d.ctx(), tx, gone.ID, "不需要"); return err })
	d.tx(func(tx pgx.Tx) error {
		_, err := d.pairs.Save(d.ctx(), tx, reworded.ID, annotate.Content{Question: "什么时候能借周转池的编制？", Answer: reworded.Answer})
		return err
	})
	rep = d.run(Options{})
	require.Zero(t, rep.Created)
	require.Equal(t, whole, d.count())
}

// Two processes at once make each pair once.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("编制周转池管理办法(2025)", "议事协调机构管理办法")
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			_, err := Run(d.ctx(), d.pool, d.pairs, Options{}, func(Progress) {})
			require.NoError(t, err)
		})
	}
	wg.Wait()
	var twice int
	require.NoError(t, d.pool.QueryRow(t.Context(), `select count(*) from (select question_key from annotate.pair_version group by 1 having count(*) > 1) x`).Scan(&twice))
	require.Zero(t, twice)
}

func TestOnlyWhatIsInForce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("编外用人管理暂行办法(2018)", "编外用人控制数管理规定", "事业编制分类管理和动态调整", "编制周转池管理办法(试行)", "机构编制评估办法", "三个关系")
	d.run(Options{})
	rows, err := d.pool.Query(t.Context(), `select distinct v.title from annotate.basis b join ingest.version v on v.id = b.version_id`)
	require.NoError(t, err)
	titles, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"云澜市机关事业单位编外用人控制数管理规定", "数据管理机构职能配置的三个关系"}, titles)
	require.Equal(t, 24, d.pair("关于数据管理机构职能配置的三个关系，有什么研究观点？").Type)

	// Asked for by number, an old text says why it gives nothing.
	list, _, err := ingest.Documents(d.ctx(), d.pool, ingest.DocumentFilter{Q: "编外用人管理暂行办法"})
	require.NoError(t, err)
	rep := d.run(Options{DocumentIDs: []int64{list[0].ID}})
	require.Zero(t, rep.Created)
	require.Equal(t, []Passed{{list[0].ID, "没有现行有效的版本"}}, rep.Passed)
	_, err = Run(d.ctx(), d.pool, d.pairs, Options{DocumentIDs: []int64{9999}}, func(Progress) {})
	require.True(t, fault.Is(err, fault.NotFound))
}

// A text whose repeal is proposed and not decided gives nothing until somebody has decided.
func TestDoubtfulTextWaits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	items, err := sample.Documents()
	require.NoError(t, err)
	for _, it := range items {
		if strings.Contains(it.File, "编外用人") {
			d.add(it.File, it.Data, it.Clearance)
		}
	}
	rep := d.run(Options{})
	require.Len(t, rep.Passed, 1)
	require.NotEmpty(t, rep.Passed[0].Reason)
}

// The same question of two texts: the second names its text.
func TestSameQuestionOfTwoTexts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, at := range []string{"甲", "乙"} {
		d.add(at+".txt", fmt.Appendf(nil, "云澜市%s管理办法\n第一条　为了规范工作，制定本办法。\n第二条　本办法所称公共数据，是指机关在履行%s职责中产生的数据。\n第三条　本办法自2020年1月1日起施行。", at, at), auth.L1)
	}
	d.run(Options{})
	first, second := d.pair("什么是公共数据？"), d.pair("按照《云澜市甲管理办法》，什么是公共数据？")
	require.NotEqual(t, first.DocumentID, second.DocumentID)
	require.NotContains(t, second.Variants, second.Question)
	n := d.count()
	d.run(Options{})
	require.Equal(t, n, d.count(), "and it stays so")
}

// A pair is as secret as what it rests on; an actor drafts from what they may see.
func TestClearance(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("2026年度市级机关用编计划", "编制周转池管理办法(2025)")
	low := auth.System("test")
	low.Clearance = auth.L1
	rep, err := Run(auth.WithActor(t.Context(), low), d.pool, d.pairs, Options{}, func(Progress) {})
	require.NoError(t, err)
	require.Equal(t, 1, rep.Total)
	d.run(Options{})
	require.Equal(t, auth.L2, d.pair("《2026年度市级机关用编计划表》中，市水利局的用编计划、考试录用、调任转任、军转安置各是多少？").Clearance)
}

// A paper above the charter's clearance is not told with it.
func TestEventsAboveAreNotTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	items, err := sample.Documents()
	require.NoError(t, err)
	for _, it := range items {
		switch {
		case strings.Contains(it.File, "应急管理局职能配置"):
			d.add(it.File, it.Data, auth.L1)
		case strings.Contains(it.File, "云编(2022)9号"):
			d.add(it.File, it.Data, auth.L2)
		}
	}
	d.run(Options{})
	require.Equal(t, auth.L1, d.pair("云澜市应急管理局有哪些内设机构？").Clearance)
	require.True(t, strings.HasPrefix(d.pair("云澜市应急管理局机关行政编制有多少名？").Answer, "48名。"))
}

func TestRunWithAModel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("编制周转池管理办法(2025)")
	chat := &script{says: []string{saying(t, good), saying(t, with(func(s *said) { s.Basis[0].Quote = "编造的依据文字" })), `{"pairs":[]}`}}
	// The words are of the eleventh article; asked about another one, the quote is not there.
	rep := d.run(Options{Chat: chat})
	require.Equal(t, len(chat.heard)+1, rep.Total, "the document and its passages")
	require.Equal(t, rep.Total, rep.Done)
	require.GreaterOrEqual(t, rep.Refused, 2)
	require.NotEmpty(t, rep.Refusal[0].Reason)
	asked := len(chat.heard)

	rep = d.run(Options{Chat: chat})
	require.Zero(t, rep.Created)
	require.Len(t, chat.heard, asked, "a chunk is asked about once")

	// Another model is asked anew, and what it writes is kept as its own.
	d.pool.Exec(t.Context(), `truncate annotate.drafted`)
	m := passagesLabelled(t, d, "第十一条")
	again := &script{says: answersAt(t, m)}
	rep = d.run(Options{Chat: again, Submit: true})
	require.Equal(t, 1, rep.Created)
	p := d.pair(good.Question)
	require.Equal(t, annotate.ByModel, p.Origin)
	require.Equal(t, "scripted", p.Model)
	require.Contains(t, p.PromptVersion, "pair-system@")
	require.Equal(t, annotate.StateReview, p.State)
}

// passagesLabelled says at which call the passage of that label comes.
func passagesLabelled(t *testing.T, d *desk, label string) int {
	t.Helper()
	ids, err := inForce(d.ctx(), d.pool, nil)
	require.NoError(t, err)
	m, _, err := load(d.ctx(), d.pool, ids[0], nil)
	require.NoError(t, err)
	for i, p := range m.passages(nil) {
		if p.Own.Label == label {
			return i
		}
	}
	require.Fail(t, "no passage", label)
	return 0
}

func answersAt(t *testing.T, n int) []string {
	t.Helper()
	var out []string
	for range n {
		out = append(out, `{"pairs":[]}`)
	}
	return append(out, saying(t, good), `{"pairs":[]}`)
}

// A model that goes away ends the run; what was drafted stays, and the next run asks only for the rest.
func TestModelGoesAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sample("编制周转池管理办法(2025)")
	away := &script{fails: fault.New(fault.Unavailable, "对话模型暂时不可用。")}
	_, err := Run(d.ctx(), d.pool, d.pairs, Options{Chat: away}, func(Progress) {})
	require.True(t, fault.Is(err, fault.Unavailable))
	require.Positive(t, d.count(), "what rules have drafted is there")
}

func TestRecord(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	doc := d.add("甲.txt", []byte("云澜市甲管理办法\n第一条　为了规范工作，制定本办法。\n第二条　本办法自2020年1月1日起施行。"), auth.L2)
	latest, err := Latest(d.ctx(), d.pool)
	require.NoError(t, err)
	require.Empty(t, latest.State)

	var r Record
	d.tx(func(tx pgx.Tx) (err error) {
		r, err = NewRun(d.ctx(), tx, Order{DocumentIDs: []int64{doc}, Submit: true})
		return err
	})
	require.Equal(t, Queued, r.State)
	require.Equal(t, []int64{doc}, r.DocumentIDs)
	err = pg.InTx(t.Context(), d.pool, func(tx pgx.Tx) error { _, err := NewRun(d.ctx(), tx, Order{}); return err })
	require.True(t, fault.Is(err, fault.Conflict), "one at a time")

	got, open, err := Begin(d.ctx(), d.pool, r.ID)
	require.NoError(t, err)
	require.True(t, open)
	require.Equal(t, Running, got.State)
	require.NoError(t, Told(d.ctx(), d.pool, r.ID, Progress{Done: 1, Total: 2, Created: 3, Submitted: 2, Skipped: 4, Refused: 5}))
	latest, err = Latest(d.ctx(), d.pool)
	require.NoError(t, err)
	require.Equal(t, Progress{1, 2, 3, 2, 4, 5}, latest.Progress)
	require.NoError(t, Ended(d.ctx(), d.pool, r.ID, "模型没有回应。"))
	_, open, err = Begin(d.ctx(), d.pool, r.ID)
	require.NoError(t, err)
	require.False(t, open, "what has ended does not begin again")

	low := auth.System("test")
	low.Clearance = auth.L1
	latest, err = Latest(auth.WithActor(t.Context(), low), d.pool)
	require.NoError(t, err)
	require.Empty(t, latest.State, "nobody is told of a run above them")
	_, err = RunByID(auth.WithActor(t.Context(), low), d.pool, r.ID)
	require.True(t, fault.Is(err, fault.NotFound))
	err = pg.InTx(t.Context(), d.pool, func(tx pgx.Tx) error {
		_, err := NewRun(auth.WithActor(t.Context(), low), tx, Order{DocumentIDs: []int64{doc}})
		return err
	})
	require.True(t, fault.Is(err, fault.NotFound), "nor drafts from what they may not see")
}

// A run whose process has vanished long ago makes room.
func TestAbandonedRunMakesRoom(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var first, second Record
	d.tx(func(tx pgx.Tx) (err error) { first, err = NewRun(d.ctx(), tx, Order{}); return err })
	_, err := d.pool.Exec(t.Context(), `update annotate.draft_run set updated_at = now() - interval '1 hour'`)
	require.NoError(t, err)
	d.tx(func(tx pgx.Tx) (err error) { second, err = NewRun(d.ctx(), tx, Order{}); return err })
	require.NotEqual(t, first.ID, second.ID)
	first, err = RunByID(d.ctx(), d.pool, first.ID)
	require.NoError(t, err)
	require.Equal(t, Failed, first.State)
	require.Equal(t, "处理中断，未能继续。", first.Error)
}
