package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Thresholds are what a run must reach. Metrics are named as in MetricNames; p50_ms and p95_ms may stand in Max.
type Thresholds struct {
	Min       map[string]float64 `json:"min,omitempty"`
	Max       map[string]float64 `json:"max,omitempty"`
	Against   int64              `json:"against,omitempty"`    // an earlier run
	MaxBroken *int               `json:"max_broken,omitempty"` // cases that passed in Against and fail now; nil: not looked at
}

// ReadThresholds reads thresholds as JSON. An unknown field is an error: a threshold that is misspelt would let everything through.
func ReadThresholds(r io.Reader) (t Thresholds, err error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&t); err != nil {
		return t, fault.Wrap(err, fault.Invalid, "门槛文件读不懂。应为 JSON，例如 {\"min\": {\"answers\": 0.9}, \"max_broken\": 0}。")
	}
	return t, nil
}

// Verdict is what the gate says.
type Verdict struct {
	Run     int64    `json:"run"`
	Passed  bool     `json:"passed"`
	Reasons []string `json:"reasons"` // Chinese: every threshold that is not reached
}

// Gate holds a run against thresholds. A run that has not finished, and a metric that it does not have, do not pass.
func Gate(ctx context.Context, db pg.DB, runID int64, t Thresholds) (_ Verdict, err error) {
	defer fault.Wrapf(&err, "eval.Gate(%d)", runID)
	r, err := RunByID(ctx, db, runID)
	if err != nil {
		return Verdict{}, err
	}
	if err := t.valid(); err != nil {
		return Verdict{}, err
	}
	v := Verdict{Run: runID, Reasons: t.check(r)}
	if t.Against != 0 {
		c, err := Compare(ctx, db, t.Against, runID)
		if err != nil {
			return Verdict{}, err
		}
		v.Reasons = append(v.Reasons, t.checkBroken(c)...)
	}
	v.Passed = len(v.Reasons) == 0
	return v, nil
}

func (t Thresholds) valid() error {
	if t.MaxBroken != nil && t.Against == 0 {
		return fault.Field("against", "要限制退步的题数，请同时给出与哪一次评测比较。")
	}
	if t.Min == nil && t.Max == nil && t.MaxBroken == nil {
		return fault.New(fault.Invalid, "没有给出任何门槛，请至少给一项。")
	}
	for _, m := range []map[string]float64{t.Min, t.Max} {
		for name := range m {
			if label(name) == "" {
				return fault.Field("metric", "没有“"+name+"”这个指标。可用的有："+strings.Join(gateNames(), "、")+"。")
			}
		}
	}
	return nil
}

var timeNames = []MetricName{{"p50_ms", "作答用时中位数（毫秒）"}, {"p95_ms", "作答用时 p95（毫秒）"}}

func gateNames() (names []string) {
	for _, m := range slices.Concat(MetricNames, timeNames) {
		names = append(names, m.Name)
	}
	return names
}

func label(name string) string {
	for _, m := range slices.Concat(MetricNames, timeNames) {
		if m.Name == name {
			return m.Label
		}
	}
	return ""
}

// value is a figure of the run, by name.
func (m Metrics) value(name string) (float64, bool) {
	switch name {
	case "p50_ms":
		return m.P50MS, true
	case "p95_ms":
		return m.P95MS, true
	}
	s, ok := m.All.Score(name)
	return s.Value, ok
}

// check holds the run's own figures against the thresholds.
func (t Thresholds) check(r Run) []string {
	reasons := []string{}
	if r.State != Done {
		return append(reasons, fmt.Sprintf("评测 %d 没有完成（%s），不能放行。", r.ID, r.State.Chinese()))
	}
	for _, name := range slices.Sorted(maps.Keys(t.Min)) {
		if v, ok := r.Metrics.value(name); !ok {
			reasons = append(reasons, label(name)+"（"+name+"）：这次评测没有这个指标。")
		} else if v < t.Min[name]-1e-9 {
			reasons = append(reasons, fmt.Sprintf("%s（%s）为 %.4g，低于门槛 %.4g。", label(name), name, v, t.Min[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Max)) {
		if v, ok := r.Metrics.value(name); !ok {
			reasons = append(reasons, label(name)+"（"+name+"）：这次评测没有这个指标。")
		} else if v > t.Max[name]+1e-9 {
			reasons = append(reasons, fmt.Sprintf("%s（%s）为 %.4g，高于上限 %.4g。", label(name), name, v, t.Max[name]))
		}
	}
	return reasons
}

func (t Thresholds) checkBroken(c Comparison) []string {
	if t.MaxBroken == nil || len(c.Broken) <= *t.MaxBroken {
		return nil
	}
	var keys []string
	for _, p := range c.Broken {
		keys = append(keys, p.Question.ID)
	}
	return []string{fmt.Sprintf("与评测 %d 相比，原来答对的有 %d 题现在没有通过（最多允许 %d 题）：%s。", c.A.ID, len(keys), *t.MaxBroken, strings.Join(keys, "、"))}
}
