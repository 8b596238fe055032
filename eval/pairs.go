package eval

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"bianku/ingest/claim"
	"bianku/internal/auth"
	"bianku/internal/fault"
)

// SetFromPairs makes a set of the approved pairs that the actor may see: what two experts have signed is what a right answer
// says. The gold places are those of the basis; the numbers and dates of the answer must come back. While the pairs stay
// as they are it is the same version.
func SetFromPairs(ctx context.Context, tx pgx.Tx, name string) (_ Set, err error) {
	defer fault.Wrapf(&err, "eval.SetFromPairs(%s)", name)
	rows, err := tx.Query(ctx, `
		select p.id, p.type, v.question, v.answer,
		       (select jsonb_agg(case when x.external_id is null then jsonb_build_object('file', x.filename, 'address', b.address)
		                              else jsonb_build_object('external_id', x.external_id) end order by b.seq)
		          from annotate.basis b join ingest.version x on x.id = b.version_id where b.pair_id = v.pair_id and b.n = v.n)
		  from annotate.pair p join annotate.pair_version v on v.pair_id = p.id and v.n = p.approved_version
		 where p.state = 'approved' and p.clearance <= $1 order by p.id`, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return Set{}, err
	}
	questions, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (q Question, err error) {
		err = row.Scan(&q.PairID, &q.Type, &q.Text, &q.Answer, &q.Gold)
		q.ID, q.Answerable = fmt.Sprintf("pair-%d", q.PairID), true
		q.Split, q.Must = splitOf(q.ID), mustOf(q.Answer)
		return q, err
	})
	if err != nil {
		return Set{}, err
	}
	if len(questions) == 0 {
		return Set{}, fault.New(fault.Conflict, "还没有已审定的问答，不能生成问题集。请先审定一批问答。")
	}
	return ImportSet(ctx, tx, name, FromPairs, questions)
}

// splitOf puts half of the questions aside for the decision. It depends on the key alone, so a question never changes sides.
func splitOf(key string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key))
	if h.Sum32()%2 == 0 {
		return "dev"
	}
	return "test"
}

// mustOf are the numbers, with their unit, and the dates of an answer: they are what makes it right or wrong.
func mustOf(answer string) (must []string) {
	text := claim.Normalise(answer)
	for _, c := range claim.Find(answer) {
		said := c.Text
		if c.Kind == claim.Number && !strings.HasSuffix(c.Text, "%") {
			unit, n := utf8.DecodeRuneInString(text[c.End:])
			if unicode.Is(unicode.Han, unit) && c.End+n <= len(text) {
				said = text[c.Start : c.End+n] // 17 is in 2017, 17名 is not
			}
		}
		if (c.Kind == claim.Number || c.Kind == claim.Date) && !slices.Contains(must, said) {
			must = append(must, said)
		}
	}
	return must
}
