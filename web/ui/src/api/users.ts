import { api } from './client'
import type { Account, ApiKey, List, Role } from './model'

export interface NewAccount {
  login: string
  name: string
  unit: string
  password: string
  roles: Role[]
  clearance: number
}

export type AccountChange = Partial<Pick<Account, 'name' | 'unit' | 'clearance' | 'disabled'> & { roles: Role[] }>

export const users = {
  list: () => api.get<List<Account>>('/users'),
  create: (account: NewAccount) => api.post<Account>('/users', account),
  update: (id: number, change: AccountChange) => api.patch<void>(`/users/${id}`, change),
  resetPassword: (id: number, password: string) => api.post<void>(`/users/${id}/password`, { password }),
}

export const keys = {
  list: () => api.get<List<ApiKey>>('/api-keys'),
  create: (name: string, expires: string) => api.post<{ secret: string; key: ApiKey }>('/api-keys', { name, expires }),
  revoke: (id: number) => api.remove(`/api-keys/${id}`),
}
