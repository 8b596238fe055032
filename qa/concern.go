package qa

import (
	"context"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/qa/understand"
)

// within are the documents that the question names: what it asks is asked of them. A text that is named and not in the
// corpus leaves nothing to look through, and the general search must not stand in for it; that is for namedMissing.
func (a *asking) within(ctx context.Context) ([]int64, error) {
	if len(a.meaning.Titles)+len(a.meaning.DocNos) == 0 && !workName.MatchString(a.meaning.Text) {
		return nil, nil
	}
	all, err := a.namedTexts(ctx)
	var ids []int64
	for _, s := range all {
		if !slices.Contains(ids, s.DocumentID) {
			ids = append(ids, s.DocumentID)
		}
	}
	return ids, err
}

// concerns says whether a passage may speak for the bodies in the question. Another body's own paper may not; a general rule
// may, where a rule is what is asked for.
func (a *asking) concerns(p passage) bool {
	switch {
	case (p.source.Kind == structure.Journal) != (a.meaning.Intent == understand.Study):
		return false // an opinion is no ground for a rule
	case a.meaning.Intent == understand.Study:
		return true
	case a.elsewhere(p.source, p.Text), a.otherDistrict(p.source):
		return false
	case p.Status == ingest.Unknown && a.otherDay() && p.ExternalID == "":
		return false // nobody knows whether it counted on that day
	}
	for _, name := range a.meaning.Unknown {
		if !namesStranger(p, name) {
			return false
		}
	}
	if len(a.meaning.Bodies) == 0 {
		return true
	}
	for _, b := range a.meaning.Bodies {
		if slices.Contains(b.Bodies, a.lexicon.Canonical(p.Org)) || strings.Contains(p.Text+p.Title, b.Text) {
			return true
		}
		for _, full := range b.Bodies {
			if strings.Contains(p.Text+p.Title, full) || strings.Contains(p.Text, levelName(full)) {
				return true
			}
		}
	}
	own := p.source.Kind == structure.Sanding || p.source.Kind == structure.Reply
	return !own && len(a.meaning.Asks) == 0 && a.meaning.Intent == understand.Rule
}

// levelName is how papers of the same place call a body: 市数据局.
func levelName(full string) string {
	b := understand.ParseBody(full)
	return b.Level + b.Core
}

// namesStranger says whether a passage speaks of a body that the corpus has no papers of: its own name and its place.
func namesStranger(p passage, name string) bool {
	text := p.Text + p.Title
	if strings.Contains(text, name) {
		return true
	}
	b := understand.ParseBody(name)
	if b.Place == "" {
		return false
	}
	runes := []rune(strings.TrimSuffix(b.Place, b.Level))
	if b.Level != "" && len(runes) > 1 {
		runes = append(runes, []rune(b.Level)...)
	}
	return strings.Contains(text, string(runes)) && strings.Contains(text, b.Core)
}
