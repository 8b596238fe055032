import { RedoOutlined } from '@ant-design/icons'
import { Button, Progress, Table, type TableColumnsType, type TablePaginationConfig } from 'antd'
import { Link } from 'react-router'
import type { Intake, Stage } from '../../api/model'
import { StateBadge } from '../../show/Badges'
import { bytes, moment } from '../../show/format'
import { Empty } from '../../show/States'
import { percent, stageLabel } from './progress'

interface Props {
  items: Intake[]
  stages: Stage[]
  compact?: boolean
  loading?: boolean
  pagination?: TablePaginationConfig
  onRetry?: (id: number) => void
}

/** Files on their way in: stage, progress, what went wrong and how to try again. */
export function IntakeTable({ items, stages, compact, loading, pagination, onRetry }: Props) {
  const columns: TableColumnsType<Intake> = [
    { title: '文件', render: (_, item) => <Name item={item} /> },
    { title: '状态', dataIndex: 'state', width: 84, render: (state: string) => <StateBadge state={state} /> },
    { title: '阶段', width: compact ? 150 : 190, render: (_, item) => <StageCell item={item} stages={stages} /> },
  ]
  if (!compact) {
    columns.push(
      { title: '大小', dataIndex: 'size', width: 96, align: 'right', render: (n: number) => <span className="num">{bytes(n)}</span> },
      { title: '次数', dataIndex: 'attempts', width: 64, align: 'right' },
      { title: '更新时间', dataIndex: 'updated_at', width: 142, render: (at: string) => <span className="num">{moment(at)}</span> },
    )
  }
  if (onRetry) columns.push({ title: '', width: 86, render: (_, item) => <Retry item={item} onRetry={onRetry} /> })
  return (
    <Table<Intake>
      className={compact ? undefined : 'panel'}
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      loading={loading}
      pagination={pagination ?? false}
      scroll={{ x: compact ? 520 : 960, ...(compact ? { y: 300 } : {}) }}
      locale={{ emptyText: <Empty title="没有文件">这个范围内没有文件。</Empty> }}
    />
  )
}

function Name({ item }: { item: Intake }) {
  return (
    <div className="intake-name">
      {item.document_id ? <Link to={`/documents/${item.document_id}`}>{item.filename}</Link> : <span>{item.filename}</span>}
      {item.error && <span className="intake-error">{item.error}</span>}
      {item.detail && (
        <details>
          <summary>技术细节</summary>
          <pre>{item.detail}</pre>
        </details>
      )}
    </div>
  )
}

function StageCell({ item, stages }: { item: Intake; stages: Stage[] }) {
  if (item.state === 'done') return <span className="muted">全部完成</span>
  if (item.state === 'duplicate') return <span className="muted">库中已有相同文件</span>
  if (item.state === 'quarantined') return <span className="muted">未入库</span>
  const status = item.state === 'failed' ? 'exception' : item.state === 'running' ? 'active' : 'normal'
  return (
    <div className="stage-cell">
      <span className="small">{stageLabel(item.stage, stages)}</span>
      <Progress percent={percent(item, stages)} size="small" status={status} showInfo={false} />
    </div>
  )
}

function Retry({ item, onRetry }: { item: Intake; onRetry: (id: number) => void }) {
  if (item.state !== 'failed') return null
  return (
    <Button size="small" icon={<RedoOutlined />} onClick={() => onRetry(item.id)}>
      重试
    </Button>
  )
}
