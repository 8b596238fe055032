// What a person has marked with the mouse in a shown text, as a place in the original.

import type { Range as Place } from './DocumentText'
import { sliceRunes } from './runes'

/**
 * markedIn is the stretch of text that is selected inside root, in code points; undefined when nothing of the text is. Page
 * marks and other things between the paragraphs are not part of the text and are left out; so is white space at both ends.
 */
export function markedIn(root: HTMLElement, text: string, selection: Selection | null): Place | undefined {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  const touched = [...root.querySelectorAll<HTMLElement>('p[data-start]')].filter((p) => range.intersectsNode(p))
  const first = touched[0]
  const last = touched.at(-1)
  if (!first || !last) return undefined
  const start = first.contains(range.startContainer) ? offsetIn(first, range.startContainer, range.startOffset) : 0
  const end = last.contains(range.endContainer) ? offsetIn(last, range.endContainer, range.endOffset) : runes(last.textContent)
  return trimmed(text, { start: placeOf(first) + start, end: placeOf(last) + end })
}

const runes = (s: string | null) => Array.from(s ?? '').length
const placeOf = (p: HTMLElement) => Number(p.dataset.start)

function offsetIn(p: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange()
  before.selectNodeContents(p)
  before.setEnd(node, offset)
  return runes(before.toString())
}

function trimmed(text: string, { start, end }: Place): Place | undefined {
  const said = Array.from(sliceRunes(text, start, end))
  const blank = (c: string | undefined) => c !== undefined && /[\s　]/.test(c)
  let from = 0
  let to = said.length
  while (from < to && blank(said[from])) from++
  while (to > from && blank(said[to - 1])) to--
  return from < to ? { start: start + from, end: start + to } : undefined
}
