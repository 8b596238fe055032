package retrieval

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ＧＢ／Ｔ　３３１９０":     "gb/t 33190",
		"第9条":            "第九条",
		"第 101 条第2款":     "第一百零一条第二款",
		"二〇二四年":          "二零二四年",
		"机构编\n制":         "机构编制",
		"机构。\n编制":        "机构。\n编制",
		"机\u200b构\ufeff": "机构",
		"a\x00b\xffc":    "ab c",
		"第12号":           "第12号", // a number of something else stays
		"":               "",
	} {
		require.Equal(t, want, normalize(in), "%q", in)
	}
	require.Equal(t, "GB 第九条", fold("ＧＢ 第9条"), "titles keep their case")
}
