package annotate

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/retrieval"
)

// stale runs Stale in a transaction and says how many went back.
func (r *room) stale(ctx context.Context, versions ...int64) (n int) {
	r.t.Helper()
	r.must(func(tx pgx.Tx) (err error) { n, err = r.Stale(ctx, tx, versions...); return err })
	return n
}

func TestApprovedOnADay(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L2)
	a, b := r.approved(r.aboutRules(law)), r.approved(r.aboutPosts(sanding))
	both := r.aboutRules(law)
	both.Question, both.Answer = "设立数据局这样的工作部门由谁批准，有多少编制？", "由市人民政府提出方案，报省人民政府批准；编制61名。"
	both.Basis = append(both.Basis, r.quote(sanding, posts))
	c := r.approved(both)
	get := func(ctx context.Context, day string, ids ...int64) (out []int64) {
		t.Helper()
		on, _ := civil.Parse(day)
		list, err := Approved(ctx, r.pool, ids, on)
		require.NoError(t, err)
		for _, p := range list {
			out = append(out, p.ID)
			require.Equal(t, StateApproved, p.State)
			for _, x := range p.Basis {
				require.NotEqual(t, ingest.NotYetEffective, x.Status)
			}
		}
		return out
	}
	high, low := r.as(1, auth.L2), r.as(1, auth.L1)
	require.Equal(t, []int64{c.ID, a.ID, b.ID}, get(high, "", c.ID, a.ID, b.ID), "in the order asked for")
	require.Equal(t, []int64{a.ID, b.ID, c.ID}, get(high, ""), "all")
	require.Equal(t, []int64{a.ID}, get(low, "", c.ID, a.ID, b.ID), "one basis above the reader hides the whole pair")
	require.Equal(t, []int64{a.ID}, get(high, "2023-01-01", a.ID, b.ID, c.ID), "the 三定 is of 2024: each basis counts")
	require.Empty(t, get(high, "2020-01-01"))
	require.Empty(t, get(high, "", 999))

	r.exec(`update ingest.version set text = replace(text, '局长1名', '局长2名') where id = $1`, sanding.ID)
	require.Equal(t, []int64{a.ID}, get(high, ""), "not verbatim any more: not served, before anybody has looked")
	r.exec(`update ingest.version set text = replace(text, '局长2名', '局长1名') where id = $1`, sanding.ID)
	require.Len(t, get(high, ""), 3)
	r.exec(`update ingest.document set withdrawn_at = now() where id = $1`, law.DocumentID)
	require.Equal(t, []int64{b.ID}, get(high, ""))
}

func TestWhatGoesStaleReturnsToReview(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, back, says string }{
		"repealed":    {`update ingest.version set effective_to = '2025-01-01', ended_by = 'repealed' where id = $1`, "", "已不再有效"},
		"lapses":      {`update ingest.version set effective_to = current_date, ended_by = 'lapsed' where id = $1`, "", "已不再有效"},
		"not yet":     {`update ingest.version set effective_from = current_date + 9 where id = $1`, "", "已不再有效"},
		"other words": {`update ingest.version set text = replace(text, '61名', '62名') where id = $1`, "", "原文已变动"},
		"moved":       {`update ingest.version set text = '　' || text where id = $1`, "", "原文已变动"},
		"withdrawn": {`update ingest.document set withdrawn_at = now() where id = (select document_id from ingest.version where id = $1)`,
			`update ingest.document set withdrawn_at = null`, "已撤下"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L1)
			p, sound := r.approved(r.aboutPosts(sanding)), r.approved(r.aboutRules(law))
			require.Zero(t, r.stale(r.system()))
			r.exec(c.sql, sanding.ID)
			require.Zero(t, r.stale(r.system(), law.ID), "another text")
			require.Equal(t, 1, r.stale(r.as(3, auth.L1), sanding.ID))
			require.Zero(t, r.stale(r.system()), "once")
			require.Equal(t, []int64{sound.ID}, r.indexed())
			if c.back != "" {
				_, err := PairByID(r.system(), r.pool, p.ID)
				require.Equal(t, fault.NotFound, fault.KindOf(err), "a withdrawn document is not there, nor what quotes it")
				require.Zero(t, r.pull(r.as(4, auth.L4)))
				r.exec(c.back)
			}
			p, err := PairByID(r.system(), r.pool, p.ID)
			require.NoError(t, err)
			require.Equal(t, StateReview, p.State)
			require.Equal(t, 1, p.Round)
			require.Contains(t, p.Reason, "《云澜市数据局职能配置、内设机构和人员编制规定》第四条")
			require.Contains(t, p.Reason, c.says)
			require.Equal(t, recheckPriority, p.Priority)
			require.NotEmpty(t, errorsOf(p.Findings), "the reviewer sees what is wrong")
			entries, _, err := audit.List(t.Context(), r.pool, audit.Filter{Action: "pair.recheck"})
			require.NoError(t, err)
			require.Len(t, entries, 1)
			require.EqualValues(t, 3, entries[0].ActorID, "who changed the text answers for it")
		})
	}
}

