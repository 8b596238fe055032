import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { DocumentText } from './DocumentText'
import { markedIn } from './passage'
import { sliceRunes } from './runes'

const text = '𠮷镇规定\n第六条　编制36名。\n第七条　另行规定。'

function select(from: [Node, number], to: [Node, number]): Selection {
  const range = document.createRange()
  range.setStart(...from)
  range.setEnd(...to)
  const selection = window.getSelection() as Selection
  selection.removeAllRanges()
  selection.addRange(range)
  return selection
}

function open(lit?: { start: number; end: number }) {
  const { container } = render(<DocumentText text={text} lit={lit} pages={new Map([[5, 2]])} />)
  const lines = [...container.querySelectorAll('p')]
  const inside = (line: number, child: number) => lines[line]!.childNodes[child]!.firstChild as Node
  return { container, lines, inside }
}

it('knows the place of what is marked, behind rare characters and inside of what is lit', () => {
  const { container, inside } = open({ start: 9, end: 15 })
  const place = markedIn(container, text, select([inside(1, 1), 0], [inside(1, 1), 4]))
  expect(place).toEqual({ start: 9, end: 13 })
  expect(sliceRunes(text, 9, 13)).toBe('编制36')
})

it('goes over line ends and drops the blanks around', () => {
  const { container, inside } = open()
  const place = markedIn(container, text, select([inside(1, 0), 3], [inside(2, 0), 3]))
  expect(place && sliceRunes(text, place.start, place.end)).toBe('编制36名。\n第七条')
})

it('takes whole lines when the mark ends outside of them', () => {
  const { container, inside } = open()
  const place = markedIn(container, text, select([inside(0, 0), 2], [container, 1]))
  expect(place && sliceRunes(text, place.start, place.end)).toBe('镇规定\n第六条　编制36名。\n第七条　另行规定。')
})

it('is nothing when nothing is marked', () => {
  const { container, inside } = open()
  expect(markedIn(container, text, select([inside(0, 0), 1], [inside(0, 0), 1]))).toBeUndefined()
  expect(markedIn(container, text, null)).toBeUndefined()
})
