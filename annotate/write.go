package annotate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Create makes a draft. What the checks find is kept with it; only what cannot be kept at all (no question, a basis that is not
// verbatim) is refused.
func (s *Service) Create(ctx context.Context, tx pg.DB, c Content) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Create(%.40q)", c.Question)
	c.PairID = 0
	v, err := s.prepare(ctx, tx, c)
	if err != nil {
		return p, err
	}
	var id int64
	err = tx.QueryRow(ctx, `insert into annotate.pair (type, origin, clearance, priority, document_id) values ($1, $2, $3, $4, $5) returning id`,
		v.Type, v.Origin, clearanceOf(v.basis), priorities[v.Origin], v.basis[0].DocumentID).Scan(&id)
	if err != nil {
		return p, err
	}
	if err := v.insert(ctx, tx, id, 1); err != nil {
		return p, err
	}
	if p, err = one(ctx, tx, id); err != nil {
		return p, err
	}
	return p, record(ctx, tx, "create", id, nil, written{p.standing(), p.Origin, places(p.Basis), c.Note})
}

// priorities of what came in: a fault that somebody met goes first. Recheck gives its own.
var priorities = map[Origin]int{ByFeedback: 10, ByFailure: 10}

const recheckPriority = 20

// Save makes a new version of a pair. A rejected one becomes a draft again; one under review starts again at the first round. An
// approved one must be taken back into review first: what is served is changed by two people, never by one.
func (s *Service) Save(ctx context.Context, tx pg.DB, id int64, c Content) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Save(%d)", id)
	if p, err = lock(ctx, tx, id); err != nil {
		return p, err
	}
	switch {
	case p.State == StateApproved:
		return p, fault.New(fault.Conflict, "这个问答对已审定，请先退回复核，再修改。")
	case p.State == StateWithdrawn:
		return p, fault.New(fault.Conflict, "这个问答对已撤下，不能再修改。请新建一个。")
	case p.State == StateReview && p.leasedByOther(ctx):
		return p, fault.New(fault.Conflict, "有人正在审核这个问答对，请稍后再修改。")
	}
	next := standing{State: StateDraft, Version: p.Version + 1}
	if p.State == StateReview {
		next.State, next.Round, next.Reason = StateReview, 1, p.Reason
	}
	if err := s.revise(ctx, tx, p, c, next); err != nil {
		return p, err
	}
	return one(ctx, tx, id)
}

// revise writes c as the next version of p and moves p to where next says.
func (s *Service) revise(ctx context.Context, tx pg.DB, p Pair, c Content, next standing) error {
	c.PairID = p.ID
	if c.Type == 0 {
		c.Type = p.Type
	}
	if c.Basis == nil {
		c.Basis = p.Basis
	}
	v, err := s.prepare(ctx, tx, c)
	if err != nil {
		return err
	}
	if v.same(p) {
		return fault.Field("content", "内容没有改动。")
	}
	if err := v.insert(ctx, tx, p.ID, next.Version); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update annotate.pair set state = $2, round = $3, version = $4, reason = $5, type = $6, clearance = $7, document_id = $8,
		leased_by = null, leased_until = null, updated_at = now() where id = $1`,
		p.ID, next.State, next.Round, next.Version, next.Reason, v.Type, clearanceOf(v.basis), v.basis[0].DocumentID)
	if err != nil {
		return err
	}
	return record(ctx, tx, "revise", p.ID, p.standing(), written{next, v.Origin, places(plain(v.basis)), v.Note})
}

// version is a Content that can be kept.
type version struct {
	Content
	basis    []resolved
	findings []Finding
	authorID int64
	author   string
}

// prepare refuses what cannot be kept and checks the rest.
func (s *Service) prepare(ctx context.Context, db pg.DB, c Content) (v version, err error) {
	clean(&c)
	actor := auth.ActorFrom(ctx)
	if !actor.SignedIn() {
		return v, errors.New("nobody in the context answers for it")
	}
	if c.Origin == "" {
		c.Origin = ByRule
		if actor.ID != 0 {
			c.Origin = ByExpert
		}
	}
	if !slices.Contains([]Origin{ByRule, ByModel, ByExpert, ByFeedback, ByFailure}, c.Origin) {
		return v, fault.Field("origin", "来源只能是 rule（规则）、model（模型）、expert（专家）、feedback（反馈）或 failure（评测）。")
	}
	if err := acceptable(c); err != nil {
		return v, err
	}
	v.Content = c
	// What a rule or a model has written has no author, whoever set it going: anybody may review it.
	if actor.ID != 0 && c.Origin != ByRule && c.Origin != ByModel {
		v.authorID, v.author = actor.ID, nameOf(actor)
	}
	var wrong []Finding
	if v.basis, wrong, err = resolve(ctx, db, c.Basis); err != nil {
		return v, err
	}
	if len(wrong) > 0 {
		return v, fault.Field("basis", wrong[0].Message)
	}
	v.findings, err = s.check(ctx, db, c, v.basis)
	return v, err
}

// acceptable refuses what the tables cannot hold.
func acceptable(c Content) error {
	for _, f := range form(c) {
		if f.Level == LevelError && f.Rule != RulePersonal {
			return fault.Field(f.Rule, f.Message)
		}
	}
	switch {
	case len(c.Basis) == 0:
		return fault.Field("basis", "没有依据，请在原文中选择至少一条。")
	case len(c.Basis) > maxBasis:
		return fault.Field("basis", fmt.Sprintf("依据最多 %d 条。", maxBasis))
	case len([]rune(c.Note)) > maxComment:
		return fault.Field("note", fmt.Sprintf("说明请控制在 %d 字以内。", maxComment))
	}
	for _, l := range c.Links {
		if !slices.Contains(LinkTypes, l.Type) || (l.PairID == 0) == (l.DocumentID == 0) {
			return fault.Field("links", "每条关联要有种类（related、prerequisite、contrast、supersedes），并指向一个问答对或一份文件。")
		}
	}
	return nil
}

func nameOf(a auth.Actor) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Login
}

// same says whether v says what p says.
func (v version) same(p Pair) bool {
	sameLink := func(a, b Link) bool { return a.Type == b.Type && a.PairID == b.PairID && a.DocumentID == b.DocumentID }
	return v.Question == p.Question && v.Answer == p.Answer && v.Type == p.Type && slices.Equal(v.Variants, p.Variants) &&
		slices.Equal(places(plain(v.basis)), places(p.Basis)) && slices.EqualFunc(v.Links, p.Links, sameLink)
}

// insert writes v as version n of a pair.
func (v version) insert(ctx context.Context, tx pg.DB, id int64, n int) error {
	findings, err := json.Marshal(append([]Finding{}, v.findings...))
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`insert into annotate.pair_version (pair_id, n, question, answer, variants, question_key, author_id, author, model, prompt_version, note, findings, type)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, id, n, v.Question, v.Answer, append([]string{}, v.Variants...),
		QuestionKey(v.Question), v.authorID, v.author, v.Model, v.PromptVersion, v.Note, string(findings), v.Type)
	for i, r := range v.basis {
		b.Queue(`insert into annotate.basis (pair_id, n, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash)
			values ($1, $2, $3, nullif($4, 0), $5, $6, $7, $8, $9, $10, $11)`, id, n, i+1, r.ChunkID, r.VersionID, r.Address, r.Label, r.Quote,
			r.Start, r.End, r.Hash)
	}
	for i, l := range v.Links {
		// A link to what was taken away meanwhile is a finding, and is left out.
		b.Queue(`insert into annotate.link (pair_id, n, seq, type, to_pair, to_document)
			select $1, $2, $3, $4, p.id, d.id from (values (nullif($5::bigint, 0), nullif($6::bigint, 0))) as l (pair, document)
			left join annotate.pair p on p.id = l.pair left join ingest.document d on d.id = l.document where coalesce(p.id, d.id) is not null`,
			id, n, i+1, l.Type, l.PairID, l.DocumentID)
	}
	return tx.SendBatch(ctx, b).Close()
}

