import { api } from './client'
import type { Batch, Intake, List, Stage } from './model'

export interface JobList extends List<Intake> {
  counts: Record<string, number> | null
}

interface Page {
  state?: string
  limit: number
  offset: number
}

export const batches = {
  list: () => api.get<List<Batch>>('/batches'),
  byID: (id: number) => api.get<Batch>(`/batches/${id}`),
  items: (id: number, page: Page) => api.get<List<Intake>>(`/batches/${id}/items`, { ...page }),
}

export const intakes = {
  jobs: (page: Page) => api.get<JobList>('/jobs', { ...page }),
  retry: (id: number) => api.post<void>(`/intakes/${id}/retry`),
  stages: async () => (await api.get<List<Stage>>('/stages')).items ?? [],
}
