package release

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// The advisory lock that whoever builds holds. The server drops it with the connection, however the process ends.
const (
	lockClass = 0x6272 // "br"
	lockKey   = 1
)

// locked says in SQL whether somebody builds.
const locked = `exists (select from pg_locks where locktype = 'advisory' and objsubid = 2 and granted and classid = 25202 and objid = 1
	and database = (select oid from pg_database where datname = current_database()))`

const columns = `id, version, state, note, released_on, records, added, changed, withdrawn, size, manifest_sha256, signature, key_id, progress,
	error, created_by, created_at, started_at, ended_at`

func scan(row pgx.CollectableRow) (r Release, err error) {
	err = row.Scan(&r.ID, &r.Version, &r.State, &r.Note, &r.ReleasedOn, &r.Records, &r.Added, &r.Changed, &r.Withdrawn, &r.Size, &r.ManifestSHA256,
		&r.Signature, &r.KeyID, &r.Progress, &r.Error, &r.CreatedBy, &r.CreatedAt, &r.StartedAt, &r.EndedAt)
	return r, err
}

// one returns the only release of a query, or NotFound.
func one(ctx context.Context, db pg.DB, sql string, args ...any) (Release, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return Release{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, fault.New(fault.NotFound, "没有这个发布版本。")
	}
	return r, err
}

// maySeeUnfinished: partners see what is ready; who builds sees the rest too.
func maySeeUnfinished(ctx context.Context) bool {
	return auth.ActorFrom(ctx).Has(auth.Lead, auth.Admin)
}

