package sensitivewords

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func matcher(t testing.TB, words map[string]Action, allow ...string) *Matcher {
	t.Helper()
	var list []Word
	for w, a := range words {
		list = append(list, Word{Text: w, Class: "A.1.8", Action: a})
	}
	slices.SortFunc(list, func(a, b Word) int { return strings.Compare(a.Text, b.Text) })
	return New(list, allow)
}

func TestCheckSeesThroughDisguise(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"代开发票": Block, "vpn": Review, "ABC公司": Mask})
	for _, c := range []struct {
		name, text, found string
	}{
		{"plain", "请问哪里可以代开发票呢", "代开发票"},
		{"spaces", "代 开　发 票", "代 开　发 票"},
		{"symbols", "代*开-发·票", "代*开-发·票"},
		{"zero width", "代\u200b开\u200d发\ufeff票", "代\u200b开\u200d发\ufeff票"},
		{"traditional", "代開發票", "代開發票"},
		{"full width latin", "ＶＰＮ", "ＶＰＮ"},
		{"case", "vPn", "vPn"},
		{"accent", "v\u0307pn", "v\u0307pn"},
		{"mixed word", "ａｂｃ 公司", "ａｂｃ 公司"},
		{"emoji", "代😀开😀发😀票", "代😀开😀发😀票"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := m.Check("前文" + c.text + "后文")
			require.Len(t, v.Hits, 1)
			h := v.Hits[0]
			require.Equal(t, c.found, string([]rune("前文" + c.text + "后文")[h.Start:h.End]))
		})
	}
}

func TestCheckLeavesHarmlessTextAlone(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"代开发票": Block, "av": Block, "买卖": Block})
	for _, text := range []string{
		"", "市数据局机关行政编制36名。", "请他代开。发票另寄。", "代开\n发票", "save the avenue", "1av2", "\xff\xfe",
		"《代开》《发票》",
	} {
		require.Empty(t, m.Check(text).Hits, "%q", text)
	}
	require.Len(t, m.Check("看 av 吗").Hits, 1)
}

func TestWordAcrossACommaIsOnlyReviewed(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"代开发票": Block})
	v := m.Check("由财务科代开，发票由办公室领取")
	require.Equal(t, Review, v.Action)
	require.Contains(t, v.Hits[0].Note, "标点")
}

func TestStrictestActionDecides(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"甲乙": Log, "丙丁": Mask, "戊己": Review})
	require.Equal(t, None, m.Check("无").Action)
	require.Equal(t, Log, m.Check("甲乙").Action)
	require.Equal(t, Mask, m.Check("甲乙、丙丁、戊己").Action)
	require.Equal(t, Block, New([]Word{{"甲乙", "A.1.1", Log}, {"甲 乙", "A.1.2", Block}}, nil).Check("甲乙").Action)
}

func TestLongerHitCoversTheShorterUnlessThatIsStricter(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"编制": Log, "买卖编制": Review, "编制名额": Block, "制名": Block})
	var words []string
	for _, h := range m.Check("买卖编制名额").Hits {
		words = append(words, h.Word)
	}
	require.Equal(t, []string{"买卖编制", "编制名额"}, words)
	m = matcher(t, map[string]Action{"甲乙": Block, "甲乙丙": Log})
	require.Len(t, m.Check("甲乙丙").Hits, 2)
}

func TestAllowListAndLegalTitles(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"恐怖主义": Block}, "反恐怖主义法", "反恐怖主义工作")
	require.Empty(t, m.Check("根据反恐怖主义法第三条").Hits)
	require.Empty(t, m.Check("做好反 恐怖主义工作").Hits)
	require.Equal(t, Block, m.Check("宣传恐怖主义").Action)
	v := m.Check("依据《防范恐怖主义活动规定》，并宣传其内容")
	require.Equal(t, Log, v.Action, "the name of a legal text is not the writer's word")
	require.Equal(t, Block, m.Check("依据《规定》，宣传恐怖主义").Action)
	require.Equal(t, Block, m.Check("《恐怖主义真好》").Action, "not every 《》 is a legal text")
	require.Equal(t, Block, m.Check("𠮷𠮷《防范恐怖主义活动规定》恐怖主义").Action)
}

func TestMaskKeepsTheRestAndTheLength(t *testing.T) {
	t.Parallel()
	m := matcher(t, map[string]Action{"甲乙": Mask, "丙丁": Review, "戊己": Block})
	require.Equal(t, "前＊＊＊后丙丁＊＊", m.Mask("前甲 乙后丙丁戊己"))
	require.Equal(t, "无事", m.Mask("无事"))
}

