import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { merged, ScoreTable } from './ScoreTable'

it('joins a word and its pair of characters', () => {
  expect(merged([{ term: '编制', weight: 1 }, { term: '#编制', weight: 0.5 }, { term: '机关', weight: 2 }])).toEqual([
    { term: '机关', weight: 2 },
    { term: '编制', weight: 1.5 },
  ])
})

it('shows parts that add up, and says where a leg did not find it', () => {
  render(<ScoreTable score={0.03} explain={{ parts: [{ name: '字词排名', value: 0.01 }, { name: '语义排名', value: 0.02 }], lexical_rank: 3, lexical_score: 12.5 }} />)
  expect(screen.getByText('0.0300')).toBeInTheDocument()
  expect(screen.getByText('第3（12.500）')).toBeInTheDocument()
  expect(screen.getByText('未进入候选')).toBeInTheDocument()
})
