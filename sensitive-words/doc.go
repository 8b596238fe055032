// Package sensitivewords finds words that a question, an answer or a paper on its way in must not carry unseen.
//
// A word has a class (the 31 risks A.1–A.5 of GB/T 45654-2025 and five lists of this domain, D.1–D.5) and an action. The
// strongest action among the hits is the verdict:
//
//	log < review < mask < block
//
// What it is not: marks of secrecy (机密★1年) and personal data (ID numbers) are patterns with a place and a form, not
// words; ingest/structure finds those. And a hit is not a judgement: the words of this trade are those of criminal law,
// so a hit inside a phrase of the allow-list (反恐怖主义法) is dropped, and one inside the 《title》 of a legal text is only logged.
//
// The way of a text:
//
//	text -> fold (NFKD rune by rune, marks dropped, lower case, optionally traditional -> simplified)
//	     -> skip what is put between characters to hide a word (spaces, zero width, symbols); a sentence's end is a wall
//	     -> Aho–Corasick over what is left, every rune still knowing where it stood in the text
//	     -> drop what the allow-list covers, what a longer hit covers -> Verdict with rune positions in the original
//
// We ship the engine, the structure and a small mild seed of our own, not ten thousand words: those are the office's data
// and come through Import. Coverage says how far the lists are from what the standard asks for.
//
// A Matcher never changes after New; use it from as many goroutines as wanted. After an import, Load another.
package sensitivewords
