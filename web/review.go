package web

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"

	"bianku/annotate"
)

// ReviewQueue is what a reviewer sees before pulling.
type ReviewQueue struct {
	Counts  annotate.QueueCounts `json:"counts"`
	Reasons []annotate.Reason    `json:"reasons" doc:"退回的原因"`
}

func (s *server) getReview(ctx context.Context, _ *noInput) (*out[ReviewQueue], error) {
	counts, err := annotate.Queue(ctx, s.Pool)
	return reply(ReviewQueue{counts, annotate.Reasons}, err)
}

// ReviewItem is what was pulled.
type ReviewItem struct {
	Item       *annotate.Pair `json:"item"` // nil: nothing to do
	LeaseUntil *time.Time     `json:"lease_until,omitempty" doc:"在此之前归本人审核"`
}

// docNext says that there may be nothing to do, which huma has no tag for.
func docNext(_ *huma.Operation, r huma.Registry) {
	p := r.Map()["ReviewItem"].Properties
	p["item"] = &huma.Schema{OneOf: []*huma.Schema{p["item"], {Type: "null"}}, Description: "没有可审的则为 null"}
}

func (s *server) nextReview(ctx context.Context, _ *noInput) (*out[ReviewItem], error) {
	item, err := s.Pairs.Pull(ctx, s.Pool)
	if err != nil || item == nil {
		return reply(ReviewItem{}, err)
	}
	return reply(ReviewItem{&item.Pair, &item.Until}, nil)
}

// ReviewLease is until when an item is kept.
type ReviewLease struct {
	LeaseUntil time.Time `json:"lease_until"`
}

func (s *server) renewReview(ctx context.Context, in *ByID) (*out[ReviewLease], error) {
	var lease ReviewLease
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) { lease.LeaseUntil, err = s.Pairs.Renew(ctx, tx, in.ID); return err })
	return reply(lease, err)
}

func (s *server) returnReview(ctx context.Context, in *ByID) (*none, error) {
	return nil, s.inTx(ctx, func(tx pgx.Tx) error { return s.Pairs.Return(ctx, tx, in.ID) })
}

// ReviewVerdict is a reviewer's verdict on the version they looked at.
type ReviewVerdict struct {
	Version int          `json:"version" minimum:"1" doc:"看的是第几版"`
	Action  string       `json:"action" enum:"accept,edit,reject" doc:"通过、修改、退回"`
	Reason  string       `json:"reason,omitempty" doc:"退回的原因，见 GET /review"`
	Comment string       `json:"comment,omitempty" maxLength:"2000"`
	Content *PairContent `json:"content,omitempty" doc:"修改后的内容"`
}

func (s *server) giveVerdict(ctx context.Context, in *struct {
	ByID
	Body ReviewVerdict
}) (*out[annotate.Pair], error) {
	d := annotate.Decision{Version: in.Body.Version, Action: in.Body.Action, Reason: in.Body.Reason, Comment: in.Body.Comment}
	if in.Body.Content != nil {
		c := in.Body.Content.content()
		d.Content = &c
	}
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Decide(ctx, tx, in.ID, d) })
}
