package annotate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/retrieval"
)

func TestTwoRoundsByDifferentPeople(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("规定.txt", charter, auth.L1)
	p := r.submitted(r.as(1, auth.L2), r.aboutPosts(v))
	require.Equal(t, StateReview, p.State)
	require.Equal(t, 1, p.Round)
	require.Empty(t, errorsOf(p.Findings), p.Findings)
	require.Zero(t, r.pull(r.as(1, auth.L4)), "nobody their own draft")

	p = r.accept(r.as(2, auth.L2), p.ID)
	require.Equal(t, 2, p.Round)
	require.Empty(t, r.indexed())
	require.Zero(t, r.pull(r.as(2, auth.L2)), "the second round is somebody else's")
	require.Zero(t, r.pull(r.as(1, auth.L2)))

	p = r.accept(r.as(3, auth.L2), p.ID)
	require.Equal(t, StateApproved, p.State)
	require.Equal(t, 1, p.ApprovedVersion)
	require.NotNil(t, p.ApprovedAt)
	require.Equal(t, []int64{p.ID}, r.indexed())
	require.Equal(t, []string{"create", "submit", "verdict", "accept", "verdict", "approve"}, r.actions(p.ID))

	res, err := r.index.Search(r.as(9, auth.L1), retrieval.Query{Text: "数据局有几个行政编制"})
	require.NoError(t, err)
	require.Equal(t, p.ID, res.Hits[0].PairID, "in its other wording, at once")
	list, err := Approved(r.as(9, auth.L1), r.pool, []int64{p.ID}, civil.Date{})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, posts, list[0].Basis[0].Quote)

	history, err := Versions(r.as(9, auth.L1), r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 1)
	require.Equal(t, "专家1", history[0].Author)
	require.Len(t, history[0].Verdicts, 2)
	require.Equal(t, "专家2", history[0].Verdicts[0].Reviewer)
	require.Equal(t, "市委编办", history[0].Verdicts[0].Unit)
	require.Equal(t, []int{1, 2}, []int{history[0].Verdicts[0].Round, history[0].Verdicts[1].Round})
}
