package qa

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/pg"
)

// expert is a reviewer.
func expert(t *testing.T, id int64) context.Context {
	return auth.WithActor(t.Context(), auth.Actor{ID: id, Login: "expert", Name: "专家", Roles: []auth.Role{auth.Expert}, Clearance: auth.L4})
}

// basis is a verbatim place in the text of a file.
func (r *room) basis(file, words string) annotate.Basis {
	r.t.Helper()
	var (
		version int64
		text    string
	)
	require.NoError(r.t, r.pool.QueryRow(r.t.Context(), `select id, text from ingest.version where filename = $1`, file).Scan(&version, &text))
	before, _, ok := strings.Cut(text, words)
	require.True(r.t, ok, "%q is not in %s", words, file)
	start := len([]rune(before))
	return annotate.Basis{VersionID: version, Start: start, End: start + len([]rune(words))}
}

// approve has two experts approve a pair, through the reviews.
func (r *room) approve(c annotate.Content) annotate.Pair {
	r.t.Helper()
	s := annotate.New(r.index, nil)
	var p annotate.Pair
	step := func(f func(tx pgx.Tx) error) { r.t.Helper(); require.NoError(r.t, pg.InTx(r.t.Context(), r.pool, f)) }
	ctx := system(r.t)
	step(func(tx pgx.Tx) (err error) { p, err = s.Create(ctx, tx, c); return err })
	step(func(tx pgx.Tx) (err error) { p, err = s.Submit(ctx, tx, p.ID); return err })
	for _, id := range []int64{901, 902} {
		ctx := expert(r.t, id)
		item, err := s.Pull(ctx, r.pool)
		require.NoError(r.t, err)
		require.Equal(r.t, p.ID, item.Pair.ID)
		step(func(tx pgx.Tx) (err error) {
			p, err = s.Decide(ctx, tx, p.ID, annotate.Decision{Version: item.Pair.Version, Action: annotate.Accept})
			return err
		})
	}
	return p
}

func (r *room) pairTx(f func(s *annotate.Service, ctx context.Context, tx pgx.Tx) error) {
	r.t.Helper()
	s, ctx := annotate.New(r.index, nil), system(r.t)
	require.NoError(r.t, pg.InTx(ctx, r.pool, func(tx pgx.Tx) error { return f(s, ctx, tx) }))
}

func termPair() annotate.Content {
	return annotate.Content{Question: "灵活用编的期限最长是几年？", Variants: []string{"灵活用编最多能用多久？"}, Type: 3, Origin: annotate.ByExpert,
		Answer: "灵活用编的期限一般不超过2年。确需延长的，应当在期满30日前提出，延长期限不超过6个月。"}
}

func TestAnApprovedPairAnswersAtOnce(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	before := r.ask(ctx, "灵活用编的期限最长是几年？")
	require.Nil(t, before.Approved)

	c := termPair()
	c.Basis = []annotate.Basis{r.basis("灵活用编管理办法.txt", "灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。")}
	doc := before.Citations[0].DocumentID
	c.Links = []annotate.Link{{Type: "related", DocumentID: doc}}
	p := r.approve(c)

	for _, q := range []string{"灵活用编的期限最长是几年？", "请问灵活用编的期限最长几年", "灵活用编最多能用多久？"} {
		a := r.ask(ctx, q)
		require.NotNil(t, a.Approved, q)
		require.Equal(t, p.ID, a.Approved.PairID, q)
		require.Equal(t, p.Version, a.Approved.Version)
		require.False(t, a.Approved.ApprovedAt.IsZero())
		require.Regexp(t, `^已审定问答（第1版，\d{4}年\d{1,2}月\d{1,2}日审定）。$`, a.Approved.Chinese())
		require.Equal(t, Extractive, a.Mode)
		require.Contains(t, a.Text, "灵活用编的期限一般不超过2年。[1]确需延长的", "word for word")
		require.Equal(t, "第四条", a.Citations[0].Label)
		require.Equal(t, p.ID, a.Citations[0].PairID)
		require.Equal(t, []Related{{DocumentID: doc, Title: "云澜市灵活用编管理办法", Relation: "相关"}}, a.Related)
	}
	for _, q := range []string{"灵活用编由谁审批？", "2020年灵活用编的期限一般几年？", "灵活用编不能超过几年？", "望海市灵活用编的期限最长是几年？"} {
		require.Nil(t, r.ask(ctx, q).Approved, q)
	}
}

