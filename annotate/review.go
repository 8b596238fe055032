package annotate

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

// The actions of a verdict.
const (
	Accept = "accept"
	Edit   = "edit"
	Reject = "reject"
)

// Decision is a verdict as it is given.
type Decision struct {
	Version int      `json:"version"` // the one that was looked at
	Action  string   `json:"action"`
	Reason  string   `json:"reason,omitempty"` // of a rejection: a code of Reasons
	Comment string   `json:"comment,omitempty"`
	Content *Content `json:"content,omitempty"` // of an edit
}

// Submit puts a draft into the first round. Nobody is given what a check can already refuse.
func (s *Service) Submit(ctx context.Context, tx pg.DB, id int64) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Submit(%d)", id)
	if p, err = lock(ctx, tx, id); err != nil {
		return p, err
	}
	if p.State != StateDraft {
		return p, fault.Newf(fault.Conflict, "这个问答对%s，只有草稿可以送审。", p.State.Chinese())
	}
	if err := s.recheckNow(ctx, tx, &p); err != nil {
		return p, err
	}
	if err := p.sound("送审"); err != nil {
		return p, err
	}
	return s.move(ctx, tx, p, "submit", standing{State: StateReview, Round: 1, Version: p.Version})
}

// move changes where p stands, and gives back a lease. Only here and in revise and recheck does a pair change its state.
func (s *Service) move(ctx context.Context, tx pg.DB, p Pair, action string, next standing) (Pair, error) {
	_, err := tx.Exec(ctx, `update annotate.pair set state = $2, round = $3, reason = $4, leased_by = null, leased_until = null, updated_at = now(),
		approved_version = case $2 when 'approved' then version else approved_version end,
		approved_at = case $2 when 'approved' then now() else approved_at end where id = $1`, p.ID, next.State, next.Round, next.Reason)
	if err != nil {
		return p, err
	}
	if err := record(ctx, tx, action, p.ID, p.standing(), next); err != nil {
		return p, err
	}
	return one(ctx, tx, p.ID)
}

// Decide gives the actor's verdict on the item they hold. The first acceptance moves it into the second round, the second approves
// it and puts it into the index; an edit is a new version, which starts again; a rejection sends it back with its reason.
func (s *Service) Decide(ctx context.Context, tx pg.DB, id int64, d Decision) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Decide(%d, %s)", id, d.Action)
	if p, err = lock(ctx, tx, id); err != nil {
		return p, err
	}
	if err := mayDecide(ctx, tx, p, d); err != nil {
		return p, err
	}
	if err := sign(ctx, tx, p, d); err != nil {
		return p, err
	}
	switch d.Action {
	case Accept:
		return s.accept(ctx, tx, p)
	case Edit:
		c := *d.Content
		c.Origin = "" // the reviewer's
		if c.Note == "" {
			c.Note = d.Comment
		}
		if err := s.revise(ctx, tx, p, c, standing{State: StateReview, Round: 1, Version: p.Version + 1, Reason: p.Reason}); err != nil {
			return p, err
		}
		if p, err = one(ctx, tx, id); err != nil {
			return p, err
		}
		if list := errorsOf(p.Findings); len(list) > 0 {
			return p, fault.Field("content", "修改后仍有问题："+strings.Join(list, ""))
		}
		return p, nil
	default:
		reason, _ := reasonLabel(d.Reason) // mayDecide has looked
		if d.Comment != "" {
			reason += "：" + d.Comment
		}
		return s.move(ctx, tx, p, "reject", standing{State: StateRejected, Version: p.Version, Reason: reason})
	}
}

// mayDecide refuses verdicts that make no sense, that come too late, or from somebody who has had their say.
func mayDecide(ctx context.Context, tx pg.DB, p Pair, d Decision) error {
	actor := auth.ActorFrom(ctx)
	switch {
	case actor.ID == 0:
		return fault.New(fault.Forbidden, "审核必须由具名人员完成。")
	case p.State != StateReview:
		return fault.Newf(fault.Conflict, "这个问答对%s，不在审核中。", p.State.Chinese())
	case p.LeasedBy != actor.ID:
		return fault.New(fault.Conflict, "这个问答对不在您手中：可能已超时归还，由他人领取。请重新领取。")
	case d.Version != p.Version:
		return fault.Newf(fault.Conflict, "您看的是第 %d 版，现在是第 %d 版。请刷新后重新审核。", d.Version, p.Version)
	case d.Action != Accept && d.Action != Edit && d.Action != Reject:
		return fault.Field("action", "审核意见只能是 accept（通过）、edit（修改）或 reject（退回）。")
	case d.Action == Edit && d.Content == nil:
		return fault.Field("content", "请写出修改后的内容。")
	case len([]rune(d.Comment)) > maxComment:
		return fault.Field("comment", "意见太长，请缩短。")
	}
	if d.Action == Reject {
		if _, err := reasonLabel(d.Reason); err != nil {
			return err
		}
		if d.Reason == "other" && strings.TrimSpace(d.Comment) == "" {
			return fault.Field("comment", "原因为“其他”时，请写明意见。")
		}
	}
	return uninvolved(ctx, tx, p, actor.ID)
}

