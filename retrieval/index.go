package retrieval

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Embedder turns texts into vectors of length 1, all of Dim dimensions, in the order of the texts. query marks questions,
// which some models want to be told from passages. Name identifies the model: vectors of two names are never compared. Dim may
// be 0 until the first Embed.
type Embedder interface {
	Embed(ctx context.Context, texts []string, query bool) ([][]float32, error)
	Name() string
	Dim() int
}

// Index adds to, removes from and searches the index. All methods may run at once.
type Index struct {
	pool     *pgxpool.Pool
	terms    *Terms
	embedder Embedder // nil: the lexical leg alone
	weights  Weights
}

// New makes an Index. It owns neither pool nor terms nor embedder: the caller closes them afterwards.
func New(pool *pgxpool.Pool, terms *Terms, embedder Embedder) *Index {
	return &Index{pool: pool, terms: terms, embedder: embedder, weights: DefaultWeights}
}

// Weighted is the same index, ranked by other weights.
func (x *Index) Weighted(w Weights) *Index {
	other := *x
	other.weights = w
	return &other
}

// IndexVersion makes an entry for each chunk of the version that has none, in tx: from its commit on they are found by the
// lexical leg. Called again it does nothing.
func (x *Index) IndexVersion(ctx context.Context, tx pg.DB, versionID int64) (err error) {
	defer fault.Wrapf(&err, "retrieval.IndexVersion(%d)", versionID)
	chunks, err := unindexed(ctx, tx, versionID)
	if err != nil || len(chunks) == 0 {
		return err
	}
	ids := make([]int64, len(chunks))
	lengths := make([]int32, len(chunks))
	vectors := make([]string, len(chunks))
	for i, c := range chunks {
		vector, length := x.terms.document(c.passage)
		ids[i], lengths[i], vectors[i] = c.id, int32(length), vector.String()
	}
	// In the order of the chunks, so that two workers on one version wait for, not on, each other.
	_, err = tx.Exec(ctx, `
		insert into retrieval.entry (chunk_id, version_id, length, lex)
		select id, $1, length, nullif(lex, '')::sparsevec
		from unnest($2::bigint[], $3::integer[], $4::text[]) as new (id, length, lex)
		order by id
		on conflict (chunk_id) do nothing`, versionID, ids, lengths, vectors)
	return err
}

// RemoveVersion takes the version out of the index in tx: from its commit on nothing of it is found.
func (x *Index) RemoveVersion(ctx context.Context, tx pg.DB, versionID int64) (err error) {
	defer fault.Wrapf(&err, "retrieval.RemoveVersion(%d)", versionID)
	_, err = tx.Exec(ctx, `delete from retrieval.entry where version_id = $1`, versionID)
	return err
}

// chunk is what of a stored chunk is indexed.
type chunk struct {
	id int64
	passage
}

func unindexed(ctx context.Context, db pg.DB, versionID int64) ([]chunk, error) {
	rows, err := db.Query(ctx, `
		select c.id, v.title, c.path, c.lead, c.text
		from ingest.chunk c join ingest.version v on v.id = c.version_id
		where c.version_id = $1 and not exists (select from retrieval.entry e where e.chunk_id = c.id)
		order by c.id`, versionID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c chunk, err error) {
		err = row.Scan(&c.id, &c.title, &c.path, &c.lead, &c.text)
		return c, err
	})
}

// Counts says how much is indexed, whoever asks: it is for the system page and the doctor, not for a reader.
type Counts struct {
	Entries  int64  `json:"entries"`
	Embedded int64  `json:"embedded"` // by the present embedder
	Embedder string `json:"embedder,omitempty"`
}

// Counts returns how much is indexed.
func (x *Index) Counts(ctx context.Context) (c Counts, err error) {
	defer fault.Wrapf(&err, "retrieval.Counts")
	if x.embedder != nil {
		c.Embedder = x.embedder.Name()
	}
	err = x.pool.QueryRow(ctx, `select (select entries from retrieval.totals), (select count(*) from retrieval.vector where embedder = $1)`,
		c.Embedder).Scan(&c.Entries, &c.Embedded)
	return c, err
}
