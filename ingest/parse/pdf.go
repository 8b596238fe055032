package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/internal/fault"
)

// pdfText is what a PDF reader found: the lines of every page, in the order they are drawn.
type pdfText struct {
	pages [][]pdfLine
	title string
}

// errEncrypted is a PDF that opens only with a password.
var errEncrypted = fault.New(fault.Invalid, "PDF有打开密码，无法读取。请去掉密码后重新上传。")

// convincing is the score from which ledongthuc's text is taken without asking pdfium, which is 5–10 times slower.
const convincing = 0.93

// parsePDF reads with ledongthuc first and, where its text does not convince, with pdfium; the better text wins.
func parsePDF(ctx context.Context, data []byte) (*Result, error) {
	if i := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); i > 0 {
		data = data[i:] // bytes in front of the header; both readers count positions from it
	}
	first, score, err := attempt(ctx, data, readLedong, "ledongthuc/1")
	if err == nil && score >= convincing {
		return first, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if errors.Is(err, errEncrypted) {
		return nil, errEncrypted
	}
	second, score2, err2 := attempt(ctx, data, readPdfium, "pdfium/1")
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err2 == nil && (err != nil || score2 >= score):
		return second, nil
	case err == nil:
		if err2 != nil {
			first.Quality.Notes = append(first.Quality.Notes, "备用的PDF读取器没有成功，文字请对照原件核对。")
		}
		return first, nil
	case errors.Is(err2, errEncrypted):
		return nil, errEncrypted
	case fault.Is(err2, fault.TooLarge):
		return nil, err2
	}
	return nil, fault.Wrap(errors.Join(err, err2), fault.Invalid, "PDF文件已损坏，无法读取。请重新导出后上传。")
}

type pdfReader func(ctx context.Context, data []byte) (pdfText, error)

// attempt runs one reader in a goroutine of its own, so that a panic or an endless loop over hostile bytes ends as an
// error here. The time allowed grows with the file.
func attempt(ctx context.Context, data []byte, read pdfReader, parser string) (*Result, float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second+time.Duration(len(data)>>20)*time.Second)
	defer cancel()
	type outcome struct {
		text pdfText
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if x := recover(); x != nil {
				o.err = fmt.Errorf("%s: panic: %v", parser, x)
			}
			done <- o
		}()
		o.text, o.err = read(ctx, data)
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, 0, o.err
		}
		r, score := o.text.result(parser)
		return r, score, nil
	case <-ctx.Done():
		return nil, 0, fmt.Errorf("%s: %w", parser, ctx.Err())
	}
}

// result lays the lines out as paragraphs and scores the text.
func (t pdfText) result(parser string) (*Result, float64) {
	repaired := t.repairGBK()
	empty := 0
	for _, page := range t.pages {
		if len(page) == 0 {
			empty++
		}
	}
	b := layout(t.pages)
	r := b.result(parser)
	r.Pages, r.Title = len(t.pages), clean(t.title)
	r.Quality.EmptyPages = empty
	if repaired {
		r.Quality.Notes = append(r.Quality.Notes, "字体没有编码表，文字按国标码还原，可能有个别错漏，请对照原件核对。")
	}
	m := measure(r.Text)
	score := m.score(r.Pages, empty)
	if m.runes < 20*len(t.pages) { // far too few words for the pages: glyphs were lost
		score *= 0.5
	}
	return r, score
}

// repairGBK undoes a text layer whose GBK bytes were taken for Latin-1, which is what a simple font without a table
// gives in every reader. It acts only when the whole text becomes much more Chinese by it.
func (t pdfText) repairGBK() bool {
	var all []rune
	for _, page := range t.pages {
		for _, l := range page {
			all = append(all, []rune(l.text)...)
		}
	}
	m := measure(string(all))
	if m.runes == 0 || m.latin1*10 < m.runes*4 || m.han*20 > m.runes {
		return false
	}
	if fixed := measure(latinAsGBK(string(all))); fixed.known < m.known+0.2 || fixed.han*4 < fixed.runes {
		return false
	}
	for _, page := range t.pages {
		for i := range page {
			page[i].text = latinAsGBK(page[i].text)
		}
	}
	return true
}

// cp1252 holds the characters that Windows' Latin code page puts in 0x80–0x9F.
var cp1252 = map[rune]byte{'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89,
	'Š': 0x8A, '‹': 0x8B, 'Œ': 0x8C, 'Ž': 0x8E, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97,
	'˜': 0x98, '™': 0x99, 'š': 0x9A, '›': 0x9B, 'œ': 0x9C, 'ž': 0x9E, 'Ÿ': 0x9F}

func latinAsGBK(s string) string {
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		switch b, ok := cp1252[r]; {
		case ok:
			raw = append(raw, b)
		case r < 0x100:
			raw = append(raw, byte(r))
		default:
			raw = append(raw, '?')
		}
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	if err != nil {
		return s
	}
	return string(out)
}
