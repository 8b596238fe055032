import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Link } from 'react-router'
import type { Proof } from '../api/loop'
import { OriginalLink } from './OriginalLink'

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
          <span>
            {p.detail} <Way ids={p.ids ?? {}} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The way to what was looked at. */
function Way({ ids }: { ids: Record<string, number> }) {
  if (ids.pair) return <Link to={`/pairs/${ids.pair}`}>查看问答对</Link>
  if (ids.document) {
    return (
      <OriginalLink document={ids.document} version={ids.version} chunk={ids.chunk}>
        查看原文
      </OriginalLink>
    )
  }
  return null
}
