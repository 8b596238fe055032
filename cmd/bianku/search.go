package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"unicode"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/retrieval"
)

// searchFlags are the options of search, and of what else asks the index.
type searchFlags struct {
	retrieval.Query
	leg, asOf, queries, run string
}

func (f *searchFlags) add(cmd *cobra.Command) {
	cmd.Flags().IntVarP(&f.K, "top", "k", 10, "返回条数（1–1000）")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "按哪一天的效力检索，如 2024-03-01（默认今天）")
	cmd.Flags().StringVar(&f.leg, "leg", "fused", "检索方式：fused（融合）、lexical（字词）、dense（语义）")
	cmd.Flags().BoolVar(&f.AnyValidity, "any-validity", false, "也找当日不生效的（已废止、尚未生效、草案）")
	cmd.Flags().BoolVar(&f.NoDirect, "no-direct", false, "不按文号、书名、条号直接定位，只按得分排序")
}

// query is the flags' query, without a text.
func (f *searchFlags) query() (q retrieval.Query, err error) {
	q = f.Query
	q.Leg = retrieval.Leg(f.leg)
	if q.AsOf, err = civil.Parse(f.asOf); err != nil {
		return q, wrongUsage("--as-of 应写成 2024-03-01，给的是“%s”。", f.asOf)
	}
	return q, nil
}

func searchCmd(a *app) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{Use: "search [检索内容]", Short: "检索条文；或批量检索并写出 TREC 结果", Args: cobra.MaximumNArgs(1),
		Example: "  bianku search \"设区的市新设一个工作部门要谁批\" -k 5 --explain\n" +
			"  bianku search \"国务院组织法第九条\" --as-of 2024-03-01\n" +
			"  bianku search --queries queries.jsonl --run out.trec -k 100 --leg fused",
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := f.query()
			switch {
			case err != nil:
				return err
			case (len(args) == 1) == (f.queries != ""):
				return wrongUsage("请给出检索内容，或用 --queries 指定一个 JSONL 文件，二者选一。")
			case (f.queries == "") != (f.run == ""):
				return wrongUsage("--queries 与 --run 要同时使用。")
			}
			return a.withIndex(cmd, func(ctx context.Context, index *retrieval.Index) error {
				if f.queries != "" {
					return a.searchBatch(ctx, index, q, f.queries, f.run)
				}
				q.Text = args[0]
				return a.searchOne(ctx, index, q)
			})
		}}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.Explain, "explain", false, "说明每条结果的得分从何而来")
	cmd.Flags().StringVar(&f.queries, "queries", "", "批量检索：每行一个 {\"id\", \"text\", \"as_of\"?} 的 JSONL 文件，- 为标准输入")
	cmd.Flags().StringVar(&f.run, "run", "", "批量检索的结果文件（TREC 格式），- 为标准输出")
	return cmd
}

// withIndex opens database and index, as the account that --as names.
func (a *app) withIndex(cmd *cobra.Command, f func(ctx context.Context, index *retrieval.Index) error) error {
	return a.withDatabase(cmd, func(ctx context.Context, pool *pgxpool.Pool) error {
		index, done, err := a.index(ctx, pool)
		if err != nil {
			return err
		}
		defer done()
		return f(ctx, index)
	})
}

func (a *app) searchOne(ctx context.Context, index *retrieval.Index, q retrieval.Query) error {
	res, err := index.Search(ctx, q)
	if err != nil {
		return err
	}
	return a.print(res, func() { a.showHits(res) })
}

func (a *app) showHits(res retrieval.Result) {
	if res.Degraded != "" {
		fmt.Fprintln(a.errw, "注意："+res.Degraded)
	}
	for i, h := range res.Hits {
		head := fmt.Sprintf("%d. 《%s》%s", i+1, h.Title, h.Label)
		if h.DocNo != "" {
			head += "（" + h.DocNo + "）"
		}
		fmt.Fprintf(a.out, "%s  %s  得分 %.4f%s\n", head, h.Status.Chinese(), h.Score, directLabel(h.Direct))
		if h.Doubt != "" {
			fmt.Fprintln(a.out, "   存疑："+h.Doubt)
		}
		fmt.Fprintln(a.out, "   "+excerpt(h.Lead+h.Text, 120))
		showExplain(a.out, h.Explain)
	}
	if len(res.Hits) == 0 {
		fmt.Fprintln(a.out, "没有找到相关内容。")
		return
	}
	fmt.Fprintf(a.out, "共 %d 条，按 %s 的效力，用时 %.0f 毫秒。\n", len(res.Hits), res.AsOf.Chinese(), res.TookMS)
}

func directLabel(direct string) string {
	if name := map[string]string{"doc_no": "文号", "title": "名称", "article": "条号"}[direct]; name != "" {
		return "  按" + name + "定位"
	}
	return ""
}

