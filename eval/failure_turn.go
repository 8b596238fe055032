package eval

import (
	"context"
	"fmt"
	"strings"

	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

// ClassifyTurn classes an answer that a reader found wrong. There is no gold: what the answer itself rested on is walked, and
// where nothing is wrong with that, the reader's reason decides.
func ClassifyTurn(ctx context.Context, db pg.DB, reason, question string, a qa.Answer) (c Classed, err error) {
	defer fault.Wrapf(&err, "eval.ClassifyTurn(%s)", reason)
	w := &walk{tx: db, q: Question{ID: "feedback", Text: question, Answerable: true}, a: a, day: dayOf(Question{}, a)}
	w.prove("reader", "读者的评价", false, reasonWords[reason])
	for _, look := range []step{(*walk).looked, (*walk).answeredFromPair, (*walk).citedVerbatim, (*walk).citedInForce} {
		found, err := look(w, ctx)
		if err != nil {
			return Classed{}, err
		}
		if found != nil {
			return w.conclude(ctx, found)
		}
	}
	return w.conclude(ctx, w.byReason(reason))
}

func (w *walk) conclude(ctx context.Context, c *Classed) (Classed, error) {
	level, err := levelOf(ctx, w.db(), w.proofs)
	c.Evidence, c.Clearance = w.proofs, level
	return *c, err
}

var reasonWords = map[string]string{"wrong": "答案错误", "outdated": "内容过时", "citation": "依据不符", "incomplete": "回答不完整",
	"refused": "不该拒答", "other": "其他问题"}

// citedVerbatim: every citation is still what stands in the text, as it was when the answer was given.
func (w *walk) citedVerbatim(ctx context.Context) (*Classed, error) {
	for _, c := range w.a.Citations {
		var now string
		var chunks int
		err := w.db().QueryRow(ctx, `select coalesce((select substr(text, $2 + 1, $3 - $2) from ingest.version where id = $1), ''),
			(select count(*) from ingest.chunk where id = $4 and encode(sha256(convert_to(text, 'UTF8')), 'hex') = hash)`,
			c.VersionID, c.Start, c.End, c.ChunkID).Scan(&now, &chunks)
		if err != nil {
			return nil, err
		}
		if now != c.Quote || chunks == 0 && c.PairID == 0 {
			w.prove("cited_verbatim", "引文与原文一致", false, "《"+c.Title+"》"+c.Label+"："+difference(c.Quote, now), at("version", c.VersionID), at("chunk", c.ChunkID))
			return blame(ParseLost, StageCatalog, "document", c.DocumentID, "《"+c.Title+"》"+c.Label), nil
		}
	}
	if len(w.a.Citations) > 0 {
		w.prove("cited_verbatim", "引文与原文一致", true, fmt.Sprintf("%d 条", len(w.a.Citations)))
	}
	return nil, nil
}

// citedInForce: what was cited counted on the day of the answer, as the catalogue knows it now and as other texts say.
func (w *walk) citedInForce(ctx context.Context) (*Classed, error) {
	if found, err := w.usedEnded(ctx); found != nil || err != nil {
		return found, err
	}
	for _, c := range w.a.Citations {
		var status ingest.Status
		err := w.db().QueryRow(ctx, `select coalesce((select ingest.status(effective_from, effective_to, ended_by, draft, $2) from ingest.version where id = $1), '')`,
			c.VersionID, w.day).Scan(&status)
		if err != nil {
			return nil, err
		}
		if status != "" && c.Status == ingest.InForce && status != ingest.InForce {
			w.prove("used_in_force", "所用文本在所问之日有效", false, fmt.Sprintf("《%s》作答时记为现行有效，现在记为%s", c.Title, status.Chinese()),
				at("document", c.DocumentID), at("version", c.VersionID))
			return blame(ValidityWrong, StageCatalog, "document", c.DocumentID, "《"+c.Title+"》"), nil
		}
	}
	return nil, nil
}

// byReason is what the reader's word comes to where the evidence says nothing against the answer.
func (w *walk) byReason(reason string) *Classed {
	first := qa.Citation{}
	if len(w.a.Citations) > 0 {
		first = w.a.Citations[0]
	}
	where := "《" + first.Title + "》" + first.Label
	switch {
	case refused(w.a):
		return w.refusedWrongly()
	case reason == "outdated" && first.DocumentID != 0:
		w.prove("used_in_force", "所用文本在所问之日有效", false, "库中记为"+first.Status.Chinese()+"，读者认为已过时", at("document", first.DocumentID), at("version", first.VersionID))
		return blame(ValidityWrong, StageCatalog, "document", first.DocumentID, "《"+first.Title+"》")
	case reason == "citation":
		w.prove("cited", "引文支持结论", false, "引文逐字属实，读者认为与问题不符："+where, at("document", first.DocumentID), at("chunk", first.ChunkID))
		return w.generator(CitationWrong)
	}
	for _, c := range w.a.Citations {
		if c.PairID != 0 {
			w.prove("answered_by", "回答来自", true, fmt.Sprintf("已审定问答 %d，引文属实", c.PairID), at("pair", c.PairID))
			return blame(LabelWrong, StageLabel, "pair", c.PairID, w.pairName(c.PairID))
		}
	}
	w.prove("cited", "回答的依据", true, "引文逐字属实："+where, at("document", first.DocumentID), at("chunk", first.ChunkID))
	return w.generator(GenerationWrong)
}

// refusedWrongly: with articles near at hand the search did find something; with none the corpus has nothing to say.
func (w *walk) refusedWrongly() *Classed {
	if w.a.Refusal == nil || len(w.a.Refusal.Nearest) == 0 {
		w.prove("retrieved", "检索到相近的条文", false, "没有")
		return blame(CorpusMissing, StageData, "question", normal(w.q.Text), w.q.Text)
	}
	var near []string
	for _, c := range w.a.Refusal.Nearest {
		near = append(near, "《"+c.Title+"》"+c.Label)
	}
	n := w.a.Refusal.Nearest[0]
	w.prove("retrieved", "检索到相近的条文", true, strings.Join(near, "、"), at("document", n.DocumentID), at("chunk", n.ChunkID))
	return blame(ShouldAnswer, StageRetrieve, "chunk", n.ChunkID, near[0])
}
