package annotate

import (
	"time"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// State is where a pair stands, see the package comment.
type State string

const (
	StateDraft     State = "draft"     // 草稿
	StateReview    State = "review"    // 审核中
	StateApproved  State = "approved"  // 已审定
	StateRejected  State = "rejected"  // 已退回
	StateWithdrawn State = "withdrawn" // 已撤下
)

// Chinese is the state as shown.
func (s State) Chinese() string {
	return map[State]string{StateDraft: "草稿", StateReview: "审核中", StateApproved: "已审定", StateRejected: "已退回",
		StateWithdrawn: "已撤下"}[s]
}

// Origin is who or what first wrote a pair.
type Origin string

const (
	ByRule     Origin = "rule"
	ByModel    Origin = "model"
	ByExpert   Origin = "expert"
	ByFeedback Origin = "feedback"
	ByFailure  Origin = "failure"
)

// Basis is 依据. Start and End are runes in the text of the version; Quote is what stands between them, Hash its SHA-256.
type Basis struct {
	ChunkID       int64         `json:"chunk_id,omitempty"` // 0: the text was cut anew since
	VersionID     int64         `json:"version_id"`
	DocumentID    int64         `json:"document_id"`
	Title         string        `json:"title"`
	DocNo         string        `json:"doc_no,omitempty"`
	Filename      string        `json:"filename"`
	Address       string        `json:"address"`
	Label         string        `json:"label"`
	Quote         string        `json:"quote"`
	Start         int           `json:"start"`
	End           int           `json:"end"`
	Hash          string        `json:"hash"`
	Status        ingest.Status `json:"status"` // today
	EffectiveFrom civil.Date    `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date    `json:"effective_to,omitempty"`
}

// Link is 关联: to a pair or to a document.
type Link struct {
	Type       string `json:"type"` // related, prerequisite, contrast, supersedes
	PairID     int64  `json:"pair_id,omitempty"`
	DocumentID int64  `json:"document_id,omitempty"`
	Title      string `json:"title"` // the linked question or document title; filled in on reading
}

// Finding is what a check says of a version.
type Finding struct {
	Rule    string `json:"rule"`    // basis_verbatim, basis_in_force, number_unsupported, duplicate_question, sensitive, …
	Metric  string `json:"metric"`  // accuracy 内容准确性, format 格式规范性, relevance 主题相关度, logic 逻辑一致性, identity 标识完整性
	Level   string `json:"level"`   // error: cannot be submitted or accepted; warning: a person looks
	Message string `json:"message"` // plain Chinese: what, where, what to do
}

// Content is what a person or a rule writes: one version of a pair. Basis needs VersionID, Start and End (or ChunkID and
// Quote, found verbatim in the chunk); the rest of it is filled in.
type Content struct {
	PairID        int64    `json:"pair_id,omitempty"` // the pair that it is a version of; Create and Save set it
	Question      string   `json:"question"`
	Variants      []string `json:"variants,omitempty"`
	Answer        string   `json:"answer"`
	Type          int      `json:"type"` // 1–30
	Basis         []Basis  `json:"basis"`
	Links         []Link   `json:"links,omitempty"`
	Origin        Origin   `json:"origin,omitempty"`
	Model         string   `json:"model,omitempty"`
	PromptVersion string   `json:"prompt_version,omitempty"`
	Note          string   `json:"note,omitempty"`
}

// Pair is a pair at its current version.
type Pair struct {
	ID              int64          `json:"id"`
	State           State          `json:"state"`
	Round           int            `json:"round,omitempty"`
	Version         int            `json:"version"`
	Type            int            `json:"type"`
	Origin          Origin         `json:"origin"`
	Clearance       auth.Clearance `json:"clearance"`
	Priority        int            `json:"priority"`
	Reason          string         `json:"reason,omitempty"`
	DocumentID      int64          `json:"document_id"`
	Question        string         `json:"question"`
	Variants        []string       `json:"variants,omitempty"`
	Answer          string         `json:"answer"`
	Basis           []Basis        `json:"basis"`
	Links           []Link         `json:"links,omitempty"`
	Findings        []Finding      `json:"findings,omitempty"`
	Author          string         `json:"author,omitempty"` // "" for a rule or model
	Model           string         `json:"model,omitempty"`
	PromptVersion   string         `json:"prompt_version,omitempty"`
	LeasedBy        int64          `json:"leased_by,omitempty"`
	LeasedUntil     *time.Time     `json:"leased_until,omitempty"`
	ApprovedVersion int            `json:"approved_version,omitempty"`
	ApprovedAt      *time.Time     `json:"approved_at,omitempty"`
	CreatedAt       time.Time      `json:"created_at"`
	UpdatedAt       time.Time      `json:"updated_at"`
}

// PairVersion is one version in a pair's history, with the verdicts on it.
type PairVersion struct {
	N         int       `json:"n"`
	Question  string    `json:"question"`
	Variants  []string  `json:"variants,omitempty"`
	Answer    string    `json:"answer"`
	Type      int       `json:"type"`
	Basis     []Basis   `json:"basis"`
	Links     []Link    `json:"links,omitempty"` // titles as they are today
	Author    string    `json:"author,omitempty"`
	Note      string    `json:"note,omitempty"`
	Findings  []Finding `json:"findings,omitempty"`
	Verdicts  []Verdict `json:"verdicts"`
	CreatedAt time.Time `json:"created_at"`
}

// Verdict is a sign-off.
type Verdict struct {
	N          int       `json:"n"` // the version
	Round      int       `json:"round"`
	ReviewerID int64     `json:"reviewer_id"`
	Reviewer   string    `json:"reviewer"`
	Unit       string    `json:"unit,omitempty"`
	Action     string    `json:"action"` // accept, edit, reject
	Reason     string    `json:"reason,omitempty"`
	Comment    string    `json:"comment,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
}
