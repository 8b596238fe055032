package metrics

import (
	"math"
	"slices"
)

// Gold is what is relevant to a question: id → gain. A gain of 0 or less is not relevant.
type Gold map[string]float64

func (g Gold) relevant() (n int) {
	for _, gain := range g {
		if gain > 0 {
			n++
		}
	}
	return n
}

// firstPlaces returns ranking without repeats, cut to k (k ≤ 0: not cut).
func firstPlaces(ranking []string, k int) []string {
	seen := make(map[string]bool, len(ranking))
	var out []string
	for _, id := range ranking {
		if k > 0 && len(out) == k {
			break
		}
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// Recall is the share of relevant ids among the first k. Without anything relevant it is 0.
func Recall(ranking []string, gold Gold, k int) float64 {
	total := gold.relevant()
	if total == 0 {
		return 0
	}
	found := 0
	for _, id := range firstPlaces(ranking, k) {
		if gold[id] > 0 {
			found++
		}
	}
	return float64(found) / float64(total)
}

// ReciprocalRank is 1/rank of the first relevant id among the first k, 0 if there is none.
func ReciprocalRank(ranking []string, gold Gold, k int) float64 {
	for i, id := range firstPlaces(ranking, k) {
		if gold[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// NDCG is the normalised discounted cumulative gain of the first k, as trec_eval's ndcg_cut.
func NDCG(ranking []string, gold Gold, k int) float64 {
	var dcg float64
	for i, id := range firstPlaces(ranking, k) {
		dcg += max(gold[id], 0) / math.Log2(float64(i+2))
	}
	ideal := idealDCG(gold, k)
	if ideal == 0 {
		return 0
	}
	return dcg / ideal
}

func idealDCG(gold Gold, k int) (dcg float64) {
	gains := make([]float64, 0, len(gold))
	for _, g := range gold {
		gains = append(gains, max(g, 0))
	}
	slices.Sort(gains)
	slices.Reverse(gains)
	for i, g := range gains {
		if k > 0 && i == k {
			break
		}
		dcg += g / math.Log2(float64(i+2))
	}
	return dcg
}

// AveragePrecision is the mean of the precision at each relevant id found, over all relevant ids.
func AveragePrecision(ranking []string, gold Gold) float64 {
	total := gold.relevant()
	if total == 0 {
		return 0
	}
	found, sum := 0, 0.0
	for i, id := range firstPlaces(ranking, 0) {
		if gold[id] > 0 {
			found++
			sum += float64(found) / float64(i+1)
		}
	}
	return sum / float64(total)
}
