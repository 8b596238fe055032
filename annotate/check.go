package annotate

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"bianku/ingest"
	"bianku/ingest/claim"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	sensitivewords "bianku/sensitive-words"
)

// The rules of the checks.
const (
	RuleQuestion   = "question"           // there, and short enough
	RuleAnswer     = "answer"             // there, and short enough
	RuleType       = "type"               // 1–30
	RuleBasis      = "basis_missing"      // at least one
	RuleVerbatim   = "basis_verbatim"     // stands in its text as quoted
	RuleInForce    = "basis_in_force"     // today, but for questions about the past
	RuleDoubt      = "basis_doubt"        // a repeal is proposed and not decided
	RuleNumber     = "number_unsupported" // numbers, dates, 文号 and articles of the answer stand in the basis
	RuleTitle      = "title_unsupported"  // so do the 《titles》
	RuleLength     = "answer_length"      // not longer than its support
	RuleDuplicate  = "duplicate_question" // the same question of another pair
	RuleSimilar    = "similar_question"   // nearly the same
	RuleSensitive  = "sensitive"          // words of the lists
	RulePersonal   = "personal_data"      // numbers of persons
	RuleLink       = "link"               // leads somewhere
	MetricAccuracy = "accuracy"           // 内容准确性
	MetricFormat   = "format"             // 格式规范性
	MetricTopic    = "relevance"          // 主题相关度
	MetricLogic    = "logic"              // 逻辑一致性
	MetricIdentity = "identity"           // 标识完整性
	LevelError     = "error"
	LevelWarning   = "warning"
)

// Limits of a version, in characters and numbers.
const (
	maxQuestion = 500
	maxAnswer   = 10_000
	maxVariants = 20
	maxBasis    = 20
	maxComment  = 2_000
)

// pastTypes are the questions about what was (DOMAIN §3: 6 effective date, 7 as-of status, 8 superseded rule, 13 history of a number,
// 17 version diff, 21 relation): their basis need not be in force.
var pastTypes = []int{6, 7, 8, 13, 17, 21}

// computedTypes are those whose answers state what is worked out from the basis (11 arithmetic, 12 aggregation, 16 comparison) or
// denied by it (27 missing premise): their numbers are for a person to check.
var computedTypes = []int{11, 12, 13, 16, 17, 27}

// Check says what is wrong with a version, and what a person should look at. Everything is compared with what the actor may see
// and with nothing above the clearance of the basis, so that a finding tells its readers nothing that is kept from them.
func (s *Service) Check(ctx context.Context, db pg.DB, c Content) (findings []Finding, err error) {
	defer fault.Wrapf(&err, "annotate.Check(%.40q)", c.Question)
	clean(&c)
	basis, findings, err := resolve(ctx, db, c.Basis)
	if err != nil {
		return nil, err
	}
	more, err := s.check(ctx, db, c, basis)
	return append(findings, more...), err
}

// check is Check for what has been cleaned and resolved.
func (s *Service) check(ctx context.Context, db pg.DB, c Content, basis []resolved) ([]Finding, error) {
	findings := form(c)
	findings = append(findings, ofBasis(c, basis)...)
	findings = append(findings, support(c, basis)...)
	findings = append(findings, s.sensitive(c)...)
	doubles, err := duplicates(ctx, db, c, basis)
	if err != nil {
		return nil, err
	}
	wrong, err := brokenLinks(ctx, db, c)
	return append(append(findings, doubles...), wrong...), err
}

// clean brings what was typed into the form it is kept in.
func clean(c *Content) {
	c.Question = strings.Join(strings.Fields(strings.ToValidUTF8(c.Question, "")), " ")
	c.Answer = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(c.Answer, ""), "\x00", ""))
	seen := []string{QuestionKey(c.Question)}
	var variants []string
	for _, v := range c.Variants {
		v = strings.Join(strings.Fields(strings.ToValidUTF8(v, "")), " ")
		if k := QuestionKey(v); k != "" && !slices.Contains(seen, k) {
			seen, variants = append(seen, k), append(variants, v)
		}
	}
	c.Variants = variants
}

var courtesy = regexp.MustCompile(`^(?:请问|请教|问一下|想问一下|您好|你好)+`)

// QuestionKey is a question by which the same question is found: its letters and digits, in one width and case, without
// punctuation, white space and courtesies.
func QuestionKey(question string) string {
	key := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(question))
	return strings.TrimRight(courtesy.ReplaceAllString(key, ""), "呢啊呀")
}

