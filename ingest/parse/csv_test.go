package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"bianku/internal/fault"
)

func csvOf(t testing.TB, name, text string) *Result {
	t.Helper()
	r := parsed(t, name, []byte(text))
	require.Equal(t, "csv", r.Format)
	requireRows(t, r)
	return r
}

func requireRows(t testing.TB, r *Result) {
	t.Helper()
	for _, b := range r.Blocks {
		if b.Header != nil {
			require.Len(t, b.Cells, len(b.Header))
		}
	}
}

func TestCSVDelimiters(t *testing.T) {
	t.Parallel()
	for name, comma := range map[string]string{"a.csv": ",", "b.csv": ";", "c.csv": "|", "d.csv": "\t", "e.tsv": "\t", "导出.xls": "\t", "无后缀": "\t", "f.txt": "\t"} {
		text := strings.ReplaceAll("单位,行政编制,备注\n云澜市数据局,36,\n云澜市水利局,41,含军转\n云澜市林业局,12,无\n", ",", comma)
		r := csvOf(t, name, text)
		require.Equal(t, []string{"单位=云澜市数据局 行政编制=36", "单位=云澜市水利局 行政编制=41 备注=含军转", "单位=云澜市林业局 行政编制=12 备注=无"}, tableRows(r), name)
		require.Equal(t, 1, r.Blocks[0].Table)
	}
}

func TestCSVQuotedFields(t *testing.T) {
	t.Parallel()
	r := csvOf(t, "a.csv", "\ufeff单位,说明\r\n\"甲局\",\"含\"\"军转\"\"，\r\n共3名\"\r\n乙局,\"a,b\"\r\n")
	require.Equal(t, []string{`单位=甲局 说明=含"军转"， 共3名`, "单位=乙局 说明=a,b"}, tableRows(r))
}

func TestCSVQuoteNeverClosed(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("单位,尺寸\n甲局,\"5寸\n")
	for i := range 100 {
		fmt.Fprintf(&text, "单位%d,%d\n", i, i)
	}
	r := csvOf(t, "a.csv", text.String())
	require.Len(t, tableRows(r), 101, "one lost quote costs no row")
}

func TestCSVEmptyLinesPartTables(t *testing.T) {
	t.Parallel()
	r := csvOf(t, "a.csv", "单位,编制\n\"甲\n局\",10\n乙局,20\n\n领导,职数\n甲局,3\n")
	require.Equal(t, []string{"单位=甲 局 编制=10", "单位=乙局 编制=20", "领导=甲局 职数=3"}, tableRows(r))
	whole := csvOf(t, "a.csv", "单位,说明\n\"甲\n\n局\",x\n乙局,y\n丙局,z\n")
	require.Len(t, tableRows(whole), 3, "lines inside of a field part nothing")
}

func TestCSVTwoHeaderRows(t *testing.T) {
	t.Parallel()
	r := csvOf(t, "a.csv", "序号,机构名称,行政编制,,,备注\n,,核定数,实有数,空编,\n1,甲局,36,33,3,无\n2,乙局,41,40,1,\n")
	require.Equal(t, []string{"序号=1 机构名称=甲局 行政编制/核定数=36 行政编制/实有数=33 行政编制/空编=3 备注=无", "序号=2 机构名称=乙局 行政编制/核定数=41 行政编制/实有数=40 行政编制/空编=1"}, tableRows(r))
	flat := csvOf(t, "a.csv", "单位,说明,备注\n,甲局,撤销\n,乙局,合并\n")
	require.Len(t, tableRows(flat), 2, "rows without a first cell are rows")
}

func TestCSVCharsets(t *testing.T) {
	t.Parallel()
	text := "单位,行政编制\n云澜市数据局,36\n云澜市水利局,41\n"
	for charset, data := range map[string][]byte{
		"gb18030": encoded(t, gbk(), text),
		"utf-16":  encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), text),
		"utf-8":   []byte(text),
	} {
		r := parsed(t, "a.csv", data)
		require.Equal(t, charset, r.Charset)
		require.Equal(t, []string{"单位=云澜市数据局 行政编制=36", "单位=云澜市水利局 行政编制=41"}, tableRows(r))
	}
}

func TestCSVTitleAndLabelsAboveTheHeader(t *testing.T) {
	t.Parallel()
	r := csvOf(t, "a.csv", "云澜市编制台账,,\n填报单位：市委编办,,日期：2026年\n单位,编制,实有\n甲局,10,9\n乙局,8,8\n注：含工勤。,,\n")
	require.Equal(t, []string{"云澜市编制台账", "填报单位：市委编办　日期：2026年", "单位　编制　实有", "甲局　10　9", "乙局　8　8", "注：含工勤。"}, texts(r))
	require.Equal(t, Paragraph, r.Blocks[5].Kind)
}

func TestTextWithTabsOrCommasIsNoTable(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"云澜市人民政府\t文件\n关于加强机构编制管理的通知\n各县（区）人民政府：\n",
		"one, two, three\nfour, five, six\nseven, eight, nine\n",
		"\t第一段有缩进。\n\t第二段有缩进。\n\t第三段有缩进。\n",
	} {
		require.Equal(t, "txt", parsed(t, "a.txt", []byte(text)).Format, text)
	}
	one := parsed(t, "单列.csv", []byte("甲局\n乙局\n丙局\n"))
	require.Equal(t, []string{"甲局", "乙局", "丙局"}, texts(one))
}

func TestCSVTooManyRows(t *testing.T) {
	t.Parallel()
	_, err := Parse(t.Context(), "a.csv", []byte(strings.Repeat("a,1\n", maxRows+1)))
	require.Equal(t, fault.TooLarge, fault.KindOf(err))
	wide := strings.Repeat(strings.Repeat(",", 2000)+"x\n", maxCells/2000+1)
	_, err = Parse(t.Context(), "a.csv", []byte(wide))
	require.Equal(t, fault.TooLarge, fault.KindOf(err))
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("单位,编制\n甲局,10\n\n单位;编制\n"))
	f.Add([]byte("a\t\"b\nc\t\"\"d\"\n,,,\n"))
	f.Add([]byte("标题,,\n\n注：1,2\n2023,2024\n"))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, "a.csv", data) })
}
