// The one fetch of the interface. Every service goes through here, so a lost session, a dead server and a problem in plain
// Chinese look the same everywhere.

import { fromProblem, offline, ServiceError } from './fault'

const base = '/api/v1'

type Lost = () => void
let onLost: Lost = () => undefined

/** whenSessionLost sets what happens when the server no longer knows who asks. */
export function whenSessionLost(f: Lost): void {
  onLost = f
}

/** send is fetch with our errors. A refused request becomes a ServiceError, an abort stays an AbortError. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(base + path, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offline()
  }
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  const problem = fromProblem(response.status, body)
  if (problem.status === 401 && path !== '/session') onLost()
  throw problem
}

type Query = Record<string, string | number | boolean | undefined>

/** withQuery adds what is set to a path. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '' && value !== false) params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

async function decode<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  const text = await response.text()
  if (text === '') return undefined as T
  try {
    return JSON.parse(text) as T
  } catch {
    throw new ServiceError(response.status, 'internal', '服务返回的内容无法识别，请刷新页面；如多次出现，请联系管理员。')
  }
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

export const api = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal) => decode<T>(await send(withQuery(path, query), { signal })),
  post: async <T>(path: string, body: unknown = {}) => decode<T>(await send(path, json('POST', body))),
  patch: async <T>(path: string, body: unknown) => decode<T>(await send(path, json('PATCH', body))),
  remove: async (path: string, query?: Query) => decode<void>(await send(withQuery(path, query), { method: 'DELETE' })),
  form: async <T>(path: string, form: FormData) => decode<T>(await send(path, { method: 'POST', body: form })),
}
