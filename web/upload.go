package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/fault"
)

const (
	uploadTimeout = time.Hour
	uploadStall   = time.Minute // a client that sends nothing for so long is gone
	maxFieldBytes = 4096
)

// Upload is what became of an upload: its batch, and every file with its intake or the reason why it has none.
type Upload struct {
	Batch ingest.Batch   `json:"batch"`
	Files []UploadedFile `json:"files"`
}

// UploadedFile is one file of an upload.
type UploadedFile struct {
	Filename string `json:"filename"`
	IntakeID int64  `json:"intake_id,omitempty"`
	State    string `json:"state,omitempty"`
	Error    string `json:"error,omitempty"` // Chinese
}

// uploadDocuments reads the form as it arrives. The first file opens the batch, so the fields stand before the files;
// every file is committed with its job as soon as it is whole. When the connection breaks, what has arrived is kept and
// the file that broke off stands in the batch as failed.
func (s *server) uploadDocuments(ctx context.Context, in *struct{ FromRequest }) (*out[Upload], error) {
	form, err := in.http.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(err, fault.Unsupported, "请以 multipart/form-data 表单上传文件。")
	}
	u := uploading{server: s, alive: controllerFrom(ctx)}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, brokenForm(err)
		}
		if err := u.part(ctx, part); err != nil {
			return nil, err
		}
	}
	if len(u.done.Files) == 0 {
		return nil, fault.Field("files", "没有收到文件，请至少选择一个文件。")
	}
	u.done.Batch, err = ingest.BatchByID(ctx, s.Pool, u.done.Batch.ID)
	return reply(u.done, err)
}

func brokenForm(err error) error {
	return fault.Wrap(err, fault.Invalid, "上传的表单没有收全，请检查网络后重试。已收全的文件不会丢失，见“处理任务”。")
}

// uploading is an upload on its way.
type uploading struct {
	*server
	alive *http.ResponseController
	want  ingest.NewSubmission
	done  Upload
}

func (u *uploading) part(ctx context.Context, p *multipart.Part) error {
	name := partFilename(p)
	switch {
	case name != "" && (p.FormName() == "files" || p.FormName() == "files[]" || p.FormName() == "file"):
		return u.file(ctx, name, p)
	case name != "":
		return fault.Field(p.FormName(), "文件应放在表单项 files 中。")
	case len(u.done.Files) > 0:
		return fault.Field(p.FormName(), "表单项须排在文件之前。已收全的文件不会丢失，见“处理任务”。")
	}
	return u.field(p)
}

// partFilename is the name with its folders: a dragged folder tells files of one name apart. ingest cleans it.
func partFilename(p *multipart.Part) string {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return params["filename"]
}

func (u *uploading) field(p *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(p, maxFieldBytes))
	if err != nil {
		return brokenForm(err)
	}
	switch value := string(raw); p.FormName() {
	case "label":
		u.want.Label = value
	case "clearance":
		n, err := strconv.Atoi(value)
		if err != nil || !auth.Clearance(n).Valid() {
			return fault.Field("clearance", "密级应为 1、2、3 或 4。")
		}
		u.want.Clearance = auth.Clearance(n)
	case "source_class":
		if u.want.SourceClass, err = strconv.Atoi(value); err != nil {
			return fault.Field("source_class", "来源类别应为 1 到 6 的数字。")
		}
	default:
		return fault.Field(p.FormName(), "不认识的表单项“"+p.FormName()+"”。")
	}
	return nil
}

// file takes in one file, or records why not. Only what concerns the whole upload is returned as an error.
func (u *uploading) file(ctx context.Context, name string, p *multipart.Part) error {
	if err := u.open(ctx); err != nil {
		return err
	}
	spool, err := u.spool(p)
	if err == nil {
		defer func() { spool.Close(); os.Remove(spool.Name()) }()
	}
	// A client that has gone does not undo what it has sent.
	kept, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestTimeout)
	defer cancel()
	var taken ingest.Intake
	if err == nil {
		taken, err = u.take(kept, name, spool)
	}
	if err != nil && taken.ID == 0 {
		taken = u.refuse(kept, name, err)
	}
	u.done.Files = append(u.done.Files, UploadedFile{Filename: name, IntakeID: taken.ID, State: taken.State, Error: taken.Error})
	return nil
}

// open makes the batch when the first file comes.
func (u *uploading) open(ctx context.Context) error {
	if u.done.Batch.ID != 0 {
		return nil
	}
	if u.want.Clearance == 0 {
		return fault.Field("clearance", "请指定密级（表单项 clearance，1–4，排在文件之前）。")
	}
	if u.want.Label == "" {
		u.want.Label = "上传 " + u.Now().In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04")
	}
	return u.inTx(ctx, func(tx pgx.Tx) (err error) {
		u.done.Batch, err = ingest.NewBatch(ctx, tx, u.want)
		return err
	})
}

// spool puts a part into a temporary file first: a transaction must not wait for a slow network.
func (u *uploading) spool(p *multipart.Part) (f *os.File, err error) {
	if f, err = os.CreateTemp("", "bianku-upload-*"); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "服务器存不下上传的文件，请联系管理员检查磁盘空间。")
	}
	n, err := io.Copy(f, io.LimitReader(&patient{p, u.alive}, u.MaxFileBytes+1))
	switch {
	case err != nil:
		err = fault.Wrap(err, fault.Invalid, "文件没有收全就断开了，请重新上传。")
	case n > u.MaxFileBytes:
		_, _ = io.Copy(io.Discard, &patient{p, u.alive}) // so that the files after it still arrive
		err = fault.Newf(fault.TooLarge, "文件超过 %d MB 的上限，未予接收。请拆分后再上传。", u.MaxFileBytes>>20)
	default:
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// take stores a file with its intake and its job, all or nothing.
func (u *uploading) take(ctx context.Context, name string, r io.Reader) (taken ingest.Intake, err error) {
	err = u.inTx(ctx, func(tx pgx.Tx) error {
		if taken, err = ingest.AddFile(ctx, tx, u.Files, u.done.Batch.ID, name, r); err != nil {
			return err
		}
		if taken.State != ingest.Queued {
			return nil // these bytes are there already
		}
		return u.Enqueue(ctx, tx, taken)
	})
	if err != nil {
		return ingest.Intake{}, err
	}
	return taken, nil
}

// refuse shows in the batch that a file did not get in. With the database away the response alone says so.
func (u *uploading) refuse(ctx context.Context, name string, cause error) (refused ingest.Intake) {
	cause = classify(cause)
	err := u.inTx(ctx, func(tx pgx.Tx) (err error) {
		refused, err = ingest.RefuseFile(ctx, tx, u.done.Batch.ID, name, cause)
		return err
	})
	if err != nil {
		u.Log.ErrorContext(ctx, "upload: file refused but not recorded", "error", err, "cause", cause)
		return ingest.Intake{State: ingest.Failed, Error: fault.Message(cause)}
	}
	return refused
}

// patient waits for a slow client but not for a dead one: every read moves the deadline.
type patient struct {
	r     io.Reader
	alive *http.ResponseController
}

// Read reads on, with the deadline moved.
func (p *patient) Read(b []byte) (int, error) {
	if p.alive != nil {
		_ = p.alive.SetReadDeadline(time.Now().Add(uploadStall)) // not every connection has deadlines
	}
	return p.r.Read(b)
}
