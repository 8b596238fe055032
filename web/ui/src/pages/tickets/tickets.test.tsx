import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '../../api/model'
import { RequireSession } from '../../session/SessionContext'
import { run, ticket, trail } from '../../test/loop'
import { actor } from '../../test/made'
import { problem, served, shown } from '../../test/served'
import { inOrder } from './Board'
import { what } from './Events'
import { pageOf, placeOf } from './ObjectLink'
import { since } from './since'
import TicketRoute from './TicketRoute'
import TicketsRoute from './TicketsRoute'

afterEach(() => vi.unstubAllGlobals())

const signed = (page: React.ReactNode) => <RequireSession>{page}</RequireSession>
const as = (...roles: Role[]) => ({ 'GET /session': { actor: actor({ roles }) } })

describe('the board', () => {
  const items = [ticket(), ticket({ id: 13, state: 'closed', object: '内设机构数', reopened: 1, assignee: '沈砚' })]

  it('puts every ticket under its state, and says what came back', async () => {
    served({ ...as('lead'), 'GET /tickets': { items, total: 2, counts: { new: 1, closed: 30 } } })
    shown(signed(<TicketsRoute />), '/tickets')
    const first = await screen.findByRole('region', { name: '新建' })
    expect(within(first).getByText('云澜市数据局机关行政编制多少名？')).toBeInTheDocument()
    const closed = screen.getByRole('region', { name: '已关闭' })
    expect(within(closed).getByText('重新打开')).toBeInTheDocument()
    expect(within(closed).getByText(/另有 29 件/)).toBeInTheDocument()
    expect(screen.getAllByRole('region').map((r) => r.getAttribute('aria-label'))).toEqual(['新建', '已指派', '修复中', '待复审', '待复测', '已关闭'])
  })

  it('asks for a stage, a class and one’s own', async () => {
    const log = served({ ...as('expert'), 'GET /tickets': { items, total: 2, counts: {} } })
    shown(signed(<TicketsRoute />), '/tickets?class=label_wrong')
    await userEvent.click(await screen.findByText('标注'))
    await userEvent.click(screen.getByLabelText('只看指派给我的'))
    await waitFor(() => {
      const query = new URLSearchParams(log.filter((a) => a.what === 'GET /tickets').at(-1)?.query)
      expect(Object.fromEntries(query)).toMatchObject({ stage: '标注', class: 'label_wrong', mine: 'true' })
    })
  })

  it('shows what waits longest first, and of the closed the latest', () => {
    const a = ticket({ id: 1, updated_at: '2026-11-20T00:00:00Z' })
    const b = ticket({ id: 2, updated_at: '2026-11-21T00:00:00Z' })
    expect(inOrder([b, a], 'new').map((t) => t.id)).toEqual([1, 2])
    expect(inOrder([a, b], 'closed').map((t) => t.id)).toEqual([2, 1])
  })
})

