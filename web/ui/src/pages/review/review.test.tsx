import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { actor, chunk, version } from '../../test/made'
import { basis, pair, pairVersion } from '../../test/pairs'
import { problem, served, shown } from '../../test/served'
import ReviewRoute from './ReviewRoute'

afterEach(() => vi.unstubAllGlobals())
beforeEach(() => {
  window.sessionStorage.clear()
  window.localStorage.clear()
})

const queue = {
  counts: { round1: 12, round2: 3, available: 15, leased: 2, mine: 0, mine_today: 5, returned: 1 },
  reasons: [{ code: 'wrong_answer', label: '答案有误' }, { code: 'wrong_number', label: '数字有误' }, { code: 'other', label: '其他' }],
}
const inHalfAnHour = () => new Date(Date.now() + 30 * 60_000).toISOString()
const two = pair({ basis: [basis(), basis({ label: '第七条', quote: '本规定自2026年3月20日起施行。', start: 65, end: 82 })] })

const base = {
  'GET /session': { actor: actor({ roles: ['expert'] }) },
  'GET /review': queue,
  'GET /versions/5': version(),
  'GET /versions/5/chunks': { items: [chunk('第六条', '', { id: 11, start: 20, end: 60 })], total: 1 },
  'GET /pairs/71/versions': { items: [pairVersion(2, { author: '周砚秋', note: '补正数字' }), pairVersion(1, { answer: '市数据局机关行政编制35名。' })], total: 2 },
  'POST /pairs/check': { findings: [] },
  'POST /review/next': () => ({ item: two, lease_until: inHalfAnHour() }),
}

const open = () => shown(<RequireSession><ReviewRoute /></RequireSession>, '/review')

async function pulled(table: Record<string, unknown> = {}) {
  const log = served({ ...base, ...table })
  const view = open()
  await screen.findByText('12')
  await userEvent.keyboard('n')
  await screen.findByText('云澜市数据局机关行政编制多少名？')
  return { ...view, log, asked: (what: string) => log.filter((a) => a.what === what) }
}

describe('the queue', () => {
  it('shows what waits, and takes the next one by key', async () => {
    const { container, asked } = await pulled()
    expect(asked('POST /review/next')).toHaveLength(1)
    expect(screen.getByText('待复审').nextSibling).toHaveTextContent('3')
    await waitFor(() => expect(container.querySelector('.original mark')).toHaveTextContent('市数据局机关行政编制36名。'))
    expect(screen.getByRole('timer')).toHaveTextContent(/领取剩余 (30:00|29:5\d)/)
  })

  it('says so when there is nothing for this person', async () => {
    served({ ...base, 'POST /review/next': { item: null } })
    open()
    await userEvent.click((await screen.findAllByRole('button', { name: /领取下一条/ }))[0]!)
    expect(await screen.findByText('现在没有您可以审核的条目')).toBeInTheDocument()
  })

  it('takes up what is already in hand without being asked', async () => {
    const log = served({ ...base, 'GET /review': { ...queue, counts: { ...queue.counts, mine: 1 } } })
    open()
    expect(await screen.findByText('云澜市数据局机关行政编制多少名？')).toBeInTheDocument()
    expect(log.filter((a) => a.what === 'POST /review/next')).toHaveLength(1)
  })
})

describe('a verdict', () => {
  it('accepts the version that was looked at, and takes the next', async () => {
    const { asked } = await pulled({ 'POST /review/71/verdict': pair({ round: 2 }) })
    await userEvent.keyboard('a')
    await waitFor(() => expect(asked('POST /review/71/verdict')).toHaveLength(1))
    expect(JSON.parse(asked('POST /review/71/verdict')[0]!.body)).toEqual({ version: 2, action: 'accept' })
    expect(await screen.findByText('已通过，进入复审')).toBeInTheDocument()
    await waitFor(() => expect(asked('POST /review/next')).toHaveLength(2))
  })

  it('does not accept what the checks call wrong', async () => {
    const wrong = pair({ findings: [{ rule: 'number_unsupported', metric: 'accuracy', level: 'error', message: '答案中的“36”在依据中没有出处。' }] })
    const { asked } = await pulled({ 'POST /review/next': { item: wrong, lease_until: inHalfAnHour() } })
    expect(screen.getByText(/在依据中没有出处/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: /通过/ })).toBeDisabled()
    await userEvent.keyboard('a')
    expect(await screen.findByText(/检查中有错误，不能通过/)).toBeInTheDocument()
    expect(asked('POST /review/71/verdict')).toHaveLength(0)
  })

  it('rejects only with a reason, chosen by its number', async () => {
    const { asked } = await pulled({ 'POST /review/71/verdict': pair({ state: 'rejected', round: 0 }) })
    await userEvent.keyboard('r')
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: /^退回/ }))
    expect(await within(dialog).findByText('请选择退回的原因')).toBeInTheDocument()
    within(dialog).getByLabelText(/答案有误/).focus()
    await userEvent.keyboard('2')
    await userEvent.type(within(dialog).getByLabelText('说明'), '批复为40名{Control>}{Enter}{/Control}')
    await waitFor(() => expect(asked('POST /review/71/verdict')).toHaveLength(1))
    expect(JSON.parse(asked('POST /review/71/verdict')[0]!.body)).toEqual({ version: 2, action: 'reject', reason: 'wrong_number', comment: '批复为40名' })
  })

  it('sends an edit as a new version, and keeps every letter when it fails', async () => {
    const { asked, unmount } = await pulled({ 'POST /review/71/verdict': () => problem(503, '服务暂时不可用，请稍后重试。') })
    await userEvent.keyboard('e')
    const field = await screen.findByLabelText('答案')
    await userEvent.clear(field)
    await userEvent.type(field, '市数据局机关行政编制40名。{Control>}{Enter}{/Control}')
    expect(await screen.findByText('服务暂时不可用，请稍后重试。您填写的内容没有丢失。')).toBeInTheDocument()
    expect(JSON.parse(asked('POST /review/71/verdict')[0]!.body)).toMatchObject({ version: 2, action: 'edit', content: { answer: '市数据局机关行政编制40名。', type: 9 } })
    expect(screen.getByLabelText('答案')).toHaveValue('市数据局机关行政编制40名。')
    unmount() // a reload
    open()
    await screen.findByText('12')
    await userEvent.keyboard('n')
    expect(await screen.findByLabelText('答案')).toHaveValue('市数据局机关行政编制40名。')
  })

  it('does not take letters typed in a field for keys', async () => {
    const { asked } = await pulled()
    await userEvent.keyboard('e')
    await userEvent.type(await screen.findByLabelText('答案'), 'arsn')
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(asked('POST /review/71/verdict')).toHaveLength(0)
    expect(asked('POST /review/next')).toHaveLength(1)
  })
})

