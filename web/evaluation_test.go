package web

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/eval"
	"bianku/internal/auth"
)

const twoQuestions = `{"id": "q1", "type": 9, "question": "云澜市照明局机关行政编制多少名？", "must": ["17名"], "split": "dev"}
{"id": "q2", "type": 30, "question": "谁适合当局长？", "answerable": false}
`

// evaluated is a world whose runs are done by the test.
func evaluated(t *testing.T) (w *world, queued *[]int64) {
	queued = &[]int64{}
	w = newWorld(t, func(d *Deps) {
		d.EnqueueRun = func(_ context.Context, _ pgx.Tx, id int64) error { *queued = append(*queued, id); return nil }
	})
	return w, queued
}

func (w *world) execute(run int64) {
	w.t.Helper()
	require.NoError(w.t, eval.Execute(w.t.Context(), eval.Deps{Pool: w.pool, QA: w.deps.QA, Index: w.index}, run, func(int, int) {}))
}

func TestEvaluationOverHTTP(t *testing.T) {
	w, queued := evaluated(t)
	lead := w.as("lead")
	r := lead.form("/api/v1/eval/sets", field{"name", "", "小题集"}, field{"file", "q.jsonl", twoQuestions})
	require.Equal(t, 200, r.status, r.body)
	var set eval.Set
	r.into(&set)
	require.Equal(t, "小题集", set.Name)
	require.Equal(t, 2, set.Size)

	var questions list[eval.Question]
	lead.get("/api/v1/eval/sets/" + id(set.ID) + "/questions?limit=1&offset=1").into(&questions)
	require.Equal(t, 2, questions.Total)
	require.Equal(t, "q2", questions.Items[0].ID)
	var sets list[eval.Set]
	lead.get("/api/v1/eval/sets").into(&sets)
	require.Equal(t, set, sets.Items[0])

	var run, second eval.Run
	lead.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID, "label": "基线"}).into(&run)
	require.Equal(t, eval.Queued, run.State)
	require.Equal(t, []int64{run.ID}, *queued)
	require.Equal(t, auth.L3, run.Config.Clearance, "with the eyes of who asked for it")
	w.execute(run.ID)
	lead.get("/api/v1/eval/runs/" + id(run.ID)).into(&run)
	require.Equal(t, eval.Done, run.State)
	require.Equal(t, 2, run.Metrics.All.Questions)

	var failed list[eval.Outcome]
	lead.get("/api/v1/eval/runs/" + id(run.ID) + "/outcomes?failed=true").into(&failed)
	require.Equal(t, 1, failed.Total)
	require.Equal(t, "q1", failed.Items[0].Question.ID)
	require.NotEmpty(t, failed.Items[0].Class)

	lead.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID, "split": "dev"}).into(&second)
	w.execute(second.ID)
	var c eval.Comparison
	lead.get("/api/v1/eval/compare?a=" + id(run.ID) + "&b=" + id(second.ID)).into(&c)
	require.Equal(t, 1, c.Common)
	require.Len(t, c.SameFailed, 1)
	var runs list[eval.Run]
	lead.get("/api/v1/eval/runs?set_id=" + id(set.ID)).into(&runs)
	require.Equal(t, 2, runs.Total)
	require.Equal(t, second.ID, runs.Items[0].ID)

	lead.post("/api/v1/eval/runs/"+id(run.ID)+"/cancel", nil).problem(409)
	var third eval.Run
	lead.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID}).into(&third)
	lead.post("/api/v1/eval/runs/"+id(third.ID)+"/cancel", nil).into(&third)
	require.Equal(t, eval.Cancelled, third.State)
}

func TestEvalSetsThatAreMade(t *testing.T) {
	w, _ := evaluated(t)
	admin := w.as("admin")
	var set eval.Set
	admin.post("/api/v1/eval/sets", map[string]string{"from": "sample"}).into(&set)
	require.Equal(t, eval.SampleName, set.Name)
	require.Contains(t, admin.post("/api/v1/eval/sets", map[string]string{"from": "pairs", "name": "已审定"}).problem(409).Detail, "已审定的问答")
	require.Equal(t, "from", admin.post("/api/v1/eval/sets", map[string]string{"from": "elsewhere"}).problem(422).Field)
}

