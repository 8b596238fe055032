import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Basis } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { circled, interval, placeOf, quoted } from '../../show/format'

interface Props {
  items: Basis[]
  /** the one that is lit in the original */
  at?: number
  onAt: (index: number) => void
  onRemove?: (index: number) => void
}

/** 依据: where each stands, and its words. Choosing one lights it in the original. */
export function BasisList({ items, at, onAt, onRemove }: Props) {
  if (items.length === 0) return <p className="muted">还没有依据。请在右侧原文中用鼠标选定文字。</p>
  return (
    <ul className="basis-list">
      {items.map((b, i) => (
        <li key={`${b.version_id}-${b.start}-${b.end}`} className="basis">
          <button type="button" className={i === at ? 'basis-card on' : 'basis-card'} aria-label={`依据${i + 1}：${b.title}${b.label}`} onClick={() => onAt(i)}>
            <span className="basis-head">
              <span className="basis-n">{circled(i + 1)}</span>
              <span className="basis-title">
                {quoted(b.title)}
                {b.doc_no && <span className="muted">（{b.doc_no}）</span>}
                <b>{placeOf(b.label)}</b>
              </span>
              <StatusBadge status={b.status} />
            </span>
            <q className="basis-quote">{b.quote}</q>
            <span className="muted small">{interval(b.effective_from, b.effective_to)}</span>
          </button>
          {onRemove && <Button size="small" type="text" icon={<CloseOutlined />} aria-label={`移除依据${i + 1}`} title="移除" onClick={() => onRemove(i)} />}
        </li>
      ))}
    </ul>
  )
}
