import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Account, AccountChange } from '../../api/model'
import { users } from '../../api/users'
import { Await } from '../../show/States'
import { AccountDialog } from './AccountDialog'
import { AccountTable } from './AccountTable'
import { PasswordDialog } from './PasswordDialog'

type Open = { what: 'new' } | { what: 'edit' | 'password'; account: Account } | undefined

/** Accounts: who may do and see what. */
export default function UsersRoute() {
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const [open, setOpen] = useState<Open>()
  const [wanted, setWanted] = useState('')
  const query = useQuery({ queryKey: ['users'], queryFn: users.list })
  const change = useMutation({
    mutationFn: ({ id, to }: { id: number; to: AccountChange }) => users.update(id, to),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: (error) => void message.error(messageOf(error)),
  })
  const close = () => setOpen(undefined)

  function toggle(account: Account) {
    if (account.disabled) {
      change.mutate({ id: account.id, to: { disabled: false } })
      return
    }
    modal.confirm({
      title: `停用“${account.name}”的账号？`,
      content: '停用后立即退出登录，接口密钥同时失效；可以随时恢复。',
      okText: '停用',
      okButtonProps: { danger: true },
      onOk: () => change.mutate({ id: account.id, to: { disabled: true } }),
    })
  }

  return (
    <div className="page">
      <div className="page-head">
        <h1>用户</h1>
        <div className="row">
          <Input.Search allowClear placeholder="账号、姓名或单位" aria-label="账号、姓名或单位" style={{ width: 240 }} onSearch={setWanted} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ what: 'new' })}>
            新建账号
          </Button>
        </div>
      </div>
      <Await query={query} what="正在取得账号">
        {(list) => (
          <Matching items={list.items ?? []} wanted={wanted}>
            {(items) => (
              <AccountTable
                items={items}
                onEdit={(account) => setOpen({ what: 'edit', account })}
                onPassword={(account) => setOpen({ what: 'password', account })}
                onToggle={toggle}
              />
            )}
          </Matching>
        )}
      </Await>
      {(open?.what === 'new' || open?.what === 'edit') && (
        <AccountDialog account={open.what === 'edit' ? open.account : undefined} onClose={close} />
      )}
      {open?.what === 'password' && <PasswordDialog account={open.account} onClose={close} />}
    </div>
  )
}

interface MatchingProps {
  items: Account[]
  wanted: string
  children: (items: Account[]) => React.ReactNode
}

function Matching({ items, wanted, children }: MatchingProps) {
  const found = useMemo(() => {
    const word = wanted.trim()
    return items.filter((a) => word === '' || `${a.login} ${a.name} ${a.unit}`.includes(word))
  }, [items, wanted])
  return <>{children(found)}</>
}
