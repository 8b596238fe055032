package release

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

// many enters n approved pairs over documents of 20 articles, by SQL in bulk.
func (w *world) many(n int) {
	w.t.Helper()
	const articles = 20
	for d := range (n + articles - 1) / articles {
		var b strings.Builder
		for a := range articles {
			fmt.Fprintf(&b, "第%d条 云澜市第%d号机构的第%d项事项由机构编制委员会办公室负责，按照程序报批后执行，有关单位应当予以配合，并在规定期限内报送办理情况。\n", a+1, d, a+1)
		}
		w.document(fmt.Sprintf("云澜市第%d号管理办法", d), strings.TrimSuffix(b.String(), "\n"), auth.L1)
	}
	w.exec(`insert into annotate.pair (state, type, origin, clearance, document_id, approved_version, approved_at)
		select 'approved', 1 + c.id % 30, 'rule', 1, v.document_id, 1, now() from ingest.chunk c join ingest.version v on v.id = c.version_id order by c.id limit $1`, n)
	w.exec(`insert into annotate.pair_version (pair_id, n, question, answer, question_key)
		select id, 1, '第' || id || '项事项由谁负责，怎样办理？', '由机构编制委员会办公室负责，按照程序报批后执行，有关单位应当予以配合。', id from annotate.pair`)
	w.exec(`insert into annotate.basis (pair_id, n, seq, chunk_id, version_id, address, label, quote, start_rune, end_rune, hash)
		select p.id, 1, 1, c.id, c.version_id, c.address, c.label, c.text, c.start_rune, c.end_rune, encode(sha256(convert_to(c.text, 'UTF8')), 'hex')
		  from (select id, row_number() over (order by id) as i from annotate.pair) p
		  join (select *, row_number() over (order by id) as i from ingest.chunk) c using (i)`)
	w.exec(`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, action) select id, 1, r, r, '审核员', 'accept' from annotate.pair, generate_series(1, 2) r`)
}

func benchPairs() int {
	if os.Getenv("BIANKU_BENCH_PAIRS") == "" {
		return 10000
	}
	n := 0
	_, _ = fmt.Sscan(os.Getenv("BIANKU_BENCH_PAIRS"), &n)
	return n
}

func BenchmarkBuild(b *testing.B) {
	w := newWorld(b)
	w.many(benchPairs())
	for b.Loop() {
		require.Equal(b, benchPairs(), w.build().Records)
	}
}

func BenchmarkVerify(b *testing.B) {
	w := newWorld(b)
	w.many(benchPairs())
	dir := w.export(w.build().Version)
	for b.Loop() {
		c, err := Verify(dir, w.key.Public())
		require.NoError(b, err)
		require.Empty(b, c.Problems)
	}
}

func BenchmarkDelta(b *testing.B) {
	w := newWorld(b)
	w.many(benchPairs())
	first := w.build().Version
	w.exec(`update annotate.pair_version set answer = answer || '（修订）' where pair_id % 100 = 0`)
	second := w.build().Version
	for b.Loop() {
		w.exec(`delete from annotate.release_delta`)
		b.ReportMetric(float64(len(w.delta(first, second)))/1e6, "MB")
	}
}