func showExplain(w io.Writer, e *retrieval.Explain) {
	if e == nil {
		return
	}
	var parts, terms []string
	for _, p := range e.Parts {
		parts = append(parts, fmt.Sprintf("%s %.4f", p.Name, p.Value))
	}
	for _, t := range e.Terms[:min(len(e.Terms), 12)] {
		terms = append(terms, fmt.Sprintf("%s %.2f", strings.TrimPrefix(t.Term, "#"), t.Weight))
	}
	fmt.Fprintf(w, "   得分 = %s\n", strings.Join(parts, " + "))
	if e.LexicalRank > 0 {
		fmt.Fprintf(w, "   字词第 %d 名，%.3f 分：%s\n", e.LexicalRank, e.LexicalScore, strings.Join(terms, "、"))
	}
	if e.DenseRank > 0 {
		fmt.Fprintf(w, "   语义第 %d 名，相似度 %.3f\n", e.DenseRank, e.DenseScore)
	}
}

// excerpt is the beginning of s on one line, n characters at most.
func excerpt(s string, n int) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > n {
		return string(runes[:n]) + "……"
	}
	return string(runes)
}

// batchQuery is a line of a --queries file. An id may be a number too.
type batchQuery struct {
	ID   json.RawMessage `json:"id"`
	Text string          `json:"text"`
	AsOf civil.Date      `json:"as_of"`
}

func (q batchQuery) id() string { return strings.Trim(string(q.ID), `"`) }

// searchBatch answers the questions of a file and writes a TREC run: qid Q0 docid rank score tag.
func (a *app) searchBatch(ctx context.Context, index *retrieval.Index, base retrieval.Query, in, out string) error {
	queries, err := a.readQueries(in)
	if err != nil {
		return err
	}
	w, err := a.create(out)
	if err != nil {
		return err
	}
	bar := a.bar(len(queries), "检索")
	lines := make([][]byte, len(queries))
	degraded := make([]string, len(queries))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, one := range queries {
		work.Go(func() error {
			q := base
			q.Text, q.AsOf = one.Text, cmp.Or(one.AsOf, base.AsOf)
			q.NoPairs = true          // the ids of a test set are those of texts
			q.K = min(2*base.K, 1000) // some hits share an id: a long row is several chunks
			res, err := index.Search(ctx, q)
			if err != nil {
				return fmt.Errorf("%s：%w", one.id(), err)
			}
			lines[i], degraded[i] = runLines(one.id(), res, base.K), res.Degraded
			bar.add(1)
			return nil
		})
	}
	err = work.Wait()
	bar.done()
	for _, l := range lines {
		if err == nil {
			_, err = w.Write(l)
		}
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	return a.reportBatch(len(queries), degraded, out)
}

func (a *app) reportBatch(n int, degraded []string, out string) error {
	if d := firstNonEmpty(degraded); d != "" {
		fmt.Fprintln(a.errw, "注意："+d)
	}
	if a.json && out != "-" {
		return a.print(map[string]any{"queries": n, "run": out}, nil)
	}
	fmt.Fprintf(a.errw, "已检索 %d 个问题，结果写入 %s。\n", n, out)
	return nil
}

func firstNonEmpty(list []string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// runLines are the first k distinct ids of res. The score falls with every rank, by a hair where two are equal: evaluators
// sort by score and break ties their own way.
func runLines(id string, res retrieval.Result, k int) []byte {
	var b bytes.Buffer
	seen := map[string]bool{}
	last := 0.0
	for _, h := range res.Hits {
		doc := runID(h)
		if seen[doc] || len(seen) == k {
			continue
		}
		seen[doc] = true
		score := h.Score
		if len(seen) > 1 {
			score = min(score, last-1e-7)
		}
		last = score
		fmt.Fprintf(&b, "%s Q0 %s %d %.7f bianku-%s\n", id, doc, len(seen), score, res.Leg)
	}
	return b.Bytes()
}

// runID is the external id, or FILE NAME#address; white space would end the column, so it is written _.
func runID(h retrieval.Hit) string {
	id := h.ExternalID
	if id == "" {
		id = h.Filename + "#" + h.Address
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, id)
}

// readQueries reads a file of questions. A line that is not one is refused with its number: a run with a hole in it would
// be measured as a bad one.
func (a *app) readQueries(name string) (list []batchQuery, err error) {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, openFault(err, name)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		var q batchQuery
		if err := json.Unmarshal(line, &q); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%s 第 %d 行不是合格的 JSON，应形如 {\"id\": \"1\", \"text\": \"问题\"}。", name, n))
		}
		if q.id() == "" || strings.ContainsFunc(q.id(), unicode.IsSpace) || strings.TrimSpace(q.Text) == "" {
			return nil, fault.Newf(fault.Invalid, "%s 第 %d 行要有 id（不含空白）和 text。", name, n)
		}
		list = append(list, q)
	}
	return list, lines.Err()
}

func openFault(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Newf(fault.NotFound, "没有这个文件：%s", name)
	}
	return fault.Wrap(err, fault.Invalid, "文件打不开："+name)
}

// create opens a result file; - is the standard output.
func (a *app) create(name string) (io.WriteCloser, error) {
	if name == "-" {
		return nopCloser{a.out}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "结果文件写不了："+name)
	}
	return f, nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
