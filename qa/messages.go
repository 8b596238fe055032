package qa

import (
	"strings"

	"bianku/internal/fault"
	"bianku/internal/model"
)

// FromMessages makes a Question of an OpenAI-style conversation: the last user message is asked, the ones before it are
// its history. What the assistant is said to have answered is not trusted, nor is any system message: neither is evidence.
func FromMessages(messages []model.Message) (Question, error) {
	var asked []string
	for _, m := range messages {
		if text := strings.TrimSpace(m.Content); m.Role == "user" && text != "" {
			asked = append(asked, text)
		}
	}
	if len(asked) == 0 || messages[len(messages)-1].Role != "user" {
		return Question{}, fault.Field("messages", "最后一条消息应当是用户的问题。")
	}
	last := len(asked) - 1
	return Question{Text: asked[last], History: asked[max(0, last-maxFormer):last]}, nil
}
