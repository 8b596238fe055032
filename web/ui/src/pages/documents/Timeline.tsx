import type { VersionInfo } from '../../api/model'
import { StatusBadge } from '../../show/Badges'
import { interval, today } from '../../show/format'
import { spans } from './spans'

interface Props {
  versions: VersionInfo[]
  chosen: number
  asOf: string | undefined
  onChoose: (version: number) => void
}

/** The versions of a document as stretches of time; the day asked about is a line across them. */
export function Timeline({ versions, chosen, asOf, onChoose }: Props) {
  const day = asOf ?? today()
  const { bars, now, years } = spans(versions, day)
  return (
    <section className="panel timeline" aria-label="版本">
      <div className="timeline-head">
        <h2>版本（{versions.length}）</h2>
        <div className="axis" aria-hidden>
          {years.map((y) => (
            <span key={y.year} style={{ left: `${y.at}%` }}>
              {y.year}
            </span>
          ))}
        </div>
      </div>
      <ul>
        {bars.map(({ version: v, from, to }) => (
          <li key={v.id}>
            <button type="button" className={v.id === chosen ? 'on' : undefined} aria-pressed={v.id === chosen} onClick={() => onChoose(v.id)}>
              <StatusBadge status={v.status} doubt={v.doubt} />
              <span className="timeline-name clip">{interval(v.effective_from, v.effective_to)}</span>
              <span className="timeline-bar" aria-hidden>
                <b className={v.status} style={{ left: `${from}%`, width: `${Math.max(0.8, to - from)}%` }} />
                <i style={{ left: `${now}%` }} />
              </span>
              <span className="muted small clip timeline-file" title={v.filename}>
                {v.doc_no || v.filename}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
