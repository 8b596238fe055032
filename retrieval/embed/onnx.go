package embed

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
	"golang.org/x/sync/errgroup"

	"bianku/internal/fault"
)

const (
	name = "bge-small-zh-v1.5-int8"
	dim  = 512
	// queryPrefix is what the model's authors put in front of a question, and not in front of a passage.
	queryPrefix = "为这个句子生成表示以用于检索相关文章："
)

// Files of a model folder.
const (
	modelFile     = "bge-small-zh-v1.5/model_quantized.onnx"
	tokenizerFile = "bge-small-zh-v1.5/tokenizer.json"
	libraryFile   = "onnxruntime/libonnxruntime.so.1"
)

// ONNX is the embedder. Its methods may run at once, except that Close comes last.
type ONNX struct {
	words   *wordPiece
	session *ort.DynamicAdvancedSession
}

// Open loads the model from dir, the folder that holds bge-small-zh-v1.5 and onnxruntime. When files are missing the error
// is fault.Unavailable and says which: bianku then works on the lexical leg alone. Everybody reads that message, so it has no
// path of the server's in it; the cause has.
func Open(ctx context.Context, dir string) (*ONNX, error) {
	for _, f := range []string{modelFile, tokenizerFile, libraryFile} {
		if _, err := os.Stat(filepath.Join(dir, f)); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.Wrap(err, fault.Unavailable, "没有找到向量模型文件 "+path.Base(f)+"，在此之前只能按字词检索。请管理员运行 make models，或用 MODEL_DIR 指定模型目录。")
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words, err := loadWordPiece(filepath.Join(dir, tokenizerFile))
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "向量模型的词表无法读取，文件可能已损坏。请删除后重新运行 make models。")
	}
	session, err := openSession(dir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "向量模型无法载入，文件可能已损坏或与本机不符。请删除后重新运行 make models。")
	}
	return &ONNX{words: words, session: session}, nil
}

// environment is ONNX Runtime's own global state: a process loads the library once, from the first folder asked for.
var environment struct {
	sync.Mutex
	ready bool
}

func openSession(dir string) (*ort.DynamicAdvancedSession, error) {
	environment.Lock()
	defer environment.Unlock()
	if !environment.ready {
		library, err := filepath.Abs(filepath.Join(dir, libraryFile))
		if err != nil {
			return nil, err
		}
		ort.SetSharedLibraryPath(library)
		if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
			return nil, err
		}
		environment.ready = true
	}
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	if err := options.SetIntraOpNumThreads(1); err != nil { // see Embed
		return nil, err
	}
	return ort.NewDynamicAdvancedSession(filepath.Join(dir, modelFile),
		[]string{"input_ids", "attention_mask", "token_type_ids"}, []string{"last_hidden_state"}, options)
}

// Close frees the session.
func (o *ONNX) Close() error { return o.session.Destroy() }

// Name identifies the vectors: those of two names are never compared.
func (o *ONNX) Name() string { return name }

// Dim is the length of a vector.
func (o *ONNX) Dim() int { return dim }

// Embed returns one vector of length 1 for each text, in their order. query says that the texts are questions: the model
// wants those marked. What is longer than 512 tokens is cut off.
//
// Texts run one by one, as many at once as there are cores, each on one core. Batches were tried and left: the model's
// int8 layers scale by the largest activation of the whole batch, so that a text's vector depended on its neighbours. Alone,
// the same text always has the same vector, however often indexing was interrupted; and it is no slower: 137 texts a second
// against 111 of ONNX Runtime by itself in padded batches of eight (one run of the benchmarks, side by side in one process).
func (o *ONNX) Embed(ctx context.Context, texts []string, query bool) (vectors [][]float32, err error) {
	defer fault.Wrapf(&err, "embed.Embed(%d texts)", len(texts))
	vectors = make([][]float32, len(texts))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, text := range texts {
		if query {
			text = queryPrefix + text
		}
		work.Go(func() (err error) {
			if err = ctx.Err(); err == nil {
				vectors[i], err = o.embed(text)
			}
			return err
		})
	}
	return vectors, work.Wait()
}

// embed runs the model on one text. The state of its first token, [CLS], stands for the text.
func (o *ONNX) embed(text string) ([]float32, error) {
	ids := o.words.encode(text)
	n := len(ids)
	flat := make([]int64, 3*n)
	input, mask, types := flat[:n], flat[n:2*n], flat[2*n:]
	for i, id := range ids {
		input[i], mask[i] = int64(id), 1
	}
	state := make([]float32, n*dim)
	if err := o.infer(input, mask, types, state); err != nil {
		return nil, err
	}
	return unit(state[:dim]), nil
}

func (o *ONNX) infer(input, mask, types []int64, state []float32) error {
	n := int64(len(input))
	var inputs []ort.Value
	defer func() {
		for _, v := range inputs {
			v.Destroy()
		}
	}()
	for _, data := range [][]int64{input, mask, types} {
		t, err := ort.NewTensor(ort.NewShape(1, n), data)
		if err != nil {
			return err
		}
		inputs = append(inputs, t)
	}
	out, err := ort.NewTensor(ort.NewShape(1, n, dim), state)
	if err != nil {
		return err
	}
	defer out.Destroy()
	return o.session.Run(inputs, []ort.Value{out})
}

// unit is v with length 1, in memory of its own.
func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	norm := float32(1 / math.Sqrt(max(sum, 1e-24)))
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = x * norm
	}
	return out
}
