package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"

	"bianku/internal/fault"
)

// config is everything that can be configured. A key is a line of bianku.toml, BIANKU_ and the key in capitals in the
// environment, and the key with dashes as a flag.
type config struct {
	Home        string `koanf:"home"`         // state: pg, files, cache, demo accounts
	DatabaseURL string `koanf:"database_url"` // "": the private cluster under Home
	ModelDir    string `koanf:"model_dir"`    // model_quantized.onnx, tokenizer.json, libonnxruntime.so.1
	Listen      string `koanf:"listen"`
	Workers     int    `koanf:"workers"` // of the stages that use the processor; 0: one per core, at most 8
	LogLevel    string `koanf:"log_level"`

	MaxFileMB      int      `koanf:"max_file_mb"`     // of one uploaded file
	SecureCookies  bool     `koanf:"secure_cookies"`  // TLS ends before this process
	TrustedProxies []string `koanf:"trusted_proxies"` // whose X-Forwarded-For is believed
	TrustedOrigins []string `koanf:"trusted_origins"` // further https://host whose pages may write with a session

	ChatKind  string `koanf:"chat_kind"` // openai, ollama
	ChatURL   string `koanf:"chat_url"`  // "": extractive answers
	ChatModel string `koanf:"chat_model"`
	ChatKey   string `koanf:"chat_key"`

	EmbedURL   string `koanf:"embed_url"` // "": the local ONNX model
	EmbedModel string `koanf:"embed_model"`
	EmbedKey   string `koanf:"embed_key"`
	EmbedDim   int    `koanf:"embed_dim"` // 0: asked at the start
}

// plainEnv are the variables that everybody calls by these names; they stand beside BIANKU_DATABASE_URL and so on.
var plainEnv = map[string]string{"DATABASE_URL": "database_url", "MODEL_DIR": "model_dir"}

func addConfigFlags(f *pflag.FlagSet) {
	f.String("config", "", "配置文件（默认为当前目录的 bianku.toml，没有则不用）")
	f.String("home", "var", "数据目录")
	f.String("database-url", "", "PostgreSQL 地址；不填则在数据目录内自建私有数据库（也认 DATABASE_URL）")
	f.String("model-dir", "", "向量模型目录；不填则找 models 与 <数据目录>/models（也认 MODEL_DIR）")
	f.String("listen", "127.0.0.1:8080", "网页服务监听地址")
	f.Int("workers", 0, "并行处理数；0 为按处理器核数")
	f.String("log-level", "warn", "日志级别：debug info warn error")
	f.Int("max-file-mb", 200, "上传的单个文件最大多少 MB")
	f.Bool("secure-cookies", false, "前面有 HTTPS 代理时打开：会话只经加密连接发送")
	f.StringSlice("trusted-proxies", nil, "可信代理的地址或网段，逗号分隔；不填则不采信转发的来源地址")
	f.StringSlice("trusted-origins", nil, "另外允许的网页来源（https://域名），逗号分隔")
	f.String("chat-kind", "openai", "对话模型接口：openai 或 ollama")
	f.String("chat-url", "", "对话模型地址；不填则按原文摘录作答")
	f.String("chat-model", "", "对话模型名称")
	f.String("chat-key", "", "对话模型密钥（建议用环境变量 BIANKU_CHAT_KEY）")
	f.String("embed-url", "", "向量模型接口地址；不填则用本机模型")
	f.String("embed-model", "", "向量模型名称")
	f.Int("embed-dim", 0, "向量维数；0 为启动时询问接口")
	f.String("embed-key", "", "向量模型密钥（建议用环境变量 BIANKU_EMBED_KEY）")
}

