package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/fault"
)

// configured loads the configuration as args, the environment and a bianku.toml give it.
func configured(t *testing.T, toml string, env map[string]string, args ...string) (config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range []string{"DATABASE_URL", "MODEL_DIR", "BIANKU_HOME", "BIANKU_CONFIG", "BIANKU_LISTEN"} {
		t.Setenv(name, "")
	}
	for k, v := range env {
		t.Setenv(k, v)
	}
	if toml != "" {
		require.NoError(t, os.WriteFile("bianku.toml", []byte(toml), 0o600))
	}
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	addConfigFlags(f)
	require.NoError(t, f.Parse(args))
	return loadConfig(f)
}

func TestListsAreTheSameFromEverywhere(t *testing.T) {
	want := []string{"10.0.0.0/8", "192.168.1.1"}
	for name, c := range map[string]struct {
		toml string
		env  map[string]string
		args []string
	}{
		"flag": {"", nil, []string{"--trusted-proxies", "10.0.0.0/8,192.168.1.1", "--secure-cookies", "--max-file-mb", "50"}},
		"env":  {"", map[string]string{"BIANKU_TRUSTED_PROXIES": "10.0.0.0/8,192.168.1.1", "BIANKU_SECURE_COOKIES": "true", "BIANKU_MAX_FILE_MB": "50"}, nil},
		"file": {"trusted_proxies = ['10.0.0.0/8', '192.168.1.1']\nsecure_cookies = true\nmax_file_mb = 50", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := configured(t, c.toml, c.env, c.args...)
			require.NoError(t, err)
			require.Equal(t, want, got.TrustedProxies)
			require.True(t, got.SecureCookies)
			require.Equal(t, 50, got.MaxFileMB)
		})
	}
	_, err := configured(t, "max_file_mb = 0", nil)
	require.True(t, fault.Is(err, fault.Invalid))
}

func TestFlagsOverEnvironmentOverFileOverDefaults(t *testing.T) {
	toml := "listen = '0.0.0.0:1'\nhome = 'from-file'\nworkers = 3"
	c, err := configured(t, "", nil)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:8080", c.Listen)
	require.Equal(t, "var", filepath.Base(c.Home))
	require.True(t, filepath.IsAbs(c.Home))

	c, err = configured(t, toml, nil)
	require.NoError(t, err)
	require.Equal(t, "0.0.0.0:1", c.Listen)
	require.Equal(t, 3, c.Workers)

	c, err = configured(t, toml, map[string]string{"BIANKU_LISTEN": "0.0.0.0:2", "DATABASE_URL": "postgres://plain", "BIANKU_WORKERS": "5"})
	require.NoError(t, err)
	require.Equal(t, "0.0.0.0:2", c.Listen)
	require.Equal(t, "postgres://plain", c.DatabaseURL)
	require.Equal(t, 5, c.Workers)
	require.Equal(t, "from-file", filepath.Base(c.Home))

	c, err = configured(t, toml, map[string]string{"BIANKU_LISTEN": "0.0.0.0:2", "DATABASE_URL": "plain", "BIANKU_DATABASE_URL": "ours"}, "--listen", "0.0.0.0:3")
	require.NoError(t, err)
	require.Equal(t, "0.0.0.0:3", c.Listen)
	require.Equal(t, "ours", c.DatabaseURL, "the prefixed name is the more specific one")
}

func TestWrongSettingsAreRefusedInChinese(t *testing.T) {
	for name, c := range map[string]struct {
		toml string
		env  map[string]string
		args []string
		want string
	}{
		"unknown key":    {toml: "lisen = 'x'", want: "不认识的配置项“lisen”"},
		"unknown table":  {toml: "[chat]\nurl = 'x'", want: "不认识的配置项“chat.url”"},
		"no TOML":        {toml: "= =", want: "不是合格的 TOML"},
		"chat model":     {env: map[string]string{"BIANKU_CHAT_URL": "http://x"}, want: "chat_model"},
		"embed model":    {args: []string{"--embed-url", "http://x"}, want: "embed_model"},
		"chat kind":      {args: []string{"--chat-kind", "smoke"}, want: "openai 或 ollama"},
		"workers":        {args: []string{"--workers", "-1"}, want: "workers"},
		"workers a word": {env: map[string]string{"BIANKU_WORKERS": "many"}, want: "配置项的值不对"},
		"home":           {args: []string{"--home", ""}, want: "不能为空"},
		"named file":     {args: []string{"--config", "nowhere.toml"}, want: "打不开"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := configured(t, c.toml, c.env, c.args...)
			require.Equal(t, fault.Invalid, fault.KindOf(err))
			require.Contains(t, fault.Message(err), c.want)
		})
	}
}

func TestSomebodyElsesVariablesAreLeft(t *testing.T) {
	_, err := configured(t, "", map[string]string{"BIANKU_SOMETHING": "x", "BIANKU_DATA": "y"})
	require.NoError(t, err)
}

func TestModelsAreLookedForNearby(t *testing.T) {
	c, err := configured(t, "", nil)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(c.Home, "models"), c.ModelDir, "where they would be put")
	require.NoError(t, os.Mkdir("models", 0o700))
	require.Equal(t, "models", (&config{Home: c.Home}).findModels())
	require.Equal(t, "/named", (&config{ModelDir: "/named"}).findModels())
}

func TestWalkTakesWholeFoldersInOrder(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, f := range []string{"a/2.txt", "a/1.md", "a/sub/3.txt", "a/.git/x", "a/~$word.docx", "a/Thumbs.db", "b.txt"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(f), 0o700))
		require.NoError(t, os.WriteFile(f, nil, 0o600))
	}
	list, err := walk([]string{"b.txt", "a"})
	require.NoError(t, err)
	var names []string
	for _, f := range list {
		names = append(names, f.name)
	}
	require.Equal(t, []string{"b.txt", "1.md", "2.txt", "3.txt"}, names)
	_, err = walk([]string{"c"})
	require.Equal(t, fault.Invalid, fault.KindOf(err))
}

func TestTableCountsChineseAsTwoColumns(t *testing.T) {
	var b bytes.Buffer
	table(&b, [][]string{{"名", "x"}, {"abcd", "y"}})
	require.Equal(t, "名    x\nabcd  y\n", b.String())
}

func TestRandomPasswordsAreReadable(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		p, err := randomPassword()
		require.NoError(t, err)
		require.Regexp(t, `^[a-zA-Z2-9]{4}(-[a-zA-Z2-9]{4}){3}$`, p)
		require.NotContains(t, p, "O")
		require.False(t, seen[p])
		seen[p] = true
	}
}

func TestErrorsCarryTheirKind(t *testing.T) {
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"--json", "ingest", "nowhere"}, strings.NewReader(""), &out, &errs)
	require.Equal(t, 1, code)
	require.JSONEq(t, `{"type":"about:blank","title":"invalid","status":422,"detail":"没有这个文件或目录：nowhere","code":"invalid","field":""}`, errs.String())
	require.Equal(t, 2, run(t.Context(), []string{"ingest"}, strings.NewReader(""), &out, &errs))
	require.Equal(t, 0, run(t.Context(), []string{"help"}, strings.NewReader(""), &out, &errs))
	require.Contains(t, out.String(), "ingest")

	ctx, cancel := context.WithCancel(auth.WithActor(t.Context(), auth.System("cli")))
	cancel()
	require.NotZero(t, run(ctx, []string{"--home", t.TempDir(), "ingest", "."}, strings.NewReader(""), &out, &errs))
}
