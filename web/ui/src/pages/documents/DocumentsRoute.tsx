import { UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { documents } from '../../api/documents'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { Failed } from '../../show/States'
import { DocumentFilters, type Filter } from './DocumentFilters'
import { DocumentTable } from './DocumentTable'
import { UploadDrawer } from './UploadDrawer'
import './documents.css'

const size = 20

/** The catalogue, and the door for new files. */
export default function DocumentsRoute() {
  const [params, setParams] = useSearchParams()
  const [uploading, setUploading] = useState(false)
  const admin = has(useActor(), 'admin')
  const filter = Object.fromEntries(params) as Filter
  const page = Number(params.get('page')) || 1
  const withdrawn = admin && filter.withdrawn === '1'
  const query = useQuery({
    queryKey: ['documents', filter],
    queryFn: () => documents.list({ ...filter, withdrawn, limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  })
  const orgs = useQuery({ queryKey: ['orgs'], queryFn: documents.orgs, staleTime: 5 * 60_000 })
  const go = (next: Filter, nextPage = 1) => setParams(clean({ ...next, page: nextPage > 1 ? String(nextPage) : undefined }))
  const filtered = [...params.keys()].some((key) => key !== 'page')

  return (
    <div className="page">
      <div className="page-head">
        <h1>{withdrawn ? '已撤下的文件' : '文档'}</h1>
        {admin && (
          <Button onClick={() => go(withdrawn ? {} : { withdrawn: '1' })}>{withdrawn ? '返回目录' : '已撤下的文件'}</Button>
        )}
        {admin && !withdrawn && (
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>
            上传文件
          </Button>
        )}
      </div>
      <DocumentFilters key={params.toString()} filter={filter} orgs={orgs.data ?? []} onChange={go} />
      {query.error && !query.data ? (
        <div className="panel">
          <Failed error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : (
        <DocumentTable
          items={query.data?.items ?? []}
          total={query.data?.total ?? 0}
          loading={query.isFetching}
          filtered={filtered}
          asOf={filter.as_of}
          page={page}
          size={size}
          withdrawn={withdrawn}
          onPage={(next) => go(filter, next)}
        />
      )}
      {admin && <UploadDrawer open={uploading} onClose={() => setUploading(false)} />}
    </div>
  )
}

function clean(filter: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter((e): e is [string, string] => Boolean(e[1])))
}
