import { api } from './client'
import type { AuditEntry, List } from './model'

export interface AuditFilter {
  action?: string
  actor?: string
  object?: string
  from?: string
  to?: string
  limit: number
  offset: number
}

export const audit = { list: (filter: AuditFilter) => api.get<List<AuditEntry>>('/audit', { ...filter }) }
