package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/internal/civil"
	"bianku/internal/pg"
	"bianku/qa"
)

// past are the types of question whose ground need not be in force: what was superseded, how a number came about, what two
// versions differ in.
var past = []int{8, 13, 17, 21, 22, 26}

// inForce: the gold counted on the day asked about, and what the answer used did so too. A gold text that does not count is no
// proof by itself (a question may ask about the past), so the texts that were used are looked at first.
func (w *walk) inForce(ctx context.Context) (*Classed, error) {
	if c, err := w.usedEnded(ctx); c != nil || err != nil {
		return c, err
	}
	if slices.Contains(past, w.q.Type) {
		return nil, nil
	}
	for _, g := range w.golds {
		if !g.inForce {
			continue
		}
		w.prove("in_force", "依据在所问之日有效", true, fmt.Sprintf("《%s》%s%s", g.title, w.day.Chinese(), g.status.Chinese()), at("version", g.version))
		return w.datesOfOriginal(ctx)
	}
	for _, g := range w.golds {
		w.prove("in_force", "依据在所问之日有效", false, fmt.Sprintf("《%s》%s%s（库中记为%s）", g.title, w.day.Chinese(), g.status.Chinese(), interval(g.from, g.to)),
			at("document", g.document), at("version", g.version))
	}
	if len(w.golds) == 0 {
		return nil, nil
	}
	if c, err := w.datesOfOriginal(ctx); c != nil || err != nil {
		return c, err
	}
	g := w.golds[0]
	return blame(ValidityWrong, StageCatalog, "document", g.document, "《"+g.title+"》"), nil
}

func interval(from, to civil.Date) string {
	s := "施行日期不明"
	if !from.IsZero() {
		s = from.Chinese() + "起施行"
	}
	if !to.IsZero() {
		s += "，" + to.Chinese() + "起不再有效"
	}
	return s
}

// datesOfOriginal compares the day from which the gold counts with the day the original itself names.
func (w *walk) datesOfOriginal(ctx context.Context) (*Classed, error) {
	if w.Files == nil {
		return nil, nil
	}
	for _, g := range w.golds {
		if g.ExternalID != "" || g.from.IsZero() {
			continue
		}
		now, err := reread(ctx, w.db(), w.Files, g.version)
		if err != nil {
			return nil, err
		}
		if now == nil || now.EffectiveFrom.IsZero() || now.EffectiveFrom == g.from {
			continue
		}
		w.prove("effective_date", "施行日期与原件一致", false, fmt.Sprintf("《%s》原件写明%s起施行，库中记为%s", g.title, now.EffectiveFrom.Chinese(), g.from.Chinese()),
			at("document", g.document), at("version", g.version))
		return blame(ValidityWrong, StageCatalog, "document", g.document, "《"+g.title+"》"), nil
	}
	return nil, nil
}

// usedEnded: the answer rests on a text that had ended on the day, or that another text in the corpus says has ended while the
// catalogue still has it in force. Texts that are gold themselves are meant to be used.
func (w *walk) usedEnded(ctx context.Context) (*Classed, error) {
	for _, c := range w.a.Citations {
		if c.VersionID == 0 || slices.ContainsFunc(w.golds, func(g golden) bool { return g.version == c.VersionID }) {
			continue
		}
		by, err := endedBy(ctx, w.db(), c, w.day)
		if err != nil {
			return nil, err
		}
		if by.relation == 0 && by.version == 0 {
			continue
		}
		w.prove("used_in_force", "所用文本在所问之日有效", false, fmt.Sprintf("回答引用了《%s》%s，而《%s》%s；库中仍按现行有效使用", c.Title, c.Label, by.title, by.says),
			at("document", c.DocumentID), at("version", c.VersionID), at("relation", by.relation), at("by_version", by.version))
		return blame(ValidityWrong, StageCatalog, "document", c.DocumentID, "《"+c.Title+"》"), nil
	}
	return nil, nil
}

type ender struct {
	relation, version int64
	title, says       string
}

// endedBy finds what says that a cited text had ended on the day, although it is used as if it had not: a sentence of another
// text that nobody has confirmed (or somebody has rejected), a later version of the same work, or a
// later text of the same name that was not recognised as one.
func endedBy(ctx context.Context, db pg.DB, c qa.Citation, day civil.Date) (e ender, err error) {
	if c.Status != ingest.InForce && c.Status != ingest.Unknown {
		return e, nil // used knowingly, and said to be so
	}
	err = db.QueryRow(ctx, `
		select r.id, fv.id, fv.title, '写明“' || r.sentence || '”'
		  from ingest.relation r
		  join ingest.version fv on fv.id = r.version_id join ingest.document fd on fd.id = fv.document_id
		  join ingest.version cv on cv.id = $1
		 where r.target_document_id = cv.document_id and r.state <> 'confirmed' and r.type in ('repeals', 'replaces', 'supersedes_org_charter')
		   and fd.withdrawn_at is null and not fv.draft and fv.id <> cv.id and (fv.effective_from is null or fv.effective_from <= $2)
		   and (r.target_date is null or r.target_date in (cv.signed_on, cv.published_on, cv.effective_from)
		        or not exists (select from ingest.version o where o.document_id = cv.document_id and o.id <> cv.id
		                       and r.target_date in (o.signed_on, o.published_on, o.effective_from)))
		   and (fv.document_id <> cv.document_id or cv.effective_from is null or cv.effective_from < fv.effective_from)
		 union all
		select 0, n.id, n.title, '是同一文件' || to_char(n.effective_from, 'YYYY"年"FMMM"月"FMDD"日"') || '起施行的文本'
		  from ingest.version cv join ingest.version n on n.document_id = cv.document_id and n.id <> cv.id and not n.draft
		 where cv.id = $1 and cv.effective_from < n.effective_from and n.effective_from <= $2
		 union all
		select 0, n.id, n.title, '与它同名，' || to_char(n.effective_from, 'YYYY"年"FMMM"月"FMDD"日"') || '起施行'
		  from ingest.version cv join ingest.document cd on cd.id = cv.document_id
		  join ingest.document nd on nd.title_key = cd.title_key and nd.id <> cd.id and nd.withdrawn_at is null
		       and (nd.issuer = cd.issuer or nd.issuer = '' or cd.issuer = '')
		  join ingest.version n on n.document_id = nd.id and not n.draft
		 where cv.id = $1 and cd.title_key <> '' and cv.external_id is null and cv.effective_from < n.effective_from and n.effective_from <= $2
		 order by 1 desc limit 1`, c.VersionID, day).Scan(&e.relation, &e.version, &e.title, &e.says)
	if errors.Is(err, pgx.ErrNoRows) {
		return e, nil
	}
	return e, err
}

// allowed: the asker may see the gold. A text above their level is rightly kept from them; that it stands so high is the catalogue's.
func (w *walk) allowed(context.Context) (*Classed, error) {
	for _, g := range w.golds {
		if g.clearance > w.asker {
			w.prove("clearance", "提问人可以看到依据", false, fmt.Sprintf("《%s》定为 L%d，提问人为 L%d", g.title, g.clearance, w.asker), at("document", g.document))
			return blame(ShouldAnswer, StageCatalog, "document", g.document, "《"+g.title+"》的密级"), nil
		}
	}
	return nil, nil
}
