package parse

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

func document(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document ` + wordNS + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`
}

// para is a paragraph with properties and text.
func para(properties, text string) string {
	return `<w:p><w:pPr>` + properties + `</w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func cell(properties, text string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + para("", text) + `</w:tc>`
}

const styles = `<w:styles ` + wordNS + `>
<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:styleId="a"><w:name w:val="章标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="b"><w:name w:val="正文条"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
</w:styles>`

const numbering = `<w:numbering ` + wordNS + `>
<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>`

func docxOf(t *testing.T, body string) *Result {
	t.Helper()
	r := parsed(t, "文.docx", zipOf(t, map[string]string{"word/document.xml": document(body), "word/styles.xml": styles,
		"word/numbering.xml": numbering, "docProps/core.xml": `<cp xmlns:dc="x"><dc:title>云澜市通知</dc:title></cp>`}))
	requirePositions(t, "文.docx", r)
	return r
}

func texts(r *Result) []string {
	var out []string
	for _, b := range r.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func TestDOCXParagraphsAndStyles(t *testing.T) {
	r := docxOf(t, para(`<w:pStyle w:val="a"/>`, "第一章 总则")+para(`<w:jc w:val="right"/>`, "云澜市人民政府")+
		para(`<w:outlineLvl w:val="1"/>`, "一、总体要求")+para("", "正文 text"))
	require.Equal(t, "云澜市通知", r.Title)
	require.Equal(t, Block{Kind: Heading, Text: "第一章 总则", Level: 1, Align: "center", Start: 0, End: 6}, r.Blocks[0])
	require.Equal(t, "right", r.Blocks[1].Align)
	require.Equal(t, 2, r.Blocks[2].Level)
	require.Equal(t, Paragraph, r.Blocks[3].Kind)
}

func TestDOCXAutomaticNumbers(t *testing.T) {
	item := func(level string) string {
		return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="7"/></w:numPr>`
	}
	r := docxOf(t, para(`<w:pStyle w:val="b"/>`, "为了规范管理。")+para(item("1"), "甲；")+para(item("1"), "乙。")+
		para(`<w:pStyle w:val="b"/>`, "本规定适用于全市。")+para(item("1"), "丙。")+para(item("2"), "丁。"))
	require.Equal(t, []string{"第一条 为了规范管理。", "（一）甲；", "（二）乙。", "第二条 本规定适用于全市。", "（一）丙。", "丁。"}, texts(r))
}

func TestDOCXTables(t *testing.T) {
	row := func(cells string) string { return "<w:tr>" + cells + "</w:tr>" }
	r := docxOf(t, "<w:tbl>"+row(cell("", "单位")+cell("", "行政编制")+cell("", "备注"))+
		row(cell(`<w:vMerge w:val="restart"/>`, "云澜市数据局")+cell("", "36")+cell("", "机关"))+
		row(cell(`<w:vMerge/>`, "")+cell("", "2")+cell("", "工勤"))+
		row(cell(`<w:gridSpan w:val="2"/>`, "合计")+cell("", "38"))+"</w:tbl>"+para("", "以上为汇总。"))
	require.Equal(t, []string{"单位", "行政编制", "备注"}, r.Blocks[1].Header)
	require.Nil(t, r.Blocks[0].Header)
	require.Equal(t, []string{"云澜市数据局", "2", "工勤"}, r.Blocks[2].Cells, "a cell that reaches down is there in every row")
	require.Equal(t, []string{"合计", "", "38"}, r.Blocks[3].Cells)
	require.Equal(t, "合计　38", r.Blocks[3].Text)
	require.Equal(t, Paragraph, r.Blocks[4].Kind)
}

func TestDOCXFrameIsNoTable(t *testing.T) {
	r := docxOf(t, "<w:tbl><w:tr><w:tc>"+para("", "甲段。")+para("", "乙段。")+"</w:tc></w:tr></w:tbl>")
	require.Equal(t, []string{"甲段。", "乙段。"}, texts(r))
	require.Equal(t, Paragraph, r.Blocks[0].Kind)
}

func TestDOCXTextBoxesDeletedTextAndDrawings(t *testing.T) {
	box := `<w:txbxContent>` + para("", "框内文字") + `</w:txbxContent>`
	body := `<w:p><w:r><w:t>正文</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>增加</w:t></w:r></w:ins>` +
		`<w:r><mc:AlternateContent><mc:Choice>` + box + `</mc:Choice><mc:Fallback>` + box + `</mc:Fallback></mc:AlternateContent></w:r>` +
		`<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>结束</w:t></w:r></w:p>` +
		`<w:p><w:r><a:p><a:t>图形</a:t></a:p><w:t>第二段</w:t><w:br/><w:t>换行后</w:t></w:r></w:p>`
	require.Equal(t, []string{"正文增加结束", "框内文字", "第二段", "换行后"}, texts(docxOf(t, body)))
}

func TestFigures(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 12: "十二", 20: "二十", 35: "三十五", 100: "一百", 103: "一百零三", 110: "一百一十", 256: "二百五十六", 1000: "1000"} {
		require.Equal(t, want, chineseFigure(n))
	}
	require.Equal(t, "③", figure(3, "decimalEnclosedCircle"))
	require.Equal(t, "b", figure(2, "lowerLetter"))
	require.Equal(t, "B", figure(2, "upperLetter"))
	require.Equal(t, "02", figure(2, "decimalZero"))
	require.Equal(t, "12", figure(12, "decimal"))
}
