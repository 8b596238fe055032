package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/annotate"
	"bianku/eval"
	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// stage is one line of the pipeline.
type stage struct {
	name     string
	label    string // Chinese, as shown
	queue    string // queueText: as many at once as there are workers; queueModel: one, it uses all cores by itself
	timeout  time.Duration
	attempts int  // tries before what goes wrong for a passing reason counts as failed
	optional bool // its failure leaves the file done, with a note of what is missing
	run      runner
}

// runner does a stage's work on items, outside any transaction. What it wants written it returns as finish, one per
// item, to be run in the transaction that moves the intake on and enqueues the next stage: killed at any moment, a
// stage has happened whole or not at all.
type runner func(ctx context.Context, p *parts, items []ingest.Item, progress func(float64)) []result

type result struct {
	finish finish
	err    error
}

type finish func(ctx context.Context, tx pgx.Tx) (ingest.Outcome, error)

// stages is the pipeline, in order. A file enters at the first, a --jsonl row at structure (it is text already).
var stages = []stage{
	{ingest.FirstStage, "读取文字", queueText, 10 * time.Minute, 3, false, each(readStage)},
	{ingest.RowStage, "分析结构", queueText, 10 * time.Minute, 4, false, each(structureStage)},
	{"index", "建立索引", queueText, 10 * time.Minute, 4, false, each(indexStage)},
	{"embed", "生成向量", queueModel, 2 * time.Hour, 3, true, embedStage},
}

const (
	queueText  = "text"
	queueModel = "model"
)

// noVectors begins the note of a file that was finished without its vectors; the next worker that has a model finds it by that.
const noVectors = "未生成向量"

// parts are what the stages work with.
type parts struct {
	files *ingest.Files
	index indexer
	pairs refresher
	db    pgxDB
}

// refresher brings the pairs up to date with what has happened to texts: *annotate.Service.
type refresher interface {
	Stale(ctx context.Context, tx pg.DB, versions ...int64) (int, error)
}

// indexer is what the pipeline needs of the index.
type indexer interface {
	annotate.Indexer // a pair that goes stale leaves it
	IndexVersion(ctx context.Context, tx pg.DB, versionID int64) error
	EmbedVersion(ctx context.Context, versionID int64, progress func(done, total int)) error
	HasEmbedder() bool
	Unembedded(ctx context.Context) (int64, error)
	Maintain(ctx context.Context) error
}

func findStage(name string) (i int, ok bool) {
	for i, s := range stages {
		if s.name == name {
			return i, true
		}
	}
	return 0, false
}

// after is the stage that follows stage i.
func after(i int) string {
	if i+1 < len(stages) {
		return stages[i+1].name
	}
	return ingest.StageDone
}

// each makes a runner of a function for one item. An item that panics fails alone.
func each(f func(ctx context.Context, p *parts, it ingest.Item) (finish, error)) runner {
	return func(ctx context.Context, p *parts, items []ingest.Item, progress func(float64)) []result {
		out := make([]result, len(items))
		for i, it := range items {
			if out[i].err = ctx.Err(); out[i].err == nil {
				out[i].err = caught(func() (err error) { out[i].finish, err = f(ctx, p, it); return err })
			}
			progress(float64(i+1) / float64(len(items)))
		}
		return out
	}
}

func readStage(ctx context.Context, p *parts, it ingest.Item) (finish, error) {
	r, secret, err := ingest.Read(ctx, p.db, p.files, it)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx pgx.Tx) (ingest.Outcome, error) {
		if secret != nil {
			return ingest.Quarantine(ctx, tx, it, *secret)
		}
		return ingest.Outcome{State: ingest.Queued}, ingest.SaveParsed(ctx, tx, it, r)
	}, nil
}

func structureStage(ctx context.Context, p *parts, it ingest.Item) (finish, error) {
	d, err := ingest.Understand(ctx, p.db, p.files, it)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx pgx.Tx) (ingest.Outcome, error) { return ingest.Save(ctx, tx, d) }, nil
}

func indexStage(_ context.Context, p *parts, it ingest.Item) (finish, error) {
	return func(ctx context.Context, tx pgx.Tx) (ingest.Outcome, error) {
		if err := p.index.IndexVersion(ctx, tx, it.VersionID); err != nil {
			return ingest.Outcome{}, err
		}
		// A new text ends older ones, its own and those that it repeals: what was approved on them goes back into review.
		if _, err := p.pairs.Stale(ctx, tx, it.VersionID); err != nil {
			return ingest.Outcome{}, err
		}
		return ingest.Outcome{State: ingest.Queued}, raise(ctx, tx, it.VersionID)
	}, nil
}

// raise: a version that came in with a higher clearance than its document had has raised the document. One that came alone cannot.
func raise(ctx context.Context, tx pgx.Tx, version int64) error {
	var document int64
	var more bool
	err := tx.QueryRow(ctx, `select document_id, exists (select from ingest.version o where o.document_id = v.document_id and o.id <> v.id)
		from ingest.version v where v.id = $1`, version).Scan(&document, &more)
	if err != nil || !more {
		return err
	}
	return eval.Raise(ctx, tx, document)
}

// embedStage adds the vectors. The index stores them as they come, in its own transactions, so that a long document
// that is interrupted goes on where it was.
func embedStage(ctx context.Context, p *parts, items []ingest.Item, progress func(float64)) []result {
	out := make([]result, len(items))
	for i, it := range items {
		o := ingest.Outcome{State: ingest.Queued}
		if !p.index.HasEmbedder() {
			o.Note = noVectors + "：没有向量模型，只能按词检索。装好模型后会自动补上。"
		} else {
			out[i].err = caught(func() error {
				return p.index.EmbedVersion(ctx, it.VersionID, func(done, total int) {
					progress((float64(i) + float64(done)/float64(max(total, 1))) / float64(len(items)))
				})
			})
		}
		out[i].finish = func(context.Context, pgx.Tx) (ingest.Outcome, error) { return o, nil }
	}
	return out
}

// caught runs f and makes an error of its panic.
func caught(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{value: r, stack: stack()}
		}
	}()
	return f()
}

// panicError is a stage that broke on a file. The person reads one sentence, the administrator the stack.
type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

func (e *panicError) Unwrap() error {
	return fault.New(fault.Unsupported, "处理这个文件时程序出错，已记下详情。请换一种格式重新提交，或联系管理员。")
}
