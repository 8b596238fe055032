package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/ingest/sample"
	"bianku/internal/auth"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
)

// machine is an installation that a test may kill: a database, a home, and the command.
type machine struct {
	t    *testing.T
	url  string
	home string
	pool *pgxpool.Pool
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, url: pgtest.URL(t, rooms()...), home: t.TempDir()}
	pool, err := pg.Open(t.Context(), m.url)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	m.pool = pool
	return m
}

// command is bianku on the machine. Without KILLS it has no model: vectors take most of the time, and the short test has little.
func (m *machine) command(args ...string) *exec.Cmd {
	cmd := exec.Command("bianku", args...)
	models := filepath.Join(m.home, "none")
	if os.Getenv("KILLS") != "" {
		models, _ = filepath.Abs("../../models")
	}
	cmd.Env = append(os.Environ(), "DATABASE_URL="+m.url, "BIANKU_HOME="+m.home, "MODEL_DIR="+models, "BIANKU_CONFIG=")
	return cmd
}

func (m *machine) run(args ...string) string {
	m.t.Helper()
	out, err := m.command(args...).CombinedOutput()
	require.NoError(m.t, err, "%s", out)
	return string(out)
}

// corpus writes the sample's files and rows to ingest into dir: the arguments of the two commands.
func corpus(t *testing.T, dir string, rows int) (files, jsonl []string) {
	items, err := sample.Documents()
	require.NoError(t, err)
	folder := filepath.Join(dir, "docs")
	require.NoError(t, os.MkdirAll(folder, 0o700))
	for _, it := range items {
		require.NoError(t, os.WriteFile(filepath.Join(folder, it.File), it.Data, 0o600))
	}
	var b strings.Builder
	for i := range rows {
		line, err := json.Marshal(map[string]string{"id": fmt.Sprintf("r%d", i), "title": fmt.Sprintf("云澜市规定第%d条", i),
			"text": fmt.Sprintf("第%d号机构的机关行政编制为%d名，由机构编制委员会办公室核定。", i, i%90+1), "date": "2020-01-01"})
		require.NoError(t, err)
		b.Write(append(line, '\n'))
	}
	path := filepath.Join(dir, "rows.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return []string{"ingest", folder}, []string{"ingest", "--jsonl", path}
}

// state is all of the corpus that an answer can rest on, without the numbers that depend on the order of arrival.
const state = `
	with v as (
	    select v.*, v.filename || coalesce('#' || v.external_id, '') || ' ' || v.sha256 as name from ingest.version v)
	select 'version ' || v.name || ' ' || v.title || ' ' || coalesce(v.effective_from::text, '') || ' ' || coalesce(v.effective_to::text, '')
	       || ' ' || coalesce(v.ended_by, '') || ' of ' || d.title from v join ingest.document d on d.id = v.document_id
	union all
	select 'document ' || coalesce(work_key, title) || ' ' || clearance || ' ' || count(*) over (partition by work_key) from ingest.document
	union all
	select 'chunk ' || v.name || ' ' || c.address || ' ' || c.hash || ' entries ' || count(e.id) || ' vectors ' || count(x.entry_id)
	  from v join ingest.chunk c on c.version_id = v.id left join retrieval.entry e on e.chunk_id = c.id
	  left join retrieval.vector x on x.entry_id = e.id group by v.name, c.address, c.hash
	union all
	select 'fact ' || v.name || ' ' || f.org || f.unit || f.type || f.n || f.start_rune || ' ' || c.address
	  from ingest.fact f join v on v.id = f.version_id join ingest.chunk c on c.id = f.chunk_id
	union all
	select 'relation ' || v.name || ' ' || r.type || r.target_title || r.target_doc_no || r.start_rune || ' to ' || coalesce(d.title, '')
	  from ingest.relation r join v on v.id = r.version_id left join ingest.document d on d.id = r.target_document_id
	union all
	select 'term ' || dim || ' ' || df from retrieval.term where df > 0
	union all
	select 'totals ' || entries || ' ' || length from retrieval.totals
	union all
	select 'audit ' || count(*) from audit.event where action = 'version.add'
	union all
	select 'parsed left ' || count(*) from ingest.parsed
	union all
	select 'job left ' || id from river.river_job where state not in ('completed', 'cancelled', 'discarded')
	order by 1`

func (m *machine) state() []string {
	m.t.Helper()
	rows, err := m.pool.Query(m.t.Context(), state)
	require.NoError(m.t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(m.t, err)
	return list
}

// settled waits until River has written down that its last jobs are done, which it does in the background.
func (m *machine) settled() []string {
	m.t.Helper()
	require.Eventually(m.t, func() bool {
		var n int
		err := m.pool.QueryRow(m.t.Context(), `select count(*) from river.river_job where state not in ('completed', 'cancelled', 'discarded')`).Scan(&n)
		return err == nil && n == 0
	}, 30*time.Second, 100*time.Millisecond)
	return m.state()
}

// busy says whether anything of the corpus is on its way.
func (m *machine) busy() bool {
	var yes bool
	err := m.pool.QueryRow(m.t.Context(), `select exists (select from ingest.intake where state in ('queued', 'running'))`).Scan(&yes)
	require.NoError(m.t, err)
	return yes
}

// TestKilledAtAnyMoment kills `bianku ingest` with SIGKILL while it works, again and again, and compares what it ends up
// with to what it makes undisturbed: nothing lost, nothing doubled. KILLS=100 makes the long version, with the model.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	kills, rows := 6, 600
	if n, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		kills, rows = n, 40*n
	} else if testing.Short() {
		t.Skip("-short")
	}
	files, jsonl := corpus(t, t.TempDir(), rows)
	calm := newMachine(t)
	calm.run(files...)
	calm.run(jsonl...)
	want := calm.settled()

	m := newMachine(t)
	hits := 0
	for n := 0; hits < kills && n < 10*kills; n++ {
		args := files
		if n%2 == 1 {
			args = jsonl
		}
		if n < 2 || m.busy() { // submitted whole before: what is left waits in the database, any run goes on with it
			hits += m.kill(args)
		} else {
			break
		}
	}
	t.Logf("killed %d times at work", hits)
	require.Positive(t, hits)
	m.run(files...)
	m.run(jsonl...)
	require.Equal(t, want, m.settled())
}

