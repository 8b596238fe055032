package ingest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/civil"
)

func day(s string) civil.Date { return civil.MustParse(s) }

// TestSettleSpans is the rule of succession as a table. Versions are "id from[ lapses[ reason]]"; want is "id to endedBy by".
func TestSettleSpans(t *testing.T) {
	type end struct {
		to, endedBy string
		by          int64
	}
	for name, c := range map[string]struct {
		versions []span
		repeals  []repeal
		want     []end
	}{
		"alone": {versions: []span{{id: 1, from: day("2020-01-01")}}, want: []end{{}}},
		"next version": {
			versions: []span{{id: 1, from: day("2010-01-01")}, {id: 2, from: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "next_version", 2}, {}},
		},
		"arrived in the other order": {
			versions: []span{{id: 1, from: day("2020-01-01")}, {id: 2, from: day("2010-01-01")}},
			want:     []end{{}, {"2020-01-01", "next_version", 1}},
		},
		"its period ends before the next begins": {
			versions: []span{{id: 1, from: day("2010-01-01"), lapses: day("2015-01-01"), lapseReason: "lapsed"}, {id: 2, from: day("2020-01-01")}},
			want:     []end{{"2015-01-01", "lapsed", 0}, {}},
		},
		"the next begins before its period ends": {
			versions: []span{{id: 1, from: day("2010-01-01"), lapses: day("2025-01-01"), lapseReason: "lapsed"}, {id: 2, from: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "next_version", 2}, {}},
		},
		"two of one day: the later published counts": {
			versions: []span{{id: 1, from: day("2020-01-01"), published: day("2019-12-02")}, {id: 2, from: day("2020-01-01"), published: day("2019-12-01")}},
			want:     []end{{}, {"2020-01-01", "next_version", 1}},
		},
		"two of one day, nothing else known: the later arrived": {
			versions: []span{{id: 1, from: day("2020-01-01")}, {id: 2, from: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "next_version", 2}, {}},
		},
		"without a date it neither ends nor is ended": {
			versions: []span{{id: 1, from: day("2010-01-01")}, {id: 2}, {id: 3, from: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "next_version", 3}, {}, {}},
		},
		"a draft ends nothing": {
			versions: []span{{id: 1, from: day("2010-01-01")}, {id: 2, from: day("2020-01-01"), draft: true}},
			want:     []end{{}, {}},
		},
		"rows without dates follow each other as they arrive": {
			versions: []span{{id: 1, row: true, arrived: day("2026-01-01")}, {id: 2, row: true, arrived: day("2026-03-01")}},
			want:     []end{{"2026-03-01", "next_version", 2}, {}},
		},
		"confirmed repeal": {
			versions: []span{{id: 1, from: day("2010-01-01")}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "repealed", 9}},
		},
		"a repeal does not reach a later version": {
			versions: []span{{id: 1, from: day("2010-01-01")}, {id: 2, from: day("2022-01-01")}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "repealed", 9}, {}},
		},
		"a text repeals its own namesake, on the day it replaces it": {
			versions: []span{{id: 1, from: day("2010-01-01")}, {id: 2, from: day("2020-01-01")}},
			repeals:  []repeal{{by: 2, on: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "repealed", 2}, {}},
		},
		"a repeal that names a date means that text alone": {
			versions: []span{{id: 1, from: day("1998-01-01"), signed: day("1997-08-03")}, {id: 2, from: day("2005-01-01")}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01"), text: day("1997-08-03")}},
			want:     []end{{"2005-01-01", "next_version", 2}, {}},
		},
		"a date that no version has is of the work": {
			versions: []span{{id: 1, from: day("1998-01-01")}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01"), text: day("1997-08-03")}},
			want:     []end{{"2020-01-01", "repealed", 9}},
		},
		"a repeal ends a text without dates": {
			versions: []span{{id: 1}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01")}},
			want:     []end{{"2020-01-01", "repealed", 9}},
		},
		"the earliest end counts, whichever it is": {
			versions: []span{{id: 1, from: day("2010-01-01"), lapses: day("2018-01-01"), lapseReason: "lapsed"}},
			repeals:  []repeal{{by: 9, on: day("2020-01-01")}, {by: 8, on: day("2017-01-01")}},
			want:     []end{{"2017-01-01", "repealed", 8}},
		},
		"an end before its beginning: never in force": {
			versions: []span{{id: 1, from: day("2020-01-01"), lapses: day("2019-01-01"), lapseReason: "repealed"}},
			want:     []end{{"2020-01-01", "repealed", 0}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			settleSpans(c.versions, c.repeals)
			var got []end
			for _, v := range c.versions {
				got = append(got, end{v.to.String(), v.endedBy, v.endedByVersion})
			}
			require.Equal(t, c.want, got)
			again := append([]span(nil), c.versions...)
			settleSpans(again, c.repeals)
			require.Equal(t, c.versions, again, "settling twice changes nothing")
		})
	}
}
