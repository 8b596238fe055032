import { api } from './client'
import type { SearchResult } from './model'

export interface SearchQuery {
  q: string
  k: number
  as_of?: string
  leg?: string
  any_validity?: boolean
  explain?: boolean
}

export const search = (query: SearchQuery, signal?: AbortSignal) => api.get<SearchResult>('/search', { ...query }, signal)
