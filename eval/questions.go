package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"bianku/internal/civil"
	"bianku/internal/fault"
)

// Gold is one place that grounds the answer: a file of the corpus and an address in it, or the external id of a --jsonl row.
type Gold struct {
	File       string `json:"file,omitempty"`
	Address    string `json:"address,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
}

// Question is a question with what a right answer must hold.
type Question struct {
	ID             string     `json:"id"`
	Type           int        `json:"type"` // 1–30, DOMAIN §3
	Split          string     `json:"split,omitempty"`
	Text           string     `json:"question"`
	AsOf           civil.Date `json:"as_of,omitzero"`
	Answerable     bool       `json:"answerable"`
	RefusalReasons []string   `json:"refusal_reasons,omitempty"` // accepted reason codes; empty: any
	Answer         string     `json:"answer,omitempty"`
	Answers        []string   `json:"answers,omitempty"` // further answers that are as good: where there are any, one of all must stand in the answer
	Must           []string   `json:"must,omitempty"`
	MustNot        []string   `json:"must_not,omitempty"`
	Gold           []Gold     `json:"gold,omitempty"`
	PairID         int64      `json:"pair_id,omitempty"` // of a question made of an approved pair
}

// ReadQuestions reads one question a line. A bad line is an error that names it: a set is whole or not used.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var out []Question
	seen := map[string]int{}
	err := lines(r, "问题集", func(n int, line string) error {
		q, why := readQuestion(line)
		if why == "" && seen[q.ID] != 0 {
			why = fmt.Sprintf("id“%s”与第 %d 行重复", q.ID, seen[q.ID])
		}
		if why != "" {
			return fault.Newf(fault.Invalid, "第 %d 行%s，请改正后重试。", n, why)
		}
		seen[q.ID] = n
		out = append(out, q)
		return nil
	})
	return out, err
}

// readQuestion reads a line. why says in Chinese what is wrong with it.
func readQuestion(line string) (q Question, why string) {
	var known struct {
		Question
		Answerable *bool `json:"answerable"`
	}
	if err := json.Unmarshal([]byte(line), &known); err != nil {
		var field *json.UnmarshalTypeError
		if errors.As(err, &field) {
			return q, "的 " + field.Field + " 类型不对"
		}
		return q, "不是有效的 JSON，或日期不是 2024-03-11 的形式"
	}
	q = known.Question
	q.Answerable = known.Answerable == nil || *known.Answerable
	switch {
	case q.ID == "":
		return q, "缺少 id"
	case strings.TrimSpace(q.Text) == "":
		return q, "缺少 question"
	case q.Type < 0 || q.Type > len(typeNames):
		return q, fmt.Sprintf("的 type 应在 1 到 %d 之间", len(typeNames))
	case q.Answerable && len(q.RefusalReasons) > 0:
		return q, "既可以回答（answerable）又写了拒答理由（refusal_reasons）"
	case !q.Answerable && (len(q.Must) > 0 || len(q.Gold) > 0):
		return q, "应当拒答，却写了 must 或 gold"
	}
	for _, g := range q.Gold {
		if g.File == "" && g.ExternalID == "" {
			return q, "的 gold 缺少 file（或 external_id）"
		}
	}
	return q, ""
}
