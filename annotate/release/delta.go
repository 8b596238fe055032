package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/ingest"
	"bianku/internal/fault"
)

// deltaFormat names the form of a delta: a header line; a line for every whole file that is new or differs; a line for every
// record that was added, changed or withdrawn, in every JSON Lines file; and a seal over all of it.
const deltaFormat = "bianku-delta/1"

// The operations of a delta.
const (
	opDelta     = "delta"
	opFile      = "file"
	opAdded     = "added"
	opChanged   = "changed"
	opWithdrawn = "withdrawn"
)

// deltaHeader says what it leads from and to.
type deltaHeader struct {
	Op     string `json:"op"`
	Format string `json:"format"`
	From   string `json:"from"`
	To     string `json:"to"`
	// The manifests by digest: of the folder it is applied to, and of the one that comes out.
	FromManifest string `json:"from_manifest_sha256"`
	ToManifest   string `json:"to_manifest_sha256"`
}

// deltaLine is any other line.
type deltaLine struct {
	Op      string          `json:"op"`
	Path    string          `json:"path"`
	ID      string          `json:"id,omitempty"`
	Content *string         `json:"content,omitempty"`
	Record  json.RawMessage `json:"record,omitempty"`
}

// lined says whether a file goes record by record.
func lined(path string) bool { return strings.HasSuffix(path, ".jsonl") }

// Delta returns what leads from one release to a later one. It is made and signed when it is first asked for, and kept.
func Delta(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key func() (*Key, error), from, to string) (b *Blob, err error) {
	defer fault.Wrapf(&err, "release.Delta(%s, %s)", from, to)
	a, err := ByVersion(ctx, pool, from)
	if err != nil {
		return nil, err
	}
	z, err := ByVersion(ctx, pool, to)
	if err != nil {
		return nil, err
	}
	if a.State != Ready || z.State != Ready {
		return nil, fault.New(fault.Conflict, "版本还没有构建完成，没有增量。")
	}
	if a.ID >= z.ID {
		return nil, fault.Newf(fault.Invalid, "增量只能从较早的版本到较新的版本：%s 不早于 %s。", from, to)
	}
	if f, err := storedDelta(ctx, pool, a, z); err == nil {
		return &Blob{File: f, ReleaseID: z.ID, files: files}, nil
	} else if !errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	return makeDelta(ctx, pool, files, key, a, z)
}

// deltaName is how a delta is called as a file.
func deltaName(a, z Release) string { return "delta-" + a.Version + "-" + z.Version + ".jsonl" }

func storedDelta(ctx context.Context, pool *pgxpool.Pool, a, z Release) (File, error) {
	f := File{Path: deltaName(a, z)}
	err := pool.QueryRow(ctx, `select size, sha256, sm3 from annotate.release_delta where from_id = $1 and to_id = $2`, a.ID, z.ID).Scan(&f.Size, &f.SHA256, &f.SM3)
	return f, err
}

func makeDelta(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key func() (*Key, error), a, z Release) (*Blob, error) {
	signer, err := key()
	if err != nil {
		return nil, err
	}
	old, err := FilesOf(ctx, pool, a.ID)
	if err != nil {
		return nil, err
	}
	new, err := FilesOf(ctx, pool, z.ID)
	if err != nil {
		return nil, err
	}
	data, err := difference(deltaHeader{opDelta, deltaFormat, a.Version, z.Version, a.ManifestSHA256, z.ManifestSHA256}, old, new,
		func(f File) ([]byte, error) { return readStored(files, f) })
	if err != nil {
		return nil, err
	}
	signature, err := signer.sign(data)
	if err != nil {
		return nil, err
	}
	data = append(data, signer.public.seal(data, signature).bytes()...)
	f := fileOf(deltaName(a, z), data)
	if err := store(files, f.Path, data); err != nil {
		return nil, err
	}
	// Two who ask at once make two: the one that was first is the one that is kept.
	_, err = pool.Exec(ctx, `insert into annotate.release_delta (from_id, to_id, sha256, sm3, size) values ($1, $2, $3, $4, $5) on conflict do nothing`,
		a.ID, z.ID, f.SHA256, f.SM3, f.Size)
	if err != nil {
		return nil, err
	}
	f, err = storedDelta(ctx, pool, a, z)
	return &Blob{File: f, ReleaseID: z.ID, files: files}, err
}

