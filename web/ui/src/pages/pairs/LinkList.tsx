import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import type { PairLink } from '../../api/model'
import { quoted } from '../../show/format'
import { linkWords } from '../../show/pairWords'
import { wordOf } from '../../show/words'

/** 关联: to other pairs and to documents. They open in a window of their own, so that work is not left behind. */
export function LinkList({ items, onRemove }: { items: PairLink[]; onRemove?: (index: number) => void }) {
  if (items.length === 0) return <p className="muted">无</p>
  return (
    <ul className="pair-links">
      {items.map((l, i) => (
        <li key={`${l.type}-${l.pair_id ?? 0}-${l.document_id ?? 0}`}>
          <span className="badge plain">{wordOf(linkWords, l.type)}</span>
          <span className="grow">
            {l.pair_id ? (
              <Link to={`/pairs/${l.pair_id}`} target="_blank">
                {l.title || `问答对 ${l.pair_id}`}
              </Link>
            ) : (
              <Link to={`/documents/${l.document_id}`} target="_blank">
                {quoted(l.title)}
              </Link>
            )}
          </span>
          {onRemove && <Button size="small" type="text" icon={<CloseOutlined />} aria-label={`移除关联${i + 1}`} onClick={() => onRemove(i)} />}
        </li>
      ))}
    </ul>
  )
}
