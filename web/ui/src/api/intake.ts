import { api, dataOf, done } from './client'

interface Page {
  state?: string[]
  limit: number
  offset: number
}

const at = (id: number) => ({ path: { id } })

export const batches = {
  list: () => dataOf(api.GET('/api/v1/batches')),
  byID: (id: number) => dataOf(api.GET('/api/v1/batches/{id}', { params: at(id) })),
  items: (id: number, page: Page) => dataOf(api.GET('/api/v1/batches/{id}/items', { params: { ...at(id), query: page } })),
}

export const intakes = {
  jobs: (page: Page) => dataOf(api.GET('/api/v1/jobs', { params: { query: page } })),
  retry: (id: number) => done(api.POST('/api/v1/intakes/{id}/retry', { params: at(id) })),
  stages: async () => (await dataOf(api.GET('/api/v1/stages'))).items,
}
