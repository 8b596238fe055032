package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sensitivewords "bianku/sensitive-words"
)

// words runs "bianku words args…" with in on standard input.
func words(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"words"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestWordsCheckNeedsNoDatabase(t *testing.T) {
	code, out, errs := words(t, "", "check", "--built-in", "能不能花钱买·编制")
	require.Zero(t, code, errs)
	require.Contains(t, out, "处置：拦截")
	require.Contains(t, out, "D.1 买卖编制和冒名办事")

	code, out, _ = words(t, "市数据局机关行政编制多少名？", "check", "--built-in")
	require.Zero(t, code)
	require.Equal(t, "处置：放行\n", out)

	code, out, _ = words(t, "", "check", "--built-in", "--json", "代办入编")
	require.Zero(t, code)
	var v sensitivewords.Verdict
	require.NoError(t, json.Unmarshal([]byte(out), &v))
	require.Equal(t, sensitivewords.Block, v.Action)
}

func TestWordsImportAndCoverage(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("BIANKU_HOME", t.TempDir())
	list := filepath.Join(t.TempDir(), "市级词表.txt")
	require.NoError(t, os.WriteFile(list, []byte("违禁词甲\n违禁词乙\n"), 0o600))

	code, out, errs := words(t, "", "import", list, "--class", "A.2.4", "--action", "block")
	require.Zero(t, code, errs)
	require.Contains(t, out, "词表“市级词表”：新增 2 个词。")

	code, out, errs = words(t, "", "check", "这是违禁 词甲")
	require.Zero(t, code, errs)
	require.Contains(t, out, "拦截")

	code, out, errs = words(t, "", "coverage")
	require.Zero(t, code, errs)
	require.Contains(t, out, "A.2.4")
	require.Contains(t, out, "未达到要求")

	code, _, errs = words(t, "", "remove", "市级词表")
	require.Zero(t, code, errs)
	code, _, errs = words(t, "", "remove", "市级词表")
	require.NotZero(t, code)
	require.Contains(t, errs, "没有名为“市级词表”")
}

func TestWordsImportSaysWhatIsWrong(t *testing.T) {
	code, _, errs := words(t, "", "import", filepath.Join(t.TempDir(), "没有.txt"))
	require.Equal(t, 1, code)
	require.Contains(t, errs, "打不开词表文件")
}

func TestWordsTellWhereAndWhy(t *testing.T) {
	code, out, errs := words(t, "", "check", "--built-in", "由财务科代开，发票另寄；依据《反对恐怖主义宣传管理规定》。")
	require.Zero(t, code, errs)
	require.Contains(t, out, "处置：复核")
	require.Contains(t, out, "代开，发票")
	require.Contains(t, out, "词中有标点")
	require.Contains(t, out, "在法规文件名称中出现，仅作记录")
	require.Contains(t, out, "4–9", "the place in the text as it was given")
}

func TestWordsImportReadsStandardInputAndJSON(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("BIANKU_HOME", t.TempDir())
	code, out, errs := words(t, "词,类别,处置\n词语甲,A.2.4,拦截\n", "import", "-", "--list", "标准输入", "--json")
	require.Zero(t, code, errs)
	require.JSONEq(t, `{"list":"标准输入","added":1}`, out)

	code, out, errs = words(t, "", "coverage", "--json")
	require.Zero(t, code, errs)
	var rep sensitivewords.Report
	require.NoError(t, json.Unmarshal([]byte(out), &rep))
	require.Len(t, rep.Classes, 36)
	require.NotNil(t, rep.UpdatedAt)
	require.False(t, rep.Complete)

	code, _, errs = words(t, "编\n", "import", "-", "--list", "坏表")
	require.Equal(t, 1, code)
	require.Contains(t, errs, "第 1 行“编”")
	code, _, errs = words(t, "词语\n", "import", "-", "--list", "坏表", "--class", "Z")
	require.Equal(t, 1, code)
	require.Contains(t, errs, "没有“Z”这个类别")
}
