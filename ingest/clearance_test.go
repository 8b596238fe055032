package ingest

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest/parse"
	"bianku/ingest/structure"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

// TestWhatMayNotBeSeenDoesNotExist asks every read as somebody without the clearance.
func TestWhatMayNotBeSeenDoesNotExist(t *testing.T) {
	s := newStore(t)
	s.add(paper{title: "公开办法", from: "2020-01-01", org: "公开局"})
	secret := s.add(paper{title: "受限办法", from: "2020-01-01", org: "受限局", clearance: auth.L3,
		facts: []structure.Fact{{Org: "受限局", Type: structure.QuotaAdmin, N: 61, Quote: "行政编制61名"}}})
	own, err := Chunks(s.ctx, s.pool, secret.VersionID)
	require.NoError(t, err)
	for _, c := range []auth.Clearance{0, auth.L1, auth.L2} {
		ctx := s.as(c, auth.Staff, auth.Admin)
		visible := min(int(c), 1)

		docs, total, err := Documents(ctx, s.pool, DocumentFilter{})
		require.NoError(t, err)
		require.Len(t, docs, visible)
		require.Equal(t, visible, total)
		_, total, err = Documents(ctx, s.pool, DocumentFilter{Q: "受限"})
		require.NoError(t, err)
		require.Zero(t, total)
		count, err := Count(ctx, s.pool)
		require.NoError(t, err)
		require.Equal(t, Counts{visible, visible, visible}, count)
		orgs, err := Orgs(ctx, s.pool)
		require.NoError(t, err)
		require.NotContains(t, orgs, "受限局")
		facts, err := Facts(ctx, s.pool, FactFilter{AnyValidity: true})
		require.NoError(t, err)
		require.Empty(t, facts)
		chunks, err := ChunksByID(ctx, s.pool, []int64{own[0].ID})
		require.NoError(t, err)
		require.Empty(t, chunks)
		doubts, err := Doubts(ctx, s.pool, []int64{secret.VersionID}, civil.Date{})
		require.NoError(t, err)
		require.Empty(t, doubts)
		list, total, err := Intakes(ctx, s.pool, IntakeFilter{})
		require.NoError(t, err)
		require.Len(t, list, visible)
		require.Equal(t, visible, total)
		batches, total, err := Batches(ctx, s.pool, 0, 0)
		require.NoError(t, err)
		require.Len(t, batches, visible)
		require.Equal(t, visible, total)

		for name, err := range map[string]error{
			"document": second(DocumentByID(ctx, s.pool, secret.DocumentID, civil.Date{})),
			"version":  second(VersionByID(ctx, s.pool, secret.VersionID, civil.Date{})),
			"chunks":   second(Chunks(ctx, s.pool, secret.VersionID)),
			"chunk":    second(ChunkByID(ctx, s.pool, own[0].ID)),
			"intake":   second(IntakeByID(ctx, s.pool, secret.ID)),
			"batch":    second(BatchByID(ctx, s.pool, secret.BatchID)),
			"file":     s.fileErr(ctx, secret.VersionID),
			"withdraw": s.tx(ctx, func(tx pgx.Tx) error { return Withdraw(ctx, tx, secret.DocumentID, "x") }),
			"lower":    s.tx(ctx, func(tx pgx.Tx) error { return SetClearance(ctx, tx, secret.DocumentID, max(c, 1)) }),
			"nothing":  second(DocumentByID(ctx, s.pool, 999, civil.Date{})),
		} {
			if name == "lower" && c == 0 {
				continue // nobody may set anything: Invalid before it is looked for
			}
			require.Equal(t, fault.NotFound, fault.KindOf(err), "%s as L%d: %v", name, c, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func (s *store) fileErr(ctx context.Context, version int64) error {
	_, _, err := OpenVersionFile(ctx, s.pool, s.files, version)
	return err
}

func TestAnAccountFollowsOnlyItsOwnSubmissions(t *testing.T) {
	s := newStore(t)
	s.add(paper{title: "系统收的", from: "2020-01-01"})
	staff := s.as(auth.L2, auth.Staff)
	_, total, err := Batches(staff, s.pool, 0, 0)
	require.NoError(t, err)
	require.Zero(t, total)
	mine := s.batch(staff, auth.L1)
	list, total, err := Batches(staff, s.pool, 0, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, mine.ID, list[0].ID)
	_, total, err = Batches(s.as(auth.L1, auth.Admin), s.pool, 0, 0)
	require.NoError(t, err)
	require.Equal(t, 2, total)
	err = s.tx(staff, func(tx pgx.Tx) error { _, err := NewBatch(staff, tx, NewSubmission{Clearance: auth.L3}); return err })
	require.Equal(t, fault.Invalid, fault.KindOf(err), "not above one's own clearance")
}

func TestTheHighestClearanceOfAWorkWins(t *testing.T) {
	s := newStore(t)
	first := s.add(paper{title: "办法", from: "2010-01-01"})
	s.add(paper{title: "办法", from: "2020-01-01", clearance: auth.L3})
	s.add(paper{title: "办法", from: "2022-01-01", clearance: auth.L2})
	d, err := DocumentByID(s.ctx, s.pool, first.DocumentID, civil.Date{})
	require.NoError(t, err)
	require.Equal(t, auth.L3, d.Clearance)
	require.Equal(t, fault.NotFound, fault.KindOf(second(VersionByID(s.as(auth.L2), s.pool, first.VersionID, civil.Date{}))))
}

func TestSetClearanceHidesAndShowsAtOnce(t *testing.T) {
	s := newStore(t)
	in := s.add(paper{title: "办法", from: "2010-01-01"})
	low := s.as(auth.L1, auth.Admin)
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return SetClearance(s.ctx, tx, in.DocumentID, auth.L3) }))
	require.Equal(t, fault.NotFound, fault.KindOf(second(DocumentByID(low, s.pool, in.DocumentID, civil.Date{}))))
	require.Equal(t, fault.NotFound, fault.KindOf(second(IntakeByID(low, s.pool, in.ID))), "its name in the batch would tell")
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return SetClearance(s.ctx, tx, in.DocumentID, auth.L1) }))
	require.NoError(t, second(DocumentByID(low, s.pool, in.DocumentID, civil.Date{})))
	err := s.tx(low, func(tx pgx.Tx) error { return SetClearance(low, tx, in.DocumentID, auth.L2) })
	require.Equal(t, fault.Invalid, fault.KindOf(err))
	trail, total, err := audit.List(s.ctx, s.pool, audit.Filter{Action: "document.clearance"})
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.JSONEq(t, `{"clearance":1}`, string(trail[1].Before))
}

