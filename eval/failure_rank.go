package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/retrieval"
)

const (
	deep    = 100 // how far a search is followed
	read    = 24  // how many passages an answer reads (qa)
	self    = 5   // an article searched by its own words must be among the first few; others may say nearly the same
	selfLen = 200 // of those words
)

// wanted are the gold places that hold what the answer lacks; all where nobody can tell.
func (w *walk) wanted() []golden {
	missing := w.missing()
	var out []golden
	for _, g := range w.golds {
		if slices.ContainsFunc(missing, func(m string) bool { return containsAll(g.said(), []string{m}) }) {
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		return w.golds
	}
	return out
}

// indexed: every piece of the gold has an entry.
func (w *walk) indexed(ctx context.Context) (*Classed, error) {
	for _, g := range w.wanted() {
		for _, p := range g.at {
			var entry int64
			err := w.db().QueryRow(ctx, `select id from retrieval.entry where chunk_id = $1`, p.id).Scan(&entry)
			if errors.Is(err, pgx.ErrNoRows) {
				w.prove("indexed", "依据已建索引", false, g.name()+"没有索引", at("version", g.version), at("chunk", p.id))
				return blame(NotRetrieved, StageRetrieve, "chunk", p.id, g.name()), nil
			}
			if err != nil {
				return nil, err
			}
			w.prove("indexed", "依据已建索引", true, g.name(), at("chunk", p.id), at("entry", entry))
		}
	}
	return nil, nil
}

// found: the gold is among what the answer could read. Where it is not, a search by the article's own words tells a spoilt
// entry from a question in other words, and the legs apart tell the words from the weights.
func (w *walk) found(ctx context.Context) (*Classed, error) {
	wanted := w.wanted()
	if len(wanted) == 0 || w.Index == nil {
		return nil, nil
	}
	var worst *place
	for _, g := range wanted {
		p, err := w.rank(ctx, g)
		if err != nil {
			return nil, err
		}
		if c := w.spoilt(p); c != nil {
			return c, nil
		}
		if worst == nil || p.below(worst) {
			worst = p
		}
	}
	return w.judgeRank(worst), nil
}

// place is where a search finds a gold place: ranks from 1, 0 for not at all.
type place struct {
	golden
	ranks map[string]int
	dense bool // there is a dense leg
}

func (p *place) fused() int { return p.ranks["fused"] }

func (p *place) below(o *place) bool { return depth(p.fused()) > depth(o.fused()) }

// depth is a rank as a number that grows with badness.
func depth(rank int) int {
	if rank == 0 {
		return deep + 1
	}
	return rank
}

// rank searches as the asker does, by each leg, and then by the article's own words.
func (w *walk) rank(ctx context.Context, g golden) (*place, error) {
	p := &place{golden: g, ranks: map[string]int{}}
	q := retrieval.Query{Text: w.q.Text, K: deep, AsOf: w.day, AnyValidity: slices.Contains(past, w.q.Type), NoPairs: true}
	for _, leg := range []retrieval.Leg{retrieval.Fused, retrieval.Lexical, retrieval.Dense} {
		q.Leg = leg
		r, err := w.Index.Search(ctx, q)
		if fault.Is(err, fault.Unavailable) && leg == retrieval.Dense {
			continue // no model: there is no such leg
		}
		if err != nil {
			return nil, err
		}
		p.ranks[string(leg)] = rankOf(r.Hits, g.ids())
		p.dense = p.dense || leg == retrieval.Dense && r.Leg == retrieval.Dense && len(r.Hits) > 0
	}
	own := retrieval.Query{Text: firstRunes(g.at[0].text, selfLen), K: deep, AsOf: w.day, AnyValidity: true, NoPairs: true, NoDirect: true,
		DocumentIDs: []int64{g.document}}
	for _, leg := range []retrieval.Leg{retrieval.Lexical, retrieval.Dense} {
		if leg == retrieval.Dense && !p.dense {
			continue
		}
		own.Leg = leg
		r, err := w.Index.Search(auth.WithActor(ctx, auth.System("job")), own)
		if err != nil {
			return nil, err
		}
		p.ranks["self_"+string(leg)] = rankOf(r.Hits, []int64{g.at[0].id})
	}
	return p, nil
}

func rankOf(hits []retrieval.Hit, chunks []int64) int {
	return 1 + slices.IndexFunc(hits, func(h retrieval.Hit) bool { return h.ChunkID != 0 && slices.Contains(chunks, h.ChunkID) })
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// spoilt: an article that its own words do not find has a bad entry.
func (w *walk) spoilt(p *place) *Classed {
	for _, leg := range []string{"self_lexical", "self_dense"} {
		rank, looked := p.ranks[leg]
		if !looked || rank > 0 && rank <= self {
			continue
		}
		w.prove("entry_true", "条文用自己的原文可以检索到", false, fmt.Sprintf("用%s的原文检索，%s", p.name(), inWords(rank)), at("chunk", p.at[0].id), ranked(p.ranks))
		class := RankedLow
		if rank == 0 {
			class = NotRetrieved
		}
		return blame(class, StageRetrieve, "chunk", p.at[0].id, p.name())
	}
	return nil
}

// judgeRank says what the places come to. A refusal with the gold at hand is the search's where the question's words do not lead to it.
func (w *walk) judgeRank(p *place) *Classed {
	fused, lexical, dense := p.fused(), p.ranks["lexical"], p.ranks["dense"]
	best := depth(lexical)
	if p.dense {
		best = min(best, depth(dense))
	}
	detail := fmt.Sprintf("%s：融合%s，字词%s", p.name(), inWords(fused), inWords(lexical))
	if p.dense {
		detail += "，语义" + inWords(dense)
	}
	more := []func(*Proof){at("chunk", p.at[0].id), ranked(p.ranks), printed(WeightsPrint())}
	switch {
	case fused == 0 || fused > read:
		w.prove("retrieved", "检索到依据", fused != 0, detail, more...)
		w.prove("in_evidence", fmt.Sprintf("在作答所读的前 %d 条之中", read), false, "")
		if best <= read { // a leg has it, the fusion loses it
			return blame(RankedLow, StageRetrieve, "weight", "fusion", "融合权重")
		}
		if fused == 0 {
			return blame(NotRetrieved, StageRetrieve, "chunk", p.at[0].id, p.name())
		}
		return blame(RankedLow, StageRetrieve, "chunk", p.at[0].id, p.name())
	case refused(w.a) && depth(lexical) > read/2:
		w.prove("retrieved", "检索到依据", true, detail, more...)
		w.prove("worded", "问题的用词见于依据", false, "按字词几乎找不到，问题用了库中没有的说法")
		return blame(ShouldAnswer, StageRetrieve, "chunk", p.at[0].id, p.name())
	}
	w.prove("retrieved", "检索到依据", true, detail, more...)
	w.prove("in_evidence", fmt.Sprintf("在作答所读的前 %d 条之中", read), true, "")
	return nil
}

func inWords(rank int) string {
	if rank == 0 {
		return fmt.Sprintf("不在前 %d 位", deep)
	}
	return fmt.Sprintf("第 %d 位", rank)
}

// WeightsPrint is the fingerprint of the weights at work.
func WeightsPrint() string { return printOf(fmt.Sprintf("%+v", retrieval.DefaultWeights)) }
