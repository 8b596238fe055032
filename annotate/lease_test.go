package annotate

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/internal/auth"
	"bianku/internal/fault"
)

// queue submits n pairs about v, all different, by the system.
func (r *room) queue(v ingest.Version, n int) (ids []int64) {
	r.t.Helper()
	for i := range n {
		c := r.aboutPosts(v)
		c.Question, c.Variants = fmt.Sprintf("第%d问：云澜市数据局机关行政编制有多少名？", i+1), nil
		ids = append(ids, r.submitted(r.system(), c).ID)
	}
	return ids
}

func TestPullKeepsWhatIsHeld(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ids := r.queue(r.add("三定.txt", charter, auth.L1), 3)
	one, two := r.as(1, auth.L2), r.as(2, auth.L2)
	item, err := r.Pull(one, r.pool)
	require.NoError(t, err)
	require.Equal(t, ids[0], item.Pair.ID)
	require.EqualValues(t, 1, item.Pair.LeasedBy)
	require.WithinDuration(t, time.Now().Add(Lease), item.Until, time.Minute)
	require.Equal(t, ids[0], r.pull(one), "the same again, not a second one")
	require.Equal(t, ids[1], r.pull(two))

	require.NoError(t, r.Return(one, r.pool, ids[0]))
	require.Equal(t, ids[0], r.pull(r.as(3, auth.L2)), "what was given back goes to the next")
	require.Equal(t, ids[2], r.pull(one))
	require.Equal(t, fault.Conflict, fault.KindOf(r.Return(one, r.pool, ids[0])), "not theirs any more")
	_, err = r.Renew(one, r.pool, ids[0])
	require.Equal(t, fault.Conflict, fault.KindOf(err))
	require.Zero(t, r.pull(r.as(4, auth.L2)), "all are out")
}

func TestALeaseThatRunsOutGivesTheItemBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	id := r.queue(r.add("三定.txt", charter, auth.L1), 1)[0]
	one, two := r.as(1, auth.L2), r.as(2, auth.L2)
	require.Equal(t, id, r.pull(one))
	require.Zero(t, r.pull(two))
	r.exec(`update annotate.pair set leased_until = now() - interval '1 second'`)

	until, err := r.Renew(one, r.pool, id)
	require.NoError(t, err, "nobody has taken it: it is still theirs")
	require.True(t, until.After(time.Now()))
	require.Zero(t, r.pull(two))

	r.exec(`update annotate.pair set leased_until = now() - interval '1 second'`)
	require.Equal(t, id, r.pull(two))
	for name, err := range map[string]error{
		"renew":  func() error { _, err := r.Renew(one, r.pool, id); return err }(),
		"return": r.Return(one, r.pool, id),
		"decide": r.inTx(func(tx pgx.Tx) error {
			_, err := r.Decide(one, tx, id, Decision{Version: 1, Action: Accept})
			return err
		}),
	} {
		require.Equal(t, fault.Conflict, fault.KindOf(err), name)
		require.Contains(t, fault.Message(err), "请重新领取", name)
	}
	require.Equal(t, 2, r.accept(two, id).Round)
}

func TestUrgentFirstThenTheSecondRound(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	ids := r.queue(v, 3)
	r.accept(r.as(1, auth.L2), ids[0])
	c := r.aboutPosts(v)
	c.Question, c.Origin = "反馈：云澜市数据局设几名副局长？", ByFeedback
	urgent := r.submitted(r.as(9, auth.L2), c)
	require.Equal(t, 10, urgent.Priority)
	two := r.as(2, auth.L2)
	var got []int64
	for range 4 {
		id := r.pull(two)
		got = append(got, id)
		_, err := r.decide(two, id, Decision{Action: Reject, Reason: "unclear"})
		require.NoError(t, err)
	}
	require.Equal(t, []int64{urgent.ID, ids[0], ids[1], ids[2]}, got)
}

func TestTheSystemSignsNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	id := r.queue(r.add("三定.txt", charter, auth.L1), 1)[0]
	_, err := r.Pull(r.system(), r.pool)
	require.Equal(t, fault.Forbidden, fault.KindOf(err))
	err = r.inTx(func(tx pgx.Tx) error {
		_, err := r.Decide(r.system(), tx, id, Decision{Version: 1, Action: Accept})
		return err
	})
	require.Equal(t, fault.Forbidden, fault.KindOf(err))
}

func TestOnePersonInManyWindowsHoldsOneItem(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.queue(r.add("三定.txt", charter, auth.L1), 6)
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[int64]int{}
	for range 8 {
		wg.Go(func() {
			item, err := r.Pull(r.as(1, auth.L2), r.pool)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && item != nil {
				got[item.Pair.ID]++
			}
		})
	}
	wg.Wait()
	require.Len(t, got, 1)
	for _, n := range got {
		require.Equal(t, 8, n)
	}
}

func TestManyAtOnceNeverHoldTheSame(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ids := r.queue(r.add("三定.txt", charter, auth.L1), 10)
	var wg sync.WaitGroup
	got := make([]int64, 12)
	for i := range got {
		wg.Go(func() {
			if item, err := r.Pull(r.as(int64(i+1), auth.L2), r.pool); err == nil && item != nil {
				got[i] = item.Pair.ID
			}
		})
	}
	wg.Wait()
	seen := map[int64]bool{}
	for _, id := range got {
		if id != 0 {
			require.False(t, seen[id], "%d was given twice", id)
			seen[id] = true
		}
	}
	require.Len(t, seen, len(ids), "ten of twelve have one each")
}

func TestQueueCounts(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	v := r.add("三定.txt", charter, auth.L1)
	ids := r.queue(v, 4)
	c := r.aboutPosts(v)
	c.Question = "本人写的：云澜市数据局有几名编制？"
	one, two := r.as(1, auth.L2), r.as(2, auth.L2)
	own := r.submitted(one, c)

	count := func(want QueueCounts) {
		t.Helper()
		got, err := Queue(one, r.pool)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	count(QueueCounts{Round1: 5, Available: 4})
	r.accept(one, ids[0])
	count(QueueCounts{Round1: 4, Round2: 1, Available: 3, MineToday: 1})
	require.Equal(t, ids[0], r.pull(two))
	require.Equal(t, ids[1], r.pull(one))
	count(QueueCounts{Round1: 3, Available: 2, Leased: 2, Mine: 1, MineToday: 1})
	_, err := r.decide(one, ids[1], Decision{Action: Reject, Reason: "other", Comment: "不妥"})
	require.NoError(t, err)
	r.exec(`update annotate.verdict set created_at = created_at - interval '2 days' where action = 'accept'`)
	r.exec(`update annotate.pair set leased_until = now() - interval '1 second' where leased_by is not null`)
	count(QueueCounts{Round1: 3, Round2: 1, Available: 2, MineToday: 1, Returned: 1})
	require.NotZero(t, own.ID)
}
