import { Table, type TableColumnsType, type TablePaginationConfig } from 'antd'
import { Link } from 'react-router'
import type { Pair } from '../../api/model'
import { moment, placeOf, quoted } from '../../show/format'
import { originWords, typeName } from '../../show/pairWords'
import { Empty } from '../../show/States'
import { clearanceWords, wordOf } from '../../show/words'
import { errorsOf } from './content'
import { PairBadge } from './PairBadges'

interface Props {
  items: Pair[]
  loading: boolean
  filtered: boolean
  pagination: TablePaginationConfig
}

const columns: TableColumnsType<Pair> = [
  {
    title: '问题与答案',
    render: (_, p) => (
      <div className="pair-cell">
        <Link to={`/pairs/${p.id}`}>{p.question}</Link>
        <span className="small">{p.answer}</span>
      </div>
    ),
  },
  { title: '依据', width: 280, render: (_, p) => <Ground pair={p} /> },
  { title: '类型', width: 116, dataIndex: 'type', render: (type: number) => typeName(type) },
  { title: '状态', width: 132, render: (_, p) => <Standing pair={p} /> },
  { title: '来源', width: 104, render: (_, p) => <span title={p.author}>{p.author || wordOf(originWords, p.origin)}</span> },
  { title: '密级', width: 64, dataIndex: 'clearance', render: (c: number) => wordOf(clearanceWords, c) },
  { title: '更新时间', width: 142, dataIndex: 'updated_at', render: (at: string) => <span className="num nowrap">{moment(at)}</span> },
]

/** Pairs as a table. */
export function PairTable({ items, loading, filtered, pagination }: Props) {
  const empty = filtered ? (
    <Empty title="没有符合条件的问答对">请放宽条件，或清除条件后再查。</Empty>
  ) : (
    <Empty title="还没有问答对">可由规则从文件中起草，或由专家新建。</Empty>
  )
  return (
    <Table<Pair>
      className="panel"
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      loading={loading}
      pagination={pagination}
      tableLayout="fixed"
      scroll={{ x: 1180 }}
      locale={{ emptyText: loading ? ' ' : empty }}
    />
  )
}

function Ground({ pair: p }: { pair: Pair }) {
  const [first, ...others] = p.basis ?? []
  if (!first) return <span className="muted">—</span>
  return (
    <span className="pair-ground small">
      <span className="clip" title={first.title}>
        {quoted(first.title)}
      </span>
      <span className="muted">
        {placeOf(first.label)}
        {others.length > 0 && `，另 ${others.length} 处`}
      </span>
    </span>
  )
}

function Standing({ pair: p }: { pair: Pair }) {
  const errors = errorsOf(p.findings).length
  return (
    <span className="pair-standing">
      <span className="row" style={{ gap: 6 }}>
        <PairBadge pair={p} />
        <span className="muted small num nowrap">第{p.version}版</span>
      </span>
      {p.state !== 'approved' && p.approved_version ? <span className="muted small">第{p.approved_version}版曾审定</span> : null}
      {errors > 0 && <span className="intake-error">{errors} 项错误</span>}
      {p.reason && (
        <span className="muted small clip" title={p.reason}>
          {p.reason}
        </span>
      )}
    </span>
  )
}
