import type { Hit } from '../../api/model'

/** Where a score came from: its parts, which add up, and the terms that were found. */
export function ScoreTable({ explain, score }: { explain: NonNullable<Hit['explain']>; score: number }) {
  const parts = explain.parts ?? []
  const terms = merged(explain.terms ?? [])
  const most = Math.max(...terms.map((t) => t.weight), 0.0001)
  return (
    <div className="score">
      <table>
        <tbody>
          {parts.map((part) => (
            <tr key={part.name}>
              <th>{part.name}</th>
              <td className="num">{part.value.toFixed(4)}</td>
            </tr>
          ))}
          <tr className="sum">
            <th>合计</th>
            <td className="num">{score.toFixed(4)}</td>
          </tr>
        </tbody>
      </table>
      <dl>
        <dt>关键词名次</dt>
        <dd className="num">{rank(explain.lexical_rank, explain.lexical_score)}</dd>
        <dt>语义名次</dt>
        <dd className="num">{rank(explain.dense_rank, explain.dense_score)}</dd>
      </dl>
      {terms.length > 0 && (
        <ul aria-label="命中词">
          {terms.map((t) => (
            <li key={t.term} title={t.weight.toFixed(3)}>
              <span style={{ width: `${(t.weight / most) * 100}%` }} />
              {t.term}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The index keeps pairs of characters beside words, marked #; a reader sees one term with the weight of both. */
export function merged(terms: { term: string; weight: number }[]): { term: string; weight: number }[] {
  const sums = new Map<string, number>()
  for (const { term, weight } of terms) {
    const plain = term.replace(/^#/, '')
    sums.set(plain, (sums.get(plain) ?? 0) + weight)
  }
  return [...sums].map(([term, weight]) => ({ term, weight })).sort((a, b) => b.weight - a.weight)
}

function rank(n: number | undefined, score: number | undefined): string {
  return n ? `第${n}（${(score ?? 0).toFixed(3)}）` : '未进入候选'
}