// difference is the body of a delta.
func difference(h deltaHeader, old, new []File, read func(File) ([]byte, error)) ([]byte, error) {
	head, err := line(h)
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(head)
	before := map[string]File{}
	for _, f := range old {
		before[f.Path] = f
	}
	for _, f := range new {
		was, there := before[f.Path]
		if there && was == f {
			continue
		}
		data, err := read(f)
		if err != nil {
			return nil, err
		}
		if !lined(f.Path) {
			text := string(data)
			l, err := line(deltaLine{Op: opFile, Path: f.Path, Content: &text})
			if err != nil {
				return nil, err
			}
			b.Write(l)
			continue
		}
		var earlier []byte
		if there {
			if earlier, err = read(was); err != nil {
				return nil, err
			}
		}
		if err := recordDifference(b, f.Path, earlier, data); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// recordDifference writes the records that differ. A record is embedded as its bytes, so that it comes out as it went in.
func recordDifference(b *bytes.Buffer, path string, earlier, data []byte) error {
	was, _, err := byID(earlier)
	if err != nil {
		return err
	}
	is, order, err := byID(data)
	if err != nil {
		return err
	}
	write := func(op, id string, record []byte) error {
		l, err := line(deltaLine{Op: op, Path: path, ID: id})
		if err != nil {
			return err
		}
		if record != nil {
			l = append(bytes.TrimSuffix(l, []byte("}\n")), `,"record":`...)
			l = append(append(l, bytes.TrimSuffix(record, []byte("\n"))...), "}\n"...)
		}
		b.Write(l)
		return nil
	}
	for _, id := range order {
		switch before, there := was[id]; {
		case !there:
			err = write(opAdded, id, is[id])
		case !bytes.Equal(before, is[id]):
			err = write(opChanged, id, is[id])
		}
		if err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if _, there := is[id]; !there {
			if err := write(opWithdrawn, id, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// byID are the lines of a JSON Lines file by their id, which comes first in each.
func byID(data []byte) (lines map[string][]byte, order []string, err error) {
	lines = map[string][]byte{}
	for l, err := range linesOf(data) {
		if err != nil {
			return nil, nil, err
		}
		rest, ok := bytes.CutPrefix(l, []byte(`{"id":"`))
		id, _, more := bytes.Cut(rest, []byte(`"`))
		if !ok || !more || lines[string(id)] != nil {
			return nil, nil, fault.New(fault.Invalid, "文件中有一行没有编号或编号重复。")
		}
		lines[string(id)] = bytes.Clone(l)
		order = append(order, string(id))
	}
	return lines, order, nil
}

// Apply makes the release that a delta leads to, in outDir, from the one in prevDir. It refuses a delta that is not signed
// by public (nil: by the key in prevDir), that starts from another release, or that does not lead to exactly what its
// publisher signed. It needs no database and no network; outDir is there whole or not at all.
func Apply(delta []byte, prevDir, outDir string, public *PublicKey) (m Manifest, err error) {
	if public == nil {
		data, err := os.ReadFile(filepath.Join(prevDir, keyFile))
		if err != nil {
			return m, fault.Wrap(err, fault.Invalid, "上一版文件夹里没有公钥 "+keyFile+"，请用 --key 指定发布方的公钥。")
		}
		if public, err = ParsePublicKey(data); err != nil {
			return m, err
		}
	}
	body, err := unseal(delta, public)
	if err != nil {
		return m, err
	}
	d, err := parseDelta(body)
	if err != nil {
		return m, err
	}
	if err := d.startsFrom(prevDir); err != nil {
		return m, err
	}
	if m, err = d.manifest(); err != nil {
		return m, err
	}
	return m, writeFolder(outDir, func(put func(string, []byte) error) error { return d.fill(m, prevDir, public, put) })
}

// unseal checks the last line of a delta over all before it.
func unseal(delta []byte, public *PublicKey) ([]byte, error) {
	bad := fault.New(fault.Invalid, "增量文件不完整或被改动，没有使用。请重新下载。")
	cut := bytes.LastIndexByte(bytes.TrimSuffix(delta, []byte("\n")), '\n') + 1
	body, last := delta[:cut], delta[cut:]
	var s seal
	if err := json.Unmarshal(last, &s); err != nil || s.Signature == "" {
		return nil, bad
	}
	if public.verifies(body, s.Signature) && bytes.Equal(last, public.seal(body, s.Signature).bytes()) {
		return body, nil
	}
	if s.KeyID != public.ID() && public.seal(body, s.Signature).SHA256 == s.SHA256 {
		return nil, fault.Newf(fault.Invalid, "增量文件是用另一把密钥签名的（公钥编号 %s，现用 %s），没有使用。请向发布方核对，再用 --key 指定新公钥。", s.KeyID, public.ID())
	}
	return nil, bad
}

// parsed is a delta that has been read.
type parsed struct {
	header  deltaHeader
	whole   map[string][]byte               // path → content
	records map[string]map[string]deltaLine // path → id → line
}

func parseDelta(body []byte) (p parsed, err error) {
	bad := func(n int) error {
		return fault.Newf(fault.Invalid, "增量文件第 %d 行读不懂，没有使用。", n)
	}
	p = parsed{whole: map[string][]byte{}, records: map[string]map[string]deltaLine{}}
	n := 0
	for l, err := range linesOf(body) {
		if n++; err != nil {
			return p, bad(n)
		}
		if n == 1 {
			if err := json.Unmarshal(l, &p.header); err != nil || p.header.Op != opDelta {
				return p, bad(n)
			}
			if p.header.Format != deltaFormat {
				return p, fault.Newf(fault.Unsupported, "增量文件的格式是“%s”，本程序只认“%s”，请升级后再试。", p.header.Format, deltaFormat)
			}
			continue
		}
		var d deltaLine
		if err := json.Unmarshal(l, &d); err != nil {
			return p, bad(n)
		}
		switch {
		case d.Op == opFile && d.Content != nil:
			p.whole[d.Path] = []byte(*d.Content)
		case d.ID != "" && (d.Op == opWithdrawn || d.Record != nil && (d.Op == opAdded || d.Op == opChanged)):
			if p.records[d.Path] == nil {
				p.records[d.Path] = map[string]deltaLine{}
			}
			p.records[d.Path][d.ID] = d
		default:
			return p, bad(n)
		}
	}
	return p, nil
}

// startsFrom refuses a folder that is not, byte for byte, the release that the delta starts from.
func (p parsed) startsFrom(prevDir string) error {
	data, err := os.ReadFile(filepath.Join(prevDir, manifestFile))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "上一版文件夹里没有清单 "+manifestFile+"："+prevDir)
	}
	if sha, _ := digests(data); sha != p.header.FromManifest {
		have := "另一个版本"
		if m, err := parseManifest(data); err == nil {
			have = m.Version
		}
		return fault.Newf(fault.Conflict, "增量从版本 %s 开始，文件夹里的是 %s，不能使用。请下载对应的增量，或直接下载完整的新版。", p.header.From, have)
	}
	c, err := Verify(prevDir, nil)
	if err != nil {
		return err
	}
	for _, problem := range c.Problems {
		if problem.Kind != "extra" { // what is beside it is not read
			return fault.Newf(fault.Conflict, "上一版不完整，不能在其上应用增量：%s", problem.Message)
		}
	}
	return nil
}

// manifest is the manifest of the release that comes out.
func (p parsed) manifest() (Manifest, error) {
	data := p.whole[manifestFile]
	if sha, _ := digests(data); sha != p.header.ToManifest || p.whole[signatureFile] == nil {
		return Manifest{}, fault.New(fault.Invalid, "增量文件里没有新版的清单和签名，没有使用。")
	}
	return parseManifest(data)
}

// fill writes the new release: whole files from the delta or, where they did not change, from the previous release.
func (p parsed) fill(m Manifest, prevDir string, public *PublicKey, put func(string, []byte) error) error {
	sealed := p.whole[signatureFile]
	var s seal
	if err := json.Unmarshal(sealed, &s); err != nil || !public.verifies(p.whole[manifestFile], s.Signature) ||
		!bytes.Equal(sealed, public.seal(p.whole[manifestFile], s.Signature).bytes()) {
		return fault.New(fault.Invalid, "新版清单的签名无效，没有使用增量。")
	}
	for _, f := range m.Files {
		data, err := p.content(f.Path, prevDir)
		if err != nil {
			return err
		}
		if !f.holds(data) {
			return fault.Newf(fault.Invalid, "应用增量后 %s 与新版清单不符，没有生成新版。请直接下载完整的新版。", f.Path)
		}
		if err := put(f.Path, data); err != nil {
			return err
		}
	}
	for _, path := range unsigned {
		if err := put(path, p.whole[path]); err != nil {
			return err
		}
	}
	return nil
}

func (p parsed) content(path, prevDir string) ([]byte, error) {
	if data, ok := p.whole[path]; ok {
		return data, nil
	}
	old, err := os.ReadFile(filepath.Join(prevDir, filepath.FromSlash(path)))
	if err != nil && !(lined(path) && errors.Is(err, os.ErrNotExist)) {
		return nil, fault.Wrap(err, fault.Invalid, "上一版缺少文件："+path)
	}
	if len(p.records[path]) == 0 {
		return old, nil
	}
	lines, _, err := byID(old)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for id, d := range p.records[path] {
		if d.Op == opWithdrawn {
			delete(lines, id)
			continue
		}
		lines[id] = append(bytes.Clone(d.Record), '\n')
	}
	var b bytes.Buffer
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		b.Write(lines[id])
	}
	return b.Bytes(), nil
}
