package ingest

import (
	"time"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// Status is the validity of a version on a day: a function of the day, computed by ingest.status in SQL and nowhere else.
type Status string

const (
	InForce         Status = "in_force"          // 现行有效
	Amended         Status = "amended"           // 已修改: a later version of the same work is in force
	Repealed        Status = "repealed"          // 已废止
	Lapsed          Status = "lapsed"            // 失效
	NotYetEffective Status = "not_yet_effective" // 尚未生效
	Draft           Status = "draft"             // 征求意见稿
	Unknown         Status = "unknown"           // 效力未知
)

// Chinese is the status as shown.
func (s Status) Chinese() string {
	return map[Status]string{InForce: "现行有效", Amended: "已修改", Repealed: "已废止", Lapsed: "失效",
		NotYetEffective: "尚未生效", Draft: "征求意见稿", Unknown: "效力未知"}[s]
}

// Document is the work, with the version in force on the day it was asked for (or the newest one).
type Document struct {
	ID          int64          `json:"id"`
	Kind        structure.Kind `json:"kind"`
	Title       string         `json:"title"`
	DocNo       string         `json:"doc_no,omitempty"`
	Issuer      string         `json:"issuer,omitempty"`
	Org         string         `json:"org,omitempty"`
	Clearance   auth.Clearance `json:"clearance"`
	SourceClass int            `json:"source_class"`
	Sample      bool           `json:"sample"`
	CreatedAt   time.Time      `json:"created_at"`
	Versions    []VersionInfo  `json:"versions"` // newest first
}

// VersionInfo is a version without its text.
type VersionInfo struct {
	ID             int64      `json:"id"`
	DocumentID     int64      `json:"document_id"`
	Title          string     `json:"title"`
	DocNo          string     `json:"doc_no,omitempty"`
	Filename       string     `json:"filename"`
	ExternalID     string     `json:"external_id,omitempty"`
	Format         string     `json:"format"`
	Parser         string     `json:"parser"`
	SHA256         string     `json:"sha256"`
	SM3            string     `json:"sm3"`
	Size           int64      `json:"size"`
	Pages          int        `json:"pages,omitempty"`
	SignedOn       civil.Date `json:"signed_on,omitempty"`
	PublishedOn    civil.Date `json:"published_on,omitempty"`
	EffectiveFrom  civil.Date `json:"effective_from,omitempty"`
	EffectiveTo    civil.Date `json:"effective_to,omitempty"`
	EndedBy        string     `json:"ended_by,omitempty"` // next_version, repealed, lapsed
	EndedByVersion int64      `json:"ended_by_version,omitempty"`
	Status         Status     `json:"status"`          // on AsOf
	Doubt          string     `json:"doubt,omitempty"` // plain Chinese: a proposed repeal that nobody has confirmed yet
	AsOf           civil.Date `json:"as_of"`
	ChunkCount     int        `json:"chunk_count"`
	CreatedAt      time.Time  `json:"created_at"`
}

// Version is a version whole.
type Version struct {
	VersionInfo
	Document Document            `json:"document"`
	Text     string              `json:"text"`
	Fields   []structure.Field   `json:"fields"`
	History  []structure.Event   `json:"history"`
	Findings []structure.Finding `json:"findings"`
	Quality  parse.Quality       `json:"quality"`
}

// Chunk is a stored chunk. Start and End are runes in the version's text.
type Chunk struct {
	ID        int64               `json:"id"`
	VersionID int64               `json:"version_id"`
	Seq       int                 `json:"seq"`
	Kind      structure.ChunkKind `json:"kind"`
	Address   string              `json:"address"`
	Label     string              `json:"label"`
	Path      []string            `json:"path"`
	Lead      string              `json:"lead,omitempty"`
	Text      string              `json:"text"`
	Start     int                 `json:"start"`
	End       int                 `json:"end"`
	Page      int                 `json:"page,omitempty"`
	Hash      string              `json:"hash"`
}

// Fact is a stored number with the document, article and validity behind it.
type Fact struct {
	ID            int64          `json:"id"`
	VersionID     int64          `json:"version_id"`
	DocumentID    int64          `json:"document_id"`
	ChunkID       int64          `json:"chunk_id"`
	Org           string         `json:"org"`
	Unit          string         `json:"unit,omitempty"`
	Type          string         `json:"type"`
	Title         string         `json:"title,omitempty"`
	N             int            `json:"n"`
	Delta         bool           `json:"delta"`
	Qualifier     string         `json:"qualifier,omitempty"`
	Quote         string         `json:"quote"`
	Start         int            `json:"start"`
	End           int            `json:"end"`
	Label         string         `json:"label"` // of the chunk
	DocTitle      string         `json:"doc_title"`
	DocNo         string         `json:"doc_no,omitempty"`
	DocKind       structure.Kind `json:"doc_kind"`
	EffectiveFrom civil.Date     `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date     `json:"effective_to,omitempty"`
	Status        Status         `json:"status"`
	Clearance     auth.Clearance `json:"clearance"`
}

// Relation is a stored relation; Target is nil until its document is in the corpus, or where the actor may not see it.
type Relation struct {
	ID               int64      `json:"id"`
	VersionID        int64      `json:"version_id"`
	FromTitle        string     `json:"from_title"`
	FromDocumentID   int64      `json:"from_document_id"`
	Type             string     `json:"type"`
	TargetTitle      string     `json:"target_title,omitempty"`
	TargetDocNo      string     `json:"target_doc_no,omitempty"`
	TargetDate       civil.Date `json:"target_date,omitempty"`
	TargetDocumentID int64      `json:"target_document_id,omitempty"`
	Sentence         string     `json:"sentence"`
	Start            int        `json:"start"`
	End              int        `json:"end"`
	State            string     `json:"state"` // proposed, confirmed, rejected
}

// Batch is one submission with the counts of its items by state.
type Batch struct {
	ID          int64          `json:"id"`
	Label       string         `json:"label"`
	Actor       string         `json:"actor"`
	Clearance   auth.Clearance `json:"clearance"`
	SourceClass int            `json:"source_class"`
	Sample      bool           `json:"sample"`
	Counts      map[string]int `json:"counts"` // state → items
	Total       int            `json:"total"`
	CreatedAt   time.Time      `json:"created_at"`
}

// Intake is one file of a batch on its way through the stages.
type Intake struct {
	ID         int64     `json:"id"`
	BatchID    int64     `json:"batch_id"`
	Filename   string    `json:"filename"`
	SHA256     string    `json:"sha256,omitempty"`
	ExternalID string    `json:"external_id,omitempty"`
	Size       int64     `json:"size"`
	Stage      string    `json:"stage"`
	State      string    `json:"state"`
	Progress   float64   `json:"progress"`
	Error      string    `json:"error,omitempty"`
	Detail     string    `json:"detail,omitempty"` // administrators only
	Note       string    `json:"note,omitempty"`   // plain Chinese: what is less than whole although nothing failed
	Line       int       `json:"line,omitempty"`   // of a --jsonl row
	VersionID  int64     `json:"version_id,omitempty"`
	DocumentID int64     `json:"document_id,omitempty"`
	Attempts   int       `json:"attempts"`
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}
