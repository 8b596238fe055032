package qa

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/qa/sentence"
	"bianku/retrieval"
)

var (
	effectClause = regexp.MustCompile(`自.{0,30}(?:起|日)(?:施行|实施|执行|生效)|(?:公布|发布|印发)之日起(?:施行|实施|生效)`)
	repealClause = regexp.MustCompile(`废止|停止执行|失效`)
)

// clause cites the sentence of a version that matches, else the front of the text, else its first chunk.
func (a *asking) clause(ctx context.Context, s source, like *regexp.Regexp) (Citation, bool, error) {
	all, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil || len(all) == 0 {
		return Citation{}, false, err
	}
	day := s.From.Chinese()
	for _, fits := range []func(string) bool{
		func(x string) bool {
			return !s.First.IsZero() && like.MatchString(x) && strings.Contains(x, s.First.Chinese())
		},
		func(x string) bool { return day != "" && like.MatchString(x) && strings.Contains(x, day) },
		func(x string) bool { return day != "" && like == effectClause && strings.Contains(x, day) },
		like.MatchString,
	} {
		if c, ok := lastThat(all, fits); ok {
			return c, true, nil
		}
	}
	return all[0].whole(), true, nil
}

// lastThat cites the last sentence that fits: a text says at its end when it begins and what it ends.
func lastThat(all []passage, fits func(string) bool) (Citation, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		for _, x := range sentence.Split(all[i].Text) {
			if fits(x.Text) && !strings.Contains(x.Text, "有下列") {
				return all[i].bare(x.Start, x.End), true
			}
		}
	}
	return Citation{}, false
}

func textName(s source) string {
	if s.DocNo != "" {
		return "《" + s.Title + "》（" + s.DocNo + "）"
	}
	return "《" + s.Title + "》"
}

// span says from when to when a version counts.
func span(s source) string {
	switch {
	case s.From.IsZero():
		return "施行日期不明"
	case !s.First.IsZero() && s.First.Before(s.From) && s.To.IsZero():
		return "自" + s.First.Chinese() + "起施行，现行文本自" + s.From.Chinese() + "起施行"
	case s.To.IsZero():
		return "自" + s.From.Chinese() + "起施行"
	}
	return s.From.Chinese() + "起施行，" + s.To.Chinese() + "起不再施行"
}

// spanWords are the dates of span for the check of claims: they are data of the version, not words of its text.
func spanWords(all ...source) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.First.Chinese(), s.From.Chinese(), s.To.Chinese(), s.SignedOn.Chinese(), s.PublishedOn.Chinese(), s.DocNo)
	}
	return out
}

// whichText answers which version of a work counted on the day.
func (a *asking) whichText(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err == nil && len(all) == 0 && len(a.bodies()) == 1 {
		all, err = charters(ctx, a.Pool, a.asOf, a.names(a.bodies()[0]))
	}
	if err == nil && len(all) == 0 {
		all, err = a.onMatter(ctx)
	}
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if first, ok := a.beforeAmended(all); ok {
		return a.sayFirst(ctx, first)
	}
	s, ok := current(all)
	if !ok {
		return &draft{refusal: refuse(notInForce, "")}, nil
	}
	d := &draft{}
	q, _, err := a.clause(ctx, s, effectClause)
	if err != nil {
		return nil, err
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s适用的是%s的文本：%s（%s）。", a.asOf.Chinese(), firstDay(s), textName(s), span(s)),
		quotes: []Citation{q}, derived: append(spanWords(s), a.asOf.Chinese())})
	d.basis(q)
	for _, o := range all {
		if o.VersionID != s.VersionID {
			d.related = append(d.related, Related{DocumentID: o.DocumentID, Title: o.Title + "（" + span(o) + "）", Relation: "其他版本"})
		}
	}
	return d, nil
}

func firstDay(s source) string {
	if s.day().IsZero() {
		return "施行日期不明"
	}
	return s.day().Chinese() + "起施行"
}

// stillValid answers whether a text may still be relied on, and what took its place.
func (a *asking) stillValid(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		d, err := a.repealedByName(ctx)
		if err != nil || !d.empty() {
			return d, err
		}
		return a.extractWhere(ctx, func(c candidate) bool { return repealClause.MatchString(c.text()) })
	}
	s, ok := current(all)
	d := &draft{}
	if first, ok := a.beforeAmended(all); ok {
		return a.sayFirst(ctx, first)
	}
	q, _, err := a.clause(ctx, s, effectClause)
	if err != nil {
		return nil, err
	}
	state := map[bool]string{true: "现行有效，可以引用", false: s.Status.Chinese() + "，不能再作为现行依据引用"}[ok]
	if s.Status == ingest.Unknown {
		state = "施行日期不明，效力未知，引用前请核对原件"
	}
	if ok && s.Doubt != "" {
		if said, err := a.sayDoubt(ctx, d, s); err != nil || said {
			return d, err
		}
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s%s（%s）。", onDay(a.asOf, a.today), textName(s), state, span(s)), quotes: []Citation{q},
		derived: append(spanWords(s), a.asOf.Chinese())})
	if len(all) > 1 && ok {
		d.note("该文件有%d个文本，引用时请使用%s的文本。", len(all), firstDay(s))
	}
	if !ok {
		if err := a.saySuccessor(ctx, d, s); err != nil {
			return nil, err
		}
	}
	d.basis(q)
	return d, nil
}

