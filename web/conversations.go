package web

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/eval/ticket"
	"bianku/ingest/structure"
	"bianku/internal/civil"
	"bianku/qa"
	"bianku/retrieval"
)

func (s *server) listConversations(ctx context.Context, _ *noInput) (*out[list[qa.Conversation]], error) {
	all, err := qa.Conversations(ctx, s.Pool)
	return replyList(all, len(all), err)
}

func (s *server) getConversation(ctx context.Context, in *ByID) (*out[qa.Conversation], error) {
	c, err := qa.ConversationByID(ctx, s.Pool, in.ID)
	if err == nil {
		err = s.handled(ctx, c.Turns)
	}
	return reply(c, err)
}

// Title is a conversation's new title.
type Title struct {
	Title string `json:"title" minLength:"1" maxLength:"100"`
}

func (s *server) renameConversation(ctx context.Context, in *struct {
	ByID
	Body Title
}) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error { return qa.Rename(ctx, tx, in.ID, in.Body.Title) })
}

func (s *server) deleteConversation(ctx context.Context, in *ByID) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error { return qa.Delete(ctx, tx, in.ID) })
}

func (s *server) getAnswer(ctx context.Context, in *ByID) (*out[qa.Turn], error) {
	t, err := qa.TurnByID(ctx, s.Pool, in.ID)
	if err == nil {
		err = s.handled(ctx, []qa.Turn{t})
	}
	return reply(t, err)
}

// Judgement is a person's judgement of an answer.
type Judgement struct {
	Verdict string `json:"verdict" enum:"up,down"`
	Reason  string `json:"reason,omitempty" doc:"down 时必填：wrong 错误、outdated 过时、citation 依据不符、incomplete 不完整、refused 不该拒答、other 其他"`
	Comment string `json:"comment,omitempty" maxLength:"2000"`
}

func (s *server) giveFeedback(ctx context.Context, in *struct {
	ByID
	Body Judgement
}) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := qa.TurnByID(ctx, tx, in.ID); err != nil {
			return err // somebody else's answer and a missing one are told apart by nothing
		}
		if err := qa.GiveFeedback(ctx, tx, in.ID, in.Body.Verdict, in.Body.Reason, in.Body.Comment); err != nil {
			return err
		}
		return ticket.Judged(ctx, tx, in.ID)
	})
}

type searchInput struct {
	Q           string           `query:"q" required:"true" minLength:"1" maxLength:"2000" doc:"检索词或问题"`
	K           int              `query:"k" minimum:"1" maximum:"100" default:"10" doc:"条数"`
	AsOf        civil.Date       `query:"as_of" doc:"按哪一天的效力，默认今天"`
	Leg         retrieval.Leg    `query:"leg" doc:"fused（默认）、lexical、dense"`
	AnyValidity bool             `query:"any_validity" doc:"也要当日无效的文本"`
	Kind        []structure.Kind `query:"kind" doc:"文件种类，逗号分隔"`
	DocumentID  []int64          `query:"document_id" doc:"只在这些文件中，逗号分隔"`
	Explain     bool             `query:"explain" doc:"说明得分来历"`
}

func (s *server) search(ctx context.Context, in *searchInput) (*out[retrieval.Result], error) {
	return reply(s.Index.Search(ctx, retrieval.Query{Text: in.Q, K: in.K, Leg: in.Leg, AsOf: in.AsOf,
		AnyValidity: in.AnyValidity, Kinds: in.Kind, DocumentIDs: in.DocumentID, Explain: in.Explain}))
}
