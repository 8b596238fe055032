// Package ingest keeps the corpus: the files that were submitted, the documents (works) and their versions, chunks,
// facts and relations, and the intake table in which every submitted file can be followed to its end.
//
//	bytes ──Files.Put──▶ file (content-addressed, SHA-256 and SM3, never changed)
//	                       │
//	NewBatch, AddFile ──▶ intake: queued ─▶ running ─▶ (next stage: queued) … ─▶ done
//	                                            ├─▶ failed        its reason in plain Chinese; Retry queues it again
//	                                            ├─▶ duplicate     the same bytes are a version already
//	                                            └─▶ quarantined   bears a 密级 mark: nothing of it is parsed or indexed
//	Read, Understand ──▶ Save: document 1─n version 1─n chunk 1─n fact, version 1─n relation
//	                       │
//	                     settle: the intervals of all versions of the work, computed anew on every change
//
// A stage works outside any transaction (Read, Understand) and then saves and moves its intake in one (Save, Advance):
// killed at any moment, it has either happened or not. cmd/bianku/pipeline.go holds the one table of stages.
//
// Validity. What a text says of itself (effective_from, lapses_on) is stored as it was read. When a version ends is
// never stored by hand: settle computes it from the version's own end, the next version of the same work, and the
// repeals that a person has confirmed, the earliest of them. A rejected or withdrawn repeal therefore undoes itself.
//
// Clearance. Every read carries the actor's clearance in its SQL. What an actor may not see is fault.NotFound, in no
// list and in no count, and a duplicate of it looks like any file that went through.
package ingest

import (
	"embed"
	"io/fs"

	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables.
var Migrations = pg.Migrations{Room: "ingest", FS: mustSub(migrations, "migrations")}

func mustSub(f fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // only for a malformed constant path
	}
	return sub
}
