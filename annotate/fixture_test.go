package annotate

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

// dictionary is loaded once: it takes a second.
var dictionary = sync.OnceValues(retrieval.NewTerms)

func TestMain(m *testing.M) {
	code := m.Run()
	if t, err := dictionary(); err == nil {
		t.Close()
	}
	os.Exit(code)
}

// room is a corpus with a service over it, in a database of its own, on the lexical leg.
type room struct {
	*Service
	t     *testing.T
	pool  *pgxpool.Pool
	index *retrieval.Index
	files *ingest.Files
}

func newRoom(t *testing.T) *room {
	t.Helper()
	pool := pgtest.Pool(t, account.Migrations, audit.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations, Migrations)
	terms, err := dictionary()
	require.NoError(t, err)
	files, err := ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	words := sensitivewords.New([]sensitivewords.Word{{Text: "违禁词", Class: "D.1", Action: sensitivewords.Block},
		{Text: "慎用词", Class: "D.1", Action: sensitivewords.Review}, {Text: "记录词", Class: "D.1", Action: sensitivewords.Log}}, nil)
	index := retrieval.New(pool, terms, nil)
	return &room{Service: New(index, words), t: t, pool: pool, index: index, files: files}
}

func (r *room) system() context.Context { return auth.WithActor(r.t.Context(), auth.System("test")) }

// as is an expert with an id and a clearance.
func (r *room) as(id int64, c auth.Clearance) context.Context {
	return auth.WithActor(r.t.Context(), auth.Actor{ID: id, Login: fmt.Sprintf("expert%d", id), Name: fmt.Sprintf("专家%d", id), Unit: "市委编办",
		Roles: []auth.Role{auth.Expert}, Clearance: c, Via: "session"})
}

func (r *room) inTx(f func(tx pgx.Tx) error) error { return pg.InTx(r.t.Context(), r.pool, f) }

func (r *room) must(f func(tx pgx.Tx) error) {
	r.t.Helper()
	require.NoError(r.t, r.inTx(f))
}

func (r *room) exec(sql string, args ...any) {
	r.t.Helper()
	_, err := r.pool.Exec(r.t.Context(), sql, args...)
	require.NoError(r.t, err)
}

// add takes a text in as a file of that name goes through the pipeline, and returns its version.
func (r *room) add(name, text string, c auth.Clearance) (v ingest.Version) {
	r.t.Helper()
	ctx := r.system()
	r.must(func(tx pgx.Tx) error {
		b, err := ingest.NewBatch(ctx, tx, ingest.NewSubmission{Label: name, Clearance: c})
		if err != nil {
			return err
		}
		in, err := ingest.AddFile(ctx, tx, r.files, b.ID, name, strings.NewReader(text))
		if err != nil {
			return err
		}
		items, err := ingest.Begin(ctx, tx, in.Stage, []int64{in.ID})
		if err != nil {
			return err
		}
		reading, err := ingest.Understand(ctx, tx, r.files, items[0])
		if err != nil {
			return err
		}
		out, err := ingest.Save(ctx, tx, reading)
		if err != nil {
			return err
		}
		if err := r.index.IndexVersion(ctx, tx, out.VersionID); err != nil {
			return err
		}
		v, err = ingest.VersionByID(ctx, tx, out.VersionID, ingest.Version{}.EffectiveFrom)
		return err
	})
	return v
}

// quote is a basis: where the words stand in the version.
func (r *room) quote(v ingest.Version, words string) Basis {
	r.t.Helper()
	before, _, ok := strings.Cut(v.Text, words)
	require.True(r.t, ok, "%q is not in %s", words, v.Title)
	start := len([]rune(before))
	return Basis{VersionID: v.ID, Start: start, End: start + len([]rune(words))}
}

// draft is a pair as an actor writes it.
func (r *room) draft(ctx context.Context, c Content) (p Pair) {
	r.t.Helper()
	r.must(func(tx pgx.Tx) (err error) { p, err = r.Create(ctx, tx, c); return err })
	return p
}

// submitted is a pair in the first round.
func (r *room) submitted(ctx context.Context, c Content) Pair {
	r.t.Helper()
	p := r.draft(ctx, c)
	r.must(func(tx pgx.Tx) (err error) { p, err = r.Submit(ctx, tx, p.ID); return err })
	return p
}

