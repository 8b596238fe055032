package parse

import (
	"context"
	"encoding/xml"
	"fmt"
	"strings"
)

// parsePPTX reads the slides that are shown, in the order of the presentation: the title as a heading, then text boxes,
// tables and diagrams as they stand. Notes, dates, footers and page numbers are no part of the text.
func parsePPTX(ctx context.Context, data []byte) (*Result, error) {
	o, err := openOOXML("PPTX", data)
	if err != nil {
		return nil, err
	}
	parts, err := slideParts(o)
	if err != nil {
		return nil, err
	}
	if len(parts) > maxPages {
		return nil, o.tooLarge()
	}
	var b builder
	hidden, empty := 0, 0
	for i, part := range parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := slideReader{o: o, links: o.relations(part)}
		if err := o.walk(part, s.token); err != nil {
			return nil, err
		}
		switch {
		case s.hidden:
			hidden++
		case !s.write(&b, i+1):
			empty++
		}
	}
	r := b.result("pptx/1")
	r.Pages, r.Title = len(parts), coreTitle(o.z)
	if hidden > 0 {
		r.Quality.Notes = append(r.Quality.Notes, fmt.Sprintf("有%d张隐藏的幻灯片没有读取。", hidden))
	}
	r.Quality.EmptyPages = empty
	return r, nil
}

// slideParts lists the slides' parts in the order in which they are shown.
func slideParts(o *ooxml) (parts []string, err error) {
	links := o.relations("ppt/presentation.xml")
	err = o.walk("ppt/presentation.xml", func(_ *xml.Decoder, tok xml.Token) error {
		if t, ok := tok.(xml.StartElement); ok && t.Name.Local == "sldId" {
			if link := links[relationID(t, "id")]; link.kind == "slide" {
				parts = append(parts, link.target)
			}
		}
		return nil
	})
	return parts, err
}

// slideReader takes the texts out of one slide. A shape's paragraphs are gathered until it ends, for what it is may be
// told behind the place where it begins.
type slideReader struct {
	o        *ooxml
	links    map[string]relation
	hidden   bool
	title    []string
	body     []slidePart
	shape    string   // placeholder of the open shape: title, body, sldNum …
	lines    []string // of the open shape or cell
	text     strings.Builder
	inText   bool
	fallback int // depth inside mc:Fallback, which says the same again
	table    *slideTable
	failed   error
}

// slidePart is a paragraph or a table.
type slidePart struct {
	text string
	rows [][]string
}

type slideTable struct {
	rows   [][]string
	row    []string
	down   bool // the open cell goes on from the one above
	across bool // the open cell goes on from the one before
}

func (s *slideReader) token(_ *xml.Decoder, tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		if t.Name.Local == "Fallback" || s.fallback > 0 {
			s.fallback++
			return nil
		}
		s.start(t)
	case xml.EndElement:
		if s.fallback > 0 {
			s.fallback--
			return nil
		}
		s.end(t.Name.Local)
	case xml.CharData:
		if s.inText && s.fallback == 0 {
			s.text.Write(t)
		}
	}
	return s.failed
}

func (s *slideReader) start(t xml.StartElement) {
	switch t.Name.Local {
	case "sld":
		s.hidden = isFalse(attribute(t, "show"))
	case "sp", "graphicFrame":
		s.shape, s.lines = "", nil
	case "ph":
		s.shape = attribute(t, "type")
	case "t":
		s.inText = true
	case "br":
		s.text.WriteByte('\n')
	case "tab":
		s.text.WriteByte(' ')
	case "tbl":
		s.table = &slideTable{}
	case "tr":
		if s.table != nil {
			s.table.row = nil
		}
	case "tc":
		s.lines = nil
		if s.table != nil {
			s.table.down, s.table.across = isTrue(attribute(t, "vMerge")), isTrue(attribute(t, "hMerge"))
		}
	case "relIds":
		s.diagram(s.links[relationID(t, "dm")])
	}
}

func isFalse(s string) bool { return s == "0" || s == "false" }
func isTrue(s string) bool  { return s == "1" || s == "true" }

func (s *slideReader) end(name string) {
	switch name {
	case "t":
		s.inText = false
	case "p":
		s.lines = append(s.lines, strings.Split(s.text.String(), "\n")...)
		s.text.Reset()
	case "sp":
		s.endShape()
	case "tc":
		s.endCell()
	case "tr":
		if s.table != nil {
			s.table.rows = append(s.table.rows, s.table.row)
		}
	case "tbl":
		if s.table != nil {
			s.body = append(s.body, slidePart{rows: s.table.rows})
		}
		s.table, s.lines = nil, nil
	}
}

func (s *slideReader) endShape() {
	switch s.shape {
	case "title", "ctrTitle":
		s.title = append(s.title, nonEmpty(s.lines)...)
	case "sldNum", "dt", "ftr", "hdr":
	default:
		for _, l := range s.lines {
			s.body = append(s.body, slidePart{text: l})
		}
	}
	s.shape, s.lines = "", nil
}

func (s *slideReader) endCell() {
	t := s.table
	if t == nil {
		return
	}
	text := strings.TrimSpace(strings.Join(s.lines, "\n"))
	s.lines = nil
	if n := len(t.rows); t.down && !t.across && text == "" && n > 0 && len(t.row) < len(t.rows[n-1]) {
		text = t.rows[n-1][len(t.row)]
	}
	t.row = append(t.row, text)
}

// diagram reads the words of a SmartArt, which stand in a part of their own.
func (s *slideReader) diagram(link relation) {
	if link.kind != "diagramData" {
		return
	}
	inside := slideReader{o: s.o}
	if err := s.o.walk(link.target, inside.token); err != nil {
		s.failed = err
		return
	}
	for _, l := range inside.lines {
		s.body = append(s.body, slidePart{text: l})
	}
}

// write appends the slide to b and says whether it holds anything.
func (s *slideReader) write(b *builder, page int) bool {
	before := len(b.blocks)
	b.add(Block{Kind: Heading, Level: 1, Text: strings.Join(s.title, " "), Page: page})
	for _, p := range s.body {
		b.add(Block{Kind: Paragraph, Text: p.text, Page: page})
		b.table(p.rows, page)
	}
	return len(b.blocks) > before
}
