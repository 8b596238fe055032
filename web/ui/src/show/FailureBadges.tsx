import { classMeaning, classWords, runWords, ticketWords } from './failureWords'
import { wordOf } from './words'

/** What went wrong with a case. */
export function ClassBadge({ of }: { of: string | undefined }) {
  if (!of) return null
  return (
    <span className="badge klass" title={classMeaning[of]}>
      {wordOf(classWords, of)}
    </span>
  )
}

/** Where a ticket stands. */
export function TicketBadge({ state }: { state: string }) {
  return <span className={`badge t-${state}`}>{wordOf(ticketWords, state)}</span>
}

/** A ticket that came back after it was closed. */
export function ReopenedBadge({ times }: { times: number }) {
  if (times === 0) return null
  return (
    <span className="badge t-reopened" title="关闭后同一问题再次出现">
      重新打开{times > 1 ? ` ${times} 次` : ''}
    </span>
  )
}

/** Where a run stands. */
export function RunBadge({ state }: { state: string }) {
  return <span className={`badge ${state === 'cancelled' ? 'plain' : state}`}>{wordOf(runWords, state)}</span>
}