// beforeAmended is the text of a work that already counted on the day, in words that the corpus has only as amended later.
func (a *asking) beforeAmended(all []source) (source, bool) {
	if _, ok := current(all); ok {
		return source{}, false
	}
	for _, s := range all {
		if !s.First.IsZero() && !s.First.After(a.asOf) && s.From.After(a.asOf) {
			return s, true
		}
	}
	return source{}, false
}

// sayFirst says that a work counted on the day, and that its words of then are not at hand.
func (a *asking) sayFirst(ctx context.Context, s source) (*draft, error) {
	q, _, err := a.clause(ctx, s, effectClause)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s已经施行，自%s起施行。", onDay(a.asOf, a.today), textName(s), s.First.Chinese()), quotes: []Citation{q},
		derived: append(spanWords(s), a.asOf.Chinese())})
	d.note("现有资料中只有%s自%s起施行的修改后文本，当时的条文请核对修改前的原件。", textName(s), s.From.Chinese())
	return d, nil
}

// sayDoubt answers about a text of which another says that it is repealed, which nobody has confirmed yet: the clause comes
// first, and nothing says that the text may be relied on.
func (a *asking) sayDoubt(ctx context.Context, d *draft, s source) (bool, error) {
	rows, err := passages(ctx, a.Pool, a.asOf, `v.id in (select r.version_id from ingest.relation r
		where r.target_document_id = $3 and r.type in ('repeals', 'replaces') and r.state = 'proposed') and v.document_id <> $3`, s.DocumentID)
	if err != nil {
		return false, err
	}
	q, ok := lastThat(slices.DeleteFunc(rows, func(p passage) bool { return p.From.After(a.asOf) }),
		func(x string) bool {
			return repealClause.MatchString(x) && strings.Contains(strings.Join(strings.Fields(x), ""), shortOf(s))
		})
	if !ok {
		return false, nil
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s已写明废止（废止关系待人工确认），确认前不宜作为现行依据引用。%s写明：%s", onDay(a.asOf, a.today), textName(s), reference(q), quoteMarks(q.Quote)),
		quotes: []Citation{q}, derived: append(spanWords(s), a.asOf.Chinese())})
	d.related = append(d.related, Related{DocumentID: q.DocumentID, Title: q.Title, Relation: "写明废止本文件的文件"})
	return true, nil
}

// shortOf is what a repeal clause surely has of a text's name: its first characters, without what issued it.
func shortOf(s source) string {
	t := s.ShortTitle
	if t == "" {
		t = s.Title
	}
	if _, inner, ok := strings.Cut(t, "印发"); ok {
		t = strings.Trim(inner, "《》的通知")
	}
	r := []rune(t)
	return string(r[:min(len(r), 8)])
}

// saySuccessor says by what a text was ended.
func (a *asking) saySuccessor(ctx context.Context, d *draft, s source) error {
	if s.EndedByVersion == 0 {
		return nil
	}
	by, err := sources(ctx, a.Pool, a.asOf, `v.id = $3`, s.EndedByVersion)
	if err != nil || len(by) == 0 {
		return err
	}
	like := repealClause
	if len([]rune(s.Title)) > 4 {
		like = regexp.MustCompile(regexp.QuoteMeta(s.Title) + `.*(?:废止|停止执行|失效)`)
	}
	q, _, err := a.clause(ctx, by[0], like)
	if err != nil {
		return err
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("取代它的是%s（%s）。", textName(by[0]), span(by[0])), quotes: []Citation{q}, derived: spanWords(by[0])})
	if repealClause.MatchString(q.Quote) {
		d.basis(q)
	}
	d.related = append(d.related, Related{DocumentID: by[0].DocumentID, Title: by[0].Title, Relation: "取代本文件的文件"})
	return nil
}

