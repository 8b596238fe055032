// Package retrieval is the index and the search.
//
//	ingest.chunk ── IndexVersion ──▶ entry: lexical vector (BM25 weights by hashed term)     in the caller's transaction
//	                                   │
//	                                   └── EmbedVersion ──▶ vector: dense, by embedder        batch by batch, resumable
//	approved pair ── IndexPair ─────▶ entry and vector                                  in the caller's transaction
//
//	question ─┬─ terms × idf ─────▶ lexical leg ─┐   one SQL statement: the same filters
//	          ├─ embedder ────────▶ dense leg ───┼─▶ (clearance, withdrawn, validity, kinds,  ─▶ fuse ─▶ hits
//	          └─ 文号, 《title》, 第X条 ▶ direct ──┘   documents) on all three
//
// What must not bend:
//
//   - An entry is searched from the commit that makes it, and not after the one that removes it. Document frequencies are
//     kept by a trigger in those same transactions.
//   - What an actor may not see is in no leg, no direct hit and no count. The filters are one SQL fragment (visible, in
//     statement.go) that every way to a hit goes through.
//   - Filters never starve a result. HNSW looks at the nearest vectors first and gives up after some; when a leg comes back
//     short that way it is run again as an exact scan of what the filters leave.
//   - Vectors of two embedders are never compared. A search uses those of the embedder it has, and says so when there are none.
//   - Every score can be taken apart (Explain), and its parts add up.
package retrieval

import (
	"embed"
	"io/fs"

	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables.
var Migrations = pg.Migrations{Room: "retrieval", FS: sub(migrations, "migrations")}

func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // dir is a constant
	}
	return s
}
