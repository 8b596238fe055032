package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// submission puts files or rows into a batch.
type submission struct {
	p     *pipeline
	files *ingest.Files
	batch ingest.Batch
}

func (p *pipeline) submit(ctx context.Context, files *ingest.Files, n ingest.NewSubmission) (*submission, error) {
	s := &submission{p: p, files: files}
	err := pg.InTx(ctx, p.pool, func(tx pgx.Tx) (err error) {
		s.batch, err = ingest.NewBatch(ctx, tx, n)
		return err
	})
	return s, err
}

// file takes one file in: stored, with its intake and its job, in one transaction. What is refused at the door stands
// in the batch as failed, with its reason; only a fault of the system is returned.
func (s *submission) file(ctx context.Context, name string, open func() (fs.File, error)) error {
	err := pg.InTx(ctx, s.p.pool, func(tx pgx.Tx) error {
		f, err := open()
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "文件打不开，请检查是否存在、是否有读取权限。")
		}
		defer f.Close()
		in, err := ingest.AddFile(ctx, tx, s.files, s.batch.ID, name, f)
		if err != nil || in.State != ingest.Queued {
			return err
		}
		return s.p.enqueue(ctx, tx, in.Stage, []int64{in.ID}, 1)
	})
	if err == nil || !permanent(err) {
		return err
	}
	return pg.InTx(ctx, s.p.pool, func(tx pgx.Tx) error {
		_, err := ingest.RefuseFile(ctx, tx, s.batch.ID, name, err)
		return err
	})
}

// Enqueue brings an intake on that was stored, or set back, in tx.
func (p *pipeline) Enqueue(ctx context.Context, tx pgx.Tx, in ingest.Intake) error {
	if in.State != ingest.Queued {
		return nil
	}
	return p.enqueue(ctx, tx, in.Stage, []int64{in.ID}, 1)
}

// rows takes the rows of a --jsonl file in, a thousand to a transaction.
func (s *submission) rows(ctx context.Context, path string, taken func(n int)) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "文件打不开："+path)
	}
	defer f.Close()
	var rows []ingest.Row
	flush := func() error {
		err := pg.InTx(ctx, s.p.pool, func(tx pgx.Tx) error {
			ids, err := ingest.AddRows(ctx, tx, s.batch.ID, filepath.Base(path), rows)
			if err != nil {
				return err
			}
			return s.p.enqueue(ctx, tx, ingest.RowStage, ids, rowsPerJob)
		})
		taken(len(rows))
		rows = rows[:0]
		return err
	}
	err = ingest.ReadRows(f, func(r ingest.Row) error {
		if rows = append(rows, r); len(rows) < 1000 {
			return nil
		}
		return flush()
	})
	if err == nil && len(rows) > 0 {
		err = flush()
	}
	return err
}

// found is a file of a walked folder; name is how it is called in the batch.
type found struct{ path, name string }

// walk lists the files of the paths, folders whole, in a stable order. Hidden files and what editors and systems leave
// about are passed over; a path that does not exist is an error before anything is taken in.
func walk(paths []string) (list []found, err error) {
	for _, root := range paths {
		st, err := os.Stat(root)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, fault.Newf(fault.Invalid, "没有这个文件或目录：%s", root)
			}
			return nil, fault.Wrap(err, fault.Invalid, "读不了："+root)
		}
		if !st.IsDir() {
			list = append(list, found{root, filepath.Base(root)})
			continue
		}
		err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return fault.Wrap(err, fault.Invalid, "目录读不了："+path)
			case path != root && ignored(d.Name()) && d.IsDir():
				return filepath.SkipDir
			case !d.Type().IsRegular() || ignored(d.Name()):
				return nil
			}
			list = append(list, found{path, filepath.Base(path)})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || slices.Contains([]string{"Thumbs.db", "desktop.ini", "__MACOSX"}, name)
}