// repealedByName answers about a text the corpus does not hold but of which another text says that it is repealed.
func (a *asking) repealedByName(ctx context.Context) (*draft, error) {
	for _, t := range slices.Concat(a.meaning.Titles, a.meaning.DocNos) {
		rows, err := passages(ctx, a.Pool, a.asOf, `v.id in (select r.version_id from ingest.relation r
			where r.target_key = $3 and r.type in ('repeals', 'replaces') and r.state <> 'rejected')
			and strpos(c.text, $4) > 0 or strpos(c.text, case when $4 like '%〕%号' then $4 else '《' || $4 || '》' end) > 0 and c.lead || c.text ~ '废止|失效|停止执行'`, structure.NormalizeTitle(t), t)
		if err != nil {
			return nil, err
		}
		for _, p := range rows {
			for _, s := range sentence.Split(p.Text) {
				if strings.Contains(s.Text, t) && repealClause.MatchString(p.Lead+s.Text) && !p.From.After(a.asOf) {
					q := p.bare(s.Start, s.End)
					d := &draft{}
					ended, name := "已被废止", t
					if slices.Contains(a.meaning.Titles, t) {
						name = "《" + t + "》"
					}
					if !strings.Contains(p.Lead+s.Text, "废止") {
						ended = "已经失效"
					}
					d.lines = append(d.lines, line{text: fmt.Sprintf("%s%s，不能再引用：%s（%s）写明“%s%s”", name, ended, textName(p.source), span(p.source), oneLine(p.Lead), oneLine(q.Quote)),
						quotes: []Citation{q}, derived: append(spanWords(p.source), t)})
					d.note("资料库中没有%s的原文，以上依据废止它的文件作答。", name)
					return d, nil
				}
			}
		}
	}
	return nil, nil
}

// takesEffect answers when a text came into force, was issued or ended.
func (a *asking) takesEffect(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err == nil && len(all) == 0 && len(a.bodies()) == 1 && strings.Contains(a.meaning.Text, "三定") {
		all, err = charters(ctx, a.Pool, a.asOf, a.names(a.bodies()[0]))
	}
	if err != nil || len(all) == 0 {
		return nil, err
	}
	s, ok := current(all)
	if first, ok := a.beforeAmended(all); ok {
		return a.sayFirst(ctx, first)
	}
	d := &draft{}
	like := effectClause
	if !ok && strings.Contains(a.meaning.Text, "废止") {
		if err := a.saySuccessor(ctx, d, s); err != nil {
			return nil, err
		}
	}
	q, _, err := a.clause(ctx, s, like)
	if err != nil {
		return nil, err
	}
	text := textName(s) + span(s)
	if !s.PublishedOn.IsZero() {
		text += "，" + s.PublishedOn.Chinese() + "公布或者印发"
	} else if !s.SignedOn.IsZero() {
		text += "，成文日期为" + s.SignedOn.Chinese()
	}
	d.lines = append([]line{{text: text + "。", quotes: []Citation{q}, derived: spanWords(s)}}, d.lines...)
	d.basis(q)
	return d, nil
}

// articleText gives articles word for word.
func (a *asking) articleText(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return a.articlesFound(ctx)
	}
	s, ok := current(all)
	if !ok && a.answer.AsOfSource != "today" {
		return &draft{refusal: refuse(notInForce, "")}, nil
	}
	return a.sayArticles(ctx, s, ok)
}

