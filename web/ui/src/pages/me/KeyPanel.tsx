import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, DatePicker, Form, Input, Popconfirm, Table, type TableColumnsType } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { ApiKey } from '../../api/model'
import { keys } from '../../api/users'
import { chineseDate, moment, today } from '../../show/format'
import { Empty } from '../../show/States'

interface Props {
  items: ApiKey[]
  /** for which programs */
  who?: string
  purpose?: string
}

/** One's own keys for programs: made, shown once, revoked. */
export function KeyPanel({ items, who = '供办公客户端等程序以您的身份和密级访问。', purpose = '办公客户端' }: Props) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [secret, setSecret] = useState<string>()
  const refresh = () => void client.invalidateQueries({ queryKey: ['keys'] })
  const create = useMutation({
    mutationFn: ({ name, expires }: { name: string; expires: Dayjs }) => keys.create(name.trim(), expires.format('YYYY-MM-DD')),
    onSuccess: (made) => {
      setSecret(made.secret)
      refresh()
    },
    onError: (error) => void message.error(messageOf(error)),
  })
  const revoke = useMutation({
    mutationFn: keys.revoke,
    onSuccess: refresh,
    onError: (error) => void message.error(messageOf(error)),
  })
  return (
    <div className="me-keys">
      <p className="muted small">{who}密钥只在新建时显示一次，请勿转交他人。</p>
      <Form layout="inline" onFinish={create.mutate} initialValues={{ expires: dayjs().add(180, 'day') }}>
        <Form.Item name="name" rules={[{ required: true, whitespace: true, message: '请填写用途' }]}>
          <Input placeholder={`用途，例如：${purpose}`} aria-label="用途" maxLength={60} style={{ width: 240 }} />
        </Form.Item>
        <Form.Item name="expires" label="到期日" rules={[{ required: true, message: '请选择到期日' }]}>
          <DatePicker format="YYYY年M月D日" minDate={dayjs().add(1, 'day')} allowClear={false} />
        </Form.Item>
        <Button htmlType="submit" loading={create.isPending}>
          新建密钥
        </Button>
      </Form>
      {secret && (
        <Alert
          type="success"
          showIcon
          closable={{ onClose: () => setSecret(undefined) }}
          title="密钥已建立，请立即保存，关闭后无法再次查看"
          description={<code className="secret">{secret}</code>}
        />
      )}
      <KeyTable items={items} onRevoke={revoke.mutate} />
    </div>
  )
}

function KeyTable({ items, onRevoke }: { items: ApiKey[]; onRevoke: (id: number) => void }) {
  const columns: TableColumnsType<ApiKey> = [
    { title: '用途', dataIndex: 'name' },
    { title: '开头', dataIndex: 'prefix', width: 150, render: (p: string) => <code>{p}…</code> },
    { title: '建立时间', dataIndex: 'created_at', width: 150, render: (at: string) => <span className="num">{moment(at)}</span> },
    { title: '到期日', dataIndex: 'expires_on', width: 150, render: (d: string) => (d ? chineseDate(d) : '长期') },
    { title: '最近使用', dataIndex: 'used_at', width: 150, render: (at: string | null) => <span className="num">{moment(at ?? undefined)}</span> },
    { title: '状态', width: 90, render: (_, k) => <KeyState k={k} /> },
    {
      title: '',
      width: 80,
      render: (_, k) =>
        k.revoked_at ? null : (
          <Popconfirm title="吊销后使用它的程序立即失效" okText="吊销" onConfirm={() => onRevoke(k.id)}>
            <Button size="small" type="link" danger>
              吊销
            </Button>
          </Popconfirm>
        ),
    },
  ]
  return (
    <Table<ApiKey>
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      pagination={false}
      locale={{ emptyText: <Empty title="还没有接口密钥">需要让其他程序访问时再新建。</Empty> }}
    />
  )
}

function KeyState({ k }: { k: ApiKey }) {
  if (k.revoked_at) return <span className="badge plain">已吊销</span>
  if (k.expires_on && k.expires_on < today()) return <span className="badge queued">已到期</span>
  return <span className="badge done">有效</span>
}
