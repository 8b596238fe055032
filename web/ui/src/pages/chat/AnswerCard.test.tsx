import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { answer, citation } from '../../test/made'
import { shown } from '../../test/served'
import { AnswerCard } from './AnswerCard'

function card(a = answer()) {
  const onOpen = vi.fn()
  const onJudge = vi.fn()
  shown(<AnswerCard answer={a} onOpen={onOpen} onJudge={onJudge} />)
  return { onOpen, onJudge }
}

it('shows the four parts, and opens the citation that is clicked', async () => {
  const { onOpen } = card(
    answer({
      citations: [citation(), citation({ n: 2, label: '第七条', status: 'repealed' })],
      related: [{ document_id: 8, title: '关于核增编制的批复', relation: '同一机构的批复' }],
      notices: ['含2名工勤编制。'],
    }),
  )
  expect(screen.getAllByRole('heading', { level: 3 }).map((h) => h.textContent)).toEqual(['结论', '依据', '适用时点', '关联'])
  expect(screen.getByText('已废止')).toBeInTheDocument()
  expect(screen.getByText('含2名工勤编制。')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: '《关于核增编制的批复》' })).toHaveAttribute('href', '/documents/8')
  await userEvent.click(screen.getByRole('button', { name: /^依据1：/ }))
  expect(onOpen).toHaveBeenCalledWith(expect.arrayContaining([expect.objectContaining({ n: 1 })]), 1)
})

it('marks a sentence without support', () => {
  card(answer({ sentences: [{ text: '另设总工程师1名。', citations: [], supported: false, problem: '原文没有这一数字。' }] }))
  expect(screen.getByText('无依据')).toBeInTheDocument()
})

it('shows rows with the grounds of each', () => {
  card(answer({ table: { header: ['机构', '编制'], rows: [['数据局', '36名'], ['水利局', '39名']], cites: [[1], []] } }))
  const rows = within(screen.getByRole('table')).getAllByRole('row')
  expect(rows.map((r) => r.textContent)).toEqual(['机构编制依据', '数据局36名①', '水利局39名'])
})

it('refuses clearly: a reason, and near articles that are not the answer', () => {
  const refusal = { reason: 'no_evidence', message: '请向机构编制管理部门咨询。', nearest: [citation()] }
  card(answer({ mode: 'refusal', refusal, sentences: [], citations: [] }))
  expect(screen.getByText('未能回答：库中没有依据')).toBeInTheDocument()
  expect(screen.getByText('仅供查找线索，不是对问题的回答')).toBeInTheDocument()
  expect(screen.queryByText('结论')).not.toBeInTheDocument()
  expect(screen.queryByText('①')).not.toBeInTheDocument()
})

it('takes a thumb up at once, a thumb down only with a reason', async () => {
  const { onJudge } = card()
  await userEvent.click(screen.getByRole('button', { name: /有用/ }))
  expect(onJudge).toHaveBeenCalledWith({ verdict: 'up' })
  await userEvent.click(screen.getByRole('button', { name: /有误/ }))
  await userEvent.click(await screen.findByRole('button', { name: '提交' }))
  expect(await screen.findByText('请选择一个原因')).toBeInTheDocument()
  await userEvent.click(screen.getByLabelText('规定已过时'))
  await userEvent.type(screen.getByLabelText('补充说明（可不填）'), '以批复为准')
  await userEvent.click(screen.getByRole('button', { name: '提交' }))
  await vi.waitFor(() => expect(onJudge).toHaveBeenLastCalledWith({ verdict: 'down', reason: 'outdated', comment: '以批复为准' }))
})
