package release

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Blob is a stored file that is read when the first byte is asked for: whoever has it already is answered by its digest alone.
type Blob struct {
	File
	ReleaseID int64
	files     *ingest.Files
	data      *bytes.Reader
	at        int64
}

// Open opens a file of a release that the actor may see.
func Open(ctx context.Context, db pg.DB, files *ingest.Files, version, path string) (b *Blob, err error) {
	defer fault.Wrapf(&err, "release.Open(%s, %s)", version, path)
	r, err := ByVersion(ctx, db, version)
	if err != nil {
		return nil, err
	}
	if r.State != Ready {
		return nil, fault.New(fault.Conflict, "这个版本还没有构建完成。")
	}
	f, err := fileAt(ctx, db, r.ID, path)
	return &Blob{File: f, ReleaseID: r.ID, files: files}, err
}

// Load reads it and checks its digest, so that whoever sends it knows beforehand that there is something to send.
func (b *Blob) Load() error {
	if b.data != nil {
		return nil
	}
	data, err := readStored(b.files, b.File)
	if err == nil {
		b.data = bytes.NewReader(data)
	}
	return err
}

// Read implements io.Reader.
func (b *Blob) Read(p []byte) (int, error) {
	if err := b.Load(); err != nil {
		return 0, err
	}
	n, err := b.data.ReadAt(p, b.at)
	b.at += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// Seek implements io.Seeker without reading anything.
func (b *Blob) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += b.at
	case io.SeekEnd:
		offset += b.Size
	}
	if offset < 0 {
		return 0, fs.ErrInvalid
	}
	b.at = offset
	return offset, nil
}

// Export writes a release into dir, which must be empty or not there. It is there whole or not at all.
func Export(ctx context.Context, db pg.DB, files *ingest.Files, version, dir string) (r Release, err error) {
	defer fault.Wrapf(&err, "release.Export(%s)", version)
	if r, err = ByVersion(ctx, db, version); err != nil {
		return r, err
	}
	if r.State != Ready {
		return r, fault.New(fault.Conflict, "这个版本还没有构建完成，不能导出。")
	}
	list, err := FilesOf(ctx, db, r.ID)
	if err != nil {
		return r, err
	}
	return r, writeFolder(dir, func(put func(path string, data []byte) error) error {
		for _, f := range list {
			data, err := readStored(files, f)
			if err == nil {
				err = put(f.Path, data)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeFolder fills a new folder beside dir and then gives it its name.
func writeFolder(dir string, fill func(put func(path string, data []byte) error) error) (err error) {
	if err := absent(dir); err != nil {
		return err
	}
	const trouble = "文件夹写不了，请检查磁盘空间和权限："
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fault.Wrap(err, fault.Unavailable, trouble+filepath.Dir(dir))
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".bianku-*")
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, trouble+filepath.Dir(dir))
	}
	defer os.RemoveAll(tmp) // nothing when it was renamed
	err = fill(func(path string, data []byte) error {
		to := filepath.Join(tmp, filepath.FromSlash(path))
		err := os.MkdirAll(filepath.Dir(to), 0o755)
		if err == nil {
			err = os.WriteFile(to, data, 0o644)
		}
		return fault.Wrap(err, fault.Unavailable, trouble+dir)
	})
	if err != nil {
		return err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	_ = os.Remove(dir) // an empty one, see absent
	return fault.Wrap(os.Rename(tmp, dir), fault.Unavailable, trouble+dir)
}

// absent refuses a folder in which there is something.
func absent(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.Wrap(err, fault.Invalid, "输出位置不是可用的文件夹："+dir)
	case len(entries) > 0:
		return fault.Newf(fault.Conflict, "输出文件夹 %s 里已有内容。请换一个空文件夹。", dir)
	}
	return nil
}
