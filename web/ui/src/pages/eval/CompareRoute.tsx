import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Tabs } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { runs } from '../../api/evaluation'
import type { CasePair, Comparison, MetricPair, Run } from '../../api/loop'
import { ClassBadge } from '../../show/FailureBadges'
import { moment } from '../../show/format'
import { typeName } from '../../show/pairWords'
import { Await, Empty } from '../../show/States'
import { AnswerBeside, GoldBeside } from './Beside'
import { percent, setTitle } from './figures'
import { runName } from './runName'
import { Change } from './TrendChart'
import './eval.css'

/** Two runs of a set, case by case: what was mended, what broke, what still fails. */
export default function CompareRoute() {
  const [params, setParams] = useSearchParams()
  const a = Number(params.get('a'))
  const b = Number(params.get('b'))
  const query = useQuery({ queryKey: ['eval-compare', a, b], queryFn: () => runs.compare(a, b), enabled: a > 0 && b > 0 })
  if (!a || !b) return <Empty title="请先选择两次评测" action={<Link to="/eval">回到评测</Link>} />
  return (
    <div className="page">
      <nav className="small">
        <Link to="/eval">评测</Link> <span className="muted">/ 比较两次评测</span>
      </nav>
      <Await query={query} what="正在比较">
        {(found) => <Compared found={found} onSwap={() => setParams({ a: String(b), b: String(a) })} />}
      </Await>
    </div>
  )
}

function Compared({ found, onSwap }: { found: Comparison; onSwap: () => void }) {
  const groups = [
    { key: 'fixed', label: '修好', items: found.fixed ?? [], none: '没有从未通过变为通过的题。' },
    { key: 'broken', label: '变坏', items: found.broken ?? [], none: '没有从通过变为未通过的题。' },
    { key: 'same', label: '都未通过', items: found.same_failed ?? [], none: '没有两次都未通过的题。' },
  ]
  return (
    <>
      <div className="compare-heads">
        <RunCard run={found.a} mark="前" />
        <Button icon={<SwapOutlined />} aria-label="前后对调" title="前后对调" onClick={onSwap} />
        <RunCard run={found.b} mark="后" />
      </div>
      {found.note && <Alert type="info" showIcon title={found.note} />}
      <div className="compare">
        <section className="panel compare-metrics">
          <h2>
            指标变化
            {found.common ? <span className="muted small"> 按两次都答的 {found.common} 题计算</span> : null}
          </h2>
          <Differences rows={found.metrics ?? []} />
        </section>
        <Tabs
          className="panel eval-tabs"
          defaultActiveKey={groups.find((g) => g.items.length > 0)?.key}
          items={groups.map((g) => ({
            key: g.key,
            label: (
              <span className={`tab-${g.key}`}>
                {g.label} <b className="num">{g.items.length}</b>
              </span>
            ),
            children: g.items.length === 0 ? <Empty title={g.none} /> : <CaseList items={g.items} />,
          }))}
        />
      </div>
    </>
  )
}

function RunCard({ run, mark }: { run: Run; mark: string }) {
  return (
    <div className="panel pad compare-run">
      <span className="compare-mark">{mark}</span>
      <div className="run-name">
        <Link to={`/eval/runs/${run.id}`}>{runName(run)}</Link>
        <span className="muted small num">
          {setTitle(run.set_name, run.set_version)}　{moment(run.created_at)}
        </span>
      </div>
    </div>
  )
}

function Differences({ rows }: { rows: MetricPair[] }) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>指标</th>
          <th className="right">前</th>
          <th className="right">后</th>
          <th className="right">变化</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((m) => (
          <tr key={m.name}>
            <td>{m.label}</td>
            <td className="right num">{percent(m.a)}</td>
            <td className="right num">{percent(m.b)}</td>
            <td className="right num">
              <Change by={m.b - m.a} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CaseList({ items }: { items: CasePair[] }) {
  return (
    <ul className="compare-cases">
      {items.map((c) => (
        <li key={c.question.id}>
          <details open={items.length === 1}>
            <summary>
              <span className="grow">{c.question.question}</span>
              <ClassBadge of={c.b.class || c.a.class} />
              <span className="muted small nowrap">{typeName(c.question.type)}</span>
            </summary>
            <div className="beside three">
              <GoldBeside question={c.question} />
              <AnswerBeside outcome={c.a} title="前" problem />
              <AnswerBeside outcome={c.b} title="后" problem />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}
