package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"bianku/ingest"
	"bianku/internal/fault"
)

// progress is a bar on a terminal, a line now and then elsewhere, and nothing with --json.
type progress struct {
	bar *progressbar.ProgressBar
}

func (a *app) bar(total int, what string) *progress {
	f, ok := a.errw.(*os.File)
	if a.json || !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	if total == 0 {
		total = -1
	}
	return &progress{progressbar.NewOptions(total, progressbar.OptionSetWriter(a.errw), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())}
}

func (p *progress) add(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n)
	}
}

func (p *progress) set(n, of int, what string) {
	if p.bar != nil {
		p.bar.ChangeMax(of)
		p.bar.Describe(what)
		_ = p.bar.Set(n)
	}
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// stageCounts counts a batch's unfinished intakes by stage, and says how many there are and have ended. It asks the
// table itself: the counts of Batches are for people, and join for their clearance.
func stageCounts(ctx context.Context, pool *pgxpool.Pool, batch int64) (open map[string]int, total, ended int, err error) {
	return countStages(ctx, pool, `i.batch_id = $1`, batch)
}

// leftBefore are the intakes of other batches that bring on what this batch has too: an earlier run of the same command
// that was interrupted. This one's files may be duplicates already, of texts that have no vectors yet.
const leftBefore = `i.state in ('queued', 'running') and i.batch_id <> $1 and exists (select from ingest.intake mine
	where mine.batch_id = $1 and mine.sha256 = i.sha256 and mine.external_id is not distinct from i.external_id)`

// leftOfSample are the sample's intakes that have not ended.
const leftOfSample = `i.state in ('queued', 'running') and i.batch_id in (select id from ingest.batch where sample)`

func countStages(ctx context.Context, pool *pgxpool.Pool, where string, args ...any) (open map[string]int, total, ended int, err error) {
	rows, err := pool.Query(ctx, `select i.stage, i.state in ('queued', 'running'), count(*) from ingest.intake i where `+where+` group by 1, 2`, args...)
	if err != nil {
		return nil, 0, 0, err
	}
	open = map[string]int{}
	var (
		stage  string
		isOpen bool
		n      int
	)
	_, err = pgx.ForEachRow(rows, []any{&stage, &isOpen, &n}, func() error {
		total += n
		if isOpen {
			open[stage] += n
		} else {
			ended += n
		}
		return nil
	})
	return open, total, ended, err
}

// follow shows a batch on its way and returns when all of it has ended, and what an interrupted run has left of it.
func (a *app) follow(ctx context.Context, pool *pgxpool.Pool, batch int64) error {
	if err := a.await(ctx, pool, "处理", `i.batch_id = $1`, batch); err != nil {
		return err
	}
	return a.await(ctx, pool, "接着完成上次的", leftBefore, batch)
}

// await shows the intakes for which where holds until all have ended. The database may go away and come back meanwhile.
func (a *app) await(ctx context.Context, pool *pgxpool.Pool, what, where string, args ...any) error {
	bar := a.bar(1, what)
	defer bar.done()
	var away time.Time
	most := 0
	for {
		open, total, ended, err := countStages(ctx, pool, where, args...)
		switch {
		case ctx.Err() != nil:
			return fault.New(fault.Canceled, "已中断。已完成的部分不会丢，再执行一次同一命令即可接着做。")
		case err != nil && away.IsZero():
			away = time.Now()
			a.log.Warn("database away, waiting", "err", err)
		case err != nil && time.Since(away) > 2*time.Minute:
			return fault.Wrap(err, fault.Unavailable, "数据库两分钟没有恢复。已登记的文件不会丢，数据库恢复后再执行一次同一命令即可接着做。")
		case err == nil:
			away = time.Time{}
			most = max(most, total) // a where of open ones alone has fewer and fewer
			bar.set(most-total+ended, most, what+waiting(open))
			if ended == total {
				return nil
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// waiting is "（读取文字 12 · 生成向量 3）".
func waiting(open map[string]int) (s string) {
	for _, st := range stages {
		if n := open[st.name]; n > 0 {
			s += fmt.Sprintf(" · %s %d", st.label, n)
		}
	}
	return s
}

// Summary is what `bianku ingest` says at its end.
type Summary struct {
	Batch           ingest.Batch    `json:"batch"`
	Seconds         float64         `json:"seconds"`
	DocumentsPerMin float64         `json:"documents_per_minute"`
	Stages          []StageSpeed    `json:"stages"`
	Failed          []ingest.Intake `json:"failed"`
	Quarantined     []ingest.Intake `json:"quarantined"`
	Notes           map[string]int  `json:"notes,omitempty"` // what is less than whole → how many files
	Degraded        []string        `json:"degraded,omitempty"`
	PeakMemoryMB    float64         `json:"peak_memory_mb"` // of this process
}

// StageSpeed is a stage's speed: per second of its own work, added over all workers.
type StageSpeed struct {
	ingest.StageTime
	Label       string  `json:"label"`
	MBPerSecond float64 `json:"mb_per_second"`
}

// listed bounds the failures that are listed; the rest is in the batch.
const listed = 1000

func (a *app) summary(ctx context.Context, pool *pgxpool.Pool, batch int64, took time.Duration) error {
	s := Summary{Seconds: took.Seconds(), Degraded: a.degraded, PeakMemoryMB: peakMemory()}
	var err error
	if s.Batch, err = ingest.BatchByID(ctx, pool, batch); err != nil {
		return err
	}
	s.DocumentsPerMin = float64(s.Batch.Counts[ingest.Done]) / max(took.Minutes(), 1e-9)
	if s.Stages, err = stageSpeeds(ctx, pool, batch); err != nil {
		return err
	}
	if s.Failed, _, err = ingest.Intakes(ctx, pool, ingest.IntakeFilter{BatchID: batch, States: []string{ingest.Failed}, Limit: listed}); err != nil {
		return err
	}
	s.Quarantined, _, err = ingest.Intakes(ctx, pool, ingest.IntakeFilter{BatchID: batch, States: []string{ingest.Quarantined}, Limit: listed})
	if err != nil {
		return err
	}
	if s.Notes, err = ingest.Notes(ctx, pool, batch); err != nil {
		return err
	}
	if err := a.print(s, func() { a.printSummary(s) }); err != nil {
		return err
	}
	if n := s.Batch.Counts[ingest.Failed]; n > 0 && n == s.Batch.Total {
		return fault.Newf(fault.Invalid, "全部 %d 个文件都没有入库，原因见上。", n)
	}
	return nil
}

func stageSpeeds(ctx context.Context, pool *pgxpool.Pool, batch int64) ([]StageSpeed, error) {
	times, err := ingest.StageTimes(ctx, pool, batch)
	if err != nil {
		return nil, err
	}
	var list []StageSpeed
	for _, st := range stages {
		if i := slices.IndexFunc(times, func(t ingest.StageTime) bool { return t.Stage == st.name }); i >= 0 {
			list = append(list, StageSpeed{times[i], st.label, float64(times[i].Bytes) / 1e6 / max(times[i].Seconds, 1e-9)})
		}
	}
	return list, nil
}

var stateNames = map[string]string{ingest.Done: "入库", ingest.Duplicate: "已有", ingest.Failed: "失败", ingest.Quarantined: "隔离",
	ingest.Queued: "等待", ingest.Running: "处理中"}

func (a *app) printSummary(s Summary) {
	fmt.Fprintf(a.out, "批次 %d：共 %d 个", s.Batch.ID, s.Batch.Total)
	for _, st := range []string{ingest.Done, ingest.Duplicate, ingest.Failed, ingest.Quarantined} {
		if n := s.Batch.Counts[st]; n > 0 {
			fmt.Fprintf(a.out, "，%s %d", stateNames[st], n)
		}
	}
	fmt.Fprintf(a.out, "。用时 %s，每分钟 %.0f 个，内存峰值 %.0f MB。\n", time.Duration(s.Seconds*float64(time.Second)).Round(100*time.Millisecond),
		s.DocumentsPerMin, s.PeakMemoryMB)
	rows := [][]string{{"阶段", "个数", "累计用时", "MB/秒"}}
	for _, t := range s.Stages {
		rows = append(rows, []string{t.Label, fmt.Sprint(t.Items), fmt.Sprintf("%.1f 秒", t.Seconds), fmt.Sprintf("%.2f", t.MBPerSecond)})
	}
	if len(rows) > 1 {
		table(a.out, rows)
	}
	for _, in := range s.Failed {
		fmt.Fprintf(a.out, "失败  %s：%s\n", in.Filename, in.Error)
	}
	if n := s.Batch.Counts[ingest.Failed]; n > len(s.Failed) {
		fmt.Fprintf(a.out, "……另有 %d 个失败，见 bianku serve 的“处理任务”。\n", n-len(s.Failed))
	}
	for _, in := range s.Quarantined {
		fmt.Fprintf(a.out, "隔离  %s：%s\n", in.Filename, in.Error)
	}
	for _, note := range slices.Sorted(maps.Keys(s.Notes)) {
		fmt.Fprintf(a.out, "注意  %d 个：%s\n", s.Notes[note], note)
	}
	for _, d := range s.Degraded {
		fmt.Fprintln(a.out, "注意  "+d)
	}
}
