import { Button, Table, type TableColumnsType } from 'antd'
import type { Account, Role } from '../../api/model'
import { moment } from '../../show/format'
import { Empty } from '../../show/States'
import { clearanceWords, roleWords, wordOf } from '../../show/words'

interface Props {
  items: Account[]
  onEdit: (account: Account) => void
  onPassword: (account: Account) => void
  onToggle: (account: Account) => void
}

/** The accounts as a table. */
export function AccountTable({ items, onEdit, onPassword, onToggle }: Props) {
  const columns: TableColumnsType<Account> = [
    { title: '账号', dataIndex: 'login', width: 150 },
    { title: '姓名', dataIndex: 'name', width: 120 },
    { title: '单位', dataIndex: 'unit', render: (unit: string) => unit || '—' },
    {
      title: '角色',
      dataIndex: 'roles',
      width: 210,
      render: (roles: Role[] | null) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {(roles ?? []).map((role) => (
            <span key={role} className="badge plain">
              {roleWords[role]}
            </span>
          ))}
        </span>
      ),
    },
    { title: '可查阅密级', dataIndex: 'clearance', width: 130, render: (c: number) => `至${wordOf(clearanceWords, c)}` },
    { title: '状态', width: 100, render: (_, a) => <State account={a} /> },
    { title: '最近登录', dataIndex: 'last_login', width: 142, render: (at: string | null) => <span className="num">{moment(at ?? undefined)}</span> },
    {
      title: '操作',
      width: 190,
      render: (_, a) => (
        <span className="row" style={{ gap: 0 }}>
          <Button size="small" type="link" onClick={() => onEdit(a)}>
            编辑
          </Button>
          <Button size="small" type="link" onClick={() => onPassword(a)}>
            重置密码
          </Button>
          <Button size="small" type="link" danger={!a.disabled} onClick={() => onToggle(a)}>
            {a.disabled ? '恢复' : '停用'}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Table<Account>
      className="panel"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={items}
      scroll={{ x: 1180 }}
      pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false, showTotal: (n) => `共 ${n} 个账号` } : false}
      locale={{ emptyText: <Empty title="没有符合条件的账号">请换一个词查找，或新建账号。</Empty> }}
    />
  )
}

function State({ account: a }: { account: Account }) {
  if (a.disabled) return <span className="badge failed">已停用</span>
  if (a.must_change) return <span className="badge queued">待改密码</span>
  return <span className="badge done">正常</span>
}
