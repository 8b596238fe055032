import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { documents } from '../api/documents'
import { actor } from '../test/made'
import { problem, served, shown } from '../test/served'
import LoginRoute from './LoginRoute'
import { RequireRole, RequireSession, useActor } from './SessionContext'

afterEach(() => vi.unstubAllGlobals())

const Hello = () => <p>{useActor().name}，您好</p>

const page = (
  <RequireSession>
    <Hello />
  </RequireSession>
)

it('asks for the password and goes back to where the person was', async () => {
  let signedIn = false
  const log = served({
    'GET /session': () => (signedIn ? { actor: actor() } : problem(401, '请先登录。')),
    'POST /session': () => ((signedIn = true), { actor: actor() }),
  })
  const { router } = shown(page, '/documents/7?start=3', { '/login': <LoginRoute /> })
  await userEvent.type(await screen.findByLabelText('账号'), ' staff ')
  await userEvent.type(screen.getByLabelText('密码'), 'secret-1{Enter}')
  expect(await screen.findByText('林书远，您好')).toBeInTheDocument()
  expect(router.state.location.pathname + router.state.location.search).toBe('/documents/7?start=3')
  expect(JSON.parse(log.find((a) => a.what === 'POST /session')?.body ?? '')).toEqual({ login: 'staff', password: 'secret-1' })
})

it('says why signing in failed', async () => {
  served({ 'POST /session': problem(401, '账号或密码不正确。') })
  shown(<LoginRoute />)
  await userEvent.type(screen.getByLabelText('账号'), 'staff')
  await userEvent.type(screen.getByLabelText('密码'), 'wrong{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('账号或密码不正确。')
})

it('leads to the sign-in page when the session ends in the middle', async () => {
  let signedIn = true
  served({
    'GET /session': () => (signedIn ? { actor: actor() } : problem(401, '请先登录。')),
    'GET /documents': () => problem(401, '请先登录。'),
  })
  shown(page, '/', { '/login': <p>登录页</p> })
  await screen.findByText('林书远，您好')
  signedIn = false
  await documents.list({ limit: 1, offset: 0 }).catch(() => undefined)
  expect(await screen.findByText('登录页')).toBeInTheDocument()
})

it('keeps a staff member out of the pages of administrators', async () => {
  served({ 'GET /session': { actor: actor() } })
  const guarded = (
    <RequireSession>
      <RequireRole roles={['admin']}>
        <p>账号列表</p>
      </RequireRole>
    </RequireSession>
  )
  const { router } = shown(<p>首页</p>, '/users', { '/users': guarded })
  await waitFor(() => expect(router.state.location.pathname).toBe('/'))
  expect(screen.queryByText('账号列表')).not.toBeInTheDocument()
})
