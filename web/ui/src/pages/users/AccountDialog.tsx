import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Modal, Radio } from 'antd'
import { messageOf } from '../../api/fault'
import type { Account, NewAccount } from '../../api/model'
import { users } from '../../api/users'
import { clearanceWords, roleWords } from '../../show/words'

const roles = Object.entries(roleWords).map(([value, label]) => ({ value, label }))
const levels = Object.entries(clearanceWords).map(([code, label]) => ({ value: Number(code), label }))

/** Makes an account, or changes one. */
export function AccountDialog({ account, onClose }: { account?: Account; onClose: () => void }) {
  const [form] = Form.useForm<NewAccount>()
  const client = useQueryClient()
  const { message } = App.useApp()
  const save = useMutation({
    mutationFn: async ({ login, password, unit = '', ...rest }: NewAccount) => {
      if (account) await users.update(account.id, { ...rest, unit })
      else await users.create({ ...rest, unit, login: login.trim(), password })
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['users'] })
      void message.success(account ? '已保存' : '账号已建立，首次登录须修改密码')
      onClose()
    },
  })
  return (
    <Modal
      open
      width={560}
      title={account ? `编辑账号“${account.login}”` : '新建账号'}
      okText={account ? '保存' : '建立'}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={account ?? { roles: ['staff'], clearance: 2 }}
        onFinish={save.mutate}
        style={{ paddingTop: 8 }}
      >
        {!account && <Credentials />}
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 2fr', gap: 16 }}>
          <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="unit" label="单位">
            <Input maxLength={128} />
          </Form.Item>
        </div>
        <Form.Item name="roles" label="角色（可多选）" rules={[{ required: true, message: '请至少选择一个角色' }]}>
          <Checkbox.Group options={roles} />
        </Form.Item>
        <Form.Item name="clearance" label="可查阅的最高密级">
          <Radio.Group options={levels} />
        </Form.Item>
        {save.error && <Alert type="error" showIcon title={messageOf(save.error)} />}
      </Form>
    </Modal>
  )
}

function Credentials() {
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 }}>
      <Form.Item
        name="login"
        label="账号"
        rules={[
          { required: true, message: '请填写账号' },
          { pattern: /^\s*[A-Za-z0-9][A-Za-z0-9._-]{1,31}\s*$/, message: '2至32位字母、数字、点、横线或下划线' },
        ]}
      >
        <Input autoComplete="off" maxLength={32} />
      </Form.Item>
      <Form.Item name="password" label="初始密码" rules={[{ required: true, min: 8, message: '请填写初始密码，至少8位' }]}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </div>
  )
}
