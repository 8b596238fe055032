package eval

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

const queries = `{"id": "q1", "text": "谁来修钟楼？"}
{"id": "q2", "text": "编制多少？", "as_of": "2024-03-01"}
{"id": "q3", "text": "没有归入任何部分"}
`

func TestOutsideSet(t *testing.T) {
	qs, err := Outside{
		Queries: strings.NewReader("\ufeff" + queries),
		Qrels:   strings.NewReader("q1\td7\t1\nq1\td9\t0\nq2 0 d8 2\n"),
		Answers: strings.NewReader(`{"id": "q1", "answers": ["钟楼局"], "span": [1, 2]}` + "\n" + `{"id": "q2", "answers": ["17名", "十七名"]}`),
		Splits:  map[string]io.Reader{"dev": strings.NewReader("q1\n"), "test": strings.NewReader("q2\n")},
	}.Questions()
	require.NoError(t, err)
	require.Len(t, qs, 2, "what is in no part is left out")
	require.Equal(t, Question{ID: "q1", Split: "dev", Text: "谁来修钟楼？", Answerable: true, Answer: "钟楼局", Must: []string{"钟楼局"}, Gold: []Gold{{ExternalID: "d7"}}}, qs[0])
	require.Equal(t, []string{"十七名"}, qs[1].Answers)
	require.Empty(t, qs[1].Must, "either answer will do")
	require.Equal(t, "2024-03-01", qs[1].AsOf.String())
	require.Equal(t, []Gold{{ExternalID: "d8"}}, qs[1].Gold)
}

func TestOutsideSetWithQueriesAlone(t *testing.T) {
	qs, err := Outside{Queries: strings.NewReader(queries)}.Questions()
	require.NoError(t, err)
	require.Len(t, qs, 3)
}

func TestOutsideSetNamesTheBadLine(t *testing.T) {
	for name, c := range map[string]struct {
		set  Outside
		says string
	}{
		"a query without text": {Outside{Queries: strings.NewReader(queries + `{"id": "q4"}`)}, "问题文件第 4 行"},
		"a query twice":        {Outside{Queries: strings.NewReader(queries + `{"id": "q1", "text": "又来"}`)}, "“q1”重复"},
		"qrels, two columns":   {Outside{Queries: strings.NewReader(queries), Qrels: strings.NewReader("q1\td1\t1\nq2 d2\n")}, "相关性文件第 2 行"},
		"qrels of another set": {Outside{Queries: strings.NewReader(queries), Qrels: strings.NewReader("x1\td1\t1\n")}, "不是一套"},
		"an answer without id": {Outside{Queries: strings.NewReader(queries), Answers: strings.NewReader(`{"answers": ["a"]}`)}, "答案文件第 1 行"},
		"no answers":           {Outside{Queries: strings.NewReader(queries), Answers: strings.NewReader(`{"id": "q1", "answers": []}`)}, "答案文件第 1 行"},
		"a part of another":    {Outside{Queries: strings.NewReader(queries), Splits: map[string]io.Reader{"dev": strings.NewReader("\nx9")}}, "dev 部分第 2 行"},
	} {
		_, err := c.set.Questions()
		require.True(t, fault.Is(err, fault.Invalid), name)
		require.Contains(t, fault.Message(err), c.says, name)
	}
}
