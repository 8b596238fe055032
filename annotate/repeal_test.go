package annotate

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
)

// TestAConfirmedRepealSendsPairsBack: the whole way, from a text that repeals another to the pair on the other's article, and what
// the index stage of the repealing text alone does not touch.
func TestAConfirmedRepealSendsPairsBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	old, other := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L1)
	p, sound := r.approved(r.aboutRules(old)), r.approved(r.aboutPosts(other))
	repeal := r.add("新办法.txt", `云澜市机构编制工作规定

第一条 为了规范机构编制工作，制定本规定。

第二条 本规定自2025年1月1日起施行。《云澜市机构编制管理办法》（云澜市人民政府令第18号）同时废止。
`, auth.L1)
	require.Zero(t, r.stale(r.system(), repeal.ID), "proposed is not confirmed")
	list, _, err := ingest.Relations(r.system(), r.pool, ingest.RelationFilter{VersionID: repeal.ID, Type: "repeals"})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, old.DocumentID, list[0].TargetDocumentID)
	r.must(func(tx pgx.Tx) error {
		_, err := ingest.DecideRelation(r.system(), tx, list[0].ID, "confirmed")
		return err
	})
	require.Equal(t, 1, r.stale(r.system(), repeal.ID), "the text that it repeals is among those it can change")
	require.Equal(t, []int64{sound.ID}, r.indexed())
	p, err = PairByID(r.system(), r.pool, p.ID)
	require.NoError(t, err)
	require.Equal(t, StateReview, p.State)
	require.Contains(t, p.Reason, "已不再有效")
}
