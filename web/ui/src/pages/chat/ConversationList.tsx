import { DeleteOutlined, EditOutlined, FlagOutlined, MoreOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Conversation } from '../../api/model'

interface Props {
  items: Conversation[]
  current: number | undefined
  onNew: () => void
  onRename: (id: number, title: string) => void
  onRemove: (conversation: Conversation) => void
}

/** The conversations of the person, newest first, by day. */
export function ConversationList({ items, current, onNew, onRename, onRemove }: Props) {
  const [editing, setEditing] = useState<number>()
  return (
    <nav className="talks" aria-label="对话列表">
      <Button block icon={<PlusOutlined />} onClick={onNew}>
        新建对话
      </Button>
      {items.length === 0 && <p className="muted small talks-none">还没有对话。提出第一个问题后，会显示在这里。</p>}
      {groups(items).map(([name, group]) => (
        <section key={name}>
          <h3>{name}</h3>
          <ul>
            {group.map((c) => (
              <li key={c.id} className={c.id === current ? 'on' : undefined}>
                {editing === c.id ? (
                  <Rename
                    title={c.title}
                    onDone={(title) => {
                      setEditing(undefined)
                      if (title && title !== c.title) onRename(c.id, title)
                    }}
                  />
                ) : (
                  <Row c={c} current={c.id === current} onEdit={() => setEditing(c.id)} onRemove={() => onRemove(c)} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="talks-foot">
        <Link to="/feedback" className="row small">
          <FlagOutlined aria-hidden /> 我的反馈与处理情况
        </Link>
      </p>
    </nav>
  )
}

function Row({ c, current, onEdit, onRemove }: { c: Conversation; current: boolean; onEdit: () => void; onRemove: () => void }) {
  const items = [
    { key: 'rename', icon: <EditOutlined />, label: '修改标题' },
    { key: 'remove', icon: <DeleteOutlined />, label: '删除', danger: true },
  ]
  return (
    <>
      <Link to={`/chat/${c.id}`} className="clip grow" title={c.title} aria-current={current ? 'page' : undefined}>
        {c.title}
      </Link>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => (key === 'rename' ? onEdit() : onRemove()) }}>
        <Button size="small" type="text" icon={<MoreOutlined />} aria-label={`对话“${c.title}”的操作`} />
      </Dropdown>
    </>
  )
}

function Rename({ title, onDone }: { title: string; onDone: (title: string | undefined) => void }) {
  return (
    <Input
      size="small"
      autoFocus
      defaultValue={title}
      maxLength={60}
      aria-label="对话标题"
      onBlur={(e) => onDone(e.target.value.trim())}
      onKeyDown={(e) => {
        if (e.key === 'Escape') onDone(undefined)
        if (e.key === 'Enter' && !e.nativeEvent.isComposing) onDone(e.currentTarget.value.trim())
      }}
    />
  )
}

/** groups puts conversations under 今天, 近七天, 更早. */
export function groups(items: Conversation[], now = Date.now()): [string, Conversation[]][] {
  const day = 86_400_000
  const midnight = Math.floor((now + 8 * 3_600_000) / day) * day - 8 * 3_600_000
  const age = (c: Conversation) => {
    const at = Date.parse(c.updated_at || c.created_at)
    if (at >= midnight) return '今天'
    return at >= midnight - 6 * day ? '近七天' : '更早'
  }
  return ['今天', '近七天', '更早']
    .map((name): [string, Conversation[]] => [name, items.filter((c) => age(c) === name)])
    .filter(([, group]) => group.length > 0)
}
