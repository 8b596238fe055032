import { expect, it } from 'vitest'
import { look } from './jsonl'

it('counts the questions and skips empty lines', () => {
  expect(look('{"id":"a","question":"编制？","answerable":true}\n\n{"id":"b","question":"职数？"}\r\n')).toEqual({ questions: 2, faults: [] })
})

it('names every bad line at once', () => {
  const text = ['{"id":"a","question":"编制？"}', '{"id":"a","question":"编制？"}', '{bad', '{"id":"c"}', '[]', '{"question":"？"}', '{"id":"d","question":"？","type":31}'].join('\n')
  const { questions, faults } = look(text)
  expect(questions).toBe(1)
  expect(faults.map((f) => f.line)).toEqual([2, 3, 4, 5, 6, 7])
  expect(faults[0]!.problem).toContain('与第 1 行重复')
  expect(faults[1]!.problem).toContain('JSON')
  expect(faults[2]!.problem).toContain('question')
})

it('does not stumble over the mark Windows puts before a text', () => {
  expect(look('\uFEFF{"id":"a","question":"编制？"}').faults).toEqual([])
})
