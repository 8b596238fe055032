package annotate

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// visible is the condition under which an actor of clearance @clearance may know of pair p at all: it and every document of its
// basis are within the clearance, and none of them is withdrawn. It is in every list, count and queue.
const visible = `(p.clearance <= @clearance and not exists (
	select from annotate.basis vb join ingest.version vv on vv.id = vb.version_id join ingest.document vd on vd.id = vv.document_id
	 where vb.pair_id = p.id and vb.n = p.version and (vd.withdrawn_at is not null or vd.clearance > @clearance)))`

// Filter selects pairs.
type Filter struct {
	State      State
	Q          string // in the question or the answer
	DocumentID int64  // any basis of the current version is in it
	Type       int
	Origin     Origin
	Mine       bool // the actor wrote a version or gave a verdict
	Limit      int  // 0: 50
	Offset     int
}

const matching = ` from annotate.pair p join annotate.pair_version pv on pv.pair_id = p.id and pv.n = p.version
	where ` + visible + `
	  and (@state = '' or p.state = @state) and (@q = '' or pv.question ilike @q or pv.answer ilike @q)
	  and (@document::bigint = 0 or exists (select from annotate.basis b join ingest.version v on v.id = b.version_id
	        where b.pair_id = p.id and b.n = p.version and v.document_id = @document))
	  and (@type = 0 or p.type = @type) and (@origin = '' or p.origin = @origin)
	  and (not @mine or exists (select from annotate.pair_version w where w.pair_id = p.id and w.author_id = @me)
	        or exists (select from annotate.verdict w where w.pair_id = p.id and w.reviewer_id = @me))`

// Pairs returns the pairs that the actor may see, the latest changed first, and how many there are.
func Pairs(ctx context.Context, db pg.DB, f Filter) (list []Pair, total int, err error) {
	defer fault.Wrapf(&err, "annotate.Pairs(%+v)", f)
	if f.Limit <= 0 {
		f.Limit = 50
	}
	a := auth.ActorFrom(ctx)
	args := pgx.NamedArgs{"clearance": int16(a.Clearance), "me": a.ID, "state": string(f.State), "q": like(f.Q), "document": f.DocumentID,
		"type": f.Type, "origin": string(f.Origin), "mine": f.Mine && a.ID != 0, "limit": f.Limit, "offset": f.Offset}
	if err := db.QueryRow(ctx, `select count(*)`+matching, args).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.Query(ctx, `select p.id`+matching+` order by p.updated_at desc, p.id desc limit @limit offset @offset`, args)
	if err != nil {
		return nil, 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, 0, err
	}
	list, err = load(ctx, db, ids, civil.Today())
	return list, total, err
}

// like is q as a pattern that is looked for anywhere, with its own wildcards taken literally.
func like(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q) + "%"
}

// PairByID returns one pair.
func PairByID(ctx context.Context, db pg.DB, id int64) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.PairByID(%d)", id)
	var seen bool
	err = db.QueryRow(ctx, `select exists (select from annotate.pair p where p.id = @id and `+visible+`)`,
		pgx.NamedArgs{"id": id, "clearance": int16(auth.ActorFrom(ctx).Clearance)}).Scan(&seen)
	if err != nil {
		return p, err
	}
	if !seen {
		return p, missing(id)
	}
	return one(ctx, db, id)
}

func missing(id int64) error {
	return fault.Newf(fault.NotFound, "没有编号为 %d 的问答对。", id)
}

// one reads a pair that is known to be the actor's to see.
func one(ctx context.Context, db pg.DB, id int64) (Pair, error) {
	list, err := load(ctx, db, []int64{id}, civil.Today())
	if err == nil && len(list) == 0 {
		err = missing(id)
	}
	if err != nil {
		return Pair{}, err
	}
	return list[0], nil
}

// load reads pairs at their current version, in the order of ids. Who may see them was decided before; of their links, only what
// the actor may see. Statuses are those on asOf.
func load(ctx context.Context, db pg.DB, ids []int64, asOf civil.Date) ([]Pair, error) {
	rows, err := db.Query(ctx, `
		select p.id, p.state, p.round, p.version, p.type, p.origin, p.clearance, p.priority, p.reason, p.document_id, pv.question,
		       pv.variants, pv.answer, pv.findings, pv.author, pv.model, pv.prompt_version, coalesce(p.leased_by, 0), p.leased_until,
		       coalesce(p.approved_version, 0), p.approved_at, p.created_at, p.updated_at
		  from annotate.pair p join annotate.pair_version pv on pv.pair_id = p.id and pv.n = p.version
		 where p.id = any($1) order by array_position($1, p.id)`, ids)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Pair, err error) {
		var findings []byte
		err = row.Scan(&p.ID, &p.State, &p.Round, &p.Version, &p.Type, &p.Origin, &p.Clearance, &p.Priority, &p.Reason, &p.DocumentID,
			&p.Question, &p.Variants, &p.Answer, &findings, &p.Author, &p.Model, &p.PromptVersion, &p.LeasedBy, &p.LeasedUntil,
			&p.ApprovedVersion, &p.ApprovedAt, &p.CreatedAt, &p.UpdatedAt)
		if err != nil {
			return p, err
		}
		return p, json.Unmarshal(findings, &p.Findings)
	})
	if err != nil {
		return nil, err
	}
	if list == nil {
		list = []Pair{}
	}
	basis, err := basisOf(ctx, db, ids, asOf)
	if err != nil {
		return nil, err
	}
	links, err := linksOf(ctx, db, ids)
	if err != nil {
		return nil, err
	}
	for i, p := range list {
		at := versionKey{p.ID, p.Version}
		list[i].Basis, list[i].Links = basis[at], links[at]
		if list[i].Basis == nil {
			list[i].Basis = []Basis{}
		}
	}
	return list, nil
}

