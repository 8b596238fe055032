package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// setLine is a line of text at the left margin, indented by two characters where it opens a paragraph.
func setLine(text string, row int, indent bool) pdfLine {
	x := 80.0
	if indent {
		x += 32
	}
	return pdfLine{text: text, x0: x, x1: x + 16*float64(len([]rune(text))), y: 700 - 28*float64(row), size: 16}
}

func TestSentenceGoesOnOverThePage(t *testing.T) {
	full := strings.Repeat("市林业局负责林木采伐", 2) + "管理和监督；"
	under := func(opening string, indent bool) []Block {
		return layout([][]pdfLine{
			{setLine("3.与市水利局的职责分工如下所述"+full[:len("林")*9], 0, true), setLine(full, 1, false)},
			{setLine(opening, 0, indent), setLine("第五条 市林业局设下列内设机构和下属单位共六个科", 1, true), setLine(full, 2, false)},
		}).blocks
	}
	require.True(t, strings.HasSuffix(under("市水利局负责河岸防护林的建设和管护。", false)[0].Text, "监督；市水利局负责河岸防护林的建设和管护。"))
	require.NotContains(t, under("（二）负责湿地保护。", true)[0].Text, "湿地")
}
