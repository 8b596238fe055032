package release

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPersonalDataIsMasked(t *testing.T) {
	for text, want := range map[string]string{
		"联系人：王小明，联系电话：0571-88001234。":               "联系人：【姓名】，联系电话：【电话】。",
		"联系人：王小明、李四；电话 88001234":                    "联系人：【姓名】、【姓名】；电话 【电话】",
		"（联系人：欧阳文远 联系电话：１３８００００１２３４）":               "（联系人：【姓名】 联系电话：【电话】）",
		"联系人 张 三 电话（0571）88001234转801":              "联系人 【姓名】 电话【电话】",
		"联系人为赵云澜，邮箱 zhao.yl@yunlan.example.cn。":     "联系人为【姓名】，邮箱 【邮箱】。",
		"经办人：陈一联系方式：138-0000-1234":                  "经办人：【姓名】联系方式：【电话】",
		"身份证号码：330200198001011234，备案。":              "身份证号码：【证件号】，备案。",
		"持33020019800101123X的人员":                    "持【证件号】的人员",
		"身份证号 110101800101123。":                     "身份证号 【证件号】。",
		"传真：0571－88001234，13800001234,13900005678 ": "传真：【电话】，【电话】,【电话】 ",
		"服务热线400-800-1234":                          "服务热线【电话】",
	} {
		got, n := secrets{}.mask(text)
		require.Equal(t, want, got)
		require.Positive(t, n)
		again, more := secrets{}.mask(got)
		require.Equal(t, got, again, "a masked text has nothing left to mask")
		require.Zero(t, more)
	}
}

func TestWhatIsNotPersonalStays(t *testing.T) {
	for _, text := range []string{
		"",
		"核定行政编制61名，事业编制12名，2024年2月1日起施行。",
		"根据中编办发〔2019〕12号、国务院令第486号和云编办〔2024〕105号。",
		"统一社会信用代码 11330200MB1234567X，经费 20240101元。",
		"联系人由各单位机构编制部门指定。",
		"联系人：综合处，联系人：市委编办",
		"联系人应当及时报告。负责联系人大代表、政协委员。",
		"拨打12345政务服务热线或12310举报电话。",
		"机构编制管理电话系统编号3302001980。",
		"第一百二十三条 编制总数为13800001234567个单位（虚构）。",
	} {
		got, n := secrets{}.mask(text)
		require.Equal(t, text, got)
		require.Zero(t, n, text)
	}
}

// A quote may begin behind the word that shows a name to be a name: the document is looked at whole, the quote is cut after.
func TestAQuoteIsMaskedByWhereItStands(t *testing.T) {
	text := []rune("本办法由市委编办解释。联系人：王小明、李四，电话：0571-88001234。本办法自发布之日起施行。")
	spans := personal(string(text))
	require.Len(t, spans, 3)
	for _, c := range []struct {
		start, end int
		want       string
		n          int
	}{
		{15, 21, "【姓名】、【姓名】", 2},
		{16, 18, "【姓名】", 1},
		{27, 31, "【电话】", 1},
		{0, 10, "本办法由市委编办解释", 0},
	} {
		got, n := masked(text, c.start, c.end, spans)
		require.Equal(t, c.want, got)
		require.Equal(t, c.n, n)
	}
	known := secrets{}
	known.add(text, spans)
	got, n := known.mask("王小明负责解释，请打0571-88001234")
	require.Equal(t, "【姓名】负责解释，请打【电话】", got)
	require.Equal(t, 2, n)
}

func TestFoldKeepsPositions(t *testing.T) {
	text := "（０５７１）　８８００１２３４　ａ＠ｂ．ｃｏｍ"
	require.Equal(t, len([]rune(text)), len([]rune(fold(text))))
	require.Equal(t, "(0571) 88001234 a@b.com", fold(text))
}