func TestQuestionsAboutThePastOutliveTheirBasis(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	c := r.aboutPosts(v)
	c.Type, c.Question, c.Answer = 13, "云澜市数据局的编制是怎样变化的？", "2024年2月1日起为61名。"
	p := r.approved(c)
	r.exec(`update ingest.version set effective_to = '2025-01-01', ended_by = 'next_version' where id = $1`, v.ID)
	require.Zero(t, r.stale(r.system()))
	require.Equal(t, []int64{p.ID}, r.indexed())
	r.exec(`update ingest.version set text = replace(text, '61名', '62名') where id = $1`, v.ID)
	require.Equal(t, 1, r.stale(r.system()), "but not other words")
}

// TestAPairIsAsHighAsItsBasis: when a document is classed higher or lower, its pairs are, in lists and in the index alike.
func TestAPairIsAsHighAsItsBasis(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L1)
	c := r.aboutRules(law)
	c.Basis = append(c.Basis, r.quote(sanding, posts))
	p := r.approved(c)
	draft := r.draft(r.system(), r.aboutPosts(sanding))
	require.Equal(t, auth.L1, p.Clearance)
	found := func(l auth.Clearance) bool {
		res, err := r.index.Search(r.as(1, l), retrieval.Query{Text: c.Question})
		require.NoError(t, err)
		for _, h := range res.Hits {
			if h.PairID == p.ID {
				return true
			}
		}
		return false
	}
	set := func(l auth.Clearance) {
		r.must(func(tx pgx.Tx) error {
			if err := ingest.SetClearance(r.system(), tx, sanding.DocumentID, l); err != nil {
				return err
			}
			_, err := r.Stale(r.system(), tx)
			return err
		})
	}
	require.True(t, found(auth.L1))
	set(auth.L3)
	require.False(t, found(auth.L2), "its second basis is above the reader")
	require.True(t, found(auth.L3))
	for _, id := range []int64{p.ID, draft.ID} {
		_, err := PairByID(r.as(1, auth.L2), r.pool, id)
		require.Equal(t, fault.NotFound, fault.KindOf(err))
		got, err := PairByID(r.as(1, auth.L3), r.pool, id)
		require.NoError(t, err)
		require.Equal(t, auth.L3, got.Clearance)
	}
	set(auth.L2)
	require.True(t, found(auth.L2))
	require.Equal(t, []int64{p.ID}, r.indexed(), "once")
}

func TestStaleLivesAndDiesWithTheTransaction(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	p := r.approved(r.aboutPosts(v))
	tx, err := r.pool.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), `update ingest.version set draft = true where id = $1`, v.ID)
	require.NoError(t, err)
	n, err := r.Stale(r.system(), tx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.NoError(t, tx.Rollback(t.Context()))
	require.Equal(t, []int64{p.ID}, r.indexed())
	list, err := Approved(r.system(), r.pool, nil, civil.Date{})
	require.NoError(t, err)
	require.Len(t, list, 1)
}
