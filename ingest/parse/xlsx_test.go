package parse

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"bianku/internal/fault"
)

// workbook makes an XLSX whose first sheet holds these rows from A1 on; more can be done to it before it is written.
func workbook(t testing.TB, rows [][]any, more func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(t, f, "Sheet1", rows)
	if more != nil {
		more(f, "Sheet1")
	}
	var buf bytes.Buffer
	require.NoError(t, f.Write(&buf))
	return buf.Bytes()
}

func fill(t testing.TB, f *excelize.File, sheet string, rows [][]any) {
	t.Helper()
	for i, row := range rows {
		require.NoError(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row))
	}
}

func merge(t testing.TB, f *excelize.File, sheet string, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		from, to, _ := strings.Cut(ref, ":")
		require.NoError(t, f.MergeCell(sheet, from, to))
	}
}

func xlsxOf(t testing.TB, data []byte) *Result {
	t.Helper()
	r := parsed(t, "a.xlsx", data)
	require.Equal(t, "xlsx", r.Format)
	for _, b := range r.Blocks {
		if b.Header != nil {
			require.Len(t, b.Cells, len(b.Header))
		}
	}
	return r
}

// tableRows are the rows that have a header, each as “header=cell”.
func tableRows(r *Result) (out []string) {
	for _, b := range r.Blocks {
		if b.Kind != Row || b.Header == nil {
			continue
		}
		var parts []string
		for i, c := range b.Cells {
			if c != "" {
				parts = append(parts, b.Header[i]+"="+c)
			}
		}
		out = append(out, strings.Join(parts, " "))
	}
	return out
}

func TestXLSXLedgerWithTitleAndTwoHeaderRows(t *testing.T) {
	t.Parallel()
	r := xlsxOf(t, workbook(t, [][]any{
		{"云澜市市级机关机构编制台账"},
		{"填报单位：云澜市委编办", nil, nil, "填报日期：2026年3月"},
		{"序号", "单位", "行政编制", nil, "备注"},
		{nil, nil, "核定数", "实有数"},
		{1, "云澜市数据局", 36, 33, "含军转"},
		{2, "云澜市水利局", 41, 40},
		{"合计", nil, 77, 73},
		{"注：实有数截至2026年2月底。"},
	}, func(f *excelize.File, s string) {
		merge(t, f, s, "A1:E1", "A2:B2", "D2:E2", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A7:B7", "A8:E8")
	}))
	require.Equal(t, []string{"云澜市市级机关机构编制台账", "填报单位：云澜市委编办　填报日期：2026年3月"}, texts(r)[:2])
	require.Equal(t, []string{
		"序号=1 单位=云澜市数据局 行政编制/核定数=36 行政编制/实有数=33 备注=含军转",
		"序号=2 单位=云澜市水利局 行政编制/核定数=41 行政编制/实有数=40",
		"序号=合计 行政编制/核定数=77 行政编制/实有数=73",
	}, tableRows(r))
	last := r.Blocks[len(r.Blocks)-1]
	require.Equal(t, Paragraph, last.Kind)
	require.Equal(t, "注：实有数截至2026年2月底。", last.Text)
	require.Equal(t, "序号　单位　行政编制/核定数　行政编制/实有数　备注", r.Blocks[2].Text)
}

func TestXLSXMergedCellsReachDown(t *testing.T) {
	t.Parallel()
	r := xlsxOf(t, workbook(t, [][]any{{"主管部门", "事业单位", "事业编制"}, {"云澜市水利局", "水利站", 12}, {nil, "河道所", 9}, {"云澜市林业局", "林场", 30}},
		func(f *excelize.File, s string) { merge(t, f, s, "A2:A3") }))
	require.Equal(t, []string{
		"主管部门=云澜市水利局 事业单位=水利站 事业编制=12", "主管部门=云澜市水利局 事业单位=河道所 事业编制=9", "主管部门=云澜市林业局 事业单位=林场 事业编制=30",
	}, tableRows(r))
}

func TestXLSXCellsAreReadAsShown(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	r := xlsxOf(t, workbook(t, [][]any{{"事项", "值"}, {"日期", day}, {"长日期", day}, {"比例", 0.8125}, {"金额", 1234567.5}, {"小数", 0.1 + 0.2}, {"长号", "330200199901011234"}, {"公式", nil}, {"两行", "甲\n乙"}},
		func(f *excelize.File, s string) {
			styles := map[string]excelize.Style{"B2": {NumFmt: 14}, "B3": {NumFmt: 31}, "B4": {NumFmt: 10}, "B5": {NumFmt: 4}}
			for cell, style := range styles {
				id, err := f.NewStyle(&style)
				require.NoError(t, err)
				require.NoError(t, f.SetCellStyle(s, cell, cell, id))
			}
			require.NoError(t, f.SetCellValue(s, "B8", 61))
			require.NoError(t, f.SetCellFormula(s, "B8", "SUM(1,60)"))
		}))
	rows := strings.Join(tableRows(r), "\n")
	for _, want := range []string{"事项=日期 值=2026/3/5", "事项=长日期 值=2026年3月5日", "值=81.25%", "值=1,234,567.50", "事项=小数 值=0.3", "值=330200199901011234", "值=甲 乙"} {
		require.Contains(t, rows, want)
	}
}

func TestXLSXSheets(t *testing.T) {
	t.Parallel()
	table := [][]any{{"单位", "编制"}, {"云澜市数据局", 36}}
	r := xlsxOf(t, workbook(t, table, func(f *excelize.File, s string) {
		require.NoError(t, f.SetSheetName(s, "市级"))
		for _, name := range []string{"县级", "空表", "底稿"} {
			_, err := f.NewSheet(name)
			require.NoError(t, err)
		}
		fill(t, f, "县级", [][]any{{"单位", "编制"}, {"白云县数据局", 12}})
		fill(t, f, "底稿", [][]any{{"单位", "编制"}, {"秘密单位", 99}})
		require.NoError(t, f.SetSheetVisible("底稿", false))
	}))
	require.Equal(t, []string{"市级", "单位　编制", "云澜市数据局　36", "县级", "单位　编制", "白云县数据局　12"}, texts(r))
	require.Equal(t, Heading, r.Blocks[3].Kind)
	require.Equal(t, 2, r.Blocks[5].Table)
	require.Contains(t, strings.Join(r.Quality.Notes, ""), "1个隐藏的工作表没有读取：底稿")
	require.NotContains(t, r.Text, "秘密单位")
}

func TestXLSXTablesOneUnderAnother(t *testing.T) {
	t.Parallel()
	r := xlsxOf(t, workbook(t, [][]any{
		{"一、行政编制"}, {"单位", "编制"}, {"甲局", 10}, nil, {"乙局", 20}, nil,
		{"二、领导职数"}, {"单位", "正职", "副职"}, {"甲局", 1, 3}, {"单位", "正职", "副职"}, {"乙局", 1, 2}}, nil))
	require.Equal(t, []string{"单位=甲局 编制=10", "单位=乙局 编制=20", "单位=甲局 正职=1 副职=3", "单位=乙局 正职=1 副职=2"}, tableRows(r))
	require.Contains(t, texts(r), "二、领导职数")
}

func TestXLSXWithoutHeaderOrTable(t *testing.T) {
	t.Parallel()
	r := xlsxOf(t, workbook(t, [][]any{{2024, 1, 36}, {2025, 2, 37}}, nil))
	require.Empty(t, tableRows(r))
	require.Equal(t, []string{"2024　1　36", "2025　2　37"}, texts(r))
	notice := xlsxOf(t, workbook(t, [][]any{{"关于报送台账的通知"}, {"请各单位于三月底前报送。"}}, nil))
	require.Equal(t, Paragraph, notice.Blocks[1].Kind)
}

func TestXLSXFormulaWithoutValueIsTold(t *testing.T) {
	t.Parallel()
	r := xlsxOf(t, workbook(t, [][]any{{"单位", "编制"}, {"甲局", 10}, {"合计", nil}}, func(f *excelize.File, s string) {
		require.NoError(t, f.SetCellFormula(s, "B3", "SUM(B2:B2)"))
	}))
	require.Contains(t, strings.Join(r.Quality.Notes, ""), "1个公式没有保存计算结果")
}

func TestXLSXRefused(t *testing.T) {
	t.Parallel()
	sound := workbook(t, [][]any{{"单位", "编制"}, {"甲局", 10}}, nil)
	for name, c := range map[string]struct {
		data []byte
		hint string
	}{
		"cut off":  {sound[:len(sound)/2], "损坏"},
		"no xml":   {zipOf(t, map[string]string{"xl/workbook.xml": "<workbook><"}), "损坏"},
		"no sheet": {zipOf(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "损坏"},
		"empty":    {workbook(t, nil, nil), "没有读到文字"},
		"deep":     {xlsxXML(t, strings.Repeat("<a>", 2*maxDepth)), "损坏"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(t.Context(), "a.xlsx", c.data)
			require.Error(t, err)
			require.NotEqual(t, fault.Internal, fault.KindOf(err))
			require.Contains(t, fault.Message(err), c.hint)
		})
	}
}

func TestXLSXTooManyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200,000 rows")
	}
	t.Parallel()
	var rows strings.Builder
	for i := range maxRows + 1 {
		fmt.Fprintf(&rows, `<row r="%d"><c t="inlineStr"><is><t>x</t></is></c></row>`, i+1)
	}
	_, err := Parse(t.Context(), "a.xlsx", xlsxXML(t, "<sheetData>"+rows.String()+"</sheetData>"))
	require.Equal(t, fault.TooLarge, fault.KindOf(err), "%v", err)
	require.Contains(t, fault.Message(err), "20万行")
}

