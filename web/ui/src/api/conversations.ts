import { api, dataOf, done } from './client'
import type { Feedback, Judgement } from './model'

const at = (id: number) => ({ params: { path: { id } } })

export const conversations = {
  list: async () => (await dataOf(api.GET('/api/v1/conversations'))).items,
  byID: (id: number) => dataOf(api.GET('/api/v1/conversations/{id}', at(id))),
  rename: (id: number, title: string) => done(api.PATCH('/api/v1/conversations/{id}', { ...at(id), body: { title } })),
  remove: (id: number) => done(api.DELETE('/api/v1/conversations/{id}', at(id))),
}

export const answers = {
  judge: (id: number, feedback: Feedback) =>
    done(api.POST('/api/v1/answers/{id}/feedback', { ...at(id), body: feedback as Judgement })),
}
