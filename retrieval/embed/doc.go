// Package embed turns texts into vectors with bge-small-zh-v1.5 (int8) on ONNX Runtime, on the CPU, in this process.
//
//	text ─ wordpiece ─ ids ─ ONNX session ─ first token's state ─ length 1 ─ vector
//
// One ONNX holds one session, which all callers share: ONNX Runtime runs a session from many threads at once. The only
// global state is what ONNX Runtime forces: its library is loaded once in a process and stays.
//
// The tokenizer is our own. sugarme/tokenizer v0.3.0 reads the file, but it does not treat U+3000 as white space nor
// drop zero-width characters, both everywhere in official papers, so that the characters beside them become [UNK].
// BERT's WordPiece is a page of code; a test holds it against a second, plain one.
package embed
