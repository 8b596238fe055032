package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/retrieval"
)

// TestDocumentFilters: every filter of the catalogue narrows it, alone and with the day.
func TestDocumentFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("管理办法.txt", openPaper, auth.L1)
	w.add("数据局三定.txt", closedPaper, auth.L1)
	c := w.as("staff1")
	for query, want := range map[string]int{
		"":                                  2,
		"?q=数据局":                            1,
		"?q=%25":                            0, // a percent sign, not a wildcard
		"?kind=sanding":                     1,
		"?kind=journal":                     0,
		"?status=in_force":                  2,
		"?status=not_yet_effective":         0,
		"?status=in_force&as_of=2022-01-01": 1,
		"?status=not_yet_effective&as_of=2022-01-01": 1,
		"?org=云澜市数据局":                                1,
		"?org=云澜市数据局&kind=law":                       0,
		"?q=数据局&as_of=1999-01-01":                    1, // the catalogue shows what was not in force too, with its status
	} {
		var docs list[ingest.Document]
		got := c.get("/api/v1/documents" + query)
		require.Equal(t, 200, got.status, query)
		got.into(&docs)
		require.Equal(t, want, docs.Total, "%s: %s", query, got.body)
		require.Len(t, docs.Items, want, query)
	}
	for _, query := range []string{"?limit=0", "?limit=501", "?offset=-1", "?kind=novel", "?status=fresh", "?as_of=2024"} {
		require.Equal(t, 422, c.get("/api/v1/documents"+query).status, query)
	}
}

func TestPagesOfALongList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 5 {
		w.add(fmt.Sprintf("办法%d.txt", i), strings.ReplaceAll(openPaper, "云澜市机构编制管理办法", fmt.Sprintf("云澜市第%d项管理办法", i+1)), auth.L1)
	}
	c := w.as("staff1")
	seen := map[int64]bool{}
	for offset := 0; offset < 6; offset += 2 {
		var docs list[ingest.Document]
		c.get(fmt.Sprintf("/api/v1/documents?limit=2&offset=%d", offset)).into(&docs)
		require.Equal(t, 5, docs.Total)
		for _, d := range docs.Items {
			require.False(t, seen[d.ID], "once each")
			seen[d.ID] = true
		}
	}
	require.Len(t, seen, 5)
	require.JSONEq(t, `{"items":[],"total":5}`, c.get("/api/v1/documents?offset=99").body)
}

func TestSearchOptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open, other := w.add("管理办法.txt", openPaper, auth.L1), w.add("数据局三定.txt", closedPaper, auth.L1)
	c := w.as("staff1")
	find := func(query string) (versions []int64) {
		var r retrieval.Result
		got := c.get("/api/v1/search?q=云澜市机构编制" + query)
		require.Equal(t, 200, got.status, got.body)
		got.into(&r)
		for _, h := range r.Hits {
			versions = append(versions, h.VersionID)
		}
		return versions
	}
	require.Subset(t, find(""), []int64{open, other})
	require.NotContains(t, find("&document_id="+id(w.document(other))), open)
	require.NotContains(t, find("&kind=sanding"), open)
	require.Contains(t, find("&kind=sanding,law,plain,gongwen"), other)
	require.NotContains(t, find("&as_of=2022-06-01"), other, "not in force yet")
	require.Contains(t, find("&as_of=2022-06-01&any_validity=true"), other)
	require.Len(t, find("&k=1"), 1)
	var r retrieval.Result
	c.get("/api/v1/search?q=编制").into(&r)
	require.Equal(t, retrieval.Lexical, r.Leg)
	require.Regexp(t, `\p{Han}`, r.Degraded, "without a model it says what it did instead")
	require.Contains(t, c.get("/api/v1/search?q=编制&leg=dense").problem(503).Detail, "bianku doctor")
}

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("管理办法.txt", openPaper, auth.L1)
	w.as("staff1")
	c := w.as("auditor")
	count := func(query string) int {
		var l list[audit.Entry]
		got := c.get("/api/v1/audit" + query)
		require.Equal(t, 200, got.status, got.body)
		got.into(&l)
		return l.Total
	}
	today := civil.Today()
	require.Equal(t, 1, count("?actor=staff1"))
	require.Equal(t, 1, count("?action=session.open&actor=staff1"))
	require.Equal(t, len(people), count("?action=account&object=account"))
	require.Equal(t, count(""), count("?from="+today.AddDays(-1).String()+"&to="+today.AddDays(1).String()))
	require.Zero(t, count("?to="+today.AddDays(-2).String()))
	require.Equal(t, 422, c.get("/api/v1/audit?from=gestern").status)
	var l list[audit.Entry]
	c.get("/api/v1/audit?limit=1&offset=1").into(&l)
	require.Len(t, l.Items, 1)
}

// TestTheSameFileFromManySides: everybody is told what became of their copy, and one version comes of it.
func TestTheSameFileFromManySides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.byKey("admin")
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		ids []int64
	)
	for i := range 8 {
		wg.Go(func() {
			got := admin.form("/api/v1/documents", field{"clearance", "", "1"}, field{"files", fmt.Sprintf("第%d份.txt", i), openPaper})
			var up Upload
			if got.status != 200 {
				t.Errorf("%d %s", got.status, got.body)
				return
			}
			got.into(&up)
			mu.Lock()
			defer mu.Unlock()
			ids = append(ids, up.Files[0].IntakeID)
		})
	}
	wg.Wait()
	require.Len(t, ids, 8)
	for _, n := range ids {
		w.process(n)
	}
	var docs list[ingest.Document]
	admin.get("/api/v1/documents").into(&docs)
	require.Equal(t, 1, docs.Total)
	require.Len(t, docs.Items[0].Versions, 1)
	var jobs Jobs
	admin.get("/api/v1/jobs").into(&jobs)
	require.Equal(t, 8, jobs.Counts["done"]+jobs.Counts["duplicate"])
}

// failing is an index whose search fails in a way of its own.
type failing struct {
	Searcher
	err error
}

func (f failing) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	return retrieval.Result{}, f.err
}

// TestTheLogTellsWhatTheAnswerDoesNot: the cause of a failure stands in the log under the number that the person has.
func TestTheLogTellsWhatTheAnswerDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(d *Deps) { d.Index = failing{d.Index, errors.New("column x does not exist")} })
	p := w.as("staff1").get("/api/v1/search?q=编制").problem(http.StatusInternalServerError)
	require.NotEmpty(t, p.RequestID)
	require.Equal(t, "系统内部错误，已记入日志，请联系管理员。", p.Detail)
	for _, line := range strings.Split(w.log.String(), "\n") {
		if strings.Contains(line, "column x does not exist") {
			require.Contains(t, line, "request_id="+p.RequestID)
			return
		}
	}
	t.Fatal("the cause is not in the log")
}
