import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { batches, intakes } from '../../api/intake'
import type { Batch } from '../../api/model'
import { Await } from '../../show/States'
import { stateWords } from '../../show/words'
import { IntakeTable } from './IntakeTable'
import { active, settled } from './progress'
import './jobs.css'

/** A batch on its way, asked again every second until nothing moves any more. */
export function BatchProgress({ id }: { id: number }) {
  const batch = useQuery({
    queryKey: ['batch', id],
    queryFn: () => batches.byID(id),
    refetchInterval: ({ state }) => (state.data && !active(state.data) ? false : 1000),
  })
  const moving = !batch.data || active(batch.data)
  const items = useQuery({
    queryKey: ['batch-items', id, moving],
    queryFn: () => batches.items(id, { limit: 200, offset: 0 }),
    refetchInterval: moving ? 1000 : false,
    placeholderData: (previous) => previous,
  })
  const stages = useQuery({ queryKey: ['stages'], queryFn: intakes.stages, staleTime: Infinity })
  return (
    <section aria-live="polite">
      <Await query={batch} what="正在取得进度">{(b) => <Summary batch={b} />}</Await>
      <Await query={items} what="正在取得文件">
        {(list) => <IntakeTable items={list.items ?? []} stages={stages.data ?? []} compact />}
      </Await>
    </section>
  )
}

function Summary({ batch }: { batch: Batch }) {
  const done = settled(batch)
  const failed = (batch.counts.failed ?? 0) + (batch.counts.quarantined ?? 0)
  return (
    <div className="batch-summary">
      <div className="row between">
        <b>{batch.label}</b>
        <span className="muted small num">
          {done}/{batch.total}
        </span>
      </div>
      <Progress
        percent={batch.total === 0 ? 0 : Math.round((done / batch.total) * 100)}
        status={failed > 0 ? 'exception' : active(batch) ? 'active' : 'success'}
      />
      <p className="muted small">
        {Object.entries(stateWords)
          .filter(([state]) => (batch.counts[state] ?? 0) > 0)
          .map(([state, word]) => `${word} ${batch.counts[state]}`)
          .join('　')}
      </p>
    </div>
  )
}
