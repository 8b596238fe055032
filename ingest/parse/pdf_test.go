package parse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// page is lines of 12-point text at x 90, 22 apart; a line that starts with > is indented by two characters.
func page(lines ...string) []pdfLine {
	var out []pdfLine
	for i, text := range lines {
		x := 90.0
		if strings.HasPrefix(text, ">") {
			x, text = 114, text[1:]
		}
		out = append(out, pdfLine{text: text, x0: x, x1: x + glyphWidth(text)*12, y: 700 - 22*float64(i), size: 12})
	}
	return out
}

const full = "负责推进公共数据资源整合共享和开发利用并拟订全市数据发展规划组织" // as wide as the column

func TestLinesBecomeParagraphs(t *testing.T) {
	b := layout([][]pdfLine{page(">"+full[:len(full)-6], full, "实施。", ">第二段。", ">"+full[:len(full)-6], "结束。")})
	r := b.result("x")
	require.Equal(t, []string{full[:len(full)-6] + full + "实施。", "第二段。", full[:len(full)-6] + "结束。"}, texts(r))
}

func TestParagraphGoesOnOverThePage(t *testing.T) {
	r := layout([][]pdfLine{page(">"+full[:len(full)-6], full), page("下一页接着。", ">新段。")}).result("x")
	require.Equal(t, []string{full[:len(full)-6] + full + "下一页接着。", "新段。"}, texts(r))
	require.Equal(t, 1, r.Blocks[0].Page)
	require.Equal(t, 2, r.Blocks[1].Page)
}

func TestPageNumbersAndRunningHeadsAreDropped(t *testing.T) {
	var pages [][]pdfLine
	for i := range 4 {
		pages = append(pages, page("云澜市编制文件汇编", "正文甲"+chineseFigure(i+1)+"。", "正文乙。", "正文丙。", "正文丁。", "— "+string(rune('1'+i))+" —"))
	}
	text := layout(pages).result("x").Text
	require.NotContains(t, text, "汇编")
	require.NotContains(t, text, "—")
	require.Contains(t, text, "正文甲三。")
}

func TestTwoColumnsAreNotMixed(t *testing.T) {
	var lines []pdfLine
	for c := range 2 {
		for i := range 6 {
			x := 60 + 260*float64(c)
			lines = append(lines, pdfLine{text: strings.Repeat("左右"[3*c:3*c+3], 18), x0: x, x1: x + 216, y: 700 - 18*float64(i), size: 12})
		}
	}
	r := layout([][]pdfLine{lines}).result("x")
	require.Equal(t, strings.Repeat("左", 108), r.Blocks[0].Text)
}

func TestTitleAndSignatureStandAlone(t *testing.T) {
	title := pdfLine{text: "云澜市人民政府关于统计的通知", x0: 190, x1: 400, y: 760, size: 15}
	sign := pdfLine{text: "云澜市人民政府", x0: 400, x1: 484, y: 500, size: 12}
	lines := append([]pdfLine{title}, page(full, full, "各部门应当认真执行。")...)
	r := layout([][]pdfLine{append(lines, sign)}).result("x")
	require.Equal(t, "center", r.Blocks[0].Align)
	require.Equal(t, "右"[:0]+"云澜市人民政府", r.Blocks[len(r.Blocks)-1].Text)
	require.Equal(t, "right", r.Blocks[len(r.Blocks)-1].Align)
}

func TestRunsBecomeLines(t *testing.T) {
	runs := []pdfRun{{text: "一", x0: 90, x1: 102, y: 700, size: 12}, {text: "、病例资料", x0: 102, x1: 162, y: 694, size: 12},
		{text: "Data", x0: 90, x1: 114, y: 670, size: 12}, {text: "Office", x0: 119, x1: 155, y: 670, size: 12}, {text: "  ", x0: 160, x1: 170, y: 670, size: 12},
		{text: "左栏", x0: 90, x1: 114, y: 640, size: 12}, {text: "右栏", x0: 300, x1: 324, y: 640, size: 12}}
	var got []string
	for _, l := range linesOf(runs) {
		got = append(got, l.text)
	}
	require.Equal(t, []string{"一、病例资料", "Data Office", "左栏", "右栏"}, got)
}

func TestUnspaced(t *testing.T) {
	require.Equal(t, "关于红军作战的原则", unspaced("关 于 红 军 作 战 的 原 则"))
	require.Equal(t, "约为5.5个月", unspaced("约为5 .5个月"))
	require.Equal(t, "总 则", unspaced("总 则"))
	require.Equal(t, "plain words stay", unspaced("plain words stay"))
}

func TestBytesOfGBKTakenForLatinAreRepaired(t *testing.T) {
	latin := string(toLatin(t, "关于实行独立自主的方针的意见和各地方的情况"))
	text := pdfText{pages: [][]pdfLine{page(latin)}}
	r, _ := text.result("x")
	require.Equal(t, "关于实行独立自主的方针的意见和各地方的情况", r.Text)
	require.Contains(t, r.Quality.Notes[0], "国标码")
}

