package main

import (
	"regexp"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// heading is a centred line that is a heading of the text, not a number or an author.
var heading = regexp.MustCompile(`^第[一二三四五六七八九十]+(编|章|节)`)

// plain is the text as an office would save it from a word processor: full-width indents, CRLF.
func plain(s Source) string {
	var b strings.Builder
	title := ""
	for _, l := range s.Lines {
		if l.Kind == Title {
			title += l.Text
			continue
		}
		if title != "" {
			b.WriteString("　　　　" + title + "\r\n\r\n")
			title = ""
		}
		switch l.Kind {
		case Break:
			b.WriteString("\r\n")
		case Left, Imprint, Issuer, Row:
			b.WriteString(l.Text + "\r\n")
		case Centre:
			b.WriteString("　　　　　　" + l.Text + "\r\n")
		case Right:
			b.WriteString("　　　　　　　　　　　　　　　　" + l.Text + "\r\n")
		default:
			b.WriteString("　　" + l.Text + "\r\n")
		}
	}
	b.WriteString("\r\n　　" + mark + "\r\n")
	return b.String()
}

func gb18030(text string) ([]byte, error) {
	return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
}

func markdown(s Source) string {
	var b strings.Builder
	title, rows := "", 0
	for _, l := range s.Lines {
		if l.Kind == Title {
			title += l.Text
			continue
		}
		if title != "" {
			b.WriteString("# " + title + "\n\n")
			title = ""
		}
		if rows > 0 && l.Kind != Row {
			b.WriteString("\n")
			rows = 0
		}
		switch {
		case l.Kind == Row:
			b.WriteString("| " + strings.Join(l.Cells, " | ") + " |\n")
			if rows++; rows == 1 {
				b.WriteString("|" + strings.Repeat(" --- |", len(l.Cells)) + "\n")
			}
		case l.Kind == Break:
			b.WriteString("---\n\n")
		case l.Kind == Centre && heading.MatchString(l.Text):
			b.WriteString("## " + l.Text + "\n\n")
		default:
			b.WriteString(l.Text + "\n\n")
		}
	}
	return b.String() + "*" + mark + "*\n"
}
