import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { served, shown } from '../../test/served'
import { UploadDrawer } from './UploadDrawer'

afterEach(() => vi.unstubAllGlobals())

const batch = { id: 7, label: '批次', actor: '', clearance: 2, source_class: 2, sample: false, total: 1, created_at: '2026-11-22T01:00:00Z', counts: { done: 1 } }

it('warns of secret papers, uploads, and follows the files to the end', async () => {
  const log = served({
    'POST /documents': { batch, files: [{ filename: '坏.exe', error: '不支持这种文件格式。' }] },
    'GET /batches/7': batch,
    'GET /batches/7/items': { items: [{ id: 1, batch_id: 7, filename: '办法.txt', size: 6, stage: 'done', state: 'done', progress: 1, attempts: 1, document_id: 5, created_at: '', updated_at: '' }], total: 1 },
    'GET /stages': { items: [], total: 0 },
  })
  shown(<UploadDrawer open onClose={() => undefined} />)
  expect(await screen.findByText('严禁上传涉密文件')).toBeInTheDocument()
  expect(screen.getByText('请先选择文件').closest('button')).toBeDisabled()
  const file = new File(['正文'], '办法.txt')
  await userEvent.upload(screen.getByLabelText('选择文件'), [file, file])
  await userEvent.click(screen.getByText('上传 1 个文件'))
  expect(await screen.findByText('不支持这种文件格式。', { exact: false })).toBeInTheDocument()
  expect(await screen.findByText('全部完成')).toBeInTheDocument()
  expect(screen.getByText('办法.txt')).toHaveAttribute('href', '/documents/5')
  await waitFor(() => expect(log.filter((a) => a.what === 'GET /batches/7')).toHaveLength(1)) // settled: not asked again
})
