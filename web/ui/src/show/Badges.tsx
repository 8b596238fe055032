import { CalendarOutlined } from '@ant-design/icons'
import type { Status } from '../api/model'
import { chineseDate } from './format'
import { relationStates, stateWords, statusWords, wordOf } from './words'

/** The validity of a text on a day. */
export function StatusBadge({ status, doubt }: { status: Status; doubt?: string }) {
  return (
    <span className={`badge ${status}`} title={doubt}>
      {wordOf(statusWords, status)}
      {doubt ? ' · 待确认' : ''}
    </span>
  )
}

/** Where a file is on its way in. */
export function StateBadge({ state }: { state: string }) {
  return <span className={`badge ${state}`}>{wordOf(stateWords, state)}</span>
}

/** Whether a relation between texts has been confirmed. */
export function RelationBadge({ state }: { state: string }) {
  return <span className={`badge ${state}`}>{wordOf(relationStates, state)}</span>
}

/** The day an answer is right for. */
export function AsOfChip({ day, prefix = '适用时点' }: { day: string; prefix?: string }) {
  return (
    <span className="chip">
      <CalendarOutlined aria-hidden />
      {prefix} {chineseDate(day)}
    </span>
  )
}
