import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Input, Modal } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import { releases } from '../../api/releases'

/** Starts a new release. */
export function BuildDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const build = useMutation({
    mutationFn: () => releases.build(note.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['releases'] })
      void message.success('已开始生成，完成后共建城市即可取用')
      onClose()
    },
  })
  return (
    <Modal open title="生成新版本" okText="生成" confirmLoading={build.isPending} onCancel={onClose} onOk={() => build.mutate()}>
      <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>
        将此刻全部已审定的问答对冻结为新版本并签名。只有公开（L1）和脱敏后的记录会列入；发布后不能改动，更正随下一版发布。
      </p>
      <Input.TextArea rows={3} maxLength={300} value={note} aria-label="发布说明" placeholder="发布说明（可不填，写入变更记录）" onChange={(e) => setNote(e.target.value)} />
      {build.error && <Alert type="error" showIcon title={messageOf(build.error)} style={{ marginTop: 12 }} />}
    </Modal>
  )
}
