import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequireSession } from '../../session/SessionContext'
import { comparison, evalQuestion, evalSet, group, outcome, run } from '../../test/loop'
import { actor, answer } from '../../test/made'
import { served, shown } from '../../test/served'
import CompareRoute from './CompareRoute'
import EvalRoute from './EvalRoute'
import RunRoute from './RunRoute'
import { named } from './SetList'
import { wholeRuns } from './Trends'

afterEach(() => vi.unstubAllGlobals())

const lead = { 'GET /session': { actor: actor({ roles: ['lead'] }) } }
const signed = (page: React.ReactNode) => <RequireSession>{page}</RequireSession>

describe('sets', () => {
  it('are shown once a name, at the latest version', () => {
    const groups = named([evalSet({ id: 1, version: 1 }), evalSet({ id: 4, version: 2 }), evalSet({ id: 2, name: '政策题' })])
    expect(groups.map(([name, versions]) => [name, versions.map((s) => s.version)])).toEqual([['示例题', [2, 1]], ['政策题', [1]]])
  })

  it('a file with bad lines is not sent, and every bad line is named', async () => {
    const log = served({ ...lead, 'GET /eval/sets': { items: [], total: 0 } })
    shown(signed(<EvalRoute />), '/eval')
    await userEvent.click((await screen.findAllByRole('button', { name: /新建问题集/ }))[0]!)
    const bad = new File(['{"id":"a","question":"编制？"}\n{"id":"a","question":"职数？"}\n{'], '政策题.jsonl')
    await userEvent.upload(await screen.findByLabelText('选择题目文件'), bad)
    expect(await screen.findByText('第 2 行')).toBeInTheDocument()
    expect(screen.getByText('第 3 行')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: /导\s*入/ })).toBeDisabled()
    expect(log.some((a) => a.what === 'POST /eval/sets')).toBe(false)
  })

  it('can be made of the approved pairs', async () => {
    const made = evalSet({ id: 9, name: '已审定问答对', origin: 'pairs', size: 60 })
    let sets = [evalSet()]
    const log = served({
      ...lead,
      'GET /eval/sets': () => ({ items: sets, total: sets.length }),
      'GET /eval/runs': { items: [], total: 0 },
      'POST /eval/sets': () => {
        sets = [...sets, made]
        return made
      },
    })
    shown(signed(<EvalRoute />), '/eval')
    await userEvent.click(await screen.findByRole('button', { name: /新建问题集/ }))
    await userEvent.click(await screen.findByText('由已审定问答对生成'))
    await userEvent.click(screen.getByRole('button', { name: /生\s*成/ }))
    await waitFor(() => expect(JSON.parse(log.find((a) => a.what === 'POST /eval/sets')?.body ?? '{}')).toEqual({ name: '已审定问答对', from: 'pairs' }))
    expect(await screen.findByText('题目（60）')).toBeInTheDocument()
  })
})

