package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"strings"
)

//go:embed page.tmpl
var pageText string

var pageTmpl = template.Must(template.New("page").Parse(pageText))

// classes of the paragraphs, for both the printed paper and the web page.
var classes = map[Kind]string{Para: "p", Issuer: "issuer", Title: "title", Centre: "centre", Left: "left", Right: "right", Imprint: "imprint"}

// body is the lines as HTML. On the web page alignment is given inline, as those sites do.
func body(s Source, inline bool) string {
	var b strings.Builder
	inTable := false
	for i, l := range s.Lines {
		if inTable && l.Kind != Row {
			b.WriteString("</table>\n")
			inTable = false
		}
		switch l.Kind {
		case Row:
			tag := "td"
			if !inTable {
				b.WriteString("<table>\n")
				inTable, tag = true, "th"
			}
			b.WriteString("<tr>")
			for _, c := range l.Cells {
				fmt.Fprintf(&b, "<%s>%s</%s>", tag, html.EscapeString(c), tag)
			}
			b.WriteString("</tr>\n")
		case Break:
			b.WriteString(`<div class="break"></div>` + "\n")
		case Title:
			if i > 0 && s.Lines[i-1].Kind == Title {
				continue
			}
			b.WriteString(titleHTML(s.Lines[i:], inline))
		default:
			b.WriteString(paragraph(l, inline))
		}
	}
	if inTable {
		b.WriteString("</table>\n")
	}
	return b.String()
}

// titleHTML joins the title lines in front of lines with <br>.
func titleHTML(lines []Line, inline bool) string {
	var t []string
	for _, l := range lines {
		if l.Kind != Title {
			break
		}
		t = append(t, html.EscapeString(l.Text))
	}
	style := ""
	if inline {
		style = ` style="text-align:center;font-size:22pt"`
	}
	return fmt.Sprintf("<p class=\"title\"%s>%s</p>\n", style, strings.Join(t, "<br>"))
}

func paragraph(l Line, inline bool) string {
	text := html.EscapeString(l.Text)
	if inline {
		switch l.Kind {
		case Para:
			text = "　　" + text
		case Centre, Issuer:
			return fmt.Sprintf("<p style=\"text-align:center\">%s</p>\n", text)
		case Right:
			return fmt.Sprintf("<p style=\"text-align: right;\">%s</p>\n", text)
		}
	}
	return fmt.Sprintf("<p class=\"%s\">%s</p>\n", classes[l.Kind], text)
}

// paper is the document laid out as an official paper for printing.
func paper(s Source) string {
	const css = `@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:"— " counter(page) " —";font:14pt "WenQuanYi Micro Hei"}}
body{font-family:"WenQuanYi Micro Hei";font-size:16pt;line-height:28pt;margin:0;text-align:justify}
p{margin:0}.p{text-indent:2em}.issuer{color:#c00;text-align:center;font-size:27pt;line-height:56pt;}
.title{text-align:center;font-size:22pt;line-height:36pt;;margin:28pt 0 14pt}.centre{text-align:center}
.right{text-align:right;padding-right:4em}.imprint{border-top:1px solid #000;font-size:14pt}.break{break-after:page}
table{border-collapse:collapse;width:100%;font-size:12pt;line-height:20pt}td,th{border:1px solid #000;padding:2pt 4pt}
.mark{margin-top:20pt;font-size:9pt;color:#666;text-align:center}`
	return `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>` + html.EscapeString(s.title()) +
		`</title><style>` + css + `</style></head><body>` + body(s, false) + `<p class="mark">` + mark + `</p></body></html>`
}

// title is the first title of the document in one line.
func (s Source) title() string {
	t := ""
	for _, l := range s.Lines {
		if l.Kind == Title {
			t += l.Text
		} else if t != "" {
			break
		}
	}
	return t
}

// webPage puts the text into a government site's page: navigation, label table, links, footer.
func webPage(s Source) ([]byte, error) {
	charset := "utf-8"
	if s.Charset != "" {
		charset = s.Charset
	}
	var b bytes.Buffer
	err := pageTmpl.Execute(&b, map[string]any{"Charset": charset, "Title": s.title(), "Meta": s.Meta, "Mark": mark, "Body": template.HTML(body(s, true))})
	if err != nil || charset == "utf-8" {
		return b.Bytes(), err
	}
	return gb18030(b.String())
}
