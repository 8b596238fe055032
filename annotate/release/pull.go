package release

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Pull is a download.
type Pull struct {
	ID        int64     `json:"id"`
	ActorID   int64     `json:"actor_id"`
	Actor     string    `json:"actor"`
	Path      string    `json:"path"`
	Bytes     int64     `json:"bytes"` // what has left; 0 while it is under way
	CreatedAt time.Time `json:"created_at"`
}

// recalled refuses a release of which a record rests on a text that has been raised above L1 since: it is out in the world, but
// nobody gets it from here any more.
func recalled(ctx context.Context, db pg.DB, releaseID int64) error {
	var gone bool
	err := db.QueryRow(ctx, `select exists (select from annotate.release_record r
		join annotate.basis b on b.pair_id = r.pair_id and b.n = r.n
		join ingest.version v on v.id = b.version_id join ingest.document d on d.id = v.document_id
		where r.release_id = $1 and d.clearance > $2)`, releaseID, auth.L1).Scan(&gone)
	if err == nil && gone {
		err = fault.New(fault.Conflict, "该版本含有已不再公开的内容，已停止提供。请取用最新版本；已取得的，请按最新版本的撤回清单删除。")
	}
	return err
}

// BeginPull records that the actor pulls a file, in the log and in the audit trail. It comes before the first byte: what
// cannot be recorded does not leave, nor does a release that has been recalled.
func BeginPull(ctx context.Context, pool *pgxpool.Pool, releaseID int64, path string) (id int64, err error) {
	defer fault.Wrapf(&err, "release.BeginPull(%d, %s)", releaseID, path)
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		if err := recalled(ctx, tx, releaseID); err != nil {
			return err
		}
		a := auth.ActorFrom(ctx)
		name := a.Name
		if a.Unit != "" {
			name = a.Unit + " " + a.Name
		}
		var version string
		err := tx.QueryRow(ctx, `with pull as (insert into annotate.release_pull (release_id, actor_id, actor, path) values ($1, $2, $3, $4) returning id, release_id)
			select pull.id, r.version from pull join annotate.release r on r.id = pull.release_id`, releaseID, a.ID, name, path).Scan(&id, &version)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, "release.pull", version, map[string]any{"path": path})
	})
	return id, err
}

// EndPull notes how much has left. The caller may be gone by then.
func EndPull(ctx context.Context, db pg.DB, id, bytes int64) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err := db.Exec(ctx, `update annotate.release_pull set bytes = $2 where id = $1`, id, bytes)
	return err
}

// Pulls lists the downloads of a release, newest first, and how many there are.
func Pulls(ctx context.Context, db pg.DB, version string, limit, offset int) (_ []Pull, total int, err error) {
	defer fault.Wrapf(&err, "release.Pulls(%s)", version)
	r, err := ByVersion(ctx, db, version)
	if err != nil {
		return nil, 0, err
	}
	if err := db.QueryRow(ctx, `select count(*) from annotate.release_pull where release_id = $1`, r.ID).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select id, actor_id, actor, path, bytes, created_at from annotate.release_pull where release_id = $1
		order by id desc limit $2 offset $3`, r.ID, max(limit, 1), max(offset, 0))
	if err != nil {
		return nil, 0, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Pull])
	return list, total, err
}
