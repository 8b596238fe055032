package parse

import (
	"regexp"
	"strings"
)

var (
	mdHead    = regexp.MustCompile(`^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$`)
	mdRule    = regexp.MustCompile(`^\s*(?:-{3,}|\*{3,}|_{3,})\s*$`)
	mdTable   = regexp.MustCompile(`^\s*\|.*\|\s*$`)
	mdDivider = regexp.MustCompile(`^\s*\|[\s:|-]+\|\s*$`)
	mdNote    = regexp.MustCompile(`(?s)<!--.*?-->`)
	mdImage   = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)
	mdLink    = regexp.MustCompile(`\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)`)
	mdBreak   = regexp.MustCompile(`(?i)<br\s*/?>`)
	mdTag     = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)
	mdStrong  = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	mdBullet  = regexp.MustCompile(`^\s*[-*+]\s+`)
	mdQuote   = regexp.MustCompile(`^\s*>\s?`)
)

// parseMarkdown reads Markdown as official collections use it: headings, tables and one paragraph a line. A general
// Markdown reader was tried and left: it joins lines that are paragraphs here, and turns 1. lists into bare items.
func parseMarkdown(text string) *Result {
	meta, text := frontMatter(newlines.Replace(text))
	text = mdNote.ReplaceAllString(text, "")
	m := mdReader{title: meta["title"]}
	for _, line := range unwrap(splitLines(text)) {
		m.line(line)
	}
	m.flush()
	r := m.b.result("markdown/1")
	r.Title, r.Meta = m.title, meta
	return r
}

type mdReader struct {
	b     builder
	rows  [][]string
	title string
	code  bool
}

func (m *mdReader) line(line string) {
	if strings.HasPrefix(strings.TrimSpace(line), "```") {
		m.code = !m.code
		return
	}
	if mdTable.MatchString(line) && !m.code {
		if !mdDivider.MatchString(line) {
			m.rows = append(m.rows, mdCells(line))
		}
		return
	}
	m.flush()
	if h := mdHead.FindStringSubmatch(line); h != nil {
		text := mdInline(h[2])
		if m.title == "" && h[1] == "#" {
			m.title = clean(text)
		}
		m.b.add(Block{Kind: Heading, Text: text, Level: len(h[1])})
		return
	}
	if mdRule.MatchString(line) {
		return
	}
	line = mdBullet.ReplaceAllString(mdQuote.ReplaceAllString(line, ""), "")
	for _, part := range mdBreak.Split(line, -1) {
		m.b.add(Block{Kind: Paragraph, Text: mdInline(part)})
	}
}

func (m *mdReader) flush() {
	m.b.table(m.rows, 0)
	m.rows = nil
}

func mdCells(line string) []string {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	for i := range cells {
		cells[i] = mdInline(mdBreak.ReplaceAllString(cells[i], " "))
	}
	return cells
}

// mdInline takes the marks off and leaves the words.
func mdInline(s string) string {
	if !strings.ContainsAny(s, "*[<\\`") {
		return s
	}
	s = mdImage.ReplaceAllString(s, "$1")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdTag.ReplaceAllString(s, "")
	s = mdStrong.ReplaceAllString(s, "$1")
	return strings.NewReplacer("\\*", "*", "\\_", "_", "\\.", ".", "\\-", "-", "\\[", "[", "\\]", "]").Replace(s)
}

// frontMatter takes off a YAML head (--- key: value ---).
func frontMatter(text string) (map[string]string, string) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(text, "\r\n \ufeff"), "---\n")
	if !ok {
		return nil, text
	}
	head, body, ok := strings.Cut(rest, "\n---")
	if !ok || len(head) > 4000 {
		return nil, text
	}
	meta := map[string]string{}
	for _, line := range strings.Split(head, "\n") {
		if k, v, ok := strings.Cut(line, ":"); ok {
			meta[strings.TrimSpace(k)] = strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	return meta, strings.TrimPrefix(body, "\n")
}