// lock takes the row of a pair that the actor may see for the rest of the transaction, and reads it.
func lock(ctx context.Context, tx pg.DB, id int64) (p Pair, err error) {
	err = tx.QueryRow(ctx, `select p.id from annotate.pair p where p.id = @id and `+visible+` for update of p`,
		pgx.NamedArgs{"id": id, "clearance": int16(auth.ActorFrom(ctx).Clearance)}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, missing(id)
	}
	if err != nil {
		return p, err
	}
	return one(ctx, tx, id)
}

// leasedByOther says whether somebody else holds p at this moment.
func (p Pair) leasedByOther(ctx context.Context) bool {
	return p.LeasedBy != 0 && p.LeasedBy != auth.ActorFrom(ctx).ID && p.LeasedUntil.After(time.Now())
}

// plain is the basis without what only the checks need.
func plain(list []resolved) []Basis {
	out := make([]Basis, len(list))
	for i, r := range list {
		out[i] = r.Basis
	}
	return out
}

// written is what the audit trail keeps of a new version: not its words, which stand in the version and may be above the reader.
type written struct {
	standing
	Origin Origin   `json:"origin"`
	Basis  []placed `json:"basis"`
	Note   string   `json:"note,omitempty"`
}

// placed is where a basis stands, for comparing and for the audit trail.
type placed struct {
	VersionID int64  `json:"version_id"`
	Address   string `json:"address"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Hash      string `json:"hash"`
}

func places(list []Basis) []placed {
	out := make([]placed, len(list))
	for i, b := range list {
		out[i] = placed{b.VersionID, b.Address, b.Start, b.End, b.Hash}
	}
	return out
}

// content is p as a version that could be saved again.
func (p Pair) content() Content {
	c := Content{PairID: p.ID, Question: p.Question, Variants: p.Variants, Answer: p.Answer, Type: p.Type, Links: p.Links, Origin: p.Origin}
	for _, b := range p.Basis {
		c.Basis = append(c.Basis, Basis{VersionID: b.VersionID, Start: b.Start, End: b.End, Quote: b.Quote})
	}
	return c
}

// recheckNow checks p as it stands today and keeps the findings with its version.
func (s *Service) recheckNow(ctx context.Context, tx pg.DB, p *Pair) (err error) {
	if p.Findings, err = s.Check(ctx, tx, p.content()); err != nil {
		return err
	}
	findings, err := json.Marshal(append([]Finding{}, p.Findings...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update annotate.pair_version set findings = $3 where pair_id = $1 and n = $2`, p.ID, p.Version, string(findings))
	return err
}

// sound refuses to go on with what has errors.
func (p Pair) sound(doing string) error {
	if list := errorsOf(p.Findings); len(list) > 0 {
		return fault.Newf(fault.Conflict, "还不能%s：%s", doing, strings.Join(list, ""))
	}
	return nil
}
