package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

const slideSpace = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
	`xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"`

// slides is a presentation; its slides are stored under numbers that run against their order.
func slides(t testing.TB, extra map[string]string, bodies ...string) []byte {
	t.Helper()
	files := map[string]string{}
	var ids, links strings.Builder
	for i, body := range bodies {
		part := fmt.Sprintf("slide%d.xml", len(bodies)-i)
		fmt.Fprintf(&ids, `<p:sldId id="%d" r:id="r%d"/>`, 256+i, i)
		fmt.Fprintf(&links, `<Relationship Id="r%d" Type="http://x/relationships/slide" Target="slides/%s"/>`, i, part)
		files["ppt/slides/"+part] = `<p:sld ` + slideSpace + ` show="1">` + body + `</p:sld>`
	}
	files["ppt/presentation.xml"] = `<p:presentation ` + slideSpace + `><p:sldIdLst>` + ids.String() + `</p:sldIdLst></p:presentation>`
	files["ppt/_rels/presentation.xml.rels"] = `<Relationships>` + links.String() + `</Relationships>`
	for name, text := range extra {
		files[name] = text
	}
	return zipOf(t, files)
}

// shape is a text box, or a placeholder where kind is given.
func shape(kind string, paragraphs ...string) string {
	ph := ""
	if kind != "" {
		ph = `<p:nvSpPr><p:nvPr><p:ph type="` + kind + `"/></p:nvPr></p:nvSpPr>`
	}
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString(`<a:p><a:r><a:t>` + p + `</a:t></a:r></a:p>`)
	}
	return `<p:sp>` + ph + `<p:txBody>` + b.String() + `</p:txBody></p:sp>`
}

func slideCell(attr, text string) string {
	return `<a:tc ` + attr + `><a:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></a:txBody></a:tc>`
}

func pptxOf(t testing.TB, data []byte) *Result {
	t.Helper()
	r := parsed(t, "a.pptx", data)
	require.Equal(t, "pptx", r.Format)
	return r
}

func TestPPTXSlidesInOrder(t *testing.T) {
	t.Parallel()
	r := pptxOf(t, slides(t, nil,
		shape("", "云澜市委编办")+shape("ctrTitle", "机构编制", "工作汇报")+shape("sldNum", "1")+shape("ftr", "页脚"),
		shape("title", "一、主要做法")+`<p:grpSp>`+shape("", "第一段。", "第二段。")+`</p:grpSp>`))
	require.Equal(t, []string{"机构编制 工作汇报", "云澜市委编办", "一、主要做法", "第一段。", "第二段。"}, texts(r))
	require.Equal(t, Heading, r.Blocks[0].Kind)
	require.Equal(t, 2, r.Pages)
	require.Equal(t, []int{1, 1, 2, 2, 2}, []int{r.Blocks[0].Page, r.Blocks[1].Page, r.Blocks[2].Page, r.Blocks[3].Page, r.Blocks[4].Page})
}

