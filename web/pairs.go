package web

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

type pairsInput struct {
	Page
	State      annotate.State  `query:"state" enum:"draft,review,approved,rejected,withdrawn" doc:"状态"`
	Q          string          `query:"q" maxLength:"200" doc:"问题或答案中的文字"`
	DocumentID int64           `query:"document_id" doc:"以这份文件为依据的"`
	Type       int             `query:"type" minimum:"0" maximum:"30" doc:"问题类型，1–30"`
	Origin     annotate.Origin `query:"origin" enum:"rule,model,expert,feedback,failure" doc:"来源"`
	Mine       bool            `query:"mine" doc:"只要本人写过或审过的"`
}

func (s *server) listPairs(ctx context.Context, in *pairsInput) (*out[list[annotate.Pair]], error) {
	return replyList(annotate.Pairs(ctx, s.Pool, annotate.Filter{State: in.State, Q: in.Q, DocumentID: in.DocumentID, Type: in.Type,
		Origin: in.Origin, Mine: in.Mine, Limit: in.Limit, Offset: in.Offset}))
}

func (s *server) getPair(ctx context.Context, in *ByID) (*out[annotate.Pair], error) {
	return reply(annotate.PairByID(ctx, s.Pool, in.ID))
}

func (s *server) listPairVersions(ctx context.Context, in *ByID) (*out[list[annotate.PairVersion]], error) {
	all, err := annotate.Versions(ctx, s.Pool, in.ID)
	return replyList(all, len(all), err)
}

// PairContent is what a person writes: one version of a pair.
type PairContent struct {
	Question string      `json:"question" maxLength:"2000"`
	Variants []string    `json:"variants,omitempty" doc:"其他问法"`
	Answer   string      `json:"answer" maxLength:"40000"`
	Type     int         `json:"type" minimum:"1" maximum:"30" doc:"问题类型"`
	Basis    []PairBasis `json:"basis" doc:"依据，至少一条"`
	Links    []PairLink  `json:"links,omitempty" doc:"关联"`
	Origin   string      `json:"origin,omitempty" enum:"expert,feedback,failure" doc:"由何而来：专家、用户反馈、评测失败"`
	PairID   int64       `json:"pair_id,omitempty" doc:"仅用于检查：它是哪个问答对的新版本"`
	Note     string      `json:"note,omitempty" maxLength:"2000" doc:"修改说明"`
}

