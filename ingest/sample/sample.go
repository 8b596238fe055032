// Package sample is the corpus that ships with bianku: invented papers of an invented city (云澜市, with 临江区, 松陵县 and
// others), so that a newcomer has something to ask about and every test has real forms to read.
//
// Nothing in it is true. No name, body, number or 文号 belongs to a real office, and each document says so in its last
// line. The forms are true to life on purpose: 三定 in the style before and after 2018, papers that amend, repeal, extend
// and replace each other, numbers that change by 批复, and a few papers above L1 so that clearance can be seen at work.
//
//	src/*.txt      the texts, to be read and changed
//	gen/           makes files/ and manifest.jsonl from src/
//	files/         PDF, DOCX, HTML, Markdown and GB18030 text, embedded here
//	manifest.jsonl clearance, source class and what to confirm at the demo load, one line a file
//
// The questions about them, with gold answers, are eval/sample/questions.jsonl.
package sample

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"fmt"

	"bianku/internal/auth"
)

//go:embed files manifest.jsonl
var corpus embed.FS

// Item is one document of the corpus with what its intake needs to know.
type Item struct {
	File        string         `json:"file"`
	Clearance   auth.Clearance `json:"clearance"`
	SourceClass int            `json:"source_class"`
	Note        string         `json:"note,omitempty"`
	Confirm     []Confirm      `json:"confirm,omitempty"`
	Data        []byte         `json:"-"`
}

// Confirm is a relation that the demo load decides for the newcomer, as a lead would: without it a repeal stays proposed
// and the corpus shows nothing repealed.
type Confirm struct {
	Type        string `json:"type"`
	TargetTitle string `json:"target_title"`
}

// Documents returns the corpus in the order of the manifest.
func Documents() (items []Item, err error) {
	manifest, err := corpus.ReadFile("manifest.jsonl")
	if err != nil {
		return nil, err
	}
	sc := bufio.NewScanner(bytes.NewReader(manifest))
	for n := 1; sc.Scan(); n++ {
		var it Item
		if err := json.Unmarshal(sc.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("sample.Documents: manifest line %d: %w", n, err)
		}
		if it.Data, err = corpus.ReadFile("files/" + it.File); err != nil {
			return nil, fmt.Errorf("sample.Documents: manifest line %d: %w", n, err)
		}
		items = append(items, it)
	}
	return items, sc.Err()
}
