import { expect, it } from 'vitest'
import { inWords } from './words'

it('says codes of refusals in words, and leaves other text alone', () => {
  expect(inWords('不应拒而拒：no_evidence')).toBe('不应拒而拒：“库中没有依据”')
  expect(inWords('仍以“not_in_force”拒答')).toBe('仍以“所问时点无有效规定”拒答')
  expect(inWords('缺少：36名')).toBe('缺少：36名')
  expect(inWords(undefined)).toBe('')
})
