package web

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/eval/ticket"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/qa"
)

type ticketsInput struct {
	Page
	State ticket.State `query:"state" enum:"new,assigned,fixing,re_review,re_run,closed" doc:"状态"`
	Stage string       `query:"stage" enum:"数据集成,编目,标注,检索,生成" doc:"责任环节"`
	Class eval.Class   `query:"class" doc:"失败类别，如 label_wrong"`
	Mine  bool         `query:"mine" doc:"只要指派给本人的"`
}

// TicketList is a list of tickets with how many stand where, whatever state was asked for.
type TicketList struct {
	Items  []ticket.Ticket      `json:"items"`
	Total  int                  `json:"total"`
	Counts map[ticket.State]int `json:"counts"`
}

func (s *server) listTickets(ctx context.Context, in *ticketsInput) (*out[TicketList], error) {
	items, total, counts, err := ticket.Tickets(ctx, s.Pool, ticket.Filter{State: in.State, Stage: in.Stage, Class: string(in.Class),
		Mine: in.Mine, Limit: in.Limit, Offset: in.Offset})
	return reply(TicketList{items, total, counts}, err)
}

func (s *server) getTicket(ctx context.Context, in *ByID) (*out[ticket.Trail], error) {
	return reply(ticket.ByID(ctx, s.Pool, in.ID, s.Program))
}

// Assignee is somebody a ticket can be given to.
type Assignee struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Name  string `json:"name"`
	Unit  string `json:"unit,omitempty"`
}

func (s *server) listAssignees(ctx context.Context, _ *noInput) (*out[list[Assignee]], error) {
	all, err := ticket.Assignees(ctx, s.Pool)
	items := make([]Assignee, len(all))
	for i, a := range all {
		items[i] = Assignee{a.ID, a.Login, a.Name, a.Unit}
	}
	return replyList(items, len(items), err)
}

// Assignment gives a ticket to an account.
type Assignment struct {
	AccountID int64  `json:"account_id" minimum:"1"`
	Note      string `json:"note,omitempty" maxLength:"500"`
}

// StepNote is said along with a step.
type StepNote struct {
	Note string `json:"note,omitempty" maxLength:"500"`
}

// FixNote says which version mends the object, and how.
type FixNote struct {
	FixVersion string `json:"fix_version" minLength:"1" maxLength:"80" doc:"修复后的版本：工单详情 fixes 中的一个"`
	Note       string `json:"note" minLength:"1" maxLength:"500"`
}

// step makes one step of a ticket in a transaction of its own.
func (s *server) step(ctx context.Context, f func(tx pgx.Tx) (ticket.Ticket, error)) (*out[ticket.Ticket], error) {
	var t ticket.Ticket
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) { t, err = f(tx); return err })
	return reply(t, err)
}

func (s *server) assignTicket(ctx context.Context, in *struct {
	ByID
	Body Assignment
}) (*out[ticket.Ticket], error) {
	return s.step(ctx, func(tx pgx.Tx) (ticket.Ticket, error) {
		return ticket.Assign(ctx, tx, in.ID, in.Body.AccountID, in.Body.Note)
	})
}

type stepInput struct {
	ByID
	Body StepNote
}

func (s *server) startTicket(ctx context.Context, in *stepInput) (*out[ticket.Ticket], error) {
	return s.step(ctx, func(tx pgx.Tx) (ticket.Ticket, error) {
		return ticket.Start(ctx, tx, in.ID, in.Body.Note, func(ctx context.Context, tx pg.DB, pair int64, reason string) error {
			_, err := s.Pairs.Recheck(ctx, tx, pair, reason)
			return err
		})
	})
}

func (s *server) fixedTicket(ctx context.Context, in *struct {
	ByID
	Body FixNote
}) (*out[ticket.Ticket], error) {
	return s.step(ctx, func(tx pgx.Tx) (ticket.Ticket, error) {
		return ticket.Fixed(ctx, tx, in.ID, in.Body.FixVersion, in.Body.Note, s.Program)
	})
}

func (s *server) acceptTicket(ctx context.Context, in *stepInput) (*out[ticket.Ticket], error) {
	return s.step(ctx, func(tx pgx.Tx) (ticket.Ticket, error) { return ticket.Accept(ctx, tx, in.ID, in.Body.Note) })
}

func (s *server) rejectTicket(ctx context.Context, in *stepInput) (*out[ticket.Ticket], error) {
	return s.step(ctx, func(tx pgx.Tx) (ticket.Ticket, error) { return ticket.Reject(ctx, tx, in.ID, in.Body.Note) })
}

func (s *server) rerunTicket(ctx context.Context, in *ByID) (*out[eval.Run], error) {
	if s.EnqueueRun == nil {
		return nil, fault.New(fault.Unavailable, "本进程不能发起评测，请联系管理员。")
	}
	var run eval.Run
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		if run, err = ticket.Again(ctx, tx, in.ID); err != nil {
			return err
		}
		return s.EnqueueRun(ctx, tx, run.ID)
	})
	return reply(run, err)
}

// getFeedback is the caller's own judgement of an answer, with what became of it.
func (s *server) getFeedback(ctx context.Context, in *ByID) (*out[qa.Feedback], error) {
	turn, err := qa.TurnByID(ctx, s.Pool, in.ID)
	if err != nil {
		return nil, err
	}
	if turn.Feedback == nil {
		return nil, fault.New(fault.NotFound, "还没有评价过这次回答。")
	}
	turns := []qa.Turn{turn}
	err = s.handled(ctx, turns)
	return reply(*turns[0].Feedback, err)
}

// handled fills in where the tickets stand that the caller's thumbs-down led to.
func (s *server) handled(ctx context.Context, turns []qa.Turn) error {
	var ids []int64
	for _, t := range turns {
		if t.Feedback != nil && t.Feedback.Verdict == "down" {
			ids = append(ids, t.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := ticket.Standings(ctx, s.Pool, ids)
	for _, t := range turns {
		if h, ok := found[t.ID]; ok {
			t.Feedback.Ticket = &h
		}
	}
	return err
}
