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
	qs, err := ReadQuestions(strings.NewReader(good + "\n\n"))
	require.NoError(t, err)
	require.Equal(t, "2024-03-01", qs[0].AsOf.String())
	for name, bad := range map[string]string{
		"not json": good + "\n{oops",
		"no id":    `{"question":"多少名？"}`,
		"id twice": good + "\n" + good,
		"bad date": `{"id":"a","question":"q","as_of":"2024-13-01"}`,
	} {
		_, err := ReadQuestions(strings.NewReader(bad))
		require.True(t, fault.Is(err, fault.Invalid), name)
		require.Contains(t, fault.Message(err), "行", name)
	}
}
