import { Button, Tooltip } from 'antd'

interface Props {
  edited: boolean
  editing: boolean
  /** the checks forbid accepting */
  blocked: boolean
  off: boolean
  onAccept: () => void
  onEdit: () => void
  onReject: () => void
  onReturn: () => void
  onSubmit: () => void
  onUndo: () => void
}

/** What can be done with the pair in hand, each with its key. */
export function DeskFoot({ edited, editing, blocked, off, onAccept, onEdit, onReject, onReturn, onSubmit, onUndo }: Props) {
  return (
    <footer className="desk-foot">
      {editing ? (
        <>
          <Button type="primary" disabled={off || !edited} onClick={onSubmit}>
            提交修改 <kbd className="key on-blue">Ctrl+回车</kbd>
          </Button>
          <Button disabled={off} onClick={onUndo}>
            {edited ? '撤销修改' : '不改了'}
          </Button>
          <span className="muted small grow clip">修改形成新版本，由其他人重新初审</span>
        </>
      ) : (
        <>
          <Tooltip title={blocked ? '检查中有错误，不能通过' : undefined}>
            <Button type="primary" disabled={off || blocked} onClick={onAccept}>
              通过 <kbd className="key on-blue">A</kbd>
            </Button>
          </Tooltip>
          <Button disabled={off} onClick={onEdit}>
            修改 <kbd className="key">E</kbd>
          </Button>
          <Button danger disabled={off} onClick={onReject}>
            退回 <kbd className="key">R</kbd>
          </Button>
          <span className="grow" />
        </>
      )}
      <Button type="text" disabled={off} onClick={onReturn}>
        归还 <kbd className="key">S</kbd>
      </Button>
    </footer>
  )
}
