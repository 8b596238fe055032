package release

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
)

func TestBuildFreezesWhatMayLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.corpus()
	r := w.build()
	require.Equal(t, "2026.11.1", r.Version)
	require.Equal(t, []int{3, 3, 0, 0}, []int{r.Records, r.Added, r.Changed, r.Withdrawn})
	require.Equal(t, 1.0, r.Progress)
	require.NotEmpty(t, r.Signature)
	m, err := parseManifest([]byte(w.read(r.Version, manifestFile)))
	require.NoError(t, err)
	require.Equal(t, []Record{
		{pairID(c.who), 1, PublicL1, m.Records[0].SHA256},
		{pairID(c.how), 1, PublicL1, m.Records[1].SHA256},
		{pairID(c.tell), 1, Desensitised, m.Records[2].SHA256},
	}, m.Records)
	var p pairRecord
	require.NoError(t, json.Unmarshal([]byte(strings.SplitAfter(w.read(r.Version, pairsFile), "\n")[0]), &p))
	require.Equal(t, "由市机构编制委员会办公室负责。", p.Answer)
	require.Equal(t, "市机构编制委员会办公室负责全市机构编制的日常管理工作", p.Basis[0].Quote)
	require.Equal(t, "第二条", p.Basis[0].Label)
	require.Equal(t, []linkRecord{{"related", pairID(c.how), "", "市级行政机构的设立由谁批准？"}, {"related", "", documentID(c.open.id), c.open.title}}, p.Links,
		"links to what may not leave are gone, with their titles")
	list, _, err := audit.List(w.ctx(), w.pool, audit.Filter{Action: "release"})
	require.NoError(t, err)
	require.Equal(t, []string{"release.build", "release.begin"}, []string{list[0].Action, list[1].Action})
	counts, err := ByRule(w.ctx(), w.pool, r.ID)
	require.NoError(t, err)
	require.Equal(t, map[Rule]int{PublicL1: 2, Desensitised: 1}, counts)
}

// Nothing of what is above L1, of what is masked, and of people's names stands in any byte that leaves.
func TestNothingAboveL1Leaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.corpus()
	r := w.build()
	all := folder(t, w.export(r.Version))
	require.Len(t, all, 17)
	for path, data := range all {
		for _, never := range []string{"备用编制", "61名", "数据局", "5名", "王小明", "李四", "88001234", "bianban@", "沈审核", "韩复核", "内部文件名",
			pairID(c.secret), pairID(c.mixed), documentID(c.inner.id)} {
			require.NotContains(t, data, never, path)
		}
	}
	require.Contains(t, all[pairsFile], "联系【姓名】、【姓名】，电话【电话】。")
	require.Contains(t, all[pairsFile], "【姓名】、【姓名】，电话：【电话】，邮箱 【邮箱】")
	require.Contains(t, all[chunksFile], "联系人：【姓名】、【姓名】，电话：【电话】，邮箱 【邮箱】。")
	var q quality
	require.NoError(t, json.Unmarshal([]byte(all["quality_report.json"]), &q))
	require.Equal(t, 5, q.Approved)
	require.Equal(t, 2, held(q, aboveL1), "counted and not described")
	require.Equal(t, 3, q.SignOffs.Round1)
	require.Equal(t, 2, q.SignOffs.Experts)
}

func held(q quality, why reason) int {
	for _, h := range q.HeldBack {
		if h.Name == string(why) {
			return h.Count
		}
	}
	return -1
}

