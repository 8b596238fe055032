package metrics

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The known answers were worked out by hand from trec_eval's definitions.
func TestRanking(t *testing.T) {
	gold := Gold{"a": 1, "b": 1, "c": 1, "x": 0}
	cases := []struct {
		name                        string
		ranking                     []string
		recall, rr, ndcg, precision float64
	}{
		{"all three first", []string{"a", "b", "c"}, 1, 1, 1, 1},
		{"one of three is not perfect", []string{"a", "x", "y"}, 1.0 / 3, 1, 1 / (1 + 1/math.Log2(3) + 0.5), 1.0 / 3},
		{"found late", []string{"x", "y", "a"}, 1.0 / 3, 1.0 / 3, 0.5 / (1 + 1/math.Log2(3) + 0.5), 1.0 / 9},
		{"a repeat counts once", []string{"a", "a", "b"}, 2.0 / 3, 1, (1 + 1/math.Log2(3)) / (1 + 1/math.Log2(3) + 0.5), 2.0 / 3},
		{"nothing", nil, 0, 0, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.InDelta(t, c.recall, Recall(c.ranking, gold, 3), 1e-9)
			require.InDelta(t, c.rr, ReciprocalRank(c.ranking, gold, 3), 1e-9)
			require.InDelta(t, c.ndcg, NDCG(c.ranking, gold, 3), 1e-9)
			require.InDelta(t, c.precision, AveragePrecision(c.ranking, gold), 1e-9)
		})
	}
}

func TestGradedGainIsNotExponential(t *testing.T) {
	gold := Gold{"a": 3, "b": 1}
	got := NDCG([]string{"b", "a"}, gold, 10)
	require.InDelta(t, (1+3/math.Log2(3))/(3+1/math.Log2(3)), got, 1e-9)
}

func TestRankingWithoutGoldIsZero(t *testing.T) {
	require.Zero(t, Recall([]string{"a"}, Gold{"a": 0}, 10))
	require.Zero(t, NDCG([]string{"a"}, nil, 10))
}

func TestCharF1(t *testing.T) {
	require.Equal(t, 1.0, CharF1("６１ 名。", "61名"))
	require.InDelta(t, 2*(1.0*0.5)/1.5, CharF1("局长", "局长一名"), 1e-9)
	require.Zero(t, CharF1("", "61"))
	require.Zero(t, CharF1("甲", "乙"))
}

func TestRougeL(t *testing.T) {
	require.Equal(t, 1.0, RougeL("行政编制", "行政编制"))
	require.InDelta(t, 0.5, RougeL("甲乙", "乙甲"), 1e-9) // the order counts: one of two
}

func TestNumbersExact(t *testing.T) {
	require.True(t, NumbersExact("机关行政编制６１名，另有工勤编制3名", "61名"))
	require.False(t, NumbersExact("机关行政编制61名", "6名"))
	require.False(t, NumbersExact("若干名", "61名"))
	require.True(t, NumbersExact("没有数", "没有数"))
}

func TestTally(t *testing.T) {
	var r Tally
	for _, d := range [][2]bool{{true, true}, {true, true}, {true, false}, {false, true}, {false, false}} {
		r.Add(d[0], d[1])
	}
	require.InDelta(t, 2.0/3, r.Precision(), 1e-9)
	require.InDelta(t, 2.0/3, r.Recall(), 1e-9)
	require.Equal(t, 1.0, Tally{}.Precision())
}
