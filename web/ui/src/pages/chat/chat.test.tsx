import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { actor, answer, conversation, turn } from '../../test/made'
import { problem, served, shown } from '../../test/served'
import { AskProvider } from './AskContext'
import ChatRoute from './ChatRoute'
import { groups } from './ConversationList'

afterEach(() => vi.unstubAllGlobals())

const page = (
  <RequireSession>
    <AskProvider>
      <ChatRoute />
    </AskProvider>
  </RequireSession>
)

const basis = {
  'GET /session': { actor: actor() },
  'GET /system': { demo: true, degraded: [], counts: {} },
  'GET /conversations': { items: [], total: 0 },
}

const sse = (text: string) => new Response(text, { headers: { 'Content-Type': 'text/event-stream' } })
const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

const open = (at: string) => shown(page, at, { '/chat/:id': page })

describe('asking', () => {
  it('turns the first question into a conversation with an address', async () => {
    const log = served({ ...basis, 'POST /ask': () => sse(event('final', { type: 'final', answer: answer() })), 'GET /conversations/4': conversation() })
    const { router } = open('/')
    await userEvent.click(await screen.findByText('云澜市数据局机关行政编制多少名？'))
    expect(await screen.findByText('结论')).toBeInTheDocument()
    await waitFor(() => expect(router.state.location.pathname).toBe('/chat/4'))
    expect(JSON.parse(log.find((a) => a.what === 'POST /ask')?.body ?? '{}')).toEqual({ question: '云澜市数据局机关行政编制多少名？' })
  })

  it('shows the stages and the words while they come, and keeps them when stopped', async () => {
    let close = () => undefined as void
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        c.enqueue(new TextEncoder().encode(event('stage', { type: 'stage', stage: 'retrieving', label: '检索依据' }) + event('delta', { type: 'delta', delta: '机关行政编制' })))
        close = () => c.error(new DOMException('aborted', 'AbortError'))
      },
    })
    served({ ...basis, 'POST /ask': () => new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }) })
    open('/')
    await userEvent.type(await screen.findByLabelText('问题'), '编制？{Enter}')
    expect(await screen.findByText(/检索依据/)).toBeInTheDocument()
    expect(await screen.findByText('机关行政编制')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /停止/ }))
    close()
    expect(await screen.findByText(/已停止回答/)).toBeInTheDocument()
    expect(screen.getByText('机关行政编制')).toBeInTheDocument()
  })

  it('fetches the answer the server kept when the connection broke', async () => {
    const kept = conversation({ turns: [turn({ question: '编制？', answer: answer({ question: '编制？' }), created_at: new Date().toISOString() })] })
    served({ ...basis, 'GET /conversations': { items: [kept], total: 1 }, 'GET /conversations/4': kept, 'POST /ask': () => sse(event('delta', { type: 'delta', delta: '机' })) })
    open('/')
    await userEvent.type(await screen.findByLabelText('问题'), '编制？{Enter}')
    expect(await screen.findByText('结论')).toBeInTheDocument()
  })

  it('offers to ask again when it failed', async () => {
    let times = 0
    served({ ...basis, 'POST /ask': () => (++times === 1 ? problem(503, '模型暂时不可用，请稍后重试。') : sse(event('final', { type: 'final', answer: answer() }))), 'GET /conversations/4': conversation() })
    open('/')
    await userEvent.type(await screen.findByLabelText('问题'), '编制？{Enter}')
    expect(await screen.findByText('模型暂时不可用，请稍后重试。')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: '重新提问' }))
    expect(await screen.findByText('结论')).toBeInTheDocument()
  })
})

describe('conversations', () => {
  it('are put under today, this week and earlier', () => {
    const now = Date.parse('2026-11-22T02:00:00Z') // ten in the morning in China
    const at = (id: number, updated_at: string) => conversation({ id, updated_at })
    const grouped = groups([at(1, '2026-11-21T17:00:00Z'), at(2, '2026-11-21T15:00:00Z'), at(3, '2026-10-01T00:00:00Z')], now)
    expect(grouped.map(([name, items]) => [name, items.map((c) => c.id)])).toEqual([['今天', [1]], ['近七天', [2]], ['更早', [3]]])
  })

  it('can be renamed in place', async () => {
    const log = served({ ...basis, 'GET /conversations': { items: [conversation()], total: 1 }, 'GET /conversations/4': conversation(), 'PATCH /conversations/4': new Response(null, { status: 204 }) })
    open('/chat/4')
    await userEvent.click(await screen.findByRole('button', { name: '对话“数据局编制”的操作' }))
    await userEvent.click(await screen.findByText('修改标题'))
    const field = screen.getByLabelText('对话标题')
    await userEvent.clear(field)
    await userEvent.type(field, '编制核对{Enter}')
    await waitFor(() => expect(log.find((a) => a.what === 'PATCH /conversations/4')?.body).toBe('{"title":"编制核对"}'))
  })

  it('take a verdict back when the server refuses it', async () => {
    served({ ...basis, 'GET /conversations/4': conversation(), 'POST /answers/9/feedback': () => problem(503, '暂时无法保存。') })
    open('/chat/4')
    const up = await screen.findByRole('button', { name: /有用/ })
    await userEvent.click(up)
    expect(await screen.findByText('暂时无法保存。')).toBeInTheDocument()
    expect(up).toHaveAttribute('aria-pressed', 'false')
  })
})
