package eval

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

// raise lifts a document as the web does.
func (w *world) raise(version int64, c auth.Clearance) {
	w.t.Helper()
	ctx := w.as(auth.L4)
	v, err := ingest.VersionByID(ctx, w.pool, version, civil.Date{})
	require.NoError(w.t, err)
	w.inTx(ctx, func(tx pgx.Tx) error {
		if err := ingest.SetClearance(ctx, tx, v.DocumentID, c); err != nil {
			return err
		}
		return Raise(ctx, tx, v.DocumentID)
	})
}

// TestWhatTellsOfARaisedDocumentIsRaised: a document goes up after it was asked about; nothing that was made of it before stays below.
func TestWhatTellsOfARaisedDocumentIsRaised(t *testing.T) {
	w := newWorld(t)
	lamp, bell := w.add(lampFile, lampText, auth.L1), w.add(bellFile, bellText, auth.L1)
	lead := w.as(auth.L2)
	all := questions()
	both, lampOnly := w.set(lead, "题集", all), w.set(lead, "灯", all[:2])
	unmarked := w.set(lead, "没有依据的", []Question{{ID: "b", Type: 9, Text: all[2].Text, Answerable: true, Must: []string{"23名"}}})
	wrong := w.run(lead, both.ID, Config{})
	right, answers := w.run(lead, lampOnly.ID, Config{}), w.run(lead, unmarked.ID, Config{})

	w.raise(bell, auth.L3)
	for _, gone := range []int64{wrong.ID, answers.ID} {
		_, err := RunByID(lead, w.pool, gone)
		require.True(t, fault.Is(err, fault.NotFound), "%d", gone)
		_, _, err = Outcomes(lead, w.pool, gone, OutcomeFilter{})
		require.True(t, fault.Is(err, fault.NotFound), "%d", gone)
	}
	_, _, err := Questions(lead, w.pool, both.ID, 0, 0)
	require.True(t, fault.Is(err, fault.NotFound))
	sets, n, err := Sets(lead, w.pool, 0, 0)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Len(t, sets, 2, "the question alone names no document")
	_, err = RunByID(lead, w.pool, right.ID)
	require.NoError(t, err, "what is not of it stays")
	require.Equal(t, auth.L3, w.byID(wrong.ID).Clearance)

	w.raise(lamp, auth.L2)
	require.Equal(t, auth.L2, w.byID(right.ID).Clearance)
	w.raise(bell, auth.L1)
	require.Equal(t, auth.L3, w.byID(wrong.ID).Clearance, "nothing is lowered")
}

// TestReasonsAndTicketsAreRaised by every way in which they can name a document.
func TestReasonsAndTicketsAreRaised(t *testing.T) {
	w := newWorld(t)
	w.add(lampFile, lampText, auth.L1)
	version := w.add(bellFile, bellText, auth.L1)
	s := w.set(w.as(auth.L2), "灯", questions()[:2])
	r := w.run(w.as(auth.L2), s.ID, Config{})
	var document, chunk int64
	require.NoError(t, w.pool.QueryRow(t.Context(), `select v.document_id, c.id from ingest.version v join ingest.chunk c on c.version_id = v.id
		where v.id = $1 order by c.id limit 1`, version).Scan(&document, &chunk))
	ticket := func(cause, object string, id int64) (n int64) {
		require.NoError(t, w.pool.QueryRow(t.Context(), `insert into eval.ticket (cause, class, stage, object_type, object_id, title)
			values ($1, 'not_retrieved', '检索', $2, $3::bigint::text, '题') returning id`, cause, object, id).Scan(&n))
		return n
	}
	byDocument, byChunk, byProof, other := ticket("a", "document", document), ticket("b", "chunk", chunk), ticket("c", "chunk", 1), ticket("d", "weight", 1)
	_, err := w.pool.Exec(t.Context(), `insert into eval.ticket_case (ticket_id, set_id, key, run_id, question, evidence)
		select id, $1, 'lamp', $2, '问', case when id = $3 then jsonb_build_array(jsonb_build_object('check', 'rank', 'ids', jsonb_build_object('chunk', $4::bigint))) else '[]' end
		  from eval.ticket where id in ($3, $5)`, s.ID, r.ID, byProof, chunk, other)
	require.NoError(t, err)
	_, err = w.pool.Exec(t.Context(), `update eval.outcome set object_type = 'chunk', object_id = $2::bigint::text where run_id = $1 and key = 'wrong'`, r.ID, chunk)
	require.NoError(t, err)

	w.raise(version, auth.L4)
	levels := map[int64]auth.Clearance{}
	rows, err := w.pool.Query(t.Context(), `select id, clearance from eval.ticket`)
	require.NoError(t, err)
	var id int64
	var c auth.Clearance
	_, err = pgx.ForEachRow(rows, []any{&id, &c}, func() error { levels[id] = c; return nil })
	require.NoError(t, err)
	require.Equal(t, map[int64]auth.Clearance{byDocument: auth.L4, byChunk: auth.L4, byProof: auth.L4, other: auth.L1}, levels)
	list, _, err := Outcomes(w.as(auth.L2), w.pool, r.ID, OutcomeFilter{Failed: true})
	require.NoError(t, err)
	require.NotEmpty(t, list)
	require.Empty(t, list[0].ObjectID, "the reason may not be read, the answer may")
}
