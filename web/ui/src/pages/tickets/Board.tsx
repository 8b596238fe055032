import { Link } from 'react-router'
import type { Ticket } from '../../api/loop'
import { ClassBadge, ReopenedBadge } from '../../show/FailureBadges'
import { ticketStates, ticketWords } from '../../show/failureWords'
import { since } from './since'

interface Props {
  items: Ticket[]
  counts: Record<string, number>
  onMore: (state: string) => void
}

/** Tickets by state, the longest waiting first; of the closed ones the latest. */
export function Board({ items, counts, onMore }: Props) {
  return (
    <div className="board">
      {ticketStates.map((state) => {
        const here = inOrder(items.filter((t) => t.state === state), state)
        const all = Math.max(counts[state] ?? 0, here.length)
        return (
          <section key={state} className={`lane t-${state}`} aria-label={ticketWords[state]}>
            <h2>
              {ticketWords[state]} <span className="num">{all}</span>
            </h2>
            <ul>
              {here.map((t) => (
                <li key={t.id}>
                  <Card ticket={t} />
                </li>
              ))}
              {here.length === 0 && <li className="muted small lane-none">无</li>}
              {all > here.length && (
                <li>
                  <button type="button" className="linklike small" onClick={() => onMore(state)}>
                    另有 {all - here.length} 件，到列表中查看
                  </button>
                </li>
              )}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function Card({ ticket: t }: { ticket: Ticket }) {
  return (
    <Link to={`/tickets/${t.id}`} className="card">
      <span className="row wrap">
        <ClassBadge of={t.class} />
        <span className="muted">{t.stage}</span>
        {t.severity === 'high' && t.state !== 'closed' && <span className="badge failed">紧急</span>}
        <ReopenedBadge times={t.reopened} />
      </span>
      <b>{t.object || t.title}</b>
      <span className="card-foot">
        <span className="clip">
          {t.assignee || '未指派'}
          {t.cases ? ` · ${t.cases} 例` : ''}
        </span>
        <span className="nowrap">{since(t.updated_at)}</span>
      </span>
    </Link>
  )
}

/** inOrder puts what waits longest first; of what is closed, the latest. */
export function inOrder(items: Ticket[], state: string): Ticket[] {
  const at = (t: Ticket) => Date.parse(t.updated_at)
  return [...items].sort((a, b) => (state === 'closed' ? at(b) - at(a) : at(a) - at(b)))
}
