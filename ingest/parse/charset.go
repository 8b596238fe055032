package parse

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"bianku/internal/fault"
)

// decode turns bytes into text. What the file declares about itself is not asked: pages that say gb2312 and are UTF-8 are
// common, and the bytes tell. A prefix cut inside a character is accepted.
func decode(data []byte) (text, charset string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return string(bytes.ToValidUTF8(data[3:], []byte("\uFFFD"))), "utf-8", nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", "", fault.Wrap(err, fault.Invalid, "文件编码损坏，请另存为UTF-8后上传。")
		}
		return string(b), "utf-16", nil
	}
	if bytes.IndexByte(data[:min(len(data), 8192)], 0) >= 0 {
		return "", "", fault.New(fault.Unsupported, "不认识这个文件的格式。请上传PDF、OFD、Word、Excel、PPT、网页、Markdown或文本文件。")
	}
	if validUTF8(data) {
		return string(bytes.ToValidUTF8(data, nil)), "utf-8", nil
	}
	return decodeLegacy(data)
}

// validUTF8 tolerates a character cut at the end and one broken byte in a thousand: such files exist and are UTF-8.
func validUTF8(data []byte) bool {
	bad, total := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 && len(data) >= 4 {
			bad++
		}
		total++
		data = data[n:]
	}
	return bad*1000 <= total
}

func decodeLegacy(data []byte) (text, charset string, err error) {
	best, score := "", -1.0
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
	}{{"gb18030", simplifiedchinese.GB18030}, {"big5", traditionalchinese.Big5}} {
		b, err := c.enc.NewDecoder().Bytes(data)
		if err != nil {
			continue
		}
		// GB18030 first, and another only when it is clearly better: the two share most byte pairs.
		if s := measure(string(b)).known; s > score+0.15 {
			best, charset, score = string(b), c.name, s
		}
	}
	if score < 0.6 {
		return "", "", fault.New(fault.Unsupported, "不认识这个文件的格式或编码。请上传PDF、OFD、Word、Excel、PPT、网页、Markdown，或UTF-8、GB18030编码的文本文件。")
	}
	return best, charset, nil
}
