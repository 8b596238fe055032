package parse

import (
	"archive/zip"
	"bytes"
	"context"
	"path"
	"regexp"
	"strings"

	"bianku/internal/fault"
)

// Formats lists the formats that are read here, as Result.Format names them; the last four need LibreOffice.
func Formats() []string {
	list := []string{"txt", "md", "html", "docx", "pdf", "ofd", "xlsx", "csv", "pptx", "mhtml"}
	if office() != "" {
		list = append(list, "doc", "xls", "ppt", "rtf")
	}
	return list
}

// Parse reads a file. The name serves for its suffix where the content leaves a doubt (Markdown or text) and in messages.
func Parse(ctx context.Context, name string, data []byte) (*Result, error) {
	if len(data) > maxFile {
		return nil, fault.Newf(fault.TooLarge, "文件超过%d兆，请拆分后再上传。", maxFile>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fault.New(fault.Invalid, "文件是空的，请检查后重新上传。")
	}
	format, err := sniff(name, data)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r, err := read(ctx, format, data)
	if err != nil {
		return nil, err
	}
	if len(r.Text) > maxText {
		return nil, fault.Newf(fault.TooLarge, "文件的文字超过%d兆，请拆分后再上传。", maxText>>20)
	}
	r.Format = format
	r.judge()
	if strings.TrimSpace(r.Text) == "" {
		return nil, emptyText(format, r)
	}
	return r, nil
}

func read(ctx context.Context, format string, data []byte) (*Result, error) {
	switch format {
	case "pdf":
		return parsePDF(ctx, data)
	case "docx":
		return parseDOCX(ctx, data)
	case "ofd":
		return parseOFD(ctx, data)
	case "xlsx":
		return parseXLSX(ctx, data)
	case "pptx":
		return parsePPTX(ctx, data)
	case "mhtml":
		return parseMHTML(data)
	case "doc", "xls", "ppt", "rtf":
		return parseOld(ctx, format, data)
	}
	text, charset, err := decode(data)
	if err != nil {
		return nil, err
	}
	var r *Result
	switch format {
	case "html":
		r, err = parseHTML(text)
	case "md":
		r = parseMarkdown(text)
	case "csv":
		r, err = parseCSV(text)
	default:
		r = parseText(text)
	}
	if r != nil {
		r.Charset = charset
	}
	return r, err
}

func emptyText(format string, r *Result) error {
	if format == "pdf" || format == "ofd" {
		return fault.Newf(fault.Unsupported,
			"%s共%d页，没有可读的文字，可能是扫描件。请先做文字识别（OCR），或上传带文字的版本。", strings.ToUpper(format), r.Pages)
	}
	return fault.New(fault.Invalid, "文件里没有读到文字，请检查后重新上传。")
}

var (
	htmlStart = regexp.MustCompile(`(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<%.*?%>\s*)*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|div|table|p|meta|article|section|h1|title|span)\b)`)
	mdHeading = regexp.MustCompile(`(?m)^#{1,6}\s+\S`)
	mdComment = []byte("<!-- INFO END -->")
	keyHeader = regexp.MustCompile(`(?m)^# \w+: `)
)

// sniff decides the format by content: a .txt that is a web page is read as one, a .docx that is no zip is not.
func sniff(name string, data []byte) (string, error) {
	head := data[:min(len(data), 4096)]
	trimmed := bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n\x00")
	switch {
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return "pdf", nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return sniffZip(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return sniffOLE(name, data)
	case bytes.HasPrefix(data, []byte("Rar!\x1a\x07")), bytes.HasPrefix(data, []byte("7z\xbc\xaf\x27\x1c")), bytes.HasPrefix(data, []byte("\x1f\x8b\x08")):
		return "", fault.New(fault.Unsupported, "这是压缩包（rar、7z或gz）。请解压后，把里面的文件或整个文件夹拖到上传页。")
	case isImage(trimmed):
		return "", fault.New(fault.Unsupported, "这是图片，没有文字层。请先做文字识别（OCR），再上传文字版。")
	case bytes.HasPrefix(trimmed, []byte("{\\rtf")):
		return "rtf", nil
	}
	return sniffText(name, data, trimmed)
}

func sniffText(name string, data, head []byte) (string, error) {
	suffix := strings.ToLower(path.Ext(name))
	if text, _, err := decode(data[:min(len(data), 4096)]); err == nil {
		head = []byte(text)
	}
	switch {
	case mhtmlStart.Match(head):
		return "mhtml", nil
	case htmlStart.Match(head):
		return "html", nil
	case bytes.Contains(head, mdComment):
		return "md", nil
	case suffix == ".csv" || suffix == ".tsv" || suffix == ".tab", oldSheet(suffix) && delimiter(string(head), ",\t;|") != 0:
		return "csv", nil
	case suffix == ".md" || suffix == ".markdown":
		return "md", nil
	case suffix == ".html" || suffix == ".htm" || suffix == ".jsp" || suffix == ".xhtml":
		if bytes.ContainsRune(head, '<') {
			return "html", nil
		}
	case suffix == ".docx" || suffix == ".pdf" || suffix == ".xlsx" || suffix == ".pptx" || suffix == ".ofd":
		if !readable(head) {
			return "", fault.Newf(fault.Invalid, "文件名是%s，内容却不是这种格式，文件可能已损坏。请重新导出后上传。", suffix)
		}
	}
	if suffix == ".txt" || suffix == "" {
		if mdHeading.Match(head) && !keyHeader.Match(head) && bytes.Count(head, []byte("\n## ")) > 0 {
			return "md", nil
		}
		if tabbed(head) {
			return "csv", nil
		}
	}
	return "txt", nil
}

// oldSheet is a suffix under which business systems export text as “Excel”.
func oldSheet(suffix string) bool { return suffix == ".xls" || suffix == ".et" || suffix == ".xlsx" }

// readable says whether the head of a file looks like text at all.
func readable(head []byte) bool {
	odd := 0
	for _, r := range string(head) {
		if r == 0xFFFD || (r < 0x20 && r != '\n' && r != '\r' && r != '\t') {
			odd++
		}
	}
	return odd*50 < len([]rune(string(head)))+50
}

func isImage(head []byte) bool {
	for _, magic := range []string{"\xff\xd8\xff", "\x89PNG\r\n", "GIF8", "II*\x00", "MM\x00*", "BM"} {
		if bytes.HasPrefix(head, []byte(magic)) && (magic != "BM" || !readable(head)) {
			return true
		}
	}
	return false
}

// sniffZip looks into the archive: DOCX is read, its cousins are named.
func sniffZip(data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "文件已损坏（压缩包不完整），请重新导出后上传。")
	}
	locked := false
	for _, f := range z.File {
		switch {
		case f.Name == "word/document.xml":
			return "docx", nil
		case f.Name == "xl/workbook.xml":
			return "xlsx", nil
		case f.Name == "ppt/presentation.xml":
			return "pptx", nil
		case f.Name == "xl/workbook.bin":
			return "", fault.New(fault.Unsupported, "暂不支持二进制表格（XLSB）。请另存为XLSX后上传。")
		case f.Name == "OFD.xml":
			return "ofd", nil
		}
		if f.Flags&1 != 0 {
			locked = true
		}
	}
	if locked {
		return "", fault.New(fault.Unsupported, "这是设了密码（加密）的压缩包。请解压后，把文件或整个文件夹拖到上传页。")
	}
	return "", fault.New(fault.Unsupported, "这是压缩包。请解压后，把里面的文件或整个文件夹拖到上传页。")
}
