package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Row is one line of a --jsonl file: one retrievable unit that keeps its id as external id.
type Row struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Date   string `json:"date"`
	Status string `json:"status"`

	Line int   `json:"-"`
	Err  error `json:"-"` // why this line cannot be taken; a fault in Chinese
}

// RowMeta is what a row says besides its text.
type RowMeta struct {
	Title  string     `json:"title,omitempty"`
	Date   civil.Date `json:"date,omitzero"`
	Status Status     `json:"status,omitempty"`
}

// statusWords are the ways in which tables of laws write a status (DOMAIN §5), besides the English codes.
var statusWords = map[string]Status{
	"现行有效": InForce, "有效": InForce, "现行": InForce, "生效": InForce, "已生效": InForce,
	"已修改": Amended, "已修订": Amended, "已修正": Amended, "已被修改": Amended, "被修改": Amended,
	"已废止": Repealed, "废止": Repealed, "已被废止": Repealed,
	"失效": Lapsed, "已失效": Lapsed,
	"尚未生效": NotYetEffective, "未生效": NotYetEffective, "尚未施行": NotYetEffective, "即将生效": NotYetEffective,
	"征求意见稿": Draft, "草案": Draft, "效力未知": Unknown, "未知": Unknown,
}

// maxLine is the longest line read: the longest law has 300,000 characters.
const maxLine = 64 << 20

// ReadRows yields the rows of a --jsonl file. A bad line is yielded with its Err and does not stop the rest: a line
// that is not JSON, without id or text, with an id that an earlier line has with other text.
func ReadRows(r io.Reader, yield func(Row) error) error {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<20), maxLine)
	seen := map[string]seenRow{}
	for n := 1; in.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(in.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		row := readRow(line, n)
		if row.Err == nil {
			row.Err = checkRepeated(seen, row)
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return fault.Newf(fault.TooLarge, "有一行超过 %d MB，读不下去了。请检查文件是不是每行一条 JSON。", maxLine>>20)
	}
	return in.Err()
}

type seenRow struct {
	line int
	sum  string
}

// checkRepeated refuses an id that an earlier line has with other text: which of them is meant nobody can know.
func checkRepeated(seen map[string]seenRow, row Row) error {
	sum := inlineStored(row.Text).SHA256
	if was, ok := seen[row.ID]; ok && was.sum != sum {
		return fault.Newf(fault.Invalid, "编号“%s”与第 %d 行重复而内容不同，未收。", row.ID, was.line)
	}
	seen[row.ID] = seenRow{row.Line, sum}
	return nil
}

func readRow(line []byte, n int) (row Row) {
	var raw struct {
		Row
		ID json.RawMessage `json:"id"` // a string, or a number as many tables have it
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		return Row{Line: n, Err: fault.Wrap(err, fault.Invalid, "这一行不是合格的 JSON 对象，或字段类型不对")}
	}
	row = raw.Row
	row.Line = n
	if err := json.Unmarshal(raw.ID, &row.ID); err != nil {
		row.ID = strings.TrimSpace(string(raw.ID))
	}
	_, row.Err = row.meta()
	switch {
	case row.ID == "" || row.ID == "null":
		row.Err = fault.New(fault.Invalid, "缺少 id。")
	case utf8.RuneCountInString(row.ID) > 255:
		row.Err = fault.New(fault.Invalid, "id 超过 255 个字符。")
	case strings.TrimSpace(row.Text) == "":
		row.Err = fault.New(fault.Invalid, "text 是空的，没有可以检索的内容。")
	case strings.ContainsRune(row.ID+row.Title+row.Text, 0):
		row.Err = fault.New(fault.Invalid, "含有 NUL 字符，不是正常文本。")
	}
	return row
}

func (r Row) meta() (m RowMeta, err error) {
	m.Title = strings.TrimSpace(r.Title)
	if m.Date, err = rowDate(r.Date); err != nil {
		return m, err
	}
	word := strings.TrimSpace(r.Status)
	if word == "" {
		return m, nil
	}
	codes := []Status{InForce, Amended, Repealed, Lapsed, NotYetEffective, Draft, Unknown}
	if s, ok := statusWords[word]; ok {
		m.Status = s
	} else if i := slices.Index(codes, Status(strings.ToLower(word))); i >= 0 {
		m.Status = codes[i]
	} else {
		return m, fault.Newf(fault.Invalid, "不认识的状态“%s”。可用：现行有效、已修改、已废止、失效、尚未生效、征求意见稿、效力未知。", word)
	}
	return m, nil
}

