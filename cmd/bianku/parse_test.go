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
)

func TestParseCommand(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "云澜市市容管理规定(2024-05-01).md")
	require.NoError(t, os.WriteFile(good, []byte("# 云澜市市容管理规定\n\n第一条 为了加强市容管理，制定本规定。\n\n第二条 本规定自2024年6月1日起施行。\n"), 0o600))
	bad := filepath.Join(dir, "坏.pdf")
	require.NoError(t, os.WriteFile(bad, []byte("\x00\x01\x02\x03不是PDF"), 0o600))

	t.Run("text", func(t *testing.T) {
		var out, errw bytes.Buffer
		require.Equal(t, 0, run(context.Background(), []string{"parse", good}, strings.NewReader(""), &out, &errw), errw.String())
		require.Contains(t, out.String(), "第二条 本规定自2024年6月1日起施行。")
	})
	t.Run("json", func(t *testing.T) {
		var out, errw bytes.Buffer
		require.Equal(t, 0, run(context.Background(), []string{"parse", "--json", good}, strings.NewReader(""), &out, &errw), errw.String())
		var p parsedFile
		require.NoError(t, json.Unmarshal(out.Bytes(), &p))
		require.Equal(t, "2024-06-01", p.Document.EffectiveFrom.String())
		require.Equal(t, "第一条", p.Document.Chunks[1].Address)
		require.Equal(t, "md", p.Result.Format)
	})
	t.Run("a bad file does not stop the others", func(t *testing.T) {
		var out, errw bytes.Buffer
		require.Equal(t, 1, run(context.Background(), []string{"parse", bad, good}, strings.NewReader(""), &out, &errw))
		require.Contains(t, out.String(), "制定本规定")
		require.Contains(t, errw.String(), "坏.pdf")
	})
	t.Run("missing", func(t *testing.T) {
		var out, errw bytes.Buffer
		require.Equal(t, 1, run(context.Background(), []string{"parse", filepath.Join(dir, "没有.txt")}, strings.NewReader(""), &out, &errw))
		require.Contains(t, errw.String(), "打不开文件")
	})
}
