import { api, dataOf } from './client'

export interface AuditFilter {
  action?: string
  actor?: string
  object?: string
  from?: string
  to?: string
  limit: number
  offset: number
}

export const audit = { list: (filter: AuditFilter) => dataOf(api.GET('/api/v1/audit', { params: { query: filter } })) }
