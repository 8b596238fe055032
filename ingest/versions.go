package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// versionInfos returns the versions that the actor may see and that match where, newest first. Parameters: $1 the
// clearance, $2 the day, the rest the caller's.
func versionInfos(ctx context.Context, db pg.DB, asOf civil.Date, where string, args ...any) ([]VersionInfo, error) {
	rows, err := db.Query(ctx, `
		select v.id, v.document_id, v.title, v.doc_no, v.filename, coalesce(v.external_id, ''), v.format, v.parser, v.sha256, f.sm3, f.size,
		       v.pages, v.signed_on, v.published_on, v.effective_from, v.effective_to, coalesce(v.ended_by, ''), coalesce(ev.id, 0),
		       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $2),
		       coalesce(ingest.doubt(v.id, $1::smallint, $2::date), ''),
		       (select count(*) from ingest.chunk c where c.version_id = v.id), v.created_at
		  from ingest.version v
		  join ingest.document d on d.id = v.document_id and d.clearance <= $1::smallint and d.withdrawn_at is null
		  join ingest.file f on f.sha256 = v.sha256
		  left join (ingest.version ev join ingest.document ed on ed.id = ev.document_id)
		         on ev.id = v.ended_by_version and ed.clearance <= $1::smallint and ed.withdrawn_at is null
		 where `+where+`
		 order by coalesce(v.effective_from, v.published_on, v.signed_on) desc nulls last, v.id desc`,
		append([]any{auth.ActorFrom(ctx).Clearance, asOf}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (v VersionInfo, err error) {
		v.AsOf = asOf
		return v, row.Scan(&v.ID, &v.DocumentID, &v.Title, &v.DocNo, &v.Filename, &v.ExternalID, &v.Format, &v.Parser, &v.SHA256, &v.SM3,
			&v.Size, &v.Pages, &v.SignedOn, &v.PublishedOn, &v.EffectiveFrom, &v.EffectiveTo, &v.EndedBy, &v.EndedByVersion, &v.Status,
			&v.Doubt, &v.ChunkCount, &v.CreatedAt)
	})
}

// VersionByID returns a version whole, its status on asOf (zero: today).
func VersionByID(ctx context.Context, db pg.DB, id int64, asOf civil.Date) (v Version, err error) {
	defer fault.Wrapf(&err, "ingest.VersionByID(%d)", id)
	if v.VersionInfo, err = versionInfo(ctx, db, id, asOf); err != nil {
		return v, err
	}
	var fields, history, findings, quality []byte
	err = db.QueryRow(ctx, `select text, fields, history, findings, quality from ingest.version where id = $1`, id).
		Scan(&v.Text, &fields, &history, &findings, &quality)
	if err != nil {
		return v, err
	}
	for _, p := range []struct {
		data []byte
		into any
	}{{fields, &v.Fields}, {history, &v.History}, {findings, &v.Findings}, {quality, &v.Quality}} {
		if err := json.Unmarshal(p.data, p.into); err != nil {
			return v, err
		}
	}
	v.Document, err = DocumentByID(ctx, db, v.DocumentID, asOf)
	return v, err
}

func versionInfo(ctx context.Context, db pg.DB, id int64, asOf civil.Date) (VersionInfo, error) {
	list, err := versionInfos(ctx, db, orToday(asOf), `v.id = $3`, id)
	if err != nil {
		return VersionInfo{}, err
	}
	if len(list) == 0 {
		return VersionInfo{}, fault.Newf(fault.NotFound, "没有编号为 %d 的版本。", id)
	}
	return list[0], nil
}

// visibleVersion is the join by which a version v is visible to $1.
const visibleVersion = ` join ingest.document d on d.id = v.document_id and d.clearance <= $1 and d.withdrawn_at is null `

const chunkColumns = `c.id, c.version_id, c.seq, c.kind, c.address, c.label, c.path, c.lead, c.text, c.start_rune, c.end_rune, c.page, c.hash`

func scanChunk(row pgx.CollectableRow) (c Chunk, err error) {
	return c, row.Scan(&c.ID, &c.VersionID, &c.Seq, &c.Kind, &c.Address, &c.Label, &c.Path, &c.Lead, &c.Text, &c.Start, &c.End, &c.Page, &c.Hash)
}

// Chunks returns a version's chunks in reading order.
func Chunks(ctx context.Context, db pg.DB, versionID int64) (list []Chunk, err error) {
	defer fault.Wrapf(&err, "ingest.Chunks(%d)", versionID)
	if _, err := versionInfo(ctx, db, versionID, civil.Date{}); err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `select `+chunkColumns+` from ingest.chunk c join ingest.version v on v.id = c.version_id`+visibleVersion+
		`where c.version_id = $2 order by c.seq`, auth.ActorFrom(ctx).Clearance, versionID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanChunk)
}

// ChunkByID returns one chunk.
func ChunkByID(ctx context.Context, db pg.DB, id int64) (Chunk, error) {
	list, err := ChunksByID(ctx, db, []int64{id})
	if err != nil {
		return Chunk{}, err
	}
	if len(list) == 0 {
		return Chunk{}, fault.Newf(fault.NotFound, "没有编号为 %d 的条目。", id)
	}
	return list[0], nil
}

// ChunksByID returns those of the chunks that the actor may see, in the order of their ids.
func ChunksByID(ctx context.Context, db pg.DB, ids []int64) ([]Chunk, error) {
	rows, err := db.Query(ctx, `select `+chunkColumns+` from ingest.chunk c join ingest.version v on v.id = c.version_id`+visibleVersion+
		`where c.id = any($2) order by c.id`, auth.ActorFrom(ctx).Clearance, ids)
	if err != nil {
		return nil, fmt.Errorf("ingest.ChunksByID: %w", err)
	}
	return pgx.CollectRows(rows, scanChunk)
}

// OpenVersionFile opens the original bytes of a version, checked against their hash.
func OpenVersionFile(ctx context.Context, db pg.DB, files *Files, versionID int64) (r io.ReadSeekCloser, v VersionInfo, err error) {
	defer fault.Wrapf(&err, "ingest.OpenVersionFile(%d)", versionID)
	if v, err = versionInfo(ctx, db, versionID, civil.Date{}); err != nil {
		return nil, v, err
	}
	data, err := files.content(ctx, db, v.SHA256)
	if err != nil {
		return nil, v, err
	}
	return open(data), v, nil
}

// Doubts returns why versions should be looked at twice on a day (zero: today), for those where there is a reason.
func Doubts(ctx context.Context, db pg.DB, versionIDs []int64, asOf civil.Date) (map[int64]string, error) {
	rows, err := db.Query(ctx, `select v.id, ingest.doubt(v.id, $1::smallint, $3::date) from ingest.version v`+visibleVersion+
		`where v.id = any($2)`, auth.ActorFrom(ctx).Clearance, versionIDs, orToday(asOf))
	if err != nil {
		return nil, fmt.Errorf("ingest.Doubts: %w", err)
	}
	doubts := map[int64]string{}
	var (
		id  int64
		why *string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &why}, func() error {
		if why != nil {
			doubts[id] = *why
		}
		return nil
	})
	return doubts, err
}
