package draft

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/annotate"
	"bianku/internal/fault"
	"bianku/internal/model"
	"bianku/prompts"
)

// script is a chat model whose words the test writes: the only thing here that is not real.
type script struct {
	mu    sync.Mutex
	says  []string // one a call; the last again and again
	fails error
	heard [][]model.Message
}

func (s *script) Name() string { return "scripted" }

func (s *script) Stream(_ context.Context, messages []model.Message, onDelta func(string) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, messages)
	if s.fails != nil {
		return "", s.fails
	}
	text := s.says[min(len(s.heard), len(s.says))-1]
	return text, onDelta(text)
}

func saying(t *testing.T, pairs ...said) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"pairs": pairs})
	require.NoError(t, err)
	return string(b)
}

// passageOf is the passage whose own chunk has the label.
func passageOf(t *testing.T, m *Material, label string) Passage {
	t.Helper()
	for _, p := range m.passages(nil) {
		if p.Own.Label == label {
			return p
		}
	}
	require.Fail(t, "no such chunk", label)
	return Passage{}
}

var good = said{Question: "云澜市周转池编制最长可以借几年？", Variants: []string{"周转池编制借用期限多长", "本办法规定借多久"},
	Answer: "借用期限一般不超过3年。", Type: 3, Basis: []saidBasis{{"c1", "借用期限一般不超过3年。"}}}

func with(change func(*said)) said {
	s := good
	s.Basis = append([]saidBasis{}, good.Basis...)
	change(&s)
	return s
}

func TestFromModel(t *testing.T) {
	t.Parallel()
	m := sampled(t, "编制周转池管理办法(2025)")
	chat := &script{says: []string{saying(t, good)}}
	drafts, refused, err := FromModel(t.Context(), chat, passageOf(t, m, "第十一条"))
	require.NoError(t, err)
	require.Empty(t, refused)
	require.Len(t, drafts, 1)
	d := drafts[0]
	require.Equal(t, annotate.ByModel, d.Origin)
	require.Equal(t, "scripted", d.Model)
	require.Equal(t, []string{"周转池编制借用期限多长？"}, d.Variants, "what leans on its text is dropped")
	require.Equal(t, "第十一条", d.Basis[0].Label)
	require.Equal(t, d.Basis[0].Quote, m.slice(d.Basis[0].Start, d.Basis[0].End))

	system, err := prompts.Get("pair-system")
	require.NoError(t, err)
	require.Contains(t, d.PromptVersion, "pair-system@"+system.Version)
	require.Contains(t, d.PromptVersion, "pair-user@")
	ask := chat.heard[0][1].Content
	require.Contains(t, ask, "文件：《云澜市编制周转池管理办法》（云编〔2025〕16号）（现行有效）")
	require.Contains(t, ask, "[c1] 第十一条（本条）\n第十一条　借用期限一般不超过3年。")
	require.Contains(t, ask, "[c2] 第十条", "its neighbours")
	require.Contains(t, ask, "[c3] 第十二条")
	require.Contains(t, ask, "- 按照《云澜市编制周转池管理办法》，借用期限最长是多久？", "what rules have asked already")
}

// Nothing a model says is believed.
func TestWhatOfAModelIsRefused(t *testing.T) {
	t.Parallel()
	p := passageOf(t, sampled(t, "编制周转池管理办法(2025)"), "第十一条")
	for name, c := range map[string]struct {
		said said
		why  string
	}{
		"a quote with one character changed": {with(func(s *said) { s.Basis[0].Quote = "借用期限一般不超过5年。" }), "依据在原文里找不到：借用期限一般不超过5年。"},
		"a quote that leaves out":            {with(func(s *said) { s.Basis[0].Quote = "借用期限…不超过3年" }), "依据在原文里找不到"},
		"a quote of another text":            {with(func(s *said) { s.Basis = append(s.Basis, saidBasis{"c1", "编制实行总量控制、分类管理"}) }), "依据在原文里找不到"},
		"a number from nowhere":              {with(func(s *said) { s.Answer = "借用期限一般不超过3年，最多借10名。" }), "答案中的“10”在依据里找不到。"},
		"a day from nowhere":                 {with(func(s *said) { s.Answer = "自2024年3月1日起，借用期限一般不超过3年。" }), "在依据里找不到"},
		"no basis":                           {with(func(s *said) { s.Basis = nil }), "没有依据。"},
		"a type there is not":                {with(func(s *said) { s.Type = 31 }), "问题类型不在 1 到 30 之间。"},
		"a question that leans":              {with(func(s *said) { s.Question = "本办法规定的借用期限是多久？" }), "问题离开原文看不懂。"},
		"a question too short":               {with(func(s *said) { s.Question = "多久？" }), "问题太短或者太长。"},
		"an answer that is none":             {with(func(s *said) { s.Answer = "3年" }), "答案不是完整的句子。"},
	} {
		drafts, refused, err := FromModel(t.Context(), &script{says: []string{saying(t, c.said, good)}}, p)
		require.NoError(t, err, name)
		require.Len(t, drafts, 1, "%s: the other is taken", name)
		require.Len(t, refused, 1, name)
		require.Contains(t, refused[0].Reason, c.why, name)
		require.Equal(t, p.Own.ID, refused[0].ChunkID, name)
	}
}

