package metrics

import (
	"math"
	"slices"
)

// Precision is the share of what was given that is right, of counts. Nothing given: 0.
func Precision(right, given int) float64 {
	if given == 0 {
		return 0
	}
	return float64(right) / float64(given)
}

// Quantile is the nearest-rank q-quantile (0 < q ≤ 1) of values, which it leaves as they are; 0 of nothing.
func Quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}
