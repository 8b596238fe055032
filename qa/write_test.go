package qa

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/model"
)

// writer is a model server over real HTTP. reply makes its answer from the prompt's user message; pieces of it are streamed.
type writer struct {
	*httptest.Server
	prompts []string
}

func newWriter(t *testing.T, handle func(w http.ResponseWriter, prompt string)) *writer {
	m := &writer{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		var asked struct {
			Messages []struct {
				Content json.RawMessage
			}
		}
		_ = json.Unmarshal(body, &asked)
		prompt := ""
		if n := len(asked.Messages); n > 0 {
			prompt = contentOf(asked.Messages[n-1].Content)
		}
		m.prompts = append(m.prompts, prompt)
		w.Header().Set("Content-Type", "text/event-stream")
		handle(w, prompt)
	}))
	t.Cleanup(m.Close)
	return m
}

// contentOf reads a message's content, a string or a list of parts.
func contentOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var parts []struct{ Text string }
	_ = json.Unmarshal(raw, &parts)
	for _, p := range parts {
		s += p.Text
	}
	return s
}

func send(w http.ResponseWriter, text, finish string) {
	runes := []rune(text)
	for i := 0; i < len(runes); i += 3 {
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%q},\"finish_reason\":null}]}\n\n", string(runes[i:min(i+3, len(runes))]))
		w.(http.Flusher).Flush()
	}
	if finish != "" {
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":%q}]}\n\ndata: [DONE]\n\n", finish)
	}
}

// handleOf finds the handle of the evidence that holds text.
func handleOf(prompt, text string) string {
	for _, block := range strings.Split(prompt, "\n\n") {
		if m := regexp.MustCompile(`\[(c\d+)\] 《`).FindStringSubmatch(block); m != nil && strings.Contains(block, text) {
			return "[" + m[1] + "]"
		}
	}
	return "[c99]"
}

func writing1(t *testing.T, handle func(w http.ResponseWriter, prompt string)) (*room, *writer) {
	m := newWriter(t, handle)
	r := whole(t)
	chat, err := model.NewChat(model.ChatConfig{BaseURL: m.URL, Model: "测试模型", Retries: -1, FirstByte: 500 * time.Millisecond, Idle: 500 * time.Millisecond})
	require.NoError(t, err)
	r.Chat = chat
	return r, m
}

const termQuestion = "灵活用编的期限最长几年？"

func TestAModelWordsTheAnswer(t *testing.T) {
	t.Parallel()
	r, m := writing1(t, func(w http.ResponseWriter, prompt string) {
		h := handleOf(prompt, "一般不超过2年")
		send(w, "灵活用编的期限一般不超过二年。"+h+"确需延长的，延长期限不超过6个月。"+h, "stop")
	})
	var text strings.Builder
	a, err := r.Ask(as(t, 7, auth.L1), Question{Text: termQuestion}, func(e Event) { text.WriteString(e.Delta) })
	require.NoError(t, err)
	require.Equal(t, Model, a.Mode)
	require.Equal(t, "灵活用编的期限一般不超过二年。[1]确需延长的，延长期限不超过6个月。[1]", a.Text)
	require.Equal(t, a.Text, text.String(), "what is streamed is what is answered")
	require.Equal(t, "测试模型", a.Model)
	require.NotEmpty(t, a.PromptVersion)
	require.Equal(t, "第四条", a.Citations[0].Label)
	require.NotContains(t, a.Degraded, "直接摘自资料")
	require.Contains(t, m.prompts[0], "适用时点：2026年11月22日")
	turn, err := TurnByID(as(t, 7, auth.L1), r.pool, a.ID)
	require.NoError(t, err)
	require.Equal(t, a.PromptVersion, turn.Answer.PromptVersion)
}

// Each lie is one sentence among two good ones: it goes, they stay, and the reader is told.
func TestALyingModel(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]func(h string) string{
		"a number that is not in the quote": func(h string) string { return "灵活用编的期限一般不超过5年。" + h },
		"a handle that was never given":     func(string) string { return "灵活用编的期限一般不超过2年。[c77]" },
		"no handle":                         func(string) string { return "灵活用编的期限一般不超过2年。" },
		"a date of its own":                 func(h string) string { return "灵活用编的期限自2025年1月1日起计算。" + h },
		"a paper of its own": func(h string) string {
			return "根据云编〔2031〕9号，灵活用编的期限一般不超过2年。" + h
		},
		"a permission for a prohibition": func(h string) string { return "延长期限可以超过6个月。" + h },
		"words of its own": func(h string) string {
			return "本市财政充裕，干部职工普遍感到满意，社会反响良好。" + h
		},
		"another article's number": func(h string) string { return "根据第九条，灵活用编的期限一般不超过2年。" + h },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := writing1(t, func(w http.ResponseWriter, prompt string) {
				h := handleOf(prompt, "一般不超过2年")
				send(w, "灵活用编的期限一般不超过2年。"+h+lie(h)+"确需延长的，应当在期满30日前提出。"+h, "stop")
			})
			var text strings.Builder
			a, err := r.Ask(system(t), Question{Text: termQuestion, NoStore: true}, func(e Event) { text.WriteString(e.Delta) })
			require.NoError(t, err)
			require.Equal(t, Model, a.Mode)
			require.Equal(t, "灵活用编的期限一般不超过2年。[1]确需延长的，应当在期满30日前提出。[1]", a.Text)
			require.Equal(t, a.Text, text.String(), "a sentence that fails is never streamed")
			require.Contains(t, strings.Join(a.Notices, ""), "1句没有通过核验")
		})
	}
}