// form are the findings that need nothing but the version itself.
func form(c Content) (out []Finding) {
	add := func(rule, level, message string, args ...any) {
		out = append(out, Finding{Rule: rule, Metric: MetricFormat, Level: level, Message: fmt.Sprintf(message, args...)})
	}
	switch n := utf8.RuneCountInString(c.Question); {
	case QuestionKey(c.Question) == "":
		add(RuleQuestion, LevelError, "没有问题，请填写。")
	case n > maxQuestion:
		add(RuleQuestion, LevelError, "问题有 %d 字，请缩短到 %d 字以内。", n, maxQuestion)
	case n < 5:
		add(RuleQuestion, LevelWarning, "问题只有 %d 个字，离开上下文可能看不懂。", n)
	}
	switch n := utf8.RuneCountInString(c.Answer); {
	case n == 0:
		add(RuleAnswer, LevelError, "没有答案，请填写。")
	case n > maxAnswer:
		add(RuleAnswer, LevelError, "答案有 %d 字，请缩短到 %d 字以内。", n, maxAnswer)
	}
	if c.Type < 1 || c.Type > 30 {
		add(RuleType, LevelError, "问题类型应在 1 到 30 之间。")
	}
	if len(c.Variants) > maxVariants {
		add(RuleQuestion, LevelError, "其他问法有 %d 种，最多 %d 种。", len(c.Variants), maxVariants)
	}
	for _, p := range personal {
		if p.pattern.MatchString(c.Question + "\n" + c.Answer) {
			out = append(out, Finding{Rule: RulePersonal, Metric: MetricTopic, Level: LevelError, Message: "内容里有" + p.name + "，属于个人信息，请删去。"})
		}
	}
	return out
}

// personal are the numbers of persons: 18 digits whose date is one, and mobile phones.
var personal = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"身份证号", regexp.MustCompile(`(?:^|\D)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?:\D|$)`)},
	{"手机号", regexp.MustCompile(`(?:^|\D)1[3-9]\d{9}(?:\D|$)`)},
}

// ofBasis are the findings about the basis itself.
func ofBasis(c Content, basis []resolved) (out []Finding) {
	if len(basis) == 0 && len(c.Basis) == 0 {
		return []Finding{{Rule: RuleBasis, Metric: MetricIdentity, Level: LevelError, Message: "没有依据，请在原文中选择至少一条。"}}
	}
	if len(c.Basis) > maxBasis {
		out = append(out, Finding{Rule: RuleBasis, Metric: MetricFormat, Level: LevelError,
			Message: fmt.Sprintf("依据有 %d 条，最多 %d 条。", len(c.Basis), maxBasis)})
	}
	for _, b := range basis {
		where := "《" + b.Title + "》" + b.Label
		switch {
		case b.Status == ingest.InForce:
		case b.Status == ingest.Unknown:
			out = append(out, Finding{Rule: RuleInForce, Metric: MetricAccuracy, Level: LevelWarning, Message: where + "的施行日期不明，请核对是否仍然有效。"})
		default:
			level, hint := LevelError, "请换用现行有效的依据。"
			if slices.Contains(pastTypes, c.Type) {
				level, hint = LevelWarning, "请确认答案写明了适用的时间。"
			}
			out = append(out, Finding{Rule: RuleInForce, Metric: MetricAccuracy, Level: level, Message: where + b.Status.Chinese() + "，" + hint})
		}
		if b.doubt != "" {
			out = append(out, Finding{Rule: RuleDoubt, Metric: MetricAccuracy, Level: LevelWarning, Message: where + "：" + b.doubt})
		}
	}
	return out
}

var (
	listMark = regexp.MustCompile(`(?m)^\s*[（(]?\d{1,2}[)）.、．]|[（(]\d{1,2}[)）]`)
	titleIn  = regexp.MustCompile(`《([^《》]{2,80}(?:《[^《》]{2,80}》[^《》]{0,40})?)》`)
)

// says is what a basis holds: its quote, and of which text, which article, from when; an answer says that, and the quote does not.
func (b Basis) says() []string {
	return []string{b.Quote, b.Title, b.DocNo, b.Label, strings.ReplaceAll(b.Address, "/", " "), b.EffectiveFrom.Chinese(), b.EffectiveTo.Chinese()}
}

// beyond are the numbers, dates and 文号 of an answer that stand neither in what its basis holds nor in the question.
func beyond(question, answer string, held []string) []claim.Claim {
	return claim.Missing(listMark.ReplaceAllString(answer, " "), held, asked(question))
}

// Supported says whether every number, date and 文号 of the answer stands in its basis. The checks hold it when a pair is saved and
// signed; whoever speaks a pair asks again. Of kinds that are worked out from several texts nothing is asked.
func (p Pair) Supported() bool {
	var held []string
	for _, b := range p.Basis {
		held = append(held, b.says()...)
	}
	return slices.Contains(computedTypes, p.Type) || len(beyond(p.Question, p.Answer, held)) == 0
}

