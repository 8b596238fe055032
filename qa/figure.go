package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/civil"
	"bianku/qa/understand"
)

// figure is one number of a body on a day: what its 三定 says, each change by a later paper, and what that makes.
//
//	base (三定)  +  changes (批复 after it, in order)  =  total
//
// stated is what a later paper itself says the number has become (由31名增加到33名). When it differs from the total, both are
// shown: somebody has to look, and it is not for us to choose.
type figure struct {
	body    string
	name    string // 机关行政编制, 副局长
	base    *ingest.Fact
	changes []ingest.Fact
	stated  *ingest.Fact
	own     *ingest.Fact // the change that the base paper itself made, where the base is no 三定
	total   int
}

// conflict says whether the last paper's own number is not what the changes make.
func (f figure) conflict() bool { return f.stated != nil && f.stated.N != f.total }

var typeNames = map[string]string{
	structure.QuotaAdmin: "机关行政编制", structure.QuotaPoliticalLegal: "政法专项编制", structure.QuotaInstitution: "事业编制",
	structure.QuotaCivilRef: "参照公务员法管理事业编制", structure.QuotaSupport: "机关工勤编制", structure.QuotaOther: "编制",
	structure.LeaderChief: "正职领导职数", structure.LeaderDeputy: "副职领导职数", structure.LeaderInner: "内设机构领导职数",
	structure.LeaderOther: "其他领导职数", structure.UnitCount: "内设机构",
}

