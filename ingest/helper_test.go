package ingest

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// overwrite replaces a stored file's content, as a failing disk or an intruder would.
func overwrite(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.Chmod(path, 0o600))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}
