import { expect, it } from 'vitest'
import { stepsOf, waitsFor } from './nextSteps'

const lead = { id: 1, roles: ['lead' as const] }
const expert = { id: 2, roles: ['expert' as const] }
const at = (state: string, assignee_id = 2) => ({ state, assignee_id, assignee: '沈砚' })

it('offers a lead the next step of each state and no other', () => {
  const steps = ['new', 'assigned', 'fixing', 're_review', 're_run', 'closed'].map((s) => stepsOf(at(s), lead))
  expect(steps).toEqual([['assign'], ['start', 'assign'], ['fixed'], ['accept', 'reject'], ['rerun'], []])
})

it('lets the expert it is assigned to start and report the fix, and nobody else without the role', () => {
  expect(stepsOf(at('assigned'), expert)).toEqual(['start'])
  expect(stepsOf(at('fixing'), expert)).toEqual(['fixed'])
  expect(stepsOf(at('fixing', 9), expert)).toEqual([])
  expect(stepsOf(at('re_review'), expert)).toEqual([])
})

it('does not let whoever mended it accept it', () => {
  expect(stepsOf({ ...at('re_review'), fixer_id: 1 }, lead)).toEqual(['reject'])
})

it('says whose move it is', () => {
  expect(waitsFor(at('fixing'))).toContain('沈砚')
  expect(waitsFor(at('re_review'))).toContain('修复人以外')
})
