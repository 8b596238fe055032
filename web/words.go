package web

import (
	"context"
	"errors"
	"io"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/civil"
	"bianku/internal/fault"
	sensitivewords "bianku/sensitive-words"
)

// maxWordList is a list of some hundred thousand words.
const maxWordList = 16 << 20

func (s *server) listWordLists(ctx context.Context, _ *noInput) (*out[list[sensitivewords.List]], error) {
	all, err := sensitivewords.Lists(ctx, s.Pool)
	return replyList(all, len(all), err)
}

func (s *server) getWordCoverage(ctx context.Context, _ *noInput) (*out[sensitivewords.Report], error) {
	return reply(sensitivewords.Coverage(ctx, s.Pool))
}

// Imported is how many words an import has added.
type Imported struct {
	Added int `json:"added"`
}

func (s *server) importWords(ctx context.Context, in *struct{ FromRequest }) (*out[Imported], error) {
	form, err := in.http.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(err, fault.Unsupported, "请以 multipart/form-data 表单上传词表。")
	}
	fields := map[string]string{}
	var done *Imported
	for done == nil {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fault.Field("file", "没有收到词表文件（表单项 file，排在其他项之后）。")
		}
		if err != nil {
			return nil, brokenForm(err)
		}
		if part.FormName() == "file" {
			if done, err = s.importList(ctx, fields, part); err != nil {
				return nil, err
			}
			break
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
		if err != nil {
			return nil, brokenForm(err)
		}
		fields[part.FormName()] = string(raw)
	}
	return reply(*done, nil)
}

func (s *server) importList(ctx context.Context, fields map[string]string, r io.Reader) (*Imported, error) {
	var done Imported
	return &done, s.inTx(ctx, func(tx pgx.Tx) (err error) {
		limited := &io.LimitedReader{R: &patient{r, controllerFrom(ctx)}, N: maxWordList + 1}
		done.Added, err = sensitivewords.Import(ctx, tx, fields["list"], fields["class"], fields["action"], limited)
		if limited.N <= 0 {
			return fault.Newf(fault.TooLarge, "词表超过 %d MB，请拆分后导入。", maxWordList>>20)
		}
		return err
	})
}

// Text is a text to be checked.
type Text struct {
	Text string `json:"text" maxLength:"100000"`
}

func (s *server) checkWords(ctx context.Context, in *struct{ Body Text }) (*out[sensitivewords.Verdict], error) {
	m, err := sensitivewords.Load(ctx, s.Pool)
	if err != nil {
		return nil, err
	}
	return reply(m.Check(in.Body.Text), nil)
}

type auditInput struct {
	Page
	Action   string     `query:"action" maxLength:"64" doc:"操作，如 document.withdraw；document 则为其下全部"`
	Actor    string     `query:"actor" maxLength:"64" doc:"登录名"`
	Object   string     `query:"object" maxLength:"64" doc:"对象种类"`
	ObjectID string     `query:"object_id" maxLength:"64" doc:"对象编号"`
	From     civil.Date `query:"from" doc:"起始日（含）"`
	To       civil.Date `query:"to" doc:"截止日（含）"`
}

func (s *server) listAudit(ctx context.Context, in *auditInput) (*out[list[audit.Entry]], error) {
	return replyList(audit.List(ctx, s.Pool, audit.Filter{Action: in.Action, Actor: in.Actor, Object: in.Object,
		ObjectID: in.ObjectID, From: in.From, To: in.To, Limit: in.Limit, Offset: in.Offset}))
}
