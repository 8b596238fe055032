package main

import (
	"bianku/annotate"
	"bianku/eval"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// rooms are the migrations of every room in the order of the flow: a room's tables may refer only to those before it.
func rooms() []pg.Migrations {
	return []pg.Migrations{
		account.Migrations,
		audit.Migrations,
		sensitivewords.Migrations,
		ingest.Migrations,
		retrieval.Migrations,
		annotate.Migrations,
		qa.Migrations,
		eval.Migrations,
	}
}
