package release

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// released is a folder with a release of the small world.
func released(t *testing.T) (*world, string) {
	t.Helper()
	w := newWorld(t)
	w.corpus()
	return w, w.export(w.build().Version)
}

func paths(c Checked) (list []string) {
	for _, p := range c.Problems {
		if !slices.Contains(list, p.Path) {
			list = append(list, p.Path)
		}
	}
	return list
}

func TestARoundTripHasNoProblems(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	for name, public := range map[string]*PublicKey{"the publisher's key": w.key.Public(), "the key inside": nil} {
		c, err := Verify(dir, public)
		require.NoError(t, err, name)
		require.Empty(t, c.Problems, name)
		require.Equal(t, Checked{Version: "2026.11.1", KeyID: w.key.Public().ID(), OwnKey: public == nil, Files: 17, Records: 3, Problems: []Problem{}}, c)
	}
}

// One byte changed anywhere is named: every file, at its first, last and some bytes between, in two ways.
func TestOneByteChangedAnywhereIsNamed(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	for path, whole := range folder(t, dir) {
		offsets := []int{0, 1, len(whole) / 3, len(whole) / 2, len(whole) - 2, len(whole) - 1}
		for i := 7; i < len(whole); i += max(1, len(whole)/40) {
			offsets = append(offsets, i)
		}
		for _, at := range offsets {
			for _, flip := range []byte{1, 0x20} {
				data := []byte(whole)
				data[at] ^= flip
				overwrite(t, dir, path, data)
				c, err := Verify(dir, w.key.Public())
				require.NoError(t, err)
				named := paths(c)
				require.NotEmpty(t, named, "%s at %d", path, at)
				require.Equal(t, path, named[0], "%s at %d: %v", path, at, c.Problems)
				if path != manifestFile { // on whose word the others are judged
					require.Len(t, named, 1, "%s at %d: %v", path, at, c.Problems)
				}
				own, err := Verify(dir, nil)
				require.NoError(t, err)
				require.Contains(t, paths(own), path, "%s at %d, with the key inside", path, at)
			}
		}
		overwrite(t, dir, path, []byte(whole))
	}
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.Empty(t, c.Problems, "as it was")
}

func overwrite(t *testing.T, dir, path string, data []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, path), data, 0o644))
}

func TestMissingAndExtraFilesAreNamed(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	for path, whole := range folder(t, dir) {
		require.NoError(t, os.Remove(filepath.Join(dir, path)))
		c, err := Verify(dir, w.key.Public())
		require.NoError(t, err)
		require.Equal(t, Problem{Path: path, Kind: "missing", Message: "缺少文件 " + path + "。"}, c.Problems[0])
		require.Len(t, c.Problems, 1)
		overwrite(t, dir, path, []byte(whole))
	}
	overwrite(t, dir, "data/more.jsonl", []byte("{}\n"))
	overwrite(t, dir, ".hidden", []byte("x"))
	require.NoError(t, os.Symlink("/etc/hostname", filepath.Join(dir, "link")))
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.ElementsMatch(t, []string{".hidden", "data/more.jsonl", "link"}, paths(c))
	for _, p := range c.Problems {
		require.Equal(t, "extra", p.Kind)
	}
}

func TestALinkInPlaceOfAFileIsNotRead(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	kept := filepath.Join(t.TempDir(), "kept")
	require.NoError(t, os.Rename(filepath.Join(dir, "README.md"), kept))
	require.NoError(t, os.Symlink(kept, filepath.Join(dir, "README.md")))
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.Equal(t, []string{"README.md"}, paths(c))
}

func TestATruncatedFileIsNamedWithItsSizes(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	whole := folder(t, dir)[pairsFile]
	overwrite(t, dir, pairsFile, []byte(whole[:len(whole)-5]))
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.Contains(t, c.Problems[0].Message, "大小应为")
	require.Contains(t, c.Problems[1].Message, "第 3 行不完整")
	require.Contains(t, c.Problems[2].Message, "清单中的记录")
}

