// Package model speaks to models outside the process: a chat model that writes, an embedder that makes vectors. Both are
// optional; bianku answers without them. Nothing here knows what is asked or why.
//
//	Chat.Stream --> ok
//	            \-> fault.Unavailable: away, slow, cut off, busy, garbage; the caller falls back
//
// A chat model that failed several times in a row is left alone for a while (breaker): a person must not wait for the same
// time-out with every question.
package model
