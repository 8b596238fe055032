import type { Batch } from '../../api/model'
import { moment } from '../../show/format'
import { active, settled } from './progress'

interface Props {
  items: Batch[]
  chosen: number | undefined
  onChoose: (id: number | undefined) => void
}

/** The submissions, newest first. */
export function BatchList({ items, chosen, onChoose }: Props) {
  return (
    <nav className="panel batches" aria-label="批次">
      <h2>批次</h2>
      <ul>
        <li>
          <button type="button" className={chosen === undefined ? 'on' : undefined} onClick={() => onChoose(undefined)}>
            <b>全部批次</b>
          </button>
        </li>
        {items.map((b) => (
          <li key={b.id}>
            <button type="button" className={b.id === chosen ? 'on' : undefined} onClick={() => onChoose(b.id)}>
              <b className="clip">{b.label}</b>
              <span className="muted small">
                {b.actor === 'system' ? '系统' : b.actor}　{moment(b.created_at)}
              </span>
              <span className="small">{summary(b)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function summary(b: Batch) {
  const bad = (b.counts.failed ?? 0) + (b.counts.quarantined ?? 0)
  return (
    <>
      <span className="num">
        {settled(b)}/{b.total}
      </span>
      {active(b) ? ' 处理中' : ' 已结束'}
      {bad > 0 && <span className="intake-error"> {bad} 个需要处理</span>}
    </>
  )
}
