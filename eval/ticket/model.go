package ticket

import (
	"time"

	"bianku/eval"
	"bianku/internal/auth"
)

// State is where a ticket stands, see the package comment.
type State string

const (
	New      State = "new"
	Assigned State = "assigned"
	Fixing   State = "fixing"
	ReReview State = "re_review"
	ReRun    State = "re_run"
	Closed   State = "closed"
)

// States are all states in the order of the drawing.
var States = []State{New, Assigned, Fixing, ReReview, ReRun, Closed}

// Chinese is the state as those who work on tickets read it.
func (s State) Chinese() string {
	return map[State]string{New: "新建", Assigned: "已指派", Fixing: "修复中", ReReview: "待复审", ReRun: "待复测", Closed: "已关闭"}[s]
}

// ToReporter is the state as the author of a thumbs-down reads it.
func (s State) ToReporter() string {
	return map[State]string{New: "已受理，等待指派", Assigned: "已指派专人处理", Fixing: "正在修复", ReReview: "已修复，等待复审",
		ReRun: "复审通过，等待复测", Closed: "已改正并复测通过"}[s]
}

// Ticket is one cause of failures on its way to being mended.
type Ticket struct {
	ID         int64          `json:"id"`
	Class      eval.Class     `json:"class"`
	Stage      string         `json:"stage"` // who mends it
	ObjectType string         `json:"object_type"`
	ObjectID   string         `json:"object_id"`
	Object     string         `json:"object"`
	Title      string         `json:"title"`
	Clearance  auth.Clearance `json:"clearance"`
	Severity   string         `json:"severity"` // low, normal, high
	State      State          `json:"state"`
	AssigneeID int64          `json:"assignee_id,omitempty"`
	Assignee   string         `json:"assignee,omitempty"`
	FixVersion string         `json:"fix_version,omitempty"`
	FixNote    string         `json:"fix_note,omitempty"`
	FixerID    int64          `json:"fixer_id,omitempty"`
	RunID      int64          `json:"run_id,omitempty"` // the passing re-run
	Reopened   int            `json:"reopened"`
	Cases      int            `json:"cases"`
	CreatedAt  time.Time      `json:"created_at"`
	UpdatedAt  time.Time      `json:"updated_at"`
	ClosedAt   *time.Time     `json:"closed_at,omitempty"`

	failed failing
}

// failing is what was at work when a case failed last.
type failing struct {
	at                       time.Time
	program, prompt, weights string
}

// Case is a failed question, or a thumbs-down.
type Case struct {
	ID         int64        `json:"id"`
	SetID      int64        `json:"set_id,omitempty"`
	Key        string       `json:"key,omitempty"`
	RunID      int64        `json:"run_id,omitempty"` // where it was seen last
	FeedbackID int64        `json:"feedback_id,omitempty"`
	Question   string       `json:"question"`
	Problem    string       `json:"problem"`
	Evidence   []eval.Proof `json:"evidence"`
	PassedIn   int64        `json:"passed_in,omitempty"`
	CreatedAt  time.Time    `json:"created_at"`
}

// Event is a step in a ticket's trail.
type Event struct {
	ID        int64     `json:"id"`
	FromState State     `json:"from_state,omitempty"`
	ToState   State     `json:"to_state"`
	Actor     string    `json:"actor"`
	Note      string    `json:"note,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

// Fix is a version that could mend a ticket's object: it exists, and is newer than the last failure.
type Fix struct {
	Version string `json:"version"`
	Label   string `json:"label"` // Chinese
}

// Trail is a ticket with everything there is to say about it.
type Trail struct {
	Ticket Ticket  `json:"ticket"`
	Cases  []Case  `json:"cases"`
	Events []Event `json:"events"`
	Fixes  []Fix   `json:"fixes"` // what Fixed would take now
}
