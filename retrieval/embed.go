package retrieval

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/pgvector/pgvector-go"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// embedBatch is how many entries are embedded between two commits: about a second of work, so that little is done twice
// after a kill and progress is seen to move.
const embedBatch = 64

// EmbedVersion makes the dense vectors of the version's entries that have none of the present embedder, committing batch by
// batch: interrupted and called again, it goes on where it was. progress may be nil. Without an embedder it does nothing.
func (x *Index) EmbedVersion(ctx context.Context, versionID int64, progress func(done, total int)) (err error) {
	defer fault.Wrapf(&err, "retrieval.EmbedVersion(%d)", versionID)
	return x.embedWhere(ctx, `e.version_id = @version`, versionID, progress)
}

// EmbedMissing is EmbedVersion for all that is in the index: after another embedder was configured, or when texts came in
// while there was none.
func (x *Index) EmbedMissing(ctx context.Context, progress func(done, total int)) (err error) {
	defer fault.Wrapf(&err, "retrieval.EmbedMissing")
	return x.embedWhere(ctx, `true`, 0, progress)
}

// embedWhere goes through the entries e for which where, which may name @version, holds.
func (x *Index) embedWhere(ctx context.Context, where string, version int64, progress func(done, total int)) error {
	if x.embedder == nil {
		return nil
	}
	args := pgx.NamedArgs{"embedder": x.embedder.Name(), "version": version, "after": int64(0), "limit": embedBatch}
	var done, total int
	err := x.pool.QueryRow(ctx, `
		select count(v.entry_id), count(*)
		from retrieval.entry e left join retrieval.vector v on v.entry_id = e.id and v.embedder = @embedder
		where `+where, args).Scan(&done, &total)
	if err != nil {
		return err
	}
	for {
		if progress != nil {
			progress(done, total)
		}
		batch, err := x.unembedded(ctx, where, args)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := x.embed(ctx, batch); err != nil {
			return err
		}
		done += len(batch)
		args["after"] = batch[len(batch)-1].id
	}
}

// unembedded returns the next entries after @after without a vector.
func (x *Index) unembedded(ctx context.Context, where string, args pgx.NamedArgs) ([]chunk, error) {
	rows, err := x.pool.Query(ctx, `
		select e.id, case when e.pair_id is null then ver.title else '' end, coalesce(c.path, '{}'), coalesce(c.lead, ''), coalesce(c.text, e.pair_text)
		from retrieval.entry e
		left join ingest.chunk c on c.id = e.chunk_id
		join ingest.version ver on ver.id = e.version_id
		where e.id > @after and `+where+`
		and not exists (select from retrieval.vector v where v.entry_id = e.id and v.embedder = @embedder)
		order by e.id limit @limit`, args)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c chunk, err error) {
		err = row.Scan(&c.id, &c.title, &c.path, &c.lead, &c.text)
		return c, err
	})
}

// embed makes and stores the vectors of entries. Those removed meanwhile are passed over.
func (x *Index) embed(ctx context.Context, entries []chunk) error {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	dense, err := x.denseOf(ctx, entries)
	if err != nil {
		return err
	}
	return pg.InTx(ctx, x.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			insert into retrieval.vector (embedder, entry_id, dense)
			select $1, e.id, new.dense::halfvec
			from unnest($2::bigint[], $3::text[]) as new (id, dense)
			join retrieval.entry e on e.id = new.id
			order by e.id
			for key share of e
			on conflict do nothing`, x.embedder.Name(), ids, dense)
		return err
	})
}

// denseOf makes the vectors of entries, as pgvector writes them.
func (x *Index) denseOf(ctx context.Context, entries []chunk) ([]string, error) {
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = e.embedText()
	}
	vectors, err := x.embedder.Embed(ctx, texts, false)
	if err != nil {
		return nil, err
	}
	if err := x.checkDim(vectors); err != nil {
		return nil, err
	}
	dense := make([]string, len(vectors))
	for i, v := range vectors {
		dense[i] = pgvector.NewHalfVector(v).String()
	}
	return dense, nil
}

// checkDim refuses vectors of another length than the embedder says: the model behind its name was changed.
func (x *Index) checkDim(vectors [][]float32) error {
	for _, v := range vectors {
		if len(v) != x.embedder.Dim() {
			return fault.Newf(fault.Unavailable, "向量模型 %s 返回了 %d 维的向量，应为 %d 维。请检查模型配置。", x.embedder.Name(), len(v), x.embedder.Dim())
		}
	}
	return nil
}

// embedText is what the model reads: the passage under its title and headings, since an article seldom says of which law it is.
func (p passage) embedText() string {
	head := strings.Join(append([]string{p.title}, p.path...), " ")
	return strings.TrimPrefix(head+"\n", "\n") + p.lead + p.text
}
