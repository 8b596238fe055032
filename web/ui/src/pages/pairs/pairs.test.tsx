import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { actor, chunk, version } from '../../test/made'
import { basis, pair, pairVersion } from '../../test/pairs'
import { problem, served, shown } from '../../test/served'
import EditRoute from './EditRoute'
import PairRoute from './PairRoute'
import PairsRoute from './PairsRoute'

afterEach(() => vi.unstubAllGlobals())
beforeEach(() => window.sessionStorage.clear())

const page = (
  <RequireSession>
    <Routes>
      <Route path="/pairs" element={<PairsRoute />} />
      <Route path="/pairs/new" element={<EditRoute />} />
      <Route path="/pairs/:id" element={<PairRoute />} />
      <Route path="/pairs/:id/edit" element={<EditRoute />} />
    </Routes>
  </RequireSession>
)

const as = (...roles: ('staff' | 'expert' | 'lead' | 'admin')[]) => ({ 'GET /session': { actor: actor({ roles }) } })
const doc = version().document
const base = {
  ...as('expert'),
  'GET /system': { demo: false, degraded: [], counts: {} },
  'GET /drafting': { state: 'idle', done: 0, total: 0, created: 0 },
  'GET /documents': { items: [doc], total: 1 },
  'GET /documents/3': doc,
  'GET /versions/5': version(),
  'GET /versions/5/chunks': { items: [chunk('第六条', '', { id: 11, start: 20, end: 60 })], total: 1 },
  'GET /pairs': { items: [pair(), pair({ id: 72, state: 'approved', round: 0, approved_version: 2, question: '市数据局局长几名？' })], total: 2 },
  'GET /pairs/71': pair({ state: 'draft', round: 0 }),
  'GET /pairs/71/versions': { items: [pairVersion(1)], total: 1 },
  'POST /pairs/check': { findings: [] },
}

/** Typing letter by letter is slow and shows no more here. */
async function write(field: HTMLElement, text: string) {
  await userEvent.click(field)
  await userEvent.paste(text)
}

describe('the list', () => {
  it('asks for what the address says, and says where each pair stands', async () => {
    const log = served(base)
    shown(page, '/pairs?state=review&type=9&mine=1')
    expect(await screen.findByRole('link', { name: '市数据局局长几名？' })).toHaveAttribute('href', '/pairs/72')
    expect(screen.getByText('待初审')).toBeInTheDocument()
    expect(screen.getByText('已审定')).toBeInTheDocument()
    const query = new URLSearchParams(log.find((a) => a.what === 'GET /pairs')?.query)
    expect(Object.fromEntries(query)).toMatchObject({ state: 'review', type: '9', mine: 'true', limit: '20' })
  })

  it('lets leads start drafting and follows it', async () => {
    let job = { state: 'idle', done: 0, total: 0, created: 0 }
    const log = served({
      ...base,
      ...as('lead'),
      'GET /drafting': () => job,
      'POST /pairs/draft': () => {
        job = { state: 'running', done: 30, total: 120, created: 14 }
        return { job: 5 }
      },
    })
    shown(page, '/pairs')
    await userEvent.click(await screen.findByRole('button', { name: /起草/ }))
    await userEvent.click(await screen.findByRole('button', { name: '开始起草' }))
    expect(await screen.findByText('已处理 30/120 个条目，写成 14 对')).toBeInTheDocument()
    expect(JSON.parse(log.find((a) => a.what === 'POST /pairs/draft')!.body)).toEqual({ document_ids: [], use_model: false })
  })

  it('offers an expert no drafting', async () => {
    served(base)
    shown(page, '/pairs')
    await screen.findByText('待初审')
    expect(screen.queryByRole('button', { name: /起草/ })).not.toBeInTheDocument()
  })
})

