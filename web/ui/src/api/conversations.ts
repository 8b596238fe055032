import { api } from './client'
import type { Answer, Conversation, Feedback, List } from './model'

export const conversations = {
  list: async () => (await api.get<List<Conversation>>('/conversations')).items ?? [],
  byID: (id: number) => api.get<Conversation>(`/conversations/${id}`),
  rename: (id: number, title: string) => api.patch<void>(`/conversations/${id}`, { title }),
  remove: (id: number) => api.remove(`/conversations/${id}`),
}

export const answers = {
  byID: (id: number) => api.get<Answer>(`/answers/${id}`),
  judge: (id: number, feedback: Feedback) => api.post<void>(`/answers/${id}/feedback`, feedback),
}
