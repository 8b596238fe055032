package annotate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// resolved is a basis with what the checks need of its document.
type resolved struct {
	Basis
	clearance auth.Clearance
	doubt     string
}

// resolve finds every basis in its text and fills it in. A basis that is not there, or not verbatim, is a finding and not in
// what is returned.
func resolve(ctx context.Context, db pg.DB, list []Basis) (out []resolved, findings []Finding, err error) {
	for i, b := range list {
		r, wrong, err := locate(ctx, db, b)
		if err != nil {
			return nil, nil, err
		}
		if wrong != "" {
			findings = append(findings, Finding{Rule: RuleVerbatim, Metric: MetricAccuracy, Level: LevelError,
				Message: fmt.Sprintf("依据第 %d 条：%s", i+1, wrong)})
			continue
		}
		same := func(o resolved) bool { return o.VersionID == r.VersionID && o.Start == r.Start && o.End == r.End }
		if !slices.ContainsFunc(out, same) {
			out = append(out, r)
		}
	}
	return out, findings, nil
}

// locate finds one basis by its place (VersionID, Start, End), else by its quote in its chunk. wrong says in Chinese why there is
// none. A basis without a quote quotes what stands at its place, or the whole chunk.
func locate(ctx context.Context, db pg.DB, b Basis) (r resolved, wrong string, err error) {
	if b.VersionID == 0 || b.End <= b.Start {
		if b, wrong, err = inChunk(ctx, db, b); err != nil || wrong != "" {
			return r, wrong, err
		}
	}
	if b.End > math.MaxInt32 {
		return r, "所引位置超出了原文，请重新选择依据。", nil
	}
	var text string
	err = db.QueryRow(ctx, `
		select v.id, d.id, v.title, coalesce(nullif(v.doc_no, ''), d.doc_no), v.filename, d.clearance,
		       substr(v.text, $2::integer + 1, $3::integer - $2::integer), coalesce(c.id, 0), coalesce(c.address, ''), coalesce(c.label, ''),
		       ingest.status(v.effective_from, v.effective_to, v.ended_by, v.draft, $4::date), v.effective_from, v.effective_to,
		       coalesce(ingest.doubt(v.id, $5::smallint, $4::date), '')
		  from ingest.version v
		  join ingest.document d on d.id = v.document_id and d.withdrawn_at is null and d.clearance <= $5
		  left join lateral (
		      select id, address, label from ingest.chunk
		       where version_id = v.id and start_rune <= $2::integer and end_rune > $2::integer
		       order by end_rune >= $3::integer desc, end_rune - start_rune, id limit 1) c on true
		 where v.id = $1`, b.VersionID, max(b.Start, 0), b.End, civil.Today(), int16(auth.ActorFrom(ctx).Clearance)).
		Scan(&r.VersionID, &r.DocumentID, &r.Title, &r.DocNo, &r.Filename, &r.clearance, &text, &r.ChunkID, &r.Address, &r.Label,
			&r.Status, &r.EffectiveFrom, &r.EffectiveTo, &r.doubt)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, "所引文件不存在或已撤下，请重新选择依据。", nil
	}
	if err != nil {
		return r, "", err
	}
	r.Start, r.End, r.Quote = max(b.Start, 0), b.End, text
	switch {
	case len([]rune(text)) != r.End-r.Start:
		return r, "所引位置超出了原文，请重新选择依据。", nil
	case b.Quote != "" && b.Quote != text:
		return r, fmt.Sprintf("引文与原文不一致。原文此处是“%s”，请重新选择依据。", shorten(text, 60)), nil
	}
	r.Hash = hashOf(text)
	return r, "", nil
}

// inChunk places b by its quote in its chunk. The quote is compared without white space, as a person or a model may have wrapped
// it otherwise; what is kept is the text as it stands.
func inChunk(ctx context.Context, db pg.DB, b Basis) (Basis, string, error) {
	if b.ChunkID == 0 {
		return b, "没有指明出处，请在原文中选择依据。", nil
	}
	c, err := ingest.ChunkByID(ctx, db, b.ChunkID)
	if fault.Is(err, fault.NotFound) {
		return b, "所引条文不存在或已撤下，请重新选择依据。", nil
	}
	if err != nil {
		return b, "", err
	}
	var text string
	err = db.QueryRow(ctx, `select substr(text, $2::integer + 1, $3::integer - $2::integer) from ingest.version where id = $1`,
		c.VersionID, c.Start, c.End).Scan(&text)
	if err != nil {
		return b, "", err
	}
	quote := b.Quote
	if quote == "" {
		quote = text
	}
	start, end, ok := find(text, quote)
	if !ok {
		return b, fmt.Sprintf("在%s中找不到“%s”，引文必须与原文一字不差。", c.Label, shorten(quote, 40)), nil
	}
	b.VersionID, b.Start, b.End, b.Quote = c.VersionID, c.Start+start, c.Start+end, ""
	return b, "", nil
}

// find returns where quote stands in text, in runes, white space apart.
func find(text, quote string) (start, end int, ok bool) {
	var solid []rune
	var at []int // of each solid rune, its place in text
	for i, r := range []rune(text) {
		if !unicode.IsSpace(r) {
			solid, at = append(solid, r), append(at, i)
		}
	}
	var want []rune
	for _, r := range quote {
		if !unicode.IsSpace(r) {
			want = append(want, r)
		}
	}
	if len(want) == 0 {
		return 0, 0, false
	}
	for i := 0; i+len(want) <= len(solid); i++ {
		if slices.Equal(solid[i:i+len(want)], want) {
			return at[i], at[i+len(want)-1] + 1, true
		}
	}
	return 0, 0, false
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// shorten is s cut to n characters for a message.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "……"
	}
	return s
}
