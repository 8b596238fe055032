package prompts

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

func TestEveryTemplateParsesAndHasAVersion(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range Names() {
		tpl, err := Get(name)
		require.NoError(t, err, name)
		require.Len(t, tpl.Version, 12)
		require.False(t, seen[tpl.Version], "two templates with the same text")
		seen[tpl.Version] = true
		again, err := Get(name)
		require.NoError(t, err)
		require.Equal(t, tpl.Version, again.Version, "the version is the content's, not the process's")
	}
	require.NotEmpty(t, seen)
}

func TestRender(t *testing.T) {
	tpl, err := Get("answer-user")
	require.NoError(t, err)
	text, err := tpl.Render(map[string]any{
		"Question": "市数据局行政编制多少名？", "AsOf": "2026年5月1日", "Figures": []string{"行政编制36名。[c1]"},
		"Evidence": []map[string]any{{"Handle": "c1", "Title": "云澜市数据局规定", "DocNo": "云办发〔2026〕6号", "Label": "第六条", "Status": "现行有效", "Text": "机关行政编制36名。"}},
	})
	require.NoError(t, err)
	require.Contains(t, text, "[c1] 《云澜市数据局规定》（云办发〔2026〕6号）第六条（现行有效）\n机关行政编制36名。")
	require.Contains(t, text, "问题：市数据局行政编制多少名？")
}

func TestAMissingFieldIsAnError(t *testing.T) {
	tpl, err := Get("answer-user")
	require.NoError(t, err)
	_, err = tpl.Render(map[string]any{"Question": "x"})
	require.Error(t, err)
}

func TestUnknownName(t *testing.T) {
	_, err := Get("nope")
	require.True(t, fault.Is(err, fault.NotFound))
}
