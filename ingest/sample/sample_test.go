package sample

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
)

// read is a document of the corpus as the product sees it.
type read struct {
	Item
	text string
	doc  *structure.Document
}

// corpusRead parses the corpus once for all tests.
var corpusRead = sync.OnceValues(func() (map[string]read, error) {
	items, err := Documents()
	if err != nil {
		return nil, err
	}
	out := map[string]read{}
	for _, it := range items {
		r, err := parse.Parse(context.Background(), it.File, it.Data)
		if err != nil {
			return nil, err
		}
		out[it.File] = read{it, r.Text, structure.Analyze(it.File, r)}
	}
	return out, nil
})

func all(t *testing.T) map[string]read {
	t.Helper()
	docs, err := corpusRead()
	require.NoError(t, err)
	return docs
}

func one(t *testing.T, file string) read {
	t.Helper()
	d, ok := all(t)[file]
	require.True(t, ok, "no %s", file)
	return d
}

func TestCorpusIsWideEnough(t *testing.T) {
	t.Parallel()
	formats, clearances, classes, kinds := map[string]int{}, map[auth.Clearance]int{}, map[int]int{}, map[structure.Kind]int{}
	bodies, size := map[string]bool{}, 0
	for _, d := range all(t) {
		formats[path.Ext(d.File)]++
		clearances[d.Clearance]++
		classes[d.SourceClass]++
		kinds[d.doc.Kind]++
		size += len(d.Data)
		require.Less(t, len(d.Data), 200<<10, d.File)
		require.True(t, d.Clearance.Valid(), d.File)
		require.NotEmpty(t, d.Note, d.File)
		if d.doc.Kind == structure.Sanding {
			bodies[d.doc.Org] = true
		}
	}
	require.GreaterOrEqual(t, len(all(t)), 48)
	for _, ext := range []string{".pdf", ".docx", ".html", ".md", ".txt"} {
		require.GreaterOrEqual(t, formats[ext], 5, ext)
	}
	require.GreaterOrEqual(t, len(bodies), 12, "三定 of twelve bodies: %v", bodies)
	require.GreaterOrEqual(t, kinds[structure.Sanding], 14, "two of them in two versions")
	require.GreaterOrEqual(t, kinds[structure.Reply], 8)
	require.GreaterOrEqual(t, kinds[structure.Journal], 4)
	require.GreaterOrEqual(t, clearances[auth.L2]+clearances[auth.L3], 4)
	require.Len(t, classes, 4)
	require.Less(t, size, 6<<20)
}

func TestEveryDocumentIsReadWhole(t *testing.T) {
	t.Parallel()
	for _, d := range all(t) {
		require.NotContains(t, d.text, "\uFFFD", d.File)
		require.Greater(t, len([]rune(d.text)), 300, d.File)
		require.GreaterOrEqual(t, len(d.doc.Chunks), 2, d.File)
		for _, f := range d.doc.Findings {
			require.NotEqual(t, "quarantine", f.Action, "%s: %s", d.File, f.Message)
		}
		for _, nav := range []string{"无障碍浏览", "友情链接", "打印本页"} {
			require.NotContains(t, d.text, nav, "the page around the text is no text: %s", d.File)
		}
	}
}

func TestEveryDocumentSaysThatItIsInvented(t *testing.T) {
	t.Parallel()
	const mark = "本文为编库演示用虚构文件"
	for _, d := range all(t) {
		raw := d.text
		switch path.Ext(d.File) {
		case ".docx":
			raw = zipPart(t, d.Data, "word/footer1.xml")
		case ".html":
			raw = string(d.Data)
			if strings.Contains(raw, "charset=gb18030") {
				b, err := simplifiedchinese.GB18030.NewDecoder().Bytes(d.Data)
				require.NoError(t, err)
				raw = string(b)
			}
		}
		require.Contains(t, strings.ReplaceAll(raw, "\n", ""), mark, d.File)
	}
}

func zipPart(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	f, err := z.Open(name)
	require.NoError(t, err)
	defer f.Close()
	b, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(b)
}

