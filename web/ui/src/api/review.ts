import { api, dataOf, done } from './client'
import type { Content, ReviewVerdict } from './model'

/** A verdict as the desk gives it. */
export type Decision = Omit<ReviewVerdict, 'content'> & { content?: Content }

const at = (id: number) => ({ params: { path: { id } } })

export const review = {
  queue: () => dataOf(api.GET('/api/v1/review')),
  next: () => dataOf(api.POST('/api/v1/review/next')),
  renew: (id: number) => dataOf(api.POST('/api/v1/review/{id}/renew', at(id))),
  giveBack: (id: number) => done(api.POST('/api/v1/review/{id}/return', at(id))),
  decide: (id: number, decision: Decision) => dataOf(api.POST('/api/v1/review/{id}/verdict', { ...at(id), body: decision as ReviewVerdict })),
}
