import type { ReleaseCount } from '../../api/model'

/** Counts as bars, the largest first. */
export function Bars({ items }: { items: ReleaseCount[] }) {
  const sorted = [...items].sort((a, b) => b.n - a.n)
  const most = sorted[0]?.n ?? 1
  if (sorted.length === 0) return <p className="muted">没有记录</p>
  return (
    <ul className="bars">
      {sorted.map((c) => (
        <li key={c.name}>
          <span>{c.name}</span>
          <span className="bar" aria-hidden>
            <i style={{ width: `${(c.n / most) * 100}%` }} />
          </span>
          <b className="num">{c.n}</b>
        </li>
      ))}
    </ul>
  )
}
