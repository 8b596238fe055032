package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bianku/internal/fault"
)

// Problem is something in a folder that is not as its publisher made it.
type Problem struct {
	Path    string `json:"path"`
	Kind    string `json:"kind"` // missing, extra, changed, bad_signature, record
	Record  string `json:"record,omitempty"`
	Message string `json:"message"` // plain Chinese
}

// Checked is what Verify has looked at.
type Checked struct {
	Version  string    `json:"version,omitempty"`
	KeyID    string    `json:"key_id,omitempty"`  // of the key that was used
	OwnKey   bool      `json:"own_key,omitempty"` // it came with the release: it proves only that nothing was changed since somebody signed
	Files    int       `json:"files"`
	Records  int       `json:"records"`
	Problems []Problem `json:"problems"`
}

// Verify checks a release in a folder against its signed manifest: every file that is missing, extra or changed, the
// signature, and every record that contradicts the manifest. It needs no database and no network. With public nil the key
// inside the release is used. The error is about the folder itself; what is wrong in it are problems.
func Verify(dir string, public *PublicKey) (c Checked, err error) {
	c.Problems = []Problem{}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return c, fault.Wrap(errors.Join(err, fs.ErrInvalid), fault.Invalid, "没有这个文件夹："+dir)
	}
	v := &verifier{dir: dir, checked: &c}
	data, ok := v.read(manifestFile)
	if !ok {
		return c, nil
	}
	v.signature(data, public)
	m, err := parseManifest(data)
	if err != nil {
		v.problem(manifestFile, "changed", "%s", fault.Message(err))
		return c, nil
	}
	c.Version = m.Version
	for _, f := range m.Files {
		v.file(f, m)
	}
	c.Files, c.Records = len(m.Files)+len(unsigned), len(m.Records)
	if err := v.extras(m); err != nil {
		return c, err
	}
	slices.SortStableFunc(c.Problems, func(a, b Problem) int { return rank(a) - rank(b) })
	return c, nil
}

// rank puts the manifest first: what is said of other files is said on its word.
func rank(p Problem) int {
	if i := slices.Index(unsigned, p.Path); i >= 0 {
		return i
	}
	return len(unsigned)
}

type verifier struct {
	dir     string
	checked *Checked
}