func TestAPairTakenBackAnswersNothing(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	q := "灵活用编的期限最长是几年？"
	c := termPair()
	c.Basis = []annotate.Basis{r.basis("灵活用编管理办法.txt", "灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。")}
	p := r.approve(c)
	require.NotNil(t, r.ask(ctx, q).Approved)
	r.pairTx(func(s *annotate.Service, ctx context.Context, tx pgx.Tx) error {
		_, err := s.Recheck(ctx, tx, p.ID, "口径有变")
		return err
	})
	require.Nil(t, r.ask(ctx, q).Approved, "under review again")
	r.pairTx(func(s *annotate.Service, ctx context.Context, tx pgx.Tx) error {
		_, err := s.Withdraw(ctx, tx, p.ID, "不再需要")
		return err
	})
	a := r.ask(ctx, q)
	require.Nil(t, a.Approved)
	require.Contains(t, a.Text, "不超过2年", "the text itself still answers")
}

// The checks would not let it through: something else than the product wrote it.
func TestAPairThatSaysMoreThanItsBasisIsNotSpoken(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	q := "灵活用编的期限最长是几年？"
	c := termPair()
	c.Basis = []annotate.Basis{r.basis("灵活用编管理办法.txt", "灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。")}
	p := r.approve(c)
	require.NotNil(t, r.ask(ctx, q).Approved)
	_, err := r.pool.Exec(ctx, `update annotate.pair_version set answer = replace(answer, '2年', '5年') where pair_id = $1`, p.ID)
	require.NoError(t, err)
	a := r.ask(ctx, q)
	require.Nil(t, a.Approved)
	require.NotContains(t, a.Text, "5年")
	require.Contains(t, a.Text, "2年", "the text itself answers")
}

func TestAPairHoldsForItsBodyAndItsDays(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	c := annotate.Content{Question: "云澜市城新局的机关行政编制是多少名？", Type: 9, Origin: annotate.ByExpert,
		Answer: "云澜市城新局机关行政编制为29名。其中三定规定核定25名，2025年核增4名。",
		Basis: []annotate.Basis{r.basis("云澜市城新局三定(2024).txt", "市城新局机关行政编制25名。"),
			r.basis("云编(2025)40号.txt", "同意核增你局机关行政编制4名，用于地下管廊统筹协调工作。核增后，你局机关行政编制由25名增加到29名。")}}
	p := r.approve(c)

	a := r.ask(ctx, "市城新局机关行政编制是多少名？")
	require.NotNil(t, a.Approved)
	require.Equal(t, p.ID, a.Approved.PairID)
	require.Contains(t, a.Text, "2025年核增4名。")
	require.Len(t, a.Citations, 2)

	for _, q := range []string{"灯塔区城新局机关行政编制是多少名？", "2025年8月31日市城新局机关行政编制是多少名？", "改革前市城新局机关行政编制是多少名？",
		"市城新局副局长是多少名？", "市城新局机关事业编制是多少名？", "市城新局2030年机关行政编制是多少名？"} {
		require.Nil(t, r.ask(ctx, q).Approved, q)
	}
	old, err := r.Ask(ctx, Question{Text: "市城新局机关行政编制是多少名？", AsOf: civil.Of(2024, 12, 31), NoStore: true}, nil)
	require.NoError(t, err)
	require.Nil(t, old.Approved, "before one of its grounds was in force")
	require.Contains(t, old.Text, "25名")
}

// A later paper changes the number and leaves the pair's grounds as they are.
func TestANumberThatHasChangedIsNotAnsweredFromAPair(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	r.approve(annotate.Content{Question: "灯塔区城新局行政编制多少名？", Type: 9, Origin: annotate.ByExpert, Answer: "灯塔区城新局机关行政编制9名。",
		Basis: []annotate.Basis{r.basis("灯塔区城新局三定.txt", "区城新局机关行政编制9名。")}})
	require.NotNil(t, r.ask(ctx, "灯塔区城新局行政编制多少名？").Approved)
	r.add("灯编(2026)3号.txt", `中共云澜市灯塔区委机构编制委员会文件
灯编〔2026〕3号
关于核增区城新局机关行政编制的批复

云澜市灯塔区城新局：
经研究，现批复如下：
一、同意核增云澜市灯塔区城新局机关行政编制2名。核增后，云澜市灯塔区城新局机关行政编制由9名增加到11名。
此复。

中共云澜市灯塔区委机构编制委员会
2026年3月10日
`, auth.L1)
	a := r.ask(ctx, "灯塔区城新局行政编制多少名？")
	require.Nil(t, a.Approved)
	require.Contains(t, a.Text, "11名")
}

