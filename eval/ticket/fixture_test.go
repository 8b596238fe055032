package ticket

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

	"bianku/annotate"
	"bianku/eval"
	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	"bianku/qa"
	"bianku/retrieval"
	sensitivewords "bianku/sensitive-words"
)

var dictionary = sync.OnceValues(retrieval.NewTerms)

func TestMain(m *testing.M) {
	code := m.Run()
	if t, err := dictionary(); err == nil {
		t.Close()
	}
	os.Exit(code)
}

// room is a corpus with its index, pairs and answers, people, and runs that end in tickets.
type room struct {
	t                               *testing.T
	pool                            *pgxpool.Pool
	index                           *retrieval.Index
	files                           *ingest.Files
	qa                              *qa.Service
	program                         string
	expert, lead, other, low, staff context.Context
	ids                             map[string]int64
}

func newRoom(t *testing.T) *room {
	t.Helper()
	pool := pgtest.Pool(t, account.Migrations, audit.Migrations, sensitivewords.Migrations, ingest.Migrations, retrieval.Migrations,
		annotate.Migrations, qa.Migrations, eval.Migrations)
	terms, err := dictionary()
	require.NoError(t, err)
	files, err := ingest.OpenFiles(t.TempDir())
	require.NoError(t, err)
	r := &room{t: t, pool: pool, files: files, index: retrieval.New(pool, terms, nil), program: "v1", ids: map[string]int64{}}
	r.qa = qa.New(qa.Config{Pool: pool, Index: r.index})
	r.expert = r.person("zhuanjia", auth.L2, auth.Expert)
	r.lead = r.person("zuzhang", auth.L4, auth.Lead)
	r.other = r.person("guanli", auth.L4, auth.Admin)
	r.low = r.person("xinren", auth.L1, auth.Lead)
	r.staff = r.person("gongzuo", auth.L2, auth.Staff)
	return r
}

func (r *room) system() context.Context { return auth.WithActor(r.t.Context(), auth.System("test")) }

func (r *room) person(login string, c auth.Clearance, roles ...auth.Role) context.Context {
	r.t.Helper()
	var a account.Account
	r.must(func(tx pgx.Tx) (err error) {
		a, err = account.Create(r.system(), tx, account.New{Login: login, Name: login, Unit: "编办", Password: "Yunlan-2026-mima", Roles: roles, Clearance: c})
		return err
	})
	r.ids[login] = a.ID
	return auth.WithActor(r.t.Context(), a.Actor("session"))
}

func (r *room) inTx(f func(tx pgx.Tx) error) error { return pg.InTx(r.t.Context(), r.pool, f) }

func (r *room) must(f func(tx pgx.Tx) error) {
	r.t.Helper()
	require.NoError(r.t, r.inTx(f))
}

// add takes a text in as a file of that name goes through the pipeline.
func (r *room) add(name, text string, c auth.Clearance) (version int64) {
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
		version = out.VersionID
		return r.index.IndexVersion(ctx, tx, version)
	})
	return version
}

// run asks questions as an evaluation does, to its end.
func (r *room) run(name string, questions ...eval.Question) eval.Run {
	r.t.Helper()
	var run eval.Run
	r.must(func(tx pgx.Tx) error {
		set, err := eval.ImportSet(r.system(), tx, name, eval.FromFile, questions)
		if err == nil {
			run, err = eval.NewRun(r.system(), tx, set.ID, eval.Config{})
		}
		return err
	})
	r.execute(run.ID)
	return run
}

func (r *room) execute(run int64) {
	r.t.Helper()
	deps := eval.Deps{Pool: r.pool, Files: r.files, Index: r.index, QA: r.qa, Program: r.program, Gather: Ended}
	require.NoError(r.t, eval.Execute(r.t.Context(), deps, run, func(int, int) {}))
}

// again re-runs a ticket.
func (r *room) again(ctx context.Context, id int64) {
	r.t.Helper()
	var run eval.Run
	r.must(func(tx pgx.Tx) (err error) { run, err = Again(ctx, tx, id); return err })
	r.execute(run.ID)
}

func (r *room) tickets(ctx context.Context) []Ticket {
	r.t.Helper()
	list, _, _, err := Tickets(ctx, r.pool, Filter{})
	require.NoError(r.t, err)
	return list
}

// only is the one ticket there is.
func (r *room) only() Ticket {
	r.t.Helper()
	list := r.tickets(r.system())
	require.Len(r.t, list, 1)
	return list[0]
}

func (r *room) trail(id int64) Trail {
	r.t.Helper()
	tr, err := ByID(r.system(), r.pool, id, r.program)
	require.NoError(r.t, err)
	return tr
}

// The steps, each in a transaction of its own.
func (r *room) assign(ctx context.Context, id int64, login string) error {
	return r.inTx(func(tx pgx.Tx) error { _, err := Assign(ctx, tx, id, r.ids[login], ""); return err })
}

func (r *room) start(ctx context.Context, id int64) error {
	return r.inTx(func(tx pgx.Tx) error {
		_, err := Start(ctx, tx, id, "", func(ctx context.Context, tx pg.DB, pair int64, reason string) error {
			_, err := annotate.New(r.index, nil).Recheck(ctx, tx, pair, reason)
			return err
		})
		return err
	})
}

func (r *room) fixed(ctx context.Context, id int64, version string) error {
	return r.inTx(func(tx pgx.Tx) error { _, err := Fixed(ctx, tx, id, version, "补齐", r.program); return err })
}

func (r *room) accept(ctx context.Context, id int64) error {
	return r.inTx(func(tx pgx.Tx) error { _, err := Accept(ctx, tx, id, ""); return err })
}

func (r *room) reject(ctx context.Context, id int64, note string) error {
	return r.inTx(func(tx pgx.Tx) error { _, err := Reject(ctx, tx, id, note); return err })
}

func (r *room) rerun(ctx context.Context, id int64) error {
	return r.inTx(func(tx pgx.Tx) error { _, err := Again(ctx, tx, id); return err })
}

// toFixing brings a ticket to where it is mended.
func (r *room) toFixing(id int64) {
	r.t.Helper()
	require.NoError(r.t, r.assign(r.lead, id, "zhuanjia"))
	require.NoError(r.t, r.start(r.expert, id))
}

const rules = `云澜市灵活用编管理办法

（2022年3月10日中共云澜市委机构编制委员会云编〔2022〕11号印发）

第一条　为了规范灵活用编工作，制定本办法。
第二条　本办法所称灵活用编，是指单位在空编限额内，按照项目周期使用编制并到期退回的用编方式。
第三条　申请灵活用编，应当由单位向市委编办提出申请，市委编办审核后报市委编委审批。
第四条　灵活用编的期限一般不超过2年；确需延长的，应当在期满30日前提出，延长期限不超过6个月。
第五条　本办法自2022年5月1日起施行。
`

const rulesFile = "云澜市灵活用编管理办法.txt"

// absent asks for what only rules says.
func absent(key string) eval.Question {
	return eval.Question{ID: key, Type: 1, Text: "什么是灵活用编？", Answerable: true, Must: []string{"按照项目周期使用编制"},
		Gold: []eval.Gold{{File: rulesFile, Address: "第二条"}}}
}

func versionName(v int64) string { return fmt.Sprint(v) }
