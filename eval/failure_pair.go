package eval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/ingest/claim"
	"bianku/internal/pg"
)

// checkedPair is a pair at its current version with what its basis looks like in the texts now.
type checkedPair struct {
	id, version int64
	question    string
	answer      string
	basis       []checkedBasis
}

type checkedBasis struct {
	quote   string
	now     string // what stands at its place in the version's text
	hashed  bool   // the quote is the one that was hashed
	grounds []string
	label   string
	version int64
}

func loadPair(ctx context.Context, db pg.DB, id int64) (p checkedPair, err error) {
	err = db.QueryRow(ctx, `select p.id, p.version, n.question, n.answer from annotate.pair p join annotate.pair_version n on n.pair_id = p.id and n.n = p.version
		where p.id = $1`, id).Scan(&p.id, &p.version, &p.question, &p.answer)
	if err != nil {
		return p, err
	}
	rows, err := db.Query(ctx, `
		select b.quote, substr(v.text, b.start_rune + 1, b.end_rune - b.start_rune), b.hash, v.id, '《' || v.title || '》' || b.label,
		       array[b.quote, v.title, v.doc_no, b.label, coalesce(c.lead, ''), coalesce(v.effective_from::text, ''), coalesce(v.effective_to::text, ''),
		             coalesce(v.signed_on::text, ''), coalesce(v.published_on::text, '')]
		  from annotate.pair p join annotate.basis b on b.pair_id = p.id and b.n = p.version join ingest.version v on v.id = b.version_id
		  left join ingest.chunk c on c.id = b.chunk_id
		 where p.id = $1 order by b.seq`, id)
	if err != nil {
		return p, err
	}
	p.basis, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (b checkedBasis, err error) {
		var hash string
		err = r.Scan(&b.quote, &b.now, &hash, &b.version, &b.label, &b.grounds)
		sum := sha256.Sum256([]byte(b.quote))
		b.hashed = hex.EncodeToString(sum[:]) == hash
		return b, err
	})
	return p, err
}

// pairTrue: where the question was made of a pair, the pair must bear itself out before anything else is blamed.
func (w *walk) pairTrue(ctx context.Context) (*Classed, error) {
	if w.q.PairID == 0 {
		return nil, nil
	}
	return w.checkPair(ctx, w.q.PairID)
}

// answeredFromPair: where pairs gave the answer, those too; and a pair whose basis holds what its answer leaves out.
func (w *walk) answeredFromPair(ctx context.Context) (*Classed, error) {
	var seen []int64
	for _, c := range w.a.Citations {
		if c.PairID == 0 || c.PairID == w.q.PairID || slices.Contains(seen, c.PairID) {
			continue
		}
		seen = append(seen, c.PairID)
		if found, err := w.checkPair(ctx, c.PairID); found != nil || err != nil {
			return found, err
		}
		p, err := loadPair(ctx, w.db(), c.PairID)
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, m := range w.missing() {
			held := slices.ContainsFunc(p.basis, func(b checkedBasis) bool { return containsAll(b.quote, []string{m}) })
			if held && !containsAll(p.answer, []string{m}) {
				w.prove("pair_complete", "问答说出了依据的内容", false, fmt.Sprintf("已审定问答 %d 的依据有“%s”，答案没有", p.id, m), at("pair", p.id))
				return blame(LabelWrong, StageLabel, "pair", p.id, p.question), nil
			}
		}
	}
	return nil, nil
}

// checkPair: each quote is what was hashed and what stands in the text, and every number, date and 文号 of the answer is in one.
func (w *walk) checkPair(ctx context.Context, id int64) (*Classed, error) {
	p, err := loadPair(ctx, w.db(), id)
	if errors.Is(err, pgx.ErrNoRows) {
		w.prove("pair_present", "问答在库中", false, fmt.Sprintf("已审定问答 %d 已不在库中", id))
		return blame(LabelWrong, StageLabel, "pair", id, w.q.Text), nil
	}
	if err != nil {
		return nil, err
	}
	wrong := func() *Classed { return blame(LabelWrong, StageLabel, "pair", p.id, p.question) }
	var grounds []string
	for _, b := range p.basis {
		grounds = append(grounds, b.grounds...)
		if !b.hashed || b.quote != b.now {
			w.prove("basis_verbatim", "问答的引文与原文一致", false, fmt.Sprintf("问答 %d 第 %d 版引%s：%s", p.id, p.version, b.label, difference(b.quote, b.now)),
				at("pair", p.id), at("pair_version", p.version), at("version", b.version))
			return wrong(), nil
		}
	}
	if len(p.basis) == 0 {
		w.prove("basis_verbatim", "问答有依据", false, fmt.Sprintf("问答 %d 第 %d 版没有依据", p.id, p.version), at("pair", p.id))
		return wrong(), nil
	}
	w.prove("basis_verbatim", "问答的引文与原文一致", true, fmt.Sprintf("问答 %d 第 %d 版", p.id, p.version), at("pair", p.id), at("pair_version", p.version))
	if missing := claim.Missing(p.answer, grounds, nil); len(missing) > 0 {
		w.prove("basis_supports", "问答的数字、日期、文号见于引文", false, fmt.Sprintf("问答 %d 的“%s”不在其引文之中", p.id, missing[0].Text),
			at("pair", p.id), at("pair_version", p.version))
		return wrong(), nil
	}
	w.prove("basis_supports", "问答的数字、日期、文号见于引文", true, "", at("pair", p.id))
	return nil, nil
}

// difference says where a quote leaves its text.
func difference(quote, text string) string {
	q, t := []rune(quote), []rune(text)
	for i := range q {
		if i >= len(t) {
			break
		}
		if q[i] != t[i] {
			return fmt.Sprintf("第 %d 字引作“%s”，原文为“%s”", i+1, around(q, i), around(t, i))
		}
	}
	return "引文长度与原文不符"
}

func around(s []rune, i int) string {
	return strings.Join(strings.Fields(string(s[max(0, i-4):min(len(s), i+5)])), " ")
}

// pairName is a pair's question, as tickets show it.
func (w *walk) pairName(id int64) string {
	for _, c := range w.a.Citations {
		if c.PairID == id && c.Title != "" {
			return w.a.Question
		}
	}
	return fmt.Sprintf("问答 %d", id)
}

// PairQuestion is the question a set would have of an approved pair as it stands now. false: it is not approved.
func PairQuestion(ctx context.Context, db pg.DB, pairID int64) (q Question, ok bool, err error) {
	q = Question{ID: fmt.Sprintf("pair-%d", pairID), PairID: pairID, Answerable: true}
	err = db.QueryRow(ctx, `
		select p.type, v.question, v.answer,
		       (select jsonb_agg(case when x.external_id is null then jsonb_build_object('file', x.filename, 'address', b.address)
		                              else jsonb_build_object('external_id', x.external_id) end order by b.seq)
		          from annotate.basis b join ingest.version x on x.id = b.version_id where b.pair_id = v.pair_id and b.n = v.n)
		  from annotate.pair p join annotate.pair_version v on v.pair_id = p.id and v.n = p.approved_version
		 where p.id = $1 and p.state = 'approved'`, pairID).Scan(&q.Type, &q.Text, &q.Answer, &q.Gold)
	if errors.Is(err, pgx.ErrNoRows) {
		return q, false, nil
	}
	q.Must = mustOf(q.Answer)
	return q, err == nil, err
}
