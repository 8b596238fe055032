import { Table, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Ticket } from '../../api/loop'
import { ClassBadge, ReopenedBadge, TicketBadge } from '../../show/FailureBadges'
import { moment } from '../../show/format'
import { Empty } from '../../show/States'

interface Props {
  items: Ticket[]
  total: number
  page: number
  size: number
  loading: boolean
  onPage: (page: number) => void
}

const columns: TableColumnsType<Ticket> = [
  { title: '编号', dataIndex: 'id', width: 68, render: (id: number) => <span className="num">{id}</span> },
  {
    title: '工单',
    render: (_, t) => (
      <div className="run-name">
        <Link to={`/tickets/${t.id}`}>{t.title}</Link>
        {t.object && t.object !== t.title && <span className="muted small">{t.object}</span>}
      </div>
    ),
  },
  { title: '类别', width: 118, render: (_, t) => <ClassBadge of={t.class} /> },
  { title: '环节', dataIndex: 'stage', width: 88 },
  {
    title: '状态',
    width: 168,
    render: (_, t) => (
      <span className="row wrap">
        <TicketBadge state={t.state} />
        <ReopenedBadge times={t.reopened} />
      </span>
    ),
  },
  { title: '处理人', width: 96, render: (_, t) => t.assignee || '—' },
  { title: '更新时间', width: 142, render: (_, t) => <span className="num">{moment(t.updated_at)}</span> },
]

/** The tickets as a list. */
export function TicketTable({ items, total, page, size, loading, onPage }: Props) {
  return (
    <Table<Ticket>
      className="panel"
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      loading={loading}
      scroll={{ x: 960 }}
      locale={{ emptyText: <Empty title="没有工单">这个范围内没有工单。</Empty> }}
      pagination={{ current: page, pageSize: size, total, showSizeChanger: false, showTotal: (n) => `共 ${n} 件`, onChange: onPage }}
    />
  )
}
