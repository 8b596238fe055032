package parse

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// parseXLSX reads the visible sheets of a workbook. excelize gives the cells as they are shown; the merged ranges are read
// here, for excelize would build the whole sheet in memory to tell them. Formulas count by the value that was saved.
func parseXLSX(ctx context.Context, data []byte) (r *Result, err error) {
	o, err := openOOXML("XLSX", data)
	if err != nil {
		return nil, err
	}
	if err := o.declared(); err != nil {
		return nil, err
	}
	defer func() {
		if x := recover(); x != nil {
			r, err = nil, o.broken(fmt.Errorf("excelize: %v", x))
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, CultureInfo: excelize.CultureNameZhCN, ShortDatePattern: "yyyy/m/d"})
	if err != nil {
		return nil, o.broken(err)
	}
	defer f.Close()
	w := xlsxReader{ctx: ctx, o: o, f: f}
	if err := w.workbook(); err != nil {
		return nil, err
	}
	r = w.b.result("xlsx/1")
	r.Title = coreTitle(o.z)
	r.Quality.Notes = w.notes()
	return r, nil
}

type xlsxReader struct {
	ctx         context.Context
	o           *ooxml
	f           *excelize.File
	b           builder
	hidden      []string
	unsaved     int // formulas without a value
	rows, cells int
}

type xlsxSheet struct {
	name, part string
	rows       []sheetRow
	merges     []merged
}

// workbook reads sheet by sheet. Their names stand above them where more than one holds anything.
func (w *xlsxReader) workbook() error {
	sheets, err := w.sheets()
	if err != nil {
		return err
	}
	var filled []xlsxSheet
	for _, s := range sheets {
		if err := w.read(&s); err != nil {
			return err
		}
		if len(s.rows) > 0 {
			filled = append(filled, s)
		}
	}
	for _, s := range filled {
		if len(filled) > 1 {
			w.b.add(Block{Kind: Heading, Level: 1, Text: s.name})
		}
		w.b.sheet(s.rows, s.merges)
	}
	return nil
}

// sheets lists the worksheets that are shown.
func (w *xlsxReader) sheets() (list []xlsxSheet, err error) {
	parts := w.o.relations("xl/workbook.xml")
	err = w.o.walk("xl/workbook.xml", func(_ *xml.Decoder, tok xml.Token) error {
		t, ok := tok.(xml.StartElement)
		if !ok || t.Name.Local != "sheet" {
			return nil
		}
		part, name := parts[relationID(t, "id")], attribute(t, "name")
		switch state := attribute(t, "state"); {
		case part.kind != "worksheet":
		case state == "hidden" || state == "veryHidden":
			w.hidden = append(w.hidden, name)
		default:
			list = append(list, xlsxSheet{name: name, part: part.target})
		}
		return nil
	})
	return list, err
}

// read takes in the rows of a sheet that hold anything.
func (w *xlsxReader) read(s *xlsxSheet) error {
	rows, err := w.f.Rows(s.name)
	if err != nil {
		return w.o.broken(err)
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		if n%1024 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		cells, err := rows.Columns()
		if err != nil {
			return w.o.broken(err)
		}
		cells = append([]string(nil), cells[:min(len(cells), maxColumns)]...)
		if len(nonEmpty(cells)) == 0 {
			continue
		}
		w.rows, w.cells = w.rows+1, w.cells+len(cells)
		if w.rows > maxRows || w.cells > maxCells {
			return tooManyRows()
		}
		s.rows = append(s.rows, sheetRow{n, cells})
	}
	s.merges, err = w.merges(s.part)
	return err
}

// merges reads the merged ranges of a sheet, and counts on the way the formulas whose value was not saved.
func (w *xlsxReader) merges(part string) (out []merged, err error) {
	formula, value := false, false
	err = w.o.walk(part, func(_ *xml.Decoder, tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "c":
				formula, value = false, false
			case "f":
				formula = true
			case "v", "is":
				value = true
			case "mergeCell":
				if m, ok := rangeOf(attribute(t, "ref")); ok && len(out) < maxRows {
					out = append(out, m)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "c" && formula && !value {
				w.unsaved++
			}
		}
		return nil
	})
	return out, err
}

// rangeOf reads a reference such as A1:C3.
func rangeOf(ref string) (m merged, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	c0, r0, err0 := excelize.CellNameToCoordinates(from)
	c1, r1, err1 := excelize.CellNameToCoordinates(to)
	if errors.Join(err0, err1) != nil || c1 < c0 || r1 < r0 {
		return merged{}, false
	}
	return merged{r0: r0, c0: c0 - 1, r1: r1, c1: c1 - 1}, true
}

func (w *xlsxReader) notes() (out []string) {
	if len(w.hidden) > 0 {
		out = append(out, fmt.Sprintf("有%d个隐藏的工作表没有读取：%s。", len(w.hidden), strings.Join(w.hidden[:min(len(w.hidden), 10)], "、")))
	}
	if w.unsaved > 0 {
		out = append(out, fmt.Sprintf("有%d个公式没有保存计算结果，单元格按空白处理。请用Excel或WPS打开并保存后重新上传。", w.unsaved))
	}
	return out
}