// rowDate reads 2024-03-11, 2024/3/11, 2024.3.11, 2024年3月11日, 20240311, and any of them with a time behind it.
func rowDate(s string) (civil.Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return civil.Date{}, nil
	}
	day, _, _ := strings.Cut(strings.ReplaceAll(s, "T", " "), " ")
	var y, m, d int
	for _, layout := range []string{"%4d-%2d-%2d", "%4d/%2d/%2d", "%4d.%2d.%2d", "%4d年%2d月%2d日", "%4d%2d%2d"} {
		if n, _ := fmt.Sscanf(day, layout, &y, &m, &d); n == 3 {
			if x, ok := civil.Valid(y, m, d); ok {
				return x, nil
			}
		}
	}
	return civil.Date{}, fault.Newf(fault.Invalid, "日期“%s”看不懂，请写成 2024-03-11。", s)
}

// inlineStored names a row's text as a file.
func inlineStored(text string) Stored {
	s, err := copyHashed(io.Discard, strings.NewReader(text))
	if err != nil { // empty: refused elsewhere
		return Stored{}
	}
	return s
}

// AddRows opens intakes for rows of the batch, in one go, and returns the ids of those to be enqueued at RowStage (in
// the same transaction, in groups). Bad rows fail at once; rows whose document has this very text already are duplicates.
func AddRows(ctx context.Context, tx pg.DB, batchID int64, source string, rows []Row) (queued []int64, err error) {
	defer fault.Wrapf(&err, "ingest.AddRows(%s)", source)
	if _, err := BatchByID(ctx, tx, batchID); err != nil {
		return nil, err
	}
	now, err := currentRows(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	src := cleanName(source)
	b := &pgx.Batch{}
	for _, r := range rows {
		queueRow(b, batchID, src, r, now[r.ID])
	}
	res := tx.SendBatch(ctx, b)
	defer func() {
		if cerr := res.Close(); err == nil {
			err = cerr
		}
	}()
	for _, r := range rows {
		var id int64
		var state string
		if r.Err == nil {
			if _, err := res.Exec(); err != nil {
				return nil, err
			}
		}
		if err := res.QueryRow().Scan(&id, &state); err != nil {
			return nil, err
		}
		if state == Queued {
			queued = append(queued, id)
		}
	}
	return queued, nil
}

// current is the newest version of a row's document.
type current struct {
	version int64
	sha     string
	same    RowMeta
}

func currentRows(ctx context.Context, tx pg.DB, rows []Row) (map[string]current, error) {
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		ids = append(ids, rowKey(r.ID))
	}
	found, err := tx.Query(ctx, `
		select distinct on (v.document_id) v.external_id, v.id, v.sha256, i.meta
		  from ingest.document d join ingest.version v on v.document_id = d.id
		  left join lateral (select meta from ingest.intake where version_id = v.id and state = 'done' order by id desc limit 1) i on true
		 where d.work_key = any($1) and d.withdrawn_at is null order by v.document_id, v.id desc`, ids)
	if err != nil {
		return nil, err
	}
	now := map[string]current{}
	var (
		ext  string
		c    current
		meta []byte
	)
	_, err = pgx.ForEachRow(found, []any{&ext, &c.version, &c.sha, &meta}, func() error {
		c.same = RowMeta{}
		if meta != nil {
			if err := json.Unmarshal(meta, &c.same); err != nil {
				return err
			}
		}
		now[ext] = c
		return nil
	})
	return now, err
}

func queueRow(b *pgx.Batch, batchID int64, source string, r Row, now current) {
	if r.Err != nil {
		b.Queue(`insert into ingest.intake (batch_id, filename, external_id, line, stage, state, error, detail)
			values ($1, $2, nullif($3, ''), $4, $5, 'failed', $6, $7) returning id, state`, batchID, source,
			strings.ReplaceAll(r.ID, "\x00", ""), r.Line, RowStage, fmt.Sprintf("第 %d 行：%s", r.Line, fault.Message(r.Err)),
			strings.ToValidUTF8(strings.ReplaceAll(r.Err.Error(), "\x00", ""), "�"))
		return
	}
	s := inlineStored(r.Text)
	meta, _ := r.meta() // read once before without error
	b.Queue(`insert into ingest.file (sha256, sm3, size, inline) values ($1, $2, $3, $4) on conflict do nothing`,
		s.SHA256, s.SM3, s.Size, []byte(r.Text))
	stage, state, version := RowStage, Queued, int64(0)
	if now.sha == s.SHA256 && now.same == meta {
		stage, state, version = StageDone, Duplicate, now.version
	}
	b.Queue(`insert into ingest.intake (batch_id, filename, external_id, line, meta, sha256, size, stage, state, version_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10, 0)) returning id, state`,
		batchID, source, r.ID, r.Line, meta, s.SHA256, s.Size, stage, state, version)
}

// rowKey is the work of a row: rows with the same id are versions of one document.
func rowKey(id string) string { return "row:" + id }
