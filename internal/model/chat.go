package model

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/ollama"
	"github.com/tmc/langchaingo/llms/openai"

	"bianku/internal/fault"
)

// Message is one turn of a chat. Role is system, user or assistant.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Chat is a chat model.
type Chat interface {
	// Stream writes the answer to messages. onDelta gets it piece by piece; its error ends the answer and is returned.
	// The whole text is returned only when the model said that it had finished: half an answer is an error.
	Stream(ctx context.Context, messages []Message, onDelta func(string) error) (string, error)
	Name() string
}

// ChatConfig says which chat model is used and how long it may take.
type ChatConfig struct {
	Kind      string // openai (any compatible server) or ollama
	BaseURL   string // http://host:8000/v1; for ollama http://host:11434
	Model     string
	Key       string        // "" where the server asks for none
	FirstByte time.Duration // until the first piece; 0: 30 s
	Idle      time.Duration // between two pieces; 0: 20 s
	Total     time.Duration // for the whole answer; 0: 180 s
	MaxTokens int           // of the answer; 0: 2048
	Retries   int           // before the first piece, on 429, 5xx and broken connections; 0: 2, negative: none
	Pause     time.Duration // before the first retry, doubled each time, with jitter; 0: 500 ms
	Client    *http.Client  // nil: one of its own
}

func (c ChatConfig) withDefaults() ChatConfig {
	for _, d := range []struct {
		v   *time.Duration
		def time.Duration
	}{{&c.FirstByte, 30 * time.Second}, {&c.Idle, 20 * time.Second}, {&c.Total, 180 * time.Second}, {&c.Pause, 500 * time.Millisecond}} {
		if *d.v == 0 {
			*d.v = d.def
		}
	}
	if c.MaxTokens == 0 {
		c.MaxTokens = 2048
	}
	if c.Retries == 0 {
		c.Retries = 2
	}
	if c.Client == nil {
		c.Client = &http.Client{Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second,
			MaxIdleConnsPerHost: 8,
		}}
	}
	return c
}

type chat struct {
	cfg     ChatConfig
	llm     llms.Model
	breaker breaker
}

// NewChat makes a Chat. It does not call the server: a model that is down now may be up when it is asked.
func NewChat(cfg ChatConfig) (Chat, error) {
	cfg = cfg.withDefaults()
	if cfg.BaseURL == "" || cfg.Model == "" {
		return nil, fault.New(fault.Invalid, "对话模型需要同时配置服务地址和模型名称。")
	}
	llm, err := newLLM(cfg)
	if err != nil {
		return nil, err
	}
	return &chat{cfg: cfg, llm: llm, breaker: breaker{now: time.Now}}, nil
}

func newLLM(cfg ChatConfig) (llms.Model, error) {
	switch cfg.Kind {
	case "openai", "":
		key := cfg.Key
		if key == "" {
			key = "none" // the library insists on one; servers that need none ignore it
		}
		llm, err := openai.New(openai.WithBaseURL(strings.TrimRight(cfg.BaseURL, "/")), openai.WithModel(cfg.Model),
			openai.WithToken(key), openai.WithHTTPClient(cfg.Client))
		return llm, fault.Wrap(err, fault.Invalid, "对话模型的配置有误，请检查服务地址和模型名称。")
	case "ollama":
		llm, err := ollama.New(ollama.WithServerURL(cfg.BaseURL), ollama.WithModel(cfg.Model), ollama.WithHTTPClient(cfg.Client))
		return llm, fault.Wrap(err, fault.Invalid, "Ollama 的配置有误，请检查服务地址和模型名称。")
	}
	return nil, fault.Newf(fault.Invalid, "不支持的对话模型类型“%s”，可用的有 openai、ollama。", cfg.Kind)
}

func (c *chat) Name() string { return c.cfg.Model }

// Stream retries while nothing has been passed on yet: afterwards the reader has seen text that cannot be taken back.
func (c *chat) Stream(ctx context.Context, messages []Message, onDelta func(string) error) (string, error) {
	if wait := c.breaker.open(); wait > 0 {
		return "", fault.New(fault.Unavailable, "对话模型连续失败，暂停使用，稍后自动恢复。")
	}
	pause := c.cfg.Pause
	for try := 0; ; try++ {
		text, started, err := c.once(ctx, messages, onDelta)
		if err == nil {
			c.breaker.ok()
			return text, nil
		}
		if started || try >= c.cfg.Retries || ctx.Err() != nil || !worthRetrying(err) {
			if ctx.Err() == nil {
				c.breaker.failed()
			}
			return "", err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause + rand.N(pause)):
		}
		pause *= 2
	}
}

var errSlow = errors.New("model: no piece in time")

// once is one try. started says whether a piece reached onDelta.
func (c *chat) once(ctx context.Context, messages []Message, onDelta func(string) error) (text string, started bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	total := time.AfterFunc(c.cfg.Total, func() { cancel(errSlow) })
	defer total.Stop()
	idle := time.AfterFunc(c.cfg.FirstByte, func() { cancel(errSlow) })
	defer idle.Stop()
	var refused error
	var b strings.Builder
	resp, err := c.llm.GenerateContent(ctx, contents(messages), llms.WithTemperature(0), llms.WithMaxTokens(c.cfg.MaxTokens),
		llms.WithStreamingFunc(func(_ context.Context, piece []byte) error {
			idle.Reset(c.cfg.Idle)
			if len(piece) == 0 {
				return nil
			}
			started = true
			b.Write(piece)
			refused = onDelta(string(piece))
			return refused
		}))
	switch {
	case refused != nil:
		return "", true, refused
	case errors.Is(context.Cause(ctx), errSlow):
		return "", started, fault.Wrap(errSlow, fault.Unavailable, "对话模型响应超时。")
	case err != nil:
		return "", started, fault.Wrap(err, fault.Unavailable, "对话模型暂时不可用。")
	case strings.TrimSpace(b.String()) == "":
		return "", started, fault.New(fault.Unavailable, "对话模型没有返回内容。")
	case c.cut(resp):
		return "", started, fault.New(fault.Unavailable, "对话模型的回答中断。")
	}
	return b.String(), started, nil
}

// cut says whether the answer stopped before its end. An OpenAI stream that ended well has a finish reason; "length"
// means that it ran into MaxTokens. Ollama's client reports a stream without its end as an error.
func (c *chat) cut(resp *llms.ContentResponse) bool {
	if c.cfg.Kind == "ollama" {
		return false
	}
	return resp == nil || len(resp.Choices) == 0 || resp.Choices[0].StopReason == "" || resp.Choices[0].StopReason == "length"
}

func contents(messages []Message) []llms.MessageContent {
	out := make([]llms.MessageContent, len(messages))
	for i, m := range messages {
		role := llms.ChatMessageTypeHuman
		switch m.Role {
		case "system":
			role = llms.ChatMessageTypeSystem
		case "assistant":
			role = llms.ChatMessageTypeAI
		}
		out[i] = llms.TextParts(role, m.Content)
	}
	return out
}

var (
	busy   = regexp.MustCompile(`\b(?:429|500|502|503|504)\b`)
	status = regexp.MustCompile(`status code:? \d{3}|^\d{3} `)
)

// worthRetrying is for what may pass by itself: busy and broken servers, broken connections. A wrong key or a wrong
// model stays wrong.
func worthRetrying(err error) bool {
	if errors.Is(err, errSlow) {
		return false // the person has waited long enough
	}
	text := err.Error()
	return busy.MatchString(text) || !status.MatchString(text)
}
