package main

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMeasureDoesEachOnceAndStopsAtAnError(t *testing.T) {
	var done [20]atomic.Int32
	l, err := measure(t.Context(), 4, len(done), func(_ context.Context, i int) (bool, error) {
		done[i].Add(1)
		return i%2 == 0, nil
	})
	require.NoError(t, err)
	for i := range done {
		require.EqualValues(t, 1, done[i].Load(), "question %d", i)
	}
	require.Equal(t, 10, l.NoHits)

	broken := errors.New("database gone")
	_, err = measure(t.Context(), 2, 10, func(context.Context, int) (bool, error) { return false, broken })
	require.ErrorIs(t, err, broken)
}

func TestBenchAnswersLeavesNoTurn(t *testing.T) {
	searchable(t)
	out, errw, code := bianku(t, "", "bench", "answers", "--users", "3", "-n", "6", "--json")
	require.Zero(t, code, errw)
	var got answerLatency
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Equal(t, 6, got.Searches)
	require.Positive(t, got.ResidentMB)

	_, errw, code = bianku(t, "", "bench", "answers", "--users", "0")
	require.Equal(t, 2, code)
	require.Contains(t, errw, "大于 0")
}