func TestConfirmedRelationsAreInTheTexts(t *testing.T) {
	t.Parallel()
	titles := map[string]bool{}
	for _, d := range all(t) {
		titles[structure.NormalizeTitle(d.doc.Title)] = true
		titles[structure.NormalizeTitle(d.doc.Envelope)] = true
	}
	n := 0
	for _, d := range all(t) {
		for _, c := range d.Confirm {
			n++
			require.True(t, titles[structure.NormalizeTitle(c.TargetTitle)], "%s: no document %s", d.File, c.TargetTitle)
			require.True(t, slices.ContainsFunc(d.doc.Relations, func(r structure.Relation) bool {
				return r.Type == c.Type && structure.NormalizeTitle(r.TargetTitle) == structure.NormalizeTitle(c.TargetTitle)
			}), "%s: nothing in it %s %s: %+v", d.File, c.Type, c.TargetTitle, d.doc.Relations)
		}
	}
	require.GreaterOrEqual(t, n, 5)
}

// quota is the number that a document states of a kind for its body.
func quota(t *testing.T, file, factType string) int {
	t.Helper()
	d := one(t, file)
	for _, f := range d.doc.Facts {
		if f.Type == factType && f.Unit == "" && !f.Delta && f.Org == d.doc.Org {
			return f.N
		}
	}
	t.Fatalf("%s states no %s: %+v", file, factType, d.doc.Facts)
	return 0
}

func TestNumbersAgreeAcrossDocuments(t *testing.T) {
	t.Parallel()
	require.Equal(t, 31, quota(t, "云澜市数据局职能配置内设机构和人员编制规定(2024).html", structure.QuotaAdmin))
	require.Equal(t, 36, quota(t, "云澜市数据局职能配置内设机构和人员编制规定(2026).docx", structure.QuotaAdmin))
	require.Equal(t, 37, quota(t, "云澜市水利局职能配置内设机构和人员编制规定(2019).txt", structure.QuotaAdmin))
	require.Equal(t, 39, quota(t, "云澜市水利局职能配置内设机构和人员编制规定(2025).pdf", structure.QuotaAdmin))
	for file, sentence := range map[string]string{ // each step starts where the one before ended
		"云编(2024)3号关于市大数据发展管理局更名的批复.docx":     "由28名调整为31名",
		"云编(2025)17号关于核增市数据局行政编制的批复.pdf":      "由31名增加到33名",
		"云编(2026)4号关于划转政务服务和一网统管职责的批复.docx":   "由33名增加到36名",
		"云编(2025)5号关于划转小型水库和山塘管护职责及编制的批复.txt": "由37名增加到39名",
		"云编(2022)9号关于市应急管理局增设内设机构的批复.pdf":     "由48名增加到51名",
	} {
		require.Contains(t, strings.ReplaceAll(one(t, file).text, "\n", ""), sentence, file)
	}
}

func TestVersionsOfOneWorkHaveOneTitleAndTheirOwnDates(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"云澜市数据局职能配置内设机构和人员编制规定(2024).html", "云澜市数据局职能配置内设机构和人员编制规定(2026).docx"},
		{"云澜市机构编制管理办法(2020).pdf", "云澜市机构编制管理办法(2024修正).docx"},
		{"云澜市水利局职能配置内设机构和人员编制规定(2019).txt", "云澜市水利局职能配置内设机构和人员编制规定(2025).pdf"},
	} {
		old, now := one(t, pair[0]).doc, one(t, pair[1]).doc
		title := now.Title
		if now.Envelope != "" {
			title = now.Envelope
		}
		require.Equal(t, structure.NormalizeTitle(old.Title), structure.NormalizeTitle(title))
		require.True(t, old.EffectiveFrom.Before(now.EffectiveFrom), "%v %v", old.EffectiveFrom, now.EffectiveFrom)
	}
	require.Equal(t, civil.MustParse("2027-01-01"), one(t, "云澜市事业编制分类管理和动态调整办法(2026).html").doc.EffectiveFrom)
	require.Equal(t, civil.MustParse("2025-07-01"), one(t, "云澜市编制周转池管理办法(试行)(2022).docx").doc.EffectiveTo)
	require.True(t, one(t, "云澜市机构编制评估办法(征求意见稿)(2026).docx").doc.Draft)
}
