package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/annotate"
)

// reviewable is searchable with a text that can be quoted, and two experts and a writer.
func reviewable(t *testing.T) (pool *pgxpool.Pool, chunk int64) {
	t.Helper()
	searchable(t)
	pool, err := pgxpool.New(t.Context(), os.Getenv("DATABASE_URL"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	const first, second = "为规范编制管理，制定本办法。", "行政编制由市委编办核定。"
	_, err = pool.Exec(t.Context(), `update ingest.version set text = $1 || $2 where title = '云澜市编制管理办法'`, first, second)
	require.NoError(t, err)
	require.NoError(t, pool.QueryRow(t.Context(), `update ingest.chunk set start_rune = $1, end_rune = $2 where text = $3 returning id`,
		len([]rune(first)), len([]rune(first+second)), second).Scan(&chunk))
	for _, login := range []string{"zhuanjia1", "zhuanjia2", "bianxie"} {
		_, errw, code := bianku(t, "Yunlan#2026-test\n", "user", "add", login, "--role", "expert")
		require.Zero(t, code, errw)
	}
	return pool, chunk
}

func TestPairCommands(t *testing.T) {
	pool, chunk := reviewable(t)
	line := func(answer string) string {
		c, err := json.Marshal(annotate.Content{Question: "行政编制由谁核定？", Answer: answer, Type: 5, Basis: []annotate.Basis{{ChunkID: chunk}}})
		require.NoError(t, err)
		return string(c) + "\n\n"
	}
	must := func(stdin string, args ...string) string {
		t.Helper()
		out, errw, code := bianku(t, stdin, args...)
		require.Zero(t, code, "%s %s", out, errw)
		return out
	}
	refused := func(code int, says, stdin string, args ...string) {
		t.Helper()
		out, errw, got := bianku(t, stdin, args...)
		require.Equal(t, code, got, "%s %s", out, errw)
		require.Contains(t, errw, says)
	}
	require.Contains(t, must(line("由市委编办核定。"), "pair", "check"), "提示：《云澜市编制管理办法》第二条的施行日期不明")
	refused(1, "1 个有错误", line("由市委编办核定，共61名。")+line("由市委编办核定。"), "pair", "check")
	refused(1, "第 2 行", line("好。")[:0]+"\n{", "pair", "check")
	refused(1, "第 1 个", strings.Replace(line("好。"), fmt.Sprint(chunk), "999", 1), "pair", "add")
	require.Contains(t, must("", "pair", "list"), "共 0 个")

	require.Contains(t, must(line("由市委编办核定。"), "pair", "add", "--as", "bianxie"), "草稿")
	require.Contains(t, must("", "pair", "submit", "1"), "第 1 号：初审，第 1 版。")
	refused(1, "具名人员", "", "pair", "next")
	require.Contains(t, must("", "pair", "next", "--as", "bianxie"), "没有可审的问答对。")
	require.Contains(t, must("", "pair", "next", "--as", "zhuanjia1"), "依据 1：《云澜市编制管理办法》第二条")
	require.Contains(t, must("", "pair", "queue", "--as", "zhuanjia1"), "手中 1")
	refused(1, "不在您手中", "", "pair", "accept", "1", "--as", "zhuanjia2")
	refused(1, "退回的原因", "", "pair", "reject", "1", "--as", "zhuanjia1")
	refused(1, "第 3 版", "", "pair", "accept", "1", "--version", "3", "--as", "zhuanjia1")
	require.Contains(t, must("", "pair", "return", "1", "--as", "zhuanjia1"), "初审")
	for i, who := range []string{"zhuanjia1", "zhuanjia2"} {
		must("", "pair", "next", "--as", who)
		require.Contains(t, must("", "pair", "accept", "1", "--as", who, "--comment", "无误"), []string{"复审", "已审定"}[i])
	}
	shown := must("", "pair", "show", "1")
	for _, s := range []string{"问：行政编制由谁核定？", "答：由市委编办核定。", "第 1 版", "bianxie", "初审 zhuanjia1 通过 无误", "复审 zhuanjia2 通过 无误"} {
		require.Contains(t, shown, s)
	}
	require.Contains(t, must("", "search", "行政编制由谁核定？", "-k", "1", "--no-direct"), "问答对")
	require.Contains(t, must("", "pair", "list", "--state", "approved", "-q", "核定"), "共 1 个")
	require.Contains(t, must("", "pair", "list", "--mine", "--as", "zhuanjia2"), "共 1 个")
	require.Contains(t, must("", "pair", "list", "--state", "draft"), "共 0 个")

	refused(1, "原因", "", "pair", "recheck", "1")
	require.Contains(t, must("", "pair", "recheck", "1", "--reason", "有人反映"), "初审，第 2 版")
	require.Contains(t, must("", "pair", "withdraw", "1", "--reason", "不再提供"), "已撤下")
	refused(2, "正整数", "", "pair", "show", "一")
	refused(1, "没有编号为 9 的问答对", "", "pair", "show", "9")
	var events int
	require.NoError(t, pool.QueryRow(t.Context(), `select count(*) from audit.event where object = 'pair'`).Scan(&events))
	require.Equal(t, 8, events, "create, submit, two verdicts with what they led to, recheck, withdraw")
}
