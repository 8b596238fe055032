package draft

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepair(t *testing.T) {
	t.Parallel()
	const pair = `{"question":"什么是甲？","variants":["甲是什么"],"answer":"甲是乙。","type":1,"basis":[{"handle":"c1","quote":"甲，是指乙"}]}`
	for name, c := range map[string]struct {
		text string
		n    int
		ok   bool
	}{
		"as asked":               {`{"pairs":[` + pair + `]}`, 1, true},
		"nothing to ask":         {`{"pairs":[]}`, 0, true},
		"a bare list":            {`[` + pair + `,` + pair + `]`, 2, true},
		"a bare pair":            {pair, 1, true},
		"fenced":                 {"好的，结果如下：\n```json\n{\"pairs\":[" + pair + "]}\n```\n以上。", 1, true},
		"thinking first":         {`<think>先看 {"pairs": 的格式</think>{"pairs":[` + pair + `]}`, 1, true},
		"thinking without start": {`想一想 {x} </think>{"pairs":[` + pair + `]}`, 1, true},
		"commas too many":        {`{"pairs":[` + pair + `,],}`, 1, true},
		"broken off":             {`{"pairs":[` + pair + `,{"question":"乙是什么？","answ`, 1, true},
		"broken off in a string": {`{"pairs":[` + pair + `,` + pair + `,{"question":"乙{`, 2, true},
		"a brace in a string":    {`{"pairs":[{"question":"“}”是什么？","answer":"甲\"}","type":1,"basis":[]}]`, 1, true},
		"no JSON":                {`对不起，我无法完成。`, 0, false},
		"other JSON":             {`{"error":"quota"}`, 0, false},
		"numbers as words":       {`{"pairs":[{"question":"甲？","type":"一"}]}`, 0, false},
		"empty":                  {``, 0, false},
	} {
		list, ok := repair(c.text)
		require.Equal(t, c.ok, ok, name)
		require.Len(t, list, c.n, name)
		for _, s := range list {
			require.NotEmpty(t, s.Question, name)
		}
	}
}

// Repair takes words away from around the JSON and never changes one in it.
func TestRepairKeepsTheWords(t *testing.T) {
	t.Parallel()
	list, ok := repair("```json\n{\"pairs\":[{\"question\":\"“甲，]”是什么？\",\"answer\":\"甲，}乙。\",\"type\":1,\"basis\":[{\"handle\":\"c1\",\"quote\":\"甲，]\"}],},]}\n```")
	require.True(t, ok)
	require.Equal(t, "“甲，]”是什么？", list[0].Question)
	require.Equal(t, "甲，]", list[0].Basis[0].Quote)
}

func FuzzRepair(f *testing.F) {
	f.Add(`{"pairs":[{"question":"甲？"}]}`)
	f.Add("```json\n[{\"question\":\"甲\",}]```")
	f.Fuzz(func(t *testing.T, s string) {
		list, ok := repair(s)
		if !ok && len(list) > 0 {
			t.Fatal("pairs out of what is not readable")
		}
	})
}
