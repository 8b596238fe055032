package qa

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest/structure"
	"bianku/qa/understand"
)

// named texts of the question: those in 《》, those by 文号, and those whose title stands in it without marks.
func (a *asking) namedTexts(ctx context.Context) ([]source, error) {
	m := a.meaning
	var keys []string
	for _, t := range m.Titles {
		keys = append(keys, structure.NormalizeTitle(t))
	}
	if len(keys)+len(m.DocNos) > 0 {
		return sources(ctx, a.Pool, a.asOf, `(d.title_key = any($3) or d.short_key = any($3) or v.doc_no = any($4) or d.doc_no = any($4)) and not v.draft`,
			notNil(keys), notNil(m.DocNos))
	}
	q := structure.NormalizeTitle(m.Text)
	if strings.Contains(m.Text, "三定") && len(a.bodies()) == 1 {
		all, err := charters(ctx, a.Pool, a.asOf, a.names(a.bodies()[0]))
		return a.ofEdition(all), err
	}
	all, err := sources(ctx, a.Pool, a.asOf, `not v.draft and d.kind <> 'plain' and (length(d.title_key) between 4 and 60 and strpos($3, d.title_key) > 0
		or length(d.short_key) between 4 and 60 and strpos($3, d.short_key) > 0)`, q)
	if all = a.here(all); err != nil || len(all) > 0 {
		return a.ofEdition(longest(all)), err
	}
	if all, err = a.ordered(ctx); err != nil || len(all) > 0 {
		return all, err
	}
	all, err = a.partlyNamed(ctx, editionYear.ReplaceAllString(m.Text, ""))
	return a.ofEdition(all), err
}

// onMatter finds the one rule in force on the day whose title holds the matter asked about: 编外用人执行哪个文件.
func (a *asking) onMatter(ctx context.Context) ([]source, error) {
	for _, matter := range understand.Segments(ruleWord.ReplaceAllString(a.meaning.Topic, " ")) {
		if len([]rune(matter)) < shortestName {
			continue
		}
		all, err := sources(ctx, a.Pool, a.asOf, `not v.draft and d.kind = 'law' and strpos(v.title, $3) > 0`, matter)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(a.here(all), func(s source) bool { return !s.inForce() })
		if len(all) == 1 {
			return all, nil
		}
	}
	return nil, nil
}

var ruleWord = regexp.MustCompile(`执行|适用|依据|文件|规定|办法|使用|按照|时候`)

// editionYear is a year that says which text is meant, not which day: 2018年的编外用人暂行办法.
var editionYear = regexp.MustCompile(`((?:19|20)\d{2})年?(?:的|版的?|印发的|制定的|出台的|那个)?`)

var editionOf = regexp.MustCompile(`((?:19|20)\d{2})年?(?:的|版的?|印发的|制定的|出台的)?[\p{Han}]{0,14}?(?:办法|规定|细则|条例|三定|方案|意见|法)`)

// ofEdition keeps the versions of the year that the question names a text by, where there are such.
func (a *asking) ofEdition(all []source) []source {
	m := editionOf.FindStringSubmatch(a.meaning.Text)
	if m == nil {
		return all
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(s source) bool { return !strings.HasPrefix(s.day().Chinese(), m[1]+"年") })
	if len(kept) == 0 {
		return all
	}
	return kept
}

// longest keeps the texts of the longest title: 机构编制管理办法实施细则 is not 机构编制管理办法.
func longest(all []source) []source {
	top := 0
	for _, s := range all {
		top = max(top, len(s.Title))
	}
	return slices.DeleteFunc(all, func(s source) bool { return len(s.Title) < top })
}

// workName is what may be a text's name said in part: 编外用人暂行办法, 周转池办法.
var workName = regexp.MustCompile(`[\p{Han}]{3,30}?(?:条例|办法|细则|规定|规则|意见|方案|准则|规程)`)

// nameHead is what stands in front of a name and is none of it.
var nameHead = regexp.MustCompile(`^.*?(?:适用的|执行的|新的|旧的|老的|原来的|我们的|请问|根据|依据|按照|按|年的|年|这个|那个|该|本市的?|现行的?|从|和|与|在)`)

// shortestName is how many characters of a name must be said.
const shortestName = 4

// partlyNamed finds a text by what is said of its title: the characters in their order. 机构编制管理办法 is also in
// 机构编制实名制管理办法, so the shortest title is meant; one in force before others.
func (a *asking) partlyNamed(ctx context.Context, q string) ([]source, error) {
	names := workName.FindAllString(q, -1)
	if len(names) == 0 {
		return nil, nil
	}
	all, err := sources(ctx, a.Pool, a.asOf, `not v.draft and d.kind in ('law', 'gongwen')`)
	if err != nil {
		return nil, err
	}
	all = a.here(all)
	for _, name := range names {
		forms := []string{name, nameHead.ReplaceAllString(name, ""), lastRunes(name, 12), lastRunes(name, 8), lastRunes(name, 6)}
		if r := understand.RegionOf(name); !r.IsZero() {
			forms = []string{name, strings.TrimPrefix(name, r.Name())} // a name given with its place is given whole
		}
		for _, said := range forms {
			if len([]rune(said)) < shortestName {
				continue
			}
			if found := a.meant(all, said); len(found) > 0 {
				return found, nil
			}
		}
	}
	return nil, nil
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

// meant are the versions of the one work that a said name fits best.
func (a *asking) meant(all []source, said string) []source {
	best, found := 0, int64(0)
	for _, s := range all {
		title := structure.NormalizeTitle(s.Title)
		said := said
		for _, trial := range []string{"试行", "暂行"} {
			if strings.Contains(said, trial) && strings.Contains(title, trial) { // 周转池试行办法 is …办法（试行）
				said = strings.Replace(said, trial, "", 1)
			}
		}
		if s.ShortTitle != "" && inOrder(said, structure.NormalizeTitle(s.ShortTitle)) {
			title = structure.NormalizeTitle(s.ShortTitle)
		}
		if !inOrder(said, title) {
			continue
		}
		fit := 1000 - len([]rune(title))
		if strings.Contains(title, said) {
			fit += 200
		}
		if s.inForce() {
			fit += 100
		}
		if s.Kind == structure.Law {
			fit += 50
		}
		if fit > best {
			best, found = fit, s.DocumentID
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(s source) bool { return s.DocumentID != found })
}

// inOrder says whether the characters of said stand in title in their order.
func inOrder(said, title string) bool {
	rest := []rune(said)
	for _, r := range title {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

func oneWork(all []source) bool {
	return !slices.ContainsFunc(all, func(s source) bool { return s.DocumentID != all[0].DocumentID })
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// current is the version in force among the versions of the works, the newest where none is.
func current(all []source) (source, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].inForce() {
			return all[i], true
		}
	}
	if len(all) == 0 {
		return source{}, false
	}
	return all[len(all)-1], false
}
