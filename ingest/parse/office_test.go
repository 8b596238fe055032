package parse

import (
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// container is the head of an OLE file whose directory names these streams.
func container(streams ...string) []byte {
	data := make([]byte, 512, 2048)
	copy(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for _, s := range append([]string{"Root Entry"}, streams...) {
		entry := make([]byte, 128)
		for i, u := range utf16.Encode([]rune(s)) {
			binary.LittleEndian.PutUint16(entry[2*i:], u)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(s)+2))
		data = append(data, entry...)
	}
	return append(data, make([]byte, 128)...)
}

// program puts a shell script in the place of LibreOffice: what it does around the real one is tested where there is none.
func program(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "soffice"), []byte("#!/bin/sh\n"+script), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

func TestOldFormatsAreKnownByTheirStreams(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, stream, format string }{
		{"a.doc", "WordDocument", "doc"}, {"a.wps", "WordDocument", "doc"}, {"a.docx", "WordDocument", "doc"}, {"a.doc", "Workbook", "xls"},
		{"a.xls", "Book", "xls"}, {"a", "PowerPoint Document", "ppt"}, {"a.et", "?", "xls"}, {"a.dps", "?", "ppt"}, {"a.wps", "?", "doc"},
	} {
		format, err := sniff(c.name, container("SummaryInformation", c.stream))
		require.NoError(t, err)
		require.Equal(t, c.format, format, c)
	}
	_, err := sniff("a.xlsx", container("EncryptionInfo", "EncryptedPackage"))
	require.Contains(t, fault.Message(err), "加密")
}

func TestOldFormatIsReadByWayOfTheModern(t *testing.T) {
	dir := program(t, `
for last; do :; done
case "$*" in *-env:UserInstallation=file://*/profile*--headless*--convert-to\ xlsx*) ;; *) exit 3 ;; esac
grep -q DisableMacrosExecution profile/user/registrymodifications.xcu || exit 4
[ -z "$SECRET" ] || exit 5
cp "$(dirname "$0")/made" "$(dirname "$last")/in.xlsx"`)
	t.Setenv("SECRET", "not for it")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "made"), workbook(t, [][]any{{"单位", "编制"}, {"甲局", 10}}, nil), 0o600))
	r := parsed(t, "台账.et", container("Workbook"))
	require.Equal(t, "xls", r.Format)
	require.Equal(t, "libreoffice+xlsx/1", r.Parser)
	require.Equal(t, []string{"单位=甲局 编制=10"}, tableRows(r))
	require.Contains(t, Formats(), "xls")
}

func TestOldFormatThatIsNotConverted(t *testing.T) {
	program(t, `exit 0`)
	_, err := Parse(t.Context(), "a.doc", container("WordDocument"))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	require.Contains(t, fault.Message(err), "密码")
}

func TestConversionEndsWithItsContextAndLeavesNothing(t *testing.T) {
	dir := program(t, `
echo "$PWD" > "$(dirname "$0")/where.new"; mv "$(dirname "$0")/where.new" "$(dirname "$0")/where"
sleep 600 & wait`)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := Parse(ctx, "a.doc", container("WordDocument"))
		done <- err
	}()
	var where []byte
	require.Eventually(t, func() bool {
		where, _ = os.ReadFile(filepath.Join(dir, "where"))
		return len(where) > 0
	}, 30*time.Second, 10*time.Millisecond)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	require.NoDirExists(t, strings.TrimSpace(string(where)))
}

// The real program, where it is installed.
func TestLibreOfficeReadsRealFiles(t *testing.T) {
	if office() == "" {
		t.Skip("LibreOffice is not installed: files of before 2007 cannot be read here")
	}
	dir := filepath.Join(dataDir(t), "files")
	for name, floor := range map[string]float64{"poi_12843_1.xls": 0.8, "meeting_notice.doc": 0.85, "poi_61490_zh.doc": 0.8} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join(dir, name+".expected.txt"))
		require.NoError(t, err)
		r := parsed(t, name, data)
		recall := bigramRecall(string(want), r.Text)
		t.Logf("%-42s %-12s recall %.3f blocks %d", name, r.Parser, recall, len(r.Blocks))
		require.GreaterOrEqual(t, recall, floor, name)
	}
}

// FuzzOLE holds that nothing but LibreOffice ever looks into a container. The program is kept out of it.
func FuzzOLE(f *testing.F) {
	f.Add("a.doc", container("WordDocument"))
	f.Add("a.xlsx", container("EncryptedPackage")[:700])
	f.Add("a.et", container()[:8])
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		format, err := sniffOLE(name, data)
		if err == nil && modern[format] == "" || err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%q %v", format, err)
		}
	})
}
