import { CheckCircleFilled, ClockCircleOutlined, FlagOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import type { FeedbackTicket } from '../../api/loop'
import type { Feedback } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { reporterWords } from '../../show/failureWords'
import { moment } from '../../show/format'
import { feedbackReasons, wordOf } from '../../show/words'

/** What became of a thumbs-down, for who gave it: in the conversation and in the list of one's own. */
export function FeedbackOutcome({ feedback }: { feedback: Feedback }) {
  const { ticket } = feedback
  return (
    <div className={`outcome ${ticket?.state === 'closed' ? 'done' : ''}`} role="note" aria-label="反馈处理情况">
      {ticket?.state === 'closed' ? <CheckCircleFilled aria-hidden /> : ticket ? <ClockCircleOutlined aria-hidden /> : <FlagOutlined aria-hidden />}
      <span>
        您反馈“{wordOf(feedbackReasons, feedback.reason)}”
        {ticket ? '：' : '，已记录。'}
        {ticket && <b>{reporterWords[ticket.state] ?? ticket.label}</b>}
      </span>
      {ticket && <TicketMark ticket={ticket} />}
    </div>
  )
}

function TicketMark({ ticket }: { ticket: FeedbackTicket }) {
  const mends = has(useActor(), 'expert', 'lead', 'admin')
  const words = `工单 ${ticket.id}`
  return (
    <span className="muted small num">
      {mends ? <Link to={`/tickets/${ticket.id}`}>{words}</Link> : words}　{moment(ticket.updated_at)} 更新
    </span>
  )
}
