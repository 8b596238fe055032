package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"bianku/internal/civil"
	"bianku/internal/pg"
)

// span is a version as succession sees it: what it says of itself, and the end that was computed.
type span struct {
	id                      int64
	from, published, signed civil.Date
	draft                   bool
	lapses                  civil.Date
	lapseReason             string
	row                     bool // of a --jsonl row: versions follow each other as they arrive
	arrived                 civil.Date
	to                      civil.Date
	endedBy                 string
	endedByVersion          int64
}

// start is the day from which the version replaces the one before it; zero where nobody knows, and then it replaces none.
func (s span) start() civil.Date {
	if s.from.IsZero() && s.row {
		return s.arrived
	}
	return s.from
}

// repeal is a confirmed relation that ends versions of a work.
type repeal struct {
	by   int64      // the acting version
	on   civil.Date // the day it takes effect
	text civil.Date // the date by which the acting text names its target, zero if it does not
}

// settleSpans computes when each version ends: the earliest of its own end, the start of the next version and the
// confirmed repeals. On the same day a repeal weighs more than a successor, and that more than a lapse: it says most.
func settleSpans(versions []span, repeals []repeal) {
	chain := make([]*span, 0, len(versions))
	for i := range versions {
		v := &versions[i]
		v.to, v.endedBy, v.endedByVersion = v.lapses, v.lapseReason, 0
		if !v.draft && !v.start().IsZero() {
			chain = append(chain, v)
		}
	}
	slices.SortFunc(chain, order)
	for i, v := range chain[:max(0, len(chain)-1)] {
		v.end(chain[i+1].start(), "next_version", chain[i+1].id)
	}
	for _, r := range repeals {
		for i := range versions {
			if v := &versions[i]; r.ends(v, versions) {
				v.end(r.on, "repealed", r.by)
			}
		}
	}
	for i := range versions {
		if v := &versions[i]; !v.to.IsZero() && v.to.Before(v.from) {
			v.to = v.from // never in force
		}
	}
}

// order is the order of succession: by start; two of the same day by publication, signature and arrival.
func order(a, b *span) int {
	return cmp.Or(compare(a.start(), b.start()), compare(a.published, b.published), compare(a.signed, b.signed), cmp.Compare(a.id, b.id))
}

func compare(a, b civil.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

var weight = map[string]int{"repealed": 3, "next_version": 2, "lapsed": 1}

func (s *span) end(on civil.Date, by string, version int64) {
	if s.to.IsZero() || on.Before(s.to) || on == s.to && weight[by] > weight[s.endedBy] {
		s.to, s.endedBy, s.endedByVersion = on, by, version
	}
}

// ends says whether the repeal means v: an earlier text than the acting one, and the one of the date it names where the
// work has a text of that date.
func (r repeal) ends(v *span, all []span) bool {
	if v.id == r.by || v.draft || !v.from.IsZero() && !v.from.Before(r.on) {
		return false
	}
	if r.text.IsZero() || !slices.ContainsFunc(all, func(s span) bool { return s.id != r.by && s.dated(r.text) }) {
		return true
	}
	return v.dated(r.text)
}

func (s span) dated(d civil.Date) bool { return s.signed == d || s.published == d || s.from == d }

// settle computes the intervals of all versions of a document anew and stores those that changed.
func settle(ctx context.Context, tx pg.DB, doc int64) error {
	versions, err := spans(ctx, tx, doc)
	if err != nil {
		return fmt.Errorf("ingest.settle(%d): %w", doc, err)
	}
	repeals, err := confirmedRepeals(ctx, tx, doc)
	if err != nil {
		return fmt.Errorf("ingest.settle(%d): %w", doc, err)
	}
	before := slices.Clone(versions)
	settleSpans(versions, repeals)
	for i, v := range versions {
		if v == before[i] {
			continue
		}
		_, err := tx.Exec(ctx, `update ingest.version set effective_to = $2, ended_by = nullif($3, ''), ended_by_version = nullif($4, 0)
			where id = $1`, v.id, v.to, v.endedBy, v.endedByVersion)
		if err != nil {
			return fmt.Errorf("ingest.settle(%d): %w", doc, err)
		}
	}
	return nil
}

func spans(ctx context.Context, tx pg.DB, doc int64) ([]span, error) {
	// The document's row is the lock of its versions' intervals.
	rows, err := tx.Query(ctx, `
		with work as (select id from ingest.document where id = $1 for no key update)
		select v.id, v.effective_from, v.published_on, v.signed_on, v.draft, v.lapses_on, coalesce(v.lapse_reason, ''),
		       v.external_id is not null, (v.created_at at time zone 'Asia/Shanghai')::date, v.effective_to, coalesce(v.ended_by, ''),
		       coalesce(v.ended_by_version, 0)
		  from ingest.version v join work on work.id = v.document_id order by v.id`, doc)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s span, err error) {
		return s, row.Scan(&s.id, &s.from, &s.published, &s.signed, &s.draft, &s.lapses, &s.lapseReason, &s.row, &s.arrived,
			&s.to, &s.endedBy, &s.endedByVersion)
	})
}

// ending are the relations that end their target when a person has confirmed them.
const ending = `('repeals', 'replaces', 'supersedes_org_charter')`

func confirmedRepeals(ctx context.Context, tx pg.DB, doc int64) ([]repeal, error) {
	rows, err := tx.Query(ctx, `
		select fv.id, coalesce(fv.effective_from, fv.published_on, fv.signed_on), r.target_date
		  from ingest.relation r
		  join ingest.version fv on fv.id = r.version_id
		  join ingest.document fd on fd.id = fv.document_id
		 where r.target_document_id = $1 and r.state = 'confirmed' and r.type in `+ending+`
		   and not fv.draft and fd.withdrawn_at is null
		   and coalesce(fv.effective_from, fv.published_on, fv.signed_on) is not null
		 order by r.id`, doc)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r repeal, err error) {
		return r, row.Scan(&r.by, &r.on, &r.text)
	})
}
