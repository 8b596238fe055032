import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { RouterProvider } from 'react-router'
import { ServiceError } from './api/fault'
import { makeRouter } from './routes'
import { theme } from './theme'

dayjs.locale('zh-cn')

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
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp style={{ height: '100%' }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}
