import { get, post } from './raw'

export interface Release {
  id: number
  version: string
  state: string
  note?: string
  released_on?: string
  records: number
  added: number
  changed: number
  withdrawn: number
  size: number
  manifest_sha256?: string
  signature?: string
  key_id?: string
  progress: number
  error?: string
  created_by?: string
  created_at: string
  started_at?: string | null
  ended_at?: string | null
}

export interface ReleaseFile {
  path: string
  size: number
  sha256: string
  sm3: string
}

export interface Count {
  name: string
  n: number
}

/** A release with what its manifest says. */
export interface ReleaseDetail {
  release: Release
  previous?: string
  algorithm?: string
  files: ReleaseFile[] | null
  rules: Count[] | null
  types: Count[] | null
  changelog?: string
}

export interface Pull {
  actor: string
  path: string
  bytes: number
  created_at: string
}

const at = (version: string) => `/api/v1/releases/${encodeURIComponent(version)}`

export const releases = {
  list: () => get<{ items: Release[] | null; total: number }>('/api/v1/releases'),
  byVersion: (version: string) => get<ReleaseDetail>(at(version)),
  pulls: (version: string) => get<{ items: Pull[] | null; total: number }>(`${at(version)}/pulls`),
  build: (note: string) => post<Release>('/api/v1/releases', { note }),
  fileURL: (version: string, path: string) => `${at(version)}/files/${path.split('/').map(encodeURIComponent).join('/')}`,
  archiveURL: (version: string) => `${at(version)}/archive`,
  deltaURL: (version: string, since: string) => `${at(version)}/delta?since=${encodeURIComponent(since)}`,
  manifestURL: (version: string) => `${at(version)}/manifest`,
  keyURL: '/api/v1/releases/key',
}
