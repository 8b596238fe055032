package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/qa"
)

func askCmd(a *app) *cobra.Command {
	var asOf, questions, out string
	var workers int
	cmd := &cobra.Command{
		Use: "ask [问题]", Short: "提问：答案附可核对的引文；--questions 批量提问",
		Example: "  bianku ask \"云澜市数据局机关行政编制多少名？\"\n  bianku ask --questions 问题.jsonl --out 答案.jsonl",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := civil.Parse(asOf)
			if err != nil {
				return wrongUsage("--as-of 要写成 2024-03-11 这样的日期")
			}
			switch {
			case questions != "" && len(args) == 0 && out != "":
				return a.askBatch(cmd.Context(), questions, out, day, workers)
			case questions == "" && len(args) == 1:
				return a.askOne(cmd.Context(), args[0], day)
			}
			return wrongUsage("请给出一个问题，或者同时给出 --questions 和 --out")
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "适用时点，如 2024-03-11（默认：问题中的时点，否则今天）")
	cmd.Flags().StringVar(&questions, "questions", "", "问题文件，每行一个 JSON：{id, text, as_of?}")
	cmd.Flags().StringVar(&out, "out", "", "答案文件；已有的答案不再重做，可以中断后继续")
	cmd.Flags().IntVar(&workers, "workers", 2, "同时提问的个数")
	return cmd
}

// qaService opens all that answering needs.
func (a *app) qaService(ctx context.Context) (*qa.Service, error) {
	pool, _, err := a.database(ctx)
	if err != nil {
		return nil, err
	}
	index, _, err := a.index(ctx, pool)
	if err != nil {
		return nil, err
	}
	return a.service(ctx, pool, index)
}

func (a *app) askOne(ctx context.Context, text string, asOf civil.Date) error {
	s, err := a.qaService(ctx)
	if err != nil {
		return err
	}
	answer, err := s.Ask(ctx, qa.Question{Text: text, AsOf: asOf}, nil)
	if err != nil {
		return err
	}
	return a.print(answer, func() { printAnswer(a.out, answer) })
}

// printAnswer writes an answer for the terminal: text, table, notices, and the quotes with where they stand.
func printAnswer(w io.Writer, answer qa.Answer) {
	fmt.Fprintln(w, answer.Text)
	if answer.Table != nil {
		fmt.Fprintln(w)
		table(w, append([][]string{answer.Table.Header}, answer.Table.Rows...))
	}
	if answer.Approved != nil {
		fmt.Fprintf(w, "\n%s\n", answer.Approved.Chinese())
	}
	if answer.AsOfNote != "" {
		fmt.Fprintf(w, "\n适用时点：%s\n", answer.AsOfNote)
	}
	for _, n := range append(slices.Clone(answer.Notices), answer.Degraded) {
		if n != "" {
			fmt.Fprintf(w, "\n注意：%s\n", n)
		}
	}
	printCitations(w, "引文", answer.Citations)
	if answer.Refusal != nil {
		printCitations(w, "相近条文（不是答案）", answer.Refusal.Nearest)
	}
}

func printCitations(w io.Writer, head string, citations []qa.Citation) {
	if len(citations) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", head)
	for i, c := range citations {
		n := c.N
		if n == 0 {
			n = i + 1
		}
		where := "《" + c.Title + "》"
		if c.DocNo != "" {
			where += "（" + c.DocNo + "）"
		}
		fmt.Fprintf(w, "[%d] %s%s，%s\n    %s\n    %s#%s\n", n, where, c.Label, c.Status.Chinese(), strings.Join(strings.Fields(c.Quote), " "), c.Filename, c.Address)
	}
}

// asked is one line of a batch: what came in is kept and the answer is added to it.
type asked struct {
	fields map[string]json.RawMessage
	id     string
	text   string
	asOf   civil.Date
}

func readAsked(r io.Reader) ([]asked, error) {
	var out []asked
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		q, err := parseAsked(lines.Bytes())
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("问题文件第 %d 行读不懂：每行应为 {\"id\": …, \"text\": …} 这样的 JSON。", n))
		}
		out = append(out, q)
	}
	return out, lines.Err()
}

