package web

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/internal/auth"
)

func (s *server) listBatches(ctx context.Context, in *Page) (*out[list[ingest.Batch]], error) {
	return replyList(ingest.Batches(ctx, s.Pool, in.Limit, in.Offset))
}

func (s *server) getBatch(ctx context.Context, in *ByID) (*out[ingest.Batch], error) {
	return reply(ingest.BatchByID(ctx, s.Pool, in.ID))
}

// InStates narrows a list of intakes.
type InStates struct {
	State []string `query:"state" doc:"queued、running、done、failed、duplicate、quarantined，逗号分隔"`
}

func (s *server) listItems(ctx context.Context, in *struct {
	ByID
	Page
	InStates
}) (*out[list[ingest.Intake]], error) {
	if _, err := ingest.BatchByID(ctx, s.Pool, in.ID); err != nil {
		return nil, err // a batch that is not theirs is missing, not empty
	}
	return replyList(ingest.Intakes(ctx, s.Pool, ingest.IntakeFilter{BatchID: in.ID, States: in.State, Limit: in.Limit, Offset: in.Offset}))
}

func (s *server) retryIntake(ctx context.Context, in *ByID) (*out[ingest.Intake], error) {
	var again ingest.Intake
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		if again, err = ingest.Retry(ctx, tx, in.ID); err != nil {
			return err
		}
		return s.Enqueue(ctx, tx, again)
	})
	return reply(again, err)
}

// Jobs are intakes of all batches with the counts by state.
type Jobs struct {
	Items  []ingest.Intake `json:"items"`
	Total  int             `json:"total"`
	Counts map[string]int  `json:"counts"`
}

func (s *server) listJobs(ctx context.Context, in *struct {
	Page
	InStates
}) (*out[Jobs], error) {
	items, total, err := ingest.Intakes(ctx, s.Pool, ingest.IntakeFilter{States: in.State, Limit: in.Limit, Offset: in.Offset})
	if err != nil {
		return nil, err
	}
	counts, err := ingest.IntakeCounts(ctx, s.Pool)
	return reply(Jobs{items, total, counts}, err)
}

func (s *server) listStages(context.Context, *noInput) (*out[list[Stage]], error) {
	return replyList(s.Stages, len(s.Stages), nil)
}

// System is how bianku is doing, as far as the caller may know.
type System struct {
	Version   string       `json:"version"`
	Ready     bool         `json:"ready"`
	Degraded  []string     `json:"degraded" doc:"缺什么、因此差什么"`
	Embedder  string       `json:"embedder" doc:"向量模型；空串为没有"`
	ChatModel string       `json:"chat_model" doc:"对话模型；空串为按原文摘录作答"`
	Counts    SystemCounts `json:"counts"`
	Demo      bool         `json:"demo"`
}

// SystemCounts count only what the caller may see.
type SystemCounts struct {
	Documents int `json:"documents"`
	Versions  int `json:"versions"`
	Chunks    int `json:"chunks"`
	Embedded  int `json:"embedded"`
}

func (s *server) getSystem(ctx context.Context, _ *noInput) (*out[System], error) {
	sys := System{Version: s.Version, Ready: s.Ready(ctx) == nil, Degraded: s.Degraded, Embedder: s.Embedder,
		ChatModel: s.ChatModel, Demo: s.Demo}
	var err error
	sys.Counts, err = s.counts(ctx)
	return reply(sys, err)
}

// counts shows the whole index only to administrators: a number above what one can see tells that there is more.
func (s *server) counts(ctx context.Context) (SystemCounts, error) {
	seen, err := ingest.Count(ctx, s.Pool)
	if err != nil {
		return SystemCounts{}, err
	}
	index, err := s.Index.Counts(ctx)
	embedded := int(index.Embedded)
	if !auth.ActorFrom(ctx).Has(auth.Admin) {
		embedded = min(embedded, seen.Chunks)
	}
	return SystemCounts{Documents: seen.Documents, Versions: seen.Versions, Chunks: seen.Chunks, Embedded: embedded}, err
}
