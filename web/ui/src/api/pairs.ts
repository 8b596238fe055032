import type { Status } from './model'
import { get, post, put } from './raw'

export type PairState = 'draft' | 'review' | 'approved' | 'rejected' | 'withdrawn'

/** 依据: a stretch of a version's text; positions count code points. */
export interface Basis {
  chunk_id?: number
  version_id: number
  document_id: number
  title: string
  doc_no?: string
  filename: string
  address: string
  label: string
  quote: string
  start: number
  end: number
  hash: string
  status: Status
  effective_from?: string
  effective_to?: string
}

/** 关联: to a pair or to a document. */
export interface PairLink {
  type: string
  pair_id?: number
  document_id?: number
  title: string
}

export interface Finding {
  rule: string
  metric: string
  level: string
  message: string
}

/** What a person writes: one version of a pair. */
export interface Content {
  /** the pair that it is a version of: not taken for a duplicate of itself */
  pair_id?: number
  question: string
  variants?: string[] | null
  answer: string
  type: number
  basis: Basis[] | null
  links?: PairLink[] | null
  note?: string
}

export interface Pair {
  id: number
  state: PairState
  round?: number
  version: number
  type: number
  origin: string
  clearance: number
  priority: number
  reason?: string
  document_id: number
  question: string
  variants?: string[] | null
  answer: string
  basis: Basis[] | null
  links?: PairLink[] | null
  findings?: Finding[] | null
  author?: string
  model?: string
  prompt_version?: string
  leased_by?: number
  leased_until?: string | null
  approved_version?: number
  approved_at?: string | null
  created_at: string
  updated_at: string
}

export interface Verdict {
  n: number
  round: number
  reviewer_id: number
  reviewer: string
  unit?: string
  action: string
  reason?: string
  comment?: string
  created_at: string
}

export interface PairVersion {
  n: number
  question: string
  answer: string
  basis: Basis[] | null
  author?: string
  note?: string
  findings?: Finding[] | null
  verdicts: Verdict[] | null
  created_at: string
}

export interface PairFilter {
  state?: string
  q?: string
  document_id?: number
  type?: number
  origin?: string
  mine?: boolean
  limit: number
  offset: number
}

/** How the drafting job stands. */
export interface Drafting {
  state: string
  done: number
  total: number
  created: number
  error?: string
}

interface List<T> {
  items: T[] | null
  total: number
}

export const pairs = {
  list: (filter: PairFilter) => get<List<Pair>>('/api/v1/pairs', filter),
  byID: (id: number) => get<Pair>(`/api/v1/pairs/${id}`),
  versions: async (id: number) => (await get<List<PairVersion>>(`/api/v1/pairs/${id}/versions`)).items ?? [],
  create: (content: Content) => post<Pair>('/api/v1/pairs', content),
  revise: (id: number, content: Content) => put<Pair>(`/api/v1/pairs/${id}`, content),
  check: async (content: Content) => (await post<{ findings: Finding[] | null }>('/api/v1/pairs/check', content)).findings ?? [],
  submit: (id: number) => post<Pair>(`/api/v1/pairs/${id}/submit`),
  withdraw: (id: number, reason: string) => post<Pair>(`/api/v1/pairs/${id}/withdraw`, { reason }),
  recheck: (id: number, reason: string) => post<Pair>(`/api/v1/pairs/${id}/recheck`, { reason }),
  draft: (document_ids: number[], use_model: boolean) => post<unknown>('/api/v1/pairs/draft', { document_ids, use_model }),
  drafting: () => get<Drafting>('/api/v1/drafting'),
}
