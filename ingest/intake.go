package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// States of an intake.
const (
	Queued      = "queued"
	Running     = "running"
	Done        = "done"
	Failed      = "failed"
	Duplicate   = "duplicate"
	Quarantined = "quarantined"
)

// FirstStage and RowStage are where a file and a --jsonl row start; StageDone is where both end. A row is text already:
// there is nothing to parse that would be worth keeping between two stages.
const (
	FirstStage = "parse"
	RowStage   = "structure"
	StageDone  = "done"
)

// AddFile stores the bytes of r and opens an intake for them in the batch. What comes back is queued at FirstStage, and
// the caller enqueues its job in the same transaction; or it is a duplicate already, and nothing is to be done.
func AddFile(ctx context.Context, tx pg.DB, files *Files, batchID int64, name string, r io.Reader) (in Intake, err error) {
	defer fault.Wrapf(&err, "ingest.AddFile(%s)", name)
	if _, err := BatchByID(ctx, tx, batchID); err != nil {
		return in, err
	}
	s, err := files.Put(r)
	if err != nil {
		return in, err
	}
	if err := saveFile(ctx, tx, s, nil); err != nil {
		return in, err
	}
	in = Intake{BatchID: batchID, Filename: cleanName(name), SHA256: s.SHA256, Size: s.Size, Stage: FirstStage, State: Queued}
	twin, err := sameBytes(ctx, tx, s.SHA256)
	if err != nil {
		return in, err
	}
	if twin != 0 {
		in.Stage, in.State, in.VersionID = StageDone, Duplicate, twin
	}
	err = tx.QueryRow(ctx, `insert into ingest.intake (batch_id, filename, sha256, size, stage, state, version_id)
		values ($1, $2, $3, $4, $5, $6, nullif($7, 0)) returning id, created_at, updated_at`,
		in.BatchID, in.Filename, in.SHA256, in.Size, in.Stage, in.State, in.VersionID).Scan(&in.ID, &in.CreatedAt, &in.UpdatedAt)
	if err != nil || twin == 0 {
		return in, err
	}
	id := in.ID // what the actor may know of a duplicate is for the read to say
	return IntakeByID(ctx, tx, id)
}

// RefuseFile opens an intake that has failed at the door (too large, empty, unreadable), so that the batch shows it.
func RefuseFile(ctx context.Context, tx pg.DB, batchID int64, name string, cause error) (Intake, error) {
	in := Intake{BatchID: batchID, Filename: cleanName(name), Stage: FirstStage, State: Failed, Error: fault.Message(cause)}
	err := tx.QueryRow(ctx, `insert into ingest.intake (batch_id, filename, stage, state, error, detail)
		values ($1, $2, $3, 'failed', $4, $5) returning id, created_at, updated_at`,
		batchID, in.Filename, in.Stage, in.Error, cause.Error()).Scan(&in.ID, &in.CreatedAt, &in.UpdatedAt)
	return in, err
}

// cleanName is a file's name as stored: valid text without a path's tricks. Folders stay, they help to tell files apart.
func cleanName(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, "\\", "/"), "�")
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return -1
		}
		return r
	}, name)
	for strings.HasPrefix(name, "/") || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "./") {
		_, name, _ = strings.Cut(name, "/")
	}
	if n := utf8.RuneCountInString(name); n > 255 {
		name = string([]rune(name)[n-255:])
	}
	if name == "" {
		return "未命名"
	}
	return name
}

// sameBytes returns the version made of these bytes, 0 if there is none. Clearance plays no part: the bytes are one
// version whoever submits them; what the submitter learns of it is decided when the intake is read.
func sameBytes(ctx context.Context, db pg.DB, sha string) (int64, error) {
	var id int64
	err := db.QueryRow(ctx, `select coalesce((select id from ingest.version where sha256 = $1 and external_id is null), 0)`,
		sha).Scan(&id)
	return id, err
}

