import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Radio } from 'antd'
import { useNavigate } from 'react-router'
import { documents } from '../../api/documents'
import { messageOf } from '../../api/fault'
import type { Document } from '../../api/model'
import { clearanceWords } from '../../show/words'

interface Props {
  document: Document
  open: boolean
  onClose: () => void
}

const levels = Object.entries(clearanceWords).map(([code, label]) => ({ value: Number(code), label }))

/** Changes who may see a document. */
export function ClearanceDialog({ document, open, onClose }: Props) {
  const [form] = Form.useForm<{ clearance: number }>()
  const client = useQueryClient()
  const { message } = App.useApp()
  const change = useMutation({
    mutationFn: (clearance: number) => documents.setClearance(document.id, clearance),
    onSuccess: () => {
      void client.invalidateQueries()
      void message.success('密级已调整')
      onClose()
    },
  })
  return (
    <Modal title="调整密级" open={open} okText="保存" confirmLoading={change.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} initialValues={{ clearance: document.clearance }} onFinish={(v) => change.mutate(v.clearance)}>
        <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>调整后立即生效：权限不足的人员将无法检索、查阅和引用这份文件。</p>
        <Form.Item name="clearance">
          <Radio.Group options={levels} />
        </Form.Item>
        {change.error && <Alert type="error" showIcon title={messageOf(change.error)} />}
      </Form>
    </Modal>
  )
}

/** Takes a document out of every search and list. */
export function WithdrawDialog({ document, open, onClose }: Props) {
  const [form] = Form.useForm<{ reason: string }>()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const withdraw = useMutation({
    mutationFn: (reason: string) => documents.withdraw(document.id, reason),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['documents'] })
      void message.success('文件已撤下')
      void navigate('/documents')
    },
  })
  return (
    <Modal
      title="撤下文件"
      open={open}
      okText="撤下"
      okButtonProps={{ danger: true }}
      confirmLoading={withdraw.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => withdraw.mutate(v.reason.trim())}>
        <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>
          撤下后，“{document.title}”的全部版本不再出现在检索、问答和目录中；原件和记录仍按规定留存。
        </p>
        <Form.Item name="reason" label="撤下理由（记入审计）" rules={[{ required: true, whitespace: true, message: '请填写理由' }]}>
          <Input.TextArea rows={3} maxLength={200} showCount />
        </Form.Item>
        {withdraw.error && <Alert type="error" showIcon title={messageOf(withdraw.error)} />}
      </Form>
    </Modal>
  )
}
