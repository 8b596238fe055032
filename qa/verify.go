package qa

import (
	"context"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// checker holds the stored texts that quotes are compared with. It reads them anew: what a quote was made from is not
// what it is checked against.
type checker struct {
	texts  map[int64][]rune
	chunks map[int64]passage
	day    string // the day of the answer: ours to say, no quote has to hold it
}

// newChecker reads what the citations point at, as far as the actor may see it.
func newChecker(ctx context.Context, db pg.DB, asOf civil.Date, citations []Citation) (*checker, error) {
	var versions, chunks []int64
	for _, c := range citations {
		versions, chunks = append(versions, c.VersionID), append(chunks, c.ChunkID)
	}
	slices.Sort(versions)
	slices.Sort(chunks)
	var (
		k   checker
		err error
	)
	if k.texts, err = texts(ctx, db, slices.Compact(versions)); err != nil {
		return nil, err
	}
	k.day = asOf.Chinese()
	k.chunks, err = passagesByID(ctx, db, asOf, slices.Compact(chunks))
	return &k, err
}

// resolves says whether a citation is what it says: its runes in the version's text are the quote, and they lie in the
// chunk it names, whose text is still the one that was hashed. A repeated lead-in lies before its chunk.
func (k *checker) resolves(c Citation) bool {
	text, ok := k.texts[c.VersionID]
	p, seen := k.chunks[c.ChunkID]
	switch {
	case !ok || !seen || c.Quote == "" || p.source.VersionID != c.VersionID || p.DocumentID != c.DocumentID:
		return false
	case c.Start < 0 || c.End > len(text) || c.Start >= c.End || string(text[c.Start:c.End]) != c.Quote:
		return false
	case ingest.HashText(p.Text) != p.Hash:
		return false
	case c.Start >= p.Start && c.End <= p.End:
		return true
	case c.PairID != 0: // an expert's quote may reach over the chunk's end
		return c.Start < p.End && c.End > p.Start
	}
	return c.End <= p.Start && strings.Contains(p.Lead, c.Quote)
}

// clearance is the highest level among the citations' documents.
func (k *checker) clearance(citations []Citation) auth.Clearance {
	var top auth.Clearance
	for _, c := range citations {
		top = max(top, k.chunks[c.ChunkID].Clearance)
	}
	return top
}

// check drops every quote that does not resolve, and every line that is left without the quotes for what it says. It
// returns what was dropped, for the log.
func (k *checker) check(d *draft) (dropped []string) {
	keep := d.lines[:0]
	for _, l := range d.lines {
		l.quotes = slices.DeleteFunc(slices.Clone(l.quotes), func(c Citation) bool { return !k.resolves(c) })
		if why := l.problem(k); why != "" {
			dropped = append(dropped, why+"："+l.text)
			continue
		}
		keep = append(keep, l)
	}
	d.lines = keep
	rows := d.rows[:0]
	for _, r := range d.rows {
		n := len(r.quotes)
		r.quotes = slices.DeleteFunc(slices.Clone(r.quotes), func(c Citation) bool { return !k.resolves(c) })
		if len(r.quotes) == n {
			rows = append(rows, r)
		} else {
			dropped = append(dropped, "引文不符："+strings.Join(r.cells, " "))
		}
	}
	d.rows = rows
	return dropped
}

// problem says in Chinese why a line may not be said, "" when it may.
func (l line) problem(k *checker) string {
	if l.own != "" {
		return ""
	}
	if len(l.quotes) == 0 {
		return "没有可核对的引文"
	}
	if missing := claim.Missing(l.text, append(k.grounds(l.quotes), k.day), l.derived); len(missing) > 0 {
		return "“" + missing[0].Text + "”在引文中找不到"
	}
	return ""
}

// grounds are all words a sentence may take its numbers, dates and 文号 from: the quotes, and what is known of the texts
// they stand in.
func (k *checker) grounds(quotes []Citation) []string {
	var out []string
	for _, c := range quotes {
		p := k.chunks[c.ChunkID]
		out = append(out, c.Quote, p.Lead, c.Title, c.DocNo, c.Label, c.EffectiveFrom.Chinese(), c.EffectiveTo.Chinese(),
			p.SignedOn.Chinese(), p.PublishedOn.Chinese())
		if !c.EffectiveTo.IsZero() {
			out = append(out, c.EffectiveTo.AddDays(-1).Chinese())
		}
	}
	return out
}
