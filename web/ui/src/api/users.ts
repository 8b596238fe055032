import { api, dataOf, done } from './client'
import type { AccountChange, NewAccount } from './model'

const at = (id: number) => ({ params: { path: { id } } })

export const users = {
  list: () => dataOf(api.GET('/api/v1/users')),
  create: (account: NewAccount) => dataOf(api.POST('/api/v1/users', { body: account })),
  update: (id: number, change: AccountChange) => done(api.PATCH('/api/v1/users/{id}', { ...at(id), body: change })),
  resetPassword: (id: number, password: string) => done(api.POST('/api/v1/users/{id}/password', { ...at(id), body: { password } })),
}

export const keys = {
  list: () => dataOf(api.GET('/api/v1/api-keys')),
  create: (name: string, expires: string) => dataOf(api.POST('/api/v1/api-keys', { body: { name, expires_on: expires } })),
  revoke: (id: number) => done(api.DELETE('/api/v1/api-keys/{id}', at(id))),
}
