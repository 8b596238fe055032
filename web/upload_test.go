package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
)

func TestUpload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	got := admin.form("/api/v1/documents", field{"label", "", "一季度"}, field{"clearance", "", "2"}, field{"source_class", "", "3"},
		field{"files", "办法.txt", openPaper}, field{"files", "三定/数据局.txt", closedPaper})
	require.Equal(t, 200, got.status, got.body)
	var up Upload
	got.into(&up)
	require.Equal(t, "一季度", up.Batch.Label)
	require.Equal(t, auth.L2, up.Batch.Clearance)
	require.Equal(t, 3, up.Batch.SourceClass)
	require.Equal(t, map[string]int{"queued": 2}, up.Batch.Counts)
	require.Equal(t, "三定/数据局.txt", up.Files[1].Filename, "folders tell files apart")
	require.Len(t, w.queued, 2, "each with its job")

	version := w.process(up.Files[0].IntakeID)
	original := admin.get("/api/v1/versions/" + id(version) + "/file")
	require.Equal(t, openPaper, original.body)

	again := admin.form("/api/v1/documents", field{"clearance", "", "2"}, field{"files", "同一份.txt", openPaper})
	again.into(&up)
	require.Equal(t, ingest.Duplicate, up.Files[0].State)
	require.Len(t, w.queued, 2, "what is there already has no job")
	require.Regexp(t, `^上传 \d{4}-\d{2}-\d{2} \d{2}:\d{2}$`, up.Batch.Label)

	var jobs Jobs
	admin.get("/api/v1/jobs?state=queued,running&limit=1").into(&jobs)
	require.Equal(t, 1, jobs.Total)
	require.Equal(t, map[string]int{"queued": 1, "done": 1, "duplicate": 1}, jobs.Counts)
	var items list[ingest.Intake]
	admin.get("/api/v1/batches/" + id(up.Batch.ID) + "/items").into(&items)
	require.Equal(t, 1, items.Total)
	var batches list[ingest.Batch]
	w.as("staff3").get("/api/v1/batches").into(&batches)
	require.Zero(t, batches.Total, "other people's submissions are theirs")
}

func TestUploadRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	file := field{"files", "办法.txt", openPaper}
	l1 := field{"clearance", "", "1"}
	for name, c := range map[string]struct {
		got    answered
		status int
		field  string
	}{
		"no clearance":        {admin.form("/api/v1/documents", file), 422, "clearance"},
		"a strange clearance": {admin.form("/api/v1/documents", field{"clearance", "", "9"}, file), 422, "clearance"},
		"words as a class":    {admin.form("/api/v1/documents", l1, field{"source_class", "", "甲"}, file), 422, "source_class"},
		"a class too high":    {admin.form("/api/v1/documents", l1, field{"source_class", "", "9"}, file), 422, "source_class"},
		"no file":             {admin.form("/api/v1/documents", l1), 422, "files"},
		"unknown field":       {admin.form("/api/v1/documents", field{"colour", "", "red"}, file), 422, "colour"},
		"file elsewhere":      {admin.form("/api/v1/documents", l1, field{"attachment", "办法.txt", openPaper}), 422, "attachment"},
		"not a form":          {admin.post("/api/v1/documents", nil), 415, ""},
		"staff":               {w.as("staff3").form("/api/v1/documents", l1, file), 403, ""},
		"a broken form": {admin.with("Content-Type", "multipart/form-data; boundary=x").do("POST", "/api/v1/documents",
			strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"clearance\"\r\n\r\n1")), 422, ""},
	} {
		require.Equal(t, c.field, c.got.problem(c.status).Field, name)
	}
	require.Empty(t, w.queued)
	var batches list[ingest.Batch]
	admin.get("/api/v1/batches").into(&batches)
	require.Zero(t, batches.Total, "nothing was begun")

	low := w.lowAdmin()
	require.Equal(t, "clearance", low.form("/api/v1/documents", field{"clearance", "", "3"}, file).problem(422).Field, "above one's own eyes")
}

func TestABadFileFailsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.MaxFileBytes = 4096 })
	admin := w.as("admin")
	got := admin.form("/api/v1/documents", field{"clearance", "", "1"},
		field{"files", "好.txt", openPaper}, field{"files", "大.txt", strings.Repeat("大", 4096)},
		field{"files", "空.txt", ""}, field{"files", "也好.txt", closedPaper})
	require.Equal(t, 200, got.status, got.body)
	var up Upload
	got.into(&up)
	require.Equal(t, map[string]int{"queued": 2, "failed": 2}, up.Batch.Counts)
	require.Equal(t, []string{"queued", "failed", "failed", "queued"}, []string{up.Files[0].State, up.Files[1].State, up.Files[2].State, up.Files[3].State})
	require.Contains(t, up.Files[1].Error, "上限")
	require.Contains(t, up.Files[2].Error, "空")
	require.Len(t, w.queued, 2)
	failed := admin.get("/api/v1/batches/" + id(up.Batch.ID) + "/items?state=failed").body
	require.Contains(t, failed, "大.txt", "the batch shows what did not get in")
	admin.post("/api/v1/intakes/"+id(up.Files[1].IntakeID)+"/retry", nil).problem(409)
}

func TestAJobThatCannotBeQueuedTakesItsFileBack(t *testing.T) {
	t.Parallel()
	broken := true
	var w *world
	w = newWorld(t, func(d *Deps) {
		d.Enqueue = func(ctx context.Context, tx pgx.Tx, in ingest.Intake) error {
			if broken {
				return errors.New("queue: secret of the inside")
			}
			return w.enqueue(ctx, tx, in)
		}
	})
	admin := w.as("admin")
	got := admin.form("/api/v1/documents", field{"clearance", "", "1"}, field{"files", "办法.txt", openPaper})
	var up Upload
	got.into(&up)
	require.Equal(t, map[string]int{"failed": 1}, up.Batch.Counts, "never queued without a job")
	require.NotContains(t, got.body, "secret")
	broken = false
	admin.form("/api/v1/documents", field{"clearance", "", "1"}, field{"files", "办法.txt", openPaper}).into(&up)
	require.Equal(t, "queued", up.Files[0].State)
}

func TestRetry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	var up Upload
	admin.form("/api/v1/documents", field{"clearance", "", "1"}, field{"files", "坏.pdf", "not a PDF at all"}).into(&up)
	intake := up.Files[0].IntakeID
	items, err := ingest.Begin(w.system(), w.pool, "parse", []int64{intake})
	require.NoError(t, err)
	w.inTx(func(tx pgx.Tx) error { return ingest.Fail(w.system(), tx, items[0], errors.New("broken xref")) })

	path := "/api/v1/intakes/" + id(intake) + "/retry"
	w.as("staff3").post(path, nil).problem(403)
	var again ingest.Intake
	admin.post(path, nil).into(&again)
	require.Equal(t, ingest.Queued, again.State)
	require.Equal(t, []int64{intake, intake}, w.queued, "with a new job")
	admin.post(path, nil).problem(409)
	admin.post("/api/v1/intakes/987654321/retry", nil).problem(404)
}

// TestABrokenConnectionKeepsWhatHasArrived cuts the upload in its second file.
func TestABrokenConnectionKeepsWhatHasArrived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	var head bytes.Buffer
	m := multipart.NewWriter(&head)
	require.NoError(t, m.WriteField("clearance", "1"))
	for _, name := range []string{"到了.txt", "断了.txt"} {
		p, err := m.CreateFormFile("files", name)
		require.NoError(t, err)
		_, err = io.WriteString(p, openPaper+name)
		require.NoError(t, err)
	}
	r, pipe := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), "POST", w.url+"/api/v1/documents", r)
	require.NoError(t, err)
	req.Header = admin.with("Content-Type", m.FormDataContentType()).header
	go func() {
		_, _ = pipe.Write(head.Bytes())
		pipe.CloseWithError(errors.New("cable pulled"))
	}()
	_, err = http.DefaultClient.Do(req)
	require.Error(t, err)

	var jobs Jobs
	require.Eventually(t, func() bool { // the server learns of it on its own time
		admin.get("/api/v1/jobs").into(&jobs)
		return jobs.Total == 2
	}, patience, poll)
	require.Equal(t, map[string]int{"queued": 1, "failed": 1}, jobs.Counts)
	require.Contains(t, fmt.Sprint(jobs.Items), "断开")
}
