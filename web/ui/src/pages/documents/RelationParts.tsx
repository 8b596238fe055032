import { Button } from 'antd'
import { Link } from 'react-router'
import type { Relation } from '../../api/model'
import { quoted } from '../../show/format'

/** The text that a relation leads to. */
export function Target({ relation: r }: { relation: Relation }) {
  const name = r.target_title ? quoted(r.target_title) : r.target_doc_no || '—'
  return (
    <>
      {r.target_document_id ? <Link to={`/documents/${r.target_document_id}`}>{name}</Link> : name}
      {r.target_title && r.target_doc_no && <span className="muted">（{r.target_doc_no}）</span>}
      {!r.target_document_id && <span className="muted small"> 未入库</span>}
    </>
  )
}

interface DecideProps {
  relation: Relation
  busy: boolean
  onDecide: (decision: { id: number; state: 'confirmed' | 'rejected' }) => void
}

/** The two buttons of a relation that is not decided yet. */
export function Decide({ relation: r, busy, onDecide }: DecideProps) {
  if (r.state !== 'proposed') return <span className="muted">已处理</span>
  return (
    <span className="row" style={{ gap: 4 }}>
      <Button size="small" disabled={busy} onClick={() => onDecide({ id: r.id, state: 'confirmed' })}>
        确认
      </Button>
      <Button size="small" danger type="text" disabled={busy} onClick={() => onDecide({ id: r.id, state: 'rejected' })}>
        否定
      </Button>
    </span>
  )
}