// Known says whether these bytes are a version already.
func Known(ctx context.Context, db pg.DB, data []byte) (yes bool, err error) {
	s, err := copyHashed(io.Discard, bytes.NewReader(data))
	if err != nil {
		return false, err
	}
	err = db.QueryRow(ctx, `select exists (select from ingest.version where sha256 = $1 and external_id is null)`, s.SHA256).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("ingest.Known: %w", err)
	}
	return yes, nil
}

// IntakeFilter selects intakes.
type IntakeFilter struct {
	BatchID       int64
	States        []string // nil means all
	Limit, Offset int
}

// Intakes returns the intakes that the actor may see, newest batch first, and how many there are.
func Intakes(ctx context.Context, db pg.DB, f IntakeFilter) (list []Intake, total int, err error) {
	defer fault.Wrapf(&err, "ingest.Intakes")
	where := `(` + visibleIntake + ` and ($5 = 0 or b.id = $5)) i where $6::text[] is null or i.state = any($6)`
	args := append(seer(ctx), f.BatchID, f.States)
	if err := db.QueryRow(ctx, `select count(*) from `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = intakes(ctx, db, where+` order by i.batch_id desc, i.id limit $7 offset $8`, append(args, page(f.Limit), f.Offset)...)
	return list, total, err
}

// IntakeByID returns one intake.
func IntakeByID(ctx context.Context, db pg.DB, id int64) (Intake, error) {
	list, err := intakes(ctx, db, `(`+visibleIntake+` and i.id = $5) i`, append(seer(ctx), id)...)
	if err != nil {
		return Intake{}, fmt.Errorf("ingest.IntakeByID(%d): %w", id, err)
	}
	if len(list) == 0 {
		return Intake{}, fault.Newf(fault.NotFound, "没有编号为 %d 的提交文件。", id)
	}
	return list[0], nil
}

func intakes(ctx context.Context, db pg.DB, from string, args ...any) ([]Intake, error) {
	rows, err := db.Query(ctx, `select i.id, i.batch_id, i.filename, coalesce(i.sha256, ''), coalesce(i.external_id, ''), i.size,
		i.stage, i.state, i.progress, i.error, i.detail, i.note, i.line, coalesce(i.version_id, 0), coalesce(i.document_id, 0),
		i.attempts, i.created_at, i.updated_at from `+from, args...)
	if err != nil {
		return nil, err
	}
	admin := auth.ActorFrom(ctx).Has(auth.Admin)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i Intake, err error) {
		err = row.Scan(&i.ID, &i.BatchID, &i.Filename, &i.SHA256, &i.ExternalID, &i.Size, &i.Stage, &i.State, &i.Progress,
			&i.Error, &i.Detail, &i.Note, &i.Line, &i.VersionID, &i.DocumentID, &i.Attempts, &i.CreatedAt, &i.UpdatedAt)
		if !admin {
			i.Detail = ""
		}
		return i, err
	})
}

// IntakeCounts counts the intakes that the actor may see by state, over all batches.
func IntakeCounts(ctx context.Context, db pg.DB) (map[string]int, error) {
	rows, err := db.Query(ctx, `select state, count(*) from (`+visibleIntake+`) i group by 1`, seer(ctx)...)
	if err != nil {
		return nil, fmt.Errorf("ingest.IntakeCounts: %w", err)
	}
	counts := map[string]int{}
	var (
		state string
		n     int
	)
	_, err = pgx.ForEachRow(rows, []any{&state, &n}, func() error { counts[state] = n; return nil })
	return counts, err
}

// Retry queues a failed intake again at the stage where it failed, and returns it; the caller enqueues its job in the
// same transaction.
func Retry(ctx context.Context, tx pg.DB, id int64) (in Intake, err error) {
	defer fault.Wrapf(&err, "ingest.Retry(%d)", id)
	before, err := IntakeByID(ctx, tx, id)
	if err != nil {
		return in, err
	}
	if before.SHA256 == "" {
		return in, fault.New(fault.Conflict, "这个文件没有收进来，无法重试，请重新提交。")
	}
	tag, err := tx.Exec(ctx, `update ingest.intake set state = 'queued', error = '', detail = '', progress = 0, updated_at = now()
		where id = $1 and state = 'failed'`, id)
	if err != nil {
		return in, err
	}
	if tag.RowsAffected() == 0 {
		return in, fault.New(fault.Conflict, "只有失败的文件可以重试。")
	}
	if in, err = IntakeByID(ctx, tx, id); err != nil {
		return in, err
	}
	return in, record(ctx, tx, "intake.retry", "intake", id, before, in)
}

