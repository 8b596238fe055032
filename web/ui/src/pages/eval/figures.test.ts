import { expect, it } from 'vitest'
import { figuresOf, percent, share, valueOf } from './figures'
import { group, run } from '../../test/loop'

it('writes figures as people do', () => {
  expect([percent(0.8765), percent(1), percent(0), percent(undefined)]).toEqual(['87.7%', '100%', '0%', '—'])
  expect(share(0, 0)).toBeUndefined()
})

it('puts the counted figures first, and what was measured behind', () => {
  const figures = figuresOf(group({ questions: 10, passed: 7, correct: 8, cited: 9, scores: [{ name: 'mrr', label: 'MRR', value: 0.5, n: 6 }] }))
  expect(figures.map((f) => [f.name, f.value])).toEqual([['passed', 0.7], ['correct', 0.8], ['cited', 0.9], ['mrr', 0.5]])
  expect(figures[0]!.on).toBe('7/10 题')
})

it('gives no figure of a run that has not ended', () => {
  expect(valueOf(run({ state: 'running' }), 'passed')).toBeUndefined()
  expect(valueOf(run(), 'passed')).toBe(0.9)
})
