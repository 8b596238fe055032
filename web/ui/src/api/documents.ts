import { api } from './client'
import type { Batch, Chunk, Document, Fact, List, Relation, Version } from './model'

export interface DocumentFilter {
  q?: string
  kind?: string
  status?: string
  org?: string
  as_of?: string
  limit: number
  offset: number
}

export interface Upload {
  files: File[]
  clearance: number
  source_class: number
  label: string
}

export const documents = {
  list: (filter: DocumentFilter) => api.get<List<Document>>('/documents', { ...filter }),
  byID: (id: number, asOf?: string) => api.get<Document>(`/documents/${id}`, { as_of: asOf }),
  setClearance: (id: number, clearance: number) => api.patch<void>(`/documents/${id}`, { clearance }),
  withdraw: (id: number, reason: string) => api.remove(`/documents/${id}`, { reason }),
  orgs: async () => (await api.get<List<string>>('/orgs')).items ?? [],
  upload: async (upload: Upload) => {
    const form = new FormData()
    form.set('clearance', String(upload.clearance))
    form.set('source_class', String(upload.source_class))
    form.set('label', upload.label)
    for (const file of upload.files) form.append('files', file, file.webkitRelativePath || file.name)
    return (await api.form<{ batch: Batch }>('/documents', form)).batch
  },
}

export const versions = {
  byID: (id: number, asOf?: string) => api.get<Version>(`/versions/${id}`, { as_of: asOf }),
  chunks: async (id: number) => (await api.get<List<Chunk>>(`/versions/${id}/chunks`)).items ?? [],
  facts: async (id: number) => (await api.get<List<Fact>>(`/versions/${id}/facts`)).items ?? [],
  relations: async (id: number) => (await api.get<List<Relation>>(`/versions/${id}/relations`)).items ?? [],
  fileURL: (id: number) => `/api/v1/versions/${id}/file`,
}

export const relations = {
  decide: (id: number, state: 'confirmed' | 'rejected') => api.post<void>(`/relations/${id}/decision`, { state }),
}
