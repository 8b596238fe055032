import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { cut, Verdict } from './Verdict'

it('lights hits by code points, overlapping ones once', () => {
  expect(cut('𠮷代办入编事', [{ start: 1, end: 5 }, { start: 3, end: 5 }])).toEqual([
    { text: '𠮷', hit: false },
    { text: '代办入编', hit: true },
    { text: '事', hit: false },
  ])
})

it('says what would be done', () => {
  const hit = { word: '代办入编', class: 'D.2', class_name: '编制违规', action: 'block', start: 0, end: 4 }
  const { rerender } = render(<Verdict text="代办入编" verdict={{ action: 'block', hits: [hit] }} />)
  expect(screen.getByText('拦截')).toBeInTheDocument()
  rerender(<Verdict text="编制" verdict={{ action: '', hits: [] }} />)
  expect(screen.getByText('没有命中敏感词。')).toBeInTheDocument()
})
