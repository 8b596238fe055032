package eval

import (
	"slices"
	"strings"

	"bianku/eval/metrics"
	"bianku/qa"
)

// Judge compares an answer with what the question says a right one holds.
func Judge(q Question, a qa.Answer) Outcome {
	o := Outcome{Question: q, Answer: a, Refused: a.Mode == qa.Refused}
	switch {
	case !q.Answerable:
		o.Correct, o.Cited = o.Refused && reasonAccepted(q, a), o.Refused
		if !o.Refused {
			o.Problem = "应拒未拒"
		} else if !o.Correct {
			o.Problem = "拒答理由不符：" + a.Refusal.Reason
		}
	case o.Refused:
		o.Problem = "不应拒而拒：" + a.Refusal.Reason
	default:
		o.Problem = textProblem(q, a)
		o.Correct = o.Problem == ""
		o.Cited = cited(q, a)
		if o.Correct && !o.Cited {
			o.Problem = "引文不符"
		}
	}
	o.Passed = o.Correct && o.Cited
	return o
}

func reasonAccepted(q Question, a qa.Answer) bool {
	return len(q.RefusalReasons) == 0 || a.Refusal != nil && slices.Contains(q.RefusalReasons, a.Refusal.Reason)
}

// textProblem looks for the must strings in everything the person is shown as the answer: text, table and notices.
func textProblem(q Question, a qa.Answer) string {
	shown := metrics.Normalize(shownText(a))
	for _, m := range q.Must {
		if !says(shown, metrics.Normalize(m)) {
			return "缺少：" + m
		}
	}
	if len(q.Answers) > 0 && !slices.ContainsFunc(goldAnswers(q), func(g string) bool { return strings.Contains(shown, metrics.Normalize(g)) }) {
		return "缺少：任何一个标准答案"
	}
	for _, m := range q.MustNot {
		if says(metrics.Normalize(a.Text), metrics.Normalize(m)) {
			return "不应出现：" + m
		}
	}
	return ""
}

// says looks for words in a text, both normalized. A number is not found in a longer one: 3年 is not in 2023年.
func says(text, words string) bool {
	if words == "" || !isDigit(words[0]) {
		return strings.Contains(text, words)
	}
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		if at := from + i; at == 0 || !isDigit(text[at-1]) {
			return true
		}
		from += i + 1
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func shownText(a qa.Answer) string {
	parts := append([]string{a.Text, a.AsOfNote}, a.Notices...)
	if a.Table != nil {
		parts = append(parts, a.Table.Header...)
		for _, row := range a.Table.Rows {
			parts = append(parts, row...)
		}
	}
	return marks.ReplaceAllString(strings.Join(parts, "\n"), "")
}

func cited(q Question, a qa.Answer) bool {
	return len(q.Gold) == 0 || slices.ContainsFunc(a.Citations, func(c qa.Citation) bool {
		return len(matching(q.Gold, c.Filename, c.Address, c.ExternalID)) > 0
	})
}

// sameArticle says whether one address is the other or a part of it.
func sameArticle(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
