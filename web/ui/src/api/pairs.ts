import { api, dataOf } from './client'
import type { Content, SentContent } from './model'

export interface PairFilter {
  state?: string
  q?: string
  document_id?: number
  type?: number
  origin?: string
  mine?: boolean
  limit: number
  offset: number
}

const at = (id: number) => ({ path: { id } })
const because = (id: number, reason: string) => ({ params: at(id), body: { reason } })

export const pairs = {
  list: (filter: PairFilter) => dataOf(api.GET('/api/v1/pairs', { params: { query: filter as object } })),
  byID: (id: number) => dataOf(api.GET('/api/v1/pairs/{id}', { params: at(id) })),
  versions: async (id: number) => (await dataOf(api.GET('/api/v1/pairs/{id}/versions', { params: at(id) }))).items,
  create: (content: Content) => dataOf(api.POST('/api/v1/pairs', { body: content as SentContent })),
  revise: (id: number, content: Content) => dataOf(api.PUT('/api/v1/pairs/{id}', { params: at(id), body: content as SentContent })),
  check: async (content: Content) => (await dataOf(api.POST('/api/v1/pairs/check', { body: content as SentContent }))).findings,
  submit: (id: number) => dataOf(api.POST('/api/v1/pairs/{id}/submit', { params: at(id) })),
  withdraw: (id: number, reason: string) => dataOf(api.POST('/api/v1/pairs/{id}/withdraw', because(id, reason))),
  recheck: (id: number, reason: string) => dataOf(api.POST('/api/v1/pairs/{id}/recheck', because(id, reason))),
  draft: (document_ids: number[], use_model: boolean) => dataOf(api.POST('/api/v1/pairs/draft', { body: { document_ids, use_model } })),
  drafting: () => dataOf(api.GET('/api/v1/drafting')),
}
