package qa

import (
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/understand"
)

// names are all names under which the papers write a body.
func (a *asking) names(body string) []string { return a.lexicon.Names(body) }

// regionOf is the place that a text belongs to: of its title, else of its issuer, else of the body it is about.
func (a *asking) regionOf(s source) understand.Region {
	for _, name := range []string{s.Title, s.Org, s.Issuer} {
		if r := understand.RegionOf(strings.TrimPrefix(name, "关于印发")); !r.IsZero() {
			return a.lexicon.Complete(r)
		}
	}
	return understand.Region{}
}

// elsewhere says whether a text belongs to another place than the ones the question names. One city's rule is no answer about
// another, however alike. text is what the text says: where it speaks of the place asked about it may answer.
func (a *asking) elsewhere(s source, text string) bool {
	own := a.regionOf(s)
	if len(a.meaning.Regions) == 0 || own.IsZero() {
		return false
	}
	for _, r := range a.meaning.Regions {
		named := r.District
		if named == "" {
			named = r.City
		}
		if !own.Conflicts(r) || named != "" && strings.Contains(text, named) {
			return false
		}
	}
	return true
}

// otherDistrict says whether the question is about a district, without naming a body, and the text is a paper on a body that is not of it: what the city's
// bureau does, the district's does not.
func (a *asking) otherDistrict(s source) bool {
	district := a.meaning.District()
	return district != "" && len(a.meaning.Bodies) == 0 && (s.Kind == structure.Sanding || s.Kind == structure.Reply) && a.regionOf(source{Title: s.Org}).District != district &&
		a.regionOf(s).District != district
}

// ofAnotherPlace says whether the question names one text by its title, place and all, and everything quoted belongs to another place: a
// 《松湾市…办法》 that is not in the corpus is not answered for by the 《云澜市…办法》 that is.
func (a *asking) ofAnotherPlace(d *draft) bool {
	if len(a.meaning.Titles) != 1 || d.refusal != nil {
		return false
	}
	asked, key := a.lexicon.Complete(understand.RegionOf(a.meaning.Titles[0])), structure.NormalizeTitle(a.meaning.Titles[0])
	quotes := d.quotes()
	return !asked.IsZero() && len(quotes) > 0 && !slices.ContainsFunc(quotes, func(c Citation) bool {
		own := a.regionOf(source{Title: c.Title})
		return own.IsZero() || structure.NormalizeTitle(c.Title) == key ||
			own.District == asked.District && !own.Conflicts(asked) && (asked.City != "" || own.City == "")
	})
}

// here leaves out the texts of other places.
func (a *asking) here(all []source) []source {
	return slices.DeleteFunc(all, func(s source) bool { return a.elsewhere(s, "") })
}

// saidOf tells whose rule is quoted where the corpus holds the rules of several cities and the question names none.
func (a *asking) saidOf(d *draft) {
	cities := a.lexicon.Cities()
	if len(a.meaning.Regions)+len(a.meaning.Titles)+len(a.meaning.DocNos) > 0 || len(cities) < 2 {
		return
	}
	var of []string
	for _, c := range d.quotes() {
		if c.DocKind == structure.Plain {
			continue
		}
		r := a.regionOf(source{Title: c.Title})
		if p, ok := a.passageOf(c); ok {
			r = a.regionOf(p.source)
		}
		if r.City != "" && !slices.Contains(of, r.City) {
			of = append(of, r.City)
		}
	}
	if len(of) == 0 {
		return
	}
	others := slices.DeleteFunc(cities, func(c string) bool { return slices.Contains(of, c) })
	if len(others) > 0 {
		d.note("问题没有写明地区，以上是%s的规定；现有资料中还有%s的文件，如需查询请写明地区。", strings.Join(of, "、"), strings.Join(others, "、"))
	}
}

// passageOf is the passage at hand that a citation was made from.
func (a *asking) passageOf(c Citation) (passage, bool) {
	i := slices.IndexFunc(a.offered, func(p passage) bool { return p.ID == c.ChunkID })
	if i < 0 {
		return passage{}, false
	}
	return a.offered[i], true
}
