import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { pairs } from '../../api/pairs'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { Failed } from '../../show/States'
import { DraftBar } from './DraftBar'
import { DraftDialog } from './DraftDialog'
import { PairFilters, type Filter } from './PairFilters'
import { PairTable } from './PairTable'
import { useDrafting } from './useDrafting'
import './pairs.css'

const size = 20

/** All pairs: drafts, those under review, those that stand. */
export default function PairsRoute() {
  const actor = useActor()
  const [params, setParams] = useSearchParams()
  const [drafting, setDrafting] = useState(false)
  const filter = Object.fromEntries(params) as Filter
  const page = Number(params.get('page')) || 1
  const job = useDrafting()
  const query = useQuery({
    queryKey: ['pairs', filter, job.data?.created],
    queryFn: () =>
      pairs.list({
        state: filter.state,
        q: filter.q,
        origin: filter.origin,
        type: Number(filter.type) || undefined,
        document_id: Number(filter.document_id) || undefined,
        mine: filter.mine === '1',
        limit: size,
        offset: (page - 1) * size,
      }),
    placeholderData: keepPreviousData,
  })
  const go = (next: Filter) => setParams(Object.fromEntries(Object.entries(next).filter((e): e is [string, string] => Boolean(e[1]))))
  const leads = has(actor, 'lead', 'admin')
  const document = Number(filter.document_id) || undefined

  return (
    <div className="page">
      <div className="page-head">
        <h1>问答对</h1>
        <span className="muted small grow">每一对由问题、答案、依据、关联四部分组成，经两名专家先后审定后用于问答、评测和发布</span>
        {leads && (
          <Button icon={<EditOutlined />} onClick={() => setDrafting(true)}>
            起草
          </Button>
        )}
        {has(actor, 'expert', 'lead') && (
          <Link to={document ? `/pairs/new?document=${document}` : '/pairs/new'}>
            <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
              新建问答对
            </Button>
          </Link>
        )}
      </div>
      <DraftBar job={job.data} />
      <PairFilters key={params.toString()} filter={filter} onChange={(next) => go({ ...next, page: undefined })} />
      {query.error && !query.data ? (
        <div className="panel">
          <Failed error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : (
        <PairTable
          items={query.data?.items ?? []}
          loading={query.isPending || query.isPlaceholderData}
          filtered={[...params.keys()].some((k) => k !== 'page')}
          pagination={{
            current: page,
            pageSize: size,
            total: query.data?.total ?? 0,
            showSizeChanger: false,
            showTotal: (n) => `共 ${n} 对`,
            onChange: (p) => go({ ...filter, page: String(p) }),
          }}
        />
      )}
      {drafting && <DraftDialog document={document} onClose={() => setDrafting(false)} />}
    </div>
  )
}