func TestEvalSetUploadSaysWhatIsWrong(t *testing.T) {
	w, _ := evaluated(t)
	admin := w.as("admin")
	for name, c := range map[string]struct {
		fields []field
		says   string
	}{
		"a bad line":   {[]field{{"name", "", "x"}, {"file", "q.jsonl", twoQuestions + "{oops"}}, "第 3 行不是有效的 JSON"},
		"no file":      {[]field{{"name", "", "x"}}, "没有收到问题集文件"},
		"no name":      {[]field{{"file", "q.jsonl", twoQuestions}}, "名称"},
		"empty":        {[]field{{"name", "", "x"}, {"file", "q.jsonl", "\n"}}, "没有问题"},
		"another part": {[]field{{"nmae", "", "x"}}, "不认识的表单项"},
	} {
		require.Contains(t, admin.form("/api/v1/eval/sets", c.fields...).problem(422).Detail, c.says, name)
	}
	admin.with("Content-Type", "text/plain").do("POST", "/api/v1/eval/sets", strings.NewReader(twoQuestions)).problem(415)
	admin.with("Content-Type", "application/json").do("POST", "/api/v1/eval/sets", strings.NewReader("{")).problem(422)
}

func TestRunsAboveOnesClearanceDoNotExist(t *testing.T) {
	w, _ := evaluated(t)
	var set eval.Set
	admin, lead := w.as("admin"), w.as("lead")
	admin.form("/api/v1/eval/sets", field{"name", "", "高密题集"}, field{"file", "q.jsonl", twoQuestions}).into(&set)
	var run eval.Run
	admin.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID}).into(&run)
	_, err := w.pool.Exec(t.Context(), `update eval.run set clearance = 4 where id = $1`, run.ID)
	require.NoError(t, err)
	at := "/api/v1/eval/runs/" + id(run.ID)
	require.Equal(t, 200, admin.get(at).status)
	for _, path := range []string{at, at + "/outcomes", "/api/v1/eval/compare?a=" + id(run.ID) + "&b=" + id(run.ID)} {
		lead.get(path).problem(404)
	}
	lead.post(at+"/cancel", nil).problem(404)
	var runs list[eval.Run]
	lead.get("/api/v1/eval/runs").into(&runs)
	require.Zero(t, runs.Total)
	_, err = w.pool.Exec(t.Context(), `update eval.set set clearance = 4`)
	require.NoError(t, err)
	lead.get("/api/v1/eval/sets/" + id(set.ID)).problem(404)
	lead.get("/api/v1/eval/sets/" + id(set.ID) + "/questions").problem(404)
	lead.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID}).problem(404)
}

func TestWithoutAWorkerNoRunStarts(t *testing.T) {
	w := newWorld(t, func(d *Deps) { d.EnqueueRun = nil })
	var set eval.Set
	admin := w.as("admin")
	admin.form("/api/v1/eval/sets", field{"name", "", "题集"}, field{"file", "q.jsonl", twoQuestions}).into(&set)
	admin.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID}).problem(503)
	admin.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID, "leg": "both"}).problem(422)
}

// TestARaisedDocumentTakesItsRunsAlong: what an evaluation quotes of it is no lower than the document itself.
func TestARaisedDocumentTakesItsRunsAlong(t *testing.T) {
	w, _ := evaluated(t)
	version := w.add("办法.txt", openPaper, auth.L1)
	admin, lead := w.as("admin"), w.as("lead")
	var set eval.Set
	lead.form("/api/v1/eval/sets", field{"name", "", "题集"}, field{"file", "q.jsonl",
		`{"id": "q", "type": 14, "question": "云澜市机构编制的日常管理由谁负责？", "must": ["办公室"], "gold": [{"file": "办法.txt"}]}` + "\n"}).into(&set)
	var run eval.Run
	lead.post("/api/v1/eval/runs", map[string]any{"set_id": set.ID}).into(&run)
	w.execute(run.ID)
	at := "/api/v1/eval/runs/" + id(run.ID)
	require.Equal(t, 200, lead.get(at+"/outcomes").status)
	admin.patch("/api/v1/documents/"+id(w.document(version)), DocumentChange{Clearance: auth.L4})
	lead.get(at + "/outcomes").problem(404)
	lead.get("/api/v1/eval/sets/" + id(set.ID) + "/questions").problem(404)
	require.Equal(t, 200, admin.get(at+"/outcomes").status)
}
