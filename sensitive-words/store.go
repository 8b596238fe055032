package sensitivewords

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables: the imported lists.
var Migrations = pg.Migrations{Room: "sensitivewords", FS: sub(migrations)}

func sub(f embed.FS) fs.FS {
	s, err := fs.Sub(f, "migrations")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return s
}

// Default is the matcher of the shipped words alone: for commands and tests that have no database.
func Default() (*Matcher, error) {
	words, err := seedWords()
	if err != nil {
		return nil, err
	}
	allow, err := allowPhrases()
	if err != nil {
		return nil, err
	}
	return New(words, allow), nil
}

// Load is the matcher of the shipped words and all imported lists, as they are now.
func Load(ctx context.Context, db pg.DB) (_ *Matcher, err error) {
	defer fault.Wrapf(&err, "sensitivewords.Load")
	words, err := seedWords()
	if err != nil {
		return nil, err
	}
	allow, err := allowPhrases()
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `select word, class, action from sensitivewords.word order by id`)
	if err != nil {
		return nil, err
	}
	imported, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (w Word, err error) {
		return w, r.Scan(&w.Text, &w.Class, &w.Action)
	})
	if err != nil {
		return nil, err
	}
	return New(append(words[:len(words):len(words)], imported...), allow), nil
}

// Import adds the words read from r to the list, which it makes when there is none of that name, and returns how many were
// not in it before. Words that are there get the class and action of this import. class and action (codes or Chinese names)
// hold for rows that name none of their own. A change makes the list one version newer and leaves an event in the trail.
func Import(ctx context.Context, tx pg.DB, listName, class, action string, r io.Reader) (added int, err error) {
	defer fault.Wrapf(&err, "sensitivewords.Import(%s, %s, %s)", listName, class, action)
	listName = strings.TrimSpace(listName)
	switch {
	case listName == "" || len([]rune(listName)) > 60:
		return 0, fault.Field("list", "请给词表起一个 60 字以内的名称。")
	case listName == seedName:
		return 0, fault.Field("list", "这是内置词表的名称，不能覆盖，请换一个名称。")
	}
	c, err := ParseClass(class)
	if err != nil {
		return 0, err
	}
	a, err := ParseAction(action)
	if err != nil {
		return 0, err
	}
	words, err := readWords(r, c, a)
	if err != nil {
		return 0, err
	}
	return save(ctx, tx, listName, words)
}

// saveSQL writes the words ($3…$6, arrays) into list $1 as version $2. It returns one row for each word that was added or
// changed, saying which; an unchanged word returns none.
const saveSQL = `insert into sensitivewords.word as w (list_id, version, word, folded, class, action)
	select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[])
	on conflict (list_id, folded) do update
		set word = excluded.word, class = excluded.class, action = excluded.action, version = excluded.version
		where (w.word, w.class, w.action) is distinct from (excluded.word, excluded.class, excluded.action)
	returning xmax = 0`

func save(ctx context.Context, tx pg.DB, name string, words []entry) (added int, err error) {
	id, version, err := lockList(ctx, tx, name)
	if err != nil {
		return 0, err
	}
	cols := make([][]string, 4)
	for _, w := range words {
		for i, s := range []string{w.Text, w.folded, w.Class, string(w.Action)} {
			cols[i] = append(cols[i], s)
		}
	}
	rows, err := tx.Query(ctx, saveSQL, id, version+1, cols[0], cols[1], cols[2], cols[3])
	if err != nil {
		return 0, err
	}
	fresh, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	if err != nil {
		return 0, err
	}
	for _, f := range fresh {
		if f {
			added++
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	if _, err := tx.Exec(ctx, `update sensitivewords.list set version = $2, updated_at = now() where id = $1`, id, version+1); err != nil {
		return 0, err
	}
	return added, audit.Record(ctx, tx, audit.Event{Action: "words.import", Object: "word_list", ObjectID: strconv.FormatInt(id, 10),
		Before: map[string]any{"version": version},
		After:  map[string]any{"name": name, "version": version + 1, "added": added, "changed": len(fresh) - added}})
}

// lockList finds or makes the list and holds it until the transaction ends: two imports into one list go one after the other.
// A list just made has version 0 until its words are in.
func lockList(ctx context.Context, tx pg.DB, name string) (id int64, version int, err error) {
	const find = `select id, version from sensitivewords.list where name = $1 for update`
	err = tx.QueryRow(ctx, find, name).Scan(&id, &version)
	if !errors.Is(err, pgx.ErrNoRows) {
		return id, version, err
	}
	tag, err := tx.Exec(ctx, `insert into sensitivewords.list (name) values ($1) on conflict (name) do nothing`, name)
	if err != nil {
		return 0, 0, err
	}
	err = tx.QueryRow(ctx, find, name).Scan(&id, &version)
	if tag.RowsAffected() == 1 {
		version = 0
	}
	return id, version, err
}

// Remove deletes an imported list with its words: the way back from a wrong import.
func Remove(ctx context.Context, tx pg.DB, listName string) (err error) {
	defer fault.Wrapf(&err, "sensitivewords.Remove(%s)", listName)
	var id int64
	var version int
	err = tx.QueryRow(ctx, `delete from sensitivewords.list where name = $1 returning id, version`, listName).Scan(&id, &version)
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.Newf(fault.NotFound, "没有名为“%s”的已导入词表。", listName)
	}
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "words.remove", Object: "word_list", ObjectID: strconv.FormatInt(id, 10),
		Before: map[string]any{"name": listName, "version": version}})
}

// List is a list of words as shown: without the words.
type List struct {
	Name      string         `json:"name"`
	BuiltIn   bool           `json:"built_in"`
	Version   int            `json:"version"`
	Words     int            `json:"words"`
	Classes   map[string]int `json:"classes"` // code -> words
	UpdatedAt *time.Time     `json:"updated_at,omitempty"`
}

// Lists returns the shipped list and then the imported ones by name.
func Lists(ctx context.Context, db pg.DB) (_ []List, err error) {
	defer fault.Wrapf(&err, "sensitivewords.Lists")
	words, err := seedWords()
	if err != nil {
		return nil, err
	}
	builtIn := List{Name: seedName, BuiltIn: true, Version: 1, Words: len(words), Classes: map[string]int{}}
	for _, w := range words {
		builtIn.Classes[w.Class]++
	}
	rows, err := db.Query(ctx, `select l.name, l.version, l.updated_at, coalesce(sum(n), 0)::int, coalesce(jsonb_object_agg(class, n) filter (where class is not null), '{}')
		from sensitivewords.list l
		left join (select list_id, class, count(*) n from sensitivewords.word group by 1, 2) c on c.list_id = l.id
		group by l.id order by l.name`)
	if err != nil {
		return nil, err
	}
	imported, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (l List, err error) {
		return l, r.Scan(&l.Name, &l.Version, &l.UpdatedAt, &l.Words, &l.Classes)
	})
	return append([]List{builtIn}, imported...), err
}
