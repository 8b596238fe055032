package eval

import (
	"embed"
	"io/fs"

	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables: sets, runs, outcomes; tickets and their trail.
var Migrations = pg.Migrations{Room: "eval", FS: sub(migrations, "migrations")}

func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // dir is a constant
	}
	return s
}
