package eval

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/qa"
	"bianku/retrieval"
)

// Origin is where a set comes from.
type Origin string

const (
	FromFile   Origin = "file"   // imported
	FromPairs  Origin = "pairs"  // made of the approved pairs
	FromSample Origin = "sample" // ships with bianku
)

// Chinese is the origin as shown.
func (o Origin) Chinese() string {
	return map[Origin]string{FromFile: "导入", FromPairs: "已审定问答", FromSample: "示例"}[o]
}

// Set is a frozen list of questions. A set whose questions changed is the next version under the same name.
type Set struct {
	ID        int64          `json:"id"`
	Name      string         `json:"name"`
	Version   int            `json:"version"`
	Origin    Origin         `json:"origin"`
	SHA256    string         `json:"sha256"` // of the questions' canonical JSONL
	Size      int            `json:"size"`
	Clearance auth.Clearance `json:"clearance"` // highest of the gold documents and pairs
	Note      string         `json:"note,omitempty"`
	CreatedBy string         `json:"created_by,omitempty"`
	CreatedAt time.Time      `json:"created_at"`
	Splits    map[string]int `json:"splits"` // split → questions
	Runs      int            `json:"runs"`   // how many runs over it the actor may see
}

// State is where a run stands.
type State string

const (
	Queued    State = "queued"    // 排队中
	Running   State = "running"   // 进行中
	Done      State = "done"      // 已完成
	Failed    State = "failed"    // 未完成：出错
	Cancelled State = "cancelled" // 已取消
)

// Chinese is the state as shown.
func (s State) Chinese() string {
	return map[State]string{Queued: "排队中", Running: "进行中", Done: "已完成", Failed: "未完成", Cancelled: "已取消"}[s]
}

// Config is what a run does. It is kept with the run, and two runs of one Config over one set, data and program agree.
type Config struct {
	Split     string         `json:"split,omitempty"`     // only these; "" all
	Keys      []string       `json:"keys,omitempty"`      // only these questions: the re-run of a ticket
	Leg       retrieval.Leg  `json:"leg,omitempty"`       // of the search by which the index is judged; "" fused
	Clearance auth.Clearance `json:"clearance,omitempty"` // with whose eyes the questions are asked; 0: the actor's own
	Workers   int            `json:"workers,omitempty"`   // questions at once; 0: 2
	Label     string         `json:"-"`                   // Run.Label
	TicketID  int64          `json:"-"`                   // Run.TicketID
}

// Run is one pass over a set, with everything that could make the next one differ.
type Run struct {
	ID            int64          `json:"id"`
	SetID         int64          `json:"set_id"`
	SetName       string         `json:"set_name"`
	SetVersion    int            `json:"set_version"`
	State         State          `json:"state"`
	Label         string         `json:"label,omitempty"`
	Config        Config         `json:"config"`
	Program       string         `json:"program"`
	Model         string         `json:"model"` // "" extractive
	Embedder      string         `json:"embedder"`
	PromptVersion string         `json:"prompt_version"`
	DataVersion   string         `json:"data_version"` // fingerprint of the corpus and the approved pairs
	Total         int            `json:"total"`
	Done          int            `json:"done"`
	Metrics       Metrics        `json:"metrics"`
	Error         string         `json:"error,omitempty"` // Chinese
	Clearance     auth.Clearance `json:"clearance"`       // highest of the set and of the answers it brought
	Actor         string         `json:"actor"`
	TicketID      int64          `json:"ticket_id,omitempty"`
	CreatedAt     time.Time      `json:"created_at"`
	StartedAt     *time.Time     `json:"started_at,omitempty"`
	EndedAt       *time.Time     `json:"ended_at,omitempty"`
}

// Outcome is one question answered and judged.
type Outcome struct {
	RunID    int64              `json:"run_id,omitempty"`
	Seq      int                `json:"seq,omitempty"` // of the question in its set
	Question Question           `json:"question"`
	Answer   qa.Answer          `json:"answer"`
	Passed   bool               `json:"passed"`  // correct and cited
	Correct  bool               `json:"correct"` // of the answer; a rightly refused question is correct
	Cited    bool               `json:"cited"`   // a gold address is among the citations, or none is asked for
	Refused  bool               `json:"refused"` // it was refused
	Problem  string             `json:"problem,omitempty"`
	Scores   map[string]float64 `json:"scores,omitempty"` // metric → value, only those that apply to the question
	TookMS   float64            `json:"took_ms"`
	Classed
}

// Class is what went wrong with a failed outcome, by evidence. It names the stage that mends it.
type Class string

