package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/cobra"

	"bianku/internal/fault"
	"bianku/internal/pg"
	sensitivewords "bianku/sensitive-words"
)

// wordsCmd is the sensitive words: lists in, how far they reach, what they say of a text.
func wordsCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "words", Short: "敏感词：导入词表、查看覆盖情况、检查文字"}
	cmd.AddCommand(wordsImportCmd(a), wordsRemoveCmd(a), wordsCoverageCmd(a), wordsCheckCmd(a))
	return cmd
}

func wordsImportCmd(a *app) *cobra.Command {
	var list, class, action string
	cmd := &cobra.Command{
		Use:   "import 文件",
		Short: "导入词表（txt 每行一词；csv 依次为 词、类别、处置；- 表示标准输入）",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, closeFile, err := a.wordFile(args[0])
			if err != nil {
				return err
			}
			defer closeFile()
			if list == "" {
				list = strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			}
			return a.importWords(cmd.Context(), list, class, action, r)
		},
	}
	cmd.Flags().StringVar(&list, "list", "", "词表名称（默认为文件名）；同名词表再次导入即为更新")
	cmd.Flags().StringVar(&class, "class", "A.1.8", "类别代码或名称，对没有写明类别的词生效")
	cmd.Flags().StringVar(&action, "action", "review", "处置：log 记录、review 复核、mask 遮盖、block 拦截")
	return cmd
}

// wordFile opens the list; - is standard input.
func (a *app) wordFile(path string) (io.Reader, func(), error) {
	if path == "-" {
		return a.in, func() {}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("打不开词表文件“%s”，请确认路径和权限。", path))
	}
	return f, func() { _ = f.Close() }, nil
}

// change runs f in a transaction as the actor of --as.
func (a *app) change(ctx context.Context, f func(ctx context.Context, tx pgx.Tx) error) error {
	ctx, err := a.actor(ctx)
	if err != nil {
		return err
	}
	pool, done, err := a.database(ctx)
	if err != nil {
		return err
	}
	defer done()
	return pg.InTx(ctx, pool, func(tx pgx.Tx) error { return f(ctx, tx) })
}

func (a *app) importWords(ctx context.Context, list, class, action string, r io.Reader) error {
	added := 0
	err := a.change(ctx, func(ctx context.Context, tx pgx.Tx) (err error) {
		added, err = sensitivewords.Import(ctx, tx, list, class, action, r)
		return err
	})
	if err != nil {
		return err
	}
	return a.print(map[string]any{"list": list, "added": added}, func() {
		fmt.Fprintf(a.out, "词表“%s”：新增 %d 个词。\n", list, added)
	})
}

func wordsRemoveCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "remove 词表名称", Short: "撤回一个已导入的词表", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := a.change(cmd.Context(), func(ctx context.Context, tx pgx.Tx) error {
				return sensitivewords.Remove(ctx, tx, args[0])
			})
			if err != nil {
				return err
			}
			return a.print(map[string]any{"removed": args[0]}, func() { fmt.Fprintf(a.out, "已撤回词表“%s”。\n", args[0]) })
		},
	}
}

func wordsCoverageCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "coverage", Short: "词库对照国家标准数量要求的覆盖情况", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			pool, done, err := a.database(cmd.Context())
			if err != nil {
				return err
			}
			defer done()
			rep, err := sensitivewords.Coverage(cmd.Context(), pool)
			if err != nil {
				return err
			}
			return a.print(rep, func() { a.printCoverage(rep) })
		},
	}
}

func (a *app) printCoverage(rep sensitivewords.Report) {
	rows := [][]string{{"代码", "类别", "词数", "要求", "还差"}}
	for _, c := range rep.Classes {
		needed, missing := "—", "—"
		if c.Needed > 0 {
			needed, missing = strconv.Itoa(c.Needed), strconv.Itoa(c.Missing)
		}
		rows = append(rows, []string{c.Code, c.Name, strconv.Itoa(c.Words), needed, missing})
	}
	rows = append(rows, []string{"", "合计（去重）", strconv.Itoa(rep.Total), strconv.Itoa(rep.NeededTotal), strconv.Itoa(max(0, rep.NeededTotal-rep.Total))})
	table(a.out, rows)
	if rep.Complete {
		fmt.Fprintln(a.out, "\n词库数量已达到要求。")
		return
	}
	fmt.Fprintf(a.out, "\n词库数量未达到要求，共 %d 项缺口。用 bianku words import 导入正式词库。\n", len(rep.Problems))
}

func wordsCheckCmd(a *app) *cobra.Command {
	var builtIn bool
	cmd := &cobra.Command{
		Use: "check [文字…]", Short: "检查文字中的敏感词（不给文字时读标准输入）",
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := a.checkedText(args)
			if err != nil {
				return err
			}
			m, err := a.words(cmd.Context(), builtIn)
			if err != nil {
				return err
			}
			v := m.Check(text)
			return a.print(v, func() { a.printVerdict(v, text) })
		},
	}
	cmd.Flags().BoolVar(&builtIn, "built-in", false, "只用内置基础词表，不连接数据库")
	return cmd
}

func (a *app) checkedText(args []string) (string, error) {
	if len(args) > 0 {
		return strings.Join(args, " "), nil
	}
	data, err := io.ReadAll(io.LimitReader(a.in, 64<<20))
	return string(data), err
}

// words is the matcher: of the shipped words alone, or with the imported lists.
func (a *app) words(ctx context.Context, builtIn bool) (*sensitivewords.Matcher, error) {
	if builtIn {
		return sensitivewords.Default()
	}
	pool, done, err := a.database(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return sensitivewords.Load(ctx, pool)
}

func (a *app) printVerdict(v sensitivewords.Verdict, text string) {
	fmt.Fprintf(a.out, "处置：%s\n", v.Action.Chinese())
	if len(v.Hits) == 0 {
		return
	}
	runes := []rune(text)
	rows := [][]string{{"位置", "原文", "词", "类别", "处置", "说明"}}
	for _, h := range v.Hits {
		rows = append(rows, []string{fmt.Sprintf("%d–%d", h.Start, h.End), string(runes[h.Start:h.End]), h.Word, h.Class + " " + h.ClassName, h.Action.Chinese(), h.Note})
	}
	table(a.out, rows)
}
