import { expect, it } from 'vitest'
import { basis, pair } from '../../test/pairs'
import { blank, changed, contentOf, errorsOf, missing, tidy } from './content'

it('does not call blanks a change, but every other thing', () => {
  const was = contentOf(pair())
  expect(changed(was, { ...was, answer: `${was.answer}  ` })).toBe(false)
  expect(changed(was, { ...was, note: '改了措辞' })).toBe(false)
  expect(changed(was, { ...was, answer: '40名。' })).toBe(true)
  expect(changed(was, { ...was, type: 10 })).toBe(true)
  expect(changed(was, { ...was, basis: [basis({ end: 30 })] })).toBe(true)
  expect(changed(was, { ...was, links: [{ type: 'related', pair_id: 8, title: '' }] })).toBe(true)
})

it('is sent without empty wordings', () => {
  expect(tidy({ ...blank, question: ' 问 ', variants: [' 甲 ', ''], note: ' ' })).toMatchObject({ question: '问', variants: ['甲'], note: undefined })
})

it('says what is still missing, in order', () => {
  expect(missing(blank)).toBe('请填写问题')
  expect(missing({ ...blank, question: '问', answer: '答' })).toContain('依据')
  expect(missing(contentOf(pair()))).toBe('')
})

it('tells errors from warnings', () => {
  const findings = [{ rule: 'a', metric: 'accuracy', level: 'warning', message: '' }, { rule: 'b', metric: 'accuracy', level: 'error', message: '' }]
  expect(errorsOf(findings).map((f) => f.rule)).toEqual(['b'])
  expect(errorsOf(null)).toEqual([])
})
