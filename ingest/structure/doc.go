// Package structure turns parsed blocks into addresses, fields, facts and relations: pure functions, no database.
//
//	parse.Result ─ paper (lines, folded for matching, rune for rune)
//	                 │
//	                 ├─ front   title, number, dates, recipients, 密级, history      → Document's fields
//	                 ├─ parts   notice │ inner text of an 印发 envelope │ 附件1 …
//	                 ├─ kind    law, gongwen, sanding, reply, journal, plain
//	                 ├─ cut     编章节条款项目 or 一、（一）1. or headings or passages → Chunks with addresses
//	                 ├─ facts   编制, 职数, 内设机构, changes of a 批复              → Facts
//	                 └─ relate  sentences that act on other documents               → Relations
//
// Matching is done on a folded text in which brackets, digits, colons and a few traditional characters have one form
// each. Folding maps rune to rune, so a position found in the folded text is the position in the text itself, and every
// chunk, fact and relation quotes the text verbatim.
//
// Nothing is dropped: every line of the body lies in a chunk, or is a heading and stands in the Path of the chunks below
// it, or is a table's header and stands in the Lead of its rows, or belongs to a table of contents.
//
// Two texts are versions of one work when WorkKey is equal. A decision that amends a law never shares the law's key.
package structure