func TestWithdrawnStaysWithdrawn(t *testing.T) {
	s := newStore(t)
	in := s.add(paper{title: "办法", from: "2010-01-01"})
	require.Equal(t, fault.Invalid, fault.KindOf(s.tx(s.ctx, func(tx pgx.Tx) error { return Withdraw(s.ctx, tx, in.DocumentID, " ") })))
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return Withdraw(s.ctx, tx, in.DocumentID, "传错了") }))
	require.Equal(t, fault.NotFound, fault.KindOf(second(VersionByID(s.ctx, s.pool, in.VersionID, civil.Date{}))))

	again := s.add(paper{title: "办法", from: "2010-01-01"})
	require.Equal(t, Duplicate, again.State)
	require.Zero(t, again.VersionID)
	newer := s.add(paper{title: "办法", from: "2020-01-01"})
	require.Equal(t, Done, newer.State)
	require.Contains(t, newer.Note, "已撤下")
	_, total, err := Documents(s.ctx, s.pool, DocumentFilter{})
	require.NoError(t, err)
	require.Zero(t, total)
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return Restore(s.ctx, tx, in.DocumentID, "查过了") }))
	d, err := DocumentByID(s.ctx, s.pool, in.DocumentID, civil.Date{})
	require.NoError(t, err)
	require.Len(t, d.Versions, 2)
}

