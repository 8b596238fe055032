// Command bianku (编库) is the whole product in one binary: the database's keeper, the workers, the server and the
// command line.
//
//	main -> run(ctx, args, stdin, stdout, stderr) int        everything below is testable without a process
//	          config.go    flags > BIANKU_* and DATABASE_URL, MODEL_DIR > bianku.toml > defaults
//	          app.go       what a command needs: database, index, service, opened on first use and closed at the end
//	          rooms.go     every room's migrations in the order of the flow
//	          pipeline.go  the one table of job stages
//	          <name>.go    one file a command
//
// Exit codes: 0 done, 1 it went wrong (the reason in Chinese on stderr, or as problem JSON with --json), 2 wrong usage.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"syscall"

	"github.com/spf13/cobra"

	"bianku/internal/auth"
	"bianku/internal/fault"
)

// version is set by the linker: -ldflags "-X main.version=v1.2.3".
var version = "开发版"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{in: stdin, out: stdout, errw: stderr}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(auth.WithActor(ctx, auth.System("cli")))
	// The parts are closed when the work was interrupted too: the cluster must be stopped properly.
	a.close(context.WithoutCancel(ctx))
	if err == nil {
		return 0
	}
	if !a.started {
		err = usageError{err}
	}
	a.report(err)
	if errors.As(err, &usageError{}) {
		return 2
	}
	return 1
}

// commands are all commands in the order of the help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		demoCmd(a),
		serveCmd(a),
		workCmd(a),
		doctorCmd(a),
		migrateCmd(a),
		parseCmd(a),
		ingestCmd(a),
		searchCmd(a),
		askCmd(a),
		draftCmd(a),
		pairCmd(a),
		evalCmd(a),
		ticketCmd(a),
		releaseCmd(a),
		exportCmd(a),
		userCmd(a),
		apikeyCmd(a),
		wordsCmd(a),
		auditCmd(a),
		benchCmd(a),
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "bianku", Short: "编库：机构编制智能知识库", Version: version,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errw)
	chineseHelp(root)
	addConfigFlags(root.PersistentFlags())
	root.PersistentFlags().BoolVar(&a.json, "json", false, "以 JSON 输出（错误也是）")
	root.PersistentFlags().StringVar(&a.as, "as", "", "以指定账号的身份和密级执行（登录名）")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := cmd.ValidateRequiredFlags(); err != nil { // the library asks only after this
			return err
		}
		a.started = true // from here on an error is not one of usage
		return a.configure(cmd)
	}
	root.AddCommand(a.commands()...)
	return root
}

// usageError is an error in how the command was called.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// wrongUsage makes an error that ends with exit code 2; message is Chinese.
func wrongUsage(format string, args ...any) error {
	return usageError{fault.Newf(fault.Invalid, format, args...)}
}

// report prints err for the person, or as problem JSON. What an internal error says is for the log and is printed
// here too: on the command line the person is the administrator.
func (a *app) report(err error) {
	kind, msg := fault.KindOf(err), a.explain(err)
	if a.json {
		enc := json.NewEncoder(a.errw)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(map[string]any{"type": "about:blank", "title": string(kind), "status": fault.Status(err),
			"detail": msg, "code": kind, "field": fault.FieldOf(err)})
		return
	}
	fmt.Fprintln(a.errw, "错误："+msg)
}

func (a *app) explain(err error) string {
	var f *fault.Error
	switch {
	case errors.As(err, &f) && f.Err != nil:
		return fmt.Sprintf("%s（%v）", f.Message, f.Err)
	case errors.As(err, &f):
		return f.Message
	case errors.As(err, &usageError{}):
		return chineseUsage(err.Error()) + "。运行 bianku --help 或 bianku <命令> --help 查看用法。"
	case fault.KindOf(err) == fault.Canceled:
		return fault.Message(err)
	}
	return fmt.Sprintf("出现未预料的错误：%v", err)
}

// cobraSays are the sentences of the command-line library that a person can meet.
var cobraSays = []struct {
	re *regexp.Regexp
	zh string
}{
	{regexp.MustCompile(`^unknown command "([^"]*)".*`), "没有“$1”这个命令"},
	{regexp.MustCompile(`^unknown (?:shorthand )?flag: (.*)`), "没有这个选项：$1"},
	{regexp.MustCompile(`^flag needs an argument: (.*)`), "选项缺少值：$1"},
	{regexp.MustCompile(`^required flag\(s\) (.*) not set`), "缺少必需的选项：$1"},
	{regexp.MustCompile(`^invalid argument "([^"]*)" for "([^"]*)" flag.*`), "选项 $2 的值不对：$1"},
	{regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)`), "需要 $1 个参数，给了 $2 个"},
	{regexp.MustCompile(`^requires at least (\d+) arg\(s\), only received (\d+)`), "至少需要 $1 个参数，给了 $2 个"},
	{regexp.MustCompile(`^accepts at most (\d+) arg\(s\), received (\d+)`), "最多 $1 个参数，给了 $2 个"},
}

func chineseUsage(s string) string {
	for _, c := range cobraSays {
		if c.re.MatchString(s) {
			return c.re.ReplaceAllString(s, c.zh)
		}
	}
	return "命令用法不对：" + s
}

// chineseHelp puts the library's own words into Chinese.
func chineseHelp(root *cobra.Command) {
	root.SetUsageTemplate(`用法：
  {{if .HasAvailableSubCommands}}{{.CommandPath}} <命令>{{else}}{{.UseLine}}{{end}}
{{if .HasExample}}
示例：
{{.Example}}
{{end}}{{if .HasAvailableSubCommands}}
命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`)
	root.SetVersionTemplate("编库 bianku {{.Version}}\n")
	root.SetHelpCommand(&cobra.Command{Use: "help [命令]", Short: "显示帮助", Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, _, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			return c.Help()
		}})
}
