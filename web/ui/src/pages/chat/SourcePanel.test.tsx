import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Citation } from '../../api/model'
import { citation, version } from '../../test/made'
import { problem, served, shown } from '../../test/served'
import { SourcePanel } from './SourcePanel'

afterEach(() => vi.unstubAllGlobals())

function panel(citations: Citation[], n = 1) {
  const onTurn = vi.fn()
  const onClose = vi.fn()
  const view = shown(<SourcePanel opened={{ citations, n, asOf: '2026-11-22' }} onTurn={onTurn} onClose={onClose} />)
  return { ...view, onTurn, onClose }
}

it('lights exactly the quote in the original', async () => {
  const log = served({ 'GET /versions/5': version() })
  const { container } = panel([citation()])
  await waitFor(() => expect(container.querySelector('mark')).toHaveTextContent('市数据局机关行政编制36名。'))
  expect(container.querySelectorAll('mark')).toHaveLength(1)
  expect(log[0]?.query).toBe('?as_of=2026-11-22')
  expect(screen.getByRole('link', { name: /在阅读器中打开/ })).toHaveAttribute('href', '/documents/3?version=5&start=27&end=41&as_of=2026-11-22')
})

it('says so when the original no longer has the quote', async () => {
  served({ 'GET /versions/5': version({ text: '全文已经更换。' }) })
  const { container } = panel([citation()])
  expect(await screen.findByText(/原文中没有找到这段引文/)).toBeInTheDocument()
  expect(container.querySelector('mark')).toBeNull()
})

it('goes from ground to ground by key and button', async () => {
  served({ 'GET /versions/5': version() })
  const { onTurn, onClose } = panel([citation(), citation({ n: 2 }), citation({ n: 3 })], 2)
  await userEvent.keyboard('j')
  expect(onTurn).toHaveBeenLastCalledWith(3)
  await userEvent.keyboard('k')
  expect(onTurn).toHaveBeenLastCalledWith(1)
  await userEvent.click(screen.getByRole('button', { name: '③' }))
  expect(onTurn).toHaveBeenLastCalledWith(3)
  await userEvent.keyboard('{Escape}')
  expect(onClose).toHaveBeenCalledOnce()
})

it('tells in plain words when the document is out of reach', async () => {
  served({ 'GET /versions/5': problem(404, '没有这份文件，或不在您的查阅范围内。') })
  panel([citation()])
  expect(await screen.findByText('没有这份文件，或不在您的查阅范围内。')).toBeInTheDocument()
})
