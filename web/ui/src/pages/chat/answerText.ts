// An answer as running text: broken into lines, with its marks, and as plain text for the clipboard.

import type { Answer, Citation, Sentence } from '../../api/model'
import { chinaDay, chineseDate, circled, interval, placeOf, quoted } from '../../show/format'
import { statusWords, wordOf } from '../../show/words'

/** linesOf groups the sentences into the lines in which the answer's text has them. */
export function linesOf(answer: Pick<Answer, 'text' | 'sentences'>): Sentence[][] {
  const lines: Sentence[][] = [[]]
  let at = 0
  for (const sentence of answer.sentences ?? []) {
    const found = answer.text.indexOf(sentence.text, at)
    const gap = found < 0 ? '' : answer.text.slice(at, found)
    if (gap.includes('\n') && lines.at(-1)?.length) lines.push([])
    lines.at(-1)?.push(sentence)
    if (found >= 0) at = found + sentence.text.length
  }
  return lines.filter((line) => line.length > 0)
}

export type Piece = { text: string } | { cites: number[] }

/** piecesOf cuts a text still streaming into words and its [1] marks. A mark not closed yet is held back. */
export function piecesOf(text: string): Piece[] {
  const whole = text.replace(/\[[\d,，、\s]*$/, '')
  return whole
    .split(/(\[\d+(?:[,，、]\s*\d+)*\])/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\[\d/.test(piece) ? { cites: (piece.match(/\d+/g) ?? []).map(Number) } : { text: piece }))
}

/** sourceLine names where a citation stands, the way an official would. */
export function sourceLine(c: Citation): string {
  const number = c.doc_no ? `（${c.doc_no}）` : ''
  return `${quoted(c.title)}${number}${placeOf(c.label)}`
}

/** plainText is the answer with its grounds, to be pasted into a paper. */
export function plainText(answer: Answer): string {
  const body = answer.refusal
    ? [`未能回答：${answer.refusal.message}`]
    : linesOf(answer).map((line) => line.map((s) => s.text.trim() + (s.citations ?? []).map(circled).join('')).join(''))
  const rows = (answer.table?.rows ?? []).map((row) => (row ?? []).join('\t'))
  const table = answer.table ? [(answer.table.header ?? []).join('\t'), ...rows] : []
  const grounds = (answer.citations ?? []).map(
    (c) => `${circled(c.n)}${sourceLine(c)}（${wordOf(statusWords, c.status)}，${interval(c.effective_from, c.effective_to)}）：“${c.quote}”`,
  )
  return [
    `问题：${answer.question}`,
    '',
    '结论：',
    ...body,
    ...table,
    ...(grounds.length > 0 ? ['', '依据：', ...grounds] : []),
    '',
    `适用时点：${chineseDate(answer.as_of)}`,
    ...(answer.approved ? [`已审定问答第${answer.approved.version}版（${chineseDate(chinaDay(answer.approved.approved_at))}）`] : []),
    ...(answer.notices ?? []).map((notice) => `注意：${notice}`),
    '（人工智能辅助生成，请核对依据）',
  ].join('\n')
}

export { copyText } from '../../show/copy'
