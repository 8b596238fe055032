package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/emmansun/gmsm/sm3"
	"github.com/jackc/pgx/v5"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// MaxFile is the largest file taken in. A scanned volume of statutes has 150 MB; what is larger is a mistake.
const MaxFile = 256 << 20

// Stored names a file in the store.
type Stored struct {
	SHA256 string
	SM3    string
	Size   int64
}

// Files is the content-addressed store: <dir>/ab/cd/abcd…, a file's name is its SHA-256. A file is written beside its
// place, synced and renamed, so a name that exists holds its whole content, and nothing is ever overwritten.
type Files struct{ dir string }

// OpenFiles opens the store in dir, creating it.
func OpenFiles(dir string) (*Files, error) {
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o750); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "文件库目录建不了："+dir+"。请检查磁盘空间和权限。")
	}
	return &Files{dir: dir}, nil
}

func (f *Files) path(sum string) string { return filepath.Join(f.dir, sum[:2], sum[2:4], sum) }

// Put stores what r holds, hashing it on the way, and says how it is called. Storing the same bytes again does nothing.
func (f *Files) Put(r io.Reader) (s Stored, err error) {
	defer fault.Wrapf(&err, "ingest.Files.Put")
	tmp, err := os.CreateTemp(filepath.Join(f.dir, "tmp"), "put-*")
	if err != nil {
		return s, fault.Wrap(err, fault.Unavailable, "文件存不下来，请检查磁盘空间和权限。")
	}
	defer os.Remove(tmp.Name()) // a no-op after the rename
	s, err = copyHashed(tmp, r)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return Stored{}, err
	}
	return s, f.place(tmp.Name(), s.SHA256)
}

// copyHashed copies r to w and computes both hashes in the same pass.
func copyHashed(w io.Writer, r io.Reader) (Stored, error) {
	a, b := sha256.New(), sm3.New()
	n, err := io.Copy(io.MultiWriter(w, a, b), io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return Stored{}, fault.Wrap(err, fault.Unavailable, "文件没有读完或存不下来，请重试；若反复出现，请检查磁盘空间。")
	case n > MaxFile:
		return Stored{}, fault.Newf(fault.TooLarge, "文件超过 %d MB，不予接收。请拆分后再提交。", MaxFile>>20)
	case n == 0:
		return Stored{}, fault.New(fault.Invalid, "文件是空的，没有内容可收。")
	}
	return Stored{SHA256: sum(a), SM3: sum(b), Size: n}, nil
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// place renames the temporary file to its name and makes the name durable.
func (f *Files) place(tmp, sha string) error {
	to := f.path(sha)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return fault.Wrap(err, fault.Unavailable, "文件存不下来，请检查磁盘空间和权限。")
	}
	if err := os.Chmod(tmp, 0o440); err != nil {
		return err
	}
	if err := os.Rename(tmp, to); err != nil {
		return err
	}
	return syncDirs(filepath.Dir(to), filepath.Dir(filepath.Dir(to)))
}

func syncDirs(dirs ...string) error {
	for _, d := range dirs {
		h, err := os.Open(d)
		if err != nil {
			return err
		}
		err = h.Sync()
		h.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// Read returns the file's bytes, having checked that they are still what their name says.
func (f *Files) Read(sha string) (data []byte, err error) {
	defer fault.Wrapf(&err, "ingest.Files.Read(%s)", sha)
	data, err = os.ReadFile(f.path(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(err, fault.NotFound, "原文件在文件库里找不到了，请从备份恢复文件库，或重新提交该文件。")
	}
	if err != nil {
		return nil, err
	}
	return data, verify(data, sha)
}

func verify(data []byte, sha string) error {
	got := sha256.Sum256(data)
	if hex.EncodeToString(got[:]) != sha {
		return fault.New(fault.Internal, "原文件的内容与入库时的校验值不符，文件可能已损坏或被改动。请从备份恢复。")
	}
	return nil
}

// open is content in memory as a file.
func open(data []byte) io.ReadSeekCloser { return memory{bytes.NewReader(data)} }

// memory is verified content: what was checked is what is read, whatever happens to the disk in between.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

// content reads a stored file from the database, where it is a row's text, or from the store.
func (f *Files) content(ctx context.Context, db pg.DB, sha string) ([]byte, error) {
	var inline []byte
	err := db.QueryRow(ctx, `select inline from ingest.file where sha256 = $1`, sha).Scan(&inline)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "没有这个文件。")
	}
	if err != nil {
		return nil, fmt.Errorf("ingest.content(%s): %w", sha, err)
	}
	if inline != nil {
		return inline, verify(inline, sha)
	}
	return f.Read(sha)
}

// saveFile records a stored file; a known one stays as it is.
func saveFile(ctx context.Context, db pg.DB, s Stored, inline []byte) error {
	_, err := db.Exec(ctx, `insert into ingest.file (sha256, sm3, size, inline) values ($1, $2, $3, $4) on conflict do nothing`,
		s.SHA256, s.SM3, s.Size, inline)
	return err
}
