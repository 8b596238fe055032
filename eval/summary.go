package eval

import (
	"maps"
	"slices"

	"bianku/eval/metrics"
)

// Summarize sums outcomes up: all of them, by split, by type, and the failed ones by class and by stage.
func Summarize(outcomes []Outcome) Metrics {
	m := Metrics{All: group("全部", outcomes), Classes: map[Class]int{}, Stages: map[string]int{}}
	splits, types := map[string][]Outcome{}, map[int][]Outcome{}
	var took []float64
	for _, o := range outcomes {
		splits[o.Question.Split] = append(splits[o.Question.Split], o)
		types[o.Question.Type] = append(types[o.Question.Type], o)
		took = append(took, o.TookMS)
		if o.Class != "" {
			m.Classes[o.Class]++
			m.Stages[o.Stage]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(splits)) {
		if name != "" {
			m.Splits = append(m.Splits, group(name, splits[name]))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(types)) {
		g := group(TypeName(n), types[n])
		g.Type = n
		m.Types = append(m.Types, g)
	}
	m.P50MS, m.P95MS = metrics.Quantile(took, 0.5), metrics.Quantile(took, 0.95)
	return m
}

// group counts and averages. A mean is over the outcomes that have the metric, so that a set without gold places says nothing
// about the search instead of 0.
func group(name string, outcomes []Outcome) Group {
	g := Group{Name: name, Questions: len(outcomes), Scores: []Score{}}
	var refusal metrics.Tally
	sums, counts := map[string]float64{}, map[string]int{}
	for _, o := range outcomes {
		g.Answerable += count(o.Question.Answerable)
		g.Passed += count(o.Passed)
		g.Correct += count(o.Correct)
		g.Cited += count(o.Cited)
		g.Refused += count(o.Refused)
		refusal.Add(o.Refused, !o.Question.Answerable)
		for metric, v := range o.Scores {
			sums[metric] += v
			counts[metric]++
		}
	}
	for metric, n := range map[string]int{"passed": g.Passed, "answers": g.Correct, "citations": g.Cited} {
		sums[metric], counts[metric] = float64(n), g.Questions
	}
	sums["refusal_precision"], counts["refusal_precision"] = float64(refusal.TruePositive), g.Refused
	sums["refusal_recall"], counts["refusal_recall"] = float64(refusal.TruePositive), g.Questions-g.Answerable
	for _, m := range MetricNames {
		if n := counts[m.Name]; n > 0 {
			g.Scores = append(g.Scores, Score{m.Name, m.Label, sums[m.Name] / float64(n), n})
		}
	}
	return g
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Score finds a metric of the group; ok is false where it applies to none of its questions.
func (g Group) Score(name string) (s Score, ok bool) {
	i := slices.IndexFunc(g.Scores, func(s Score) bool { return s.Name == name })
	if i < 0 {
		return Score{}, false
	}
	return g.Scores[i], true
}