// versionKey is one version of one pair.
type versionKey struct {
	pair int64
	n    int
}

// basisOf reads the basis of all versions of pairs, in their order.
func basisOf(ctx context.Context, db pg.DB, ids []int64, asOf civil.Date) (map[versionKey][]Basis, error) {
	rows, err := db.Query(ctx, `
		select b.pair_id, b.n, coalesce(b.chunk_id, 0), v.id, d.id, v.title, coalesce(nullif(v.doc_no, ''), d.doc_no), v.filename, b.address,
		       b.label, b.quote, b.start_rune, b.end_rune, b.hash,
		       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $2::date), v.effective_from, v.effective_to
		  from annotate.basis b join ingest.version v on v.id = b.version_id join ingest.document d on d.id = v.document_id
		 where b.pair_id = any($1) order by b.pair_id, b.n, b.seq`, ids, asOf)
	if err != nil {
		return nil, err
	}
	out := map[versionKey][]Basis{}
	var at versionKey
	var b Basis
	_, err = pgx.ForEachRow(rows, []any{&at.pair, &at.n, &b.ChunkID, &b.VersionID, &b.DocumentID, &b.Title, &b.DocNo, &b.Filename, &b.Address,
		&b.Label, &b.Quote, &b.Start, &b.End, &b.Hash, &b.Status, &b.EffectiveFrom, &b.EffectiveTo}, func() error {
		out[at] = append(out[at], b)
		return nil
	})
	return out, err
}

// linksOf reads the links of all versions of pairs, of those the ones to what the actor may see.
func linksOf(ctx context.Context, db pg.DB, ids []int64) (map[versionKey][]Link, error) {
	rows, err := db.Query(ctx, `
		select l.pair_id, l.n, l.type, coalesce(l.to_pair, 0), coalesce(l.to_document, 0), coalesce(pv.question, d.title)
		  from annotate.link l
		  left join annotate.pair p on p.id = l.to_pair and `+visible+`
		  left join annotate.pair_version pv on pv.pair_id = p.id and pv.n = p.version
		  left join ingest.document d on d.id = l.to_document and d.withdrawn_at is null and d.clearance <= @clearance
		 where l.pair_id = any(@ids) and coalesce(p.id, d.id) is not null
		 order by l.pair_id, l.n, l.seq`, pgx.NamedArgs{"ids": ids, "clearance": int16(auth.ActorFrom(ctx).Clearance)})
	if err != nil {
		return nil, err
	}
	out := map[versionKey][]Link{}
	var at versionKey
	var l Link
	_, err = pgx.ForEachRow(rows, []any{&at.pair, &at.n, &l.Type, &l.PairID, &l.DocumentID, &l.Title}, func() error {
		out[at] = append(out[at], l)
		return nil
	})
	return out, err
}

// Versions returns the history of a pair, newest first, with the verdicts on each version. A version that rests on what the actor
// may not see is left out.
func Versions(ctx context.Context, db pg.DB, id int64) (list []PairVersion, err error) {
	defer fault.Wrapf(&err, "annotate.Versions(%d)", id)
	if _, err := PairByID(ctx, db, id); err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `
		select pv.n, pv.question, pv.variants, pv.answer, coalesce(pv.type, p.type), pv.author, pv.note, pv.findings, pv.created_at
		  from annotate.pair_version pv join annotate.pair p on p.id = pv.pair_id
		 where pv.pair_id = $1 and not exists (
		       select from annotate.basis b join ingest.version v on v.id = b.version_id join ingest.document d on d.id = v.document_id
		        where b.pair_id = pv.pair_id and b.n = pv.n and (d.withdrawn_at is not null or d.clearance > $2))
		 order by pv.n desc`, id, int16(auth.ActorFrom(ctx).Clearance))
	if err != nil {
		return nil, err
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (v PairVersion, err error) {
		var findings []byte
		if err = row.Scan(&v.N, &v.Question, &v.Variants, &v.Answer, &v.Type, &v.Author, &v.Note, &findings, &v.CreatedAt); err != nil {
			return v, err
		}
		return v, json.Unmarshal(findings, &v.Findings)
	})
	if err != nil {
		return nil, err
	}
	basis, err := basisOf(ctx, db, []int64{id}, civil.Today())
	if err != nil {
		return nil, err
	}
	links, err := linksOf(ctx, db, []int64{id})
	if err != nil {
		return nil, err
	}
	verdicts, err := verdictsOf(ctx, db, id)
	for i := range list {
		v := &list[i]
		v.Links = links[versionKey{id, v.N}]
		v.Basis, v.Verdicts = append([]Basis{}, basis[versionKey{id, v.N}]...), append([]Verdict{}, verdicts[v.N]...)
	}
	return list, err
}

// verdictsOf reads the verdicts on a pair by version, first to last.
func verdictsOf(ctx context.Context, db pg.DB, id int64) (map[int][]Verdict, error) {
	rows, err := db.Query(ctx, `select n, round, reviewer_id, reviewer, unit, action, reason, comment, created_at
		from annotate.verdict where pair_id = $1 order by id`, id)
	if err != nil {
		return nil, err
	}
	out := map[int][]Verdict{}
	var v Verdict
	_, err = pgx.ForEachRow(rows, []any{&v.N, &v.Round, &v.ReviewerID, &v.Reviewer, &v.Unit, &v.Action, &v.Reason, &v.Comment, &v.CreatedAt},
		func() error { out[v.N] = append(out[v.N], v); return nil })
	return out, err
}
