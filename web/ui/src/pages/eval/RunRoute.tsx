import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Progress, Select, Tabs } from 'antd'
import { useEffect, useRef } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { runs } from '../../api/evaluation'
import { messageOf } from '../../api/fault'
import type { Run } from '../../api/loop'
import { RunBadge } from '../../show/FailureBadges'
import { moment } from '../../show/format'
import { Await, Empty } from '../../show/States'
import { Cases } from './Cases'
import { failedCount, figuresOf, moving, percent, progressOf, setTitle } from './figures'
import { GroupTable } from './GroupTable'
import { runKey, runsKey } from './keys'
import { RunConfiguration } from './RunConfiguration'
import { Tiles } from './Tiles'
import { runName } from './runName'
import './eval.css'

/** One run: its figures, and what did not pass and why. */
export default function RunRoute() {
  const id = Number(useParams().id)
  const client = useQueryClient()
  const query = useQuery({
    queryKey: runKey(id),
    queryFn: () => runs.byID(id),
    refetchInterval: ({ state }) => (state.data && !moving(state.data) ? false : 1000),
  })
  const state = query.data?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current && before.current !== state) void client.invalidateQueries({ queryKey: runsKey })
    before.current = state
  }, [client, state])
  return <Await query={query} what="正在打开评测">{(run) => <Opened run={run} />}</Await>
}

function Opened({ run }: { run: Run }) {
  const [params, setParams] = useSearchParams()
  const going = moving(run)
  const figures = run.metrics?.all
  const tabs = [
    { key: 'failed', label: going ? '未通过' : `未通过（${failedCount(run.metrics)}）`, children: <Cases run={run} failed /> },
    { key: 'groups', label: '分项指标', children: <Groups run={run} /> },
    { key: 'all', label: '全部题目', children: <Cases run={run} failed={false} /> },
    { key: 'config', label: '评测条件', children: <RunConfiguration run={run} /> },
  ]
  return (
    <div className="page run-page">
      <nav className="small">
        <Link to="/eval">评测</Link> <span className="muted">/</span> <Link to={`/eval?set=${run.set_id}`}>{setTitle(run.set_name, run.set_version)}</Link>
        <span className="muted"> / {runName(run)}</span>
      </nav>
      <Head run={run} />
      {run.error && <Alert type="error" showIcon title={run.error} />}
      {run.metrics?.data_changed && <Alert type="warning" showIcon title="评测期间资料或问答对有变动，前后的题不是在同一份资料上回答的。" />}
      {going && <Going run={run} />}
      {!going && figures && run.done > 0 && <Tiles metrics={run.metrics} />}
      {going && run.done === 0 ? (
        <div className="panel">
          <Empty title={run.state === 'queued' ? '正在排队' : '正在准备'}>开始后逐题显示结果。可以离开本页，评测不会中断。</Empty>
        </div>
      ) : (
        <Tabs
          className="panel eval-tabs"
          destroyOnHidden
          activeKey={params.get('tab') ?? 'failed'}
          onChange={(tab) => setParams(tab === 'failed' ? {} : { tab }, { replace: true })}
          items={tabs}
        />
      )}
    </div>
  )
}

function Head({ run }: { run: Run }) {
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const cancel = useMutation({
    mutationFn: () => runs.cancel(run.id),
    onSuccess: () => client.invalidateQueries({ queryKey: runKey(run.id) }),
    onError: (error) => void message.error(messageOf(error)),
  })
  const ask = () =>
    modal.confirm({ title: '取消这次评测？', content: '已经答完的题保留，其余不再进行。', okText: '取消评测', cancelText: '继续评测', onOk: () => cancel.mutateAsync().catch(() => undefined) })
  return (
    <div className="page-head">
      <div className="row wrap">
        <h1>{runName(run)}</h1>
        <RunBadge state={run.state} />
        {run.ticket_id ? <Link to={`/tickets/${run.ticket_id}`}>工单 {run.ticket_id} 的复测</Link> : null}
        <span className="muted small num">
          {run.actor === 'system' ? '系统' : run.actor}　{moment(run.created_at)}
        </span>
      </div>
      <div className="row">
        {moving(run) ? <Button loading={cancel.isPending} onClick={ask}>取消评测</Button> : <CompareWith run={run} />}
      </div>
    </div>
  )
}

/** Chooses another run of the same set to compare with. */
function CompareWith({ run }: { run: Run }) {
  const navigate = useNavigate()
  const query = useQuery({ queryKey: runsKey, queryFn: () => runs.list() })
  const others = (query.data?.items ?? []).filter((r) => r.set_name === run.set_name && r.id !== run.id && r.state === 'done')
  if (others.length === 0) return null
  return (
    <Select
      style={{ width: 260 }}
      placeholder="与另一次评测比较"
      aria-label="与另一次评测比较"
      value={null}
      options={others.map((r) => ({ value: r.id, label: `${runName(r)}　${moment(r.created_at)}` }))}
      onChange={(other) => other !== null && void navigate(`/eval/compare?a=${Math.min(other, run.id)}&b=${Math.max(other, run.id)}`)}
    />
  )
}

function Going({ run }: { run: Run }) {
  return (
    <div className="panel pad run-going" aria-live="polite">
      <div className="row between small">
        <b>{run.state === 'queued' ? '排队中' : '逐题提问并核对'}</b>
        <span className="num muted">
          {run.done}/{run.total} 题
        </span>
      </div>
      <Progress percent={progressOf(run)} status="active" />
    </div>
  )
}

function Groups({ run }: { run: Run }) {
  const { types, splits } = run.metrics ?? {}
  if (moving(run)) return <Empty title="评测结束后计算分项指标" />
  return (
    <div className="groups">
      <section>
        <h3>按题型</h3>
        <GroupTable kind="题型" groups={types ?? []} />
      </section>
      <section>
        <h3>按数据划分</h3>
        <p className="muted small">参数在“开发”部分上调整，成绩以“检验”部分为准。</p>
        <GroupTable kind="划分" groups={splits ?? []} />
      </section>
      <section>
        <h3>全部指标</h3>
        <dl className="all-figures">
          {figuresOf(run.metrics?.all).map((f) => (
            <div key={f.name}>
              <dt>{f.label}</dt>
              <dd className="num">
                {percent(f.value)} <span className="muted small">{f.on}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
