package web

import (
	"context"

	"bianku/eval/ticket"
	"bianku/qa"
)

// listReported is what the caller called wrong, with where it stands.
func (s *server) listReported(ctx context.Context, _ *noInput) (*out[list[qa.Reported]], error) {
	all, err := qa.ReportedBy(ctx, s.Pool)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, r := range all {
		ids[i] = r.TurnID
	}
	found, err := ticket.Standings(ctx, s.Pool, ids)
	for i := range all {
		if h, ok := found[all[i].TurnID]; ok {
			all[i].Ticket = &h
		}
	}
	return replyList(all, len(all), err)
}
