package ingest

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest/structure"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
)

func repeals(title string) structure.Relation {
	return structure.Relation{Type: "repeals", TargetTitle: title, Sentence: "《" + title + "》同时废止。"}
}

func (s *store) relations(f RelationFilter) []Relation {
	s.t.Helper()
	list, total, err := Relations(s.ctx, s.pool, f)
	require.NoError(s.t, err)
	require.Len(s.t, list, total)
	return list
}

func (s *store) decide(id int64, state string) Relation {
	s.t.Helper()
	var r Relation
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) (err error) { r, err = DecideRelation(s.ctx, tx, id, state); return err }))
	return r
}

func (s *store) version(id int64, asOf string) Version {
	s.t.Helper()
	v, err := VersionByID(s.ctx, s.pool, id, civil.MustParse(asOf))
	require.NoError(s.t, err)
	return v
}

func TestARepealActsWhenConfirmedAndIsUndoneWhenRejected(t *testing.T) {
	s := newStore(t)
	old := s.add(paper{title: "云澜市编外用人办法", from: "2010-01-01"})
	acting := s.add(paper{title: "云澜市编制外用工规定", from: "2020-07-01", docNo: "云政令第9号", relations: []structure.Relation{repeals("云澜市编外用人办法")}})

	r := s.relations(RelationFilter{VersionID: acting.VersionID})[0]
	require.Equal(t, "proposed", r.State)
	require.Equal(t, old.DocumentID, r.TargetDocumentID)
	before := s.version(old.VersionID, "2021-01-01")
	require.Equal(t, InForce, before.Status, "a proposal changes nothing")
	require.Equal(t, "《云澜市编制外用工规定》（云政令第9号）写明废止本文件，尚待人工确认。", before.Doubt)
	require.Empty(t, s.version(old.VersionID, "2015-01-01").Doubt, "before the acting text there was nothing to doubt")

	require.Equal(t, "confirmed", s.decide(r.ID, "confirmed").State)
	after := s.version(old.VersionID, "2021-01-01")
	require.Equal(t, Repealed, after.Status)
	require.Equal(t, "2020-07-01", after.EffectiveTo.String())
	require.Equal(t, acting.VersionID, after.EndedByVersion)
	require.Empty(t, after.Doubt)
	require.Equal(t, InForce, s.version(old.VersionID, "2020-06-30").Status)

	s.decide(r.ID, "rejected")
	require.Equal(t, InForce, s.version(old.VersionID, "2021-01-01").Status)
	require.Empty(t, s.version(old.VersionID, "2021-01-01").Doubt)
	trail, _, err := audit.List(s.ctx, s.pool, audit.Filter{Action: "relation"})
	require.NoError(t, err)
	require.Len(t, trail, 2)
}

func TestATargetThatArrivesLaterIsFound(t *testing.T) {
	s := newStore(t)
	acting := s.add(paper{title: "新规定", from: "2020-07-01", relations: []structure.Relation{
		repeals("旧规定"), {Type: "basis_of", TargetDocNo: "云编办〔2019〕3号", Sentence: "根据云编办〔2019〕3号"}}})
	for _, r := range s.relations(RelationFilter{VersionID: acting.VersionID}) {
		require.Zero(t, r.TargetDocumentID)
	}
	s.decide(s.relations(RelationFilter{VersionID: acting.VersionID})[0].ID, "confirmed") // decided before the target is there

	old := s.add(paper{title: "旧规定", from: "2000-01-01"})
	require.Equal(t, Repealed, s.version(old.VersionID, "2021-01-01").Status, "what was confirmed counts at once")
	basis := s.add(paper{title: "别的通知", docNo: "云编办〔2019〕3号", from: "2019-02-01", kind: structure.Gongwen})
	found := s.relations(RelationFilter{DocumentID: basis.DocumentID})
	require.Len(t, found, 1)
	require.Equal(t, "basis_of", found[0].Type)
}

func TestNamesakesAreToldApartByTheDate(t *testing.T) {
	s := newStore(t)
	// Two works of one title (different makers): the first stays ambiguous, the second names its date.
	a := s.add(paper{title: "同名办法", body: "甲", from: "2001-01-01", published: "2000-12-01"})
	_, err := s.pool.Exec(s.ctx, `update ingest.document set work_key = 'other'`)
	require.NoError(t, err)
	b := s.add(paper{title: "同名办法", body: "乙", from: "2005-01-01", published: "2004-12-01"})
	require.NotEqual(t, a.DocumentID, b.DocumentID)
	dated := repeals("同名办法")
	dated.TargetDate = civil.Of(2000, 12, 1)
	acting := s.add(paper{title: "废止通知", from: "2010-01-01", relations: []structure.Relation{repeals("同名办法"), dated}})
	got := s.relations(RelationFilter{VersionID: acting.VersionID})
	require.Zero(t, got[0].TargetDocumentID)
	require.Equal(t, a.DocumentID, got[1].TargetDocumentID)
}

