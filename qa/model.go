package qa

import (
	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// Mode is how an answer was made.
type Mode string

const (
	Extractive Mode = "extractive" // from approved pairs, facts and verbatim sentences; no model
	Model      Mode = "model"      // written by a model, every sentence checked against its quote
	Refused    Mode = "refusal"
)

// Question is what a person asks.
type Question struct {
	Text           string
	ConversationID int64      // 0 starts a new one
	AsOf           civil.Date // zero: what the question says, else today
	NoStore        bool       // batch and bench: do not keep a turn
	History        []string   // earlier questions of a conversation that is kept elsewhere (/v1/chat/completions), oldest first
}

// Answer is what a person gets. Every sentence of Sentences rests on the citations it names, or says it does not.
type Answer struct {
	ID             int64              `json:"id,omitempty"` // the turn
	ConversationID int64              `json:"conversation_id,omitempty"`
	Question       string             `json:"question"`
	Mode           Mode               `json:"mode"`
	Text           string             `json:"text"` // the sentences as one readable text with [1] marks
	Sentences      []Sentence         `json:"sentences"`
	Citations      []Citation         `json:"citations"`
	AsOf           civil.Date         `json:"as_of"`
	AsOfSource     string             `json:"as_of_source"`         // today, question, request
	AsOfNote       string             `json:"as_of_note,omitempty"` // Chinese: 按2018年3月17日的规定回答
	Notices        []string           `json:"notices,omitempty"`    // Chinese: the successor of a repealed text, an unconfirmed repeal, 含/另 clauses …
	Table          *Table             `json:"table,omitempty"`      // comparison, history, list
	Related        []Related          `json:"related,omitempty"`
	Refusal        *Refusal           `json:"refusal,omitempty"`
	Clearance      auth.Clearance     `json:"clearance"`          // highest of its evidence
	Approved       *Approval          `json:"approved,omitempty"` // the answer is an approved pair's
	Model          string             `json:"model,omitempty"`
	PromptVersion  string             `json:"prompt_version,omitempty"`
	Degraded       string             `json:"degraded,omitempty"` // Chinese
	Timings        map[string]float64 `json:"timings"`            // stage → ms
}

// Sentence is one sentence of an answer.
type Sentence struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"` // numbers of Answer.Citations, from 1
	Supported bool   `json:"supported"`
	Problem   string `json:"problem,omitempty"` // Chinese, when not supported
}

// Citation is a verbatim quote of a chunk. Start and End are the quote's runes in the version's text.
type Citation struct {
	N             int            `json:"n"`
	ChunkID       int64          `json:"chunk_id"`
	PairID        int64          `json:"pair_id,omitempty"`
	VersionID     int64          `json:"version_id"`
	DocumentID    int64          `json:"document_id"`
	Filename      string         `json:"filename"`
	ExternalID    string         `json:"external_id,omitempty"`
	DocKind       structure.Kind `json:"doc_kind"`
	Title         string         `json:"title"`
	DocNo         string         `json:"doc_no,omitempty"`
	Address       string         `json:"address"`
	Label         string         `json:"label"`
	Path          []string       `json:"path"`
	Page          int            `json:"page,omitempty"`
	Quote         string         `json:"quote"`
	Start         int            `json:"start"`
	End           int            `json:"end"`
	Status        ingest.Status  `json:"status"`
	Doubt         string         `json:"doubt,omitempty"`
	EffectiveFrom civil.Date     `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date     `json:"effective_to,omitempty"`
}

// Table is an answer that is rows: a comparison, a history, a list.
type Table struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
	Cites  [][]int    `json:"cites"` // per row, numbers of Answer.Citations
}

// Related is 关联: a document, or another question, that belongs to the answer without being its ground.
type Related struct {
	DocumentID int64  `json:"document_id"`
	PairID     int64  `json:"pair_id,omitempty"` // instead of a document: another approved question
	Title      string `json:"title"`
	Relation   string `json:"relation"` // Chinese: 依据, 修订前版本, 同一机构的批复 …
}

// Refusal says why there is no answer and what is near.
type Refusal struct {
	Reason  string     `json:"reason"`            // no_evidence, partial, secret, personal, opinion, out_of_domain, not_in_force, blocked, unclear
	Message string     `json:"message"`           // Chinese: why, and what to do next
	Nearest []Citation `json:"nearest,omitempty"` // the nearest articles, never presented as the answer
}

// Event is one step of an answer on its way, sent to the client as SSE.
type Event struct {
	Type     string    `json:"type"`            // stage, delta, citation, final, error
	Stage    string    `json:"stage,omitempty"` // understanding, retrieving, reading, answering, verifying
	Label    string    `json:"label,omitempty"` // the stage in Chinese
	Delta    string    `json:"delta,omitempty"`
	Citation *Citation `json:"citation,omitempty"`
	Answer   *Answer   `json:"answer,omitempty"` // of final
	Error    string    `json:"error,omitempty"`  // Chinese
}
