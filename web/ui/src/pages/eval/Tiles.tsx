import type { Metrics } from '../../api/loop'
import { duration } from '../../show/format'
import { headlinesOf, percent } from './figures'

/** The figures of a run, each with what it was measured on. */
export function Tiles({ metrics }: { metrics: Metrics }) {
  const figures = headlinesOf(metrics.all)
  return (
    <dl className="panel tiles">
      {figures.map((f, i) => (
        <div key={f.name} className={i === 0 ? 'lead' : undefined}>
          <dt>{f.label}</dt>
          <dd className="num">{percent(f.value)}</dd>
          <dd className="muted small num">{f.on}</dd>
        </div>
      ))}
      <div>
        <dt>答题用时</dt>
        <dd className="num">{duration(metrics.p50_ms)}</dd>
        <dd className="muted small num">95% ≤ {duration(metrics.p95_ms)}</dd>
      </div>
    </dl>
  )
}
