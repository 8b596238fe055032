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
		if !strings.Contains(shown, metrics.Normalize(m)) {
			return "缺少：" + m
		}
	}
	for _, m := range q.MustNot {
		if strings.Contains(metrics.Normalize(a.Text), metrics.Normalize(m)) {
			return "不应出现：" + m
		}
	}
	return ""
}

func shownText(a qa.Answer) string {
	parts := append([]string{a.Text, a.AsOfNote}, a.Notices...)
	if a.Table != nil {
		parts = append(parts, a.Table.Header...)
		for _, row := range a.Table.Rows {
			parts = append(parts, row...)
		}
	}
	return strings.Join(parts, "\n")
}

func cited(q Question, a qa.Answer) bool {
	if len(q.Gold) == 0 {
		return true
	}
	for _, c := range a.Citations {
		for _, g := range q.Gold {
			if c.Filename == g.File && sameArticle(c.Address, g.Address) {
				return true
			}
		}
	}
	return false
}

// sameArticle says whether one address is the other or a part of it.
func sameArticle(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}

// Line is a row of a report.
type Line struct {
	Name      string `json:"name"`
	Questions int    `json:"questions"`
	Correct   int    `json:"correct"`
	Cited     int    `json:"cited"`
}

// Report sums outcomes up.
type Report struct {
	All     Line          `json:"all"`
	Splits  []Line        `json:"splits"`
	Types   []Line        `json:"types"`
	Refusal metrics.Tally `json:"refusal"` // positive: refused
}

// Summarize counts outcomes by split and by type.
func Summarize(outcomes []Outcome) Report {
	var r Report
	r.All.Name = "全部"
	splits, types := map[string]*Line{}, map[string]*Line{}
	for _, o := range outcomes {
		r.All.add(o)
		line(splits, o.Question.Split).add(o)
		line(types, TypeName(o.Question.Type)).add(o)
		r.Refusal.Add(o.Refused, !o.Question.Answerable)
	}
	r.Splits, r.Types = sorted(splits), sorted(types)
	return r
}

func line(of map[string]*Line, name string) *Line {
	if of[name] == nil {
		of[name] = &Line{Name: name}
	}
	return of[name]
}

func sorted(of map[string]*Line) []Line {
	out := make([]Line, 0, len(of))
	for _, l := range of {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Line) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (l *Line) add(o Outcome) {
	l.Questions++
	if o.Correct {
		l.Correct++
	}
	if o.Cited {
		l.Cited++
	}
}
