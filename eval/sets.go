package eval

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/eval/sample"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// ImportSet freezes questions under a name. The content decides the version: what is there already under that name comes back,
// whichever version it is; anything else is the next version.
func ImportSet(ctx context.Context, tx pgx.Tx, name string, origin Origin, questions []Question) (_ Set, err error) {
	defer fault.Wrapf(&err, "eval.ImportSet(%s)", name)
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len([]rune(name)) > 100:
		return Set{}, fault.Field("name", "请给问题集起一个名称，不超过 100 字。")
	case len(questions) == 0:
		return Set{}, fault.New(fault.Invalid, "问题集里没有问题，请检查文件。")
	}
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('eval.set ' || $1, 0))`, name); err != nil {
		return Set{}, err
	}
	sum, err := fingerprint(questions)
	if err != nil {
		return Set{}, err
	}
	level, err := told(ctx, tx, questions)
	if err != nil {
		return Set{}, err
	}
	if id, err := known(ctx, tx, name, sum, level); err != nil || id != 0 {
		if err != nil {
			return Set{}, err
		}
		return SetByID(ctx, tx, id)
	}
	id, err := insertSet(ctx, tx, Set{Name: name, Origin: origin, SHA256: sum, Size: len(questions), Clearance: level}, questions)
	if err != nil {
		return Set{}, err
	}
	return SetByID(ctx, tx, id)
}

// fingerprint is the SHA-256 of the questions as canonical JSONL: fields in one order, empty ones left out.
func fingerprint(questions []Question) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, q := range questions {
		if err := enc.Encode(q); err != nil {
			return "", err
		}
	}
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:]), nil
}

// told is the highest clearance of the documents and pairs that the questions' gold names. Only those the actor may see count:
// the others he cannot have learnt anything of here, and a set must not vanish from the hands of who made it.
func told(ctx context.Context, db pg.DB, questions []Question) (level auth.Clearance, err error) {
	var files, rows []string
	var pairs []int64
	for _, q := range questions {
		for _, g := range q.Gold {
			if g.ExternalID != "" {
				rows = append(rows, g.ExternalID)
			} else {
				files = append(files, g.File)
			}
		}
		if q.PairID != 0 {
			pairs = append(pairs, q.PairID)
		}
	}
	err = db.QueryRow(ctx, `
		select coalesce(max(c), 1) from (
			select d.clearance from ingest.document d join ingest.version v on v.document_id = d.id
			 where v.filename = any($1::text[]) and v.external_id is null or v.external_id = any($2::text[])
			union all
			select clearance from annotate.pair where id = any($3::bigint[])) as t (c)
		where c <= $4`, files, rows, pairs, auth.ActorFrom(ctx).Clearance).Scan(&level)
	return level, err
}

// known finds a set of the same content. Its documents may have come in, or been raised, since it was made: it follows them up.
func known(ctx context.Context, tx pgx.Tx, name, sum string, level auth.Clearance) (id int64, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(id), 0) from eval.set where name = $1 and sha256 = $2`, name, sum).Scan(&id)
	if err != nil || id == 0 {
		return 0, err
	}
	_, err = tx.Exec(ctx, `update eval.set set clearance = greatest(clearance, $2) where id = $1 and clearance < $2`, id, level)
	return id, err
}

func insertSet(ctx context.Context, tx pgx.Tx, s Set, questions []Question) (id int64, err error) {
	err = tx.QueryRow(ctx, `
		insert into eval.set (name, version, origin, sha256, size, clearance, created_by)
		values ($1, (select coalesce(max(version), 0) + 1 from eval.set where name = $1), $2, $3, $4, $5, $6)
		returning id, version`,
		s.Name, s.Origin, s.SHA256, s.Size, s.Clearance, auth.ActorFrom(ctx).Name).Scan(&id, &s.Version)
	if err != nil {
		return 0, err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"eval", "question"}, []string{"set_id", "seq", "key", "body", "pair_id"},
		pgx.CopyFromSlice(len(questions), func(i int) ([]any, error) {
			var pair *int64
			if s.Origin == FromPairs && questions[i].PairID != 0 {
				pair = &questions[i].PairID
			}
			return []any{id, i + 1, questions[i].ID, questions[i], pair}, nil
		}))
	if err != nil {
		return 0, fmt.Errorf("questions: %w", err)
	}
	return id, audit.Record(ctx, tx, audit.Event{Action: "eval.set.import", Object: "eval_set", ObjectID: fmt.Sprint(id),
		After: map[string]any{"name": s.Name, "version": s.Version, "origin": s.Origin, "sha256": s.SHA256, "size": s.Size, "clearance": s.Clearance}})
}