describe('the desk', () => {
  it('goes from basis to basis by key', async () => {
    const { container } = await pulled()
    await waitFor(() => expect(container.querySelector('.original mark')).toHaveTextContent('36名'))
    await userEvent.keyboard('j')
    await waitFor(() => expect(container.querySelector('.original mark')).toHaveTextContent('本规定自2026年3月20日起施行。'))
    await userEvent.keyboard('jk')
    await waitFor(() => expect(container.querySelector('.original mark')).toHaveTextContent('36名'))
  })

  it('shows who wrote and changed what', async () => {
    await pulled()
    expect(await screen.findByText('周砚秋')).toBeInTheDocument()
    expect(document.querySelector('.history del')).toHaveTextContent('35')
    expect(document.querySelector('.history ins')).toHaveTextContent('36')
  })

  it('gives back, but asks first when something was typed', async () => {
    const { asked } = await pulled({ 'POST /review/71/return': {} })
    await userEvent.keyboard('e')
    await userEvent.type(await screen.findByLabelText('答案'), '改')
    await userEvent.click(screen.getByRole('button', { name: /归还/ }))
    const dialog = await screen.findByRole('dialog')
    expect(asked('POST /review/71/return')).toHaveLength(0)
    await userEvent.click(within(dialog).getByRole('button', { name: '归还' }))
    await waitFor(() => expect(asked('POST /review/71/return')).toHaveLength(1))
    expect(await screen.findByText('有 15 条等待审核')).toBeInTheDocument()
  })

  it('marks a passage of the original as a further basis', async () => {
    const { container, asked } = await pulled({ 'POST /review/71/verdict': pair() })
    await waitFor(() => expect(container.querySelector('.original mark')).toBeTruthy())
    const line = container.querySelectorAll('.original p[data-start]')[2]!.firstChild!.firstChild as Node
    const range = document.createRange()
    range.setStart(line, 0)
    range.setEnd(line, 3)
    window.getSelection()?.removeAllRanges()
    window.getSelection()?.addRange(range)
    document.dispatchEvent(new Event('selectionchange'))
    await userEvent.click(await screen.findByRole('button', { name: /设为依据/ }))
    expect(await screen.findByRole('button', { name: /^依据3：/ })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /提交修改/ }))
    await waitFor(() => expect(asked('POST /review/71/verdict')).toHaveLength(1))
    const sent = JSON.parse(asked('POST /review/71/verdict')[0]!.body) as { content: { basis: { quote: string }[] } }
    expect(sent.content.basis[2]).toMatchObject({ version_id: 5, quote: '第七条' })
  })
})

describe('the lease', () => {
  it('says when it has run out, keeps what was typed, and can be taken up again', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      const { asked } = await pulled({ 'POST /review/71/renew': () => ({ lease_until: inHalfAnHour() }) })
      await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).keyboard('e')
      await vi.advanceTimersByTimeAsync(31 * 60_000)
      expect(await screen.findByText('领取已到期，这一条已归还队列')).toBeInTheDocument()
      expect(screen.getByRole('button', { name: /归还/ })).toBeDisabled()
      await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(screen.getByRole('button', { name: '重新领取' }))
      await waitFor(() => expect(screen.queryByText('领取已到期，这一条已归还队列')).not.toBeInTheDocument())
      expect(asked('POST /review/71/renew').length).toBeGreaterThan(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
