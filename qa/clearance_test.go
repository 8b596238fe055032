package qa

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// bytesOf is an answer as the client gets it, without what differs between any two answers.
func bytesOf(t *testing.T, a Answer) string {
	a.ID, a.ConversationID, a.Timings = 0, 0, nil
	data, err := json.Marshal(a)
	require.NoError(t, err)
	return string(data)
}

// Whoever may not see a paper gets, byte for byte, what they would get if it did not exist.
func TestWhatMayNotBeSeenDoesNotExist(t *testing.T) {
	t.Parallel()
	without, with := whole(t), whole(t)
	with.add("塔台批复.txt", secretPaper, auth.L3)
	for _, q := range []string{
		"云澜市塔台保障中心事业编制多少名？",
		"市塔台保障中心有几名副主任？",
		"市塔台保障中心和市城新局编制一共多少名？",
		"云编〔2026〕77号说了什么？",
		"塔台保障中心的编制是哪个文件核定的？",
		"2026年以来有哪些批复？",
		"市塔台保障中心还能进几个人，实有30人？",
		"市塔台保障中心编制历年变化",
		"塔台保障中心由谁负责？",
		"市城新局机关行政编制多少名？",
	} {
		ctx := as(t, 7, auth.L2)
		require.Equal(t, bytesOf(t, without.ask(ctx, q)), bytesOf(t, with.ask(ctx, q)), q)
	}
	a := with.ask(as(t, 8, auth.L3), "云澜市塔台保障中心事业编制多少名？")
	require.Contains(t, a.Text, "37名")
	require.Equal(t, auth.L3, a.Clearance)
}

func TestAWithdrawnPaperDoesNotExist(t *testing.T) {
	t.Parallel()
	r := whole(t)
	doc := r.add("塔台批复.txt", secretPaper, auth.L1)
	ctx := system(t)
	require.Contains(t, r.ask(ctx, "云澜市塔台保障中心事业编制多少名？").Text, "37名")
	require.NoError(t, pg.InTx(ctx, r.pool, func(tx pgx.Tx) error { return ingest.Withdraw(ctx, tx, doc, "印发有误") }))
	require.Equal(t, Refused, r.ask(ctx, "云澜市塔台保障中心事业编制多少名？").Mode)
}

func TestNobodyIsAnswered(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	_, err := r.Ask(t.Context(), Question{Text: "市城新局机关行政编制多少名？"}, nil)
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

// A conversation is its owner's and the auditor's; an answer whose ground was raised above the reader is not shown again.
func TestWhoReadsAConversation(t *testing.T) {
	t.Parallel()
	r := whole(t)
	doc := r.add("塔台批复.txt", secretPaper, auth.L2)
	owner := as(t, 7, auth.L2)
	a, err := r.Ask(owner, Question{Text: "云澜市塔台保障中心事业编制多少名？"}, nil)
	require.NoError(t, err)
	require.Contains(t, a.Text, "37名")

	_, err = ConversationByID(as(t, 8, auth.L4), r.pool, a.ConversationID)
	require.True(t, fault.Is(err, fault.NotFound), "a stranger")
	_, err = TurnByID(as(t, 8, auth.L4, auth.Admin), r.pool, a.ID)
	require.True(t, fault.Is(err, fault.NotFound), "an administrator is a stranger too")
	c, err := ConversationByID(as(t, 9, auth.L4, auth.Auditor), r.pool, a.ConversationID)
	require.NoError(t, err)
	require.Contains(t, c.Turns[0].Answer.Text, "37名", "the auditor reads it")
	c, err = ConversationByID(as(t, 9, auth.L1, auth.Auditor), r.pool, a.ConversationID)
	require.NoError(t, err)
	require.True(t, c.Turns[0].Hidden, "an auditor without the clearance does not")

	require.NoError(t, pg.InTx(system(t), r.pool, func(tx pgx.Tx) error { return ingest.SetClearance(system(t), tx, doc, auth.L3) }))
	turn, err := TurnByID(owner, r.pool, a.ID)
	require.NoError(t, err)
	require.True(t, turn.Hidden)
	data, err := json.Marshal(turn)
	require.NoError(t, err)
	require.NotContains(t, string(data), "37名")
	require.NotContains(t, string(data), "云编〔2026〕77号")
	require.Empty(t, turn.Answer.Citations)
}

// A refusal rests on nothing and yet names the nearest articles: they too are shown only to those who may see them today.
func TestNearestArticlesOfAStoredRefusalFollowTheClearance(t *testing.T) {
	t.Parallel()
	r := whole(t)
	owner := as(t, 7, auth.L2)
	a, err := r.Ask(owner, Question{Text: "云澜市城新局2035年的编制计划是多少名？"}, nil)
	require.NoError(t, err)
	require.Equal(t, Refused, a.Mode, a.Text)
	require.NotEmpty(t, a.Refusal.Nearest)
	turn, err := TurnByID(owner, r.pool, a.ID)
	require.NoError(t, err)
	require.False(t, turn.Hidden)

	require.NoError(t, pg.InTx(system(t), r.pool, func(tx pgx.Tx) error {
		return ingest.SetClearance(system(t), tx, a.Refusal.Nearest[0].DocumentID, auth.L3)
	}))
	turn, err = TurnByID(owner, r.pool, a.ID)
	require.NoError(t, err)
	require.True(t, turn.Hidden)
	require.Empty(t, turn.Answer.Refusal.Nearest)
}