describe('one ticket', () => {
  const open = (table: Record<string, unknown>, ...roles: Role[]) => {
    const log = served({ ...as(...roles), ...table })
    shown(<p />, '/tickets/12', { '/tickets/:id': signed(<TicketRoute />) })
    return log
  }

  it('shows cases with their evidence, the object and the trail', async () => {
    open({ 'GET /tickets/12': trail() }, 'lead')
    expect(await screen.findByText('答案为38名，依据为36名')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: '云澜市数据局机关行政编制多少名？' })).toHaveAttribute('href', '/pairs/12')
    expect(screen.getByRole('link', { name: '第 7 号评测' })).toHaveAttribute('href', '/eval/runs/7')
    expect(screen.getByText('新建', { selector: '[aria-current]' })).toBeInTheDocument()
    expect(within(screen.getByRole('region', { name: '经过' })).getByText(/评测发现/)).toBeInTheDocument()
  })

  it('is assigned to one of those who may mend it', async () => {
    const log = open({ 'GET /tickets/12': trail(), 'GET /tickets/assignees': { items: [{ id: 5, login: 'e', name: '沈砚' }], total: 1 }, 'POST /tickets/12/assign': ticket({ state: 'assigned' }) }, 'lead')
    await userEvent.click(await screen.findByRole('button', { name: /指\s*派/ }))
    await userEvent.click(await screen.findByRole('combobox', { name: '处理人' }))
    await userEvent.click(await screen.findByText('沈砚'))
    await userEvent.click(screen.getByRole('button', { name: '确定指派' }))
    await waitFor(() => expect(JSON.parse(log.find((a) => a.what === 'POST /tickets/12/assign')?.body ?? '{}')).toMatchObject({ account_id: 5 }))
  })

  it('is sent on with a version that is newer than the failure, and with what was changed', async () => {
    const log = open({ 'GET /tickets/12': trail({ ticket: ticket({ state: 'fixing', assignee_id: 2 }), fixes: [{ version: '3', label: '问答第 3 版' }] }), 'POST /tickets/12/fixed': ticket() }, 'expert')
    await userEvent.click(await screen.findByRole('button', { name: '填写修复版本' }))
    await userEvent.click(screen.getByRole('button', { name: '确定填写修复版本' }))
    expect(await screen.findByText('请写明说明')).toBeInTheDocument()
    await userEvent.type(screen.getByLabelText('说明'), '改为36名')
    await userEvent.click(screen.getByRole('button', { name: '确定填写修复版本' }))
    await waitFor(() => expect(JSON.parse(log.find((a) => a.what === 'POST /tickets/12/fixed')?.body ?? '{}')).toEqual({ fix_version: '3', note: '改为36名' }))
  })

  it('sends nobody on before the object itself has been mended', async () => {
    open({ 'GET /tickets/12': trail({ ticket: ticket({ state: 'fixing', assignee_id: 2 }), fixes: [] }) }, 'expert')
    await userEvent.click(await screen.findByRole('button', { name: '填写修复版本' }))
    expect(screen.getByRole('link', { name: '对象本身' })).toHaveAttribute('href', '/pairs/12')
    expect(screen.queryByRole('button', { name: '确定填写修复版本' })).not.toBeInTheDocument()
  })

  it('says whose move it is to who has none, and why the server refused', async () => {
    open({ 'GET /tickets/12': trail({ ticket: ticket({ state: 're_review', assignee_id: 9 }) }) }, 'expert')
    expect(await screen.findByText(/等待修复人以外的/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: '复审通过' })).not.toBeInTheDocument()
  })

  it('shows the refusal of the server in its own words', async () => {
    open({ 'GET /tickets/12': trail({ ticket: ticket({ state: 're_run', assignee_id: 9 }) }), 'POST /tickets/12/rerun': () => problem(409, '上一次复测还没有结束。') }, 'lead')
    await userEvent.click(await screen.findByRole('button', { name: /复\s*测/ }))
    expect(await screen.findByText('上一次复测还没有结束。')).toBeInTheDocument()
  })

  it('shows the re-run and its result', async () => {
    open({ 'GET /tickets/12': trail({ ticket: ticket({ state: 'closed', run_id: 7, fix_version: '3' }) }), 'GET /eval/runs/7': run({ total: 1, done: 1, metrics: { ...run().metrics, all: { ...run().metrics.all, questions: 1, passed: 1 } } }) }, 'lead')
    expect(await screen.findByText('1/1 题通过')).toBeInTheDocument()
  })
})

it('events are told as changes of state', () => {
  expect(what({ from_state: '', to_state: 'new' })).toBe('新建')
  expect(what({ from_state: 'fixing', to_state: 're_review' })).toBe('修复中 → 待复审')
  expect(what({ from_state: 'closed', to_state: 'assigned' })).toBe('重新打开')
  expect(what({ from_state: 're_run', to_state: 're_run' })).toBe('发起复测')
})

it('objects without a page are not links', () => {
  expect(pageOf('pair', '12')).toBe('/pairs/12')
  expect(pageOf('prompt', 'answer')).toBeUndefined()
  expect(pageOf('weight', undefined)).toBeUndefined()
})

it('an article is found in the text that the proofs name', () => {
  const proofs = [{ check: 'a', label: '', ok: true }, { check: 'b', label: '', ok: false, ids: { chunk: 7, document: 3, version: 5 } }]
  expect(placeOf(proofs, 7)).toEqual({ document: 3, version: 5 })
  expect(placeOf(proofs, 8)).toBeUndefined()
})

it('times are told as people tell them', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const ago = (minutes: number) => since(new Date(now - minutes * 60_000).toISOString(), now)
  expect([ago(0), ago(5), ago(125), ago(60 * 50)]).toEqual(['刚刚', '5 分钟前', '2 小时前', '2 天前'])
})