func TestXLSXThatSaysItIsHuge(t *testing.T) {
	t.Parallel()
	for _, size := range []uint64{maxUnzipped + 1, 1<<63 + 1} {
		var buf bytes.Buffer
		z := zip.NewWriter(&buf)
		for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
			w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CompressedSize64: 4, UncompressedSize64: size})
			require.NoError(t, err)
			_, err = w.Write([]byte("<a/>"))
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		_, err := Parse(t.Context(), "a.xlsx", buf.Bytes())
		require.Equal(t, fault.TooLarge, fault.KindOf(err), "%v", err)
	}
}

// xlsxXML is a workbook of one sheet with this XML.
func xlsxXML(t testing.TB, sheet string) []byte {
	return zipOf(t, map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + sheet + `</worksheet>`,
	})
}

// FuzzXLSX varies the XML of a sheet inside a sound archive.
func FuzzXLSX(f *testing.F) {
	cell := func(ref, text string) string {
		return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, text)
	}
	f.Add(`<sheetData><row r="1">` + cell("A1", "单位") + cell("B1", "编制") + `</row><row r="3"><c r="B3"><f>1+</f></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`)
	f.Add(`<sheetData><row r="-1"><c r="ZZZZ9" t="s"><v>99999999999</v></c></row></sheetData>`)
	f.Add(`<sheetData><row><c s="-5" t="d"><v>1e999</v></c></row><row r="1048577"/></sheetData><mergeCell ref="B2:A1"/>`)
	f.Fuzz(func(t *testing.T, sheet string) { check(t, "a.xlsx", xlsxXML(t, sheet)) })
}
