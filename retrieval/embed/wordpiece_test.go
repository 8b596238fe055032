package embed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// vocabulary reads tokenizer.json of the shipped model.
func vocabulary(t *testing.T) (path string, vocab map[string]int32) {
	t.Helper()
	path = filepath.Join(modelDir(t), tokenizerFile)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var file struct {
		Model struct{ Vocab map[string]int32 }
	}
	require.NoError(t, json.Unmarshal(data, &file))
	return path, file.Model.Vocab
}

// words finds the words of plain text another way than splitWords: by one expression.
var words = regexp.MustCompile(`[\p{Han}]|\p{P}|[$+<=>^|~` + "`" + `]|[^\s\p{Z}\p{Han}\p{P}$+<=>^|~` + "`" + `]+`)

// reference is a second WordPiece, as slow and as plain as can be: of all pieces that fit, the longest, recursively.
func reference(vocab map[string]int32, text string) []int32 {
	ids := []int32{vocab["[CLS]"]}
	for _, w := range words.FindAllString(text, -1) {
		if got, ok := cut(vocab, []rune(w), ""); ok {
			ids = append(ids, got...)
		} else {
			ids = append(ids, vocab["[UNK]"])
		}
	}
	return append(ids, vocab["[SEP]"])
}

func cut(vocab map[string]int32, word []rune, mark string) ([]int32, bool) {
	if len(word) == 0 {
		return nil, true
	}
	for n := len(word); n > 0; n-- {
		if id, ok := vocab[mark+string(word[:n])]; ok {
			rest, ok := cut(vocab, word[n:], "##")
			return append([]int32{id}, rest...), ok
		}
	}
	return nil, false
}

func TestWordPieceEqualsAPlainOne(t *testing.T) {
	path, vocab := vocabulary(t)
	w, err := loadWordPiece(path)
	require.NoError(t, err)
	for _, text := range []string{
		"云澜市数据局机关行政编制61名。设局长1名，副局长3名（含兼职）。",
		"云编办〔2024〕12号 印发《机构编制管理办法》的通知",
		"第一条　为了规范机构设置，\n制定本规定。\t附则",
		"the regulation of 2018-03 was don't stop-it 3.14%",
		"email a_b@c.cn, http://x.y/z?q=1&r=2 `code` ~tilde^",
		"日本語のテスト",
		"", "   ",
	} {
		require.Equal(t, reference(vocab, text), w.encode(text), text)
	}
}

func TestWordPieceReadsOfficialTypography(t *testing.T) {
	path, vocab := vocabulary(t)
	w, err := loadWordPiece(path)
	require.NoError(t, err)
	same := func(a, b string) {
		t.Helper()
		require.Equal(t, w.encode(a), w.encode(b))
		require.NotContains(t, w.encode(a), vocab["[UNK]"])
	}
	same("ＧＢ T恤", "gb t恤") // full width and capitals: the vocabulary has neither
	same("OFD文件", "ofd文件")
	same("“三定”规定", `"三定"规定`)
	same("机构\u200b编\ufeff制", "机构编制") // zero width
	same("机构　编制", "机构 编制")
	require.Equal(t, []int32{w.cls, w.unknown, w.sep}, w.encode("😀"))
	require.Equal(t, []int32{w.cls, w.unknown, w.sep}, w.encode(strings.Repeat("x", 101)), "a word of more than 100 characters")
}

func TestWordPieceCutsLongTexts(t *testing.T) {
	path, _ := vocabulary(t)
	w, err := loadWordPiece(path)
	require.NoError(t, err)
	long := w.encode(strings.Repeat("编制", 1000))
	require.Len(t, long, 512)
	require.Equal(t, w.sep, long[511])
	require.Len(t, w.encode(strings.Repeat("编", 510)), 512)
	require.Len(t, w.encode(strings.Repeat("编", 509)), 511)
	require.Len(t, w.encode(strings.Repeat("unbelievable ", 600)), 512)
}

func TestWordPieceRefusesAnotherKind(t *testing.T) {
	for name, file := range map[string]string{
		"bpe":      `{"model": {"type": "BPE"}}`,
		"no [SEP]": `{"model": {"type": "WordPiece", "continuing_subword_prefix": "##", "vocab": {"[UNK]": 0, "[CLS]": 1}}}`,
		"broken":   `{`,
	} {
		path := filepath.Join(t.TempDir(), "tokenizer.json")
		require.NoError(t, os.WriteFile(path, []byte(file), 0o600))
		_, err := loadWordPiece(path)
		require.ErrorContains(t, err, path, name)
	}
}
