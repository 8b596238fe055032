package ingest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/fault"
)

// queued puts a file into a batch and returns its intake.
func (s *store) queued(b Batch, name, text string) Intake {
	s.t.Helper()
	var in Intake
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, name, strings.NewReader(text))
		return err
	}))
	return in
}

func (s *store) begin(stage string, id int64) Item {
	s.t.Helper()
	items, err := Begin(s.ctx, s.pool, stage, []int64{id})
	require.NoError(s.t, err)
	require.Len(s.t, items, 1)
	return items[0]
}

func (s *store) advance(it Item, next string, o Outcome, took time.Duration) Intake {
	s.t.Helper()
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) error { return Advance(s.ctx, tx, it, next, o, took) }))
	in, err := IntakeByID(s.ctx, s.pool, it.ID)
	require.NoError(s.t, err)
	return in
}

// TestAnIntakeOnItsWay follows one through all states that a person can see.
func TestAnIntakeOnItsWay(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	in := s.queued(b, "a.txt", "第一条 甲")
	require.Equal(t, []any{Queued, FirstStage, 0.0}, []any{in.State, in.Stage, in.Progress})

	it := s.begin(FirstStage, in.ID)
	require.NoError(t, Progress(s.ctx, s.pool, []int64{in.ID}, 0.4))
	now, err := IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Running, now.State)
	require.InDelta(t, 0.4, now.Progress, 1e-6)
	require.Equal(t, 1, now.Attempts)
	require.NoError(t, Progress(s.ctx, s.pool, []int64{in.ID}, 7), "more than all is all")

	now = s.advance(it, RowStage, Outcome{State: Queued}, 2*time.Second)
	require.Equal(t, []any{Queued, RowStage, 0.0}, []any{now.State, now.Stage, now.Progress})

	it = s.begin(RowStage, in.ID)
	require.NoError(t, Release(s.ctx, s.pool, it))
	now, err = IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Queued, now.State, "a stopped worker gives it back")

	it = s.begin(RowStage, in.ID)
	now = s.advance(it, StageDone, Outcome{State: Queued, Note: "少了一点"}, time.Second)
	require.Equal(t, []any{Done, StageDone, 1.0, "少了一点"}, []any{now.State, now.Stage, now.Progress, now.Note})
	require.NoError(t, Fail(s.ctx, s.pool, it, errors.New("too late")))
	now, err = IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Done, now.State, "what has ended does not fail any more")

	times, err := StageTimes(s.ctx, s.pool, b.ID)
	require.NoError(t, err)
	require.ElementsMatch(t, []StageTime{{FirstStage, 1, in.Size, 2}, {RowStage, 1, in.Size, 1}}, times)
	notes, err := Notes(s.ctx, s.pool, b.ID)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"少了一点": 1}, notes)
	counts, err := IntakeCounts(s.ctx, s.pool)
	require.NoError(t, err)
	require.Equal(t, map[string]int{Done: 1}, counts)
}

func TestWaitingFindsWhatHasNoJob(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	one, two := s.queued(b, "a.txt", "甲"), s.queued(b, "b.txt", "乙")
	s.begin(FirstStage, two.ID) // running, and its worker died
	var lost map[string][]int64
	find := func(inJobs string) {
		require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) { lost, err = Waiting(s.ctx, tx, inJobs); return err }))
	}
	find(`select 0::bigint where false`)
	require.Equal(t, map[string][]int64{FirstStage: {one.ID, two.ID}}, lost)
	find(`select id from ingest.intake where filename = 'a.txt'`)
	require.Equal(t, map[string][]int64{FirstStage: {two.ID}}, lost)
}

func TestReopenTakesBackOnlyWhatIsMeant(t *testing.T) {
	s := newStore(t)
	noted := s.add(paper{title: "甲办法", from: "2020-01-01"})
	whole := s.add(paper{title: "乙办法", from: "2020-01-01"})
	s.add(paper{title: "乙办法", from: "2020-01-01"}) // a duplicate has nothing of its own
	_, err := s.pool.Exec(s.ctx, `update ingest.intake set note = '未生成向量：没有模型' where id = $1`, noted.ID)
	require.NoError(t, err)
	reopen := func(prefix string) (ids []int64) {
		require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) { ids, err = Reopen(s.ctx, tx, "embed", prefix); return err }))
		return ids
	}
	require.Equal(t, []int64{noted.ID}, reopen("未生成向量"))
	require.Empty(t, reopen("未生成向量"))
	require.Equal(t, []int64{whole.ID}, reopen(""))
	now, err := IntakeByID(s.ctx, s.pool, noted.ID)
	require.NoError(t, err)
	require.Equal(t, []any{Queued, "embed", "", noted.VersionID}, []any{now.State, now.Stage, now.Note, now.VersionID})
}

func TestABatchOfWhat(t *testing.T) {
	s := newStore(t)
	for name, c := range map[string]struct {
		n    NewSubmission
		want fault.Kind
	}{
		"defaults":     {NewSubmission{}, ""},
		"clearance":    {NewSubmission{Clearance: 5}, fault.Invalid},
		"source class": {NewSubmission{SourceClass: 7}, fault.Invalid},
	} {
		var b Batch
		err := s.tx(s.ctx, func(tx pgx.Tx) (err error) { b, err = NewBatch(s.ctx, tx, c.n); return err })
		require.Equal(t, c.want, fault.KindOf(err), name)
		if c.want == "" {
			require.Equal(t, []any{auth.L1, 2}, []any{b.Clearance, b.SourceClass})
		}
	}
	err := s.tx(t.Context(), func(tx pgx.Tx) error { _, err := NewBatch(t.Context(), tx, NewSubmission{}); return err })
	require.Equal(t, fault.Unauthenticated, fault.KindOf(err))
	err = s.tx(s.ctx, func(tx pgx.Tx) error {
		_, err := AddFile(s.ctx, tx, s.files, 404, "x", strings.NewReader("x"))
		return err
	})
	require.Equal(t, fault.NotFound, fault.KindOf(err))
}

func TestCleanNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a.txt": "a.txt", `C:\文件\通知.docx`: "C:/文件/通知.docx", "../../etc/passwd": "etc/passwd", "/a": "a", "./b": "b", "": "未命名",
		"换\n行.txt": "换行.txt", "坏\xff.txt": "坏�.txt", strings.Repeat("长", 300): strings.Repeat("长", 255),
	} {
		require.Equal(t, want, cleanName(in), "%q", in)
	}
}

func TestKnownBytes(t *testing.T) {
	s := newStore(t)
	x := paper{title: "甲办法", from: "2020-01-01"}
	data := []byte(x.doc().Chunks[0].Text)
	yes, err := Known(s.ctx, s.pool, data)
	require.NoError(t, err)
	require.False(t, yes)
	s.add(x)
	yes, err = Known(s.ctx, s.pool, data)
	require.NoError(t, err)
	require.True(t, yes)
}

func TestPagesAreBounded(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	for _, n := range []string{"a", "b", "c"} {
		s.queued(b, n, n)
	}
	list, total, err := Intakes(s.ctx, s.pool, IntakeFilter{BatchID: b.ID, Limit: 2, Offset: 1})
	require.NoError(t, err)
	require.Equal(t, 3, total)
	require.Equal(t, []string{"b", "c"}, []string{list[0].Filename, list[1].Filename})
	none, total, err := Intakes(s.ctx, s.pool, IntakeFilter{States: []string{Failed}})
	require.NoError(t, err)
	require.Zero(t, total)
	require.Empty(t, none)
	require.Equal(t, []int{50, 50, 1000, 7}, []int{page(0), page(-1), page(5000), page(7)})
}
