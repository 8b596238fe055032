package release

import (
	"bytes"
	"encoding/json"
	"fmt"

	"bianku/internal/civil"
	"bianku/internal/fault"
)

// manifestFormat names the form of MANIFEST.json.
const manifestFormat = "bianku-release/1"

// Manifest is MANIFEST.json: what is in a release, and why it may be.
type Manifest struct {
	Format     string     `json:"format"`
	Version    string     `json:"version"`
	ReleasedOn civil.Date `json:"released_on"`
	Previous   string     `json:"previous"` // the version it was told against, "" for the first
	Algorithm  string     `json:"algorithm"`
	KeyID      string     `json:"key_id"`
	Files      []File     `json:"files"`   // by path
	Records    []Record   `json:"records"` // by id
}

// bytes is the manifest as it is signed: a line a file and a line a record, so that two can be compared by eye.
func (m Manifest) bytes() ([]byte, error) {
	head, err := line(struct {
		Format     string     `json:"format"`
		Version    string     `json:"version"`
		ReleasedOn civil.Date `json:"released_on"`
		Previous   string     `json:"previous"`
		Algorithm  string     `json:"algorithm"`
		KeyID      string     `json:"key_id"`
	}{m.Format, m.Version, m.ReleasedOn, m.Previous, m.Algorithm, m.KeyID})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(head, []byte("}\n")))
	b.WriteString(",\n\"files\":")
	if err := rows(&b, m.Files); err != nil {
		return nil, err
	}
	b.WriteString(",\n\"records\":")
	if err := rows(&b, m.Records); err != nil {
		return nil, err
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

// rows writes an array with a line an element.
func rows[T any](b *bytes.Buffer, list []T) error {
	b.WriteByte('[')
	for i, v := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		l, err := line(v)
		if err != nil {
			return err
		}
		b.WriteByte('\n')
		b.Write(bytes.TrimSuffix(l, []byte("\n")))
	}
	b.WriteString("\n]")
	return nil
}

// parseManifest reads a manifest that is in its one form, and whose paths stay inside the folder.
func parseManifest(data []byte) (m Manifest, err error) {
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fault.Wrap(err, fault.Invalid, "清单 "+manifestFile+" 读不懂，文件不完整或被改动。")
	}
	if m.Format != manifestFormat {
		return m, fault.Newf(fault.Unsupported, "清单的格式是“%s”，本程序只认“%s”，请升级后再试。", m.Format, manifestFormat)
	}
	again, err := m.bytes()
	if err != nil {
		return m, err
	}
	if !bytes.Equal(again, data) {
		return m, fault.New(fault.Invalid, "清单 "+manifestFile+" 的写法与规定不符，文件被改动。")
	}
	for _, f := range m.Files {
		if !plainPath(f.Path) {
			return m, fault.Newf(fault.Invalid, "清单中的文件名“%s”不合规定，已拒绝。", f.Path)
		}
	}
	return m, nil
}

// file finds a listed file.
func (m Manifest) file(path string) (File, bool) {
	for _, f := range m.Files {
		if f.Path == path {
			return f, true
		}
	}
	return File{}, false
}

// fileOf describes content under a path.
func fileOf(path string, data []byte) File {
	sha, sm := digests(data)
	return File{path, int64(len(data)), sha, sm}
}

func (f File) holds(data []byte) bool { return f == fileOf(f.Path, data) }

func (f File) String() string { return fmt.Sprintf("%s（%d 字节）", f.Path, f.Size) }
