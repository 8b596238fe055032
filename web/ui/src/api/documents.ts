import { api, dataOf, done, form } from './client'
import type { Upload } from './model'

export interface DocumentFilter {
  q?: string
  kind?: string
  status?: string
  org?: string
  as_of?: string
  withdrawn?: boolean
  limit: number
  offset: number
}

export interface NewUpload {
  files: File[]
  clearance: number
  source_class: number
  label: string
}

const at = (id: number) => ({ path: { id } })

export const documents = {
  list: (filter: DocumentFilter) => dataOf(api.GET('/api/v1/documents', { params: { query: filter as object } })),
  byID: (id: number, asOf?: string) => dataOf(api.GET('/api/v1/documents/{id}', { params: { ...at(id), query: { as_of: asOf } } })),
  setClearance: (id: number, clearance: number) =>
    done(api.PATCH('/api/v1/documents/{id}', { params: at(id), body: { clearance } })),
  withdraw: (id: number, reason: string) => done(api.DELETE('/api/v1/documents/{id}', { params: { ...at(id), query: { reason } } })),
  restore: (id: number, reason: string) => dataOf(api.POST('/api/v1/documents/{id}/restore', { params: at(id), body: { reason } })),
  orgs: async () => (await dataOf(api.GET('/api/v1/orgs'))).items,
  upload: ({ files, clearance, source_class, label }: NewUpload): Promise<Upload> => {
    const fields = { clearance: String(clearance), source_class: String(source_class), label }
    const parts = files.map((f): [string, File, string] => ['files', f, f.webkitRelativePath || f.name])
    return dataOf(api.POST('/api/v1/documents', form(fields, parts)))
  },
}

export const versions = {
  byID: (id: number, asOf?: string) => dataOf(api.GET('/api/v1/versions/{id}', { params: { ...at(id), query: { as_of: asOf } } })),
  chunks: async (id: number) => (await dataOf(api.GET('/api/v1/versions/{id}/chunks', { params: at(id) }))).items,
  facts: async (id: number) => (await dataOf(api.GET('/api/v1/versions/{id}/facts', { params: at(id) }))).items,
  relations: async (id: number) => (await dataOf(api.GET('/api/v1/versions/{id}/relations', { params: at(id) }))).items,
  fileURL: (id: number) => `/api/v1/versions/${id}/file`,
}

export interface RelationFilter {
  state?: string
  document_id?: number
  limit: number
  offset: number
}

export const relations = {
  list: (filter: RelationFilter) => dataOf(api.GET('/api/v1/relations', { params: { query: filter as object } })),
  decide: (id: number, state: 'confirmed' | 'rejected') =>
    done(api.POST('/api/v1/relations/{id}/decision', { params: at(id), body: { state } })),
}
