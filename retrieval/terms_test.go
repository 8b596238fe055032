package retrieval

import (
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yanyiwu/gojieba"
)

func TestTermsOfAText(t *testing.T) {
	t.Parallel()
	terms := testTerms(t)
	for text, want := range map[string][]string{
		"机构编制委员会办公室":          {"机构编制委员会办公室", "委员会", "办公室", "#机构", "#构编", "#公室"},
		"根据云编办〔2024〕12号":      {"〔2024〕12号", "#云编"},
		"根据云编办［２０２４］第012号":    {"〔2024〕12号"},
		"国务院令第486号":           {"令486号"},
		"486号令":               {"令486号"},
		"第9条":                 {"第九条"},
		"第一百〇一条之二":            {"第一百零一条之二"},
		"ＧＢ／Ｔ 33190":          {"gb", "33190"},
		"机构编\n制管理":            {"#编制", "编制"},
		"机\u200b构编制":          {"机构编制", "#机构"},
		"数据局行政编制61名，事业编制20名。": {"数据局", "行政编制", "事业编制", "61", "20"},
	} {
		got := terms.Count(text)
		for _, w := range want {
			require.Contains(t, got, w, text)
		}
	}
	got := terms.Count("的，。 ！\x00\xff")
	require.Empty(t, got, "neither punctuation nor single characters")
	require.Equal(t, 3, terms.Count("编制、编制、编制")["#编制"])
	require.NotContains(t, terms.Count("编，制"), "#编制")
}

func TestTermsServeManyAtOnce(t *testing.T) {
	t.Parallel()
	terms := testTerms(t)
	want := terms.Count("地方各级人民政府机构设置和编制管理条例")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := terms.Count("地方各级人民政府机构设置和编制管理条例"); len(got) != len(want) {
					t.Errorf("got %v, want %v", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestDictionaryIsTheModules keeps the packed dictionary that of the module in go.mod.
func TestDictionaryIsTheModules(t *testing.T) {
	t.Parallel()
	theirs, err := os.ReadFile(gojieba.DICT_PATH)
	if err != nil {
		t.Skipf("the module's own dictionary is not on this machine: %v", err)
	}
	ours, err := unpack("dict/words.gz")
	require.NoError(t, err)
	require.Equal(t, strings.Count(string(theirs), "\n"), strings.Count(string(ours), "\n"))
	at := func(dict []byte, n int) []string { return strings.Fields(strings.Split(string(dict), "\n")[n])[:2] }
	for _, n := range []int{0, 1000, 100_000, 348_000} {
		require.Equal(t, at(theirs, n), at(ours, n), "run go generate ./retrieval")
	}
	hmm, err := os.ReadFile(gojieba.HMM_PATH)
	require.NoError(t, err)
	packed, err := unpack("dict/hmm.gz")
	require.NoError(t, err)
	require.Equal(t, hmm, packed)
}

func TestDomainWordsAreDistinct(t *testing.T) {
	t.Parallel()
	data, err := fs.ReadFile(dictionaries, "dict/domain.txt")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, w := range strings.Fields(string(data)) {
		require.False(t, seen[w], w)
		seen[w] = true
	}
}

func TestChineseNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "一", 10: "十", 15: "十五", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十",
		115: "一百一十五", 1000: "一千", 1001: "一千零一", 1260: "一千二百六十", 0: "0", 10000: "10000"} {
		require.Equal(t, want, chineseNumber(n))
	}
}
