package web

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/qa"
)

const howMany = "云澜市数据局机关行政编制多少名？"

// TestAskForReal goes from an uploaded paper to a cited answer, kept as a turn with its audit event.
func TestAskForReal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("数据局三定.txt", closedPaper, auth.L1)
	c := w.as("staff1")
	var a qa.Answer
	got := c.post("/api/v1/ask", Question{Question: howMany})
	require.Equal(t, 200, got.status, got.body)
	require.Equal(t, "application/json", got.header.Get("Content-Type"))
	got.into(&a)
	require.Contains(t, a.Text, "61名")
	require.NotEmpty(t, a.Citations)
	require.Equal(t, version, a.Citations[0].VersionID)
	require.NotContains(t, got.body, ":null")

	stream := c.with("Accept", "text/event-stream").post("/api/v1/ask", Question{Question: "副局长多少名？", ConversationID: a.ConversationID})
	list := events(stream.body)
	require.Equal(t, "stage", list[0].name)
	require.Equal(t, "final", list[len(list)-1].name)
	var final qa.Event
	require.NoError(t, json.Unmarshal([]byte(list[len(list)-1].data), &final))
	require.Equal(t, a.ConversationID, final.Answer.ConversationID)
	require.NotContains(t, stream.body, ":null")

	var conversation qa.Conversation
	c.get("/api/v1/conversations/" + id(a.ConversationID)).into(&conversation)
	require.Len(t, conversation.Turns, 2)
	require.Equal(t, howMany, conversation.Turns[0].Question)
	var turn qa.Turn
	c.get("/api/v1/answers/" + id(a.ID)).into(&turn)
	require.Equal(t, a.Text, turn.Answer.Text)

	entries, total, err := audit.List(w.system(), w.pool, audit.Filter{Action: "answer", Actor: "staff1"})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, id(final.Answer.ID), entries[0].ObjectID)
}

func TestConversationsAreOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	mine, theirs := w.as("staff1"), w.as("staff3")
	var a qa.Answer
	mine.post("/api/v1/ask", Question{Question: howMany}).into(&a)
	conversation, answer := "/api/v1/conversations/"+id(a.ConversationID), "/api/v1/answers/"+id(a.ID)

	for name, ask := range map[string]func(c *client, conversation, answer string) answered{
		"read":       func(c *client, conversation, _ string) answered { return c.get(conversation) },
		"rename":     func(c *client, conversation, _ string) answered { return c.patch(conversation, Title{"我的"}) },
		"delete":     func(c *client, conversation, _ string) answered { return c.delete(conversation) },
		"the answer": func(c *client, _, answer string) answered { return c.get(answer) },
		"feedback": func(c *client, _, answer string) answered {
			return c.post(answer+"/feedback", Judgement{Verdict: "up"})
		},
		"ask on": func(c *client, conversation, _ string) answered {
			n := json.Number(conversation[strings.LastIndex(conversation, "/")+1:])
			return c.post("/api/v1/ask", map[string]any{"question": howMany, "conversation_id": n})
		},
	} {
		other := ask(theirs, conversation, answer)
		missing := ask(theirs, "/api/v1/conversations/987654321", "/api/v1/answers/987654321")
		other.problem(404)
		require.Equal(t, missing.body, other.body, name)
	}
	var none, one list[qa.Conversation]
	theirs.get("/api/v1/conversations").into(&none)
	require.Zero(t, none.Total)

	require.Equal(t, 204, mine.patch(conversation, Title{"数据局编制"}).status)
	mine.get("/api/v1/conversations").into(&one)
	require.Equal(t, "数据局编制", one.Items[0].Title)
	require.Equal(t, "title", mine.patch(conversation, Title{""}).problem(422).Field)
	require.Equal(t, 204, mine.delete(conversation).status)
	mine.get(conversation).problem(404)
	mine.get(answer).problem(404)
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	c := w.as("staff1")
	var a qa.Answer
	c.post("/api/v1/ask", Question{Question: howMany}).into(&a)
	path := "/api/v1/answers/" + id(a.ID) + "/feedback"
	require.Equal(t, "reason", c.post(path, Judgement{Verdict: "down"}).problem(422).Field)
	require.Equal(t, "verdict", c.post(path, Judgement{Verdict: "sideways"}).problem(422).Field)
	require.Equal(t, 204, c.post(path, Judgement{Verdict: "down", Reason: "outdated", Comment: "有新的三定"}).status)
	require.Equal(t, 204, c.post(path, Judgement{Verdict: "up"}).status, "one may think again")
	var turn qa.Turn
	c.get("/api/v1/answers/" + id(a.ID)).into(&turn)
	require.Equal(t, "up", turn.Feedback.Verdict)
}

// TestAnswersFollowTheClearance: what an answer rests on was above the reader's clearance from the start, or is now.
func TestAnswersFollowTheClearance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.add("数据局三定.txt", closedPaper, auth.L1)
	c := w.as("staff1")
	var a qa.Answer
	c.post("/api/v1/ask", Question{Question: howMany}).into(&a)
	require.Contains(t, a.Text, "61名")
	w.as("admin").patch("/api/v1/documents/"+id(w.document(version)), DocumentChange{auth.L3})

	for _, path := range []string{"/api/v1/conversations/" + id(a.ConversationID), "/api/v1/answers/" + id(a.ID)} {
		require.NotContains(t, c.get(path).body, "61名", path)
	}
	for _, c := range []*client{c, c.with("Accept", "text/event-stream")} {
		got := c.post("/api/v1/ask", Question{Question: howMany})
		require.NotContains(t, got.body, "61名")
		require.Contains(t, got.body, `"mode":"refusal"`)
	}
	chat := c.post("/v1/chat/completions", map[string]any{"messages": []map[string]any{{"role": "user", "content": howMany}}})
	require.Equal(t, 200, chat.status)
	require.NotContains(t, chat.body, "61名")
	require.Contains(t, w.as("staff3").post("/api/v1/ask", Question{Question: howMany}).body, "61名")
}

// TestChatCompletionsForReal asks the real room through the form of others.
func TestChatCompletionsForReal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	body := map[string]any{"model": "bianku", "stream": true, "messages": []map[string]any{
		{"role": "user", "content": "云澜市数据局是什么规格？"}, {"role": "assistant", "content": "正处级。"}, {"role": "user", "content": howMany}}}
	got := w.byKey("staff1").post("/v1/chat/completions", body)
	var text strings.Builder
	list := events(got.body)
	for _, e := range list[:len(list)-1] {
		var ch chatChunk
		require.NoError(t, json.Unmarshal([]byte(e.data), &ch))
		text.WriteString(ch.Choices[0].Delta.Content)
	}
	require.Equal(t, "[DONE]", list[len(list)-1].data)
	require.Contains(t, text.String(), "61名")
	require.Equal(t, 1, strings.Count(text.String(), "依据："), "the quote stands in the text already: %s", text.String())
	body["stream"] = false
	var whole chatCompletion
	w.byKey("staff1").post("/v1/chat/completions", body).into(&whole)
	require.Equal(t, whole.Choices[0].Message.Content, text.String(), "streamed or not, it is one answer")
}
