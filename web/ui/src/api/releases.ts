import { api, dataOf } from './client'

const of = (version: string) => ({ path: { version } })
const url = (version: string) => `/api/v1/releases/${encodeURIComponent(version)}`

export const releases = {
  list: () => dataOf(api.GET('/api/v1/releases')),
  byVersion: (version: string) => dataOf(api.GET('/api/v1/releases/{version}', { params: of(version) })),
  pulls: (version: string) => dataOf(api.GET('/api/v1/releases/{version}/pulls', { params: { ...of(version), query: { limit: 200 } } })),
  build: (note: string) => dataOf(api.POST('/api/v1/releases', { body: { note } })),
  fileURL: (version: string, path: string) => `${url(version)}/files/${path.split('/').map(encodeURIComponent).join('/')}`,
  archiveURL: (version: string) => `${url(version)}/archive`,
  deltaURL: (version: string, since: string) => `${url(version)}/delta?since=${encodeURIComponent(since)}`,
  manifestURL: (version: string) => `${url(version)}/manifest`,
  keyURL: '/api/v1/releases/key',
}
