import { api, dataOf, done } from './client'

export const session = {
  /** Who is signed in; a ServiceError of 401 when nobody is. */
  current: async () => (await dataOf(api.GET('/api/v1/session'))).actor,
  signIn: async (login: string, password: string) =>
    (await dataOf(api.POST('/api/v1/session', { body: { login, password } }))).actor,
  signOut: () => done(api.DELETE('/api/v1/session')),
  changePassword: (old: string, fresh: string) => done(api.POST('/api/v1/session/password', { body: { old, new: fresh } })),
}
