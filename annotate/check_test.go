package annotate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/fault"
)

// found says which findings of a rule and level there are, as "rule level".
func found(list []Finding) (out []string) {
	for _, f := range list {
		out = append(out, f.Rule+" "+f.Level)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestChecks(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L1)
	about := func(change func(c *Content)) Content {
		c := r.aboutPosts(sanding)
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		content Content
		want    []string
	}{
		"sound":                    {about(func(*Content) {}), nil},
		"sound, of the law":        {r.aboutRules(law), nil},
		"a wrong number":           {about(func(c *Content) { c.Answer = "62名，其中局长1名、副局长3名。" }), []string{"number_unsupported error"}},
		"in Chinese numerals":      {about(func(c *Content) { c.Answer = "六十一名。" }), nil},
		"full width":               {about(func(c *Content) { c.Answer = "６１名。" }), nil},
		"a wrong unit":             {about(func(c *Content) { c.Answer = "61个内设机构。" }), []string{"number_unsupported error"}},
		"numbers of a list":        {about(func(c *Content) { c.Answer = "1. 行政编制61名；\n2. 局长1名；（3）副局长3名。" }), nil},
		"its own article and date": {about(func(c *Content) { c.Answer = "根据规定第四条，自2024年2月1日起为61名。" }), nil},
		"another article":          {about(func(c *Content) { c.Answer = "根据规定第十四条，为61名。" }), []string{"number_unsupported error"}},
		"another date":             {about(func(c *Content) { c.Answer = "自2024年3月1日起为61名。" }), []string{"number_unsupported error"}},
		"another 文号":               {about(func(c *Content) { c.Answer = "按云编办〔2024〕12号，为61名。" }), []string{"number_unsupported error"}},
		"the question's number":    {about(func(c *Content) { c.Question, c.Answer = "云澜市数据局有60名编制吗？", "有60名。" }), []string{"number_unsupported error"}},
		"a false premise denied": {about(func(c *Content) {
			c.Type, c.Question, c.Answer = 27, "为什么云澜市数据局有60名编制？", "不是60名，核定的是61名。"
		}), []string{"number_unsupported warning"}},
		"the question's date": {about(func(c *Content) {
			c.Question, c.Answer = "2025年5月云澜市数据局有多少编制？", "2025年5月时为61名。"
		}), nil},
		"a title from nowhere": {about(func(c *Content) { c.Answer = "依《海州市编制办法》为61名。" }), []string{"title_unsupported warning"}},
		"its own title": {about(func(c *Content) {
			c.Answer = "依《云澜市数据局职能配置、内设机构和人员编制规定》为61名。"
		}), nil},
		"rather long":             {about(func(c *Content) { c.Answer = "61名。" + strings.Repeat("这是必要的说明。", 22) }), []string{"answer_length warning"}},
		"far too long":            {about(func(c *Content) { c.Answer = "61名。" + strings.Repeat("这是必要的说明。", 90) }), []string{"answer_length error"}},
		"a blocked word":          {about(func(c *Content) { c.Answer = "61名，违禁词。" }), []string{"sensitive error"}},
		"a word to look at":       {about(func(c *Content) { c.Variants = []string{"慎用词在别的问法里有几名"} }), []string{"sensitive warning"}},
		"a word to be logged":     {about(func(c *Content) { c.Answer = "61名，记录词。" }), nil},
		"an identity number":      {about(func(c *Content) { c.Answer = "61名，联系人证号11010119900307123X。" }), []string{"number_unsupported error", "personal_data error"}},
		"no question":             {about(func(c *Content) { c.Question = " ？ " }), []string{"question error"}},
		"no answer":               {about(func(c *Content) { c.Answer = "\n" }), []string{"answer error"}},
		"no type":                 {about(func(c *Content) { c.Type = 31 }), []string{"type error"}},
		"a short question":        {about(func(c *Content) { c.Question = "几名？" }), []string{"question warning"}},
		"no basis":                {about(func(c *Content) { c.Basis = nil }), []string{"basis_missing error"}},
		"a quote altered by one":  {about(func(c *Content) { c.Basis[0].Quote = strings.Replace(posts, "61", "62", 1) }), []string{"basis_verbatim error"}},
		"a place beyond the text": {about(func(c *Content) { c.Basis[0].End = 99_999 }), []string{"basis_verbatim error"}},
		"a version that is not":   {about(func(c *Content) { c.Basis[0].VersionID = 99_999 }), []string{"basis_verbatim error"}},
		"nowhere":                 {about(func(c *Content) { c.Basis[0] = Basis{Quote: posts} }), []string{"basis_verbatim error"}},
		"a link to nowhere":       {about(func(c *Content) { c.Links = []Link{{Type: "related", PairID: 9}} }), []string{"link error"}},
		"a link of no kind":       {about(func(c *Content) { c.Links = []Link{{Type: "friend", DocumentID: law.DocumentID}} }), []string{"link error"}},
		"a link":                  {about(func(c *Content) { c.Links = []Link{{Type: "related", DocumentID: law.DocumentID}} }), nil},
	} {
		list, err := r.Check(r.as(1, auth.L4), r.pool, c.content)
		require.NoError(t, err, name)
		require.Equal(t, c.want, found(list), "%s: %v", name, list)
		for _, f := range list {
			require.Regexp(t, `\p{Han}.*[。？]?$`, f.Message, name)
			require.Contains(t, []string{MetricAccuracy, MetricFormat, MetricTopic, MetricLogic, MetricIdentity}, f.Metric)
		}
	}
}

func TestBasisMustBeInForceUnlessThePastIsAsked(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	check := func(typ int) []string {
		c := r.aboutPosts(v)
		c.Type = typ
		list, err := r.Check(r.system(), r.pool, c)
		require.NoError(t, err)
		return found(list)
	}
	for status, sql := range map[ingest.Status]string{
		ingest.Repealed:        `effective_to = '2025-01-01', ended_by = 'repealed'`,
		ingest.NotYetEffective: `effective_from = current_date + 400`,
		ingest.Draft:           `draft = true`,
	} {
		r.exec(`update ingest.version set effective_from = '2024-02-01', effective_to = null, ended_by = null, draft = false where id = $1`, v.ID)
		require.Empty(t, check(9), status)
		r.exec(`update ingest.version set `+sql+` where id = $1`, v.ID)
		require.Contains(t, check(9), "basis_in_force error", status)
		require.Contains(t, check(13), "basis_in_force warning", "the history of a number rests on texts that have ended")
	}
	r.exec(`update ingest.version set effective_from = null, effective_to = null, ended_by = null, draft = false where id = $1`, v.ID)
	require.Equal(t, []string{"basis_in_force warning"}, check(9), "nobody knows since when")
}

func TestTheSameQuestionTwice(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	first := r.draft(r.system(), r.aboutPosts(v))
	require.Empty(t, first.Findings)
	ask := func(q string) []string {
		c := r.aboutPosts(v)
		c.Question = q
		list, err := r.Check(r.system(), r.pool, c)
		require.NoError(t, err)
		return found(list)
	}
	require.Equal(t, []string{"duplicate_question error"}, ask("请问，云澜市数据局机关行政编制有多少名呢？？"), "the older one keeps it")
	require.Equal(t, []string{"similar_question warning"}, ask("云澜市数据局机关的行政编制有多少名？"))
	require.Empty(t, ask("云澜市数据局设局长几名？"))

	second := r.draft(r.system(), r.aboutPosts(v))
	list, err := r.Check(r.system(), r.pool, first.content())
	require.NoError(t, err)
	require.Equal(t, []string{"duplicate_question warning"}, found(list))
	r.must(func(tx pgx.Tx) (err error) { first, err = r.Submit(r.system(), tx, first.ID); return err })
	err = r.inTx(func(tx pgx.Tx) error { _, err := r.Submit(r.system(), tx, second.ID); return err })
	require.Equal(t, fault.Conflict, fault.KindOf(err))
	require.Contains(t, fault.Message(err), fmt.Sprintf("第 %d 号", first.ID))

	r.must(func(tx pgx.Tx) error { _, err := r.Withdraw(r.system(), tx, first.ID, "重复"); return err })
	require.Empty(t, func() []string {
		list, err := r.Check(r.system(), r.pool, second.content())
		require.NoError(t, err)
		return found(list)
	}(), "what is withdrawn does not keep its question")
}

func TestFindingsTellNothingOfWhatIsHigher(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	open, closed := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L3)
	c := r.aboutPosts(closed)
	c.Question = "云澜市设立市级行政机构由谁批准？"
	c.Answer = "见规定。"
	r.draft(r.system(), c)
	p := r.draft(r.system(), r.aboutRules(open)) // the system sees both
	require.Empty(t, p.Findings, "a reader of L1 would learn that an L3 pair asks the same")
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"云澜市数据局的主要职责有哪些", "云澜市数据局主要职责有哪些", true},
		{"云澜市数据局的主要职责有哪些", "云澜市教育局的主要职责有哪些", false},
		{"办法第三条说了什么内容呢", "办法第四条说了什么内容呢", false},
		{"办法第3条说了什么内容", "办法第13条说了什么内容", false},
		{"云澜市机构编制委员会办公室的主要职责有哪些", "云澜市机构编制委员会办公室的主要职责是哪些", true},
		{"云澜市机构编制委员会办公室综合科负责什么", "云澜市机构编制委员会办公室机关科负责什么", false},
		{"云澜市数据局办公室负责什么", "云澜市数据局综合科负责什么", false},
		{"编制", "编制", true},
		{"编制", "机构", false},
		{"", "", false},
	} {
		require.Equal(t, c.want, near(c.a, c.b), "%s / %s", c.a, c.b)
	}
}

