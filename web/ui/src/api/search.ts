import { api, dataOf } from './client'

export interface SearchQuery {
  q: string
  k: number
  as_of?: string
  leg?: string
  any_validity?: boolean
  explain?: boolean
}

export const search = (query: SearchQuery, signal?: AbortSignal) =>
  dataOf(api.GET('/api/v1/search', { params: { query: query as { q: string } }, signal }))
