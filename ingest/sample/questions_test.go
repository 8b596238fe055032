package sample

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/structure"
	"bianku/internal/civil"
)

// question is a line of eval/sample/questions.jsonl. The rooms above read it with types of their own; here it is only
// checked against the corpus it asks about.
type question struct {
	ID             string     `json:"id"`
	Type           int        `json:"type"`
	Question       string     `json:"question"`
	AsOf           civil.Date `json:"as_of"`
	Answerable     bool       `json:"answerable"`
	RefusalReasons []string   `json:"refusal_reasons"`
	Answer         string     `json:"answer"`
	Must           []string   `json:"must"`
	MustNot        []string   `json:"must_not"`
	Computed       bool       `json:"computed"`
	Clearance      int        `json:"clearance"`
	Gold           []struct {
		File    string `json:"file"`
		Address string `json:"address"`
	} `json:"gold"`
	Split string `json:"split"`
}

func questions(t *testing.T) (out []question) {
	t.Helper()
	data, err := os.ReadFile("../../eval/sample/questions.jsonl")
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		var q question
		require.NoError(t, dec.Decode(&q), line)
		out = append(out, q)
	}
	return out
}

func TestQuestionsAreWideEnough(t *testing.T) {
	t.Parallel()
	qs := questions(t)
	types, splits, ids, texts := map[int]int{}, map[string]int{}, map[string]bool{}, map[string]bool{}
	unanswerable, asOf, numeric := 0, 0, 0
	for _, q := range qs {
		types[q.Type]++
		splits[q.Split]++
		ids[q.ID], texts[q.Question] = true, true
		if !q.Answerable {
			unanswerable++
		}
		if !q.AsOf.IsZero() {
			asOf++
		}
		if q.Type >= 9 && q.Type <= 13 {
			numeric++
		}
	}
	require.GreaterOrEqual(t, len(qs), 120)
	require.Len(t, ids, len(qs))
	require.Len(t, texts, len(qs), "no question twice")
	require.Len(t, types, 30, "all thirty types of DOMAIN §3")
	require.Len(t, splits, 2)
	require.InDelta(t, splits["dev"], splits["test"], 4)
	require.GreaterOrEqual(t, 4*unanswerable, len(qs), "a quarter unanswerable: %d of %d", unanswerable, len(qs))
	require.GreaterOrEqual(t, 5*asOf, len(qs), "a fifth with a date: %d of %d", asOf, len(qs))
	require.GreaterOrEqual(t, 20*numeric, 3*len(qs), "15 %% numeric: %d of %d", numeric, len(qs))
}

var reasons = []string{"no_evidence", "partial", "secret", "personal", "opinion", "out_of_domain", "not_in_force", "blocked", "unclear"}

func TestQuestionsAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, q := range questions(t) {
		require.NotEmpty(t, q.Answer, q.ID)
		if !q.Answerable {
			require.NotEmpty(t, q.RefusalReasons, q.ID)
			require.Subset(t, reasons, q.RefusalReasons, q.ID)
			require.Empty(t, q.Gold, q.ID)
			continue
		}
		require.Empty(t, q.RefusalReasons, q.ID)
		require.NotEmpty(t, q.Gold, q.ID)
		require.NotEmpty(t, q.Must, q.ID)
		for _, m := range q.MustNot {
			require.NotContains(t, q.Answer, m, q.ID)
		}
	}
}

// number is what of a must string has to stand in the text.
var number = regexp.MustCompile(`\d+|百分之[一二三四五六七八九十点]+`)

func TestGoldResolvesAndHoldsTheNumbers(t *testing.T) {
	t.Parallel()
	docs := all(t)
	for _, q := range questions(t) {
		var evidence strings.Builder
		for _, g := range q.Gold {
			d, ok := docs[g.File]
			require.True(t, ok, "%s: no file %s", q.ID, g.File)
			if q.Clearance < int(d.Clearance) && d.Clearance > 1 {
				t.Errorf("%s: gold above the asker's clearance: %s", q.ID, g.File)
			}
			i := slices.IndexFunc(d.doc.Chunks, func(c structure.Chunk) bool { return c.Address == g.Address })
			if i < 0 {
				t.Errorf("%s: %s has no %s", q.ID, g.File, g.Address)
				continue
			}
			evidence.WriteString(d.doc.Chunks[i].Lead + d.doc.Chunks[i].Text)
		}
		checkNumbers(t, q, evidence.String())
	}
}

func checkNumbers(t *testing.T, q question, evidence string) {
	t.Helper()
	if q.Computed {
		return
	}
	for _, m := range q.Must {
		for _, n := range number.FindAllString(m, -1) {
			if !strings.Contains(evidence, n) {
				t.Errorf("%s: %s of %q is not in its gold", q.ID, n, m)
			}
		}
	}
}
