import { useMutation } from '@tanstack/react-query'
import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'

interface Props {
  title: string
  what: string
  ok: string
  danger?: boolean
  onDo: (reason: string) => Promise<unknown>
  onClose: () => void
}

/** Asks why before something is done that others will want to understand. */
export function ReasonDialog({ title, what, ok, danger, onDo, onClose }: Props) {
  const [reason, setReason] = useState('')
  const act = useMutation({ mutationFn: () => onDo(reason.trim()), onSuccess: onClose })
  return (
    <Modal open title={title} okText={ok} okButtonProps={{ danger, disabled: reason.trim() === '' }} confirmLoading={act.isPending} onCancel={onClose} onOk={() => act.mutate()}>
      <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>{what}</p>
      <Input.TextArea rows={3} maxLength={200} value={reason} aria-label="理由" placeholder="理由（记入审计）" onChange={(e) => setReason(e.target.value)} />
      {act.error && <Alert type="error" showIcon title={messageOf(act.error)} style={{ marginTop: 12 }} />}
    </Modal>
  )
}