func TestQuestionKey(t *testing.T) {
	for in, want := range map[string]string{
		"请问：Ａ局 有６１名编制吗？": "a局有61名编制吗",
		"《办法》第三条是什么呢？":   "办法第三条是什么",
		"　":              "",
		"？！":             "",
	} {
		require.Equal(t, want, QuestionKey(in))
	}
}

func TestFindForgivesWhiteSpaceAlone(t *testing.T) {
	text := "第三条 市级行政机构的\n设立、撤销，由 市政府批准。"
	for quote, want := range map[string]string{
		"行政机构的设立":      "行政机构的\n设立",
		"由市政府批准。":      "由 市政府批准。",
		"第 三 条":        "第三条",
		"行政机构的\r\n设立、": "行政机构的\n设立、",
		"行政机构之设立":      "",
		"由市政府批准。另行规定":  "",
		" \n":          "",
		"第三条市级行政机构的设立、撤销，由市政府批准。": text,
	} {
		start, end, ok := find(text, quote)
		require.Equal(t, want != "", ok, quote)
		if ok {
			require.Equal(t, want, string([]rune(text)[start:end]))
		}
	}
}

func TestBasisByChunkOrByPlace(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("办法.txt", rules, auth.L1)
	chunks, err := ingest.Chunks(r.system(), r.pool, v.ID)
	require.NoError(t, err)
	at := slices.IndexFunc(chunks, func(c ingest.Chunk) bool { return strings.Contains(c.Text, article3) })
	require.GreaterOrEqual(t, at, 0)
	c := r.aboutRules(v)
	byPlace := r.draft(r.system(), c).Basis[0]
	require.Equal(t, article3, byPlace.Quote)
	require.Equal(t, chunks[at].ID, byPlace.ChunkID)
	require.Equal(t, "第二章/第三条", byPlace.Address)
	require.Equal(t, "第三条", byPlace.Label)
	require.Equal(t, v.Title, byPlace.Title)
	require.Equal(t, "办法.txt", byPlace.Filename)
	require.Equal(t, ingest.InForce, byPlace.Status)
	require.Equal(t, hashOf(article3), byPlace.Hash)

	c.Question, c.Basis = "按块引用，由谁批准设立机构？", []Basis{{ChunkID: chunks[at].ID, Quote: "市级行政机构的设立、\n撤销、合并，由市人民政府提出方案，报省人民政府批准。"}, byPlace}
	byChunk := r.draft(r.system(), c)
	require.Equal(t, []Basis{byPlace}, byChunk.Basis, "the same place, once")
	c.Question, c.Basis = "整条引用，由谁批准设立机构？", []Basis{{ChunkID: chunks[at].ID}}
	require.Equal(t, chunks[at].Text, r.draft(r.system(), c).Basis[0].Quote)
}
