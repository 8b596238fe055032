package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/fault"
)

// parsedFile is what parse --json prints for one file.
type parsedFile struct {
	File     string              `json:"file"`
	Result   *parse.Result       `json:"result,omitempty"`
	Document *structure.Document `json:"document,omitempty"`
	Error    string              `json:"error,omitempty"`
	Code     string              `json:"code,omitempty"`
}

func parseCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "parse FILE…", Short: "读取文件并打印文字（--json：段落、地址、页码、要素、编制数字和问题）；不用数据库",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			a.onClose(func(ctx context.Context) { _ = parse.Close(ctx) })
			return a.parseFiles(ctx, args)
		},
	}
}

// parseFiles reads every file; one that cannot be read says why and does not stop the others.
func (a *app) parseFiles(ctx context.Context, names []string) error {
	var out []parsedFile
	var first error
	for _, name := range names {
		p, err := parseOne(ctx, name)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.Error, p.Code = fault.Message(err), string(fault.KindOf(err))
			if first == nil {
				first = err
			}
			if len(names) > 1 && !a.json {
				fmt.Fprintf(a.errw, "%s：%s\n", name, p.Error)
			}
		}
		out = append(out, p)
	}
	if len(names) == 1 && first != nil {
		return first
	}
	var v any = out
	if len(out) == 1 {
		v = out[0]
	}
	if err := a.print(v, func() { a.printParsed(out) }); err != nil {
		return err
	}
	if first != nil {
		return fault.Newf(fault.KindOf(first), "有文件没有读成，原因见上。")
	}
	return nil
}

func parseOne(ctx context.Context, name string) (parsedFile, error) {
	p := parsedFile{File: name}
	data, err := os.ReadFile(name)
	if err != nil {
		return p, fault.Wrap(err, fault.NotFound, "打不开文件"+name+"，请检查路径和权限。")
	}
	r, err := parse.Parse(ctx, filepath.Base(name), data)
	if err != nil {
		return p, err
	}
	p.Result, p.Document = r, structure.Analyze(filepath.Base(name), r)
	return p, nil
}

// printParsed writes the text; of several files each with its name above it.
func (a *app) printParsed(files []parsedFile) {
	for i, p := range files {
		if p.Result == nil {
			continue
		}
		if len(files) > 1 {
			if i > 0 {
				fmt.Fprintln(a.out)
			}
			fmt.Fprintf(a.out, "== %s ==\n", p.File)
		}
		fmt.Fprintln(a.out, p.Result.Text)
		for _, f := range p.Document.Findings {
			if f.Action != "note" {
				fmt.Fprintln(a.errw, "注意："+strings.TrimSpace(f.Message))
			}
		}
	}
}
