// Package eval asks questions with known answers, says how well they were answered, and of each that failed, why.
//
//	questions ──import──▶ Set (frozen, versioned by content)
//	Set + Config ──NewRun──▶ Run: queued ─▶ running ─▶ done | failed      cancelled from the first two
//	                           each question: ask ▶ judge ▶ measure ▶ class where it failed ▶ one row, committed by itself
//	done ──Gather──▶ tickets (eval/ticket)      two runs ──Compare──▶ fixed, broken ──Gate──▶ exit code
//
// An outcome has three verdicts, each yes or no, never averaged into one another:
//
//	answer    every `must` string stands in the answer, no `must_not` does
//	citation  a gold address is among the citations (the article's own part or whole counts)
//	refusal   refused what cannot be answered, and nothing else
//
// What must not bend:
//
//   - A run says of what it is: set and version, program, model, embedder, prompt, fingerprint of the data. Killed, it goes on with
//     the questions that have no row; where one of these has changed meanwhile it begins anew.
//   - A metric is averaged over the questions it applies to, and their number stands beside it.
//   - A run is as secret as the highest of its set and its answers, and asks with the eyes of who started it. Above one's clearance
//     there are no sets, no runs, no counts of them; evidence above it is left out of an outcome that may be seen.
//
// Tune on split dev; test decides.
package eval
