import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented, Table, type TableColumnsType } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { relations } from '../../api/documents'
import type { Relation } from '../../api/model'
import { has } from '../../session/access'
import { useActor } from '../../session/SessionContext'
import { RelationBadge } from '../../show/Badges'
import { Empty, Failed } from '../../show/States'
import { relationStates, relationWords, wordOf } from '../../show/words'
import { quoted } from '../../show/format'
import { Decide, Target } from '../documents/RelationParts'
import { useDecision } from '../documents/useDecision'
import './relations.css'

const size = 20
const views = [...Object.entries(relationStates).map(([value, label]) => ({ value, label })), { value: 'all', label: '全部' }]
/** Relations whose confirmation ends the validity of another text. */
const ending = new Set(['repeals', 'replaces', 'revises', 'supersedes_org_charter', 'repeals_part', 'amends'])

/** What texts say of each other, proposed by the program; leads and administrators say whether it holds. */
export default function RelationsRoute() {
  const [params, setParams] = useSearchParams()
  const view = views.find((v) => v.value === params.get('state')) ?? views[0]!
  const page = Number(params.get('page')) || 1
  const query = useQuery({
    queryKey: ['relations', 'all', view.value, page],
    queryFn: () => relations.list({ state: view.value === 'all' ? undefined : view.value, limit: size, offset: (page - 1) * size }),
    placeholderData: keepPreviousData,
  })
  return (
    <div className="page">
      <div className="page-head">
        <h1>文件关系</h1>
        <span className="muted small grow">由程序从原文语句中识别。确认“废止”“代替”“修改”后，对方文件的效力随即改变，引用它的问答对退回重新审核</span>
        <Segmented value={view.value} options={views} onChange={(state) => setParams({ state })} />
      </div>
      {query.error && !query.data ? (
        <div className="panel">
          <Failed error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : (
        <Relations
          items={query.data?.items ?? []}
          loading={query.isPending || query.isPlaceholderData}
          page={page}
          total={query.data?.total ?? 0}
          onPage={(p) => setParams({ state: view.value, page: String(p) })}
        />
      )}
    </div>
  )
}

interface Props {
  items: Relation[]
  loading: boolean
  page: number
  total: number
  onPage: (page: number) => void
}

function Relations({ items, loading, page, total, onPage }: Props) {
  const decides = has(useActor(), 'lead', 'admin')
  const decide = useDecision()
  const columns: TableColumnsType<Relation> = [
    {
      title: '文件',
      width: 290,
      render: (_, r) => <Link to={`/documents/${r.from_document_id}?version=${r.version_id}&start=${r.start}&end=${r.end}`}>{quoted(r.from_title)}</Link>,
    },
    {
      title: '关系',
      width: 124,
      dataIndex: 'type',
      render: (type: string) => <span className={ending.has(type) ? 'relation ending' : 'relation'}>{wordOf(relationWords, type)}</span>,
    },
    { title: '对象', width: 290, render: (_, r) => <Target relation={r} /> },
    { title: '原文语句', dataIndex: 'sentence', render: (s: string) => <q className="relation-said">{s}</q> },
    { title: '状态', dataIndex: 'state', width: 88, render: (state: string) => <RelationBadge state={state} /> },
  ]
  if (decides) columns.push({ title: '处理', width: 128, render: (_, r) => <Decide relation={r} busy={decide.isPending} onDecide={decide.mutate} /> })
  return (
    <Table<Relation>
      className="panel"
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={items}
      loading={loading}
      tableLayout="fixed"
      scroll={{ x: 1180 }}
      pagination={{ current: page, pageSize: size, total, showSizeChanger: false, showTotal: (n) => `共 ${n} 条`, onChange: onPage }}
      locale={{ emptyText: loading ? ' ' : <Empty title="没有这样的关系">新文件入库后，识别出的关系会出现在“待确认”中。</Empty> }}
    />
  )
}
