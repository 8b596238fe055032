package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/ingest/parse"
)

func TestLinesByTheirMark(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Line{
		"^红头":      {Kind: Issuer, Text: "红头"},
		"# 标题":     {Kind: Title, Text: "标题"},
		"=居中":      {Kind: Centre, Text: "居中"},
		"~某局：":     {Kind: Left, Text: "某局："},
		">落款":      {Kind: Right, Text: "落款"},
		"-抄送：某局":   {Kind: Imprint, Text: "抄送：某局"},
		"===":      {Kind: Break},
		"第一条　正文":   {Kind: Para, Text: "第一条　正文"},
		"|a | b||": {Kind: Row, Text: "a\tb", Cells: []string{"a", "b"}},
	} {
		require.Equal(t, want, parseLine(in), in)
	}
}

func TestMarkdownHeadingsAndTables(t *testing.T) {
	t.Parallel()
	s, err := parseSource("试验", []byte("format: md\n---\n#标题一\n#标题二\n=第一章　总则\n=（2026年印发）\n第一条　文\n|甲|乙|\n|1|2|\n|3|4|\n第二条　文\n"))
	require.NoError(t, err)
	require.Equal(t, `# 标题一标题二

## 第一章　总则

（2026年印发）

第一条　文

| 甲 | 乙 |
| --- | --- |
| 1 | 2 |
| 3 | 4 |

第二条　文

*`+mark+"*\n", markdown(s))
}

func TestPlainTextIsAnOfficesPlainText(t *testing.T) {
	t.Parallel()
	text := plain(source(t, "txt"))
	require.Contains(t, text, "　　　　某某委员会关于试验的批复\r\n")
	require.Contains(t, text, "　　一、同意核增行政编制2名 <不变>。\r\n")
	require.Contains(t, text, "\r\n单位\t数量\r\n甲局\t2\r\n")
	require.True(t, strings.HasSuffix(text, mark+"\r\n"))
	require.Equal(t, strings.Count(text, "\n"), strings.Count(text, "\r\n"))
	b, err := gb18030(text)
	require.NoError(t, err)
	back, err := simplifiedchinese.GB18030.NewDecoder().String(string(b))
	require.NoError(t, err)
	require.Equal(t, text, back)
}

func TestDocxIsWellFormedXML(t *testing.T) {
	t.Parallel()
	data, err := docx(source(t, "docx"))
	require.NoError(t, err)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	require.Len(t, z.File, 7)
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		for d := xml.NewDecoder(r); ; {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, f.Name)
		}
		require.NoError(t, r.Close())
	}
}

func TestDocxKeepsTableAndAlignment(t *testing.T) {
	t.Parallel()
	s := source(t, "docx")
	data, err := docx(s)
	require.NoError(t, err)
	r, err := parse.Parse(t.Context(), s.File(), data)
	require.NoError(t, err)
	var rows, right, centre int
	for _, b := range r.Blocks {
		switch {
		case b.Kind == parse.Row:
			rows++
		case b.Align == "right":
			right++
		case b.Align == "center":
			centre++
		}
	}
	require.Equal(t, 2, rows)
	require.Equal(t, 2, right, "signature and date")
	require.Equal(t, 4, centre, "issuer, number, two lines of title")
	require.NotContains(t, r.Text, mark, "the mark stands in the footer")
}

func TestWebPageHasWhatSuchPagesHaveAround(t *testing.T) {
	t.Parallel()
	s := source(t, "html")
	data, err := webPage(s)
	require.NoError(t, err)
	for _, part := range []string{"当前位置", "友情链接", "发文字号", mark, "<table>", `style="text-align: right;"`} {
		require.Contains(t, string(data), part)
	}
	r, err := parse.Parse(t.Context(), s.File(), data)
	require.NoError(t, err)
	require.Equal(t, "云编〔2026〕1号", r.Meta["发文字号"])
	require.NotContains(t, r.Text, "channelId", "a script is no text")
}

func TestPrintedPaperHasTextAndIsSmall(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("no chromium: PDFs cannot be printed here")
	}
	s := source(t, "pdf")
	target := filepath.Join(t.TempDir(), s.File())
	changed, err := write(t.Context(), s, target, sums{}, false)
	require.NoError(t, err)
	require.True(t, changed)
	data, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Less(t, len(data), 200<<10)
	r, err := parse.Parse(t.Context(), s.File(), data)
	require.NoError(t, err)
	require.Equal(t, 2, r.Pages, "=== is a new page")
	// Which font the blank comes from, and whether it is read back, differs between machines.
	require.Contains(t, strings.Join(strings.Fields(r.Text), ""), "一、同意核增行政编制2名<不变>。")

	seen := sums{s.File(): sum(paper(s))}
	changed, err = write(t.Context(), s, target, seen, false)
	require.NoError(t, err)
	require.False(t, changed, "printed from the same page already")
}

func TestRunSaysWhichSourceIsBad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, d := range []string{"src", "files", "gen"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "src", "坏.txt"), []byte("format: odt\n---\n#题\n文\n"), 0o644))
	err := run(t.Context(), []string{"-dir", dir}, io.Discard)
	require.ErrorContains(t, err, "坏.txt")
	require.ErrorContains(t, err, "odt")
	require.Error(t, run(t.Context(), []string{"-unknown"}, io.Discard))
}

func TestTitleIsTheFirstTitleOnly(t *testing.T) {
	t.Parallel()
	s, err := parseSource("试验", []byte("format: md\n---\n=号\n#印发\n#通知\n文\n===\n#办法\n"))
	require.NoError(t, err)
	require.Equal(t, "印发通知", s.title())
	require.Contains(t, body(s, false), `<p class="title">印发<br>通知</p>`)
	require.Contains(t, body(s, false), `<p class="title">办法</p>`)
}
