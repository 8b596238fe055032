package parse

import (
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

const mhtmlHead = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b0\"\r\n\r\n"

// mhtml joins parts, each with its header, to an archive.
func mhtml(parts ...string) []byte {
	return []byte(mhtmlHead + "--b0\r\n" + strings.Join(parts, "\r\n--b0\r\n") + "\r\n--b0--\r\n")
}

func quoted(t testing.TB, charset, page string) string {
	t.Helper()
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, err := w.Write([]byte(page))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return "Content-Type: text/html; charset=" + charset + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + b.String()
}

func base(page string) string {
	var lines strings.Builder
	for s := base64.StdEncoding.EncodeToString([]byte(page)); s != ""; {
		n := min(76, len(s))
		lines.WriteString(s[:n] + "\r\n")
		s = s[n:]
	}
	return "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines.String()
}

const picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="

func webPage(paragraphs ...string) string {
	return "<!DOCTYPE html><html><head><title>通知</title></head><body><p>" + strings.Join(paragraphs, "</p><p>") + "</p></body></html>"
}

func TestMHTMLPageOfTheArchive(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{
		"quoted-printable": quoted(t, "utf-8", webPage(paragraph, "第二段。")),
		"base64":           base(webPage(paragraph, "第二段。")),
		"as it is":         "Content-Type: text/html\r\n\r\n" + webPage(paragraph, "第二段。"),
		"gb2312":           quoted(t, "gb2312", string(encoded(t, gbk(), webPage(paragraph, "第二段。")))),
	} {
		r := parsed(t, "通知.mht", mhtml(part, picture, quoted(t, "utf-8", webPage("框架里的广告。"))))
		require.Equal(t, "mhtml", r.Format, name)
		require.Equal(t, []string{paragraph, "第二段。"}, texts(r), name)
		require.Equal(t, "通知", r.Title, name)
		if name == "gb2312" {
			require.Equal(t, "gb18030", r.Charset)
		}
	}
}

func TestMHTMLByContentNotSuffix(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.doc", "a.xls", "a.html", "a", "a.mhtml"} {
		require.Equal(t, "mhtml", parsed(t, name, mhtml(base(webPage(paragraph)))).Format, name)
	}
	mail := "关于多部分邮件的说明\nContent-Type: multipart/related 是一种格式。\n"
	require.Equal(t, "txt", parsed(t, "a.txt", []byte(mail)).Format)
}

func TestMHTMLPartsInsideOfParts(t *testing.T) {
	t.Parallel()
	inner := "Content-Type: multipart/alternative; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\n文字版\r\n--b1\r\n" + base(webPage("内层的网页。")) + "\r\n--b1--"
	require.Equal(t, "内层的网页。", parsed(t, "a.mht", mhtml(inner)).Text)
}

func TestMHTMLWorkbookInFrames(t *testing.T) {
	t.Parallel()
	table := func(org, n string) string {
		return base("<html><body><table><tr><td>单位</td><td>编制</td></tr><tr><td>" + org + "</td><td>" + n + "</td></tr></table></body></html>")
	}
	r := parsed(t, "台账.xls", mhtml(base("<html><frameset rows='*'><frame src='1.htm'></frameset></html>"), table("甲局", "10"), table("乙局", "20")))
	require.Equal(t, []string{"单位=甲局 编制=10", "单位=乙局 编制=20"}, tableRows(r))
	require.Equal(t, 2, r.Blocks[3].Table)
}

func TestMHTMLRefused(t *testing.T) {
	t.Parallel()
	deep := base(webPage("深"))
	for i := range nestedParts + 1 {
		mark := fmt.Sprintf("n%d", i)
		deep = "Content-Type: multipart/related; boundary=" + mark + "\r\n\r\n--" + mark + "\r\n" + deep + "\r\n--" + mark + "--"
	}
	for name, c := range map[string]struct {
		data []byte
		hint string
	}{
		"pictures alone": {mhtml(picture), "没有网页正文"},
		"no parts":       {[]byte(mhtmlHead), "没有网页正文"},
		"no boundary":    {[]byte("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--x\r\n"), "损坏"},
		"deep":           {mhtml(deep), "MHT"},
		"an empty page":  {mhtml(base("<html><body></body></html>")), "没有读到文字"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(t.Context(), "a.mht", c.data)
			require.Error(t, err)
			require.NotEqual(t, fault.Internal, fault.KindOf(err))
			require.Contains(t, fault.Message(err), c.hint)
		})
	}
}

func FuzzMHTML(f *testing.F) {
	f.Add(base(webPage("甲")), "")
	f.Add(quoted(f, "gbk", webPage("乙")), "Content-Type: multipart/related; boundary=b0\r\n\r\n--b0\r\n")
	f.Add("Content-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n=====", picture)
	f.Fuzz(func(t *testing.T, a, b string) { check(t, "a.mht", mhtml(a, b)) })
}
