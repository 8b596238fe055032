package eval

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/retrieval"
)

func TestSetIsVersionedByContent(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	first := w.set(lead, " 题集 ", questions())
	require.Equal(t, "题集", first.Name)
	require.Equal(t, 1, first.Version)
	require.Equal(t, 4, first.Size)
	require.Equal(t, map[string]int{"dev": 3, "test": 1}, first.Splits)
	require.Equal(t, "组长2", first.CreatedBy)
	require.Equal(t, first, w.set(lead, "题集", questions()), "the same content is the same version")

	changed := questions()
	changed[0].Must = []string{"18名"}
	second := w.set(lead, "题集", changed)
	require.Equal(t, 2, second.Version)
	require.Equal(t, first.ID, w.set(lead, "题集", questions()).ID, "going back finds the old version")
	require.Equal(t, 1, w.set(lead, "另一题集", questions()).Version)

	latest, err := SetByName(lead, w.pool, "题集")
	require.NoError(t, err)
	require.Equal(t, second.ID, latest.ID)
	_, err = SetByName(lead, w.pool, "没有的")
	require.True(t, fault.Is(err, fault.NotFound))
	list, total, err := Sets(lead, w.pool, 2, 0)
	require.NoError(t, err)
	require.Equal(t, 3, total)
	require.Equal(t, []string{"另一题集", "题集"}, []string{list[0].Name, list[1].Name})

	qs, total, err := Questions(lead, w.pool, second.ID, 1, 0)
	require.NoError(t, err)
	require.Equal(t, 4, total)
	require.Equal(t, changed[:1], qs)
	events, _, err := audit.List(lead, w.pool, audit.Filter{Action: "eval.set"})
	require.NoError(t, err)
	require.Len(t, events, 3)
}

func TestSetNeedsANameAndQuestions(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	for name, qs := range map[string][]Question{"": questions(), strings.Repeat("长", 101): questions(), "空": nil} {
		err := pg.InTx(lead, w.pool, func(tx pgx.Tx) error { _, err := ImportSet(lead, tx, name, FromFile, qs); return err })
		require.True(t, fault.Is(err, fault.Invalid), name)
	}
}

func TestSetIsAsSecretAsItsGold(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	s := w.set(w.as(auth.L4), "题集", questions())
	require.Equal(t, auth.L1, s.Clearance)
	w.add(bellFile, bellText, auth.L3)
	again := w.set(w.as(auth.L4), "题集", questions())
	require.Equal(t, s.ID, again.ID)
	require.Equal(t, auth.L3, again.Clearance, "its gold has come in since")

	low := w.as(auth.L2)
	_, err := SetByID(low, w.pool, s.ID)
	require.True(t, fault.Is(err, fault.NotFound))
	_, _, err = Questions(low, w.pool, s.ID, 0, 0)
	require.True(t, fault.Is(err, fault.NotFound))
	_, total, err := Sets(low, w.pool, 0, 0)
	require.NoError(t, err)
	require.Zero(t, total)
	err = pg.InTx(low, w.pool, func(tx pgx.Tx) error { _, err := NewRun(low, tx, s.ID, Config{}); return err })
	require.True(t, fault.Is(err, fault.NotFound))
	_, total, err = Sets(t.Context(), w.pool, 0, 0)
	require.NoError(t, err)
	require.Zero(t, total, "nobody sees nothing")
}

func TestNewRunSelects(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	s := w.set(lead, "题集", questions())
	require.Equal(t, 4, w.queue(lead, s.ID, Config{}).Total)
	require.Equal(t, 3, w.queue(lead, s.ID, Config{Split: "dev"}).Total)
	r := w.queue(lead, s.ID, Config{Keys: []string{"bell", "wrong"}, TicketID: 7, Label: "复测"})
	require.Equal(t, 2, r.Total)
	require.EqualValues(t, 7, r.TicketID)
	require.Equal(t, "复测", r.Label)
	require.Equal(t, r, w.byID(r.ID))
	for name, c := range map[string]Config{"no such part": {Split: "train"}, "no such leg": {Leg: retrieval.Leg("both")}} {
		err := pg.InTx(lead, w.pool, func(tx pgx.Tx) error { _, err := NewRun(lead, tx, s.ID, c); return err })
		require.True(t, fault.Is(err, fault.Invalid), name)
	}
}

func TestSampleSet(t *testing.T) {
	w := newWorld(t)
	lead := w.as(auth.L2)
	w.inTx(lead, func(tx pgx.Tx) error {
		s, err := SampleSet(lead, tx)
		require.NoError(t, err)
		require.Equal(t, FromSample, s.Origin)
		require.Greater(t, s.Size, 150)
		again, err := SampleSet(lead, tx)
		require.Equal(t, s.ID, again.ID)
		return err
	})
}

func TestSetFromApprovedPairs(t *testing.T) {
	w := newWorld(t)
	version := w.add(lampFile, lampText, auth.L2)
	lead := w.as(auth.L2)
	err := pg.InTx(lead, w.pool, func(tx pgx.Tx) error { _, err := SetFromPairs(lead, tx, "已审定"); return err })
	require.True(t, fault.Is(err, fault.Conflict), "there are none yet")

	// Pairs are annotate's to approve, by two people and with their checks: here only what stands at the end of it.
	_, err = w.pool.Exec(t.Context(), `
		with d as (select document_id from ingest.version where id = $1),
		     p as (insert into annotate.pair (state, type, origin, clearance, document_id, version, approved_version, approved_at)
		           select s, 9, 'expert', c, document_id, 1, case s when 'approved' then 1 end, case s when 'approved' then now() end
		             from d, (values ('approved', 2), ('draft', 1), ('approved', 3)) as t (s, c) returning id),
		     v as (insert into annotate.pair_version (pair_id, n, question, answer, question_key)
		           select id, 1, '市照明局编制多少？', '依据云办发〔2024〕34号，机关行政编制17名，自2024年6月1日起。', 'k' || id from p returning pair_id)
		insert into annotate.basis (pair_id, n, seq, version_id, address, label, quote, start_rune, end_rune, hash)
		select pair_id, 1, 1, $1, '第五条', '第五条', '市照明局机关行政编制17名。', 0, 13, 'h' from v`, version)
	require.NoError(t, err)
	w.inTx(lead, func(tx pgx.Tx) error {
		s, err := SetFromPairs(lead, tx, "已审定")
		require.NoError(t, err)
		require.Equal(t, 1, s.Size, "approved ones, up to one's clearance")
		require.Equal(t, FromPairs, s.Origin)
		require.Equal(t, auth.L2, s.Clearance)
		qs, _, err := Questions(lead, tx, s.ID, 0, 0)
		require.NoError(t, err)
		q := qs[0]
		require.Equal(t, []Gold{{File: lampFile, Address: "第五条"}}, q.Gold)
		require.Equal(t, 9, q.Type)
		require.True(t, q.Answerable)
		require.NotZero(t, q.PairID)
		require.Equal(t, []string{"17名", "2024年6月1日"}, q.Must)
		require.Contains(t, []string{"dev", "test"}, q.Split)
		again, err := SetFromPairs(lead, tx, "已审定")
		require.Equal(t, s.ID, again.ID)
		return err
	})
	w.inTx(w.as(auth.L4), func(tx pgx.Tx) error {
		s, err := SetFromPairs(w.as(auth.L4), tx, "已审定")
		require.Equal(t, 2, s.Size)
		require.Equal(t, 2, s.Version)
		require.Equal(t, auth.L3, s.Clearance)
		return err
	})
}
