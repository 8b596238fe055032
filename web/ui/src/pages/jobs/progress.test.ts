import { expect, it } from 'vitest'
import { active, percent, settled, stageLabel } from './progress'

const stages = [
  { name: 'parse', label: '读取文字' },
  { name: 'index', label: '建立索引' },
]

it('counts over all stages', () => {
  expect(percent({ stage: 'parse', state: 'running', progress: 0.5 }, stages)).toBe(25)
  expect(percent({ stage: 'index', state: 'running', progress: 0 }, stages)).toBe(50)
  expect(percent({ stage: 'done', state: 'done', progress: 0 }, stages)).toBe(100)
  expect(percent({ stage: 'unheard', state: 'running', progress: 1 }, stages)).toBe(0)
})

it('knows when nothing moves any more', () => {
  expect(active({ counts: { queued: 1, done: 2 } })).toBe(true)
  expect(active({ counts: { failed: 1, quarantined: 1, done: 2 } })).toBe(false)
  expect(settled({ counts: { queued: 1, running: 2, done: 3 }, total: 6 })).toBe(3)
})

it('never shows the code of a stage', () => {
  expect(stageLabel('parse', stages)).toBe('读取文字')
  expect(stageLabel('unheard', stages)).toBe('—')
})
