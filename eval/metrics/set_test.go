package metrics

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPrecision(t *testing.T) {
	require.InDelta(t, 2.0/3, Precision(2, 3), 1e-9)
	require.Zero(t, Precision(0, 0))
}

func TestQuantileIsNearestRank(t *testing.T) {
	values := []float64{40, 10, 30, 20}
	for q, want := range map[float64]float64{0.25: 10, 0.26: 20, 0.5: 20, 0.95: 40, 1: 40} {
		require.Equal(t, want, Quantile(values, q), q)
	}
	require.Equal(t, []float64{40, 10, 30, 20}, values)
	require.Zero(t, Quantile(nil, 0.5))
}
