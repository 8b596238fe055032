import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Input } from 'antd'
import { messageOf } from '../api/fault'
import './login.css'

interface Given {
  login: string
  password: string
}

/** The sign-in page. */
export function LoginForm({ busy, error, onSubmit }: { busy: boolean; error: unknown; onSubmit: (given: Given) => void }) {
  return (
    <main className="login">
      <section className="login-side" aria-hidden>
        <div>
          <p className="login-mark">编库</p>
          <p className="login-sub">机构编制知识库</p>
          <ul>
            <li>每句回答附有现行条文依据</li>
            <li>编制数字取自“三定”规定原文</li>
            <li>按所问时点判断文件效力</li>
          </ul>
        </div>
      </section>
      <section className="login-box">
        <h1>登录</h1>
        <Form<Given> layout="vertical" size="large" requiredMark={false} onFinish={onSubmit} disabled={busy}>
          <Form.Item name="login" label="账号" rules={[{ required: true, whitespace: true, message: '请输入账号' }]}>
            <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" />
          </Form.Item>
          {error != null && <Alert type="error" showIcon title={messageOf(error)} style={{ marginBottom: 16 }} />}
          <Button type="primary" htmlType="submit" block loading={busy} autoInsertSpace={false}>
            登录
          </Button>
        </Form>
        <p className="login-note">
          本系统为非涉密系统，严禁录入、上传和查询国家秘密、工作秘密。忘记密码请联系本单位管理员重置。
        </p>
      </section>
    </main>
  )
}
