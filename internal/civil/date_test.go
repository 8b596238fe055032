package civil_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/civil"
	"bianku/internal/pg/pgtest"
)

func TestParse(t *testing.T) {
	d, err := civil.Parse("2024-02-29")
	require.NoError(t, err)
	require.Equal(t, civil.Of(2024, time.February, 29), d)
	require.Equal(t, []int{2024, 2, 29}, []int{d.Year(), int(d.Month()), d.Day()})
	zero, err := civil.Parse("")
	require.NoError(t, err)
	require.True(t, zero.IsZero())
	for _, s := range []string{"2023-02-29", "2024-2-9", "2024/02/09", "二〇二四年", "2024-02-09T00:00:00Z", " "} {
		_, err := civil.Parse(s)
		require.Error(t, err, s)
	}
	require.Panics(t, func() { civil.MustParse("x") })
}

func TestValid(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		ok      bool
	}{
		{2024, 2, 29, true}, {2023, 2, 29, false}, {2024, 13, 1, false}, {2024, 0, 1, false}, {2024, 4, 31, false}, {1949, 10, 1, true},
	} {
		_, ok := civil.Valid(c.y, c.m, c.d)
		require.Equal(t, c.ok, ok, "%d-%d-%d", c.y, c.m, c.d)
	}
}

// Wherever the server stands, the day is China's.
func TestOnIsTheDayInChina(t *testing.T) {
	for instant, want := range map[string]string{
		"2026-03-31T15:59:59Z":      "2026-03-31",
		"2026-03-31T16:00:00Z":      "2026-04-01",
		"2026-03-31T23:00:00-08:00": "2026-04-01",
		"2026-04-01T00:00:00+08:00": "2026-04-01",
		"1988-07-01T15:30:00Z":      "1988-07-01", // no summer time, not even in the years that had it
	} {
		at, err := time.Parse(time.RFC3339, instant)
		require.NoError(t, err)
		require.Equal(t, want, civil.On(at).String(), instant)
	}
	require.False(t, civil.Today().IsZero())
}

func TestOrderAndArithmetic(t *testing.T) {
	a, b := civil.MustParse("2024-02-28"), civil.MustParse("2024-03-01")
	require.True(t, a.Before(b))
	require.True(t, b.After(a))
	require.False(t, a.Before(a) || a.After(a))
	require.Equal(t, b, a.AddDays(2), "2024 is a leap year")
	require.Equal(t, a, b.AddDays(-2))
	require.Equal(t, "2025-02-28", a.AddYears(1).String())
	require.True(t, a == civil.Of(2024, 2, 28), "dates compare with ==")
}

func TestWords(t *testing.T) {
	require.Equal(t, "2024年3月11日", civil.MustParse("2024-03-11").Chinese())
	require.Empty(t, civil.Date{}.Chinese())
	require.Empty(t, civil.Date{}.String())
}

func TestJSON(t *testing.T) {
	type paper struct {
		Signed civil.Date `json:"signed"`
		Ended  civil.Date `json:"ended"`
	}
	b, err := json.Marshal(paper{Signed: civil.MustParse("2024-03-11")})
	require.NoError(t, err)
	require.JSONEq(t, `{"signed":"2024-03-11","ended":""}`, string(b))
	var p paper
	require.NoError(t, json.Unmarshal(b, &p))
	require.Equal(t, "2024-03-11", p.Signed.String())
	require.True(t, p.Ended.IsZero())
	require.Error(t, json.Unmarshal([]byte(`{"signed":"last week"}`), &p))
}

func TestSQL(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	day := civil.MustParse("1997-08-03")
	var back, none civil.Date
	var isDate, isNull bool
	err := pool.QueryRow(t.Context(), "select $1::date, $2::date, $1::date = '1997-08-03', $2::date is null", day, civil.Date{}).
		Scan(&back, &none, &isDate, &isNull)
	require.NoError(t, err)
	require.Equal(t, day, back)
	require.True(t, none.IsZero())
	require.True(t, isDate)
	require.True(t, isNull, "a day that is not known is NULL")

	v, err := day.Value()
	require.NoError(t, err)
	require.Equal(t, time.Date(1997, 8, 3, 0, 0, 0, 0, time.UTC), v)
	v, err = civil.Date{}.Value()
	require.NoError(t, err)
	require.Nil(t, v)
}
