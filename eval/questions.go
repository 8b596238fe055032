package eval

import (
	"bufio"
	"encoding/json"
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
	Answers        []string   `json:"answers,omitempty"` // further answers that are as good
	Must           []string   `json:"must,omitempty"`
	MustNot        []string   `json:"must_not,omitempty"`
	Gold           []Gold     `json:"gold,omitempty"`
	PairID         int64      `json:"pair_id,omitempty"` // of a question made of an approved pair
}

// ReadQuestions reads one question a line. A bad line is an error that names it: a set is whole or not used.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var out []Question
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var q Question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("第 %d 行不是有效的 JSON，请检查后重试。", n))
		}
		if q.ID == "" || q.Text == "" || seen[q.ID] {
			return nil, fault.Newf(fault.Invalid, "第 %d 行缺少 id 或 question，或 id 重复，请补全后重试。", n)
		}
		seen[q.ID] = true
		out = append(out, q)
	}
	if err := lines.Err(); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "问题集无法读取，请检查文件。")
	}
	return out, nil
}
