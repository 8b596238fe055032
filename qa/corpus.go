package qa

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// source is a version of a document as an answer speaks of it, its status on the answer's day.
type source struct {
	VersionID      int64
	DocumentID     int64
	Kind           structure.Kind
	Title          string
	ShortTitle     string
	DocNo          string
	Org            string
	Issuer         string
	Filename       string
	ExternalID     string
	SignedOn       civil.Date
	PublishedOn    civil.Date
	From           civil.Date
	To             civil.Date
	EndedBy        string
	EndedByVersion int64
	Status         ingest.Status
	Doubt          string
	Clearance      auth.Clearance
	First          civil.Date // the work counts since then; this text of it is a later one. Zero where they are the same
}

// day is the day a text counts from: in force, else published, else signed.
func (s source) day() civil.Date {
	for _, d := range []civil.Date{s.From, s.PublishedOn, s.SignedOn} {
		if !d.IsZero() {
			return d
		}
	}
	return civil.Date{}
}

// inForce says whether the text counts on the answer's day. Unknown is offered, and shown as unknown.
func (s source) inForce() bool { return s.Status == ingest.InForce || s.Status == ingest.Unknown }

const sourceColumns = `v.id, v.document_id, d.kind, v.title, d.short_title, v.doc_no, d.org, d.issuer, v.filename, coalesce(v.external_id, ''),
	v.signed_on, v.published_on, v.effective_from, v.effective_to, coalesce(v.ended_by, ''), coalesce(v.ended_by_version, 0),
	ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $2), coalesce(ingest.doubt(v.id, $1::smallint, $2::date), ''), d.clearance,
	(select (f ->> 'value')::date from jsonb_array_elements(v.fields) f where f ->> 'name' = 'first_effective' limit 1)`

// visible is the join and the condition under which anything is read here. $1 is the actor's clearance, $2 the day.
const visible = ` join ingest.document d on d.id = v.document_id and d.clearance <= $1 and d.withdrawn_at is null `

func (s *source) fields() []any {
	return []any{&s.VersionID, &s.DocumentID, &s.Kind, &s.Title, &s.ShortTitle, &s.DocNo, &s.Org, &s.Issuer, &s.Filename, &s.ExternalID,
		&s.SignedOn, &s.PublishedOn, &s.From, &s.To, &s.EndedBy, &s.EndedByVersion, &s.Status, &s.Doubt, &s.Clearance, &s.First}
}

// sources returns the versions that match where, oldest first. $3… are args.
func sources(ctx context.Context, db pg.DB, asOf civil.Date, where string, args ...any) ([]source, error) {
	rows, err := db.Query(ctx, `select `+sourceColumns+` from ingest.version v`+visible+`where `+where+`
		order by coalesce(v.effective_from, v.published_on, v.signed_on) nulls first, v.id`,
		append([]any{auth.ActorFrom(ctx).Clearance, asOf}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("qa.sources: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s source, err error) { return s, row.Scan(s.fields()...) })
}

// passage is a chunk with the version it stands in.
type passage struct {
	source
	ingest.Chunk
	rank   int     // place among the hits, from 0
	cosine float64 // likeness to the question, 0 where it is not known
}

func passages(ctx context.Context, db pg.DB, asOf civil.Date, where string, args ...any) ([]passage, error) {
	rows, err := db.Query(ctx, `select `+sourceColumns+`, c.id, c.version_id, c.seq, c.kind, c.address, c.label, c.path, c.lead, c.text,
		c.start_rune, c.end_rune, c.page, c.hash
		from ingest.chunk c join ingest.version v on v.id = c.version_id`+visible+`where `+where+` order by v.id, c.seq`,
		append([]any{auth.ActorFrom(ctx).Clearance, asOf}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("qa.passages: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p passage, err error) {
		c := &p.Chunk
		return p, row.Scan(append(p.source.fields(), &c.ID, &c.VersionID, &c.Seq, &c.Kind, &c.Address, &c.Label, &c.Path, &c.Lead, &c.Text,
			&c.Start, &c.End, &c.Page, &c.Hash)...)
	})
}

func passagesByID(ctx context.Context, db pg.DB, asOf civil.Date, ids []int64) (map[int64]passage, error) {
	list, err := passages(ctx, db, asOf, `c.id = any($3)`, ids)
	out := make(map[int64]passage, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

func passagesOf(ctx context.Context, db pg.DB, asOf civil.Date, version int64) ([]passage, error) {
	return passages(ctx, db, asOf, `v.id = $3`, version)
}

func idsOf(rows pgx.Rows) ([]int64, error) { return pgx.CollectRows(rows, pgx.RowTo[int64]) }

// version texts, for checking quotes. What the actor may not see is not in the map.
func texts(ctx context.Context, db pg.DB, versions []int64) (map[int64][]rune, error) {
	rows, err := db.Query(ctx, `select v.id, v.text from ingest.version v
		join ingest.document d on d.id = v.document_id and d.clearance <= $1 and d.withdrawn_at is null where v.id = any($2)`,
		auth.ActorFrom(ctx).Clearance, versions)
	if err != nil {
		return nil, fmt.Errorf("qa.texts: %w", err)
	}
	out := map[int64][]rune{}
	var (
		id   int64
		text string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &text}, func() error {
		out[id] = []rune(text)
		return nil
	})
	return out, err
}

// charters are the 三定 of a body, by all the names it goes by, oldest first.
func charters(ctx context.Context, db pg.DB, asOf civil.Date, org []string) ([]source, error) {
	return sources(ctx, db, asOf, `d.kind = 'sanding' and d.org = any($3) and not v.draft`, org)
}

// charterOn is the 三定 of a body that is in force on the day, the newest where several are.
func charterOn(ctx context.Context, db pg.DB, asOf civil.Date, org []string) (source, bool, error) {
	all, err := charters(ctx, db, asOf, org)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].inForce() {
			return all[i], true, err
		}
	}
	return source{}, false, err
}

// cite makes a citation of the runes [start, end) of the version's text, which are quote.
func (p passage) cite(start, end int, quote string) Citation {
	return Citation{ChunkID: p.ID, VersionID: p.source.VersionID, DocumentID: p.DocumentID, Filename: p.Filename, ExternalID: p.ExternalID,
		DocKind: p.source.Kind, Title: p.Title, DocNo: p.DocNo, Address: p.Address, Label: p.Label, Path: p.Path, Page: p.Page,
		Quote: quote, Start: start, End: end, Status: p.Status, Doubt: p.Doubt, EffectiveFrom: p.From, EffectiveTo: p.To}
}

// part cites the runes [start, end) of the chunk's own text.
func (p passage) part(start, end int) Citation {
	return p.cite(p.Start+start, p.Start+end, string([]rune(p.Text)[start:end]))
}

// whole cites the chunk.
func (p passage) whole() Citation { return p.cite(p.Start, p.End, p.Text) }
