import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import type { Release, ReleaseDetail } from '../../api/model'
import { RequireSession } from '../../session/SessionContext'
import { actor } from '../../test/made'
import { pair } from '../../test/pairs'
import { served, shown } from '../../test/served'
import ReleaseRoute from './ReleaseRoute'
import ReleasesRoute from './ReleasesRoute'

afterEach(() => vi.unstubAllGlobals())

const release = (change: Partial<Release> = {}): Release => ({
  id: 2, version: '2026.11.2', state: 'ready', note: '补充水利局三定', released_on: '2026-11-22', records: 61, added: 4, changed: 1, withdrawn: 2, size: 182_000, progress: 1,
  manifest_sha256: 'ab'.repeat(32), signature: 'MEUC', key_id: '0123456789abcdef', created_by: '陆明澜', created_at: '2026-11-22T01:00:00Z', ...change,
})
const first = release({ id: 1, version: '2026.11.1', note: '', added: 59, changed: 0, withdrawn: 0 })

const detail: ReleaseDetail = {
  ...({ release: release(), previous: '2026.11.1', algorithm: 'SM2-SM3', changelog: '# 变更记录\n新增 4', rules: [{ name: '依据均为公开（L1）文件', n: 61 }], types: [{ name: '编制数', n: 20 }], held_back: [{ name: '依据不是公开文件', n: 7 }] }),
  files: [{ path: 'data/pairs.jsonl', size: 2048, sha256: 'c'.repeat(64), sm3: 'd'.repeat(64) }],
}

const page = (
  <RequireSession>
    <Routes>
      <Route path="/releases" element={<ReleasesRoute />} />
      <Route path="/releases/:version" element={<ReleaseRoute />} />
    </Routes>
  </RequireSession>
)

const base = {
  'GET /session': { actor: actor({ roles: ['lead'] }) },
  'GET /releases': { items: [release(), first], total: 2 },
  'GET /pairs': { items: [], total: 0 },
  'GET /releases/2026.11.2': detail,
  'GET /releases/2026.11.2/pulls': { items: [{ actor: '望澜市共建接口', path: 'data/pairs.jsonl', bytes: 2048, created_at: '2026-11-22T02:00:00Z' }], total: 1 },
}

it('builds a release with a note, shows how far it is, and then its figures', async () => {
  let state: Release[] = [first]
  const log = served({
    ...base,
    'GET /releases': () => ({ items: state, total: state.length }),
    'POST /releases': () => {
      state = [release({ state: 'building', progress: 0.4, started_at: '2026-11-22T01:00:00Z' }), first]
      return state[0]
    },
  })
  shown(page, '/releases')
  await userEvent.click(await screen.findByRole('button', { name: '生成新版本' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('发布说明'), '补充水利局三定')
  await userEvent.click(within(dialog).getByRole('button', { name: '生成' }))
  expect(await screen.findByText('正在生成')).toBeInTheDocument()
  expect(JSON.parse(log.find((a) => a.what === 'POST /releases')!.body)).toEqual({ note: '补充水利局三定' })
  expect(screen.getByText('40%')).toBeInTheDocument()
  state = [release(), first]
  expect(await screen.findByRole('link', { name: '2026.11.2' })).toHaveAttribute('href', '/releases/2026.11.2')
  expect(screen.getByText('撤回 2')).toBeInTheDocument()
})

it('says why a release was not made', async () => {
  served({ ...base, 'GET /releases': { items: [release({ state: 'failed', error: '没有可发布的问答对，请先审定。' })], total: 1 } })
  shown(page, '/releases')
  expect(await screen.findByText('没有可发布的问答对，请先审定。')).toBeInTheDocument()
})

it('shows one release with its files, digests, takers and the delta to earlier ones', async () => {
  served(base)
  shown(page, '/releases/2026.11.2')
  expect(await screen.findByText('依据均为公开（L1）文件')).toBeInTheDocument()
  expect(await screen.findByRole('link', { name: '下载增量' })).toHaveAttribute('href', '/api/v1/releases/2026.11.2/delta?since=2026.11.1')
  await userEvent.click(screen.getByRole('tab', { name: '文件（1）' }))
  expect(await screen.findByRole('link', { name: 'data/pairs.jsonl' })).toHaveAttribute('href', '/api/v1/releases/2026.11.2/files/data/pairs.jsonl')
  await userEvent.click(screen.getByRole('tab', { name: '取用记录' }))
  expect(await screen.findByText('望澜市共建接口')).toBeInTheDocument()
})

it('gives a partner what they need to pull, and nothing of ours', async () => {
  const log = served({ ...base, 'GET /session': { actor: actor({ roles: ['partner'] }) } })
  shown(page, '/releases')
  expect(await screen.findByText(/Bearer \$BIANKU_KEY.*archive|archive/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: '生成新版本' })).not.toBeInTheDocument()
  expect(screen.queryByText('陆明澜')).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('link', { name: '2026.11.2' }))
  await screen.findByRole('tab', { name: '程序取用' })
  expect(screen.queryByRole('tab', { name: '取用记录' })).not.toBeInTheDocument()
  await waitFor(() => expect(log.some((a) => a.what.endsWith('/pulls'))).toBe(false))
})

it('warns before a release that would only repeat the last one', async () => {
  const warned = /很可能与它相同/
  const { unmount } = (served({ ...base, 'GET /pairs': { items: [pair({ updated_at: '2026-11-21T23:00:00Z' })], total: 1 } }), shown(page, '/releases'))
  await userEvent.click(await screen.findByRole('button', { name: '生成新版本' }))
  expect(await screen.findByText(warned)).toBeInTheDocument()
  expect(within(screen.getByRole('dialog')).getByRole('button', { name: '生成' })).toBeEnabled()
  unmount()
  const log = served({ ...base, 'GET /pairs': { items: [pair({ updated_at: '2026-11-22T03:00:00Z' })], total: 1 } })
  shown(page, '/releases')
  await userEvent.click(await screen.findByRole('button', { name: '生成新版本' }))
  await waitFor(() => expect(log.some((a) => a.what.startsWith('GET /pairs'))).toBe(true))
  expect(screen.queryByText(warned)).not.toBeInTheDocument()
})