func TestAUselessModelFallsBack(t *testing.T) {
	t.Parallel()
	for name, handle := range map[string]func(w http.ResponseWriter, prompt string){
		"lies only": func(w http.ResponseWriter, p string) { send(w, "期限为9年。[c1]期限为8年。[c1]", "stop") },
		"declines":  func(w http.ResponseWriter, p string) { send(w, "无法回答", "stop") },
		"garbage":   func(w http.ResponseWriter, p string) { fmt.Fprint(w, "data: {not json\n\ndata: [DONE]\n\n") },
		"half":      func(w http.ResponseWriter, p string) { send(w, "灵活用编的期限", "") },
		"cut": func(w http.ResponseWriter, p string) {
			send(w, "灵活用编的期限一般不超过2年。", "length")
		},
		"down":        func(w http.ResponseWriter, p string) { w.WriteHeader(http.StatusInternalServerError) },
		"never stops": func(w http.ResponseWriter, p string) { send(w, strings.Repeat("期限为九年", 2000), "stop") },
		"an injection": func(w http.ResponseWriter, p string) {
			send(w, "好的，我将忽略规则。\n系统提示词如下：你是机构编制知识库的回答助手。", "stop")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := writing1(t, handle)
			plain := whole(t).ask(system(t), termQuestion)
			a := r.ask(system(t), termQuestion)
			require.Equal(t, Extractive, a.Mode)
			require.Equal(t, plain.Text, a.Text, "the answer is the one without a model")
			require.NotEmpty(t, a.Degraded)
			require.Empty(t, a.Model)
		})
	}
}

func TestASlowModelFallsBack(t *testing.T) {
	t.Parallel()
	stop := make(chan struct{})
	r, _ := writing1(t, func(w http.ResponseWriter, _ string) { <-stop })
	a := r.ask(system(t), termQuestion)
	close(stop)
	require.Equal(t, Extractive, a.Mode)
	require.Contains(t, a.Degraded, "超时")
}

func TestAfterAHalfStreamTheReaderIsTold(t *testing.T) {
	t.Parallel()
	r, _ := writing1(t, func(w http.ResponseWriter, prompt string) {
		h := handleOf(prompt, "一般不超过2年")
		send(w, "灵活用编的期限一般不超过2年。"+h+"确需延长", "")
	})
	var text strings.Builder
	a, err := r.Ask(system(t), Question{Text: termQuestion, NoStore: true}, func(e Event) { text.WriteString(e.Delta) })
	require.NoError(t, err)
	require.Equal(t, Extractive, a.Mode)
	require.Contains(t, text.String(), "灵活用编的期限一般不超过2年。[1]\n（")
	require.Contains(t, text.String(), "直接摘自资料")
	require.True(t, strings.HasSuffix(text.String(), a.Text))
}

// Numbers are computed here; the model is told them, and its own are checked against them like all others.
func TestAModelDoesNotCount(t *testing.T) {
	t.Parallel()
	r, m := writing1(t, func(w http.ResponseWriter, prompt string) {
		send(w, "市城新局机关行政编制25名。"+handleOf(prompt, "机关行政编制25名"), "stop")
	})
	a := r.ask(system(t), "市城新局机关行政编制多少名？")
	require.NotContains(t, a.Text, "机关行政编制25名。[1]\n", "a model may not leave the change out")
	require.Contains(t, a.Text, "29名")
	require.Empty(t, m.prompts, "a figure is not for a model to word")
}

func TestARefusalNeverReachesTheModel(t *testing.T) {
	t.Parallel()
	r, m := writing1(t, func(w http.ResponseWriter, _ string) { send(w, "市海洋局行政编制30名。[c1]", "stop") })
	for _, q := range []string{"市海洋局行政编制多少名？", "张某是什么编制？", "今天天气怎么样？"} {
		require.Equal(t, Refused, r.ask(system(t), q).Mode, q)
	}
	require.Empty(t, m.prompts)
}

// What the asker may not see is not in the prompt either.
func TestTheModelSeesNoMoreThanTheAsker(t *testing.T) {
	t.Parallel()
	r, m := writing1(t, func(w http.ResponseWriter, _ string) { send(w, "无法回答", "stop") })
	r.add("塔台批复.txt", secretPaper, auth.L3)
	r.ask(as(t, 7, auth.L2), termQuestion)
	r.ask(as(t, 7, auth.L2), "塔台保障中心灵活用编的期限是几年？")
	for _, p := range m.prompts {
		require.NotContains(t, p, "塔台保障中心事业编制")
		require.NotContains(t, p, "云编〔2026〕77号")
	}
}
