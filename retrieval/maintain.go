package retrieval

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Maintain builds the HNSW indexes that the corpus has grown to need (Weights.ExactUpTo), and does nothing otherwise. Texts
// come in and are searched meanwhile. It is for a job, after a batch or at night: at 100,000 entries it takes minutes.
//
// A graph that stands from the start is paid for at every insert, and below the limit nobody would use it; built at once, it
// is paid for when it is needed.
func (x *Index) Maintain(ctx context.Context) (err error) {
	defer fault.Wrapf(&err, "retrieval.Maintain")
	var entries int64
	if err := x.pool.QueryRow(ctx, `select entries from retrieval.totals`).Scan(&entries); err != nil {
		return err
	}
	if entries <= x.weights.ExactUpTo {
		return nil
	}
	return x.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		return x.buildGraphs(ctx, conn.Conn())
	})
}

// buildGraphs builds what is missing. The lock keeps a second process from starting the same; it belongs to the
// connection, since an index is built concurrently outside any transaction.
func (x *Index) buildGraphs(ctx context.Context, conn *pgx.Conn) error {
	var mine bool
	if err := conn.QueryRow(ctx, `select pg_try_advisory_lock(hashtext('retrieval.graphs'))`).Scan(&mine); err != nil || !mine {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), `select pg_advisory_unlock(hashtext('retrieval.graphs'))`)
	for _, g := range x.graphs() {
		state, err := g.state(ctx, conn)
		if err != nil {
			return err
		}
		if state == built {
			continue
		}
		for _, sql := range []string{`set maintenance_work_mem = '512MB'`, `drop index concurrently if exists retrieval.` + g.name,
			`create index concurrently ` + g.name + ` on ` + g.on, `reset maintenance_work_mem`} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
	}
	return nil
}

// graph is an HNSW index: its name and what follows "on".
type graph struct{ name, on string }

const hnswOptions = ` with (m = 16, ef_construction = 64)`

var lexicalGraph = graph{"entry_lex", `retrieval.entry using hnsw (lex sparsevec_ip_ops)` + hnswOptions}

// denseGraph is the embedder's own: an index needs one dimension, and vectors of two models must not meet in it. pgvector
// indexes up to 4,000 dimensions; longer vectors are scanned.
func denseGraph(e Embedder) graph {
	h := fnv.New32a()
	h.Write([]byte(e.Name()))
	return graph{fmt.Sprintf("vector_%08x", h.Sum32()), fmt.Sprintf(`retrieval.vector using hnsw ((dense::halfvec(%d)) halfvec_cosine_ops)`+
		hnswOptions+` where embedder = %s`, e.Dim(), literal(e.Name()))}
}

func (x *Index) graphs() []graph {
	if x.embedder == nil || x.embedder.Dim() == 0 || x.embedder.Dim() > 4000 {
		return []graph{lexicalGraph}
	}
	return []graph{lexicalGraph, denseGraph(x.embedder)}
}

const (
	missing = iota
	broken  // a build that was interrupted
	built
)

func (g graph) state(ctx context.Context, db pg.DB) (state int, err error) {
	err = db.QueryRow(ctx, graphState, g.name).Scan(&state)
	return state, err
}

const graphState = `
select coalesce((select case when indisvalid then 2 else 1 end from pg_index where indexrelid = to_regclass('retrieval.' || $1)), 0)`

// literal is s as a SQL string: DDL takes no parameters.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