func (v *verifier) problem(path, kind, format string, args ...any) {
	v.checked.Problems = append(v.checked.Problems, Problem{Path: path, Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// read reads a regular file; where it cannot, that is a problem.
func (v *verifier) read(path string) ([]byte, bool) {
	name := filepath.Join(v.dir, filepath.FromSlash(path))
	st, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.problem(path, "missing", "缺少文件 %s。", path)
		return nil, false
	case err == nil && !st.Mode().IsRegular():
		v.problem(path, "changed", "%s 不是普通文件。", path)
		return nil, false
	}
	data, err := os.ReadFile(name)
	if err != nil {
		v.problem(path, "changed", "文件 %s 读不了：%v。", path, err)
		return nil, false
	}
	return data, true
}

// signature checks MANIFEST.sig over the manifest. Which of the two was changed is told by the digests in the seal.
func (v *verifier) signature(manifest []byte, public *PublicKey) {
	data, ok := v.read(signatureFile)
	if public == nil {
		public = v.ownKey()
	}
	if !ok || public == nil {
		return
	}
	v.checked.KeyID = public.ID()
	var s seal
	if err := json.Unmarshal(data, &s); err != nil {
		v.problem(signatureFile, "changed", "签名文件 %s 读不懂，文件不完整或被改动。", signatureFile)
		return
	}
	good, want := public.verifies(manifest, s.Signature), public.seal(manifest, s.Signature)
	switch {
	case good && bytes.Equal(data, want.bytes()):
	case good:
		v.problem(signatureFile, "changed", "签名文件 %s 被改动（签名本身有效）。", signatureFile)
	case s.SHA256 != want.SHA256 && s.SM3 != want.SM3:
		v.problem(manifestFile, "bad_signature", "清单 %s 与签名不符，被改动。", manifestFile)
	case s.KeyID != public.ID():
		v.problem(signatureFile, "bad_signature", "签名用的不是这把公钥：签名的公钥编号为 %s，核验用的为 %s。", s.KeyID, public.ID())
	default:
		v.problem(signatureFile, "bad_signature", "签名文件 %s 中的签名无效，文件被改动。", signatureFile)
	}
}

// ownKey is the key that came with the release.
func (v *verifier) ownKey() *PublicKey {
	data, ok := v.read(keyFile)
	if !ok {
		return nil
	}
	public, err := ParsePublicKey(data)
	if err != nil {
		v.problem(keyFile, "changed", "包内公钥 %s 读不懂，文件不完整或被改动；无法核验签名。", keyFile)
		return nil
	}
	v.checked.OwnKey = true
	return public
}

// file checks a listed file; of the pairs also every record.
func (v *verifier) file(f File, m Manifest) {
	if v.has(f.Path) {
		return // told already
	}
	data, ok := v.read(f.Path)
	if !ok {
		return
	}
	sha, sm := digests(data)
	switch {
	case int64(len(data)) != f.Size:
		v.problem(f.Path, "changed", "文件 %s 被改动：大小应为 %d 字节，现为 %d 字节。", f.Path, f.Size, len(data))
	case sha != f.SHA256 || sm != f.SM3:
		v.problem(f.Path, "changed", "文件 %s 被改动：大小相同，校验值（SHA-256、SM3）不符。", f.Path)
	}
	if f.Path == pairsFile {
		v.records(data, m)
	}
}

func (v *verifier) has(path string) bool {
	return slices.ContainsFunc(v.checked.Problems, func(p Problem) bool { return p.Path == path })
}

func (v *verifier) record(id, format string, args ...any) {
	v.checked.Problems = append(v.checked.Problems, Problem{Path: pairsFile, Kind: "record", Record: id, Message: fmt.Sprintf(format, args...)})
}

// records checks every line of the pairs against what the manifest says of it.
func (v *verifier) records(data []byte, m Manifest) {
	listed := make(map[string]Record, len(m.Records))
	for _, r := range m.Records {
		listed[r.ID] = r
	}
	n := 0
	for l, err := range linesOf(data) {
		n++
		if err != nil {
			v.record("", "%s 第 %d 行不完整。", pairsFile, n)
			continue
		}
		var p struct {
			ID      string
			Version int
			Rule    Rule
		}
		if err := json.Unmarshal(l, &p); err != nil {
			v.record("", "%s 第 %d 行读不懂，被改动。", pairsFile, n)
			continue
		}
		r, ok := listed[p.ID]
		sha, _ := digests(l)
		delete(listed, p.ID)
		switch {
		case !ok:
			v.record(p.ID, "%s 第 %d 行的记录 %s 不在清单中，或重复出现。", pairsFile, n, p.ID)
		case sha != r.SHA256:
			v.record(p.ID, "%s 第 %d 行的记录 %s 与清单不符，被改动。", pairsFile, n, p.ID)
		case p.Version != r.N || p.Rule != r.Rule:
			v.record(p.ID, "%s 第 %d 行的记录 %s 的版本或准予对外的规则与清单不符。", pairsFile, n, p.ID)
		}
	}
	for _, r := range m.Records {
		if _, missing := listed[r.ID]; missing {
			v.record(r.ID, "清单中的记录 %s 在 %s 中没有。", r.ID, pairsFile)
		}
	}
}

// extras finds what the manifest does not list.
func (v *verifier) extras(m Manifest) error {
	return filepath.WalkDir(v.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "文件夹读不了："+name)
		}
		rel, err := filepath.Rel(v.dir, name)
		if err != nil || d.IsDir() {
			return err
		}
		rel = filepath.ToSlash(rel)
		if _, ok := m.file(rel); !ok && !slices.Contains(unsigned, rel) {
			v.problem(rel, "extra", "多出文件 %s，清单中没有。", rel)
		}
		return nil
	})
}

var pathForm = regexp.MustCompile(`^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$`)

// plainPath says whether a path of a manifest stays inside the folder and is nobody else's name.
func plainPath(path string) bool {
	return len(path) < 200 && pathForm.MatchString(path) && !slices.Contains(unsigned, path) && !strings.Contains(path, "..")
}
