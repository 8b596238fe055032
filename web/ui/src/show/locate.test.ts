import { expect, it } from 'vitest'
import { locate } from './locate'

const text = '𠮷镇规定\n第六条　编制36名。\n第七条　编制36名。'

it('keeps the place where the words stand, even when they stand elsewhere too', () => {
  expect(locate(text, { quote: '编制36名。', start: 20, end: 26 })).toEqual({ start: 20, end: 26 })
})

it('looks for the words when the place is off', () => {
  expect(locate(text, { quote: '编制36名。', start: 0, end: 6 })).toEqual({ start: 9, end: 15 })
})

it('lights nothing when the text does not have the words', () => {
  expect(locate(text, { quote: '编制37名。', start: 9, end: 15 })).toBeUndefined()
})