// articlesFound gives the articles that the search looked up by their address: it knows a law by more short names than a title
// has. One work, or none: two laws with a 第九条 are a question back and no answer.
func (a *asking) articlesFound(ctx context.Context) (*draft, error) {
	r, err := a.Index.Search(ctx, retrieval.Query{Text: a.meaning.Text, K: searched, AsOf: a.asOf, NoPairs: true})
	if err != nil {
		return nil, err
	}
	var found []int64
	for _, h := range r.Hits {
		if h.Direct == "article" && !slices.Contains(found, h.VersionID) {
			found = append(found, h.VersionID)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	all, err := sources(ctx, a.Pool, a.asOf, `v.id = any($3)`, found)
	if all = a.here(all); err != nil || len(all) == 0 || !oneWork(all) {
		return nil, err
	}
	s, ok := current(all)
	return a.sayArticles(ctx, s, ok)
}

var orderNo = regexp.MustCompile(`(\d{1,4})\s*号(?:令|条例|规定|办法)|令第?\s*(\d{1,4})\s*号`)

// ordered finds a text by the number of the order that issued it (486号令), which often stands only in the text's front.
func (a *asking) ordered(ctx context.Context) ([]source, error) {
	m := orderNo.FindStringSubmatch(a.meaning.Text)
	if m == nil {
		return nil, nil
	}
	n := m[1] + m[2]
	all, err := sources(ctx, a.Pool, a.asOf, `not v.draft and (v.doc_no ~ ('令(第)?' || $3 || '号') or left(v.text, 400) ~ ('令\s*(第)?\s*' || $3 || '\s*号'))
		and d.kind = 'law'`, n)
	if err != nil || len(all) == 0 || !oneWork(all) {
		return nil, err
	}
	return all, nil
}

func (a *asking) sayArticles(ctx context.Context, s source, inForce bool) (*draft, error) {
	all, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	for _, wanted := range a.meaning.Articles {
		var found []passage
		for _, p := range all {
			if articleOf(p) == wanted {
				found = append(found, p)
			}
		}
		if len(found) == 0 {
			found = itemsAs(all, wanted)
		}
		if len(found) == 0 {
			return nil, nil // the text is here and has no such article: nothing else may stand in for it
		}
		label := articleLabel.FindString(found[0].Label)
		if label == "" {
			label = found[0].Label
		}
		d.para(fmt.Sprintf("%s%s%s规定：", onDay(a.asOf, a.today), textName(s), label), found[0].whole())
		for _, p := range found {
			d.para(articleHead.ReplaceAllString(p.Text, ""), p.whole())
		}
	}
	if !inForce && len(d.lines) > 0 {
		d.note("%s%s，以上是其文本，不能作为现行依据。", textName(s), s.Status.Chinese())
		return d, a.saySuccessor(ctx, d, s)
	}
	return d, nil
}

var itemLabel = regexp.MustCompile(`^(?:附件\d*)?([一二三四五六七八九十]{1,3})、`)

// itemsAs are the items of a paper that has no articles, counted as such: 第二条 of a 批复 is its 二、.
func itemsAs(all []passage, wanted string) []passage {
	var out []passage
	for _, p := range all {
		if articleOf(p) != "" {
			return nil
		}
		if m := itemLabel.FindStringSubmatch(p.Label); m != nil {
			if n, ok := claim.ParseNumber(m[1]); ok && fmt.Sprintf("第%d条", n) == wanted {
				out = append(out, p)
			}
		}
	}
	return out
}

var articleLabel = regexp.MustCompile(`^第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?`)

// articleOf is the canonical article a passage belongs to: 第19条.
func articleOf(p passage) string {
	for _, c := range claim.Find(articleLabel.FindString(p.Label)) {
		return c.Value
	}
	return ""
}

// basisOf answers what a text rests on and whether that still stands.
func (a *asking) basisOf(ctx context.Context) (*draft, error) {
	all, err := a.namedTexts(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	s, _ := current(all)
	rels, _, err := ingest.Relations(ctx, a.Pool, ingest.RelationFilter{VersionID: s.VersionID, Type: "basis_of"})
	if err != nil || len(rels) == 0 {
		return nil, err
	}
	chunks, err := passagesOf(ctx, a.Pool, a.asOf, s.VersionID)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	q, ok := quoteAt(chunks, rels[0].Start, rels[0].End)
	if !ok {
		return nil, nil
	}
	d.para(textName(s)+"的制定依据见"+q.Label+"："+quoteMarks(q.Quote)+"。", q)
	for _, r := range rels {
		if r.State != "rejected" {
			if err := a.sayBasis(ctx, d, r, q); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

func quoteAt(chunks []passage, start, end int) (Citation, bool) {
	for _, p := range chunks {
		if start >= p.Start && start < p.End {
			return p.sentenceAround(start, min(end, p.End)), true
		}
	}
	return Citation{}, false
}

// sayBasis says whether one text that another rests on is in force.
func (a *asking) sayBasis(ctx context.Context, d *draft, r ingest.Relation, named Citation) error {
	if r.TargetDocumentID == 0 {
		d.lines = append(d.lines, line{text: fmt.Sprintf("其中《%s》不在现有资料中，不能确认其效力。", r.TargetTitle), quotes: []Citation{named}, newline: true})
		return nil
	}
	all, err := sources(ctx, a.Pool, a.asOf, `v.document_id = $3 and not v.draft`, r.TargetDocumentID)
	if err != nil || len(all) == 0 {
		return err
	}
	s, ok := current(all)
	q, _, err := a.clause(ctx, s, effectClause)
	if err != nil {
		return err
	}
	state := s.Status.Chinese()
	if ok && len(all) > 1 {
		state += "（已有修改，现行的是" + firstDay(s) + "的文本）"
	}
	d.lines = append(d.lines, line{text: fmt.Sprintf("其中%s%s，%s。", textName(s), span(s), state), quotes: []Citation{named, q}, derived: spanWords(s), newline: true})
	d.related = append(d.related, Related{DocumentID: s.DocumentID, Title: s.Title, Relation: "依据"})
	if !ok {
		return a.saySuccessor(ctx, d, s)
	}
	return nil
}
