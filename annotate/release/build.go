package release

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Build begins a release and builds it.
func Build(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key *Key, o Options) (r Release, err error) {
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error { r, err = Begin(ctx, tx, o); return err })
	if err != nil {
		return r, err
	}
	return Run(ctx, pool, files, key, r.ID)
}

// built is a release whose files are in the store and which has no rows yet.
type built struct {
	manifest    Manifest
	manifestSHA string
	signature   string
	files       []File // with the manifest and its signature
	changes     changes
}

// Run builds a release that was begun. One that is ready is returned as it is, so a job may run twice. When it fails, the
// release says why and nothing of it can be seen.
func Run(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key *Key, id int64) (r Release, err error) {
	defer fault.Wrapf(&err, "release.Run(%d)", id)
	unlock, err := lock(ctx, pool)
	if err != nil {
		return r, err
	}
	defer unlock()
	if r, err = one(ctx, pool, `select `+columns+` from annotate.release where id = $1`, id); err != nil || r.State == Ready {
		return r, err
	}
	if r, err = start(ctx, pool, id); err != nil {
		return r, err
	}
	b, err := build(ctx, pool, files, key, r)
	if err == nil {
		err = pg.InTx(ctx, pool, func(tx pgx.Tx) error { r, err = finish(ctx, tx, r, b); return err })
	}
	if err != nil {
		return r, errors.Join(err, fail(ctx, pool, r, err))
	}
	return r, nil
}

// lock takes the lock of whoever builds, on a connection that is held until it is given back.
func lock(ctx context.Context, pool *pgxpool.Pool) (unlock func(), err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	var mine bool
	if err := conn.QueryRow(ctx, `select pg_try_advisory_lock($1, $2)`, lockClass, lockKey).Scan(&mine); err != nil || !mine {
		conn.Release()
		if err == nil {
			err = fault.New(fault.Conflict, "另一个版本正在构建，请等它完成后再试。")
		}
		return nil, err
	}
	return func() {
		_, err := conn.Exec(context.WithoutCancel(ctx), `select pg_advisory_unlock($1, $2)`, lockClass, lockKey)
		if err != nil {
			_ = conn.Conn().Close(context.WithoutCancel(ctx)) // the lock goes with it
		}
		conn.Release()
	}, nil
}

// build reads one snapshot and puts every file of the release into the store.
func build(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key *Key, r Release) (b built, err error) {
	if key == nil {
		return b, fault.New(fault.Unavailable, "没有发布签名密钥，不能构建。请检查数据目录下的 keys 目录。")
	}
	var c *content
	e := edition{version: r.Version, on: r.ReleasedOn, note: r.Note, public: key.Public()}
	err = pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		s, err := gather(ctx, tx, r.ReleasedOn)
		if err != nil {
			return err
		}
		c = s.refine()
		e.history, err = historyOf(ctx, tx)
		if err == nil {
			e.previous, err = previousOf(ctx, tx, files, e.history)
		}
		return err
	})
	if err != nil {
		return b, err
	}
	if len(c.items) == 0 && len(e.previous) == 0 {
		return b, fault.New(fault.Conflict, "没有可以对外的已审定问答对：须两轮审定，且依据全部为公开（L1）、现行有效的文件。")
	}
	return write(ctx, pool, files, key, r, &composer{content: c, edition: e})
}

// write composes the files, the manifest and the signature into the store.
func write(ctx context.Context, pool *pgxpool.Pool, files *ingest.Files, key *Key, r Release, c *composer) (b built, err error) {
	c.put = func(path string, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return store(files, path, data)
	}
	c.step = func(done, of int) {
		// How far it is, for those who watch: whether they see it does not decide about the release.
		_, _ = pool.Exec(ctx, `update annotate.release set progress = $2 where id = $1 and state = 'building'`, r.ID, float64(done)/float64(of))
	}
	m, data, err := c.compose()
	if err != nil {
		return b, err
	}
	signature, err := key.sign(data)
	if err != nil {
		return b, err
	}
	sealed := key.public.seal(data, signature).bytes()
	for path, d := range map[string][]byte{manifestFile: data, signatureFile: sealed} {
		if err := c.put(path, d); err != nil {
			return b, err
		}
	}
	sha, _ := digests(data)
	all := append(append([]File{}, m.Files...), fileOf(manifestFile, data), fileOf(signatureFile, sealed))
	return built{m, sha, signature, all, c.changes}, nil
}

// store keeps a file. Nothing is kept of an empty one: its name says all.
func store(files *ingest.Files, path string, data []byte) error {
	if len(data) == 0 {
		return nil
	}
	_, err := files.Put(bytes.NewReader(data))
	if err == nil {
		return nil
	}
	message := fmt.Sprintf("发布文件 %s 存不下来，请检查文件库的磁盘空间和权限，然后重新构建。", path)
	if fault.Is(err, fault.TooLarge) {
		message = fmt.Sprintf("发布文件 %s 超过 %d MB，存不下来。请按文件分批审定后再发布，或联系管理员。", path, ingest.MaxFile>>20)
	}
	return fault.Wrap(err, fault.Unavailable, message)
}

// historyOf are the releases before, newest first.
func historyOf(ctx context.Context, tx pg.DB) ([]Release, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from annotate.release where state = 'ready' order by id desc`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// previousOf reads the digests of the records of the release before, from its own file.
func previousOf(ctx context.Context, tx pg.DB, files *ingest.Files, history []Release) (map[string]string, error) {
	all := map[string]string{}
	if len(history) == 0 {
		return all, nil
	}
	f, err := fileAt(ctx, tx, history[0].ID, pairsFile)
	if err != nil {
		return nil, err
	}
	data, err := readStored(files, f)
	if err != nil {
		return nil, err
	}
	for l, err := range linesOf(data) {
		if err != nil {
			return nil, err
		}
		var p struct{ ID string }
		if err := json.Unmarshal(l, &p); err != nil {
			return nil, err
		}
		sha, _ := digests(l)
		all[p.ID] = sha
	}
	return all, nil
}

func readStored(files *ingest.Files, f File) ([]byte, error) {
	if f.Size == 0 {
		return nil, nil
	}
	return files.Read(f.SHA256)
}

// fileAt finds a file of a release.
func fileAt(ctx context.Context, db pg.DB, id int64, path string) (f File, err error) {
	rows, err := db.Query(ctx, `select path, size, sha256, sm3 from annotate.release_file where release_id = $1 and path = $2`, id, path)
	if err != nil {
		return f, err
	}
	f, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[File])
	if errors.Is(err, pgx.ErrNoRows) {
		err = fault.New(fault.NotFound, "这个版本里没有这个文件。")
	}
	return f, err
}

// linesOf are the lines of data, each with its end. A last line without one is an error: it may be half.
func linesOf(data []byte) func(yield func([]byte, error) bool) {
	return func(yield func([]byte, error) bool) {
		r := bufio.NewReaderSize(bytes.NewReader(data), 1<<16)
		for {
			l, err := r.ReadBytes('\n')
			switch {
			case err == nil:
				if !yield(l, nil) {
					return
				}
			case errors.Is(err, io.EOF) && len(l) == 0:
				return
			default:
				yield(nil, fault.New(fault.Invalid, "文件的最后一行不完整。"))
				return
			}
		}
	}
}
