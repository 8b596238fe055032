import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Input, Modal } from 'antd'
import { useState } from 'react'
import { messageOf } from '../../api/fault'
import type { Release } from '../../api/model'
import { pairs } from '../../api/pairs'
import { releases } from '../../api/releases'

/** Starts a new release. Says so, and no more, when there seems to be nothing new to tell. */
export function BuildDialog({ newest, onClose }: { newest?: Release; onClose: () => void }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const latest = useQuery({ queryKey: ['pairs', 'latest'], queryFn: () => pairs.list({ limit: 1, offset: 0 }), enabled: newest !== undefined })
  const changed = latest.data?.items?.[0]?.updated_at
  const same = newest && changed !== undefined && new Date(changed) <= new Date(newest.created_at)
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
      {same && (
        <Alert type="warning" showIcon title={`自 ${newest.version} 生成以来，没有问答对改动过，新版本的内容很可能与它相同。`} style={{ marginBottom: 12 }} />
      )}
      <Input.TextArea rows={3} maxLength={300} value={note} aria-label="发布说明" placeholder="发布说明（可不填，写入变更记录）" onChange={(e) => setNote(e.target.value)} />
      {build.error && <Alert type="error" showIcon title={messageOf(build.error)} style={{ marginTop: 12 }} />}
    </Modal>
  )
}
