package eval

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/qa"
	"bianku/retrieval"
)

func hit(file, address string) retrieval.Hit { return retrieval.Hit{Filename: file, Address: address} }

func row(id, address string) retrieval.Hit {
	return retrieval.Hit{Filename: "corpus.jsonl", Address: address, ExternalID: id}
}

func cite(file, address string) qa.Citation { return qa.Citation{Filename: file, Address: address} }

// All values below were worked out by hand.
func TestMeasureSearch(t *testing.T) {
	two := []Gold{{File: "a", Address: "第五条"}, {File: "b", Address: "第二条/第一款"}}
	full := 1 + 1/math.Log2(3) // ideal DCG of two
	cases := []struct {
		name string
		gold []Gold
		hits []retrieval.Hit
		want map[string]float64
	}{
		{"both first", two, []retrieval.Hit{hit("a", "第五条"), hit("b", "第二条/第一款")},
			map[string]float64{"recall@1": .5, "recall@5": 1, "mrr@10": 1, "ndcg@1": 1, "ndcg@10": 1}},
		{"one, third", two, []retrieval.Hit{hit("a", "第一条"), hit("c", "第五条"), hit("a", "第五条/第（一）项")},
			map[string]float64{"recall@1": 0, "recall@5": .5, "recall@10": .5, "mrr@1": 0, "mrr@5": 1.0 / 3, "ndcg@10": (1 / math.Log2(4)) / full}},
		{"parts of one gold are one", two, []retrieval.Hit{hit("a", "第五条/第一款"), hit("a", "第五条/第二款"), hit("b", "第二条")},
			map[string]float64{"recall@5": 1, "ndcg@5": 1}},
		{"第五十条 is not 第五条", two[:1], []retrieval.Hit{hit("a", "第五条之一"), hit("a", "第五十条")},
			map[string]float64{"recall@10": 0, "mrr@10": 0, "ndcg@10": 0}},
		{"one hit holds two gold places", []Gold{{File: "a", Address: "第五条/第一款"}, {File: "a", Address: "第五条/第二款"}}, []retrieval.Hit{hit("a", "第五条")},
			map[string]float64{"recall@5": 1, "ndcg@5": 1}},
		{"rows by external id; pieces of one row are one place", []Gold{{ExternalID: "d2"}},
			[]retrieval.Hit{row("d1", "第1段"), row("d1", "第2段"), row("d2", "第4段")},
			map[string]float64{"recall@1": 0, "recall@5": 1, "mrr@10": .5, "ndcg@10": 1 / math.Log2(3)}},
		{"a gold named twice is one", []Gold{{File: "a", Address: "第五条"}, {File: "a", Address: "第五条"}}, []retrieval.Hit{hit("a", "第五条")},
			map[string]float64{"recall@1": 1, "ndcg@1": 1}},
		{"the whole file", []Gold{{File: "a"}}, []retrieval.Hit{hit("a", "第九条")}, map[string]float64{"recall@1": 1}},
		{"nothing found", two, []retrieval.Hit{}, map[string]float64{"recall@10": 0, "mrr@10": 0, "ndcg@10": 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Measure(Question{Answerable: true, Gold: c.gold}, qa.Answer{}, c.hits)
			for name, want := range c.want {
				require.InDelta(t, want, got[name], 1e-9, name)
			}
		})
	}
}

func TestMeasureAnswer(t *testing.T) {
	q := Question{Answerable: true, Answer: "局长一名", Gold: []Gold{{File: "a", Address: "第五条"}, {File: "a", Address: "第六条"}}}
	cases := []struct {
		name string
		q    Question
		a    qa.Answer
		want map[string]float64
	}{
		{"word for word, one gold cited and one stranger", q,
			qa.Answer{Text: "局长一名。[1][2]", Citations: []qa.Citation{cite("a", "第五条"), cite("b", "第五条")}},
			map[string]float64{"char_f1": 1, "rouge_l": 1, "contains": 1, "citation_precision": .5, "citation_recall": .5}},
		// 局长 of 局长一名: precision 1, recall 1/2
		{"half of it", q, qa.Answer{Text: "局长", Citations: []qa.Citation{cite("a", "第五条/第一款"), cite("a", "第六条")}},
			map[string]float64{"char_f1": 2.0 / 3, "rouge_l": 2.0 / 3, "contains": 0, "citation_precision": 1, "citation_recall": 1}},
		// the four characters in another order: as a bag all, in order 一名 or 局长
		{"turned round", q, qa.Answer{Text: "一名局长"}, map[string]float64{"char_f1": 1, "rouge_l": .5, "citation_recall": 0}},
		{"refused", q, qa.Answer{Mode: qa.Refused, Text: "局长一名", Refusal: &qa.Refusal{Reason: "no_evidence"}, Citations: []qa.Citation{cite("a", "第五条")}},
			map[string]float64{"char_f1": 0, "rouge_l": 0, "contains": 0, "citation_recall": 0}},
		{"the best of several answers", Question{Answerable: true, Answer: "甲乙", Answers: []string{"局长"}}, qa.Answer{Text: "局长"},
			map[string]float64{"char_f1": 1, "rouge_l": 1, "contains": 1}},
		{"numbers of must, not of the gold answer's rest", Question{Answerable: true, Answer: "2024年核定17名", Must: []string{"17名"}}, qa.Answer{Text: "１７名"},
			map[string]float64{"numbers": 1}},
		{"a mark is no number", Question{Answerable: true, Answer: "副局长1名"}, qa.Answer{Text: "副局长若干名[1]"}, map[string]float64{"numbers": 0}},
		{"6 is not in 61", Question{Answerable: true, Answer: "6名"}, qa.Answer{Text: "61名"}, map[string]float64{"numbers": 0, "contains": 0}},
		{"in the table", Question{Answerable: true, Answer: "17名"}, qa.Answer{Text: "见表", Table: &qa.Table{Rows: [][]string{{"17名"}}}},
			map[string]float64{"numbers": 1, "contains": 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Measure(c.q, c.a, nil)
			for name, want := range c.want {
				v, ok := got[name]
				require.True(t, ok, name)
				require.InDelta(t, want, v, 1e-9, name)
			}
		})
	}
}