func parseAsked(line []byte) (q asked, err error) {
	if err = json.Unmarshal(line, &q.fields); err != nil {
		return q, err
	}
	q.id = plainString(q.fields["id"])
	if q.text = plainString(q.fields["text"]); q.text == "" {
		q.text = plainString(q.fields["question"])
	}
	if q.id == "" || q.text == "" {
		return q, errors.New("id or text is missing")
	}
	q.asOf, err = civil.Parse(plainString(q.fields["as_of"]))
	return q, err
}

// plainString is a JSON string or number as text.
func plainString(raw json.RawMessage) string {
	if s, err := strconv.Unquote(string(raw)); err == nil && !strings.HasPrefix(string(raw), "`") {
		return s
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// askBatch answers the questions of a file, several at once, in any order. What stands in the out file already is done.
func (a *app) askBatch(ctx context.Context, questions, out string, asOf civil.Date, workers int) error {
	in, err := os.Open(questions)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "问题文件打不开，请检查路径："+questions)
	}
	defer in.Close()
	all, err := readAsked(in)
	if err != nil {
		return err
	}
	done, err := answered(out)
	if err != nil {
		return err
	}
	s, err := a.qaService(ctx)
	if err != nil {
		return err
	}
	w, err := os.OpenFile(out, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "答案文件写不了，请检查路径："+out)
	}
	defer w.Close()
	b := &batch{service: s, w: w, asOf: asOf}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for _, q := range all {
		if !done[q.id] {
			g.Go(func() error { return b.answer(ctx, q) })
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return a.print(map[string]int{"asked": b.asked, "refused": b.refused, "skipped": len(done)}, func() {
		fmt.Fprintf(a.out, "已回答 %d 个问题，其中拒答 %d 个；先前已有 %d 个。\n", b.asked, b.refused, len(done))
	})
}

// answered reads the ids that a former run has answered. Its last line may be half: then that question is asked again.
func answered(out string) (map[string]bool, error) {
	done := map[string]bool{}
	data, err := os.ReadFile(out)
	if errors.Is(err, fs.ErrNotExist) {
		return done, nil
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "答案文件读不了，请检查路径："+out)
	}
	whole := strings.LastIndexByte(string(data), '\n') + 1
	if whole < len(data) {
		if err := os.Truncate(out, int64(whole)); err != nil {
			return nil, err
		}
	}
	for _, line := range strings.Split(string(data[:whole]), "\n") {
		if q, err := parseDone(line); err == nil {
			done[q] = true
		}
	}
	return done, nil
}

func parseDone(line string) (string, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &fields); err != nil {
		return "", err
	}
	return plainString(fields["id"]), nil
}

type batch struct {
	service *qa.Service
	asOf    civil.Date

	mu      sync.Mutex
	w       io.Writer
	asked   int
	refused int
}

func (b *batch) answer(ctx context.Context, q asked) error {
	if q.asOf.IsZero() {
		q.asOf = b.asOf
	}
	answer, err := b.service.Ask(ctx, qa.Question{Text: q.text, AsOf: q.asOf, NoStore: true}, nil)
	if err != nil {
		return err
	}
	add := map[string]any{"answer": plainText(answer), "citations": answer.Citations, "mode": answer.Mode, "refusal": answer.Refusal,
		"refused": answer.Mode == qa.Refused, "as_of": answer.AsOf, "notices": answer.Notices, "table": answer.Table, "approved": answer.Approved}
	for k, v := range add {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		q.fields[k] = raw
	}
	line, err := json.Marshal(q.fields)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	if answer.Mode == qa.Refused {
		b.refused++
	}
	_, err = b.w.Write(append(line, '\n'))
	return err
}

// plainText is the answer without its [1] marks: what a scorer compares and a reader pastes.
func plainText(answer qa.Answer) string {
	if len(answer.Sentences) == 0 {
		return answer.Text
	}
	parts := make([]string, len(answer.Sentences))
	for i, s := range answer.Sentences {
		parts[i] = s.Text
	}
	return strings.Join(parts, "")
}
