package parse

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"bianku/internal/fault"
)

// nestedParts is how deep multipart bodies may stand in one another; browsers write one level, mail programs two.
const nestedParts = 5

var (
	mhtmlStart = regexp.MustCompile(`(?i)^(?:[A-Za-z][\w-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*Content-Type:\s*multipart/(?:related|alternative|mixed)`)
	frameset   = regexp.MustCompile(`(?i)<frameset\b`)
)

// parseMHTML reads a web page saved as one file. Its first page is the text; where that is only a frameset, as office
// programs write workbooks, all of its pages are.
func parseMHTML(data []byte) (*Result, error) {
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(data, "\xef\xbb\xbf \t\r\n")))
	if err != nil {
		return nil, brokenMHTML(err)
	}
	var w mhtmlReader
	if err := w.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil && len(w.pages) == 0 {
		return nil, brokenMHTML(err)
	}
	if len(w.pages) == 0 {
		return nil, fault.New(fault.Invalid, "网页存档里没有网页正文。请在浏览器里重新保存后上传。")
	}
	return w.read()
}

func brokenMHTML(err error) error {
	return fault.Wrap(err, fault.Invalid, "网页存档（MHT）已损坏，无法读取。请在浏览器里重新保存后上传。")
}

// mhtmlReader gathers the pages of an archive; pictures and styles are passed over.
type mhtmlReader struct {
	pages [][]byte
	size  int
}

func (w *mhtmlReader) part(header textproto.MIMEHeader, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return nil // a part of an unknown kind is no page
	}
	if strings.HasPrefix(kind, "multipart/") {
		return w.parts(multipart.NewReader(body, params["boundary"]), depth+1)
	}
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return nil
	}
	page, err := io.ReadAll(io.LimitReader(transfer(header, body), maxText+1))
	if w.size += len(page); w.size > maxText {
		return fault.Newf(fault.TooLarge, "文件的文字超过%d兆，请拆分后再上传。", maxText>>20)
	}
	if len(bytes.TrimSpace(page)) > 0 {
		w.pages = append(w.pages, page)
	}
	return err
}

func (w *mhtmlReader) parts(r *multipart.Reader, depth int) error {
	if depth > nestedParts {
		return errors.New("nested too deep")
	}
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.part(p.Header, p, depth); err != nil {
			return err
		}
	}
}

// transfer undoes how a part was packed for the way. What is damaged at its end still gives what stands before.
func transfer(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

func (w *mhtmlReader) read() (*Result, error) {
	all := frameset.Match(w.pages[0])
	var out *Result
	var first error
	b := builder{}
	for _, page := range w.pages {
		text, charset, err := decode(page)
		if err == nil {
			var r *Result
			if r, err = parseHTML(text); err == nil {
				b.join(r)
				if out == nil || len(out.Text) == 0 {
					out = r
					out.Charset = charset
				}
			}
		}
		if first == nil {
			first = err
		}
		if !all && len(b.blocks) > 0 {
			break
		}
	}
	if out == nil {
		return nil, first
	}
	joined := b.result("mhtml/1")
	joined.Title, joined.Meta, joined.Charset = out.Title, out.Meta, out.Charset
	return joined, nil
}

// join appends what another reader found; its tables are counted on.
func (b *builder) join(r *Result) {
	tables := b.tables
	for _, blk := range r.Blocks {
		if blk.Table > 0 {
			blk.Table += tables
			b.tables = max(b.tables, blk.Table)
		}
		b.add(blk)
	}
}
