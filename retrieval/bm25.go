package retrieval

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Dims is the number of dimensions that terms are hashed to.
const Dims = 1 << 20

// maxTerms is the most nonzero elements pgvector indexes in a sparsevec.
const maxTerms = 1000

// The parameters of BM25. Measured in memory over all 58,245 articles of the statutes with the dev questions, nDCG@10 is .4027
// as they are (.4020 with the terms hashed to 2^20 dimensions). One changed at a time:
//
//   - k1 from 0.6 to 2: .398 to .403;
//   - b at .3, .5, .6, .75, .9: .381, .392, .396, .403, .403;
//   - pivot at 100, 150, 200, 300: .399, .401, .402, .399. It is the length that counts as average, and fixed, so that weights
//     written in different years compare and no entry needs another's length;
//   - titleWeight at 0, .5, 1, 2: .396, .4015, .4027, .4009.
const (
	k1          = 1.0
	b           = 0.75
	pivot       = 190.0
	titleWeight = 1.0 // an occurrence in the title or the headings counts as this many in the text
)

// Dim is the dimension of a term, 0 to Dims-1.
func Dim(term string) int32 {
	h := fnv.New64a()
	h.Write([]byte(term))
	sum := h.Sum64()
	return int32((sum ^ sum>>20 ^ sum>>40) % Dims)
}

// sparse is a vector of term weights by dimension.
type sparse map[int32]float64

// String is pgvector's text form: {dim:weight,…}/dims, counted from 1, in order. "" for the empty vector, which is NULL.
func (s sparse) String() string {
	if len(s) == 0 {
		return ""
	}
	buf := make([]byte, 0, 16*len(s))
	sep := byte('{')
	for _, d := range slices.Sorted(maps.Keys(s)) {
		buf = append(buf, sep)
		buf = strconv.AppendInt(buf, int64(d)+1, 10)
		buf = append(buf, ':')
		buf = strconv.AppendFloat(buf, s[d], 'g', 6, 32)
		sep = ','
	}
	return string(buf) + "}/" + strconv.Itoa(Dims)
}

// passage is what of a chunk is indexed.
type passage struct {
	title string
	path  []string
	lead  string
	text  string
}

// document returns the document side of BM25, each term's saturated weight, and the length in terms. The inner product with a
// question's vector is the BM25 score.
func (t *Terms) document(p passage) (sparse, int) {
	tf := map[string]float64{}
	for w, n := range t.Count(p.lead + "\n" + p.text) {
		tf[w] += float64(n)
	}
	for w, n := range t.Count(p.title + "\n" + strings.Join(p.path, "\n")) {
		tf[w] += titleWeight * float64(n)
	}
	var length float64
	for _, f := range tf {
		length += f
	}
	norm := k1 * (1 - b + b*length/pivot)
	vector := make(sparse, len(tf))
	for _, w := range heaviest(tf) {
		vector[Dim(w)] += tf[w] * (k1 + 1) / (tf[w] + norm)
	}
	return vector, int(math.Round(length))
}

// heaviest returns the terms of tf, at most maxTerms: words before pairs of characters (which only repeat what the words
// say), frequent before rare. A chunk has about 150; only rows taken in whole come near the limit.
func heaviest(tf map[string]float64) []string {
	terms := slices.Collect(maps.Keys(tf))
	if len(terms) <= maxTerms {
		return terms
	}
	slices.SortFunc(terms, func(x, y string) int {
		px, py := strings.HasPrefix(x, "#"), strings.HasPrefix(y, "#")
		switch {
		case px != py && py:
			return -1
		case px != py:
			return 1
		}
		return cmp.Or(cmp.Compare(tf[y], tf[x]), cmp.Compare(x, y))
	})
	return terms[:maxTerms]
}

// statistics are what idf needs, read in the search's own snapshot.
type statistics struct {
	entries int64
	df      map[int32]int64 // by dimension
}

// idf is BM25's, never negative: a term that every entry has weighs almost nothing.
func (s statistics) idf(dim int32) float64 {
	df := float64(s.df[dim])
	return math.Log(1 + (float64(s.entries)-df+0.5)/(df+0.5))
}

// question returns the question side: idf by the term's number of occurrences. Terms that no entry has are left out.
func question(terms map[string]int, stats statistics) sparse {
	q := sparse{}
	for w, n := range terms {
		if d := Dim(w); stats.df[d] > 0 {
			q[d] += stats.idf(d) * float64(n)
		}
	}
	if len(q) <= maxTerms {
		return q
	}
	dims := slices.SortedFunc(maps.Keys(q), func(x, y int32) int {
		return cmp.Or(cmp.Compare(q[y], q[x]), cmp.Compare(x, y))
	})
	for _, d := range dims[maxTerms:] {
		delete(q, d)
	}
	return q
}
