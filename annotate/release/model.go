package release

import (
	"fmt"
	"time"

	"bianku/internal/civil"
)

// State is where a release stands, see the package comment.
type State string

const (
	Building State = "building" // 构建中
	Ready    State = "ready"    // 已发布
	Failed   State = "failed"   // 构建失败
)

// Chinese is the state as shown.
func (s State) Chinese() string {
	return map[State]string{Building: "构建中", Ready: "已发布", Failed: "构建失败"}[s]
}

// Rule is why a record may leave.
type Rule string

const (
	PublicL1     Rule = "public_l1"    // every document it rests on is L1
	Desensitised Rule = "desensitised" // L1, with the personal data masked
)

// Rules are all of them, in the order in which they are shown.
var Rules = []Rule{PublicL1, Desensitised}

// Chinese is the rule as shown.
func (r Rule) Chinese() string {
	return map[Rule]string{PublicL1: "依据均为公开（L1）文件", Desensitised: "公开（L1）文件，个人信息已遮盖"}[r]
}

// Release is a package, or one in the making.
type Release struct {
	ID             int64      `json:"id"`
	Version        string     `json:"version"`
	State          State      `json:"state"`
	Note           string     `json:"note,omitempty"`
	ReleasedOn     civil.Date `json:"released_on,omitempty"`
	Records        int        `json:"records"`
	Added          int        `json:"added"` // against the release before
	Changed        int        `json:"changed"`
	Withdrawn      int        `json:"withdrawn"`
	Size           int64      `json:"size"`
	ManifestSHA256 string     `json:"manifest_sha256,omitempty"`
	Signature      string     `json:"signature,omitempty"` // base64
	KeyID          string     `json:"key_id,omitempty"`
	Progress       float64    `json:"progress"`
	Error          string     `json:"error,omitempty"` // plain Chinese
	CreatedBy      string     `json:"created_by,omitempty"`
	CreatedAt      time.Time  `json:"created_at"`
	StartedAt      *time.Time `json:"started_at,omitempty"` // nil: waits for a worker
	EndedAt        *time.Time `json:"ended_at,omitempty"`
}

// File is a file of a release.
type File struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
}

// Record is what the manifest says of a pair: its version, its line in data/pairs.jsonl, and the rule that let it in.
type Record struct {
	ID     string `json:"id"`
	N      int    `json:"n"`
	Rule   Rule   `json:"rule"`
	SHA256 string `json:"sha256"`
}

// Names in a release. Every path is relative and has slashes.
const (
	pairsFile     = "data/pairs.jsonl"
	chunksFile    = "data/chunks.jsonl"
	manifestFile  = "MANIFEST.json"
	signatureFile = "MANIFEST.sig"
	keyFile       = "PUBLIC_KEY.pem"
)

// unsigned are the files that the manifest cannot list: itself and the signature over it.
var unsigned = []string{manifestFile, signatureFile}

// pairID and chunkID are how a pair and a chunk are called outside: of one width, so that they sort as their numbers do.
func pairID(id int64) string  { return fmt.Sprintf("P%09d", id) }
func chunkID(id int64) string { return fmt.Sprintf("C%09d", id) }

// documentID is how a document is called outside.
func documentID(id int64) string { return fmt.Sprintf("D%09d", id) }
