package annotate

import (
	"context"
	"strconv"
	"time"

	"bianku/internal/audit"
	"bianku/internal/pg"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// Lease is how long an item is kept for the reviewer who pulled it. Pulling and Renew start it anew.
const Lease = 30 * time.Minute

// Indexer is the index of approved pairs: *retrieval.Index.
type Indexer interface {
	IndexPair(ctx context.Context, tx pg.DB, p retrieval.PairEntry) error
	RemovePair(ctx context.Context, tx pg.DB, pairID int64) error
}

// Service changes pairs. Reading needs none: see store.go. All methods may run at once.
type Service struct {
	index Indexer
	words *sensitivewords.Matcher // nil: not looked for
}

// New makes a Service.
func New(index Indexer, words *sensitivewords.Matcher) *Service {
	return &Service{index: index, words: words}
}

// record puts an event about a pair into the audit trail.
func record(ctx context.Context, tx pg.DB, action string, id int64, before, after any) error {
	return audit.Record(ctx, tx, audit.Event{Action: "pair." + action, Object: "pair", ObjectID: strconv.FormatInt(id, 10), Before: before, After: after})
}

// standing is what the audit trail keeps of where a pair stood.
type standing struct {
	State   State  `json:"state"`
	Round   int    `json:"round,omitempty"`
	Version int    `json:"version"`
	Reason  string `json:"reason,omitempty"`
}

func (p Pair) standing() standing {
	return standing{State: p.State, Round: p.Round, Version: p.Version, Reason: p.Reason}
}
