package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/pg/pgtest"
)

// One fault of each kind, in the real sample corpus, through a real run: the failure must be classed to the stage that would mend it, a ticket
// opened for it, and the corpus left as it was.
func TestAFaultOfEachKindIsClassedToItsStage(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole sample corpus")
	}
	ctx := auth.WithActor(t.Context(), auth.System("test"))
	a := &app{in: bytes.NewReader(nil), out: io.Discard, errw: io.Discard, log: slog.New(slog.DiscardHandler)}
	a.cfg = config{Home: t.TempDir(), DatabaseURL: pgtest.URL(t), Workers: 2, MaxFileMB: 200}
	defer a.close(context.WithoutCancel(ctx))
	lab, err := a.newFaultLab(ctx)
	require.NoError(t, err)
	require.Nil(t, lab.embedder, "the test is of the lexical leg: no model folder is configured")

	var r faultReport
	seen := map[string]bool{}
	for n, f := range slices.Backward(faultPlan) { // the last of each: the first of some need the model
		if seen[f.kind] {
			continue
		}
		seen[f.kind] = true
		v, err := lab.try(ctx, n, f)
		require.NoError(t, err)
		r.add(v)
		require.True(t, v.Exposed, "%s: the question is still answered", v.What)
		require.Equal(t, v.Planted, v.Stage, "%s: %s %+v", v.What, v.Found, v.Evidence)
		require.NotEmpty(t, v.Evidence, v.What)
		require.True(t, v.Ticket, v.What)
	}
	require.GreaterOrEqual(t, len(seen), 10)
	require.Equal(t, 1.0, r.Share)

	w, closeWorld, err := lab.copied(ctx, 999)
	require.NoError(t, err)
	defer closeWorld()
	q, err := sampleQuestion("s015")(ctx, w)
	require.NoError(t, err)
	o, tickets, err := w.run(ctx, q)
	require.NoError(t, err)
	require.True(t, o.Passed, "the faults are undone: %s", o.Problem)
	require.Zero(t, tickets)
}

// The plan names files and questions that exist, and holds ten kinds of four.
func TestFaultPlanIsFortyOfTenKinds(t *testing.T) {
	kinds := map[string]int{}
	for _, f := range faultPlan {
		kinds[f.kind]++
		require.NotEmpty(t, f.what)
		require.NotEmpty(t, f.class)
		require.NotEmpty(t, f.stage)
	}
	require.GreaterOrEqual(t, len(kinds), 10)
	for kind, n := range kinds {
		require.Equal(t, 4, n, kind)
	}
}
