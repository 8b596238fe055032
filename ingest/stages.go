package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Read is the work of the stage parse: the file's bytes as text. What bears a 密级 mark comes back as the finding that
// says so, and nothing of its text is to be kept.
func Read(ctx context.Context, db pg.DB, files *Files, it Item) (r *parse.Result, secret *structure.Finding, err error) {
	defer fault.Wrapf(&err, "ingest.Read(%d)", it.ID)
	data, err := files.content(ctx, db, it.SHA256)
	if err != nil {
		return nil, nil, err
	}
	name := it.Filename
	if it.ExternalID != "" {
		name = "row.txt"
	}
	if r, err = parse.Parse(ctx, name, data); err != nil {
		return nil, nil, err
	}
	if strings.TrimSpace(r.Text) == "" {
		return nil, nil, fault.New(fault.Unsupported, "文件里没有读出文字。如果是扫描件或图片，请先做文字识别，再提交带文字的文件。")
	}
	if strings.ContainsRune(r.Text, 0) {
		return nil, nil, fault.New(fault.Unsupported, "读出的文字里有 NUL 字符，文件可能不是文本或已损坏，请换一份。")
	}
	if r.Quality.Garbled {
		return nil, nil, garbled(r)
	}
	return r, secretOf(analyze(it, r)), nil
}

func garbled(r *parse.Result) error {
	msg := "读出的文字是乱码，不能入库。请提交原始文档（DOCX 等）或重新导出的 PDF。"
	if len(r.Quality.Notes) > 0 {
		msg = strings.TrimRight(strings.Join(r.Quality.Notes, "；"), "。") + "。" + msg
	}
	return fault.New(fault.Unsupported, msg)
}

func secretOf(d *structure.Document) *structure.Finding {
	i := slices.IndexFunc(d.Findings, func(f structure.Finding) bool { return f.Action == "quarantine" })
	if i < 0 {
		return nil
	}
	return &d.Findings[i]
}

func analyze(it Item, r *parse.Result) *structure.Document {
	if it.ExternalID != "" {
		title := it.Meta.Title
		if title == "" {
			title = it.ExternalID
		}
		return structure.AnalyzeRow(title, r)
	}
	return structure.Analyze(it.Filename, r)
}

// SaveParsed keeps what Read found for the next stage.
func SaveParsed(ctx context.Context, tx pg.DB, it Item, r *parse.Result) error {
	keep := *r
	keep.Text = "" // the blocks hold it
	data, err := json.Marshal(keep)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into ingest.parsed (intake_id, result) values ($1, $2)
		on conflict (intake_id) do update set result = excluded.result`, it.ID, data)
	return err
}

// Quarantine records the alert for a file that bears a 密级 mark and returns the outcome for Advance. Of the text only
// the rule's own message is kept.
func Quarantine(ctx context.Context, tx pg.DB, it Item, f structure.Finding) (Outcome, error) {
	reason := f.Message
	if reason == "" {
		reason = "文件带有密级标志，已隔离。涉密文件不得进入本系统，请按保密规定处理。"
	}
	err := record(ctx, tx, "intake.quarantine", "intake", it.ID, nil,
		map[string]any{"filename": it.Filename, "sha256": it.SHA256, "batch": it.Batch.ID, "rule": f.Rule, "alert": true})
	return Outcome{State: Quarantined, Reason: reason}, err
}

// Reading is a file understood and not saved yet.
type Reading struct {
	Item   Item
	Parsed *parse.Result
	Doc    *structure.Document
	Secret *structure.Finding
}

// Understand is the work of the stage structure: addresses, chunks, facts and relations of what Read found, which is
// read again where it is no longer there.
func Understand(ctx context.Context, db pg.DB, files *Files, it Item) (d *Reading, err error) {
	defer fault.Wrapf(&err, "ingest.Understand(%d)", it.ID)
	d = &Reading{Item: it}
	if d.Parsed, err = parsed(ctx, db, it.ID); err != nil {
		return nil, err
	}
	if d.Parsed == nil {
		if d.Parsed, d.Secret, err = Read(ctx, db, files, it); err != nil || d.Secret != nil {
			return d, err
		}
	}
	d.Doc = analyze(it, d.Parsed)
	if d.Secret = secretOf(d.Doc); d.Secret != nil {
		return d, nil
	}
	if len(d.Doc.Chunks) == 0 {
		return nil, fault.New(fault.Unsupported, "没有从文件里分出可检索的条目，请检查文件内容是否完整。")
	}
	d.applyMeta(civil.Today())
	if d.Doc.Title == "" {
		d.Doc.Title = it.Filename
	}
	return d, nil
}

func parsed(ctx context.Context, db pg.DB, id int64) (*parse.Result, error) {
	var data []byte
	err := db.QueryRow(ctx, `select result from ingest.parsed where intake_id = $1`, id).Scan(&data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := &parse.Result{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, err
	}
	texts := make([]string, len(r.Blocks))
	for i, b := range r.Blocks {
		texts[i] = b.Text
	}
	r.Text = strings.Join(texts, "\n")
	return r, nil
}

// farFuture stands for "not in force yet, and nobody says from when".
var farFuture = civil.Of(9999, 12, 31)

// applyMeta turns what a row says of its status into an interval. A source that says a text is repealed without saying
// since when leaves one thing certain: it is not in force on the day it came in.
func (d *Reading) applyMeta(today civil.Date) {
	m := d.Item.Meta
	if d.Item.ExternalID == "" {
		return
	}
	d.Doc.EffectiveFrom, d.Doc.PublishedOn = m.Date, m.Date
	switch m.Status {
	case Repealed, Lapsed, Amended:
		d.Doc.EffectiveTo = today
		if m.Date.After(today) {
			d.Doc.EffectiveTo = m.Date
		}
		d.note("来源注明本条“" + m.Status.Chinese() + "”而没有给出日期，终止日期按入库日记。")
	case NotYetEffective:
		if !m.Date.After(today) { // the date is of issue, not of effect
			d.Doc.EffectiveFrom = farFuture
			d.note("来源注明本条“尚未生效”而没有给出施行日期。")
		}
	case Draft:
		d.Doc.Draft = true
	case Unknown:
		d.Doc.EffectiveFrom = civil.Date{}
	}
}

func (d *Reading) note(msg string) {
	d.Doc.Findings = append(d.Doc.Findings, structure.Finding{Rule: "row_status", Message: msg, Action: "note"})
}

// lapseReason says why the text's own end stands: the words of a row's source, else its period is over.
func (d *Reading) lapseReason() any {
	switch {
	case d.Doc.EffectiveTo.IsZero():
		return nil
	case d.Item.Meta.Status == Repealed:
		return "repealed"
	case d.Item.Meta.Status == Amended:
		return "next_version"
	}
	return "lapsed"
}
