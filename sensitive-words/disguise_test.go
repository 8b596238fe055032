package sensitivewords

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hiders are what people put between the characters of a word; soft ones could also be honest punctuation.
var (
	hiders = []string{" ", "　", "*", "·", "-", "_", ".", "|", "\u200b", "\u200d", "\ufeff", "😀", "~", "＊", "\t", "•"}
	soft   = []string{"，", "、", "：", ","}
)

// disguise puts up to three of with between all characters of word.
func disguise(r *rand.Rand, word string, with []string) string {
	var b strings.Builder
	for i, c := range []rune(word) {
		if i > 0 {
			for range 1 + r.IntN(3) {
				b.WriteString(with[r.IntN(len(with))])
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

// found says whether v has a hit on word that covers exactly what stands at [start, end).
func found(v Verdict, word string, start, end int) bool {
	for _, h := range v.Hits {
		if h.Word == word && h.Start == start && h.End == end {
			return true
		}
	}
	return false
}

func TestEveryShippedWordIsFoundUnderEveryDisguise(t *testing.T) {
	t.Parallel()
	m, err := Default()
	require.NoError(t, err)
	words, err := seedWords()
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(20261122, 1))
	for _, w := range words {
		for range 20 {
			hidden := disguise(r, w.Text, hiders)
			text := "前。" + hidden + "。后"
			end := 2 + len([]rune(hidden))
			require.True(t, found(m.Check(text), w.Text, 2, end), "%q in %q: %+v", w.Text, text, m.Check(text))
		}
	}
}

func TestSoftPunctuationNeverBlocks(t *testing.T) {
	t.Parallel()
	m, err := Default()
	require.NoError(t, err)
	words, err := seedWords()
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(20261122, 2))
	for _, w := range words {
		v := m.Check(disguise(r, w.Text, soft))
		require.NotEmpty(t, v.Hits, w.Text)
		require.False(t, v.Action.Stronger(Review), "%s: a person looks before anything is refused", w.Text)
	}
}

func TestAWallHidesNothingAndJoinsNothing(t *testing.T) {
	t.Parallel()
	m, err := Default()
	require.NoError(t, err)
	words, err := seedWords()
	require.NoError(t, err)
	for _, w := range words {
		runes := []rune(w.Text)
		for _, end := range []string{"。", "\n", "？"} {
			v := m.Check(string(runes[:1]) + end + string(runes[1:]))
			require.False(t, found(v, w.Text, 0, len(runes)+1), "%s across %q", w.Text, end)
			require.NotEmpty(t, m.Check("完"+end+w.Text+end+"完").Hits, w.Text)
		}
	}
}
