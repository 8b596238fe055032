import { SwapOutlined } from '@ant-design/icons'
import { Button, Progress, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Run } from '../../api/loop'
import { RunBadge } from '../../show/FailureBadges'
import { moment } from '../../show/format'
import { failedCount, figuresOf, moving, percent, progressOf } from './figures'
import { runName } from './runName'
import '../jobs/jobs.css'

/** The runs, newest first. Two of them can be chosen and compared. */
export function RunTable({ runs }: { runs: Run[] }) {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<number[]>([])
  const columns: TableColumnsType<Run> = [
    { title: '评测', render: (_, r) => <Name run={r} /> },
    { title: '状态', width: 150, render: (_, r) => <Standing run={r} /> },
    ...(['passed', 'answers', 'citations'] as const).map((name, i) => ({
      title: ['通过率', '答案正确', '引文正确'][i],
      width: 92,
      align: 'right' as const,
      render: (_: unknown, r: Run) => <Value run={r} name={name} />,
    })),
    { title: '未通过', width: 84, align: 'right', render: (_, r) => (r.state === 'done' ? <span className="num">{failedCount(r.metrics)}</span> : '—') },
    { title: '发起', width: 178, render: (_, r) => <Origin run={r} /> },
  ]
  return (
    <>
      <div className="row run-tools">
        <Button
          size="small"
          icon={<SwapOutlined />}
          disabled={chosen.length !== 2}
          onClick={() => void navigate(`/eval/compare?a=${Math.min(...chosen)}&b=${Math.max(...chosen)}`)}
        >
          比较选中的两次
        </Button>
        <span className="muted small">{chosen.length === 0 ? '勾选两次评测，可逐题比较' : `已选 ${chosen.length} 次`}</span>
      </div>
      <Table<Run>
        rowKey="id"
        size="small"
        columns={columns}
        dataSource={[...runs].sort((a, b) => b.id - a.id)}
        scroll={{ x: 900 }}
        pagination={runs.length > 20 ? { pageSize: 20, showSizeChanger: false, showTotal: (n) => `共 ${n} 次` } : false}
        rowSelection={{
          selectedRowKeys: chosen,
          columnWidth: 44,
          hideSelectAll: true,
          onChange: (keys) => setChosen(keys.map(Number).slice(-2)),
          getCheckboxProps: (r) => ({ disabled: r.state !== 'done', 'aria-label': `选择${runName(r)}` }),
        }}
      />
    </>
  )
}

function Name({ run: r }: { run: Run }) {
  return (
    <div className="run-name">
      <Link to={`/eval/runs/${r.id}`}>{runName(r)}</Link>
      <span className="muted small">
        第{r.set_version}版{r.config.split ? `　${r.config.split}` : ''}
        {r.ticket_id ? (
          <>
            　<Link to={`/tickets/${r.ticket_id}`}>工单 {r.ticket_id} 复测</Link>
          </>
        ) : null}
      </span>
    </div>
  )
}

function Standing({ run: r }: { run: Run }) {
  if (!moving(r)) {
    return (
      <span title={r.error}>
        <RunBadge state={r.state} />
        {r.error && <span className="trouble clip"> {r.error}</span>}
      </span>
    )
  }
  return (
    <div className="stage-cell">
      <span className="small">
        {r.state === 'queued' ? '排队中' : '进行中'} <span className="num">{r.done}/{r.total}</span>
      </span>
      <Progress percent={progressOf(r)} size="small" status="active" showInfo={false} />
    </div>
  )
}

function Value({ run, name }: { run: Run; name: string }) {
  if (run.state !== 'done') return <>—</>
  return <span className="num">{percent(figuresOf(run.metrics.all).find((f) => f.name === name)?.value)}</span>
}

function Origin({ run: r }: { run: Run }) {
  return (
    <div className="run-name">
      <span>{r.actor === 'system' ? '系统' : r.actor}</span>
      <span className="muted small num">{moment(r.created_at)}</span>
    </div>
  )
}
