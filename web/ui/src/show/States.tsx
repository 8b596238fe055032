import { ExclamationOutlined, FileSearchOutlined, LoadingOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { messageOf } from '../api/fault'

/** Something is being fetched. */
export function Loading({ what = '正在加载' }: { what?: string }) {
  return (
    <div className="state" role="status">
      <LoadingOutlined style={{ fontSize: 22, color: 'var(--blue)' }} aria-hidden />
      <span>{what}…</span>
    </div>
  )
}

/** There is nothing, and what to do about it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <span className="mark">
        <FileSearchOutlined aria-hidden />
      </span>
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

/** It failed, why, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div className="state bad" role="alert">
      <span className="mark">
        <ExclamationOutlined aria-hidden />
      </span>
      <h3>没有取得内容</h3>
      <p>{messageOf(error)}</p>
      {retry && <Button onClick={retry}>重新加载</Button>}
    </div>
  )
}

interface Loaded<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

/** Shows children with the data once a query has it; until then how it stands. */
export function Await<T>({ query, what, children }: { query: Loaded<T>; what?: string; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading what={what} />
}
