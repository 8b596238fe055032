import { Button, Checkbox } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useActor } from '../../session/SessionContext'
import { useKeys } from '../../shell/useKeys'
import { Failed } from '../../show/States'
import { Desk } from './Desk'
import { Idle } from './Idle'
import { LeaseClock } from './LeaseClock'
import { QueueBar } from './QueueBar'
import { useLease } from './useLease'
import { useReview, type HeldPair } from './useReview'
import './review.css'

type Review = ReturnType<typeof useReview>

/** The workbench: one pair after another, beside the original it rests on. */
export default function ReviewRoute() {
  const review = useReview()
  const { held, queue, next } = review
  useResume(review)
  const keys = useMemo(() => ({ n: () => next.mutate() }), [next])
  useKeys(keys, held === undefined && !next.isPending)
  const auto = (
    <Checkbox checked={review.auto} onChange={(e) => review.chooseAuto(e.target.checked)}>
      审完自动领取下一条
    </Checkbox>
  )
  if (held) return <Working key={`${held.pair.id}.${held.pair.version}`} held={held} review={review} auto={auto} />
  return (
    <div className="review">
      <QueueBar counts={queue.data?.counts}>
        {auto}
        <Button type="primary" loading={next.isPending} onClick={() => next.mutate()}>
          领取下一条 <kbd className="key on-blue">N</kbd>
        </Button>
      </QueueBar>
      {queue.error && !queue.data ? (
        <Failed error={queue.error} retry={() => void queue.refetch()} />
      ) : (
        <Idle counts={queue.data?.counts} drained={review.drained} busy={next.isPending} onNext={() => next.mutate()} />
      )}
    </div>
  )
}

/** What is still in one's hands from before (a reload, another window) comes back by itself. */
function useResume({ queue, next }: Review) {
  const resumed = useRef(false)
  const holds = (queue.data?.counts.mine ?? 0) > 0
  const { mutate } = next
  useEffect(() => {
    if (!holds || resumed.current) return
    resumed.current = true
    mutate()
  }, [holds, mutate])
}

function Working({ held, review, auto }: { held: HeldPair; review: Review; auto: React.ReactNode }) {
  const lease = useLease(held.pair.id, held.end)
  const [owner] = useState(useActor().id)
  return (
    <div className="review">
      <QueueBar counts={review.queue.data?.counts}>
        {auto}
        <LeaseClock end={lease.end} lost={lease.lost} />
      </QueueBar>
      <Desk
        pair={held.pair}
        owner={owner}
        lease={lease}
        reasons={review.queue.data?.reasons ?? undefined}
        busy={review.decide.isPending || review.giveBack.isPending || review.next.isPending}
        error={review.decide.error}
        onDecide={(decision) => review.decide.mutateAsync(decision)}
        onReturn={() => review.giveBack.mutateAsync()}
        onDrop={review.drop}
      />
    </div>
  )
}
