package sensitivewords

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

var plain = Class{Code: "A.1.8", Name: "其他违禁内容"}

// texts are the words of a list as read, with class and action behind them.
func texts(t *testing.T, in string) (out []string) {
	t.Helper()
	entries, err := readWords(strings.NewReader(in), plain, Review)
	require.NoError(t, err)
	for _, e := range entries {
		out = append(out, e.Text+" "+e.Class+" "+string(e.Action))
	}
	return out
}

func TestReadingLists(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"a word a line", "词语甲\n词语乙", []string{"词语甲 A.1.8 review", "词语乙 A.1.8 review"}},
		{"CRLF, blanks, comments", "# 头\r\n\r\n 词语甲 \r\n词语乙 # 尾\r\n", []string{"词语甲 A.1.8 review", "词语乙 A.1.8 review"}},
		{"byte order mark", "\uFEFF词语甲\n", []string{"词语甲 A.1.8 review"}},
		{"header", "敏感词\n词语甲\n", []string{"词语甲 A.1.8 review"}},
		{"a word like the header further down", "词语甲\n敏感词\n", []string{"词语甲 A.1.8 review", "敏感词 A.1.8 review"}},
		{"columns", "词,类别,处置\n词语甲,分裂国家,拦截\n词语乙,D.4\n", []string{"词语甲 A.1.3 block", "词语乙 D.4 review"}},
		{"quoted comma", "\"甲，乙,丙\",A.2.1,log\n", []string{"甲，乙,丙 A.2.1 log"}},
		{"the same word twice: the last wins in its place", "词语甲,A.1.1\n词语乙,\n词 语甲,A.1.2\n", []string{"词 语甲 A.1.2 review", "词语乙 A.1.8 review"}},
		{"quotation marks in a text list are part of it", "“词语”甲\n", []string{"“词语”甲 A.1.8 review"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, texts(t, c.in))
		})
	}
}

func TestTooLargeAList(t *testing.T) {
	t.Parallel()
	_, err := readWords(strings.NewReader(strings.Repeat("词语词语词语词语\n", maxImport/20)), plain, Log)
	require.Equal(t, fault.TooLarge, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "32 MB")
}

func TestLineNumbersAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	for in, says := range map[string]string{
		"词语甲\n\n# 注释\n编\n":           "第 4 行",
		"词,类别\n词语甲,A.1.1\n编,A.1.1\n": "第 3 行",
		"词语甲,A.1.1,删除\n":             "第 1 行",
	} {
		_, err := readWords(strings.NewReader(in), plain, Log)
		require.Contains(t, fault.Message(err), says, in)
	}
}

func TestSeedFilesAreStrict(t *testing.T) {
	t.Parallel()
	words, err := parseSeed("# 头\n[A.2.4 review]\n词语甲 # 注\n\n[D.4 log]\n词语乙\n")
	require.NoError(t, err)
	require.Equal(t, []Word{{"词语甲", "A.2.4", Review}, {"词语乙", "D.4", Log}}, words)
	for _, bad := range []string{"词语甲", "[A.9 review]\n词语甲", "[A.1.1 删]\n词语甲", "[A.1.1]\n词语甲"} {
		_, err := parseSeed(bad)
		require.Error(t, err, bad)
	}
}

func TestSeedReachesEveryGroupAndNoWordTwice(t *testing.T) {
	t.Parallel()
	words, err := seedWords()
	require.NoError(t, err)
	groups, seen := map[string]bool{}, map[string]string{}
	for _, w := range words {
		c, err := ParseClass(w.Class)
		require.NoError(t, err)
		groups[c.Group] = true
		folded := string(foldWord(w.Text))
		require.Empty(t, seen[folded], "%s stands in %s too", w.Text, seen[folded])
		seen[folded] = w.Class
	}
	require.Len(t, groups, 6)
}

