package understand

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSameAsked(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"云澜市数据局机关行政编制多少名？", "市数据局的机关行政编制是几名", true},
		{"市数据局行政编制多少名？", "市水利局行政编制多少名？", false},
		{"市数据局行政编制多少名？", "市数据局事业编制多少名？", false},
		{"市数据局有几名副局长？", "市数据局有几名局长？", false},
		{"2025年6月1日市数据局行政编制多少名？", "市数据局行政编制多少名？", true}, // whether it held then is asked of its grounds
		{"市数据局行政编制多少名？", "2023年底市数据局行政编制多少名？", false},
		{"市数据局行政编制多少名？", "改革前市数据局行政编制多少名？", false},
		{"市级机关增设内设机构由谁审批？", "市级机关内设机构增设找谁批", true},
		{"市级机关增设内设机构由谁审批？", "市级机关撤销内设机构由谁审批？", false},
		{"事业编制能给机关用吗？", "事业编制不能给机关用吗？", false},
		{"内设机构编制10名的核几名副职？", "内设机构编制6名的核几名副职？", false},
		{"《云澜市机构编制管理办法》何时施行？", "《云澜市编制周转池管理办法》何时施行？", false},
		{"市数据局办公室的职责", "市数据局数字经济科的职责", false},
		{"市数据局所属事业单位编制多少名？", "市数据局编制多少名？", false},
		{"市海洋局行政编制多少名？", "市数据局行政编制多少名？", false},
		{"2030年市数据局行政编制多少名？", "市数据局行政编制多少名？", false},
	} {
		require.Equal(t, c.same, read(c.a).SameAsked(read(c.b)), "%s | %s", c.a, c.b)
	}
}
