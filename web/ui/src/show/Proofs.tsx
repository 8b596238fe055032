import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import type { Proof } from '../api/loop'

/** How a failure was classed: what was looked at, in order, and where it broke. */
export function Proofs({ items }: { items: Proof[] | null | undefined }) {
  const proofs = items ?? []
  if (proofs.length === 0) return <p className="muted small">尚无查证记录。</p>
  return (
    <ol className="proofs" aria-label="查证过程">
      {proofs.map((p, i) => (
        <li key={`${p.check}${i}`} className={p.ok ? 'ok' : 'no'}>
          {p.ok ? <CheckCircleFilled aria-label="成立" /> : <CloseCircleFilled aria-label="不成立" />}
          <b>{p.label}</b>
          {p.detail && <span>{p.detail}</span>}
        </li>
      ))}
    </ol>
  )
}
