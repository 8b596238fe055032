package ticket

import (
	"context"
	"slices"
	"strings"

	"bianku/annotate"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Rechecker sends an approved pair back to its first review: annotate's.
type Rechecker func(ctx context.Context, tx pg.DB, pairID int64, reason string) error

// step is one move: who may make it, from where to where.
type move struct {
	name   string // Chinese
	action string // audit
	from   []State
	to     State
	mender bool // the assignee may make it; else only those who run the tickets
}

var (
	assigning  = move{"指派", "ticket.assign", []State{New, Assigned}, Assigned, false}
	starting   = move{"开始修复", "ticket.start", []State{Assigned}, Fixing, true}
	fixing     = move{"填写修复版本", "ticket.fixed", []State{Fixing}, ReReview, true}
	accepting  = move{"复审通过", "ticket.accept", []State{ReReview}, ReRun, false}
	rejecting  = move{"复审退回", "ticket.reject", []State{ReReview}, Fixing, false}
	rerunning  = move{"复测", "ticket.rerun", []State{ReRun}, ReRun, false}
	maxNote    = 500
	mayRun     = []auth.Role{auth.Lead, auth.Admin}
	mayMend    = []auth.Role{auth.Expert, auth.Lead, auth.Admin}
	errNotYour = fault.New(fault.Forbidden, "只有审核组长、管理员或者该工单的处理人可以办理。")
)

// begin locks the ticket and refuses who may not make the move, and where it does not lead on.
func begin(ctx context.Context, tx pg.DB, id int64, m move, note string) (Ticket, error) {
	a := auth.ActorFrom(ctx)
	if !a.SignedIn() || !a.Has(mayMend...) {
		return Ticket{}, fault.New(fault.Forbidden, "办理工单需要专家、审核组长或者管理员的权限。")
	}
	t, err := get(ctx, tx, id, "for update")
	if err != nil {
		return t, err
	}
	if !a.Has(mayRun...) && !(m.mender && t.AssigneeID == a.ID) {
		return t, errNotYour
	}
	if !slices.Contains(m.from, t.State) {
		return t, fault.Newf(fault.Conflict, "工单现在是“%s”，不能%s。请刷新后再办理。", t.State.Chinese(), m.name)
	}
	if len([]rune(note)) > maxNote {
		return t, fault.Field("note", "说明太长，请控制在 500 字以内。")
	}
	return t, nil
}

// Assign gives the ticket to an expert, a lead or an administrator who may see all of it.
func Assign(ctx context.Context, tx pg.DB, id, accountID int64, note string) (_ Ticket, err error) {
	defer fault.Wrapf(&err, "ticket.Assign(%d)", id)
	t, err := begin(ctx, tx, id, assigning, note)
	if err != nil {
		return t, err
	}
	who, err := account.ByID(ctx, tx, accountID)
	if err != nil || !canMend(who) || who.Clearance < t.Clearance {
		if err == nil || fault.Is(err, fault.NotFound) {
			err = fault.Field("account_id", "不能指派给这个账号：处理人应是未停用的专家、审核组长或者管理员，且密级不低于工单。")
		}
		return t, err
	}
	if _, err := tx.Exec(ctx, `update eval.ticket set state = 'assigned', assignee_id = $2, assignee = $3, updated_at = now() where id = $1`, id, who.ID, who.Name); err != nil {
		return t, err
	}
	return done(ctx, tx, t, assigning, strings.TrimSpace("指派给"+who.Name+"。"+note), map[string]any{"assignee": who.Login})
}

// Start says that mending begins. A pair goes back to its first review at once: while it is known to be wrong it answers nothing.
func Start(ctx context.Context, tx pg.DB, id int64, note string, recheck Rechecker) (_ Ticket, err error) {
	defer fault.Wrapf(&err, "ticket.Start(%d)", id)
	t, err := begin(ctx, tx, id, starting, note)
	if err != nil {
		return t, err
	}
	if t.ObjectType == "pair" && recheck != nil {
		sent, err := sendBack(ctx, tx, t, recheck)
		if err != nil {
			return t, err
		}
		if sent {
			note = strings.TrimSpace("问答已退回初审。" + note)
		}
	}
	if _, err := tx.Exec(ctx, `update eval.ticket set state = 'fixing', updated_at = now() where id = $1`, id); err != nil {
		return t, err
	}
	return done(ctx, tx, t, starting, note, nil)
}

// sendBack rechecks the ticket's pair where it is approved; a pair that is gone or under way already is left.
func sendBack(ctx context.Context, tx pg.DB, t Ticket, recheck Rechecker) (bool, error) {
	var state annotate.State
	var pair int64
	err := tx.QueryRow(ctx, `select id, state from annotate.pair where id::text = $1`, t.ObjectID).Scan(&pair, &state)
	if err != nil || state != annotate.StateApproved {
		return false, ignoreNoRows(err)
	}
	return true, recheck(ctx, tx, pair, "工单 "+itoa(t.ID)+"："+t.Title)
}

// Fixed names the version that mends the object. It must be one that exists and is newer than the last failure: one of Fixes.
func Fixed(ctx context.Context, tx pg.DB, id int64, fixVersion, note, program string) (_ Ticket, err error) {
	defer fault.Wrapf(&err, "ticket.Fixed(%d, %s)", id, fixVersion)
	t, err := begin(ctx, tx, id, fixing, note)
	if err != nil {
		return t, err
	}
	if strings.TrimSpace(note) == "" {
		return t, fault.Field("note", "请写明改了什么。")
	}
	fixes, err := Fixes(ctx, tx, t, program)
	if err != nil {
		return t, err
	}
	fixVersion = strings.TrimSpace(fixVersion)
	i := slices.IndexFunc(fixes, func(f Fix) bool { return f.Version == fixVersion })
	if i < 0 {
		return t, fault.Field("fix_version", noFix(fixes))
	}
	_, err = tx.Exec(ctx, `update eval.ticket set state = 're_review', fix_version = $2, fix_note = $3, fixer_id = $4, accepter_id = null, updated_at = now() where id = $1`,
		id, fixVersion, note, auth.ActorFrom(ctx).ID)
	if err != nil {
		return t, err
	}
	return done(ctx, tx, t, fixing, fixes[i].Label+"。"+note, map[string]any{"fix_version": fixVersion})
}

func noFix(fixes []Fix) string {
	if len(fixes) == 0 {
		return "最近一次失败之后，对象还没有新的版本。请先改正对象本身，再填写修复版本。"
	}
	var known []string
	for _, f := range fixes {
		known = append(known, f.Version+"（"+f.Label+"）")
	}
	return "没有这个修复版本，或者它早于最近一次失败。可以填：" + strings.Join(known, "、") + "。"
}

// Accept is the second look, by somebody else than the fixer. A pair must have been approved again, or withdrawn, by then.
func Accept(ctx context.Context, tx pg.DB, id int64, note string) (_ Ticket, err error) {
	defer fault.Wrapf(&err, "ticket.Accept(%d)", id)
	t, err := begin(ctx, tx, id, accepting, note)
	if err != nil {
		return t, err
	}
	me := auth.ActorFrom(ctx).ID
	if t.FixerID == me {
		return t, fault.New(fault.Forbidden, "修复人不能复审自己的修复，请由其他审核组长或者管理员复审。")
	}
	if t.ObjectType == "pair" {
		if err := pairStands(ctx, tx, t.ObjectID); err != nil {
			return t, err
		}
	}
	if _, err := tx.Exec(ctx, `update eval.ticket set state = 're_run', accepter_id = $2, updated_at = now() where id = $1`, id, me); err != nil {
		return t, err
	}
	return done(ctx, tx, t, accepting, note, nil)
}

// pairStands: what re-enters the dataset has been through its two rounds again.
func pairStands(ctx context.Context, db pg.DB, pair string) error {
	var state annotate.State
	err := db.QueryRow(ctx, `select state from annotate.pair where id::text = $1`, pair).Scan(&state)
	if err != nil {
		return ignoreNoRows(err)
	}
	if state != annotate.StateApproved && state != annotate.StateWithdrawn {
		return fault.Newf(fault.Conflict, "该问答现在是“%s”，须经初审、复审重新审定（或者撤下）之后，工单才能复审通过。", state.Chinese())
	}
	return nil
}

// Reject sends the ticket back to be mended, with what is still wrong.
func Reject(ctx context.Context, tx pg.DB, id int64, note string) (_ Ticket, err error) {
	defer fault.Wrapf(&err, "ticket.Reject(%d)", id)
	t, err := begin(ctx, tx, id, rejecting, note)
	if err != nil {
		return t, err
	}
	if strings.TrimSpace(note) == "" {
		return t, fault.Field("note", "请写明哪里还不对。")
	}
	if _, err := tx.Exec(ctx, `update eval.ticket set state = 'fixing', updated_at = now() where id = $1`, id); err != nil {
		return t, err
	}
	return done(ctx, tx, t, rejecting, note, nil)
}

// done writes the step down and returns the ticket as it stands now.
func done(ctx context.Context, tx pg.DB, t Ticket, m move, note string, more any) (Ticket, error) {
	if err := trace(ctx, tx, t.ID, m.action, t.State, m.to, note, more); err != nil {
		return t, err
	}
	return get(ctx, tx, t.ID, "")
}
