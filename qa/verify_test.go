package qa

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/civil"
)

var testDay = civil.MustParse("2026-11-22")

// quotaQuote is a real citation: of the sentence with the number.
func quotaQuote(t *testing.T, r *room) Citation {
	a := r.ask(system(t), "市城新局科级领导职数多少名？")
	require.NotEmpty(t, a.Citations)
	return a.Citations[0]
}

func TestOnlyVerbatimQuotesResolve(t *testing.T) {
	t.Parallel()
	r := whole(t)
	good := quotaQuote(t, r)
	for name, spoil := range map[string]func(c *Citation){
		"one character":          func(c *Citation) { c.Quote = strings.Replace(c.Quote, "5名", "6名", 1) },
		"full width digit":       func(c *Citation) { c.Quote = strings.Replace(c.Quote, "5", "５", 1) },
		"shifted by one":         func(c *Citation) { c.Start++; c.End++ },
		"longer than the text":   func(c *Citation) { c.End += 100000 },
		"negative":               func(c *Citation) { c.Start = -1 },
		"empty":                  func(c *Citation) { c.Quote, c.End = "", c.Start },
		"another chunk":          func(c *Citation) { c.ChunkID++ },
		"another version":        func(c *Citation) { c.VersionID-- },
		"another document":       func(c *Citation) { c.DocumentID++ },
		"a chunk that is not":    func(c *Citation) { c.ChunkID = 1 << 40 },
		"trailing space":         func(c *Citation) { c.Quote += " " },
		"a word left out":        func(c *Citation) { c.Quote = strings.Replace(c.Quote, "含", "", 1) },
		"the modality turned":    func(c *Citation) { c.Quote = strings.Replace(c.Quote, "设", "不设", 1) },
		"an invented quote":      func(c *Citation) { c.Quote = "市城新局机关行政编制99名。" },
		"right words, old place": func(c *Citation) { c.Start, c.End = c.Start-4, c.End-4 },
	} {
		bad := good
		spoil(&bad)
		k, err := newChecker(system(t), r.pool, testDay, []Citation{good, bad})
		require.NoError(t, err)
		require.True(t, k.resolves(good), name)
		require.False(t, k.resolves(bad), name)
	}
}

func TestAChangedChunkIsNotTrusted(t *testing.T) {
	t.Parallel()
	r := whole(t)
	good := quotaQuote(t, r)
	_, err := r.pool.Exec(t.Context(), `update ingest.chunk set hash = repeat('0', 64) where id = $1`, good.ChunkID)
	require.NoError(t, err)
	k, err := newChecker(system(t), r.pool, testDay, []Citation{good})
	require.NoError(t, err)
	require.False(t, k.resolves(good))
	require.NotContains(t, r.ask(system(t), "市城新局科级领导职数多少名？").Text, "5名", "what cannot be verified is not said")
}

func TestAQuoteAboveTheClearanceDoesNotResolve(t *testing.T) {
	t.Parallel()
	r := whole(t)
	good := quotaQuote(t, r)
	_, err := r.pool.Exec(t.Context(), `update ingest.document set clearance = 3 where id = $1`, good.DocumentID)
	require.NoError(t, err)
	k, err := newChecker(as(t, 1, auth.L2), r.pool, testDay, []Citation{good})
	require.NoError(t, err)
	require.False(t, k.resolves(good))
}

func TestLinesWithoutProofAreDropped(t *testing.T) {
	t.Parallel()
	r := whole(t)
	good := quotaQuote(t, r)
	forged := good
	forged.Quote = strings.Replace(forged.Quote, "5名", "8名", 1)
	k, err := newChecker(system(t), r.pool, testDay, []Citation{good, forged})
	require.NoError(t, err)
	d := &draft{lines: []line{
		{text: "科级领导职数5名。", quotes: []Citation{good}},
		{text: "科级领导职数六名。", quotes: []Citation{good}},
		{text: "科级领导职数8名。", quotes: []Citation{forged}},
		{text: "没有引文的句子。"},
		{text: "自2023年1月1日起施行。", quotes: []Citation{good}},
		{text: "截至2026年11月22日，科级领导职数5名。", quotes: []Citation{good}},
		{text: "合计10名。", quotes: []Citation{good}, derived: []string{"10名"}},
		{text: "按问题所给数字计算为99名。", own: "根据问题给出的数字计算"},
	}, rows: []row{{cells: []string{"5名"}, quotes: []Citation{good}}, {cells: []string{"8名"}, quotes: []Citation{forged}}}}
	dropped := k.check(d)
	var kept []string
	for _, l := range d.lines {
		kept = append(kept, l.text)
	}
	require.Equal(t, []string{"科级领导职数5名。", "截至2026年11月22日，科级领导职数5名。", "合计10名。", "按问题所给数字计算为99名。"}, kept)
	require.Len(t, d.rows, 1)
	require.Len(t, dropped, 5)
}

func TestARepeatedLeadMayBeQuoted(t *testing.T) {
	t.Parallel()
	r := whole(t)
	all, err := passages(system(t), r.pool, testDay, `c.lead <> '' and d.kind = 'sanding'`)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	p := all[0]
	texts, err := texts(system(t), r.pool, []int64{p.source.VersionID})
	require.NoError(t, err)
	whole := string(texts[p.source.VersionID])
	at := len([]rune(whole[:strings.Index(whole, p.Lead)]))
	lead := p.cite(at, at+len([]rune(p.Lead)), p.Lead)
	k, err := newChecker(system(t), r.pool, testDay, []Citation{lead})
	require.NoError(t, err)
	require.True(t, k.resolves(lead))
	other := p.cite(0, 4, string(texts[p.source.VersionID][:4]))
	require.False(t, k.resolves(other), "words of the text outside the chunk and its lead")
}
