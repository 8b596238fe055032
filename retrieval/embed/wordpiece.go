package embed

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wordPiece is BERT's tokenizer as tokenizer.json describes it: clean, split at white space, punctuation and around every
// Chinese character, then the longest pieces the vocabulary has. It keeps case, as the file says, though the vocabulary has
// lower case only; so a word that it does not know is tried in its plain form (half width, lower case, no accents, straight
// quotes) before it becomes [UNK]: GB/T and ２０２４ are common in official papers.
type wordPiece struct {
	vocab              map[string]int32
	unknown, cls, sep  int32
	maxRunes, maxCount int
}

func loadWordPiece(path string) (*wordPiece, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Model struct {
			Type     string           `json:"type"`
			Prefix   string           `json:"continuing_subword_prefix"`
			MaxRunes int              `json:"max_input_chars_per_word"`
			Vocab    map[string]int32 `json:"vocab"`
		} `json:"model"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	m := file.Model
	if m.Type != "WordPiece" || m.Prefix != "##" {
		return nil, fmt.Errorf("%s: a %s tokenizer with prefix %q, want WordPiece with ##", path, m.Type, m.Prefix)
	}
	w := &wordPiece{vocab: m.Vocab, maxRunes: m.MaxRunes, maxCount: 512}
	for name, id := range map[string]*int32{"[UNK]": &w.unknown, "[CLS]": &w.cls, "[SEP]": &w.sep} {
		v, ok := m.Vocab[name]
		if !ok {
			return nil, fmt.Errorf("%s: the vocabulary has no %s", path, name)
		}
		*id = v
	}
	return w, nil
}

// encode returns the ids of text between [CLS] and [SEP], at most maxCount of them: the end of a longer text is cut off.
func (w *wordPiece) encode(text string) []int32 {
	ids := make([]int32, 1, min(len(text)/2+2, w.maxCount))
	ids[0] = w.cls
	splitWords(text, func(word string) bool {
		ids = w.appendPieces(ids, word)
		return len(ids) < w.maxCount
	})
	return append(ids[:min(len(ids), w.maxCount-1)], w.sep)
}

func (w *wordPiece) appendPieces(ids []int32, word string) []int32 {
	if out, ok := w.pieces(ids, word); ok {
		return out
	}
	if p := plain(word); p != word {
		known := true
		out := ids
		splitWords(p, func(part string) bool {
			out, known = w.pieces(out, part)
			return known
		})
		if known {
			return out
		}
	}
	return append(ids, w.unknown)
}

// pieces appends the ids of word's longest known pieces, from the left; false when some part is in no piece.
func (w *wordPiece) pieces(ids []int32, word string) ([]int32, bool) {
	if id, ok := w.vocab[word]; ok {
		return append(ids, id), true
	}
	runes := []rune(word)
	if len(runes) > w.maxRunes {
		return ids, false
	}
	n := len(ids)
	for start := 0; start < len(runes); {
		end := len(runes)
		for ; end > start; end-- {
			piece := string(runes[start:end])
			if start > 0 {
				piece = "##" + piece
			}
			if id, ok := w.vocab[piece]; ok {
				ids = append(ids, id)
				break
			}
		}
		if end == start {
			return ids[:n], false
		}
		start = end
	}
	return ids, true
}

// splitWords calls yield with each word of text until it returns false.
func splitWords(text string, yield func(string) bool) {
	var word strings.Builder
	flush := func() bool {
		if word.Len() == 0 {
			return true
		}
		s := word.String()
		word.Reset()
		return yield(s)
	}
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			if !flush() {
				return
			}
		case unseen(r):
		case isChinese(r) || isPunctuation(r):
			if !flush() || !yield(string(r)) {
				return
			}
		default:
			word.WriteRune(r)
		}
	}
	flush()
}

// unseen characters are dropped: they carry nothing.
func unseen(r rune) bool {
	return r == 0 || r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// isChinese says whether BERT sets r apart: the CJK blocks, without kana and Hangul.
func isChinese(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x2A6DF ||
		r >= 0x2A700 && r <= 0x2CEAF || r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// isPunctuation is BERT's: all ASCII that is neither letter nor digit, and Unicode's punctuation.
func isPunctuation(r rune) bool {
	if r < 128 {
		return r > ' ' && r < 127 && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return unicode.IsPunct(r)
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "—", "-", "〔", "[", "〕", "]")

// plain is word without width, case, accents and typographic quotes.
func plain(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(straight.Replace(word)))
}
