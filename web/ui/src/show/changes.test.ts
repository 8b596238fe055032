import { expect, it } from 'vitest'
import { diff, type Piece } from './changes'

const side = (pieces: Piece[], without: Piece['kind']) => pieces.filter((p) => p.kind !== without).map((p) => p.text).join('')

it('gives back both texts', () => {
  const before = '机关行政编制36名，设局长1名，副局长3名。'
  const after = '机关行政编制40名，设局长1名、副局长4名，总工程师1名。'
  const pieces = diff(before, after)
  expect(side(pieces, 'added')).toBe(before)
  expect(side(pieces, 'removed')).toBe(after)
  expect(pieces[0]).toEqual({ kind: 'same', text: '机关行政编制' })
  expect(pieces[1]).toEqual({ kind: 'removed', text: '36' })
  expect(pieces[2]).toEqual({ kind: 'added', text: '40' })
})

it('says nothing of what stayed, and counts rare characters as one', () => {
  expect(diff('一样', '一样')).toEqual([{ kind: 'same', text: '一样' }])
  expect(diff('', '')).toEqual([])
  expect(diff('𠮷镇', '𬭊镇')).toEqual([
    { kind: 'removed', text: '𠮷' },
    { kind: 'added', text: '𬭊' },
    { kind: 'same', text: '镇' },
  ])
})

it('does not choke on long texts', () => {
  const a = '甲'.repeat(5000)
  const b = '乙'.repeat(5000)
  expect(diff(a, b)).toEqual([
    { kind: 'removed', text: a },
    { kind: 'added', text: b },
  ])
})