// kill starts the command, waits until there is work under way, and a random moment longer, and kills it. It returns 1
// when work was indeed under way.
func (m *machine) kill(args []string) int {
	m.t.Helper()
	cmd := m.command(args...)
	require.NoError(m.t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for begun := false; !begun; {
		select {
		case <-ended:
			return 0
		case <-time.After(20 * time.Millisecond):
			begun = m.working()
		}
	}
	select {
	case <-ended:
		return 0
	case <-time.After(rand.N(800 * time.Millisecond)):
	}
	require.NoError(m.t, cmd.Process.Kill())
	<-ended
	if m.busy() {
		return 1
	}
	return 0
}

// working says whether a live process has jobs in hand.
func (m *machine) working() bool {
	live, err := workersLive(m.t.Context(), m.pool)
	require.NoError(m.t, err)
	return live
}

// TestJobsOfADeadProcessAreTakenOver: what a process held is worked by the next, without waiting for River's hour, and
// a living process keeps what it holds.
func TestJobsOfADeadProcessAreTakenOver(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	s, err := p.submit(ctx, p.parts.files, ingest.NewSubmission{Label: "试"})
	require.NoError(t, err)
	m.submit(ctx, s, "a.txt", "第一条 甲")
	l, err := p.lease(ctx)
	require.NoError(t, err)
	hold := func(id string) {
		_, err := m.pool.Exec(ctx, `update river.river_job set state = 'running', attempt = 1, attempted_at = now(), attempted_by = array[$1]`, id)
		require.NoError(t, err)
	}
	hold(l.id)
	n, err := p.takeOver(ctx)
	require.NoError(t, err)
	require.Zero(t, n, "its holder lives")
	l.end(ctx)
	require.Eventually(t, func() bool { n, err := p.takeOver(ctx); return err == nil && n == 1 }, 5*time.Second, 20*time.Millisecond)
	var state string
	var attempt int
	require.NoError(t, m.pool.QueryRow(ctx, `select state, attempt from river.river_job`).Scan(&state, &attempt))
	require.Equal(t, "available", state)
	require.Zero(t, attempt, "the attempt that died does not count")

	hold("some-other-client")
	n, err = p.takeOver(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 1, n, "nor does a process live that holds no lease")
}

// TestAFileUnderWhichTheProcessKeepsDyingFails: it does not take the workers down for ever.
func TestAFileUnderWhichTheProcessKeepsDyingFails(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	s, err := p.submit(ctx, p.parts.files, ingest.NewSubmission{Label: "试"})
	require.NoError(t, err)
	m.submit(ctx, s, "a.txt", "第一条 甲")
	_, err = m.pool.Exec(ctx, `update river.river_job set state = 'running', attempt = 1,
		attempted_by = (select array_agg('h-1-' || n) from generate_series(1, $1) n)`, maxCrashes+1)
	require.NoError(t, err)
	_, err = p.takeOver(ctx)
	require.NoError(t, err)
	var attempt, most int
	require.NoError(t, m.pool.QueryRow(ctx, `select attempt, max_attempts from river.river_job`).Scan(&attempt, &most))
	require.Equal(t, most-1, attempt, "one attempt is left, the last")
}

// TestIntakesWithoutAJobAreAdopted: from a backup, or enqueued by nobody.
func TestIntakesWithoutAJobAreAdopted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.pipeline()
	ctx := auth.WithActor(t.Context(), auth.System("job"))
	s, err := p.submit(ctx, p.parts.files, ingest.NewSubmission{Label: "试"})
	require.NoError(t, err)
	m.submit(ctx, s, "a.txt", "第一条 甲")
	m.submit(ctx, s, "b.txt", "第一条 乙")
	n, err := p.adopt(ctx)
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = m.pool.Exec(ctx, `delete from river.river_job`)
	require.NoError(t, err)
	n, err = p.adopt(ctx)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	n, err = p.adopt(ctx)
	require.NoError(t, err)
	require.Zero(t, n)
}

func (m *machine) submit(ctx context.Context, s *submission, name, text string) {
	m.t.Helper()
	require.NoError(m.t, s.file(ctx, name, memoryOf([]byte(text))))
}
