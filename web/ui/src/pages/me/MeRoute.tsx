import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { keys } from '../../api/users'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { Await } from '../../show/States'
import { clearanceWords, roleWords, wordOf } from '../../show/words'
import { KeyPanel } from './KeyPanel'
import { PasswordForm } from './PasswordForm'
import './me.css'

/** One's own account: what it may do, its password, its keys. */
export default function MeRoute() {
  const actor = useActor()
  const reader = !actor.must_change && has(actor, 'staff', 'expert', 'lead', 'admin')
  const query = useQuery({ queryKey: ['keys'], queryFn: keys.list, enabled: reader })
  return (
    <div className="page me">
      <div className="page-head">
        <h1>个人设置</h1>
      </div>
      {actor.must_change && <Alert type="warning" showIcon title="当前密码由他人设置，请先修改密码，再使用其他功能。" />}
      <div className="me-grid">
        <section className="panel">
          <h2>账号</h2>
          <dl>
            <dt>账号</dt>
            <dd>{actor.login}</dd>
            <dt>姓名</dt>
            <dd>{actor.name}</dd>
            <dt>单位</dt>
            <dd>{actor.unit || '—'}</dd>
            <dt>角色</dt>
            <dd>{(actor.roles ?? []).map((r) => roleWords[r]).join('、')}</dd>
            <dt>可查阅密级</dt>
            <dd>至{wordOf(clearanceWords, actor.clearance)}</dd>
          </dl>
        </section>
        <section className="panel">
          <h2>修改密码</h2>
          <PasswordForm />
        </section>
      </div>
      {reader && (
        <section className="panel">
          <h2>接口密钥</h2>
          <Await query={query} what="正在取得密钥">{(list) => <KeyPanel items={list.items ?? []} />}</Await>
        </section>
      )}
    </div>
  )
}
