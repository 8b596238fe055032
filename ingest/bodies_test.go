package ingest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/structure"
	"bianku/internal/auth"
)

func TestFullNames(t *testing.T) {
	for _, c := range []struct {
		full, short string
		want        bool
	}{
		{"云澜市临江区林业局", "临江区林业局", true}, {"云澜市林业局", "市林业局", true}, {"云澜市临江区林业局", "区林业局", true},
		{"松陵县林业局", "县林业局", true}, {"云澜市松陵县林业局", "松陵县林业局", true},
		{"云澜市林业局", "林业局", false}, {"云澜市市场监督管理局", "市场监督管理局", false}, {"云澜市林业局", "云澜市林业局", false},
		{"云澜市临江区林业局", "市林业局", false}, {"松陵县林业局", "区林业局", false},
	} {
		require.Equal(t, c.want, fullNameOf(c.full, c.short), "%s %s", c.full, c.short)
	}
	names := []string{"云澜市林业局", "清江市林业局", "云澜市水利局"}
	require.Equal(t, "云澜市水利局", fullName(names, "市水利局"))
	require.Equal(t, "市林业局", fullName(names, "市林业局"), "two cities have one")
}

func quota(org string, n int) []structure.Fact {
	return []structure.Fact{{Org: org, Type: structure.QuotaAdmin, N: n, Quote: "编制", End: 2}}
}

func TestOneBodyHasOneName(t *testing.T) {
	const full, short = "云澜市临江区林业局", "临江区林业局"
	charter := paper{title: "林业局三定", kind: structure.Sanding, org: full, from: "2019-01-01", facts: quota(full, 17)}
	reply := paper{title: "关于林业局编制的批复", kind: structure.Reply, org: short, docNo: "云编〔2023〕9号", from: "2023-01-01", facts: quota(short, 15)}
	for name, order := range map[string][]paper{"full first": {charter, reply}, "short first": {reply, charter}} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			for _, p := range order {
				s.add(p)
			}
			orgs, err := Orgs(s.ctx, s.pool)
			require.NoError(t, err)
			require.Equal(t, []string{full}, orgs)
			for _, asked := range []string{full, short} {
				facts, err := Facts(s.ctx, s.pool, FactFilter{Orgs: []string{asked}})
				require.NoError(t, err)
				require.Len(t, facts, 2, asked)
			}
			other, err := Facts(s.ctx, s.pool, FactFilter{Orgs: []string{"云澜市东河区林业局"}})
			require.NoError(t, err)
			require.Empty(t, other)
		})
	}
}

func TestACharterUnderTheShortNameIsTheSameWork(t *testing.T) {
	s := newStore(t)
	a := s.add(paper{title: "旧三定", kind: structure.Sanding, org: "临江区林业局", from: "2014-01-01", facts: quota("临江区林业局", 12)})
	b := s.add(paper{title: "批复", kind: structure.Reply, org: "云澜市临江区林业局", docNo: "云编〔2015〕1号", from: "2015-01-01"})
	c := s.add(paper{title: "新三定", kind: structure.Sanding, org: "云澜市临江区林业局", from: "2019-01-01", facts: quota("云澜市临江区林业局", 17)})
	require.Equal(t, a.DocumentID, c.DocumentID)
	require.NotEqual(t, a.DocumentID, b.DocumentID)
}

func TestASecretTextRenamesNothingOpen(t *testing.T) {
	s := newStore(t)
	s.add(paper{title: "公开通知", kind: structure.Gongwen, from: "2020-01-01", docNo: "云编〔2020〕1号", facts: quota("市林业局", 5)})
	s.add(paper{title: "测算说明", kind: structure.Gongwen, from: "2021-01-01", docNo: "云编〔2021〕1号", clearance: auth.L3, facts: quota("云澜市林业局", 6)})
	orgs, err := Orgs(s.as(auth.L1), s.pool)
	require.NoError(t, err)
	require.Equal(t, []string{"市林业局"}, orgs)
}
