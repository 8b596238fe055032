package ingest

import (
	"context"
	"strings"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Withdraw takes a document out of every search and list. It is kept for the trail, and it stays withdrawn when its
// file is submitted again. What it did to other texts is undone. All in one transaction: nothing comes back by itself.
func Withdraw(ctx context.Context, tx pg.DB, documentID int64, reason string) (err error) {
	defer fault.Wrapf(&err, "ingest.Withdraw(%d)", documentID)
	if strings.TrimSpace(reason) == "" {
		return fault.Field("reason", "请写明撤下的原因。")
	}
	before, err := DocumentByID(ctx, tx, documentID, civil.Date{})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update ingest.document set withdrawn_at = now() where id = $1`, documentID); err != nil {
		return err
	}
	if err := settleTargets(ctx, tx, documentID); err != nil {
		return err
	}
	return record(ctx, tx, "document.withdraw", "document", documentID, before, map[string]string{"reason": reason})
}

// Restore brings a withdrawn document back, with what it does to other texts.
func Restore(ctx context.Context, tx pg.DB, documentID int64, reason string) (err error) {
	defer fault.Wrapf(&err, "ingest.Restore(%d)", documentID)
	tag, err := tx.Exec(ctx, `update ingest.document set withdrawn_at = null where id = $1 and withdrawn_at is not null and clearance <= $2`,
		documentID, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return fault.Newf(fault.NotFound, "没有编号为 %d 的已撤下文件。", documentID)
	}
	if err := settleTargets(ctx, tx, documentID); err != nil {
		return err
	}
	return record(ctx, tx, "document.restore", "document", documentID, nil, map[string]string{"reason": reason})
}

// settleTargets settles the works that confirmed relations of the document end.
func settleTargets(ctx context.Context, tx pg.DB, documentID int64) error {
	rows, err := tx.Query(ctx, `select distinct r.target_document_id from ingest.relation r join ingest.version v on v.id = r.version_id
		where v.document_id = $1 and r.state = 'confirmed' and r.target_document_id is not null order by 1`, documentID)
	if err != nil {
		return err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range ids {
		if err := settle(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// SetClearance changes who may see a document. Nobody can lift it above their own eyes, or lower what they cannot see.
func SetClearance(ctx context.Context, tx pg.DB, documentID int64, c auth.Clearance) (err error) {
	defer fault.Wrapf(&err, "ingest.SetClearance(%d, %d)", documentID, c)
	if !c.Valid() {
		return fault.Field("clearance", "密级应为 L1、L2、L3 或 L4。")
	}
	if c > auth.ActorFrom(ctx).Clearance {
		return fault.Field("clearance", "不能设为高于本人密级的级别。")
	}
	before, err := DocumentByID(ctx, tx, documentID, civil.Date{})
	if err != nil {
		return err
	}
	if before.Clearance == c {
		return nil
	}
	if _, err := tx.Exec(ctx, `update ingest.document set clearance = $2 where id = $1`, documentID, c); err != nil {
		return err
	}
	return record(ctx, tx, "document.clearance", "document", documentID, map[string]auth.Clearance{"clearance": before.Clearance},
		map[string]auth.Clearance{"clearance": c})
}
