package parse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"bianku/internal/fault"
)

// dataDir is where real files lie that are not ours to ship; tests over them are skipped where they are absent.
func dataDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("BIANKU_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real data at %s: set BIANKU_DATA to run this test", dir)
	}
	return dir
}

// bigramRecall is the share of expected's adjacent character pairs found in got, after NFKC, without blanks.
func bigramRecall(expected, got string) float64 {
	pairs := func(s string) map[[2]rune]int {
		m := map[[2]rune]int{}
		var last rune
		for _, r := range norm.NFKC.String(s) {
			if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				continue
			}
			if last != 0 {
				m[[2]rune{last, r}]++
			}
			last = r
		}
		return m
	}
	e, g := pairs(expected), pairs(got)
	hit, all := 0, 0
	for k, n := range e {
		hit += min(n, g[k])
		all += n
	}
	if all == 0 {
		return 1
	}
	return float64(hit) / float64(all)
}

// The floors are what was reached when this was written, less a little.
func TestRealFiles(t *testing.T) {
	dir := filepath.Join(dataDir(t), "files")
	floors := map[string]float64{
		"requirements.docx": 0.99, "mineru_docx_01.docx": 0.97, "gongwen_tongzhi.docx": 0.97, "poi_stress009_zh.docx": 0.95,
		"vertical_merge_table.docx": 0.95, "data_dictionary_tables.docx": 0.88,
		"drc_office_duties.jsp.html": 0.85, "beijing_office_equipment_standard.html": 0.9,
		"pdfjs_xiaobiaosong.pdf": 0.45, "human_rights_multilang.pdf": 0.85, "bce_bio_zh.pdf": 0.85, "ofdrw_xbrl001.pdf": 0.85,
		"mineru_introduction.pdf":             0.85,
		"official_reply_weisheng_2011-76.ofd": 0.95, "official_letter_railway_culvert.ofd": 0.95, "liuhezhen_watermark_6pages.ofd": 0.95, "composite_units_customs_archive.ofd": 0.95,
		"chatchat_ocr_test.pptx": 0.97,
	}
	for name, floor := range floors {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join(dir, name+".expected.txt"))
		require.NoError(t, err)
		r, err := Parse(context.Background(), name, data)
		require.NoError(t, err, name)
		recall := bigramRecall(string(want), r.Text)
		t.Logf("%-42s %-12s recall %.3f score %.2f known %.2f garbled %v blocks %d pages %d %v", name, r.Parser, recall,
			r.Quality.Score, r.Quality.Known, r.Quality.Garbled, len(r.Blocks), r.Pages, r.Quality.Notes)
		if recall < floor {
			t.Errorf("%s: recall %.3f, floor %.2f", name, recall, floor)
		}
		requirePositions(t, name, r)
	}
}

// Files that cannot be read say so in Chinese and never panic.
func TestRealFilesRefused(t *testing.T) {
	t.Setenv("PATH", "") // without LibreOffice
	dir := filepath.Join(dataDir(t), "files")
	for name, hint := range map[string]string{
		"scan150_bce_comp_zh.pdf": "扫描件", "scan150_chinese_tables.pdf": "扫描件", "chatchat_ocr_test.jpg": "图片",
		"poi_12843_1.xls":    "旧版表格",
		"meeting_notice.doc": "旧版Word",
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		_, err = Parse(context.Background(), name, data)
		require.Error(t, err, name)
		require.Contains(t, fault.Message(err), hint, name)
	}
}

func TestRealPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dataDir(t), "govcn", "*.html"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		r, err := Parse(context.Background(), filepath.Base(f), data)
		require.NoError(t, err, f)
		requirePositions(t, f, r)
		require.NotEmpty(t, r.Meta["发文机关"], f)
		require.NotContains(t, r.Text, "主题分类", f)
		require.False(t, r.Quality.Garbled, f)
	}
}

func BenchmarkMarkdownLaws(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(dataDir(b), "laws", "*", "*.md"))
	require.NoError(b, err)
	var texts [][]byte
	total := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(b, err)
		texts = append(texts, data)
		total += len(data)
	}
	b.SetBytes(int64(total))
	for b.Loop() {
		for i, data := range texts {
			if _, err := Parse(b.Context(), files[i], data); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(dataDir(b), "files", "bce_bio_zh.pdf"))
	require.NoError(b, err)
	for _, reader := range []struct {
		name string
		read pdfReader
	}{{"ledongthuc", readLedong}, {"pdfium", readPdfium}} {
		b.Run(reader.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, _, err := attempt(b.Context(), data, reader.read, reader.name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func requirePositions(t *testing.T, name string, r *Result) {
	t.Helper()
	runes := []rune(r.Text)
	for i, b := range r.Blocks {
		require.Equal(t, b.Text, string(runes[b.Start:b.End]), "%s block %d", name, i)
		require.Equal(t, strings.TrimSpace(b.Text), b.Text, "%s block %d", name, i)
	}
}
