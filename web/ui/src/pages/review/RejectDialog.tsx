import { Alert, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { ReviewReason } from '../../api/model'

interface Props {
  reasons: ReviewReason[]
  busy: boolean
  error: unknown
  onReject: (reason: string, comment: string) => void
  onClose: () => void
}

/** Why a pair goes back. The number of a reason chooses it, Ctrl+Enter sends it back. */
export function RejectDialog({ reasons, busy, error, onReject, onClose }: Props) {
  const [reason, setReason] = useState('')
  const [comment, setComment] = useState('')
  const [asked, setAsked] = useState(false)
  const short = reason === 'other' && comment.trim() === ''
  const problem = reason === '' ? '请选择退回的原因' : short ? '选择“其他”时请写明原因' : ''

  function send() {
    setAsked(true)
    if (problem === '' && !busy) onReject(reason, comment.trim())
  }

  function key(e: React.KeyboardEvent<HTMLElement>) {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      send()
      return
    }
    const chosen = /^[1-9]$/.test(e.key) && !(e.target instanceof HTMLTextAreaElement) ? reasons[Number(e.key) - 1] : undefined
    if (!chosen) return
    e.preventDefault()
    setReason(chosen.code)
    e.currentTarget.querySelector<HTMLInputElement>(`input[value="${chosen.code}"]`)?.focus()
  }

  return (
    <Modal open title="退回这一条" okText="退回（Ctrl+回车）" okButtonProps={{ danger: true }} confirmLoading={busy} onCancel={onClose} onOk={send} width={560}>
      <div onKeyDown={key} className="reject">
        <Radio.Group value={reason} aria-label="退回原因" className="reject-reasons" onChange={(e) => setReason(String(e.target.value))}>
          {reasons.map((r, i) => (
            <Radio key={r.code} value={r.code} autoFocus={i === 0}>
              <kbd className="key">{i + 1}</kbd> {r.label}
            </Radio>
          ))}
        </Radio.Group>
        <Input.TextArea
          rows={3}
          maxLength={500}
          value={comment}
          aria-label="说明"
          placeholder="给起草人的说明：哪里不对、应当怎样改（可不填）"
          onChange={(e) => setComment(e.target.value)}
        />
        {asked && problem && <p className="intake-error" role="alert">{problem}</p>}
        {error != null && <Alert type="error" showIcon title={messageOf(error)} />}
      </div>
    </Modal>
  )
}
