import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { actor } from '../../test/made'
import { served, shown } from '../../test/served'
import JobsRoute from './JobsRoute'

afterEach(() => vi.unstubAllGlobals())

const failed = {
  id: 31, batch_id: 1, filename: '扫描件.pdf', size: 10, stage: 'parse', state: 'failed', progress: 0, error: '文件没有文字层，请上传文字版。', attempts: 2,
  created_at: '2026-11-20T01:00:00Z', updated_at: '2026-11-20T01:00:00Z',
}

it('shows failures first, says why, and tries again', async () => {
  const log = served({
    'GET /session': { actor: actor({ roles: ['admin'] }) },
    'GET /system': { degraded: [], counts: { documents: 1 } },
    'GET /batches': { items: [], total: 0 },
    'GET /stages': { items: [{ name: 'parse', label: '读取文字' }], total: 1 },
    'GET /jobs': { items: [failed], total: 1, counts: { failed: 1 } },
    'POST /intakes/31/retry': failed,
  })
  shown(<RequireSession><JobsRoute /></RequireSession>, '/jobs')
  expect(await screen.findByText('文件没有文字层，请上传文字版。')).toBeInTheDocument()
  expect(await screen.findByText('读取文字')).toBeInTheDocument()
  expect(decodeURIComponent(log.find((a) => a.what === 'GET /jobs' && a.query.includes('state'))?.query ?? '')).toContain('failed,quarantined')
  await userEvent.click(screen.getByRole('button', { name: /重试/ }))
  await waitFor(() => expect(log.some((a) => a.what === 'POST /intakes/31/retry')).toBe(true))
})