func TestShippedWordsAreWellFormed(t *testing.T) {
	t.Parallel()
	m, err := Default()
	require.NoError(t, err)
	require.Greater(t, m.Len(), 80)
	words, err := seedWords()
	require.NoError(t, err)
	for _, w := range words {
		require.GreaterOrEqual(t, len(foldWord(w.Text)), 2, w.Text)
		v := m.Check(w.Text)
		require.NotEmpty(t, v.Hits, "%s is hidden by the allow-list", w.Text)
	}
	for _, text := range []string{
		"《中华人民共和国反恐怖主义法》规定了什么？", "市数据局机关行政编制多少名？", "颠覆国家政权罪由哪个机关侦查？",
		"各级农业部门应当做好防汛工作。", "原国土资源部的职责划给了谁？",
	} {
		require.False(t, m.Check(text).Action.Stronger(Log), "%s: %+v", text, m.Check(text))
	}
	require.Equal(t, Block, m.Check("能不能花钱买 编 制").Action)
}

func TestClassesAreThe31RisksAndTheDomain(t *testing.T) {
	t.Parallel()
	groups := map[string]int{}
	for _, c := range Classes {
		groups[c.Group]++
	}
	require.Equal(t, map[string]int{"A.1": 8, "A.2": 9, "A.3": 5, "A.4": 7, "A.5": 2, "D": 5}, groups)
	c, err := ParseClass("地域歧视")
	require.NoError(t, err)
	require.Equal(t, Class{"A.2.4", "地域歧视", "A.2", 100}, c)
	_, err = ParseClass("A.9.9")
	require.ErrorContains(t, err, "A.9.9")
	a, err := ParseAction("遮盖")
	require.NoError(t, err)
	require.Equal(t, Mask, a)
	_, err = ParseAction("")
	require.Error(t, err)
}

func TestMatcherIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	m, err := Default()
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if m.Check("代办 入编").Action != Block || m.Mask("代办入编") != "＊＊＊＊" {
					t.Error("lost a hit")
				}
			}
		})
	}
	wg.Wait()
}

// naive finds the spans the automaton must find: every word at every place of the folded text.
func naive(m *Matcher, text []rune) (out []span) {
	for i, w := range m.words {
		word := foldWord(w.Text)
		if len(word) == 0 || slices.ContainsFunc(m.words[:i], func(o Word) bool { return slices.Equal(foldWord(o.Text), word) }) {
			continue
		}
		for at := 0; at+len(word) <= len(text); at++ {
			if slices.Equal(text[at:at+len(word)], word) {
				out = append(out, span{i, at, at + len(word) - 1})
			}
		}
	}
	slices.SortFunc(out, bySize)
	return out
}

func FuzzMatcherAgainstNaive(f *testing.F) {
	f.Add("ab,abc,bc,c", "xabcabxbc")
	f.Add("编制,编制名额,名额,制名", "出售编 制名额，编制！名额")
	f.Add("aaa,aa,a", "aaaaaa")
	f.Add("he,she,his,hers", "ushers ＨＥ")
	f.Add("㈱,𠮷田,é", "㈱ 𠮷-田 e\u0301")
	f.Fuzz(func(t *testing.T, list, text string) {
		var words []Word
		for w := range strings.SplitSeq(list, ",") {
			words = append(words, Word{Text: w, Class: "A.1.1", Action: Block})
		}
		if len(words) > 50 || len(text) > 2000 {
			return
		}
		m := New(words, nil)
		folded := fold(text)
		var got []span
		m.auto.find(folded.runes, func(word, end, length int) { got = append(got, span{word, end - length + 1, end}) })
		slices.SortFunc(got, bySize)
		require.Equal(t, naive(m, folded.runes), got)
		for _, h := range m.Check(text).Hits {
			require.Less(t, h.Start, h.End)
			part := string([]rune(text)[h.Start:h.End])
			require.Equal(t, string(foldWord(h.Word)), string(foldWord(part)), "a hit must fold to its word: %q", part)
		}
		require.Len(t, []rune(m.Mask(text)), len([]rune(text)))
	})
}

func TestFoldKeepsPositions(t *testing.T) {
	t.Parallel()
	text := "Ａ㈠ 國\u200b㎏。é"
	f := fold(text)
	require.Len(t, f.at, len(f.runes))
	require.Equal(t, []rune{'a', '一', '国', 'k', 'g', wall, 'e'}, f.runes)
	require.Equal(t, []int32{0, 1, 3, 5, 5, 6, 7}, f.at)
	for r := range simplified() {
		require.True(t, unicode.Is(unicode.Han, r), "%c", r)
	}
}

func BenchmarkCheck(b *testing.B) {
	var words []Word
	for i := range 10_000 {
		words = append(words, Word{Text: fmt.Sprintf("%c%c%c词", rune(0x4e00+i%5000), rune(0x5e00+i%3000), rune(0x6000+i%2000)), Class: "A.1.1", Action: Block})
	}
	m := New(words, []string{"反恐怖主义法"})
	text := strings.Repeat("市数据局统筹全市数据资源整合共享和开发利用，负责公共数据资源目录管理、归集治理、共享开放和质量评价。\n", 2000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if m.Check(text).Action != None {
			b.Fatal("hit")
		}
	}
}
