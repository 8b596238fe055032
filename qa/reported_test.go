package qa

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

func TestReportedIsOnesOwnAndOnlyWhatWasCalledWrong(t *testing.T) {
	t.Parallel()
	r := whole(t)
	me, other := as(t, 7, auth.L2), as(t, 8, auth.L2)
	bad, err := r.Ask(me, Question{Text: "市城新局机关行政编制多少名？"}, nil)
	require.NoError(t, err)
	good, err := r.Ask(me, Question{Text: "市城新局的主要职责是什么？"}, nil)
	require.NoError(t, err)
	require.NoError(t, GiveFeedback(me, r.pool, bad.ID, "down", "wrong", "应为36名"))
	require.NoError(t, GiveFeedback(me, r.pool, good.ID, "up", "", ""))

	mine, err := ReportedBy(me, r.pool)
	require.NoError(t, err)
	require.Len(t, mine, 1)
	require.Equal(t, bad.ID, mine[0].TurnID)
	require.Equal(t, bad.ConversationID, mine[0].ConversationID)
	require.Equal(t, "市城新局机关行政编制多少名？", mine[0].Question)
	require.Equal(t, "wrong", mine[0].Reason)
	require.Equal(t, "应为36名", mine[0].Comment)

	theirs, err := ReportedBy(other, r.pool)
	require.NoError(t, err)
	require.Empty(t, theirs)
}

func TestReportedForgetsWithTheConversationAndWithTheVerdict(t *testing.T) {
	t.Parallel()
	r := whole(t)
	me := as(t, 7, auth.L2)
	a, err := r.Ask(me, Question{Text: "市城新局机关行政编制多少名？"}, nil)
	require.NoError(t, err)
	b, err := r.Ask(me, Question{Text: "市城新局机关行政编制多少名？"}, nil)
	require.NoError(t, err)
	for _, id := range []int64{a.ID, b.ID} {
		require.NoError(t, GiveFeedback(me, r.pool, id, "down", "citation", ""))
	}
	list, err := ReportedBy(me, r.pool)
	require.NoError(t, err)
	require.Equal(t, []int64{b.ID, a.ID}, []int64{list[0].TurnID, list[1].TurnID}, "the newest first")

	require.NoError(t, Delete(me, r.pool, a.ConversationID))
	require.NoError(t, GiveFeedback(me, r.pool, b.ID, "up", "", ""))
	list, err = ReportedBy(me, r.pool)
	require.NoError(t, err)
	require.Empty(t, list)
}
