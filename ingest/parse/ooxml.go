package parse

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"bianku/internal/fault"
)

// ooxml is the archive of a workbook or a presentation. left is what may still be unpacked, over all its parts.
type ooxml struct {
	z    *zip.Reader
	what string // XLSX, PPTX: for messages
	left int64
}

func openOOXML(what string, data []byte) (*ooxml, error) {
	o := &ooxml{what: what, left: maxUnzipped}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, o.broken(err)
	}
	o.z = z
	return o, nil
}

func (o *ooxml) broken(err error) error {
	return fault.Wrap(err, fault.Invalid, o.what+"文件已损坏，无法读取。请用Office或WPS打开后另存，再上传。")
}

func (o *ooxml) tooLarge() error {
	return fault.Newf(fault.TooLarge, "%s解压后超过%d兆，疑似异常文件，已拒绝。", o.what, maxUnzipped>>20)
}

// declared refuses an archive whose members say that they are too large together. Reading fails on those that lie.
func (o *ooxml) declared() error {
	total := uint64(0)
	for _, f := range o.z.File {
		if f.UncompressedSize64 > maxUnzipped || total > maxUnzipped {
			return o.tooLarge()
		}
		total += f.UncompressedSize64
	}
	if total > maxUnzipped {
		return o.tooLarge()
	}
	return nil
}

func (o *ooxml) read(name string) ([]byte, error) {
	f, err := o.z.Open(name)
	if err != nil {
		return nil, o.broken(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, o.left+1))
	if err != nil {
		return nil, o.broken(err)
	}
	if o.left -= int64(len(b)); o.left < 0 {
		return nil, o.tooLarge()
	}
	return b, nil
}

// walk calls visit for the start and the end of every element of a part. The start's decoder stands behind the element's tag.
func (o *ooxml) walk(name string, visit func(dec *xml.Decoder, tok xml.Token) error) error {
	b, err := o.read(name)
	if err != nil {
		return err
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	for depth := 0; ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return o.broken(err)
		}
		switch tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return o.broken(errors.New("nested too deep"))
			}
		case xml.EndElement:
			depth--
		}
		if err := visit(dec, tok); err != nil {
			return err
		}
	}
}

// relation is where a part refers to another.
type relation struct{ kind, target string }

// relations reads what a part refers to, by id. A part without them has none.
func (o *ooxml) relations(part string) map[string]relation {
	out := map[string]relation{}
	dir, file := path.Split(part)
	_ = o.walk(path.Join(dir, "_rels", file+".rels"), func(_ *xml.Decoder, tok xml.Token) error {
		t, ok := tok.(xml.StartElement)
		if !ok || t.Name.Local != "Relationship" || attribute(t, "TargetMode") == "External" {
			return nil
		}
		target := strings.ReplaceAll(attribute(t, "Target"), `\`, "/")
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(path.Clean(target), "/")
		} else {
			target = path.Join(dir, target)
		}
		out[attribute(t, "Id")] = relation{kind: path.Base(attribute(t, "Type")), target: target}
		return nil
	})
	return out
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relationID is an attribute r:id beside which an id of another kind may stand.
func relationID(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && (a.Name.Space == "r" || strings.HasSuffix(a.Name.Space, "/relationships")) {
			return a.Value
		}
	}
	return ""
}
