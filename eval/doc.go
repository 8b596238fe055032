// Package eval asks questions with known answers and says how well they were answered.
//
//	Questions (a JSONL file) → Run (each asked once, of the same service the chat uses) → Report (by split and by type)
//
// An outcome has three verdicts, each yes or no, never averaged into one another:
//
//	answer    every `must` string stands in the answer, no `must_not` does
//	citation  a gold address is among the citations (the article's own part or whole counts)
//	refusal   refused what cannot be answered, and nothing else
//
// Tune on split dev; test decides.
package eval
