package sensitivewords

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func TestFoldOfEachSortOfRune(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   string
		want []rune
	}{
		{"Han stays", "编制", []rune("编制")},
		{"upper case", "AbC", []rune("abc")},
		{"full width", "ＡＢ１２", []rune("ab12")},
		{"circled and bracketed numbers", "①⑵", []rune("12")},
		{"roman numeral", "Ⅳ", []rune("iv")},
		{"ligature", "ﬁ", []rune("fi")},
		{"accents", "naïve", []rune("naive")},
		{"traditional", "機構編製", []rune("机构编制")},
		{"half-width kana", "ｱｲ", []rune("アイ")},
		{"squared abbreviation", "㎡", []rune("m2")},
		{"spaces", " 　\t\u00a0", nil},
		{"zero width", "\u200b\u200c\u200d\u2060\ufeff\u00ad", nil},
		{"symbols", "*#@·•—_~|/\\+=", nil},
		{"soft punctuation", "，、：,:“”‘’（）()", nil},
		{"full stop between letters", "敏.感", []rune("敏感")},
		{"variation selector", "编\ufe0f制", []rune("编制")},
		{"walls", "。！？；!?;\n\r《》", []rune{wall, wall, wall, wall, wall, wall, wall, wall, wall, wall, wall}},
		{"broken UTF-8", "编\xff制", []rune("编制")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, append([]rune(nil), fold(c.in).runes...))
		})
	}
}

func TestFoldingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	for r := range rune(0x10000) {
		once := foldWord(string(r))
		require.Equal(t, string(once), string(foldWord(string(once))), "%U", r)
	}
}

func TestTableAgreesWithTheSlowWay(t *testing.T) {
	t.Parallel()
	table := foldTable()
	for r := range rune(0x10000) {
		switch n := table[r]; n {
		case multi:
			require.Greater(t, len(foldMulti(r)), 1, "%U", r)
		case skip:
			require.Empty(t, foldMulti(r), "%U", r)
		case wall:
			require.False(t, unicode.IsLetter(r) || unicode.IsDigit(r), "%U", r)
		default:
			require.Equal(t, []rune{n}, foldMulti(r), "%U", r)
		}
	}
}

func TestFoldWordDropsWalls(t *testing.T) {
	t.Parallel()
	require.Equal(t, []rune("甲乙丙"), foldWord("甲！乙\n《丙》"))
	require.Empty(t, foldWord("。！"))
}

func TestSimplifiedGoesOneWay(t *testing.T) {
	t.Parallel()
	m := simplified()
	require.Greater(t, len(m), 400)
	for from, to := range m {
		require.NotEqual(t, from, to)
		_, again := m[to]
		require.False(t, again, "%c -> %c is simplified again", from, to)
	}
}
