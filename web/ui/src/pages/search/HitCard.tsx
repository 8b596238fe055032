import { Link } from 'react-router'
import type { Hit } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { interval, placeOf, quoted } from '../../show/format'
import { directWords, kindWords, wordOf } from '../../show/words'
import { ScoreTable } from './ScoreTable'

interface Props {
  rank: number
  hit: Hit
  asOf: string
  query: string
  explain: boolean
}

/** One found article, with the way into its document. */
export function HitCard({ rank, hit, asOf, explain }: Props) {
  const to = `/documents/${hit.document_id}?version=${hit.version_id}&start=${hit.start}&end=${hit.end}&as_of=${asOf}`
  const above = (hit.path ?? []).slice(0, -1)
  return (
    <li className="panel hit">
      <div className="hit-head">
        <span className="hit-rank num">{rank}</span>
        <Link to={to} className="hit-title">
          {quoted(hit.title)}
          <b>{placeOf(hit.label)}</b>
        </Link>
        <StatusBadge status={hit.status} doubt={hit.doubt} />
      </div>
      <p className="hit-meta">
        {[
          wordOf(kindWords, hit.doc_kind),
          hit.doc_no,
          interval(hit.effective_from, hit.effective_to),
          above.join(' › '),
          hit.page ? `第${hit.page}页` : '',
        ]
          .filter(Boolean)
          .join('　')}
        {hit.direct && <span className="chip">{wordOf(directWords, hit.direct)}</span>}
        {hit.pair_id ? <span className="chip">审定问答</span> : null}
      </p>
      <p className="hit-text">
        {hit.lead && <span className="muted">{hit.lead} </span>}
        {hit.text}
      </p>
      {explain && hit.explain && <ScoreTable explain={hit.explain} score={hit.score} />}
    </li>
  )
}
