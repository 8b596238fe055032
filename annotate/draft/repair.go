package draft

import (
	"encoding/json"
	"regexp"
	"strings"
)

// said is a pair in the words of a model.
type said struct {
	Question string      `json:"question"`
	Variants []string    `json:"variants"`
	Answer   string      `json:"answer"`
	Type     int         `json:"type"`
	Basis    []saidBasis `json:"basis"`
}

type saidBasis struct {
	Handle string `json:"handle"`
	Quote  string `json:"quote"`
}

var (
	thinking      = regexp.MustCompile(`(?s)<think(?:ing)?>.*?</think(?:ing)?>`)
	trailingComma = regexp.MustCompile(`,(\s*[\]}])`)
)

// repair reads the pairs in what a model wrote: with its thinking, fences and talk around the JSON taken off, commas too many
// dropped, and of a list that breaks off, the objects that are whole. ok is false where there is no JSON of this kind in it.
// No word is ever changed.
func repair(text string) (list []said, ok bool) {
	text = thinking.ReplaceAllString(text, "")
	if i := strings.LastIndex(text, "</think>"); i >= 0 {
		text = text[i:]
	}
	from := strings.IndexAny(text, "{[")
	if from < 0 {
		return nil, false
	}
	text = text[from:]
	for _, candidate := range []string{text, text[:strings.LastIndexAny(text, "}]")+1]} {
		for _, s := range []string{candidate, trailingComma.ReplaceAllString(candidate, "$1")} {
			if list, ok := parsed(s); ok {
				return list, true
			}
		}
	}
	list = objects(text)
	return list, len(list) > 0
}

// parsed reads {"pairs": […]}, a bare list, or one bare pair.
func parsed(s string) ([]said, bool) {
	var wrapped struct {
		Pairs *[]said `json:"pairs"`
	}
	if json.Unmarshal([]byte(s), &wrapped) == nil && wrapped.Pairs != nil {
		return append([]said{}, *wrapped.Pairs...), true
	}
	var bare []said
	if json.Unmarshal([]byte(s), &bare) == nil {
		return append([]said{}, bare...), true
	}
	var one said
	if json.Unmarshal([]byte(s), &one) == nil && one.Question != "" {
		return []said{one}, true
	}
	return nil, false
}

// objects are the whole objects with a question in a text that as a whole is none.
func objects(text string) (out []said) {
	for i := 0; i < len(text); i++ {
		if text[i] != '{' {
			continue
		}
		end := closing(text[i:])
		if end < 0 {
			continue
		}
		var s said
		part := trailingComma.ReplaceAllString(text[i:i+end], "$1")
		if json.Unmarshal([]byte(part), &s) == nil && s.Question != "" {
			out = append(out, s)
			i += end - 1
		}
	}
	return out
}

// closing is the length of the object that begins text, -1 where it does not end.
func closing(text string) int {
	depth, quoted, escaped := 0, false, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}
