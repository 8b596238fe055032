import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { documents } from '../../api/documents'
import { messageOf } from '../../api/fault'
import type { Document } from '../../api/model'

/** Brings a withdrawn document back, with the reason for the trail. */
export function RestoreButton({ document }: { document: Document }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const { message } = App.useApp()
  const restore = useMutation({
    mutationFn: () => documents.restore(document.id, reason.trim()),
    onSuccess: () => {
      setOpen(false)
      void client.invalidateQueries({ queryKey: ['documents'] })
      void message.success('已恢复，可以重新检索和引用')
    },
  })
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        恢复
      </Button>
      <Modal
        open={open}
        title="恢复文件"
        okText="恢复"
        cancelText="取消"
        okButtonProps={{ disabled: reason.trim() === '' }}
        confirmLoading={restore.isPending}
        onOk={() => restore.mutate()}
        onCancel={() => setOpen(false)}
      >
        <p>《{document.title}》将重新进入目录、检索和问答，密级不变。</p>
        <Input.TextArea
          value={reason}
          rows={3}
          maxLength={500}
          aria-label="恢复的理由"
          placeholder="恢复的理由，记入审计"
          onChange={(e) => setReason(e.target.value)}
        />
        {restore.error && <Alert type="error" showIcon title={messageOf(restore.error)} style={{ marginTop: 12 }} />}
      </Modal>
    </>
  )
}
