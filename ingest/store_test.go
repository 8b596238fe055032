package ingest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/auth/account"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
)

// store is a database and a file store with a hand on both.
type store struct {
	t     *testing.T
	pool  *pgxpool.Pool
	files *Files
	ctx   context.Context // the system
}

func newStore(t *testing.T) *store {
	t.Helper()
	t.Parallel()
	files, err := OpenFiles(t.TempDir())
	require.NoError(t, err)
	return &store{t: t, pool: pgtest.Pool(t, account.Migrations, audit.Migrations, Migrations), files: files,
		ctx: auth.WithActor(t.Context(), auth.System("job"))}
}

// as is the context of somebody with a clearance and roles.
func (s *store) as(c auth.Clearance, roles ...auth.Role) context.Context {
	return auth.WithActor(s.t.Context(), auth.Actor{ID: int64(c) * 10, Login: fmt.Sprintf("u%d", c), Roles: roles, Clearance: c})
}

func (s *store) tx(ctx context.Context, f func(tx pgx.Tx) error) error {
	s.t.Helper()
	return pg.InTx(ctx, s.pool, f)
}

func (s *store) batch(ctx context.Context, c auth.Clearance) Batch {
	s.t.Helper()
	var b Batch
	require.NoError(s.t, s.tx(ctx, func(tx pgx.Tx) (err error) {
		b, err = NewBatch(ctx, tx, NewSubmission{Label: "试", Clearance: c})
		return err
	}))
	return b
}

// text is a text of the tests: what structure would have found in it is said outright.
type paper struct {
	title     string
	body      string
	from      string
	lapses    string
	published string
	draft     bool
	docNo     string
	kind      structure.Kind
	org       string
	clearance auth.Clearance
	relations []structure.Relation
	facts     []structure.Fact
}

func (x paper) doc() *structure.Document {
	if x.kind == "" {
		x.kind = structure.Law
	}
	body := x.body
	if body == "" {
		body = "第一条 " + x.title + x.from + x.docNo
	}
	return &structure.Document{Kind: x.kind, Title: x.title, DocNo: x.docNo, Org: x.org, Draft: x.draft,
		EffectiveFrom: civil.MustParse(x.from), EffectiveTo: civil.MustParse(x.lapses), PublishedOn: civil.MustParse(x.published),
		Chunks: []structure.Chunk{{Kind: structure.Article, Address: "第一条", Label: "第一条", Text: body, End: len([]rune(body))}},
		Facts:  x.facts, Relations: x.relations}
}

// add takes a text through the door and the stage structure, and returns its intake.
func (s *store) add(x paper) Intake {
	s.t.Helper()
	d := x.doc()
	text := d.Chunks[0].Text
	b := s.batch(s.ctx, max(x.clearance, auth.L1))
	var in Intake
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, x.title+".txt", strings.NewReader(text))
		return err
	}))
	if in.State != Queued {
		return in
	}
	items, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(s.t, err)
	require.Len(s.t, items, 1)
	return s.save(items[0], &Reading{Item: items[0], Doc: d, Parsed: &parse.Result{Format: "txt", Parser: "text/1", Text: text}})
}

func (s *store) save(it Item, d *Reading) Intake {
	s.t.Helper()
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) error {
		still, err := Lock(s.ctx, tx, it)
		require.NoError(s.t, err)
		require.True(s.t, still)
		o, err := Save(s.ctx, tx, d)
		if err != nil {
			return err
		}
		return Advance(s.ctx, tx, it, StageDone, o, time.Millisecond)
	}))
	in, err := IntakeByID(s.ctx, s.pool, it.ID)
	require.NoError(s.t, err)
	return in
}

// spans returns the intervals of the documents as "title from to endedBy status", in the order of ids.
func (s *store) intervals() []string {
	s.t.Helper()
	rows, err := s.pool.Query(s.ctx, `select v.title || ' ' || coalesce(v.effective_from::text, '?') || ' ' || coalesce(v.effective_to::text, '-')
		|| ' ' || coalesce(v.ended_by, '-') from ingest.version v order by v.id`)
	require.NoError(s.t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	return list
}

func TestFilesKeepAndCheckTheirContent(t *testing.T) {
	t.Parallel()
	f, err := OpenFiles(t.TempDir())
	require.NoError(t, err)
	a, err := f.Put(strings.NewReader("abc"))
	require.NoError(t, err)
	// The examples of FIPS 180-4 and GB/T 32905-2016.
	require.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", a.SHA256)
	require.Equal(t, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", a.SM3)
	b, err := f.Put(strings.NewReader("abc"))
	require.NoError(t, err)
	require.Equal(t, a, b)
	data, err := f.Read(a.SHA256)
	require.NoError(t, err)
	require.Equal(t, "abc", string(data))

	_, err = f.Put(bytes.NewReader(nil))
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	_, err = f.Read(strings.Repeat("0", 64))
	require.Equal(t, fault.NotFound, fault.KindOf(err))
	overwrite(t, f.path(a.SHA256), "abd")
	_, err = f.Read(a.SHA256)
	require.ErrorContains(t, err, "校验值不符")
}

func TestVersionsFollowEachOtherInWhateverOrderTheyArrive(t *testing.T) {
	want := []string{
		"云澜市条例 2001-01-01 2010-01-01 next_version",
		"云澜市条例 2010-01-01 2020-01-01 next_version",
		"云澜市条例 2020-01-01 - -",
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {1, 0, 2}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			s := newStore(t)
			from := []string{"2001-01-01", "2010-01-01", "2020-01-01"}
			for _, i := range order {
				s.add(paper{title: "云澜市条例", from: from[i]})
			}
			require.ElementsMatch(t, want, s.intervals())
			docs, total, err := Documents(s.ctx, s.pool, DocumentFilter{})
			require.NoError(t, err)
			require.Equal(t, 1, total)
			require.Len(t, docs[0].Versions, 3)
			require.Equal(t, []Status{InForce, Amended, Amended}, statuses(docs[0]))
			then, err := DocumentByID(s.ctx, s.pool, docs[0].ID, civil.Of(2005, 1, 1))
			require.NoError(t, err)
			require.Equal(t, []Status{NotYetEffective, NotYetEffective, InForce}, statuses(then))
		})
	}
}