func TestATextRepealsItsOwnNamesakeButIsNotItsOwnBasis(t *testing.T) {
	s := newStore(t)
	old := s.add(paper{title: "自新条例", from: "1997-08-03"})
	now := s.add(paper{title: "自新条例", from: "2010-01-01", relations: []structure.Relation{repeals("自新条例"),
		{Type: "basis_of", TargetTitle: "自新条例", Sentence: "根据《自新条例》"}}})
	require.Equal(t, old.DocumentID, now.DocumentID)
	got := s.relations(RelationFilter{VersionID: now.VersionID})
	require.Equal(t, now.DocumentID, got[0].TargetDocumentID)
	require.Zero(t, got[1].TargetDocumentID)
	require.Equal(t, Amended, s.version(old.VersionID, "2011-01-01").Status)
	s.decide(got[0].ID, "confirmed")
	require.Equal(t, Repealed, s.version(old.VersionID, "2011-01-01").Status)
	require.Equal(t, InForce, s.version(now.VersionID, "2011-01-01").Status)
}

func TestALaterCharterOfTheSameBodyFollowsTheEarlier(t *testing.T) {
	s := newStore(t)
	late := s.add(paper{title: "云澜市数据局职能配置、内设机构和人员编制规定", kind: structure.Sanding, org: "云澜市数据局", from: "2024-01-01"})
	early := s.add(paper{title: "云澜市数据局主要职责内设机构和人员编制规定", kind: structure.Sanding, org: "云澜市数据局", from: "2019-01-01"})
	other := s.add(paper{title: "云澜市司法局职能配置、内设机构和人员编制规定", kind: structure.Sanding, org: "云澜市司法局", from: "2019-01-01"})
	require.Equal(t, late.DocumentID, early.DocumentID, "titles change with the reforms, the body is the work")
	require.NotEqual(t, late.DocumentID, other.DocumentID)
	require.Equal(t, Amended, s.version(early.VersionID, "2025-01-01").Status)
	d := s.version(early.VersionID, "").Document
	require.Equal(t, "云澜市数据局职能配置、内设机构和人员编制规定", d.Title, "the work is called as its newest version is")
}

func TestRelationsKeepClearance(t *testing.T) {
	s := newStore(t)
	old := s.add(paper{title: "公开办法", from: "2010-01-01"})
	acting := s.add(paper{title: "内部规定", from: "2020-01-01", clearance: auth.L3, relations: []structure.Relation{repeals("公开办法")}})
	hidden := s.add(paper{title: "秘而不宣", from: "2010-01-01", clearance: auth.L3})
	open := s.add(paper{title: "公开通知", from: "2021-01-01", relations: []structure.Relation{repeals("秘而不宣")}})
	low := s.as(auth.L1, auth.Lead)

	v, err := VersionByID(low, s.pool, old.VersionID, civil.Of(2022, 1, 1))
	require.NoError(t, err)
	require.Empty(t, v.Doubt, "a doubt would tell of the text that raises it")
	list, total, err := Relations(low, s.pool, RelationFilter{})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, open.VersionID, list[0].VersionID)
	require.Zero(t, list[0].TargetDocumentID)
	require.NotZero(t, hidden.DocumentID)

	secret := s.relations(RelationFilter{VersionID: acting.VersionID})[0]
	err = s.tx(low, func(tx pgx.Tx) error { _, err := DecideRelation(low, tx, secret.ID, "confirmed"); return err })
	require.Equal(t, fault.NotFound, fault.KindOf(err))
	s.decide(secret.ID, "confirmed")
	v, err = VersionByID(low, s.pool, old.VersionID, civil.Of(2022, 1, 1))
	require.NoError(t, err)
	require.Equal(t, Repealed, v.Status, "that it is repealed is true for everybody")
	require.Zero(t, v.EndedByVersion, "by what, is not")
}

func TestWhatCannotBeConfirmed(t *testing.T) {
	s := newStore(t)
	s.add(paper{title: "旧办法", from: "2010-01-01"})
	undated := s.add(paper{title: "无日期规定", relations: []structure.Relation{repeals("旧办法")}})
	draft := s.add(paper{title: "征求意见稿", from: "2020-01-01", draft: true, relations: []structure.Relation{repeals("旧办法")}})
	for _, in := range []Intake{undated, draft} {
		r := s.relations(RelationFilter{VersionID: in.VersionID})[0]
		err := s.tx(s.ctx, func(tx pgx.Tx) error { _, err := DecideRelation(s.ctx, tx, r.ID, "confirmed"); return err })
		require.Equal(t, fault.Conflict, fault.KindOf(err))
		err = s.tx(s.ctx, func(tx pgx.Tx) error { _, err := DecideRelation(s.ctx, tx, r.ID, "maybe"); return err })
		require.Equal(t, fault.Invalid, fault.KindOf(err))
		require.Equal(t, "rejected", s.decide(r.ID, "rejected").State)
	}
}

func TestWithdrawingUndoesWhatTheTextDidToOthers(t *testing.T) {
	s := newStore(t)
	old := s.add(paper{title: "旧办法", from: "2010-01-01"})
	acting := s.add(paper{title: "新办法", from: "2020-01-01", relations: []structure.Relation{repeals("旧办法")}})
	s.decide(s.relations(RelationFilter{VersionID: acting.VersionID})[0].ID, "confirmed")
	require.Equal(t, Repealed, s.version(old.VersionID, "2021-01-01").Status)

	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return Withdraw(s.ctx, tx, acting.DocumentID, "传错了") }))
	require.Equal(t, InForce, s.version(old.VersionID, "2021-01-01").Status)
	require.Empty(t, s.relations(RelationFilter{}))
	require.NoError(t, s.tx(s.ctx, func(tx pgx.Tx) error { return Restore(s.ctx, tx, acting.DocumentID, "没传错") }))
	require.Equal(t, Repealed, s.version(old.VersionID, "2021-01-01").Status)
}
