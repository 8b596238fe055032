import { api } from './client'
import type { Actor } from './model'

export const session = {
  /** Who is signed in; a ServiceError of 401 when nobody is. */
  current: async () => (await api.get<{ actor: Actor }>('/session')).actor,
  signIn: async (login: string, password: string) => (await api.post<{ actor: Actor }>('/session', { login, password })).actor,
  signOut: () => api.remove('/session'),
  changePassword: (old: string, fresh: string) => api.post<void>('/session/password', { old, new: fresh }),
}