func TestAMarkedFileIsQuarantinedUnread(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	var in Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, "密.txt", strings.NewReader("机密★1年\n\n关于某某事项的通知\n\n各有关单位：\n\n内容。"))
		return err
	}))
	items, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(t, err)
	_, secret, err := Read(s.ctx, s.pool, s.files, items[0])
	require.NoError(t, err)
	require.NotNil(t, secret, "密级 mark found")
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error {
		o, err := Quarantine(s.ctx, tx, items[0], *secret)
		require.NoError(t, err)
		return Advance(s.ctx, tx, items[0], RowStage, o, 0)
	}))
	got, err := IntakeByID(s.ctx, s.pool, in.ID)
	require.NoError(t, err)
	require.Equal(t, Quarantined, got.State)
	require.NotEmpty(t, got.Error)
	var kept int
	require.NoError(t, s.pool.QueryRow(s.ctx, `select (select count(*) from ingest.version) + (select count(*) from ingest.parsed)`).Scan(&kept))
	require.Zero(t, kept)
	trail, _, err := audit.List(s.ctx, s.pool, audit.Filter{Action: "intake.quarantine"})
	require.NoError(t, err)
	require.Len(t, trail, 1)
	require.Contains(t, string(trail[0].After), `"alert": true`)
}

func TestTheOriginalIsServedAndItsDamageNoticed(t *testing.T) {
	s := newStore(t)
	in := s.add(paper{title: "办法", body: "第一条 原文", from: "2010-01-01"})
	f, v, err := OpenVersionFile(s.ctx, s.pool, s.files, in.VersionID)
	require.NoError(t, err)
	data, err := io.ReadAll(f)
	require.NoError(t, err)
	require.Equal(t, "第一条 原文", string(data))
	require.Equal(t, v.SHA256, in.SHA256)
	require.Len(t, v.SM3, 64)
	require.NoError(t, f.Close())
	overwrite(t, s.files.path(v.SHA256), "第一条 改文")
	require.Equal(t, fault.Internal, fault.KindOf(s.fileErr(s.ctx, in.VersionID)))
}

func TestFactsAreOfTextsInForce(t *testing.T) {
	s := newStore(t)
	quota := func(n int) []structure.Fact {
		return []structure.Fact{{Org: "云澜市数据局", Type: structure.QuotaAdmin, N: n, Quote: "机关行政编制"}, {Org: "云澜市数据局", Unit: "办公室", Type: structure.LeaderInner, N: 2, Quote: "科级"}}
	}
	s.add(paper{title: "数据局三定", from: "2019-01-01", facts: quota(50)})
	now := s.add(paper{title: "数据局三定", from: "2024-01-01", facts: quota(61)})
	for _, c := range []struct {
		f    FactFilter
		want []int
	}{
		{FactFilter{Orgs: []string{"云澜市数据局"}, Types: []string{structure.QuotaAdmin}}, []int{61}},
		{FactFilter{Types: []string{structure.QuotaAdmin}, AsOf: civil.Of(2020, 1, 1)}, []int{50}},
		{FactFilter{Types: []string{structure.QuotaAdmin}, AsOf: civil.Of(2018, 1, 1)}, nil},
		{FactFilter{Types: []string{structure.QuotaAdmin}, AnyValidity: true}, []int{50, 61}},
		{FactFilter{Unit: "办公室"}, []int{2}},
		{FactFilter{VersionID: now.VersionID, Types: []string{structure.QuotaAdmin}}, []int{61}},
		{FactFilter{DocumentID: 12345}, nil},
		{FactFilter{Orgs: []string{"别的局"}}, nil},
	} {
		got, err := Facts(s.ctx, s.pool, c.f)
		require.NoError(t, err)
		var ns []int
		for _, f := range got {
			ns = append(ns, f.N)
			require.Equal(t, "第一条", f.Label)
		}
		require.Equal(t, c.want, ns, "%+v", c.f)
	}
}

