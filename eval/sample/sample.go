// Package sample is the question set that ships with bianku: over the invented corpus of ingest/sample, all 30 question
// types, a quarter unanswerable. README.md beside it says what the fields mean. Tune on split dev; test decides.
package sample

import _ "embed"

// Questions is the set, one JSON object a line; eval.ReadQuestions reads it.
//
//go:embed questions.jsonl
var Questions []byte