func TestEveryClassHasItsOwnCodeAndName(t *testing.T) {
	t.Parallel()
	codes, names, needed := map[string]bool{}, map[string]bool{}, 0
	for _, c := range Classes {
		require.False(t, codes[c.Code] || names[c.Name], c.Code)
		codes[c.Code], names[c.Name] = true, true
		require.NotEmpty(t, GroupNames[c.Group], c.Group)
		require.True(t, strings.HasPrefix(c.Code, c.Group+"."))
		needed += c.Needed
	}
	require.Equal(t, 8*200+9*100, needed)
}

func TestActionsAreOrdered(t *testing.T) {
	t.Parallel()
	order := []Action{None, Log, Review, Mask, Block}
	for i, a := range order {
		require.NotEmpty(t, a.Chinese())
		for j, b := range order {
			require.Equal(t, i > j, a.Stronger(b), "%q %q", a, b)
		}
		if a != None {
			for _, name := range []string{string(a), a.Chinese()} {
				got, err := ParseAction(name)
				require.NoError(t, err)
				require.Equal(t, a, got)
			}
		}
	}
	_, err := ParseAction("放行")
	require.Error(t, err, "a list of words to let pass is the allow-list")
}

func TestJudgeAtTheEdges(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	report := func(total, words int, age time.Duration) Report {
		at := now.Add(-age)
		c := ClassCoverage{Class: Classes[0], Words: words, Missing: max(0, Classes[0].Needed-words)}
		r := Report{Total: total, NeededTotal: NeededTotal, Classes: []ClassCoverage{c}, UpdatedAt: &at}
		r.judge(now)
		return r
	}
	require.True(t, report(10_000, 200, 7*24*time.Hour).Complete)
	require.Contains(t, report(9_999, 200, 0).Problems[0], "还差 1 个")
	require.Contains(t, report(10_000, 199, 0).Problems[0], "A.1.1 颠覆政权：199 个词")
	require.Contains(t, report(10_000, 200, 7*24*time.Hour+time.Second).Problems[0], "2026年11月15日")
	r := Report{NeededTotal: NeededTotal}
	r.judge(now)
	require.Len(t, r.Problems, 2)
	require.False(t, r.Complete)
}

func TestHitsStandInReadingOrderWithTheirPlaces(t *testing.T) {
	t.Parallel()
	m := New([]Word{{"甲乙", "A.1.1", Block}, {"丙丁", "A.2.1", Log}}, nil)
	v := m.Check("𠮷丙 丁。\n前甲-乙后，丙丁")
	require.Equal(t, []Hit{
		{Word: "丙丁", Class: "A.2.1", ClassName: "民族歧视", Action: Log, Start: 1, End: 4},
		{Word: "甲乙", Class: "A.1.1", ClassName: "颠覆政权", Action: Block, Start: 7, End: 10},
		{Word: "丙丁", Class: "A.2.1", ClassName: "民族歧视", Action: Log, Start: 12, End: 14},
	}, v.Hits)
}

func TestAllowListCoversOnlyWhatLiesInside(t *testing.T) {
	t.Parallel()
	m := New([]Word{{"乙丙丁", "A.1.1", Block}, {"丙丁", "A.1.1", Review}}, []string{"甲乙丙", "甲乙丙丁戊"})
	require.Empty(t, m.Check("甲乙丙丁戊").Hits)
	require.Equal(t, Block, m.Check("甲乙丙丁").Action, "the phrase ends before the word does")
	require.Equal(t, Block, m.Check("甲乙丙丁戊，乙丙丁").Action, "elsewhere it counts")
	require.Equal(t, 2, m.Len())
}

func TestManyHitsInALongTextAreAllFound(t *testing.T) {
	t.Parallel()
	m := New([]Word{{"甲乙", "A.1.1", Mask}, {"乙甲乙", "A.1.2", Mask}}, []string{"丙甲乙"})
	const n = 20_000
	v := m.Check(strings.Repeat("甲乙，乙甲乙。丙甲乙\n", n))
	require.Len(t, v.Hits, 2*n)
	require.Equal(t, 5*n, strings.Count(m.Mask(strings.Repeat("甲乙，乙甲乙。丙甲乙\n", n)), "＊"))
}