// support are the findings about what the answer says beyond its basis.
func support(c Content, basis []resolved) (out []Finding) {
	if len(basis) == 0 {
		return nil
	}
	var held []string
	length := utf8.RuneCountInString(c.Question) // an answer names what it is asked about
	for i, b := range basis {
		held = append(held, b.says()...)
		length += utf8.RuneCountInString(b.Quote)
		if i == 0 || b.VersionID != basis[i-1].VersionID { // and the text it rests on
			length += utf8.RuneCountInString(b.Title + b.DocNo + b.Label)
		}
	}
	level, hint := LevelError, "请对照原文改正，或补上依据。"
	if slices.Contains(computedTypes, c.Type) {
		level, hint = LevelWarning, "如是计算或对比得出的，请人工核对。"
	}
	for _, m := range beyond(c.Question, c.Answer, held) {
		out = append(out, Finding{Rule: RuleNumber, Metric: MetricAccuracy, Level: level,
			Message: fmt.Sprintf("答案中的“%s”在依据里找不到，%s", m.Text, hint)})
	}
	for _, t := range titleIn.FindAllStringSubmatch(c.Answer, -1) {
		if !says(append(held, c.Question), t[1]) {
			out = append(out, Finding{Rule: RuleTitle, Metric: MetricIdentity, Level: LevelWarning,
				Message: fmt.Sprintf("答案提到《%s》，依据里没有，请核对。", t[1])})
		}
	}
	switch n := utf8.RuneCountInString(c.Answer); {
	case n > 3*length+200:
		out = append(out, Finding{Rule: RuleLength, Metric: MetricLogic, Level: LevelError,
			Message: fmt.Sprintf("答案 %d 字，依据只有 %d 字，撑不起这样的答案。请删去没有依据的内容，或补上依据。", n, length)})
	case n > length+length/5+60:
		out = append(out, Finding{Rule: RuleLength, Metric: MetricLogic, Level: LevelWarning,
			Message: fmt.Sprintf("答案 %d 字，比依据（%d 字）长，请核对是否有依据之外的内容。", n, length)})
	}
	return out
}

// asked are the days, numbers of papers and articles that the question names: an answer may repeat them. A number of posts that it
// may only repeat would let a false premise through.
func asked(question string) (out []string) {
	for _, c := range claim.Find(question) {
		if c.Kind != claim.Number {
			out = append(out, c.Text)
		}
	}
	return out
}

// says reports whether one of texts holds title, in normal form.
func says(texts []string, title string) bool {
	key := structure.NormalizeTitle(title)
	return key == "" || slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(structure.NormalizeTitle(t), key) })
}