// List returns the releases that the actor may see, newest first.
func List(ctx context.Context, db pg.DB) (_ []Release, err error) {
	defer fault.Wrapf(&err, "release.List")
	rows, err := db.Query(ctx, `select `+columns+` from annotate.release where state = 'ready' or $1 order by id desc`, maySeeUnfinished(ctx))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// ByVersion returns a release that the actor may see.
func ByVersion(ctx context.Context, db pg.DB, version string) (r Release, err error) {
	defer fault.Wrapf(&err, "release.ByVersion(%s)", version)
	return one(ctx, db, `select `+columns+` from annotate.release where version = $1 and (state = 'ready' or $2)`, version, maySeeUnfinished(ctx))
}

// Latest returns the newest release that is ready.
func Latest(ctx context.Context, db pg.DB) (r Release, err error) {
	defer fault.Wrapf(&err, "release.Latest")
	return one(ctx, db, `select `+columns+` from annotate.release where state = 'ready' order by id desc limit 1`)
}

// FilesOf lists the files of a release, by path.
func FilesOf(ctx context.Context, db pg.DB, id int64) (_ []File, err error) {
	defer fault.Wrapf(&err, "release.FilesOf(%d)", id)
	rows, err := db.Query(ctx, `select path, size, sha256, sm3 from annotate.release_file where release_id = $1 order by path collate "C"`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

// ByRule counts the records of a release by the rule that let them in.
func ByRule(ctx context.Context, db pg.DB, id int64) (_ map[Rule]int, err error) {
	defer fault.Wrapf(&err, "release.ByRule(%d)", id)
	rows, err := db.Query(ctx, `select rule, count(*) from annotate.release_record where release_id = $1 group by rule`, id)
	if err != nil {
		return nil, err
	}
	counts := map[Rule]int{PublicL1: 0, Desensitised: 0}
	var (
		rule Rule
		n    int
	)
	_, err = pgx.ForEachRow(rows, []any{&rule, &n}, func() error { counts[rule] = n; return nil })
	return counts, err
}

// Options are the choices of who builds.
type Options struct {
	Note string
	On   civil.Date // the day of release; zero: today
}

// interrupted is what stands at a release whose build ended without a word.
const interrupted = "构建中断（进程被终止或断电）。没有留下不完整的版本，请重新构建。"

// Sweep marks a build as failed whose process is gone, and says how many there were.
func Sweep(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	defer fault.Wrapf(&err, "release.Sweep")
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error { n, err = sweep(ctx, tx); return err })
	return n, err
}

func sweep(ctx context.Context, tx pg.DB) (int, error) {
	rows, err := tx.Query(ctx, `update annotate.release set state = 'failed', error = $1, ended_at = now()
		where state = 'building' and started_at is not null and not `+locked+` returning `+columns, interrupted)
	if err != nil {
		return 0, err
	}
	list, err := pgx.CollectRows(rows, scan)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	for _, r := range list {
		system := auth.WithActor(ctx, auth.System("job")) // whoever looks finds it dead; they did not kill it
		if err := recordEvent(system, tx, "release.fail", r.Version, map[string]any{"error": r.Error}); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

func recordEvent(ctx context.Context, tx pg.DB, action, version string, after any) error {
	return audit.Record(ctx, tx, audit.Event{Action: action, Object: "release", ObjectID: version, After: after})
}

// Begin enters a release that is to be built. One that waits is returned as it is, one that failed is begun again under the
// next free number; one that is being built is a Conflict.
func Begin(ctx context.Context, tx pgx.Tx, o Options) (r Release, err error) {
	defer fault.Wrapf(&err, "release.Begin")
	if len([]rune(o.Note)) > 500 {
		return r, fault.Field("note", "说明太长，最多 500 个字。")
	}
	if _, err := tx.Exec(ctx, `lock table annotate.release in share row exclusive mode`); err != nil {
		return r, err
	}
	if _, err := sweep(ctx, tx); err != nil {
		return r, err
	}
	r, err = one(ctx, tx, `select `+columns+` from annotate.release where state <> 'ready'`)
	switch {
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return r, err
	case r.State == Building && r.StartedAt != nil:
		return r, fault.Newf(fault.Conflict, "版本 %s 正在构建，请等它完成后再试。", r.Version)
	case r.State == Building:
		return r, nil
	}
	version, err := nextVersion(ctx, tx, o.on())
	if err != nil {
		return r, err
	}
	by := auth.ActorFrom(ctx).Name
	if r.ID == 0 {
		r, err = one(ctx, tx, `insert into annotate.release (version, note, created_by, released_on) values ($1, $2, $3, $4) returning `+columns, version, o.Note, by, o.on())
	} else {
		r, err = one(ctx, tx, `update annotate.release set version = $2, note = $3, created_by = $4, released_on = $5, state = 'building', error = '', progress = 0,
			created_at = now(), started_at = null, ended_at = null where id = $1 returning `+columns, r.ID, version, o.Note, by, o.on())
	}
	if err != nil {
		return r, err
	}
	return r, recordEvent(ctx, tx, "release.begin", version, map[string]any{"note": o.Note})
}

func (o Options) on() civil.Date {
	if o.On.IsZero() {
		return civil.Today()
	}
	return o.On
}

// nextVersion is the year, the month, and one more than the last of that month.
func nextVersion(ctx context.Context, tx pg.DB, on civil.Date) (string, error) {
	month := strconv.Itoa(on.Year()) + "." + strconv.Itoa(int(on.Month())) + "."
	var last int
	err := tx.QueryRow(ctx, `select coalesce(max(split_part(version, '.', 3)::int), 0) from annotate.release
		where state = 'ready' and starts_with(version, $1)`, month).Scan(&last)
	return month + strconv.Itoa(last+1), err
}

// start takes a release that waits or has failed to be built by this process, which holds the lock.
func start(ctx context.Context, db pg.DB, id int64) (Release, error) {
	return one(ctx, db, `update annotate.release set state = 'building', started_at = clock_timestamp(), ended_at = null, error = '', progress = 0
		where id = $1 and state <> 'ready' returning `+columns, id)
}

// finish makes it a release: all of its rows in one transaction.
func finish(ctx context.Context, tx pgx.Tx, r Release, b built) (Release, error) {
	m := b.manifest
	files := make([][]any, 0, len(b.files))
	for _, f := range b.files {
		files = append(files, []any{r.ID, f.Path, f.SHA256, f.SM3, f.Size})
		r.Size += f.Size
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"annotate", "release_file"}, []string{"release_id", "path", "sha256", "sm3", "size"}, pgx.CopyFromRows(files)); err != nil {
		return r, err
	}
	records := make([][]any, 0, len(m.Records))
	for _, rec := range m.Records {
		id, err := strconv.ParseInt(strings.TrimPrefix(rec.ID, "P"), 10, 64)
		if err != nil {
			return r, err
		}
		records = append(records, []any{r.ID, id, rec.N, rec.SHA256, string(rec.Rule)})
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"annotate", "release_record"}, []string{"release_id", "pair_id", "n", "record_sha256", "rule"}, pgx.CopyFromRows(records)); err != nil {
		return r, err
	}
	done, err := one(ctx, tx, `update annotate.release set state = 'ready', records = $2, added = $3, changed = $4, withdrawn = $5, size = $6, manifest_sha256 = $7,
		signature = $8, key_id = $9, progress = 1, ended_at = clock_timestamp() where id = $1 and state = 'building' returning `+columns,
		r.ID, len(m.Records), len(b.changes.added), len(b.changes.changed), len(b.changes.withdrawn), r.Size, b.manifestSHA, b.signature, m.KeyID)
	if err != nil {
		return r, err
	}
	return done, recordEvent(ctx, tx, "release.build", done.Version, map[string]any{"records": done.Records, "added": done.Added, "changed": done.Changed,
		"withdrawn": done.Withdrawn, "manifest_sha256": done.ManifestSHA256, "key_id": done.KeyID})
}

// fail notes why a build did not become a release. It is done although the caller may be gone.
func fail(ctx context.Context, pool *pgxpool.Pool, r Release, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update annotate.release set state = 'failed', error = $2, ended_at = clock_timestamp() where id = $1 and state = 'building'`,
			r.ID, fault.Message(cause))
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return recordEvent(ctx, tx, "release.fail", r.Version, map[string]any{"error": fault.Message(cause), "cause": cause.Error()})
	})
}
