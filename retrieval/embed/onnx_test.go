package embed

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// modelDir is the folder of the shipped model; without it the test is skipped, and says so.
func modelDir(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("MODEL_DIR"), "../../models")
	if _, err := os.Stat(filepath.Join(dir, modelFile)); err != nil {
		t.Skipf("没有向量模型（make models）：%v", err)
	}
	return dir
}

func open(t testing.TB) *ONNX {
	t.Helper()
	o, err := Open(t.Context(), modelDir(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, o.Close()) })
	return o
}

func cosine(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestSimilarTextsAreNear(t *testing.T) {
	o := open(t)
	passages, err := o.Embed(t.Context(), []string{
		"云澜市数据局机关行政编制61名。设局长1名，副局长3名。",
		"个体工商户的债务，个人经营的，以个人财产承担。",
		"政府工作部门的设立、撤销、合并或者变更名称，由本级人民政府提出方案，报上一级人民政府批准。",
		"会议费由财政局核定，参会人数不得超过二百人。",
	}, false)
	require.NoError(t, err)
	for i, question := range []string{"数据局有几名公务员编制，几个局长？", "个人开店欠的钱谁来还？", "新成立一个局要谁批准？", "开大会的经费归谁管？"} {
		q, err := o.Embed(t.Context(), []string{question}, true)
		require.NoError(t, err)
		for j := range passages {
			if j != i {
				require.Greater(t, cosine(q[0], passages[i]), cosine(q[0], passages[j])+0.05, "%s: %d over %d", question, i, j)
			}
		}
	}
}

func TestVectorsAreUnitAndAlwaysTheSame(t *testing.T) {
	o := open(t)
	texts := []string{"编制", strings.Repeat("机构编制管理机关应当依法履行职责。", 40), "", "职数"}
	together, err := o.Embed(t.Context(), texts, false)
	require.NoError(t, err)
	for i, text := range texts {
		require.Len(t, together[i], o.Dim())
		require.InDelta(t, 1, cosine(together[i], together[i]), 1e-5)
		alone, err := o.Embed(t.Context(), []string{text}, false)
		require.NoError(t, err)
		require.Equal(t, alone[0], together[i], "a vector must not depend on its neighbours")
	}
	asQuery, err := o.Embed(t.Context(), texts[:1], true)
	require.NoError(t, err)
	require.NotEqual(t, together[0], asQuery[0])
	none, err := o.Embed(t.Context(), nil, false)
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestOneSessionServesManyAtOnce(t *testing.T) {
	o := open(t)
	want, err := o.Embed(t.Context(), []string{"领导职数", "内设机构"}, false)
	require.NoError(t, err)
	var wg sync.WaitGroup
	got := make([][][]float32, 16)
	for i := range got {
		wg.Go(func() { got[i], _ = o.Embed(t.Context(), []string{"领导职数", "内设机构"}, false) })
	}
	wg.Wait()
	for _, g := range got {
		require.Equal(t, want, g)
	}
}

func TestTwoMayBeOpen(t *testing.T) {
	a, b := open(t), open(t)
	va, err := a.Embed(t.Context(), []string{"编制"}, false)
	require.NoError(t, err)
	vb, err := b.Embed(t.Context(), []string{"编制"}, false)
	require.NoError(t, err)
	require.Equal(t, va, vb)
	require.Equal(t, a.Name(), b.Name())
}

func TestCanceledEmbedStops(t *testing.T) {
	o := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := o.Embed(ctx, []string{"编制"}, false)
	require.ErrorIs(t, err, context.Canceled)
}

func TestMissingAndBrokenFilesAreNamed(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), dir)
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "model_quantized.onnx")
	require.Contains(t, fault.Message(err), "make models")
	require.NotContains(t, fault.Message(err), "/", "staff read it: no path of the server's")
	require.ErrorContains(t, err, filepath.Join(dir, modelFile), "the log and the doctor say where it was looked for")

	for _, f := range []string{modelFile, tokenizerFile, libraryFile} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, f)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, f), []byte("{}"), 0o600))
	}
	_, err = Open(t.Context(), dir)
	require.Equal(t, fault.Unavailable, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "损坏")
	require.NotContains(t, fault.Message(err), dir)
}

// The two benchmarks stand side by side: what the model takes by itself, and what it takes through Embed.
//
//	go test ./retrieval/embed -bench . -benchtime 5s
var benchTexts = func() []string {
	var out []string
	for i := range 64 {
		out = append(out, strings.Repeat("机构编制管理机关应当依照本条例的规定加强管理。", 1+i%16))
	}
	return out
}()

func BenchmarkEmbed(b *testing.B) {
	o := open(b)
	for b.Loop() {
		if _, err := o.Embed(b.Context(), benchTexts, false); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(benchTexts)*b.N)/b.Elapsed().Seconds(), "texts/s")
}

// BenchmarkRaw runs the same texts, tokenised beforehand, sorted and in padded batches of eight, on a session with ONNX
// Runtime's own defaults.
func BenchmarkRaw(b *testing.B) {
	o := open(b)
	session, err := ort.NewDynamicAdvancedSession(filepath.Join(modelDir(b), modelFile),
		[]string{"input_ids", "attention_mask", "token_type_ids"}, []string{"last_hidden_state"}, nil)
	require.NoError(b, err)
	defer session.Destroy()
	const rows = 8
	var runs [][3]*ort.Tensor[int64]
	for start := 0; start < 16; start += 2 { // 64 texts are 4 of each of 16 lengths: two neighbouring lengths a batch
		cols := len(o.words.encode(benchTexts[start+1]))
		var run [3]*ort.Tensor[int64]
		data := make([]int64, 3*rows*cols)
		for r := range rows {
			for c, id := range o.words.encode(benchTexts[start+r%2]) {
				data[r*cols+c], data[rows*cols+r*cols+c] = int64(id), 1
			}
		}
		for k := range run {
			run[k], err = ort.NewTensor(ort.NewShape(rows, int64(cols)), data[k*rows*cols:(k+1)*rows*cols])
			require.NoError(b, err)
		}
		runs = append(runs, run)
	}
	for b.Loop() {
		for _, run := range runs {
			out := []ort.Value{nil}
			if err := session.Run([]ort.Value{run[0], run[1], run[2]}, out); err != nil {
				b.Fatal(err)
			}
			out[0].Destroy()
		}
	}
	b.ReportMetric(float64(len(benchTexts)*b.N)/b.Elapsed().Seconds(), "texts/s")
}