func TestDocumentsAreFilteredByWhatCountsOnTheDay(t *testing.T) {
	s := newStore(t)
	s.add(paper{title: "甲条例", from: "2000-01-01", lapses: "2010-01-01"})
	s.add(paper{title: "乙通知_100%", from: "2005-01-01", kind: structure.Gongwen, docNo: "云编办〔2005〕7号", org: "云澜市教育局"})
	s.add(paper{title: "丙草案", from: "2030-01-01", draft: true})
	for _, c := range []struct {
		f    DocumentFilter
		want []string
	}{
		{DocumentFilter{}, []string{"丙草案", "乙通知_100%", "甲条例"}},
		{DocumentFilter{Status: InForce}, []string{"乙通知_100%"}},
		{DocumentFilter{Status: Lapsed}, []string{"甲条例"}},
		{DocumentFilter{Status: Draft}, []string{"丙草案"}},
		{DocumentFilter{Status: InForce, AsOf: civil.Of(2003, 1, 1)}, []string{"甲条例"}},
		{DocumentFilter{Status: NotYetEffective, AsOf: civil.Of(2003, 1, 1)}, []string{"乙通知_100%"}},
		{DocumentFilter{Kind: structure.Gongwen}, []string{"乙通知_100%"}},
		{DocumentFilter{Org: "云澜市教育局"}, []string{"乙通知_100%"}},
		{DocumentFilter{Q: "〔2005〕7号"}, []string{"乙通知_100%"}},
		{DocumentFilter{Q: "_100%"}, []string{"乙通知_100%"}},
		{DocumentFilter{Q: "%"}, []string{"乙通知_100%"}},
		{DocumentFilter{Limit: 1, Offset: 1}, []string{"乙通知_100%"}},
	} {
		docs, total, err := Documents(s.ctx, s.pool, c.f)
		require.NoError(t, err)
		var titles []string
		for _, d := range docs {
			titles = append(titles, d.Title)
		}
		require.Equal(t, c.want, titles, "%+v", c.f)
		if c.f.Limit == 0 {
			require.Equal(t, len(c.want), total)
		}
	}
}

// TestUnderstandReadsAgainWhatWasLost: the table between two stages is unlogged, a crash of the server empties it.
func TestUnderstandReadsAgainWhatWasLost(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	var in Intake
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
		in, err = AddFile(s.ctx, tx, s.files, b.ID, "通知.txt", strings.NewReader("关于某事的通知\n\n各单位：\n\n一、总则\n\n做好工作。\n"))
		return err
	}))
	items, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
	require.NoError(t, err)
	r, _, err := Read(s.ctx, s.pool, s.files, items[0])
	require.NoError(t, err)
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return SaveParsed(s.ctx, tx, items[0], r) }))
	kept, err := Understand(s.ctx, s.pool, s.files, items[0])
	require.NoError(t, err)
	_, err = s.pool.Exec(s.ctx, `truncate ingest.parsed`)
	require.NoError(t, err)
	lost, err := Understand(s.ctx, s.pool, s.files, items[0])
	require.NoError(t, err)
	require.Equal(t, kept.Parsed, lost.Parsed)
	require.Equal(t, kept.Doc, lost.Doc)
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	s := newStore(t)
	b := s.batch(s.ctx, auth.L1)
	for content, want := range map[string]fault.Kind{"   \n \n": fault.Unsupported, "%PDF-1.4 truncated": fault.Unsupported} {
		var in Intake
		require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) (err error) {
			in, err = AddFile(s.ctx, tx, s.files, b.ID, "坏文件", strings.NewReader(content))
			return err
		}))
		items, err := Begin(s.ctx, s.pool, FirstStage, []int64{in.ID})
		require.NoError(t, err)
		_, _, err = Read(s.ctx, s.pool, s.files, items[0])
		require.Contains(t, []fault.Kind{want, fault.Invalid}, fault.KindOf(err), "%q: %v", content, err)
		require.NotEmpty(t, fault.Message(err))
	}
	require.Error(t, garbled(&parse.Result{Quality: parse.Quality{Garbled: true, Notes: []string{"字体没有编码表"}}}))
}
