package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/eval/ticket"
	"bianku/internal/auth"
	"bianku/qa"
)

// A reader's thumbs-down is a ticket for those who mend, a state for the reader, and nothing for anybody else.
func TestAThumbsDownBecomesATicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	reader, lead := w.as("staff1"), w.as("lead")
	var a qa.Answer
	reader.post("/api/v1/ask", Question{Question: howMany}).into(&a)
	feedback := "/api/v1/answers/" + id(a.ID) + "/feedback"
	reader.get(feedback).problem(404)
	require.Equal(t, 204, reader.post(feedback, Judgement{Verdict: "down", Reason: "outdated", Comment: "有新的三定"}).status)

	var mine qa.Feedback
	reader.get(feedback).into(&mine)
	require.Equal(t, "有新的三定", mine.Comment)
	require.Equal(t, "已受理，等待指派", mine.Ticket.Label)
	var c qa.Conversation
	reader.get("/api/v1/conversations/" + id(a.ConversationID)).into(&c)
	require.Equal(t, mine.Ticket.TicketID, c.Turns[0].Feedback.Ticket.TicketID)
	w.as("staff3").get(feedback).problem(404)

	path := "/api/v1/tickets/" + id(mine.Ticket.TicketID)
	for _, who := range []string{"staff1", "auditor", "partner"} {
		w.as(who).get("/api/v1/tickets").problem(403)
		w.as(who).get(path).problem(403)
	}
	var list TicketList
	lead.get("/api/v1/tickets?state=new&stage=编目").into(&list)
	require.Equal(t, 1, list.Total)
	require.Equal(t, map[ticket.State]int{ticket.New: 1}, list.Counts)
	var tr ticket.Trail
	w.as("expert").get(path).into(&tr)
	require.Equal(t, "过时：有新的三定", tr.Cases[0].Problem)
	require.NotEmpty(t, tr.Cases[0].Evidence)
	require.NotNil(t, tr.Fixes)
}

// The steps over HTTP: who is refused, what is refused, and what the ticket is afterwards.
func TestTicketSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	reader, lead, expert := w.as("staff1"), w.as("lead"), w.as("expert")
	var a qa.Answer
	reader.post("/api/v1/ask", Question{Question: howMany}).into(&a)
	require.Equal(t, 204, reader.post("/api/v1/answers/"+id(a.ID)+"/feedback", Judgement{Verdict: "down", Reason: "outdated"}).status)
	var list TicketList
	lead.get("/api/v1/tickets").into(&list)
	path := "/api/v1/tickets/" + id(list.Items[0].ID)

	var people struct {
		Items []Assignee `json:"items"`
	}
	lead.get("/api/v1/tickets/assignees").into(&people)
	require.Len(t, people.Items, 3)
	at := map[string]int64{}
	for _, p := range people.Items {
		at[p.Login] = p.ID
	}
	expert.post(path+"/assign", Assignment{AccountID: at["expert"]}).problem(403)
	lead.post(path+"/start", StepNote{}).problem(409)
	lead.post(path+"/rerun", nil).problem(409)
	var now ticket.Ticket
	lead.post(path+"/assign", Assignment{AccountID: at["expert"], Note: "请核对"}).into(&now)
	require.Equal(t, ticket.Assigned, now.State)
	expert.post(path+"/start", StepNote{}).into(&now)
	require.Equal(t, ticket.Fixing, now.State)
	require.Equal(t, "fix_version", expert.post(path+"/fixed", FixNote{FixVersion: "999", Note: "换了新的"}).problem(422).Field)
	expert.post(path+"/accept", StepNote{}).problem(403)
	lead.post(path+"/accept", StepNote{}).problem(409)
	lead.post(path+"/reject", StepNote{Note: "不对"}).problem(409)
	lead.get("/api/v1/tickets/99999").problem(404)
	var feedback qa.Feedback
	reader.get("/api/v1/answers/" + id(a.ID) + "/feedback").into(&feedback)
	require.Equal(t, "正在修复", feedback.Ticket.Label)
}
