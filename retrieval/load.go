package retrieval

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/pgvector/pgvector-go"
)

// load reads what a reader needs of the best candidates. They come from statement, in the same snapshot: what may be seen was
// decided there. Only the doubt is asked for again, of the same function as everywhere: it belongs to another document.
func load(ctx context.Context, tx pgx.Tx, s *search, best []candidate) ([]Hit, error) {
	ids := make([]int64, len(best))
	at := make(map[int64]int, len(best))
	for i, c := range best {
		ids[i], at[c.entry] = c.entry, i
	}
	hits := make([]Hit, len(best))
	rows, err := tx.Query(ctx, hitColumns, pgx.NamedArgs{"ids": ids, "as_of": s.AsOf, "clearance": int16(s.clearance)})
	if err != nil {
		return nil, err
	}
	var h Hit
	_, err = pgx.ForEachRow(rows, []any{&h.EntryID, &h.ChunkID, &h.PairID, &h.VersionID, &h.DocumentID, &h.ExternalID, &h.Filename,
		&h.DocKind, &h.Title, &h.DocNo, &h.Org, &h.Kind, &h.Address, &h.Label, &h.Path, &h.Lead, &h.Text, &h.Start, &h.End,
		&h.Page, &h.Hash, &h.Status, &h.Doubt, &h.EffectiveFrom, &h.EffectiveTo, &h.Clearance}, func() error {
		c := best[at[h.EntryID]]
		h.Score, h.Direct = c.score, c.direct
		hits[at[h.EntryID]] = h
		h.Path = nil // the next row must not write into this one's
		return nil
	})
	return hits, err
}

const hitColumns = `
select e.id, coalesce(c.id, 0), coalesce(e.pair_id, 0), v.id, d.id, coalesce(v.external_id, ''), v.filename, d.kind, v.title, coalesce(nullif(v.doc_no, ''), d.doc_no),
       d.org, coalesce(c.kind, 'pair'), coalesce(c.address, ''), coalesce(c.label, '问答对'), coalesce(c.path, '{}'), coalesce(c.lead, ''),
       coalesce(c.text, split_part(e.pair_text, e'\n', 1)), coalesce(c.start_rune, 0), coalesce(c.end_rune, 0), coalesce(c.page, 0),
       coalesce(c.hash, ''),
       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, @as_of::date),
       coalesce(ingest.doubt(v.id, @clearance::smallint, @as_of::date), ''), v.effective_from, v.effective_to, greatest(d.clearance, e.clearance)
from retrieval.entry e
left join ingest.chunk c on c.id = e.chunk_id
join ingest.version v on v.id = e.version_id
join ingest.document d on d.id = v.document_id
where e.id = any(@ids::bigint[])`

// explain adds to each hit where its score came from.
func (s *search) explain(ctx context.Context, tx pgx.Tx, best []candidate) error {
	shares, err := s.shares(ctx, tx, best)
	if err != nil {
		return err
	}
	for i, c := range best {
		s.hits[i].Explain = &Explain{LexicalRank: c.lexical.rank, LexicalScore: c.lexical.score,
			DenseRank: c.dense.rank, DenseScore: c.dense.score, Terms: shares[c.entry], Parts: c.parts}
	}
	return nil
}

// shares are each term's share of the lexical score, by entry, the largest first. A pair of characters is shown as it stands
// in the text.
func (s *search) shares(ctx context.Context, tx pgx.Tx, best []candidate) (map[int64][]TermWeight, error) {
	ids := make([]int64, len(best))
	for i, c := range best {
		ids[i] = c.entry
	}
	rows, err := tx.Query(ctx, `select id, lex from retrieval.entry where id = any($1) and lex is not null`, ids)
	if err != nil {
		return nil, err
	}
	out := map[int64][]TermWeight{}
	var id int64
	var lex pgvector.SparseVector
	_, err = pgx.ForEachRow(rows, []any{&id, &lex}, func() error {
		out[id] = s.sharesIn(lex)
		return nil
	})
	return out, err
}

func (s *search) sharesIn(lex pgvector.SparseVector) []TermWeight {
	stored := make(map[int32]float64, len(lex.Indices()))
	for i, dim := range lex.Indices() {
		stored[dim] = float64(lex.Values()[i])
	}
	var list []TermWeight
	for t, n := range s.terms {
		if w := stored[Dim(t)] * s.stats.idf(Dim(t)) * float64(n); w > 0 {
			list = append(list, TermWeight{Term: t, Weight: w})
		}
	}
	slices.SortFunc(list, func(a, b TermWeight) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Term, b.Term)) })
	return list
}
