import { api } from './client'
import type { System } from './model'

export const system = { state: () => api.get<System>('/system') }
