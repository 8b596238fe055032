// Package qa answers questions: question → evidence → answer → verified citations.
//
//	Question
//	  └ understand.Read            which body, which day, what kind of thing; refused at once by policy
//	      └ an answerer            facts by SQL, articles by address, sentences out of retrieved chunks
//	          └ draft              lines, each with the quotes it stands on
//	              └ (write)        a model may word it anew; every sentence is checked, what fails is dropped
//	                  └ verify     each quote is compared with the stored text, each number with its quotes
//	                      └ Answer stored with its evidence and an audit event, or Refusal (a gap is filed by it)
//
// What must not bend:
//   - A line without a quote that proves it is not said. A citation that does not resolve to its text is dropped, and the line
//     with it. No threshold is lowered to find one.
//   - Numbers come from facts, never from a model. A sum of which one part is missing is refused.
//   - Everything is read with the actor's clearance in the SQL. A question whose evidence the actor may not see is answered byte
//     for byte like a question about nothing.
//   - A model can only lose: whatever it gets wrong falls back to what was found without it.
package qa
