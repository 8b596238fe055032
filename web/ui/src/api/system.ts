import { api, dataOf } from './client'

export const system = { state: () => dataOf(api.GET('/api/v1/system')) }
