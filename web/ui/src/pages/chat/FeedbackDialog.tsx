import { Form, Input, Modal, Radio } from 'antd'
import type { Feedback } from '../../api/model'
import { feedbackReasons } from '../../show/words'

interface Props {
  open: boolean
  given?: Feedback
  refused: boolean
  onClose: () => void
  onSend: (feedback: Feedback) => void
}

/** Asks what is wrong with an answer: a reason is needed, words help. */
export function FeedbackDialog({ open, given, refused, onClose, onSend }: Props) {
  const [form] = Form.useForm<{ reason: string; comment?: string }>()
  const reasons = Object.entries(feedbackReasons).filter(([code]) => code !== 'refused' || refused)
  return (
    <Modal
      title="这条回答有什么问题"
      open={open}
      okText="提交"
      width={460}
      destroyOnHidden
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ reason: given?.reason, comment: given?.comment }}
        onFinish={({ reason, comment }) => onSend({ verdict: 'down', reason, comment: comment?.trim() })}
      >
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请选择一个原因' }]}>
          <Radio.Group options={reasons.map(([value, label]) => ({ value, label }))} className="reasons" />
        </Form.Item>
        <Form.Item name="comment" label="补充说明（可不填）" extra="请勿填写国家秘密、工作秘密和个人信息。">
          <Input.TextArea rows={3} maxLength={500} showCount placeholder="例如：应以2025年的批复为准" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
