package eval

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
	"bianku/retrieval"
)

// A process that was taken for dead may still be at work: two do one run at once.
func TestTwoProcessesOnOneRunDoubleNothing(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "题集", questions())
	want := w.run(lead, s.ID, Config{})
	var mu sync.Mutex
	gathered := 0
	w.deps.Gather = func(context.Context, pgx.Tx, int64) error {
		mu.Lock()
		defer mu.Unlock()
		gathered++
		return nil
	}
	r := w.queue(lead, s.ID, Config{Workers: 2})
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := Execute(t.Context(), w.deps, r.ID, func(int, int) {}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	got := w.byID(r.ID)
	require.Equal(t, Done, got.State)
	require.Equal(t, 4, got.Done)
	require.Len(t, w.outcomes(r.ID, OutcomeFilter{}), 4)
	require.Equal(t, want.Metrics.All, got.Metrics.All)
	require.Equal(t, 1, gathered, "its failures are handed on once")
}

// What cannot be handed on is not done: the run stays under way and the next attempt hands it on.
func TestGatherIsPartOfTheEnd(t *testing.T) {
	w := newWorld(t)
	s := w.set(w.as(auth.L2), "题集", questions())
	r := w.queue(w.as(auth.L2), s.ID, Config{})
	w.deps.Gather = func(context.Context, pgx.Tx, int64) error { return fault.New(fault.Unavailable, "稍后再试。") }
	require.True(t, fault.Is(Execute(t.Context(), w.deps, r.ID, func(int, int) {}), fault.Unavailable))
	half := w.byID(r.ID)
	require.Equal(t, Running, half.State)
	require.Equal(t, 4, half.Done)
	require.Zero(t, half.Metrics.All.Questions)
	w.deps.Gather = nil
	w.deps.QA = askerFunc(func(context.Context, qa.Question) (qa.Answer, error) {
		t.Error("all has been asked")
		return qa.Answer{}, nil
	})
	require.NoError(t, Execute(t.Context(), w.deps, r.ID, func(int, int) {}))
	require.Equal(t, Done, w.byID(r.ID).State)
}

func TestExecuteOfNoRun(t *testing.T) {
	w := newWorld(t)
	err := Execute(t.Context(), w.deps, 404, func(int, int) {})
	require.True(t, fault.Is(err, fault.NotFound))
}

// The search of a run is the index's own, on the day the question is of, and on the leg that was asked for.
func TestRunSearchesAsConfigured(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	qs := questions()[:1]
	dated := qs[0]
	dated.ID, dated.AsOf = "before", civil.MustParse("2024-05-01")
	s := w.set(w.as(auth.L2), "题集", append(qs, dated))
	seen := &recorded{Searcher: w.index}
	w.deps.Index = seen
	w.run(w.as(auth.L2), s.ID, Config{Leg: retrieval.Lexical, Workers: 1})
	require.Len(t, seen.mine(), 2)
	for _, q := range seen.mine() {
		require.Equal(t, retrieval.Lexical, q.Leg)
		require.True(t, q.NoPairs, "a set of pairs would find itself")
	}
	require.Equal(t, "2024-05-01", seen.mine()[1].AsOf.String())
	require.False(t, seen.mine()[0].AsOf.IsZero(), "the day the answer settled on")
}

// recorded is an index that remembers what was asked of it.
type recorded struct {
	Searcher
	mu      sync.Mutex
	queries []retrieval.Query
}

func (r *recorded) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	r.mu.Lock()
	r.queries = append(r.queries, q)
	r.mu.Unlock()
	return r.Searcher.Search(ctx, q)
}

// mine are the searches of the measure, which alone go as deep; those for the cause of a failure go deeper.
func (r *recorded) mine() (list []retrieval.Query) {
	for _, q := range r.queries {
		if q.K == searchDepth {
			list = append(list, q)
		}
	}
	return list
}

func TestARefusalTellsNothingOfWhatIsNear(t *testing.T) {
	w := newWorld(t)
	v := w.add(bellFile, bellText, auth.L3)
	var document int64
	require.NoError(t, w.pool.QueryRow(t.Context(), `select document_id from ingest.version where id = $1`, v).Scan(&document))
	w.deps.QA = askerFunc(func(context.Context, qa.Question) (qa.Answer, error) {
		near := []qa.Citation{{DocumentID: document, Title: "云澜市钟楼局三定规定"}}
		return qa.Answer{Mode: qa.Refused, Clearance: auth.L1, Refusal: &qa.Refusal{Reason: "no_evidence", Nearest: near}}, nil
	})
	s := w.set(w.as(auth.L1), "题集", questions()[3:])
	r := w.run(w.as(auth.L4), s.ID, Config{})
	require.Equal(t, auth.L3, r.Clearance, "the nearest articles are shown with the refusal")
	_, err := RunByID(w.as(auth.L2), w.pool, r.ID)
	require.True(t, fault.Is(err, fault.NotFound))
}

func TestTablesHoldTheRules(t *testing.T) {
	w := newWorld(t)
	s := w.set(w.as(auth.L2), "题集", questions())
	r := w.queue(w.as(auth.L2), s.ID, Config{})
	for name, sql := range map[string]string{
		"a failed run says why":            `update eval.run set state = 'failed' where id = $1`,
		"only a failed run has an error":   `update eval.run set error = '坏了' where id = $1`,
		"no other states":                  `update eval.run set state = 'paused' where id = $1`,
		"a set without questions":          `update eval.set set size = 0 where id = (select set_id from eval.run where id = $1)`,
		"a key twice":                      `insert into eval.question (set_id, seq, key, body) select set_id, 99, 'lamp', '{}' from eval.run where id = $1`,
		"a set that runs refer to is kept": `delete from eval.set where id = (select set_id from eval.run where id = $1)`,
	} {
		_, err := w.pool.Exec(t.Context(), sql, r.ID)
		require.Error(t, err, name)
	}
}

func TestConcurrentImportsMakeOneVersion(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if err := pg.InTx(lead, w.pool, func(tx pgx.Tx) error { _, err := ImportSet(lead, tx, "题集", FromFile, questions()); return err }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	_, total, err := Sets(lead, w.pool, 0, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
}
