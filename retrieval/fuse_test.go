package retrieval

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func entries(list []candidate) (out []int64) {
	for _, c := range list {
		out = append(out, c.entry)
	}
	return out
}

func TestFuseAddsReciprocalRanks(t *testing.T) {
	t.Parallel()
	w := Weights{Lexical: 2, Dense: 1, Rank: 60}
	found := []candidate{
		{entry: 1, hash: "1", lexical: place{1, 9}},
		{entry: 2, hash: "2", dense: place{1, 0.9}},
		{entry: 3, hash: "3", lexical: place{2, 8}, dense: place{2, 0.8}},
	}
	got := fuse(found, Fused, w, 10)
	require.Equal(t, []int64{3, 1, 2}, entries(got))
	require.InDelta(t, 2.0/62+1.0/62, got[0].score, 1e-12)
	require.InDelta(t, 2.0/61, got[1].score, 1e-12)
	require.InDelta(t, 1.0/61, got[2].score, 1e-12)
	require.Equal(t, []ScorePart{{"字词排名", 2.0 / 62}, {"语义排名", 1.0 / 62}}, got[0].parts)
}

func TestOneLegKeepsItsOwnScore(t *testing.T) {
	t.Parallel()
	found := func() []candidate {
		return []candidate{{entry: 1, hash: "1", lexical: place{2, 3.5}}, {entry: 2, hash: "2", lexical: place{1, 4.5}}}
	}
	got := fuse(found(), Lexical, DefaultWeights, 10)
	require.Equal(t, []int64{2, 1}, entries(got))
	require.Equal(t, 4.5, got[0].score)
	require.Equal(t, []int64{2}, entries(fuse(found(), Lexical, DefaultWeights, 1)))
}

func TestEqualScoresStandByEntry(t *testing.T) {
	t.Parallel()
	found := []candidate{{entry: 9, hash: "9", lexical: place{1, 1}}, {entry: 4, hash: "4", dense: place{1, 1}}, {entry: 6, hash: "6", lexical: place{2, 1}, dense: place{9, 0.1}}}
	require.Equal(t, []int64{6, 4, 9}, entries(fuse(found, Fused, DefaultWeights, 10)))
}

func TestDirectHitsStandAboveAnyScore(t *testing.T) {
	t.Parallel()
	for _, leg := range []Leg{Fused, Lexical, Dense} {
		found := []candidate{
			{entry: 1, hash: "1", lexical: place{1, 250}, dense: place{1, 0.99}},
			{entry: 2, hash: "2", direct: "title", place: 2, lexical: place{2, 240}, dense: place{2, 0.98}},
			{entry: 3, hash: "3", direct: "article", place: 1},
		}
		got := fuse(found, leg, DefaultWeights, 10)
		require.Equal(t, []int64{3, 2, 1}, entries(got), leg)
		for _, c := range got {
			sum := 0.0
			for _, p := range c.parts {
				sum += p.Value
			}
			require.InDelta(t, c.score, sum, 1e-12)
		}
	}
}

func TestSameWordsInOneDocumentAreOneHit(t *testing.T) {
	t.Parallel()
	found := []candidate{
		{entry: 1, document: 1, hash: "x", lexical: place{1, 5}},
		{entry: 2, document: 1, hash: "x", lexical: place{2, 4}, inForce: true},
		{entry: 3, document: 2, hash: "x", lexical: place{3, 3}},
	}
	got := fuse(found, Lexical, DefaultWeights, 10)
	require.Equal(t, []int64{2, 3}, entries(got), "the one in force stands for both; another document's is another hit")
	require.Equal(t, 5.0, got[0].score, "in the place of the better")
	require.Equal(t, []int64{2}, entries(fuse(found[:2], Lexical, DefaultWeights, 1)), "found behind the last place too")
}

func TestMergeRanksWithinEachLeg(t *testing.T) {
	t.Parallel()
	got := merge([]found{
		{Leg: "dense", Entry: 7, Score: 0.5}, {Leg: "lexical", Entry: 7, Score: 3}, {Leg: "lexical", Entry: 5, Score: 3},
		{Leg: "dense", Entry: 8, Score: 0.9}, {Leg: "direct", Entry: 8, Reason: "title", Place: 1},
	})
	at := map[int64]candidate{}
	for _, c := range got {
		at[c.entry] = c
	}
	require.Len(t, at, 3)
	require.Equal(t, place{1, 3}, at[5].lexical, "equal scores rank by entry")
	require.Equal(t, place{2, 3}, at[7].lexical)
	require.Equal(t, place{2, 0.5}, at[7].dense)
	require.Equal(t, place{1, 0.9}, at[8].dense)
	require.Equal(t, "title", at[8].direct)
	require.Zero(t, at[5].dense)
}
