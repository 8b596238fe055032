package eval

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/qa"
)

func ids(pairs []CasePair) string {
	var s []string
	for _, p := range pairs {
		s = append(s, p.Question.ID)
	}
	return strings.Join(s, " ")
}

// rigged answers the named questions with nothing to go on.
func (w *world) rigged(keys ...string) {
	real := qa.New(qa.Config{Pool: w.pool, Index: w.index})
	w.deps.QA = askerFunc(func(ctx context.Context, q qa.Question) (qa.Answer, error) {
		for _, k := range questions() {
			if k.Text == q.Text && strings.Contains(" "+strings.Join(keys, " ")+" ", " "+k.ID+" ") {
				return qa.Answer{Mode: qa.Extractive, Text: "不详"}, nil
			}
		}
		return real.Ask(ctx, q, nil)
	})
}

func TestCompareCaseByCase(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "题集", questions())
	w.rigged("lamp")
	a := w.run(lead, s.ID, Config{})
	w.rigged("bell")
	b := w.run(lead, s.ID, Config{})

	c, err := Compare(lead, w.pool, a.ID, b.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"lamp", "bell", "wrong"}, []string{ids(c.Fixed), ids(c.Broken), ids(c.SameFailed)})
	require.Equal(t, 1, c.SamePassed)
	require.Equal(t, 4, c.Common)
	require.Empty(t, c.Note)
	require.Equal(t, "不详", c.Broken[0].B.Answer.Text)
	require.Equal(t, "passed", c.Metrics[0].Name)
	require.Equal(t, c.Metrics[0].A, c.Metrics[0].B)

	back, err := Compare(lead, w.pool, b.ID, a.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"bell", "lamp"}, []string{ids(back.Fixed), ids(back.Broken)})

	dev := w.run(lead, s.ID, Config{Split: "dev"})
	c, err = Compare(lead, w.pool, a.ID, dev.ID)
	require.NoError(t, err)
	require.Equal(t, 3, c.Common)
	require.Contains(t, c.Note, "范围不同")
	require.Equal(t, 2.0/3, c.Metrics[0].A, "of A only what B answered too")
}

func TestCompareOverDifferentSetsIsOfWhatTheyShare(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	lead := w.as(auth.L2)
	a := w.run(lead, w.set(lead, "题集", questions()).ID, Config{})
	changed := questions()
	changed[0].Must = []string{"18名"}
	b := w.run(lead, w.set(lead, "题集", changed).ID, Config{})
	c, err := Compare(lead, w.pool, a.ID, b.ID)
	require.NoError(t, err)
	require.Equal(t, 3, c.Common, "a question that asks for something else is another question")
	require.Contains(t, c.Note, "第 1 版、第 2 版")

	other := w.run(lead, w.set(lead, "别的题集", questions()[3:]).ID, Config{})
	c, err = Compare(lead, w.pool, a.ID, other.ID)
	require.NoError(t, err)
	require.Equal(t, 1, c.Common)
	require.Contains(t, c.Note, "问题集不同")

	strange := questions()[3:]
	strange[0].ID = "s1"
	none := w.run(lead, w.set(lead, "不相干", strange).ID, Config{})
	_, err = Compare(lead, w.pool, a.ID, none.ID)
	require.True(t, fault.Is(err, fault.Conflict))
	require.Contains(t, fault.Message(err), "没有共同的")
}

func TestGate(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	s := w.set(lead, "题集", questions())
	before := w.run(lead, s.ID, Config{})
	w.rigged("bell", "lamp")
	after := w.run(lead, s.ID, Config{})
	unfinished := w.queue(lead, s.ID, Config{})
	zero, one, two := 0, 1, 2
	min := func(name string, v float64) Thresholds { return Thresholds{Min: map[string]float64{name: v}} }
	for name, c := range map[string]struct {
		run     int64
		t       Thresholds
		reasons []string
	}{
		"reached exactly":           {before.ID, min("answers", 0.75), nil},
		"under":                     {after.ID, min("answers", 0.9), []string{"答案正确率（answers）为 0.25，低于门槛 0.9"}},
		"over a maximum":            {before.ID, Thresholds{Max: map[string]float64{"p95_ms": -1}}, []string{"高于上限"}},
		"none broken allowed":       {after.ID, Thresholds{Against: before.ID, MaxBroken: &zero}, []string{"有 2 题现在没有通过（最多允许 0 题）：lamp、bell"}},
		"one of two broken":         {after.ID, Thresholds{Against: before.ID, MaxBroken: &one}, []string{"最多允许 1 题"}},
		"as many as allowed":        {after.ID, Thresholds{Against: before.ID, MaxBroken: &two}, nil},
		"several reasons":           {after.ID, Thresholds{Min: map[string]float64{"answers": 1, "passed": 1}, Against: before.ID, MaxBroken: &zero}, []string{"answers", "passed", "评测"}},
		"not finished":              {unfinished.ID, min("answers", 0), []string{"没有完成（排队中）"}},
		"a metric it does not have": {w.run(lead, s.ID, Config{Keys: []string{"secret"}}).ID, min("recall@10", 0.5), []string{"没有这个指标"}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := Gate(lead, w.pool, c.run, c.t)
			require.NoError(t, err)
			require.Equal(t, len(c.reasons) == 0, v.Passed)
			require.Len(t, v.Reasons, len(c.reasons))
			for i, r := range c.reasons {
				require.Contains(t, v.Reasons[i], r)
			}
		})
	}
	for name, bad := range map[string]Thresholds{"nothing asked": {}, "unknown metric": min("accuracy", 1), "broken against what": {MaxBroken: &zero}} {
		_, err := Gate(lead, w.pool, before.ID, bad)
		require.True(t, fault.Is(err, fault.Invalid), name)
	}
}

func TestReadThresholds(t *testing.T) {
	got, err := ReadThresholds(strings.NewReader(`{"min": {"answers": 0.9}, "against": 3, "max_broken": 0}`))
	require.NoError(t, err)
	require.Equal(t, 0.9, got.Min["answers"])
	require.Equal(t, 0, *got.MaxBroken)
	for _, bad := range []string{`{"mim": {"answers": 0.9}}`, `{`, `{"min": {"answers": "0.9"}}`} {
		_, err := ReadThresholds(strings.NewReader(bad))
		require.True(t, fault.Is(err, fault.Invalid), bad)
	}
}