// Each change takes a pair out of the next release; its reason is counted.
func TestWhyAPairStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.corpus()
	for name, x := range map[string]struct {
		why      reason
		do, undo string
	}{
		"repealed":                   {notInForce, `update ingest.version set effective_to = '2026-11-22', ended_by = 'repealed' where id = 1`, `update ingest.version set effective_to = null, ended_by = null where id = 1`},
		"not yet in force":           {notInForce, `update ingest.version set effective_from = '2026-11-23' where id = 1`, `update ingest.version set effective_from = '2021-03-01' where id = 1`},
		"a draft":                    {notInForce, `update ingest.version set draft = true where id = 1`, `update ingest.version set draft = false where id = 1`},
		"withdrawn":                  {docWithdrawn, `update ingest.document set withdrawn_at = now() where id = 1`, `update ingest.document set withdrawn_at = null where id = 1`},
		"a document raised to L3":    {aboveL1, `update ingest.document set clearance = 3 where id = 1`, `update ingest.document set clearance = 1 where id = 1`},
		"a pair raised to L2":        {aboveL1, `update annotate.pair set clearance = 2 where id in (1, 2)`, `update annotate.pair set clearance = 1 where id in (1, 2)`},
		"the text has changed":       {notVerbatim, `update ingest.version set text = replace(text, '市', '县') where id = 1`, `update ingest.version set text = replace(text, '县', '市') where id = 1`},
		"one signed twice":           {unsignedPair, `update annotate.verdict set reviewer_id = 70 + round where pair_id > 2; update annotate.verdict set round = 1`, `update annotate.verdict set round = case reviewer_id when 7 then 1 when 71 then 1 else 2 end`},
		"the author signed":          {unsignedPair, `update annotate.pair_version set author_id = 9`, `update annotate.pair_version set author_id = 0`},
		"no basis":                   {noBasis, `create table kept as select * from annotate.basis; delete from annotate.basis`, `insert into annotate.basis select * from kept; drop table kept`},
		"personal data in a title":   {personalFound, `update ingest.version set title = title || '（13800001234）' where id = 1`, `update ingest.version set title = '云澜市机构编制管理办法' where id = 1`},
		"still as it was at the end": {"", `select 1`, `select 1`},
	} {
		w.exec(x.do)
		s, err := gather(w.ctx(), w.pool, day)
		require.NoError(t, err, name)
		content := s.refine()
		if x.why == "" {
			require.Len(t, content.items, 3, name)
		} else {
			require.GreaterOrEqual(t, content.held[x.why], 2, "%s: %v", name, content.held)
			for _, it := range content.items {
				require.NotContains(t, []int64{c.who, c.how}, it.from.id, name)
			}
		}
		w.exec(x.undo)
	}
}

func TestUnapprovedPairsAreNotLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.corpus()
	w.exec(`update annotate.pair set state = 'withdrawn', round = 0 where id = $1`, c.who)
	w.exec(`update annotate.pair set state = 'review', round = 1 where id = $1`, c.how)
	s, err := gather(w.ctx(), w.pool, day)
	require.NoError(t, err)
	require.Equal(t, 3, s.checked)
	require.Len(t, s.pairs, 1)
}

// The same state gives the same bytes: on another database, in another order of building, to the last file but the signature.
func TestTheSameStateGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	one, two := newWorld(t), newWorld(t)
	two.key = one.key
	one.corpus()
	two.corpus()
	a, b := folder(t, one.export(one.build().Version)), folder(t, two.export(two.build().Version))
	require.NotEqual(t, a[signatureFile], b[signatureFile], "an SM2 signature has chance in it")
	delete(a, signatureFile)
	delete(b, signatureFile)
	require.Equal(t, a, b)
	again := folder(t, one.export(one.build().Version))
	for path := range a {
		if strings.HasPrefix(path, "data/") || path == "provenance.jsonl" {
			require.Equal(t, a[path], again[path], "%s does not know which release it is in", path)
		}
	}
}

func TestVersionsCountWithinTheMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	var got []string
	for _, on := range []string{"2026-11-22", "2026-11-30", "2026-12-01", "2027-01-05"} {
		r, err := Build(w.ctx(), w.pool, w.files, w.key, Options{On: mustDay(on)})
		require.NoError(t, err)
		require.Equal(t, on, r.ReleasedOn.String())
		got = append(got, r.Version)
	}
	require.Equal(t, []string{"2026.11.1", "2026.11.2", "2026.12.1", "2027.1.1"}, got)
	list, err := List(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Equal(t, "2027.1.1", list[0].Version)
	latest, err := Latest(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Equal(t, list[0].ID, latest.ID)
}
