package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval"
)

// bianku runs a command line against a database, without a model unless env says otherwise.
func bianku(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errw bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &out, &errw)
	return out.String(), errw.String(), code
}

// searchable is a database with a law of two articles and two rows with ids of their own, one of them in two chunks.
func searchable(t *testing.T) {
	t.Helper()
	url := pgtest.URL(t, rooms()...)
	t.Setenv("DATABASE_URL", url)
	t.Setenv("BIANKU_HOME", t.TempDir())
	t.Setenv("MODEL_DIR", t.TempDir())
	a := &app{cfg: config{DatabaseURL: url}}
	defer a.close(context.WithoutCancel(t.Context()))
	pool, err := a.open(t.Context())
	require.NoError(t, err)
	terms, err := retrieval.NewTerms()
	require.NoError(t, err)
	defer terms.Close()
	index := retrieval.New(pool, terms, nil)
	for i, v := range []struct {
		title, external, file string
		chunks                [][2]string
	}{
		{"云澜市编制管理办法", "", "编制管理 办法(2024-01-01).md", [][2]string{{"第一章/第一条", "为规范编制管理，制定本办法。"}, {"第一章/第二条", "行政编制由市委编办核定。"}}},
		{"甲行", "R 1", "rows.jsonl", [][2]string{{"第1段", "行政编制的核定"}, {"第2段", "行政编制的核定程序"}}},
		{"乙行", "R2", "rows.jsonl", [][2]string{{"全文", "会议费管理"}}},
	} {
		sum := strings.Repeat(string(rune('a'+i)), 64)
		var id int64
		require.NoError(t, pool.QueryRow(t.Context(), `with f as (insert into ingest.file (sha256, sm3, size) values ($1, $1, 1)),
			d as (insert into ingest.document (kind, title, title_key, clearance) values ('law', $2, $2, 1) returning id)
			insert into ingest.version (document_id, sha256, external_id, filename, format, title, text)
			select id, $1, nullif($3, ''), $4, 'md', $2, '' from d returning id`, sum, v.title, v.external, v.file).Scan(&id))
		for seq, c := range v.chunks {
			_, err := pool.Exec(t.Context(), `insert into ingest.chunk (version_id, seq, kind, address, label, text, start_rune, end_rune, hash)
				values ($1, $2, 'article', $3, $4, $5, 0, 1, $5)`, id, seq, c[0], filepath.Base(c[0]), c[1])
			require.NoError(t, err)
		}
		require.NoError(t, index.IndexVersion(t.Context(), pool, id))
	}
}

func TestSearchCommand(t *testing.T) {
	searchable(t)
	out, errw, code := bianku(t, "", "search", "行政编制由谁核定", "--explain")
	require.Zero(t, code, errw)
	require.Contains(t, out, "《云澜市编制管理办法》第二条")
	require.Contains(t, out, "得分 = 字词得分")
	require.Contains(t, errw, "只按字词检索", "it says that there is no model")

	out, _, code = bianku(t, "", "search", "云澜市编制管理办法第1条", "--json", "-k", "1")
	require.Zero(t, code)
	var res retrieval.Result
	require.NoError(t, json.Unmarshal([]byte(out), &res))
	require.Len(t, res.Hits, 1)
	require.Equal(t, "article", res.Hits[0].Direct)
	require.Equal(t, ingest.Unknown, res.Hits[0].Status)

	out, _, _ = bianku(t, "", "search", "天文望远镜", "--leg", "lexical")
	require.Contains(t, out, "没有找到")
}

func TestSearchWritesATRECRun(t *testing.T) {
	searchable(t)
	dir := t.TempDir()
	in, out := filepath.Join(dir, "q.jsonl"), filepath.Join(dir, "out.trec")
	require.NoError(t, os.WriteFile(in, []byte("{\"id\": 7, \"text\": \"行政编制的核定\"}\n\n{\"id\": \"b\", \"text\": \"会议费\", \"as_of\": \"2024-05-01\"}\n"), 0o600))
	_, errw, code := bianku(t, "", "search", "--queries", in, "--run", out, "-k", "2")
	require.Zero(t, code, errw)
	data, err := os.ReadFile(out)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	require.Len(t, lines, 3)
	var got []string
	for _, l := range lines {
		f := strings.Fields(l)
		require.Len(t, f, 6)
		got = append(got, strings.Join(f[:4], " "))
	}
	require.Equal(t, []string{"7 Q0 R_1 1", "7 Q0 编制管理_办法(2024-01-01).md#第一章/第二条 2", "b Q0 R2 1"}, got)

	stdout, _, code := bianku(t, `{"id":"x","text":"会议费"}`, "search", "--queries", "-", "--run", "-")
	require.Zero(t, code)
	require.Contains(t, stdout, "x Q0 R2 1 ")
}

func TestSearchSaysWhatIsWrong(t *testing.T) {
	searchable(t)
	for _, c := range []struct {
		stdin, want string
		code        int
		args        []string
	}{
		{"", "二者选一", 2, []string{"search"}},
		{"", "同时使用", 2, []string{"search", "--queries", "x"}},
		{"", "--as-of", 2, []string{"search", "编制", "--as-of", "3月"}},
		{"", "没有这个文件", 1, []string{"search", "--queries", "/nowhere", "--run", "-"}},
		{"{\"id\":\"1\",\"text\":\"编制\"}\n{", "第 2 行", 1, []string{"search", "--queries", "-", "--run", "-"}},
		{`{"text":"编制"}`, "第 1 行", 1, []string{"search", "--queries", "-", "--run", "-"}},
		{"", "1 到 1000", 1, []string{"search", "编制", "-k", "5000"}},
		{"", "没有向量模型", 1, []string{"search", "编制", "--leg", "dense"}},
	} {
		_, errw, code := bianku(t, c.stdin, c.args...)
		require.Equal(t, c.code, code, c.args)
		require.Contains(t, errw, c.want, c.args)
	}
}

func TestRunLinesFallAndAreDistinct(t *testing.T) {
	t.Parallel()
	hit := func(id string, score float64) retrieval.Hit { return retrieval.Hit{ExternalID: id, Score: score} }
	res := retrieval.Result{Leg: retrieval.Fused, Hits: []retrieval.Hit{hit("a", 2), hit("b", 2), hit("a", 1), hit("c", 1), hit("d", 0.5)}}
	require.Equal(t, "q Q0 a 1 2.0000000 bianku-fused\nq Q0 b 2 1.9999999 bianku-fused\nq Q0 c 3 1.0000000 bianku-fused\n", string(runLines("q", res, 3)))
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	list := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	require.Equal(t, 5.0, quantile(list, 0.5))
	require.Equal(t, 10.0, quantile(list, 0.95))
	require.Equal(t, 1.0, quantile(list, 0))
	require.Equal(t, 7.0, quantile([]float64{7}, 0.99))
}

func TestBenchRetrieval(t *testing.T) {
	searchable(t)
	t.Setenv("MODEL_DIR", filepath.Join("..", "..", "models"))
	if _, err := os.Stat(filepath.Join(os.Getenv("MODEL_DIR"), "onnxruntime")); err != nil {
		t.Skipf("没有向量模型（make models）：%v", err)
	}
	out, errw, code := bianku(t, `{"id":"x","text":"会议费"}`, "bench", "retrieval", "--queries", "-", "-n", "5", "--clients", "2", "--json")
	require.Zero(t, code, errw)
	var got []latency
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got, 3)
	require.Equal(t, 5, got[0].Searches)
	require.LessOrEqual(t, got[0].P50, got[0].P95)
}
