import type { TicketEvent } from '../../api/loop'
import { ticketWords } from '../../show/failureWords'
import { inWords } from '../../show/words'
import { moment } from '../../show/format'

/** All that happened to a ticket, the latest first. */
export function Events({ items }: { items: TicketEvent[] }) {
  return (
    <section className="panel" aria-label="经过">
      <h2>经过</h2>
      <ol className="events">
        {[...items].sort((a, b) => b.id - a.id).map((e) => (
          <li key={e.id}>
            <div className="row between small">
              <b>{what(e)}</b>
              <span className="muted num nowrap">{moment(e.created_at)}</span>
            </div>
            <p className="small event-note" title={inWords(e.note)}>
              <span className="muted">{!e.actor || e.actor === 'system' ? '系统' : e.actor}</span>
              {e.note && `　${inWords(e.note)}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** what an event did, as a change of state. */
export function what(e: Pick<TicketEvent, 'from_state' | 'to_state'>): string {
  const to = ticketWords[e.to_state] ?? '—'
  if (!e.from_state) return to
  if (e.from_state === e.to_state) return e.to_state === 're_run' ? '发起复测' : e.to_state === 'assigned' ? '改派' : '补充案例'
  if (e.from_state === 'closed') return '重新打开'
  return `${ticketWords[e.from_state] ?? '—'} → ${to}`
}
