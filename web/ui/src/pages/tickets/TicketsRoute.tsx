import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Checkbox, Segmented, Select } from 'antd'
import { useSearchParams } from 'react-router'
import { tickets } from '../../api/tickets'
import { classWords, stages, ticketWords } from '../../show/failureWords'
import { Await } from '../../show/States'
import { Board } from './Board'
import { ticketsKey } from './keys'
import { TicketTable } from './TicketTable'
import './tickets.css'

const size = 20
const onBoard = 200

/** The fix tickets, as a board by state or as a list. */
export default function TicketsRoute() {
  const [params, setParams] = useSearchParams()
  const view = params.get('view') === 'list' ? 'list' : 'board'
  const page = Number(params.get('page')) || 1
  const filter = { stage: params.get('stage') ?? undefined, class: params.get('class') ?? undefined, mine: params.get('mine') === '1' }
  const state = view === 'list' ? (params.get('state') ?? undefined) : undefined
  const set = (change: Record<string, string | undefined>) =>
    setParams((old) => {
      const next = new URLSearchParams(old)
      for (const [k, v] of Object.entries({ page: undefined, ...change })) {
        if (v) next.set(k, v)
        else next.delete(k)
      }
      return next
    })
  const wanted = view === 'list' ? { ...filter, state, limit: size, offset: (page - 1) * size } : { ...filter, limit: onBoard, offset: 0 }
  const query = useQuery({ queryKey: [...ticketsKey, wanted], queryFn: () => tickets.list(wanted), placeholderData: keepPreviousData, refetchInterval: 10_000 })

  return (
    <div className="page">
      <div className="page-head">
        <h1>工单</h1>
        <Segmented
          value={view}
          aria-label="显示方式"
          options={[
            { value: 'board', label: '看板' },
            { value: 'list', label: '列表' },
          ]}
          onChange={(v) => set({ view: v === 'list' ? 'list' : undefined, state: undefined })}
        />
      </div>
      <div className="panel pad filters">
        <Segmented
          value={filter.stage ?? ''}
          aria-label="环节"
          options={[{ value: '', label: '全部环节' }, ...stages.map((s) => ({ value: s, label: s }))]}
          onChange={(stage) => set({ stage: stage || undefined })}
        />
        <Select
          allowClear
          value={filter.class}
          placeholder="错误类别"
          aria-label="错误类别"
          style={{ width: 150 }}
          options={Object.entries(classWords).map(([value, label]) => ({ value, label }))}
          onChange={(c?: string) => set({ class: c })}
        />
        {view === 'list' && (
          <Select
            allowClear
            value={state}
            placeholder="状态"
            aria-label="状态"
            style={{ width: 120 }}
            options={Object.entries(ticketWords).map(([value, label]) => ({ value, label }))}
            onChange={(s?: string) => set({ state: s })}
          />
        )}
        <Checkbox checked={filter.mine} onChange={(e) => set({ mine: e.target.checked ? '1' : undefined })}>
          只看指派给我的
        </Checkbox>
      </div>
      <Await query={query} what="正在取得工单">
        {({ items, total, counts }) =>
          view === 'board' ? (
            <Board items={items ?? []} counts={counts ?? {}} onMore={(s) => set({ view: 'list', state: s })} />
          ) : (
            <TicketTable items={items ?? []} total={total} page={page} size={size} loading={query.isPending} onPage={(p) => set({ page: String(p) })} />
          )
        }
      </Await>
    </div>
  )
}
