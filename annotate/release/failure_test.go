package release

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

func (w *world) begin(note string) (r Release, err error) {
	err = pg.InTx(w.ctx(), w.pool, func(tx pgx.Tx) error { r, err = Begin(w.ctx(), tx, Options{Note: note, On: day}); return err })
	return r, err
}

func (w *world) rows() (n int64) {
	return w.id(`select (select count(*) from annotate.release_file) + (select count(*) from annotate.release_record)`)
}

// A build whose process is gone is a failed one, and is built again under the same version.
func TestAKilledBuildFailsAndIsBuiltAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	r, err := w.begin("第一版")
	require.NoError(t, err)
	n, err := Sweep(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Zero(t, n, "one that waits for a worker is not dead")
	again, err := w.begin("第一版")
	require.NoError(t, err)
	require.Equal(t, r.ID, again.ID, "to begin twice is to begin once")

	unlock, err := lock(w.ctx(), w.pool)
	require.NoError(t, err)
	_, err = start(w.ctx(), w.pool, r.ID)
	require.NoError(t, err)
	n, err = Sweep(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Zero(t, n, "its process lives")
	_, err = w.begin("")
	require.True(t, fault.Is(err, fault.Conflict))
	_, err = Run(w.ctx(), w.pool, w.files, w.key, r.ID)
	require.True(t, fault.Is(err, fault.Conflict), "nobody else builds it meanwhile")

	unlock() // the process dies: the server drops its lock
	n, err = Sweep(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	dead, err := ByVersion(w.ctx(), w.pool, r.Version)
	require.NoError(t, err)
	require.Equal(t, Failed, dead.State)
	require.Contains(t, dead.Error, "请重新构建")
	require.Zero(t, w.rows())
	list, _, err := audit.List(w.ctx(), w.pool, audit.Filter{Action: "release.fail"})
	require.NoError(t, err)
	require.Equal(t, "system", list[0].ActorLogin)

	built := w.build()
	require.Equal(t, []any{r.ID, r.Version, Ready, ""}, []any{built.ID, built.Version, built.State, built.Error})
	same, err := Run(w.ctx(), w.pool, w.files, w.key, built.ID)
	require.NoError(t, err)
	require.Equal(t, built.ManifestSHA256, same.ManifestSHA256, "a job that runs twice does nothing the second time")
}

// A backend that is killed takes the lock with it.
func TestALostConnectionGivesTheLockBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unlock, err := lock(w.ctx(), w.pool)
	require.NoError(t, err)
	w.exec(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 25202`)
	require.Eventually(t, func() bool {
		next, err := lock(w.ctx(), w.pool)
		if err == nil {
			next()
		}
		return err == nil
	}, 5*time.Second, 20*time.Millisecond)
	unlock()
}

func TestAStoreThatCannotWriteFailsInPlainChinese(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	tmp := filepath.Join(w.dir, "tmp")
	require.NoError(t, os.RemoveAll(tmp))
	require.NoError(t, os.WriteFile(tmp, nil, 0o600)) // root writes everywhere, but not below a file
	_, err := Build(w.ctx(), w.pool, w.files, w.key, Options{On: day})
	require.True(t, fault.Is(err, fault.Unavailable))
	require.Contains(t, fault.Message(err), "请检查文件库的磁盘空间和权限")
	list, err := List(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Equal(t, Failed, list[0].State)
	require.Contains(t, list[0].Error, "磁盘空间")
	require.Zero(t, w.rows(), "nothing half")

	require.NoError(t, os.Remove(tmp))
	require.NoError(t, os.Mkdir(tmp, 0o700))
	require.Equal(t, "2026.11.1", w.build().Version)
}

func TestAStoppedBuildFailsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	r, err := w.begin("")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(w.ctx())
	c := &composer{content: &content{}, edition: edition{version: r.Version, on: day, public: w.key.Public()}}
	cancel()
	_, err = write(ctx, w.pool, w.files, w.key, r, c)
	require.ErrorIs(t, err, context.Canceled)
	_, err = start(w.ctx(), w.pool, r.ID)
	require.NoError(t, err)
	require.NoError(t, fail(ctx, w.pool, r, context.Canceled))
	list, err := List(w.ctx(), w.pool)
	require.NoError(t, err)
	require.Equal(t, "操作已取消。", list[0].Error)
	require.Equal(t, "2026.11.1", w.build().Version)
}

func TestNothingToReleaseSaysWhatIsNeeded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := Build(w.ctx(), w.pool, w.files, w.key, Options{On: day})
	require.True(t, fault.Is(err, fault.Conflict))
	require.Contains(t, fault.Message(err), "两轮审定")
	_, err = Build(w.ctx(), w.pool, w.files, nil, Options{On: day})
	require.Contains(t, fault.Message(err), "密钥")
	_, err = w.begin(strings.Repeat("长", 501))
	require.Equal(t, "note", fault.FieldOf(err))
	_, err = Latest(w.ctx(), w.pool)
	require.True(t, fault.Is(err, fault.NotFound))
}

// The digest of the file in the store is looked at on every read: a disk that rots does not reach a partner.
func TestAStoredFileThatRottedIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	r := w.build()
	b, err := Open(w.ctx(), w.pool, w.files, r.Version, pairsFile)
	require.NoError(t, err)
	path := filepath.Join(w.dir, b.SHA256[:2], b.SHA256[2:4], b.SHA256)
	require.NoError(t, os.Chmod(path, 0o600))
	require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
	_, err = b.Read(make([]byte, 10))
	require.ErrorContains(t, err, "校验值不符")
	dir := filepath.Join(t.TempDir(), "out")
	_, err = Export(w.ctx(), w.pool, w.files, r.Version, dir)
	require.Error(t, err)
	require.NoDirExists(t, dir)
}

// Partners see what is ready; who builds sees the rest.
func TestUnfinishedReleasesAreForThoseWhoBuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	ready := w.build()
	waits, err := w.begin("")
	require.NoError(t, err)
	partner := auth.WithActor(t.Context(), auth.Actor{ID: 5, Login: "p", Name: "共建", Roles: []auth.Role{auth.Partner}, Clearance: auth.L1})
	list, err := List(partner, w.pool)
	require.NoError(t, err)
	require.Len(t, list, 1)
	_, err = ByVersion(partner, w.pool, waits.Version)
	require.True(t, fault.Is(err, fault.NotFound))
	_, err = Open(w.ctx(), w.pool, w.files, waits.Version, pairsFile)
	require.True(t, fault.Is(err, fault.Conflict))
	_, err = Export(w.ctx(), w.pool, w.files, waits.Version, t.TempDir())
	require.True(t, fault.Is(err, fault.Conflict))
	_, err = Open(partner, w.pool, w.files, ready.Version, "nothing.json")
	require.True(t, fault.Is(err, fault.NotFound))
}

func TestPullsAreRecordedBeforeTheyLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	r := w.build()
	partner := auth.WithActor(t.Context(), auth.Actor{ID: 5, Login: "p", Name: "接口", Unit: "望澜市委编办", Roles: []auth.Role{auth.Partner}, Clearance: auth.L1})
	id, err := BeginPull(partner, w.pool, r.ID, pairsFile)
	require.NoError(t, err)
	require.NoError(t, EndPull(partner, w.pool, id, 1234))
	_, err = BeginPull(t.Context(), w.pool, r.ID, pairsFile)
	require.Error(t, err, "nobody pulls nothing")
	list, total, err := Pulls(w.ctx(), w.pool, r.Version, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, Pull{ID: id, ActorID: 5, Actor: "望澜市委编办 接口", Path: pairsFile, Bytes: 1234, CreatedAt: list[0].CreatedAt}, list[0])
	events, _, err := audit.List(w.ctx(), w.pool, audit.Filter{Action: "release.pull"})
	require.NoError(t, err)
	require.Equal(t, "p", events[0].ActorLogin)
	require.Equal(t, r.Version, events[0].ObjectID)
}

// A text that is raised after its release was made: the release is not handed out any more.
func TestAReleaseOfWhatIsNoLongerPublicIsRecalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	r := w.build()
	partner := auth.WithActor(t.Context(), auth.Actor{ID: 5, Login: "p", Name: "接口", Roles: []auth.Role{auth.Partner}, Clearance: auth.L1})
	_, err := BeginPull(partner, w.pool, r.ID, pairsFile)
	require.NoError(t, err)
	_, err = Describe(partner, w.pool, w.files, r.Version)
	require.NoError(t, err)

	w.exec(`update ingest.document set clearance = 3 where id = (select v.document_id from annotate.release_record r
		join annotate.basis b on b.pair_id = r.pair_id and b.n = r.n join ingest.version v on v.id = b.version_id order by r.pair_id limit 1)`)
	_, err = BeginPull(partner, w.pool, r.ID, pairsFile)
	require.True(t, fault.Is(err, fault.Conflict))
	require.Contains(t, fault.Message(err), "停止提供")
	_, err = Describe(partner, w.pool, w.files, r.Version)
	require.True(t, fault.Is(err, fault.Conflict))
	_, total, err := Pulls(w.ctx(), w.pool, r.Version, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total, "what did not leave was not pulled")
}
