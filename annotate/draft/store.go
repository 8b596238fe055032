package draft

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// inForce are the documents to draft from, the most recent first: of those asked for, or of all that the actor may see,
// the ones in force, and journals, whose validity is not a question.
func inForce(ctx context.Context, db pg.DB, asked []int64) (ids []int64, err error) {
	defer fault.Wrapf(&err, "draft.inForce")
	if len(asked) > 0 {
		for _, id := range asked {
			if _, err := ingest.DocumentByID(ctx, db, id, civil.Date{}); err != nil {
				return nil, err
			}
		}
		return asked, nil
	}
	for _, f := range []ingest.DocumentFilter{{Status: ingest.InForce}, {Kind: structure.Journal, Status: ingest.Unknown}} {
		for f.Limit = 500; ; f.Offset += f.Limit {
			list, _, err := ingest.Documents(ctx, db, f)
			if err != nil {
				return nil, err
			}
			for _, d := range list {
				ids = append(ids, d.ID)
			}
			if len(list) < f.Limit {
				break
			}
		}
	}
	return ids, nil
}

// load reads the material of a document; nil where it gives nothing to draft from, with the reason in Chinese.
func load(ctx context.Context, db pg.DB, id int64, events []Event) (m *Material, why string, err error) {
	defer fault.Wrapf(&err, "draft.load(%d)", id)
	d, err := ingest.DocumentByID(ctx, db, id, civil.Date{})
	if err != nil {
		return nil, "", err
	}
	i := slices.IndexFunc(d.Versions, func(v ingest.VersionInfo) bool { return v.Status == ingest.InForce })
	if i < 0 && d.Kind == structure.Journal && len(d.Versions) > 0 {
		i = 0
	}
	if i < 0 {
		return nil, "没有现行有效的版本", nil
	}
	m = &Material{}
	if m.Version, err = ingest.VersionByID(ctx, db, d.Versions[i].ID, civil.Date{}); err != nil {
		return nil, "", err
	}
	if m.Version.Doubt != "" {
		return nil, m.Version.Doubt, nil
	}
	if m.Chunks, err = ingest.Chunks(ctx, db, m.Version.ID); err != nil {
		return nil, "", err
	}
	if m.Relations, _, err = ingest.Relations(ctx, db, ingest.RelationFilter{VersionID: m.Version.ID}); err != nil {
		return nil, "", err
	}
	if org := m.bodyName(); org != "" {
		facts, err := ingest.Facts(ctx, db, ingest.FactFilter{Orgs: []string{org}})
		if err != nil {
			return nil, "", err
		}
		m.Facts = slices.DeleteFunc(facts, func(f ingest.Fact) bool { return f.Clearance > d.Clearance })
	}
	if m.charter() {
		m.Events = m.after(slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.Clearance > d.Clearance }))
	}
	return m, "", nil
}

// allEvents are the items of every 批复 in force.
func allEvents(ctx context.Context, db pg.DB) (out []Event, err error) {
	defer fault.Wrapf(&err, "draft.allEvents")
	f := ingest.DocumentFilter{Kind: structure.Reply, Status: ingest.InForce, Limit: 500}
	for ; ; f.Offset += f.Limit {
		list, _, err := ingest.Documents(ctx, db, f)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			m, _, err := load(ctx, db, d.ID, nil)
			if err != nil {
				return nil, err
			}
			if m == nil {
				continue
			}
			for _, e := range m.events() {
				e.Clearance = d.Clearance
				out = append(out, e)
			}
		}
		if len(list) < f.Limit {
			return out, nil
		}
	}
}

// lockVersion lets one process at a time draft from a version: two that do not know of each other would write the same.
func lockVersion(ctx context.Context, tx pg.DB, version int64) error {
	_, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('annotate.draft', $1))`, version)
	return err
}

// known are the questions that were ever drafted from a version, by key, in whatever state their pairs are now: what an
// expert has rejected or reworded is not written again.
func known(ctx context.Context, db pg.DB, version int64) (map[string]int64, error) {
	return keys(ctx, db, `
		select pv.question_key, min(pv.pair_id) from annotate.pair_version pv
		  join annotate.basis b on b.pair_id = pv.pair_id and b.n = pv.n and b.seq = 1 where b.version_id = $1 group by 1`, version)
}

// elsewhere are those of keys that another pair asks that is not rejected or withdrawn.
func elsewhere(ctx context.Context, db pg.DB, asked []string) (map[string]int64, error) {
	return keys(ctx, db, `
		select pv.question_key, min(p.id) from annotate.pair p join annotate.pair_version pv on pv.pair_id = p.id and pv.n = p.version
		 where pv.question_key = any($1) and p.state in ('draft', 'review', 'approved') group by 1`, asked)
}

func keys(ctx context.Context, db pg.DB, query string, arg any) (map[string]int64, error) {
	rows, err := db.Query(ctx, query, arg)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	var key string
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&key, &id}, func() error { out[key] = id; return nil })
	return out, err
}

// askedModel are the chunks of a version that this model has been asked about with this prompt.
func askedModel(ctx context.Context, db pg.DB, version int64, model, prompt string) (map[int64]bool, error) {
	rows, err := db.Query(ctx, `select d.chunk_id from annotate.drafted d join ingest.chunk c on c.id = d.chunk_id
		where c.version_id = $1 and d.model = $2 and d.prompt_version = $3`, version, model, prompt)
	if err != nil {
		return nil, err
	}
	out := map[int64]bool{}
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error { out[id] = true; return nil })
	return out, err
}

func keepAsked(ctx context.Context, tx pg.DB, chunk int64, model, prompt string, pairs, refused int) error {
	_, err := tx.Exec(ctx, `insert into annotate.drafted (chunk_id, model, prompt_version, pairs, refused) values ($1, $2, $3, $4, $5)
		on conflict do nothing`, chunk, model, prompt, pairs, refused)
	return err
}

// documentLinks are those that a version's relations give: the texts it rests on, and those it takes the place of.
func (m *Material) documentLinks() (rests, replaces []annotate.Link) {
	for _, r := range m.Relations {
		if r.TargetDocumentID == 0 || r.TargetDocumentID == m.Version.DocumentID || r.State == "rejected" {
			continue
		}
		switch r.Type {
		case "basis_of":
			rests = add(rests, annotate.Link{Type: "prerequisite", DocumentID: r.TargetDocumentID}, 2)
		case "repeals", "supersedes_org_charter", "replaces":
			replaces = add(replaces, annotate.Link{Type: "supersedes", DocumentID: r.TargetDocumentID}, 3)
		}
	}
	return rests, replaces
}

func add(list []annotate.Link, l annotate.Link, most int) []annotate.Link {
	if len(list) >= most || slices.Contains(list, l) {
		return list
	}
	return append(list, l)
}