// loadConfig reads flags over the environment over bianku.toml over the flags' defaults. An unknown key is refused:
// a misspelt setting that is silently ignored costs an afternoon.
func loadConfig(flags *pflag.FlagSet) (config, error) {
	var c config
	known := knownKeys()
	k := koanf.New(".")
	if err := loadTOML(k, flags, known); err != nil {
		return c, err
	}
	if err := loadEnv(k, known); err != nil {
		return c, err
	}
	flag := func(f *pflag.Flag) (string, any) {
		if key := keyOf(f.Name); slices.Contains(known, key) {
			return key, posflag.FlagVal(flags, f)
		}
		return "", nil
	}
	if err := k.Load(posflag.ProviderWithFlag(flags, ".", k, flag), nil); err != nil {
		return c, err
	}
	if err := k.Unmarshal("", &c); err != nil {
		return c, fault.Wrap(err, fault.Invalid, "配置项的值不对")
	}
	return c, c.check()
}

func keyOf(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// knownKeys are the keys of config: the flags of addConfigFlags without --config itself.
func knownKeys() []string {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	addConfigFlags(own)
	var keys []string
	own.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" {
			keys = append(keys, keyOf(f.Name))
		}
	})
	return keys
}

func loadTOML(k *koanf.Koanf, flags *pflag.FlagSet, known []string) error {
	path, _ := flags.GetString("config")
	path = cmp.Or(path, os.Getenv("BIANKU_CONFIG"))
	asked := path != ""
	path = cmp.Or(path, "bianku.toml")
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) && !asked {
			return nil
		}
		return fault.Wrap(err, fault.Invalid, "配置文件打不开："+path)
	}
	if err := k.Load(file.Provider(path), toml.Parser()); err != nil {
		return fault.Wrap(err, fault.Invalid, "配置文件 "+path+" 不是合格的 TOML")
	}
	for _, key := range k.Keys() {
		if !slices.Contains(known, key) {
			return fault.Newf(fault.Invalid, "配置文件 %s 里有不认识的配置项“%s”。可用的有：%s。", path, key, strings.Join(known, "、"))
		}
	}
	return nil
}

// loadEnv takes BIANKU_* and the plain names. A variable it does not know belongs to somebody else's script and is left.
func loadEnv(k *koanf.Koanf, known []string) error {
	key := func(name, value string) (string, any) {
		key, ours := strings.CutPrefix(name, "BIANKU_")
		key = strings.ToLower(key)
		if plain, ok := plainEnv[name]; ok && os.Getenv("BIANKU_"+name) == "" {
			key, ours = plain, true // the prefixed form, where given, is the more specific one
		}
		if value == "" || !ours || !slices.Contains(known, key) {
			return "", nil
		}
		if strings.HasPrefix(key, "trusted_") { // the lists
			return key, strings.Split(value, ",")
		}
		return key, value
	}
	return k.Load(env.ProviderWithValue("", "", key), nil)
}

func (c *config) check() error {
	switch {
	case c.Home == "":
		return fault.Field("home", "数据目录（home）不能为空。")
	case c.ChatKind != "openai" && c.ChatKind != "ollama":
		return fault.Field("chat_kind", "chat_kind 只能是 openai 或 ollama。")
	case c.ChatURL != "" && c.ChatModel == "":
		return fault.Field("chat_model", "已填 chat_url，还要填 chat_model（模型名称）。")
	case c.EmbedURL != "" && c.EmbedModel == "":
		return fault.Field("embed_model", "已填 embed_url，还要填 embed_model（模型名称）。")
	case c.MaxFileMB < 1 || c.MaxFileMB > 4096:
		return fault.Field("max_file_mb", "max_file_mb 应在 1 到 4096 之间。")
	case c.Workers < 0 || c.Workers > 256:
		return fault.Field("workers", "workers 应在 0 到 256 之间。")
	}
	home, err := filepath.Abs(c.Home)
	if err != nil {
		return err
	}
	c.Home = home
	c.ModelDir = c.findModels()
	return nil
}

// findModels is the folder of the local model: the one named, else the first that exists of ./models, models beside
// the binary's folder, and <home>/models. It may not exist: bianku then runs on the lexical leg.
func (c *config) findModels() string {
	if c.ModelDir != "" {
		return c.ModelDir
	}
	places := []string{"models"}
	if exe, err := os.Executable(); err == nil {
		places = append(places, filepath.Join(filepath.Dir(exe), "..", "models"))
	}
	for _, p := range places {
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			return p
		}
	}
	return filepath.Join(c.Home, "models")
}
