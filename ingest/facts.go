package ingest

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// FactFilter selects facts. Empty fields select nothing away.
type FactFilter struct {
	Orgs        []string // in full, or as they are called in their city: 临江区数据局 finds 云澜市临江区数据局
	Unit        string
	Types       []string
	VersionID   int64
	DocumentID  int64
	AsOf        civil.Date // zero means today
	AnyValidity bool       // also of texts that are not in force on AsOf
}

// Facts returns the numbers that the actor may see, by body, type and the day from which they stand. Unless asked
// otherwise only of texts in force on the day: a number is never an estimate, and never an old one unawares.
func Facts(ctx context.Context, db pg.DB, f FactFilter) ([]Fact, error) {
	orgs, err := inFull(ctx, db, f.Orgs)
	if err != nil {
		return nil, fmt.Errorf("ingest.Facts(%+v): %w", f, err)
	}
	rows, err := db.Query(ctx, `
		select f.id, f.version_id, v.document_id, f.chunk_id, f.org, f.unit, f.type, f.title, f.n, f.delta, f.qualifier, f.quote,
		       f.start_rune, f.end_rune, c.label, v.title, v.doc_no, d.kind, v.effective_from, v.effective_to,
		       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $2), d.clearance
		  from ingest.fact f
		  join ingest.chunk c on c.id = f.chunk_id
		  join ingest.version v on v.id = f.version_id`+visibleVersion+`
		 where (cardinality($3::text[]) = 0 or f.org = any($3)) and ($4 = '' or f.unit = $4)
		   and (cardinality($5::text[]) = 0 or f.type = any($5))
		   and ($6 = 0 or f.version_id = $6) and ($7 = 0 or v.document_id = $7)
		   and ($8 or ingest.in_force(v.effective_from, v.effective_to, v.draft, $2))
		 order by f.org, f.unit, f.type, v.effective_from nulls first, f.id`,
		auth.ActorFrom(ctx).Clearance, orToday(f.AsOf), orgs, f.Unit, notNil(f.Types), f.VersionID, f.DocumentID, f.AnyValidity)
	if err != nil {
		return nil, fmt.Errorf("ingest.Facts(%+v): %w", f, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (x Fact, err error) {
		return x, row.Scan(&x.ID, &x.VersionID, &x.DocumentID, &x.ChunkID, &x.Org, &x.Unit, &x.Type, &x.Title, &x.N, &x.Delta,
			&x.Qualifier, &x.Quote, &x.Start, &x.End, &x.Label, &x.DocTitle, &x.DocNo, &x.DocKind, &x.EffectiveFrom, &x.EffectiveTo,
			&x.Status, &x.Clearance)
	})
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
