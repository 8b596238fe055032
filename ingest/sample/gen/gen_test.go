package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/ingest/parse"
)

const paperSource = `format: %s
clearance: 2
class: 4
note: 试验
confirm: repeals 旧办法
发文字号: 云编〔2026〕1号
有效性:
---
^某某委员会文件
=云编〔2026〕1号
#某某委员会
#关于试验的批复
~某某局：
一、同意核增行政编制2名 <不变>。
|单位|数量|
|甲局|2|
>某某委员会
>2026年1月2日
-抄送：甲局。
===
~附件
`

func source(t *testing.T, format string) Source {
	t.Helper()
	s, err := parseSource("试验", []byte(strings.Replace(paperSource, "%s", format, 1)))
	require.NoError(t, err)
	return s
}

func TestSourceIsRead(t *testing.T) {
	t.Parallel()
	s := source(t, "docx")
	require.Equal(t, "试验.docx", s.File())
	require.Equal(t, 2, s.Clearance)
	require.Equal(t, 4, s.Class)
	require.Equal(t, []Relation{{"repeals", "旧办法"}}, s.Confirm)
	require.Equal(t, [][2]string{{"发文字号", "云编〔2026〕1号"}, {"有效性", ""}}, s.Meta)
	require.Equal(t, "某某委员会关于试验的批复", s.title())
	kinds := []Kind{}
	for _, l := range s.Lines {
		kinds = append(kinds, l.Kind)
	}
	require.Equal(t, []Kind{Issuer, Centre, Title, Title, Left, Para, Row, Row, Right, Right, Imprint, Break, Left}, kinds)
	require.Equal(t, []string{"甲局", "2"}, s.Lines[7].Cells)
}

func TestBadSourcesAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"format: md\n无分隔", "没有冒号\n---\n文", "note: 没有格式\n---\n文", "format: md\nclearance: 高\n---\n文"} {
		_, err := parseSource("坏", []byte(text))
		require.Error(t, err, text)
	}
	_, err := render(source(t, "rtf"))
	require.ErrorContains(t, err, "rtf")
}

// TestEachFormatReadsBack renders the same source in every format that needs no Chromium and reads it with the product's parser.
func TestEachFormatReadsBack(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"docx", "html", "md", "txt"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			s := source(t, format)
			data, err := render(s)
			require.NoError(t, err)
			r, err := parse.Parse(t.Context(), s.File(), data)
			require.NoError(t, err)
			for _, want := range []string{"云编〔2026〕1号", "关于试验的批复", "一、同意核增行政编制2名", "甲局", "2026年1月2日", "抄送：甲局。"} {
				require.Contains(t, r.Text, want)
			}
			again, err := render(s)
			require.NoError(t, err)
			require.Equal(t, data, again, "the same bytes every run")
		})
	}
}

func TestSumsSurviveTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pdf.sums")
	empty, err := readSums(path)
	require.NoError(t, err)
	require.Empty(t, empty)
	want := sums{"乙 2.pdf": sum("b"), "甲(1).pdf": sum("a")}
	require.NoError(t, want.write(path))
	got, err := readSums(path)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestWebPageCanBeGB18030(t *testing.T) {
	t.Parallel()
	s := source(t, "html")
	s.Charset = "gb18030"
	data, err := render(s)
	require.NoError(t, err)
	text, err := simplifiedchinese.GB18030.NewDecoder().String(string(data))
	require.NoError(t, err)
	require.Contains(t, text, "charset=gb18030")
	require.Contains(t, text, "&lt;不变&gt;", "the text is escaped")
	require.Contains(t, text, mark)
}

func TestPaperIsLaidOutForPrint(t *testing.T) {
	t.Parallel()
	page := paper(source(t, "pdf"))
	require.Contains(t, page, `<p class="title">某某委员会<br>关于试验的批复</p>`)
	require.Contains(t, page, "<th>单位</th>")
	require.Contains(t, page, mark)
	require.Equal(t, 1, strings.Count(page, "</table>"))
}

func TestOnlyWhatChangedIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, d := range []string{"src", "files", "gen"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o755))
	}
	src := filepath.Join(dir, "src", "试验.txt")
	require.NoError(t, os.WriteFile(src, []byte(strings.Replace(paperSource, "%s", "md", 1)), 0o644))
	gen := func() string {
		var out strings.Builder
		require.NoError(t, run(t.Context(), []string{"-dir", dir}, &out))
		return out.String()
	}
	require.Contains(t, gen(), "试验.md")
	require.Empty(t, gen())
	require.NoError(t, os.WriteFile(src, []byte(strings.Replace(paperSource, "%s", "md", 1)+"又一段\n"), 0o644))
	require.Contains(t, gen(), "试验.md")

	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.jsonl"))
	require.NoError(t, err)
	var row manifestRow
	require.NoError(t, json.Unmarshal(manifest, &row))
	require.Equal(t, manifestRow{"试验.md", 2, 4, "试验", []Relation{{"repeals", "旧办法"}}}, row)
}

// TestCommittedFilesAreTheSources: whoever changes a source and forgets to run gen is told here.
func TestCommittedFilesAreTheSources(t *testing.T) {
	t.Parallel()
	sources, err := readSources("../src")
	require.NoError(t, err)
	files, err := os.ReadDir("../files")
	require.NoError(t, err)
	require.Len(t, files, len(sources), "a file without a source, or a source without a file")
	printed, err := readSums("pdf.sums")
	require.NoError(t, err)
	for _, s := range sources {
		if s.Format == "pdf" { // not the same bytes twice
			require.FileExists(t, filepath.Join("../files", s.File()))
			require.Equal(t, sum(paper(s)), printed[s.File()], "%s was printed from another text: go run ./ingest/sample/gen", s.File())
			continue
		}
		want, err := render(s)
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("../files", s.File()))
		require.NoError(t, err)
		require.Equal(t, want, got, "%s is older than its source: go run ./ingest/sample/gen", s.File())
	}
}
