package retrieval

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// TestEveryHitComesThroughTheFilters reads the statement as text: whatever its parts, nothing is read from the index but in
// visible (and vectors joined to it), and no document but in seen.
func TestEveryHitComesThroughTheFilters(t *testing.T) {
	t.Parallel()
	for i := range 32 {
		p := parts{lexical: i&1 > 0, dense: i&2 > 0, direct: i&4 > 0, lexicalGraph: i&8 > 0, denseGraph: i&16 > 0, dim: 512}
		if !p.lexical && !p.dense && !p.direct {
			continue
		}
		sql := statement(p)
		require.Equal(t, 1, strings.Count(sql, "from retrieval.entry"), sql)
		require.NotContains(t, sql, "join retrieval.entry")
		require.Equal(t, 1, strings.Count(sql, "ingest.document"))
		require.Equal(t, 1, strings.Count(sql, "from retrieval.entry e\n    join ingest.version v"))
		if p.direct {
			require.Contains(t, sql, "from seen d join ingest.version v on v.document_id = d.id", "for their numbers only")
			sql = strings.Replace(sql, "from seen d join ingest.version", "", 1)
		}
		require.Equal(t, 1, strings.Count(sql, "join ingest.version"))
		if p.dense {
			require.Contains(t, sql, "from retrieval.vector x\n    join visible")
			require.Contains(t, sql, "x.embedder = @embedder")
		}
	}
}

// TestGraphsServeTheLegs looks at the plans: through the graphs, the legs read the HNSW indexes; exactly, they do not.
func TestGraphsServeTheLegs(t *testing.T) {
	t.Parallel()
	c := newCorpus(t, bagEmbedder{"bag", 32})
	w := &work{title: "汇编"}
	for i := range 3000 {
		w.texts = append(w.texts, fmt.Sprintf("编制事项%d号", i))
	}
	c.add(w)
	c.weights.ExactUpTo = 0
	require.NoError(t, c.Maintain(t.Context()))
	c.exec(`analyze`)
	plan := func(graphs bool) string {
		s := &search{Query: Query{Text: "编制事项77号"}, index: c.Index, clearance: 4, terms: c.terms.Count("编制事项77号")}
		require.NoError(t, s.complete())
		require.NoError(t, s.embed(t.Context()))
		var lines []string
		require.NoError(t, pgx.BeginFunc(t.Context(), c.pool, func(tx pgx.Tx) error {
			require.NoError(t, s.prepare(t.Context(), tx))
			p := s.parts()
			require.True(t, p.lexicalGraph && p.denseGraph)
			p.lexicalGraph, p.denseGraph = graphs, graphs
			rows, err := tx.Query(t.Context(), "explain "+statement(p), s.arguments())
			require.NoError(t, err)
			lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		}))
		return strings.Join(lines, "\n")
	}
	through := plan(true)
	require.Contains(t, through, "Index Scan using entry_lex")
	require.Contains(t, through, "Index Scan using "+denseGraph(c.embedder).name)
	exact := plan(false)
	require.NotContains(t, exact, "entry_lex")
	require.NotContains(t, exact, denseGraph(c.embedder).name)
}
