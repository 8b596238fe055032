import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { batches, intakes } from '../../api/intake'
import { messageOf } from '../../api/fault'
import { Await, Failed } from '../../show/States'
import { useSystem } from '../../shell/SystemBanner'
import { BatchList } from './BatchList'
import { IntakeTable } from './IntakeTable'
import './jobs.css'

const size = 20

const views = [
  { value: 'trouble', label: '需要处理', states: ['failed', 'quarantined'] },
  { value: 'moving', label: '进行中', states: ['queued', 'running'] },
  { value: 'done', label: '已完成', states: ['done', 'duplicate'] },
  { value: 'all', label: '全部', states: [] },
]

/** Files on their way in, failures first. */
export default function JobsRoute() {
  const [params, setParams] = useSearchParams()
  const batch = Number(params.get('batch')) || undefined
  const view = views.find((v) => v.value === params.get('view')) ?? (batch ? views[3]! : views[0]!)
  const page = Number(params.get('page')) || 1
  const set = (next: { view?: string; batch?: string; page?: string }) =>
    setParams(Object.fromEntries(Object.entries(next).filter((e): e is [string, string] => Boolean(e[1]))))

  return (
    <div className="page">
      <div className="page-head">
        <h1>处理任务</h1>
      </div>
      <Counts />
      <div className="jobs">
        <Batches chosen={batch} onChoose={(id) => set({ batch: id ? String(id) : undefined })} />
        <div className="jobs-main">
          <Segmented
            value={view.value}
            options={views.map(({ value, label }) => ({ value, label }))}
            onChange={(value) => set({ view: value, batch: batch ? String(batch) : undefined })}
          />
          <Items
            batch={batch}
            states={view.states}
            page={page}
            onPage={(p) => set({ view: view.value, batch: batch ? String(batch) : undefined, page: String(p) })}
          />
        </div>
      </div>
    </div>
  )
}

function Batches({ chosen, onChoose }: { chosen: number | undefined; onChoose: (id: number | undefined) => void }) {
  const query = useQuery({ queryKey: ['batches'], queryFn: batches.list, refetchInterval: 4000 })
  return <Await query={query}>{(list) => <BatchList items={list.items ?? []} chosen={chosen} onChoose={onChoose} />}</Await>
}

interface ItemsProps {
  batch: number | undefined
  states: string[]
  page: number
  onPage: (page: number) => void
}

function Items({ batch, states, page, onPage }: ItemsProps) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const wanted = { state: states, limit: size, offset: (page - 1) * size }
  const query = useQuery({
    queryKey: ['jobs', batch, states, page],
    queryFn: () => (batch ? batches.items(batch, wanted) : intakes.jobs(wanted)),
    refetchInterval: 3000,
    placeholderData: keepPreviousData,
  })
  const stages = useQuery({ queryKey: ['stages'], queryFn: intakes.stages, staleTime: Infinity })
  const retry = useMutation({
    mutationFn: intakes.retry,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['jobs'] })
      void message.success('已重新排队')
    },
    onError: (error) => void message.error(messageOf(error)),
  })
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />
  return (
    <IntakeTable
      items={query.data?.items ?? []}
      stages={stages.data ?? []}
      loading={query.isPending}
      onRetry={retry.mutate}
      pagination={{ current: page, pageSize: size, total: query.data?.total ?? 0, showSizeChanger: false, showTotal: (n) => `共 ${n} 个`, onChange: onPage }}
    />
  )
}

function Counts() {
  const jobs = useQuery({ queryKey: ['jobs', 'counts'], queryFn: () => intakes.jobs({ limit: 1, offset: 0 }), refetchInterval: 4000 })
  const counts = jobs.data?.counts ?? {}
  const corpus = useSystem().data?.counts
  const figures: [string, number | undefined, boolean?][] = [
    ['失败', counts.failed ?? 0, (counts.failed ?? 0) > 0],
    ['已隔离', counts.quarantined ?? 0, (counts.quarantined ?? 0) > 0],
    ['处理中', counts.running ?? 0],
    ['排队中', counts.queued ?? 0],
    ['已完成', counts.done ?? 0],
    ['文件', corpus?.documents],
    ['版本', corpus?.versions],
    ['条目', corpus?.chunks],
    ['已建语义索引', corpus?.embedded],
  ]
  return (
    <dl className="panel figures">
      {figures.map(([name, n, bad]) => (
        <div key={name} className={bad ? 'bad' : undefined}>
          <dt>{name}</dt>
          <dd className="num">{n ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