func TestAPairAboveTheReadersClearance(t *testing.T) {
	t.Parallel()
	r := whole(t)
	r.add("云编(2026)77号.txt", secretPaper, auth.L3)
	r.approve(annotate.Content{Question: "市塔台保障中心事业编制多少名？", Type: 9, Origin: annotate.ByExpert, Answer: "云澜市塔台保障中心事业编制37名。",
		Basis: []annotate.Basis{r.basis("云编(2026)77号.txt", "核定云澜市塔台保障中心事业编制37名。")}})
	a := r.ask(as(t, 7, auth.L3), "市塔台保障中心事业编制多少名？")
	require.NotNil(t, a.Approved)
	require.Equal(t, auth.L3, a.Clearance)
	low := r.ask(as(t, 8, auth.L2), "市塔台保障中心事业编制多少名？")
	require.Nil(t, low.Approved)
	require.Equal(t, Refused, low.Mode)
	require.NotContains(t, low.Text, "37")
}

// The turn and the audit event say which pair was used; a text that is re-graded hides the answer like any other.
func TestTheTurnKeepsThePair(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := as(t, 7, auth.L2)
	c := termPair()
	c.Basis = []annotate.Basis{r.basis("灵活用编管理办法.txt", "灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。")}
	p := r.approve(c)
	a, err := r.Ask(ctx, Question{Text: c.Question}, nil)
	require.NoError(t, err)
	require.NotNil(t, a.Approved)
	var pairs []int64
	require.NoError(t, r.pool.QueryRow(ctx, `select pairs from qa.turn where id = $1`, a.ID).Scan(&pairs))
	require.Equal(t, []int64{p.ID}, pairs)
	events, _, err := audit.List(ctx, r.pool, audit.Filter{Action: "answer.give"})
	require.NoError(t, err)
	var after struct{ Pairs []int64 }
	raw, err := json.Marshal(events[0].After)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &after))
	require.Equal(t, []int64{p.ID}, after.Pairs)

	turn, err := TurnByID(ctx, r.pool, a.ID)
	require.NoError(t, err)
	require.Equal(t, p.ID, turn.Answer.Approved.PairID, "kept with the answer")
	require.NoError(t, pg.InTx(system(t), r.pool, func(tx pgx.Tx) error {
		return ingest.SetClearance(system(t), tx, a.Citations[0].DocumentID, auth.L3)
	}))
	turn, err = TurnByID(ctx, r.pool, a.ID)
	require.NoError(t, err)
	require.True(t, turn.Hidden)
	require.Nil(t, turn.Answer.Approved)
}

// With a model, an approved answer stays word for word: nobody vouches for a paraphrase.
func TestAModelDoesNotRewordAnApprovedAnswer(t *testing.T) {
	t.Parallel()
	r, m := writing1(t, func(w http.ResponseWriter, _ string) { send(w, "灵活用编最长可达两年半。[c1]", "stop") })
	c := termPair()
	c.Basis = []annotate.Basis{r.basis("灵活用编管理办法.txt", "灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。")}
	r.approve(c)
	a := r.ask(system(t), c.Question)
	require.NotNil(t, a.Approved)
	require.Empty(t, a.Model)
	require.Empty(t, m.prompts)

	// A question that the pair does not answer is worded from its grounds, with the pair beside them.
	a = r.ask(system(t), "灵活用编期满前多久提出延长？")
	require.Nil(t, a.Approved)
	require.Contains(t, strings.Join(m.prompts, ""), "（已审定问答）")
}

func TestStrangePlaces(t *testing.T) {
	require.True(t, strangePlace("由谁统一领导松湾市机构编制工作？", "由谁统一领导云澜市机构编制工作？"))
	require.False(t, strangePlace("由谁统一领导云澜市机构编制工作？", "由谁统一领导云澜市机构编制工作？"))
	require.False(t, strangePlace("全市机构编制工作由谁领导？", "由谁统一领导云澜市机构编制工作？"))
	require.False(t, strangePlace("市数据局编制多少名？", "云澜市数据局编制多少名？"))
}
