package sensitivewords

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed seed/*.txt
var seedFiles embed.FS

// seedName is the name under which the shipped words appear in Lists.
const seedName = "内置基础词表"

// seedWords are the shipped words: files of lines "word", under headings "[class action]". They are few and mild by
// intent; see the package comment.
var seedWords = sync.OnceValues(func() (words []Word, err error) {
	paths, err := fs.Glob(seedFiles, "seed/[A-D]*.txt")
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		data, err := seedFiles.ReadFile(p)
		if err != nil {
			return nil, err
		}
		more, err := parseSeed(string(data))
		if err != nil {
			return nil, fmt.Errorf("sensitivewords: %s: %w", p, err)
		}
		words = append(words, more...)
	}
	return words, nil
})

func parseSeed(text string) (words []Word, err error) {
	var class Class
	var action Action
	for line := range entries(text) {
		if strings.HasPrefix(line, "[") {
			code, act, _ := strings.Cut(strings.Trim(line, "[]"), " ")
			if class, err = ParseClass(code); err != nil {
				return nil, err
			}
			if action, err = ParseAction(act); err != nil {
				return nil, err
			}
			continue
		}
		if class.Code == "" {
			return nil, fmt.Errorf("%q stands before any [class action]", line)
		}
		words = append(words, Word{Text: line, Class: class.Code, Action: action})
	}
	return words, nil
}

// allowPhrases is the allow-list: phrases of law in which a word of a list is no hit.
func allowPhrases() ([]string, error) {
	data, err := seedFiles.ReadFile("seed/allow.txt")
	var out []string
	for line := range entries(string(data)) {
		out = append(out, line)
	}
	return out, err
}

// entries are the lines of text without comments and blanks.
func entries(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for sc := bufio.NewScanner(strings.NewReader(text)); sc.Scan(); {
			line, _, _ := strings.Cut(sc.Text(), "#")
			if line = strings.TrimSpace(line); line != "" && !yield(line) {
				return
			}
		}
	}
}
