// A server in the place of fetch: answers by "METHOD path", remembers what it was asked.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { vi } from 'vitest'
import { Look } from '../Look'

export interface Asked {
  what: string
  query: string
  body: string
}

type Reply = unknown | ((asked: Asked) => unknown)

/** served answers every request from a table; what is not in it is 404. A Response is given as it is. */
export function served(table: Record<string, Reply>): Asked[] {
  const log: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const asked = { what: `${request.method} ${url.pathname.replace('/api/v1', '')}`, query: url.search, body: await textOf(request) }
    log.push(asked)
    if (request.signal.aborted) throw new DOMException('aborted', 'AbortError')
    const reply = table[asked.what]
    const body: unknown = typeof reply === 'function' ? await (reply as (a: Asked) => unknown)(asked) : reply
    if (body instanceof Response) return body
    return body === undefined ? problem(404, '没有找到。') : Response.json(body)
  })
  return log
}

// The fields of a form are looked at where the form is made: jsdom's files do not go through Node's Request.
const textOf = (request: Request) => (request.headers.get('Content-Type')?.startsWith('application/json') ? request.clone().text() : '')

export const problem = (status: number, detail: string, code = '') =>
  new Response(JSON.stringify({ detail, code, status }), { status, headers: { 'Content-Type': 'application/problem+json' } })

/** shown renders an element on an address, with what every page stands in. */
export function shown(element: ReactNode, at = '/', others: Record<string, ReactNode> = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const routes = [{ path: '*', element }, ...Object.entries(others).map(([path, page]) => ({ path, element: page }))]
  const router = createMemoryRouter(routes, { initialEntries: [at] })
  const view = render(
    <Look>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Look>,
  )
  return { ...view, router, client }
}
