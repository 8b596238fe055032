import { expect, it } from 'vitest'
import { actionWords, objectWords } from './actions'

it('says actions and objects in Chinese, also those it does not know yet', () => {
  expect(actionWords('document.withdraw')).toBe('撤下文件')
  expect(actionWords('pair.approve')).toBe('问答对审定')
  expect(actionWords('document.unheard_of')).toBe('文件')
  expect(actionWords('unheard.of')).toBe('其他操作')
  expect(objectWords('turn', '12')).toBe('问答 12')
  expect(objectWords('unheard', '3')).toBe('其他 3')
})