const (
	CorpusMissing   Class = "corpus_missing"   // no document holds the gold
	ParseLost       Class = "parse_lost"       // the document is there, its text lost or cut
	ValidityWrong   Class = "validity_wrong"   // gold not in force, or a repealed text used
	LabelWrong      Class = "label_wrong"      // the pair or the question's own gold contradicts its basis
	NotRetrieved    Class = "not_retrieved"    // indexed, not found
	RankedLow       Class = "ranked_low"       // found, too far down
	GenerationWrong Class = "generation_wrong" // the evidence was there, the answer is wrong
	CitationWrong   Class = "citation_wrong"   // the answer is right, its citation is not
	ShouldRefuse    Class = "should_refuse"    // answered what cannot be answered
	ShouldAnswer    Class = "should_answer"    // refused what can
)

// Classes are all classes in the order of the flow.
var Classes = []Class{CorpusMissing, ParseLost, ValidityWrong, LabelWrong, NotRetrieved, RankedLow, GenerationWrong, CitationWrong, ShouldRefuse, ShouldAnswer}

// Chinese is the class as shown.
func (c Class) Chinese() string {
	return map[Class]string{CorpusMissing: "语料缺失", ParseLost: "解析切分错误", ValidityWrong: "效力错误", LabelWrong: "标注错误", NotRetrieved: "召回失败",
		RankedLow: "排序失败", GenerationWrong: "生成错误", CitationWrong: "引文不符", ShouldRefuse: "应拒未拒", ShouldAnswer: "不应拒而拒"}[c]
}

// The stages that own a class.
const (
	StageData     = "数据集成"
	StageCatalog  = "编目"
	StageLabel    = "标注"
	StageRetrieve = "检索"
	StageGenerate = "生成"
)

// Proof is one thing that was looked at in order to class a failure, and what was found.
type Proof struct {
	Check  string `json:"check"`            // document_present, text_present, in_force, basis_verbatim, indexed, retrieved, rank, in_evidence …
	Label  string `json:"label"`            // the check in Chinese: 库中有依据文件
	OK     bool   `json:"ok"`               // it holds
	Detail string `json:"detail,omitempty"` // Chinese: 《…》第九条，排在第 14 位

	IDs   map[string]int64 `json:"ids,omitempty"`   // document, version, chunk, entry, pair, relation → id
	Ranks map[string]int   `json:"ranks,omitempty"` // lexical, dense, fused, itself → place from 1; 0: not among the first hundred
	Print string           `json:"print,omitempty"` // fingerprint of what was at work: prompt, weights, program
}

// Classed is a failure with its class, why, and what it lies on. Object is as shown, ObjectType and ObjectID name the record.
type Classed struct {
	Class      Class   `json:"class,omitempty"`
	Stage      string  `json:"stage,omitempty"` // who mends it: one of Stage…
	Evidence   []Proof `json:"evidence,omitempty"`
	ObjectType string  `json:"object_type,omitempty"` // document, chunk, pair, prompt, weight
	ObjectID   string  `json:"object_id,omitempty"`
	Object     string  `json:"object,omitempty"`

	Clearance auth.Clearance `json:"-"` // highest of the records that Evidence and Object name: who has less reads the class without them
}

// Metrics are a run's figures: over all questions, by split, by type.
type Metrics struct {
	All     Group          `json:"all"`
	Splits  []Group        `json:"splits,omitempty"`
	Types   []Group        `json:"types,omitempty"`
	Classes map[Class]int  `json:"classes,omitempty"` // failed outcomes by class
	Stages  map[string]int `json:"stages,omitempty"`  // failed outcomes by the stage that mends them
	P50MS   float64        `json:"p50_ms"`            // of one answer
	P95MS   float64        `json:"p95_ms"`

	DataChanged bool `json:"data_changed,omitempty"` // the corpus or the pairs changed while it ran: its answers are not of one day
}

// Group is the figures over some questions.
type Group struct {
	Name       string  `json:"name"`
	Type       int     `json:"type,omitempty"` // of Metrics.Types
	Questions  int     `json:"questions"`
	Answerable int     `json:"answerable"`
	Passed     int     `json:"passed"`
	Correct    int     `json:"correct"`
	Cited      int     `json:"cited"`
	Refused    int     `json:"refused"`
	Scores     []Score `json:"scores"` // in the order of MetricNames; those that apply to no question are left out
}

// Score is the mean of a metric over the N questions it applies to.
type Score struct {
	Name  string  `json:"name"`
	Label string  `json:"label"` // Chinese
	Value float64 `json:"value"`
	N     int     `json:"n"`
}

// Asker answers: *qa.Service.
type Asker interface {
	Ask(ctx context.Context, q qa.Question, emit func(qa.Event)) (qa.Answer, error)
}

// Searcher searches the index the answers come from: *retrieval.Index.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
}

// Deps is what a run stands on, and what is written into it.
type Deps struct {
	Pool          *pgxpool.Pool
	Files         *ingest.Files // the originals, to see what a text has lost; nil: not looked at
	QA            Asker
	Index         Searcher
	Log           *slog.Logger
	Program       string
	Model         string
	Embedder      string
	PromptVersion string

	// Gather takes the failures of a finished run into tickets, in the transaction that finishes it; nil: nobody does.
	Gather func(ctx context.Context, tx pgx.Tx, runID int64) error
}
