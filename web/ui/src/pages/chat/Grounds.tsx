import type { Citation } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { circled, interval, placeOf, quoted } from '../../show/format'
import type { OpenCitation } from './Cite'

/** The quoted articles an answer rests on. Each opens in the original. */
export function Grounds({ citations, onOpen, numbered = true }: { citations: Citation[]; onOpen: OpenCitation; numbered?: boolean }) {
  return (
    <ol className="grounds">
      {citations.map((c, i) => (
        <li key={`${c.n}-${c.chunk_id}-${i}`}>
          <button type="button" className="ground" onClick={() => onOpen(citations, c.n)}>
            <span className="ground-head">
              {numbered && <b className="ground-n">{circled(c.n)}</b>}
              <span className="ground-title">
                {quoted(c.title)}
                {c.doc_no && <span className="muted">（{c.doc_no}）</span>}
                <b>{placeOf(c.label)}</b>
              </span>
              <StatusBadge status={c.status} doubt={c.doubt} />
            </span>
            <q className="ground-quote">{c.quote}</q>
            <span className="ground-foot">
              {interval(c.effective_from, c.effective_to)}
              {c.page ? ` · 第${c.page}页` : ''}
              {c.doc_kind === 'journal' && ' · 期刊观点，不能作为规定依据'}
              {c.doubt && ` · ${c.doubt}`}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
