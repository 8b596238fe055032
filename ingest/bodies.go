package ingest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

var (
	countyFirst = regexp.MustCompile(`^[^省市区县]{2,4}[区县]`)
	cityOnly    = regexp.MustCompile(`^(?:[^省市区县]{2,7}省)?[^省市区县]{2,7}[市州盟]$`)
	nameOfCity  = regexp.MustCompile(`^[^省市区县]{2,7}$`)
	nameBelow   = regexp.MustCompile(`^(?:[^省市区县]{2,7}[市州盟])?[^省市区县]{2,4}$`)
)

// fullNameOf says whether full names the body that short names. A body is named in full (云澜市临江区数据局), from inside its
// city (临江区数据局) or from inside its own place (市数据局, 区数据局): only the place in front differs.
func fullNameOf(full, short string) bool {
	place, ok := strings.CutSuffix(full, short)
	switch {
	case !ok || place == "":
		return false
	case countyFirst.MatchString(short):
		return cityOnly.MatchString(place)
	case strings.HasPrefix(short, "市"):
		return nameOfCity.MatchString(place)
	case strings.HasPrefix(short, "区"), strings.HasPrefix(short, "县"):
		return nameBelow.MatchString(place)
	}
	return false
}

// fullName is the one body among names that short means; short itself where there is none or several: two cities have a
// 市数据局 each.
func fullName(names []string, short string) string {
	found := ""
	for _, n := range names {
		switch {
		case !fullNameOf(n, short) || fullNameOf(found, n):
		case found == "" || fullNameOf(n, found):
			found = n
		default:
			return short
		}
	}
	if found == "" {
		return short
	}
	return found
}

// inFull gives bodies asked for by the names under which the actor can find them.
func inFull(ctx context.Context, db pg.DB, asked []string) ([]string, error) {
	if len(asked) == 0 {
		return []string{}, nil
	}
	names, err := Orgs(ctx, db)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(asked)
	for i, o := range out {
		out[i] = fullName(names, o)
	}
	return out, nil
}

// nameBodies gives the bodies of a new version the one name by which the corpus knows them, in whatever order texts
// arrive: its short names become the full one where exactly one is known, and what was saved under a short name follows
// when the full one comes. A name that only a more secret text writes in full renames nothing. Under the lock of connect.
func nameBodies(ctx context.Context, tx pg.DB, doc, version int64) (err error) {
	defer fault.Wrapf(&err, "ingest.nameBodies(%d)", version)
	mine, err := namesWhere(ctx, tx, `d.id = $1 and v.id = $2`, doc, version)
	if err != nil || len(mine) == 0 {
		return err
	}
	known, err := namesWhere(ctx, tx, `true`)
	if err != nil {
		return err
	}
	for short, seen := range known {
		var open []string // full names that whoever sees the short one sees too
		touches := mine[short] != 0
		for full, c := range known {
			if c <= seen && fullNameOf(full, short) {
				open = append(open, full)
				touches = touches || mine[full] != 0
			}
		}
		if full := fullName(open, short); touches && full != short {
			if err := rename(ctx, tx, short, full); err != nil {
				return fmt.Errorf("%s → %s: %w", short, full, err)
			}
		}
	}
	return nil
}

// namesWhere returns the names of bodies with the lowest clearance of a text that writes them.
func namesWhere(ctx context.Context, tx pg.DB, where string, args ...any) (map[string]auth.Clearance, error) {
	rows, err := tx.Query(ctx, `
		select org, min(clearance) from (
		    select d.org, d.clearance from ingest.document d join ingest.version v on v.document_id = d.id where d.org <> '' and `+where+`
		    union
		    select f.org, d.clearance from ingest.fact f join ingest.version v on v.id = f.version_id join ingest.document d on d.id = v.document_id
		     where `+where+`) names group by org`, args...)
	if err != nil {
		return nil, err
	}
	names := map[string]auth.Clearance{}
	var org string
	var c auth.Clearance
	_, err = pgx.ForEachRow(rows, []any{&org, &c}, func() error { names[org] = c; return nil })
	return names, err
}

// rename moves everything from a short name to the full one. A 三定 is a work by its body: its key follows, unless the
// full name has a work already.
func rename(ctx context.Context, tx pg.DB, short, full string) error {
	for _, sql := range []string{
		`update ingest.fact set org = $2 where org = $1`,
		`update ingest.document set org = $2 where org = $1`,
		`update ingest.document set work_key = '三定:' || $2::text where work_key = '三定:' || $1::text
		    and not exists (select from ingest.document where work_key = '三定:' || $2::text)`,
	} {
		if _, err := tx.Exec(ctx, sql, short, full); err != nil {
			return err
		}
	}
	return nil
}
