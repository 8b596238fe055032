import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import { messageOf } from '../../api/fault'
import type { Account } from '../../api/model'
import { users } from '../../api/users'

/** Sets another person's password; they must change it when they sign in. */
export function PasswordDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [form] = Form.useForm<{ password: string }>()
  const client = useQueryClient()
  const { message } = App.useApp()
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => users.resetPassword(account.id, password),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['users'] })
      void message.success('密码已重置，请当面告知本人')
      onClose()
    },
  })
  return (
    <Modal open title={`重置“${account.name}”的密码`} okText="重置" confirmLoading={reset.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={reset.mutate}>
        <p style={{ margin: '4px 0 12px', lineHeight: 1.7 }}>重置后本人须用新密码登录，并在首次登录时修改。</p>
        <Form.Item name="password" label="新密码" rules={[{ required: true, min: 8, message: '至少8位' }]}>
          <Input.Password autoComplete="new-password" maxLength={128} autoFocus />
        </Form.Item>
        {reset.error && <Alert type="error" showIcon title={messageOf(reset.error)} />}
      </Form>
    </Modal>
  )
}
