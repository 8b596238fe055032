package sensitivewords_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/internal/pg/pgtest"
	sensitivewords "bianku/sensitive-words"
)

func setup(t *testing.T) (context.Context, *pgxpool.Pool) {
	t.Helper()
	return auth.WithActor(t.Context(), auth.System("cli")), pgtest.Pool(t, audit.Migrations, sensitivewords.Migrations)
}

func load(t *testing.T, ctx context.Context, pool *pgxpool.Pool, name, class, action, text string) (added int, err error) {
	t.Helper()
	err = pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		added, err = sensitivewords.Import(ctx, tx, name, class, action, strings.NewReader(text))
		return err
	})
	return added, err
}

func TestImportedWordsAreFound(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	added, err := load(t, ctx, pool, "市网信办词库", "A.1.8", "拦截", "# 说明\n违禁词甲\n\n 违禁词乙  # 注释\n违禁 词甲\n")
	require.NoError(t, err)
	require.Equal(t, 2, added, "the same word in two spellings is one")

	m, err := sensitivewords.Load(ctx, pool)
	require.NoError(t, err)
	v := m.Check("这里有违禁·词甲")
	require.Equal(t, sensitivewords.Block, v.Action)
	require.Equal(t, "其他违禁内容", v.Hits[0].ClassName)
	require.Equal(t, sensitivewords.Block, m.Check("代办入编").Action, "the shipped words stay")
}

func TestImportReadsCSVAndGB18030(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	text, err := simplifiedchinese.GB18030.NewEncoder().String("敏感词,类别,处置\r\n词语甲,A.2.4,复核\r\n词语乙,,\r\n\"词语丙\",地域歧视,mask\r\n")
	require.NoError(t, err)
	added, err := load(t, ctx, pool, "表格", "D.4", "log", text)
	require.NoError(t, err)
	require.Equal(t, 3, added)

	lists, err := sensitivewords.Lists(ctx, pool)
	require.NoError(t, err)
	require.Len(t, lists, 2)
	require.True(t, lists[0].BuiltIn)
	require.Equal(t, "表格", lists[1].Name)
	require.Equal(t, map[string]int{"A.2.4": 2, "D.4": 1}, lists[1].Classes)
	require.Equal(t, 3, lists[1].Words)
	require.Equal(t, 1, lists[1].Version)
}

func TestImportAgainChangesOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	for i, step := range []struct {
		text, action   string
		added, version int
	}{
		{"词语甲\n词语乙", "block", 2, 1},
		{"词语甲\n词语乙", "block", 0, 1}, // nothing new: no version, no event
		{"词语乙\n词语丙", "block", 1, 2},
		{"词语甲", "log", 0, 3}, // the action changes
	} {
		added, err := load(t, ctx, pool, "词库", "A.1.1", step.action, step.text)
		require.NoError(t, err)
		require.Equal(t, step.added, added, "step %d", i)
		lists, err := sensitivewords.Lists(ctx, pool)
		require.NoError(t, err)
		require.Equal(t, step.version, lists[1].Version, "step %d", i)
	}
	events, total, err := audit.List(ctx, pool, audit.Filter{Action: "words.import"})
	require.NoError(t, err)
	require.Equal(t, 3, total)
	require.JSONEq(t, `{"name":"词库","version":3,"added":0,"changed":1}`, string(events[0].After))

	m, err := sensitivewords.Load(ctx, pool)
	require.NoError(t, err)
	require.Equal(t, sensitivewords.Log, m.Check("词语甲").Action)
}

func TestBadImportsSayWhyAndLeaveNothing(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	for _, c := range []struct{ name, list, class, action, text, says string }{
		{"no words", "词库", "A.1.1", "block", "# 只有注释\n", "没有词"},
		{"one rune", "词库", "A.1.1", "block", "正常词\n编\n", "第 2 行“编”"},
		{"an article", "词库", "A.1.1", "block", strings.Repeat("长", 65), "词长超过"},
		{"class", "词库", "A.7", "block", "词语", "A.7"},
		{"class of a row", "词库", "A.1.1", "block", "词语甲,A.1.2\n词语乙,无此类\n", "第 2 行"},
		{"action", "词库", "A.1.1", "删除", "词语", "处置方式"},
		{"name", " ", "A.1.1", "block", "词语", "名称"},
		{"shipped name", "内置基础词表", "A.1.1", "block", "词语", "内置"},
		{"encoding", "词库", "A.1.1", "block", "\xff\xff\x00", "编码"},
		{"csv", "词库", "A.1.1", "block", "\"词语,A.1.1\n", "CSV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(t, ctx, pool, c.list, c.class, c.action, c.text)
			require.Equal(t, fault.Invalid, fault.KindOf(err), "%v", err)
			require.Contains(t, fault.Message(err), c.says)
		})
	}
	lists, err := sensitivewords.Lists(ctx, pool)
	require.NoError(t, err)
	require.Len(t, lists, 1)
}

func TestImportNeedsSomebodyToAnswerForIt(t *testing.T) {
	t.Parallel()
	_, pool := setup(t)
	_, err := load(t, t.Context(), pool, "词库", "A.1.1", "block", "词语甲")
	require.Error(t, err)
	lists, err := sensitivewords.Lists(t.Context(), pool)
	require.NoError(t, err)
	require.Len(t, lists, 1, "the words go with the event")
}

