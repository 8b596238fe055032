package retrieval

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pgvector/pgvector-go"

	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

// Limits of a Query.
const (
	defaultK  = 10
	maxK      = 1000
	maxQueryN = 2000 // characters of a question
)

// Search answers q with what the actor in ctx may see. An unknown question is no error: Hits is empty.
func (x *Index) Search(ctx context.Context, q Query) (res Result, err error) {
	defer fault.Wrapf(&err, "retrieval.Search(%.40q)", q.Text)
	began := time.Now()
	if err := q.complete(); err != nil {
		return Result{}, err
	}
	s := &search{Query: q, index: x, clearance: auth.ActorFrom(ctx).Clearance, terms: x.terms.Count(q.Text)}
	if !q.NoDirect {
		s.names = namesIn(q.Text)
	}
	if err := s.embed(ctx); err != nil {
		return Result{}, err
	}
	// One snapshot for all statements: what they see together was once true together.
	read := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, x.pool, read, func(tx pgx.Tx) error { return s.run(ctx, tx) })
	if err != nil {
		return Result{}, err
	}
	return Result{Query: q.Text, AsOf: s.AsOf, Leg: s.Leg, Degraded: s.degraded, Hits: s.hits,
		TookMS: float64(time.Since(began).Microseconds()) / 1000}, nil
}

// complete fills in what q leaves out and refuses what makes no sense.
func (q *Query) complete() error {
	q.Text = strings.TrimSpace(q.Text)
	if q.K == 0 {
		q.K = defaultK
	}
	if q.Leg == "" {
		q.Leg = Fused
	}
	if q.AsOf.IsZero() {
		q.AsOf = civil.Today()
	}
	switch {
	case q.Text == "":
		return fault.Field("q", "请输入要检索的内容。")
	case len([]rune(q.Text)) > maxQueryN:
		return fault.Field("q", fmt.Sprintf("检索内容太长，请控制在 %d 字以内。", maxQueryN))
	case q.K < 1 || q.K > maxK:
		return fault.Field("k", fmt.Sprintf("返回条数应在 1 到 %d 之间。", maxK))
	case !slices.Contains([]Leg{Fused, Lexical, Dense}, q.Leg):
		return fault.Field("leg", "检索方式只能是 fused（融合）、lexical（字词）或 dense（语义）。")
	}
	return nil
}

// search is one Query on its way.
type search struct {
	Query
	index     *Index
	clearance auth.Clearance
	terms     map[string]int
	vector    []float32 // nil: no dense leg
	names     names

	stats    statistics
	graphs   []int  // the states of index.graphs()
	weighted sparse // the question's vector
	degraded string
	hits     []Hit
}

// embed makes the question's vector where the leg needs one. A fused search can do without.
func (s *search) embed(ctx context.Context) error {
	if s.Leg == Lexical {
		return nil
	}
	var err error
	if s.index.embedder == nil {
		err = fault.New(fault.Unavailable, "没有向量模型，不能按语义检索。请运行 bianku doctor 查看原因，或改用字词检索。")
	} else {
		var vectors [][]float32
		if vectors, err = s.index.embedder.Embed(ctx, []string{s.Text}, true); err == nil {
			err = s.index.checkDim(vectors)
		}
		if err == nil {
			s.vector = vectors[0]
			return nil
		}
	}
	if s.Leg == Dense || ctx.Err() != nil {
		return err
	}
	s.Leg, s.degraded = Lexical, "没有向量模型，只按字词检索，换一种说法的内容可能找不到。请管理员运行 bianku doctor。"
	if s.index.embedder != nil {
		s.degraded = "向量模型暂时不可用，这一次只按字词检索，换一种说法的内容可能找不到。"
	}
	return nil
}

// run does all that needs the database, in one read-only transaction.
func (s *search) run(ctx context.Context, tx pgx.Tx) error {
	if err := s.prepare(ctx, tx); err != nil {
		return err
	}
	p := s.parts()
	found, err := s.candidates(ctx, tx, p)
	if err != nil {
		return err
	}
	if s.short(found, p) {
		p.lexicalGraph, p.denseGraph = false, false
		if found, err = s.candidates(ctx, tx, p); err != nil {
			return err
		}
	}
	best := fuse(found, s.Leg, s.index.weights, s.K)
	if s.hits, err = load(ctx, tx, s, best); err != nil || !s.Explain {
		return err
	}
	return s.explain(ctx, tx, best)
}

