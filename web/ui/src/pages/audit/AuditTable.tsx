import { Table, type TableColumnsType, type TablePaginationConfig } from 'antd'
import type { AuditEntry } from '../../api/model'
import { moment } from '../../show/format'
import { Empty } from '../../show/States'
import { roleWords, wordOf } from '../../show/words'
import { actionWords, objectWords, viaWords } from './actions'
import './audit.css'

const columns: TableColumnsType<AuditEntry> = [
  { title: '时间', dataIndex: 'at', width: 150, render: (at: string) => <span className="num nowrap">{moment(at)}</span> },
  {
    title: '操作人',
    width: 190,
    render: (_, e) => (
      <>
        {e.actor_name || e.actor_login} <span className="muted small">{e.actor_login}</span>
      </>
    ),
  },
  { title: '角色', dataIndex: 'actor_roles', width: 170, render: (roles: AuditEntry['actor_roles']) => rolesOf(roles) },
  { title: '途径', dataIndex: 'via', width: 92, render: (via: string) => wordOf(viaWords, via) },
  { title: '操作', dataIndex: 'action', width: 190, render: (action: string) => <span title={action}>{actionWords(action)}</span> },
  { title: '对象', render: (_, e) => objectWords(e.object, e.object_id) },
]

function rolesOf(roles: AuditEntry['actor_roles']): string {
  const all = roles ?? []
  return all.length > 3 ? '全部' : all.map((r) => roleWords[r]).join('、')
}

interface Props {
  items: AuditEntry[]
  loading: boolean
  pagination: TablePaginationConfig
}

/** The trail as a table; a row opens to what was before and after. */
export function AuditTable({ items, loading, pagination }: Props) {
  return (
    <Table<AuditEntry>
      className="panel"
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      loading={loading}
      pagination={pagination}
      scroll={{ x: 980 }}
      expandable={{
        rowExpandable: (e) => e.before != null || e.after != null,
        expandedRowRender: (e) => <Change entry={e} />,
      }}
      locale={{ emptyText: loading ? ' ' : <Empty title="没有符合条件的记录">请放宽条件后再查。</Empty> }}
    />
  )
}

function Change({ entry: e }: { entry: AuditEntry }) {
  return (
    <div className="change">
      {e.before != null && <Side name="操作前" value={e.before} />}
      {e.after != null && <Side name="操作后" value={e.after} />}
    </div>
  )
}

function Side({ name, value }: { name: string; value: unknown }) {
  return (
    <section>
      <h3>{name}</h3>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </section>
  )
}