// Item is an intake as a stage needs it.
type Item struct {
	ID         int64
	Batch      Batch
	Filename   string
	SHA256     string
	ExternalID string
	Meta       RowMeta
	Size       int64
	Stage      string
	VersionID  int64
}

// Begin marks those of ids that stand at stage as running and returns them. The others have moved on: their job has
// been done by somebody else.
func Begin(ctx context.Context, db pg.DB, stage string, ids []int64) (list []Item, err error) {
	defer fault.Wrapf(&err, "ingest.Begin(%s)", stage)
	rows, err := db.Query(ctx, `
		with begun as (
		    update ingest.intake set state = 'running', progress = 0, attempts = attempts + 1, updated_at = now()
		     where id = any($1) and stage = $2 and state in ('queued', 'running') returning *)
		select i.id, i.filename, i.sha256, coalesce(i.external_id, ''), i.meta, i.size, i.stage, coalesce(i.version_id, 0),
		       b.id, b.clearance, b.source_class, b.sample
		  from begun i join ingest.batch b on b.id = i.batch_id order by i.id`, ids, stage)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i Item, err error) {
		var meta []byte
		err = row.Scan(&i.ID, &i.Filename, &i.SHA256, &i.ExternalID, &meta, &i.Size, &i.Stage, &i.VersionID,
			&i.Batch.ID, &i.Batch.Clearance, &i.Batch.SourceClass, &i.Batch.Sample)
		if err == nil {
			err = json.Unmarshal(meta, &i.Meta)
		}
		return i, err
	})
}

// Progress shows how far an intake is within its stage, from 0 to 1.
func Progress(ctx context.Context, db pg.DB, ids []int64, share float64) error {
	_, err := db.Exec(ctx, `update ingest.intake set progress = $2, updated_at = now() where id = any($1) and state = 'running'`,
		ids, max(0, min(1, share)))
	return err
}

// Lock takes the intake for the rest of the transaction and says whether it still stands at the item's stage. Where it
// does not, another worker has done this stage, and everything the caller has prepared is to be dropped.
func Lock(ctx context.Context, tx pg.DB, it Item) (bool, error) {
	var still bool
	err := tx.QueryRow(ctx, `select stage = $2 and state = 'running' from ingest.intake where id = $1 for update`,
		it.ID, it.Stage).Scan(&still)
	if err != nil {
		return false, fmt.Errorf("ingest.Lock(%d): %w", it.ID, err)
	}
	return still, nil
}

// Outcome is where a stage leaves an intake.
type Outcome struct {
	State     string // Queued: on to the next stage; Duplicate, Quarantined: this is the end
	VersionID int64  // once there is one
	Reason    string // plain Chinese, of Quarantined and Duplicate
	Note      string // plain Chinese, added to the intake: nothing failed, but something is missing
}

// Advance moves a locked intake on: to the stage next, or to its end. took is the time this stage needed.
func Advance(ctx context.Context, tx pg.DB, it Item, next string, o Outcome, took time.Duration) error {
	state := o.State
	if state == Queued && next == StageDone {
		state = Done
	}
	if state != Queued {
		next = StageDone
	}
	_, err := tx.Exec(ctx, `update ingest.intake set stage = $2, state = $3, progress = $4, version_id = coalesce(nullif($5, 0), version_id),
		error = $6, detail = '', note = case when $7 = '' then note else $7 end,
		timings = timings || jsonb_build_object($8::text, $9::float8), updated_at = now() where id = $1`,
		it.ID, next, state, share(state), o.VersionID, o.Reason, o.Note, it.Stage, float64(took.Microseconds())/1000)
	if err != nil {
		return fmt.Errorf("ingest.Advance(%d, %s): %w", it.ID, next, err)
	}
	return nil
}