// A publisher who signs a manifest that contradicts the records is found out too: the digests are right, the records not.
func TestARecordThatContradictsTheManifestIsNamed(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	whole := folder(t, dir)
	lines := strings.SplitAfter(whole[pairsFile], "\n")[:3]
	m, err := parseManifest([]byte(whole[manifestFile]))
	require.NoError(t, err)
	ids := []string{m.Records[0].ID, m.Records[1].ID, m.Records[2].ID}
	for name, x := range map[string]struct {
		pairs   string
		records func(r []Record) []Record
		record  string
		says    string
	}{
		"another rule":    {whole[pairsFile], func(r []Record) []Record { r[2].Rule = PublicL1; return r }, ids[2], "规则与清单不符"},
		"another version": {whole[pairsFile], func(r []Record) []Record { r[0].N = 2; return r }, ids[0], "版本"},
		"not in manifest": {whole[pairsFile], func(r []Record) []Record { return r[:2] }, ids[2], "不在清单中"},
		"not in the file": {lines[0] + lines[2], func(r []Record) []Record { return r }, ids[1], "中没有"},
		"twice":           {lines[0] + lines[0] + lines[1] + lines[2], func(r []Record) []Record { return r }, ids[0], "重复"},
		"changed":         {strings.Replace(whole[pairsFile], "省人民政府", "市人民政府", 1), func(r []Record) []Record { return r }, ids[1], "被改动"},
		"not a record":    {whole[pairsFile] + "…\n", func(r []Record) []Record { return r }, "", "读不懂"},
	} {
		forged := m
		forged.Records = x.records(slices.Clone(m.Records))
		forged.Files = slices.Clone(m.Files)
		for i, f := range forged.Files {
			if f.Path == pairsFile {
				forged.Files[i] = fileOf(pairsFile, []byte(x.pairs))
			}
		}
		w.sign(dir, forged)
		overwrite(t, dir, pairsFile, []byte(x.pairs))
		c, err := Verify(dir, w.key.Public())
		require.NoError(t, err)
		require.NotEmpty(t, c.Problems, name)
		for _, p := range c.Problems {
			require.Equal(t, "record", p.Kind, name)
		}
		require.Equal(t, x.record, c.Problems[0].Record, name)
		require.Contains(t, c.Problems[0].Message, x.says, name)
	}
}

// sign writes a manifest and its signature.
func (w *world) sign(dir string, m Manifest) {
	w.t.Helper()
	data, err := m.bytes()
	require.NoError(w.t, err)
	signature, err := w.key.sign(data)
	require.NoError(w.t, err)
	require.NoError(w.t, os.WriteFile(filepath.Join(dir, manifestFile), data, 0o644))
	require.NoError(w.t, os.WriteFile(filepath.Join(dir, signatureFile), w.key.public.seal(data, signature).bytes(), 0o644))
}

// Somebody who changes a record and everything that follows from it has no key to sign it with.
func TestAnotherKeyIsNoSignature(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	stranger := newWorld(t)
	m, err := parseManifest([]byte(folder(t, dir)[manifestFile]))
	require.NoError(t, err)
	stranger.sign(dir, m)
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.Equal(t, []string{signatureFile}, paths(c))
	require.Contains(t, c.Problems[0].Message, "不是这把公钥")

	overwrite(t, dir, keyFile, stranger.key.Public().PEM())
	c, err = Verify(dir, nil)
	require.NoError(t, err)
	require.Equal(t, []string{keyFile}, paths(c), "the manifest holds the publisher's key fast")
}

func TestAManifestIsNotBelievedToLeadOutside(t *testing.T) {
	t.Parallel()
	w, dir := released(t)
	m, err := parseManifest([]byte(folder(t, dir)[manifestFile]))
	require.NoError(t, err)
	for _, path := range []string{"../outside", "/etc/passwd", "data/../../x", "a//b", "", "MANIFEST.json", `a\b`, strings.Repeat("a", 300)} {
		forged := m
		forged.Files = append(slices.Clone(m.Files), File{Path: path, Size: 1})
		w.sign(dir, forged)
		c, err := Verify(dir, w.key.Public())
		require.NoError(t, err)
		require.Equal(t, []string{manifestFile}, paths(c), path)
		require.Contains(t, c.Problems[0].Message, "不合规定")
	}
	other := m
	other.Format = "bianku-release/9"
	w.sign(dir, other)
	c, err := Verify(dir, w.key.Public())
	require.NoError(t, err)
	require.Contains(t, c.Problems[0].Message, "请升级")
}

func TestVerifyNeedsAFolder(t *testing.T) {
	_, err := Verify(filepath.Join(t.TempDir(), "none"), nil)
	require.ErrorContains(t, err, "没有这个文件夹")
	c, err := Verify(t.TempDir(), nil)
	require.NoError(t, err)
	require.Equal(t, []string{manifestFile}, paths(c))
}

func TestManifestHasOneForm(t *testing.T) {
	m := Manifest{Format: manifestFormat, Version: "2026.11.1", ReleasedOn: day, Algorithm: algorithm, KeyID: "ab",
		Files: []File{{"a.txt", 1, "s", "m"}}, Records: []Record{{"P1", 1, PublicL1, "x"}, {"P2", 1, Desensitised, "y"}}}
	data, err := m.bytes()
	require.NoError(t, err)
	require.Equal(t, 8, bytes.Count(data, []byte("\n")), "a line a file, a line a record: %s", data)
	again, err := parseManifest(data)
	require.NoError(t, err)
	require.Equal(t, m, again)
	for _, other := range []string{" " + string(data), strings.Replace(string(data), `"size":1`, `"size": 1`, 1), strings.Replace(string(data), `"a.txt"`, `"\u0061.txt"`, 1), "{", ""} {
		_, err := parseManifest([]byte(other))
		require.Error(t, err, other)
	}
}
