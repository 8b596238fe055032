import type { Content, Pair } from './pairs'
import { get, post } from './raw'

export interface QueueCounts {
  round1: number
  round2: number
  /** of both, what this person may review */
  available?: number
  /** in this person's hands */
  mine?: number
  leased: number
  mine_today: number
  returned: number
}

export interface Reason {
  code: string
  label: string
}

export interface Queue {
  counts: QueueCounts
  reasons: Reason[] | null
}

/** An item held for review, until when. */
export interface Held {
  item: Pair | null
  lease_until?: string | null
}

export interface Decision {
  version: number
  action: 'accept' | 'edit' | 'reject'
  reason?: string
  comment?: string
  content?: Content
}

export const review = {
  queue: () => get<Queue>('/api/v1/review'),
  next: () => post<Held>('/api/v1/review/next'),
  renew: (id: number) => post<{ lease_until?: string | null }>(`/api/v1/review/${id}/renew`),
  giveBack: (id: number) => post<unknown>(`/api/v1/review/${id}/return`),
  decide: (id: number, decision: Decision) => post<Pair>(`/api/v1/review/${id}/verdict`, decision),
}
