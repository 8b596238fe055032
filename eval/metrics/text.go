package metrics

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normalize folds width and case and drops spaces and punctuation, so that only what is said is compared.
// The percent and per mille signs stay: 5 and 5% are different answers.
func Normalize(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '%' || r == '‰' {
			return r
		}
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// CharF1 is the F1 of the two texts as bags of characters. Two empty texts are equal (1).
func CharF1(answer, gold string) float64 {
	a, g := []rune(Normalize(answer)), []rune(Normalize(gold))
	if len(a) == 0 || len(g) == 0 {
		if len(a) == len(g) {
			return 1
		}
		return 0
	}
	count := map[rune]int{}
	for _, r := range g {
		count[r]++
	}
	common := 0
	for _, r := range a {
		if count[r] > 0 {
			count[r]--
			common++
		}
	}
	return F1(float64(common)/float64(len(a)), float64(common)/float64(len(g)))
}

// RougeL is the F-measure (beta 1) of the longest common subsequence of characters.
func RougeL(answer, gold string) float64 {
	a, g := []rune(Normalize(answer)), []rune(Normalize(gold))
	if len(a) == 0 || len(g) == 0 {
		return 0
	}
	row := make([]int, len(g)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range g {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	n := float64(row[len(g)])
	return F1(n/float64(len(a)), n/float64(len(g)))
}

// F1 is the harmonic mean of precision and recall, 0 if both are.
func F1(precision, recall float64) float64 {
	if precision+recall == 0 {
		return 0
	}
	return 2 * precision * recall / (precision + recall)
}

var arabic = regexp.MustCompile(`\d+(?:\.\d+)?`)

// NumbersExact says whether every number written in gold stands, as a whole number, in answer: 6 is not in 61.
func NumbersExact(answer, gold string) bool {
	have := map[string]bool{}
	for _, n := range arabic.FindAllString(norm.NFKC.String(answer), -1) {
		have[n] = true
	}
	for _, n := range arabic.FindAllString(norm.NFKC.String(gold), -1) {
		if !have[n] {
			return false
		}
	}
	return true
}

// Tally counts a yes/no decision against what it should have been.
type Tally struct {
	TruePositive, FalsePositive, FalseNegative, TrueNegative int
}

// Add counts one decision.
func (t *Tally) Add(said, should bool) {
	switch {
	case said && should:
		t.TruePositive++
	case said:
		t.FalsePositive++
	case should:
		t.FalseNegative++
	default:
		t.TrueNegative++
	}
}

// Precision is the share of what was said that should have been; 1 when nothing was said.
func (t Tally) Precision() float64 { return share(t.TruePositive, t.TruePositive+t.FalsePositive) }

// Recall is the share of what should have been said that was; 1 when nothing should have been.
func (t Tally) Recall() float64 { return share(t.TruePositive, t.TruePositive+t.FalseNegative) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}
