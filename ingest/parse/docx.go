package parse

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"bianku/internal/fault"
)

// parseDOCX reads OOXML: the body's paragraphs, tables and text boxes in order. Deleted text, the fallback copies of
// drawings, page headers and footers are left out; automatic numbers are written in front where they can be known.
func parseDOCX(ctx context.Context, data []byte) (*Result, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, broken(err)
	}
	body, err := member(z, "word/document.xml")
	if err != nil {
		return nil, err
	}
	d := docxReader{ctx: ctx, styles: readStyles(z), numbers: readNumbering(z)}
	if err := d.document(body); err != nil {
		return nil, err
	}
	r := d.b.result("docx/1")
	r.Title = coreTitle(z)
	return r, nil
}

func broken(err error) error {
	return fault.Wrap(err, fault.Invalid, "DOCX文件已损坏，无法读取。请用Word或WPS打开后另存，再上传。")
}

// member unpacks one file of the archive, up to the limit: what a zip says about sizes is not believed.
func member(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxUnzipped+1))
	if err != nil {
		return nil, broken(err)
	}
	if len(b) > maxUnzipped {
		return nil, fault.Newf(fault.TooLarge, "DOCX解压后超过%d兆，疑似异常文件，已拒绝。", maxUnzipped>>20)
	}
	return b, nil
}

func coreTitle(z *zip.Reader) string {
	b, err := member(z, "docProps/core.xml")
	if err != nil {
		return ""
	}
	var core struct {
		Title string `xml:"title"`
	}
	if xml.Unmarshal(b, &core) != nil {
		return ""
	}
	return clean(core.Title)
}

// docxReader reads tokens of document.xml. stack holds the tables and paragraphs that are open: a text box is a
// paragraph inside a paragraph, a nested table a table inside a cell.
type docxReader struct {
	ctx     context.Context
	b       builder
	styles  map[string]docxStyle
	numbers *docxNumbering
	paras   []*docxPara
	tables  []*docxTable
	boxes   []Block // paragraphs of text boxes, written after the paragraph that holds them
}

type docxPara struct {
	text    strings.Builder
	style   string
	align   string
	outline int // 1…9, 0 for none
	numID   string
	level   int
	inBox   bool
}

type docxTable struct {
	rows  [][]string
	row   []string
	cell  strings.Builder
	cols  int    // gridSpan of the open cell
	merge string // vMerge of the open cell: "", restart, continue
}

// skipped elements hold text that is not part of the document as read.
var skipped = map[string]bool{"Fallback": true, "del": true, "moveFrom": true, "instrText": true, "delText": true,
	"sdtPr": true, "sectPr": true, "rPr": true, "fldData": true, "binData": true, "tblGrid": true, "numPicBullet": true}

func (d *docxReader) document(body []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	for depth, n := 0, 0; ; n++ {
		if n%4096 == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if skipped[t.Name.Local] {
				if err := skip(dec); err != nil {
					return broken(err)
				}
				continue
			}
			if depth++; depth > maxDepth {
				return broken(errors.New("nested too deep"))
			}
			if err := d.start(dec, t, &depth); err != nil {
				return broken(err)
			}
		case xml.EndElement:
			depth--
			if word(t.Name) {
				d.end(t.Name.Local)
			}
		}
	}
}

