import { FlagOutlined, LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { Suspense, useState } from 'react'
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router'
import { session } from '../api/session'
import { has, placesOf } from '../session/access'
import { useActor } from '../session/SessionContext'
import { Loading } from '../show/States'
import { Boundary } from './Boundary'
import { Shortcuts } from './Shortcuts'
import { SystemBanner } from './SystemBanner'
import { useShortcuts } from './useShortcuts'

/** Header, menu, banner, page, footer. */
export function Frame() {
  const [help, setHelp] = useState(false)
  const places = placesOf(useActor())
  const navigate = useNavigate()
  const { pathname } = useLocation()
  useShortcuts({ help: () => setHelp(true), place: (n) => places[n - 1] && void navigate(places[n - 1]!.path) })

  return (
    <div className="frame">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="frame-head">
        <NavLink to="/" className="brand">
          <b>编库</b>
          <span>机构编制知识库</span>
        </NavLink>
        <nav className="nav" aria-label="主菜单">
          {places.map((place) => (
            <NavLink key={place.path} to={place.path} className={here(place.path, pathname) ? 'active' : ''}>
              {place.label}
            </NavLink>
          ))}
        </nav>
        <Account onHelp={() => setHelp(true)} />
      </header>
      <SystemBanner />
      <main id="main" className="frame-main" tabIndex={-1}>
        <Boundary key={section(pathname)}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Boundary>
      </main>
      <footer className="frame-foot">
        <span>人工智能辅助生成，请核对依据；正式办理以文件原文和机构编制管理部门答复为准</span>
        <span>非涉密系统，严禁处理国家秘密和工作秘密</span>
      </footer>
      <Shortcuts open={help} places={places} onClose={() => setHelp(false)} />
    </div>
  )
}

// The first page also holds the conversations, which have addresses of their own.
function here(path: string, pathname: string): boolean {
  if (path === '/') return pathname === '/' || pathname.startsWith('/chat')
  return pathname.startsWith(path)
}

// Moving inside a section must not throw its page away: an answer on its way, an open original.
function section(pathname: string): string {
  const first = pathname.split('/')[1] ?? ''
  return first === 'chat' ? '' : first
}

function Account({ onHelp }: { onHelp: () => void }) {
  const actor = useActor()
  const client = useQueryClient()
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: session.signOut,
    onSettled: () => {
      client.clear()
      void navigate('/login', { replace: true })
    },
  })
  const reader = has(actor, 'staff', 'expert', 'lead', 'admin')
  const items = [
    ...(reader ? [{ key: 'feedback', icon: <FlagOutlined />, label: '我的反馈' }] : []),
    { key: 'me', icon: <UserOutlined />, label: '个人设置' },
    { key: 'out', icon: <LogoutOutlined />, label: '退出登录' },
  ]
  return (
    <div className="who">
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label="快捷键说明" title="快捷键说明" onClick={onHelp} />
      <Dropdown
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => (key === 'out' ? signOut.mutate() : void navigate(`/${key}`)) }}
      >
        <Button type="text" icon={<UserOutlined />} title={actor.unit}>
          {actor.name || actor.login}
        </Button>
      </Dropdown>
    </div>
  )
}