func statuses(d Document) (list []Status) {
	for _, v := range d.Versions {
		list = append(list, v.Status)
	}
	return list
}

func TestTheSameBytesTwiceAreOneVersion(t *testing.T) {
	s := newStore(t)
	first := s.add(paper{title: "甲办法", from: "2020-01-01"})
	require.Equal(t, Done, first.State)
	again := s.add(paper{title: "甲办法", from: "2020-01-01"})
	require.Equal(t, Duplicate, again.State)
	require.Equal(t, first.VersionID, again.VersionID)
	require.Len(t, s.intervals(), 1)
}

func TestTwoIntakesOfTheSameBytesAtOnceMeetInSave(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	x := paper{title: "甲办法", from: "2020-01-01"}
	var ids []int64
	for range 2 { // both before either is saved
		require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error {
			in, err := AddFile(s.ctx, tx, s.files, b.ID, "甲.txt", strings.NewReader(x.doc().Chunks[0].Text))
			ids = append(ids, in.ID)
			return err
		}))
	}
	items, err := Begin(s.ctx, s.pool, FirstStage, ids)
	require.NoError(t, err)
	require.Len(t, items, 2)
	var states []string
	for _, it := range items {
		states = append(states, s.save(it, &Reading{Item: it, Doc: x.doc(), Parsed: &parse.Result{Text: x.doc().Chunks[0].Text}}).State)
	}
	require.Equal(t, []string{Done, Duplicate}, states)
}

func TestADuplicateTellsNothingAboveTheSubmittersClearance(t *testing.T) {
	s := newStore(t)
	secret := s.add(paper{title: "受限名单", from: "2020-01-01", clearance: auth.L3})
	low := s.as(auth.L1, auth.Admin)
	b := s.batch(low, auth.L1)
	var in Intake
	require.NoError(t, s.tx(low, func(tx pgx.Tx) (err error) {
		in, err = AddFile(low, tx, s.files, b.ID, "猜.txt", strings.NewReader(paper{title: "受限名单", from: "2020-01-01"}.doc().Chunks[0].Text))
		return err
	}))
	require.Equal(t, Done, in.State, "looks like any file that went through")
	require.Zero(t, in.VersionID)
	require.Zero(t, in.DocumentID)
	seen, err := BatchByID(low, s.pool, b.ID)
	require.NoError(t, err)
	require.Equal(t, map[string]int{Done: 1}, seen.Counts)
	high, err := IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Duplicate, high.State)
	require.Equal(t, secret.VersionID, high.VersionID)
}

func TestASecondWorkerFindsTheStageDone(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	var in Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, "x.txt", strings.NewReader("第一条 文字"))
		return err
	}))
	one, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(t, err)
	two, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID}) // the job of a process that was thought dead
	require.NoError(t, err)
	require.Equal(t, one[0].ID, two[0].ID)
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error {
		return Advance(s.ctx, tx, one[0], RowStage, Outcome{State: Queued}, 0)
	}))
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error {
		still, err := Lock(s.ctx, tx, two[0])
		require.False(t, still)
		return err
	}))
	none, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestFailedIsShownAndRetried(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	var in Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, `..\..\坏 文件`+"\x00"+`.txt`, strings.NewReader("x"))
		return err
	}))
	require.Equal(t, "坏 文件.txt", in.Filename)
	items, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(t, err)
	require.NoError(t, Fail(s.ctx, s.pool, items[0], fault.Wrap(fmt.Errorf("bad\x00byte"), fault.Unsupported, "读不了，请换一份。")))
	admin, err := IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Failed, admin.State)
	require.Equal(t, "读不了，请换一份。", admin.Error)
	require.Contains(t, admin.Detail, "badbyte")
	lead, err := IntakeByID(s.as(auth.L1, auth.Lead), s.pool, in.ID)
	require.NoError(t, err)
	require.Empty(t, lead.Detail, "causes are for administrators")

	var again Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) { again, err = Retry(s.ctx, tx, in.ID); return err }))
	require.Equal(t, Queued, again.State)
	require.Equal(t, FirstStage, again.Stage)
	err = s.tx(s.ctx, func(tx pgx.Tx) error { _, err := Retry(s.ctx, tx, in.ID); return err })
	require.Equal(t, fault.Conflict, fault.KindOf(err))

	var refused Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		refused, err = RefuseFile(s.ctx, tx, b.ID, "空.txt", fault.New(fault.Invalid, "文件是空的。"))
		return err
	}))
	err = s.tx(s.ctx, func(tx pgx.Tx) error { _, err := Retry(s.ctx, tx, refused.ID); return err })
	require.Equal(t, fault.Conflict, fault.KindOf(err))
}
