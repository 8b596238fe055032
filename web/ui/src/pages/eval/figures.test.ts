import { expect, it } from 'vitest'
import { figuresOf, headlinesOf, percent, share, valueOf } from './figures'
import { group, run } from '../../test/loop'

it('writes figures as people do', () => {
  expect([percent(0.8765), percent(1), percent(0), percent(undefined)]).toEqual(['87.7%', '100%', '0%', '—'])
  expect(share(0, 0)).toBeUndefined()
})

it('puts what people ask for first, with what it was measured on', () => {
  const score = (name: string, value: number, n: number) => ({ name, label: name, value, n })
  const g = group({ questions: 10, passed: 7, scores: [score('rouge_l', 0.4, 9), score('mrr@10', 0.5, 6), score('passed', 0.7, 10)] })
  expect(figuresOf(g).map((f) => [f.name, f.on])).toEqual([['passed', '7/10 题'], ['mrr@10', '6 题'], ['rouge_l', '9 题']])
  expect(headlinesOf(g).map((f) => f.name)).toEqual(['passed', 'mrr@10'])
})

it('gives no figure of a run that has not ended', () => {
  expect(valueOf(run({ state: 'running' }), 'passed')).toBeUndefined()
  expect(valueOf(run(), 'passed')).toBe(0.9)
})
