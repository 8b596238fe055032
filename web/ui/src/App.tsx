import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from 'react-router'
import { ServiceError } from './api/fault'
import { Look } from './Look'
import { makeRouter } from './routes'

// A refusal will not change by asking again; a lost connection may.
const worthRetrying = (times: number, error: unknown) =>
  times < 2 && (!(error instanceof ServiceError) || error.status === 0 || error.status === 503)

const client = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: false } },
})

const router = makeRouter()

/** The whole application. */
export function App() {
  return (
    <Look>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Look>
  )
}