describe('runs', () => {
  it('start over a set, and are opened at once', async () => {
    const log = served({ ...lead, 'GET /eval/sets': { items: [evalSet()], total: 1 }, 'GET /eval/runs': { items: [run()], total: 1 }, 'POST /eval/runs': run({ id: 8, state: 'queued' }) })
    const { router } = shown(signed(<EvalRoute />), '/eval', { '/eval/runs/:id': <p>已打开</p> })
    await userEvent.click(await screen.findByRole('button', { name: /开始评测/ }))
    await userEvent.type(await screen.findByLabelText(/名称/), '更正之后')
    await userEvent.click(screen.getByRole('button', { name: /开\s*始$/ }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/eval/runs/8'))
    expect(JSON.parse(log.find((a) => a.what === 'POST /eval/runs')?.body ?? '{}')).toEqual({ set_id: 3, label: '更正之后' })
  })

  it('over parts of a set and re-runs of tickets stay out of the charts', () => {
    const items = [run({ id: 1 }), run({ id: 2, ticket_id: 4 }), run({ id: 3, config: { split: 'dev' } }), run({ id: 4, config: { keys: ['s1'] } }), run({ id: 5, state: 'running' }), run({ id: 6 })]
    expect(wholeRuns(items).map((r) => r.id)).toEqual([6, 1])
  })
})

describe('one run', () => {
  const open = (table: Record<string, unknown>) => {
    const log = served({ ...lead, 'GET /eval/runs': { items: [run()], total: 1 }, ...table })
    return { log, ...shown(<p />, '/eval/runs/7', { '/eval/runs/:id': signed(<RunRoute />) }) }
  }
  const failing = run({ metrics: { ...run().metrics, classes: { label_wrong: 1, not_retrieved: 1 }, stages: { 标注: 1, 检索: 1 } } })

  it('shows why a case failed, step by step, beside what is right', async () => {
    open({ 'GET /eval/runs/7': failing, 'GET /eval/runs/7/outcomes': { items: [outcome()], total: 1 } })
    const detail = await screen.findByRole('article', { name: '题目详情' })
    expect(within(detail).getByText('答案为38名，依据为36名')).toBeInTheDocument()
    expect(within(detail).getByLabelText('不成立')).toBeInTheDocument()
    expect(within(detail).getByRole('heading', { name: '标准答案' })).toBeInTheDocument()
    expect(within(detail).getByText('云澜市数据局机关行政编制为38名。①')).toBeInTheDocument()
    expect(within(detail).getByRole('link', { name: '云澜市数据局机关行政编制多少名？' })).toHaveAttribute('href', '/pairs/12')
  })

  it('filters by class, and walks the list with J and K', async () => {
    const second = outcome({ seq: 2, question: evalQuestion({ id: 's002', question: '领导职数几正几副？' }), class: 'not_retrieved' })
    const { log } = open({ 'GET /eval/runs/7': failing, 'GET /eval/runs/7/outcomes': { items: [outcome(), second], total: 2 } })
    await screen.findByRole('article', { name: '题目详情' })
    await userEvent.keyboard('j')
    expect(await screen.findByRole('heading', { name: '领导职数几正几副？' })).toBeInTheDocument()
    await userEvent.keyboard('k')
    expect(await screen.findByRole('heading', { name: '云澜市数据局机关行政编制多少名？' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: /召回失败/, pressed: false }))
    await waitFor(() => expect(log.some((a) => a.what.endsWith('/outcomes') && a.query.includes('class=not_retrieved'))).toBe(true))
  })

  it('shows the progress of a run under way and can be cancelled', async () => {
    const { log } = open({ 'GET /eval/runs/7': run({ state: 'running', done: 5 }), 'GET /eval/runs/7/outcomes': { items: [], total: 0 }, 'POST /eval/runs/7/cancel': run({ state: 'cancelled' }) })
    expect(await screen.findByText('5/20 题')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: '取消评测' }))
    await userEvent.click((await screen.findAllByRole('button', { name: '取消评测' })).at(-1)!)
    await waitFor(() => expect(log.some((a) => a.what === 'POST /eval/runs/7/cancel')).toBe(true))
  })

  it('has a table by type', async () => {
    open({ 'GET /eval/runs/7': run({ metrics: { ...run().metrics, types: [group({ name: '09 编制数', type: 9, questions: 4, passed: 2, correct: 2, cited: 4, scores: [{ name: 'passed', label: '通过率', value: 0.5, n: 4 }] })] } }), 'GET /eval/runs/7/outcomes': { items: [], total: 0 } })
    await userEvent.click(await screen.findByRole('tab', { name: '分项指标' }))
    expect(await screen.findByText('09 编制数')).toBeInTheDocument()
    expect(screen.getAllByText('50%').length).toBeGreaterThan(0)
  })
})

it('compares two runs case by case', async () => {
  const pair = { question: evalQuestion(), a: outcome(), b: outcome({ passed: true, correct: true, class: '', problem: '', answer: answer() }) }
  served({ ...lead, 'GET /eval/compare': comparison({ fixed: [pair] }) })
  shown(signed(<CompareRoute />), '/eval/compare?a=6&b=7')
  expect(await screen.findByText('▲ 10.0')).toBeInTheDocument()
  expect(await screen.findByText('云澜市数据局机关行政编制多少名？')).toBeInTheDocument() // the only one is open
  expect(screen.getByText('云澜市数据局机关行政编制为38名。①')).toBeVisible()
  expect(screen.getByText('云澜市数据局机关行政编制为36名。①')).toBeVisible()
})