func TestPPTXTables(t *testing.T) {
	t.Parallel()
	row := func(cells ...string) string { return `<a:tr>` + strings.Join(cells, "") + `</a:tr>` }
	table := `<p:graphicFrame><a:graphic><a:graphicData><a:tbl>` +
		row(slideCell("", "单位"), slideCell("", "处室"), slideCell("", "编制")) +
		row(slideCell(`rowSpan="2"`, "市数据局"), slideCell("", "办公室"), slideCell("", "5")) +
		row(slideCell(`vMerge="1"`, ""), slideCell("", "规划处"), slideCell("", "6")) +
		row(slideCell(`gridSpan="2"`, "合计"), slideCell(`hMerge="1"`, ""), slideCell("", "11")) +
		`</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
	r := pptxOf(t, slides(t, nil, shape("title", "编制情况")+table+shape("", "说明文字。")))
	require.Equal(t, []string{"单位=市数据局 处室=办公室 编制=5", "单位=市数据局 处室=规划处 编制=6", "单位=合计 编制=11"}, tableRows(r))
	require.Equal(t, "说明文字。", r.Blocks[len(r.Blocks)-1].Text)
}

func TestPPTXWhatIsNotShownIsNotRead(t *testing.T) {
	t.Parallel()
	data := slides(t, map[string]string{
		"ppt/slides/slide1.xml":           `<p:sld ` + slideSpace + ` show="0">` + shape("", "隐藏的内容") + `</p:sld>`,
		"ppt/notesSlides/notesSlide1.xml": `<p:notes ` + slideSpace + `>` + shape("", "备注的内容") + `</p:notes>`,
	}, `<mc:AlternateContent><mc:Choice>`+shape("", "只读一遍。")+`</mc:Choice><mc:Fallback>`+shape("", "只读一遍。")+`</mc:Fallback></mc:AlternateContent>`, "")
	r := pptxOf(t, data)
	require.Equal(t, "只读一遍。", r.Text)
	require.Contains(t, strings.Join(r.Quality.Notes, ""), "1张隐藏的幻灯片")
}

func TestPPTXDiagram(t *testing.T) {
	t.Parallel()
	r := pptxOf(t, slides(t, map[string]string{
		"ppt/slides/_rels/slide1.xml.rels": `<Relationships><Relationship Id="d1" Type="http://x/relationships/diagramData" Target="../diagrams/data1.xml"/></Relationships>`,
		"ppt/diagrams/data1.xml":           `<dgm:dataModel ` + slideSpace + `><dgm:pt><dgm:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>审核</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>`,
	}, shape("title", "流程")+`<p:graphicFrame><a:graphic><dgm:relIds r:dm="d1"/></a:graphic></p:graphicFrame>`))
	require.Equal(t, []string{"流程", "受理", "审核"}, texts(r))
}

func TestPPTXRefused(t *testing.T) {
	t.Parallel()
	sound := slides(t, nil, shape("title", "题目"))
	for name, c := range map[string]struct {
		data []byte
		hint string
	}{
		"cut off":        {sound[:len(sound)/2], "损坏"},
		"a slide gone":   {slides(t, map[string]string{"ppt/_rels/presentation.xml.rels": `<Relationships><Relationship Id="r0" Type="x/slide" Target="slides/none.xml"/></Relationships>`}, ""), "损坏"},
		"no slides":      {zipOf(t, map[string]string{"ppt/presentation.xml": "<x/>"}), "没有读到文字"},
		"pictures alone": {slides(t, nil, `<p:pic/>`, `<p:pic/>`), "没有读到文字"},
		"deep":           {slides(t, nil, strings.Repeat("<p:grpSp>", 2*maxDepth)), "损坏"},
		"no xml":         {slides(t, nil, "<p:sp><"), "损坏"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(t.Context(), "a.pptx", c.data)
			require.Error(t, err)
			require.NotEqual(t, fault.Internal, fault.KindOf(err))
			require.Contains(t, fault.Message(err), c.hint)
		})
	}
}

// FuzzPPTX varies the XML of a slide inside a sound archive.
func FuzzPPTX(f *testing.F) {
	f.Add(shape("title", "题目")+`<a:tbl><a:tr>`+slideCell(`vMerge="1"`, "甲")+`</a:tr></a:tbl>`, "<Relationships/>")
	f.Add(`</p:sp><a:tc><a:tr></a:tbl><mc:Fallback><a:t>`, `<Relationship Id="d" Type="diagramData" Target="../../../x"/>`)
	f.Add(`<dgm:relIds r:dm="d"/>`, `<Relationship Id="d" Type="diagramData" Target="slide1.xml"/>`)
	f.Fuzz(func(t *testing.T, slide, links string) {
		check(t, "a.pptx", slides(t, map[string]string{"ppt/slides/_rels/slide1.xml.rels": links}, slide))
	})
}
