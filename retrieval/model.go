package retrieval

import (
	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// Leg selects what ranks the hits.
type Leg string

const (
	Fused   Leg = "fused" // both, fused; the default
	Lexical Leg = "lexical"
	Dense   Leg = "dense"
)

// Query is one search. The actor in the context decides what it can see.
type Query struct {
	Text        string
	K           int              // hits wanted, 1–1000; 0 means 10
	Leg         Leg              // "" means Fused (Lexical where there is no embedder)
	AsOf        civil.Date       // zero means today
	AnyValidity bool             // also what is not in force on AsOf; each hit still says its status
	Kinds       []structure.Kind // nil means all
	DocumentIDs []int64          // nil means all
	NoPairs     bool             // chunks only: a test set knows no pairs
	OnlyPairs   bool             // approved pairs only: what has been asked and answered already
	NoDirect    bool             // no direct lookup of 发文字号, 《title》, 第X条: plain ranking, for measuring
	Explain     bool
}

// Hit is one found chunk (or approved pair) with what a reader and a citation need.
type Hit struct {
	EntryID       int64               `json:"entry_id"`
	ChunkID       int64               `json:"chunk_id,omitempty"`
	PairID        int64               `json:"pair_id,omitempty"`
	VersionID     int64               `json:"version_id"`
	DocumentID    int64               `json:"document_id"`
	ExternalID    string              `json:"external_id,omitempty"`
	Filename      string              `json:"filename"`
	DocKind       structure.Kind      `json:"doc_kind"`
	Title         string              `json:"title"`
	DocNo         string              `json:"doc_no,omitempty"`
	Org           string              `json:"org,omitempty"`
	Kind          structure.ChunkKind `json:"kind"`
	Address       string              `json:"address"`
	Label         string              `json:"label"`
	Path          []string            `json:"path"`
	Lead          string              `json:"lead,omitempty"`
	Text          string              `json:"text"`
	Start         int                 `json:"start"` // runes in the version's text
	End           int                 `json:"end"`
	Page          int                 `json:"page,omitempty"`
	Hash          string              `json:"hash"`
	Status        ingest.Status       `json:"status"` // on the query's day
	Doubt         string              `json:"doubt,omitempty"`
	EffectiveFrom civil.Date          `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date          `json:"effective_to,omitempty"`
	Clearance     auth.Clearance      `json:"clearance"`
	Score         float64             `json:"score"`
	Direct        string              `json:"direct,omitempty"` // why it was looked up: doc_no, title, article
	Explain       *Explain            `json:"explain,omitempty"`
}

// Explain says where a score came from.
type Explain struct {
	LexicalRank  int          `json:"lexical_rank,omitempty"` // from 1; 0: not among this leg's candidates
	LexicalScore float64      `json:"lexical_score,omitempty"`
	DenseRank    int          `json:"dense_rank,omitempty"`
	DenseScore   float64      `json:"dense_score,omitempty"` // cosine
	Terms        []TermWeight `json:"terms,omitempty"`       // the question's terms found in the text
	Parts        []ScorePart  `json:"parts"`                 // they add up to Score
}

// TermWeight is one term's share of the lexical score.
type TermWeight struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
}

// ScorePart is one addend of a score, named in Chinese.
type ScorePart struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Result is a search answered.
type Result struct {
	Query    string     `json:"query"`
	AsOf     civil.Date `json:"as_of"`
	Leg      Leg        `json:"leg"`                // what really ran
	Degraded string     `json:"degraded,omitempty"` // plain Chinese: why it is less than asked for (no embedder)
	TookMS   float64    `json:"took_ms"`
	Hits     []Hit      `json:"hits"`
}
