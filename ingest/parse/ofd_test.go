package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

const ofdSpace = `xmlns:ofd="http://www.ofdspec.org/2016"`

// ofdPackage is an OFD of one document with these page bodies; extra files and text inside Document.xml can be given.
func ofdPackage(t testing.TB, common string, extra map[string]string, pages ...string) []byte {
	files := map[string]string{
		"OFD.xml": `<ofd:OFD ` + ofdSpace + `><ofd:DocBody><ofd:DocInfo><ofd:Title>测试</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
	}
	var refs strings.Builder
	for i, body := range pages {
		fmt.Fprintf(&refs, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, i+1, i)
		files[fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i)] = `<ofd:Page ` + ofdSpace + `>` + body + `</ofd:Page>`
	}
	files["Doc_0/Document.xml"] = `<ofd:Document ` + ofdSpace + `><ofd:CommonData>` + common + `</ofd:CommonData><ofd:Pages>` + refs.String() + `</ofd:Pages>` + extra["inside"] + `</ofd:Document>`
	for name, text := range extra {
		if name != "inside" {
			files[name] = text
		}
	}
	return zipOf(t, files)
}

func ofdContent(objects ...string) string {
	return `<ofd:Content><ofd:Layer>` + strings.Join(objects, "") + `</ofd:Layer></ofd:Content>`
}

// ofdText is a text object at x, y with 5 mm characters.
func ofdText(x, y float64, code string) string {
	return fmt.Sprintf(`<ofd:TextObject Size="5" Boundary="%g %g 150 6">%s</ofd:TextObject>`, x, y, code)
}

func ofdCode(delta, text string) string {
	return fmt.Sprintf(`<ofd:TextCode X="0" Y="5" DeltaX="%s">%s</ofd:TextCode>`, delta, text)
}

func ofdOf(t *testing.T, data []byte) *Result {
	t.Helper()
	r, err := Parse(t.Context(), "a.ofd", data)
	require.NoError(t, err)
	requirePositions(t, "a.ofd", r)
	return r
}

func TestOFDLinesBecomeParagraphs(t *testing.T) {
	t.Parallel()
	full := strings.Repeat("机构编制", 7) + "甲乙" // 30 characters of 5 mm: the whole width
	r := ofdOf(t, ofdPackage(t, "", nil,
		ofdContent(ofdText(30, 40, ofdCode("g 29 5", full)), ofdText(30, 48, ofdCode("g 4 5", "管理办法。")), ofdText(40, 60, ofdCode("5", "第二段。")))))
	require.Equal(t, "ofd", r.Format)
	require.Equal(t, "测试", r.Title)
	require.Equal(t, 1, r.Pages)
	require.Equal(t, []string{full + "管理办法。", "第二段。"}, texts(r))
	require.Equal(t, 1, r.Blocks[0].Page)
}

func TestOFDStepsBreakAString(t *testing.T) {
	t.Parallel()
	r := ofdOf(t, ofdPackage(t, "", nil, ofdContent(
		ofdText(30, 40, `<ofd:TextCode X="0" Y="5" DeltaX="5 5 5 5 25 5">行政编制五名</ofd:TextCode>`),
		ofdText(30, 60, `<ofd:TextCode X="0" Y="5" DeltaX="5 5 -10 5 5" DeltaY="0 0 8 0 0">上行。下行。</ofd:TextCode>`))))
	require.Equal(t, []string{"行政编制五 名", "上行。下行。"}, texts(r), "a wide step is a blank, a step back and down the next line of a paragraph")
}

func TestOFDTransformationsPutTextInPlace(t *testing.T) {
	t.Parallel()
	r := ofdOf(t, ofdPackage(t, "", nil, ofdContent(
		`<ofd:TextObject Size="1" CTM="5 0 0 5 0 0" Boundary="55 40 90 6">`+`<ofd:TextCode X="0" Y="1" DeltaX="1">后半句。</ofd:TextCode></ofd:TextObject>`,
		ofdText(30, 40, ofdCode("5", "前半句，")))))
	require.Equal(t, "前半句，后半句。", r.Text, "one line, though its end is drawn first")

	drawnUpwards := ofdOf(t, ofdPackage(t, "", nil, ofdContent(
		ofdText(30, 80, ofdCode("5", "三、其他事项。")), ofdText(30, 60, ofdCode("5", "二、人员编制。")), ofdText(30, 40, ofdCode("5", "一、主要职责。")))))
	require.Equal(t, []string{"一、主要职责。", "二、人员编制。", "三、其他事项。"}, texts(drawnUpwards))
}

func TestOFDTextOutsideOfThePage(t *testing.T) {
	t.Parallel()
	common := `<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>`
	r := ofdOf(t, ofdPackage(t, common, map[string]string{
		"Doc_0/DocumentRes.xml": `<ofd:Res ` + ofdSpace + `><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="100" Height="10"><ofd:Content>` +
			ofdText(0, 0, ofdCode("5", "单元里的字。")) + `</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`,
		"Doc_0/Tpls/Tpl_0/Content.xml": `<ofd:Page ` + ofdSpace + `>` + ofdContent(ofdText(30, 20, ofdCode("5", "模板里的字。"))) + `</ofd:Page>`,
		"inside":                       `<ofd:Annotations>Annotations.xml</ofd:Annotations>`,
		"Doc_0/Annotations.xml":        `<ofd:Annotations ` + ofdSpace + `><ofd:Page PageID="1"><ofd:FileLoc>Notes.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
		"Doc_0/Notes.xml": `<ofd:PageAnnot ` + ofdSpace + `><ofd:Annot ID="1" Type="Watermark"><ofd:Appearance Boundary="0 0 1 1">` + ofdText(0, 0, ofdCode("5", "水印")) +
			`</ofd:Appearance></ofd:Annot><ofd:Annot ID="2" Type="Stamp"><ofd:Appearance Boundary="30 200 100 10">` + ofdText(0, 0, ofdCode("5", "批注里的字。")) + `</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
	}, `<ofd:Template TemplateID="90" ZOrder="Background"/>`+ofdContent(ofdText(30, 40, ofdCode("5", "页面里的字。")),
		`<ofd:CompositeObject ResourceID="7" Boundary="30 60 100 10"/>`, ofdText(30, 90, ofdCode("5", "最后一行。")))))
	require.Equal(t, []string{"模板里的字。", "页面里的字。", "单元里的字。", "最后一行。", "批注里的字。"}, texts(r))
}

func TestOFDInvisibleTextIsNotRead(t *testing.T) {
	t.Parallel()
	hidden := strings.Replace(ofdText(30, 60, ofdCode("5", "看不见的字。")), "<ofd:TextObject", `<ofd:TextObject Visible="false"`, 1)
	r := ofdOf(t, ofdPackage(t, "", nil, ofdContent(ofdText(30, 40, ofdCode("5", "看得见的字。")), hidden)))
	require.Equal(t, []string{"看得见的字。"}, texts(r))
}

func TestOFDImagePages(t *testing.T) {
	t.Parallel()
	picture := ofdContent(`<ofd:ImageObject ResourceID="3" Boundary="0 0 210 297"/>`)
	r := ofdOf(t, ofdPackage(t, "", nil, ofdContent(ofdText(30, 40, ofdCode("5", "第一页有字。"))), picture))
	require.Contains(t, strings.Join(r.Quality.Notes, ""), "1页只有图像")
	_, err := Parse(t.Context(), "a.ofd", ofdPackage(t, "", nil, picture, picture))
	require.Contains(t, fault.Message(err), "OFD共2页")
	require.Contains(t, fault.Message(err), "扫描件")
}

func TestOFDRefused(t *testing.T) {
	t.Parallel()
	sound := ofdPackage(t, "", nil, ofdContent(ofdText(30, 40, ofdCode("5", "字"))))
	self := `<ofd:Res ` + ofdSpace + `><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content><ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`
	for name, c := range map[string]struct {
		data []byte
		hint string
	}{
		"cut off":        {sound[:len(sound)/2], "损坏"},
		"no document":    {zipOf(t, map[string]string{"OFD.xml": `<ofd:OFD ` + ofdSpace + `/>`}), "没有页面"},
		"a page is gone": {ofdPackage(t, "", map[string]string{"inside": `<ofd:Pages><ofd:Page ID="9" BaseLoc="x.xml"/></ofd:Pages>`}), "缺少"},
		"no xml":         {zipOf(t, map[string]string{"OFD.xml": "<ofd:OFD><"}), "损坏"},
		"deep":           {zipOf(t, map[string]string{"OFD.xml": strings.Repeat("<a>", 2*maxDepth)}), "嵌套过深"},
		"a unit in itself": {ofdPackage(t, `<ofd:DocumentRes>r.xml</ofd:DocumentRes>`, map[string]string{"Doc_0/r.xml": self},
			ofdContent(`<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>`)), "没有可读的文字"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(t.Context(), "a.ofd", c.data)
			require.Error(t, err)
			require.NotEqual(t, fault.Internal, fault.KindOf(err))
			require.Contains(t, fault.Message(err), c.hint)
		})
	}
}

// FuzzOFD varies the XML of a page and of the document inside a sound archive.
func FuzzOFD(f *testing.F) {
	f.Add(ofdContent(ofdText(30, 40, ofdCode("g 3 5", "机构编制"))), "")
	f.Add(ofdContent(`<ofd:CompositeObject ResourceID="7" CTM="1 0 0 0 NaN 1e400" Boundary="1 2 3"/>`), `<ofd:TemplatePage ID="1" BaseLoc="../../OFD.xml"/>`)
	f.Add(ofdContent(ofdText(1, 1, ofdCode("g 999999999 5 g", "字"))), "")
	f.Fuzz(func(t *testing.T, page, common string) { check(t, "a.ofd", ofdPackage(t, common, nil, page)) })
}