// toLatin reads the GBK bytes of s as Windows' Latin code page, as readers do with a font that has no table.
func toLatin(t *testing.T, s string) []rune {
	t.Helper()
	back := map[byte]rune{}
	for r, b := range cp1252 {
		back[b] = r
	}
	var out []rune
	for _, b := range encoded(t, gbk(), s) {
		if r, ok := back[b]; ok {
			out = append(out, r)
		} else {
			out = append(out, rune(b))
		}
	}
	return out
}

func TestScore(t *testing.T) {
	good := measure(strings.Repeat(paragraph, 3))
	require.Greater(t, good.score(2, 0), convincing)
	require.Less(t, good.score(2, 1), convincing, "a page without text does not convince")
	require.Less(t, measure(strings.Repeat("\ufffd\ue000机构", 30)).score(1, 0), 0.2)
	require.Less(t, measure(strings.Repeat("鑱岃亴锛屾満鏋勭紪鍒", 30)).score(1, 0), convincing, "UTF-8 read as GBK: rare characters")
	require.Zero(t, measure(" \n").score(1, 0))
}

// The invented PDFs that ship with bianku are real files: both readers must give their text.
func TestBothReadersOnTheSampleCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "sample", "files", "*.pdf"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the sample corpus is not in this tree")
	}
	t.Cleanup(func() { require.NoError(t, Close(context.Background())) })
	for _, f := range files[:min(3, len(files))] {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		a, score, err := attempt(context.Background(), data, readLedong, "ledongthuc/1")
		require.NoError(t, err, f)
		require.Greater(t, score, convincing, f)
		b, _, err := attempt(context.Background(), data, readPdfium, "pdfium/1")
		require.NoError(t, err, f)
		require.Greater(t, bigramRecall(a.Text, b.Text), 0.95, f)
		require.Equal(t, a.Pages, b.Pages, f)
	}
}

func TestSampleCorpusIsReadWhole(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "sample", "files", "*"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the sample corpus is not in this tree")
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		r := parsed(t, filepath.Base(f), data)
		requirePositions(t, f, r)
		require.False(t, r.Quality.Garbled, f)
		src, err := os.ReadFile(filepath.Join("..", "sample", "src", strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))+".txt"))
		require.NoError(t, err)
		for _, line := range missing(string(src), r) {
			t.Errorf("%s: not in the text: %s", filepath.Base(f), line)
		}
	}
}

// missing lists the lines of a source text that are not in what was read; its marks in front, its head and what a web
// wrapper holds are no text.
func missing(src string, r *Result) []string {
	blank := strings.NewReplacer(" ", "", "\u3000", "", "\n", "", "|", "", "#", "", "*", "")
	text := blank.Replace(r.Text)
	for _, v := range r.Meta {
		text += "\n" + blank.Replace(v)
	}
	_, body, ok := strings.Cut(src, "\n---\n")
	if !ok {
		return []string{"the source has no head"}
	}
	var out []string
	for _, l := range strings.Split(body, "\n") {
		l = blank.Replace(strings.TrimLeft(strings.TrimSpace(l), "^=#~><@!+-&%$[]"))
		if l != "" && !strings.Contains(text, l) {
			out = append(out, l)
		}
	}
	return out
}

func TestReaderThatPanicsIsAnError(t *testing.T) {
	_, _, err := attempt(context.Background(), nil, func(context.Context, []byte) (pdfText, error) { panic("坏") }, "x")
	require.ErrorContains(t, err, "panic")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err = attempt(ctx, nil, func(ctx context.Context, _ []byte) (pdfText, error) { <-ctx.Done(); return pdfText{}, ctx.Err() }, "x")
	require.Error(t, err)
}

// minimalPDF is a PDF of one page with the given content stream and trailer entries.
func minimalPDF(trailer string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"} {
		at = append(at, b.Len())
		b.WriteString(string(rune('1'+i)) + " 0 obj" + o + "endobj\n")
	}
	xref := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, p := range at {
		b.WriteString(pad(p) + " 00000 n \n")
	}
	b.WriteString("trailer<</Size 4/Root 1 0 R" + trailer + ">>\nstartxref\n" + itoa(xref) + "\n%%EOF")
	return []byte(b.String())
}

func pad(n int) string { s := itoa(n); return strings.Repeat("0", 10-len(s)) + s }

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestPDFWithoutTextIsAScan(t *testing.T) {
	_, err := Parse(context.Background(), "扫描.pdf", minimalPDF(""))
	require.Equal(t, fault.Unsupported, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "共1页")
}

func TestEncryptedPDF(t *testing.T) {
	hex := strings.Repeat("ab", 32)
	_, err := Parse(context.Background(), "锁.pdf", minimalPDF("/ID[<"+hex+"><"+hex+">]/Encrypt<</Filter/Standard/V 1/R 2/O<"+hex+">/U<"+hex+">/P -4>>"))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "密码")
}
