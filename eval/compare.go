package eval

import (
	"context"
	"fmt"
	"reflect"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// CasePair is one question in two runs.
type CasePair struct {
	Question Question `json:"question"`
	A        Outcome  `json:"a"`
	B        Outcome  `json:"b"`
}

// MetricPair is a metric in two runs, over the questions that both answered.
type MetricPair struct {
	Name  string  `json:"name"`
	Label string  `json:"label"`
	A     float64 `json:"a"`
	B     float64 `json:"b"`
	N     int     `json:"n"` // questions it applies to, in B
}

// Comparison is run B seen from run A.
type Comparison struct {
	A          Run          `json:"a"`
	B          Run          `json:"b"`
	Common     int          `json:"common"`         // questions that both answered; everything below is over these
	Note       string       `json:"note,omitempty"` // Chinese: what keeps them from being alike
	Fixed      []CasePair   `json:"fixed"`          // failed in A, passed in B
	Broken     []CasePair   `json:"broken"`         // passed in A, failed in B
	SameFailed []CasePair   `json:"same_failed"`
	SamePassed int          `json:"same_passed"`
	Metrics    []MetricPair `json:"metrics"`
}

// Compare sets run b against run a, case by case. Runs over different sets, or different versions of one, are compared only on
// the questions that are word for word in both, and the note says so; without any it is refused.
func Compare(ctx context.Context, db pg.DB, a, b int64) (_ Comparison, err error) {
	defer fault.Wrapf(&err, "eval.Compare(%d, %d)", a, b)
	c := Comparison{Fixed: []CasePair{}, Broken: []CasePair{}, SameFailed: []CasePair{}, Metrics: []MetricPair{}}
	if c.A, err = RunByID(ctx, db, a); err != nil {
		return c, err
	}
	if c.B, err = RunByID(ctx, db, b); err != nil {
		return c, err
	}
	ofA, err := allOutcomes(ctx, db, a)
	if err != nil {
		return c, err
	}
	ofB, err := allOutcomes(ctx, db, b)
	if err != nil {
		return c, err
	}
	c.pair(ofA, ofB)
	if c.Common == 0 {
		return c, fault.New(fault.Conflict, "这两次评测没有共同的、已经作答的问题，不能比较。请选择同一问题集的两次评测。")
	}
	c.Note = c.note(len(ofA), len(ofB))
	return c, nil
}

// pair sorts the common cases and compares the metrics over them.
func (c *Comparison) pair(ofA, ofB []Outcome) {
	byKey := map[string]Outcome{}
	for _, o := range ofA {
		byKey[o.Question.ID] = o
	}
	var inA, inB []Outcome
	for _, o := range ofB {
		was, ok := byKey[o.Question.ID]
		if !ok || !reflect.DeepEqual(was.Question, o.Question) {
			continue
		}
		inA, inB = append(inA, was), append(inB, o)
		p := CasePair{o.Question, was, o}
		switch {
		case !was.Passed && o.Passed:
			c.Fixed = append(c.Fixed, p)
		case was.Passed && !o.Passed:
			c.Broken = append(c.Broken, p)
		case !o.Passed:
			c.SameFailed = append(c.SameFailed, p)
		default:
			c.SamePassed++
		}
	}
	c.Common = len(inB)
	before, after := group("", inA), group("", inB)
	for _, m := range MetricNames {
		x, okA := before.Score(m.Name)
		y, okB := after.Score(m.Name)
		if okA && okB {
			c.Metrics = append(c.Metrics, MetricPair{m.Name, m.Label, x.Value, y.Value, y.N})
		}
	}
}

func (c *Comparison) note(ofA, ofB int) string {
	switch {
	case c.A.SetName != c.B.SetName:
		return fmt.Sprintf("两次评测的问题集不同（%s 第 %d 版、%s 第 %d 版），只比较两边完全相同的 %d 题。", c.A.SetName, c.A.SetVersion, c.B.SetName, c.B.SetVersion, c.Common)
	case c.A.SetID != c.B.SetID:
		return fmt.Sprintf("两次评测用了问题集的不同版本（第 %d 版、第 %d 版），只比较没有变动的 %d 题。", c.A.SetVersion, c.B.SetVersion, c.Common)
	case ofA != c.Common || ofB != c.Common:
		return fmt.Sprintf("两次评测的范围不同（%d 题、%d 题），只比较共同的 %d 题。", ofA, ofB, c.Common)
	}
	return ""
}
