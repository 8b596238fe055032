package annotate

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
	"bianku/internal/fault"
)

func TestListsFilterAndPage(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L1)
	one := r.as(1, auth.L2)
	a := r.draft(one, r.aboutRules(law))
	b := r.approved(r.aboutPosts(sanding))
	both := r.aboutRules(law)
	both.Question, both.Basis, both.Origin = "100%_的问题：谁批准？", append(both.Basis, r.quote(sanding, posts)), ByFeedback
	c := r.draft(one, both)
	for name, x := range map[string]struct {
		f    Filter
		want []int64
	}{
		"all, the latest first": {Filter{}, []int64{c.ID, b.ID, a.ID}},
		"a state":               {Filter{State: StateApproved}, []int64{b.ID}},
		"words of the question": {Filter{Q: "由谁批准"}, []int64{a.ID}},
		"words of the answer":   {Filter{Q: "副局长3名"}, []int64{b.ID}},
		"wildcards are letters": {Filter{Q: "0%_的"}, []int64{c.ID}},
		"any basis counts":      {Filter{DocumentID: sanding.DocumentID}, []int64{c.ID, b.ID}},
		"a type":                {Filter{Type: 9}, []int64{b.ID}},
		"an origin":             {Filter{Origin: ByFeedback}, []int64{c.ID}},
		"mine: what I wrote":    {Filter{Mine: true}, []int64{c.ID, a.ID}},
		"a page":                {Filter{Limit: 1, Offset: 1}, []int64{b.ID}},
		"beyond the last":       {Filter{Offset: 9}, nil},
		"no document has this":  {Filter{DocumentID: 1 << 40}, nil},
	} {
		list, total, err := Pairs(one, r.pool, x.f)
		require.NoError(t, err, name)
		var got []int64
		for _, p := range list {
			got = append(got, p.ID)
			require.NotEmpty(t, p.Basis)
		}
		require.Equal(t, x.want, got, name)
		if x.f.Limit == 0 && x.f.Offset == 0 {
			require.Equal(t, len(x.want), total, name)
		} else {
			require.Equal(t, 3, total, "the total does not depend on the page")
		}
	}
	list, _, err := Pairs(r.as(11, auth.L1), r.pool, Filter{Mine: true})
	require.NoError(t, err)
	require.Len(t, list, 1, "mine: what I signed")
}

// TestHistoryShowsNoHigherBasis: a version that rested on a text above the reader is left out of the history they see, and a link to
// what they may not see is not there.
func TestHistoryShowsNoHigherBasis(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	law, sanding := r.add("办法.txt", rules, auth.L1), r.add("三定.txt", charter, auth.L3)
	high, low := r.as(1, auth.L3), r.as(2, auth.L1)
	c := r.aboutRules(law)
	c.Basis = append(c.Basis, r.quote(sanding, posts))
	p := r.draft(high, c)
	require.Equal(t, auth.L3, p.Clearance)
	_, err := Versions(low, r.pool, p.ID)
	require.Equal(t, fault.NotFound, fault.KindOf(err))

	closed := r.draft(high, r.aboutPosts(sanding))
	c = r.aboutRules(law)
	c.Links = []Link{{Type: "related", DocumentID: sanding.DocumentID}, {Type: "contrast", PairID: closed.ID}, {Type: "prerequisite", DocumentID: law.DocumentID}}
	r.must(func(tx pgx.Tx) (err error) { p, err = r.Save(high, tx, p.ID, c); return err })
	require.Equal(t, auth.L1, p.Clearance)
	require.Len(t, p.Links, 3)
	require.Equal(t, closed.Question, p.Links[1].Title)
	history, err := Versions(low, r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 1)
	require.Equal(t, 2, history[0].N)
	seen, err := PairByID(low, r.pool, p.ID)
	require.NoError(t, err)
	require.Equal(t, []Link{{Type: "prerequisite", DocumentID: law.DocumentID, Title: law.Title}}, seen.Links)
	history, err = Versions(high, r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 2)
}

func TestWhatNobodyCanKeep(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("办法.txt", rules, auth.L1)
	for field, change := range map[string]func(c *Content){
		"question": func(c *Content) { c.Question = " " },
		"answer":   func(c *Content) { c.Answer = "" },
		"type":     func(c *Content) { c.Type = 0 },
		"basis":    func(c *Content) { c.Basis = nil },
		"links":    func(c *Content) { c.Links = []Link{{Type: "related"}} },
		"origin":   func(c *Content) { c.Origin = "heaven" },
		// Neither the end of the text nor the end of the database's numbers is beyond what can be asked for.
		"basis ": func(c *Content) { c.Basis = []Basis{{VersionID: v.ID, Start: 0, End: 1 << 40}} },
		" basis": func(c *Content) { c.Basis = []Basis{{VersionID: v.ID, Start: 1<<31 - 1, End: 1 << 31}} },
	} {
		c := r.aboutRules(v)
		change(&c)
		err := r.inTx(func(tx pgx.Tx) error { _, err := r.Create(r.as(1, auth.L1), tx, c); return err })
		require.Equal(t, strings.TrimSpace(field), fault.FieldOf(err), "%v", err)
	}
	err := r.inTx(func(tx pgx.Tx) error { _, err := r.Create(t.Context(), tx, r.aboutRules(v)); return err })
	require.Error(t, err, "somebody must answer for it")
	p := r.draft(r.as(1, auth.L1), func() Content { c := r.aboutRules(v); c.Origin = ByModel; c.Model = "m"; return c }())
	require.Empty(t, p.Author, "a model's words have no author, whoever set it going")
	require.Equal(t, "m", p.Model)
}

// TestHistoryTellsAllThatChanged: the wordings, the kind of question and the links of each version, as it had them.
func TestHistoryTellsAllThatChanged(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("办法.txt", rules, auth.L1)
	one := r.as(1, auth.L2)
	other := r.draft(one, func() Content { c := r.aboutRules(v); c.Question = "谁来批准？"; return c }())
	c := r.aboutRules(v)
	c.Variants = []string{"由哪个机关批准？"}
	p := r.draft(one, c)
	kind := c.Type%30 + 1
	c.Type, c.Variants, c.Links = kind, nil, []Link{{Type: "related", PairID: other.ID}}
	r.must(func(tx pgx.Tx) error { _, err := r.Save(one, tx, p.ID, c); return err })

	history, err := Versions(one, r.pool, p.ID)
	require.NoError(t, err)
	require.Len(t, history, 2)
	now, before := history[0], history[1]
	require.Equal(t, kind, now.Type)
	require.Empty(t, now.Variants)
	require.Equal(t, []Link{{Type: "related", PairID: other.ID, Title: "谁来批准？"}}, now.Links)
	require.Equal(t, p.Type, before.Type)
	require.Equal(t, []string{"由哪个机关批准？"}, before.Variants)
	require.Empty(t, before.Links)
}
