import type { ReactNode } from 'react'
import type { QueueCounts } from '../../api/model'

const figures: [keyof QueueCounts, string, string][] = [
  ['round1', '待初审', '您可以领取的初审条目'],
  ['round2', '待复审', '您可以领取的复审条目；本人初审过或撰写过的不在其内'],
  ['leased', '审核中', '已被领取、尚未作出结论的条目'],
  ['mine_today', '我今日', '您今天作出的审核结论'],
  ['returned', '被退回', '审核中被退回、等待修改的条目'],
]

/** What waits, what is done. */
export function QueueBar({ counts, children }: { counts: QueueCounts | undefined; children: ReactNode }) {
  return (
    <div className="queue">
      <h1>审核工作台</h1>
      <dl>
        {figures.map(([key, name, what]) => (
          <div key={key} title={what}>
            <dt>{name}</dt>
            <dd className="num">{counts?.[key] ?? '—'}</dd>
          </div>
        ))}
      </dl>
      <span className="grow" />
      {children}
    </div>
  )
}
