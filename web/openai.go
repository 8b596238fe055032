package web

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"bianku/internal/model"
	"bianku/qa"
)

// modelName is what office clients choose in their list of models.
const modelName = "bianku"

// chatRequest is the part of OpenAI's request that means something here; the rest is accepted and ignored, because
// clients send temperatures whether or not one wants them.
type chatRequest struct {
	_        struct{}      `additionalProperties:"true"`
	Model    string        `json:"model,omitempty"`
	Messages []chatMessage `json:"messages" minItems:"1" maxItems:"200"`
	Stream   bool          `json:"stream,omitempty"`
}

type chatMessage struct {
	_       struct{} `additionalProperties:"true"`
	Role    string   `json:"role"`
	Content any      `json:"content" doc:"文字，或 {type: text, text} 的列表"`
}

// text is the message's words: a string, or the text parts of a list.
func (m chatMessage) text() string {
	switch c := m.Content.(type) {
	case string:
		return c
	case []any:
		var b strings.Builder
		for _, part := range c {
			if p, ok := part.(map[string]any); ok {
				if t, ok := p["text"].(string); ok {
					b.WriteString(t)
				}
			}
		}
		return b.String()
	}
	return ""
}

type chatCompletion struct {
	ID      string       `json:"id"`
	Object  string       `json:"object"`
	Created int64        `json:"created"`
	Model   string       `json:"model"`
	Choices []chatChoice `json:"choices"`
	Usage   chatUsage    `json:"usage"`
}

type chatChoice struct {
	Index        int         `json:"index"`
	Message      chatContent `json:"message"`
	FinishReason string      `json:"finish_reason"`
}

type chatContent struct {
	Role    string `json:"role,omitempty"`
	Content string `json:"content"`
}

// chatUsage counts characters: there may be no tokenizer behind an answer at all.
type chatUsage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
	TotalTokens      int `json:"total_tokens"`
}

type chatChunk struct {
	ID      string            `json:"id"`
	Object  string            `json:"object"`
	Created int64             `json:"created"`
	Model   string            `json:"model"`
	Choices []chatChunkChoice `json:"choices"`
	Usage   *chatUsage        `json:"usage,omitempty"`
}

type chatChunkChoice struct {
	Index        int         `json:"index"`
	Delta        chatContent `json:"delta"`
	FinishReason *string     `json:"finish_reason"`
}

// openAIProblem is an error in OpenAI's shape.
type openAIProblem struct {
	Error struct {
		Message string  `json:"message"`
		Type    string  `json:"type"`
		Param   *string `json:"param"`
		Code    string  `json:"code"`
	} `json:"error"`
}

func openAIError(p *Problem) openAIProblem {
	var e openAIProblem
	e.Error.Message, e.Error.Code, e.Error.Type = p.Detail, p.Code, "invalid_request_error"
	if p.Field != "" {
		e.Error.Param = &p.Field
	}
	switch {
	case p.Status == 401:
		e.Error.Type = "authentication_error"
	case p.Status == 403:
		e.Error.Type = "permission_error"
	case p.Status == 429:
		e.Error.Type = "rate_limit_error"
	case p.Status >= 500:
		e.Error.Type = "server_error"
	}
	return e
}

func (s *server) chatCompletions(ctx context.Context, in *struct{ Body chatRequest }) (*huma.StreamResponse, error) {
	messages := make([]model.Message, len(in.Body.Messages))
	asked := 0
	for i, m := range in.Body.Messages {
		messages[i] = model.Message{Role: m.Role, Content: m.text()}
		asked += len([]rune(messages[i].Content))
	}
	q, err := qa.FromMessages(messages)
	if err != nil {
		return nil, err
	}
	d := chatDialect{id: "chatcmpl-" + requestIDFrom(ctx), created: s.Now().Unix(), asked: asked}
	if in.Body.Stream {
		return s.answerStream(ctx, q, &d), nil
	}
	a, err := s.answer(ctx, q, func(qa.Event) {})
	if err != nil {
		return nil, err
	}
	return writeJSON(d.whole(a)), nil
}

// chatDialect streams an answer as OpenAI's chunks.
type chatDialect struct {
	id      string
	created int64
	asked   int
	sent    strings.Builder // deltas so far
}

