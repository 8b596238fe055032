import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { actor } from '../../test/made'
import { served, shown } from '../../test/served'
import RelationsRoute from './RelationsRoute'

afterEach(() => vi.unstubAllGlobals())

const relation = {
  id: 9, version_id: 5, from_document_id: 3, from_title: '云澜市机构编制管理办法', type: 'repeals', target_title: '云澜市机构编制管理暂行办法', target_document_id: 8,
  sentence: '《云澜市机构编制管理暂行办法》同时废止。', start: 90, end: 110, state: 'proposed',
}

it('asks for what is undecided first, shows the proving sentence, and decides', async () => {
  const log = served({ 'GET /session': { actor: actor({ roles: ['lead'] }) }, 'GET /relations': { items: [relation], total: 1 }, 'POST /relations/9/decision': { ...relation, state: 'confirmed' } })
  shown(<RequireSession><RelationsRoute /></RequireSession>, '/relations')
  expect(await screen.findByText('《云澜市机构编制管理暂行办法》同时废止。')).toBeInTheDocument()
  expect(new URLSearchParams(log.find((a) => a.what === 'GET /relations')?.query).get('state')).toBe('proposed')
  expect(screen.getByRole('link', { name: '《云澜市机构编制管理办法》' })).toHaveAttribute('href', '/documents/3?version=5&start=90&end=110')
  await userEvent.click(screen.getByRole('button', { name: '确认' }))
  await waitFor(() => expect(JSON.parse(log.find((a) => a.what === 'POST /relations/9/decision')?.body ?? '{}')).toEqual({ state: 'confirmed' }))
  await userEvent.click(screen.getByText('全部'))
  await waitFor(() => expect(log.filter((a) => a.what === 'GET /relations').some((a) => !a.query.includes('state'))).toBe(true))
})
