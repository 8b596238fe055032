package eval

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
	"bianku/qa"
)

var quota = Question{ID: "q1", Type: 9, Split: "dev", Text: "市数据局编制多少名？", Answerable: true, Must: []string{"45名"},
	MustNot: []string{"38名"}, Gold: []Gold{{File: "a.docx", Address: "第五条"}}}

func answer(text, file, address string) qa.Answer {
	return qa.Answer{Mode: qa.Extractive, Text: text, Citations: []qa.Citation{{N: 1, Filename: file, Address: address}}}
}

func refusal(reason string) qa.Answer {
	return qa.Answer{Mode: qa.Refused, Refusal: &qa.Refusal{Reason: reason}}
}

func TestJudge(t *testing.T) {
	secret := Question{ID: "q2", Type: 29, Text: "张某是什么编制？", RefusalReasons: []string{"personal"}}
	cases := []struct {
		name           string
		q              Question
		a              qa.Answer
		correct, cited bool
		problem        string
	}{
		{"right", quota, answer("机关行政编制45名。", "a.docx", "第五条"), true, true, ""},
		{"full-width digits are the same number", quota, answer("机关行政编制４５名。", "a.docx", "第五条"), true, true, ""},
		{"a part of the gold article counts", quota, answer("45名", "a.docx", "第五条/第一款"), true, true, ""},
		{"article 50 is not article 5", quota, answer("45名", "a.docx", "第五条之一"), true, false, "引文不符"},
		{"a mark inside is not read", Question{Answerable: true, Must: []string{"17名。设局长1名"}}, answer("机关行政编制17名。[1]设局长1名。[2]", "a.docx", "第五条"), true, true, ""},
		{"another file", quota, answer("45名", "b.docx", "第五条"), true, false, "引文不符"},
		{"the old number too", quota, answer("45名，原38名", "a.docx", "第五条"), false, true, "不应出现"},
		{"wrong number", quota, answer("44名", "a.docx", "第五条"), false, true, "缺少"},
		{"refused what can be answered", quota, refusal("no_evidence"), false, false, "不应拒而拒"},
		{"rightly refused", secret, refusal("personal"), true, true, ""},
		{"refused for another reason", secret, refusal("no_evidence"), false, true, "拒答理由不符"},
		{"should have refused", secret, answer("行政编制", "a.docx", "第五条"), false, false, "应拒未拒"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := Judge(c.q, c.a)
			require.Equal(t, c.correct, o.Correct)
			require.Equal(t, c.cited, o.Cited)
			if c.problem == "" {
				require.Empty(t, o.Problem)
			} else {
				require.Contains(t, o.Problem, c.problem)
			}
		})
	}
}

func TestReadQuestions(t *testing.T) {
	good := `{"id":"a","type":9,"question":"多少名？","answerable":true,"as_of":"2024-03-01"}`
	qs, err := ReadQuestions(strings.NewReader("\ufeff" + good + "\n\n" + `{"id":"b","question":"可以回答是默认的"}`))
	require.NoError(t, err)
	require.Equal(t, "2024-03-01", qs[0].AsOf.String())
	require.True(t, qs[1].Answerable)
	for name, c := range map[string]struct{ bad, says string }{
		"not json":               {good + "\n{oops", "第 2 行不是有效的 JSON"},
		"no id":                  {`{"question":"多少名？"}`, "第 1 行缺少 id"},
		"no question":            {good + "\n\n" + `{"id":"b"}`, "第 3 行缺少 question"},
		"id twice":               {good + "\n" + good, "第 2 行id“a”与第 1 行重复"},
		"bad date":               {`{"id":"a","question":"q","as_of":"2024-13-01"}`, "第 1 行"},
		"a number where a text":  {`{"id":"a","question":7}`, "question 类型不对"},
		"no such type":           {`{"id":"a","question":"q","type":31}`, "type 应在 1 到 30 之间"},
		"refused and answerable": {`{"id":"a","question":"q","answerable":true,"refusal_reasons":["secret"]}`, "既可以回答"},
		"gold of a refusal":      {`{"id":"a","question":"q","answerable":false,"gold":[{"file":"x"}]}`, "应当拒答"},
		"gold of nothing":        {`{"id":"a","question":"q","gold":[{"address":"第五条"}]}`, "gold 缺少 file"},
	} {
		_, err := ReadQuestions(strings.NewReader(c.bad))
		require.True(t, fault.Is(err, fault.Invalid), name)
		require.Contains(t, fault.Message(err), c.says, name)
	}
}

func TestAnyOfSeveralAnswersIsRight(t *testing.T) {
	q := Question{Answerable: true, Answer: "17名", Answers: []string{"十七名"}}
	require.True(t, Judge(q, answer("共十七名。", "a", "1")).Correct)
	o := Judge(q, answer("很多名", "a", "1"))
	require.False(t, o.Correct)
	require.Contains(t, o.Problem, "标准答案")
}

func TestRowsAreCitedByExternalID(t *testing.T) {
	q := Question{Answerable: true, Gold: []Gold{{ExternalID: "d7"}}}
	a := qa.Answer{Citations: []qa.Citation{{Filename: "corpus.jsonl", ExternalID: "d8"}}}
	require.False(t, Judge(q, a).Cited)
	a.Citations[0].ExternalID = "d7"
	require.True(t, Judge(q, a).Cited)
}
