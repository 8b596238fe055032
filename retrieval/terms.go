package retrieval

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"
)

//go:generate go run dict/generate.go

//go:embed dict/words.gz dict/hmm.gz dict/domain.txt
var dictionaries embed.FS

// Terms cuts text into the terms that the lexical leg counts:
//
//   - the words of gojieba's search mode (a long word and the shorter ones in it), with our own dictionary, except single
//     characters, which find too much (without them Recall@100 is 0.004 higher and a vector a twentieth shorter);
//   - every two neighbouring Chinese characters, which find what the dictionary does not know (names of bodies);
//   - numbers of documents and articles, whole: 〔2024〕12号, 令486号, 第九条.
//
// Words and pairs together measured better than either alone: nDCG@10 .403, .383 words, .395 pairs (statutes, dev). The dictionary takes about 150 MB: make one, share it
// (all methods may run at once), and Close it at the end, after the last use.
type Terms struct{ jieba *gojieba.Jieba }

// NewTerms loads the dictionaries. gojieba reads files only, by path; they are written to a temporary folder that is
// gone again when NewTerms returns, so that the binary needs no file beside it.
func NewTerms() (*Terms, error) {
	dir, err := os.MkdirTemp("", "bianku-dict-")
	if err != nil {
		return nil, fmt.Errorf("retrieval.NewTerms: %w", err)
	}
	defer os.RemoveAll(dir)
	files, err := dictionaryFiles()
	if err != nil {
		return nil, fmt.Errorf("retrieval.NewTerms: %w", err)
	}
	paths := make([]string, len(files))
	for i, data := range files {
		paths[i] = filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(paths[i], data, 0o600); err != nil {
			return nil, fmt.Errorf("retrieval.NewTerms: %w", err)
		}
	}
	return &Terms{jieba: gojieba.NewJieba(paths...)}, nil
}

// Close frees the dictionary. Nothing may use t afterwards.
func (t *Terms) Close() { t.jieba.Free() }

// dictionaryFiles are gojieba's five files in its order: words, HMM, our words, and the two of its keyword extractor,
// which we do not use but which it refuses to be without: one line each instead of six megabytes.
func dictionaryFiles() ([][]byte, error) {
	words, err := unpack("dict/words.gz")
	if err != nil {
		return nil, err
	}
	hmm, err := unpack("dict/hmm.gz")
	if err != nil {
		return nil, err
	}
	ours, err := dictionaries.ReadFile("dict/domain.txt")
	if err != nil {
		return nil, err
	}
	return [][]byte{
		bytes.ReplaceAll(words, []byte("\n"), []byte(" x\n")),
		hmm,
		[]byte(strings.Join(strings.Fields(string(ours)), "\n")),
		[]byte("编制 1\n"),
		[]byte("的\n"),
	}, nil
}

func unpack(name string) ([]byte, error) {
	f, err := dictionaries.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

var (
	docNoTerm   = regexp.MustCompile(`[〔\[(【{]\s*(\d{4})\s*[〕\])】}]\s*(?:第\s*)?0*(\d{1,5})\s*号`)
	orderTerm   = regexp.MustCompile(`令\s*(?:第\s*)?0*(\d{1,4})\s*号|0*(\d{1,4})\s*号令`)
	articleTerm = regexp.MustCompile(`第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?`)
)

// Count returns the terms of text and how often each occurs.
func (t *Terms) Count(text string) map[string]int {
	text = normalize(text)
	counts := make(map[string]int, len(text)/3)
	for _, m := range docNoTerm.FindAllStringSubmatch(text, -1) {
		counts["〔"+m[1]+"〕"+m[2]+"号"]++
	}
	for _, m := range orderTerm.FindAllStringSubmatch(text, -1) {
		counts["令"+m[1]+m[2]+"号"]++
	}
	for _, m := range articleTerm.FindAllString(text, -1) {
		counts[m]++
	}
	for _, w := range t.jieba.CutForSearch(text, true) {
		if isWord(w) {
			counts[w]++
		}
	}
	countPairs(text, counts)
	return counts
}

// countPairs counts every two neighbouring Chinese characters. A pair that is a word too has its own, marked name, so that
// both count.
func countPairs(text string, counts map[string]int) {
	var last rune
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			if last != 0 {
				counts["#"+string([]rune{last, r})]++
			}
			last = r
		} else {
			last = 0
		}
	}
}

// isWord says whether w counts: it has a letter or a digit, and is not a single Chinese character.
func isWord(w string) bool {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	r, size := utf8.DecodeRuneInString(w)
	if size == len(w) && unicode.Is(unicode.Han, r) {
		return false
	}
	return strings.ContainsFunc(w, letter)
}
