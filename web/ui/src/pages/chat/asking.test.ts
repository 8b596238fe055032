import { expect, it } from 'vitest'
import { citation } from '../../test/made'
import { advance, begin, fail, stop } from './asking'

const start = () => begin({ question: '问' })

it('collects stages once, text in order and citations by number', () => {
  const events = [
    { type: 'stage', stage: 'retrieving', label: '检索依据' },
    { type: 'stage', stage: 'retrieving', label: '检索依据' },
    { type: 'citation', citation: citation() },
    { type: 'citation', citation: citation() },
    { type: 'delta', delta: '编制' },
    { type: 'delta', delta: '36名[1]' },
    { type: 'unheard-of' },
  ]
  const asking = events.reduce(advance, start())
  expect(asking.stages).toEqual([{ name: 'retrieving', label: '检索依据' }])
  expect(asking.citations).toHaveLength(1)
  expect(asking.text).toBe('编制36名[1]')
})

it('keeps what came when it is stopped or fails', () => {
  const some = advance(start(), { type: 'delta', delta: '编制' })
  expect(stop(some)).toMatchObject({ phase: 'stopped', text: '编制' })
  expect(fail(some, '中断')).toMatchObject({ phase: 'failed', error: '中断', text: '编制' })
})