func TestMeasureSaysNothingOfWhatDoesNotApply(t *testing.T) {
	require.Empty(t, Measure(Question{Answer: "不能说", Gold: []Gold{{File: "a"}}}, qa.Answer{Text: "x"}, []retrieval.Hit{hit("a", "1")}), "cannot be answered")
	got := Measure(Question{Answerable: true, Answer: "甲"}, qa.Answer{Text: "甲"}, []retrieval.Hit{hit("a", "1")})
	require.NotContains(t, got, "recall@1", "no gold place")
	require.NotContains(t, got, "citation_recall")
	require.NotContains(t, got, "numbers", "no number in the gold answer")
	got = Measure(Question{Answerable: true, Gold: []Gold{{File: "a"}}}, qa.Answer{Text: "甲"}, nil)
	require.NotContains(t, got, "recall@1", "not searched")
	require.NotContains(t, got, "char_f1", "no gold answer")
	require.NotContains(t, got, "citation_precision", "nothing cited")
	require.Zero(t, got["citation_recall"])
}

func outcome(q Question, passed, refused bool, scores map[string]float64) Outcome {
	return Outcome{Question: q, Passed: passed, Correct: passed, Cited: passed, Refused: refused, Scores: scores}
}

func TestSummarize(t *testing.T) {
	dev := Question{ID: "a", Type: 9, Split: "dev", Answerable: true}
	test := Question{ID: "b", Type: 9, Split: "test", Answerable: true}
	never := Question{ID: "c", Type: 29, Split: "test"}
	failed := outcome(test, false, true, map[string]float64{"recall@1": 0, "char_f1": 0})
	failed.Classed = Classed{Class: ShouldAnswer, Stage: StageRetrieve}
	failed.TookMS = 300
	m := Summarize([]Outcome{outcome(dev, true, false, map[string]float64{"recall@1": 1}), failed, outcome(never, true, true, nil), outcome(never, false, false, nil)})

	require.Equal(t, []int{4, 2, 2, 2, 2, 2}, []int{m.All.Questions, m.All.Answerable, m.All.Passed, m.All.Correct, m.All.Cited, m.All.Refused})
	want := []Score{{"passed", "通过率", .5, 4}, {"answers", "答案正确率", .5, 4}, {"citations", "引文正确率", .5, 4},
		{"refusal_precision", "拒答准确率", .5, 2}, {"refusal_recall", "拒答召回率", .5, 2}, {"char_f1", "答案字符 F1", 0, 1}, {"recall@1", "检索召回率@1", .5, 2}}
	require.Equal(t, want, m.All.Scores)
	require.Equal(t, []string{"dev", "test"}, []string{m.Splits[0].Name, m.Splits[1].Name})
	require.Equal(t, []int{1, 3}, []int{m.Splits[0].Questions, m.Splits[1].Questions})
	require.Equal(t, []string{"09 编制数", "29 不可答：涉密或个人"}, []string{m.Types[0].Name, m.Types[1].Name})
	require.Equal(t, 29, m.Types[1].Type)
	require.Equal(t, map[Class]int{ShouldAnswer: 1}, m.Classes)
	require.Equal(t, map[string]int{StageRetrieve: 1}, m.Stages)
	require.Equal(t, 300.0, m.P95MS)
	require.Zero(t, m.P50MS)
	_, ok := m.Types[1].Score("refusal_precision")
	require.True(t, ok)
	require.Equal(t, []Score{}, Summarize(nil).All.Scores)
}

func TestEveryMetricHasAName(t *testing.T) {
	q := Question{Answerable: true, Answer: "17名", Gold: []Gold{{File: "a"}}}
	got := Measure(q, qa.Answer{Text: "17名", Citations: []qa.Citation{cite("a", "1")}}, []retrieval.Hit{hit("a", "1")})
	for name := range got {
		require.NotEmpty(t, label(name), name)
	}
	require.Len(t, MetricNames, len(got)+5, "and the five of verdicts")
}
