// Package draft writes pairs that nobody has vouched for yet: from the structure of a text by rule, and where a chat model is
// configured, from a chunk and its neighbours by the model. What it makes is a draft in every sense; two experts decide.
//
//	Material (one version: text, chunks, facts, relations) ──rules──▶ []Draft ──Run──▶ annotate.Create ──▶ review
//	Passage  (a chunk and its neighbours) ──prompt, model, repair──▶ []Draft ──┘
//
// How a rule writes:
//
//   - The question is what an official would ask, with the body's or the text's full name in it where it would mean nothing
//     without, and one to three other wordings.
//   - The answer is whole sentences: at most a short lead ("5个工作日内。"), then where it stands and the words of the text itself.
//     A rule never shortens what it quotes: a sentence is taken with its whole paragraph, so that no condition is cut off.
//   - The basis is verbatim, by range; a quote that reaches over several chunks is one basis a chunk.
//   - Where a rule is not sure of its grammar it writes nothing. A question nobody asks costs an expert more than it is worth.
//
// Rules are pure functions of the material, so that their tests are tables over the sample corpus. Only Run touches the
// database. A text that is not in force gives nothing; a journal gives opinion (type 24), said to be such in the answer.
//
// Run can be killed and started again: what is already drafted for a version is known by the key of its question.
package draft
