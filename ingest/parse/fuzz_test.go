package parse

import (
	"context"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/internal/fault"
)

func gbk() *encoding.Encoder { return simplifiedchinese.GBK.NewEncoder() }

// FuzzParse holds that no bytes make a reader panic, that an error always has a kind, and that positions are right. PDFs
// have a target of their own, and old Office files are LibreOffice's to read: pdfium runs in a sandbox that survives anything, and under the fuzzer takes a minute to start.
func FuzzParse(f *testing.F) {
	for _, seed := range [][]byte{[]byte(govPage), []byte(govPage)[:900], []byte("# 题\n\n| a | b |\n|--|\n| 1 |\n"), []byte("第一条　甲。\n（一）乙。"),
		{0xff, 0xfe, 0x00, 0x4e}, {0xb5, 0xda, 0xd2, 0xbb}, []byte("\x1b$)A"), []byte("---\na: b\n---\n"), []byte("PK\x03\x04")} {
		f.Add("a.txt", seed)
		f.Add("a.md", seed)
		f.Add("a.html", seed)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if format, err := sniff(name, data); err == nil && format != "pdf" && modern[format] == "" {
			check(t, name, data)
		}
	})
}

// FuzzDOCX varies the XML inside a sound archive: bytes of a zip rarely survive a change.
func FuzzDOCX(f *testing.F) {
	f.Add(document(para("", "甲")+"<w:tbl><w:tr>"+cell(`<w:gridSpan w:val="3"/>`, "乙")+cell("<w:vMerge/>", "")+"</w:tr></w:tbl>"), styles, numbering)
	f.Add(document(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`+para(`<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>`, "框")), styles, numbering)
	f.Add("</w:p></w:tbl></w:tc>", "<w:styles>", "")
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		check(t, "a.docx", zipOf(t, map[string]string{"word/document.xml": body, "word/styles.xml": styles, "word/numbering.xml": numbering}))
	})
}

func FuzzLedongthuc(f *testing.F) {
	f.Add(minimalPDF(""))
	f.Add(minimalPDF("/Prev 9"))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\ntrailer<<>>\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, _, _ = attempt(ctx, data, readLedong, "ledongthuc/1")
	})
}

func check(t *testing.T, name string, data []byte) {
	t.Helper()
	r, err := Parse(context.Background(), name, data)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			t.Fatalf("an error without a kind: %v", err)
		}
		return
	}
	if !utf8.ValidString(r.Text) {
		t.Fatal("text is not UTF-8")
	}
	runes := []rune(r.Text)
	for _, b := range r.Blocks {
		if b.Text != string(runes[b.Start:b.End]) {
			t.Fatalf("block %q is not at %d–%d", b.Text, b.Start, b.End)
		}
	}
}