func TestRemoveTakesAListBack(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	_, err := load(t, ctx, pool, "误导入", "A.1.1", "block", "数据局")
	require.NoError(t, err)
	require.NoError(t, sensitivewords.Remove(ctx, pool, "误导入"))
	m, err := sensitivewords.Load(ctx, pool)
	require.NoError(t, err)
	require.Empty(t, m.Check("数据局").Hits)
	require.Equal(t, fault.NotFound, fault.KindOf(sensitivewords.Remove(ctx, pool, "误导入")))
	_, total, err := audit.List(ctx, pool, audit.Filter{Action: "words.remove"})
	require.NoError(t, err)
	require.Equal(t, 1, total)
}

func TestCoverageSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	before, err := sensitivewords.Coverage(ctx, pool)
	require.NoError(t, err)
	require.False(t, before.Complete)
	require.Nil(t, before.UpdatedAt)
	require.Len(t, before.Classes, 36)
	require.Contains(t, strings.Join(before.Problems, "\n"), "A.1.1 颠覆政权")

	_, err = load(t, ctx, pool, "全量", "A.3.1", "review", fullList())
	require.NoError(t, err)
	_, err = load(t, ctx, pool, "重复", "A.1.1", "review", "测试词A.1.1第0号")
	require.NoError(t, err)
	after, err := sensitivewords.Coverage(ctx, pool)
	require.NoError(t, err)
	require.Empty(t, after.Problems)
	require.True(t, after.Complete)
	require.Equal(t, before.Total+10_000, after.Total, "a word in two lists counts once")

	_, err = pool.Exec(ctx, `update sensitivewords.list set updated_at = $1`, time.Now().AddDate(0, 0, -8))
	require.NoError(t, err)
	stale, err := sensitivewords.Coverage(ctx, pool)
	require.NoError(t, err)
	require.Len(t, stale.Problems, 1)
	require.Contains(t, stale.Problems[0], "每周")
}

// fullList is 10,000 words with 200 for each class of A.1 and A.2, the rest without a class of their own.
func fullList() string {
	var b strings.Builder
	n := 0
	for _, c := range sensitivewords.Classes {
		for i := range 200 {
			if c.Needed > 0 {
				fmt.Fprintf(&b, "测试词%s第%d号,%s\n", c.Code, i, c.Code)
				n++
			}
		}
	}
	for ; n < 10_000; n++ {
		fmt.Fprintf(&b, "补充词第%d号,\n", n)
	}
	return b.String()
}

func TestImportsAtOnceAreOneAfterTheOther(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	var wg sync.WaitGroup
	errs := make(chan error, 6)
	for i := range 6 {
		wg.Go(func() {
			_, err := load(t, ctx, pool, "词库", "A.1.1", "block", fmt.Sprintf("共同词\n各自词%d号", i))
			errs <- err
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	lists, err := sensitivewords.Lists(ctx, pool)
	require.NoError(t, err)
	require.Equal(t, 7, lists[1].Words)
	require.Equal(t, 6, lists[1].Version)
}

func TestAnImportThatIsRolledBackLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	stop := errors.New("stop")
	err := pg.InTx(ctx, pool, func(tx pgx.Tx) error {
		_, err := sensitivewords.Import(ctx, tx, "词库", "A.1.1", "block", strings.NewReader("词语甲"))
		require.NoError(t, err)
		m, err := sensitivewords.Load(ctx, tx)
		require.NoError(t, err)
		require.NotEmpty(t, m.Check("词语甲").Hits, "inside the transaction it is there")
		return stop
	})
	require.ErrorIs(t, err, stop)
	m, err := sensitivewords.Load(ctx, pool)
	require.NoError(t, err)
	require.Empty(t, m.Check("词语甲").Hits)
	_, total, err := audit.List(ctx, pool, audit.Filter{})
	require.NoError(t, err)
	require.Zero(t, total)
}

func TestTheStricterOfTwoListsCounts(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	for name, action := range map[string]string{"甲表": "log", "乙表": "block", "丙表": "review"} {
		_, err := load(t, ctx, pool, name, "A.1.1", action, "词语甲")
		require.NoError(t, err)
	}
	m, err := sensitivewords.Load(ctx, pool)
	require.NoError(t, err)
	v := m.Check("词语甲")
	require.Len(t, v.Hits, 1)
	require.Equal(t, sensitivewords.Block, v.Action)
	lists, err := sensitivewords.Lists(ctx, pool)
	require.NoError(t, err)
	require.Len(t, lists, 4)
	for _, l := range lists[1:] {
		require.False(t, l.BuiltIn)
		require.NotNil(t, l.UpdatedAt)
	}
}

func TestTheSchemaRefusesWhatNoImportWrites(t *testing.T) {
	t.Parallel()
	ctx, pool := setup(t)
	for _, sql := range []string{
		`insert into sensitivewords.list (name) values ('')`,
		`insert into sensitivewords.list (name, version) values ('a', 0)`,
		`with l as (insert into sensitivewords.list (name) values ('b') returning id)
			insert into sensitivewords.word (list_id, word, folded, class, action, version) select id, 'x', 'x', 'A.1.1', 'delete', 1 from l`,
		`insert into sensitivewords.word (list_id, word, folded, class, action, version) values (999, 'x', 'x', 'A.1.1', 'log', 1)`,
	} {
		_, err := pool.Exec(ctx, sql)
		require.Error(t, err, sql)
	}
}
