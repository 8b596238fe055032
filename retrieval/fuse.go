package retrieval

import (
	"cmp"
	"math"
	"slices"
)

// Weights are all the numbers that decide a ranking, in one place.
type Weights struct {
	Lexical float64 // of the lexical leg's reciprocal rank
	Dense   float64 // of the dense leg's
	Rank    float64 // added to a rank before it is inverted: the larger, the less the first places count
	Depth   int     // candidates of each leg; at least twice the hits wanted are taken
	Titled  int     // hits of a document that was only named, without an article

	// ExactUpTo is the number of entries up to which both legs are scanned exactly: complete, and fast enough. Above it HNSW
	// serves where Maintain has built it; on real law that finds 89 % of the lexical leg's true first ten at ef_search 200.
	ExactUpTo int64
}

// DefaultWeights are in use until there are enough reviewed pairs to learn from.
var DefaultWeights = Weights{Lexical: 1, Dense: 1, Rank: 60, Depth: 200, Titled: 3, ExactUpTo: 60_000}

// candidate is an entry that a leg or a direct lookup found.
type candidate struct {
	entry    int64
	document int64
	hash     string
	inForce  bool
	lexical  place
	dense    place
	direct   string // why it was looked up, "" if it was not
	place    int    // among the direct hits, from 1

	score float64
	parts []ScorePart
}

// place is an entry's place in a leg; rank 0 is none.
type place struct {
	rank  int
	score float64
}

// fuse scores the candidates of leg and returns the best k, best first. Equal scores stand in the order of their entries, so
// that the same question always has the same answer. Direct hits come before all others; among themselves they keep the
// order in which they were looked up.
func fuse(found []candidate, leg Leg, w Weights, k int) []candidate {
	top, named := 0.0, 0
	for i := range found {
		found[i].rate(leg, w)
		top, named = max(top, found[i].score), max(named, found[i].place)
	}
	step := math.Ceil(top) + 1 // more than any score
	for i := range found {
		if c := &found[i]; c.direct != "" {
			c.add("直接命中", step*float64(named+1-c.place))
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
	})
	return firsts(found, k)
}

func (c *candidate) rate(leg Leg, w Weights) {
	switch {
	case leg == Lexical && c.lexical.rank > 0:
		c.add("字词得分", c.lexical.score)
	case leg == Dense && c.dense.rank > 0:
		c.add("语义相似度", c.dense.score)
	case leg == Fused:
		if c.lexical.rank > 0 {
			c.add("字词排名", w.Lexical/(w.Rank+float64(c.lexical.rank)))
		}
		if c.dense.rank > 0 {
			c.add("语义排名", w.Dense/(w.Rank+float64(c.dense.rank)))
		}
	}
}

func (c *candidate) add(name string, value float64) {
	c.score += value
	c.parts = append(c.parts, ScorePart{Name: name, Value: value})
}

// firsts returns the first k of found, of the same words in one document (an article that a new version left as it was)
// only one: that in force, else the first.
func firsts(found []candidate, k int) []candidate {
	type words struct {
		document int64
		hash     string
	}
	at := map[words]int{}
	out := make([]candidate, 0, min(k, len(found)))
	for _, c := range found {
		key := words{c.document, c.hash}
		if i, seen := at[key]; seen {
			if c.inForce && !out[i].inForce {
				c.score, c.parts = out[i].score, out[i].parts
				c.lexical, c.dense, c.direct = out[i].lexical, out[i].dense, out[i].direct
				out[i] = c
			}
			continue
		}
		if len(out) < k {
			at[key] = len(out)
			out = append(out, c)
		}
	}
	return out
}
