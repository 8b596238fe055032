import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OwnFeedback } from '../../api/loop'
import { ownFeedback } from '../../api/tickets'
import { TicketBadge } from '../../show/FailureBadges'
import { reporterWords } from '../../show/failureWords'
import { moment } from '../../show/format'
import { Await, Empty } from '../../show/States'
import { feedbackReasons, wordOf } from '../../show/words'
import './feedback.css'

const views = [
  { value: 'all', label: '全部' },
  { value: 'open', label: '处理中' },
  { value: 'closed', label: '已改正' },
]

/** What one has reported, and what became of it. */
export default function FeedbackRoute() {
  const [view, setView] = useState('all')
  const query = useQuery({ queryKey: ['own-feedback'], queryFn: ownFeedback.list, refetchInterval: 15_000 })
  return (
    <div className="page feedback">
      <div className="page-head">
        <h1>我的反馈</h1>
        <Segmented value={view} options={views} onChange={setView} aria-label="显示范围" />
      </div>
      <Await query={query} what="正在取得反馈">{({ items }) => <List items={inView(items ?? [], view)} />}</Await>
    </div>
  )
}

/** inView keeps all of it, what is being worked on, or what has been mended; newest first. */
export function inView(items: OwnFeedback[], view: string): OwnFeedback[] {
  return items
    .filter((f) => view === 'all' || (view === 'closed') === (f.ticket?.state === 'closed'))
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
}

function List({ items }: { items: OwnFeedback[] }) {
  if (items.length === 0) {
    return (
      <div className="panel">
        <Empty title="没有反馈" action={<Link to="/">去提问</Link>}>
          在回答下方点“有误”并说明原因，处理情况会显示在这里。
        </Empty>
      </div>
    )
  }
  return (
    <ul className="panel mine">
      {items.map((f) => (
        <li key={f.answer_id}>
          <div className="mine-what">
            <Link to={`/chat/${f.conversation_id}`}>{f.question}</Link>
            <p className="small muted">
              {wordOf(feedbackReasons, f.reason)}
              {f.comment && `：${f.comment}`}
            </p>
          </div>
          <div className="mine-how">
            {f.ticket ? (
              <>
                <span className="row">
                  <TicketBadge state={f.ticket.state} />
                  <span className="small muted">工单 {f.ticket.id}</span>
                </span>
                <span className="small">{reporterWords[f.ticket.state] ?? f.ticket.label}</span>
              </>
            ) : (
              <span className="badge plain">已记录</span>
            )}
            <span className="small muted num">{moment(f.ticket?.updated_at ?? f.created_at)}</span>
          </div>
        </li>
      ))}
    </ul>
  )
}