// skip passes over an element without recursion: xml.Decoder.Skip recurses no more in recent Go, but depth is ours to bound.
func skip(dec *xml.Decoder) error {
	for depth := 1; depth > 0; {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

func (d *docxReader) start(dec *xml.Decoder, t xml.StartElement, depth *int) error {
	if !word(t.Name) {
		return nil
	}
	switch t.Name.Local {
	case "p":
		d.paras = append(d.paras, &docxPara{inBox: len(d.paras) > 0})
	case "tbl":
		d.tables = append(d.tables, &docxTable{})
	case "tr":
		if tb := d.table(); tb != nil {
			tb.row = nil
		}
	case "tc":
		if tb := d.table(); tb != nil {
			tb.cell.Reset()
			tb.cols, tb.merge = 1, ""
		}
	case "gridSpan":
		if tb := d.table(); tb != nil {
			tb.cols = number(val(t))
		}
	case "vMerge":
		if tb := d.table(); tb != nil {
			if tb.merge = val(t); tb.merge == "" {
				tb.merge = "continue"
			}
		}
	default:
		return d.inline(dec, t, depth)
	}
	return nil
}

// word says whether a name is WordprocessingML: charts and drawings have paragraphs of their own, which are not ours.
func word(n xml.Name) bool { return n.Space == "w" || strings.Contains(n.Space, "wordprocessingml") }

// inline reads what stands inside a paragraph: its properties and its text.
func (d *docxReader) inline(dec *xml.Decoder, t xml.StartElement, depth *int) error {
	p := d.para()
	if p == nil {
		return nil
	}
	switch t.Name.Local {
	case "t":
		var s string
		*depth--
		if err := dec.DecodeElement(&s, &t); err != nil {
			return err
		}
		p.text.WriteString(s)
	case "tab", "ptab":
		if p.text.Len() > 0 {
			p.text.WriteByte(' ')
		}
	case "br", "cr":
		p.text.WriteByte('\n')
	case "noBreakHyphen":
		p.text.WriteByte('-')
	case "sym":
		p.text.WriteString("□")
	case "pStyle":
		p.style = val(t)
	case "jc":
		p.align = val(t)
	case "outlineLvl":
		p.outline = number(val(t)) + 1
		if val(t) == "0" {
			p.outline = 1
		}
	case "numId":
		p.numID = val(t)
	case "ilvl":
		p.level = max(0, number(val(t)))
		if val(t) == "0" {
			p.level = 0
		}
	}
	return nil
}

func (d *docxReader) end(name string) {
	switch name {
	case "p":
		d.endPara()
	case "tc":
		d.endCell()
	case "tr":
		if tb := d.table(); tb != nil && tb.row != nil {
			tb.rows = append(tb.rows, tb.row)
			tb.row = nil
		}
	case "tbl":
		d.endTable()
	}
}

func (d *docxReader) endPara() {
	p := d.para()
	if p == nil {
		return
	}
	d.paras = d.paras[:len(d.paras)-1]
	blk := d.block(p)
	parts := strings.Split(blk.Text, "\n")
	for _, part := range parts {
		blk.Text = part
		switch tb := d.table(); {
		case p.inBox:
			d.boxes = append(d.boxes, blk)
		case tb != nil:
			tb.cell.WriteString(part)
			tb.cell.WriteByte('\n')
		default:
			d.b.add(blk)
		}
	}
	if len(d.paras) == 0 && len(d.tables) == 0 {
		for _, b := range d.boxes {
			d.b.add(b)
		}
		d.boxes = nil
	}
}

// block gives the paragraph its kind, level, alignment and automatic number.
func (d *docxReader) block(p *docxPara) Block {
	st := d.styles[p.style]
	blk := Block{Kind: Paragraph, Text: p.text.String()}
	if p.align == "" {
		p.align = st.align
	}
	if p.align == "center" || p.align == "right" {
		blk.Align = p.align
	} else if p.align == "end" {
		blk.Align = "right"
	}
	level := p.outline
	if level == 0 {
		level = st.heading
	}
	if level > 0 && level < 10 && strings.TrimSpace(blk.Text) != "" {
		blk.Kind, blk.Level = Heading, level
	}
	numID, lvl := p.numID, p.level
	if numID == "" {
		numID, lvl = st.numID, st.level
	}
	if strings.TrimSpace(blk.Text) != "" {
		blk.Text = d.numbers.next(numID, lvl) + blk.Text
	}
	return blk
}

func (d *docxReader) endCell() {
	tb := d.table()
	if tb == nil {
		return
	}
	text := strings.TrimSpace(tb.cell.String())
	if tb.merge == "continue" && text == "" && len(tb.rows) > 0 {
		if above := tb.rows[len(tb.rows)-1]; len(tb.row) < len(above) {
			text = above[len(tb.row)]
		}
	}
	tb.row = append(tb.row, text)
	for i := 1; i < tb.cols && len(tb.row) < maxColumns; i++ {
		tb.row = append(tb.row, "")
	}
}

// endTable writes the rows; a table inside a cell becomes text of that cell.
func (d *docxReader) endTable() {
	tb := d.table()
	if tb == nil {
		return
	}
	d.tables = d.tables[:len(d.tables)-1]
	if outer := d.table(); outer != nil {
		for _, row := range tb.rows {
			outer.cell.WriteString(strings.Join(nonEmpty(row), "\u3000") + "\n")
		}
		return
	}
	if wide(tb.rows) == 1 || len(tb.rows) == 1 { // a frame: keep its paragraphs apart
		for _, row := range tb.rows {
			for _, c := range row {
				for _, line := range strings.Split(c, "\n") {
					d.b.add(Block{Kind: Paragraph, Text: line})
				}
			}
		}
	} else {
		d.b.table(tb.rows, 0)
	}
	for _, b := range d.boxes {
		d.b.add(b)
	}
	d.boxes = nil
}

func (d *docxReader) para() *docxPara {
	if len(d.paras) == 0 {
		return nil
	}
	return d.paras[len(d.paras)-1]
}

func (d *docxReader) table() *docxTable {
	if len(d.tables) == 0 {
		return nil
	}
	return d.tables[len(d.tables)-1]
}

func val(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}