// decide pulls the pair and gives a verdict on it.
func (r *room) decide(ctx context.Context, id int64, d Decision) (p Pair, err error) {
	r.t.Helper()
	item, err := r.Pull(ctx, r.pool)
	if err != nil {
		return p, err
	}
	require.NotNil(r.t, item, "nothing to pull")
	require.Equal(r.t, id, item.Pair.ID)
	if d.Version == 0 {
		d.Version = item.Pair.Version
	}
	err = r.inTx(func(tx pgx.Tx) (err error) { p, err = r.Decide(ctx, tx, id, d); return err })
	return p, err
}

// accept is decide with an acceptance that must succeed.
func (r *room) accept(ctx context.Context, id int64) Pair {
	r.t.Helper()
	p, err := r.decide(ctx, id, Decision{Action: Accept})
	require.NoError(r.t, err)
	return p
}

// approved is a pair that experts 11 and 12 have approved.
func (r *room) approved(c Content) Pair {
	r.t.Helper()
	p := r.submitted(r.system(), c)
	r.accept(r.as(11, auth.L4), p.ID)
	p = r.accept(r.as(12, auth.L4), p.ID)
	require.Equal(r.t, StateApproved, p.State)
	return p
}

// pull pulls as ctx, and says what was got: 0 for nothing.
func (r *room) pull(ctx context.Context) int64 {
	r.t.Helper()
	item, err := r.Pull(ctx, r.pool)
	require.NoError(r.t, err)
	if item == nil {
		return 0
	}
	return item.Pair.ID
}

// indexed are the pairs in the index, as an actor of the highest clearance finds them.
func (r *room) indexed() (ids []int64) {
	r.t.Helper()
	rows, err := r.pool.Query(r.t.Context(), `select pair_id from retrieval.entry where pair_id is not null order by 1`)
	require.NoError(r.t, err)
	ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	require.NoError(r.t, err)
	return ids
}

// actions are the events of a pair in the audit trail, oldest first.
func (r *room) actions(id int64) (list []string) {
	r.t.Helper()
	entries, _, err := audit.List(r.t.Context(), r.pool, audit.Filter{Object: "pair", ObjectID: fmt.Sprint(id)})
	require.NoError(r.t, err)
	for _, e := range entries {
		list = append([]string{strings.TrimPrefix(e.Action, "pair.")}, list...)
	}
	return list
}

// Two invented papers.
const (
	rules = `云澜市机构编制管理办法

云澜市人民政府令第18号

第一章 总则

第一条 为了规范云澜市机构编制管理，根据有关法律法规，制定本办法。

第二条 市机构编制委员会办公室负责全市机构编制的日常管理工作。

第二章 程序

第三条 市级行政机构的设立、撤销、合并，由市人民政府提出方案，报省人民政府批准。

第四条 机构编制委员会办公室应当自收到申请之日起15个工作日内提出审核意见。

第五条 本办法自2021年3月1日起施行。
`
	charter = `云澜市数据局职能配置、内设机构和人员编制规定

第一条 为规范云澜市数据局的职能配置、内设机构和人员编制，根据《云澜市机构改革方案》，制定本规定。

第二条 云澜市数据局是市人民政府工作部门，为正处级。

第三条 云澜市数据局设下列内设机构：
（一）办公室。负责机关日常运转工作。
（二）数据资源科。负责数据资源的统筹管理。

第四条 云澜市数据局机关行政编制61名。设局长1名，副局长3名。

第五条 本规定自2024年2月1日起施行。
`
	article3 = "市级行政机构的设立、撤销、合并，由市人民政府提出方案，报省人民政府批准。"
	article4 = "机构编制委员会办公室应当自收到申请之日起15个工作日内提出审核意见。"
	posts    = "云澜市数据局机关行政编制61名。设局长1名，副局长3名。"
)

// aboutRules is a sound pair on article 3.
func (r *room) aboutRules(v ingest.Version) Content {
	return Content{Question: "云澜市设立市级行政机构由谁批准？", Answer: "由市人民政府提出方案，报省人民政府批准。", Type: 5,
		Basis: []Basis{r.quote(v, article3)}}
}

// aboutPosts is a sound pair on the quota.
func (r *room) aboutPosts(v ingest.Version) Content {
	return Content{Question: "云澜市数据局机关行政编制有多少名？", Variants: []string{"数据局有几个行政编制"}, Answer: "61名，其中局长1名、副局长3名。", Type: 9,
		Basis: []Basis{r.quote(v, posts)}}
}
