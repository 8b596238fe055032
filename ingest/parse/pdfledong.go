package parse

import (
	"bytes"
	"context"
	"errors"
	"math"

	"github.com/ledongthuc/pdf"

	"bianku/internal/fault"
)

// readLedong reads with ledongthuc/pdf. It gives glyphs in drawing order; widths are known for simple fonts only.
func readLedong(ctx context.Context, data []byte) (pdfText, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return pdfText{}, errEncrypted
	}
	if err != nil {
		return pdfText{}, err
	}
	n := r.NumPage()
	if n > maxPages {
		return pdfText{}, fault.Newf(fault.TooLarge, "PDF有%d页，超过%d页的上限，请拆分后上传。", n, maxPages)
	}
	out := pdfText{pages: make([][]pdfLine, n), title: r.Trailer().Key("Info").Key("Title").Text()}
	for i := range n {
		if err := ctx.Err(); err != nil {
			return pdfText{}, err
		}
		out.pages[i] = ledongLines(r.Page(i + 1).Content().Text)
	}
	return out, nil
}

// ledongLines puts glyphs together to lines: glyphs of one height and size follow each other.
func ledongLines(glyphs []pdf.Text) []pdfLine {
	var runs []pdfRun
	var run pdfRun
	end := func() {
		if run.text != "" {
			runs = append(runs, run)
		}
		run = pdfRun{}
	}
	for _, g := range glyphs {
		if g.S == "\n" || g.S == "" || math.IsNaN(g.X) || math.IsNaN(g.Y) {
			if g.S == "\n" {
				end()
			}
			continue
		}
		size := math.Abs(g.FontSize)
		if size == 0 {
			size = 10
		}
		if run.text != "" && (math.Abs(g.Y-run.y) > size*0.3 || g.X < run.x0-1 || g.X > run.x1+size*2 || math.Abs(size-run.size) > size*0.2) {
			end()
		}
		if run.text == "" {
			run = pdfRun{x0: g.X, x1: g.X, y: g.Y, size: size}
		}
		if g.W > 0 && g.X > run.x1+size*0.25 && wordGap(run.text, g.S) {
			run.text += " "
		}
		run.text += g.S
		if g.W > 0 {
			run.x1 = max(run.x1, g.X+g.W)
		} else {
			run.x1 = max(run.x1, g.X) + glyphWidth(g.S)*size
		}
	}
	end()
	return linesOf(runs)
}
