package ingest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// DocumentFilter selects documents.
type DocumentFilter struct {
	Q      string // in the title or the number
	Kind   structure.Kind
	Status Status     // of the version that counts on AsOf
	Org    string     // the body it is about, or its issuer
	AsOf   civil.Date // zero means today
	Limit  int
	Offset int
	// Withdrawn lists what has been withdrawn, and nothing else: for those who may bring it back.
	Withdrawn bool
}

// visibleDocument is one row per document d that the actor ($1: clearance) may see, with the version c that counts on
// day $2: the one in force then, else the newest. Withdrawn ones are among them: who uses it says which are wanted.
const visibleDocument = `
	select d.id, d.kind, d.title, d.short_title, d.doc_no, d.issuer, d.org, d.clearance, d.source_class, d.sample, d.created_at,
	       c.status, c.sort_day
	  from ingest.document d
	  left join lateral (
	      select ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $2) as status,
	             coalesce(v.effective_from, v.published_on, v.signed_on) as sort_day
	        from ingest.version v where v.document_id = d.id
	       order by ingest.in_force(v.effective_from, v.effective_to, v.draft, $2) desc,
	                coalesce(v.effective_from, v.published_on, v.signed_on) desc nulls last, v.id desc limit 1) c on true
	 where d.clearance <= $1`

// Documents returns the documents that the actor may see, the most recent first, and how many there are.
func Documents(ctx context.Context, db pg.DB, f DocumentFilter) (list []Document, total int, err error) {
	defer fault.Wrapf(&err, "ingest.Documents")
	asOf := orToday(f.AsOf)
	from := `(` + visibleDocument + ` and (d.withdrawn_at is not null) = $7
		and ($3 = '' or d.title ilike $3 or d.doc_no ilike $3) and ($4 = '' or d.kind = $4)
		and ($5 = '' or d.org = $5 or d.issuer = $5)) d where ($6 = '' or d.status = $6)`
	args := []any{auth.ActorFrom(ctx).Clearance, asOf, like(f.Q), string(f.Kind), f.Org, string(f.Status), f.Withdrawn}
	if err := db.QueryRow(ctx, `select count(*) from `+from, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = documents(ctx, db, asOf, from+` order by d.sort_day desc nulls last, d.id desc limit $8 offset $9`,
		append(args, page(f.Limit), f.Offset)...)
	return list, total, err
}

// like is q as a pattern that is looked for anywhere, with its own wildcards taken literally.
func like(q string) string {
	q = strings.TrimSpace(q)
	if q == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q) + "%"
}

func orToday(d civil.Date) civil.Date {
	if d.IsZero() {
		return civil.Today()
	}
	return d
}

// DocumentByID returns one document with all its versions, their statuses on asOf (zero: today).
func DocumentByID(ctx context.Context, db pg.DB, id int64, asOf civil.Date) (Document, error) {
	asOf = orToday(asOf)
	list, err := documents(ctx, db, asOf, `(`+visibleDocument+` and d.withdrawn_at is null and d.id = $3) d`, auth.ActorFrom(ctx).Clearance, asOf, id)
	if err != nil {
		return Document{}, fmt.Errorf("ingest.DocumentByID(%d): %w", id, err)
	}
	if len(list) == 0 {
		return Document{}, fault.Newf(fault.NotFound, "没有编号为 %d 的文件。", id)
	}
	return list[0], nil
}

func documents(ctx context.Context, db pg.DB, asOf civil.Date, from string, args ...any) ([]Document, error) {
	rows, err := db.Query(ctx, `select d.id, d.kind, d.title, d.doc_no, d.issuer, d.org, d.clearance, d.source_class, d.sample,
		d.created_at from `+from, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d Document, err error) {
		d.Versions = []VersionInfo{}
		return d, row.Scan(&d.ID, &d.Kind, &d.Title, &d.DocNo, &d.Issuer, &d.Org, &d.Clearance, &d.SourceClass, &d.Sample, &d.CreatedAt)
	})
	if err != nil {
		return nil, err
	}
	at := make(map[int64]*Document, len(list))
	ids := make([]int64, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	versions, err := versionInfos(ctx, db, asOf, `v.document_id = any($3)`, ids)
	for _, v := range versions {
		d := at[v.DocumentID]
		d.Versions = append(d.Versions, v)
	}
	return list, err
}

// Orgs returns the bodies that have facts or documents about them which the actor may see.
func Orgs(ctx context.Context, db pg.DB) (list []string, err error) {
	defer fault.Wrapf(&err, "ingest.Orgs")
	rows, err := db.Query(ctx, `
		select org from (
		    select d.org from ingest.document d where d.clearance <= $1 and d.withdrawn_at is null and d.org <> ''
		    union
		    select f.org from ingest.fact f join ingest.version v on v.id = f.version_id join ingest.document d on d.id = v.document_id
		     where d.clearance <= $1 and d.withdrawn_at is null and f.org <> ''
		) orgs order by org`, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Counts is how much of the corpus the actor may see.
type Counts struct {
	Documents int `json:"documents"`
	Versions  int `json:"versions"`
	Chunks    int `json:"chunks"`
}

// Count counts what the actor may see.
func Count(ctx context.Context, db pg.DB) (c Counts, err error) {
	err = db.QueryRow(ctx, `
		with seen as (select id from ingest.document where clearance <= $1 and withdrawn_at is null),
		     texts as (select v.id from ingest.version v join seen on seen.id = v.document_id)
		select (select count(*) from seen), (select count(*) from texts),
		       (select count(*) from ingest.chunk c join texts on texts.id = c.version_id)`,
		auth.ActorFrom(ctx).Clearance).Scan(&c.Documents, &c.Versions, &c.Chunks)
	if err != nil {
		return c, fmt.Errorf("ingest.Count: %w", err)
	}
	return c, nil
}