// SampleName is the name of the set that ships with bianku.
const SampleName = "示例问题集"

// SampleSet makes the set of the sample questions, or finds it.
func SampleSet(ctx context.Context, tx pgx.Tx) (Set, error) {
	questions, err := ReadQuestions(bytes.NewReader(sample.Questions))
	if err != nil {
		return Set{}, err
	}
	return ImportSet(ctx, tx, SampleName, FromSample, questions)
}

const setColumns = `s.id, s.name, s.version, s.origin, s.sha256, s.size, s.clearance, s.note, s.created_by, s.created_at,
	coalesce((select jsonb_object_agg(split, n) from (select coalesce(q.body->>'split', '') as split, count(*) as n
		from eval.question q where q.set_id = s.id group by 1) as t), '{}'),
	(select count(*) from eval.run r where r.set_id = s.id and r.clearance <= $1)`

func scanSet(row pgx.CollectableRow) (s Set, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.Version, &s.Origin, &s.SHA256, &s.Size, &s.Clearance, &s.Note, &s.CreatedBy, &s.CreatedAt, &s.Splits, &s.Runs)
	return s, err
}

// Sets lists the sets the actor may see, newest first.
func Sets(ctx context.Context, db pg.DB, limit, offset int) (_ []Set, total int, err error) {
	defer fault.Wrapf(&err, "eval.Sets")
	level := auth.ActorFrom(ctx).Clearance
	if err := db.QueryRow(ctx, `select count(*) from eval.set where clearance <= $1`, level).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select `+setColumns+` from eval.set s where s.clearance <= $1 order by s.id desc limit $2 offset $3`,
		level, pageLimit(limit), max(offset, 0))
	if err != nil {
		return nil, 0, err
	}
	list, err := pgx.CollectRows(rows, scanSet)
	return list, total, err
}

// pageLimit bounds a list: 50 unless told, at most 1000.
func pageLimit(n int) int {
	if n <= 0 {
		return 50
	}
	return min(n, 1000)
}

// SetByID is one set, fault.NotFound where the actor may not see it.
func SetByID(ctx context.Context, db pg.DB, id int64) (Set, error) {
	return oneSet(ctx, db, `s.id = $2`, id)
}

// SetByName is the latest version of the set of that name.
func SetByName(ctx context.Context, db pg.DB, name string) (Set, error) {
	return oneSet(ctx, db, `s.name = $2 order by s.version desc limit 1`, name)
}

func oneSet(ctx context.Context, db pg.DB, which string, arg any) (_ Set, err error) {
	defer fault.Wrapf(&err, "eval.Set(%v)", arg)
	rows, err := db.Query(ctx, `select `+setColumns+` from eval.set s where s.clearance <= $1 and `+which, auth.ActorFrom(ctx).Clearance, arg)
	if err != nil {
		return Set{}, err
	}
	s, err := pgx.CollectExactlyOneRow(rows, scanSet)
	return s, missing(err, "没有这个问题集。")
}

// missing makes the absence of a row what the person reads.
func missing(err error, message string) error {
	if err == pgx.ErrNoRows {
		return fault.New(fault.NotFound, message)
	}
	return err
}

// Questions are the questions of a set, in its order.
func Questions(ctx context.Context, db pg.DB, setID int64, limit, offset int) (_ []Question, total int, err error) {
	defer fault.Wrapf(&err, "eval.Questions(%d)", setID)
	s, err := SetByID(ctx, db, setID)
	if err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select body from eval.question where set_id = $1 order by seq limit $2 offset $3`, setID, pageLimit(limit), max(offset, 0))
	if err != nil {
		return nil, 0, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[Question])
	return list, s.Size, err
}