func (d *chatDialect) chunk(delta chatContent, finish *string, usage *chatUsage) []byte {
	return frame("", chatChunk{ID: d.id, Object: "chat.completion.chunk", Created: d.created, Model: modelName,
		Choices: []chatChunkChoice{{Delta: delta, FinishReason: finish}}, Usage: usage})
}

func (d *chatDialect) event(e qa.Event) []byte {
	if e.Type != "delta" || e.Delta == "" {
		return nil
	}
	role := ""
	if d.sent.Len() == 0 {
		role = "assistant"
	}
	d.sent.WriteString(e.Delta)
	return d.chunk(chatContent{Role: role, Content: e.Delta}, nil, nil)
}

func (d *chatDialect) failed(p *Problem) []byte {
	return append(frame("", openAIError(p)), "data: [DONE]\n\n"...)
}

// finished sends what the deltas have not: all of an answer that had none, else its grounds.
func (d *chatDialect) finished(a qa.Answer) []byte {
	whole, rest := chatText(a), chatGrounds(a)
	role := ""
	if d.sent.Len() == 0 {
		role, rest = "assistant", whole
	}
	stop, usage := "stop", d.usage(whole)
	out := d.chunk(chatContent{Role: role, Content: rest}, nil, nil)
	out = append(out, d.chunk(chatContent{}, &stop, &usage)...)
	return append(out, "data: [DONE]\n\n"...)
}

func (d *chatDialect) whole(a qa.Answer) chatCompletion {
	text := chatText(a)
	return chatCompletion{ID: d.id, Object: "chat.completion", Created: d.created, Model: modelName, Usage: d.usage(text),
		Choices: []chatChoice{{Message: chatContent{Role: "assistant", Content: text}, FinishReason: "stop"}}}
}

func (d *chatDialect) usage(answer string) chatUsage {
	n := len([]rune(answer))
	return chatUsage{PromptTokens: d.asked, CompletionTokens: n, TotalTokens: d.asked + n}
}

// chatText is an answer for a client that shows only text.
func chatText(a qa.Answer) string {
	text := a.Text
	if text == "" && a.Refusal != nil {
		text = a.Refusal.Message
	}
	return text + chatGrounds(a)
}

// chatGrounds are the numbered citations under an answer that are not in its text, with the day it holds for.
func chatGrounds(a qa.Answer) string {
	var b strings.Builder
	heading, cites := "依据：", a.Citations
	if a.Refusal != nil {
		heading, cites = "最接近的条文（并非答案）：", a.Refusal.Nearest
	}
	if a.Approved != nil {
		b.WriteString("\n\n" + a.Approved.Chinese())
	}
	for _, n := range a.Notices {
		b.WriteString("\n\n" + n)
	}
	for i, c := range cites {
		if strings.Contains(a.Text, c.Quote) {
			continue // an extractive answer has its quotes in the text
		}
		if heading != "" {
			b.WriteString("\n\n" + heading)
			heading = ""
		}
		b.WriteString("\n" + ground(i+1, c))
	}
	if a.Refusal == nil && !a.AsOf.IsZero() {
		b.WriteString("\n\n适用时点：" + a.AsOf.Chinese())
	}
	return b.String()
}

func ground(n int, c qa.Citation) string {
	if c.N > 0 {
		n = c.N
	}
	docNo := ""
	if c.DocNo != "" {
		docNo = "（" + c.DocNo + "）"
	}
	return fmt.Sprintf("[%s] 《%s》%s%s（%s）：“%s”", strconv.Itoa(n), strings.Trim(c.Title, "《》"), docNo, c.Label, c.Status.Chinese(), c.Quote)
}

type modelList struct {
	Object string      `json:"object"`
	Data   []modelInfo `json:"data"`
}

type modelInfo struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int64  `json:"created"`
	OwnedBy string `json:"owned_by"`
}

// modelsSince is a fixed day: clients want a number, and it must not change from call to call.
var modelsSince = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

func (s *server) listModels(context.Context, *noInput) (*out[modelList], error) {
	return reply(modelList{"list", []modelInfo{{modelName, "model", modelsSince, "bianku"}}}, nil)
}
