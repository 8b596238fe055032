import { Button } from 'antd'
import { Link } from 'react-router'
import type { QueueCounts } from '../../api/model'
import { chords } from './chords'

interface Props {
  counts: QueueCounts | undefined
  /** the queue was just asked and had nothing for this person */
  drained: boolean
  busy: boolean
  onNext: () => void
}

/** Nothing in hand: take the next one, or learn that there is none. */
export function Idle({ counts, drained, busy, onNext }: Props) {
  const waiting = counts?.available ?? (counts?.round1 ?? 0) + (counts?.round2 ?? 0)
  return (
    <div className="review-idle">
      <section className="panel">
        <h2>{drained ? '现在没有您可以审核的条目' : waiting > 0 ? `有 ${waiting} 条等待审核` : '队列已清空'}</h2>
        <p>
          {drained
            ? '队列中剩下的条目由您起草、修改或初审过，按规定须由其他人审核；或正由其他人审核。'
            : '每一条须经两名专家先后审核：本人不审本人起草或修改的内容，初审与复审不能是同一人。领取后 30 分钟没有操作，自动归还队列。'}
        </p>
        <div className="row">
          <Button type="primary" size="large" loading={busy} onClick={onNext}>
            领取下一条 <kbd className="key on-blue">N</kbd>
          </Button>
          <Link to="/pairs?state=review">查看全部待审条目</Link>
        </div>
        <dl className="chords">
          {chords.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd className="key">{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
