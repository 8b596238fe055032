package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Save is the end of the stage structure: it makes the reading a version of its work, with chunks, facts and relations,
// settles the work's intervals and links relations in both directions, all in the transaction it is given.
func Save(ctx context.Context, tx pg.DB, d *Reading) (o Outcome, err error) {
	defer fault.Wrapf(&err, "ingest.Save(%d)", d.Item.ID)
	if d.Secret != nil {
		return Quarantine(ctx, tx, d.Item, *d.Secret)
	}
	if d.Item.ExternalID != "" {
		return saveRow(ctx, tx, d)
	}
	// Two intakes of the same bytes meet here: the second waits and finds the version of the first.
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended($1, 1))`, d.Item.SHA256); err != nil {
		return o, err
	}
	twin, err := sameBytes(ctx, tx, d.Item.SHA256)
	if err != nil || twin != 0 {
		return Outcome{State: Duplicate, VersionID: twin}, errors.Join(err, dropParsed(ctx, tx, d.Item.ID))
	}
	doc, withdrawn, err := upsertDocument(ctx, tx, d, structure.WorkKey(d.Doc))
	if err != nil {
		return o, err
	}
	o = Outcome{State: Queued}
	if withdrawn {
		o.Note = "该文件此前已撤下，新文本已存档，但不参与检索。"
	}
	if o.VersionID, err = insertVersion(ctx, tx, d, doc); err != nil {
		return o, err
	}
	if err := connect(ctx, tx, doc, o.VersionID); err != nil {
		return o, err
	}
	if err := dropParsed(ctx, tx, d.Item.ID); err != nil {
		return o, err
	}
	return o, recordVersion(ctx, tx, d, doc, o.VersionID)
}

func dropParsed(ctx context.Context, tx pg.DB, intake int64) error {
	_, err := tx.Exec(ctx, `delete from ingest.parsed where intake_id = $1`, intake)
	return err
}

func recordVersion(ctx context.Context, tx pg.DB, d *Reading, doc, version int64) error {
	return record(ctx, tx, "version.add", "version", version, nil, map[string]any{"document": doc, "title": d.Doc.Title,
		"filename": d.Item.Filename, "sha256": d.Item.SHA256, "external_id": d.Item.ExternalID, "batch": d.Item.Batch.ID,
		"clearance": d.Item.Batch.Clearance, "chunks": len(d.Doc.Chunks)})
}

// saveRow makes a row the newest version of its own document. The same text again changes nothing but what the row
// says of its date and status; other text is a new version, and the old one ends.
func saveRow(ctx context.Context, tx pg.DB, d *Reading) (o Outcome, err error) {
	doc, withdrawn, err := upsertDocument(ctx, tx, d, rowKey(d.Item.ExternalID))
	if err != nil {
		return o, err
	}
	o = Outcome{State: Queued}
	if withdrawn {
		o.Note = "该条目此前已撤下，新文本已存档，但不参与检索。"
	}
	var old int64
	var sha string
	err = tx.QueryRow(ctx, `select id, sha256 from ingest.version where document_id = $1 order by id desc limit 1`, doc).Scan(&old, &sha)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return o, err
	}
	if old != 0 && sha == d.Item.SHA256 {
		return restate(ctx, tx, d, doc, old)
	}
	if o.VersionID, err = insertVersion(ctx, tx, d, doc); err != nil {
		return o, err
	}
	if old != 0 {
		if err := settle(ctx, tx, doc); err != nil {
			return o, err
		}
	}
	return o, recordVersion(ctx, tx, d, doc, o.VersionID)
}

// restate takes over what a row says of a text that is there already.
func restate(ctx context.Context, tx pg.DB, d *Reading, doc, version int64) (Outcome, error) {
	tag, err := tx.Exec(ctx, `update ingest.version set title = $2, published_on = $3, effective_from = $4, draft = $5,
		lapses_on = $6, lapse_reason = $7, findings = $8 where id = $1
		and (title, published_on, effective_from, draft, lapse_reason) is distinct from ($2, $3::date, $4::date, $5, $7)`,
		version, d.Doc.Title, d.Doc.PublishedOn, d.Doc.EffectiveFrom, d.Doc.Draft, d.Doc.EffectiveTo, d.lapseReason(),
		asJSON(d.Doc.Findings))
	if err != nil {
		return Outcome{}, err
	}
	if tag.RowsAffected() == 0 {
		return Outcome{State: Duplicate, VersionID: version}, nil
	}
	if err := settle(ctx, tx, doc); err != nil {
		return Outcome{}, err
	}
	return Outcome{State: Queued, VersionID: version, Note: "文字未变，只更新了标题、日期或状态。"},
		record(ctx, tx, "version.restate", "version", version, nil, d.Item.Meta)
}

// upsertDocument finds or makes the work and takes its row for the rest of the transaction, so that two versions of a
// work are saved one after the other. The highest clearance wins.
func upsertDocument(ctx context.Context, tx pg.DB, d *Reading, key string) (id int64, withdrawn bool, err error) {
	var titleKey, shortKey string
	if d.Item.ExternalID == "" { // no relation means a row
		titleKey, shortKey = structure.NormalizeTitle(d.Doc.Title), structure.NormalizeTitle(d.Doc.ShortTitle)
	}
	err = tx.QueryRow(ctx, `
		insert into ingest.document as d (work_key, kind, title, short_title, title_key, short_key, doc_no, issuer, org, clearance,
		    source_class, sample)
		values (nullif($1, ''), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (work_key) do update set clearance = greatest(d.clearance, excluded.clearance),
		    source_class = least(d.source_class, excluded.source_class), sample = d.sample and excluded.sample
		returning id, withdrawn_at is not null`,
		key, d.Doc.Kind, d.Doc.Title, d.Doc.ShortTitle, titleKey, shortKey, d.Doc.DocNo, d.Doc.Issuer, d.Doc.Org,
		max(d.Item.Batch.Clearance, auth.L1), max(d.Item.Batch.SourceClass, 1), d.Item.Batch.Sample).Scan(&id, &withdrawn)
	return id, withdrawn, err
}

func insertVersion(ctx context.Context, tx pg.DB, d *Reading, doc int64) (id int64, err error) {
	p, s := d.Parsed, d.Doc
	err = tx.QueryRow(ctx, `
		insert into ingest.version (document_id, sha256, external_id, filename, format, parser, title, doc_no, signed_on, published_on,
		    effective_from, lapses_on, lapse_reason, effective_to, ended_by, draft, pages, text, blocks, fields, history, findings, quality)
		values ($1, $2, nullif($3, ''), $4, $5, $6, $7, $8, $9, $10, $11::date, $12::date, $13, case when $12::date is not null then greatest($12::date, $11::date) end, $13, $14, $15,
		    $16, $17, $18, $19, $20, $21) returning id`,
		doc, d.Item.SHA256, d.Item.ExternalID, d.Item.Filename, p.Format, p.Parser, s.Title, s.DocNo, s.SignedOn, s.PublishedOn,
		s.EffectiveFrom, s.EffectiveTo, d.lapseReason(), s.Draft, p.Pages, p.Text, asJSON(bare(p.Blocks)), asJSON(s.Fields),
		asJSON(s.History), asJSON(s.Findings), asJSON(p.Quality)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("insert version: %w", err)
	}
	chunks, err := insertChunks(ctx, tx, id, s.Chunks)
	if err != nil {
		return 0, err
	}
	if err := insertFacts(ctx, tx, id, s.Facts, chunks); err != nil {
		return 0, err
	}
	if d.Item.ExternalID == "" {
		if err := describe(ctx, tx, d, doc, id); err != nil {
			return 0, err
		}
	}
	return id, insertRelations(ctx, tx, id, s.Relations)
}

// describe lets the work be called as its newest version is called.
func describe(ctx context.Context, tx pg.DB, d *Reading, doc, version int64) error {
	s := d.Doc
	_, err := tx.Exec(ctx, `update ingest.document set kind = $3, title = $4, short_title = $5, title_key = $6, short_key = $7,
		doc_no = $8, issuer = $9, org = $10
		where id = $1 and $2 = (select id from ingest.version where document_id = $1 and not draft
		    order by coalesce(effective_from, published_on, signed_on) desc nulls last, id desc limit 1)`,
		doc, version, s.Kind, s.Title, s.ShortTitle, structure.NormalizeTitle(s.Title), structure.NormalizeTitle(s.ShortTitle),
		s.DocNo, s.Issuer, s.Org)
	return err
}

// bare is the blocks without their text, which the version's text holds.
func bare(blocks []parse.Block) []parse.Block {
	out := make([]parse.Block, len(blocks))
	for i, b := range blocks {
		b.Text = ""
		out[i] = b
	}
	return out
}

func insertChunks(ctx context.Context, tx pg.DB, version int64, chunks []structure.Chunk) (map[int]int64, error) {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"ingest", "chunk"},
		[]string{"version_id", "seq", "kind", "address", "label", "path", "lead", "text", "start_rune", "end_rune", "page", "hash"},
		pgx.CopyFromSlice(len(chunks), func(i int) ([]any, error) {
			c := chunks[i]
			path := c.Path
			if path == nil {
				path = []string{}
			}
			return []any{version, c.Seq, string(c.Kind), c.Address, c.Label, path, c.Lead, c.Text, c.Start, c.End, c.Page, HashText(c.Text)}, nil
		}))
	if err != nil {
		return nil, fmt.Errorf("insert chunks: %w", err)
	}
	rows, err := tx.Query(ctx, `select seq, id from ingest.chunk where version_id = $1`, version)
	if err != nil {
		return nil, err
	}
	ids := make(map[int]int64, len(chunks))
	var seq int
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&seq, &id}, func() error { ids[seq] = id; return nil })
	return ids, err
}

// HashText is the hash by which a quoted chunk is known to be unchanged.
func HashText(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func insertFacts(ctx context.Context, tx pg.DB, version int64, facts []structure.Fact, chunks map[int]int64) error {
	if len(facts) == 0 {
		return nil
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"ingest", "fact"},
		[]string{"version_id", "chunk_id", "org", "unit", "type", "title", "n", "delta", "qualifier", "quote", "start_rune", "end_rune"},
		pgx.CopyFromSlice(len(facts), func(i int) ([]any, error) {
			f := facts[i]
			return []any{version, chunks[f.Chunk], f.Org, f.Unit, f.Type, f.Title, f.N, f.Delta, f.Qualifier, f.Quote, f.Start, f.End}, nil
		}))
	if err != nil {
		return fmt.Errorf("insert facts: %w", err)
	}
	return nil
}

func insertRelations(ctx context.Context, tx pg.DB, version int64, relations []structure.Relation) error {
	if len(relations) == 0 {
		return nil
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"ingest", "relation"},
		[]string{"version_id", "type", "target_title", "target_key", "target_doc_no", "target_date", "sentence", "start_rune", "end_rune"},
		pgx.CopyFromSlice(len(relations), func(i int) ([]any, error) {
			r := relations[i]
			return []any{version, r.Type, r.TargetTitle, structure.NormalizeTitle(r.TargetTitle), r.TargetDocNo, nullDate(r.TargetDate),
				r.Sentence, r.Start, r.End}, nil
		}))
	if err != nil {
		return fmt.Errorf("insert relations: %w", err)
	}
	return nil
}

// nullDate is a date for CopyFrom, which takes no zero dates.
func nullDate(d civil.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// asJSON is v for a jsonb column; an empty list is a list.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own structs of strings and numbers
	}
	if string(b) == "null" {
		return "[]"
	}
	return string(b)
}
