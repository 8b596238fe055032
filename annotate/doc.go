// Package annotate makes the dataset: four-part pairs (问题 · 答案 · 依据 · 关联), each vouched for by two named experts.
//
// The states of a pair, held by CHECK constraints (migrations/001_pairs.sql) and changed only in review.go:
//
//	draft ──Submit──▶ review, round 1 (初审) ──accept──▶ review, round 2 (复审) ──accept──▶ approved
//	  ▲                  │    ▲                             │                                 │
//	  │                  │    └──────── edit: a new version, round 1 again ──────┘            │
//	  │                  └──reject──▶ rejected ◀──reject────┘                                 │
//	  └──── Revise ──────────────────────┘                                                    │
//	              review, round 1 ◀──Recheck: its basis changed, a ticket asks for it ────────┤
//	              (a version of its own, of the same words)       withdrawn ◀──Withdraw───────┘  (and from every other state)
//
// What must not bend:
//
//   - Every version is kept. A verdict is on one version; the two that approve it are by different people, neither of whom wrote
//     that version or any before it.
//   - A basis is verbatim: text of the version between start and end, equal to the quote, checked on every save and at every verdict.
//   - The index holds exactly the approved pairs: IndexPair and RemovePair (retrieval) run in the transaction of the change of state.
//   - What changes a text (a new version, a confirmed repeal, a withdrawal, another clearance) calls Stale in its transaction; what
//     ends by itself is found by the day's round, and is not served meanwhile: Approved looks at every basis each time.
//   - What an actor may not see does not exist: a pair's clearance is the highest of its basis, and is in every query and count.
//   - Two people never hold one item: a lease is taken under a row lock, and an item whose lease has run out is pulled by the next.
package annotate

import (
	"embed"
	"io/fs"

	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables.
var Migrations = pg.Migrations{Room: "annotate", FS: sub(migrations, "migrations")}

func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // dir is a constant
	}
	return s
}
