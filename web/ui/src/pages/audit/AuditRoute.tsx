import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { audit } from '../../api/audit'
import { Failed } from '../../show/States'
import { AuditFilters, type Filter } from './AuditFilters'
import { AuditTable } from './AuditTable'

const size = 50

/** The audit trail. */
export default function AuditRoute() {
  const [params, setParams] = useSearchParams()
  const filter = Object.fromEntries(params) as Filter
  const page = Number(params.get('page')) || 1
  const query = useQuery({
    queryKey: ['audit', filter, page],
    queryFn: () => audit.list({ ...filter, limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  })
  const go = (next: Filter) =>
    setParams(Object.fromEntries(Object.entries(next).filter((e): e is [string, string] => Boolean(e[1]))))
  return (
    <div className="page">
      <div className="page-head">
        <h1>审计记录</h1>
        <span className="muted small">记录只增不改，与所记操作同时写入</span>
      </div>
      <AuditFilters key={params.toString()} filter={filter} onChange={(next) => go({ ...next, page: undefined })} />
      {query.error && !query.data ? (
        <div className="panel">
          <Failed error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : (
        <AuditTable
          items={query.data?.items ?? []}
          loading={query.isFetching}
          pagination={{
            current: page,
            pageSize: size,
            total: query.data?.total ?? 0,
            showSizeChanger: false,
            showTotal: (n) => `共 ${n} 条`,
            onChange: (p) => go({ ...filter, page: String(p) }),
          }}
        />
      )}
    </div>
  )
}
