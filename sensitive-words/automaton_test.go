package sensitivewords

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// spans runs an automaton of words over text and returns what it finds in order.
func spans(words []string, text string) []span {
	var folded [][]rune
	for _, w := range words {
		folded = append(folded, []rune(w))
	}
	var out []span
	build(folded).find([]rune(text), func(word, end, length int) {
		out = append(out, span{word, end - length + 1, end})
	})
	slices.SortFunc(out, bySize)
	return out
}

func TestAutomatonFindsEveryOccurrence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []string
		text  string
		want  []span
	}{
		{"nothing", []string{"甲乙"}, "丙丁", nil},
		{"no words", nil, "丙丁", nil},
		{"whole text", []string{"甲乙"}, "甲乙", []span{{0, 0, 1}}},
		{"twice", []string{"甲乙"}, "甲乙丙甲乙", []span{{0, 0, 1}, {0, 3, 4}}},
		{"overlapping itself", []string{"甲甲"}, "甲甲甲", []span{{0, 0, 1}, {0, 1, 2}}},
		{"suffix of another", []string{"甲乙丙", "乙丙", "丙"}, "甲乙丙", []span{{0, 0, 2}, {1, 1, 2}, {2, 2, 2}}},
		{"prefix of another", []string{"甲", "甲乙", "甲乙丙"}, "甲乙丙", []span{{2, 0, 2}, {1, 0, 1}, {0, 0, 0}}},
		{"inside another", []string{"甲乙丙丁", "乙丙"}, "甲乙丙丁", []span{{0, 0, 3}, {1, 1, 2}}},
		{"after a false start", []string{"甲乙丙", "乙丁"}, "甲乙丁", []span{{1, 1, 2}}},
		{"long way back", []string{"甲甲甲乙", "甲乙"}, "甲甲乙", []span{{1, 1, 2}}},
		{"outside the basic plane", []string{"𠮷田", "田𠮷"}, "𠮷田𠮷", []span{{0, 0, 1}, {1, 1, 2}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, spans(c.words, c.text))
		})
	}
}

func TestAutomatonPassesOverEmptyAndRepeatedWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, []span{{1, 0, 1}}, spans([]string{"", "甲乙", "甲乙", ""}, "甲乙"))
}

func TestNoWordRunsThroughAWall(t *testing.T) {
	t.Parallel()
	a := build([][]rune{[]rune("甲乙"), []rune("乙")})
	var ends []int
	a.find([]rune{'甲', wall, '乙', '甲', '乙'}, func(_, end, _ int) { ends = append(ends, end) })
	slices.Sort(ends)
	require.Equal(t, []int{2, 4, 4}, ends)
}

func TestEdgesStaySorted(t *testing.T) {
	t.Parallel()
	var words [][]rune
	for _, r := range "丁丙乙甲戊己庚辛" {
		words = append(words, []rune{'根', r})
	}
	a := build(words)
	for _, n := range a.nodes {
		require.True(t, slices.IsSortedFunc(n.edges, func(a, b edge) int { return int(a.r - b.r) }))
	}
	for _, w := range words {
		require.NotZero(t, a.step(a.step(0, '根'), w[1]))
	}
	require.Zero(t, a.step(0, '无'))
	require.Zero(t, a.step(0, 0x2F800), "a rune outside the basic plane that no word starts with")
}
