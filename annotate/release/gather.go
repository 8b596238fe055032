package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// reason is why an approved pair stays in the house. What stays is counted by reason and never described.
type reason string

// In the order in which they are looked for: the first that holds is the one that is counted.
const (
	noBasis       reason = "no_basis"
	aboveL1       reason = "above_l1"
	unsignedPair  reason = "unsigned"
	docWithdrawn  reason = "document_withdrawn"
	notInForce    reason = "not_in_force"
	notVerbatim   reason = "not_verbatim"
	personalFound reason = "personal_data_left"
)

var reasons = []struct {
	reason reason
	label  string
}{
	{noBasis, "没有依据"},
	{aboveL1, "含内部及以上（L2—L4）内容，不得对外"},
	{unsignedPair, "没有两位非起草人的先后签署"},
	{docWithdrawn, "依据文件已撤下"},
	{notInForce, "依据在发布日不是现行有效"},
	{notVerbatim, "引文与原文不一致"},
	{personalFound, "遮盖后仍有疑似个人信息"},
}

// source is a basis with what decides about it.
type source struct {
	versionID, documentID, chunkID int64 // chunkID 0: no chunk covers the quote
	address, label, quote, hash    string
	start, end                     int
	title, docNo, issuer           string
	from, to                       civil.Date
	status                         ingest.Status
	clearance                      auth.Clearance
	withdrawn, inForce             bool
	sample                         bool
	class                          int
	fileSHA                        string
}

// link is a 关联 as stored; what may leave of it is decided when all pairs are known.
type link struct {
	kind         string
	pair         int64
	document     int64
	title        string
	documentOpen bool // L1 and not withdrawn
}

// sign is a sign-off.
type sign struct {
	round    int
	reviewer int64
	on       civil.Date
}

// candidate is an approved pair.
type candidate struct {
	id, author        int64
	n, kind           int
	origin            annotate.Origin
	clearance         auth.Clearance
	question, answer  string
	variants          []string
	model, prompt     string
	distilled         bool // a model wrote this version or one before it
	findings          []annotate.Finding
	draftedOn, signed civil.Date
	basis             []source
	links             []link
	signs             []sign
}

// snapshot is what a release is made of: one moment of the database.
type snapshot struct {
	pairs   []candidate // those that may leave, by id
	chunks  map[int64]ingest.Chunk
	texts   map[int64]text // by version
	held    map[reason]int
	checked int
}

// text is what has been seen of a version's text: its runes only while it is looked at.
type text struct {
	runes []rune
	spans []span
}