// prepare sets the transaction up and reads the statistics of the question's terms. Plans are made for the values at hand: the
// best plan for an actor who sees everything is the worst for one who sees five texts.
func (s *search) prepare(ctx context.Context, tx pgx.Tx) error {
	dims := map[int32]bool{}
	for t := range s.terms {
		dims[Dim(t)+1] = true // SQL counts from 1
	}
	b := &pgx.Batch{}
	b.Queue(`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
		set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', $1, true)`,
		strconv.Itoa(min(s.depth(), 1000)))
	b.Queue(`select entries from retrieval.totals`).QueryRow(func(row pgx.Row) error { return row.Scan(&s.stats.entries) })
	s.stats.df = make(map[int32]int64, len(dims))
	b.Queue(`select dim - 1, df from retrieval.term where dim = any($1)`, slices.Collect(maps.Keys(dims))).Query(func(rows pgx.Rows) error {
		var dim int32
		var df int64
		_, err := pgx.ForEachRow(rows, []any{&dim, &df}, func() error { s.stats.df[dim] = df; return nil })
		return err
	})
	for _, g := range s.index.graphs() {
		b.Queue(graphState, g.name).QueryRow(func(row pgx.Row) error {
			var state int
			err := row.Scan(&state)
			s.graphs = append(s.graphs, state)
			return err
		})
	}
	var mine, others bool
	if s.vector != nil {
		b.Queue(`select exists (select from retrieval.vector where embedder = $1), exists (select from retrieval.vector)`,
			s.index.embedder.Name()).QueryRow(func(row pgx.Row) error { return row.Scan(&mine, &others) })
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	s.weighted = question(s.terms, s.stats)
	if s.vector != nil && !mine {
		s.withoutVectors(others)
	}
	return nil
}

// withoutVectors says why there is nothing for the dense leg to search.
func (s *search) withoutVectors(others bool) {
	switch {
	case others:
		s.degraded = fmt.Sprintf("索引里的向量是另一个模型生成的，不能与 %s 混用，暂时只按字词检索。请管理员等待或启动向量补算。", s.index.embedder.Name())
	case s.stats.entries > 0:
		s.degraded = "索引里还没有向量，暂时只按字词检索。向量正在生成或尚未生成。"
	}
	s.vector = nil
	if s.Leg == Fused {
		s.Leg = Lexical
	}
}

func (s *search) depth() int { return max(s.index.weights.Depth, 2*s.K) }

// short says whether a leg may have missed something: the index scan gave up before it was full.
func (s *search) short(found []candidate, p parts) bool {
	var lexical, dense int
	for _, c := range found {
		if c.lexical.rank > 0 {
			lexical++
		}
		if c.dense.rank > 0 {
			dense++
		}
	}
	return p.lexicalGraph && lexical < s.depth() || p.denseGraph && dense < s.depth()
}

func (s *search) parts() parts {
	p := parts{lexical: s.Leg != Dense && len(s.weighted) > 0, dense: s.vector != nil, direct: !s.names.none()}
	if p.dense {
		p.dim = s.index.embedder.Dim()
	}
	if s.OnlyPairs { // few, each looked at; what the question names is looked up among chunks
		p.direct = false
		return p
	}
	if s.stats.entries > s.index.weights.ExactUpTo && s.DocumentIDs == nil {
		p.lexicalGraph, p.denseGraph = p.lexical && s.graphs[0] == built, p.dense && len(s.graphs) > 1 && s.graphs[1] == built
	}
	return p
}

// candidates runs the statement and puts its rows together, entry by entry.
func (s *search) candidates(ctx context.Context, tx pgx.Tx, p parts) ([]candidate, error) {
	if !p.lexical && !p.dense && !p.direct {
		return nil, nil
	}
	rows, err := tx.Query(ctx, statement(p), s.arguments())
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[found])
	if err != nil {
		return nil, err
	}
	return merge(list), nil
}

func (s *search) arguments() pgx.NamedArgs {
	titles, places, starts, stops, bodies, numbers := s.names.columns()
	args := pgx.NamedArgs{
		"clearance": int16(s.clearance), "as_of": s.AsOf, "any_validity": s.AnyValidity, "no_pairs": s.NoPairs, "only_pairs": s.OnlyPairs,
		"kinds": nil, "documents": s.DocumentIDs, "depth": s.depth(), "titled": s.index.weights.Titled,
		"terms": nil, "asked": nil, "vector": nil, "embedder": nil,
		"titles": titles, "places": places, "starts": starts, "stops": stops, "bodies": bodies, "numbers": numbers, "doc_nos": s.names.docNos,
		"article": s.names.articlePattern(), "part": s.names.partPattern(),
	}
	if s.Kinds != nil {
		kinds := make([]string, len(s.Kinds))
		for i, k := range s.Kinds {
			kinds[i] = string(k)
		}
		args["kinds"] = kinds
	}
	if len(s.weighted) > 0 {
		args["terms"] = s.weighted.String()
	}
	if len(s.names.docNos)+len(s.names.orders) > 0 {
		if asked := question(s.index.terms.Count(besides(s.Text)), s.stats); len(asked) > 0 {
			args["asked"] = asked.String()
		}
	}
	if s.vector != nil {
		args["vector"], args["embedder"] = pgvector.NewHalfVector(s.vector).String(), s.index.embedder.Name()
	}
	return args
}

// found is a row of statement.
type found struct {
	Leg      string
	Entry    int64
	Document int64
	Hash     string
	InForce  bool
	Score    float64
	Reason   string
	Place    int
}

// merge makes one candidate of the rows of each entry, and ranks within the legs: by score, then by entry.
func merge(list []found) []candidate {
	slices.SortFunc(list, func(a, b found) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return int(a.Entry - b.Entry)
	})
	at := map[int64]int{}
	var out []candidate
	rank := map[string]int{}
	for _, f := range list {
		i, ok := at[f.Entry]
		if !ok {
			i = len(out)
			at[f.Entry] = i
			out = append(out, candidate{entry: f.Entry, document: f.Document, hash: f.Hash, inForce: f.InForce})
		}
		rank[f.Leg]++
		switch f.Leg {
		case "lexical":
			out[i].lexical = place{rank[f.Leg], f.Score}
		case "dense":
			out[i].dense = place{rank[f.Leg], f.Score}
		default:
			out[i].direct, out[i].place = f.Reason, f.Place
		}
	}
	return out
}
