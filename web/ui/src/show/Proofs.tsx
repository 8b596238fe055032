import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Link } from 'react-router'
import type { Proof } from '../api/loop'
import { OriginalLink } from './OriginalLink'
import { inWords } from './words'
import { placesOf, type Place } from './places'

/** How a failure was classed: what was looked at, in order, and where it broke. */
export function Proofs({ items }: { items: Proof[] | null | undefined }) {
  const proofs = items ?? []
  if (proofs.length === 0) return <p className="muted small">尚无查证记录。</p>
  const places = placesOf(proofs)
  return (
    <ol className="proofs" aria-label="查证过程">
      {proofs.map((p, i) => (
        <li key={`${p.check}${i}`} className={p.ok ? 'ok' : 'no'}>
          {p.ok ? <CheckCircleFilled aria-label="成立" /> : <CloseCircleFilled aria-label="不成立" />}
          <b>{p.label}</b>
          <span>
            {inWords(p.detail)} <Way to={places[i]} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The way to what was looked at. */
function Way({ to }: { to: Place | undefined }) {
  if (to?.pair) return <Link to={`/pairs/${to.pair}`}>查看问答对</Link>
  if (!to?.document) return null
  return (
    <OriginalLink document={to.document} version={to.version} chunk={to.chunk}>
      {to.chunk ? '查看条文' : '查看文件'}
    </OriginalLink>
  )
}