func share(state string) float64 {
	if state == Queued {
		return 0
	}
	return 1
}

// Fail ends an intake at its stage with the reason for the person and the cause for the administrator.
func Fail(ctx context.Context, tx pg.DB, it Item, cause error) error {
	reason := fault.Message(cause)
	detail := strings.ToValidUTF8(strings.ReplaceAll(cause.Error(), "\x00", ""), "�")
	_, err := tx.Exec(ctx, `update ingest.intake set state = 'failed', error = $3, detail = $4, updated_at = now()
		where id = $1 and stage = $2 and state in ('queued', 'running')`, it.ID, it.Stage, reason, detail)
	if err != nil {
		return fmt.Errorf("ingest.Fail(%d): %w", it.ID, err)
	}
	return nil
}

// Release gives an intake back that a worker was stopped in the middle of: it waits again.
func Release(ctx context.Context, tx pg.DB, it Item) error {
	_, err := tx.Exec(ctx, `update ingest.intake set state = 'queued', progress = 0, updated_at = now()
		where id = $1 and stage = $2 and state = 'running'`, it.ID, it.Stage)
	return err
}

// Waiting returns the intakes, of all actors, that wait or run and are in none of the jobs given as SQL that yields their
// ids: those whose job was lost. The caller enqueues them by stage.
func Waiting(ctx context.Context, tx pg.DB, inJobs string) (map[string][]int64, error) {
	rows, err := tx.Query(ctx, `select stage, id from ingest.intake where state in ('queued', 'running')
		and id not in (`+inJobs+`) order by stage, id for update skip locked`)
	if err != nil {
		return nil, fmt.Errorf("ingest.Waiting: %w", err)
	}
	return collectByStage(rows)
}

// Reopen takes finished intakes whose note says that something is missing back to the stage that adds it.
func Reopen(ctx context.Context, tx pg.DB, stage, notePrefix string) ([]int64, error) {
	rows, err := tx.Query(ctx, `update ingest.intake set stage = $1, state = 'queued', progress = 0, note = '', updated_at = now()
		where stage = 'done' and state = 'done' and starts_with(note, $2) and version_id is not null returning id`, stage, notePrefix)
	if err != nil {
		return nil, fmt.Errorf("ingest.Reopen(%s): %w", stage, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

func collectByStage(rows pgx.Rows) (map[string][]int64, error) {
	by := map[string][]int64{}
	var (
		stage string
		id    int64
	)
	_, err := pgx.ForEachRow(rows, []any{&stage, &id}, func() error { by[stage] = append(by[stage], id); return nil })
	return by, err
}

// StageTime is what a stage needed for the files of a batch.
type StageTime struct {
	Stage   string  `json:"stage"`
	Items   int     `json:"items"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"` // of work, added over all workers
}

// StageTimes adds up a batch's time by stage.
func StageTimes(ctx context.Context, db pg.DB, batchID int64) ([]StageTime, error) {
	rows, err := db.Query(ctx, `
		select t.key, count(*), sum(i.size), sum(t.value::float8) / 1000 from (`+visibleIntake+` and b.id = $5) i
		 cross join lateral jsonb_each_text(i.timings) t group by 1`, append(seer(ctx), batchID)...)
	if err != nil {
		return nil, fmt.Errorf("ingest.StageTimes(%d): %w", batchID, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[StageTime])
}

// Notes counts the notes of a batch's intakes: what is less than whole, and for how many files.
func Notes(ctx context.Context, db pg.DB, batchID int64) (map[string]int, error) {
	rows, err := db.Query(ctx, `select i.note, count(*) from (`+visibleIntake+` and b.id = $5) i where i.note <> '' group by 1`,
		append(seer(ctx), batchID)...)
	if err != nil {
		return nil, fmt.Errorf("ingest.Notes(%d): %w", batchID, err)
	}
	notes := map[string]int{}
	var (
		note string
		n    int
	)
	_, err = pgx.ForEachRow(rows, []any{&note, &n}, func() error { notes[note] = n; return nil })
	return notes, err
}

// text is an id as the audit trail keeps it.
func text(id any) string { return fmt.Sprint(id) }