// Blanks and line ends are not words: the basis is the text's own.
func TestQuoteOverLineEnds(t *testing.T) {
	t.Parallel()
	m := sampled(t, "编制周转池管理办法(2025)")
	s := said{Question: "周转池编制从哪里来，有哪些来源？", Answer: "包括撤销、合并机构收回的编制等四类。", Type: 22, Basis: []saidBasis{{"c9", "周转池编制的来源包括：（一）撤销、合并机构收回的编制；（二）空编超过2年未使用收回的编制；"}}}
	s.Answer = "周转池编制的来源包括撤销、合并机构收回的编制。"
	drafts, refused, err := FromModel(t.Context(), &script{says: []string{saying(t, s)}}, passageOf(t, m, "第五条"))
	require.NoError(t, err)
	require.Empty(t, refused)
	require.Contains(t, drafts[0].Basis[0].Quote, "包括：\n（一）撤销")
}

func TestMoreThanAskedForIsLeft(t *testing.T) {
	t.Parallel()
	list := make([]said, perPassage+2)
	for i := range list {
		list[i] = with(func(s *said) { s.Question += strings.Repeat("请", i) })
	}
	drafts, refused, err := FromModel(t.Context(), &script{says: []string{saying(t, list...)}}, passageOf(t, sampled(t, "编制周转池管理办法(2025)"), "第十一条"))
	require.NoError(t, err)
	require.Len(t, drafts, perPassage)
	require.Len(t, refused, 2)
}

// A model that talks is asked once more, and then left.
func TestModelThatTalks(t *testing.T) {
	t.Parallel()
	p := passageOf(t, sampled(t, "编制周转池管理办法(2025)"), "第十一条")
	chat := &script{says: []string{"好的，我来写。", saying(t, good)}}
	drafts, _, err := FromModel(t.Context(), chat, p)
	require.NoError(t, err)
	require.Len(t, drafts, 1)
	require.Len(t, chat.heard[1], 4)
	require.Contains(t, chat.heard[1][3].Content, "不是合法的 JSON")

	chat = &script{says: []string{"好的。"}}
	drafts, refused, err := FromModel(t.Context(), chat, p)
	require.NoError(t, err)
	require.Empty(t, drafts)
	require.Equal(t, []Refusal{{ChunkID: p.Own.ID, Reason: "模型没有按 JSON 输出。"}}, refused)
	require.Len(t, chat.heard, 2)
}

func TestModelThatIsAway(t *testing.T) {
	t.Parallel()
	away := fault.New(fault.Unavailable, "对话模型暂时不可用。")
	_, _, err := FromModel(t.Context(), &script{fails: away}, passageOf(t, sampled(t, "编制周转池管理办法(2025)"), "第十一条"))
	require.True(t, errors.Is(err, away))
}

// Of a journal a model may write opinion only.
func TestModelOnAJournal(t *testing.T) {
	t.Parallel()
	m := sampled(t, "三个关系")
	p := passageOf(t, m, "一、")
	quote := "数据工作涉及面广，既需要综合部门统筹，也离不开行业部门治理本领域数据。"
	s := said{Question: "数据局职能配置上统与分怎么处理，有什么看法？", Answer: "有文章认为，" + quote, Type: 3, Basis: []saidBasis{{"c1", quote}}}
	_, refused, err := FromModel(t.Context(), &script{says: []string{saying(t, s)}}, p)
	require.NoError(t, err)
	require.Equal(t, "期刊文章只能作为研究观点。", refused[0].Reason)
	s.Type = 24
	drafts, _, err := FromModel(t.Context(), &script{says: []string{saying(t, s)}}, p)
	require.NoError(t, err)
	require.Len(t, drafts, 1)
}

func TestPassages(t *testing.T) {
	t.Parallel()
	m := sampled(t, "编制周转池管理办法(2025)")
	all := m.passages(nil)
	require.Greater(t, len(all), 10)
	for _, p := range all {
		require.NotEqual(t, "题注", p.Own.Label)
		require.LessOrEqual(t, len(p.Around), 2)
	}
	require.Len(t, m.passages(map[int64]bool{all[0].Own.ID: true}), len(all)-1, "what was asked is not asked again")
	require.Equal(t, "甲乙…", clip("甲乙丙", 2))
}
