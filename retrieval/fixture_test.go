package retrieval

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval/embed"
)

// sharedTerms is the one dictionary of this test process; TestMain closes it.
var sharedTerms = sync.OnceValues(NewTerms)

func TestMain(m *testing.M) {
	code := m.Run()
	if t, err := sharedTerms(); err == nil {
		t.Close()
	}
	os.Exit(code)
}

func testTerms(t testing.TB) *Terms {
	t.Helper()
	terms, err := sharedTerms()
	require.NoError(t, err)
	return terms
}

// work is a document with one version, as a test writes it.
type work struct {
	title, docNo, org string
	versionNo         string // of the version; docNo where empty
	kind              structure.Kind
	clearance         auth.Clearance
	from, to          string
	draft             bool
	externalID        string
	addresses         []string // of the texts; 第1段, 第2段 … where empty
	texts             []string

	document, version int64 // filled in
}

// corpus is an index on a database of its own.
type corpus struct {
	t    testing.TB
	pool *pgxpool.Pool
	*Index
	files int
}

func newCorpus(t testing.TB, embedder Embedder) *corpus {
	t.Helper()
	pool := pgtest.Pool(t, ingest.Migrations, Migrations)
	return &corpus{t: t, pool: pool, Index: New(pool, testTerms(t), embedder)}
}

// add stores and indexes w, and embeds it where the corpus has an embedder.
func (c *corpus) add(w *work) *work {
	c.t.Helper()
	ctx := c.t.Context()
	require.NoError(c.t, pg.InTx(ctx, c.pool, func(tx pgx.Tx) error {
		c.store(ctx, tx, w)
		return c.IndexVersion(ctx, tx, w.version)
	}))
	require.NoError(c.t, c.EmbedVersion(ctx, w.version, nil))
	return w
}

// store writes w as ingest does, without indexing it. With a document set, it is another version of that.
func (c *corpus) store(ctx context.Context, tx pgx.Tx, w *work) {
	c.t.Helper()
	w.kind = cmp.Or(w.kind, structure.Law)
	w.clearance = cmp.Or(w.clearance, auth.L1)
	c.files++
	sum := hashOf(fmt.Sprint(c.files, w.title))
	_, err := tx.Exec(ctx, `insert into ingest.file (sha256, sm3, size) values ($1, $1, 1)`, sum)
	require.NoError(c.t, err)
	if w.document == 0 {
		short := structure.NormalizeTitle(strings.TrimPrefix(w.title, "中华人民共和国"))
		require.NoError(c.t, tx.QueryRow(ctx, `
			insert into ingest.document (kind, title, title_key, short_key, doc_no, org, clearance)
			values ($1, $2, $3, $4, $5, $6, $7) returning id`,
			w.kind, w.title, structure.NormalizeTitle(w.title), short, w.docNo, w.org, w.clearance).Scan(&w.document))
	}
	var to, endedBy any
	if w.to != "" {
		to, endedBy = civil.MustParse(w.to), "repealed"
	}
	require.NoError(c.t, tx.QueryRow(ctx, `
		insert into ingest.version (document_id, sha256, external_id, filename, format, title, doc_no, effective_from, effective_to, ended_by, draft, text)
		values ($1, $2, nullif($3, ''), $4, 'txt', $5, $6, $7, $8, $9, $10, '') returning id`,
		w.document, sum, w.externalID, w.title+".txt", w.title, cmp.Or(w.versionNo, w.docNo), civil.MustParse(w.from), to, endedBy, w.draft).Scan(&w.version))
	for i, text := range w.texts {
		address := fmt.Sprintf("第%d段", i+1)
		if i < len(w.addresses) {
			address = w.addresses[i]
		}
		_, err := tx.Exec(ctx, `
			insert into ingest.chunk (version_id, seq, kind, address, label, path, text, start_rune, end_rune, hash)
			values ($1, $2, 'article', $3, $3, $4, $5, 0, $6, $7)`,
			w.version, i, address, []string{address}, text, len([]rune(text)), hashOf(text))
		require.NoError(c.t, err)
	}
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// as is a context in which an actor of clearance l searches.
func (c *corpus) as(l auth.Clearance) context.Context {
	return auth.WithActor(c.t.Context(), auth.Actor{Login: "test", Clearance: l})
}

// find searches as an actor who may see everything.
func (c *corpus) find(q Query) Result {
	c.t.Helper()
	res, err := c.Search(c.as(auth.L4), q)
	require.NoError(c.t, err)
	return res
}

func (c *corpus) exec(sql string, args ...any) {
	c.t.Helper()
	_, err := c.pool.Exec(c.t.Context(), sql, args...)
	require.NoError(c.t, err)
}

func titles(r Result) []string {
	out := []string{}
	for _, h := range r.Hits {
		out = append(out, h.Title)
	}
	return out
}

// bagEmbedder is a small embedder that can be computed by hand: each character of a text points in a fixed direction of its
// own. It serves where thousands of vectors, or a second embedder, are needed; what the real model says is tested with it.
type bagEmbedder struct {
	name string
	dim  int
}

func (b bagEmbedder) Name() string { return b.name }
func (b bagEmbedder) Dim() int     { return b.dim }

func (b bagEmbedder) Embed(_ context.Context, texts []string, _ bool) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = b.embed(text)
	}
	return out, nil
}

func (b bagEmbedder) embed(text string) []float32 {
	v := make([]float32, b.dim)
	for _, r := range text {
		h := fnv.New64a()
		fmt.Fprint(h, b.name, r)
		rng := rand.New(rand.NewPCG(h.Sum64(), 1))
		for j := range v {
			v[j] += float32(rng.NormFloat64())
		}
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	for j := range v {
		v[j] /= float32(math.Sqrt(sum) + 1e-9)
	}
	return v
}

// realEmbedder is the model that is shipped.
func realEmbedder(t testing.TB) Embedder {
	t.Helper()
	dir := cmp.Or(os.Getenv("MODEL_DIR"), "../models")
	e, err := embed.Open(t.Context(), dir)
	if err != nil {
		t.Skipf("没有向量模型（make models）：%v", err)
	}
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}
