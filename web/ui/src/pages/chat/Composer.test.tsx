import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { shown } from '../../test/served'
import { Composer } from './Composer'

function composer(running = false) {
  const onSend = vi.fn()
  const onStop = vi.fn()
  shown(<Composer running={running} onSend={onSend} onStop={onStop} />)
  return { onSend, onStop, area: screen.getByLabelText('问题') }
}

it('sends with Enter and empties itself', async () => {
  const { onSend, area } = composer()
  await userEvent.type(area, '  编制多少名？{Enter}')
  expect(onSend).toHaveBeenCalledWith('编制多少名？', undefined)
  expect(area).toHaveValue('')
})

it('breaks the line with Shift+Enter', async () => {
  const { onSend, area } = composer()
  await userEvent.type(area, '甲{Shift>}{Enter}{/Shift}乙')
  expect(onSend).not.toHaveBeenCalled()
  expect(area).toHaveValue('甲\n乙')
})

it('leaves the Enter of an input method alone', () => {
  const { onSend, area } = composer()
  fireEvent.change(area, { target: { value: 'bianzhi' } })
  fireEvent.keyDown(area, { key: 'Enter', isComposing: true })
  expect(onSend).not.toHaveBeenCalled()
})

it('offers to stop while an answer is on its way', async () => {
  const { onSend, onStop, area } = composer(true)
  await userEvent.type(area, '问{Enter}')
  expect(onSend).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: /停止/ }))
  expect(onStop).toHaveBeenCalledOnce()
})