// PairBasis is where a quote stands: by version and range, or by chunk and words. The rest is what a reader of a pair was sent; it
// may be sent back, and is not looked at.
type PairBasis struct {
	VersionID     int64      `json:"version_id,omitempty"`
	Start         int        `json:"start,omitempty" doc:"在版本全文中的起始位置（字符，从 0 起）"`
	End           int        `json:"end,omitempty"`
	ChunkID       int64      `json:"chunk_id,omitempty" doc:"不给出位置时，在这一条里找 quote"`
	Quote         string     `json:"quote,omitempty" doc:"给出时必须与原文一字不差"`
	DocumentID    int64      `json:"document_id,omitempty"`
	Title         string     `json:"title,omitempty"`
	DocNo         string     `json:"doc_no,omitempty"`
	Filename      string     `json:"filename,omitempty"`
	Address       string     `json:"address,omitempty"`
	Label         string     `json:"label,omitempty"`
	Hash          string     `json:"hash,omitempty"`
	Status        string     `json:"status,omitempty"`
	EffectiveFrom civil.Date `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date `json:"effective_to,omitempty"`
}

// PairLink leads to another pair or to a document.
type PairLink struct {
	Type       string `json:"type" enum:"related,prerequisite,contrast,supersedes"`
	PairID     int64  `json:"pair_id,omitempty"`
	DocumentID int64  `json:"document_id,omitempty"`
	Title      string `json:"title,omitempty"`
}

// content is c for the room. What comes over HTTP was written by a person: a rule or a model has no author, and everybody may
// review what it wrote.
func (c PairContent) content() annotate.Content {
	out := annotate.Content{PairID: c.PairID, Question: c.Question, Variants: c.Variants, Answer: c.Answer, Type: c.Type,
		Origin: annotate.ByExpert, Note: c.Note, Basis: []annotate.Basis{}}
	if c.Origin != "" {
		out.Origin = annotate.Origin(c.Origin)
	}
	for _, b := range c.Basis {
		out.Basis = append(out.Basis, annotate.Basis{VersionID: b.VersionID, Start: b.Start, End: b.End, ChunkID: b.ChunkID, Quote: b.Quote})
	}
	for _, l := range c.Links {
		out.Links = append(out.Links, annotate.Link{Type: l.Type, PairID: l.PairID, DocumentID: l.DocumentID})
	}
	return out
}

func (s *server) createPair(ctx context.Context, in *struct{ Body PairContent }) (*out[annotate.Pair], error) {
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Create(ctx, tx, in.Body.content()) })
}

func (s *server) revisePair(ctx context.Context, in *struct {
	ByID
	Body PairContent
}) (*out[annotate.Pair], error) {
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Save(ctx, tx, in.ID, in.Body.content()) })
}

// pairTx changes a pair in a transaction.
func (s *server) pairTx(ctx context.Context, f func(tx pgx.Tx) (annotate.Pair, error)) (*out[annotate.Pair], error) {
	var p annotate.Pair
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) { p, err = f(tx); return err })
	return reply(p, err)
}

// PairFindings are what the checks say.
type PairFindings struct {
	Findings []annotate.Finding `json:"findings"`
}

func (s *server) checkPair(ctx context.Context, in *struct{ Body PairContent }) (*out[PairFindings], error) {
	found, err := s.Pairs.Check(ctx, s.Pool, in.Body.content())
	return reply(PairFindings{found}, err)
}

func (s *server) submitPair(ctx context.Context, in *ByID) (*out[annotate.Pair], error) {
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Submit(ctx, tx, in.ID) })
}

// PairReason says why a pair is taken back.
type PairReason struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"原因，记入审计"`
}

func (s *server) withdrawPair(ctx context.Context, in *struct {
	ByID
	Body PairReason
}) (*out[annotate.Pair], error) {
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Withdraw(ctx, tx, in.ID, in.Body.Reason) })
}

func (s *server) recheckPair(ctx context.Context, in *struct {
	ByID
	Body PairReason
}) (*out[annotate.Pair], error) {
	return s.pairTx(ctx, func(tx pgx.Tx) (annotate.Pair, error) { return s.Pairs.Recheck(ctx, tx, in.ID, in.Body.Reason) })
}

// DraftingRequest says what pairs are to be drafted from.
type DraftingRequest struct {
	DocumentIDs []int64 `json:"document_ids,omitempty" doc:"从哪些文件起草，空则全部"`
	UseModel    bool    `json:"use_model,omitempty" doc:"也用大模型起草"`
}

// DraftingJob is a drafting job that was started.
type DraftingJob struct {
	Job int64 `json:"job"`
}

// Drafting is how the latest drafting job stands.
type Drafting struct {
	State   string `json:"state" enum:"idle,queued,running,done,failed"`
	Done    int    `json:"done"`
	Total   int    `json:"total"`
	Created int    `json:"created"`
	Error   string `json:"error,omitempty"`
}

func (s *server) draftPairs(ctx context.Context, in *struct{ Body DraftingRequest }) (*out[DraftingJob], error) {
	if s.Draft == nil {
		return nil, noDrafting()
	}
	var job DraftingJob
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		job.Job, err = s.Draft(ctx, tx, in.Body.DocumentIDs, in.Body.UseModel)
		return err
	})
	return reply(job, err)
}

func (s *server) getDrafting(ctx context.Context, _ *noInput) (*out[Drafting], error) {
	if s.DraftingState == nil {
		return nil, noDrafting()
	}
	return reply(s.DraftingState(ctx))
}

func noDrafting() error {
	return fault.New(fault.Unavailable, "这个服务没有启用起草任务，请联系管理员。")
}
