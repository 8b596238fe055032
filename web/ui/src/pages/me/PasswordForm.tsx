import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input } from 'antd'
import { messageOf } from '../../api/fault'
import { session } from '../../api/session'
import { sessionKey } from '../../session/SessionContext'

interface Given {
  old: string
  fresh: string
  again: string
}

/** Changes one's own password. */
export function PasswordForm() {
  const [form] = Form.useForm<Given>()
  const client = useQueryClient()
  const { message } = App.useApp()
  const change = useMutation({
    mutationFn: ({ old, fresh }: Given) => session.changePassword(old, fresh),
    onSuccess: () => {
      form.resetFields()
      void client.invalidateQueries({ queryKey: sessionKey })
      void message.success('密码已修改')
    },
  })
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={change.mutate} className="me-form">
      <Form.Item name="old" label="原密码" rules={[{ required: true, message: '请输入原密码' }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="fresh" label="新密码" rules={[{ required: true, min: 8, message: '至少8位' }]}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再次输入新密码"
        dependencies={['fresh']}
        rules={[
          { required: true, message: '请再次输入新密码' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || getFieldValue('fresh') === value ? Promise.resolve() : Promise.reject(new Error('两次输入的新密码不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      {change.error && <Alert type="error" showIcon title={messageOf(change.error)} style={{ marginBottom: 12 }} />}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        修改密码
      </Button>
    </Form>
  )
}
