import { api, dataOf, done } from './client'

export interface TicketFilter {
  state?: string
  stage?: string
  class?: string
  mine?: boolean
  limit: number
  offset: number
}

const at = (id: number) => ({ path: { id } })

export const tickets = {
  list: (filter: TicketFilter) => dataOf(api.GET('/api/v1/tickets', { params: { query: filter as object } })),
  byID: (id: number) => dataOf(api.GET('/api/v1/tickets/{id}', { params: at(id) })),
  assignees: async () => (await dataOf(api.GET('/api/v1/tickets/assignees'))).items,
  assign: (id: number, account_id: number, note: string) => done(api.POST('/api/v1/tickets/{id}/assign', { params: at(id), body: { account_id, note } })),
  start: (id: number, note: string) => done(api.POST('/api/v1/tickets/{id}/start', { params: at(id), body: { note } })),
  fixed: (id: number, fix_version: string, note: string) => done(api.POST('/api/v1/tickets/{id}/fixed', { params: at(id), body: { fix_version, note } })),
  accept: (id: number, note: string) => done(api.POST('/api/v1/tickets/{id}/accept', { params: at(id), body: { note } })),
  reject: (id: number, note: string) => done(api.POST('/api/v1/tickets/{id}/reject', { params: at(id), body: { note } })),
  rerun: (id: number) => done(api.POST('/api/v1/tickets/{id}/rerun', { params: at(id) })),
}

export const ownFeedback = { list: () => dataOf(api.GET('/api/v1/feedback')) }
