// Until the generated schema has the routes of the loop: the same client, its bodies declared by hand.
import { api } from './client'

interface Options {
  query?: object
  body?: unknown
}

type Call = (path: string, options: unknown) => Promise<{ data?: unknown }>

async function call<T>(verb: 'GET' | 'POST' | 'PUT', path: string, { query, body }: Options): Promise<T> {
  const send = (api as unknown as Record<string, Call>)[verb] as Call
  return (await send(path, { params: { query }, body })).data as T
}

export const get = <T>(path: string, query?: object) => call<T>('GET', path, { query })
export const post = <T>(path: string, body?: unknown) => call<T>('POST', path, { body })
export const put = <T>(path: string, body?: unknown) => call<T>('PUT', path, { body })
