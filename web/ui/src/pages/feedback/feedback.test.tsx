import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { OwnFeedback } from '../../api/loop'
import { RequireSession } from '../../session/SessionContext'
import { actor } from '../../test/made'
import { served, shown } from '../../test/served'
import { FeedbackOutcome } from '../chat/FeedbackOutcome'
import FeedbackRoute, { inView } from './FeedbackRoute'

afterEach(() => vi.unstubAllGlobals())

const own = (change: Partial<OwnFeedback> = {}): OwnFeedback => ({
  answer_id: 1, conversation_id: 4, question: '云澜市数据局机关行政编制多少名？', reason: 'wrong', created_at: '2026-11-22T01:00:00Z',
  ticket: { id: 12, state: 'fixing', label: '修复中', updated_at: '2026-11-22T02:00:00Z' }, ...change,
})

it('lists what one has reported and where it stands', async () => {
  served({ 'GET /session': { actor: actor() }, 'GET /feedback': { items: [own()], total: 1 } })
  shown(<RequireSession><FeedbackRoute /></RequireSession>, '/feedback')
  expect(await screen.findByRole('link', { name: '云澜市数据局机关行政编制多少名？' })).toHaveAttribute('href', '/chat/4')
  expect(screen.getByText('修复中')).toBeInTheDocument()
  expect(screen.getByText('正在修复')).toBeInTheDocument()
})

it('tells what is being worked on from what has been mended', () => {
  const items = [own(), own({ answer_id: 3, ticket: { id: 13, state: 'closed', label: '已关闭', updated_at: '' } }), own({ answer_id: 4, ticket: undefined })]
  expect(inView(items, 'all').map((f) => f.answer_id)).toEqual([1, 3, 4])
  expect(inView(items, 'open').map((f) => f.answer_id)).toEqual([1, 4])
  expect(inView(items, 'closed').map((f) => f.answer_id)).toEqual([3])
})

it('shows the reporter in the conversation what became of it; only those who mend get the way to the ticket', async () => {
  served({ 'GET /session': { actor: actor() } })
  shown(<RequireSession><FeedbackOutcome feedback={{ verdict: 'down', ...own() }} /></RequireSession>)
  expect(await screen.findByText('正在修复')).toBeInTheDocument()
  expect(screen.queryByRole('link')).not.toBeInTheDocument()
})