describe('one pair', () => {
  it('is submitted by an expert, unless the checks found an error', async () => {
    const log = served({ ...base, 'POST /pairs/71/submit': pair() })
    const { unmount } = shown(page, '/pairs/71')
    await userEvent.click(await screen.findByRole('button', { name: '提交审核' }))
    await waitFor(() => expect(log.some((a) => a.what === 'POST /pairs/71/submit')).toBe(true))
    unmount()
    served({ ...base, 'GET /pairs/71': pair({ state: 'draft', round: 0, findings: [{ rule: 'basis_in_force', metric: 'logic', level: 'error', message: '依据已废止。' }] }) })
    shown(page, '/pairs/71')
    expect(await screen.findByText('依据已废止。')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: '提交审核' })).toBeDisabled()
  })

  it('shows of its history what changed: wordings, kind and links too', async () => {
    const link = { type: 'related', pair_id: 72, title: '市数据局局长几名？' } as const
    served({ ...base, 'GET /pairs/71/versions': { items: [pairVersion(2, { variants: ['编制几何？'], type: 10, links: [link] }), pairVersion(1)], total: 2 } })
    shown(page, '/pairs/71')
    await screen.findByText('第1版')
    const history = screen.getAllByText('第2版').map((e) => e.closest('li')).find((e) => e !== null)!
    expect(within(history).getAllByRole('term').map((t) => t.textContent)).toEqual(['其他问法', '类型', '关联'])
    expect(within(history).getByText(/相关：市数据局局长几名？/)).toBeInTheDocument()
  })

  it('goes back to review only by a lead, with a reason', async () => {
    const approved = pair({ state: 'approved', round: 0, approved_version: 2, approved_at: '2026-11-21T02:00:00Z' })
    const log = served({ ...base, ...as('lead'), 'GET /pairs/71': approved, 'POST /pairs/71/recheck': pair() })
    shown(page, '/pairs/71')
    await userEvent.click(await screen.findByRole('button', { name: '重新审核' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('button', { name: '重新审核' })).toBeDisabled()
    await write(within(dialog).getByLabelText('理由'), '批复已调整编制')
    await userEvent.click(within(dialog).getByRole('button', { name: '重新审核' }))
    await waitFor(() => expect(JSON.parse(log.find((a) => a.what === 'POST /pairs/71/recheck')?.body ?? '{}')).toEqual({ reason: '批复已调整编制' }))
  })

  it('offers an expert neither withdrawal nor recheck', async () => {
    served({ ...base, 'GET /pairs/71': pair({ state: 'approved', round: 0 }) })
    shown(page, '/pairs/71')
    await screen.findByText('已审定')
    expect(screen.queryByRole('button', { name: '重新审核' })).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: '撤下' })).not.toBeInTheDocument()
  })
})

describe('writing', () => {
  it('takes the passage the reader came with as basis, saves and submits', async () => {
    const log = served({ ...base, 'POST /pairs': pair({ state: 'draft', round: 0, version: 1 }), 'POST /pairs/71/submit': pair() })
    shown(page, '/pairs/new?document=3&version=5&start=27&end=40')
    await userEvent.click(await screen.findByRole('button', { name: /设为依据/ }))
    expect(await screen.findByRole('button', { name: /^依据1：/ })).toBeInTheDocument()
    await write(screen.getByLabelText('问题'), '市数据局行政编制多少名？')
    await write(screen.getByLabelText('答案'), '36名。')
    const send = screen.getByRole('button', { name: '保存并提交审核' })
    await waitFor(() => expect(send).toBeEnabled())
    await userEvent.click(send)
    await waitFor(() => expect(log.some((a) => a.what === 'POST /pairs/71/submit')).toBe(true))
    const sent = JSON.parse(log.find((a) => a.what === 'POST /pairs')!.body) as { basis: unknown[] }
    expect(sent).toMatchObject({ question: '市数据局行政编制多少名？', answer: '36名。', basis: [{ version_id: 5, start: 27, end: 40, chunk_id: 11, quote: '市数据局机关行政编制36名' }] })
  })

  it('loses nothing when saving fails, nor by a reload', async () => {
    served({ ...base, 'PUT /pairs/71': () => problem(409, '这一对正在审核，不能修改。') })
    const { unmount } = shown(page, '/pairs/71/edit')
    const field = await screen.findByLabelText('答案')
    await write(field, '另有工勤编制2名。')
    await userEvent.click(screen.getByRole('button', { name: '保存草稿' }))
    expect(await screen.findByText('这一对正在审核，不能修改。您填写的内容没有丢失。')).toBeInTheDocument()
    unmount()
    shown(page, '/pairs/71/edit')
    expect(await screen.findByLabelText('答案')).toHaveValue(`${pair().answer}另有工勤编制2名。`)
  })

  it('shows findings as they change', async () => {
    served({ ...base, 'POST /pairs/check': { findings: [{ rule: 'number_unsupported', metric: 'accuracy', level: 'error', message: '“2名”在依据中没有出处。' }] } })
    shown(page, '/pairs/71/edit')
    await write(await screen.findByLabelText('答案'), '另有2名。')
    expect(await screen.findByText('“2名”在依据中没有出处。')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: '保存并提交审核' })).toBeDisabled()
  })

  it('takes a basis away again', async () => {
    served({ ...base, 'GET /pairs/71': pair({ state: 'draft', round: 0, basis: [basis(), basis({ label: '第七条', start: 65, end: 70 })] }) })
    shown(page, '/pairs/71/edit')
    await userEvent.click(await screen.findByRole('button', { name: '移除依据2' }))
    expect(screen.queryByRole('button', { name: /^依据2：/ })).not.toBeInTheDocument()
  })
})
