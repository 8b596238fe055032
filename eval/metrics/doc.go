// Package metrics has the figures by which search and answers are judged: pure functions of a ranking or of two texts.
//
// Ranking metrics follow trec_eval: nDCG uses the gain itself (not 2^gain−1) and log2(rank+1); the ideal ranking is made of
// all judged documents, found or not; a document ranked twice counts at its first place only. An index that finds one of three
// relevant passages does not score 1.0. Text metrics work on characters, since Chinese has no spaces.
package metrics