// figuresOf works out all figures of a body for the types, on the day. Facts come in any order.
func figuresOf(body string, facts []ingest.Fact, types []string, title string) []figure {
	var out []figure
	for _, t := range types {
		for _, name := range titlesOf(facts, t, title) {
			if f, ok := figureOf(body, facts, t, name); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// titlesOf lists the posts named in facts of a type, in the order of the text: 局长, 总工程师. A type without posts has one: "".
func titlesOf(facts []ingest.Fact, t, wanted string) []string {
	var out []string
	for _, f := range facts {
		if f.Type == t && (wanted == "" || f.Title == wanted || strings.HasPrefix(f.Title, wanted)) && !slices.Contains(out, f.Title) {
			out = append(out, f.Title)
		}
	}
	return out
}

func figureOf(body string, facts []ingest.Fact, t, title string) (figure, bool) {
	fig := figure{body: body, name: typeNames[t]}
	if title != "" {
		fig.name = title
		if t == structure.LeaderInner && !strings.Contains(title, "职数") {
			fig.name = title + "职数"
		}
	}
	for _, f := range facts {
		if f.Type != t || f.Title != title || f.Delta {
			continue
		}
		if f.DocKind == structure.Sanding && (fig.base == nil || supersedes(f, *fig.base)) {
			fig.base = &f
		}
	}
	for _, f := range facts {
		if f.Type == t && f.Title == title && f.DocKind != structure.Sanding && (fig.base == nil || laterFact(f, *fig.base)) {
			fig.follow(f)
		}
	}
	return fig.close()
}

// partOf marks a number that is part of another: 在上述行政编制内单列.
var partOf = regexp.MustCompile(`上述[^，。；]{0,10}(?:编制|职数)(?:总?数)?[内中]|其中|单列|内含`)

// supersedes says whether a number takes the place of base: a later text's does; within one text the first that is not part
// of another is the number, whatever is said after it.
func supersedes(f, base ingest.Fact) bool {
	if f.VersionID != base.VersionID {
		return laterFact(f, base)
	}
	part := func(f ingest.Fact) bool { return partOf.MatchString(f.Quote) }
	if part(f) != part(base) {
		return part(base)
	}
	return f.Start < base.Start
}

// laterFact orders facts by the day they count from. What has no day comes first: it can change nothing that has one.
func laterFact(a, b ingest.Fact) bool {
	if a.DocKind != structure.Reply && b.DocKind != structure.Reply && (a.DocKind == structure.Sanding) != (b.DocKind == structure.Sanding) {
		return a.DocKind == structure.Sanding
	}
	return a.EffectiveFrom.After(b.EffectiveFrom) || a.EffectiveFrom == b.EffectiveFrom && a.ID > b.ID && a.DocKind == b.DocKind
}

// follow adds a later paper's change, or the standing number it states.
func (f *figure) follow(fact ingest.Fact) {
	switch {
	case fact.Delta:
		f.changes = append(f.changes, fact)
	case f.stated == nil || fact.VersionID != f.stated.VersionID && laterFact(fact, *f.stated) || fact.VersionID == f.stated.VersionID && plainer(fact, *f.stated):
		f.stated = &fact
	}
}

// plainer says whether fact a says its number better than b of the same paper: in a sentence rather than a table row, which
// names no unit; else later in it.
func plainer(a, b ingest.Fact) bool {
	words := func(f ingest.Fact) bool { return strings.ContainsAny(f.Quote, "名人个") && !inTable(f) }
	if words(a) != words(b) {
		return words(a)
	}
	return a.Start > b.Start
}

// inTable says whether a fact stands in a table row.
func inTable(f ingest.Fact) bool { return strings.Contains(f.Label, "表") }

// close computes the total. A body without a 三定 in the corpus has the number that the last paper states; changes alone
// make no number.
func (f figure) close() (figure, bool) {
	slices.SortFunc(f.changes, func(a, b ingest.Fact) int {
		if laterFact(a, b) {
			return 1
		}
		return -1
	})
	if f.base == nil {
		if f.stated == nil {
			return f, false
		}
		f.base, f.stated, f.total = f.stated, nil, f.stated.N
		if i := slices.IndexFunc(f.changes, func(c ingest.Fact) bool { return c.VersionID == f.base.VersionID }); i >= 0 {
			own := f.changes[i]
			f.own = &own
		}
		f.changes = slices.DeleteFunc(f.changes, func(c ingest.Fact) bool { return !laterFact(c, *f.base) || c.VersionID == f.base.VersionID })
	} else {
		f.total = f.base.N
	}
	for _, c := range f.changes {
		f.total += c.N
	}
	if f.stated != nil && len(f.changes) == 0 {
		f.total = f.stated.N // a paper that states the new number without the difference
	}
	return f, true
}

// facts of the figure, base first.
func (f figure) facts() []ingest.Fact {
	out := append([]ingest.Fact{*f.base}, f.changes...)
	if f.stated != nil {
		out = append(out, *f.stated)
	}
	if f.own != nil {
		out = append(out, *f.own)
	}
	return out
}

// arithmetic shows how the total came about: 31 + 2 = 33.
func (f figure) arithmetic() string {
	s := fmt.Sprint(f.base.N)
	for _, c := range f.changes {
		if c.N < 0 {
			s += fmt.Sprintf(" - %d", -c.N)
		} else {
			s += fmt.Sprintf(" + %d", c.N)
		}
	}
	return fmt.Sprintf("%s = %d", s, f.total)
}

// unit is what the number counts in: 名, or 个 for inner units.
func (f figure) unit() string {
	if f.base.Type == structure.UnitCount {
		return "个"
	}
	return "名"
}

// bodyFacts reads all facts of a body on the day, of the body as a whole or of the inner unit asked about.
func (a *asking) bodyFacts(ctx context.Context, body string, asOf civil.Date, anyDay bool) ([]ingest.Fact, error) {
	all, err := ingest.Facts(ctx, a.Pool, ingest.FactFilter{Orgs: a.names(body), AsOf: asOf, AnyValidity: anyDay})
	return slices.DeleteFunc(all, func(f ingest.Fact) bool {
		return f.EffectiveFrom.IsZero() && asOf != a.today || f.DocKind == structure.Gongwen && f.EffectiveFrom.IsZero() || a.meaning.Unit == "" && f.Unit != "" || a.meaning.Unit != "" && !strings.Contains(f.Unit, a.meaning.Unit) || opinionFact(f)
	}), err
}

// opinionFact is a number in a text that is no ground for one: articles, notes for internal use, tables of old figures.
func opinionFact(f ingest.Fact) bool { return f.DocKind == structure.Journal }

// cited are the citations of facts, made from their chunks.
func (a *asking) cited(ctx context.Context, facts ...ingest.Fact) ([]Citation, error) {
	ids := make([]int64, len(facts))
	for i, f := range facts {
		ids[i] = f.ChunkID
	}
	chunks, err := passagesByID(ctx, a.Pool, a.asOf, ids)
	if err != nil {
		return nil, err
	}
	var out []Citation
	for _, f := range facts {
		p, ok := chunks[f.ChunkID]
		if !ok {
			continue
		}
		c := p.sentenceAround(f.Start, f.End)
		if !slices.ContainsFunc(out, func(o Citation) bool { return sameQuote(o, c) }) {
			out = append(out, c)
		}
	}
	return out, nil
}

// asksOr are the kinds of numbers asked for, def when the question names none.
func (a *asking) asksOr(def understand.Ask) []understand.Ask {
	if len(a.meaning.Asks) == 0 {
		return []understand.Ask{def}
	}
	return a.meaning.Asks
}

var adminAsk = understand.Ask{Types: []string{structure.QuotaAdmin}, Name: "行政编制"}
