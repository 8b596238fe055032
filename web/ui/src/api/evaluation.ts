import { api, dataOf, form } from './client'
import type { Comparison, EvalQuestion, EvalSet, Outcome, Run } from './loop'

export interface NewRun {
  set_id: number
  label?: string
  split?: string
  leg?: string
}

export interface OutcomeFilter {
  failed?: boolean
  class?: string
  type?: number
  limit: number
  offset: number
}

interface List<T> {
  items: T[]
  total: number
}

type Call = (path: string, init?: object) => Promise<{ data?: unknown }>
const raw = api as unknown as { GET: Call; POST: Call }
const at = (id: number) => ({ path: { id } })

export const evalSets = {
  list: () => dataOf(raw.GET('/api/v1/eval/sets')) as Promise<List<EvalSet>>,
  byID: (id: number) => dataOf(raw.GET('/api/v1/eval/sets/{id}', { params: at(id) })) as Promise<EvalSet>,
  questions: (id: number, page: { limit: number; offset: number }) =>
    dataOf(raw.GET('/api/v1/eval/sets/{id}/questions', { params: { ...at(id), query: page } })) as Promise<List<EvalQuestion>>,
  upload: (name: string, file: File) => dataOf(raw.POST('/api/v1/eval/sets', form({ name }, [['file', file]]))) as Promise<EvalSet>,
  make: (name: string, from: 'pairs' | 'sample') => dataOf(raw.POST('/api/v1/eval/sets', { body: { name, from } })) as Promise<EvalSet>,
}

export const runs = {
  list: (set_id?: number) => dataOf(raw.GET('/api/v1/eval/runs', { params: { query: { set_id } } })) as Promise<List<Run>>,
  byID: (id: number) => dataOf(raw.GET('/api/v1/eval/runs/{id}', { params: at(id) })) as Promise<Run>,
  start: (body: NewRun) => dataOf(raw.POST('/api/v1/eval/runs', { body })) as Promise<Run>,
  cancel: (id: number) => dataOf(raw.POST('/api/v1/eval/runs/{id}/cancel', { params: at(id) })),
  outcomes: (id: number, query: OutcomeFilter) =>
    dataOf(raw.GET('/api/v1/eval/runs/{id}/outcomes', { params: { ...at(id), query } })) as Promise<List<Outcome>>,
  compare: (a: number, b: number) => dataOf(raw.GET('/api/v1/eval/compare', { params: { query: { a, b } } })) as Promise<Comparison>,
}