// sensitive are the words of the lists, but for those that are only to be logged.
func (s *Service) sensitive(c Content) (out []Finding) {
	if s.words == nil {
		return nil
	}
	for _, h := range s.words.Check(strings.Join(append([]string{c.Question, c.Answer}, c.Variants...), "\n")).Hits {
		f := Finding{Rule: RuleSensitive, Metric: MetricTopic, Level: LevelWarning,
			Message: fmt.Sprintf("含有敏感词“%s”（%s），请核对。", h.Word, h.ClassName)}
		switch h.Action {
		case sensitivewords.Log:
			continue
		case sensitivewords.Block:
			f.Level, f.Message = LevelError, fmt.Sprintf("含有不得出现的词“%s”（%s），请删去。", h.Word, h.ClassName)
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// precedence orders pairs that ask the same: the one further on keeps the question, of equals the older one.
const precedence = `case p.state when 'approved' then 0 when 'review' then 1 else 2 end`

// duplicates are other pairs of the same question, of which one comes first, and of nearly the same about the same documents.
func duplicates(ctx context.Context, db pg.DB, c Content, basis []resolved) (out []Finding, err error) {
	key := QuestionKey(c.Question)
	if key == "" || len(basis) == 0 {
		return nil, nil
	}
	rows, err := db.Query(ctx, `
		select p.id, p.state, pv.question, pv.question_key, `+precedence+` < own.place or `+precedence+` = own.place and (p.id < @self or @self = 0) as first
		  from annotate.pair p join annotate.pair_version pv on pv.pair_id = p.id and pv.n = p.version
		  cross join (select coalesce((select `+precedence+` from annotate.pair p where p.id = @self), 2) as place) own
		 where p.id <> @self and p.state in ('draft', 'review', 'approved') and `+visible+`
		   and (pv.question_key = @key or p.document_id = any(@documents) and abs(length(pv.question_key) - length(@key)) <= 4)
		 order by pv.question_key <> @key, p.id limit 2000`,
		pgx.NamedArgs{"self": c.PairID, "key": key, "documents": documentsOf(basis), "clearance": int16(min(clearanceOf(basis), auth.ActorFrom(ctx).Clearance))})
	if err != nil {
		return nil, err
	}
	var id int64
	var state State
	var question, other string
	var first bool
	_, err = pgx.ForEachRow(rows, []any{&id, &state, &question, &other, &first}, func() error {
		f := Finding{Rule: RuleDuplicate, Metric: MetricFormat, Level: LevelWarning,
			Message: fmt.Sprintf("与第 %d 号（%s）的问题相同：%s", id, state.Chinese(), shorten(question, 60))}
		switch {
		case other == key && first:
			f.Level = LevelError
		case other == key:
		case near(key, other) && len(out) < 5:
			f.Rule, f.Message = RuleSimilar, fmt.Sprintf("与第 %d 号（%s）的问题很像：%s", id, state.Chinese(), shorten(question, 60))
		default:
			return nil
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// near says whether two keys are the same but for a word or two that one of them has more. Numbers make questions different, however
// alike (第三条 and 第四条), and so does one noun in the place of another (数据局办公室 and 数据局综合科).
func near(a, b string) bool {
	if numerals(a) != numerals(b) || exchanged([]rune(a), []rune(b)) {
		return false
	}
	count := map[[2]rune]int{}
	pairs := func(s string, by int) (n int) {
		var last rune
		for i, r := range []rune(s) {
			if i > 0 {
				count[[2]rune{last, r}] += by
				n++
			}
			last = r
		}
		return n
	}
	total := pairs(a, 1) + pairs(b, -1)
	differing := 0
	for _, n := range count {
		differing += max(n, -n)
	}
	return total > 0 && float64(differing) <= 0.2*float64(total) // Dice 0.8
}

// exchanged says whether a and b differ in one place only, and there by a word of two characters or more in each.
func exchanged(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	noun := func(r []rune) int { return utf8.RuneCountInString(asking.ReplaceAllString(string(r), "")) }
	return noun(a) >= 2 && noun(b) >= 2
}

// asking are the words that only ask: 有哪些 for 是什么 makes no other question.
var asking = regexp.MustCompile(`有?哪些|[是有]?什么|[是有]?多少|几|如何|怎[么样]|的|是|有|由|谁`)

func numerals(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) || strings.ContainsRune("一二三四五六七八九十百千万零两甲乙丙丁", r) {
			return r
		}
		return -1
	}, s)
}

// brokenLinks are links that lead nowhere the actor can go.
func brokenLinks(ctx context.Context, db pg.DB, c Content) (out []Finding, err error) {
	for i, l := range c.Links {
		add := func(message string) {
			out = append(out, Finding{Rule: RuleLink, Metric: MetricIdentity, Level: LevelError, Message: fmt.Sprintf("关联第 %d 条%s", i+1, message)})
		}
		switch {
		case !slices.Contains(LinkTypes, l.Type):
			add("的种类应为 related（相关）、prerequisite（前提）、contrast（对比）或 supersedes（取代）。")
		case (l.PairID == 0) == (l.DocumentID == 0):
			add("应指向一个问答对或一份文件。")
		case l.PairID != 0 && l.PairID == c.PairID:
			add("指向了自己。")
		default:
			var there bool
			err = db.QueryRow(ctx, `select exists (select from annotate.pair p where p.id = @pair and `+visible+`)
				or exists (select from ingest.document d where d.id = @document and d.withdrawn_at is null and d.clearance <= @clearance)`,
				pgx.NamedArgs{"pair": l.PairID, "document": l.DocumentID, "clearance": int16(auth.ActorFrom(ctx).Clearance)}).Scan(&there)
			if err != nil {
				return nil, err
			}
			if !there {
				add("指向的问答对或文件不存在。")
			}
		}
	}
	return out, nil
}

// LinkTypes are the kinds of 关联: 相关, 前提, 对比, 取代.
var LinkTypes = []string{"related", "prerequisite", "contrast", "supersedes"}

func clearanceOf(basis []resolved) auth.Clearance {
	top := auth.L1
	for _, b := range basis {
		top = max(top, b.clearance)
	}
	return top
}

func documentsOf(basis []resolved) (ids []int64) {
	for _, b := range basis {
		ids = append(ids, b.DocumentID)
	}
	return ids
}

// errorsOf are the messages of what must be put right first.
func errorsOf(findings []Finding) (messages []string) {
	for _, f := range findings {
		if f.Level == LevelError {
			messages = append(messages, f.Message)
		}
	}
	return messages
}
