import { api, dataOf, done, form } from './client'
import type { NewRun } from './loop'

export interface OutcomeFilter {
  failed?: boolean
  class?: string
  type?: number
  limit: number
  offset: number
}

const at = (id: number) => ({ path: { id } })
const most = { params: { query: { limit: 200, offset: 0 } } } // newest first: what is older is not looked for in a list

export const evalSets = {
  list: () => dataOf(api.GET('/api/v1/eval/sets', most)),
  questions: (id: number, page: { limit: number; offset: number }) =>
    dataOf(api.GET('/api/v1/eval/sets/{id}/questions', { params: { ...at(id), query: page } })),
  upload: (name: string, file: File) => dataOf(api.POST('/api/v1/eval/sets', form({ name }, [['file', file]]))),
  make: (name: string, from: 'pairs' | 'sample') => dataOf(api.POST('/api/v1/eval/sets', { body: { name, from } })),
}

export const runs = {
  list: () => dataOf(api.GET('/api/v1/eval/runs', most)),
  byID: (id: number) => dataOf(api.GET('/api/v1/eval/runs/{id}', { params: at(id) })),
  start: (body: NewRun) => dataOf(api.POST('/api/v1/eval/runs', { body })),
  cancel: (id: number) => done(api.POST('/api/v1/eval/runs/{id}/cancel', { params: at(id) })),
  outcomes: (id: number, query: OutcomeFilter) =>
    dataOf(api.GET('/api/v1/eval/runs/{id}/outcomes', { params: { ...at(id), query: query as object } })),
  compare: (a: number, b: number) => dataOf(api.GET('/api/v1/eval/compare', { params: { query: { a, b } } })),
}
