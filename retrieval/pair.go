package retrieval

import (
	"context"
	"strings"

	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// KindPair is the kind of a hit that is an approved pair.
const KindPair structure.ChunkKind = "pair"

// PairEntry is what of an approved pair is indexed: its question, in all its wordings. The answer is not: a question is found by
// what is asked, and the answer's words are those of its basis, which is in the index already.
type PairEntry struct {
	PairID    int64
	VersionID int64          // of its first basis: its validity and withdrawal are the pair's
	Clearance auth.Clearance // highest of its basis
	Question  string
	Variants  []string
}

// IndexPair puts a pair into the index in tx, in place of what stood there of it: from the commit on it is found, by both legs
// where there is an embedder. An embedder that is down does not keep a pair from being approved: it is found by its words, and
// EmbedMissing fills in the vector.
func (x *Index) IndexPair(ctx context.Context, tx pg.DB, p PairEntry) (err error) {
	defer fault.Wrapf(&err, "retrieval.IndexPair(%d)", p.PairID)
	text := pairText(p)
	vector, length := x.terms.document(passage{text: text})
	if err := x.RemovePair(ctx, tx, p.PairID); err != nil {
		return err
	}
	var entry int64
	err = tx.QueryRow(ctx, `
		insert into retrieval.entry (pair_id, version_id, clearance, pair_text, length, lex)
		values ($1, $2, $3, $4, $5, nullif($6, '')::sparsevec) returning id`,
		p.PairID, p.VersionID, p.Clearance, text, length, vector.String()).Scan(&entry)
	if err != nil || x.embedder == nil {
		return err
	}
	dense, err := x.denseOf(ctx, []chunk{{id: entry, passage: passage{text: text}}})
	if err != nil {
		return ctx.Err() // nil where only the embedder is down
	}
	_, err = tx.Exec(ctx, `insert into retrieval.vector (embedder, entry_id, dense) values ($1, $2, $3::halfvec)`, x.embedder.Name(), entry, dense[0])
	return err
}

// RemovePair takes a pair out of the index in tx. What is not there is no error.
func (x *Index) RemovePair(ctx context.Context, tx pg.DB, pairID int64) (err error) {
	defer fault.Wrapf(&err, "retrieval.RemovePair(%d)", pairID)
	_, err = tx.Exec(ctx, `delete from retrieval.entry where pair_id = $1`, pairID)
	return err
}

// pairText is the question on the first line, each other wording on one of its own.
func pairText(p PairEntry) string {
	lines := []string{}
	for _, l := range append([]string{p.Question}, p.Variants...) {
		lines = append(lines, strings.Join(strings.Fields(l), " "))
	}
	return strings.Join(lines, "\n")
}