// gather reads what may leave on a day. tx must be one snapshot: six statements are read.
func gather(ctx context.Context, tx pg.DB, on civil.Date) (s *snapshot, err error) {
	defer fault.Wrapf(&err, "release.gather(%s)", on)
	all, err := approved(ctx, tx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*candidate, len(all))
	for i := range all {
		byID[all[i].id] = &all[i]
	}
	for _, read := range []func() error{
		func() error { return readBasis(ctx, tx, byID, on) },
		func() error { return readLinks(ctx, tx, byID) },
		func() error { return readSigns(ctx, tx, byID) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	s = &snapshot{held: map[reason]int{}, checked: len(all)}
	if s.texts, err = readTexts(ctx, tx, all); err != nil {
		return nil, err
	}
	for _, c := range all {
		if why := c.held(s.texts); why != "" {
			s.held[why]++
			continue
		}
		s.pairs = append(s.pairs, c)
	}
	s.chunks, err = readChunks(ctx, tx, s.pairs)
	return s, err
}

// held says why c may not leave, "" when it may.
func (c *candidate) held(texts map[int64]text) reason {
	first := func(bad func(b source) bool) bool {
		for _, b := range c.basis {
			if bad(b) {
				return true
			}
		}
		return false
	}
	switch {
	case len(c.basis) == 0:
		return noBasis
	case c.clearance != auth.L1 || first(func(b source) bool { return b.clearance != auth.L1 }):
		return aboveL1
	case !c.signedByTwo():
		return unsignedPair
	case first(func(b source) bool { return b.withdrawn }):
		return docWithdrawn
	case first(func(b source) bool { return !b.inForce }):
		return notInForce
	case first(func(b source) bool { return !b.isVerbatim(texts[b.versionID].runes) }):
		return notVerbatim
	}
	return ""
}

// signedByTwo: both rounds, by different people, neither of whom wrote the version.
func (c *candidate) signedByTwo() bool {
	for _, a := range c.signs {
		for _, b := range c.signs {
			if a.round == 1 && b.round == 2 && a.reviewer != b.reviewer && a.reviewer != c.author && b.reviewer != c.author {
				return true
			}
		}
	}
	return false
}

func (b source) isVerbatim(runes []rune) bool {
	digest := sha256.Sum256([]byte(b.quote))
	return b.start >= 0 && b.start < b.end && b.end <= len(runes) && string(runes[b.start:b.end]) == b.quote && hex.EncodeToString(digest[:]) == b.hash
}

func approved(ctx context.Context, tx pg.DB) ([]candidate, error) {
	rows, err := tx.Query(ctx, `
		select p.id, v.n, p.type, p.origin, p.clearance, v.question, v.answer, v.variants, v.author_id, v.model, v.prompt_version,
		       exists (select from annotate.pair_version w where w.pair_id = p.id and w.n <= v.n and w.model <> ''), v.findings,
		       (v.created_at at time zone 'Asia/Shanghai')::date, (p.approved_at at time zone 'Asia/Shanghai')::date
		  from annotate.pair p join annotate.pair_version v on v.pair_id = p.id and v.n = p.approved_version
		 where p.state = 'approved' order by p.id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c candidate, err error) {
		var findings []byte
		if err = row.Scan(&c.id, &c.n, &c.kind, &c.origin, &c.clearance, &c.question, &c.answer, &c.variants, &c.author, &c.model, &c.prompt,
			&c.distilled, &findings, &c.draftedOn, &c.signed); err != nil {
			return c, err
		}
		c.distilled = c.distilled || c.origin == annotate.ByModel
		return c, json.Unmarshal(findings, &c.findings)
	})
}

// ofApproved joins the parts of the approved versions.
const ofApproved = ` join annotate.pair p on p.id = x.pair_id and p.approved_version = x.n and p.state = 'approved' `

// readBasis reads the basis of the pairs. A quote whose chunk was cut anew belongs to the smallest chunk that covers it.
func readBasis(ctx context.Context, tx pg.DB, byID map[int64]*candidate, on civil.Date) error {
	rows, err := tx.Query(ctx, `
		select x.pair_id, x.version_id, d.id, coalesce(x.chunk_id, (
		           select c.id from ingest.chunk c where c.version_id = x.version_id and c.start_rune <= x.start_rune and c.end_rune >= x.end_rune
		            order by c.end_rune - c.start_rune, c.id limit 1), 0),
		       x.address, x.label, x.quote, x.start_rune, x.end_rune, x.hash, v.title, v.doc_no, d.issuer, v.effective_from, v.effective_to,
		       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $1), d.clearance, d.withdrawn_at is not null,
		       ingest.in_force(v.effective_from, v.effective_to, v.draft, $1), d.sample, d.source_class, v.sha256
		  from annotate.basis x`+ofApproved+`
		  join ingest.version v on v.id = x.version_id join ingest.document d on d.id = v.document_id
		 order by x.pair_id, x.seq`, on)
	if err != nil {
		return err
	}
	var id int64
	var b source
	_, err = pgx.ForEachRow(rows, []any{&id, &b.versionID, &b.documentID, &b.chunkID, &b.address, &b.label, &b.quote, &b.start, &b.end, &b.hash,
		&b.title, &b.docNo, &b.issuer, &b.from, &b.to, &b.status, &b.clearance, &b.withdrawn, &b.inForce, &b.sample, &b.class, &b.fileSHA}, func() error {
		byID[id].basis = append(byID[id].basis, b)
		return nil
	})
	return err
}

func readLinks(ctx context.Context, tx pg.DB, byID map[int64]*candidate) error {
	rows, err := tx.Query(ctx, `
		select x.pair_id, x.type, coalesce(x.to_pair, 0), coalesce(x.to_document, 0), coalesce(d.title, ''),
		       coalesce(d.clearance = 1 and d.withdrawn_at is null, false)
		  from annotate.link x`+ofApproved+`left join ingest.document d on d.id = x.to_document
		 order by x.pair_id, x.seq`)
	if err != nil {
		return err
	}
	var id int64
	var l link
	_, err = pgx.ForEachRow(rows, []any{&id, &l.kind, &l.pair, &l.document, &l.title, &l.documentOpen}, func() error {
		byID[id].links = append(byID[id].links, l)
		return nil
	})
	return err
}

func readSigns(ctx context.Context, tx pg.DB, byID map[int64]*candidate) error {
	rows, err := tx.Query(ctx, `
		select x.pair_id, x.round, x.reviewer_id, (x.created_at at time zone 'Asia/Shanghai')::date
		  from annotate.verdict x`+ofApproved+`where x.action = 'accept' order by x.pair_id, x.round, x.id`)
	if err != nil {
		return err
	}
	var id int64
	var s sign
	_, err = pgx.ForEachRow(rows, []any{&id, &s.round, &s.reviewer, &s.on}, func() error {
		byID[id].signs = append(byID[id].signs, s)
		return nil
	})
	return err
}

// readTexts reads the texts of the L1 versions that something rests on. No other text is read at all.
func readTexts(ctx context.Context, tx pg.DB, all []candidate) (map[int64]text, error) {
	wanted := map[int64]bool{}
	var ids []int64
	for _, c := range all {
		for _, b := range c.basis {
			if b.clearance == auth.L1 && !wanted[b.versionID] {
				wanted[b.versionID], ids = true, append(ids, b.versionID)
			}
		}
	}
	rows, err := tx.Query(ctx, `select id, text from ingest.version where id = any($1) order by id`, ids)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	texts := make(map[int64]text, len(ids))
	var (
		id   int64
		body string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &body}, func() error {
		texts[id] = text{[]rune(body), personal(body)}
		return nil
	})
	return texts, err
}

func readChunks(ctx context.Context, tx pg.DB, pairs []candidate) (map[int64]ingest.Chunk, error) {
	var ids []int64
	for _, c := range pairs {
		for _, b := range c.basis {
			ids = append(ids, b.chunkID)
		}
	}
	rows, err := tx.Query(ctx, `select id, version_id, kind, address, label, path, lead, text, start_rune, end_rune, page
		from ingest.chunk where id = any($1) order by id`, ids)
	if err != nil {
		return nil, fmt.Errorf("chunks: %w", err)
	}
	chunks := map[int64]ingest.Chunk{}
	var c ingest.Chunk
	_, err = pgx.ForEachRow(rows, []any{&c.ID, &c.VersionID, &c.Kind, &c.Address, &c.Label, &c.Path, &c.Lead, &c.Text, &c.Start, &c.End, &c.Page}, func() error {
		chunks[c.ID] = c
		c.Path = nil // the next row must not write into this one's
		return nil
	})
	return chunks, err
}
