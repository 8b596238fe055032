// The one fetch of the interface. Every service goes through here, so a lost session, a dead server and a problem in plain
// Chinese look the same everywhere. Paths, parameters and bodies are checked against the generated schema.

import createClient from 'openapi-fetch'
import { fromProblem, offline } from './fault'
import type { paths } from './schema'

type Lost = () => void
let onLost: Lost = () => undefined

/** whenSessionLost sets what happens when the server no longer knows who asks. */
export function whenSessionLost(f: Lost): void {
  onLost = f
}

/** send is fetch with our errors: what the server refuses becomes a ServiceError, an abort stays an AbortError. */
export async function send(request: Request): Promise<Response> {
  let response: Response
  try {
    response = await fetch(request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offline()
  }
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  const problem = fromProblem(response.status, body)
  if (problem.status === 401 && new URL(request.url).pathname !== '/api/v1/session') onLost()
  throw problem
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: send,
  // An empty field of a filter is a field that is not set.
  querySerializer: (query) => {
    const set = Object.entries(query).filter(([, v]) => v !== undefined && v !== '' && v !== false && v !== null)
    return new URLSearchParams(set.map(([name, v]) => [name, Array.isArray(v) ? v.join(',') : String(v)])).toString()
  },
})

/** dataOf takes the body of an answer; what is not an answer has been thrown by send. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** done waits for an answer that has no body. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call
}

/** form makes a multipart body of fields, in their order, followed by files. The schema types such bodies as plain objects. */
export function form(fields: Record<string, string>, files: [name: string, file: File, filename?: string][]) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  for (const [name, file, filename] of files) body.append(name, file, filename ?? file.name)
  return { body: body as never, bodySerializer: () => body }
}