// uninvolved refuses who wrote any version of p or has already signed this one.
func uninvolved(ctx context.Context, tx pg.DB, p Pair, actor int64) error {
	var wrote, signed bool
	err := tx.QueryRow(ctx, `select exists (select from annotate.pair_version where pair_id = $1 and author_id = $2),
		exists (select from annotate.verdict where pair_id = $1 and n = $3 and reviewer_id = $2)`, p.ID, actor, p.Version).Scan(&wrote, &signed)
	switch {
	case err != nil:
		return err
	case wrote:
		return fault.New(fault.Forbidden, "您写过这个问答对，不能审核自己的内容。")
	case signed:
		return fault.New(fault.Forbidden, "您已审核过这一版，另一轮须由他人审核。")
	}
	return nil
}

// sign records the verdict.
func sign(ctx context.Context, tx pg.DB, p Pair, d Decision) error {
	actor := auth.ActorFrom(ctx)
	reason := d.Reason
	if d.Action != Reject {
		reason = ""
	}
	_, err := tx.Exec(ctx, `insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, unit, action, reason, comment)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, p.ID, p.Version, p.Round, actor.ID, nameOf(actor), actor.Unit, d.Action, reason, d.Comment)
	if err != nil {
		return err
	}
	return record(ctx, tx, "verdict", p.ID, nil, map[string]any{"version": p.Version, "round": p.Round, "action": d.Action, "reason": reason,
		"basis": places(p.Basis)})
}

func (s *Service) accept(ctx context.Context, tx pg.DB, p Pair) (Pair, error) {
	if err := s.recheckNow(ctx, tx, &p); err != nil {
		return p, err
	}
	if err := p.sound("通过"); err != nil {
		return p, err
	}
	if p.Round == 1 {
		return s.move(ctx, tx, p, "accept", standing{State: StateReview, Round: 2, Version: p.Version, Reason: p.Reason})
	}
	if err := s.index.IndexPair(ctx, tx, p.entry()); err != nil {
		return p, err
	}
	return s.move(ctx, tx, p, "approve", standing{State: StateApproved, Version: p.Version})
}

// entry is p as the index has it.
func (p Pair) entry() retrieval.PairEntry {
	return retrieval.PairEntry{PairID: p.ID, VersionID: p.Basis[0].VersionID, Clearance: p.Clearance, Question: p.Question, Variants: p.Variants}
}

// Recheck takes an approved pair out of the index and back into the first round, before all others: its basis has changed, or a
// ticket says that it is wrong. It gets a version of its own, of the same words: what was signed stays signed, and whoever signed
// it may look at it again.
func (s *Service) Recheck(ctx context.Context, tx pg.DB, id int64, reason string) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Recheck(%d)", id)
	if reason = strings.TrimSpace(reason); reason == "" {
		return p, fault.Field("reason", "请写明退回复核的原因。")
	}
	if p, err = lock(ctx, tx, id); err != nil {
		return p, err
	}
	if p.State != StateApproved {
		return p, fault.Newf(fault.Conflict, "这个问答对%s，只有已审定的可以退回复核。", p.State.Chinese())
	}
	return s.recheck(ctx, tx, p, reason)
}

func (s *Service) recheck(ctx context.Context, tx pg.DB, p Pair, reason string) (Pair, error) {
	if err := s.index.RemovePair(ctx, tx, p.ID); err != nil {
		return p, err
	}
	next := standing{State: StateReview, Round: 1, Version: p.Version + 1, Reason: reason}
	b := &pgx.Batch{}
	b.Queue(`insert into annotate.pair_version (pair_id, n, question, answer, variants, question_key, author_id, author, model, prompt_version, note, findings, type)
		select pair_id, n + 1, question, answer, variants, question_key, author_id, author, model, prompt_version, $3, findings, type
		  from annotate.pair_version where pair_id = $1 and n = $2`, p.ID, p.Version, reason)
	b.Queue(`insert into annotate.basis (pair_id, n, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash)
		select pair_id, n + 1, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash
		  from annotate.basis where pair_id = $1 and n = $2`, p.ID, p.Version)
	b.Queue(`insert into annotate.link (pair_id, n, seq, type, to_pair, to_document)
		select pair_id, n + 1, seq, type, to_pair, to_document from annotate.link where pair_id = $1 and n = $2`, p.ID, p.Version)
	b.Queue(`update annotate.pair set state = 'review', round = 1, version = version + 1, reason = $2, priority = greatest(priority, $3),
		updated_at = now() where id = $1`, p.ID, reason, recheckPriority)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return p, err
	}
	if err := record(ctx, tx, "recheck", p.ID, p.standing(), next); err != nil {
		return p, err
	}
	p, err := one(ctx, tx, p.ID)
	if err != nil {
		return p, err
	}
	return p, s.recheckNow(ctx, tx, &p)
}

// Withdraw takes a pair away for good: out of the index, out of the queue, out of the next release.
func (s *Service) Withdraw(ctx context.Context, tx pg.DB, id int64, reason string) (p Pair, err error) {
	defer fault.Wrapf(&err, "annotate.Withdraw(%d)", id)
	if reason = strings.TrimSpace(reason); reason == "" {
		return p, fault.Field("reason", "请写明撤下的原因。")
	}
	if p, err = lock(ctx, tx, id); err != nil {
		return p, err
	}
	if p.State == StateWithdrawn {
		return p, fault.New(fault.Conflict, "这个问答对已经撤下。")
	}
	if err := s.index.RemovePair(ctx, tx, id); err != nil {
		return p, err
	}
	return s.move(ctx, tx, p, "withdraw", standing{State: StateWithdrawn, Version: p.Version, Reason: reason})
}
