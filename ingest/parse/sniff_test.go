package parse

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"bianku/internal/fault"
)

const paragraph = "云澜市人民政府关于加强机构编制管理的通知，各县（区）人民政府，市政府各部门、各直属机构："

func parsed(t testing.TB, name string, data []byte) *Result {
	t.Helper()
	r, err := Parse(context.Background(), name, data)
	require.NoError(t, err, name)
	return r
}

func encoded(t *testing.T, enc interface{ Bytes([]byte) ([]byte, error) }, s string) []byte {
	t.Helper()
	b, err := enc.Bytes([]byte(s))
	require.NoError(t, err)
	return b
}

func TestFormatIsReadFromTheContent(t *testing.T) {
	page := "<!DOCTYPE html><html><head><meta charset=gb2312></head><body><p>" + paragraph + "</p></body></html>"
	gb := simplifiedchinese.GB18030.NewEncoder()
	docx := zipOf(t, map[string]string{"word/document.xml": document(para("", paragraph))})
	for _, c := range []struct{ name, format, charset, data string }{
		{"通知.txt", "txt", "utf-8", paragraph},
		{"通知.txt", "txt", "utf-8", "\ufeff" + paragraph},
		{"通知.txt", "txt", "gb18030", string(encoded(t, gb, paragraph))},
		{"通知.txt", "txt", "utf-16", string(encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), paragraph))},
		{"通知.txt", "html", "utf-8", page},
		{"通知.doc", "html", "gb18030", string(encoded(t, gb, page))},
		{"通知.docx", "txt", "utf-8", paragraph},
		{"通知.txt", "docx", "", string(docx)},
		{"没有后缀", "md", "utf-8", "# 题目\n\n## 第一章 总则\n\n" + paragraph},
		{"通知.md", "md", "utf-8", paragraph},
	} {
		r := parsed(t, c.name, []byte(c.data))
		require.Equal(t, c.format, r.Format, c.name)
		require.Equal(t, c.charset, r.Charset, c.name)
		require.Contains(t, r.Text, "云澜市人民政府关于加强机构编制管理的通知", c.name)
		requirePositions(t, c.name, r)
	}
	big5 := "雲瀾市人民政府關於加強機構編制管理的通知，各縣（區）人民政府，市政府各部門、各直屬機構。"
	r := parsed(t, "通知.txt", encoded(t, traditionalchinese.Big5.NewEncoder(), big5))
	require.Equal(t, "big5", r.Charset)
	require.Equal(t, big5, r.Text)
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	t.Setenv("PATH", "") // without LibreOffice
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for _, c := range []struct {
		name, data string
		kind       fault.Kind
		hint       string
	}{
		{"空.txt", "", fault.Invalid, "空的"},
		{"空白.txt", " \r\n\t ", fault.Invalid, "空的"},
		{"表.xls", ole, fault.Unsupported, "旧版表格"},
		{"文.doc", ole, fault.Unsupported, "旧版Word"},
		{"文.docx", ole, fault.Invalid, "去掉密码"},
		{"稿.ppt", ole, fault.Unsupported, "演示文稿"},
		{"表.et", string(container("Workbook")), fault.Unsupported, "XLSX"},
		{"表.docx", string(container("EncryptionInfo", "EncryptedPackage")), fault.Invalid, "加密"},
		{"台账.xlsb", string(zipOf(t, map[string]string{"xl/workbook.bin": "x"})), fault.Unsupported, "XLSX"},
		{"包.rar", "Rar!\x1a\x07\x00x", fault.Unsupported, "压缩包"},
		{"图.jpg", "\xff\xd8\xff\xe0" + strings.Repeat("\x00\x10", 90), fault.Unsupported, "图片"},
		{"图.txt", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x10", 90), fault.Unsupported, "图片"},
		{"文.rtf", `{\rtf1\ansi 内容}`, fault.Unsupported, "RTF"},
		{"乱.bin", "\x00\x01\x02\x03\x04" + strings.Repeat("\xfe\x00", 90), fault.Unsupported, "不认识"},
		{"乱.docx", "\x01\x02\x03" + strings.Repeat("\xff\x03\x02", 200), fault.Invalid, ".docx"},
		{"坏.pdf", "%PDF-1.7\n这不是PDF的内容", fault.Invalid, "PDF文件已损坏"},
		{"坏.docx", "PK\x03\x04" + strings.Repeat("x", 300), fault.Invalid, "压缩包不完整"},
		{"文.ofd", string(zipOf(t, map[string]string{"OFD.xml": "<x/>"})), fault.Invalid, "OFD"},
		{"包.zip", string(zipOf(t, map[string]string{"a.txt": "x"})), fault.Unsupported, "压缩包"},
		{"空.html", "<html><body><script>var a=1</script></body></html>", fault.Invalid, "没有读到文字"},
		{"断.docx", string(zipOf(t, map[string]string{"word/document.xml": "<w:document><w:body><w:p>"})), fault.Invalid, "DOCX"},
	} {
		_, err := Parse(context.Background(), c.name, []byte(c.data))
		require.Error(t, err, c.name)
		require.Equal(t, c.kind, fault.KindOf(err), "%s: %v", c.name, err)
		require.Contains(t, fault.Message(err), c.hint, c.name)
	}
}

func TestZipBombIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 300 MB")
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("word/document.xml")
	require.NoError(t, err)
	zeros := make([]byte, 1<<20)
	for range maxUnzipped>>20 + 1 {
		_, err = w.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	_, err = Parse(context.Background(), "炸弹.docx", buf.Bytes())
	require.Equal(t, fault.TooLarge, fault.KindOf(err))
}

func TestDeepNestingIsRefused(t *testing.T) {
	deep := strings.Repeat("<div>", maxDepth*3) + paragraph
	_, err := Parse(context.Background(), "深.html", []byte("<html><body>"+deep))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	xml := document(strings.Repeat("<w:tbl><w:tr><w:tc>", maxDepth) + para("", "甲") + strings.Repeat("</w:tc></w:tr></w:tbl>", maxDepth))
	_, err = Parse(context.Background(), "深.docx", zipOf(t, map[string]string{"word/document.xml": xml}))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
}

func TestCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Parse(ctx, "a.txt", []byte(paragraph))
	require.True(t, errors.Is(err, context.Canceled))
}

func TestGarbledTextIsReported(t *testing.T) {
	r := parsed(t, "乱.txt", []byte(strings.Repeat("\ue001\ue002机构\ufffd\ue003", 40)))
	require.True(t, r.Quality.Garbled)
	require.NotEmpty(t, r.Quality.Notes)
	good := parsed(t, "好.txt", []byte(strings.Repeat(paragraph+"\n", 5)))
	require.False(t, good.Quality.Garbled)
	require.Greater(t, good.Quality.Score, 0.99)
	require.Empty(t, good.Quality.Notes)
}

// zipOf packs files; a DOCX is one.
func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, content := range files {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return buf.Bytes()
}
