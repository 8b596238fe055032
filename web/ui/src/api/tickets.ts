import { api, dataOf } from './client'
import type { Assignee, OwnFeedback, Run, Ticket, TicketTrail } from './loop'

export interface TicketFilter {
  state?: string
  stage?: string
  class?: string
  mine?: boolean
  limit: number
  offset: number
}

type Call = (path: string, init?: object) => Promise<{ data?: unknown }>
const raw = api as unknown as { GET: Call; POST: Call }
const at = (id: number) => ({ path: { id } })

export const tickets = {
  list: (filter: TicketFilter) =>
    dataOf(raw.GET('/api/v1/tickets', { params: { query: filter } })) as Promise<{ items: Ticket[]; total: number; counts: Record<string, number> }>,
  byID: (id: number) => dataOf(raw.GET('/api/v1/tickets/{id}', { params: at(id) })) as Promise<TicketTrail>,
  assignees: async () => ((await dataOf(raw.GET('/api/v1/tickets/assignees'))) as { items: Assignee[] }).items,
  assign: (id: number, body: { account_id: number; note?: string }) => dataOf(raw.POST('/api/v1/tickets/{id}/assign', { params: at(id), body })),
  start: (id: number, body: { note?: string }) => dataOf(raw.POST('/api/v1/tickets/{id}/start', { params: at(id), body })),
  fixed: (id: number, body: { fix_version: string; note: string }) => dataOf(raw.POST('/api/v1/tickets/{id}/fixed', { params: at(id), body })),
  accept: (id: number, body: { note?: string }) => dataOf(raw.POST('/api/v1/tickets/{id}/accept', { params: at(id), body })),
  reject: (id: number, body: { note: string }) => dataOf(raw.POST('/api/v1/tickets/{id}/reject', { params: at(id), body })),
  rerun: (id: number) => dataOf(raw.POST('/api/v1/tickets/{id}/rerun', { params: at(id) })) as Promise<Run>,
}

export const ownFeedback = {
  list: () => dataOf(raw.GET('/api/v1/feedback')) as Promise<{ items: OwnFeedback[]; total: number }>,
}
