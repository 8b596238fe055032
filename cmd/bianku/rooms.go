package main

import (
	"bianku/internal/pg"
)

// rooms are the migrations of every room in the order of the flow: a room's tables may refer only to those before it.
func rooms() []pg.Migrations {
	return []pg.Migrations{}
}
